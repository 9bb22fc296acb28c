//! What two policies decide differently: every change with all its users, and a request that shows it.

use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;

use crate::change::{Diff, Open};
use crate::class_comparison::ClassComparison;
use crate::class_pair::ClassPair;
use crate::comparison::{Comparison, Found, Scope};
use crate::people::People;
use crate::side::Side;

/// Compares two policies on a day. Equal decision digests mean that there is no change.
pub fn diff<'e>(old: &'e Engine, new: &'e Engine, day: Day, scope: Scope<'_>) -> Diff<'e> {
    let sides = [Side::new(old), Side::new(new)];
    let digest = |side: &Side<'_>| side.bundle.header().decision_digest();
    if digest(&sides[0]) == digest(&sides[1]) {
        return Diff::default();
    }
    let people = People::new(&sides, day);
    let comparison = Comparison::new(sides, &people, scope);
    let mut found = Found::default();
    for class in comparison.classes() {
        self::class(&comparison, class, &mut found);
    }
    comparison.entering(&mut found);
    found.finish()
}

fn class<'e>(comparison: &Comparison<'_, 'e>, name: &'e str, found: &mut Found<'e>) {
    let pair = ClassPair::new(name, comparison.sides[0], comparison.sides[1]);
    if !pair.sides.iter().any(|side| side.in_effect) {
        return;
    }
    if pair.differs_in_names() {
        found.open.push(Open {
            class: name.to_owned(),
            old: None,
            new: None,
            reason: "names of the class are legal in one policy only",
        });
    }
    ClassComparison::new(comparison, &pair).run(found);
}
