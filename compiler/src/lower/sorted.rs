//! The declarations of a package by kind.

use saffron_diagnostics::Span;
use saffron_lang::ast::{
    Connect, Declaration, External, Feature, Global, Invariant, Item, ItemKind, Name,
    OutsidePermit, Profile, Property, SafrPart, SecurityLevel, Started, Test, Variable, Waive,
};

/// A declaration and the item it is.
pub(crate) type Of<'a, T> = (&'a Item, &'a T);

/// Every declaration of a package, by kind.
#[derive(Debug, Default)]
pub(crate) struct Declared<'a> {
    pub(crate) options: Vec<Of<'a, Vec<Property>>>,
    pub(crate) classes: Vec<Of<'a, Declaration>>,
    pub(crate) groups: Vec<Of<'a, Declaration>>,
    pub(crate) users: Vec<Of<'a, Declaration>>,
    /// Users for tests only.
    pub(crate) examples: Vec<Of<'a, Declaration>>,
    pub(crate) connects: Vec<Of<'a, Connect>>,
    pub(crate) profiles: Vec<Of<'a, Profile>>,
    pub(crate) permits: Vec<Of<'a, OutsidePermit>>,
    pub(crate) variables: Vec<Of<'a, Variable>>,
    pub(crate) globals: Vec<Of<'a, Global>>,
    pub(crate) started: Vec<Of<'a, Started>>,
    pub(crate) externals: Vec<Of<'a, External>>,
    pub(crate) levels: Vec<Of<'a, SecurityLevel>>,
    pub(crate) categories: Vec<Of<'a, Name>>,
    pub(crate) labels: Vec<Of<'a, Declaration>>,
    pub(crate) tests: Vec<Of<'a, Test>>,
    pub(crate) features: Vec<Of<'a, Feature>>,
    pub(crate) invariants: Vec<Of<'a, Invariant>>,
    pub(crate) waivers: Vec<Of<'a, Waive>>,
    pub(crate) safr: Vec<Of<'a, Vec<SafrPart>>>,
}

impl<'a> Declared<'a> {
    pub(crate) fn sort(items: &'a [Item]) -> Self {
        let mut all = Self::default();
        for item in items {
            all.add(item);
        }
        all
    }

    fn add(&mut self, item: &'a Item) {
        match &item.kind {
            ItemKind::Options(it) => self.options.push((item, it)),
            ItemKind::Class(it) => self.classes.push((item, it)),
            ItemKind::Group(it) => self.groups.push((item, it)),
            ItemKind::User(it) => self.users.push((item, it)),
            ItemKind::Example(it) => self.examples.push((item, it)),
            ItemKind::Connect(it) => self.connects.push((item, it)),
            ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => {
                self.profiles.push((item, it));
            }
            ItemKind::Permit(it) => self.permits.push((item, it)),
            ItemKind::Variable(it) => self.variables.push((item, it)),
            ItemKind::Global(it) => self.globals.push((item, it)),
            ItemKind::Started(it) => self.started.push((item, it)),
            ItemKind::External(it) => self.externals.push((item, it)),
            ItemKind::SecurityLevel(it) => self.levels.push((item, it)),
            ItemKind::Category(it) => self.categories.push((item, it)),
            ItemKind::SecurityLabel(it) => self.labels.push((item, it)),
            ItemKind::Test(it) => self.tests.push((item, it)),
            ItemKind::Feature(it) => self.features.push((item, it)),
            ItemKind::Invariant(it) => self.invariants.push((item, it)),
            ItemKind::Waive(it) => self.waivers.push((item, it)),
            ItemKind::Safr(it) => self.safr.push((item, it)),
            // Expansion leaves none of these.
            ItemKind::Param(_) | ItemKind::Template(_) | ItemKind::Apply(_) | ItemKind::Error => {}
        }
    }
}

/// From the item's first byte to the end of its head: the line that names what is declared.
pub(crate) fn head(item: &Item, end: Span) -> Span {
    Span { file: item.span.file, start: item.span.start, end: end.end }
}
