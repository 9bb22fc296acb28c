//! `group G { … }`

use saffron_lang::ast::Declaration;

use super::form;
use super::lowering::Lower;
use super::names::{Wanted, fold};
use super::property_table::{Row, Value, row, span_of};
use super::report::Named;
use super::sorted::{Declared, Of};
use crate::model::{Group, PrincipalId, PrincipalKind, ROOT};

/// What a group has.
pub(crate) const PROPERTIES: &[Row<Group>] = &[
    row!(
        "superior",
        Value::Name(form::GROUP, |lower, group, name| group.superior = lower.group(name)),
        "The superior group. The default is `SYS1`."
    ),
    row!(
        "owner",
        Value::Name(form::OWNER, |lower, group, name| group.owner = lower.owner(name)),
        "The owner of the group profile: a user, or the superior group. The default is the superior group."
    ),
    row!(
        "universal",
        Value::Flag(|group, on| group.universal |= on),
        "`yes`: a universal group, as with `attributes [universal]`. The default is `no`."
    ),
    row!(
        "attributes",
        Value::Attributes(&[("universal", |group| group.universal = true)]),
        "The attributes of the group. The default is none."
    ),
    row!(
        "data",
        Value::Text(|group, data| group.data = Some(data)),
        "The installation data. The default is none."
    ),
    Row {
        keys: &SEGMENTS,
        value: Value::Segment(|group, segment| group.segments.push(segment)),
        documentation: "The segment with this name. Its fields are not checked, because they affect no decision.",
    },
];

/// Segments of a group profile.
pub(crate) const SEGMENTS: [&str; 5] = ["csdata", "dfp", "omvs", "ovm", "tme"];

impl Lower {
    /// Reads what the groups are.
    pub(crate) fn groups(&mut self, declared: &Declared<'_>) {
        let root = self.names.principals.get(ROOT).copied();
        for declaration in &declared.groups {
            self.read_group(declaration, root);
        }
    }

    fn read_group(&mut self, (_, declaration): &Of<'_, Declaration>, root: Option<PrincipalId>) {
        let Some(&id) = self.names.principals.get(fold(&declaration.name.text).as_ref()) else {
            return;
        };
        let what = format!("group `{}`", declaration.name.text);
        let mut group = Group::default();
        self.report.attribute_twice(&what, "universal", &declaration.properties);
        let properties = self.report.known(&what, "ADDGROUP", &declaration.properties, PROPERTIES);
        self.properties(&properties, &mut group);
        if span_of(&properties, "superior").is_none() && Some(id) != root {
            group.superior = root;
        }
        group.owner = group.owner.or(group.superior);
        group.segments.sort_by(|a, b| a.name.cmp(&b.name));
        if let PrincipalKind::Group(slot) = &mut self.model.principals[id].kind {
            **slot = group;
        }
    }

    /// The user or group that owns something.
    pub(crate) fn owner(&mut self, name: Named<'_>) -> Option<PrincipalId> {
        self.principal(name, Wanted::Either)
    }
}
