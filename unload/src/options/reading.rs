//! What a source states of the options, while it is read.

use std::collections::BTreeSet;

use saffron_diagnostics::Span;
use saffron_racf::database::{ClassOptions, Fact, Options};
use saffron_vocabulary::racf::LogOptions;

/// Options that change many decisions, of which a source may say nothing. Others are off where it says nothing.
pub(super) const ASKED: [&str; 8] = [
    "list-of-groups",
    "enhanced-generic-naming",
    "protect-all",
    "program-control",
    "active",
    "generic",
    "raclist",
    "global",
];

/// A setting of a class that is a list in every source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    Active,
    Generic,
    GenericCommands,
    Raclist,
    Global,
    Log(LogOptions),
    /// Takes part in no decision.
    Other,
}

impl Setting {
    /// The option of a policy that it becomes.
    pub(super) fn option(self) -> Option<&'static str> {
        match self {
            Self::Active => Some("active"),
            Self::Generic => Some("generic"),
            Self::Raclist => Some("raclist"),
            Self::Global => Some("global"),
            Self::GenericCommands | Self::Log(_) | Self::Other => None,
        }
    }
}

/// Collects what a source states.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) options: Options,
    pub(super) stated: BTreeSet<&'static str>,
}

impl Reading {
    pub(super) fn new() -> Self {
        Self { options: Options::default(), stated: BTreeSet::new() }
    }

    pub(super) fn class(&mut self, setting: Setting, name: &str, span: Span) {
        let class = self.options.classes.entry(name.to_owned()).or_default();
        set(class, setting, Fact::said(true, span));
    }

    /// Notes that the source lists the classes of a setting, though perhaps none.
    pub(super) fn listed(&mut self, setting: Setting) {
        self.stated.extend(setting.option());
    }
}

/// Sets one setting of a class.
pub(super) fn set(class: &mut ClassOptions, setting: Setting, fact: Fact<bool>) {
    match setting {
        Setting::Active => class.active = Some(fact),
        Setting::Generic => class.generic = Some(fact),
        Setting::GenericCommands => class.generic_commands = Some(fact),
        Setting::Raclist => class.raclisted = Some(fact),
        Setting::Global => class.global = Some(fact),
        // As if nothing had been said.
        Setting::Log(LogOptions::Default) | Setting::Other => {}
        Setting::Log(value) => {
            class.log_options = Some(Fact { value, origin: fact.origin });
        }
    }
}
