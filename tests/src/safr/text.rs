//! The state in the policy language.

use std::fmt::Write as _;

use saffron_vocabulary::safr::{Access, ItemType, SafrSwitch};

use super::request::Named;
use super::state::{Item, Permissions, State};

impl State {
    /// A policy that says the same. Every other group has its rights from a role.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for user in &self.users {
            let _ = writeln!(out, "external user {user}");
        }
        let rules = if self.roles { "genevaers-roles" } else { "safr" };
        let _ = writeln!(out, "safr {{\n  rules {rules}\n  options {{");
        for switch in SafrSwitch::ALL.iter().filter(|it| self.on(**it) != it.default_on()) {
            let _ = writeln!(out, "    {switch} {}", if self.on(*switch) { "on" } else { "off" });
        }
        out.push_str("  }\n");
        for environment in &self.environments {
            self.environment(&mut out, environment);
        }
        for group in self.groups.keys() {
            self.group(&mut out, group);
        }
        for user in &self.administrators {
            let _ = writeln!(out, "  system-administrator {user}");
        }
        out.push_str("}\n");
        out
    }

    fn environment(&self, out: &mut String, name: &str) {
        let _ = writeln!(out, "  environment {name:?} {{");
        for (named, item) in self.items_of(name).filter(|(named, _)| named.0 != ItemType::View) {
            let _ = write!(out, "    {}", declaration(named, item));
            if named.0 == ItemType::ViewFolder {
                let views =
                    self.items_of(name).filter(|(_, it)| it.folder.as_ref() == Some(&named.1));
                out.push_str(" {\n");
                for (view, item) in views {
                    let _ = writeln!(out, "      {}", declaration(view, item));
                }
                out.push_str("    }");
            }
            out.push('\n');
        }
        out.push_str("  }\n");
    }

    /// The items of an environment.
    pub fn items_of(&self, environment: &str) -> impl Iterator<Item = (&Named, &Item)> {
        let all = self.items.iter();
        all.filter(move |((place, _), _)| place == environment).map(|((_, it), item)| (it, item))
    }

    fn group(&self, out: &mut String, name: &str) {
        let mine = self.permissions.iter().filter(|((group, _), _)| group == name);
        let mut accesses = String::new();
        for (at, ((_, environment), permissions)) in mine.enumerate() {
            let mut words: Vec<String> = Vec::new();
            let role = format!("ROLE_{name}_{at}");
            let rights = rights(permissions);
            let by_role = at % 2 == 1 && !rights.is_empty();
            if by_role {
                let _ = writeln!(out, "  role {role:?} {{\n{rights}  }}");
                words.push(format!("{role:?}"));
            }
            if permissions.access != Access::General {
                words.push(permissions.access.as_str().to_owned());
            }
            let role = words.join(", ");
            let role = if words.is_empty() { role } else { format!(" as {role}") };
            let rights = if by_role { String::new() } else { rights };
            let _ = writeln!(accesses, "    in {environment:?}{role} {{\n{rights}    }}");
        }
        let members = self.groups.get(name).into_iter().flatten();
        let members: Vec<&str> = members.map(String::as_str).collect();
        let members = members.join(", ");
        let _ = writeln!(out, "  group {name:?} {{\n    members [{members}]\n{accesses}  }}");
    }
}

fn declaration(named: &Named, item: &Item) -> String {
    let refs: Vec<String> =
        item.refs.iter().map(|(kind, name)| format!("{kind} {name:?}")).collect();
    let word = if named.0 == ItemType::LookupPath { "uses" } else { "refers" };
    let refs = if refs.is_empty() {
        String::new()
    } else {
        format!(" {{ {word} [{}] }}", refs.join(", "))
    };
    format!("{} {:?}{refs}", named.0, named.1)
}

fn rights(permissions: &Permissions) -> String {
    let mut out = String::new();
    let create: Vec<&str> = permissions.create.iter().map(|it| it.as_str()).collect();
    if !create.is_empty() {
        let _ = writeln!(out, "      create [{}]", create.join(", "));
    }
    if permissions.migrate_in {
        out.push_str("      run [migrate-in]\n");
    }
    for ((kind, name), right) in &permissions.rights {
        let _ = writeln!(out, "      edit {kind} {name:?}: {right}");
    }
    out
}
