//! Statements of ACF2: what an emitter can say.

use std::collections::BTreeSet;

use crate::operand::{Number, Quoted, UnixPath, Word};
use crate::shape::Shape;

/// What a session of the ACF command works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Logonids,
    DataSetRules,
    ResourceRules(Word),
    Options,
    GroupOmvs,
    UserOmvs,
    Roles,
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Flag(&'static str),
    Name(&'static str, Word),
    Names(&'static str, Vec<Word>),
    Text(&'static str, Quoted),
    Path(&'static str, UnixPath),
    Number(&'static str, Number),
    /// A type whose rules stay in storage.
    Resident(Word),
}

/// What a CHANGE does to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListChange {
    Add,
    Delete,
}

/// What comes into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refresh {
    Users,
    Groups,
    Roles,
    Options(&'static str),
    Rules(Word),
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Statement {
    /// Begins the session.
    Enter,
    /// Ends the session.
    Leave,
    Set(Mode),
    Insert {
        key: Word,
        fields: Vec<Field>,
    },
    Change {
        key: Word,
        fields: Vec<Field>,
        list: Option<ListChange>,
    },
    Delete {
        key: Word,
    },
    /// Adds or deletes one entry of a rule set, and leaves the others alone.
    Reckey {
        key: Word,
        change: ListChange,
        entry: Entry,
    },
    /// Makes a rule set one of roles.
    RoleSet {
        key: Word,
    },
    Refresh(Refresh),
}

/// The part of a name after the key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mask(String);

impl Mask {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn of(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }
}

/// Where the entries of a shape are: the key of the rule set, and a mask for each entry.
pub(super) fn place(
    shape: &Shape,
    data_set: bool,
    dash_is_zero: bool,
) -> Option<(Word, Vec<Option<Mask>>)> {
    let rest = |name: &Word| name.as_str().split_once('.').map(|(_, rest)| rest.to_owned());
    let key = |name: &Word| Word::new(name.as_str().split('.').next().unwrap_or_default());
    let join = |rest: Option<String>, end: &str| match rest {
        Some(rest) if !rest.is_empty() => Mask::of(&format!("{rest}.{end}")),
        _ => Mask::of(end),
    };
    match shape {
        Shape::Exact(name) => Some((key(name)?, vec![rest(name).and_then(|rest| Mask::of(&rest))])),
        Shape::Under(prefix) => {
            let rest = rest(prefix).map(|rest| rest.trim_end_matches('.').to_owned());
            Some((key(prefix)?, vec![join(rest, "-")]))
        }
        Shape::SelfAndUnder(name) => {
            let own = rest(name).and_then(|rest| Mask::of(&rest));
            let below = join(rest(name), "-");
            let one = dash_is_zero && !data_set;
            Some((key(name)?, if one { vec![below] } else { vec![own, below] }))
        }
        Shape::Starting(stem) => {
            let rest = rest(stem)?;
            let masks = [Mask::of(&format!("{rest}-")), Mask::of(&format!("{rest}-.-"))];
            Some((key(stem)?, masks.to_vec()))
        }
        Shape::Masked(parts) => {
            let (first, others) = parts.split_first()?;
            let masks: Option<Vec<String>> = others.iter().map(|part| qualifier(part)).collect();
            Some((Word::new(first)?, vec![Mask::of(&masks?.join("."))]))
        }
    }
}

/// A qualifier of RACF as ACF2 masks it: `%` is one character, `*` up to eight or the rest.
fn qualifier(part: &str) -> Option<String> {
    match part {
        "**" => Some("-".to_owned()),
        "*" => Some("********".to_owned()),
        // ACF2's `*` also matches no character at the end of a qualifier.
        _ if part.ends_with('%') => None,
        _ => {
            let text = part.strip_suffix('*').unwrap_or(part);
            let tail = if part.ends_with('*') { "-" } else { "" };
            (!text.contains('*')).then(|| text.replace('%', "*") + tail)
        }
    }
}

/// Who an entry is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    User(Word),
    Role(Word),
    /// Everybody, in a role rule set.
    Everybody,
    /// The UID string of one user.
    Uid(UidMask),
    /// Everybody, in a rule set with UID strings.
    AnyUid,
}

/// A mask of UID strings that stands for one user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UidMask {
    mask: String,
    user: Word,
}

impl UidMask {
    /// The UID string of a user, by the layout of the site.
    pub(super) fn of(layout: &str, user: &Word) -> Option<Self> {
        let fits = |it: char| it.is_ascii_alphanumeric() || "@#$*".contains(it);
        let (before, after) = layout.split_once("{lid}")?;
        let fine = before.chars().chain(after.chars()).all(fits);
        let mask = [before, user.as_str(), after].concat();
        fine.then(|| Self { mask, user: user.clone() })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.mask
    }

    /// The user of this UID string.
    pub(super) fn user(&self) -> &str {
        self.user.as_str()
    }
}

/// One access that ACF2 decides by itself. They are no ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Service {
    Execute,
    Read,
    Update,
    Delete,
    Add,
    Allocate,
}

/// Accesses.
pub(super) type Services = BTreeSet<Service>;

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Of a resource: these services are allowed, or prevented.
    Resource { services: Services, allow: bool },
    /// Of a data set: these are allowed, all others prevented.
    DataSet(Services),
}

impl Access {
    /// What the entry says about a service, if anything.
    pub(super) fn allows(&self, service: Service) -> Option<bool> {
        match self {
            Self::Resource { services, allow } => services.contains(&service).then_some(*allow),
            Self::DataSet(services) => Some(services.contains(&service)),
        }
    }
}

/// One entry of a rule set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) mask: Option<Mask>,
    pub(super) who: Who,
    pub(super) access: Access,
}
