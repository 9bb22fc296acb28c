//! Requests as JSON objects, as an application sends them to a service.
//!
//! What is written here is read again by [`crate::wire::Asked::parse`] as the same request. Fields
//! at their defaults are left out, except `user`, `class` and `resource`, which a request about
//! RACF must have. The fields come in a fixed order, so equal requests are equal texts.
//!
//! INVARIANT: nothing is folded or checked when a request is written. A request that the reader
//! would refuse, such as one with two ports of entry, is written as it is.

use saffron_vocabulary::racf::{AccessLevel, Day};
use saffron_vocabulary::safr::ItemType;
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::request::{INTENTS, LOGS, MODES};
use super::request::{OwnedRequest, spelling};
use super::safr::{OwnedSafrRequest, underscored};
use crate::request::{Context, Intent, Log, Mode, Operation, Question, Request, Requester};
use crate::safr::{ItemRef, SafrRequest, With};

/// The parts of a request about RACF, with or without a date and an `id`.
struct Asking<'a, 'r> {
    requester: Requester<'r>,
    group: Option<&'r str>,
    date: Option<Day>,
    question: &'a Question<'r>,
    id: Option<&'a str>,
}

/// A request about RACF, always with its date.
impl Serialize for Request<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { requester, group, date, question } = self;
        let (requester, group, date) = (*requester, *group, Some(*date));
        Asking { requester, group, date, question, id: None }.serialize(serializer)
    }
}

/// A request about RACF as it was read: with a date and an `id` only if it had them.
impl Serialize for OwnedRequest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The day doesn't matter: a request without a date is written without one.
        self.with_request(Day(0), |request| {
            let Request { requester, group, question, .. } = request;
            let (requester, group) = (*requester, *group);
            Asking { requester, group, date: self.date, question, id: self.id }
                .serialize(serializer)
        })
    }
}

impl Serialize for Asking<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        let user = match self.requester {
            Requester::User(user) => Some(user),
            Requester::Undefined => None,
        };
        object.serialize_entry("user", &user)?;
        optional(&mut object, "group", self.group)?;
        question(&mut object, self.question)?;
        optional(&mut object, "date", self.date.map(|day| day.to_string()).as_deref())?;
        id(&mut object, self.id)?;
        object.end()
    }
}

/// The fields of a question, from `class` to `operation`.
fn question<M: SerializeMap>(object: &mut M, asked: &Question<'_>) -> Result<(), M::Error> {
    object.serialize_entry("class", asked.class)?;
    object.serialize_entry("resource", asked.resource)?;
    optional(object, "volume", asked.volume)?;
    if asked.access != AccessLevel::Read {
        object.serialize_entry("access", asked.access.as_str())?;
    }
    if asked.intent != Intent::Access {
        object.serialize_entry("intent", spelling(&INTENTS, asked.intent))?;
    }
    if asked.mode != Mode::Auth {
        object.serialize_entry("mode", spelling(&MODES, asked.mode))?;
    }
    flag(object, "racfind", asked.racfind)?;
    flag(object, "privileged", asked.privileged)?;
    flag(object, "trusted", asked.trusted)?;
    if asked.log != Log::AsIs {
        object.serialize_entry("log", spelling(&LOGS, asked.log))?;
    }
    if asked.context != Context::default() {
        object.serialize_entry("context", &asked.context)?;
    }
    operation(object, asked.operation)
}

/// `operation` and, for administration, `generic`.
fn operation<M: SerializeMap>(object: &mut M, asked: Operation) -> Result<(), M::Error> {
    match asked {
        Operation::Access => Ok(()),
        Operation::Define => object.serialize_entry("operation", "define"),
        Operation::Administer { generic } => {
            object.serialize_entry("operation", "administer")?;
            flag(object, "generic", generic)
        }
    }
}

/// The object `context`. `program_unclean` is written as its opposite, `"program_clean": false`.
impl Serialize for Context<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        optional(&mut object, "terminal", self.terminal)?;
        optional(&mut object, "console", self.console)?;
        optional(&mut object, "jesinput", self.jesinput)?;
        optional(&mut object, "appcport", self.appcport)?;
        optional(&mut object, "servauth", self.servauth)?;
        if !self.program.is_empty() {
            object.serialize_entry("program", self.program)?;
        }
        if self.program_unclean {
            object.serialize_entry("program_clean", &false)?;
        }
        optional(&mut object, "sysid", self.sysid)?;
        if !self.criteria.is_empty() {
            object.serialize_entry("criteria", &Criteria(self.criteria))?;
        }
        optional(&mut object, "seclabel", self.seclabel)?;
        object.end()
    }
}

/// Criteria as an object with a text for each name.
struct Criteria<'c>(&'c [(&'c str, &'c str)]);

impl Serialize for Criteria<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// A request about SAFR. Its `environment` is always written, since a request of this type has one.
impl Serialize for SafrRequest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        safr(self, None, serializer)
    }
}

/// A request about SAFR as it was read, with its `id`. The environment that applies by default is
/// written too.
impl Serialize for OwnedSafrRequest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with_request(|request| safr(request, self.id, serializer))
    }
}

/// The fields of a request about SAFR; `text_of_id` is the JSON text of `id`.
fn safr<S: Serializer>(
    request: &SafrRequest<'_>,
    text_of_id: Option<&str>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    object.serialize_entry("system", "safr")?;
    object.serialize_entry("user", request.user)?;
    optional(&mut object, "login_group", request.login_group)?;
    object.serialize_entry("login_environment", request.login_environment)?;
    object.serialize_entry("operation", &underscored(request.operation.as_str()))?;
    object.serialize_entry("item_type", &underscored(request.item_type.as_str()))?;
    optional(&mut object, "item", request.item)?;
    object.serialize_entry("environment", request.environment)?;
    if !request.with.is_empty() {
        object.serialize_entry("with", &request.with)?;
    }
    id(&mut object, text_of_id)?;
    object.end()
}

/// The object `with`, under the first of the spellings that the reader accepts. What refers to the
/// item is written under its type: `"view": "GL_EXTRACT"`.
impl Serialize for With<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        optional(&mut object, "folder", self.folder)?;
        if let Some(referrer) = self.referrer {
            object.serialize_entry(&underscored(referrer.item_type.as_str()), referrer.name)?;
        }
        if let Some(refs) = self.refs {
            object.serialize_entry("refs", refs)?;
        }
        if !self.items.is_empty() {
            object.serialize_entry("items", self.items)?;
        }
        optional(&mut object, "source_environment", self.source_environment)?;
        optional(&mut object, "target_environment", self.target_environment)?;
        optional(&mut object, "group", self.group)?;
        object.end()
    }
}

/// `{"type": "logical_record", "name": "LR_GL"}`
impl Serialize for ItemRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(2))?;
        object.serialize_entry("type", &word(self.item_type))?;
        object.serialize_entry("name", self.name)?;
        object.end()
    }
}

/// The word for a type in requests.
fn word(item_type: ItemType) -> String {
    underscored(item_type.as_str())
}

/// A field that is left out if it has no value.
fn optional<M: SerializeMap>(
    object: &mut M,
    name: &str,
    value: Option<&str>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| object.serialize_entry(name, value))
}

/// A field that is left out if it is false.
fn flag<M: SerializeMap>(object: &mut M, name: &str, value: bool) -> Result<(), M::Error> {
    if value { object.serialize_entry(name, &true) } else { Ok(()) }
}

/// `id`, as it was written in the request. It can be any JSON value, so its text is copied.
fn id<M: SerializeMap>(object: &mut M, text: Option<&str>) -> Result<(), M::Error> {
    let Some(text) = text else { return Ok(()) };
    let id: &RawValue = serde_json::from_str(text).map_err(M::Error::custom)?;
    object.serialize_entry("id", id)
}

#[cfg(test)]
mod tests {
    use crate::wire::{Asked, OwnedRequest};

    /// The same request, written and read again.
    fn written(line: &str) -> String {
        let request = OwnedRequest::parse(line).expect(line);
        let text = serde_json::to_string(&request).expect("a request has a form in JSON");
        assert_eq!(OwnedRequest::parse(&text).expect(&text), request);
        text
    }

    #[test]
    fn defaults_are_left_out() {
        let line = r#"{"user":null,"class":"DATASET","resource":"A.B"}"#;
        assert_eq!(written(line), line);
        let defaults = r#"{"user":null,"class":"DATASET","resource":"A.B","access":"READ","racfind":false,"context":{}}"#;
        assert_eq!(written(defaults), line);
    }

    #[test]
    fn every_field_is_written() {
        let line = r#"{"user":"U","group":"G","class":"DATASET","resource":"A.B","volume":"V","access":"ALTER","intent":"execute","mode":"fastauth","racfind":true,"privileged":true,"trusted":true,"log":"nostat","context":{"terminal":"T","servauth":"S","program":["P","Q"],"program_clean":false,"sysid":"I","criteria":{"X":"1"},"seclabel":"L"},"operation":"administer","generic":true,"date":"2027-01-31","id":[1,"a"]}"#;
        assert_eq!(written(line), line);
    }

    #[test]
    fn a_request_about_safr_is_written_as_it_was_read() {
        let line = r#"{"system":"safr","user":"U","login_group":"G","login_environment":"E","operation":"batch_activate_views","item_type":"view","item":"V","environment":"E","with":{"folder":"F","items":[{"type":"view","name":"V"}],"group":"G"},"id":1}"#;
        let Ok(Asked::Safr(request)) = Asked::parse(line) else { panic!("{line}") };
        assert_eq!(serde_json::to_string(&request).expect("a request has a form in JSON"), line);
    }
}
