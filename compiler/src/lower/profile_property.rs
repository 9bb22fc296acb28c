//! The properties of a profile, access lists excepted.

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Property, PropertyValue, Value as Written, WordWithArgument};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::name::{is_program_member, is_word_member};
use saffron_vocabulary::racf::AccessLevel;

use super::class::set;
use super::form;
use super::lowering::Lower;
use super::property_table::{Row, Value, row};
use super::report::Named;
use crate::check::profile_name;
use crate::codes;
use crate::model::{Audit, ClassId, Member, Profile};

/// What a profile has.
pub(crate) const PROPERTIES: &[Row<Profile>] = &[
    row!(
        "owner",
        Value::Name(form::OWNER, |lower, profile, name| {
            profile.owner = lower.owner(name).or(profile.owner);
        }),
        "The owner of the profile. The default is the high-level qualifier for data sets, and `SYS1` otherwise."
    ),
    row!(
        "uacc",
        Value::Other(form::ACCESS, Lower::uacc),
        "The access of users for whom no entry applies. The default is that of the class, usually `none`."
    ),
    row!(
        "audit",
        Value::Other(form::AUDIT, |lower, profile, property| {
            set(&mut profile.audit, lower.report.audit(property));
        }),
        "Which access is logged: `none`, or `all(…)`, `failures(…)` and `success(…)` with an access level, separated by commas. The default is `failures(read)`."
    ),
    row!(
        "global-audit",
        Value::Other(form::AUDIT, |lower, profile, property| {
            set(&mut profile.global_audit, lower.report.audit(property));
        }),
        "Which access an auditor has logged in addition. The default is `none`."
    ),
    row!(
        "warning",
        Value::Other(form::SWITCH, Lower::warning),
        "`on`: access that would be denied is granted, with a warning. The default is `off`."
    ),
    row!(
        "notify",
        Value::Name(form::USER, |lower, profile, name| profile.notify = lower.user(name)),
        "The user who is notified of denied access. The default is no user."
    ),
    row!(
        "level",
        Value::Byte(0..=99, |profile, level| profile.level = level),
        "A number for the use of the installation. The default is 0."
    ),
    row!(
        "data",
        Value::Text(|profile, data| profile.data = Some(data)),
        "The installation data. The default is none."
    ),
    row!(
        "application-data",
        Value::Text(|profile, data| profile.application_data = Some(data)),
        "The data of the application that uses the class. The default is none."
    ),
    row!(
        "security-level",
        Value::Name(form::LEVEL, |lower, profile, name| {
            profile.security_level = lower.security_level(name).unwrap_or_default();
        }),
        "The security level that a user needs. The default is none."
    ),
    row!(
        "categories",
        Value::Other(form::CATEGORIES, |lower, profile, property| {
            profile.categories = lower.category_list(property);
        }),
        "The security categories that a user needs. The default is none."
    ),
    row!(
        "security-label",
        Value::Name(form::LABEL, |lower, profile, name| profile.label = lower.label(name)),
        "The security label of the resource. The default is none."
    ),
    row!(
        "erase",
        Value::Switch(|profile, on| profile.erase = on),
        "`on`: a deleted data set is erased. The default is `off`."
    ),
    row!(
        "members",
        Value::Other(form::MEMBERS, Lower::members),
        "The resources that a profile of a grouping class protects. The default is none."
    ),
];

impl Lower {
    fn uacc(&mut self, profile: &mut Profile, property: &Property) {
        set(&mut profile.uacc, self.report.access(property));
        profile.uacc_origin = Some(property.span);
        self.check_execute(profile, profile.uacc, property.span);
    }

    fn warning(&mut self, profile: &mut Profile, property: &Property) {
        profile.warning = self.report.switch(property).unwrap_or_default();
        if profile.warning && Some(profile.class) == self.names.program {
            let message =
                format!("`warning` has no effect on the program profile `{}`", profile.name);
            let span = property.span;
            let diagnostic =
                Diagnostic::warning(codes::PROGRAM_WARNING, message, span, "no effect");
            self.report.add(diagnostic.help("RACF has no warning mode in the class `PROGRAM`"));
        }
    }

    pub(crate) fn check_execute(&mut self, profile: &Profile, level: AccessLevel, span: Span) {
        let class = &self.model.classes[profile.class];
        if level != AccessLevel::Execute || class.descriptor.execute_allowed {
            return;
        }
        let message = format!("the class `{}` does not support the access `execute`", class.name);
        let diagnostic = Diagnostic::error(codes::EXECUTE, message, span, "not in this class");
        self.report.add(
            diagnostic.help("only `DATASET` and `PROGRAM` support it: write `read` or `none`"),
        );
    }

    fn members(&mut self, profile: &mut Profile, property: &Property) {
        let class = &self.model.classes[profile.class];
        let member_class = class.descriptor.member_class;
        let form = class.known.and_then(MemberForm::of);
        if member_class.is_none() && form.is_none() {
            let message = format!("profiles of the class `{}` have no members", class.name);
            let diagnostic =
                Diagnostic::error(codes::MEMBERS, message, property.span, "not a grouping class");
            let help = match class.descriptor.grouping_class {
                Some(grouping) => {
                    let grouping = &self.model.classes[grouping].name;
                    format!("declare a profile of the grouping class `{grouping}`")
                }
                None => "only profiles of a grouping class have members".to_owned(),
            };
            self.report.add(diagnostic.help(help));
            return;
        }
        for name in self.report.name_list(property, form::MEMBERS) {
            self.report.check_text(&property.key.node, name);
            let folded = match (member_class, form) {
                (Some(class), _) => self.member(class, name.text, name.span),
                (None, Some(form)) => {
                    self.report.member(form, name);
                    name.text.to_owned()
                }
                (None, None) => continue,
            };
            profile.members.push(Member { name: folded, origin: name.span });
        }
        self.settle_members(profile);
    }

    fn member(&mut self, class: ClassId, name: &str, span: Span) -> String {
        let folded = self.resource(class, name).into_owned();
        match profile_name::general(&folded, &self.model.classes[class], true) {
            Err(problem) => self.report.bad_name(problem, span),
            Ok(()) => self.check_variables(class, &folded, span),
        }
        folded
    }

    fn settle_members(&mut self, profile: &mut Profile) {
        profile.members.sort_by(|a, b| {
            ebcdic::compare(&a.name, &b.name).then_with(|| a.origin.cmp(&b.origin))
        });
        let mut kept: Vec<Member> = Vec::with_capacity(profile.members.len());
        for member in profile.members.drain(..) {
            match kept.last() {
                Some(first) if first.name == member.name => {
                    let fact = format!("the member `{}` of `{}`", member.name, profile.name);
                    self.report.stated_twice(&fact, (first.origin, ""), (member.origin, ""));
                }
                _ => kept.push(member),
            }
        }
        profile.members = kept;
    }
}

/// What members are that aren't resources.
#[derive(Clone, Copy, Debug)]
enum MemberForm {
    /// A load library with its volume.
    Library,
    /// One word of a command.
    Word,
}

impl MemberForm {
    fn of(class: KnownClass) -> Option<Self> {
        match class {
            KnownClass::Program => Some(Self::Library),
            KnownClass::Nodes | KnownClass::Vmxevent => Some(Self::Word),
            _ => None,
        }
    }
}

impl super::report::Report {
    /// Checks a member that isn't a resource. Whatever it holds is written into commands.
    fn member(&mut self, form: MemberForm, member: Named<'_>) {
        let text = member.text;
        let (is_right, help) = match form {
            MemberForm::Library => (
                is_program_member(text),
                "write a load library, and after slashes its volume and PADCHK or NOPADCHK: `\"'PAY.LOADLIB'/VOL001/NOPADCHK\"`",
            ),
            MemberForm::Word => (
                is_word_member(text),
                "a member is one word, without blanks, quotes, parentheses, commas or semicolons",
            ),
        };
        if !is_right {
            let message = format!("`{text}` is not a member that RACF accepts");
            let diagnostic =
                Diagnostic::error(codes::BAD_MEMBER, message, member.span, "not accepted");
            self.add(diagnostic.help(help));
        }
    }

    /// `none`, `all(read)`, `success(update), failures(read)`.
    fn audit(&mut self, property: &Property) -> Option<Audit> {
        let words: Vec<WordWithArgument> = match &property.value {
            PropertyValue::Words(words) => words.clone(),
            PropertyValue::Value(Written::Word(word)) => {
                vec![WordWithArgument { word: word.clone(), argument: None }]
            }
            _ => {
                self.wrong_form(property, form::AUDIT);
                return None;
            }
        };
        let mut audit = Audit::default();
        for it in &words {
            let level = match &it.argument {
                Some(argument) => self.level(argument)?,
                None => AccessLevel::Read,
            };
            match it.word.node.as_str() {
                "success" => audit.success = Some(level),
                "failures" => audit.failures = Some(level),
                "all" => (audit.success, audit.failures) = (Some(level), Some(level)),
                "none" => {}
                other => {
                    let message = format!("`{}` can't be `{other}`", property.key.node);
                    let known = ["all", "success", "failures", "none"];
                    self.unknown_word(codes::UNKNOWN_WORD, message, (other, it.word.span), &known);
                    return None;
                }
            }
        }
        Some(audit)
    }
}
