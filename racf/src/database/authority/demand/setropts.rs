//! SETROPTS.

use crate::command::{Name, SetRoptsOperand, SystemOption};

use super::super::need::{Alternative, Demand, Need};

/// SETROPTS, Authorization required: options of logging are AUDITOR's, all others SPECIAL's; what only
/// refreshes is for those too who may change the profiles.
pub(super) fn set_options(operands: &[SetRoptsOperand], out: &mut Vec<Demand>) {
    let refresh = operands.iter().any(|it| matches!(it.option, SystemOption::Refresh));
    for operand in operands {
        match &operand.option {
            SystemOption::Refresh => {}
            SystemOption::List => out.push(listing()),
            SystemOption::Generic(classes, true) if refresh => out.push(generic_refresh(classes)),
            SystemOption::Raclist(classes, true) if refresh => {
                out.push(with_class_authority(Demand::special("RACLIST REFRESH"), classes));
            }
            SystemOption::LogOptions(..)
            | SystemOption::OperationsAudit(_)
            | SystemOption::IdleAudit(_) => out.push(auditors(&operand.option)),
            other => out.push(Demand::special(word(other))),
        }
    }
}

fn auditors(option: &SystemOption) -> Demand {
    Demand::new(word(option)).or("auditor", [Need::Auditor])
}

fn listing() -> Demand {
    Demand::special("LIST").or("auditor", [Need::Auditor]).or("group-special", [Need::GroupSpecial])
}

/// Security Administrator's Guide, "GENERIC REFRESH option".
fn generic_refresh(classes: &[Name]) -> Demand {
    let demand = Demand::special("GENERIC REFRESH")
        .or("auditor", [Need::Auditor])
        .or("operations", [Need::Operations])
        .or("group-special", [Need::GroupSpecial]);
    with_class_authority(demand, classes)
}

/// CLAUTH of every class that is named; `*` names all.
fn with_class_authority(mut demand: Demand, classes: &[Name]) -> Demand {
    if classes.is_empty() || classes.iter().any(|it| it.text == "*") {
        return demand;
    }
    let needs = classes.iter().map(|it| Need::ClassAuthority(it.text.clone())).collect();
    demand.alternatives.push(Alternative { rule: "class-authority", needs });
    demand
}

/// The operand in full.
fn word(option: &SystemOption) -> &'static str {
    match option {
        SystemOption::Active(..) => "CLASSACT",
        SystemOption::Generic(..) => "GENERIC",
        SystemOption::GenericCommands(..) => "GENCMD",
        SystemOption::Raclist(..) => "RACLIST",
        SystemOption::Genlist(..) => "GENLIST",
        SystemOption::Global(..) => "GLOBAL",
        SystemOption::LogOptions(..) => "LOGOPTIONS",
        SystemOption::Refresh => "REFRESH",
        SystemOption::ListOfGroups(_) => "GRPLIST",
        SystemOption::EnhancedGenericNaming(_) => "EGN",
        SystemOption::ProtectAll(_) => "PROTECTALL",
        SystemOption::ProgramControl(_) => "WHEN(PROGRAM)",
        SystemOption::AddCreator(_) => "ADDCREATOR",
        SystemOption::GenericOwner(_) => "GENERICOWNER",
        SystemOption::Mls(_) => "MLS",
        SystemOption::MlActive(_) => "MLACTIVE",
        SystemOption::OperationsAudit(_) => "OPERAUDIT",
        SystemOption::UndefinedTerminals(_) => "TERMINAL",
        SystemOption::Prefix(_) => "PREFIX",
        SystemOption::Idle(name) | SystemOption::IdleAudit(name) => name,
        SystemOption::List => "LIST",
    }
}
