//! See `racf_authority`.
