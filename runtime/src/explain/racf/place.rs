//! What the rules saw before an access list is looked at: who, which class, which profile.

use saffron_bundle::layout::{
    ClassRow, ProfileRow, class_flag, meta_flag, profile_flag, user_flag,
};
use saffron_bundle::vocabulary::{AccessLevel, Enforcement, Outcome, Step};

use super::ladder::{Ladder, Seen, no_say, seen};
use crate::racf::view;
use crate::request::{Mode, Operation};

impl<'b> Ladder<'_, 'b> {
    pub(super) fn identity(&self) -> Seen<'b> {
        let Some(name) = self.request.user else {
            return seen(
                "a user that RACF doesn't know: only what is open to everybody counts",
                None,
            );
        };
        let Some(user) = &self.subject.user else {
            return seen(format!("no user {} is defined", name.to_ascii_uppercase()), None);
        };
        let source = view::id_origin(self.tables, user.id);
        match self.subject.refused {
            Some(Step::UserRevoked) => {
                seen(format!("{} is revoked on this date", self.tables.id_name(user.id)), source)
            }
            Some(_) => {
                let group = self.request.group.unwrap_or("the default group").to_ascii_uppercase();
                seen(
                    format!(
                        "{} is not connected to {group} on this date",
                        self.tables.id_name(user.id)
                    ),
                    source,
                )
            }
            None => seen(self.standing(), source),
        }
    }

    /// The user with the groups that count.
    fn standing(&self) -> String {
        let Some(user) = &self.subject.user else { return String::new() };
        let counted = (0..user.groups.len()).filter(|at| user.counts(*at));
        let groups: Vec<&str> = counted
            .filter_map(|at| user.groups.get(at))
            .map(|group| self.tables.id_name(group.get()))
            .collect();
        let attributes = [
            ("SPECIAL", user_flag::SPECIAL),
            ("OPERATIONS", user_flag::OPERATIONS),
            ("AUDITOR", user_flag::AUDITOR),
            ("RESTRICTED", user_flag::RESTRICTED),
            ("UAUDIT", user_flag::UAUDIT),
        ];
        let held = attributes.iter().filter(|(_, flag)| user.has(*flag));
        let held: Vec<&str> = held.map(|(name, _)| *name).collect();
        let held = if held.is_empty() { String::new() } else { format!(", {}", held.join(", ")) };
        format!("{}, groups that count: {}{held}", self.tables.id_name(user.id), listed(&groups))
    }

    pub(super) fn class(&self) -> Seen<'b> {
        let Some((index, row)) = self.walk.class else {
            let class = self.request.class.to_ascii_uppercase();
            return seen(format!("class {class} is not in the class descriptor table"), None);
        };
        let name = self.tables.class_name(index);
        let creates = self.request.operation == Operation::Define;
        let text = match self.walk.step {
            _ if matches!(self.request.operation, Operation::Administer { .. }) => {
                format!("class {name} is known; whether it is active doesn't matter")
            }
            _ if creates && row.flags.get() & class_flag::DATASET == 0 => {
                format!("only data sets are created; class {name} has none")
            }
            Step::ClassInactive => format!("class {name} is not active"),
            Step::ClassNotRaclisted => {
                format!("class {name} would have to be RACLISTed and is not")
            }
            _ => format!("class {name} is active{}", class_details(row)),
        };
        seen(text, view::class_origin(self.tables, index))
    }

    pub(super) fn started_task(&self) -> Seen<'b> {
        if self.request.privileged {
            seen("PRIVILEGED: granted, never logged", None)
        } else if self.request.trusted {
            seen("TRUSTED: granted", None)
        } else {
            no_say("neither PRIVILEGED nor TRUSTED")
        }
    }

    pub(super) fn implicit_owner(&self) -> Seen<'b> {
        if self.walk.step == Step::ImplicitOwner {
            seen("the name says that the resource is the user's own", None)
        } else {
            no_say("no name of this class, or not the user's own")
        }
    }

    pub(super) fn global(&self) -> Seen<'b> {
        let active =
            self.walk.class.is_some_and(|(_, row)| row.flags.get() & class_flag::GLOBAL != 0);
        if self.request.mode == Mode::FastAuth {
            return no_say("FASTAUTH doesn't look at global access checking");
        }
        if !active {
            return no_say("global access checking is not active for the class");
        }
        let Some((at, entry)) = self.walk.global else {
            return seen(
                "no entry of the global access checking table fits, or counts for this user",
                None,
            );
        };
        let name = self.tables.bundle.text(entry.name);
        let level = AccessLevel::from_byte(entry.access).unwrap_or(AccessLevel::None);
        seen(
            format!("best entry \"{name}\" gives {level}{}", self.against(level)),
            view::global_origin(self.tables, at),
        )
    }

    pub(super) fn no_profile(&self) -> Seen<'b> {
        let text = match self.walk.step {
            Step::RacfIndicated => "no profile protects a data set that is RACF-indicated",
            Step::Protectall if self.walk.warning => {
                "no profile; PROTECTALL lets it through with a warning"
            }
            Step::Protectall => "no profile; PROTECTALL(FAILURES) denies",
            _ if matches!(self.request.operation, Operation::Administer { .. }) => {
                "there is no profile of this name"
            }
            _ if self.is_dataset() => self.unprotected_dataset(),
            _ => "no profile; the class's default return code decides",
        };
        let class = self.walk.class.and_then(|(class, _)| view::class_origin(self.tables, class));
        let source = if self.walk.step == Step::Protectall {
            view::protect_all_origin(self.tables)
        } else {
            class
        };
        seen(text, source)
    }

    /// Why a data set without a profile is neither denied nor warned of.
    fn unprotected_dataset(&self) -> &'static str {
        let enforced = Enforcement::from_byte(self.tables.bundle.meta.protect_all);
        if self.walk.outcome == Outcome::Deny {
            "no data set has such a name"
        } else if enforced == Some(Enforcement::Off) {
            "no profile, and PROTECTALL is off"
        } else {
            "no profile; PROTECTALL exempts temporary data sets that the system names"
        }
    }

    pub(super) fn profile(&self, row: &'b ProfileRow) -> Seen<'b> {
        let view = view::profile_view(self.tables, row, self.request);
        let kind =
            if view.generic { "the most specific generic profile" } else { "the discrete profile" };
        let volume = view.volume.map(|volume| format!(" on {volume}")).unwrap_or_default();
        let merged = match row.flags.get() & (profile_flag::MERGED | profile_flag::MEMBER) {
            0 => "",
            flags if flags & profile_flag::MEMBER != 0 => ", a member of a grouping profile",
            _ => ", merged from grouping profiles",
        };
        let text = if matches!(self.request.operation, Operation::Administer { .. }) {
            let kind = if view.generic { "generic" } else { "discrete" };
            format!("{} \"{}\"{volume} is meant, a {kind} profile", view.class, view.name)
        } else {
            format!("{} \"{}\"{volume} protects it: {kind}{merged}", view.class, view.name)
        };
        seen(text, view::profile_origin(self.tables, row, 0))
    }

    pub(super) fn mandatory(&self, row: &'b ProfileRow) -> Seen<'b> {
        let source = view::profile_origin(self.tables, row, 0);
        match self.walk.step {
            Step::Seclabel => seen("the security labels of user and resource forbid it", source),
            Step::Seclevel => {
                seen("the security level of the resource is above the user's", source)
            }
            Step::Category => seen("the user lacks a security category of the resource", source),
            _ if self.tables.has(meta_flag::SECLABEL | meta_flag::SECDATA) => {
                seen("labels, levels and categories let it through", None)
            }
            _ => no_say("neither SECLABEL nor SECDATA is active"),
        }
    }
}

fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    match names {
        [] => "none".to_owned(),
        few if few.len() <= SHOWN => few.join(" "),
        many => {
            let shown: Vec<&str> = many.iter().take(SHOWN).copied().collect();
            format!("{} and {} more", shown.join(" "), many.len() - SHOWN)
        }
    }
}

fn class_details(row: &ClassRow) -> &'static str {
    match (row.flags.get() & class_flag::RACLISTED != 0, row.flags.get() & class_flag::GENERIC != 0)
    {
        (true, true) => ", RACLISTed, with generic profiles",
        (true, false) => ", RACLISTed, without generic profiles",
        (false, true) => ", with generic profiles",
        (false, false) => ", without generic profiles",
    }
}
