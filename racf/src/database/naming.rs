//! From a name in a command to a profile: quotes, prefixes, generic or not, volumes.
//!
//! Source: `RACF Command Language Reference`, "Naming considerations for resource profiles".

use std::borrow::Cow;

use saffron_diagnostics::Span;
use saffron_vocabulary::name::{DataSetRules, NameError};
use saffron_vocabulary::specificity::has_generic_characters;

use super::ProfileKey;
use super::class::{Class, DATASET};
use super::key::KeyRef;
use super::name::{self, fold};
use super::on_volumes::Found;
use super::reply::{Done, Failure};
use super::session::Work;
use crate::command::Name;
use crate::outcome::Lack;

/// Which profile is meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'n> {
    pub(super) name: &'n Name,
    /// GENERIC or FGENERIC, with its place.
    pub(super) generic: Option<Span>,
    /// Which of them would be meant.
    pub(super) operand: &'static str,
    /// VOLUME or FVOLUME.
    pub(super) volumes: &'n [Name],
}

impl<'n> Wanted<'n> {
    /// By its name alone.
    pub(super) fn named(name: &'n Name) -> Self {
        Self { name, generic: None, operand: "GENERIC", volumes: &[] }
    }
}

impl Work<'_> {
    /// The class of this name.
    pub(super) fn class(&self, name: &Name) -> Done<Cow<'static, Class>> {
        let class = &name.text;
        self.database.class(class).ok_or_else(|| {
            let text = if name::holds_variable(class) {
                format!("the class `{class}` depends on a variable without a value; give the variable a value")
            } else if self.database.defined_class(class).is_some() {
                format!(
                    "RACF doesn't know the dynamic class `{class}`, because CDT isn't active and RACLISTed; issue SETROPTS CLASSACT(CDT) RACLIST(CDT) first"
                )
            } else {
                format!(
                    "the class `{class}` isn't in the class descriptor table; define it with RDEFINE CDT {class} CDTINFO(…)"
                )
            };
            Failure::not_understood(text, name.span)
        })
    }

    /// The class that is named, else DATASET.
    pub(super) fn class_or_data_set(&self, name: Option<&Name>) -> Done<Cow<'static, Class>> {
        match name {
            Some(name) => self.class(name),
            None => self.database.class(DATASET).ok_or_else(|| {
                Failure::not_understood("the class DATASET is missing".to_owned(), self.span)
            }),
        }
    }

    /// The name as RACF stores it.
    pub(super) fn stored_name(&mut self, class: &Class, name: &Name) -> String {
        if class.is_data_set() {
            self.data_set_name(name)
        } else if class.descriptor.mixed_case {
            name.text.clone()
        } else {
            fold(&name.text)
        }
    }

    /// A name without quotes gets the issuer's ID as its high-level qualifier, as TSO does; one of a
    /// single qualifier gets SETROPTS PREFIX.
    pub(super) fn data_set_name(&mut self, name: &Name) -> String {
        let folded = fold(&name.text);
        if !name.quoted {
            let full = format!("{}.{folded}", self.issuer);
            let text = format!("`{folded}` isn't in quotes, so it is taken as `{full}`");
            self.reply.note(None, text, name.span);
            return full;
        }
        match &self.database.options.prefix.value {
            Some(prefix) if !folded.contains('.') => format!("{prefix}.{folded}"),
            _ => folded,
        }
    }

    pub(super) fn data_set_rules(&self) -> DataSetRules {
        let options = &self.database.options;
        DataSetRules {
            enhanced: options.enhanced_generic_naming.value,
            single_qualifier: options.prefix.value.is_some(),
            global: false,
        }
    }

    /// Whether the name is that of a generic profile: it is spelt so, and the class has them.
    pub(super) fn is_generic_name(&self, class: &Class, name: &str) -> bool {
        has_generic_characters(name, !class.is_data_set()) && self.database.is_generic(class)
    }

    /// GENERIC and FGENERIC need SETROPTS GENERIC or GENCMD.
    pub(super) fn generic_operand(
        &self,
        class: &Class,
        wanted: Wanted<'_>,
        id: Option<&'static str>,
    ) -> Done {
        let operand = wanted.operand;
        let Some(span) = wanted.generic.filter(|_| !self.database.is_generic(class)) else {
            return Ok(());
        };
        let class = &class.name;
        let text = format!(
            "{operand} isn't valid, since `{class}` is neither GENERIC nor GENCMD; issue SETROPTS GENERIC({class}) first"
        );
        Err(Failure::of(id, text, span).lacks(Lack::Option))
    }

    /// The profile that is meant; `Err` says why there is none.
    pub(super) fn locate(
        &mut self,
        class: &Class,
        wanted: Wanted<'_>,
    ) -> Result<ProfileKey, String> {
        let name = self.stored_name(class, wanted.name);
        let forced = wanted.generic.is_some() && class.is_data_set();
        let generic = forced || self.is_generic_name(class, &name);
        if class.is_data_set() && !generic {
            self.on_volume(class, name, wanted)
        } else if self.database.profile(&class.name, KeyRef::of(&name, generic)).is_some() {
            Ok(ProfileKey { name, generic, volumes: Vec::new() })
        } else {
            Err(self.why_missing(class, &name, generic, wanted.operand))
        }
    }

    /// A discrete data set profile: of the volume that is named, or the only one.
    fn on_volume(
        &self,
        class: &Class,
        name: String,
        wanted: Wanted<'_>,
    ) -> Result<ProfileKey, String> {
        let volumes: Vec<String> = wanted.volumes.iter().map(|it| fold(&it.text)).collect();
        let anywhere = self.database.profile(DATASET, KeyRef::discrete(&name)).is_some();
        match self.database.on_volumes(&name).with(&volumes) {
            Found::Only(only) if !anywhere || !volumes.is_empty() => Ok(only.clone()),
            Found::Only(_) | Found::Several => Err(format!(
                "there are several discrete profiles `{name}`; specify one with VOLUME"
            )),
            Found::Nothing if anywhere => {
                Ok(ProfileKey { name, generic: false, volumes: Vec::new() })
            }
            Found::Nothing => Err(self.why_missing(class, &name, false, wanted.operand)),
        }
    }

    fn why_missing(&self, class: &Class, name: &str, generic: bool, operand: &str) -> String {
        let text = format!("`{name}` isn't defined in the class `{}`", class.name);
        let other = self.database.profile(&class.name, KeyRef::of(name, !generic)).is_some();
        match (other, generic) {
            (false, _) => text,
            (true, false) if has_generic_characters(name, !class.is_data_set()) => {
                format!(
                    "{text} as a discrete profile; the generic one can be reached only while the class is GENERIC or GENCMD"
                )
            }
            (true, false) => {
                format!("{text} as a discrete profile; specify {operand} for the generic one")
            }
            (true, true) => format!(
                "{text} as a generic profile; the discrete profile with this name became unusable when the class became GENERIC"
            ),
        }
    }

    /// Whether the name may be that of a profile of the class.
    pub(super) fn legal_name(&self, class: &Class, name: &str, generic: bool, span: Span) -> Done {
        let verdict = if class.is_data_set() {
            name::data_set(name, self.data_set_rules())
        } else {
            name::general(name, class, generic)
        };
        verdict.map_err(|why| {
            let text =
                format!("`{name}` can't be a profile of the class `{}`: it {why}", class.name);
            if why == NameError::NeedsEnhancedNaming {
                Failure::unnamed(text, span).lacks(Lack::Option)
            } else if class.is_data_set() {
                Failure::unnamed(text, span)
            } else {
                let id = if why == NameError::PercentStarEnd { "ICH10313I" } else { "IRR16001I" };
                Failure::new(id, text, span)
            }
        })
    }
}
