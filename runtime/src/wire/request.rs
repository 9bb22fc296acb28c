//! A request about RACF as one JSON object; strict, so that no typo is answered as something else.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer};

use crate::request::{Context, Intent, Log, Mode, Operation, Question, Request, Requester};
use saffron_vocabulary::racf::{AccessLevel, Day};

use super::json::{Envelope, Json, quoted};
use super::malformed::{CONTEXT_FIELDS, Checked, Malformed, check_names, wrong};

/// The fields of a request.
const FIELDS: &[&str] = &[
    "user",
    "group",
    "class",
    "resource",
    "volume",
    "access",
    "intent",
    "mode",
    "racfind",
    "privileged",
    "trusted",
    "log",
    "date",
    "context",
    "operation",
    "generic",
    "id",
];

/// A request with its texts, as the command line or a line of JSON gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedRequest<'l> {
    /// The user ID; `None` for an undefined user.
    pub user: Option<Cow<'l, str>>,
    /// The current connect group; by default the user's default group.
    pub group: Option<Cow<'l, str>>,
    /// The resource class.
    pub class: Cow<'l, str>,
    /// The name of the resource.
    pub resource: Cow<'l, str>,
    /// The volume serial of a data set.
    pub volume: Option<Cow<'l, str>>,
    /// The requested level; READ by default.
    pub access: AccessLevel,
    /// Access or program fetch.
    pub intent: Intent,
    /// AUTH or FASTAUTH.
    pub mode: Mode,
    /// Whether the data set is RACF-indicated.
    pub racfind: bool,
    /// PRIVILEGED in the ACEE.
    pub privileged: bool,
    /// TRUSTED in the ACEE.
    pub trusted: bool,
    /// RACROUTE LOG=.
    pub log: Log,
    /// The day for revoke and resume dates; by default the day that the caller passes.
    pub date: Option<Day>,
    /// Where and how the user works.
    pub context: OwnedContext<'l>,
    /// What is asked about the resource.
    pub operation: Operation,
    /// The JSON text of `id`.
    pub id: Option<&'l str>,
}

/// Where and how the user works.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnedContext<'l> {
    /// The terminal.
    pub terminal: Option<Cow<'l, str>>,
    /// The console.
    pub console: Option<Cow<'l, str>>,
    /// The JES input device.
    pub jesinput: Option<Cow<'l, str>>,
    /// The partner LU.
    pub appcport: Option<Cow<'l, str>>,
    /// The SERVAUTH profile of the IP zone.
    pub servauth: Option<Cow<'l, str>>,
    /// The executing program, then the first programs of parent tasks.
    pub program: Vec<Cow<'l, str>>,
    /// Whether the program environment is not controlled.
    pub program_unclean: bool,
    /// The SMF system id.
    pub sysid: Option<Cow<'l, str>>,
    /// Names and values of criteria.
    pub criteria: Vec<(Cow<'l, str>, Cow<'l, str>)>,
    /// The security label in the ACEE.
    pub seclabel: Option<Cow<'l, str>>,
}

impl Default for OwnedRequest<'_> {
    fn default() -> Self {
        Self {
            user: None,
            group: None,
            class: Cow::Borrowed(""),
            resource: Cow::Borrowed(""),
            volume: None,
            access: AccessLevel::Read,
            intent: Intent::Access,
            mode: Mode::Auth,
            racfind: false,
            privileged: false,
            trusted: false,
            log: Log::AsIs,
            date: None,
            context: OwnedContext::default(),
            operation: Operation::Access,
            id: None,
        }
    }
}

impl<'l> OwnedRequest<'l> {
    /// Reads one JSON object. A [`Malformed`] names the field, or states that the text isn't one
    /// object.
    pub fn parse(line: &'l str) -> Checked<Self> {
        Self::of(serde_json::from_str(line).map_err(|error| Malformed::json(&error))?)
    }

    /// Reads the fields of an object.
    pub(super) fn of(envelope: Envelope<'l>) -> Checked<Self> {
        let fields = envelope.fields;
        check_names("", &fields, FIELDS)?;
        if envelope.second_id {
            return wrong("id", "appears twice");
        }
        let mut request = Self { id: envelope.id, ..Self::default() };
        let mut given = Given::default();
        for (name, value) in fields {
            request.set(&name, value, &mut given)?;
        }
        given.check()?;
        request.meant_as(given.generic)?;
        Ok(request)
    }

    /// Takes `generic`, if it was there, into the operation.
    fn meant_as(&mut self, given: Option<bool>) -> Checked<()> {
        match (&mut self.operation, given) {
            (Operation::Administer { generic }, Some(given)) => *generic = given,
            (_, None) => {}
            (Operation::Access | Operation::Define, Some(_)) => {
                return wrong("generic", "applies only to operation \"administer\"; leave it out");
            }
        }
        Ok(())
    }

    /// Sets the field of this name, which [`check_names`] has accepted.
    fn set(&mut self, name: &str, value: Json<'l>, given: &mut Given) -> Checked<()> {
        match name {
            "user" => {
                given.user = true;
                self.user = nullable_text(name, value)?;
            }
            "class" => {
                given.class = true;
                self.class = text(name, value)?;
            }
            "resource" => {
                given.resource = true;
                self.resource = text(name, value)?;
            }
            "group" => self.group = Some(text(name, value)?),
            "volume" => self.volume = Some(text(name, value)?),
            "access" => self.access = one_of(name, &value, &LEVELS)?,
            "intent" => self.intent = one_of(name, &value, &INTENTS)?,
            "mode" => self.mode = one_of(name, &value, &MODES)?,
            "racfind" => self.racfind = flag(name, &value)?,
            "privileged" => self.privileged = flag(name, &value)?,
            "trusted" => self.trusted = flag(name, &value)?,
            "log" => self.log = one_of(name, &value, &LOGS)?,
            "date" => self.date = Some(date(name, value)?),
            "operation" => self.operation = one_of(name, &value, &OPERATIONS)?,
            "generic" => given.generic = Some(flag(name, &value)?),
            _ => self.context = context(value)?,
        }
        Ok(())
    }

    /// Passes the request to `ask` in the form that the engine takes; without a date it gets
    /// `today`.
    pub fn with_request<T>(&self, today: Day, ask: impl FnOnce(&Request<'_>) -> T) -> T {
        let program: Vec<&str> = self.context.program.iter().map(AsRef::as_ref).collect();
        let criteria: Vec<(&str, &str)> = self
            .context
            .criteria
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_ref()))
            .collect();
        let requester = self.user.as_deref().map_or(Requester::Undefined, Requester::User);
        let mut question = Question::new(&self.class, &self.resource)
            .access(self.access)
            .intent(self.intent)
            .mode(self.mode)
            .racfind(self.racfind)
            .privileged(self.privileged)
            .trusted(self.trusted)
            .log(self.log)
            .context(self.context.borrow(&program, &criteria))
            .operation(self.operation);
        question.volume = self.volume.as_deref();
        let mut request = Request::new(requester, question, self.date.unwrap_or(today));
        request.group = self.group.as_deref();
        ask(&request)
    }
}

impl OwnedContext<'_> {
    /// The context in the form that the engine takes.
    fn borrow<'r>(
        &'r self,
        program: &'r [&'r str],
        criteria: &'r [(&'r str, &'r str)],
    ) -> Context<'r> {
        let mut context = Context::default()
            .program(program)
            .program_unclean(self.program_unclean)
            .criteria(criteria);
        context.terminal = self.terminal.as_deref();
        context.console = self.console.as_deref();
        context.jesinput = self.jesinput.as_deref();
        context.appcport = self.appcport.as_deref();
        context.servauth = self.servauth.as_deref();
        context.sysid = self.sysid.as_deref();
        context.seclabel = self.seclabel.as_deref();
        context
    }

    /// Refuses more than one port of entry.
    pub fn check_ports(&self) -> Checked<()> {
        let ports = [
            ("terminal", &self.terminal),
            ("console", &self.console),
            ("jesinput", &self.jesinput),
            ("appcport", &self.appcport),
        ];
        let mut given = ports.into_iter().filter(|(_, value)| value.is_some());
        match (given.next(), given.next()) {
            (Some((first, _)), Some((second, _))) => wrong(
                &format!("context.{second}"),
                format!(
                    "a user has only one port of entry, and `context.{first}` is already specified"
                ),
            ),
            _ => Ok(()),
        }
    }
}

impl<'de> Deserialize<'de> for OwnedRequest<'de> {
    /// From JSON text; the error is the text of a [`Malformed`].
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Envelope::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Which of the required fields were there, and what waits for another field.
#[derive(Default)]
struct Given {
    user: bool,
    class: bool,
    resource: bool,
    generic: Option<bool>,
}

impl Given {
    fn check(&self) -> Checked<()> {
        let there = [("user", self.user), ("class", self.class), ("resource", self.resource)];
        match there.into_iter().find(|(_, there)| !there) {
            Some(("user", _)) => wrong("user", "is missing; write null for an undefined user"),
            Some((field, _)) => wrong(field, "is missing"),
            None => Ok(()),
        }
    }
}

pub(super) fn text<'l>(field: &str, value: Json<'l>) -> Checked<Cow<'l, str>> {
    match value {
        Json::Text(text) => Ok(text),
        Json::Null => wrong(field, "must be a string, not null; leave it out for its default"),
        other => wrong(field, format!("must be a string, not {}", other.describe())),
    }
}

/// A text or `null`.
fn nullable_text<'l>(field: &str, value: Json<'l>) -> Checked<Option<Cow<'l, str>>> {
    match value {
        Json::Null => Ok(None),
        Json::Text(text) => Ok(Some(text)),
        other => wrong(field, format!("must be a string or null, not {}", other.describe())),
    }
}

fn flag(field: &str, value: &Json<'_>) -> Checked<bool> {
    match value {
        Json::Bool(value) => Ok(*value),
        other => wrong(field, format!("must be true or false, not {}", other.describe())),
    }
}

const LEVELS: [(&str, AccessLevel); 4] = [
    ("READ", AccessLevel::Read),
    ("UPDATE", AccessLevel::Update),
    ("CONTROL", AccessLevel::Control),
    ("ALTER", AccessLevel::Alter),
];
pub(super) const INTENTS: [(&str, Intent); 2] =
    [("access", Intent::Access), ("execute", Intent::Execute)];
pub(super) const MODES: [(&str, Mode); 2] = [("auth", Mode::Auth), ("fastauth", Mode::FastAuth)];
pub(super) const LOGS: [(&str, Log); 4] =
    [("asis", Log::AsIs), ("nofail", Log::NoFail), ("none", Log::None), ("nostat", Log::NoStat)];
const OPERATIONS: [(&str, Operation); 3] = [
    ("access", Operation::Access),
    ("define", Operation::Define),
    ("administer", Operation::Administer { generic: false }),
];

/// How a value is written.
pub(super) fn spelling<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    // Each table lists every value that a request can have.
    words.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}

/// The value that a word stands for; words are compared exactly.
fn one_of<T: Copy>(field: &str, value: &Json<'_>, allowed: &[(&str, T)]) -> Checked<T> {
    if let Json::Text(text) = value
        && let Some((_, found)) = allowed.iter().find(|(name, _)| name == text)
    {
        return Ok(*found);
    }
    let names: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
    wrong(field, format!("must be one of {}, not {}", names.join(", "), value.describe()))
}

fn date(field: &str, value: Json<'_>) -> Checked<Day> {
    let text = text(field, value)?;
    match Day::parse(&text) {
        Some(day) => Ok(day),
        None => wrong(field, format!("must be a date such as 2027-01-31, not {}", quoted(&text))),
    }
}

fn context(value: Json<'_>) -> Checked<OwnedContext<'_>> {
    let Json::Object(fields) = value else {
        return wrong("context", format!("must be an object, not {}", value.describe()));
    };
    check_names("context.", &fields, CONTEXT_FIELDS)?;
    let mut context = OwnedContext::default();
    for (name, value) in fields {
        set_context(&mut context, &name, value)?;
    }
    context.check_ports()?;
    Ok(context)
}

fn set_context<'l>(context: &mut OwnedContext<'l>, name: &str, value: Json<'l>) -> Checked<()> {
    let field = format!("context.{name}");
    match name {
        "terminal" => context.terminal = Some(text(&field, value)?),
        "console" => context.console = Some(text(&field, value)?),
        "jesinput" => context.jesinput = Some(text(&field, value)?),
        "appcport" => context.appcport = Some(text(&field, value)?),
        "servauth" => context.servauth = Some(text(&field, value)?),
        "program" => context.program = texts(&field, value)?,
        "program_clean" => context.program_unclean = !flag(&field, &value)?,
        "sysid" => context.sysid = Some(text(&field, value)?),
        "criteria" => context.criteria = criteria(&field, value)?,
        _ => context.seclabel = Some(text(&field, value)?),
    }
    Ok(())
}

/// A list of texts.
fn texts<'l>(field: &str, value: Json<'l>) -> Checked<Vec<Cow<'l, str>>> {
    match value {
        Json::List(values) => values.into_iter().map(|value| text(field, value)).collect(),
        other => wrong(field, format!("must be a list of strings, not {}", other.describe())),
    }
}

/// Names and values of criteria; each name is given once.
fn criteria<'l>(field: &str, value: Json<'l>) -> Checked<Vec<(Cow<'l, str>, Cow<'l, str>)>> {
    let Json::Object(fields) = value else {
        return wrong(field, format!("must be an object, not {}", value.describe()));
    };
    let mut names: Vec<&str> = fields.iter().map(|(name, _)| name.as_ref()).collect();
    names.sort_unstable();
    if let Some([twice, _]) = names.array_windows().find(|[one, other]| one == other) {
        return wrong(&format!("{field}.{twice}"), "appears twice");
    }
    let with_value = |(name, value): (Cow<'l, str>, Json<'l>)| {
        let value = text(&format!("{field}.{name}"), value)?;
        Ok((name, value))
    };
    fields.into_iter().map(with_value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(line: &str) -> String {
        OwnedRequest::parse(line).expect_err(line).to_string()
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let line = r#"{"user":null,"class":"DATASET","resource":"A.B"}"#;
        let request = OwnedRequest::parse(line).expect("a request");
        let expected = OwnedRequest {
            class: "DATASET".into(),
            resource: "A.B".into(),
            ..OwnedRequest::default()
        };
        assert_eq!(request, expected);
    }

    #[test]
    fn texts_without_escapes_are_borrowed() {
        let line = r#"{"user":"A","class":"DATASET","resource":"A\u002EB"}"#;
        let request = OwnedRequest::parse(line).expect("a request");
        assert!(matches!(request.class, Cow::Borrowed("DATASET")));
        assert_eq!(request.resource, "A.B");
    }

    #[test]
    fn each_field_is_checked() {
        for (field, value) in [
            ("group", "null"),
            ("volume", "1"),
            ("access", "\"read\""),
            ("access", "\"EXECUTE\""),
            ("intent", "\"fetch\""),
            ("mode", "\"AUTH\""),
            ("racfind", "\"yes\""),
            ("privileged", "0"),
            ("trusted", "null"),
            ("log", "\"all\""),
            ("date", "\"2027-1-1\""),
            ("context", "[]"),
            ("operation", "\"DEFINE\""),
            ("operation", "null"),
            ("generic", "1"),
        ] {
            let line = format!(r#"{{"user":"A","class":"C","resource":"R","{field}":{value}}}"#);
            assert!(problem(&line).starts_with(&format!("field `{field}`: must be ")), "{line}");
        }
    }

    #[test]
    fn generic_is_for_administer_whatever_comes_first() {
        let parse = |fields: &str| {
            let line = format!(r#"{{"user":"A","class":"C","resource":"R",{fields}}}"#);
            OwnedRequest::parse(&line).map(|request| request.operation).map_err(|it| it.to_string())
        };
        let meant = Ok(Operation::Administer { generic: true });
        assert_eq!(parse(r#""generic":true,"operation":"administer""#), meant);
        assert_eq!(parse(r#""operation":"administer","generic":true"#), meant);
        let plain = Ok(Operation::Administer { generic: false });
        assert_eq!(parse(r#""operation":"administer""#), plain);
        assert_eq!(parse(r#""operation":"define""#), Ok(Operation::Define));
        for fields in [r#""generic":true"#, r#""generic":false,"operation":"define""#] {
            let problem = parse(fields).expect_err(fields);
            assert!(problem.starts_with("field `generic`: applies only"), "{problem}");
        }
    }

    #[test]
    fn criteria_are_given_once() {
        let context = r#"{"criteria":{"X":"1","Y":"2","X":"3"}}"#;
        let line = format!(r#"{{"user":"A","class":"C","resource":"R","context":{context}}}"#);
        assert_eq!(problem(&line), "field `context.criteria.X`: appears twice");
    }

    #[test]
    fn depth_is_bounded() {
        let line = format!("{{\"user\":{}", "[".repeat(100_000));
        assert!(problem(&line).starts_with("not JSON"));
    }
}
