//! In which commands an operand is known, plain and after `NO`.

/// Which of two commands that share a table: the one that defines, or the one that alters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Define,
    Alter,
}

/// In which commands of a table an operand is known, plain and after `NO`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forms {
    /// `X` in both.
    Plain,
    /// `X` and `NOX` in both.
    Either,
    /// `X` in both, `NOX` in the one that alters.
    Undo,
    /// `X` in the one that defines.
    Defining,
    /// `X` in the one that alters.
    Altering,
    /// `X` and `NOX` in the one that alters.
    AlteringEither,
}

impl Forms {
    pub(super) fn plain(self, side: Side) -> bool {
        match self {
            Self::Plain | Self::Either | Self::Undo => true,
            Self::Defining => side == Side::Define,
            Self::Altering | Self::AlteringEither => side == Side::Alter,
        }
    }

    pub(super) fn negated(self, side: Side) -> bool {
        match self {
            Self::Either => true,
            Self::Undo | Self::AlteringEither => side == Side::Alter,
            Self::Plain | Self::Defining | Self::Altering => false,
        }
    }
}
