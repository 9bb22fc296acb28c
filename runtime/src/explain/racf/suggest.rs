//! The smallest change to the policy that would grant what isn't granted.
//!
//! Which change that is depends on the step of the decision: a `permit` or an owner where a profile
//! exists, a profile where none does, a declaration of the user, a connection. A mandatory check, a
//! revoked user and an unknown class can't be changed by one declaration; then a remark states why
//! there is none. A suggestion grants the whole request only if no later rule denies it; a remark
//! says so where that is possible.
//!
//! A suggestion is advice for the author of the policy, who decides whether the access is intended.
//! It is never applied here.

use saffron_bundle::layout::{ProfileRow, class_flag, meta_flag, profile_flag};
use saffron_bundle::run;
use saffron_vocabulary::name::{self, DataSetRules};
use saffron_vocabulary::racf::{AccessLevel, Outcome, Step};
use saffron_vocabulary::suggestion::{ProfileName, Suggestion};

use super::ladder::Ladder;
use crate::racf::entries::user_entry;
use crate::racf::view;
use crate::request::{Mode, Operation, Requester};

/// Longest name of a profile of any class, in characters (Command Language Reference, RDEFINE).
const LONGEST_NAME: usize = 246;

/// A change, and what must be known about it, or why there is none.
type Advice = (Option<Suggestion>, Option<String>);

/// A change without a remark.
fn suggest(suggestion: Suggestion) -> Advice {
    (Some(suggestion), None)
}

/// A change with what must be known about it.
fn suggest_with(suggestion: Suggestion, remark: impl Into<String>) -> Advice {
    (Some(suggestion), Some(remark.into()))
}

/// No change, and why.
fn nothing(why: impl Into<String>) -> Advice {
    (None, Some(why.into()))
}

impl Ladder<'_, '_> {
    /// The change for the step of the decision; nothing for a grant.
    pub(super) fn suggestion(&self) -> Advice {
        if self.walk.outcome == Outcome::Grant {
            return (None, None);
        }
        // A profile that was meant comes first: a second one isn't what the author needs.
        if let Some(why) = self.intended() {
            return nothing(why);
        }
        match self.walk.step {
            Step::UserUnknown => self.declare_user(),
            Step::UserRevoked => {
                nothing("the user is revoked on this date; a permit does not change that")
            }
            Step::GroupNotConnected => self.connection(),
            Step::ClassUnknown => nothing("no class of this name is declared or supplied"),
            Step::NameInvalid => nothing("no resource of the class can have this name: correct it"),
            Step::ClassNotRaclisted => self.unlisted(),
            Step::Seclabel => nothing("a permit cannot override the security label check"),
            Step::Seclevel => nothing(
                "a permit cannot override the security level check: the user's level must be at \
                 least the profile's",
            ),
            Step::Category => nothing(
                "a permit cannot override the security category check: the user must have every \
                 category of the profile",
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

    /// A declaration of the user, if the name is a valid user ID.
    fn declare_user(&self) -> Advice {
        let Requester::User(user) = self.request.requester else { return (None, None) };
        let user = user.to_ascii_uppercase();
        if !name::is_id(&user) {
            return nothing(format!("{user:?} is not a valid user ID"));
        }
        if self.tables.principal(&user).is_some() {
            return nothing(format!("{user} is the ID of a group"));
        }
        suggest_with(Suggestion::User { user }, "the remaining rules are evaluated after that")
    }

    /// A connection of the user to the current connect group. A connection that exists and is
    /// revoked is left to the author.
    fn connection(&self) -> Advice {
        let Some(user) = &self.acee.user else {
            return nothing("an undefined user is not connected to any group");
        };
        let default = user.row.default_group().get().map(|id| id.0);
        let group = match self.request.group {
            Some(name) => self.tables.principal(name),
            None => default,
        };
        let Some(group) = group else {
            return nothing("the group is not declared");
        };
        if user.groups.iter().any(|held| held.get() == group) {
            return nothing("the connection exists but is revoked on this date");
        }
        let (user, group) = (self.id(user.id), self.id(group));
        if self.acee.is_external() {
            return nothing(format!(
                "{user} is external: state the group with `external user {user} {{ groups \
                 [{group}] }}` if the user is connected to it"
            ));
        }
        let remark = "the remaining rules are evaluated after that";
        suggest_with(Suggestion::Connect { user, group }, remark)
    }

    /// Why a class that isn't RACLISTed has no suggestion: it is an option, not an authority.
    fn unlisted(&self) -> Advice {
        if self.is_dataset() && self.question().mode == Mode::FastAuth {
            return nothing("FASTAUTH does not support data sets; use AUTH");
        }
        nothing("the class must be RACLISTed: name it in `raclist` of `options`")
    }

    /// A profile where none is, with the one entry that is needed.
    fn new_profile(&self) -> Advice {
        let Some((index, class)) = self.walk.class else { return (None, None) };
        if self.question().operation == Operation::Define && !self.is_dataset() {
            return nothing("only data sets are created");
        }
        // Profiles that are stored, and none of them in storage.
        let grouping = !class.stored().is_empty() && class.profiles().is_empty();
        if grouping && !self.administers() {
            return nothing("the profiles of a grouping class protect only their members");
        }
        let name = self.whole_name(class.flags() & class_flag::MIXED_CASE != 0);
        let generic = self.question().operation == Operation::Administer { generic: true };
        let fully_qualified_generic = generic && !name.contains(['*', '%', '&']);
        if !self.can_be_declared(&name) || (fully_qualified_generic && !self.is_dataset()) {
            return nothing("a profile with this name cannot be declared");
        }
        let remark = self.proviso(&name, fully_qualified_generic);
        let class = self.tables.class_name(index).to_owned();
        let profile = ProfileName { class, name, fully_qualified_generic, volume: None };
        let access = self.level();
        let suggestion = match &self.acee.user {
            Some(user) if self.administers() => {
                Suggestion::ProfileWithOwner { profile, id: self.id(user.id) }
            }
            Some(user) => Suggestion::ProfileWithPermit { profile, id: self.id(user.id), access },
            None if self.administers() => {
                return nothing("an undefined user cannot change profiles");
            }
            None => Suggestion::ProfileWithUacc { profile, access },
        };
        (Some(suggestion), remark)
    }

    /// What a new profile needs in addition.
    fn proviso(&self, name: &str, generic: bool) -> Option<String> {
        let qualifier = name.split('.').next().unwrap_or_default();
        let (index, class) = self.walk.class?;
        let grouping = class.flags() & class_flag::STORED_APART != 0 && class.profiles().is_empty();
        if self.is_dataset() && self.tables.principal(qualifier).is_none() {
            Some(format!("declare {qualifier} as a user or group first"))
        } else if self.walk.step == Step::ClassInactive {
            let class = self.tables.class_name(index);
            Some(format!("class {class} must be active, too"))
        } else if generic && class.flags() & class_flag::GENERIC == 0 {
            Some("class DATASET must have generic profiles".to_owned())
        } else if self.administers() {
            None
        } else if grouping {
            Some("a profile of a grouping class protects only its members".to_owned())
        } else if self.tables.has(meta_flag::SECLABEL) {
            Some("class SECLABEL is active: the profile may need a security label".to_owned())
        } else {
            None
        }
    }

    /// The name with the high-level qualifier that PREFIX supplies.
    pub(super) fn whole_name(&self, mixed_case: bool) -> String {
        let name = self.question().resource;
        let folded = if mixed_case { name.to_owned() } else { name.to_ascii_uppercase() };
        let prefix = self.tables.bundle.text(self.tables.bundle.meta().prefix());
        let single = self.is_dataset() && !name.contains('.') && !self.administers();
        if single && !prefix.is_empty() { format!("{prefix}.{folded}") } else { folded }
    }

    /// Whether the rules for names allow a profile of this name, as far as the bundle can tell.
    fn can_be_declared(&self, name: &str) -> bool {
        let plain = self.administers() || !name.contains(['*', '%', '&']);
        let fits = if self.is_dataset() {
            let rules = DataSetRules { enhanced: true, single_qualifier: false, global: false };
            name::data_set(name, rules).is_ok()
        } else {
            let allowed = |byte: u8| byte.is_ascii_graphic() && !b"\",;()\\".contains(&byte);
            (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(allowed)
        };
        plain && fits
    }

    /// The level to permit: only data sets and programs have EXECUTE.
    fn level(&self) -> AccessLevel {
        let executable = class_flag::DATASET | class_flag::PROGRAM;
        let executes = self.walk.class.is_some_and(|(_, row)| row.flags() & executable != 0);
        let need = self.walk.need;
        if executes { need } else { need.max(AccessLevel::Read) }
    }

    /// An entry on the list of the protecting profile.
    fn permit(&self, row: &ProfileRow) -> Advice {
        let Some(user) = &self.acee.user else {
            return nothing("an undefined user gets only UACC, which is the profile's");
        };
        if row.flags() & profile_flag::MERGED != 0 {
            return self.permit_on_grouping(row, self.id(user.id));
        }
        let suggestion = Suggestion::Permit {
            id: self.id(user.id),
            access: self.level(),
            profile: self.profile_name(row),
        };
        let list = run(self.tables.bundle.entries(), row.standard());
        let Some(hit) = user_entry(list, user.id) else { return suggest(suggestion) };
        let source = view::entry_origin(self.tables, row, hit);
        let place = source.map(|place| format!(" at {}:{}", place.file, place.line));
        let place = place.unwrap_or_default();
        suggest_with(suggestion, format!("replaces the entry with {}{place}", hit.level))
    }

    /// An entry on a profile from which the protecting one is merged: of the entries for an ID the
    /// highest applies, so one is sufficient.
    ///
    /// Source: Security Administrator's Guide, "Resolving conflicts among grouping profiles".
    fn permit_on_grouping(&self, row: &ProfileRow, id: String) -> Advice {
        let Some(stored) = self.declared(row) else {
            return nothing("the profile is merged from several: permit the user on one of them");
        };
        let bundle = self.tables.bundle;
        let profile = ProfileName {
            class: self.tables.class_name(u32::from(stored.class())).to_owned(),
            name: bundle.text(stored.name()).to_owned(),
            fully_qualified_generic: false,
            volume: None,
        };
        let remark = (stored.class() != row.class())
            .then(|| format!("grants the access to every member of {}", profile.name));
        (Some(Suggestion::Permit { id, access: self.level(), profile }), remark)
    }

    /// The profile in the policy that states the protecting one: the only one with its place.
    fn declared(&self, row: &ProfileRow) -> Option<&ProfileRow> {
        let place = view::profile_origin(self.tables, row)?;
        let here = |it: &&ProfileRow| view::profile_origin(self.tables, it) == Some(place);
        let mut found = self.tables.bundle.stored().iter().filter(here);
        found.next().filter(|_| found.next().is_none())
    }

    /// The user as the owner of the profile.
    fn ownership(&self, row: &ProfileRow) -> Advice {
        let Some(user) = &self.acee.user else {
            return nothing("an undefined user cannot change profiles");
        };
        if self.walk.has_external_profile() {
            return nothing("the profile is external: its owner is defined outside the policy");
        }
        let profile = self.profile_name(row);
        let owner = row.owner().get().map(|id| id.0).map(|owner| self.tables.id_name(owner));
        let instead = owner.map(|owner| format!("; replaces owner {owner}")).unwrap_or_default();
        let remark = format!("in the profile {} {}{instead}", profile.class, profile.name);
        suggest_with(Suggestion::Owner { id: self.id(user.id), profile }, remark)
    }

    /// The name of an ID, as suggestions contain it.
    fn id(&self, id: u32) -> String {
        self.tables.id_name(id).to_owned()
    }

    /// The profile as declarations refer to it.
    fn profile_name(&self, row: &ProfileRow) -> ProfileName {
        let view = self.profile_view(row);
        ProfileName {
            class: view.class.to_owned(),
            name: view.name.to_owned(),
            fully_qualified_generic: view.generic && !view.name.contains(['*', '%', '&']),
            volume: view.volume.map(ToOwned::to_owned),
        }
    }
}
