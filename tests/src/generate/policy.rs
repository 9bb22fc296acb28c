//! Whole policies: options, IDs, security classifications, variables, and then profiles.

use saffron_vocabulary::racf::Switch;

use super::names::{CLASSES, RARE_CLASSES, VARIABLES};
use super::{Declaration, Dice, profile};

/// IDs of users.
pub(super) const USERS: [&str; 6] = ["ANN", "BOB", "OPS", "RST", "SEC", "KIM"];
/// IDs of groups, below SYS1.
pub(super) const GROUPS: [&str; 5] = ["G1", "GA", "G#", "PAY", "GX"];
/// A group and users outside the policy.
pub(super) const EXTERNAL: [&str; 3] = ["EXTG", "EXTU", "EXTV"];
/// Days on which something changes.
pub(super) const DAYS: [&str; 3] = ["2026-01-10", "2026-01-15", "2026-01-20"];
/// Levels, categories and labels.
pub(super) const LEVELS: [(&str, u8); 3] = [("LOW", 10), ("MID", 100), ("TOP", 200)];
const CATEGORIES: [&str; 3] = ["RED", "GREEN", "BLUE"];
/// Declared security labels.
pub(super) const LABELS: [&str; 4] = ["LABELA", "LABELB", "LABELC", "LABELD"];

/// A policy in the making.
#[derive(Debug, Default)]
pub(super) struct World {
    /// What is declared so far.
    pub(super) declarations: Vec<Declaration>,
    /// Classes that have profiles.
    pub(super) classes: Vec<String>,
    /// Variables, `&` included.
    pub(super) variables: Vec<String>,
    /// Whether `**` is allowed in data set names.
    pub(super) enhanced: bool,
    /// Declared categories.
    pub(super) categories: Vec<&'static str>,
    /// Declared levels.
    pub(super) levels: Vec<&'static str>,
    /// Declared labels, and those of the system.
    pub(super) labels: Vec<&'static str>,
    /// Users and the groups to which they are connected.
    pub(super) connected: Vec<(&'static str, &'static str)>,
    /// Class and condition of every conditional entry.
    pub(super) conditions: Vec<(String, &'static str)>,
    /// Class and name of every profile, member and global entry.
    pub(super) names: Vec<(String, String)>,
    /// Every profile.
    pub(super) profiles: Vec<Declared>,
}

/// A profile, as requests to administer it name it.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    pub(super) class: String,
    pub(super) name: String,
    pub(super) owner: Option<String>,
    /// Whether it is a fully qualified generic one.
    pub(super) generic: bool,
}

impl World {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let mut world = Self { enhanced: dice.chance(75), ..Self::default() };
        world.choose_classes(dice);
        world.security(dice);
        world.groups(dice);
        world.users(dice);
        world.connections(dice);
        world.variables(dice);
        let profiles = if dice.chance(12) { dice.between(25, 60) } else { dice.between(4, 14) };
        for _ in 0..profiles {
            profile::profile(dice, &mut world);
        }
        for _ in 0..dice.between(0, 3) {
            profile::global(dice, &mut world);
        }
        world.options(dice);
        dice.shuffle(&mut world.declarations);
        world
    }

    fn add(&mut self, head: impl Into<String>, clauses: Vec<String>) {
        self.declarations.push(Declaration::block(head, clauses));
    }

    /// A user or a group.
    pub(super) fn id(dice: &mut Dice) -> String {
        let from: &[&str] = match dice.below(20) {
            0 | 1 => &EXTERNAL,
            2..=10 => &USERS,
            _ => &GROUPS,
        };
        dice.pick(from).to_owned()
    }

    fn choose_classes(&mut self, dice: &mut Dice) {
        for _ in 0..dice.between(1, 4) {
            let from: &[&str] = if dice.chance(75) { &CLASSES } else { &RARE_CLASSES };
            let class = dice.pick(from);
            self.classes.push(class.to_owned());
            if class.starts_with('G') && dice.chance(80) {
                self.classes.push(super::names::member_class(class).to_owned());
            }
        }
        if self.classes.iter().any(|class| class.ends_with("MYCLASS")) {
            self.declared_class(dice);
        }
    }

    fn declared_class(&mut self, dice: &mut Dice) {
        let clauses = vec![
            "max-length 39".to_owned(),
            format!("default-return-code {}", dice.pick(&["0", "4", "8"])),
            format!("operations {}", dice.pick(&["yes", "no"])),
            format!("raclist {}", dice.pick(&["disallowed", "allowed", "allowed", "required"])),
            format!("mac-processing {}", dice.pick(&["normal", "reverse", "equal"])),
            format!("label-required {}", dice.pick(&["yes", "no"])),
        ];
        self.add("class MYCLASS", clauses);
        let grouping = vec!["max-length 39".to_owned(), "member-class MYCLASS".to_owned()];
        self.add("class GMYCLASS", grouping);
    }

    fn security(&mut self, dice: &mut Dice) {
        if dice.chance(60) {
            return;
        }
        for (name, number) in LEVELS {
            self.declarations.push(Declaration::plain(format!("security-level {name} {number}")));
            self.levels.push(name);
        }
        for name in CATEGORIES {
            self.declarations.push(Declaration::plain(format!("category {name}")));
            self.categories.push(name);
        }
        if dice.chance(50) {
            return;
        }
        for name in LABELS {
            let clauses = vec![
                format!("security-level {}", dice.pick(&self.levels)),
                self.some_categories(dice),
            ];
            self.add(format!("security-label {name}"), clauses);
            self.labels.push(name);
        }
        self.labels.extend(["SYSHIGH", "SYSLOW", "SYSNONE", "SYSMULTI"]);
    }

    fn some_categories(&self, dice: &mut Dice) -> String {
        format!("categories [{}]", dice.some(&self.categories, 2).join(", "))
    }

    /// Level, categories and label of a user or profile.
    pub(super) fn classification(&self, dice: &mut Dice, clauses: &mut Vec<String>) {
        if !self.levels.is_empty() && dice.chance(50) {
            clauses.push(format!("security-level {}", dice.pick(&self.levels)));
        }
        if !self.categories.is_empty() && dice.chance(40) {
            clauses.push(self.some_categories(dice));
        }
        if !self.labels.is_empty() && dice.chance(60) {
            clauses.push(format!("security-label {}", dice.pick(&self.labels)));
        }
    }

    fn groups(&mut self, dice: &mut Dice) {
        let mut above = vec!["SYS1"];
        for group in GROUPS {
            // A deep tree shows how ownership percolates.
            let deep = above.last().copied().unwrap_or("SYS1");
            let superior = if dice.chance(60) { deep } else { dice.pick(&above) };
            let superior = if dice.chance(8) { "EXTG" } else { superior };
            let mut clauses = vec![format!("superior {superior}")];
            match dice.below(4) {
                0 => clauses.push(format!("owner {}", dice.pick(&USERS))),
                1 => {}
                _ => clauses.push(format!("owner {superior}")),
            }
            self.add(format!("group {group}"), clauses);
            above.push(group);
        }
        self.declarations.push(Declaration::plain("external group EXTG"));
        self.declarations.push(Declaration::plain("external user EXTU"));
        let mut clauses = Vec::new();
        if dice.chance(60) {
            let groups = dice.some(&GROUPS, 3);
            self.connected.extend(groups.iter().map(|group| ("EXTV", *group)));
            if !groups.is_empty() {
                clauses.push(format!("groups [{}]", groups.join(", ")));
            }
        }
        if dice.chance(40) {
            clauses.push(format!("default-group {}", dice.pick(&GROUPS)));
        }
        self.add("external user EXTV", clauses);
    }

    fn users(&mut self, dice: &mut Dice) {
        for user in USERS {
            let group = dice.pick(&GROUPS);
            self.connected.push((user, group));
            let mut clauses = vec![format!("default-group {group}")];
            if dice.chance(60) {
                clauses.push(format!("owner {}", Self::id(dice)));
            }
            let attributes = attributes(dice, user);
            clauses.push(format!("attributes [{}]", attributes.join(", ")));
            revocation(dice, &mut clauses, 4);
            self.classification(dice, &mut clauses);
            self.add(format!("user {user}"), clauses);
        }
    }

    fn connections(&mut self, dice: &mut Dice) {
        for user in USERS {
            for group in GROUPS.into_iter().chain(["EXTG"]) {
                if !dice.chance(35) {
                    continue;
                }
                self.connected.push((user, group));
                let mut clauses = Vec::new();
                let mut attributes = vec!["operations", "special"];
                attributes.retain(|_| dice.chance(35));
                if !attributes.is_empty() {
                    clauses.push(format!("attributes [{}]", attributes.join(", ")));
                }
                if dice.chance(50) {
                    clauses.push(format!("authority {}", dice.pick(&["use", "create", "join"])));
                }
                revocation(dice, &mut clauses, 7);
                self.add(format!("connect {user} to {group}"), clauses);
            }
        }
    }

    fn variables(&mut self, dice: &mut Dice) {
        if dice.chance(50) {
            for (name, members) in VARIABLES {
                let mut members = members.to_vec();
                dice.shuffle(&mut members);
                let quoted = members.iter().map(|member| format!("\"{member}\"")).collect();
                self.add(format!("variable {name}"), quoted);
                self.variables.push(name.to_owned());
            }
        }
        if dice.chance(40) {
            let nodes = dice.some(&["\"N1\"".to_owned(), "\"N2\"".to_owned()], 2);
            if !nodes.is_empty() {
                self.add("variable &RACLNDE", nodes);
            }
        }
    }

    fn options(&mut self, dice: &mut Dice) {
        let mut clauses = vec![format!("enhanced-generic-naming {}", on(self.enhanced))];
        clauses.push(format!("list-of-groups {}", on(dice.chance(65))));
        clauses.push(format!("program-control {}", on(dice.chance(75))));
        clauses.push(format!("operations-audit {}", on(dice.chance(30))));
        clauses.push(format!("undefined-terminals {}", on(dice.chance(70))));
        for key in ["protect-all", "mls", "ml-active"] {
            clauses
                .push(format!("{key} {}", dice.pick(&["off", "warning", "failures", "failures"])));
        }
        for switch in Switch::ALL {
            if dice.chance(10) {
                clauses.push(format!("{switch} {}", on(!switch.default_on())));
            }
        }
        if dice.chance(15) {
            clauses.push("prefix PAY".to_owned());
        }
        for key in ["active", "generic", "raclist", "global"] {
            if dice.chance(25) {
                clauses.push(format!("{key} {}", self.class_list(dice, key)));
            }
        }
        for key in ["log-always", "log-never", "log-successes", "log-failures"] {
            if dice.chance(12) {
                clauses.push(format!("{key} [{}]", dice.pick(&self.classes)));
                break;
            }
        }
        self.declarations.push(Declaration::block("options", clauses));
    }

    fn class_list(&self, dice: &mut Dice, key: &str) -> String {
        if dice.chance(40) {
            return "*".to_owned();
        }
        let conditions = ["TERMINAL", "CONSOLE", "JESINPUT", "APPCPORT", "SERVAUTH", "RACFVARS"];
        let security = ["SECDATA", "SECLABEL"];
        let mut classes: Vec<&str> = self.classes.iter().map(String::as_str).collect();
        classes.extend(conditions.iter().chain(&security).filter(|_| key == "active"));
        classes.extend(["RACFVARS", "CDT"].iter().filter(|_| key == "raclist"));
        classes.extend(["CDT"].iter().filter(|_| key == "active"));
        classes.sort_unstable();
        classes.dedup();
        let fully_qualified = self.declarations.iter().any(|it| it.head.ends_with(" generic"));
        let needed = |class: &str| match key {
            "active" => class == "RACFVARS" && !self.variables.is_empty(),
            "generic" => class == "DATASET" && fully_qualified,
            _ => false,
        };
        classes.retain(|class| takes(key, class) && (needed(class) || dice.chance(80)));
        format!("[{}]", classes.join(", "))
    }
}

/// Whether the class may be listed.
fn takes(key: &str, class: &str) -> bool {
    match key {
        "raclist" => {
            !matches!(class, "DATASET" | "PROGRAM" | "SECDATA") && !class.ends_with("MYCLASS")
        }
        "generic" => !matches!(class, "RACFVARS" | "SECDATA" | "SECLABEL"),
        "global" => !class.starts_with('G'),
        _ => true,
    }
}

fn on(yes: bool) -> &'static str {
    if yes { "on" } else { "off" }
}

fn attributes(dice: &mut Dice, user: &str) -> Vec<&'static str> {
    let usual = match user {
        "OPS" => Some("operations"),
        "RST" => Some("restricted"),
        "SEC" => Some("special"),
        _ => None,
    };
    let all = ["special", "operations", "auditor", "restricted", "protected", "uaudit"];
    all.into_iter().filter(|it| dice.chance(if Some(*it) == usual { 85 } else { 9 })).collect()
}

fn revocation(dice: &mut Dice, clauses: &mut Vec<String>, percent: usize) {
    if dice.chance(percent) {
        clauses.push("revoked yes".to_owned());
    }
    for key in ["revoke", "resume"] {
        if dice.chance(percent) {
            clauses.push(format!("{key} on {}", dice.pick(&DAYS)));
        }
    }
}
