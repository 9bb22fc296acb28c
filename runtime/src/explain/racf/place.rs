//! What the rules found before the access list: the user, the class, global access, the profile,
//! and the mandatory checks. The functions are in the order of the rules.

use saffron_bundle::layout::{
    ClassRow, ProfileRow, class_flag, meta_flag, profile_flag, user_flag,
};
use saffron_vocabulary::name as naming;
use saffron_vocabulary::racf::{Enforcement, Outcome, Step};

use super::ladder::{Finding, Ladder, found, not_applicable};
use crate::racf::view;
use crate::request::{Mode, Operation, Requester};

impl<'b> Ladder<'_, 'b> {
    /// What was found about the user: attributes and groups in effect, or why there is no ACEE.
    ///
    /// Source: Command Language Reference, `ALTUSER` and `CONNECT`, operands REVOKE and RESUME.
    pub(super) fn identity(&self) -> Finding<'b> {
        let Requester::User(name) = self.request.requester else {
            return found("an undefined user: only UACC and global access apply", None);
        };
        let Some(user) = &self.acee.user else {
            return found(format!("unknown user {}", name.to_ascii_uppercase()), None);
        };
        let source = view::id_origin(self.tables, user.id);
        match self.acee.refused {
            Some(Step::UserRevoked) => {
                found(format!("{} is revoked on this date", self.tables.id_name(user.id)), source)
            }
            Some(_) => {
                let group = self.request.group.unwrap_or("the default group").to_ascii_uppercase();
                found(
                    format!(
                        "{} is not connected to {group} on this date",
                        self.tables.id_name(user.id)
                    ),
                    source,
                )
            }
            None => found(self.standing(), source),
        }
    }

    /// The user with the groups in effect.
    fn standing(&self) -> String {
        let Some(user) = &self.acee.user else { return String::new() };
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
        format!("{}, groups in effect: {}{held}", self.tables.id_name(user.id), listed(&groups))
    }

    /// What was found about the class: whether it is known, active and, where needed, RACLISTed.
    ///
    /// Source: Command Language Reference, `SETROPTS`, operands CLASSACT and RACLIST; RACROUTE
    /// Macro Reference, `REQUEST=FASTAUTH`, which answers for RACLISTed classes only.
    pub(super) fn class(&self) -> Finding<'b> {
        let Some((index, row)) = self.walk.class else {
            let class = self.question().class.to_ascii_uppercase();
            return found(
                format!("unknown class {class}: it is not in the class descriptor table"),
                None,
            );
        };
        let name = self.tables.class_name(index);
        let creates = self.question().operation == Operation::Define;
        let text = match self.walk.step {
            _ if matches!(self.question().operation, Operation::Administer { .. }) => {
                format!("class {name} is known; it need not be active")
            }
            _ if creates && row.flags() & class_flag::DATASET == 0 => {
                format!("only data sets are created; class {name} does not contain any")
            }
            Step::ClassInactive => format!("class {name} is not active"),
            Step::ClassNotRaclisted => {
                format!("class {name} must be RACLISTed, but is not")
            }
            _ => format!("class {name} is active{}", class_details(row)),
        };
        found(text, view::class_origin(self.tables, index))
    }

    /// Why no resource of the class can have the name.
    pub(super) fn resource_name(&self) -> Finding<'b> {
        let name = self.question().resource.trim_end_matches(' ');
        let Some((index, class)) = self.walk.class else { return found(String::new(), None) };
        let mixed_case = class.flags() & class_flag::MIXED_CASE != 0;
        let checked = if class.flags() & class_flag::DATASET != 0 {
            naming::requested_data_set(&name.to_ascii_uppercase())
        } else {
            naming::requested(name, class.max_length(), mixed_case)
        };
        let why = checked.err().map_or(String::new(), |error| format!(": it {error}"));
        let class = self.tables.class_name(index);
        found(format!("no resource of class {class} can have this name{why}"), None)
    }

    /// Whether the ACEE of a started task has PRIVILEGED or TRUSTED.
    ///
    /// Source: Security Administrator's Guide, "Using started procedures": both bypass the checks,
    /// PRIVILEGED also the logging.
    pub(super) fn started_task(&self) -> Finding<'b> {
        if self.question().privileged {
            found("PRIVILEGED: granted and never logged", None)
        } else if self.question().trusted {
            found("TRUSTED: granted", None)
        } else {
            not_applicable("neither PRIVILEGED nor TRUSTED")
        }
    }

    /// Whether the resource belongs to the user according to its name.
    ///
    /// Source: Security Administrator's Guide, "Protecting SYSIN and SYSOUT" (JESSPOOL: node, user
    /// ID, job).
    pub(super) fn implicit_owner(&self) -> Finding<'b> {
        if self.walk.step == Step::ImplicitOwner {
            found("the name says that the resource is the user's own", None)
        } else {
            not_applicable("the name does not belong to the user")
        }
    }

    /// The best entry of the global access checking table, and whether it is enough.
    ///
    /// Source: Security Administrator's Guide, "Setting up the global access checking table": it
    /// only ever grants, and it does not apply to RESTRICTED users.
    pub(super) fn global(&self) -> Finding<'b> {
        let active = self.walk.class.is_some_and(|(_, row)| row.flags() & class_flag::GLOBAL != 0);
        if self.question().mode == Mode::FastAuth {
            return not_applicable("FASTAUTH does not use global access checking");
        }
        if !active {
            return not_applicable("global access checking is not active for the class");
        }
        let Some((at, entry)) = self.walk.global else {
            return found(
                "no entry of the global access checking table matches, or the user is RESTRICTED",
                None,
            );
        };
        let name = self.tables.bundle.text(entry.name());
        let level = entry.access();
        found(
            format!("best entry \"{name}\" grants {level}{}", self.against(level)),
            view::global_origin(self.tables, at),
        )
    }

    /// What happens where no profile protects the resource.
    ///
    /// Source: Security Administrator's Guide, "Protecting data sets: PROTECTALL"; for other
    /// classes the default return code of the class descriptor table.
    pub(super) fn no_profile(&self) -> Finding<'b> {
        let text = match self.walk.step {
            Step::RacfIndicated => "no profile protects the data set, which is RACF-indicated",
            Step::Protectall if self.walk.warning => {
                "no profile; PROTECTALL grants access with a warning"
            }
            Step::Protectall => "no profile; PROTECTALL(FAILURES) denies",
            _ if matches!(self.question().operation, Operation::Administer { .. }) => {
                "unknown profile"
            }
            _ if self.is_dataset() => self.unprotected_dataset(),
            _ => "no profile; the default return code of the class decides",
        };
        let class = self.walk.class.and_then(|(class, _)| view::class_origin(self.tables, class));
        let source = if self.walk.step == Step::Protectall {
            view::protect_all_origin(self.tables)
        } else {
            class
        };
        found(text, source)
    }

    /// Why a data set without a profile is neither denied nor granted with a warning.
    fn unprotected_dataset(&self) -> &'static str {
        let enforced = self.tables.bundle.meta().protect_all();
        if self.walk.outcome == Outcome::Deny {
            "a data set cannot have this name"
        } else if enforced == Enforcement::Off {
            "no profile, and PROTECTALL is off"
        } else {
            "no profile; PROTECTALL does not apply to temporary data sets that the system names"
        }
    }

    /// The protecting profile and why it is that one: discrete, or the most specific generic.
    ///
    /// Source: Security Administrator's Guide, "Rules for generic profile names" and "Search
    /// order".
    pub(super) fn profile(&self, row: &'b ProfileRow) -> Finding<'b> {
        let view = self.profile_view(row);
        let kind =
            if view.generic { "the most specific generic profile" } else { "the discrete profile" };
        let volume = view.volume.map(|volume| format!(" on {volume}")).unwrap_or_default();
        let merged = match row.flags() & (profile_flag::MERGED | profile_flag::MEMBER) {
            0 => "",
            flags if flags & profile_flag::MEMBER != 0 => ", a member of a grouping profile",
            _ => ", merged from grouping profiles",
        };
        let text = if matches!(self.question().operation, Operation::Administer { .. }) {
            let kind = if view.generic { "generic" } else { "discrete" };
            format!(
                "{} \"{}\"{volume} is the profile in question, a {kind} profile",
                view.class, view.name
            )
        } else {
            format!("{} \"{}\"{volume} protects it: {kind}{merged}", view.class, view.name)
        };
        found(text, view::profile_origin(self.tables, row))
    }

    /// What the checks of security labels, levels and categories found. Only the check that denied
    /// is named; the others passed or weren't needed.
    ///
    /// Source: Security Administrator's Guide, "Security label authorization checking"; SECLABEL
    /// replaces SECDATA where it is active.
    pub(super) fn mandatory(&self, row: &'b ProfileRow) -> Finding<'b> {
        let source = view::profile_origin(self.tables, row);
        match self.walk.step {
            Step::Seclabel => found("the security label check denies it", source),
            Step::Seclevel => {
                found("the security level of the resource is higher than the user's", source)
            }
            Step::Category => {
                found("the user does not have every security category of the resource", source)
            }
            _ if self.tables.has(meta_flag::SECLABEL | meta_flag::SECDATA) => {
                found("the checks of labels, levels and categories passed", None)
            }
            _ => not_applicable("neither SECLABEL nor SECDATA is active"),
        }
    }
}

/// The first few names of a list, and how many more there are.
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

/// Options of the class that change how names are searched.
fn class_details(row: &ClassRow) -> &'static str {
    match (row.flags() & class_flag::RACLISTED != 0, row.flags() & class_flag::GENERIC != 0) {
        (true, true) => ", RACLISTed, with generic profiles",
        (true, false) => ", RACLISTed, without generic profiles",
        (false, true) => ", with generic profiles",
        (false, false) => ", without generic profiles",
    }
}
