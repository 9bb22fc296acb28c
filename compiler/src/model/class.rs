//! Options and classes: what SETROPTS sets, and the class descriptor table.

use saffron_bundle::vocabulary::{Enforcement, LogOptions, Switches};
use saffron_lang::Span;
use saffron_vocabulary::class::ClassDescriptor;

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
    /// PREFIX: the high-level qualifier of single-qualifier data set names.
    pub prefix: Option<String>,
    /// Rules that RACF's documentation leaves open.
    pub switches: Switches,
    /// What was written, by option name, for explanations.
    pub origins: Vec<(String, Span)>,
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
            prefix: None,
            switches: Switches::default(),
            origins: Vec::new(),
        }
    }
}

/// A resource class: its descriptor and the options in force for it.
#[derive(Clone, Debug)]
pub struct Class {
    /// Up to eight characters.
    pub name: String,
    /// The row of the class descriptor table.
    pub descriptor: Descriptor,
    /// SETROPTS options of the class.
    pub settings: ClassSettings,
    /// The `class` declaration, for a dynamic class.
    pub origin: Option<Span>,
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
