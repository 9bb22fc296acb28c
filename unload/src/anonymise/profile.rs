//! Profiles under pseudonyms.

use indexmap::IndexMap;
use saffron_diagnostics::Span;
use saffron_racf::database::{
    ConditionalKey, Details, Fact, Profile, ProfileKey, Profiles, Segment, Segments,
};

use super::{Anonymiser, NO_PLACE, placeless};

/// Discrete profiles to which RACF gives a meaning.
const WITH_A_MEANING: [(&str, &str); 5] = [
    ("SECDATA", "CATEGORY"),
    ("SECDATA", "SECLEVEL"),
    ("UNIXPRIV", "CHOWN.UNRESTRICTED"),
    ("UNIXPRIV", "FILE.GROUPOWNER.SETGID"),
    ("UNIXPRIV", "SHARED.IDS"),
];

impl Anonymiser<'_> {
    /// The profiles of a class, in the order of their pseudonyms.
    pub(super) fn profiles(&self, class: &str, profiles: &Profiles) -> Profiles {
        let all = profiles.iter();
        let mut all: Profiles =
            all.map(|(key, it)| (self.key(class, key), self.profile(class, it))).collect();
        all.sort_keys();
        all
    }

    fn key(&self, class: &str, key: &ProfileKey) -> ProfileKey {
        let name = match class {
            _ if WITH_A_MEANING.contains(&(class, key.name.as_str())) => key.name.clone(),
            "CDT" | "GLOBAL" => self.class(&key.name),
            "SECLABEL" => self.label(&key.name),
            _ => self.pseudonyms.name(&key.name),
        };
        let volumes = key.volumes.iter();
        let mut volumes: Vec<String> = volumes.map(|it| self.pseudonyms.name(it)).collect();
        volumes.sort();
        ProfileKey { name, generic: key.generic, volumes }
    }

    fn profile(&self, class: &str, it: &Profile) -> Profile {
        let details = it.details.as_ref();
        let standard = it.standard.iter().map(|(id, level)| (self.id(id), placeless(level)));
        let conditional = it.conditional.iter();
        let conditional = conditional.map(|(on, level)| (self.condition(on), placeless(level)));
        let mut profile = Profile {
            origin: NO_PLACE,
            owner: self.fact_id(&it.owner),
            uacc: placeless(&it.uacc),
            standard: standard.collect(),
            conditional: conditional.collect(),
            details: details.map(|it| Box::new(self.details(class, it))),
        };
        profile.standard.sort_keys();
        profile.conditional.sort_keys();
        profile
    }

    fn condition(&self, on: &ConditionalKey) -> ConditionalKey {
        ConditionalKey {
            id: self.id(&on.id),
            kind: on.kind,
            criterion: self.id(&on.criterion),
            value: self.id(&on.value),
        }
    }

    fn details(&self, class: &str, it: &Details) -> Details {
        Details {
            warning: it.warning.as_ref().map(placeless),
            audit: it.audit.as_ref().map(placeless),
            global_audit: it.global_audit.as_ref().map(placeless),
            notify: it.notify.as_ref().map(|fact| self.fact_id(fact)),
            level: it.level.as_ref().map(placeless),
            data: None,
            application_data: None,
            security: self.security(&it.security),
            erase: it.erase.as_ref().map(placeless),
            members: self.members(class, &it.members),
            segments: self.segments(&it.segments),
        }
    }

    /// Members. Those of a variable are searched in their order; the others are in that of their pseudonyms.
    fn members(
        &self,
        class: &str,
        members: &IndexMap<String, Option<Span>>,
    ) -> IndexMap<String, Option<Span>> {
        let all = members.keys().map(|member| (self.member(class, member), Some(NO_PLACE)));
        let mut all: IndexMap<String, Option<Span>> = all.collect();
        if class != "RACFVARS" {
            all.sort_keys();
        }
        all
    }

    /// A member: what follows a name after a slash is a word of RACF in some classes, or a number.
    fn member(&self, class: &str, member: &str) -> String {
        let names = |text: &str| self.pseudonyms.name(text);
        let parts = match class {
            "GLOBAL" => member.rsplit_once('/'),
            "SECDATA" | "VMXEVENT" => member.split_once('/'),
            "PROGRAM" => return self.program(member),
            _ => None,
        };
        parts.map_or_else(|| names(member), |(name, word)| format!("{}/{word}", names(name)))
    }

    /// `LIBRARY/VOLUME/NOPADCHK`
    fn program(&self, member: &str) -> String {
        let parts = member.split('/').enumerate();
        let parts =
            parts.map(|(at, it)| if at < 2 { self.pseudonyms.name(it) } else { it.to_owned() });
        parts.collect::<Vec<_>>().join("/")
    }

    /// What takes part in decisions.
    fn segments(&self, segments: &Segments) -> Segments {
        let decisive =
            segments.iter().filter(|(name, _)| ["STDATA", "CDTINFO"].contains(&name.as_str()));
        let all = decisive.map(|(name, it)| {
            let fields = it.fields.iter();
            let fields =
                fields.map(|(field, value)| (field.clone(), self.field(name, field, value)));
            (name.clone(), Segment { origin: Some(NO_PLACE), fields: fields.collect() })
        });
        all.collect()
    }

    fn field(&self, segment: &str, field: &str, fact: &Fact<String>) -> Fact<String> {
        let value = match (segment, field) {
            // `=MEMBER`
            ("STDATA", "USER" | "GROUP") if !fact.value.starts_with('=') => self.id(&fact.value),
            ("CDTINFO", "GROUP" | "MEMBER") => self.class(&fact.value),
            _ => fact.value.clone(),
        };
        Fact::said(value, NO_PLACE)
    }
}
