//! RACF variables and the global access checking table (`RDEFINE RACFVARS`, `RDEFINE GLOBAL`).

use super::Emitter;
use super::names::ROOT;
use super::profile::{REFUSED, is_refused};
use super::quote::{dataset_member, name};
use super::statement::{MOST_NAMES, Statement};
use super::target::DATA_SETS;

impl Emitter<'_> {
    /// Profiles whose members are what they are for. They are made anew: the order of a variable's
    /// members counts, and members that the policy doesn't know have to go.
    pub(super) fn tables(&mut self) {
        self.page.section(
            "Variables and global access checking",
            "These profiles are made anew. What is in storage counts until the refresh; where a \
             profile isn't there yet, RDELETE fails.",
        );
        for it in &self.model.variables {
            let members: Vec<String> = it.members.iter().map(|it| name(it)).collect();
            self.table("RACFVARS", &it.name, &members);
        }
        for entries in self.model.globals.chunk_by(|a, b| a.class == b.class) {
            let Some(class) = entries.first().map(|it| self.names.class(it.class)) else {
                continue;
            };
            let mut members = Vec::with_capacity(entries.len());
            for it in entries {
                let text = format!("{}/{}", it.name, it.access);
                match class {
                    DATA_SETS => members.push(dataset_member(&text)),
                    _ if is_refused(&it.name) => {
                        self.remarks.about(format!("the global entry `{}`", it.name), REFUSED);
                    }
                    _ => members.push(name(&text)),
                }
            }
            self.table("GLOBAL", class, &members);
        }
    }

    fn table(&mut self, class: &'static str, profile: &str, members: &[String]) {
        let of = |verb| Statement::new(verb).word(class).names(&[profile]);
        self.page.say(&of("RDELETE"));
        self.page.say(&of("RDEFINE").value("OWNER", ROOT).value("UACC", "NONE"));
        for some in members.chunks(MOST_NAMES) {
            self.page.say(&of("RALTER").list("ADDMEM", some));
        }
    }
}
