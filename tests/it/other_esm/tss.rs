//! A small model of Top Secret: what each command does to its records, and how it decides.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Word, unquoted, words};
use super::system::{Answer, Complaints, Expected, System};

/// One permit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Permit {
    class: String,
    /// As written: in apostrophes, with `(G)`, or plain.
    name: String,
    levels: BTreeSet<String>,
}

/// One ACID.
#[derive(Clone, Debug, Default)]
struct Acid {
    kind: String,
    name: String,
    department: String,
    protected: bool,
    fields: BTreeMap<String, Vec<String>>,
    permits: Vec<Permit>,
}

/// Top Secret with its records.
#[derive(Clone, Debug, Default)]
pub(super) struct Tss {
    acids: BTreeMap<String, Acid>,
    /// What signed-on users have: their records as they were.
    sessions: BTreeMap<String, Vec<Vec<Permit>>>,
    owners: Vec<(String, String, String)>,
    classes: BTreeMap<String, usize>,
    exact: BTreeSet<String>,
    everybody: Vec<Permit>,
    tasks: BTreeMap<String, String>,
    failed: Vec<String>,
    /// What the site expects: departments of users and of resources.
    departments: [String; 2],
    facility: Option<(String, Vec<String>, Vec<String>)>,
}

/// What the site has and states.
#[derive(Clone, Debug, Default)]
pub(super) struct Site<'t> {
    pub(super) departments: [&'t str; 2],
    pub(super) profiles: &'t [&'t str],
    pub(super) owned: &'t [(&'t str, &'t str)],
    pub(super) exact: &'t [&'t str],
    pub(super) facility: Option<(&'t str, &'t [&'t str], &'t [&'t str])>,
}

const LONG: [(&str, usize); 5] =
    [("DATASET", 44), ("IBMFAC", 44), ("APPL", 8), ("CSFSERV", 8), ("ZOWE", 8)];
const OTHERS: [&str; 2] = ["UNIXPRIV", "SURROGAT"];

impl Tss {
    pub(super) fn new(site: &Site<'_>) -> Self {
        let mut system = Self::default();
        let others = OTHERS.iter().map(|it| (*it, 8));
        system.classes = LONG.into_iter().chain(others).map(|(it, n)| (it.to_owned(), n)).collect();
        system.departments = site.departments.map(str::to_owned);
        for department in site.departments {
            let acid = Acid { kind: "DEPT".to_owned(), ..Acid::default() };
            system.acids.insert(department.to_owned(), acid);
        }
        for profile in site.profiles {
            let acid = Acid { kind: "PROFILE".to_owned(), ..Acid::default() };
            system.acids.insert((*profile).to_owned(), acid);
        }
        for (class, prefix) in site.owned {
            system.owners.push(((*class).to_owned(), (*prefix).to_owned(), "OTHERS".to_owned()));
        }
        system.exact = site.exact.iter().map(|it| (*it).to_owned()).collect();
        let texts = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        system.facility = site
            .facility
            .map(|(name, masters, users)| (name.to_owned(), texts(masters), texts(users)));
        system
    }

    /// The same system with users who are signed on and have other permits for the same names.
    pub(super) fn stale(&self, commands: &[String]) -> Self {
        let mut first = self.clone();
        first.run(commands);
        let mut system = self.clone();
        system.owners = first.owners;
        for (name, acid) in first.acids {
            let old = acid.permits.iter().map(old_permit);
            let kind = acid.kind.clone();
            let made = Acid { permits: old.collect(), kind: kind.clone(), ..acid.clone() };
            let made = if kind == "USER" { Acid { fields: BTreeMap::new(), ..made } } else { made };
            system.acids.insert(name.clone(), made);
            if kind == "USER" {
                let records = system.records(&name);
                system.sessions.insert(name, records);
            }
        }
        system.everybody = first.everybody.iter().map(old_permit).collect();
        system
    }

    fn perform(&mut self, words: &[Word]) -> Option<()> {
        let [first, function, rest @ ..] = words else { return None };
        let target = function.operand.clone().filter(|_| first.name == "TSS")?;
        match function.name.as_str() {
            "CREATE" => self.create(&target, rest),
            "ADDTO" if target == "STC" => {
                let [procedure, acid] = rest else { return None };
                let procedure =
                    procedure.operand.clone().filter(|_| procedure.name == "PROCNAME")?;
                let acid = acid.operand.clone().filter(|_| acid.name == "ACID")?;
                let fine =
                    self.acids.get(&acid)?.fields.get("FACILITY")?.iter().any(|it| it == "STC");
                fine.then(|| drop(self.tasks.insert(procedure, acid)))
            }
            "ADDTO" => self.add(&target, rest),
            "REMOVE" if target == "STC" => {
                let [procedure] = rest else { return None };
                let name = procedure.operand.as_ref().filter(|_| procedure.name == "PROCNAME")?;
                self.tasks.remove(name).map(drop)
            }
            "REMOVE" => self.remove(&target, rest),
            "DELETE" => self.delete(&target, rest),
            "PERMIT" => self.permit(&target, rest),
            "REVOKE" => self.revoke(&target, rest),
            "REFRESH" => {
                let [word] = rest else { return None };
                let all = word.name == "JOBNAME" && word.operand.as_deref() == Some("*");
                let user = self.acids.get(&target).is_some_and(|it| it.kind == "USER");
                if self.sessions.contains_key(&target) && all {
                    let records = self.records(&target);
                    self.sessions.insert(target, records);
                }
                (user && all).then_some(())
            }
            _ => None,
        }
    }

    fn create(&mut self, acid: &str, words: &[Word]) -> Option<()> {
        let mut made = Acid::default();
        for Word { name, operand } in words {
            match (name.as_str(), operand.as_deref()) {
                ("TYPE", Some(kind @ ("USER" | "GROUP" | "PROFILE"))) => {
                    kind.clone_into(&mut made.kind);
                }
                ("NAME", Some(text)) => made.name = unquoted(text)?,
                ("DEPARTMENT", Some(text)) => text.clone_into(&mut made.department),
                ("PROTECTED", None) => made.protected = true,
                _ => return None,
            }
        }
        let department = self.acids.get(&made.department)?;
        let fine =
            department.kind == "DEPT" && !made.kind.is_empty() && !self.acids.contains_key(acid);
        fine.then(|| drop(self.acids.insert(acid.to_owned(), made)))
    }

    fn add(&mut self, acid: &str, words: &[Word]) -> Option<()> {
        let kind = self.acids.get(acid)?.kind.clone();
        if kind == "DEPT" {
            let [word] = words else { return None };
            return self.own(acid, &word.name, word.operand.as_ref()?);
        }
        for Word { name, operand } in words {
            let value = operand.clone().or((name == "ASUSPEND").then(String::new))?;
            let of = |kind: &str| self.acids.get(&value).is_some_and(|it| it.kind == kind);
            let groups = self.acids.get(acid)?.fields.get("GROUP").cloned().unwrap_or_default();
            let fine = match (name.as_str(), kind.as_str()) {
                ("GROUP", "USER") => of("GROUP"),
                ("DFLTGRP", "USER") => groups.contains(&value),
                ("PROFILE", "USER") => of("PROFILE"),
                ("FACILITY" | "MASTFAC", "USER") => value == "STC" || self.is_facility(&value),
                ("UID", "USER") | ("GID", "GROUP") => value == "?" || value.parse::<u32>().is_ok(),
                ("ASUSPEND", "USER") => value.is_empty(),
                ("HOME" | "OMVSPGM", "USER") => value.starts_with('/'),
                _ => false,
            };
            if !fine {
                return None;
            }
            let values = self.acids.get_mut(acid)?.fields.entry(name.clone()).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Some(())
    }

    fn remove(&mut self, acid: &str, words: &[Word]) -> Option<()> {
        let record = self.acids.get_mut(acid)?;
        if record.kind == "DEPT" {
            let [Word { name: class, operand }] = words else { return None };
            let own = (class.clone(), operand.clone()?, acid.to_owned());
            let at = self.owners.iter().position(|it| *it == own)?;
            self.owners.remove(at);
            return Some(());
        }
        for Word { name, operand } in words {
            let value = operand.clone().or((name == "ASUSPEND").then(String::new))?;
            let values = record.fields.get_mut(name)?;
            let at = values.iter().position(|it| *it == value)?;
            values.remove(at);
            if values.is_empty() {
                record.fields.remove(name);
            }
        }
        Some(())
    }

    /// Deletes an ACID that nothing refers to.
    fn delete(&mut self, acid: &str, words: &[Word]) -> Option<()> {
        let attached = |it: &Acid| {
            let fields = ["GROUP", "DFLTGRP", "PROFILE"].map(|name| it.fields.get(name));
            fields.into_iter().flatten().flatten().any(|it| it == acid)
        };
        let used = self.acids.values().any(attached) || self.tasks.values().any(|it| it == acid);
        (words.is_empty() && !used).then(|| self.acids.remove(acid)).flatten().map(drop)
    }

    fn is_facility(&self, name: &str) -> bool {
        self.facility.as_ref().is_some_and(|(facility, ..)| facility == name)
    }

    fn own(&mut self, owner: &str, class: &str, name: &str) -> Option<()> {
        let longest = self.classes.get(class)?;
        let of_class: Vec<&(String, String, String)> =
            self.owners.iter().filter(|(it, ..)| it == class).collect();
        // The same owner may have it already; a longer name under a shorter one is refused.
        let again = of_class.iter().any(|(_, known, by)| known == name && by == owner);
        let under = of_class.iter().any(|(_, known, _)| name.starts_with(known.as_str()));
        let fine = name.len() <= *longest && (again || !under) && owner == self.departments[1];
        if fine && !again {
            self.owners.push((class.to_owned(), name.to_owned(), owner.to_owned()));
        }
        fine.then_some(())
    }

    fn is_owned(&self, class: &str, name: &str) -> bool {
        self.owners.iter().any(|(it, prefix, _)| it == class && name.starts_with(prefix.as_str()))
    }

    fn record(&mut self, acid: &str) -> Option<&mut Vec<Permit>> {
        if acid == "ALL" {
            return Some(&mut self.everybody);
        }
        let acid = self.acids.get_mut(acid)?;
        ["USER", "PROFILE"].contains(&acid.kind.as_str()).then_some(&mut acid.permits)
    }

    fn permit(&mut self, acid: &str, words: &[Word]) -> Option<()> {
        let (resource, rest) = words.split_first()?;
        let (class, name) = (resource.name.clone(), resource.operand.clone()?);
        let bare = bare(&name);
        if !self.is_owned(&class, &bare) {
            return None;
        }
        let levels = match rest {
            [] if class == "APPL" => ["READ".to_owned()].into(),
            [word] if word.name == "ACCESS" => {
                let known = ["NONE", "READ", "UPDATE", "CONTROL", "ALL"];
                let levels: BTreeSet<String> =
                    word.operand.as_ref()?.split(',').map(str::to_owned).collect();
                levels.iter().all(|it| known.contains(&it.as_str())).then_some(levels)?
            }
            [word] if class == "APPL" && word.name == "ACTION" => {
                let deny = word.operand.as_deref() == Some("DENY");
                deny.then(|| ["NONE".to_owned()].into())?
            }
            _ => return None,
        };
        let permits = self.record(acid)?;
        let twice =
            permits.iter().any(|it| it.class == class && it.name == name && it.levels != levels);
        permits.push(Permit { class, name, levels });
        // Which of two permits with one name decides isn't known.
        (!twice).then_some(())
    }

    fn revoke(&mut self, acid: &str, words: &[Word]) -> Option<()> {
        let [resource] = words else { return None };
        let (class, name) = (resource.name.clone(), resource.operand.clone()?);
        let permits = self.record(acid)?;
        let before = permits.len();
        permits.retain(|it| it.class != class || it.name != name);
        (permits.len() < before).then_some(())
    }

    /// The records that count for a user, in their order.
    fn records(&self, user: &str) -> Vec<Vec<Permit>> {
        let Some(acid) = self.acids.get(user) else { return Vec::new() };
        let profiles = acid.fields.get("PROFILE").into_iter().flatten();
        let profiles = profiles.filter_map(|it| self.acids.get(it)).map(|it| it.permits.clone());
        std::iter::once(acid.permits.clone()).chain(profiles).collect()
    }

    /// How much of a name a permit names.
    fn length(&self, permit: &Permit, name: &str) -> Option<usize> {
        let own = bare(&permit.name);
        let exact = permit.name.starts_with('\'')
            || (self.exact.contains(&permit.class) && !permit.name.ends_with("(G)"));
        let fits = if exact { own == name } else { name.starts_with(&own) };
        fits.then_some(own.len())
    }
}

/// A permit of the same name that says the opposite.
fn old_permit(permit: &Permit) -> Permit {
    let most = permit.class == "APPL" || permit.levels.contains("ALL");
    let level = if most { "NONE" } else { "ALL" };
    Permit { levels: [level.to_owned()].into(), ..permit.clone() }
}

fn bare(name: &str) -> String {
    name.trim_matches('\'').trim_end_matches("(G)").to_owned()
}

/// What RACF's class is called.
fn class_name(racf: &str) -> &str {
    if racf == "FACILITY" { "IBMFAC" } else { racf }
}

impl System for Tss {
    fn run(&mut self, statements: &[String]) {
        for statement in statements {
            if self.perform(&words(statement)).is_none() {
                self.failed.push(statement.clone());
            }
        }
    }

    fn failed(&self) -> &[String] {
        &self.failed
    }

    fn records(&self) -> String {
        format!("{:#?}", Self { failed: Vec::new(), ..self.clone() })
    }

    fn decides(&self, user: &str, class: &str, name: &str, level: &str) -> Answer {
        let class = class_name(class);
        let suspended = |it: &Acid| it.fields.contains_key("ASUSPEND");
        if self.acids.get(user).is_none_or(suspended) {
            return Answer::Denied;
        }
        if !self.is_owned(class, name) {
            // In FAIL mode an unowned data set is refused.
            return if class == "DATASET" { Answer::Denied } else { Answer::NotProtected };
        }
        let signed_on = self.sessions.get(user).cloned();
        let mut records = signed_on.unwrap_or_else(|| self.records(user));
        records.push(self.everybody.clone());
        for record in records {
            let fitting = record.iter().filter(|it| it.class == class);
            let fitting: Vec<(usize, &Permit)> =
                fitting.filter_map(|it| Some((self.length(it, name)?, it))).collect();
            let Some(longest) = fitting.iter().map(|(length, _)| *length).max() else { continue };
            let all = fitting.iter().filter(|(length, _)| *length == longest);
            let levels: BTreeSet<&str> =
                all.flat_map(|(_, it)| it.levels.iter().map(String::as_str)).collect();
            // Of permits with one name, NONE decides.
            if levels.contains("NONE") {
                return Answer::Denied;
            }
            let update = class == "DATASET" && level == "READ" && levels.contains("UPDATE");
            let held = levels.contains(level) || levels.contains("ALL") || update;
            return if held { Answer::Granted } else { Answer::Denied };
        }
        Answer::Denied
    }

    fn complaints(&self, expected: &Expected) -> Vec<String> {
        let mut complaints = Complaints::default();
        self.users_are(expected, &mut complaints);
        self.others_are(expected, &mut complaints);
        complaints.0
    }
}

fn field(acid: &Acid, name: &str) -> Option<String> {
    acid.fields.get(name)?.first().cloned()
}

fn number(acid: &Acid, name: &str) -> Option<String> {
    field(acid, name).map(|it| if it == "?" { "auto".to_owned() } else { it })
}

impl Tss {
    fn users_are(&self, expected: &Expected, complaints: &mut Complaints) {
        let mut same = |what: &str, user: &str, found: Option<&str>, stated: Option<&str>| {
            complaints.same(&format!("{what} of {user}"), found, stated);
        };
        for user in &expected.users {
            let name = user.name.as_str();
            let acid = self.acids.get(name).cloned().unwrap_or_default();
            same("type", name, Some(&acid.kind), Some("USER"));
            same("department", name, Some(&acid.department), Some(&self.departments[0]));
            same("NAME", name, Some(&acid.name), Some(user.title.as_deref().unwrap_or(name)));
            let on = |it: bool| it.then_some("on");
            same("PROTECTED", name, on(acid.protected), on(user.protected));
            let unix = expected.gids.iter().any(|(group, _)| *group == user.default_group);
            let group = Some(user.default_group.as_str()).filter(|_| unix);
            same("DFLTGRP", name, field(&acid, "DFLTGRP").as_deref(), group);
            same("UID", name, number(&acid, "UID").as_deref(), user.uid.as_deref());
            same("HOME", name, field(&acid, "HOME").as_deref(), user.home.as_deref());
            same("program", name, field(&acid, "OMVSPGM").as_deref(), user.program.as_deref());
        }
    }

    fn others_are(&self, expected: &Expected, complaints: &mut Complaints) {
        for (group, gid) in &expected.gids {
            let acid = self.acids.get(group).cloned().unwrap_or_default();
            complaints.same(&format!("type of {group}"), Some(&acid.kind), Some("GROUP"));
            let found = number(&acid, "GID");
            complaints.same(&format!("GID of {group}"), found.as_deref(), Some(gid));
        }
        for (name, acid) in &self.acids {
            let of_group = ["GROUP", "PROFILE"].contains(&acid.kind.as_str());
            if !of_group || acid.department.is_empty() {
                continue;
            }
            let department = Some(self.departments[0].as_str());
            complaints.same(&format!("department of {name}"), Some(&acid.department), department);
            let titled = expected.titles.contains(&acid.name).then_some("known");
            complaints.same(&format!("NAME of {name}"), titled, Some("known"));
        }
        for (procedure, user, _) in &expected.tasks {
            let found = self.tasks.get(procedure).map(String::as_str);
            complaints.same(&format!("user of {procedure}"), found, Some(user));
        }
        let Some((facility, masters, users)) = &self.facility else { return };
        for (name, acids) in [("MASTFAC", masters), ("FACILITY", users)] {
            for acid in acids {
                let found = self.acids.get(acid).and_then(|it| it.fields.get(name));
                let found = found.is_some_and(|it| it.contains(facility)).then_some("on");
                complaints.same(&format!("{name} of {acid}"), found, Some("on"));
            }
        }
    }
}
