//! Users: they are defined first, so that all of them can own something, and then set right.

use indexmap::IndexMap;
use saffron_compiler::model::{PrincipalId, User, UserAttributes};
use saffron_racf::command::{
    CommandKind, SecurityOperands, Setting, UserAttribute, UserOperands, made,
};

use super::connection::revoked;
use super::emitter::Emitter;
use super::names::PRESENT;
use super::operand::{id, ids};

/// Users with the same attributes.
type Alike<'m, Key> = IndexMap<Key, Vec<&'m str>>;

impl<'m> Emitter<'m> {
    /// Every user, by default group.
    pub(super) fn users(&mut self) {
        self.script.section("Users", "No password is set here.");
        let mut alike: Alike<'m, (Option<PrincipalId>, bool)> = IndexMap::new();
        for (_, name, user) in self.names.users().filter(|(_, name, _)| !PRESENT.contains(name)) {
            let key = (user.default_group, user.attributes.protected);
            alike.entry(key).or_default().push(name);
        }
        alike.sort_keys();
        for ((group, protected), users) in alike {
            let group = group.map(|group| id(self.names.id(group)));
            self.command_for(&users, |users| {
                CommandKind::AddUser(UserOperands {
                    users: ids(users),
                    default_group: group.clone(),
                    owner: group.clone(),
                    password: protected.then(|| made(false)),
                    ..UserOperands::default()
                })
            });
        }
    }

    /// What is specified for users in addition to their connections.
    pub(super) fn user_facts(&mut self) {
        self.script.section(
            "User attributes",
            "First what several users have in common, then the rest user by user.",
        );
        self.absent_facts();
        self.owners();
        for (_, name, user) in self.names.users() {
            self.user_fact(name, user);
            self.user_segments(name, &user.segments);
        }
        self.attributes();
        self.revocations();
    }

    /// What users don't have, for all of whom that holds.
    fn absent_facts(&mut self) {
        let mut alike: Alike<'m, [bool; 4]> = IndexMap::new();
        for (_, name, user) in self.names.users() {
            let absent = [
                user.data.is_none(),
                user.security_level == 0,
                user.label.is_none(),
                user.categories.is_empty(),
            ];
            alike.entry(absent).or_default().push(name);
        }
        for (absent, users) in alike.iter().filter(|(absent, _)| absent.contains(&true)) {
            let [data, level, label, categories] = *absent;
            self.command_for(users, |users| {
                CommandKind::AltUser(UserOperands {
                    users: ids(users),
                    data: data.then(|| Setting::Off(made(()).span)),
                    security: SecurityOperands {
                        level: level.then(|| Setting::Off(made(()).span)),
                        label: label.then(|| Setting::Off(made(()).span)),
                        delete_categories: if categories { ids(&["*"]) } else { Vec::new() },
                        add_categories: Vec::new(),
                    },
                    ..UserOperands::default()
                })
            });
        }
    }

    /// Default groups, to which the users are connected by now, and owners.
    fn owners(&mut self) {
        let mut alike: Alike<'m, (Option<PrincipalId>, Option<PrincipalId>)> = IndexMap::new();
        for (_, name, it) in self.names.users() {
            alike.entry((it.default_group, it.owner)).or_default().push(name);
        }
        alike.sort_keys();
        let names = self.names;
        for ((group, owner), users) in alike {
            self.command_for(&users, |users| {
                CommandKind::AltUser(UserOperands {
                    users: ids(users),
                    default_group: group.map(|group| id(names.id(group))),
                    owner: owner.map(|owner| id(names.id(owner))),
                    ..UserOperands::default()
                })
            });
        }
    }

    /// What is specified for one user alone.
    fn user_fact(&mut self, name: &str, user: &User) {
        let (names, what) = (self.names, format!("the user `{name}`"));
        let said_name = self.remarks.name(&what, user.display_name.as_deref());
        let data = self.remarks.data(&what, user.data.as_deref());
        let level = names.level(user.security_level);
        let is_classified = level.is_some() || user.label.is_some() || !user.categories.is_empty();
        let has_facts = said_name.is_some() || data.is_some() || is_classified;
        if !has_facts && user.class_authority.is_empty() {
            return;
        }
        let classes = user.class_authority.iter();
        self.command(CommandKind::AltUser(UserOperands {
            users: ids(&[name]),
            name: said_name.map(made),
            data: data.map(|data| Setting::To(made(data))),
            security: names.classification(user.security_level, &user.categories, user.label),
            class_authority: classes.map(|class| (id(names.class(*class)), true)).collect(),
            ..UserOperands::default()
        }));
    }

    /// System-wide attributes: users with the same ones share a command.
    fn attributes(&mut self) {
        let mut alike: Alike<'m, ([(UserAttribute, bool); 7], bool)> = IndexMap::new();
        for (_, name, user) in self.names.users() {
            let key = (attributes(user.attributes), user.attributes.protected);
            alike.entry(key).or_default().push(name);
            if !user.attributes.protected {
                self.remarks.about(
                    format!("`{name}`"),
                    "no password is set here: set one for each user who logs on with a password",
                );
            }
        }
        if !alike.is_empty() {
            self.script.comment("System-wide attributes");
        }
        for ((attributes, protected), users) in &alike {
            let off = protected.then(|| made(false));
            self.command_for(users, |users| {
                CommandKind::AltUser(UserOperands {
                    users: ids(users),
                    attributes: attributes.map(|(attribute, on)| (attribute, made(on))).to_vec(),
                    password: off.clone(),
                    phrase: off.clone(),
                    oidcard: off.clone(),
                    ..UserOperands::default()
                })
            });
        }
    }

    fn revocations(&mut self) {
        let mut alike = Alike::new();
        for (_, name, user) in self.names.users() {
            alike.entry(revoked(user.revoked)).or_default().push(name);
        }
        let mut dated = Alike::new();
        for (_, name, user) in self.names.users() {
            let what = format!("the user `{name}`");
            if let Some(dates) = self.dates(&what, user.revoke_on, user.resume_on) {
                dated.entry(dates).or_default().push(name);
            }
        }
        if !alike.is_empty() {
            self.script.comment("Revoked and active users");
        }
        for ((revoke, resume), users) in alike.iter().chain(&dated) {
            self.command_for(users, |users| {
                CommandKind::AltUser(UserOperands {
                    users: ids(users),
                    revoke: Some(made(*revoke)),
                    resume: Some(made(*resume)),
                    ..UserOperands::default()
                })
            });
        }
    }
}

/// All but UAUDIT, which is an auditor's.
fn attributes(attributes: UserAttributes) -> [(UserAttribute, bool); 7] {
    [
        (UserAttribute::Special, attributes.special),
        (UserAttribute::Operations, attributes.operations),
        (UserAttribute::Auditor, attributes.auditor),
        (UserAttribute::RoAudit, attributes.roaudit),
        (UserAttribute::Restricted, attributes.restricted),
        (UserAttribute::Adsp, attributes.adsp),
        (UserAttribute::GrpAcc, attributes.grpacc),
    ]
}
