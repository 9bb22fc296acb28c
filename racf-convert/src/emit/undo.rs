//! The commands that take away what a policy declares, in reverse order.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use saffron_compiler::model::{Class, Model, PrincipalId, Profile, Who};
use saffron_racf::command::{
    CommandKind, Name, PermitAction, RemoveOperands, SystemOption, WhenOperand,
};
use saffron_vocabulary::racf::LogOptions;

use super::access::{conditions, permit};
use super::class::{ForClasses, Lists, Set, declared, refresh_table, sets};
use super::group::tree;
use super::means::{Means, with_means};
use super::names::{Names, PRESENT};
use super::operand::{id, ids, name};
use super::option::{set_options, taken_back};
use super::refresh::refreshes;
use super::script::Script;
use super::target::{Target, Which};

/// The commands that remove a policy.
pub(super) fn undo(model: &Model) -> Script {
    let comment =
        "For a system that had no part of it before. Remove commands for what already existed.";
    removal(model, comment)
}

/// The commands that take back what was added to a system of which nothing is known. What deletes is in comments, since
/// it may have been there before.
pub(crate) fn of_additions(model: &Model) -> Script {
    let comment = "Entries of access lists are taken back. What deletes is only in comments, because it may have \
                   existed before: take out of the comments what did not.";
    removal(model, comment).with_proposed_deletions()
}

fn removal(model: &Model, comment: &str) -> Script {
    let mut undo = Undo { model, names: Names(model), script: Script::default() };
    undo.head(comment);
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
    undo.script
}

/// Columns of the classes in a proposal.
const MOST_COLUMNS: usize = 40;

/// The work in progress.
struct Undo<'m> {
    model: &'m Model,
    names: Names<'m>,
    script: Script,
}

impl<'m> Undo<'m> {
    fn head(&mut self, comment: &str) {
        let package = self.model.package.as_str();
        let what = if package.is_empty() { String::new() } else { format!(" `{package}`") };
        self.script.comment(&format!("RACF commands that remove the policy{what}."));
        self.script.comment(comment);
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
        self.script.section("Entries of access lists", comment);
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
        when: Option<&WhenOperand>,
    ) {
        let (anybody, ids): (Vec<Who>, Vec<Who>) = all.partition(|it| *it == Who::Any);
        for who in [ids, anybody] {
            let ids: Vec<&str> = who.into_iter().map(|it| self.names.who(it)).collect();
            self.script.command_for(&ids, |ids| permit(target, ids, PermitAction::Delete, when));
        }
    }

    fn profiles(&mut self) {
        self.script.section("Profiles", "Their access lists are deleted with them.");
        for profiles in self.targets(Means::Any).into_iter().rev() {
            let profiles = profiles.into_iter().filter(|(_, profile)| !profile.external);
            let mut alike: IndexMap<Which, (Target<'_>, Vec<Name>)> = IndexMap::new();
            for (target, _) in profiles {
                let known = alike.entry(target.which.clone());
                let (_, names) = known.or_insert_with(|| (target.clone(), Vec::new()));
                names.push(target.name);
            }
            for (target, names) in alike.values() {
                self.script.command_for(names, |names| target.delete(names));
            }
        }
        let alone = self.targets(Means::Alone).into_iter().flatten();
        for (target, _) in alone.filter(|(_, profile)| !profile.external) {
            self.script.command(target.delete(target.name()));
        }
    }

    fn tables(&mut self) {
        let comment = "Global access checking tables are deleted with all their entries.";
        self.script.section("Variables and global access checking", comment);
        let mut classes: Vec<&str> =
            self.model.globals.iter().map(|it| self.names.class(it.class)).collect();
        classes.dedup();
        self.delete("GLOBAL", &classes);
        let variables = self.model.variables.iter();
        let variables: Vec<&str> = variables.map(|variable| variable.name.as_str()).collect();
        self.delete("RACFVARS", &variables);
    }

    /// RDELETE of profiles that are known by their names.
    fn delete(&mut self, class: &'static str, profiles: &[&str]) {
        let names: Vec<Name> = profiles.iter().map(|profile| name(profile)).collect();
        let target = Target::general(class, "");
        self.script.command_for(&names, |names| target.delete(names));
    }

    /// A label that is a profile of the policy too is gone already.
    fn security_data(&mut self) {
        let comment = "SECDATA contains the levels and categories of the whole system.";
        self.script.section("Security labels, categories and levels", comment);
        let profiles = self.names.profiles_of("SECLABEL");
        let labels = self.model.labels.iter().map(|it| it.name.as_str());
        let labels: Vec<&str> =
            labels.filter(|it| !profiles.iter().any(|profile| profile.name == *it)).collect();
        self.delete("SECLABEL", &labels);
        for (used, profile) in [
            (!self.model.categories.is_empty(), "CATEGORY"),
            (!self.model.security_levels.is_empty(), "SECLEVEL"),
        ] {
            if used {
                self.delete("SECDATA", &[profile]);
            }
        }
    }

    /// A default group goes with its user only.
    fn connections(&mut self) {
        self.script
            .section("Connections", "Connections to default groups are deleted with their users.");
        let mut by_group: BTreeMap<PrincipalId, Vec<&str>> = BTreeMap::new();
        for (_, name, user) in self.names.users() {
            for it in user.connections.iter().filter(|it| Some(it.group) != user.default_group) {
                by_group.entry(it.group).or_default().push(name);
            }
        }
        for (group, users) in by_group {
            let group = self.names.id(group);
            self.script.command_for(&users, |users| {
                let (users, group) = (ids(users), Some(id(group)));
                CommandKind::Remove(RemoveOperands { users, group, owner: None })
            });
        }
    }

    fn users(&mut self) {
        self.script
            .section("Users", "They remain on access lists that are not part of the policy.");
        let users = self.names.users().map(|(_, name, _)| name);
        let users: Vec<&str> = users.filter(|it| !PRESENT.contains(it)).collect();
        self.script.command_for(&users, |users| CommandKind::DelUser(ids(users)));
    }

    fn groups(&mut self) {
        self.script.section("Groups", "Subgroups are deleted before their superior groups.");
        for (_, groups) in tree(self.names).into_iter().rev() {
            let names: Vec<&str> = groups.iter().map(|(name, _)| *name).collect();
            self.script.command_for(&names, |names| CommandKind::DelGroup(ids(names)));
        }
    }

    /// A class is given up before its definition goes. Classes that share a POSIT value with one of
    /// RACF's own keep the settings of that one.
    fn dynamic_classes(&mut self) {
        self.script.section("Installation-defined classes", "They no longer have profiles.");
        let names: Vec<&str> = declared(self.model).map(|it| it.name.as_str()).collect();
        let is_own = |set: &Set<'_>| set.classes.iter().all(|it| it.origin.is_some());
        let own: Vec<Set<'_>> = sets(self.model).into_iter().filter(is_own).collect();
        for (option, classes) in Lists::of_sets(&own).taken_back() {
            self.script.command(set_options([option(ids(&classes), false)]));
        }
        self.delete("CDT", &names);
        if !names.is_empty() {
            self.script.command(refresh_table());
        }
    }

    fn refresh(&mut self) {
        self.script.section("Refresh", "After this, the deletions are in effect.");
        for command in refreshes(self.model, |class: &Class| class.origin.is_none()) {
            self.script.command(command);
        }
    }

    /// What the policy switched on, as proposals: it may have been on before.
    fn options(&mut self) {
        self.script.section(
            "Options and settings of classes",
            "What was on before, and what others need, has to stay on. Take out of the comments \
             what was off.",
        );
        for option in taken_back(&self.model.options) {
            self.script.propose(set_options([option]));
        }
        // Settings of the installation's classes are gone with these.
        let mut kept = sets(self.model);
        for set in &mut kept {
            set.classes.retain(|it| it.origin.is_none());
        }
        let logged = |set: &&Set<'_>| set.settings().log_options != LogOptions::Default;
        for class in kept.iter().filter(logged).flat_map(|set| set.named(|_| true)) {
            let option = SystemOption::LogOptions(LogOptions::Default, ids(&[class]));
            self.script.propose(set_options([option]));
        }
        for (option, classes) in Lists::of_sets(&kept).taken_back() {
            self.propose_for(option, &classes);
        }
        if declared(self.model).next().is_some() {
            self.propose_for(SystemOption::Raclist, &["CDT"]);
            self.propose_for(SystemOption::Active, &["CDT"]);
        }
    }

    /// Takes something back for classes. One proposal is one line, so many classes need several.
    fn propose_for(&mut self, option: ForClasses, classes: &[&str]) {
        let (mut some, mut width) = (Vec::new(), 0);
        for &class in classes {
            if width + class.len() > MOST_COLUMNS {
                self.script.propose(set_options([option(ids(&some), false)]));
                (some, width) = (Vec::new(), 0);
            }
            width += class.len() + usize::from(!some.is_empty());
            some.push(class);
        }
        if !some.is_empty() {
            self.script.propose(set_options([option(ids(&some), false)]));
        }
    }
}
