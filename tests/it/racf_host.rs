//! See `racf_host`.
