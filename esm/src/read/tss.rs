//! Commands of Top Secret to facts.

use super::line::Line;
use super::names::Names;
use super::stated::Stated;
use super::word::{Word, unquoted, values, words};
use crate::fact::{Fact, What};

/// Operands of PERMIT that narrow it. They are part of what the permit gives.
const CONDITIONS: [&str; 9] =
    ["FACILITY", "FAC", "PRIVPGM", "LIBRARY", "SYSID", "TIMES", "DAYS", "UNTIL", "FOR"];

/// Functions that change nothing that is a fact.
const WITHOUT_FACTS: [&str; 12] = [
    "REFRESH", "REF", "LIST", "LIS", "WHOHAS", "WHOH", "WHOOWNS", "WHOO", "MODIFY", "MOD",
    "WHOAMI", "WHO",
];

/// Reads the commands of a file.
pub(super) struct Reader<'n> {
    pub(super) names: &'n mut Names,
    pub(super) stated: Stated,
}

/// The acids, the words after the function, and the line.
#[derive(Clone, Copy)]
struct Call<'c, 't> {
    acids: &'c [&'t str],
    words: &'c [Word<'t>],
    line: u32,
}

impl Reader<'_> {
    /// Applies one command; the error says what is not understood, without values.
    pub(super) fn command(&mut self, line: &Line) -> Result<(), String> {
        let words = words(&line.text).ok_or("the parentheses or apostrophes are not in pairs")?;
        let [_, function, rest @ ..] = words.as_slice() else {
            return Err("there is no function after `TSS`".to_owned());
        };
        let acids = values(function.operand.unwrap_or_default());
        let plain = acids.iter().all(|acid| is_name(acid));
        let call = Call { acids: &acids, words: rest, line: line.number };
        match function {
            it if it.is(&WITHOUT_FACTS) => Ok(()),
            _ if acids.is_empty() => Err("the function names no ACID".to_owned()),
            _ if !plain => Err("an ACID has a variable, or is no name".to_owned()),
            it if it.is(&["CREATE", "CRE"]) => self.create(call),
            it if it.is(&["DELETE", "DEL"]) => {
                self.delete(&acids);
                Ok(())
            }
            it if it.is(&["PERMIT", "PER"]) => self.permit(call),
            it if it.is(&["REVOKE", "REV"]) => self.revoke(call),
            it if it.is(&["ADDTO", "ADD"]) => self.change(call, Change::Add),
            it if it.is(&["REPLACE", "REP"]) => self.change(call, Change::Add),
            it if it.is(&["REMOVE", "REM"]) => self.change(call, Change::Remove),
            other => Err(other.unknown("function")),
        }
    }

    fn create(&mut self, call: Call<'_, '_>) -> Result<(), String> {
        let kind = call.words.iter().find(|it| it.is(&["TYPE"]));
        let kind = kind.and_then(|it| it.operand).unwrap_or("USER").to_ascii_uppercase();
        for acid in call.acids {
            let what = if kind == "USER" { What::User } else { What::Group };
            let value = (what == What::Group).then(|| kind.clone());
            self.stated.state(Fact::about(what, &upper(acid)), value, call.line);
        }
        let rest: Vec<Word<'_>> =
            call.words.iter().filter(|it| !it.is(&["TYPE"])).copied().collect();
        self.change(Call { words: &rest, ..call }, Change::Add)
    }

    fn delete(&mut self, acids: &[&str]) {
        for acid in acids {
            let acid = upper(acid);
            self.stated.retain(|fact| fact.id.as_ref() != Some(&acid));
        }
    }

    fn permit(&mut self, call: Call<'_, '_>) -> Result<(), String> {
        let (class, resources, rest) = self.resources(call.words)?;
        let data_set = class == "DATASET";
        let (mut access, mut action, mut conditions) = (None, None, String::new());
        for word in rest {
            let operand = word.operand.unwrap_or_default();
            match word {
                it if it.is(&["ACCESS", "ACC"]) => access = Some(level(operand, data_set)),
                it if it.is(&["ACTION", "ACT"]) => action = Some(operand.to_ascii_uppercase()),
                it if it.is(&CONDITIONS) => {
                    let (name, value) = (it.name.to_ascii_uppercase(), upper(operand));
                    conditions += &[" ", &name, "(", &value, ")"].concat();
                }
                other => return Err(other.unknown("operand")),
            }
        }
        let given = access.unwrap_or_else(|| "allowed".to_owned());
        let value = match action.as_deref() {
            Some("DENY") => "denied".to_owned(),
            Some(action) => [&given, " ACTION(", action, ")"].concat(),
            None => given,
        };
        for acid in call.acids {
            for resource in &resources {
                let fact = permit(&class, resource, acid);
                self.stated.state(fact, Some([&*value, &*conditions].concat()), call.line);
            }
        }
        Ok(())
    }

    fn revoke(&mut self, call: Call<'_, '_>) -> Result<(), String> {
        let (class, resources, _) = self.resources(call.words)?;
        for acid in call.acids {
            for resource in &resources {
                self.stated.take_back(&permit(&class, resource, acid));
            }
        }
        Ok(())
    }

    /// The class, the resources, and the other words of a permit.
    fn resources<'t>(
        &self,
        words: &'t [Word<'t>],
    ) -> Result<(String, Vec<String>, &'t [Word<'t>]), String> {
        let [first, rest @ ..] = words else { return Err("there is no resource".to_owned()) };
        let Some(class) = self.names.racf(first.name) else {
            return Err(first.unknown("class"));
        };
        let names = first.operand.map(values).unwrap_or_default();
        if names.is_empty() || names.iter().any(|name| name.contains('&')) {
            return Err("the resource has a variable, or no name".to_owned());
        }
        Ok((class.to_owned(), names.into_iter().map(upper).collect(), rest))
    }

    fn change(&mut self, call: Call<'_, '_>, change: Change) -> Result<(), String> {
        let mut facts = Vec::new();
        for acid in call.acids {
            match upper(acid).as_str() {
                "STC" => facts.extend(task(call.words)?),
                "RDT" => facts.extend(self.class(call.words)?),
                acid => {
                    for word in call.words {
                        facts.extend(self.field(acid, word)?);
                    }
                }
            }
        }
        for (fact, value) in facts {
            match change {
                Change::Add => self.stated.state(fact, value, call.line),
                Change::Remove => self.stated.take_back(&fact),
            }
        }
        Ok(())
    }

    /// `RESCLASS(ZOWE) MAXLEN(246) …`
    fn class(&mut self, words: &[Word<'_>]) -> Result<Vec<(Fact, Option<String>)>, String> {
        let class = operand(words, &["RESCLASS"]).ok_or("there is no RESCLASS")?;
        let class = upper(class);
        self.names.define(&class, &class);
        let fact = |property: &str, value: &str| {
            let fact = Fact { class: Some(class.clone()), ..Fact::new(What::Class) };
            (Fact { property: Some(property.to_owned()), ..fact }, Some(upper(value)))
        };
        let mut facts = Vec::new();
        for word in words.iter().filter(|it| !it.is(&["RESCLASS"])) {
            match word {
                it if it.is(&["MAXLEN", "ACLST", "DEFACC", "ATTR"]) => {
                    let name = it.name.to_ascii_lowercase();
                    facts.push(fact(&name, it.operand.unwrap_or_default()));
                }
                other => return Err(other.unknown("operand")),
            }
        }
        let whole = Fact { class: Some(class.clone()), ..Fact::new(What::Class) };
        facts.push((whole, None));
        Ok(facts)
    }

    /// One operand of CREATE, ADDTO, REPLACE or REMOVE.
    fn field(&self, acid: &str, word: &Word<'_>) -> Result<Vec<(Fact, Option<String>)>, String> {
        let operand = word.operand.unwrap_or_default();
        let property = |name: &str, value: String| {
            let fact = Fact::about(What::Property, acid);
            vec![(Fact { property: Some(name.to_owned()), ..fact }, Some(value))]
        };
        let segment = |name: &str| {
            let fact = Fact::about(What::Segment, acid);
            let value = if operand == "?" { "auto".to_owned() } else { unquoted(operand) };
            vec![(Fact { property: Some(name.to_owned()), ..fact }, Some(value))]
        };
        Ok(match word {
            it if it.is(&["GROUP"]) => connections(acid, operand, "GROUP"),
            it if it.is(&["PROFILE", "PROF"]) => connections(acid, operand, "PROFILE"),
            it if it.is(&["FACILITY", "FAC"]) => values(operand)
                .iter()
                .flat_map(|it| property(&["facility.", &*upper(it)].concat(), "on".to_owned()))
                .collect(),
            it if it.is(&["DFLTGRP"]) => property("dfltgrp", upper(operand)),
            it if it.is(&["MASTFAC"]) => property("mastfac", upper(operand)),
            it if it.is(&["DEPARTMENT", "DEPT"]) => property("department", upper(operand)),
            it if it.is(&["NAME"]) => property("name", unquoted(operand)),
            it if it.is(&["PROTECTED"]) => property("protected", "on".to_owned()),
            it if it.is(&["ASUSPEND", "SUSPEND"]) => property("revoked", "on".to_owned()),
            it if it.is(&["UID", "GID"]) && !is_number(operand) => {
                return Err(format!("`{}` is no number", it.name));
            }
            it if it.is(&["UID"]) => segment("omvs.uid"),
            it if it.is(&["GID"]) => segment("omvs.gid"),
            it if it.is(&["HOME"]) => segment("omvs.home"),
            it if it.is(&["OMVSPGM"]) => segment("omvs.program"),
            // Its value is a secret, and no fact.
            it if it.is(&["PASSWORD", "PASS", "PHRASE", "NOPW"]) => Vec::new(),
            it => {
                let (class, resources, _) = self.resources(std::slice::from_ref(it))?;
                resources.iter().map(|resource| owner(&class, resource, acid)).collect()
            }
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Add,
    Remove,
}

fn connections(acid: &str, groups: &str, kind: &str) -> Vec<(Fact, Option<String>)> {
    let fact = |group: &&str| {
        let fact = Fact { group: Some(upper(group)), ..Fact::about(What::Connect, acid) };
        (fact, Some(kind.to_owned()))
    };
    values(groups).iter().map(fact).collect()
}

fn owner(class: &str, resource: &str, acid: &str) -> (Fact, Option<String>) {
    let fact = Fact::new(What::Property);
    let class = Some(class.to_owned());
    let profile = Some(resource.to_owned());
    (Fact { class, profile, property: Some("owner".to_owned()), ..fact }, Some(acid.to_owned()))
}

fn permit(class: &str, resource: &str, acid: &str) -> Fact {
    let acid = upper(acid);
    let id = if acid == "ALL" { "*" } else { &acid };
    let fact = Fact::about(What::Permit, id);
    Fact { class: Some(class.to_owned()), profile: Some(resource.to_owned()), ..fact }
}

/// `PROCNAME(P) ACID(A)`
fn task(words: &[Word<'_>]) -> Result<Vec<(Fact, Option<String>)>, String> {
    let known = words.iter().find(|it| !it.is(&["PROCNAME", "PROC", "ACID"]));
    if let Some(other) = known {
        return Err(other.unknown("operand"));
    }
    let procedure = operand(words, &["PROCNAME", "PROC"]).ok_or("there is no PROCNAME")?;
    let acid = operand(words, &["ACID"]).map(upper);
    let fact = Fact { profile: Some(upper(procedure)), ..Fact::new(What::Property) };
    let fact = Fact { class: Some("STARTED".to_owned()), ..fact };
    Ok(vec![(Fact { property: Some("stdata.user".to_owned()), ..fact }, acid)])
}

fn operand<'t>(words: &[Word<'t>], names: &[&str]) -> Option<&'t str> {
    words.iter().find(|it| it.is(names))?.operand
}

/// The level of RACF with the same meaning; what has none stays as it is.
fn level(operand: &str, data_set: bool) -> String {
    let mut levels: Vec<String> = values(operand).into_iter().map(upper).collect();
    levels.sort_unstable();
    let levels: Vec<&str> = levels.iter().map(String::as_str).collect();
    let level = match (levels.as_slice(), data_set) {
        (["NONE"], _) => "NONE",
        (["READ"], _) => "READ",
        (["READ", "UPDATE"], _) | (["UPDATE"], true) => "UPDATE",
        (["CONTROL", "READ", "UPDATE"], _) | (["CONTROL", "UPDATE"], true) => "CONTROL",
        (["ALL"], _) => "ALTER",
        (other, _) => return ["ACCESS(", &other.join(","), ")"].concat(),
    };
    level.to_owned()
}

fn upper(text: &str) -> String {
    text.to_ascii_uppercase()
}

/// A number, or the sign for the next one.
fn is_number(text: &str) -> bool {
    text == "?" || text.parse::<u32>().is_ok()
}

fn is_name(text: &str) -> bool {
    text.chars().all(|it| it.is_ascii_alphanumeric() || "@#$".contains(it))
}
