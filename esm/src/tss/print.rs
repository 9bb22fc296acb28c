//! Statements of Top Secret as text: the only place that writes them.

use super::statement::{Access, Field, Form, Holder, Kind, Resource, Statement, UnixNumber};
use crate::operand::Word;
use crate::script::Print;

impl Print for Statement {
    const COMMENT: (&'static str, &'static str) = (" /*", " */");

    fn tokens(&self) -> Vec<String> {
        let mut tokens = vec!["TSS".to_owned()];
        match self {
            Self::Create { acid, kind, name, department, protected } => {
                tokens.push(function("CREATE", acid));
                tokens.push(["TYPE(", kind_text(*kind), ")"].concat());
                tokens.extend(name.iter().map(|name| format!("NAME({name})")));
                tokens.push(function("DEPARTMENT", department));
                tokens.extend(protected.then(|| "PROTECTED".to_owned()));
            }
            Self::Delete { acid } => tokens.push(function("DELETE", acid)),
            Self::AddTo { acid, fields } => {
                tokens.push(function("ADDTO", acid));
                tokens.extend(fields.iter().map(field));
            }
            Self::Remove { acid, fields } => {
                tokens.push(function("REMOVE", acid));
                tokens.extend(fields.iter().map(field));
            }
            Self::Own { owner, resource: it } => {
                tokens.extend([function("ADDTO", owner), resource(it)]);
            }
            Self::Disown { owner, resource: it } => {
                tokens.extend([function("REMOVE", owner), resource(it)]);
            }
            Self::Task { procedure, acid } => {
                tokens.push("ADDTO(STC)".to_owned());
                tokens.extend([function("PROCNAME", procedure), function("ACID", acid)]);
            }
            Self::NoTask { procedure } => {
                tokens.extend(["REMOVE(STC)".to_owned(), function("PROCNAME", procedure)]);
            }
            Self::Class { class, longest } => {
                tokens.extend(["ADDTO(RDT)".to_owned(), function("RESCLASS", class)]);
                tokens.push(format!("MAXLEN({longest})"));
                // In descending order, or listings show the wrong level.
                tokens.push("ACLST(ALL,CONTROL,UPDATE,READ,NONE)".to_owned());
                tokens.push("DEFACC(NONE)".to_owned());
            }
            Self::NoClass { class } => {
                tokens.extend(["REMOVE(RDT)".to_owned(), function("RESCLASS", class)]);
            }
            Self::Permit { holder, resource: it, access, data_set } => {
                tokens.extend([function("PERMIT", acid(holder)), resource(it)]);
                tokens.extend(access_text(*access, *data_set).map(str::to_owned));
            }
            Self::Revoke { holder, resource: it } => {
                tokens.extend([function("REVOKE", acid(holder)), resource(it)]);
            }
            Self::Refresh { acid } => {
                tokens.extend([function("REFRESH", acid), "JOBNAME(*)".to_owned()]);
            }
        }
        tokens
    }
}

fn function(name: &str, operand: &Word) -> String {
    format!("{name}({operand})")
}

fn acid(holder: &Holder) -> &Word {
    static ALL: std::sync::LazyLock<Word> = std::sync::LazyLock::new(|| Word::of("ALL"));
    match holder {
        Holder::Acid(acid) => acid,
        Holder::All => &ALL,
    }
}

fn kind_text(kind: Kind) -> &'static str {
    match kind {
        Kind::User => "USER",
        Kind::Group => "GROUP",
        Kind::Profile => "PROFILE",
    }
}

fn number(number: UnixNumber) -> String {
    match number {
        UnixNumber::Next => "?".to_owned(),
        UnixNumber::Fixed(number) => number.to_string(),
    }
}

fn field(field: &Field) -> String {
    match field {
        Field::Group(group) => function("GROUP", group),
        Field::DefaultGroup(group) => function("DFLTGRP", group),
        Field::Profile(profile) => function("PROFILE", profile),
        Field::Facility(facility) => function("FACILITY", facility),
        Field::MasterFacility(facility) => function("MASTFAC", facility),
        Field::Uid(uid) => format!("UID({})", number(*uid)),
        Field::Gid(gid) => format!("GID({})", number(*gid)),
        Field::Home(path) => format!("HOME({path})"),
        Field::Program(path) => format!("OMVSPGM({path})"),
        Field::Suspended => "ASUSPEND".to_owned(),
    }
}

fn resource(resource: &Resource) -> String {
    let Resource { class, name, form } = resource;
    match form {
        Form::Plain => format!("{class}({name})"),
        Form::Apostrophes => format!("{class}('{name}')"),
        Form::Marked => format!("{class}({name}(G))"),
    }
}

fn access_text(access: Access, data_set: bool) -> Option<&'static str> {
    match (access, data_set) {
        (Access::None, _) => Some("ACCESS(NONE)"),
        (Access::Read, _) => Some("ACCESS(READ)"),
        (Access::Update, false) => Some("ACCESS(READ,UPDATE)"),
        (Access::Update, true) => Some("ACCESS(UPDATE)"),
        (Access::Control, false) => Some("ACCESS(READ,UPDATE,CONTROL)"),
        (Access::Control, true) => Some("ACCESS(UPDATE,CONTROL)"),
        (Access::All, _) => Some("ACCESS(ALL)"),
        (Access::Plain, _) => None,
        (Access::Deny, _) => Some("ACTION(DENY)"),
    }
}
