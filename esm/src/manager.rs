//! The security managers.

/// A security manager other than RACF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Esm {
    /// ACF2 for z/OS.
    Acf2,
    /// Top Secret for z/OS.
    Tss,
}

impl Esm {
    /// Its name on the command line and in `saffron.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acf2 => "acf2",
            Self::Tss => "tss",
        }
    }

    /// Its name in a text.
    pub const fn product(self) -> &'static str {
        match self {
            Self::Acf2 => "ACF2",
            Self::Tss => "Top Secret",
        }
    }
}
