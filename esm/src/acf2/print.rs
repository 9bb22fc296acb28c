//! Statements of ACF2 as text: the only place that writes them.

use super::statement::{
    Access, Entry, Field, ListChange, Mode, Refresh, Service, Services, Statement, Who,
};
use crate::operand::Word;
use crate::script::Print;

impl Print for Statement {
    // An asterisk in the first column begins a comment of the ACF command.
    const COMMENT: (&'static str, &'static str) = ("*", "");

    fn tokens(&self) -> Vec<String> {
        let word = |text: &str| text.to_owned();
        match self {
            Self::Enter => vec![word("ACF")],
            Self::Leave => vec![word("END")],
            Self::Set(mode) => mode_tokens(mode),
            Self::Insert { key, fields } => record("INSERT", key, fields),
            Self::Change { key, fields, list } => {
                let mut tokens = record("CHANGE", key, fields);
                tokens.extend(list.map(|list| match list {
                    ListChange::Add => word("ADD"),
                    ListChange::Delete => word("DEL"),
                }));
                tokens
            }
            Self::Delete { key } => vec![word("DELETE"), key.to_string()],
            Self::Reckey { key, change, entry } => reckey(key, *change, entry),
            Self::RoleSet { key } => {
                vec![word("RECKEY"), key.to_string(), word("ADD($ROLESET)")]
            }
            Self::Refresh(refresh) => vec![word("F"), modify(refresh)],
        }
    }
}

fn mode_tokens(mode: &Mode) -> Vec<String> {
    let (first, second) = match mode {
        Mode::Logonids => ("LID".to_owned(), None),
        Mode::DataSetRules => ("RULE".to_owned(), None),
        Mode::ResourceRules(kind) => (format!("RESOURCE({kind})"), None),
        Mode::Options => ("CONTROL(GSO)".to_owned(), None),
        Mode::GroupOmvs => ("PROFILE(GROUP)".to_owned(), Some("DIV(OMVS)")),
        Mode::UserOmvs => ("PROFILE(USER)".to_owned(), Some("DIV(OMVS)")),
        Mode::Roles => ("X(ROL)".to_owned(), None),
    };
    let set = ["SET".to_owned(), first];
    set.into_iter().chain(second.map(str::to_owned)).collect()
}

fn record(verb: &str, key: &Word, fields: &[Field]) -> Vec<String> {
    let head = [verb.to_owned(), key.to_string()];
    head.into_iter().chain(fields.iter().map(field)).collect()
}

fn field(field: &Field) -> String {
    match field {
        Field::Flag(name) => (*name).to_owned(),
        Field::Name(name, value) => format!("{name}({value})"),
        Field::Names(name, values) => {
            let values: Vec<&str> = values.iter().map(Word::as_str).collect();
            format!("{name}({})", values.join(","))
        }
        Field::Text(name, value) => format!("{name}({value})"),
        Field::Path(name, value) => format!("{name}({value})"),
        Field::Number(name, value) => format!("{name}({value})"),
        Field::Resident(kind) => format!("TYPES(R-R{kind})"),
    }
}

fn modify(refresh: &Refresh) -> String {
    match refresh {
        Refresh::Users => "ACF2,REBUILD(USR),CLASS(P),DIVISION(OMVS)".to_owned(),
        Refresh::Groups => "ACF2,REBUILD(GRP),CLASS(P)".to_owned(),
        Refresh::Roles => "ACF2,NEWXREF,TYPE(ROL)".to_owned(),
        Refresh::Options(record) => format!("ACF2,REFRESH({record})"),
        Refresh::Rules(kind) => format!("ACF2,REBUILD({kind})"),
    }
}

fn reckey(key: &Word, change: ListChange, entry: &Entry) -> Vec<String> {
    let verb = match change {
        ListChange::Add => "ADD",
        ListChange::Delete => "DELETE",
    };
    let who = match &entry.who {
        Who::User(user) => format!("USER({user})"),
        Who::Role(role) => format!("ROLE({role})"),
        Who::Everybody => "ROLE(-)".to_owned(),
        Who::Uid(uid) => format!("UID({})", uid.as_str()),
        Who::AnyUid => "UID(*)".to_owned(),
    };
    // Mask and subject are one token: a mask at the end of a line would continue it.
    let first = match &entry.mask {
        Some(mask) => format!("{verb}({} {who}", mask.as_str()),
        None => format!("{verb}({who}"),
    };
    let mut tokens = vec!["RECKEY".to_owned(), key.to_string(), first];
    match &entry.access {
        Access::Resource { services, allow } => {
            tokens.push(format!("SERVICE({})", services_text(services)));
            tokens.push(if *allow { "ALLOW)".to_owned() } else { "PREVENT)".to_owned() });
        }
        Access::DataSet(services) => {
            let letter = |service| if services.contains(&service) { 'A' } else { 'P' };
            tokens.push(format!("READ({})", letter(Service::Read)));
            tokens.push(format!("WRITE({})", letter(Service::Update)));
            tokens.push(format!("ALLOC({})", letter(Service::Allocate)));
            tokens.push(format!("EXEC({}))", letter(Service::Execute)));
        }
    }
    tokens
}

fn services_text(services: &Services) -> String {
    let names: Vec<&str> = services
        .iter()
        .map(|service| match service {
            Service::Execute => "EXECUTE",
            Service::Read => "READ",
            Service::Update => "UPDATE",
            Service::Delete => "DELETE",
            Service::Add => "ADD",
            Service::Allocate => "ALLOC",
        })
        .collect();
    names.join(",")
}
