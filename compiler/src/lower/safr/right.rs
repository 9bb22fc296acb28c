//! `create […]`, `run […]`, `edit …: …`: rights as they are written, before they meet an environment.
//!
//! Within one block a clause that names an item is an exception to the one with `*`. Where rights
//! of several blocks are combined (a role and those it includes, a role and what a group adds to
//! it) the highest applies, so taking a role never takes anything away.

use std::collections::{BTreeMap, BTreeSet};

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Name, SafrEdit, SafrEdited, SafrRight};
use saffron_vocabulary::safr::{ItemType, Right, Rules};

use super::names::noun;
use crate::codes;
use crate::lower::form;
use crate::lower::lowering::Lower;
use crate::lower::property_table::{Row, Value, row};
use crate::lower::report::{Report, list};

/// The only run permission.
const MIGRATE_IN: &str = "migrate-in";

/// A right and where it is specified.
#[derive(Clone, Copy, Debug)]
pub(super) struct RightClause {
    pub(super) right: Right,
    /// The clause.
    pub(super) origin: Span,
    /// The item's name in it.
    pub(super) name: Span,
}

impl RightClause {
    fn higher(self, other: Self) -> Self {
        if self.right < other.right { other } else { self }
    }
}

/// Edit rights of one block, or of several together.
#[derive(Clone, Debug, Default)]
pub(super) struct Rights<'a> {
    /// `*`
    pub(super) every: BTreeMap<ItemType, RightClause>,
    pub(super) items: BTreeMap<(ItemType, &'a str), RightClause>,
    /// The items that clauses name, with the place of the name: whether they exist is judged here, since
    /// in `items` another clause may take precedence, such as one with `*`.
    pub(super) named: BTreeSet<(Span, ItemType, &'a str)>,
}

impl<'a> Rights<'a> {
    /// The right to an item.
    fn of(&self, kind: ItemType, name: &'a str) -> Option<RightClause> {
        self.items.get(&(kind, name)).or_else(|| self.every.get(&kind)).copied()
    }

    /// Adds the rights of another block: the highest applies.
    pub(super) fn add(&mut self, other: &Self) {
        let named = self.items.keys().chain(other.items.keys());
        let highest = named.filter_map(|&(kind, name)| {
            let said = match (self.of(kind, name), other.of(kind, name)) {
                (Some(own), Some(theirs)) => own.higher(theirs),
                (own, theirs) => own.or(theirs)?,
            };
            Some(((kind, name), said))
        });
        self.items = highest.collect();
        for (&kind, &theirs) in &other.every {
            let every = self.every.entry(kind).or_insert(theirs);
            *every = every.higher(theirs);
        }
        self.named.extend(&other.named);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.every.is_empty() && self.items.is_empty()
    }

    /// The number of clauses.
    pub(super) fn len(&self) -> usize {
        self.every.len() + self.items.len()
    }
}

/// What a block grants.
#[derive(Clone, Debug, Default)]
pub(super) struct Granted<'a> {
    pub(super) create: BTreeMap<ItemType, Span>,
    pub(super) migrate_in: Option<Span>,
    pub(super) rights: Rights<'a>,
}

impl Granted<'_> {
    /// Adds what another block grants.
    pub(super) fn add(&mut self, other: &Self) {
        for (&kind, &span) in &other.create {
            self.create.entry(kind).or_insert(span);
        }
        self.migrate_in = self.migrate_in.or(other.migrate_in);
        self.rights.add(&other.rights);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.create.is_empty() && self.migrate_in.is_none() && self.rights.is_empty()
    }
}

/// What the properties of a block grant.
#[derive(Debug, Default)]
pub(crate) struct Permissions {
    create: BTreeMap<ItemType, Span>,
    migrate_in: Option<Span>,
    includes: Vec<Name>,
}

/// A block of rights as it is read.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    pub(super) granted: Granted<'a>,
    pub(super) includes: Vec<Name>,
}

/// What a role has in addition to edit rights.
pub(crate) const ROLE_PROPERTIES: &[Row<Permissions>] = &[
    row!(
        "includes",
        Value::Names(form::ROLES, |_, role, names| {
            role.includes = names.iter().map(|&name| name.into()).collect();
        }),
        "Has all rights of these roles. The default is none."
    ),
    CREATE,
    RUN,
];

/// What a group has in an environment in addition to edit rights.
pub(crate) const GROUP_PROPERTIES: &[Row<Permissions>] = &[CREATE, RUN];

const CREATE: Row<Permissions> = row!(
    "create",
    Value::Words(item_types, Lower::create),
    "May create items of these types. The default is none."
);

const RUN: Row<Permissions> = row!(
    "run",
    Value::Words(
        || vec![MIGRATE_IN],
        |_, block, _, span| {
            block.migrate_in.get_or_insert(span);
        }
    ),
    "May migrate into the environment, and run Batch Activate Lookup Paths and Batch Activate Views. The default is none."
);

fn item_types() -> Vec<&'static str> {
    ItemType::ITEMS.iter().map(|kind| kind.as_str()).collect()
}

impl Lower {
    /// Reads the clauses of a role, or of a group in an environment. `what` is such as "role `R`".
    pub(super) fn safr_block<'a>(
        &mut self,
        what: &str,
        clauses: &'a [SafrRight],
        table: &[Row<Permissions>],
    ) -> Block<'a> {
        let rules = self.rules();
        let properties = clauses.iter().filter_map(|clause| match clause {
            SafrRight::Property(it) => Some(it),
            SafrRight::Edit(_) | SafrRight::Error => None,
        });
        let properties = self.report.known(what, "", properties, table);
        let mut said = Permissions::default();
        self.properties(&properties, &mut said);
        let Permissions { create, migrate_in, includes } = said;
        let granted = Granted { create, migrate_in, rights: Rights::default() };
        let mut block = Block { granted, includes };
        for clause in clauses {
            if let SafrRight::Edit(edit) = clause {
                self.edit(edit, rules, &mut block);
            }
        }
        block
    }

    fn create(&mut self, block: &mut Permissions, word: &str, span: Span) {
        let rules = self.rules();
        let Some(kind) = ItemType::from_name(word) else { return };
        if !kind.has_rights(rules) {
            self.report.no_create(kind, span, rules);
        } else if let Some(first) = block.create.insert(kind, span) {
            let fact = format!("the create permission for `{kind}`");
            self.report.stated_twice(&fact, (first, ""), (span, ""));
        }
    }

    fn edit<'a>(&mut self, edit: &'a SafrEdit, rules: Rules, block: &mut Block<'a>) {
        let right = self.report.right(&edit.right, rules);
        let Some(kind) = self.safr_type(&edit.kind, &ItemType::ITEMS) else { return };
        if !kind.has_rights(rules) {
            self.report.no_rights(kind, edit.kind.span, rules);
            return;
        }
        let Some(right) = right else { return };
        if self.too_many_facts(edit.items.len(), edit.span) {
            return;
        }
        for item in &edit.items {
            let (said, first) = match item {
                SafrEdited::Every(name) => {
                    let said = RightClause { right, origin: edit.span, name: *name };
                    (said, put(&mut block.granted.rights.every, kind, said))
                }
                SafrEdited::Name(name) => {
                    block.granted.rights.named.insert((name.span, kind, name.text.as_str()));
                    let said = RightClause { right, origin: edit.span, name: name.span };
                    let key = (kind, name.text.as_str());
                    (said, put(&mut block.granted.rights.items, key, said))
                }
            };
            if let Some(first) = first {
                let name = match item {
                    SafrEdited::Every(_) => "*",
                    SafrEdited::Name(name) => &name.text,
                };
                let fact = format!("the right to the {} `{name}`", noun(kind));
                let (one, other) = (first.right.as_str(), said.right.as_str());
                self.report.stated_twice(&fact, (first.name, one), (said.name, other));
            }
        }
    }
}

/// Adds a right unless the key has one already, which is returned then.
fn put<K: Ord>(
    all: &mut BTreeMap<K, RightClause>,
    key: K,
    said: RightClause,
) -> Option<RightClause> {
    let first = all.get(&key).copied();
    all.entry(key).or_insert(said);
    first
}

fn types_with_rights(rules: Rules) -> String {
    let types = ItemType::ITEMS.iter().filter(|it| it.has_rights(rules));
    list(&types.map(|it| it.as_str()).collect::<Vec<_>>())
}

/// Why a type has no rights under `rules safr`, though it has under the other rules.
fn instead(kind: ItemType) -> Option<&'static str> {
    match kind {
        ItemType::View => Some("the right to its view folder applies"),
        ItemType::LookupPath => {
            Some("a user who can read the logical records and files that it uses can change it")
        }
        _ => None,
    }
}

impl Report {
    fn right(&mut self, word: &saffron_lang::ast::Word, rules: Rules) -> Option<Right> {
        let Some(right) = Right::from_name(&word.node) else {
            let message = format!("unknown edit right `{}`", word.node);
            let known: Vec<&str> = Right::ALL.iter().rev().map(|it| it.as_str()).collect();
            self.unknown_safr_word(codes::UNKNOWN_WORD, message, word, &known);
            return None;
        };
        if right == Right::None && rules == Rules::Safr {
            let message = "under `rules safr` the right `none` cannot be granted";
            let diagnostic =
                Diagnostic::error(codes::NONE_RIGHT, message, word.span, "grants nothing")
                    .about(&*word.node);
            self.add(diagnostic.help("remove the clause: without it the group has no right"));
            return None;
        }
        Some(right)
    }

    fn no_rights(&mut self, kind: ItemType, span: Span, rules: Rules) {
        let message = format!("under `rules {rules}` there are no edit rights to a {}", noun(kind));
        let diagnostic = Diagnostic::error(codes::NO_RIGHTS, message, span, "has no edit rights");
        self.add(diagnostic.help(match instead(kind) {
            Some(why) => why.to_owned(),
            None => format!("edit rights exist for {}", types_with_rights(rules)),
        }));
    }

    fn no_create(&mut self, kind: ItemType, span: Span, rules: Rules) {
        let message = format!("under `rules {rules}` there is no create permission for `{kind}`");
        let diagnostic = Diagnostic::error(codes::NO_CREATE, message, span, "no such permission");
        self.add(
            diagnostic.help(match kind {
                ItemType::View => {
                    "a user who can modify a view folder can create views in it".to_owned()
                }
                ItemType::LookupPath => {
                    "a user who can read the logical records and files that it uses can create it"
                        .to_owned()
                }
                _ => format!("create permissions exist for {}", types_with_rights(rules)),
            }),
        );
    }

    /// Rights of a block without effect, since an included role grants more.
    pub(super) fn lower_than_included(&mut self, own: &Rights<'_>, included: &Rights<'_>) {
        for (&(kind, name), said) in &own.items {
            let Some(more) = included.of(kind, name).filter(|it| said.right < it.right) else {
                continue;
            };
            let (less, more_right) = (said.right, more.right);
            let message = format!(
                "`{less}` to the {} `{name}` has no effect, since an included role grants `{more_right}`",
                noun(kind)
            );
            let diagnostic =
                Diagnostic::error(codes::LOWER_RIGHT, message, said.name, format!("`{less}` here"));
            self.add(
                diagnostic
                    .because(more.origin, format!("`{more_right}` here"))
                    .help("a role adds to what it includes: drop one of the two clauses"),
            );
        }
    }
}
