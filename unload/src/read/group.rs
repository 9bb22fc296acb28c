//! Records of groups: 01xx.

use saffron_racf::database::Fact;
use saffron_vocabulary::racf::GroupAuthority;

use super::Reader;
use super::part::GroupPart;
use super::record::Record;
use super::segment;
use crate::report::FindingKind;

impl Reader {
    pub(super) fn group(&mut self, record: &Record<'_>) {
        match record.layout.kind {
            "0100" => self.group_basic(record),
            // The superior group is in the basic record of the subgroup.
            "0101" => {
                let subgroup = record.get("SUBGRP_ID").to_owned();
                self.references.subgroups.entry(subgroup).or_insert(record.span);
            }
            "0102" => self.member(record),
            _ => match segment::of_group(record) {
                Some(fields) => segment::add(&mut self.group_part(record).group.segments, fields),
                None => self.without_place(record),
            },
        }
    }

    fn group_part(&mut self, record: &Record<'_>) -> &mut GroupPart {
        let name = record.get("NAME");
        self.groups.entry(name.to_owned()).or_insert_with(|| GroupPart::new(record.span))
    }

    fn group_basic(&mut self, record: &Record<'_>) {
        let span = record.span;
        let said = |field| record.set(field).map(|it| Fact::said(it.to_owned(), span));
        let part = self.group_part(record);
        if part.basic.replace(span).is_some() {
            return self.findings.add(FindingKind::Duplicate, record.get("NAME"), span);
        }
        part.group.origin = Some(span);
        part.group.superior = said("SUPGRP_ID");
        part.group.owner = said("OWNER_ID").unwrap_or_else(|| Fact::said(String::new(), span));
        part.group.data = said("INSTALL_DATA");
        part.group.universal = record.yes("UNIVERSAL").then(|| Fact::said(true, span));
    }

    /// Of a universal group only members with more than USE are listed, so this isn't the list of members.
    fn member(&mut self, record: &Record<'_>) {
        let Some(authority) = GroupAuthority::from_name(record.get("AUTH")) else {
            return self.unknown_value(record, "AUTH");
        };
        let of_user =
            self.references.members.entry(record.get("MEMBER_ID").to_owned()).or_default();
        of_user.entry(record.get("NAME").to_owned()).or_insert(authority);
    }
}
