//! A state as the text of a policy.
//!
//! INVARIANT: the text compiles to the same permissions. What clauses grant to items that don't exist yet is
//! kept where a clause can state it; the rest is named.

use std::collections::{BTreeMap, BTreeSet};

use saffron_compiler::model::PrincipalId;
use saffron_lang::print::written;
use saffron_vocabulary::safr::{Access, ItemType, Rules, SafrSwitch};

use crate::state::{EnvironmentState, Grant, GroupState, ItemState, Name, SafrState, key};

/// A state as policy text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The external users whom the state refers to, in the canonical form.
    pub users: String,
    /// Environments, groups and administrators, in the canonical form.
    pub safr: String,
    /// What the text can't state.
    pub left_out: Vec<String>,
}

/// The names of users.
type Users<'s> = BTreeMap<PrincipalId, &'s str>;

impl SafrState {
    /// The state as policy text. Its users are external, since the state has no more than their IDs.
    pub fn text(&self) -> Text {
        let users: Users<'_> = self.users.iter().map(|(name, id)| (*id, name.as_str())).collect();
        let mut writer = Writer { state: self, users, text: String::new(), left_out: Vec::new() };
        writer.all();
        let users = self.users_text(&writer.users);
        let [users, safr] = [&users, &writer.text].map(|it| saffron_lang::format(it).text);
        Text { users, safr, left_out: writer.left_out }
    }

    fn users_text(&self, users: &Users<'_>) -> String {
        let members = self.groups.values().flat_map(|it| it.members.keys());
        let ids: BTreeSet<_> = members.chain(self.administrators.keys()).copied().collect();
        let names = list(ids.iter().filter_map(|id| users.get(id)).map(|it| written(it)));
        if names.is_empty() { String::new() } else { format!("external user {names}\n") }
    }
}

/// Writes line by line.
struct Writer<'s> {
    state: &'s SafrState,
    users: Users<'s>,
    text: String,
    left_out: Vec<String>,
}

impl Writer<'_> {
    fn all(&mut self) {
        let state = self.state;
        let Some(rules) = state.rules else { return };
        self.line(&format!("safr {{\n  rules {rules}"));
        self.options();
        for (name, it) in &state.environments {
            self.environment(name, it);
        }
        for (name, it) in &state.groups {
            self.group(name, it, rules);
        }
        let administrators = list(self.names(state.administrators.keys()));
        if !administrators.is_empty() {
            self.line(&format!("\n  system-administrator {administrators}"));
        }
        self.line("}");
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn names<'w>(
        &self,
        ids: impl Iterator<Item = &'w PrincipalId>,
    ) -> impl Iterator<Item = String> {
        ids.filter_map(|id| self.users.get(id)).map(|it| written(it))
    }

    fn options(&mut self) {
        let switches = self.state.switches;
        let changed = SafrSwitch::ALL.iter().filter(|it| switches.is_on(**it) != it.default_on());
        for switch in changed {
            let setting = if switches.is_on(*switch) { "on" } else { "off" };
            self.line(&format!("  options {{ {switch} {setting} }}"));
        }
    }

    fn environment(&mut self, name: &Name, environment: &EnvironmentState) {
        self.line(&format!("\n  environment {} {{", written(&name.0)));
        for ((kind, item), it) in &environment.items {
            match kind {
                ItemType::View => {}
                ItemType::ViewFolder => self.folder(item, environment),
                kind => self.item(*kind, item, it),
            }
        }
        self.line("  }");
    }

    fn folder(&mut self, folder: &Name, environment: &EnvironmentState) {
        self.line(&format!("    view-folder {} {{", written(&folder.0)));
        for ((kind, view), it) in &environment.items {
            if it.folder.as_ref() == Some(folder) {
                self.item(*kind, view, it);
            }
        }
        self.line("    }");
    }

    fn item(&mut self, kind: ItemType, name: &Name, it: &ItemState) {
        let references =
            it.references.iter().map(|(kind, name)| format!("{kind} {}", written(&name.0)));
        let references = list(references);
        let verb = if kind == ItemType::LookupPath { "uses" } else { "refers" };
        let name = written(&name.0);
        self.line(&match references.as_str() {
            "" => format!("    {kind} {name}"),
            references => format!("    {kind} {name} {{ {verb} [{references}] }}"),
        });
    }

    fn group(&mut self, name: &Name, group: &GroupState, rules: Rules) {
        self.line(&format!("\n  group {} {{", written(&name.0)));
        let members = list(self.names(group.members.keys()));
        if !members.is_empty() {
            self.line(&format!("    members [{members}]"));
        }
        for (environment, grant) in &group.environments {
            self.grant(&name.0, environment, grant, rules);
        }
        self.line("  }");
    }

    fn grant(&mut self, group: &str, environment: &Name, grant: &Grant, rules: Rules) {
        let is_stated = rules == Rules::GenevaersRoles || grant.access != Access::General;
        let access = if is_stated { format!(" as {}", grant.access) } else { String::new() };
        self.line(&format!("    in {}{access} {{", written(&environment.0)));
        if !grant.create.is_empty() {
            let kinds = list(grant.create.keys().map(ToString::to_string));
            self.line(&format!("      create [{kinds}]"));
        }
        if grant.migrate_in.is_some() {
            self.line("      run [migrate-in]");
        }
        for ((kind, item), (right, _)) in &grant.rights {
            self.line(&format!("      edit {kind} {}: {right}", written(&item.0)));
        }
        self.later(group, environment, grant);
        self.line("    }");
    }

    /// What clauses grant to items that don't exist yet.
    fn later(&mut self, group: &str, environment: &Name, grant: &Grant) {
        let state = self.state;
        let Some(there) = state.environments.get(environment) else { return };
        for it in grant.later.iter() {
            let (kind, right) = (it.kind, it.right);
            let why = match &it.name {
                None if grant.names_each(kind, there) => {
                    self.line(&format!("      edit {kind} *: {right}"));
                    continue;
                }
                None => "the group has no right to some of those that exist",
                Some(name) if there.items.contains_key(&key(kind, name)) => continue,
                Some(_) => "the item doesn't exist",
            };
            let name = it.name.as_deref().map_or_else(|| "*".to_owned(), written);
            let place = &environment.0;
            self.left_out.push(format!("{group} in {place}: `edit {kind} {name}: {right}`: {why}"));
        }
    }
}

impl Grant {
    /// Whether the group has a right of its own to each item of a type, so that `*` is about new ones only.
    fn names_each(&self, kind: ItemType, there: &EnvironmentState) -> bool {
        there.items.keys().filter(|(it, _)| *it == kind).all(|key| self.rights.contains_key(key))
    }
}

fn list(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
