//! The whole ladder behind a decision: each rule, whether it applied, what it saw.

use saffron_bundle::layout::{
    ClassRow, ProfileRow, class_flag, meta_flag, profile_flag, user_flag,
};
use saffron_bundle::vocabulary::{AccessLevel, Outcome, Step, Switch};

use crate::acee::Subject;
use crate::authority::{Hit, Operations};
use crate::decision::{Decision, Source};
use crate::describe;
use crate::engine::Engine;
use crate::request::{Mode, Request};
use crate::walk::Walk;

/// A decision and the way to it.
#[derive(Clone, Debug)]
pub struct Explanation<'b> {
    /// The same as [`Engine::decide`] gives.
    pub decision: Decision<'b>,
    /// Every rule in RACF's order.
    pub rungs: Vec<Rung<'b>>,
    /// For a denial: the smallest declaration that would grant the request, if there is one.
    pub mend: Option<String>,
}

/// A rule on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung<'b> {
    /// The rule's name.
    pub rule: &'static str,
    /// What became of it.
    pub state: RungState,
    /// What it saw.
    pub text: String,
    /// The policy line that it saw.
    pub source: Option<Source<'b>>,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungState {
    /// It decided.
    Decided,
    /// It was looked at and left the decision to the next.
    Passed,
    /// It has no say in this request.
    NotApplicable,
    /// An earlier rule had decided.
    NotReached,
}

impl RungState {
    /// For people and machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Passed => "passed",
            Self::NotApplicable => "not-applicable",
            Self::NotReached => "not-reached",
        }
    }
}

/// What a rule saw, before it is known whether it was reached.
struct Seen<'b> {
    applies: bool,
    text: String,
    source: Option<Source<'b>>,
}

fn seen(text: impl Into<String>, source: Option<Source<'_>>) -> Seen<'_> {
    Seen { applies: true, text: text.into(), source }
}

fn no_say<'b>(text: impl Into<String>) -> Seen<'b> {
    Seen { applies: false, text: text.into(), source: None }
}

pub(crate) fn explanation<'b>(
    engine: &Engine<'b>,
    subject: &Subject<'b>,
    request: &Request<'_>,
    walk: &Walk<'b>,
) -> Explanation<'b> {
    let decision = describe::decision(engine, subject, request, walk);
    let ladder = Ladder { engine, subject, request, walk };
    Explanation { decision, rungs: ladder.rungs(), mend: ladder.mend() }
}

struct Ladder<'l, 'b> {
    engine: &'l Engine<'b>,
    subject: &'l Subject<'b>,
    request: &'l Request<'l>,
    walk: &'l Walk<'b>,
}

/// Rules in order, with the steps by which each may decide.
const RULES: &[(&str, &[Step])] = &[
    ("identity", &[Step::UserUnknown, Step::UserRevoked, Step::GroupNotConnected]),
    ("class", &[Step::ClassUnknown, Step::ClassInactive, Step::ClassNotRaclisted]),
    ("started task", &[Step::Privileged, Step::Trusted]),
    ("implicit owner", &[Step::ImplicitOwner]),
    ("global access", &[Step::Global]),
    ("profile", &[Step::NoProfile, Step::Protectall, Step::RacfIndicated]),
    ("labels and levels", &[Step::Seclabel, Step::Seclevel, Step::Category]),
    ("own data set", &[Step::OwnDataset]),
    ("user entry", &[Step::UserEntry]),
    ("group entry", &[Step::GroupEntry]),
    ("any entry", &[Step::AnyEntry]),
    ("uacc", &[Step::Uacc]),
    ("operations", &[Step::Operations]),
    ("conditional list", &[Step::Conditional]),
    ("warning", &[Step::Warning, Step::Insufficient]),
];

impl<'b> Ladder<'_, 'b> {
    fn rungs(&self) -> Vec<Rung<'b>> {
        let decided = RULES.iter().position(|(_, steps)| steps.contains(&self.walk.step));
        let decided = decided.unwrap_or(RULES.len());
        RULES.iter().enumerate().map(|(at, (rule, _))| self.rung(at, rule, decided)).collect()
    }

    fn rung(&self, at: usize, rule: &'static str, decided: usize) -> Rung<'b> {
        if at > decided {
            let text = "an earlier rule had decided".to_owned();
            return Rung { rule, state: RungState::NotReached, text, source: None };
        }
        let seen = self.see(rule);
        let state = match (at == decided, seen.applies) {
            (true, _) => RungState::Decided,
            (false, true) => RungState::Passed,
            (false, false) => RungState::NotApplicable,
        };
        Rung { rule, state, text: seen.text, source: seen.source }
    }

    fn see(&self, rule: &str) -> Seen<'b> {
        match rule {
            "identity" => self.identity(),
            "class" => self.class(),
            "started task" => self.started_task(),
            "implicit owner" => self.implicit_owner(),
            "global access" => self.global(),
            _ => match self.walk.profile {
                None => self.no_profile(),
                Some((_, profile)) => self.protected(rule, profile),
            },
        }
    }

    fn protected(&self, rule: &str, profile: &'b ProfileRow) -> Seen<'b> {
        match rule {
            "profile" => self.profile(profile),
            "labels and levels" => self.mandatory(profile),
            "own data set" => self.own(),
            "user entry" => self.user_entry(profile),
            "group entry" => self.group_entry(profile),
            "any entry" => self.any_entry(profile),
            "uacc" => self.uacc(profile),
            "operations" => self.operations(),
            "conditional list" => self.conditional(profile),
            _ => self.warning(profile),
        }
    }

    fn identity(&self) -> Seen<'b> {
        let Some(name) = self.request.user else {
            return seen(
                "a user that RACF doesn't know: only what is open to everybody counts",
                None,
            );
        };
        let Some(user) = &self.subject.user else {
            return seen(format!("no user {} is defined", name.to_ascii_uppercase()), None);
        };
        let source = self.engine.id_origin(user.id);
        match self.subject.refused {
            Some(Step::UserRevoked) => {
                seen(format!("{} is revoked on this date", self.engine.id_name(user.id)), source)
            }
            Some(_) => {
                let group = self.request.group.unwrap_or("the default group").to_ascii_uppercase();
                seen(
                    format!(
                        "{} is not connected to {group} on this date",
                        self.engine.id_name(user.id)
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
            .map(|group| self.engine.id_name(group.get()))
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
        format!("{}, groups that count: {}{held}", self.engine.id_name(user.id), listed(&groups))
    }

    fn class(&self) -> Seen<'b> {
        let Some((index, row)) = self.walk.class else {
            let class = self.request.class.to_ascii_uppercase();
            return seen(format!("class {class} is not in the class descriptor table"), None);
        };
        let name = self.engine.class_name(index);
        let text = match self.walk.step {
            Step::ClassInactive => format!("class {name} is not active"),
            Step::ClassNotRaclisted => {
                format!("class {name} would have to be RACLISTed and is not")
            }
            _ => format!("class {name} is active{}", class_details(row)),
        };
        seen(text, self.engine.class_origin(index))
    }

    fn started_task(&self) -> Seen<'b> {
        if self.request.privileged {
            seen("PRIVILEGED: granted, never logged", None)
        } else if self.request.trusted {
            seen("TRUSTED: granted", None)
        } else {
            no_say("neither PRIVILEGED nor TRUSTED")
        }
    }

    fn implicit_owner(&self) -> Seen<'b> {
        if self.walk.step == Step::ImplicitOwner {
            seen("the name says that the resource is the user's own", None)
        } else {
            no_say("no name of this class, or not the user's own")
        }
    }

    fn global(&self) -> Seen<'b> {
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
        let name = self.engine.bundle.text(entry.name);
        let level = AccessLevel::from_byte(entry.access).unwrap_or(AccessLevel::None);
        seen(
            format!("best entry \"{name}\" gives {level}{}", self.against(level)),
            self.engine.global_origin(at),
        )
    }

    fn no_profile(&self) -> Seen<'b> {
        let text = match self.walk.step {
            Step::RacfIndicated => "no profile protects a data set that is RACF-indicated",
            Step::Protectall if self.walk.warning => {
                "no profile; PROTECTALL lets it through with a warning"
            }
            Step::Protectall => "no profile; PROTECTALL(FAILURES) denies",
            _ => "no profile; the class's default return code decides",
        };
        let class = self.walk.class.and_then(|(class, _)| self.engine.class_origin(class));
        let source = if self.walk.step == Step::Protectall {
            self.engine.protect_all_origin()
        } else {
            class
        };
        seen(text, source)
    }

    fn profile(&self, row: &'b ProfileRow) -> Seen<'b> {
        let view = self.engine.profile_view(row, self.request);
        let kind =
            if view.generic { "the most specific generic profile" } else { "the discrete profile" };
        let volume = view.volume.map(|volume| format!(" on {volume}")).unwrap_or_default();
        let merged = row.flags.get() & profile_flag::MERGED != 0;
        let merged = if merged { ", merged from grouping profiles" } else { "" };
        let text = format!("{} \"{}\"{volume} protects it: {kind}{merged}", view.class, view.name);
        seen(text, self.engine.profile_origin(row, 0))
    }

    fn mandatory(&self, row: &'b ProfileRow) -> Seen<'b> {
        let source = self.engine.profile_origin(row, 0);
        match self.walk.step {
            Step::Seclabel => seen("the security labels of user and resource forbid it", source),
            Step::Seclevel => {
                seen("the security level of the resource is above the user's", source)
            }
            Step::Category => seen("the user lacks a security category of the resource", source),
            _ if self.engine.has(meta_flag::SECLABEL | meta_flag::SECDATA) => {
                seen("labels, levels and categories let it through", None)
            }
            _ => no_say("neither SECLABEL nor SECDATA is active"),
        }
    }

    fn own(&self) -> Seen<'b> {
        if self.walk.own {
            seen("the high-level qualifier is the user ID", None)
        } else {
            no_say("not a data set under the user's ID")
        }
    }

    /// How a level compares with the one that is needed.
    fn against(&self, level: AccessLevel) -> String {
        let need = self.walk.need;
        if level >= need {
            format!(", enough for {need}")
        } else {
            format!(", not enough for {need}")
        }
    }

    fn entry(&self, row: &'b ProfileRow, hit: Hit) -> Seen<'b> {
        let view = self.engine.entry_view(row, hit);
        let id = view.map_or("?", |view| view.id);
        let text = format!("{id} has {}{}", hit.level, self.against(hit.level));
        seen(text, self.engine.entry_origin(row, hit))
    }

    fn user_entry(&self, row: &'b ProfileRow) -> Seen<'b> {
        match self.walk.authorities.user {
            Some(hit) => self.entry(row, hit),
            None => no_say("the user is not on the access list"),
        }
    }

    fn group_entry(&self, row: &'b ProfileRow) -> Seen<'b> {
        match (self.walk.authorities.group, self.walk.authorities.user) {
            (Some(hit), _) => self.entry(row, hit),
            (None, Some(_)) => no_say("the user's own entry has decided what the list gives"),
            (None, None) => no_say("none of the groups that count is on the access list"),
        }
    }

    fn is_restricted(&self) -> bool {
        self.subject.user.as_ref().is_some_and(|user| user.has(user_flag::RESTRICTED))
    }

    fn any_entry(&self, row: &'b ProfileRow) -> Seen<'b> {
        match self.walk.authorities.any {
            Some(hit) => self.entry(row, hit),
            None if self.walk.listed().is_some() => no_say("an entry of user or group comes first"),
            None if self.is_restricted() => no_say("ID(*) doesn't count for RESTRICTED users"),
            None => no_say("no entry ID(*)"),
        }
    }

    fn uacc(&self, row: &'b ProfileRow) -> Seen<'b> {
        let source = self.engine.profile_origin(row, 1);
        match self.walk.authorities.uacc {
            Some(level) => seen(format!("UACC is {level}{}", self.against(level)), source),
            None if self.is_restricted() => no_say("UACC doesn't count for RESTRICTED users"),
            None if self.walk.authorities.any.is_some() => {
                no_say(format!("hidden by ID(*) (option {})", Switch::StarEntryHidesUacc))
            }
            None => no_say("an entry of user or group comes first"),
        }
    }

    fn operations(&self) -> Seen<'b> {
        let honoured =
            self.walk.class.is_some_and(|(_, row)| row.flags.get() & class_flag::OPERATIONS != 0);
        let user = self.subject.user.as_ref();
        match (self.walk.authorities.operations, user) {
            (Some(Operations::System), Some(user)) => {
                seen("the user has OPERATIONS", self.engine.id_origin(user.id))
            }
            (Some(Operations::Group(at)), Some(user)) => {
                let group = user.groups.get(at).map(|group| self.engine.id_name(group.get()));
                let place = user.row.connections.start.get() as usize + at;
                let group = group.unwrap_or_default();
                let text = format!("group-OPERATIONS in {group}, in whose scope the profile lies");
                seen(text, self.engine.connection_origin(place))
            }
            _ if !honoured => no_say("the class doesn't honour OPERATIONS"),
            _ if self.walk.listed().is_some() => {
                no_say("an entry limits the user, so OPERATIONS doesn't count")
            }
            _ => no_say("the user has no OPERATIONS here"),
        }
    }

    fn conditional(&self, row: &'b ProfileRow) -> Seen<'b> {
        if row.conditional.len.get() == 0 {
            return no_say("the profile has no conditional access list");
        }
        let Some(hit) = self.walk.authorities.conditional else {
            return seen("no conditional entry applies to this user, place and program", None);
        };
        let view = self.engine.conditional_view(row, hit);
        let when = view.and_then(|view| Some((view.id, view.when?)));
        let when = when.map(|(id, when)| {
            format!("{id} when {} {}\"{}\"", when.kind, spaced(when.name), when.value)
        });
        let text =
            format!("{} has {}{}", when.unwrap_or_default(), hit.level, self.against(hit.level));
        seen(text, self.engine.conditional_origin(row, hit))
    }

    fn warning(&self, row: &'b ProfileRow) -> Seen<'b> {
        if self.walk.warning {
            return seen(
                "the profile is in WARNING mode: granted with a warning",
                self.engine.profile_origin(row, 0),
            );
        }
        let allowed = self.walk.allowed.unwrap_or(AccessLevel::None);
        seen(format!("nothing gives {}; the user has {allowed}", self.walk.need), None)
    }

    /// The entry that would turn a denial for want of authority into a grant.
    fn mend(&self) -> Option<String> {
        let lacking = self.walk.outcome == Outcome::Deny && self.walk.step == Step::Insufficient;
        let (_, row) = self.walk.profile.filter(|_| lacking)?;
        let user = self.subject.user.as_ref()?;
        let view = self.engine.profile_view(row, self.request);
        if row.flags.get() & profile_flag::MERGED != 0 {
            return None;
        }
        let fully_qualified = view.generic && !view.name.contains(['*', '%', '&']);
        let generic = if fully_qualified { " generic" } else { "" };
        let volume = view.volume.map(|volume| format!(" volume \"{volume}\"")).unwrap_or_default();
        let level = self.walk.need.as_str().to_ascii_lowercase();
        Some(format!(
            "permit {}: {level} on {} \"{}\"{generic}{volume}",
            self.engine.id_name(user.id),
            view.class,
            view.name
        ))
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

fn spaced(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("{name} ") }
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
