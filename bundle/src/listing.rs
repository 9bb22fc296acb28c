//! The decision table as an auditor reads it: what each profile gives to whom, and where the policy
//! says so.

pub mod safr;

use crate::layout::{
    ConditionalRow, ENTRY_LEVEL_BITS, GlobalRow, OriginRow, ProfileRow, class_flag, label_code,
    profile_flag, profile_origin,
};
use crate::open::{Bundle, run, short_name};
use crate::vocabulary::{AccessLevel, ConditionKind, EntryKind};

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
    /// Where the policy says it.
    pub source: Option<ListingSource<'b>>,
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

/// A place in the policy's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingSource<'b> {
    /// The file, relative to the package.
    pub file: &'b str,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// Every line, by class; the global entries of a class, then its profiles in the order in which
/// they are searched.
pub fn rows<'b>(bundle: &Bundle<'b>) -> Vec<ListingRow<'b>> {
    let mut rows = Vec::new();
    for class in bundle.classes {
        let name = short_name(&class.name);
        let first = class.globals.start.get() as usize;
        for (at, global) in (first..).zip(run(bundle.globals, class.globals)) {
            rows.push(global_row(bundle, name, at, global, class.flags.get()));
        }
        for profile in run(bundle.profiles, class.profiles) {
            profile_rows(bundle, name, profile, &mut rows);
        }
    }
    rows
}

fn global_row<'b>(
    bundle: &Bundle<'b>,
    class: &'b str,
    at: usize,
    global: &GlobalRow,
    class_flags: u32,
) -> ListingRow<'b> {
    let before = bundle.classes.len() + bundle.authorities.len() + bundle.connections.len();
    let idle = class_flags & class_flag::GLOBAL == 0;
    ListingRow {
        class,
        profile: bundle.text(global.name),
        kind: RowKind::Global,
        uacc: None,
        grant: Some(Grant {
            kind: EntryKind::Any,
            id: "*",
            access: level(global.access),
            when: None,
        }),
        flags: if idle { vec!["not in force".to_owned()] } else { Vec::new() },
        source: source(bundle, before + at),
    }
}

fn profile_rows<'b>(
    bundle: &Bundle<'b>,
    class: &'b str,
    profile: &ProfileRow,
    rows: &mut Vec<ListingRow<'b>>,
) {
    let generic = profile.flags.get() & profile_flag::GENERIC != 0;
    let first = profile.origin.get() as usize;
    let head = ListingRow {
        class,
        profile: bundle.text(profile.name),
        kind: if generic { RowKind::Generic } else { RowKind::Discrete },
        uacc: Some(level(profile.uacc)),
        grant: None,
        flags: flags(bundle, profile),
        source: source(bundle, first + profile_origin::PROFILE as usize),
    };
    let standard = run(bundle.entries, profile.standard).iter().map(|entry| {
        let entry = entry.get();
        let access = u8::try_from(entry & ((1 << ENTRY_LEVEL_BITS) - 1)).unwrap_or(0);
        grant(bundle, entry >> ENTRY_LEVEL_BITS, access)
    });
    let conditional = run(bundle.conditional, profile.conditional);
    let conditional = conditional.iter().map(|entry| conditional_grant(bundle, entry));
    let entries = (first + profile_origin::ENTRIES as usize..).zip(standard.chain(conditional));
    let entries: Vec<ListingRow<'b>> = entries
        .map(|(at, grant)| ListingRow {
            grant: Some(grant),
            source: source(bundle, at),
            ..head.clone()
        })
        .collect();
    rows.push(head);
    rows.extend(entries);
}

fn conditional_grant<'b>(bundle: &Bundle<'b>, entry: &ConditionalRow) -> Grant<'b> {
    let kind = ConditionKind::from_byte(entry.kind);
    let when = kind.map(|kind| (kind, bundle.text(entry.name), bundle.text(entry.value)));
    Grant { when, ..grant(bundle, entry.who.get(), entry.access) }
}

/// `who` is an ID plus one, or 0 for `*`.
fn grant<'b>(bundle: &Bundle<'b>, who: u32, access: u8) -> Grant<'b> {
    let (kind, id) = who_is(bundle, who);
    Grant { kind, id, access: level(access), when: None }
}

fn who_is<'b>(bundle: &Bundle<'b>, who: u32) -> (EntryKind, &'b str) {
    let row = (who as usize).checked_sub(1).and_then(|at| bundle.authorities.get(at));
    row.map_or((EntryKind::Any, "*"), |row| {
        (EntryKind::from_byte(row.kind).unwrap_or(EntryKind::User), short_name(&row.name))
    })
}

fn level(byte: u8) -> AccessLevel {
    AccessLevel::from_byte(byte).unwrap_or(AccessLevel::None)
}

fn flags(bundle: &Bundle<'_>, profile: &ProfileRow) -> Vec<String> {
    let mut flags = Vec::new();
    let set = profile.flags.get();
    let mut named = |flag: u16, text: &str| {
        if set & flag != 0 {
            flags.push(text.to_owned());
        }
    };
    named(profile_flag::WARNING, "warning");
    named(profile_flag::ERASE, "erase");
    if set & profile_flag::MEMBER != 0 {
        flags.push("member of a grouping profile".to_owned());
    } else if set & profile_flag::MERGED != 0 {
        flags.push("merged".to_owned());
    }
    if profile.notify.get() != 0 {
        flags.push(format!("notify {}", who_is(bundle, profile.notify.get()).1));
    }
    if profile.security_level != 0 {
        flags.push(format!("seclevel {}", profile.security_level));
    }
    match profile.categories.len.get() {
        0 => {}
        1 => flags.push("1 category".to_owned()),
        several => flags.push(format!("{several} categories")),
    }
    flags.extend(label(bundle, profile.label.get()).map(|label| format!("seclabel {label}")));
    let volumes = run(bundle.volumes, profile.volumes).iter();
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
            bundle.labels.get(at as usize).map(|row| short_name(&row.name))
        }
    }
}

fn source<'b>(bundle: &Bundle<'b>, at: usize) -> Option<ListingSource<'b>> {
    let origin: &OriginRow = bundle.origins.get(at)?;
    let file = bundle.origin_file(origin)?;
    Some(ListingSource { file, line: origin.line.get(), column: origin.column.get() })
}
