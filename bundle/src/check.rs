//! What makes rows a decision table: every index in range, every list in order. Done once, on
//! opening; each check is linear in the size of its section.
//!
//! After these checks the runtime relies on the following:
//!
//! - an index of a row is in range, or is the value for "none";
//! - a list of IDs, groups, categories or entries ascends, so that it can be searched by halves;
//! - a hash table has a power of two of slots;
//! - a trie leads from parents to later children, so that every search ends;
//! - a flag has a meaning, and a level is one of RACF's.
//!
//! They don't show that the table is the one that a policy means. Only the compiler ensures that.
//!
//! Bytes that store a word of the vocabulary were checked when the rows were read; see
//! [`crate::shape`].

mod checker;
mod index;
mod names;
mod safr;
mod tables;

use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::racf::{AccessLevel, EntryKind};

use crate::hash::Slot as _;
use crate::kind::SectionKind;
use crate::layout::{
    ClassRow, ConditionalRow, NodeRow, PatternKind, ProfileRow, Run, UserRow, class_flag,
    connection_flag, meta_flag, profile_flag, user_flag,
};
use crate::open_error::OpenError;
use crate::parallel::both;
use crate::row_fault::RowFault;
use crate::section::Bundle;
use crate::value::run;
use crate::write::{MAX_CLASSES, MAX_LISTED, listed};

use checker::{
    Check, Checker, Order, RowCheck, each, flags, optional, ordered, part, refers, require,
};

/// Checks every section against every other to which it refers.
pub(crate) fn bundle(bundle: &Bundle<'_>) -> Check {
    let checker = Checker {
        bundle,
        group_order: Order::of(bundle.groups().iter().map(|id| id.get())),
        scope_order: Order::of(bundle.scopes().iter().map(|id| id.get())),
        entry_order: Order::of(bundle.entries().iter().map(|entry| entry.who())),
        category_order: Order::of(bundle.categories().iter().map(|category| category.get())),
        conditional_order: Order::of(
            bundle.conditional().iter().map(|row| (bundle.condition(row), row.who())),
        ),
    };
    both(bundle.header().total_len(), &|| checker.rows(), || checker.look_ups())
}

impl Checker<'_, '_> {
    /// What rows say and refer to: indices, runs, texts, flags, orders, and the limits of shared lists.
    ///
    /// INVARIANT: neither this half nor the other relies on what the other one has shown.
    fn rows(&self) -> Check {
        self.meta()?;
        self.classes()?;
        self.authorities()?;
        self.users()?;
        self.connections()?;
        self.profiles()?;
        self.entries()?;
        self.labels_and_variables()?;
        self.origins()?;
        self.shared_lists()
    }

    /// How rows are found by name: hash tables, tries, the index of generic names, and what SAFR looks up.
    ///
    /// No look-up that is checked here can fail by an index that is out of range: what isn't there is a fault.
    fn look_ups(&self) -> Check {
        self.tables()?;
        self.names()?;
        self.index()?;
        names::all(self)?;
        safr::sections(self)
    }

    /// The one row of options.
    fn meta(&self) -> Check {
        let b = self.bundle;
        each(SectionKind::Meta, std::slice::from_ref(b.meta()), |_, meta| {
            flags(meta.flags(), meta_flag::ALL)?;
            self.text(meta.prefix())?;
            optional(meta.local_nodes(), b.variables(), SectionKind::Variables)?;
            optional(meta.dataset(), b.classes(), SectionKind::Classes)?;
            optional(meta.terminal(), b.classes(), SectionKind::Classes)
        })
    }

    /// Classes, of which there are at most [`MAX_CLASSES`].
    fn classes(&self) -> Check {
        if self.bundle.classes().len() > MAX_CLASSES {
            return Err(OpenError::Row {
                section: SectionKind::Classes,
                row: MAX_CLASSES,
                fault: RowFault::TooMany { limit: MAX_CLASSES },
            });
        }
        each(SectionKind::Classes, self.bundle.classes(), |_, class| self.class(class))
    }

    fn class(&self, class: &ClassRow) -> RowCheck {
        let b = self.bundle;
        flags(class.flags(), class_flag::ALL)?;
        require(matches!(class.default_return_code(), 0 | 4 | 8), RowFault::ReturnCode)?;
        part(class.profiles(), b.profiles(), SectionKind::Profiles)?;
        part(class.globals(), b.globals(), SectionKind::Globals)?;
        part(class.stored(), b.stored(), SectionKind::Stored)?;
        optional(class.root(), b.nodes(), SectionKind::Nodes)?;
        optional(class.global_root(), b.nodes(), SectionKind::Nodes)?;
        self.irregular(class.irregular(), b.profiles(), SectionKind::Profiles)?;
        self.irregular(class.global_irregular(), b.globals(), SectionKind::Globals)
    }

    /// A list of generic names that no trie can hold; `rows` is the section to which they belong.
    fn irregular<T>(&self, list: Run, rows: &[T], section: SectionKind) -> RowCheck {
        let irregular = self.bundle.irregular();
        part(list, irregular, SectionKind::Irregular)?;
        let known = run(irregular, list).iter().all(|row| (row.get() as usize) < rows.len());
        refers(known, section)
    }

    /// Users, groups and external IDs; only a user can have a row of attributes.
    fn authorities(&self) -> Check {
        let users = self.bundle.users();
        each(SectionKind::Authorities, self.bundle.authorities(), |row, id| {
            require(id.kind() != EntryKind::Any, RowFault::NeitherUserNorGroup)?;
            optional(id.user(), users, SectionKind::Users)?;
            let user = id.user().get().and_then(|user| users.get(user.0 as usize));
            require(user.is_none_or(|user| user.auth() as usize == row), RowFault::OtherUser)
        })
    }

    /// Users, and the IDs of their groups.
    fn users(&self) -> Check {
        each(SectionKind::Users, self.bundle.users(), |row, user| self.user(row, user))?;
        each(SectionKind::Groups, self.bundle.groups(), |_, group| self.id(group.get()))
    }

    fn user(&self, row: usize, user: &UserRow) -> RowCheck {
        let id = self.bundle.authorities().get(user.auth() as usize);
        let own = id.and_then(|id| id.user().get()).map(|user| user.0 as usize);
        require(own == Some(row), RowFault::OtherUser)?;
        self.optional_id(user.default_group())?;
        flags(user.flags(), user_flag::ALL)?;
        let external = user.flags() & user_flag::EXTERNAL != 0;
        require(!external || is_bare(user), RowFault::ExternalGives)?;
        part(user.connections(), self.bundle.connections(), SectionKind::Connections)?;
        ordered(&self.group_order, user.connections(), SectionKind::Groups)?;
        self.categories(user.categories())?;
        self.label(user.label())
    }

    /// Connections, and the IDs in the scope of their groups.
    fn connections(&self) -> Check {
        each(SectionKind::Connections, self.bundle.connections(), |_, connection| {
            flags(connection.flags(), connection_flag::ALL)?;
            ordered(&self.scope_order, connection.scope(), SectionKind::Scopes)
        })?;
        each(SectionKind::Scopes, self.bundle.scopes(), |_, id| self.id(id.get()))
    }

    /// Profiles in storage and as they are stored. Of the last one, no other of the same name
    /// follows.
    fn profiles(&self) -> Check {
        let profiles = self.bundle.profiles();
        each(SectionKind::Profiles, profiles, |row, profile| {
            let follows = profile.flags() & profile_flag::SAME_NAME_FOLLOWS != 0;
            require(!follows || row + 1 < profiles.len(), RowFault::NothingFollows)?;
            self.profile(profile)
        })?;
        each(SectionKind::Stored, self.bundle.stored(), |_, profile| self.profile(profile))
    }

    /// Lists that profiles share are counted for each of them, so that a listing is not larger than
    /// what was checked; volumes are shared by none, so that no search multiplies them.
    fn shared_lists(&self) -> Check {
        let b = self.bundle;
        let mut budget = Budget::new(MAX_LISTED);
        let mut volumes = 0;
        let sections = [(SectionKind::Profiles, b.profiles()), (SectionKind::Stored, b.stored())];
        for (section, rows) in sections {
            for (row, profile) in rows.iter().enumerate() {
                let fits = budget.spend(listed(profile));
                let own = profile.volumes().range();
                let check = require(fits, RowFault::TooMany { limit: MAX_LISTED }).and_then(|()| {
                    require(own.is_empty() || own.start >= volumes, RowFault::SharedVolumes)
                });
                check.map_err(|fault| OpenError::Row { section, row, fault })?;
                volumes = volumes.max(own.end);
            }
        }
        Ok(())
    }

    fn profile(&self, profile: &ProfileRow) -> RowCheck {
        let b = self.bundle;
        self.text(profile.name())?;
        refers(usize::from(profile.class()) < b.classes().len(), SectionKind::Classes)?;
        flags(u32::from(profile.flags()), u32::from(profile_flag::ALL))?;
        let external = profile.flags() & profile_flag::EXTERNAL != 0;
        require(!external || profile.uacc() == AccessLevel::None, RowFault::ExternalGives)?;
        let known = profile.audit().is_known() && profile.global_audit().is_known();
        require(known, RowFault::UnknownWord)?;
        self.optional_id(profile.owner())?;
        self.optional_id(profile.qualifier_id())?;
        self.optional_id(profile.notify())?;
        self.label(profile.label())?;
        ordered(&self.entry_order, profile.standard(), SectionKind::Entries)?;
        ordered(&self.conditional_order, profile.conditional(), SectionKind::Conditional)?;
        self.categories(profile.categories())?;
        part(profile.volumes(), b.volumes(), SectionKind::Volumes)?;
        part(profile.origins(), b.origins(), SectionKind::Origins)
    }

    /// Tries: children come after their parents, and `**` never follows `**`, so a search ends and
    /// its depth is at most twice the number of qualifiers.
    fn names(&self) -> Check {
        let b = self.bundle;
        let targets = b.profiles().len() + b.globals().len();
        each(SectionKind::Nodes, b.nodes(), |row, node| {
            for end in [node.terminal(), node.trailing()] {
                refers(end.is_within(targets), SectionKind::Profiles)?;
            }
            part(node.patterns(), b.patterns(), SectionKind::Patterns)?;
            let before = row.checked_sub(1).and_then(|row| b.nodes().get(row));
            let free = before.map_or(0, |before| before.patterns().range().end);
            require(node.patterns().range().start >= free, RowFault::SharedPatterns)?;
            self.children(row, node)
        })?;
        each(SectionKind::Patterns, b.patterns(), |_, pattern| self.text(pattern.text()))?;
        each(SectionKind::EdgeTable, b.edge_table(), |_, edge| {
            let (node, child) = (edge.node() as usize, edge.child() as usize);
            let leads = child > node && child < b.nodes().len();
            require(edge.is_empty() || leads, RowFault::Child)?;
            self.text(edge.text())
        })
    }

    fn children(&self, row: usize, node: &NodeRow) -> RowCheck {
        let nodes = self.bundle.nodes();
        let patterns = run(self.bundle.patterns(), node.patterns());
        for (at, pattern) in patterns.iter().enumerate() {
            let child = pattern.child() as usize;
            require(child > row && child < nodes.len(), RowFault::Child)?;
            if pattern.kind() == PatternKind::DoubleStar {
                require(at + 1 == patterns.len(), RowFault::DoubleStarNotLast)?;
                let single = nodes.get(child).is_none_or(|child| !self.has_double_star(child));
                require(single, RowFault::DoubleStarTwice)?;
            }
        }
        Ok(())
    }

    /// `**` is the last in order of search.
    fn has_double_star(&self, node: &NodeRow) -> bool {
        let last = run(self.bundle.patterns(), node.patterns()).last();
        last.is_some_and(|pattern| pattern.kind() == PatternKind::DoubleStar)
    }

    /// Entries of the standard and conditional access lists, and of the global access checking
    /// table, which never gives EXECUTE.
    fn entries(&self) -> Check {
        let b = self.bundle;
        each(SectionKind::Entries, b.entries(), |_, entry| {
            self.optional_id(entry.who())?;
            require(entry.has_level(), RowFault::UnknownWord)
        })?;
        each(SectionKind::Conditional, b.conditional(), |_, entry| self.conditional(entry))?;
        each(SectionKind::Globals, b.globals(), |_, entry| {
            require(entry.access() != AccessLevel::Execute, RowFault::GlobalExecute)?;
            self.text(entry.name())
        })
    }

    fn conditional(&self, entry: &ConditionalRow) -> RowCheck {
        self.optional_id(entry.who())?;
        self.text(entry.name())?;
        self.text(entry.value())?;
        let condition = self.bundle.condition(entry);
        require(condition.is_folded(), RowFault::NotFolded)
    }

    fn labels_and_variables(&self) -> Check {
        let b = self.bundle;
        each(SectionKind::Labels, b.labels(), |_, label| self.categories(label.categories()))?;
        each(SectionKind::Variables, b.variables(), |row, variable| {
            self.text(variable.name())?;
            let before = row.checked_sub(1).and_then(|before| b.variables().get(before));
            let ascends = before.is_none_or(|before| {
                ebcdic::compare(b.text(before.name()), b.text(variable.name())).is_lt()
            });
            require(ascends, RowFault::Unordered(SectionKind::Variables))?;
            part(variable.members(), b.members(), SectionKind::Members)
        })?;
        each(SectionKind::Members, b.members(), |_, member| self.text(*member))
    }

    /// Places in the policy's files: as many as there are rows that have one, in files that exist.
    fn origins(&self) -> Check {
        let b = self.bundle;
        let section = SectionKind::Origins;
        let (row, fault) = (b.origins().len(), RowFault::OriginCount);
        if row < b.origin_order().first_of_profiles() {
            return Err(OpenError::Row { section, row, fault });
        }
        each(section, b.origins(), |_, origin| {
            let file = origin.file() as usize;
            refers(file == 0 || file < b.origin_files().len(), SectionKind::OriginFiles)
        })?;
        each(SectionKind::OriginFiles, b.origin_files(), |_, file| {
            refers(b.origin_text().get(file.range()).is_some(), SectionKind::OriginText)
        })
    }
}

/// Whether a user has nothing but a name and groups: no attribute and no clearance, as every external user.
fn is_bare(user: &UserRow) -> bool {
    let known = user_flag::EXTERNAL | user_flag::CONNECTIONS_DIFFER;
    user.flags() & !known == 0 && user.security_level() == 0 && user.categories().is_empty()
}
