//! Options of the whole system (`SETROPTS`).
//!
//! What later commands depend on comes first; what may lock people out comes last, when the
//! profiles are there. Every option is stated, also where it is as a new database has it.

use saffron_compiler::model::Options;
use saffron_racf::command::{CommandKind, SetRoptsOperand, SystemOption, made};
use saffron_vocabulary::racf::Enforcement;

use super::emitter::Emitter;
use super::operand::id;
use super::remark::quoted;

impl Emitter<'_> {
    /// How data set names read, and no entries for the user who issues the commands.
    pub(crate) fn options_first(&mut self) {
        self.script.section(
            "Options required by the commands",
            "ADDCREATOR is off so that the issuing user is not added to access lists.",
        );
        let naming = self.model.options.enhanced_generic_naming;
        self.command(set_options([
            SystemOption::AddCreator(false),
            SystemOption::EnhancedGenericNaming(naming),
        ]));
    }

    /// PREFIX, which needs its group.
    pub(crate) fn prefix(&mut self) {
        let prefix = self.model.options.prefix.as_deref();
        self.command(set_options([SystemOption::Prefix(prefix.map(id))]));
        if let Some(prefix) = prefix.filter(|prefix| !self.names.is_group(prefix)) {
            let remark =
                "SETROPTS PREFIX requires a group, and the policy has no group of this name";
            self.remarks.about(quoted(prefix), remark);
        }
    }

    /// Options that change what people may do.
    pub(crate) fn options_last(&mut self) {
        self.script
            .section("Options of the policy", "They come last, when all profiles are defined.");
        let options = &self.model.options;
        self.command(set_options([
            SystemOption::ListOfGroups(options.list_of_groups),
            SystemOption::ProgramControl(options.program_control),
        ]));
        self.command(set_options([
            SystemOption::GenericOwner(options.generic_owner),
            SystemOption::AddCreator(options.add_creator),
        ]));
        self.command(set_options([SystemOption::ProtectAll(options.protect_all)]));
        self.command(set_options([SystemOption::Mls(options.mls)]));
        self.command(set_options([SystemOption::MlActive(options.ml_active)]));
        self.command(set_options([SystemOption::UndefinedTerminals(options.undefined_terminals)]));
    }
}

/// A SETROPTS.
pub(crate) fn set_options(options: impl IntoIterator<Item = SystemOption>) -> CommandKind {
    let operand = |option| SetRoptsOperand { option, span: made(()).span };
    CommandKind::SetRopts(options.into_iter().map(operand).collect())
}

/// What takes back the options that the policy has and a new database hasn't.
pub(crate) fn taken_back(options: &Options) -> Vec<SystemOption> {
    let is_enforced = |how: Enforcement| how != Enforcement::Off;
    let off = Enforcement::Off;
    let on = [
        (options.enhanced_generic_naming, SystemOption::EnhancedGenericNaming(false)),
        (options.prefix.is_some(), SystemOption::Prefix(None)),
        (options.list_of_groups, SystemOption::ListOfGroups(false)),
        (options.program_control, SystemOption::ProgramControl(false)),
        (options.generic_owner, SystemOption::GenericOwner(false)),
        (options.add_creator, SystemOption::AddCreator(false)),
        (options.operations_audit, SystemOption::OperationsAudit(false)),
        (!options.undefined_terminals, SystemOption::UndefinedTerminals(true)),
        (is_enforced(options.protect_all), SystemOption::ProtectAll(off)),
        (is_enforced(options.mls), SystemOption::Mls(off)),
        (is_enforced(options.ml_active), SystemOption::MlActive(off)),
    ];
    on.into_iter().filter(|(is_on, _)| *is_on).map(|(_, option)| option).collect()
}
