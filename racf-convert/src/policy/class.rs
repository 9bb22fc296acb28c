//! Dynamic classes, and what is known of every class.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use saffron_compiler::model::{Class, Descriptor};
use saffron_compiler::{Settings, SourceTree, analyse};
use saffron_lang::Span;
use saffron_lang::ast::{Declaration, File, Item, ItemKind, Property};

use super::gap::{Gap, GapKind};
use super::make::{self, place};
use saffron_racf::database::{Database, Profile, Segment};

/// The longest name of a profile where CDTINFO doesn't say, and where it says the most.
const PRESUMED_LENGTH: u64 = 8;
const LONGEST: u64 = 246;

/// The classes of a database by name, as the compiler will see them.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    by_name: BTreeMap<String, Class>,
}

fn analysed(items: &[Item]) -> BTreeMap<String, Class> {
    let tree = SourceTree::from(File { items: items.to_vec() });
    let classes = analyse(&[tree], &Settings::default()).model.classes;
    classes.iter().map(|class| (class.name.clone(), class.clone())).collect()
}

/// The classes that RACF supplies.
static SUPPLIED: LazyLock<BTreeMap<String, Class>> = LazyLock::new(|| analysed(&[]));

/// The names of the classes that RACF supplies.
pub(crate) fn supplied_classes() -> BTreeSet<String> {
    SUPPLIED.keys().cloned().collect()
}

impl Classes {
    /// The supplied classes, and declared ones.
    pub(super) fn with(declared: &[Item]) -> Self {
        let none = declared.is_empty();
        Self { by_name: if none { SUPPLIED.clone() } else { analysed(declared) } }
    }

    /// What is known of a class; `None` for one that is in no class descriptor table.
    pub(super) fn get(&self, name: &str) -> Option<&Descriptor> {
        self.by_name.get(name).map(|class| &class.descriptor)
    }

    /// Whether profiles of the class have members.
    pub(super) fn has_members(&self, name: &str) -> bool {
        let grouping = self.get(name).is_some_and(|it| it.member_class.is_some());
        grouping || matches!(name, "PROGRAM" | "NODES" | "VMXEVENT")
    }
}

/// `class` declarations of the profiles of class CDT (`RDEFINE`, CDTINFO).
pub(super) fn declarations(database: &Database) -> (Vec<Item>, Vec<Gap>) {
    let (mut items, mut gaps) = (Vec::new(), Vec::new());
    let Some(profiles) = database.classes.get("CDT") else { return (items, gaps) };
    let is_dynamic =
        |name: &str| !SUPPLIED.contains_key(name) && profiles.keys().any(|key| key.name == name);
    for (key, profile) in profiles {
        let subject = format!("the class `{}`", key.name);
        let info = profile.details.as_ref().and_then(|it| it.segments.get("CDTINFO"));
        let why = match info {
            _ if SUPPLIED.contains_key(&key.name) => "RACF supplies a class of this name",
            None => "its profile has no CDTINFO, so the class doesn't exist",
            Some(info) => {
                let mut reader = Reader { info, gaps: &mut gaps, subject: &subject };
                items.push(reader.declaration(database, &key.name, profile, is_dynamic));
                continue;
            }
        };
        gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, Some(profile.origin)));
    }
    (items, gaps)
}

/// Names of the profiles of a class, and of the members that may be in it: those of all dynamic
/// classes, since which of them is its grouping class may have changed.
fn names<'d>(database: &'d Database, class: &str) -> impl Iterator<Item = &'d str> {
    let of = |class: &str| database.classes.get(class).into_iter().flatten();
    let dynamic = of("CDT").flat_map(move |(key, _)| of(&key.name));
    let members = dynamic.flat_map(|(_, profile)| {
        let details = profile.details.as_ref();
        details.into_iter().flat_map(|it| it.members.keys().map(String::as_str))
    });
    of(class).map(|(key, _)| key.name.as_str()).chain(members)
}

/// Reads a CDTINFO segment.
struct Reader<'r> {
    info: &'r Segment,
    gaps: &'r mut Vec<Gap>,
    subject: &'r str,
}

impl Reader<'_> {
    fn declaration(
        &mut self,
        database: &Database,
        name: &str,
        profile: &Profile,
        is_dynamic: impl Fn(&str) -> bool,
    ) -> Item {
        let mut properties = Vec::new();
        properties.push(self.length(database, name));
        properties.extend(self.default_uacc());
        properties.extend(self.number("DEFAULTRC", "default-return-code"));
        properties.extend(self.number("POSIT", "posit"));
        properties.extend(self.word("RACLIST", "raclist"));
        properties.extend(self.word("GENERIC", "generic"));
        properties.extend(self.word("OPERATIONS", "operations"));
        properties.extend(self.mixed_case());
        properties.extend(self.key_qualifiers(database, name));
        properties.extend(self.word("MACPROCESSING", "mac-processing"));
        properties.extend(self.word("SECLABELSREQUIRED", "label-required"));
        self.unsaid();
        properties.extend(self.pair("MEMBER", "member-class", &is_dynamic));
        properties.extend(self.pair("GROUP", "grouping-class", &is_dynamic));
        let name = make::name(name, profile.origin);
        make::item(ItemKind::Class(Declaration { name, properties }), profile.origin)
    }

    /// Fields about names that may be defined, and about storage.
    fn unsaid(&mut self) {
        let fields = [
            ("FIRST", ""),
            ("OTHER", ""),
            ("PROFILESALLOWED", "YES"),
            ("GENLIST", "DISALLOWED"),
            ("SIGNAL", "NO"),
        ];
        // What an unload states though it holds anyway isn't lost.
        let differs = |(field, usual): &(&str, &str)| {
            self.field(field).is_some_and(|(value, _)| value != *usual)
        };
        let said: Vec<&str> = fields.into_iter().filter(differs).map(|(field, _)| field).collect();
        let span = said.first().and_then(|it| self.field(it)).map(|(_, span)| span);
        if span.is_some() {
            let subject = format!("{} of {}", said.join(", "), self.subject);
            let why = "a policy cannot represent it";
            self.gaps.push(Gap::new(GapKind::Unsaid, subject, why, span));
        }
    }

    fn field(&self, field: &str) -> Option<(&str, Span)> {
        let fact = self.info.fields.get(field)?;
        Some((fact.value.as_str(), place(fact.origin)))
    }

    fn number(&self, field: &str, key: &str) -> Option<Property> {
        let (value, span) = self.field(field)?;
        Some(make::number_property(key, value.trim().parse().ok()?, span))
    }

    fn word(&self, field: &str, key: &str) -> Option<Property> {
        let (value, span) = self.field(field)?;
        Some(make::word_property(key, &value.to_ascii_lowercase(), span))
    }

    /// The longest name of a profile: that for ENTITYX counts, where there is one, and what is
    /// defined already stays.
    fn length(&self, database: &Database, class: &str) -> Property {
        let said = |field| self.field(field).and_then(|(it, _)| it.trim().parse::<u64>().ok());
        let said = said("MAXLENGTH").max(said("MAXLENX")).unwrap_or(PRESUMED_LENGTH);
        let longest = names(database, class).map(|it| it.chars().count() as u64).max();
        let span = self.field("MAXLENGTH").map_or(Span::NOWHERE, |(_, span)| span);
        make::number_property("max-length", said.max(longest.unwrap_or(0)).clamp(1, LONGEST), span)
    }

    /// Leading qualifiers that can't be generic; names that are defined already stay.
    fn key_qualifiers(&self, database: &Database, class: &str) -> Option<Property> {
        let (value, span) = self.field("KEYQUALIFIERS")?;
        let said: usize = value.trim().parse().ok()?;
        let plain =
            |name: &str| name.split('.').take_while(|it| !it.contains(['*', '%', '&'])).count();
        let generic = names(database, class).filter(|it| it.contains(['*', '%', '&']));
        let fewest = generic.map(plain).fold(said, usize::min);
        Some(make::number_property("key-qualifiers", fewest as u64, span))
    }

    /// `ACEE` uses the UACC of the user who defines a profile; every profile states its own anyway.
    fn default_uacc(&self) -> Option<Property> {
        let (value, _) = self.field("DEFAULTUACC")?;
        if value.eq_ignore_ascii_case("ACEE") {
            None
        } else {
            self.word("DEFAULTUACC", "default-uacc")
        }
    }

    fn mixed_case(&self) -> Option<Property> {
        let (value, span) = self.field("CASE")?;
        let keeps = value.eq_ignore_ascii_case("ASIS");
        Some(make::word_property("mixed-case", make::yes_or_no(keeps), span))
    }

    /// Only dynamic classes are paired with dynamic ones.
    fn pair(
        &mut self,
        field: &str,
        key: &str,
        is_dynamic: &impl Fn(&str) -> bool,
    ) -> Option<Property> {
        let (other, span) = self.field(field)?;
        if is_dynamic(other) {
            return Some(make::name_property(key, other, span));
        }
        let why = format!("it can't be paired with `{other}`, which is not a dynamic class");
        self.gaps.push(Gap::new(GapKind::WithoutEffect, self.subject, why, Some(span)));
        None
    }
}
