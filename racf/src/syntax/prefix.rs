//! Data set names without quotes, where PROFILE has set what they begin with.
//!
//! By default that is the ID of the user who issues the command, which only the session knows; so
//! such names stay as they are. With any other prefix the names are fully qualified here. Source:
//! `TSO/E Command Reference`, PROFILE.

use saffron_command_files::script::Prefix;

use crate::command::{CommandKind, DataSetOperands, FromOperands, Name, ResourceOperands};

const DATASET: &str = "DATASET";

/// The command with fully qualified data set names.
pub(super) fn qualified(mut kind: CommandKind, prefix: &Prefix) -> CommandKind {
    let prefix = match prefix {
        Prefix::Issuer => return kind,
        Prefix::None => None,
        Prefix::Own(prefix) => Some(prefix.as_str()),
    };
    match &mut kind {
        CommandKind::AddSd(it) | CommandKind::AltDsd(it) | CommandKind::DelDsd(it) => {
            data_sets(it, prefix);
        }
        CommandKind::RDefine(it) | CommandKind::RAlter(it) | CommandKind::RDelete(it) => {
            resources(it, prefix);
        }
        CommandKind::Permit(it) => {
            let class = it.class.as_ref().map_or(DATASET, |class| class.text.as_str()).to_owned();
            if class == DATASET {
                qualify(&mut it.profile, prefix);
            }
            if let Some(from) = &mut it.from {
                source(from, &class, prefix);
            }
        }
        _ => {}
    }
    kind
}

fn data_sets(operands: &mut DataSetOperands, prefix: Option<&str>) {
    for name in &mut operands.names {
        qualify(name, prefix);
    }
    if let Some(from) = &mut operands.profile.from {
        source(from, DATASET, prefix);
    }
}

/// Members of the profile DATASET of the class GLOBAL are data sets.
fn resources(operands: &mut ResourceOperands, prefix: Option<&str>) {
    let global = operands.class.text == "GLOBAL" && operands.names.iter().all(is_data_set_class);
    if global {
        let members = operands.add_members.iter_mut().chain(&mut operands.delete_members);
        members.filter(|member| !is_variable(&member.text)).for_each(|it| qualify(it, prefix));
    }
    if let Some(from) = &mut operands.profile.from {
        source(from, &operands.class.text, prefix);
    }
}

/// A member that begins with a RACF variable or an asterisk has no prefix.
fn is_variable(member: &str) -> bool {
    member.starts_with(['&', '*', '\''])
}

fn is_data_set_class(name: &Name) -> bool {
    name.text.eq_ignore_ascii_case(DATASET)
}

/// The profile that FROM names; its class is the command's, unless FCLASS is specified.
fn source(from: &mut FromOperands, class: &str, prefix: Option<&str>) {
    if from.class.as_ref().map_or(class, |class| class.text.as_str()) == DATASET {
        qualify(&mut from.name, prefix);
    }
}

fn qualify(name: &mut Name, prefix: Option<&str>) {
    if name.quoted {
        return;
    }
    if let Some(prefix) = prefix {
        name.text = format!("{prefix}.{}", name.text);
    }
    name.quoted = true;
}
