//! Arguments of a function as requests, one for each row.

use datafusion::arrow::array::{Array as _, ArrayRef, AsArray as _, Date32Array, StringArray};
use datafusion::arrow::datatypes::{DataType, Date32Type};
use datafusion::common::{Result, exec_err, plan_err};
use saffron_runtime::{AccessLevel, Context, Day, Intent, Question, Request, Requester};

/// What each argument of a function is, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Argument {
    User,
    Class,
    Resource,
    Access,
    Day,
    Group,
    Volume,
    System,
    SecurityLabel,
    PortClass,
    Port,
}

/// Arguments that may be left out, all from some place on.
pub(crate) const OPTIONAL: [Argument; 6] = [
    Argument::Group,
    Argument::Volume,
    Argument::System,
    Argument::SecurityLabel,
    Argument::PortClass,
    Argument::Port,
];

/// The types to which arguments are cast, or what is wrong with their number.
pub(crate) fn types(function: &str, all: &[Argument], given: usize) -> Result<Vec<DataType>> {
    let least = all.len() - OPTIONAL.len();
    if given < least || given > all.len() {
        let names: Vec<_> = all.iter().map(|it| it.name()).collect();
        return plan_err!(
            "{function} has {least} to {} arguments ({}), but {given} are given",
            all.len(),
            names.join(", ")
        );
    }
    let kind = |argument: &Argument| match argument {
        Argument::Day => DataType::Date32,
        _ => DataType::Utf8,
    };
    Ok(all.iter().take(given).map(kind).collect())
}

impl Argument {
    const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Class => "class",
            Self::Resource => "resource",
            Self::Access => "access",
            Self::Day => "day",
            Self::Group => "group",
            Self::Volume => "volume",
            Self::System => "system",
            Self::SecurityLabel => "security_label",
            Self::PortClass => "port_class",
            Self::Port => "port",
        }
    }
}

/// The columns of the arguments.
pub(crate) struct Arguments<'a> {
    function: &'a str,
    texts: Vec<(Argument, &'a StringArray)>,
    day: Option<&'a Date32Array>,
}

impl<'a> Arguments<'a> {
    pub(crate) fn new(function: &'a str, all: &[Argument], arrays: &'a [ArrayRef]) -> Result<Self> {
        let mut found = Self { function, texts: Vec::new(), day: None };
        for (argument, array) in all.iter().zip(arrays) {
            if *argument == Argument::Day {
                found.day = array.as_primitive_opt::<Date32Type>();
            } else if let Some(texts) = array.as_string_opt() {
                found.texts.push((*argument, texts));
            } else {
                return exec_err!("{function}: {} must be a text", argument.name());
            }
        }
        Ok(found)
    }

    /// What a row asks; `None` if it states no class, resource, level or day, so that there is nothing to ask.
    pub(crate) fn request(&self, row: usize) -> Result<Option<Request<'a>>> {
        let day = self.day.filter(|days| days.is_valid(row)).map(|days| Day(days.value(row)));
        let (Some(class), Some(resource), Some(day)) =
            (self.text(Argument::Class, row), self.text(Argument::Resource, row), day)
        else {
            return Ok(None);
        };
        let mut question = Question::new(class, resource).context(self.context(row)?);
        if let Some(volume) = self.text(Argument::Volume, row) {
            question = question.volume(volume);
        }
        if self.has(Argument::Access) {
            let Some(access) = self.text(Argument::Access, row) else { return Ok(None) };
            question = self.asking(question, access)?;
        }
        // Without a user the request is one of the undefined user, as RACF decides it.
        let requester =
            self.text(Argument::User, row).map_or(Requester::Undefined, Requester::User);
        let request = Request::new(requester, question, day);
        Ok(Some(match self.text(Argument::Group, row) {
            Some(group) => request.group(group),
            None => request,
        }))
    }

    fn asking(&self, question: Question<'a>, access: &str) -> Result<Question<'a>> {
        match AccessLevel::from_name(access) {
            Some(AccessLevel::Execute) => Ok(question.intent(Intent::Execute)),
            Some(level) if level != AccessLevel::None => Ok(question.access(level)),
            _ => exec_err!(
                "{}: expected EXECUTE, READ, UPDATE, CONTROL or ALTER, but not `{access}`",
                self.function
            ),
        }
    }

    fn context(&self, row: usize) -> Result<Context<'a>> {
        let mut context = Context::default();
        if let Some(system) = self.text(Argument::System, row) {
            context = context.sysid(system);
        }
        if let Some(label) = self.text(Argument::SecurityLabel, row) {
            context = context.seclabel(label);
        }
        let port = self.text(Argument::Port, row);
        let Some((class, port)) = self.text(Argument::PortClass, row).zip(port) else {
            return Ok(context);
        };
        match class {
            "TERMINAL" => Ok(context.terminal(port)),
            "CONSOLE" => Ok(context.console(port)),
            "JESINPUT" => Ok(context.jesinput(port)),
            "APPCPORT" => Ok(context.appcport(port)),
            "SERVAUTH" => Ok(context.servauth(port)),
            other => exec_err!(
                "{}: expected TERMINAL, CONSOLE, JESINPUT, APPCPORT or SERVAUTH as the class of a port, but not `{other}`",
                self.function
            ),
        }
    }

    fn has(&self, argument: Argument) -> bool {
        self.texts.iter().any(|(it, _)| *it == argument)
    }

    /// `None` if the argument is left out, or null.
    fn text(&self, argument: Argument, row: usize) -> Option<&'a str> {
        let (_, texts) = self.texts.iter().find(|(it, _)| *it == argument)?;
        texts.is_valid(row).then(|| texts.value(row))
    }
}
