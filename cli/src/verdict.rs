//! What a command results in.

/// The result of a command that could be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Everything succeeded.
    Fine,
    /// The policy has errors, or a check failed.
    Wrong,
    /// Part of the input was malformed, and has been reported.
    Malformed,
}
