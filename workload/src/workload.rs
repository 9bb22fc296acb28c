//! Policies in the shape of a real shop: half as many users as profiles, each in five groups, and
//! fifteen entries on a profile; data set profiles under group qualifiers, discrete and generic,
//! and general resources.

use std::fmt::Write as _;

use saffron_compiler::{Compilation, Settings, SourceTree, compile};
use saffron_diagnostics::SourceMap;
use saffron_lang::parse;

use crate::random::Random;

/// Entries on the access list of each profile.
const ENTRIES: usize = 15;

/// Groups of each user.
const GROUPS_OF_A_USER: usize = 5;

/// Requests that are prepared for measuring.
const REQUESTS: usize = 1 << 14;

/// A request as three strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// User ID.
    pub user: String,
    /// Class.
    pub class: &'static str,
    /// Resource.
    pub resource: String,
}

/// A generated policy and requests to it.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Number of profiles.
    pub profiles: usize,
    /// Number of users.
    pub users: usize,
    /// Number of access-list entries.
    pub entries: usize,
    /// The policy.
    pub text: String,
    /// Requests, nearly all for names that a profile covers.
    pub requests: Vec<Asked>,
}

/// What a request can be made from: a class and a name below a profile.
struct Target {
    class: &'static str,
    resource: String,
}

impl Workload {
    /// The workload of a size; always the same for one size.
    pub fn of(profiles: usize) -> Self {
        let users = (profiles / 2).max(10);
        let groups = (profiles / 40).max(10);
        let mut generator = Generator {
            random: Random::new(0x5AFF_0000 + profiles as u64),
            text: String::new(),
            users,
            groups,
            targets: Vec::with_capacity(profiles),
        };
        generator.subjects();
        generator.profiles(profiles);
        let requests = generator.requests();
        let entries = profiles * ENTRIES;
        Self { profiles, users, entries, text: generator.text, requests }
    }
}

struct Generator {
    random: Random,
    text: String,
    users: usize,
    groups: usize,
    targets: Vec<Target>,
}

fn user(at: usize) -> String {
    format!("U{at:06}")
}

fn group(at: usize) -> String {
    format!("G{at:05}")
}

impl Generator {
    /// Writing to a string can't fail.
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        let written = self.text.write_fmt(line);
        debug_assert!(written.is_ok());
        self.text.push('\n');
    }

    fn subjects(&mut self) {
        for at in 0..self.groups {
            let superior = if at < 10 { "SYS1".to_owned() } else { group(at / 10) };
            self.line(format_args!("group {} {{ superior {superior} }}", group(at)));
        }
        for at in 0..self.users {
            let mut groups: Vec<usize> =
                (0..GROUPS_OF_A_USER).map(|_| self.random.below(self.groups)).collect();
            groups.sort_unstable();
            groups.dedup();
            let mut groups = groups.into_iter().map(group);
            let default = groups.next().unwrap_or_default();
            self.line(format_args!("user {} {{ default-group {default} }}", user(at)));
            for group in groups {
                self.line(format_args!("connect {} to {group}", user(at)));
            }
        }
    }

    fn profiles(&mut self, count: usize) {
        for at in 0..count {
            let target = match at % 10 {
                0..=1 => {
                    self.profile("DATASET", "", at, &format!("{}.A{at}.F{at}", self.owner(at)), "")
                }
                2..=5 => self.profile(
                    "DATASET",
                    ".**",
                    at,
                    &format!("{}.A{at}", self.owner(at)),
                    ".DATA.MASTER",
                ),
                6 => self.profile(
                    "DATASET",
                    "*.**",
                    at,
                    &format!("{}.A{at}.LOG", self.owner(at)),
                    "FILE.Y26",
                ),
                7..=8 => self.profile("FACILITY", "", at, &format!("A{at}.FUNC{}", at % 97), ""),
                _ => self.profile("FACILITY", ".**", at, &format!("A{at}.ADMIN"), ".USER.LIST"),
            };
            self.targets.push(target);
        }
    }

    fn owner(&self, at: usize) -> String {
        group(at % self.groups)
    }

    fn profile(
        &mut self,
        class: &'static str,
        pattern: &str,
        at: usize,
        stem: &str,
        below: &str,
    ) -> Target {
        let uacc = if at.is_multiple_of(7) { "read" } else { "none" };
        self.line(format_args!("profile {class} \"{stem}{pattern}\" {{ uacc {uacc}"));
        let mut listed = std::collections::BTreeSet::new();
        while listed.len() < ENTRIES.min(self.groups) {
            let of_users = self.random.below(10) < 3;
            listed.insert(if of_users {
                user(self.random.below(self.users))
            } else {
                group(self.random.below(self.groups))
            });
        }
        let listed: Vec<String> = listed.into_iter().collect();
        for (level, ids) in ["read", "update", "alter"].iter().zip(listed.chunks(ENTRIES / 3)) {
            self.line(format_args!("permit {}: {level}", ids.join(", ")));
        }
        self.text.push_str("}\n");
        Target { class, resource: format!("{stem}{below}") }
    }

    fn requests(&mut self) -> Vec<Asked> {
        let mut requests = Vec::with_capacity(REQUESTS);
        while requests.len() < REQUESTS {
            let user = user(self.random.below(self.users));
            let Some(target) = self.random.pick(&self.targets) else { break };
            let (class, resource) = (target.class, target.resource.clone());
            requests.push(Asked { user, class, resource });
        }
        requests
    }
}

/// The slowest search that we could build: generic names that all begin with `**` and fit a long
/// name at every place but their end, so that no node of the trie can be left out.
pub fn hostile() -> (String, Asked) {
    const LETTERS: u32 = 7;
    let qualifier = |bits: u32| -> String {
        (0..LETTERS).map(|at| if bits & (1 << at) == 0 { 'A' } else { '%' }).collect()
    };
    // `AAAAAAA` itself is plain; all others are generic and fit it too.
    let generic: Vec<String> = (1..1 << LETTERS).map(qualifier).collect();
    let mut text = String::from("group G\nuser U { default-group G }\n");
    for first in &generic {
        for second in &generic {
            let name = ["**", first, second, "Z"].join(".");
            text.extend(["profile EJBROLE \"", &name, "\" { uacc none }\n"]);
        }
    }
    let resource = ["AAAAAAA"; 30].join(".");
    (text, Asked { user: "U".to_owned(), class: "EJBROLE", resource })
}

/// Parses and compiles a policy text.
pub fn compiled(text: &str) -> Compilation {
    let mut sources = SourceMap::default();
    let file = sources.add("workload.saf", text);
    let trees = [SourceTree::from(parse(file, text))];
    compile(&sources, &trees, &Settings::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of a real shop are found by what differs in them, however many there are.
    #[test]
    fn no_decision_on_a_large_policy_is_slow() {
        let compilation = compiled(&Workload::of(5_000).text);
        let slow = |code: &str| compilation.diagnostics.iter().any(|found| found.code.0 == code);
        assert!(compilation.bundle.is_some() && !slow("SAF0433"));
        let hostile = compiled(&hostile().0);
        assert!(hostile.diagnostics.iter().any(|found| found.code.0 == "SAF0433"));
    }
}
