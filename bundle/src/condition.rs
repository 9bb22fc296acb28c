//! Conditions of access lists, in the order in which lists have them, so that they are found by
//! halves.

use std::cmp::Ordering;

use saffron_vocabulary::ebcdic;
use saffron_vocabulary::racf::ConditionKind;

use crate::layout::ConditionalRow;
use crate::section::Bundle;

/// The condition of a conditional entry, or one that a question meets; in the order of kinds, then
/// of names and of values as RACF sorts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition<'t> {
    /// What it depends on.
    pub kind: ConditionKind,
    /// The criterion, for CRITERIA; else empty.
    pub name: &'t str,
    /// The program, terminal, ….
    pub value: &'t str,
}

impl<'b> Bundle<'b> {
    /// The condition of an entry.
    pub fn condition(&self, entry: &ConditionalRow) -> Condition<'b> {
        let (name, value) = (self.text(entry.name()), self.text(entry.value()));
        Condition { kind: entry.kind(), name, value }
    }
}

impl Condition<'_> {
    /// Whether letters are upper case wherever case makes no difference. Values of criteria are
    /// compared as they are.
    pub(crate) fn is_folded(&self) -> bool {
        let folded = |text: &str| !text.bytes().any(|byte| byte.is_ascii_lowercase());
        folded(self.name) && (self.kind == ConditionKind::Criteria || folded(self.value))
    }

    /// Compares the condition of an entry with one that a question meets, whatever the case of the
    /// latter is where case makes no difference.
    #[must_use]
    pub fn compare_with_met(&self, met: &Condition<'_>) -> Ordering {
        let is_criteria = self.kind == ConditionKind::Criteria;
        self.kind.cmp(&met.kind).then_with(|| compare_folded(self.name, met.name)).then_with(|| {
            if is_criteria {
                ebcdic::compare(self.value, met.value)
            } else {
                compare_folded(self.value, met.value)
            }
        })
    }
}

/// Compares a text in upper case with one that is folded on the way.
fn compare_folded(folded: &str, other: &str) -> Ordering {
    let other = other.chars().map(|character| ebcdic::collation(character.to_ascii_uppercase()));
    folded.chars().map(ebcdic::collation).cmp(other)
}

impl Ord for Condition<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.kind
            .cmp(&other.kind)
            .then_with(|| ebcdic::compare(self.name, other.name))
            .then_with(|| ebcdic::compare(self.value, other.value))
    }
}

impl PartialOrd for Condition<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
