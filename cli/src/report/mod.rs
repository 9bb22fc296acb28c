//! What commands have to say, as text, JSON, CSV or `JUnit`.

pub(crate) mod diagnostics;
pub(crate) mod difference;
pub(crate) mod feature;
pub(crate) mod ladder;
pub(crate) mod least;
pub(crate) mod listing;
pub(crate) mod request;
pub(crate) mod results;
pub(crate) mod run;
pub(crate) mod safr;
pub(crate) mod safr_listing;
