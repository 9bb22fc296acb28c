//! RACF variables and the global access checking table (`RDEFINE RACFVARS`, `RDEFINE GLOBAL`).

use saffron_compiler::model::GlobalEntry;
use saffron_racf::command::{Name, ProfileOperands};

use super::emitter::Emitter;
use super::operand::{data_set_member, name};
use super::target::{DATA_SETS, Target};

impl Emitter<'_> {
    /// Profiles whose members are what they are for. They are made anew: the order of a variable's
    /// members counts, and members that the policy doesn't know have to go.
    pub(super) fn tables(&mut self) {
        self.script.section(
            "Variables and global access checking",
            "These profiles are made anew. What is in storage counts until the refresh; where a \
             profile isn't there yet, RDELETE fails.",
        );
        for variable in &self.model.variables {
            let members: Vec<Name> = variable.members.iter().map(|member| name(member)).collect();
            self.table(&Target::general("RACFVARS", &variable.name), &members);
        }
        for entries in self.model.globals.chunk_by(|a, b| a.class == b.class) {
            let Some(class) = entries.first().map(|entry| self.names.class(entry.class)) else {
                continue;
            };
            let members: Vec<Name> = entries.iter().map(|entry| member(class, entry)).collect();
            self.table(&Target::general("GLOBAL", class), &members);
        }
    }

    fn table(&mut self, target: &Target<'_>, members: &[Name]) {
        self.command(target.delete(target.name()));
        self.command(target.define_closed(target.name(), ProfileOperands::default()));
        self.command_for(members, |some| target.add_members(some));
    }
}

fn member(class: &str, entry: &GlobalEntry) -> Name {
    let text = format!("{}/{}", entry.name, entry.access);
    if class == DATA_SETS { data_set_member(&text) } else { name(&text) }
}
