//! See `racf_import`.
