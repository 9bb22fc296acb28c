//! Profiles on which commands permit and that no command defines.

use std::collections::BTreeSet;

use saffron_vocabulary::specificity::has_generic_characters;

use super::super::class::{Class, DATASET};
use super::super::name::{fold, holds_variable};
use super::super::{Database, ProfileKey};
use crate::command::{
    Command, CommandKind, Name, PermitAction, PermitOperands, SetRoptsOperand, SystemOption, made,
};

/// Classes whose profiles hold data, so that no access list of theirs decides anything.
const DATA_CLASSES: [&str; 4] = ["RACFVARS", "GLOBAL", "SECDATA", "CDT"];

/// Whether a PERMIT gives access to an ID.
pub(super) fn grants(operands: &PermitOperands) -> bool {
    let deletes = operands.action.as_ref().is_some_and(|it| it.node == PermitAction::Delete);
    !deletes && operands.ids.as_ref().is_some_and(|ids| !ids.is_empty())
}

/// Whether a PERMIT is about a data set.
pub(super) fn is_data_set(operands: &PermitOperands) -> bool {
    operands.class.as_ref().is_none_or(|class| class.text == DATASET)
}

/// Adds the profiles on which commands permit and that no command defines, and the options that generic profiles of
/// data sets need: where commands define one and permit on it, the system that they are for has these options.
pub(super) fn assume_targets(database: &mut Database, commands: &[Command], issuer: &str) {
    assume_generic_data_sets(database, commands);
    let defined = |command| defined(command, issuer);
    let defined: BTreeSet<(String, String)> = commands.iter().flat_map(defined).collect();
    for command in commands {
        let CommandKind::Permit(operands) = &command.kind else { continue };
        let class = operands.class.as_ref().map_or(DATASET, |class| &class.text);
        let name = (class.to_owned(), stored(class, &operands.profile, issuer));
        if grants(operands) && !defined.contains(&name) && !DATA_CLASSES.contains(&class) {
            target(database, operands, class, issuer);
        }
    }
}

fn assume_generic_data_sets(database: &mut Database, commands: &[Command]) {
    let Some(class) = database.class(DATASET) else { return };
    for command in commands {
        let CommandKind::AddSd(operands) = &command.kind else { continue };
        let names = operands.names.iter().map(|name| fold(&name.text));
        let is_generic = |name: &String| {
            operands.generic.is_some() || has_generic_characters(name, !class.is_data_set())
        };
        for name in names.filter(is_generic) {
            make_generic(database, &class, &name);
        }
    }
}

/// Class and name of the profiles that a command defines; the name in upper case.
fn defined(command: &Command, issuer: &str) -> Vec<(String, String)> {
    let (class, names) = match &command.kind {
        CommandKind::RDefine(operands) => (operands.class.text.as_str(), &operands.names),
        CommandKind::AddSd(operands) => (DATASET, &operands.names),
        _ => return Vec::new(),
    };
    names.iter().map(|name| (class.to_owned(), stored(class, name, issuer))).collect()
}

/// A name in upper case, and of a data set in full: without quotes it begins with the issuer's ID.
fn stored(class: &str, name: &Name, issuer: &str) -> String {
    let name_in_full = class != DATASET || name.quoted;
    if name_in_full { fold(&name.text) } else { format!("{issuer}.{}", fold(&name.text)) }
}

fn target(database: &mut Database, operands: &PermitOperands, class: &str, issuer: &str) {
    let Some(class) = database.class(class) else { return };
    let name = if class.descriptor.mixed_case {
        operands.profile.text.clone()
    } else {
        stored(&class.name, &operands.profile, issuer)
    };
    if operands.volume.as_ref().is_some_and(|volume| holds_variable(&volume.text)) {
        return;
    }
    let looks_generic = has_generic_characters(&name, !class.is_data_set());
    let generic = class.descriptor.generic_allowed
        && (looks_generic || (class.is_data_set() && operands.generic.is_some()));
    if generic {
        make_generic(database, &class, &name);
    }
    let volume = operands.volume.as_ref().filter(|_| !generic && class.is_data_set());
    let volumes = volume.into_iter().map(|volume| fold(&volume.text)).collect();
    database.assume_profile(&class.name, ProfileKey { name, generic, volumes });
}

/// A generic profile shows that its class is generic where it exists, and `**` that enhanced generic naming is on.
fn make_generic(database: &mut Database, class: &Class, name: &str) {
    if !database.is_generic(class) {
        set(database, SystemOption::Generic(vec![Name::bare(&class.name)], true));
    }
    let enhanced = class.is_data_set() && name.contains("**");
    if enhanced && !database.options.enhanced_generic_naming.value {
        set(database, SystemOption::EnhancedGenericNaming(true));
    }
}

fn set(database: &mut Database, option: SystemOption) {
    database.run(CommandKind::SetRopts(vec![SetRoptsOperand { option, span: made(()).span }]));
}
