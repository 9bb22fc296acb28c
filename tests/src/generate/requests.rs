//! Requests for names at and around those of the policy.

use saffron_runtime::{Intent, Log, Mode, Operation};
use saffron_vocabulary::racf::{AccessLevel, Day};

use super::Dice;
use super::names::{self, member_class};
use super::policy::{Declared, GROUPS, LABELS, USERS, World};
use crate::request::{OwnedContext, OwnedRequest};

/// A request for something of the policy, in most cases.
pub(super) fn request(dice: &mut Dice, world: &World) -> OwnedRequest {
    match dice.below(12) {
        0 | 1 => administration(dice, world),
        2 => creation(dice, world),
        _ => access(dice, world, None),
    }
}

/// May a profile be changed? Mostly one that there is, often by its owner.
fn administration(dice: &mut Dice, world: &World) -> OwnedRequest {
    let Declared { class, name, owner, generic } = dice.pick(&world.profiles);
    let target = (!class.is_empty() && dice.chance(93)).then_some((class, name));
    let mut request = access(dice, world, target);
    let owner = owner.filter(|it| USERS.contains(&it.as_str()) && dice.chance(25));
    if let Some(owner) = owner {
        request.user = Some(owner);
        request.group = None;
    }
    let generic = if dice.chance(90) { generic } else { !generic };
    request.operation = Operation::Administer { generic };
    request
}

/// May a data set be created? Mostly one of a group.
fn creation(dice: &mut Dice, world: &World) -> OwnedRequest {
    let data_sets = world.names.iter().filter(|(class, _)| class == "DATASET");
    let mut data_sets: Vec<&str> = data_sets.map(|(_, name)| name.as_str()).collect();
    let of_groups: Vec<&str> = data_sets
        .iter()
        .copied()
        .filter(|name| GROUPS.contains(&name.split('.').next().unwrap_or_default()))
        .collect();
    if !of_groups.is_empty() && dice.chance(70) {
        data_sets = of_groups;
    }
    let target = (!data_sets.is_empty() && dice.chance(90)).then(|| {
        let name = dice.pick(&data_sets);
        ("DATASET".to_owned(), names::covered(dice, "DATASET", name))
    });
    let mut request = access(dice, world, target);
    let group = request.resource.split('.').next().unwrap_or_default();
    let members = world.connected.iter().filter(|(_, it)| *it == group).map(|(user, _)| *user);
    let members: Vec<&str> = members.collect();
    if !members.is_empty() && dice.chance(60) {
        request.user = Some(dice.pick(&members).to_owned());
        request.group = dice.chance(50).then(|| group.to_owned());
        request.mode = Mode::Auth;
    }
    request.operation = Operation::Define;
    request
}

fn access(dice: &mut Dice, world: &World, target: Option<(String, String)>) -> OwnedRequest {
    let (class, resource) = target.unwrap_or_else(|| self::target(dice, world));
    let user = match resource.split('.').next() {
        Some(owner) if USERS.contains(&owner) && dice.chance(30) => Some(owner.to_owned()),
        _ => user(dice),
    };
    let mut request = OwnedRequest::read(user.as_deref(), &class, &resource);
    if dice.chance(18) {
        request.group = Some(group(dice, world, user.as_deref()));
    }
    if dice.chance(25) {
        request.volume = Some(dice.pick(&["V1", "VA", "VB", "V2", "VC", "va"]).to_owned());
    }
    request.access = level(dice);
    request.intent = if dice.chance(12) { Intent::Execute } else { Intent::Access };
    request.mode = if dice.chance(20) { Mode::FastAuth } else { Mode::Auth };
    request.racfind = dice.chance(15);
    request.privileged = dice.chance(2);
    request.trusted = dice.chance(3);
    request.log = match dice.below(10) {
        0 => Log::NoFail,
        1 => Log::None,
        2 => Log::NoStat,
        _ => Log::AsIs,
    };
    request.date = day(dice);
    request.context = context(dice);
    if dice.chance(4) {
        spoil(dice, &mut request);
    }
    let conditions: Vec<&str> =
        world.conditions.iter().filter(|(it, _)| *it == class).map(|(_, it)| *it).collect();
    if dice.chance(50) {
        fulfil(&mut request, dice.pick(&conditions));
    }
    request
}

/// Names that the system makes up for temporary data sets, and some that only look like it.
const TEMPORARY: [&str; 8] = [
    "SYS26015.T120000.RA000.ANN.R0100001",
    "sys26015.t120000.ra000.ann.h01",
    "SYS26015.T120000.RA000.A",
    "SYS26015.T120000.RA000.",
    "SYS26015.T120000.RA000",
    "SYS26015.T12000A.RA000.ANN",
    "SYS2601.T120000.RA0000.ANN",
    "SYS26015.T120000.RB000.ANN",
];

fn user(dice: &mut Dice) -> Option<String> {
    match dice.below(24) {
        0 | 1 => None,
        2 => Some(dice.pick(&["NOBODY", "EXTG", "G1", "*", ""]).to_owned()),
        4 => Some(dice.pick(&["EXTU", "EXTV", "extv"]).to_owned()),
        3 => Some(dice.pick(&["ann", "Ops"]).to_owned()),
        _ => Some(dice.pick(&USERS).to_owned()),
    }
}

/// A group of the user, in most cases.
fn group(dice: &mut Dice, world: &World, user: Option<&str>) -> String {
    let own = world.connected.iter().filter(|(name, _)| Some(*name) == user);
    let mut groups: Vec<&str> = own.map(|(_, group)| *group).collect();
    if groups.is_empty() || dice.chance(15) {
        groups = vec!["G1", "GA", "G#", "PAY", "EXTG", "NOGROUP", "ga"];
    }
    dice.pick(&groups).to_owned()
}

fn target(dice: &mut Dice, world: &World) -> (String, String) {
    if dice.chance(4) {
        let class = dice.pick(&["NOSUCH", "SURROGAT", "GCICSTRN", "STARTED", "SECLABEL"]);
        return (class.to_owned(), dice.pick(&["A.B", "GRPA", "A"]).to_owned());
    }
    if dice.chance(88) && !world.names.is_empty() {
        let (class, name) = dice.pick(&world.names);
        let resource = names::covered(dice, &class, &name);
        let class = if dice.chance(3) { class.to_ascii_lowercase() } else { class };
        return (class, resource);
    }
    let class = dice.pick(&world.classes);
    let resource = names::requested(dice, member_class(&class));
    if class == "DATASET" && dice.chance(10) {
        return (class, resource.split('.').next().unwrap_or_default().to_owned());
    }
    if class == "DATASET" && dice.chance(15) {
        return (class, dice.pick(&TEMPORARY).to_owned());
    }
    (class, resource)
}

fn level(dice: &mut Dice) -> AccessLevel {
    match dice.below(7) {
        0..=2 => AccessLevel::Read,
        3 | 4 => AccessLevel::Update,
        5 => AccessLevel::Control,
        _ => AccessLevel::Alter,
    }
}

fn day(dice: &mut Dice) -> Day {
    let day = dice.pick(&[1, 9, 10, 11, 14, 15, 16, 19, 20, 21]);
    Day::from_civil(2026, 1, day).unwrap_or(Day(0))
}

/// Puts in place of a name one that can't be, or that only begins like one.
fn spoil(dice: &mut Dice, request: &mut OwnedRequest) {
    let (long, longest) = ("A.".repeat(150), "A.".repeat(121));
    let names = [
        "", ".", "A..B", "\u{e9}", "AB\u{df}", " A", "\u{0}", "*", "%", "&V", "&", &long, &longest,
    ];
    let name = dice.pick(&names).to_owned();
    let longer = |text: &str| format!("{text}ANDMUCHMORE");
    match dice.below(12) {
        0 => request.user = request.user.as_deref().map(longer),
        1 => request.user = Some(name),
        2 => request.group = Some(name),
        3 => request.class = longer(&request.class),
        4 => request.class = name,
        5 => request.volume = Some(name),
        6 => request.volume = Some("V1V1V1V1V1".to_owned()),
        7 => request.context.terminal = Some("T1T1T1T1T1".to_owned()),
        8 => request.context.seclabel = Some(longer("SYSHIGH")),
        9 => request.context.program = vec!["PGM1PGM1PGM1".to_owned()],
        _ => request.resource = name,
    }
}

/// Makes a condition of the policy hold.
fn fulfil(request: &mut OwnedRequest, condition: &str) {
    let Some((kind, text)) = condition.split_once(' ') else { return };
    let value = text.trim_end_matches('"').rsplit('"').next().unwrap_or_default().to_owned();
    let context = &mut request.context;
    match kind {
        "terminal" => context.terminal = Some(value),
        "console" => context.console = Some(value),
        "jesinput" => context.jesinput = Some(value),
        "appcport" => context.appcport = Some(value),
        "servauth" => context.servauth = Some(value),
        "program" => context.program.push(value),
        "sysid" => context.sysid = Some(value),
        _ => {
            let name = text.split(' ').next().unwrap_or_default().to_owned();
            // Criteria have distinct names.
            context.criteria.retain(|(other, _)| *other != name);
            context.criteria.push((name, value));
            request.mode = Mode::FastAuth;
        }
    }
}

fn context(dice: &mut Dice) -> OwnedContext {
    let mut context = OwnedContext::default();
    let one = |dice: &mut Dice, from: &[&str]| Some(dice.pick(from).to_owned());
    match dice.below(7) {
        0 | 1 => context.terminal = one(dice, &["T1", "T1", "TA", "TA", "t1", "TX", "TAB"]),
        2 => context.console = one(dice, &["C1", "C2"]),
        3 => context.jesinput = one(dice, &["J1", "J2"]),
        4 => context.appcport = one(dice, &["LU1", "NET.LU1", "NET2.LU1", "net.lu1", "LU2"]),
        _ => {}
    }
    if dice.chance(15) {
        context.servauth = one(dice, &["ZONE.A", "ZONE.B"]);
    }
    if dice.chance(55) {
        let programs = ["PGM1", "PGMA", "PGM2", "pgm1"].map(str::to_owned);
        context.program = dice.some(&programs, 3);
    }
    context.program_unclean = dice.chance(15);
    if dice.chance(25) {
        context.sysid = one(dice, &["SYSA", "SYS1", "sysa"]);
    }
    if dice.chance(30) {
        let criteria =
            [("SQLROLE", "TELLER"), ("SQLROLE", "Boss"), ("sqlrole", "TELLER"), ("APPROLE", "X")];
        let mut chosen = dice.some(&criteria, 2);
        chosen.dedup_by_key(|(name, _)| *name);
        context.criteria =
            chosen.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    }
    if dice.chance(25) {
        let known = LABELS.into_iter().chain(["SYSHIGH", "SYSLOW", "SYSNONE", "NOLABEL", "labela"]);
        context.seclabel = one(dice, &known.collect::<Vec<_>>());
    }
    context
}
