//! What a file has in it.

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// As commands: whatever isn't known to be harmless is hidden.
    Commands,
    /// As policy text, which has no secrets: only commands that were pasted into it are looked at.
    Policy,
}
