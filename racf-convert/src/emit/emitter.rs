//! The commands of a policy in the making.

use saffron_compiler::model::Model;
use saffron_racf::command::Command;

use super::names::Names;
use super::remark::Remarks;
use super::script::Script;

/// The work in progress.
pub(crate) struct Emitter<'m> {
    pub(crate) model: &'m Model,
    pub(crate) names: Names<'m>,
    pub(crate) script: Script,
    pub(crate) remarks: Remarks,
}

impl<'m> Emitter<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        let (script, remarks) = (Script::default(), Remarks::default());
        Self { model, names: Names(model), script, remarks }
    }

    /// What the commands are, and how to use them.
    pub(crate) fn head(&mut self) {
        let package = self.model.package.as_str();
        let what = if package.is_empty() { String::new() } else { format!(" `{package}`") };
        self.script.comment(&format!("RACF commands that build the policy{what}."));
        self.script.comment(
            "Each ID and profile is defined, then altered: if it already exists, the first of \
             the two fails and the second corrects it. You can run the commands again.",
        );
    }

    /// Adds a command.
    pub(crate) fn command(&mut self, command: impl Into<Command>) {
        self.script.command(command);
    }

    /// Adds one command for many names; several, if there are more than a command can hold.
    pub(crate) fn command_for<N, C: Into<Command>>(
        &mut self,
        names: &[N],
        command: impl Fn(&[N]) -> C,
    ) {
        self.script.command_for(names, command);
    }
}
