//! Users: they are defined first, so that all of them can own something, and then set right.

use indexmap::IndexMap;
use saffron_compiler::model::{AuthId, User, UserAttributes};

use super::Emitter;
use super::connection::revoked;
use super::names::PRESENT;
use super::option::on;
use super::statement::Statement;

/// Users with the same attributes.
type Alike<'m, Key> = IndexMap<Key, Vec<&'m str>>;

impl<'m> Emitter<'m> {
    /// Every user, by default group.
    pub(super) fn users(&mut self) {
        self.page.section("Users", "No password is set here.");
        let mut alike: Alike<'m, (Option<AuthId>, bool)> = IndexMap::new();
        for (_, name, user) in self.names.users().filter(|(_, name, _)| !PRESENT.contains(name)) {
            let key = (user.default_group, user.attributes.protected);
            alike.entry(key).or_default().push(name);
        }
        alike.sort_keys();
        for ((group, protected), users) in alike {
            let group = group.map_or("", |it| self.names.id(it));
            self.say_of(&users, |users| {
                let add = Statement::new("ADDUSER").names(users);
                let add = add.value("DFLTGRP", group).value("OWNER", group);
                if protected { add.word("NOPASSWORD") } else { add }
            });
        }
    }

    /// What is specified for users in addition to their connections.
    pub(super) fn user_facts(&mut self) {
        self.page.section(
            "User attributes",
            "First what several users have in common, then the rest user by user.",
        );
        self.nothing_said();
        self.owners();
        for (_, name, user) in self.names.users() {
            if let Some(fact) = self.user_fact(name, user) {
                self.page.say(&fact);
            }
            self.segments("ALTUSER", name, &user.segments);
        }
        self.attributes();
        self.revocations();
    }

    /// What users don't have, for all of whom that holds.
    fn nothing_said(&mut self) {
        let mut alike: Alike<'m, Vec<&str>> = IndexMap::new();
        for (_, name, it) in self.names.users() {
            let absent = [
                (it.data.is_none(), "NODATA"),
                (it.security_level == 0, "NOSECLEVEL"),
                (it.label.is_none(), "NOSECLABEL"),
                (it.categories.is_empty(), "DELCATEGORY(*)"),
            ];
            let absent = absent.into_iter().filter(|(is, _)| *is).map(|(_, word)| word);
            alike.entry(absent.collect()).or_default().push(name);
        }
        for (absent, users) in alike.iter().filter(|(absent, _)| !absent.is_empty()) {
            self.say_of(users, |users| {
                Statement::new("ALTUSER").names(users).words(absent.iter().copied())
            });
        }
    }

    /// Default groups, to which the users are connected by now, and owners.
    fn owners(&mut self) {
        let mut alike: Alike<'m, (Option<AuthId>, Option<AuthId>)> = IndexMap::new();
        for (_, name, it) in self.names.users() {
            alike.entry((it.default_group, it.owner)).or_default().push(name);
        }
        alike.sort_keys();
        let names = self.names;
        for ((group, owner), users) in alike {
            self.say_of(&users, |users| {
                let alter = Statement::new("ALTUSER").names(users);
                let alter = alter.value_if("DFLTGRP", group.map(|it| names.id(it)));
                alter.value_if("OWNER", owner.map(|it| names.id(it)))
            });
        }
    }

    /// What is specified for one user alone.
    fn user_fact(&mut self, name: &str, it: &User) -> Option<Statement> {
        let (names, what) = (self.names, format!("the user `{name}`"));
        let said_name = self.remarks.name(&what, it.display_name.as_deref());
        let data = self.remarks.data(&what, it.data.as_deref());
        let classes: Vec<&str> = it.class_authority.iter().map(|it| names.class(*it)).collect();
        let bare = Statement::new("ALTUSER").names(&[name]);
        let mut alter = bare
            .clone()
            .text_if("NAME", said_name.as_deref())
            .text_if("DATA", data.as_deref())
            .value_if("SECLEVEL", names.level(it.security_level))
            .value_if("SECLABEL", it.label.map(|it| names.label(it)))
            .list("CLAUTH", &classes);
        if !it.categories.is_empty() {
            alter = alter.list("ADDCATEGORY", &names.categories(&it.categories));
            alter = alter.list("DELCATEGORY", &names.other_categories(&it.categories));
        }
        (alter != bare).then_some(alter)
    }

    /// System-wide attributes: users with the same ones share a command.
    fn attributes(&mut self) {
        let mut alike: Alike<'m, Vec<String>> = IndexMap::new();
        for (_, name, user) in self.names.users() {
            alike.entry(attributes(user.attributes)).or_default().push(name);
            if !user.attributes.protected {
                self.remarks.about(
                    format!("`{name}`"),
                    "no password is set here: set one for each user who logs on with a password",
                );
            }
        }
        if !alike.is_empty() {
            self.page.comment("System-wide attributes");
        }
        for (attributes, users) in &alike {
            self.say_of(users, |users| {
                let alter = Statement::new("ALTUSER").names(users);
                alter.words(attributes.iter().map(String::as_str))
            });
        }
    }

    fn revocations(&mut self) {
        let mut alike: Alike<'m, Vec<String>> = IndexMap::new();
        for (_, name, user) in self.names.users() {
            let flag = revoked(user.revoked).map(str::to_owned);
            alike.entry(flag.to_vec()).or_default().push(name);
        }
        let mut dated: Alike<'m, Vec<String>> = IndexMap::new();
        for (_, name, user) in self.names.users() {
            let what = format!("the user `{name}`");
            if let Some(dates) = self.dates(&what, user.revoke_on, user.resume_on) {
                dated.entry(dates).or_default().push(name);
            }
        }
        if !alike.is_empty() {
            self.page.comment("Revoked and active users");
        }
        for (said, users) in alike.iter().chain(&dated) {
            self.say_of(users, |users| {
                Statement::new("ALTUSER").names(users).words(said.iter().map(String::as_str))
            });
        }
    }
}

/// All but UAUDIT, which is an auditor's.
fn attributes(it: UserAttributes) -> Vec<String> {
    let mut said = vec![
        on("SPECIAL", it.special),
        on("OPERATIONS", it.operations),
        on("AUDITOR", it.auditor),
        on("ROAUDIT", it.roaudit),
        on("RESTRICTED", it.restricted),
        on("ADSP", it.adsp),
        on("GRPACC", it.grpacc),
    ];
    if it.protected {
        said.extend(["NOPASSWORD", "NOPHRASE", "NOOIDCARD"].map(str::to_owned));
    }
    said
}
