//! Records of users: 02xx and 1210.

use std::collections::btree_map::Entry;

use saffron_racf::command::UserAttribute;
use saffron_racf::database::{Fact, Revocation};
use saffron_vocabulary::racf::{AccessLevel, Day};

use super::Reader;
use super::part::{UserPart, connection};
use super::record::Record;
use super::segment;
use crate::report::FindingKind;

/// Attributes of a user, by field.
const ATTRIBUTES: [(&str, UserAttribute); 7] = [
    ("SPECIAL", UserAttribute::Special),
    ("OPER", UserAttribute::Operations),
    ("AUDITOR", UserAttribute::Auditor),
    ("ROAUDIT", UserAttribute::RoAudit),
    ("UAUDIT", UserAttribute::UAudit),
    ("ADSP", UserAttribute::Adsp),
    ("GRPACC", UserAttribute::GrpAcc),
];

/// Attributes of a connection, by field.
const GROUP_ATTRIBUTES: [(&str, UserAttribute); 5] = [
    ("GRP_SPECIAL", UserAttribute::Special),
    ("GRP_OPER", UserAttribute::Operations),
    ("GRP_AUDIT", UserAttribute::Auditor),
    ("GRP_ADSP", UserAttribute::Adsp),
    ("GRP_ACC", UserAttribute::GrpAcc),
];

/// When a user or a connection is revoked, and until when.
const DATES: [&str; 2] = ["REVOKE_DATE", "RESUME_DATE"];

impl Reader {
    pub(super) fn user(&mut self, record: &Record<'_>) {
        match record.layout.kind {
            "0200" => self.user_basic(record),
            "0201" => match record.number("CATEGORY") {
                Some(number) => {
                    let span = record.span;
                    self.user_part(record).security.categories.push((number, span));
                }
                None => self.findings.add(FindingKind::Unreadable, "0201", record.span),
            },
            "0202" => {
                let span = record.span;
                let class = record.get("CLASS").to_owned();
                self.user_part(record).user.class_authority.insert(class, Some(span));
            }
            // The same connections as 0205.
            "0203" => {
                *self.references.listed.entry(record.get("NAME").to_owned()).or_default() += 1;
            }
            "0205" => self.connection(record),
            _ => match segment::of_user(record) {
                Some(fields) => segment::add(&mut self.user_part(record).user.segments, fields),
                None => self.without_place(record),
            },
        }
    }

    fn user_part(&mut self, record: &Record<'_>) -> &mut UserPart {
        let name = record.get("NAME").to_owned();
        self.users.entry(name).or_insert_with(|| UserPart::new(record.span))
    }

    fn user_basic(&mut self, record: &Record<'_>) {
        let span = record.span;
        let said = |field| record.set(field).map(|it| Fact::said(it.to_owned(), span));
        self.unknown_values(record, &DATES, |it| Day::parse(it).is_some());
        let required = |field| said(field).unwrap_or_else(|| Fact::said(String::new(), span));
        let part = self.user_part(record);
        if part.basic.replace(span).is_some() {
            return self.findings.add(FindingKind::Duplicate, record.get("NAME"), span);
        }
        let user = &mut part.user;
        user.origin = Some(span);
        user.name = said("PROGRAMMER").filter(|it| it.value.bytes().any(|byte| byte != b'#'));
        user.default_group = required("DEFGRP_ID");
        user.owner = required("OWNER_ID");
        user.data = said("INSTALL_DATA");
        let given = ATTRIBUTES.into_iter().filter(|(field, _)| record.yes(field));
        user.attributes.extend(given.map(|(_, attribute)| (attribute, Some(span))));
        if record.get("ATTRIBS").contains("RSTD") {
            user.attributes.insert(UserAttribute::Restricted, Some(span));
        }
        user.has_password = record.get("NOPWD") != "PRO";
        user.revocation = revocation(record);
        user.security.label = said("SECLABEL");
        part.security.level = record.number("SECLEVEL").map(|it| (it, span));
    }

    fn connection(&mut self, record: &Record<'_>) {
        let span = record.span;
        self.unknown_values(record, &DATES, |it| Day::parse(it).is_some());
        self.unknown_values(record, &["UACC"], |it| AccessLevel::from_name(it).is_some());
        let owner = Fact::said(record.get("OWNER_ID").to_owned(), span);
        let uacc = Fact::said(record.level("UACC").unwrap_or(AccessLevel::None), span);
        let mut made = connection(owner, uacc);
        let given = GROUP_ATTRIBUTES.into_iter().filter(|(field, _)| record.yes(field));
        made.attributes.extend(given.map(|(_, attribute)| (attribute, Some(span))));
        made.revocation = revocation(record);
        let group = record.get("GRP_ID").to_owned();
        match self.user_part(record).user.connections.entry(group) {
            Entry::Vacant(place) => _ = place.insert(made),
            Entry::Occupied(_) => {
                self.findings.add(FindingKind::Duplicate, record.get("NAME"), span);
            }
        }
    }
}

fn revocation(record: &Record<'_>) -> Revocation {
    let day = |field| record.day(field).map(|it| Fact::said(it, record.span));
    Revocation {
        revoked: record.yes("REVOKE").then(|| Fact::said(true, record.span)),
        revoke_on: day("REVOKE_DATE"),
        resume_on: day("RESUME_DATE"),
    }
}
