//! What makes rows a decision table: every index in range, every list in order, every byte a word
//! of the vocabulary. Done once, on opening; each check is linear in the size of its section.

mod safr;

use zerocopy::little_endian::U32;

use crate::hash::PROBE_LIMIT;
use crate::layout::{
    ClassRow, ENTRY_LEVEL_BITS, NodeRow, ProfileRow, Run, TextRef, UserRow, class_flag,
    connection_flag, implicit, label_code, meta_flag, pattern_kind, profile_flag, profile_origin,
    user_flag,
};
use crate::open::{Bundle, OpenError, run};
use crate::section::SectionKind;
use crate::vocabulary::{
    AccessLevel, ConditionKind, Enforcement, EntryKind, LogOptions, MacProcessing,
};

/// More classes than any system has.
const MAX_CLASSES: usize = 4096;

type Check = Result<(), OpenError>;

/// Checks every section against every other that it points to.
pub(crate) fn bundle(bundle: &Bundle<'_>) -> Check {
    let checker = Checker {
        bundle,
        group_order: Order::of(bundle.groups.iter().map(|id| id.get())),
        scope_order: Order::of(bundle.scopes.iter().map(|id| id.get())),
        entry_order: Order::of(bundle.entries.iter().map(|entry| entry.get() >> ENTRY_LEVEL_BITS)),
        category_order: Order::of(
            bundle.categories.iter().map(|category| u32::from(category.get())),
        ),
    };
    checker.meta()?;
    checker.classes()?;
    checker.tables()?;
    checker.authorities()?;
    checker.users()?;
    checker.connections()?;
    checker.profiles()?;
    checker.names()?;
    checker.entries()?;
    checker.labels_and_variables()?;
    checker.origins()?;
    safr::sections(&checker)
}

/// Where a column of numbers stops ascending, so that any run can be judged in one step.
struct Order {
    /// For each position, how many of the positions before it don't ascend to their successor.
    breaks: Vec<u32>,
}

impl Order {
    fn of(values: impl Iterator<Item = u32>) -> Self {
        let mut breaks = Vec::new();
        let mut count = 0;
        let mut before: Option<u32> = None;
        for value in values {
            count += u32::from(before.is_some_and(|before| before >= value));
            breaks.push(count);
            before = Some(value);
        }
        Self { breaks }
    }

    /// Whether the run lies in the column and ascends strictly.
    fn ascends(&self, run: Run) -> bool {
        let (start, len) = (run.start.get() as usize, run.len.get() as usize);
        if start + len > self.breaks.len() {
            return false;
        }
        let Some(last) = (start + len).checked_sub(1).filter(|_| len > 0) else { return true };
        self.breaks.get(start) == self.breaks.get(last)
    }
}

struct Checker<'c, 'b> {
    bundle: &'c Bundle<'b>,
    group_order: Order,
    scope_order: Order,
    entry_order: Order,
    category_order: Order,
}

fn each<T>(
    section: SectionKind,
    rows: &[T],
    judge: impl Fn(usize, &T) -> Result<(), &'static str>,
) -> Check {
    for (row, value) in rows.iter().enumerate() {
        judge(row, value).map_err(|what| OpenError::Row {
            section: section.as_str(),
            row,
            what,
        })?;
    }
    Ok(())
}

fn require(holds: bool, what: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(what) }
}

/// An index stored plus one, 0 for none.
fn optional_index(index: U32, len: usize) -> bool {
    index.get() as usize <= len
}

fn in_bounds(run: Run, len: usize) -> bool {
    run.start.get() as usize + run.len.get() as usize <= len
}

fn run_end(run: Run) -> usize {
    run.start.get() as usize + run.len.get() as usize
}

/// A hash table has a power of two of slots.
fn sized(section: SectionKind, len: usize) -> Check {
    let fits = len == 0 || (len.is_power_of_two() && len >= PROBE_LIMIT);
    let what = "the table's size is no power of two, or too small";
    if fits { Ok(()) } else { Err(OpenError::Row { section: section.as_str(), row: 0, what }) }
}

impl Checker<'_, '_> {
    fn text(&self, text: TextRef) -> bool {
        let start = text.start.get() as usize;
        self.bundle.strings.get(start..start + text.len.get() as usize).is_some()
    }

    fn authority(&self, index: U32) -> bool {
        optional_index(index, self.bundle.authorities.len())
    }

    fn label(&self, code: u32) -> bool {
        (code as usize) < label_code::DECLARED as usize + self.bundle.labels.len()
    }

    fn meta(&self) -> Check {
        let b = self.bundle;
        each(SectionKind::Meta, std::slice::from_ref(b.meta), |_, meta| {
            require(meta.flags.get() & !meta_flag::ALL == 0, "an unknown option")?;
            let enforced = [meta.protect_all, meta.mls, meta.ml_active];
            let known = enforced.iter().all(|&byte| Enforcement::from_byte(byte).is_some());
            require(known, "an unknown enforcement")?;
            require(self.text(meta.prefix), "a text out of range")?;
            require(
                optional_index(meta.local_nodes, b.variables.len())
                    && optional_index(meta.dataset, b.classes.len())
                    && optional_index(meta.terminal, b.classes.len()),
                "an index out of range",
            )
        })
    }

    fn classes(&self) -> Check {
        if self.bundle.classes.len() > MAX_CLASSES {
            let section = SectionKind::Classes.as_str();
            return Err(OpenError::Row { section, row: MAX_CLASSES, what: "too many classes" });
        }
        each(SectionKind::Classes, self.bundle.classes, |_, class| self.class(class))
    }

    fn class(&self, class: &ClassRow) -> Result<(), &'static str> {
        let b = self.bundle;
        require(class.flags.get() & !class_flag::ALL == 0, "an unknown class option")?;
        require(matches!(class.default_return_code, 0 | 4 | 8), "an unknown return code")?;
        require(LogOptions::from_byte(class.log_options).is_some(), "unknown log options")?;
        require(MacProcessing::from_byte(class.mac).is_some(), "an unknown label comparison")?;
        require(class.implicit_owner <= implicit::SECOND_QUALIFIER, "an unknown owner rule")?;
        require(in_bounds(class.profiles, b.profiles.len()), "profiles out of range")?;
        require(in_bounds(class.globals, b.globals.len()), "global entries out of range")?;
        require(in_bounds(class.stored, b.stored.len()), "stored profiles out of range")?;
        let roots = [class.root, class.global_root];
        let known = roots.iter().all(|&root| optional_index(root, b.nodes.len()));
        require(known, "a root out of range")?;
        let within = |list: Run, len: usize| {
            in_bounds(list, b.irregular.len())
                && run(b.irregular, list).iter().all(|index| (index.get() as usize) < len)
        };
        require(within(class.irregular, b.profiles.len()), "an irregular profile out of range")?;
        require(within(class.global_irregular, b.globals.len()), "an irregular entry out of range")
    }

    /// Hash tables: a power of two of slots, each pointing into its section.
    fn tables(&self) -> Check {
        let b = self.bundle;
        sized(SectionKind::ClassTable, b.class_table.len())?;
        sized(SectionKind::AuthTable, b.auth_table.len())?;
        sized(SectionKind::DiscreteTable, b.discrete_table.len())?;
        sized(SectionKind::EdgeTable, b.edge_table.len())?;
        each(SectionKind::ClassTable, b.class_table, |_, slot| {
            require(optional_index(slot.index, b.classes.len()), "a class out of range")
        })?;
        each(SectionKind::AuthTable, b.auth_table, |_, slot| {
            require(self.authority(slot.index), "an ID out of range")
        })?;
        each(SectionKind::DiscreteTable, b.discrete_table, |_, slot| {
            require(optional_index(slot.index, b.profiles.len()), "a profile out of range")
        })
    }

    fn authorities(&self) -> Check {
        each(SectionKind::Authorities, self.bundle.authorities, |_, auth| {
            let kind = EntryKind::from_byte(auth.kind);
            require(matches!(kind, Some(EntryKind::User | EntryKind::Group)), "an unknown kind")?;
            require(optional_index(auth.user, self.bundle.users.len()), "a user out of range")
        })
    }

    fn users(&self) -> Check {
        each(SectionKind::Users, self.bundle.users, |_, user| self.user(user))?;
        each(SectionKind::Groups, self.bundle.groups, |_, group| {
            require((group.get() as usize) < self.bundle.authorities.len(), "an ID out of range")
        })
    }

    fn user(&self, user: &UserRow) -> Result<(), &'static str> {
        let known = (user.auth.get() as usize) < self.bundle.authorities.len();
        require(known && self.authority(user.default_group), "an ID out of range")?;
        require(user.flags.get() & !user_flag::ALL == 0, "an unknown attribute")?;
        require(
            in_bounds(user.connections, self.bundle.connections.len()),
            "connections out of range",
        )?;
        require(self.group_order.ascends(user.connections), "groups out of range or of order")?;
        require(
            self.category_order.ascends(user.categories),
            "categories out of range or of order",
        )?;
        require(self.label(user.label.get()), "a security label out of range")
    }

    fn connections(&self) -> Check {
        each(SectionKind::Connections, self.bundle.connections, |_, connection| {
            require(connection.flags.get() & !connection_flag::ALL == 0, "an unknown attribute")?;
            require(self.scope_order.ascends(connection.scope), "a scope out of range or of order")
        })?;
        each(SectionKind::Scopes, self.bundle.scopes, |_, id| {
            require((id.get() as usize) < self.bundle.authorities.len(), "an ID out of range")
        })
    }

    fn profiles(&self) -> Check {
        let profiles = self.bundle.profiles;
        each(SectionKind::Profiles, profiles, |row, profile| {
            let follows = profile.flags.get() & profile_flag::SAME_NAME_FOLLOWS != 0;
            require(!follows || row + 1 < profiles.len(), "nothing follows")?;
            self.profile(profile)
        })?;
        each(SectionKind::Stored, self.bundle.stored, |_, profile| self.profile(profile))
    }

    fn profile(&self, profile: &ProfileRow) -> Result<(), &'static str> {
        let b = self.bundle;
        require(self.text(profile.name), "a name out of range")?;
        require((profile.class.get() as usize) < b.classes.len(), "a class out of range")?;
        require(profile.flags.get() & !profile_flag::ALL == 0, "an unknown attribute")?;
        require(AccessLevel::from_byte(profile.uacc).is_some(), "an unknown access level")?;
        let audited = [profile.audit, profile.global_audit].concat();
        let known = audited.iter().all(|&plus_one| plus_one <= AccessLevel::Alter.byte() + 1);
        require(known, "an unknown audit level")?;
        let ids = [profile.owner, profile.qualifier_id, profile.notify];
        require(ids.iter().all(|&id| self.authority(id)), "an ID out of range")?;
        require(self.label(profile.label.get()), "a security label out of range")?;
        require(
            self.entry_order.ascends(profile.standard),
            "an access list out of range or of order",
        )?;
        require(
            in_bounds(profile.conditional, b.conditional.len()),
            "a conditional list out of range",
        )?;
        require(
            self.category_order.ascends(profile.categories),
            "categories out of range or of order",
        )?;
        require(in_bounds(profile.volumes, b.volumes.len()), "volumes out of range")?;
        let origins = profile.origin.get() as usize
            + profile_origin::ENTRIES as usize
            + profile.standard.len.get() as usize
            + profile.conditional.len.get() as usize;
        require(origins <= b.origins.len(), "origins out of range")
    }

    /// Tries: children lie behind their parents, and `**` never follows `**`, so a search ends and
    /// its depth is bounded by twice the number of qualifiers.
    fn names(&self) -> Check {
        let b = self.bundle;
        let targets = b.profiles.len() + b.globals.len();
        each(SectionKind::Nodes, b.nodes, |row, node| {
            let ends = [node.terminal, node.trailing];
            let known = ends.iter().all(|&end| optional_index(end, targets));
            require(known, "a profile out of range")?;
            require(in_bounds(node.patterns, b.patterns.len()), "patterns out of range")?;
            let before = row.checked_sub(1).and_then(|row| b.nodes.get(row));
            let free = before.map_or(0, |before| run_end(before.patterns));
            require(node.patterns.start.get() as usize >= free, "patterns of another node")?;
            self.children(row, node)
        })?;
        each(SectionKind::Patterns, b.patterns, |_, pattern| {
            require(pattern.kind <= pattern_kind::DOUBLE_STAR, "an unknown kind")?;
            require(self.text(pattern.text), "a qualifier out of range")
        })?;
        each(SectionKind::EdgeTable, b.edge_table, |_, edge| {
            let (node, child) = (edge.node.get() as usize, edge.child.get() as usize);
            let leads = child > node && child < b.nodes.len();
            require(child == 0 || leads, "a child out of range")?;
            require(self.text(edge.text), "a qualifier out of range")
        })
    }

    fn children(&self, row: usize, node: &NodeRow) -> Result<(), &'static str> {
        let nodes = self.bundle.nodes;
        let patterns = run(self.bundle.patterns, node.patterns);
        for (at, pattern) in patterns.iter().enumerate() {
            let child = pattern.child.get() as usize;
            require(child > row && child < nodes.len(), "a child out of range")?;
            if pattern.kind == pattern_kind::DOUBLE_STAR {
                require(at + 1 == patterns.len(), "`**` before another qualifier")?;
                let doubled = nodes.get(child).is_none_or(|child| self.has_double_star(child));
                require(!doubled, "`**` behind `**`")?;
            }
        }
        Ok(())
    }

    /// `**` is the last in order of search.
    fn has_double_star(&self, node: &NodeRow) -> bool {
        let last = run(self.bundle.patterns, node.patterns).last();
        last.is_some_and(|pattern| pattern.kind == pattern_kind::DOUBLE_STAR)
    }

    fn entries(&self) -> Check {
        let b = self.bundle;
        let level_mask = (1 << ENTRY_LEVEL_BITS) - 1;
        each(SectionKind::Entries, b.entries, |_, entry| {
            let who = entry.get() >> ENTRY_LEVEL_BITS;
            require(who as usize <= b.authorities.len(), "an ID out of range")?;
            let level =
                u8::try_from(entry.get() & level_mask).ok().and_then(AccessLevel::from_byte);
            require(level.is_some(), "an unknown access level")
        })?;
        each(SectionKind::Conditional, b.conditional, |_, entry| {
            require(self.authority(entry.who), "an ID out of range")?;
            require(ConditionKind::from_byte(entry.kind).is_some(), "an unknown condition")?;
            require(AccessLevel::from_byte(entry.access).is_some(), "an unknown access level")?;
            require(self.text(entry.name) && self.text(entry.value), "a text out of range")
        })?;
        each(SectionKind::Globals, b.globals, |_, entry| {
            let level = AccessLevel::from_byte(entry.access);
            require(
                level.is_some_and(|level| level != AccessLevel::Execute),
                "an unknown access level",
            )?;
            require(self.text(entry.name), "a name out of range")
        })
    }

    fn labels_and_variables(&self) -> Check {
        let b = self.bundle;
        each(SectionKind::Labels, b.labels, |_, label| {
            require(
                self.category_order.ascends(label.categories),
                "categories out of range or of order",
            )
        })?;
        each(SectionKind::Variables, b.variables, |_, variable| {
            require(self.text(variable.name), "a name out of range")?;
            require(in_bounds(variable.members, b.members.len()), "members out of range")
        })?;
        each(SectionKind::Members, b.members, |_, member| {
            require(self.text(*member), "a member out of range")
        })
    }

    fn origins(&self) -> Check {
        let b = self.bundle;
        let fixed = b.classes.len() + b.authorities.len() + b.connections.len() + b.globals.len();
        if b.origins.len() <= fixed {
            let section = SectionKind::Origins.as_str();
            let what = "fewer origins than there are rows that have one";
            return Err(OpenError::Row { section, row: b.origins.len(), what });
        }
        each(SectionKind::Origins, b.origins, |_, origin| {
            let file = origin.file.get() as usize;
            require(file == 0 || file < b.origin_files.len(), "a file out of range")
        })?;
        each(SectionKind::OriginFiles, b.origin_files, |_, file| {
            let start = file.start.get() as usize;
            let text = b.origin_text.get(start..start + file.len.get() as usize);
            require(text.is_some(), "a file name out of range")
        })
    }
}
