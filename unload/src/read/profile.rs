//! Records of data set profiles (04xx) and general resource profiles (05xx, 1560).

use indexmap::map::Entry;
use saffron_racf::command::AuditSetting;
use saffron_racf::database::{ConditionalKey, Details, Fact};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind};

use super::part::{PartKey, ProfilePart};
use super::record::Record;
use super::{Reader, data, segment};
use crate::report::FindingKind;

/// The class of data sets.
const DATASET: &str = "DATASET";

/// Classes whose profiles are certificates, key rings, mappings: nobody is permitted anything there.
const NO_PERMISSIONS: [&str; 7] =
    ["DIGTCERT", "DIGTCRIT", "DIGTNMAP", "DIGTRING", "IDIDMAP", "RACGLIST", "UNIXMAP"];

impl Reader {
    pub(super) fn data_set(&mut self, record: &Record<'_>) {
        let class = DATASET;
        match record.layout.kind {
            "0400" => self.basic(class, record),
            "0401" => self.category(class, record),
            "0402" => self.conditional(class, record),
            "0403" => {
                let volume = record.get("VOL_NAME").to_owned();
                self.part(class, record).volumes.push(volume);
            }
            "0404" => self.entry(class, record),
            // Members of a library with lists of their own: the profile doesn't decide about them.
            "0406" => {
                self.findings.add(FindingKind::MemberList, record.get("NAME"), record.span);
            }
            _ => self.without_place(record),
        }
    }

    pub(super) fn resource(&mut self, record: &Record<'_>) {
        let class = record.get("CLASS_NAME");
        if NO_PERMISSIONS.contains(&class) {
            return self.findings.add(FindingKind::NoPermissions, class, record.span);
        }
        match record.layout.kind {
            "0500" => self.basic(class, record),
            "0502" => self.category(class, record),
            "0503" => self.resource_member(class, record),
            "0505" => self.entry(class, record),
            "0507" => self.conditional(class, record),
            _ => match segment::of_resource(record) {
                Some(fields) => {
                    segment::add(&mut self.part(class, record).details().segments, fields);
                }
                None => self.without_place(record),
            },
        }
    }

    fn resource_member(&mut self, class: &str, record: &Record<'_>) {
        let Some(member) = data::member(class, record) else {
            return self.findings.add(FindingKind::Unreadable, record.layout.kind, record.span);
        };
        if class == "SECDATA" {
            self.security.member(record);
        }
        let details = self.part(class, record).details();
        details.members.entry(member).or_insert(Some(record.span));
    }

    /// What is known of the profile to which a record belongs.
    fn part(&mut self, class: &str, record: &Record<'_>) -> &mut ProfilePart {
        let (name, volume) = (record.get("NAME"), record.get("VOL"));
        let profiles = self.classes.entry(class.to_owned()).or_default();
        let key = PartKey { name: name.to_owned(), volume: volume.to_owned() };
        profiles.entry(key).or_insert_with(|| ProfilePart::new(record.span))
    }

    fn basic(&mut self, class: &str, record: &Record<'_>) {
        let span = record.span;
        self.unknown_values(record, &["UACC"], |it| AccessLevel::from_name(it).is_some());
        let part = self.part(class, record);
        if part.basic.replace(span).is_some() {
            return self.findings.add(FindingKind::Duplicate, record.get("NAME"), span);
        }
        part.generic = record.yes("GENERIC");
        part.profile.origin = span;
        part.profile.owner = Fact::said(record.get("OWNER_ID").to_owned(), span);
        part.profile.uacc = Fact::said(record.level("UACC").unwrap_or(AccessLevel::None), span);
        part.security.level = record.number("SECLEVEL").map(|it| (it, span));
        let stated = details(record);
        if stated != Details::default() {
            let known = part.details();
            let (members, segments) =
                (std::mem::take(&mut known.members), std::mem::take(&mut known.segments));
            *known = Details { members, segments, ..stated };
        }
        if record.get("DS_TYPE") == "MODEL" || record.get("VOL") == "*MODEL" {
            part.model = true;
            self.findings.add(FindingKind::Model, record.get("NAME"), span);
        }
    }

    fn category(&mut self, class: &str, record: &Record<'_>) {
        match record.number("CATEGORY") {
            Some(number) => {
                let span = record.span;
                self.part(class, record).security.categories.push((number, span));
            }
            None => self.findings.add(FindingKind::Unreadable, record.layout.kind, record.span),
        }
    }

    fn entry(&mut self, class: &str, record: &Record<'_>) {
        let Some(level) = record.level("ACCESS") else {
            return self.findings.add(FindingKind::Unreadable, record.layout.kind, record.span);
        };
        let (id, level) = (record.get("AUTH_ID").to_owned(), Fact::said(level, record.span));
        match self.part(class, record).profile.standard.entry(id) {
            Entry::Vacant(place) => _ = place.insert(level),
            Entry::Occupied(_) => self.duplicate(record),
        }
    }

    fn conditional(&mut self, class: &str, record: &Record<'_>) {
        let kind = ConditionKind::from_name(record.get("CATYPE"));
        let (Some(kind), Some(level)) = (kind, record.level("ACCESS")) else {
            return self.findings.add(FindingKind::Unreadable, record.layout.kind, record.span);
        };
        let id = record.get("AUTH_ID").to_owned();
        let (criterion, value) = condition(kind, record);
        let key = ConditionalKey { id, kind, criterion, value };
        let level = Fact::said(level, record.span);
        match self.part(class, record).profile.conditional.entry(key) {
            Entry::Vacant(place) => _ = place.insert(level),
            Entry::Occupied(_) => self.duplicate(record),
        }
    }

    /// Counts an entry that is stated twice.
    fn duplicate(&mut self, record: &Record<'_>) {
        self.findings.add(FindingKind::Duplicate, record.get("NAME"), record.span);
    }
}

/// The criterion and the value on which an entry depends. What doesn't fit into the eight columns of a name is in
/// the field of the criterion; that this holds of SERVAUTH, too, isn't certain.
fn condition(kind: ConditionKind, record: &Record<'_>) -> (String, String) {
    let (name, long) = (record.get("CANAME"), record.get("CACRITERIA"));
    match kind {
        ConditionKind::Criteria => match long.split_once('=') {
            Some((criterion, value)) if name.is_empty() || criterion == name => {
                (criterion.to_owned(), value.to_owned())
            }
            _ => (name.to_owned(), long.to_owned()),
        },
        ConditionKind::Servauth if !long.is_empty() => (String::new(), long.to_owned()),
        ConditionKind::Appcport => match record.set("NET_ID") {
            Some(network) => (String::new(), format!("{network}.{name}")),
            None => (String::new(), name.to_owned()),
        },
        _ => (String::new(), name.to_owned()),
    }
}

/// What the basic record states beside owner and UACC.
fn details(record: &Record<'_>) -> Details {
    let said = |field| record.set(field).map(|it| Fact::said(it.to_owned(), record.span));
    let on = |field| record.yes(field).then(|| Fact::said(true, record.span));
    let audit = |prefix: &str| audit(record, prefix).map(|it| Fact::said(it, record.span));
    let mut details = Details {
        warning: on("WARNING"),
        audit: audit("AUDIT").filter(|it| it.value != usual_audit()),
        global_audit: audit("GAUDIT").filter(|it| it.value != AuditSetting::default()),
        notify: said("NOTIFY_ID"),
        level: record.number("LEVEL").map(|it| Fact::said(it, record.span)),
        data: said("INSTALL_DATA"),
        application_data: said("APPL_DATA"),
        erase: on("ERASE"),
        ..Details::default()
    };
    details.security.label = said("SECLABEL");
    details
}

/// AUDIT of a profile for which nothing was said.
fn usual_audit() -> AuditSetting {
    AuditSetting { success: None, failures: Some(AccessLevel::Read) }
}

/// `ALL`, `SUCCESS`, `FAIL` or `NONE`, and the level of each side.
fn audit(record: &Record<'_>, prefix: &str) -> Option<AuditSetting> {
    let what = record.set(&format!("{prefix}_LEVEL"))?;
    let level = |side: &str, of: &[&str]| {
        let level = record.level(&format!("{prefix}_{side}")).unwrap_or(AccessLevel::Read);
        of.contains(&what).then_some(level)
    };
    Some(AuditSetting {
        success: level("OKQUAL", &["ALL", "SUCCESS"]),
        failures: level("FAQUAL", &["ALL", "FAIL", "FAILURES"]),
    })
}
