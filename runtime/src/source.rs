//! Places in the policy's files.

/// A place in the policy's files, for people who want to see or change the line behind a decision.
/// It is displayed as `payroll/policy.saf:12`, without the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source<'b> {
    /// The file, relative to the package.
    pub file: &'b str,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

impl std::fmt::Display for Source<'_> {
    /// `payroll/policy.saf:12`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
