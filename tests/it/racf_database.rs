//! See `racf_database`.
