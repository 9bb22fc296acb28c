//! Commands on top of a policy: the policy as it is after the commands.
//!
//! What the commands leave alone stays as the policy states it, with its places. An entry that they add to an access
//! list becomes a `permit` of its own; any other change replaces the declarations of what is changed by its contents
//! in the database.
//!
//! INVARIANT: the result decides as the database does after the commands; what commands can't express (tests,
//! features, what is specified for SAFR, options for uncertain rules) stays as the policy states it.

mod changes;

use std::collections::BTreeSet;

use saffron_lang::Span;
use saffron_lang::ast::{Declaration, External, Item, ItemKind, OutsidePermit, ProfileClause};
use saffron_racf::database::{Database, IBMUSER};

use crate::import::slot;
use crate::policy::{self, Gap};
use changes::{Changes, Replacement};

/// A policy after commands.
#[derive(Clone, Debug)]
pub struct Layered {
    /// Its declarations; none is a parameter or a template.
    pub items: Vec<Item>,
    /// What of the commands the declarations can't represent.
    pub gaps: Vec<Gap>,
}

/// The policy after commands. `base` are its declarations with templates applied; `before` is the database that it
/// describes, and `after` the same database after the commands.
pub fn layer(base: Vec<Item>, before: &Database, after: &Database) -> Layered {
    let translation = policy::translate(after);
    let mut changes = Changes::between(before, after, &base);
    changes.dependents(&policy::translate(before).file.items, &translation.file.items);
    changes.leave_external(&base);
    let mut items: Vec<Item> = base.into_iter().filter_map(|item| changes.kept(item)).collect();
    let mut externals = Vec::new();
    for mut item in translation.file.items {
        policy::idle::without_parameters(&mut item, &|_| false);
        if matches!(item.kind, ItemKind::External(_)) {
            externals.push(item);
            continue;
        }
        match changes.replacement(&item) {
            Replacement::Whole => items.push(item),
            Replacement::Entries => items.extend(added_entries(item)),
            Replacement::None => {}
        }
    }
    externals.push(external_user(IBMUSER));
    add_missing(&mut items, externals);
    let of_commands = |gap: &Gap| gap.span.is_some_and(|span| span != Span::NOWHERE);
    let mut gaps: Vec<Gap> = translation.gaps.into_iter().filter(of_commands).collect();
    gaps.extend(changes.gaps);
    Layered { items, gaps }
}

/// The entries of a profile that a command made, as declarations of their own.
fn added_entries(item: Item) -> Vec<Item> {
    let (ItemKind::Profile(profile) | ItemKind::ExternalProfile(profile)) = item.kind else {
        return Vec::new();
    };
    let permits = profile.clauses.into_iter().filter_map(|clause| match clause {
        ProfileClause::Permit(permit) if permit.span != Span::NOWHERE => Some(permit),
        _ => None,
    });
    permits
        .map(|permit| {
            let span = permit.span;
            let kind = ItemKind::Permit(OutsidePermit { permit, target: profile.target.clone() });
            Item { docs: Vec::new(), kind, span }
        })
        .collect()
}

fn external_user(id: &str) -> Item {
    let kind = policy::word("user", Span::NOWHERE);
    let names = vec![policy::name(id, Span::NOWHERE)];
    let kind = ItemKind::External(External { kind, names, properties: Vec::new() });
    Item { docs: Vec::new(), kind, span: Span::NOWHERE }
}

/// Declares the external IDs that are referred to and that no declaration has.
fn add_missing(items: &mut Vec<Item>, externals: Vec<Item>) {
    let (mut declared, mut referred) = (BTreeSet::new(), BTreeSet::new());
    for item in items.iter_mut() {
        match &item.kind {
            ItemKind::User(Declaration { name, .. })
            | ItemKind::Group(Declaration { name, .. }) => {
                declared.insert(name.text.to_ascii_uppercase());
            }
            ItemKind::External(it) => {
                declared.extend(it.names.iter().map(|name| name.text.to_ascii_uppercase()));
            }
            _ => {}
        }
        slot::each(item, &mut |slot, _| {
            referred.insert(slot.text().to_ascii_uppercase());
        });
    }
    for mut item in externals {
        if let ItemKind::External(it) = &mut item.kind {
            it.names.retain(|name| referred.contains(&name.text) && !declared.contains(&name.text));
            if !it.names.is_empty() {
                items.push(item);
            }
        }
    }
}
