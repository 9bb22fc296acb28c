//! See `racf_seed`.
