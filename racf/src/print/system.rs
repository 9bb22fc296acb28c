//! SETROPTS.

use saffron_vocabulary::racf::Enforcement;

use crate::command::{Name, SetRoptsOperand, SystemOption};

use super::operands::Operands;
use super::word::Word;

pub(super) fn options(to: &mut Operands, options: &[SetRoptsOperand]) {
    for operand in options {
        option(to, &operand.option);
    }
}

fn option(to: &mut Operands, option: &SystemOption) {
    match option {
        SystemOption::Active(names, on) => classes(to, ["CLASSACT", "NOCLASSACT"], names, *on),
        SystemOption::Generic(names, on) => classes(to, ["GENERIC", "NOGENERIC"], names, *on),
        SystemOption::GenericCommands(names, on) => {
            classes(to, ["GENCMD", "NOGENCMD"], names, *on);
        }
        SystemOption::Raclist(names, on) => classes(to, ["RACLIST", "NORACLIST"], names, *on),
        SystemOption::Genlist(names, on) => classes(to, ["GENLIST", "NOGENLIST"], names, *on),
        SystemOption::Global(names, on) => classes(to, ["GLOBAL", "NOGLOBAL"], names, *on),
        SystemOption::LogOptions(log, names) => {
            let names = names.iter().map(Word::name).collect();
            let words = Word::list(Some(&Word::keyword(log.as_str())), names);
            to.list("LOGOPTIONS", words);
        }
        SystemOption::Refresh => to.word(Word::keyword("REFRESH")),
        SystemOption::ListOfGroups(on) => to.word(Word::switch("GRPLIST", *on)),
        SystemOption::EnhancedGenericNaming(on) => to.word(Word::switch("EGN", *on)),
        SystemOption::ProtectAll(how) => enforced(to, "PROTECTALL", *how),
        SystemOption::ProgramControl(on) => {
            to.word(Word::switch("WHEN", *on).with(&[Word::keyword("PROGRAM")]));
        }
        SystemOption::AddCreator(on) => to.word(Word::switch("ADDCREATOR", *on)),
        SystemOption::GenericOwner(on) => to.word(Word::switch("GENERICOWNER", *on)),
        SystemOption::Mls(how) => enforced(to, "MLS", *how),
        SystemOption::MlActive(how) => enforced(to, "MLACTIVE", *how),
        SystemOption::OperationsAudit(on) => to.word(Word::switch("OPERAUDIT", *on)),
        SystemOption::UndefinedTerminals(on) => {
            to.value("TERMINAL", Some(Word::keyword(if *on { "READ" } else { "NONE" })));
        }
        SystemOption::Prefix(None) => to.word(Word::switch("PREFIX", false)),
        SystemOption::Prefix(Some(name)) => to.id("PREFIX", Some(name)),
        SystemOption::Idle(word) | SystemOption::IdleAudit(word) => to.word(Word::keyword(word)),
        SystemOption::List => to.word(Word::keyword("LIST")),
    }
}

fn classes(to: &mut Operands, [on, off]: [&'static str; 2], names: &[Name], is_on: bool) {
    to.ids(if is_on { on } else { off }, names);
}

fn enforced(to: &mut Operands, word: &'static str, how: Enforcement) {
    match how {
        Enforcement::Off => to.word(Word::switch(word, false)),
        how => to.value(word, Some(Word::keyword(how.as_str()))),
    }
}
