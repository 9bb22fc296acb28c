//! A small model of ACF2: what each command does to its records, and how it decides.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Word, unquoted, words};
use super::system::{Answer, Expected, System};

type Fields = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    mask: Option<String>,
    who: (String, String),
    /// Services and whether they are allowed; of a data set the four accesses.
    says: BTreeMap<String, bool>,
}

/// ACF2 with its records; those in force are apart from those that are stored.
#[derive(Clone, Debug, Default)]
pub(super) struct Acf2 {
    inside: bool,
    mode: String,
    lids: BTreeMap<String, Fields>,
    users: BTreeMap<String, Fields>,
    groups: BTreeMap<String, Fields>,
    roles: BTreeMap<String, BTreeSet<String>>,
    options: BTreeMap<String, Fields>,
    resident: BTreeSet<String>,
    rules: BTreeMap<(String, String), Vec<Entry>>,
    users_in_force: BTreeMap<String, Fields>,
    groups_in_force: BTreeMap<String, Fields>,
    roles_in_force: BTreeMap<String, BTreeSet<String>>,
    options_in_force: BTreeMap<String, Fields>,
    resident_in_force: BTreeSet<String>,
    rules_in_force: BTreeMap<(String, String), Vec<Entry>>,
    awake: BTreeSet<String>,
    failed: Vec<String>,
    /// Whether the records were there before.
    is_stale: bool,
}

const ASLEEP: &str = "APPL";
const RESIDENT: [&str; 6] = ["FAC", "UNI", "SUR", "APL", "TGR", "PTK"];
const OF_LIDS: [&str; 5] = ["NAME", "GROUP", "STC", "RESTRICT", "SUSPEND"];
const OF_USERS: [&str; 4] = ["UID", "AUTOUID", "HOME", "OMVSPGM"];
const OF_GROUPS: [&str; 2] = ["GID", "AUTOGID"];
const OF_OPTIONS: [&str; 6] = ["STCID", "LOGONID", "GROUP", "RESOURCE", "RSRCTYPE", "ENTITYLN"];

impl Acf2 {
    /// A system with these roles, and with SAFDEF records for these classes.
    pub(super) fn new(roles: &[&str], mapped: &[(&str, &str)], awake: &[&str]) -> Self {
        let mut system = Self::default();
        for role in roles {
            system.roles.insert((*role).to_owned(), BTreeSet::new());
        }
        for (class, kind) in mapped {
            let fields = [("RESOURCE", *class), ("RSRCTYPE", *kind)];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
            system.options.insert(format!("CLASMAP.{class}"), Fields::from(fields));
        }
        system.roles_in_force = system.roles.clone();
        system.options_in_force = system.options.clone();
        system.resident = RESIDENT.iter().map(|it| (*it).to_owned()).collect();
        system.resident_in_force = system.resident.clone();
        system.awake = awake.iter().map(|it| (*it).to_owned()).collect();
        system
    }

    /// The same system after the records were made once, with other values.
    pub(super) fn stale(&self, commands: &[String]) -> Self {
        let mut first = self.clone();
        first.run(commands);
        let mut system = Self { is_stale: true, ..self.clone() };
        let old = |records: &BTreeMap<String, Fields>| -> BTreeMap<String, Fields> {
            let old =
                |fields: &Fields| fields.keys().map(|it| (it.clone(), "OLD".to_owned())).collect();
            records.iter().map(|(key, fields)| (key.clone(), old(fields))).collect()
        };
        (system.lids, system.users) = (old(&first.lids), old(&first.users));
        let made =
            old(&first.options).into_iter().filter(|(key, _)| !self.options.contains_key(key));
        system.options.extend(made);
        // What has a number keeps it.
        system.groups = first.groups;
        for role in first.roles.into_keys() {
            system.roles.entry(role).or_default();
        }
        system
    }

    fn perform(&mut self, words: &[Word]) -> Option<()> {
        let (first, rest) = words.split_first()?;
        if !self.inside {
            self.inside = first.name == "ACF" && rest.is_empty();
            // Nothing relies on the mode in which a session begins.
            self.mode.clear();
            return self.inside.then_some(());
        }
        match first.name.as_str() {
            "SET" => self.set(rest),
            "INSERT" => self.insert(rest),
            "CHANGE" => self.change(rest),
            "DELETE" => self.delete(rest),
            "RECKEY" => self.reckey(rest),
            "F" => self.modify(rest),
            "END" if rest.is_empty() => {
                self.inside = false;
                Some(())
            }
            _ => None,
        }
    }

    fn set(&mut self, words: &[Word]) -> Option<()> {
        self.mode.clear();
        let text = |it: &Word| match &it.operand {
            Some(operand) => format!("{}({operand})", it.name),
            None => it.name.clone(),
        };
        let mode: Vec<String> = words.iter().map(text).collect();
        let mode = mode.join(" ");
        let resource = mode.strip_prefix("RESOURCE(").and_then(|it| it.strip_suffix(')'));
        let known = [
            "LID",
            "RULE",
            "CONTROL(GSO)",
            "PROFILE(GROUP) DIV(OMVS)",
            "PROFILE(USER) DIV(OMVS)",
            "X(ROL)",
        ];
        let fine = known.contains(&mode.as_str()) || resource.is_some_and(|it| it.len() == 3);
        fine.then(|| self.mode = mode)
    }

    fn records(&mut self) -> Option<(&mut BTreeMap<String, Fields>, &'static [&'static str])> {
        match self.mode.as_str() {
            "LID" => Some((&mut self.lids, &OF_LIDS)),
            "CONTROL(GSO)" => Some((&mut self.options, &OF_OPTIONS)),
            "PROFILE(USER) DIV(OMVS)" => Some((&mut self.users, &OF_USERS)),
            "PROFILE(GROUP) DIV(OMVS)" => Some((&mut self.groups, &OF_GROUPS)),
            _ => None,
        }
    }

    fn insert(&mut self, words: &[Word]) -> Option<()> {
        let (key, fields) = words.split_first()?;
        if self.mode == "X(ROL)" {
            let (kind, members) = fields.split_first()?;
            let new = kind.name == "ROLE" && !self.roles.contains_key(&key.name);
            let members = self.members(members.first()?)?;
            return new.then(|| drop(self.roles.insert(key.name.clone(), members)));
        }
        let known = self.lids.contains_key(&key.name);
        if self.mode.starts_with("PROFILE(USER)") && !known {
            return None;
        }
        let (records, names) = self.records()?;
        let made = read(fields, names)?;
        if records.contains_key(&key.name) {
            return None;
        }
        records.insert(key.name.clone(), made);
        Some(())
    }

    fn delete(&mut self, words: &[Word]) -> Option<()> {
        let [key] = words else { return None };
        if self.mode == "X(ROL)" {
            return self.roles.remove(&key.name).map(drop);
        }
        self.records()?.0.remove(&key.name).map(drop)
    }

    fn members(&self, word: &Word) -> Option<BTreeSet<String>> {
        let members = word.operand.as_ref().filter(|_| word.name == "INCLUDE")?;
        let members: BTreeSet<String> = members.split(',').map(str::to_owned).collect();
        members.iter().all(|it| self.lids.contains_key(it)).then_some(members)
    }

    fn change(&mut self, words: &[Word]) -> Option<()> {
        let (key, fields) = words.split_first()?;
        let is =
            |word: &str| fields.last().is_some_and(|it| it.name == word && it.operand.is_none());
        let (add, delete) = (is("ADD"), is("DEL"));
        match (self.mode.as_str(), fields) {
            ("X(ROL)", [members, _]) if delete => {
                let members = self.members(members)?;
                let role = self.roles.get_mut(&key.name)?;
                return members.iter().all(|it| role.remove(it)).then_some(());
            }
            ("X(ROL)", [members, _]) if add => {
                let members = self.members(members)?;
                self.roles.get_mut(&key.name)?.extend(members);
            }
            ("CONTROL(GSO)", [types, _]) if (add || delete) && key.name == "INFODIR" => {
                let operand = types.operand.as_ref().filter(|_| types.name == "TYPES")?;
                let kind = operand.strip_prefix("R-R").filter(|it| it.len() == 3)?;
                if delete {
                    return self.resident.remove(kind).then_some(());
                }
                self.resident.insert(kind.to_owned());
            }
            ("X(ROL)", _) => return None,
            _ => {
                // A new record is right at once; only an old one is corrected.
                let corrects = self.is_stale;
                let (records, names) = self.records()?;
                let made = read(fields, names)?;
                let known = records.get_mut(&key.name)?;
                let right = made.iter().all(|(field, value)| known.get(field) == Some(value));
                known.extend(made);
                return (right || corrects).then_some(());
            }
        }
        Some(())
    }

    fn reckey(&mut self, words: &[Word]) -> Option<()> {
        let [key, change] = words else { return None };
        let delete = change.name == "DELETE";
        let text = change.operand.as_ref().filter(|_| delete || change.name == "ADD")?;
        let kind = self.mode.strip_prefix("RESOURCE(").and_then(|it| it.strip_suffix(')'));
        let kind = match kind {
            Some(kind) => kind.to_owned(),
            None if self.mode == "RULE" => String::new(),
            None => return None,
        };
        let entry = entry(&super::reader::words(text), kind.is_empty())?;
        let place = (kind.clone(), key.name.clone());
        if delete {
            return self.delete_entry(&place, &entry);
        }
        let entries = self.rules.entry(place).or_default();
        let same = |it: &Entry| it.mask == entry.mask && it.who == entry.who;
        let both = entries
            .iter()
            .any(|it| same(it) && it.says.keys().any(|on| entry.says.contains_key(on)));
        if both {
            return None;
        }
        entries.push(entry);
        if kind.is_empty() {
            self.rules_in_force = self.with(&kind);
        }
        Some(())
    }

    fn delete_entry(&mut self, place: &(String, String), entry: &Entry) -> Option<()> {
        let entries = self.rules.get_mut(place)?;
        let at = entries.iter().position(|it| it == entry)?;
        entries.remove(at);
        if entries.is_empty() {
            self.rules.remove(place);
        }
        if place.0.is_empty() {
            self.rules_in_force = self.with("");
        }
        Some(())
    }

    /// The rules in force, with the stored ones of a type.
    fn with(&self, kind: &str) -> BTreeMap<(String, String), Vec<Entry>> {
        let mut rules = self.rules_in_force.clone();
        rules.retain(|(it, _), _| it != kind);
        let of_kind = self.rules.iter().filter(|((it, _), _)| it == kind);
        rules.extend(of_kind.map(|(key, entries)| (key.clone(), entries.clone())));
        rules
    }

    fn modify(&mut self, words: &[Word]) -> Option<()> {
        let [Word { name, operand }] = words else {
            return None;
        };
        let text = match operand {
            Some(operand) => format!("{name}({operand})"),
            None => name.clone(),
        };
        // No section relies on the mode of another one.
        self.mode.clear();
        match text.strip_prefix("ACF2,")? {
            "REBUILD(USR),CLASS(P),DIVISION(OMVS)" => self.users_in_force = self.users.clone(),
            "REBUILD(GRP),CLASS(P)" => self.groups_in_force = self.groups.clone(),
            "NEWXREF,TYPE(ROL)" => self.roles_in_force = self.roles.clone(),
            "REFRESH(INFODIR)" => self.resident_in_force = self.resident.clone(),
            other => {
                if let Some(record) =
                    other.strip_prefix("REFRESH(").and_then(|it| it.strip_suffix(')'))
                {
                    let prefix = format!("{record}.");
                    let of_record = self.options.iter().filter(|(key, _)| key.starts_with(&prefix));
                    let known = ["STC", "CLASMAP"].contains(&record);
                    let new: Vec<_> =
                        of_record.map(|(key, it)| (key.clone(), it.clone())).collect();
                    self.options_in_force.retain(|key, _| !key.starts_with(&prefix));
                    self.options_in_force.extend(new);
                    return known.then_some(());
                }
                let kind = other.strip_prefix("REBUILD(").and_then(|it| it.strip_suffix(')'))?;
                let mut all = self.rules.keys().chain(self.rules_in_force.keys());
                let known = all.any(|(it, _)| it == kind);
                self.rules_in_force = self.with(kind);
                return known.then_some(());
            }
        }
        Some(())
    }

    /// The type of a class: the site's record, or what ACF2 has.
    fn kind(&self, class: &str) -> Option<String> {
        let of_class = |it: &&Fields| it.get("RESOURCE").is_some_and(|it| it == class);
        let record = self.options_in_force.values().find(of_class);
        let own = record.and_then(|it| it.get("RSRCTYPE").cloned());
        let usual =
            [("FACILITY", "FAC"), ("UNIXPRIV", "UNI"), ("SURROGAT", "SUR"), ("APPL", "APL")];
        let usual =
            || usual.iter().find(|(it, _)| *it == class).map(|(_, kind)| (*kind).to_owned());
        own.or_else(usual)
    }

    fn allows(&self, user: &str, class: &str, name: &str, level: &str) -> bool {
        let data_set = class == "DATASET";
        let service = match (level, data_set) {
            ("READ", _) => "READ",
            ("UPDATE", false) => "UPDATE",
            ("CONTROL", false) => "DELETE",
            ("ALTER", false) => "ADD",
            ("UPDATE" | "CONTROL", true) => "WRITE",
            ("ALTER", true) => "ALLOC",
            _ => return false,
        };
        let kind = if data_set { String::new() } else { self.kind(class).unwrap_or_default() };
        if !data_set && !self.resident_in_force.contains(&kind) {
            return false;
        }
        let key = name.split('.').next().unwrap_or_default().to_owned();
        let rest = name.split_once('.').map(|(_, rest)| rest);
        let Some(entries) = self.rules_in_force.get(&(kind, key)) else { return false };
        let mut entries: Vec<&Entry> =
            entries.iter().filter(|it| fits(it.mask.as_deref(), rest)).collect();
        entries.sort_by_key(|it| (specificity(it.mask.as_deref()), rank(&it.who)));
        let in_force = self.roles_in_force.iter().filter(|(_, it)| it.contains(user));
        let mut roles: Vec<&str> = in_force.map(|(role, _)| role.as_str()).collect();
        if roles.is_empty() {
            roles.push("");
        }
        for role in roles {
            for entry in &entries {
                let (kind, id) = (entry.who.0.as_str(), entry.who.1.as_str());
                let meant = match kind {
                    "USER" => id == user,
                    "ROLE" => id == "-" || id == role,
                    _ => uid_fits(id, user),
                };
                let Some(allowed) = entry.says.get(service).filter(|_| meant) else { continue };
                if *allowed || id == "-" {
                    return *allowed;
                }
                break;
            }
        }
        false
    }
}

fn uid_fits(mask: &str, user: &str) -> bool {
    // The layout of the tests: six signs, then the logonid.
    mask == "*" || mask.strip_prefix("******") == Some(user)
}

fn rank(who: &(String, String)) -> u8 {
    match (who.0.as_str(), who.1.as_str()) {
        ("USER", _) => 0,
        (_, "-" | "*") => 2,
        _ => 1,
    }
}

/// Masks from the most to the least specific: letters before `*` before `-`.
fn specificity(mask: Option<&str>) -> Vec<u8> {
    let of = |it: char| match it {
        '*' => 2,
        '-' => 3,
        '.' => 0,
        _ => 1,
    };
    // A longer fixed part comes first.
    let mut key: Vec<u8> = mask.unwrap_or_default().chars().map(of).collect();
    key.push(2);
    key
}

fn fits(mask: Option<&str>, name: Option<&str>) -> bool {
    match (mask, name) {
        (None, None) => true,
        (Some(mask), Some(name)) => {
            let mask: Vec<&str> = mask.split('.').collect();
            let name: Vec<&str> = name.split('.').collect();
            qualifiers_fit(&mask, &name)
        }
        _ => false,
    }
}

fn qualifiers_fit(mask: &[&str], name: &[&str]) -> bool {
    match mask.split_first() {
        None => name.is_empty(),
        // At least one: whether none is matched as well isn't known.
        Some((&"-", rest)) => (1..=name.len()).any(|at| qualifiers_fit(rest, &name[at..])),
        Some((mask, rest)) => name.split_first().is_some_and(|(first, others)| {
            qualifier_fits(mask.as_bytes(), first.as_bytes()) && qualifiers_fit(rest, others)
        }),
    }
}

fn qualifier_fits(mask: &[u8], text: &[u8]) -> bool {
    match (mask.split_first(), text.split_first()) {
        (Some((b'-', [])), _) | (None, None) => true,
        (Some((b'*', rest)), Some((_, others))) => qualifier_fits(rest, others),
        // At the end of a qualifier `*` also matches nothing.
        (Some((b'*', rest)), None) => qualifier_fits(rest, &[]),
        (Some((a, rest)), Some((b, others))) => a == b && qualifier_fits(rest, others),
        _ => false,
    }
}

fn read(words: &[Word], known: &[&str]) -> Option<Fields> {
    let mut fields = Fields::new();
    for Word { name, operand } in words {
        let flag = ["STC", "RESTRICT", "SUSPEND", "AUTOUID", "AUTOGID"].contains(&name.as_str());
        if !known.contains(&name.as_str()) || flag != operand.is_none() {
            return None;
        }
        let value = operand.clone().unwrap_or_default();
        let value = if name == "NAME" { unquoted(&value)? } else { value };
        fields.insert(name.clone(), value);
    }
    Some(fields)
}

fn entry(words: &[Word], data_set: bool) -> Option<Entry> {
    let mut words = words.to_vec();
    let first = words.first()?;
    let mask = first.operand.is_none().then(|| first.name.clone());
    if mask.is_some() {
        words.remove(0);
    }
    let who = words.first().filter(|it| ["USER", "ROLE", "UID"].contains(&it.name.as_str()))?;
    let who = (who.name.clone(), who.operand.clone()?);
    words.remove(0);
    let mut says = BTreeMap::new();
    if data_set {
        for Word { name, operand } in &words {
            let allowed = match operand.as_deref()? {
                "A" => true,
                "P" => false,
                _ => return None,
            };
            let known = ["READ", "WRITE", "ALLOC", "EXEC"].contains(&name.as_str());
            says.insert(name.clone(), known.then_some(allowed)?);
        }
        return (says.len() == 4).then_some(Entry { mask, who, says });
    }
    let [services, verdict] = words.as_slice() else { return None };
    let allowed = match verdict.name.as_str() {
        "ALLOW" => true,
        "PREVENT" => false,
        _ => return None,
    };
    for service in services.operand.as_ref().filter(|_| services.name == "SERVICE")?.split(',') {
        let known = ["READ", "UPDATE", "DELETE", "ADD"].contains(&service);
        says.insert(service.to_owned(), known.then_some(allowed)?);
    }
    Some(Entry { mask, who, says })
}

impl System for Acf2 {
    fn run(&mut self, statements: &[String]) {
        for statement in statements {
            if self.perform(&words(statement)).is_none() {
                self.failed.push(statement.clone());
            }
        }
        if self.inside {
            self.failed.push("the session isn't ended".to_owned());
        }
    }

    fn failed(&self) -> &[String] {
        &self.failed
    }

    fn records(&self) -> String {
        let mode = String::new();
        format!("{:#?}", Self { mode, failed: Vec::new(), is_stale: false, ..self.clone() })
    }

    fn decides(&self, user: &str, class: &str, name: &str, level: &str) -> Answer {
        if class == ASLEEP && !self.awake.contains(class) {
            return Answer::NotProtected;
        }
        let suspended = self.lids.get(user).is_none_or(|it| it.contains_key("SUSPEND"));
        if !suspended && self.allows(user, class, name, level) {
            Answer::Granted
        } else {
            Answer::Denied
        }
    }

    fn complaints(&self, expected: &Expected) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut same = |what: String, found: Option<&String>, stated: Option<&str>| {
            if found.map(String::as_str) != stated {
                complaints.push(format!("{what}: {found:?}, not {stated:?}"));
            }
        };
        for user in &expected.users {
            let name = user.name.as_str();
            let lid = self.lids.get(name).cloned().unwrap_or_default();
            let title = user.title.as_ref().map(|it| it.chars().take(20).collect::<String>());
            same(format!("NAME of {name}"), lid.get("NAME"), title.as_deref());
            same(format!("GROUP of {name}"), lid.get("GROUP"), Some(&user.default_group));
            let bit = lid.get("STC").or(lid.get("RESTRICT")).map(|_| "on".to_owned());
            same(format!("STC of {name}"), bit.as_ref(), user.protected.then_some("on"));
            let unix = self.users_in_force.get(name).cloned().unwrap_or_default();
            let number =
                unix.get("AUTOUID").map(|_| "auto".to_owned()).or(unix.get("UID").cloned());
            same(format!("UID of {name}"), number.as_ref(), user.uid.as_deref());
            same(format!("HOME of {name}"), unix.get("HOME"), user.home.as_deref());
            same(format!("program of {name}"), unix.get("OMVSPGM"), user.program.as_deref());
        }
        for (group, gid) in &expected.gids {
            let record = self.groups_in_force.get(group).cloned().unwrap_or_default();
            let number =
                record.get("AUTOGID").map(|_| "auto".to_owned()).or(record.get("GID").cloned());
            same(format!("GID of {group}"), number.as_ref(), Some(gid));
        }
        for (procedure, user, group) in &expected.tasks {
            let key = format!("STC.{procedure}");
            let record = self.options_in_force.get(&key).cloned().unwrap_or_default();
            same(format!("task {procedure}"), record.get("STCID"), Some(procedure));
            same(format!("user of {procedure}"), record.get("LOGONID"), Some(user));
            same(format!("group of {procedure}"), record.get("GROUP"), Some(group));
        }
        for (user, group) in &expected.second_groups {
            let entries = self.rules_in_force.get(&("TGR".to_owned(), group.clone()));
            let all = entries.into_iter().flatten();
            let mut all =
                all.filter(|it| it.who == ("USER".to_owned(), user.clone()) && it.mask.is_none());
            let found = all.any(|it| it.says.get("READ") == Some(&true)).then(|| "on".to_owned());
            same(format!("group {group} of {user}"), found.as_ref(), Some("on"));
        }
        for (class, longest) in &expected.declared {
            let record =
                self.options_in_force.get(&format!("CLASMAP.{class}")).cloned().unwrap_or_default();
            same(format!("ENTITYLN of {class}"), record.get("ENTITYLN"), Some(longest));
        }
        complaints
    }
}
