//! `group G { … }`

use std::collections::BTreeMap;

use saffron_lang::Span;
use saffron_lang::ast::{Declaration, Property, PropertyValue};

use super::lowering::Lower;
use super::names::{Wanted, fold};
use super::property::written;
use super::sorted::{Declared, Of};
use crate::model::{AuthId, AuthorityKind, Group, ROOT, Segment};

const KEYS: [&str; 5] = ["superior", "owner", "universal", "attributes", "data"];

/// Segments of a group profile.
pub(crate) const SEGMENTS: [&str; 5] = ["csdata", "dfp", "omvs", "ovm", "tme"];

impl Lower {
    /// Reads what the groups are.
    pub(crate) fn groups(&mut self, declared: &Declared<'_>) {
        let root = self.names.authorities.get(ROOT).copied();
        for declaration in &declared.groups {
            self.read_group(declaration, root);
        }
    }

    fn read_group(&mut self, (_, it): &Of<'_, Declaration>, root: Option<AuthId>) {
        let Some(&id) = self.names.authorities.get(fold(&it.name.text).as_ref()) else { return };
        let what = format!("group `{}`", it.name.text);
        let known: Vec<&str> = KEYS.into_iter().chain(SEGMENTS).collect();
        let mut group = Group::default();
        let mut superior_said = false;
        self.report.attribute_twice(&what, "universal", &it.properties);
        for property in self.report.known(&what, &it.properties, &known) {
            superior_said |= property.key.node == "superior";
            self.group_property(&mut group, property);
        }
        if !superior_said && Some(id) != root {
            group.superior = root;
        }
        group.owner = group.owner.or(group.superior);
        group.segments.sort_by(|a, b| a.name.cmp(&b.name));
        if let AuthorityKind::Group(slot) = &mut self.model.authorities[id].kind {
            **slot = group;
        }
    }

    fn group_property(&mut self, group: &mut Group, property: &Property) {
        match property.key.node.as_str() {
            "superior" => {
                let name = self.report.one_name(property, "the name of a group");
                group.superior = name.and_then(|name| self.group(name));
            }
            "owner" => group.owner = self.owner(property),
            "attributes" => {
                group.universal |= !self.report.words(property, &["universal"]).is_empty();
            }
            "universal" => group.universal |= self.report.flag(property).unwrap_or_default(),
            "data" => group.data = self.report.text(property),
            _ => group.segments.extend(self.segment(property)),
        }
    }

    /// The user or group that owns something.
    pub(crate) fn owner(&mut self, property: &Property) -> Option<AuthId> {
        let name = self.report.one_name(property, "the name of a user or group")?;
        self.authority(name, Wanted::Either)
    }

    /// A segment, its fields as text.
    pub(crate) fn segment(&mut self, property: &Property) -> Option<Segment> {
        let PropertyValue::Segment(fields) = &property.value else {
            self.report.wrong_form(property, "a block `{ … }`");
            return None;
        };
        let name = property.key.node.clone();
        let mut read: BTreeMap<&str, (Span, String)> = BTreeMap::new();
        for field in fields {
            let (key, said) = (field.key.node.as_str(), written(&field.value));
            if let Some((first, known)) = read.get(key) {
                let fact = format!("`{key}` of the segment `{name}`");
                self.report.stated_twice(&fact, (*first, known), (field.span, &said));
            } else {
                read.insert(key, (field.span, said));
            }
        }
        let fields = read.into_iter().map(|(key, (_, said))| (key.to_owned(), said)).collect();
        Some(Segment { name, fields, origin: property.span })
    }
}
