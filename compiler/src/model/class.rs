//! Options and classes: what SETROPTS sets, and the class descriptor table.

use std::collections::BTreeMap;

use saffron_diagnostics::Span;
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::class::ClassDescriptor;
use saffron_vocabulary::racf::{Enforcement, LogOptions, Switches};

use super::ids::ClassId;

/// SETROPTS options that are not of one class.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent settings")]
#[derive(Clone, Debug)]
pub struct Options {
    /// GRPLIST.
    pub list_of_groups: bool,
    /// EGN.
    pub enhanced_generic_naming: bool,
    /// PROTECTALL.
    pub protect_all: Enforcement,
    /// WHEN(PROGRAM).
    pub program_control: bool,
    /// ADDCREATOR: a creator gets ALTER on the new profile.
    pub add_creator: bool,
    /// GENERICOWNER.
    pub generic_owner: bool,
    /// MLS.
    pub mls: Enforcement,
    /// MLACTIVE.
    pub ml_active: Enforcement,
    /// OPERAUDIT.
    pub operations_audit: bool,
    /// TERMINAL(READ): terminals without a profile can be used.
    pub undefined_terminals: bool,
    /// PREFIX: the high-level qualifier of single-qualifier data set names.
    pub prefix: Option<String>,
    /// Rules that RACF's documentation leaves open.
    pub switches: Switches,
    /// Where each option is stated, for explanations.
    pub origins: OptionOrigins,
}

impl Options {
    /// What holds for the whole system, by the words of a policy.
    pub fn of_the_system(&self) -> [(&'static str, &str); 11] {
        let switch = |on: bool| if on { "on" } else { "off" };
        [
            ("list-of-groups", switch(self.list_of_groups)),
            ("enhanced-generic-naming", switch(self.enhanced_generic_naming)),
            ("protect-all", self.protect_all.as_str()),
            ("program-control", switch(self.program_control)),
            ("add-creator", switch(self.add_creator)),
            ("generic-owner", switch(self.generic_owner)),
            ("mls", self.mls.as_str()),
            ("ml-active", self.ml_active.as_str()),
            ("operations-audit", switch(self.operations_audit)),
            ("undefined-terminals", switch(self.undefined_terminals)),
            ("prefix", self.prefix.as_deref().unwrap_or("off")),
        ]
    }
}

/// Where options are stated.
#[derive(Clone, Debug, Default)]
pub struct OptionOrigins(BTreeMap<String, Span>);

/// The key of the option that decides requests for data sets without a profile.
pub(crate) const PROTECT_ALL: &str = "protect-all";

impl OptionOrigins {
    /// Where the option with this key is stated: for a list of classes, the first of its lists.
    pub fn of(&self, key: &str) -> Option<Span> {
        self.0.get(key).copied()
    }

    /// Where PROTECTALL is stated.
    pub fn protect_all(&self) -> Option<Span> {
        self.of(PROTECT_ALL)
    }

    /// Remembers where an option is stated.
    pub(crate) fn add(&mut self, key: &str, span: Span) {
        self.0.entry(key.to_owned()).or_insert(span);
    }
}

impl Default for Options {
    /// What an auditor would set today; a policy without `options` has these.
    fn default() -> Self {
        Self {
            list_of_groups: true,
            enhanced_generic_naming: true,
            protect_all: Enforcement::Failures,
            program_control: true,
            add_creator: false,
            generic_owner: false,
            mls: Enforcement::Off,
            ml_active: Enforcement::Off,
            operations_audit: false,
            undefined_terminals: true,
            prefix: None,
            switches: Switches::default(),
            origins: OptionOrigins::default(),
        }
    }
}

/// A resource class: its descriptor and the options in force for it.
#[derive(Clone, Debug)]
pub struct Class {
    /// Up to eight characters.
    pub name: String,
    /// What RACF knows it as, if some of its rules are for this class only.
    pub known: Option<KnownClass>,
    /// The row of the class descriptor table.
    pub descriptor: Descriptor,
    /// SETROPTS options of the class.
    pub settings: ClassSettings,
    /// The `class` declaration, for a dynamic class.
    pub origin: Option<Span>,
}

impl Class {
    /// Whether it is this class.
    pub fn is(&self, known: KnownClass) -> bool {
        self.known == Some(known)
    }
}

/// An entry of the class descriptor table.
pub type Descriptor = ClassDescriptor<ClassId>;

/// SETROPTS options of one class.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent settings")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassSettings {
    /// CLASSACT.
    pub active: bool,
    /// GENERIC: generic profiles are defined and used.
    pub generic: bool,
    /// GENCMD: generic profiles are defined, not used.
    pub generic_commands: bool,
    /// RACLIST.
    pub raclisted: bool,
    /// GLOBAL.
    pub global: bool,
    /// LOGOPTIONS.
    pub log_options: LogOptions,
}
