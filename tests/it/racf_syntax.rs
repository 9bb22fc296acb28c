//! See `racf_syntax`.
