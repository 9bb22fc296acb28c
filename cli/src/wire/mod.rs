//! Requests and decisions as JSON, to the letter of the decision interface.

pub(crate) mod decision;
pub(crate) mod json;
pub(crate) mod request;
pub(crate) mod safr;

pub(crate) use request::WireRequest;
