//! Requests that own their texts, and their form in JSON.

use saffron_runtime::{Context, Intent, Log, Mode, Operation, Question, Request, Requester};
use saffron_vocabulary::racf::{AccessLevel, Day};
use serde_json::{Map, Value, json};

/// A request of the decision interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedRequest {
    /// The user ID; `None` for the undefined user.
    pub user: Option<String>,
    /// Current connect group.
    pub group: Option<String>,
    /// Resource class.
    pub class: String,
    /// Resource.
    pub resource: String,
    /// Volume of a data set.
    pub volume: Option<String>,
    /// Requested level.
    pub access: AccessLevel,
    /// Access or program fetch.
    pub intent: Intent,
    /// AUTH or FASTAUTH.
    pub mode: Mode,
    /// RACF-indicated.
    pub racfind: bool,
    /// PRIVILEGED.
    pub privileged: bool,
    /// TRUSTED.
    pub trusted: bool,
    /// LOG=.
    pub log: Log,
    /// The day of the request.
    pub date: Day,
    /// Where and how the user works.
    pub context: OwnedContext,
    /// Access, creation, or administration of the profile.
    pub operation: Operation,
}

/// Where and how the user works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnedContext {
    /// Terminal.
    pub terminal: Option<String>,
    /// Console.
    pub console: Option<String>,
    /// JES input device.
    pub jesinput: Option<String>,
    /// Partner LU.
    pub appcport: Option<String>,
    /// SERVAUTH profile.
    pub servauth: Option<String>,
    /// Executing program, then those of parent tasks.
    pub program: Vec<String>,
    /// Whether the program environment is not controlled.
    pub program_unclean: bool,
    /// SMF system id.
    pub sysid: Option<String>,
    /// Criteria by name.
    pub criteria: Vec<(String, String)>,
    /// Security label in the ACEE.
    pub seclabel: Option<String>,
}

/// The day of a request that names none; the decision interface says today.
pub const DEFAULT_DAY: Day = Day(20_454);

impl OwnedRequest {
    /// A READ request, everything else at its default.
    pub fn read(user: Option<&str>, class: &str, resource: &str) -> Self {
        Self {
            user: user.map(str::to_owned),
            group: None,
            class: class.to_owned(),
            resource: resource.to_owned(),
            volume: None,
            access: AccessLevel::Read,
            intent: Intent::Access,
            mode: Mode::Auth,
            racfind: false,
            privileged: false,
            trusted: false,
            log: Log::AsIs,
            date: DEFAULT_DAY,
            context: OwnedContext::default(),
            operation: Operation::Access,
        }
    }

    /// Hands the request to `ask` in the runtime's borrowed form.
    pub fn with_borrowed<T>(&self, ask: impl FnOnce(&Request<'_>) -> T) -> T {
        let context = &self.context;
        let program: Vec<&str> = context.program.iter().map(String::as_str).collect();
        let criteria: Vec<(&str, &str)> =
            context.criteria.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut asked = Context::default()
            .program(&program)
            .program_unclean(context.program_unclean)
            .criteria(&criteria);
        asked.terminal = context.terminal.as_deref();
        asked.console = context.console.as_deref();
        asked.jesinput = context.jesinput.as_deref();
        asked.appcport = context.appcport.as_deref();
        asked.servauth = context.servauth.as_deref();
        asked.sysid = context.sysid.as_deref();
        asked.seclabel = context.seclabel.as_deref();
        let mut question = Question::new(&self.class, &self.resource)
            .access(self.access)
            .intent(self.intent)
            .mode(self.mode)
            .racfind(self.racfind)
            .privileged(self.privileged)
            .trusted(self.trusted)
            .log(self.log)
            .context(asked)
            .operation(self.operation);
        question.volume = self.volume.as_deref();
        let requester = self.user.as_deref().map_or(Requester::Undefined, Requester::User);
        let mut request = Request::new(requester, question, self.date);
        request.group = self.group.as_deref();
        ask(&request)
    }

    /// Reads a request; an unknown, missing or malformed field is an error.
    pub fn from_json(value: &Value) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let user = fields.user()?;
        let class = fields.text("class")?.ok_or("class is missing")?;
        let resource = fields.text("resource")?.ok_or("resource is missing")?;
        let mut request = Self::read(user.as_deref(), &class, &resource);
        request.group = fields.text("group")?;
        request.volume = fields.text("volume")?;
        request.access = fields.access()?;
        request.intent = fields.word("intent", &INTENTS)?;
        request.mode = fields.word("mode", &MODES)?;
        request.racfind = fields.flag("racfind", false)?;
        request.privileged = fields.flag("privileged", false)?;
        request.trusted = fields.flag("trusted", false)?;
        request.log = fields.word("log", &LOGS)?;
        if let Some(date) = fields.text("date")? {
            request.date = Day::parse(&date).ok_or("date is no date")?;
        }
        if let Some(context) = fields.0.remove("context") {
            request.context = context_from_json(&context)?;
        }
        request.operation = fields.operation()?;
        fields.0.remove("id");
        fields.finish()?;
        Ok(request)
    }

    /// The request as JSON, without the fields that are at their default.
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
        put("user", json!(self.user));
        put("class", json!(self.class));
        put("resource", json!(self.resource));
        put("access", json!(self.access.as_str()));
        put("date", json!(civil(self.date)));
        for (key, value) in [("group", &self.group), ("volume", &self.volume)] {
            if let Some(value) = value {
                put(key, json!(value));
            }
        }
        let flags =
            [("racfind", self.racfind), ("privileged", self.privileged), ("trusted", self.trusted)];
        for (key, _) in flags.into_iter().filter(|(_, on)| *on) {
            put(key, json!(true));
        }
        put("intent", json!(spelling(&INTENTS, self.intent)));
        put("mode", json!(spelling(&MODES, self.mode)));
        put("log", json!(spelling(&LOGS, self.log)));
        put("context", context_to_json(&self.context));
        let (operation, generic) = match self.operation {
            Operation::Access => return Value::Object(object),
            Operation::Define => ("define", false),
            Operation::Administer { generic } => ("administer", generic),
        };
        put("operation", json!(operation));
        if generic {
            put("generic", json!(true));
        }
        Value::Object(object)
    }
}

const INTENTS: [(&str, Intent); 2] = [("access", Intent::Access), ("execute", Intent::Execute)];
const MODES: [(&str, Mode); 2] = [("auth", Mode::Auth), ("fastauth", Mode::FastAuth)];
const LOGS: [(&str, Log); 4] =
    [("asis", Log::AsIs), ("nofail", Log::NoFail), ("none", Log::None), ("nostat", Log::NoStat)];

fn spelling<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, it)| *it == value).map_or("", |(word, _)| word)
}

fn context_from_json(value: &Value) -> Result<OwnedContext, String> {
    let mut fields = Fields::of(value)?;
    let context = OwnedContext {
        terminal: fields.text("terminal")?,
        console: fields.text("console")?,
        jesinput: fields.text("jesinput")?,
        appcport: fields.text("appcport")?,
        servauth: fields.text("servauth")?,
        program: fields.texts("program")?,
        program_unclean: !fields.flag("program_clean", true)?,
        sysid: fields.text("sysid")?,
        criteria: fields.criteria()?,
        seclabel: fields.text("seclabel")?,
    };
    fields.finish()?;
    Ok(context)
}

fn context_to_json(context: &OwnedContext) -> Value {
    let mut object = Map::new();
    let texts = [
        ("terminal", &context.terminal),
        ("console", &context.console),
        ("jesinput", &context.jesinput),
        ("appcport", &context.appcport),
        ("servauth", &context.servauth),
        ("sysid", &context.sysid),
        ("seclabel", &context.seclabel),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            object.insert(key.to_owned(), json!(value));
        }
    }
    if !context.program.is_empty() {
        object.insert("program".to_owned(), json!(context.program));
    }
    if context.program_unclean {
        object.insert("program_clean".to_owned(), json!(false));
    }
    if !context.criteria.is_empty() {
        let criteria = context.criteria.iter().map(|(name, value)| (name.clone(), json!(value)));
        object.insert("criteria".to_owned(), Value::Object(criteria.collect()));
    }
    Value::Object(object)
}

/// The fields of an object that no one has asked for yet.
struct Fields(Map<String, Value>);

impl Fields {
    fn of(value: &Value) -> Result<Self, String> {
        value.as_object().cloned().map(Self).ok_or_else(|| format!("{value} is no object"))
    }

    fn finish(self) -> Result<(), String> {
        self.0.keys().next().map_or(Ok(()), |key| Err(format!("unknown field {key}")))
    }

    fn user(&mut self) -> Result<Option<String>, String> {
        match self.0.remove("user") {
            Some(Value::Null) => Ok(None),
            Some(Value::String(user)) => Ok(Some(user)),
            _ => Err("user is missing or no text".to_owned()),
        }
    }

    fn text(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.0.remove(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("{key} is no text")),
        }
    }

    fn texts(&mut self, key: &str) -> Result<Vec<String>, String> {
        let Some(value) = self.0.remove(key) else { return Ok(Vec::new()) };
        let items = value.as_array().ok_or_else(|| format!("{key} is no list"))?;
        let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
        texts.collect::<Option<_>>().ok_or_else(|| format!("{key} holds what is no text"))
    }

    fn flag(&mut self, key: &str, default: bool) -> Result<bool, String> {
        let value = self.0.remove(key).unwrap_or(Value::Bool(default));
        value.as_bool().ok_or_else(|| format!("{key} is neither true nor false"))
    }

    fn word<T: Copy + Default>(&mut self, key: &str, words: &[(&str, T)]) -> Result<T, String> {
        let Some(text) = self.text(key)? else { return Ok(T::default()) };
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| *value).ok_or_else(|| format!("{text} is no {key}"))
    }

    fn operation(&mut self) -> Result<Operation, String> {
        let given = self.0.contains_key("generic");
        let generic = self.flag("generic", false)?;
        let operation = self.text("operation")?;
        match operation.as_deref() {
            Some("administer") => Ok(Operation::Administer { generic }),
            _ if given => Err("generic is for administer only".to_owned()),
            None | Some("access") => Ok(Operation::Access),
            Some("define") => Ok(Operation::Define),
            Some(other) => Err(format!("{other} is no operation")),
        }
    }

    fn access(&mut self) -> Result<AccessLevel, String> {
        let Some(text) = self.text("access")? else { return Ok(AccessLevel::Read) };
        let level = AccessLevel::ALL.iter().copied().find(|level| level.as_str() == text);
        level
            .filter(|level| *level >= AccessLevel::Read)
            .ok_or_else(|| format!("{text} can't be requested"))
    }

    fn criteria(&mut self) -> Result<Vec<(String, String)>, String> {
        let Some(value) = self.0.remove("criteria") else { return Ok(Vec::new()) };
        let object = value.as_object().ok_or("criteria is no object")?;
        let pairs = object.iter().map(|(name, value)| Some((name.clone(), value.as_str()?.into())));
        pairs.collect::<Option<_>>().ok_or_else(|| "criteria holds what is no text".to_owned())
    }
}

/// `YYYY-MM-DD`, found by trying the days of the calendar in turn.
fn civil(day: Day) -> String {
    for year in 0..=9999 {
        if Day::from_civil(year, 12, 31).is_none_or(|last| last < day) {
            continue;
        }
        for month in 1..=12 {
            for date in 1..=31 {
                if Day::from_civil(year, month, date) == Some(day) {
                    return format!("{year:04}-{month:02}-{date:02}");
                }
            }
        }
    }
    format!("day {}", day.0)
}
