//! Classes whose profiles hold data: GLOBAL, SECDATA, SECLABEL, RACFVARS, STARTED and CDT.
//!
//! Sources: `RACF Command Language Reference`, RDEFINE, CDTINFO and STDATA; `Security
//! Administrator's Guide` on each of the classes.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

use super::class::{CDT, Class, DATASET, supplied};
use super::key::KeyRef;
use super::name::{self, holds_variable};
use super::reply::{Done, Failure};
use super::security::SYSTEM_LABELS;
use super::session::Work;
use super::{ClassOptions, Profile};
use crate::command::{SegmentField, SegmentOperand};

impl Work<'_> {
    /// Names that mean something.
    pub(super) fn legal_special_name(&self, class: &Class, name: &str, span: Span) -> Done {
        if holds_variable(name) {
            return Ok(());
        }
        let why = match class.name.as_str() {
            "GLOBAL" if !self.has_global(name) => {
                "it is not a class that global access checking supports"
            }
            "SECDATA" if !matches!(name, "SECLEVEL" | "CATEGORY") => {
                "the profiles of SECDATA are SECLEVEL and CATEGORY"
            }
            "SECLABEL" if SYSTEM_LABELS.contains(&name) => "RACF supplies it",
            "SECLABEL" if !name::is_id(name) => "it is not a valid security label",
            "RACFVARS" if !name::is_variable(name) || is_global_variable(name) => {
                "a variable is `&` followed by one to seven characters, and not &RACUID or &RACGPID"
            }
            CDT if supplied().contains_key(name) => "RACF supplies the class",
            CDT if !name::is_id(name) => "it can't be the name of a class",
            _ => return Ok(()),
        };
        let text = format!("`{name}` can't be a profile of the class `{}`: {why}", class.name);
        Err(Failure::new("IRR16001I", text, span))
    }

    fn has_global(&self, class: &str) -> bool {
        self.database.class(class).is_some_and(|it| has_global_checking(&it))
    }

    /// What follows from a new or changed profile that holds data.
    pub(super) fn settle_special(&mut self, class: &Class, name: &str, span: Span) {
        match class.name.as_str() {
            CDT => self.settle_class(name, span),
            "STARTED" => self.remark_on_started(name, span),
            _ => {}
        }
    }

    /// A dynamic class has the settings of its POSIT value.
    fn settle_class(&mut self, name: &str, span: Span) {
        let Some(class) = self.database.defined_class(name) else {
            let text = format!("`{name}` is not a class until its profile has CDTINFO");
            return self.reply.warn(None, text, span);
        };
        if class.descriptor.posit.is_none() {
            let text = format!("the class `{name}` has no POSIT value, which RACF requires");
            self.reply.warn(None, text, span);
        }
        if self.database.class(name).is_none() {
            let text = format!(
                "RACF knows the class `{name}` only while CDT is active and RACLISTed; issue SETROPTS CLASSACT(CDT) RACLIST(CDT)"
            );
            self.reply.warn(None, text, span);
        }
        let shared = self.shared_settings(&class);
        let own = self.database.options.classes.entry(name.to_owned()).or_default();
        if let Some(shared) = shared {
            *own = shared;
        }
    }

    fn shared_settings(&self, class: &Class) -> Option<ClassOptions> {
        let posit = class.descriptor.posit?;
        let all = self.database.defined_classes();
        let mut others =
            all.iter().filter(|it| it.descriptor.posit == Some(posit) && it.name != class.name);
        others.find_map(|it| self.database.options.classes.get(&it.name)).cloned()
    }

    fn remark_on_started(&mut self, name: &str, span: Span) {
        let profile = self.database.profile("STARTED", KeyRef::discrete(name));
        let profile = profile.or_else(|| self.database.profile("STARTED", KeyRef::of(name, true)));
        let data = profile.and_then(|it| it.details.as_ref()?.segments.get("STDATA"));
        let field = |key: &str| data.and_then(|it| it.fields.get(key)).map(|it| it.value.clone());
        let (user, group) = (field("USER"), field("GROUP"));
        let unknown = |id: &String| id != "=MEMBER" && !self.database.is_defined(id);
        let missing: Vec<String> =
            user.iter().chain(group.iter()).filter(|it| unknown(it)).cloned().collect();
        if user.is_none() {
            let text = format!("the started task `{name}` should have a USER in STDATA");
            self.reply.warn(Some("IRR52148I"), text, span);
        }
        for id in missing {
            let text = format!("`{id}` in STDATA is neither a user nor a group");
            self.reply.warn(None, text, span);
        }
        if !name.contains('.') && !matches!(name, "*" | "**") && !holds_variable(name) {
            let text =
                format!("`{name}` should have two qualifiers, like the name of a started task");
            self.reply.warn(Some("IRR52149I"), text, span);
        }
    }

    /// A class can't go while it has profiles.
    pub(super) fn deletable_class(&self, class: &str, span: Span) -> Done {
        if self.database.classes.contains_key(class) {
            let text =
                format!("the class `{class}` still has profiles; delete them with RDELETE first");
            return Err(Failure::new("ICH12304I", text, span));
        }
        if self.database.profile("GLOBAL", KeyRef::discrete(class)).is_some() {
            let text = format!("there is still a profile `{class}` in the class GLOBAL");
            return Err(Failure::new("ICH12305I", text, span));
        }
        Ok(())
    }
}

/// Segments that a class has, with values that they can have.
pub(super) fn legal_segments(class: &Class, segments: &[SegmentOperand]) -> Done {
    for segment in segments {
        let of = match segment.name.as_str() {
            "CDTINFO" => CDT,
            "STDATA" => "STARTED",
            _ => continue,
        };
        if class.name != of {
            let text = format!("{} is only for profiles of the class {of}", segment.name);
            return Err(Failure::unnamed(text, segment.span));
        }
        if of == CDT {
            segment.fields.iter().filter(|it| !it.delete).try_for_each(legal_class_field)?;
        }
    }
    Ok(())
}

/// A security label has a level.
pub(super) fn complete(class: &Class, profile: &Profile, span: Span) -> Done {
    let level = profile.details.as_ref().and_then(|it| it.security.level.as_ref());
    if class.name == "SECLABEL" && level.is_none() {
        let text = "a security label needs SECLEVEL".to_owned();
        return Err(Failure::unnamed(text, span));
    }
    Ok(())
}

/// Whether global access checking knows the class: grouping classes and those that hold data have
/// none.
pub(super) fn has_global_checking(class: &Class) -> bool {
    class.name == DATASET || class.descriptor.member_class.is_none() && !class.descriptor.holds_data
}

/// Variables that only members of GLOBAL know.
fn is_global_variable(name: &str) -> bool {
    matches!(name, "&RACUID" | "&RACGPID")
}

/// What a field of CDTINFO may say.
fn legal_class_field(field: &SegmentField) -> Done {
    const YES_NO: &[&str] = &["YES", "NO"];
    const ALLOWED: &[&str] = &["ALLOWED", "DISALLOWED", "REQUIRED"];
    let words: Vec<String> = field.values.iter().map(|it| name::fold(&it.text)).collect();
    let text = words.join(" ");
    let number = |most: u16, least: u16| text.parse().is_ok_and(|it| (least..=most).contains(&it));
    let fits = match field.name.as_str() {
        "MAXLENGTH" | "MAXLENX" => number(246, 1),
        "POSIT" => number(1023, 0),
        "KEYQUALIFIERS" => number(123, 0),
        "DEFAULTRC" => matches!(text.as_str(), "0" | "4" | "8"),
        "DEFAULTUACC" => {
            text == "ACEE"
                || AccessLevel::from_name(&text).is_some_and(|it| it != AccessLevel::Execute)
        }
        "RACLIST" => ALLOWED.contains(&text.as_str()),
        "GENERIC" => matches!(text.as_str(), "ALLOWED" | "DISALLOWED"),
        "CASE" => matches!(text.as_str(), "UPPER" | "ASIS"),
        "OPERATIONS" | "PROFILESALLOWED" | "SECLABELSREQUIRED" | "SIGNAL" => {
            YES_NO.contains(&text.as_str())
        }
        "GROUP" | "MEMBER" => name::is_id(&text) && !supplied().contains_key(&text),
        _ => true,
    };
    if fits || holds_variable(&text) {
        return Ok(());
    }
    let text = match field.name.as_str() {
        "GROUP" | "MEMBER" => {
            format!("a dynamic class can't be paired with `{text}`, which is not a dynamic class")
        }
        name => format!("{name}({text}) isn't valid"),
    };
    Err(Failure::unnamed(text, field.span))
}
