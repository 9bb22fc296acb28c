//! The decision table as an auditor reads it: what each profile gives to whom, and where the policy
//! specifies it.
//!
//! A listing shows what is stored, in the order in which RACF searches it. It decides nothing:
//! which line applies to a request depends on the rules of the runtime.

pub mod safr;

use saffron_vocabulary::racf::{AccessLevel, ConditionKind, EntryKind};

use crate::indices::IdIndex;
use crate::layout::{
    ConditionalRow, GlobalRow, LabelRow, OptId, ProfileRow, class_flag, label_code, profile_flag,
};
use crate::origins::Place;
use crate::section::Bundle;
use crate::value::run;

/// What a row of the listing is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKind {
    /// A profile that protects the one resource of its name.
    Discrete,
    /// A profile that protects what its name matches.
    Generic,
    /// An entry of the global access checking table, which comes before all profiles.
    Global,
}

impl RowKind {
    /// For people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discrete => "discrete",
            Self::Generic => "generic",
            Self::Global => "global",
        }
    }
}

/// One line of the listing: a profile itself, with its UACC, or one entry of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingRow<'b> {
    /// The class.
    pub class: &'b str,
    /// The name of the profile or global entry.
    pub profile: &'b str,
    /// What it is.
    pub kind: RowKind,
    /// UACC of the profile; none for global entries.
    pub uacc: Option<AccessLevel>,
    /// Whom the line names; none for the profile itself.
    pub grant: Option<Grant<'b>>,
    /// What else holds of the profile, such as `warning`.
    pub flags: Vec<String>,
    /// Where the policy specifies it.
    pub source: Option<Place<'b>>,
}

/// Who gets what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant<'b> {
    /// User, group or `*`.
    pub kind: EntryKind,
    /// The ID, or `*`.
    pub id: &'b str,
    /// What.
    pub access: AccessLevel,
    /// Under which condition: its kind, the criterion's name or nothing, its value.
    pub when: Option<(ConditionKind, &'b str, &'b str)>,
}

/// Every line, by class; the global entries of a class, then its profiles in the order in which
/// they are searched.
pub fn rows<'b>(bundle: &Bundle<'b>) -> Vec<ListingRow<'b>> {
    let mut rows = Vec::new();
    for class in bundle.classes() {
        let first = class.globals().start() as usize;
        for (row, global) in (first..).zip(run(bundle.globals(), class.globals())) {
            rows.push(global_row(bundle, class.name(), row, global, class.flags()));
        }
        for profile in run(bundle.profiles(), class.profiles()) {
            profile_rows(bundle, class.name(), profile, &mut rows);
        }
    }
    rows
}

fn global_row<'b>(
    bundle: &Bundle<'b>,
    class: &'b str,
    row: usize,
    global: &GlobalRow,
    class_flags: u32,
) -> ListingRow<'b> {
    let inactive = class_flags & class_flag::GLOBAL == 0;
    ListingRow {
        class,
        profile: bundle.text(global.name()),
        kind: RowKind::Global,
        uacc: None,
        grant: Some(grant(bundle, OptId::NONE, global.access())),
        flags: if inactive { vec!["not in force".to_owned()] } else { Vec::new() },
        source: bundle.place(bundle.origin_order().global(row)),
    }
}

fn profile_rows<'b>(
    bundle: &Bundle<'b>,
    class: &'b str,
    profile: &ProfileRow,
    rows: &mut Vec<ListingRow<'b>>,
) {
    let generic = profile.flags() & profile_flag::GENERIC != 0;
    let head = ListingRow {
        class,
        profile: bundle.text(profile.name()),
        kind: if generic { RowKind::Generic } else { RowKind::Discrete },
        uacc: Some(profile.uacc()),
        grant: None,
        flags: flags(bundle, profile),
        source: bundle.place(profile.own_origin()),
    };
    let standard = run(bundle.entries(), profile.standard()).iter();
    let standard = (0..)
        .zip(standard)
        .map(|(row, entry)| (profile.entry_origin(row), grant(bundle, entry.who(), entry.level())));
    let conditional = run(bundle.conditional(), profile.conditional()).iter();
    let conditional = (0..)
        .zip(conditional)
        .map(|(row, entry)| (profile.conditional_origin(row), conditional_grant(bundle, entry)));
    let entries: Vec<ListingRow<'b>> = standard
        .chain(conditional)
        .map(|(origin, grant)| ListingRow {
            grant: Some(grant),
            source: bundle.place(origin),
            ..head.clone()
        })
        .collect();
    rows.push(head);
    rows.extend(entries);
}

fn conditional_grant<'b>(bundle: &Bundle<'b>, entry: &ConditionalRow) -> Grant<'b> {
    let when = (entry.kind(), bundle.text(entry.name()), bundle.text(entry.value()));
    Grant { when: Some(when), ..grant(bundle, entry.who(), entry.access()) }
}

fn grant<'b>(bundle: &Bundle<'b>, who: OptId<IdIndex>, access: AccessLevel) -> Grant<'b> {
    let (kind, id) = bundle.who(who);
    Grant { kind, id, access, when: None }
}

fn flags(bundle: &Bundle<'_>, profile: &ProfileRow) -> Vec<String> {
    let mut flags = Vec::new();
    let set = profile.flags();
    let mut named = |flag: u16, text: &str| {
        if set & flag != 0 {
            flags.push(text.to_owned());
        }
    };
    named(profile_flag::EXTERNAL, "external");
    named(profile_flag::WARNING, "warning");
    named(profile_flag::ERASE, "erase");
    if set & profile_flag::MEMBER != 0 {
        flags.push("member of a grouping profile".to_owned());
    } else if set & profile_flag::MERGED != 0 {
        flags.push("merged".to_owned());
    }
    if let Some(user) = profile.notify().get() {
        flags.push(format!("notify {}", bundle.id_name(user)));
    }
    if profile.security_level() != 0 {
        flags.push(format!("seclevel {}", profile.security_level()));
    }
    match profile.categories().len() {
        0 => {}
        1 => flags.push("1 category".to_owned()),
        several => flags.push(format!("{several} categories")),
    }
    flags.extend(label(bundle, profile.label()).map(|label| format!("seclabel {label}")));
    let volumes = run(bundle.volumes(), profile.volumes()).iter();
    flags.extend(volumes.filter_map(|volume| {
        let volume = std::str::from_utf8(volume).ok()?;
        Some(format!("volume {}", volume.trim_end_matches(['\0', ' '])))
    }));
    flags
}

/// The name of a security label.
fn label<'b>(bundle: &Bundle<'b>, code: u32) -> Option<&'b str> {
    match code {
        label_code::NONE => None,
        label_code::SYSHIGH => Some("SYSHIGH"),
        label_code::SYSLOW => Some("SYSLOW"),
        label_code::SYSNONE => Some("SYSNONE"),
        label_code::SYSMULTI => Some("SYSMULTI"),
        declared => {
            let at = declared - label_code::DECLARED;
            bundle.labels().get(at as usize).map(LabelRow::name)
        }
    }
}
