//! The string section: equal texts are stored once.

use std::collections::HashMap;

use saffron_bundle::layout::TextRef;

/// Texts in the order in which they were first added.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: String,
    known: HashMap<String, TextRef>,
}

impl Texts {
    /// The place of the text.
    pub(super) fn add(&mut self, text: &str) -> TextRef {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let place = TextRef::new(self.all.len(), text.len());
        self.all.push_str(text);
        self.known.insert(text.to_owned(), place);
        place
    }

    /// The section.
    pub(super) fn finish(self) -> String {
        self.all
    }
}
