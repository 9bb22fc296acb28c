//! The options: of the system, and those that are lists of classes.

use saffron_vocabulary::racf::{Enforcement, LogOptions, Switch};

use super::class::set;
use super::form;
use super::lowering::Lower;
use super::property_table::{self, Row, Value, row};
use crate::model::{Class, ClassSettings, Options, PROTECT_ALL, Raclist};

const ENFORCEMENTS: &[&str] = &["failures", "warning", "off"];

/// Options that are not of one class.
pub(crate) const SYSTEM: &[Row<Options>] = &[
    row!(
        "list-of-groups",
        Value::Switch(|options, on| options.list_of_groups = on),
        "Whether the access of all groups of a user is used, not only that of the current connect group (GRPLIST). The default is `on`."
    ),
    row!(
        "enhanced-generic-naming",
        Value::Switch(|options, on| options.enhanced_generic_naming = on),
        "Whether `**` is allowed in the names of data set profiles (EGN). The default is `on`."
    ),
    row!(
        PROTECT_ALL,
        Value::Word(ENFORCEMENTS, |options, word| {
            set(&mut options.protect_all, Enforcement::from_name(word));
        }),
        "What happens to data sets without a profile (PROTECTALL). The default is `failures`: no access."
    ),
    row!(
        "program-control",
        Value::Switch(|options, on| options.program_control = on),
        "Whether programs are controlled (WHEN(PROGRAM)). If so, the class PROGRAM is in effect without being `active`. The default is `on`."
    ),
    row!(
        "add-creator",
        Value::Switch(|options, on| options.add_creator = on),
        "Whether the creator of a profile gets the access `alter` (ADDCREATOR). The default is `off`."
    ),
    row!(
        "generic-owner",
        Value::Switch(|options, on| options.generic_owner = on),
        "Whether only the owner of a generic profile can define more specific profiles (GENERICOWNER). The default is `off`."
    ),
    row!(
        "mls",
        Value::Word(ENFORCEMENTS, |options, word| {
            set(&mut options.mls, Enforcement::from_name(word));
        }),
        "What happens to attempts to write data to a lower security label (MLS). The default is `off`: they are allowed."
    ),
    row!(
        "ml-active",
        Value::Word(ENFORCEMENTS, |options, word| {
            set(&mut options.ml_active, Enforcement::from_name(word));
        }),
        "What happens to users and resources without a security label (MLACTIVE). The default is `off`: they need none."
    ),
    row!(
        "operations-audit",
        Value::Switch(|options, on| options.operations_audit = on),
        "Whether access that OPERATIONS grants is logged (OPERAUDIT). The default is `off`."
    ),
    row!(
        "undefined-terminals",
        Value::Switch(|options, on| options.undefined_terminals = on),
        "Whether terminals without a profile can be used, if the class TERMINAL is active (TERMINAL(READ)). The default is `on`; `off` is TERMINAL(NONE)."
    ),
    row!(
        "prefix",
        Value::Other(form::PREFIX, Lower::prefix),
        "The high-level qualifier of data set names with one qualifier (PREFIX). The default is `off`."
    ),
];

/// An option that is a list of classes.
pub(crate) struct ClassList {
    pub(crate) key: &'static str,
    /// Sets it for a class.
    pub(crate) set: fn(&mut ClassSettings),
    /// Whether it can be set for a class.
    pub(crate) allowed: fn(&Class) -> bool,
    /// Why it can't.
    pub(crate) refusal: &'static str,
    pub(crate) default: Default,
    pub(crate) documentation: &'static str,
}

/// The classes that an option covers if it isn't specified.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Default {
    /// Those that the package uses, as far as it can be set for them.
    Used,
    /// Those with a `global` table.
    WithGlobals,
    None,
}

const NOT_GENERIC: &str = "a class in this list has no generic profiles";

/// The options that are lists of classes, log options excepted.
pub(crate) const CLASS_LISTS: &[ClassList] = &[
    ClassList {
        key: "active",
        set: |settings| settings.active = true,
        allowed: |_| true,
        refusal: "a class in this list can't be active",
        default: Default::Used,
        documentation: "Classes that are active (CLASSACT). The default is every class that the policy uses.",
    },
    ClassList {
        key: "generic",
        set: |settings| settings.generic = true,
        allowed: |class| class.descriptor.generic_allowed,
        refusal: NOT_GENERIC,
        default: Default::Used,
        documentation: "Classes in which generic profiles are used (GENERIC). The default is every class that the policy uses and that supports it.",
    },
    ClassList {
        key: "generic-commands",
        set: |settings| settings.generic_commands = true,
        allowed: |class| class.descriptor.generic_allowed,
        refusal: NOT_GENERIC,
        default: Default::None,
        documentation: "Classes in which generic profiles can be defined (GENCMD). The default is none.",
    },
    ClassList {
        key: "raclist",
        set: |settings| settings.raclisted = true,
        allowed: |class| class.descriptor.raclist != Raclist::Disallowed,
        refusal: "a class in this list can't be RACLISTed",
        default: Default::Used,
        documentation: "Classes whose profiles are in storage (RACLIST). The default is every class that the policy uses and that supports it.",
    },
    ClassList {
        key: "global",
        set: |settings| settings.global = true,
        allowed: |class| class.descriptor.member_class.is_none() && !class.descriptor.holds_data,
        refusal: "a class in this list has no global access checking",
        default: Default::WithGlobals,
        documentation: "Classes with global access checking (GLOBAL). The default is every class with a `global` table.",
    },
];

/// The options that are lists of classes with this logging.
pub(crate) const LOG_LISTS: &[(&str, LogOptions, &str)] = &[
    (
        "log-always",
        LogOptions::Always,
        "Classes in which all access is logged (LOGOPTIONS). The default is none.",
    ),
    (
        "log-never",
        LogOptions::Never,
        "Classes in which no access is logged (LOGOPTIONS). The default is none.",
    ),
    (
        "log-successes",
        LogOptions::Successes,
        "Classes in which all granted access is logged (LOGOPTIONS). The default is none.",
    ),
    (
        "log-failures",
        LogOptions::Failures,
        "Classes in which all denied access is logged (LOGOPTIONS). The default is none.",
    ),
    (
        "log-default",
        LogOptions::Default,
        "Classes in which the profiles determine what is logged (LOGOPTIONS). The default is every class that is in no other list.",
    ),
];

/// The keys of all options.
pub(crate) fn keys() -> Vec<&'static str> {
    let lists = CLASS_LISTS.iter().map(|list| list.key);
    let logs = LOG_LISTS.iter().map(|(key, ..)| *key);
    let switches = Switch::ALL.iter().map(|switch| switch.as_str());
    property_table::keys(SYSTEM).chain(lists).chain(logs).chain(switches).collect()
}

/// Whether an option is a list of classes: several are taken together.
pub(crate) fn is_class_list(key: &str) -> bool {
    CLASS_LISTS.iter().any(|list| list.key == key) || LOG_LISTS.iter().any(|(log, ..)| *log == key)
}
