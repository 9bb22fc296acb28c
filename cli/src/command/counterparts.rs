//! `table --esm`: each entry of an access list with the commands for it, manager by manager.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use clap::ValueEnum;
use saffron_compiler::model::{Condition, Model, Profile, ProfileKind, Who};
use saffron_diagnostics::Diagnostic;
use saffron_esm::{Emission, ListEntry, What};
use saffron_racf::command::{Command, CommandKind, Name, PermitAction, WhenOperand};
use saffron_racf::print;
use saffron_racf_convert::emit;
use saffron_vocabulary::racf::AccessLevel;

use crate::policy::CompiledPolicy;
use crate::report::counterparts::{Cell, Judged, Kind, Row};

/// The security managers whose commands are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Managers {
    /// z/OS Security Server RACF
    Racf,
    /// ACF2 for z/OS
    Acf2,
    /// Top Secret for z/OS
    Tss,
    /// All three
    All,
}

impl Managers {
    fn has(self, one: Self) -> bool {
        self == one || self == Self::All
    }

    fn others(self) -> impl Iterator<Item = saffron_esm::Esm> {
        let all = [(Self::Acf2, saffron_esm::Esm::Acf2), (Self::Tss, saffron_esm::Esm::Tss)];
        all.into_iter().filter(move |(one, _)| self.has(*one)).map(|(_, esm)| esm)
    }
}

/// An entry of an access list, and its condition.
type Key = (ListEntry, Option<String>);

/// The rows of the profiles that are wanted.
///
/// # Errors
/// What the site has to state first.
pub(crate) fn rows(
    managers: Managers,
    compiled: &CompiledPolicy,
    site: Option<&str>,
    wanted: impl Fn(&str, &str) -> bool,
) -> Result<Vec<Row>, Vec<Diagnostic>> {
    let model = &compiled.compilation.model;
    let (mut others, mut missing) = (Vec::new(), Vec::new());
    for esm in managers.others() {
        match saffron_esm::emit(model, esm, &compiled.esm, site) {
            Ok(emission) => others.push(Other::of(emission)),
            Err(found) => missing.extend(found),
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    let racf = managers.has(Managers::Racf).then(|| Racf::of(model));
    let mut rows = Vec::new();
    for profile in &model.profiles {
        let class = model.classes.get(profile.class).map_or("", |class| class.name.as_str());
        if !wanted(class, &profile.name) {
            continue;
        }
        for row in of_profile(model, class, profile, &others) {
            let racf = racf.iter().map(|racf| racf.cell(&row));
            let cells = racf.chain(others.iter().map(|other| other.cell(&row))).collect();
            rows.push(Row { cells, ..row });
        }
    }
    Ok(rows)
}

/// The UACC, the entries in the order of the policy, and users who aren't on the list but need a command
/// of another manager to have the level that RACF gives them.
fn of_profile(model: &Model, class: &str, profile: &Profile, others: &[Other]) -> Vec<Row> {
    let on = |id: &str| ListEntry {
        class: class.to_owned(),
        profile: profile.name.clone(),
        generic: profile.kind == ProfileKind::Generic,
        id: id.to_owned(),
    };
    let id = |who: Who| match who {
        Who::Any => "*",
        Who::Id(id) => model.principals.get(id).map_or("", |it| it.name.as_str()),
    };
    let row = |entry, kind, access, source| Row {
        entry,
        kind,
        access: Some(access),
        source: Some(source),
        cells: Vec::new(),
    };
    let mut rows = Vec::new();
    if profile.uacc > AccessLevel::None {
        let source = profile.uacc_origin.unwrap_or(profile.origin);
        rows.push(row(on("*"), Kind::Uacc, profile.uacc, source));
    }
    for it in &profile.standard {
        rows.push(row(on(id(it.who)), Kind::Standard, it.access, it.origin));
    }
    let listed: BTreeSet<ListEntry> = rows.iter().map(|row| row.entry.clone()).collect();
    for it in &profile.conditional {
        rows.push(row(on(id(it.who)), Kind::When(when(&it.condition)), it.access, it.origin));
    }
    let first = on("");
    let mut added = BTreeSet::new();
    for other in others {
        let same = |it: &ListEntry| {
            (&it.class, &it.profile, it.generic) == (&first.class, &first.profile, first.generic)
        };
        let all = other.commands.range(first.clone()..).map(|(it, _)| it);
        added.extend(all.take_while(|it| same(it)).filter(|it| !listed.contains(it)).cloned());
    }
    let added = added.into_iter();
    rows.extend(added.map(|entry| Row {
        entry,
        kind: Kind::Added,
        access: None,
        source: None,
        cells: Vec::new(),
    }));
    rows
}

/// `program PAYCALC`
fn when(condition: &Condition) -> String {
    format!("{} {}", condition.kind.as_str(), condition.value)
}

/// The commands of ACF2 or Top Secret, and what the report says of each entry.
struct Other {
    esm: saffron_esm::Esm,
    commands: BTreeMap<ListEntry, Vec<String>>,
    verdicts: HashMap<Key, Judged>,
    uacc: HashMap<ListEntry, Judged>,
}

impl Other {
    fn of(emission: Emission) -> Self {
        let Emission { entries: commands, report, .. } = emission;
        let (mut verdicts, mut uacc) = (HashMap::new(), HashMap::new());
        for row in report.rows {
            let fact = row.fact;
            let (Some(class), Some(profile)) = (fact.class, fact.profile) else { continue };
            let id = fact.id.unwrap_or_else(|| "*".to_owned());
            let entry = ListEntry { class, profile, generic: fact.generic, id };
            let judged = Judged { verdict: row.verdict, why: row.reason.or(row.condition) };
            match (fact.what, fact.property.as_deref()) {
                (What::Permit, when) => {
                    let when = when.map(|it| it.trim_start_matches("when ").to_owned());
                    verdicts.insert((entry, when), judged);
                }
                (What::Property, Some("uacc")) => drop(uacc.insert(entry, judged)),
                _ => {}
            }
        }
        Self { esm: report.esm, commands, verdicts, uacc }
    }

    fn cell(&self, row: &Row) -> Cell {
        let verdict = match &row.kind {
            Kind::Uacc => self.uacc.get(&row.entry),
            Kind::Standard => self.verdicts.get(&(row.entry.clone(), None)),
            Kind::When(when) => self.verdicts.get(&(row.entry.clone(), Some(when.clone()))),
            Kind::Added => None,
        };
        let commands = match row.kind {
            Kind::When(_) => None,
            _ => self.commands.get(&row.entry),
        };
        Cell {
            esm: self.esm.as_str(),
            product: self.esm.product(),
            judged: verdict.cloned(),
            commands: commands.cloned().unwrap_or_default(),
        }
    }
}

/// The commands of RACF by what they permit.
#[derive(Default)]
struct Racf {
    permits: HashMap<(String, String, String, Option<String>), Vec<String>>,
    uacc: HashMap<(String, String), Vec<String>>,
}

impl Racf {
    fn of(model: &Model) -> Self {
        let mut racf = Self::default();
        for command in emit::rebuild(model).build.commands() {
            racf.add(command);
        }
        racf
    }

    fn add(&mut self, command: &Command) {
        match &command.kind {
            CommandKind::Permit(permit) => {
                let grants = matches!(
                    permit.action.as_ref().map(|it| it.node),
                    Some(PermitAction::Access(_))
                );
                let class = permit.class.as_ref().map_or("DATASET", |class| &class.text);
                let ids = permit.ids.iter().flatten().filter(|_| grants);
                for id in ids {
                    for when in conditions(permit.when.as_ref()) {
                        let profile = permit.profile.text.clone();
                        let key = (class.to_owned(), profile, id.text.clone(), when);
                        self.permits.entry(key).or_default().push(print::line(command));
                    }
                }
            }
            CommandKind::RAlter(it) if is_open(it.profile.uacc.as_ref().map(|it| it.node)) => {
                self.open(&it.class.text, &it.names, command);
            }
            CommandKind::AltDsd(it) if is_open(it.profile.uacc.as_ref().map(|it| it.node)) => {
                self.open("DATASET", &it.names, command);
            }
            _ => {}
        }
    }

    fn open(&mut self, class: &str, names: &[Name], command: &Command) {
        for name in names {
            let key = (class.to_owned(), name.text.clone());
            self.uacc.entry(key).or_default().push(print::line(command));
        }
    }

    fn cell(&self, row: &Row) -> Cell {
        let ListEntry { class, profile, id, .. } = &row.entry;
        let permit = |when: Option<&String>| {
            self.permits.get(&(class.clone(), profile.clone(), id.clone(), when.cloned()))
        };
        let commands = match &row.kind {
            Kind::Uacc => self.uacc.get(&(class.clone(), profile.clone())),
            Kind::Standard => permit(None),
            Kind::When(when) => permit(Some(when)),
            Kind::Added => None,
        };
        let commands = commands.cloned().unwrap_or_default();
        Cell { esm: "racf", product: "RACF", judged: None, commands }
    }
}

fn is_open(uacc: Option<AccessLevel>) -> bool {
    uacc.is_some_and(|it| it > AccessLevel::None)
}

/// Each condition of a command as a row has it; one `None` if there is no WHEN.
fn conditions(when: Option<&WhenOperand>) -> Vec<Option<String>> {
    let Some(when) = when else { return vec![None] };
    let all = when.conditions.iter().flat_map(|it| {
        it.values.iter().map(|value| Some(format!("{} {}", it.kind.as_str(), value.text)))
    });
    all.collect()
}
