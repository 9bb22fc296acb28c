//! The smallest declaration that would grant what isn't granted.

use saffron_bundle::layout::{ProfileRow, class_flag, meta_flag, profile_flag};
use saffron_bundle::run;
use saffron_bundle::vocabulary::{AccessLevel, Outcome, Step};

use super::ladder::Ladder;
use crate::racf::access::user_entry;
use crate::racf::view;
use crate::request::{Mode, Operation};

/// A declaration, and what is to be known about it, or why there is none.
type Advice = (Option<String>, Option<String>);

fn declare(declaration: String) -> Advice {
    (Some(declaration), None)
}

fn declare_with(declaration: String, remark: impl Into<String>) -> Advice {
    (Some(declaration), Some(remark.into()))
}

fn nothing(why: impl Into<String>) -> Advice {
    (None, Some(why.into()))
}

impl Ladder<'_, '_> {
    pub(super) fn mend(&self) -> Advice {
        if self.walk.outcome == Outcome::Grant {
            return (None, None);
        }
        match self.walk.step {
            Step::UserUnknown => self.user(),
            Step::UserRevoked => {
                nothing("the user is revoked on this date, and no permit changes that")
            }
            Step::GroupNotConnected => self.connection(),
            Step::ClassUnknown => nothing("no class of this name is declared or supplied"),
            Step::ClassNotRaclisted => self.unlisted(),
            Step::Seclabel => {
                nothing("no permit reaches past security labels: those of user and resource decide")
            }
            Step::Seclevel => nothing(
                "no permit reaches past the security level: the user's has to be as high as the \
                 profile's",
            ),
            Step::Category => nothing(
                "no permit reaches past security categories: the user has to have all of the \
                 profile's",
            ),
            Step::ClassInactive | Step::NoProfile | Step::Protectall | Step::RacfIndicated => {
                self.new_profile()
            }
            _ => match self.walk.profile {
                Some((_, row)) if self.administers() => self.ownership(row),
                Some((_, row)) => self.permit(row),
                None => (None, None),
            },
        }
    }

    fn user(&self) -> Advice {
        let name = self.request.user.unwrap_or_default().to_ascii_uppercase();
        if !is_id(&name) {
            return nothing(format!("{name:?} can't be a user ID"));
        }
        let declaration = format!("user {name} {{ default-group … }}");
        match self.tables.principal(&name) {
            Some(_) => {
                declare_with(declaration, format!("of {name} nothing is known but that it exists"))
            }
            None => declare_with(declaration, "then the other rules decide"),
        }
    }

    fn connection(&self) -> Advice {
        let Some(user) = &self.subject.user else {
            return nothing("a user that RACF doesn't know works in no group");
        };
        let default = user.row.default_group.get().checked_sub(1);
        let group = match self.request.group {
            Some(name) => self.tables.principal(name),
            None => default,
        };
        let Some(group) = group else {
            return nothing("no such group is declared");
        };
        if user.groups.iter().any(|held| held.get() == group) {
            return nothing("the connection is there, and revoked on this date");
        }
        let (user, group) = (self.tables.id_name(user.id), self.tables.id_name(group));
        declare_with(format!("connect {user} to {group}"), "then the other rules decide")
    }

    fn unlisted(&self) -> Advice {
        if self.is_dataset() && self.request.mode == Mode::FastAuth {
            return nothing("FASTAUTH has no answer for data sets; AUTH has");
        }
        nothing("the class has to be RACLISTed: `raclist` of `options` names such classes")
    }

    /// A profile where none is, with the one entry that is needed.
    fn new_profile(&self) -> Advice {
        let Some((index, class)) = self.walk.class else { return (None, None) };
        if self.request.operation == Operation::Define && !self.is_dataset() {
            return nothing("only data sets are created");
        }
        // Profiles that are stored, and none of them in storage.
        let grouping = class.stored.len.get() != 0 && class.profiles.len.get() == 0;
        if grouping && !self.administers() {
            return nothing("the profiles of a grouping class protect their members alone");
        }
        let name = self.whole_name(class.flags.get() & class_flag::MIXED_CASE != 0);
        let generic = self.request.operation == Operation::Administer { generic: true };
        let fully_qualified = generic && !name.contains(['*', '%', '&']);
        if !self.can_be_declared(&name) || (fully_qualified && !self.is_dataset()) {
            return nothing("no such profile can be declared under this name");
        }
        let what = if let Some(user) = &self.subject.user {
            let user = quoted_id(self.tables.id_name(user.id));
            match self.request.operation {
                Operation::Administer { .. } => format!("uacc none  owner {user}"),
                _ => format!("uacc none  permit {user}: {}", self.level()),
            }
        } else if self.administers() {
            return nothing("a user that RACF doesn't know changes no profile");
        } else {
            format!("uacc {}", self.level())
        };
        let generic = if fully_qualified { " generic" } else { "" };
        let class = self.tables.class_name(index);
        let declaration = format!("profile {class} \"{name}\"{generic} {{ {what} }}");
        (Some(declaration), self.proviso(&name, fully_qualified))
    }

    /// What a new profile takes beside itself.
    fn proviso(&self, name: &str, generic: bool) -> Option<String> {
        let qualifier = name.split('.').next().unwrap_or_default();
        let (index, class) = self.walk.class?;
        let grouping =
            class.flags.get() & class_flag::STORED_APART != 0 && class.profiles.len.get() == 0;
        if self.is_dataset() && self.tables.principal(qualifier).is_none() {
            Some(format!("{qualifier} has to be a user or group first"))
        } else if self.walk.step == Step::ClassInactive {
            let class = self.tables.class_name(index);
            Some(format!("class {class} has to be active, too"))
        } else if generic && class.flags.get() & class_flag::GENERIC == 0 {
            Some("class DATASET has to have generic profiles".to_owned())
        } else if self.administers() {
            None
        } else if grouping {
            Some("a grouping class would protect the members of its profiles alone".to_owned())
        } else if self.tables.has(meta_flag::SECLABEL) {
            Some("class SECLABEL is active: the profile may need a security label".to_owned())
        } else {
            None
        }
    }

    /// The name with the high-level qualifier that PREFIX supplies.
    fn whole_name(&self, mixed_case: bool) -> String {
        let name = self.request.resource;
        let folded = if mixed_case { name.to_owned() } else { name.to_ascii_uppercase() };
        let prefix = self.tables.bundle.text(self.tables.bundle.meta.prefix);
        let single = self.is_dataset() && !name.contains('.') && !self.administers();
        if single && !prefix.is_empty() { format!("{prefix}.{folded}") } else { folded }
    }

    fn can_be_declared(&self, name: &str) -> bool {
        let allowed = |byte: u8| byte.is_ascii_graphic() && !b"\",;()\\".contains(&byte);
        let plain = self.administers() || !name.contains(['*', '%', '&']);
        let qualified = !self.is_dataset()
            || (name.contains('.') && name.len() <= 44 && name.split('.').all(is_qualifier));
        !name.is_empty() && name.len() <= 246 && name.bytes().all(allowed) && plain && qualified
    }

    /// The level to permit: only data sets and programs know EXECUTE.
    fn level(&self) -> String {
        let executable = class_flag::DATASET | class_flag::PROGRAM;
        let executes = self.walk.class.is_some_and(|(_, row)| row.flags.get() & executable != 0);
        let need = self.walk.need;
        let level = if executes { need } else { need.max(AccessLevel::Read) };
        level.as_str().to_ascii_lowercase()
    }

    /// An entry on the list of the profile that is there.
    fn permit(&self, row: &ProfileRow) -> Advice {
        let Some(user) = &self.subject.user else {
            return nothing("a user that RACF doesn't know has UACC alone, which is the profile's");
        };
        if row.flags.get() & profile_flag::MERGED != 0 {
            return nothing(
                "the profile is merged from several: a permit on one of them is needed",
            );
        }
        let profile = self.declared(row);
        let id = quoted_id(self.tables.id_name(user.id));
        let declaration = format!("permit {id}: {} on {profile}", self.level());
        let list = run(self.tables.bundle.entries, row.standard);
        match user_entry(list, user.id) {
            Some(hit) => {
                let source = view::entry_origin(self.tables, row, hit);
                let place = source.map(|it| format!(" at {}:{}", it.file, it.line));
                let place = place.unwrap_or_default();
                let remark = format!("in place of the entry with {}{place}", hit.level);
                declare_with(declaration, remark)
            }
            None => declare(declaration),
        }
    }

    fn ownership(&self, row: &ProfileRow) -> Advice {
        let Some(user) = &self.subject.user else {
            return nothing("a user that RACF doesn't know changes no profile");
        };
        let declaration = format!("owner {}", quoted_id(self.tables.id_name(user.id)));
        let owner = row.owner.get().checked_sub(1).map(|owner| self.tables.id_name(owner));
        let instead = owner.map(|owner| format!(", in place of {owner}")).unwrap_or_default();
        declare_with(declaration, format!("in profile {}{instead}", self.declared(row)))
    }

    /// The profile as declarations name it.
    fn declared(&self, row: &ProfileRow) -> String {
        let view = view::profile_view(self.tables, row, self.request);
        let fully_qualified = view.generic && !view.name.contains(['*', '%', '&']);
        let generic = if fully_qualified { " generic" } else { "" };
        let volume = view.volume.map(|volume| format!(" volume \"{volume}\"")).unwrap_or_default();
        format!("{} \"{}\"{generic}{volume}", view.class, view.name)
    }
}

fn is_id(name: &str) -> bool {
    let national = |byte: u8| b"@#$".contains(&byte);
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || national(byte);
    (1..=8).contains(&name.len()) && name.bytes().all(allowed)
}

/// A qualifier of a data set name; generic characters are for the compiler to judge.
fn is_qualifier(text: &str) -> bool {
    let first = text.bytes().next().unwrap_or(b'0');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"@#$-*%".contains(&byte);
    text.len() <= 8 && !first.is_ascii_digit() && first != b'-' && text.bytes().all(allowed)
}

/// An ID as policies write it: in quotes if it begins with a digit.
fn quoted_id(id: &str) -> String {
    if id.starts_with(|first: char| first.is_ascii_digit()) {
        format!("\"{id}\"")
    } else {
        id.to_owned()
    }
}
