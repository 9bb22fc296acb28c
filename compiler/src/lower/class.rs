//! Classes: the table that RACF supplies, and those that the policy declares.

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Declaration, Property};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::class::{self, Raclist, SuppliedClass};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::name;
use saffron_vocabulary::racf::{LogOptions, MacProcessing};

use super::form;
use super::lowering::Lower;
use super::property_table::{Row, Value, row};
use super::report::Named;
use super::sorted::{Declared, Of, head};
use crate::codes;
use crate::model::{Class, ClassId, ClassSettings, Descriptor};

/// What a class has.
pub(crate) const PROPERTIES: &[Row<Descriptor>] = &[
    row!(
        "max-length",
        Value::Number(1..=246, |class, length| class.max_length = length),
        "The longest name of a profile, in characters. The default is 8."
    ),
    row!(
        "default-uacc",
        Value::PlainAccess(|class, level| class.default_uacc = Some(level)),
        "The UACC of a profile that specifies none. The default is `none`."
    ),
    row!(
        "default-return-code",
        Value::Other(form::RETURN_CODE, Lower::default_return_code),
        "The return code for a resource without a profile: 0, 4 or 8. The default is 4."
    ),
    row!(
        "operations",
        Value::Flag(|class, on| class.operations = on),
        "Whether the attribute OPERATIONS applies in the class. The default is `no`."
    ),
    row!(
        "raclist",
        Value::Word(Raclist::NAMES, |class, word| {
            set(&mut class.raclist, Raclist::from_name(word));
        }),
        "Whether the class can or must be RACLISTed. The default is `disallowed`."
    ),
    row!(
        "generic",
        Value::Word(&["allowed", "disallowed"], |class, word| {
            class.generic_allowed = word == "allowed";
        }),
        "Whether the class can have generic profiles. The default is `allowed`."
    ),
    row!(
        "mixed-case",
        Value::Flag(|class, on| class.mixed_case = on),
        "Whether names of profiles keep their lowercase letters. The default is `no`."
    ),
    row!(
        "key-qualifiers",
        Value::Byte(0..=123, |class, count| class.key_qualifiers = count),
        "How many qualifiers at the beginning of a name can't be generic. The default is 0."
    ),
    row!(
        "mac-processing",
        Value::Word(&["normal", "reverse", "equal"], |class, word| {
            set(&mut class.mac_processing, MacProcessing::from_name(word));
        }),
        "How security labels are compared. The default is `normal`."
    ),
    row!(
        "label-required",
        Value::Flag(|class, on| class.label_required = on),
        "Whether a resource must have a security label under MLACTIVE. The default is `no`."
    ),
    row!(
        "posit",
        Value::Number(0..=1023, |class, posit| class.posit = Some(posit)),
        "Classes with the same POSIT value share their options. The default is none: the class shares its options with no other class."
    ),
    row!(
        "member-class",
        Value::Later(form::CLASS),
        "For a grouping class, the class of its members. The default is none."
    ),
    row!(
        "grouping-class",
        Value::Later(form::CLASS),
        "For a member class, its grouping class. The default is none."
    ),
];

const OFF: ClassSettings = ClassSettings {
    active: false,
    generic: false,
    generic_commands: false,
    raclisted: false,
    global: false,
    log_options: LogOptions::Default,
};

/// The only place where a class is recognised by its name.
fn class(name: String, descriptor: Descriptor, origin: Option<Span>) -> Class {
    let known = KnownClass::from_name(&name);
    Class { name, known, descriptor, settings: OFF, origin }
}

/// A supplied class. Its partners become ids once all classes are known.
fn supplied(row: &SuppliedClass) -> Class {
    let descriptor = row.descriptor.clone().paired(None, None);
    class(row.name.clone(), descriptor, None)
}

impl Lower {
    /// Fills the model's classes and their names.
    pub(crate) fn classes(&mut self, declared: &Declared<'_>) {
        let mut classes: Vec<Class> = class::supplied().iter().map(supplied).collect();
        for class in &declared.classes {
            classes.extend(self.declared_class(class));
        }
        // Supplied classes come first in the table, so the stable sort keeps them before clashes.
        classes.sort_by(|a, b| ebcdic::compare(&a.name, &b.name));
        for class in classes {
            self.add_class(class);
        }
        self.names.data_set = self.names.known_class(KnownClass::Dataset);
        self.names.started = self.names.known_class(KnownClass::Started);
        self.names.program = self.names.known_class(KnownClass::Program);
        self.pair_supplied();
        for (_, declaration) in &declared.classes {
            self.pair_declared(declaration);
        }
    }

    fn add_class(&mut self, class: Class) {
        let Some(&known) = self.names.classes.get(&class.name) else {
            let name = class.name.clone();
            let id = self.model.classes.push(class);
            self.names.classes.insert(name, id);
            return;
        };
        let Some(second) = class.origin else { return };
        if let Some(first) = self.model.classes[known].origin {
            self.report.declared_twice(&format!("class `{}`", class.name), first, second);
            return;
        }
        let message = format!("the class `{}` is supplied by RACF", class.name);
        let diagnostic =
            Diagnostic::error(codes::DECLARED_TWICE, message, second, "declared again");
        self.report.add(diagnostic.help("drop the declaration, or take another name"));
    }

    fn declared_class(&mut self, (item, it): &Of<'_, Declaration>) -> Option<Class> {
        let name = &it.name;
        let what = format!("class `{}`", name.text);
        let properties = self.report.known(&what, "", &it.properties, PROPERTIES);
        let folded = name.text.to_ascii_uppercase();
        if !name::is_id(&folded) {
            self.report.bad_id(name.into(), "class");
            return None;
        }
        let mut descriptor = Descriptor::default();
        self.properties(&properties, &mut descriptor);
        let origin = Some(head(item, name.span));
        Some(class(folded, descriptor, origin))
    }

    fn default_return_code(&mut self, class: &mut Descriptor, property: &Property) {
        let Some(code) = self.report.number(property, 0..=8) else { return };
        if matches!(code, 0 | 4 | 8) {
            class.default_return_code = code;
        } else {
            let message = format!("a default return code is 0, 4 or 8, not {code}");
            let diagnostic = Diagnostic::error(
                codes::OUT_OF_RANGE,
                message,
                property.span,
                "not a valid return code",
            );
            self.report.add(diagnostic);
        }
    }

    /// Each row names its partner; a test checks that partners agree.
    fn pair_supplied(&mut self) {
        for row in class::supplied() {
            let id = |name: &Option<String>| {
                name.as_ref().and_then(|name| self.names.classes.get(name)).copied()
            };
            let (member, grouping) =
                (id(&row.descriptor.member_class), id(&row.descriptor.grouping_class));
            let Some(&this) = self.names.classes.get(&row.name) else { continue };
            let descriptor = &mut self.model.classes[this].descriptor;
            (descriptor.member_class, descriptor.grouping_class) = (member, grouping);
        }
    }

    fn pair(&mut self, grouping: ClassId, member: ClassId) {
        self.model.classes[grouping].descriptor.member_class = Some(member);
        self.model.classes[member].descriptor.grouping_class = Some(grouping);
    }

    fn pair_declared(&mut self, it: &Declaration) {
        let Some(&this) = self.names.classes.get(&it.name.text.to_ascii_uppercase()) else {
            return;
        };
        for property in &it.properties {
            let pair: fn(&mut Self, ClassId, ClassId) = match property.key.node.as_str() {
                "member-class" => |lower, this, other| lower.pair(this, other),
                "grouping-class" => |lower, this, other| lower.pair(other, this),
                _ => continue,
            };
            if let Some(other) = self.paired_class(property) {
                pair(self, this, other);
            }
        }
    }

    fn paired_class(&mut self, property: &Property) -> Option<ClassId> {
        let name = self.report.one_name(property, form::CLASS)?;
        let class = self.class(name)?;
        if self.model.classes[class].origin.is_some() {
            return Some(class);
        }
        let message = format!("`{}` is supplied by RACF and cannot be paired again", name.text);
        let diagnostic =
            Diagnostic::error(codes::NOT_FOR_CLASS, message, name.span, "not a declared class")
                .about(name.text);
        self.report.add(diagnostic.help("pair declared classes with each other only"));
        None
    }
}

/// Takes the value over, if there is one.
pub(crate) fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}

impl super::report::Report {
    /// The name doesn't have the syntax of an ID.
    pub(crate) fn bad_id(&mut self, name: Named<'_>, kind: &str) {
        let message = format!("`{}` can't be the name of a {kind}", name.text);
        let rule = if kind == "group" {
            "a group's name has one to eight characters `A`–`Z`, `0`–`9`, `@`, `#` and `$`, and does not begin with a digit"
        } else {
            "it has one to eight characters `A`–`Z`, `0`–`9`, `@`, `#` and `$`"
        };
        let diagnostic = Diagnostic::error(codes::BAD_ID, message, name.span, "not a valid name")
            .about(name.text);
        self.add(diagnostic.help(rule));
    }
}
