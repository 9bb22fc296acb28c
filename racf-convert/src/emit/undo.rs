//! The commands that take away what a policy declares, in reverse order.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use saffron_compiler::model::{AuthId, Class, Model, Profile, Who};
use saffron_vocabulary::racf::LogOptions;

use super::access::{When, conditions};
use super::class::{Lists, Set, declared, sets};
use super::names::{Names, PRESENT};
use super::page::Page;
use super::profile::{Means, with_means};
use super::refresh::refreshes;
use super::statement::{MOST_NAMES, Statement};
use super::target::{Target, Which};
use super::{group, option};

/// The commands that undo a policy.
pub(super) fn undo(model: &Model) -> String {
    let mut undo = Undo { model, names: Names(model), page: Page::default() };
    undo.head();
    undo.access_lists();
    undo.profiles();
    undo.tables();
    undo.security_data();
    undo.connections();
    undo.users();
    undo.groups();
    undo.dynamic_classes();
    undo.refresh();
    undo.options();
    undo.page.finish()
}

/// The work in progress.
struct Undo<'m> {
    model: &'m Model,
    names: Names<'m>,
    page: Page,
}

impl<'m> Undo<'m> {
    fn head(&mut self) {
        let package = self.model.package.as_str();
        let what = if package.is_empty() { String::new() } else { format!(" `{package}`") };
        self.page.comment(&format!("RACF commands that remove the policy{what}."));
        self.page.comment(
            "For a system that had no part of it before. Remove commands for what already existed.",
        );
    }

    fn say_of<S: AsRef<str>>(&mut self, names: &[S], say: impl Fn(&[S]) -> Statement) {
        for some in names.chunks(MOST_NAMES) {
            self.page.say(&say(some));
        }
    }

    /// Profiles that can be named so, class by class.
    fn targets(&self, means: Means) -> Vec<Vec<(Target<'m>, &'m Profile)>> {
        let names = self.names;
        let of_class = |(_, all): (_, &'m [Profile])| {
            let made = with_means(names, all).filter(|(_, it)| *it == means);
            made.map(|(it, _)| (Target::of(names, it), it)).collect()
        };
        names.profiles().map(of_class).collect()
    }

    fn access_lists(&mut self) {
        let comment = "They are deleted with their profiles. Where a profile remains, its entries are removed.";
        self.page.section("Entries of access lists", comment);
        for (target, profile) in self.targets(Means::Any).into_iter().flatten() {
            self.unpermit(&target, profile.standard.iter().map(|it| it.who), None);
            for (when, entries) in conditions(profile) {
                self.unpermit(&target, entries.into_iter().map(|(who, _)| who), Some(&when));
            }
        }
    }

    fn unpermit(
        &mut self,
        target: &Target<'_>,
        all: impl Iterator<Item = Who>,
        when: Option<&When>,
    ) {
        let (anybody, ids): (Vec<Who>, Vec<Who>) = all.partition(|it| *it == Who::Any);
        for who in [ids, anybody] {
            let ids: Vec<&str> = who.into_iter().map(|it| self.names.who(it)).collect();
            self.say_of(&ids, |ids| {
                let permit = target.permit().list("ID", ids).word("DELETE");
                when.iter().fold(permit, |permit, when| permit.list("WHEN", when))
            });
        }
    }

    fn profiles(&mut self) {
        self.page.section("Profiles", "Their access lists are deleted with them.");
        for profiles in self.targets(Means::Any).into_iter().rev() {
            let mut alike: IndexMap<Which, (Target<'_>, Vec<String>)> = IndexMap::new();
            for (target, _) in profiles {
                let known = alike.entry(target.which.clone());
                let (_, names) = known.or_insert_with(|| (target.clone(), Vec::new()));
                names.push(target.name);
            }
            for (target, names) in alike.values() {
                self.say_of(names, |names| target.delete(names));
            }
        }
        for (target, _) in self.targets(Means::Alone).into_iter().flatten() {
            self.page.say(&target.delete(&[&target.name]));
        }
    }

    fn tables(&mut self) {
        let comment = "Global access checking tables are deleted with all their entries.";
        self.page.section("Variables and global access checking", comment);
        let mut classes: Vec<&str> =
            self.model.globals.iter().map(|it| self.names.class(it.class)).collect();
        classes.dedup();
        let delete =
            |class| move |names: &[&str]| Statement::new("RDELETE").word(class).names(names);
        self.say_of(&classes, delete("GLOBAL"));
        let variables: Vec<&str> = self.model.variables.iter().map(|it| it.name.as_str()).collect();
        self.say_of(&variables, delete("RACFVARS"));
    }

    /// A label that is a profile of the policy too is gone already.
    fn security_data(&mut self) {
        let comment = "SECDATA contains the levels and categories of the whole system.";
        self.page.section("Security labels, categories and levels", comment);
        let profiles = self.names.profiles_of("SECLABEL");
        let labels = self.model.labels.iter().map(|it| it.name.as_str());
        let labels: Vec<&str> =
            labels.filter(|it| !profiles.iter().any(|profile| profile.name == *it)).collect();
        self.say_of(&labels, |names| Statement::new("RDELETE").word("SECLABEL").names(names));
        for (used, profile) in [
            (!self.model.categories.is_empty(), "CATEGORY"),
            (!self.model.security_levels.is_empty(), "SECLEVEL"),
        ] {
            if used {
                self.page.say(&Statement::new("RDELETE").words(["SECDATA", profile]));
            }
        }
    }

    /// A default group goes with its user only.
    fn connections(&mut self) {
        self.page
            .section("Connections", "Connections to default groups are deleted with their users.");
        let mut by_group: BTreeMap<AuthId, Vec<&str>> = BTreeMap::new();
        for (_, name, user) in self.names.users() {
            for it in user.connections.iter().filter(|it| Some(it.group) != user.default_group) {
                by_group.entry(it.group).or_default().push(name);
            }
        }
        for (group, users) in by_group {
            let group = self.names.id(group);
            self.say_of(&users, |users| {
                Statement::new("REMOVE").names(users).value("GROUP", group)
            });
        }
    }

    fn users(&mut self) {
        self.page.section("Users", "They remain on access lists that are not part of the policy.");
        let users = self.names.users().map(|(_, name, _)| name);
        let users: Vec<&str> = users.filter(|it| !PRESENT.contains(it)).collect();
        self.say_of(&users, |users| Statement::new("DELUSER").names(users));
    }

    fn groups(&mut self) {
        self.page.section("Groups", "Subgroups are deleted before their superior groups.");
        for (_, groups) in group::tree(self.names).into_iter().rev() {
            let names: Vec<&str> = groups.iter().map(|(name, _)| *name).collect();
            self.say_of(&names, |names| Statement::new("DELGROUP").names(names));
        }
    }

    /// A class is given up before its definition goes. Classes that share a POSIT value with one of
    /// RACF's own keep the settings of that one.
    fn dynamic_classes(&mut self) {
        self.page.section("Installation-defined classes", "They no longer have profiles.");
        let names: Vec<&str> = declared(self.model).map(|it| it.name.as_str()).collect();
        let is_own = |set: &Set<'_>| set.classes.iter().all(|it| it.origin.is_some());
        let own: Vec<Set<'_>> = sets(self.model).into_iter().filter(is_own).collect();
        for (word, classes) in Lists::of_sets(&own).taken_back() {
            self.page.say(&Statement::new("SETROPTS").list(word, &classes));
        }
        self.say_of(&names, |names| Statement::new("RDELETE").word("CDT").names(names));
        if !names.is_empty() {
            self.page.say(&Statement::new("SETROPTS").value("RACLIST", "CDT").word("REFRESH"));
        }
    }

    fn refresh(&mut self) {
        self.page.section("Refresh", "After this, the deletions are in effect.");
        for statement in refreshes(self.model, |class: &Class| class.origin.is_none()) {
            self.page.say(&statement);
        }
    }

    /// What the policy switched on, as proposals: it may have been on before.
    fn options(&mut self) {
        self.page.section(
            "Options and settings of classes",
            "What was on before, and what others need, has to stay on. Take out of the comments \
             what was off.",
        );
        for word in option::taken_back(&self.model.options) {
            self.page.propose(&format!("SETROPTS {word}"));
        }
        // Settings of the installation's classes are gone with these.
        let mut kept = sets(self.model);
        for set in &mut kept {
            set.classes.retain(|it| it.origin.is_none());
        }
        let logged = |set: &&Set<'_>| set.settings().log_options != LogOptions::Default;
        for class in kept.iter().filter(logged).flat_map(|set| set.named(|_| true)) {
            self.page.propose(&format!("SETROPTS LOGOPTIONS(DEFAULT({class}))"));
        }
        for (word, classes) in Lists::of_sets(&kept).taken_back() {
            self.propose_list(word, &classes);
        }
        if declared(self.model).next().is_some() {
            self.page.propose("SETROPTS NORACLIST(CDT)");
            self.page.propose("SETROPTS NOCLASSACT(CDT)");
        }
    }

    /// One proposal is one line, however many classes there are.
    fn propose_list(&mut self, word: &str, classes: &[&str]) {
        let mut line = String::new();
        for class in classes {
            if line.len() + class.len() > 40 {
                self.page.propose(&format!("SETROPTS {word}({line})"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(class);
        }
        if !line.is_empty() {
            self.page.propose(&format!("SETROPTS {word}({line})"));
        }
    }
}
