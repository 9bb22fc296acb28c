//! See `racf_emit`.
