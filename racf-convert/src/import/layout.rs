//! By what an import divides a package into files.

/// By what declarations are distributed over files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Profiles by banner, then by first qualifier if several have it, then by class.
    #[default]
    Mixed,
    /// Profiles by class.
    Class,
    /// Profiles by first qualifier; those without one by class.
    Qualifier,
    /// Everything in one file.
    OneFile,
}
