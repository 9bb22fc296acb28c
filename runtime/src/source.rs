//! Places in the policy's files.

/// A place in the policy's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source<'b> {
    /// The file, relative to the package.
    pub file: &'b str,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}
