//! One entry of an ACF2 rule set.

use std::collections::BTreeSet;
use std::fmt;

use super::word::{values, words};
use crate::fact::{Fact, What};

/// What the entries of one mask and subject give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gives {
    data_set: bool,
    allowed: BTreeSet<String>,
    prevented: BTreeSet<String>,
    logged: BTreeSet<String>,
    conditions: BTreeSet<String>,
    /// A data set entry exists, even if it allows nothing.
    stated: bool,
}

impl Gives {
    pub(super) fn is_empty(&self) -> bool {
        !self.stated && self.allowed.is_empty() && self.prevented.is_empty()
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.data_set |= other.data_set;
        self.stated |= other.stated;
        for (own, more) in [
            (&mut self.allowed, &other.allowed),
            (&mut self.prevented, &other.prevented),
            (&mut self.logged, &other.logged),
            (&mut self.conditions, &other.conditions),
        ] {
            own.extend(more.iter().cloned());
        }
    }

    pub(super) fn remove(&mut self, other: &Self) {
        self.allowed.retain(|it| !other.allowed.contains(it));
        self.prevented.retain(|it| !other.prevented.contains(it));
        self.logged.retain(|it| !other.logged.contains(it));
        self.stated &= !other.stated;
    }

    fn level(&self) -> Option<&'static str> {
        let allowed: Vec<&str> = self.allowed.iter().map(String::as_str).collect();
        let level = match (self.data_set, allowed.as_slice()) {
            (_, []) => "NONE",
            (true, ["EXEC"]) => "EXECUTE",
            (true, ["EXEC", "READ"]) | (false, ["READ"]) => "READ",
            (true, ["EXEC", "READ", "WRITE"]) | (false, ["READ", "UPDATE"]) => "UPDATE",
            (false, ["DELETE", "READ", "UPDATE"]) => "CONTROL",
            (true, ["ALLOC", "EXEC", "READ", "WRITE"])
            | (false, ["ADD", "DELETE", "READ", "UPDATE"]) => "ALTER",
            _ => return None,
        };
        Some(level)
    }
}

impl fmt::Display for Gives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(",");
        match self.level() {
            Some(level) => f.write_str(level)?,
            None => write!(f, "SERVICE({})", list(&self.allowed))?,
        }
        if !self.prevented.is_empty() {
            write!(f, " PREVENT({})", list(&self.prevented))?;
        }
        if !self.logged.is_empty() {
            write!(f, " LOG({})", list(&self.logged))?;
        }
        for condition in &self.conditions {
            write!(f, " {condition}")?;
        }
        Ok(())
    }
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    mask: Option<String>,
    who: String,
    pub(super) gives: Gives,
}

impl Entry {
    /// The access-list entry that it is.
    pub(super) fn fact(&self, class: &str, key: &str) -> Fact {
        let profile = match &self.mask {
            Some(mask) => [key, ".", mask].concat(),
            None => key.to_owned(),
        };
        let fact = Fact::about(What::Permit, &self.who);
        Fact { class: Some(class.to_owned()), profile: Some(profile), ..fact }
    }
}

/// Operands of an entry that narrow it.
const CONDITIONS: [&str; 9] =
    ["VOL", "SOURCE", "SHIFT", "LIB", "PGM", "DDN", "UNTIL", "FOR", "NEXTKEY"];

/// Every service of a resource.
const SERVICES: [&str; 4] = ["ADD", "DELETE", "READ", "UPDATE"];

/// Reads what is in the parentheses of ADD or DELETE.
pub(super) fn entry(text: &str, data_set: bool) -> Result<Entry, String> {
    let words = words(text).ok_or("the parentheses of the entry are not in pairs")?;
    let mut mask = None;
    let mut who = "*".to_owned();
    let mut services: BTreeSet<String> = BTreeSet::new();
    let mut gives = Gives { data_set, stated: data_set, ..Gives::default() };
    let mut answer = None;
    for (at, word) in words.iter().enumerate() {
        let operand = word.operand.map(str::to_ascii_uppercase);
        match (word, operand) {
            (it, None) if at == 0 && !it.is(&["ALLOW", "LOG", "PREVENT"]) => {
                mask = Some(it.name.to_ascii_uppercase());
            }
            (it, None) if it.is(&["ALLOW", "LOG", "PREVENT"]) => {
                answer = Some(it.name.to_ascii_uppercase());
            }
            (it, Some(id)) if it.is(&["USER"]) => who = id,
            (it, Some(id)) if it.is(&["ROLE"]) => who = if id == "-" { "*".to_owned() } else { id },
            (it, Some(id)) if it.is(&["UID"]) => {
                who = if id == "*" { id } else { ["UID(", &*id, ")"].concat() };
            }
            (it, Some(list)) if it.is(&["SERVICE"]) && !data_set => {
                services.extend(values(&list).into_iter().map(str::to_owned));
            }
            (it, Some(how)) if it.is(&["READ", "WRITE", "ALLOC", "EXEC"]) && data_set => {
                let access = it.name.to_ascii_uppercase();
                if how == "L" {
                    gives.logged.insert(access.clone());
                }
                match how.as_str() {
                    "A" | "L" => gives.allowed.insert(access),
                    "P" => true,
                    _ => return Err("an access of the entry is not A, L or P".to_owned()),
                };
            }
            (it, Some(value)) if it.is(&CONDITIONS) => {
                let name = it.name.to_ascii_uppercase();
                gives.conditions.insert([&*name, "(", &*value, ")"].concat());
            }
            _ => return Err("the entry has an unknown word".to_owned()),
        }
    }
    if [Some(&who), mask.as_ref()].into_iter().flatten().any(|it| it.contains('&')) {
        return Err("the entry has a variable without a value".to_owned());
    }
    if !data_set {
        if services.is_empty() {
            services.extend(SERVICES.map(str::to_owned));
        }
        match answer.as_deref() {
            Some("ALLOW") => gives.allowed = services,
            Some("LOG") => (gives.allowed, gives.logged) = (services.clone(), services),
            // What says nothing prevents.
            _ => gives.prevented = services,
        }
    }
    Ok(Entry { mask, who, gives })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_give_levels() {
        for (text, data_set, expected) in [
            ("DAEMON USER(A) SERVICE(READ,UPDATE) ALLOW", false, "UPDATE"),
            ("DAEMON USER(A) SERVICE(UPDATE) ALLOW", false, "SERVICE(UPDATE)"),
            ("DAEMON ROLE(-) SERVICE(UPDATE) PREVENT", false, "NONE PREVENT(UPDATE)"),
            ("FILESYS ROLE(Z) ALLOW", false, "ALTER"),
            ("FILESYS ROLE(Z)", false, "NONE PREVENT(ADD,DELETE,READ,UPDATE)"),
            ("- ROLE(Z) READ(A) WRITE(L) EXEC(A)", true, "UPDATE LOG(WRITE)"),
            ("- UID(*) READ(P) WRITE(P) ALLOC(P) EXEC(P)", true, "NONE"),
        ] {
            assert_eq!(entry(text, data_set).unwrap().gives.to_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for text in ["A USER(B) SERVICES(READ) ALLOW", "A USER(&B) ALLOW", "A B C"] {
            assert!(entry(text, false).is_err(), "{text}");
        }
    }
}
