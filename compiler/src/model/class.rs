//! Options and classes: what SETROPTS sets, and the class descriptor table.

use saffron_bundle::vocabulary::{AccessLevel, Enforcement, LogOptions, MacProcessing, Switches};
use saffron_lang::Span;
use saffron_vocabulary::class::{Confidence, Raclist};

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

/// A row of the class descriptor table.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent settings")]
#[derive(Clone, Debug)]
pub struct Descriptor {
    /// For a grouping class, the member class whose resources its members name.
    pub member_class: Option<ClassId>,
    /// For a member class, its grouping class.
    pub grouping_class: Option<ClassId>,
    /// Whether its profiles hold data rather than protect resources of the class: GLOBAL,
    /// SECDATA, NODES, RACFVARS, SECLABEL, CDT, STARTED.
    pub holds_data: bool,
    /// Longest profile name, in characters.
    pub max_length: u16,
    /// UACC of a profile that doesn't specify one; `None` where RACF takes the issuer's.
    pub default_uacc: Option<AccessLevel>,
    /// SAF return code without a profile: 0, 4 or 8.
    pub default_return_code: u8,
    /// Whether the attribute OPERATIONS applies in the class.
    pub operations: bool,
    /// Whether the class can or must be RACLISTed.
    pub raclist: Raclist,
    /// Whether generic profiles are allowed.
    pub generic_allowed: bool,
    /// Whether names keep their lower-case letters (CASE=ASIS).
    pub mixed_case: bool,
    /// Leading qualifiers that can't be generic (KEYQUAL).
    pub key_qualifiers: u8,
    /// Whether EXECUTE may be given: DATASET and PROGRAM.
    pub execute_allowed: bool,
    /// How security labels are compared.
    pub mac_processing: MacProcessing,
    /// SLBLREQ: under MLACTIVE a resource must have a label.
    pub label_required: bool,
    /// Classes of one POSIT value share options.
    pub posit: Option<u16>,
    /// How sure the row is; `None` for a class that the policy declares.
    pub confidence: Option<Confidence>,
}

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
