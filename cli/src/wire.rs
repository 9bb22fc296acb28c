//! Requests and decisions as JSON. The form is the runtime's; the edge adds suggestions for typos.

use saffron_diagnostics::did_you_mean;
pub(crate) use saffron_runtime::wire::{
    Answer, Asked, Malformed, OwnedContext, OwnedItem, OwnedRequest, OwnedSafrRequest, OwnedWith,
    bare_type, item_type, operation, put, underscored,
};
use serde::Serialize;

/// What is wrong with a request, with the closest known word where there is one.
pub(crate) fn message(malformed: &Malformed) -> String {
    malformed.with_suggestion(|written, expected| {
        did_you_mean(&written.to_lowercase().replace('-', "_"), expected.iter().copied())
            .map(ToOwned::to_owned)
    })
}

/// The same without the name of the field, which an option of the command line stands for.
pub(crate) fn problem(malformed: &Malformed) -> String {
    message(&Malformed { field: None, ..malformed.clone() })
}

/// Appends a decision to `out`.
pub(crate) fn write(out: &mut Vec<u8>, answer: &impl Serialize) -> anyhow::Result<()> {
    Ok(serde_json::to_writer(out, answer)?)
}
