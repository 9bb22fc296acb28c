//! A bundle that opens is the policy that it shows: bundles are changed row by row, their digests are
//! made good again, and whatever still opens decides as its listing says.

use std::cell::Cell;
use std::num::NonZero;

use saffron_bundle::layout::{class_flag, meta_flag};
use saffron_bundle::listing::{self, ListingRow, RowKind};
use saffron_bundle::{Bundle, SectionKind, reseal};
use saffron_runtime::{Day, Engine, Question, Request, Requester};
use saffron_tests::pipeline::compile_text;
use saffron_tests::run::setting;
use saffron_vocabulary::racf::{Switch, Switches};
use saffron_vocabulary::specificity::{self, Naming, Ties, canonical};

/// Many names that share qualifiers, in three classes, with all kinds of generic characters.
const POLICY: &str = r#"
options { enhanced-generic-naming on  generic [DATASET, FACILITY, TERMINAL] }
group G1 { }
group G2 { }
user U1 { default-group G1 }
user U2 { default-group G2  attributes [restricted] }
user U3 { default-group G1 }
profile DATASET "G1.**" { uacc none  permit U1: read }
profile DATASET "G1.**.LOG" { uacc read }
profile DATASET "G1.A*.LOG" { uacc none  permit U3: update }
profile DATASET "G1.A%.*" { uacc none  permit U2: alter }
profile DATASET "G1.A.*" { uacc none }
profile DATASET "G1.A.B" { uacc none  permit G1: update }
profile DATASET "G1.A.C" volumes ["V1", "V2"] { uacc none  permit U1: alter }
profile DATASET "G1.A.C" volumes ["V3"] { uacc read }
profile DATASET "G2.LONGQUAL.**" { uacc none  permit G2: control }
profile DATASET "G2.LONGQUAL.X" { uacc none  permit U2: read }
profile FACILITY "APP.**" { uacc none  permit U1: read }
profile FACILITY "APP.ADMINISTRATION" { uacc none  permit U3: read }
profile FACILITY "APP.ADMINISTRATION.*" { uacc read }
profile FACILITY "APP.%.X" { uacc update }
profile FACILITY "**" { uacc none }
profile FACILITY "APP.A1*.X" { uacc none }
profile FACILITY "APP.B1*.X" { uacc read }
profile FACILITY "APP.B1%.X" { uacc update }
profile FACILITY "APP.C1*.X" { uacc none }
profile FACILITY "APP.D1*.X" { uacc read }
profile FACILITY "APP.E1*.X" { uacc none }
profile FACILITY "APP.F*.X" { uacc read }
profile FACILITY "APP.FG*.X" { uacc none }
profile FACILITY "APP.H1*.X" { uacc none }
profile TERMINAL "T*" { uacc read }
profile TERMINAL "T1" { uacc none  permit U2: read }
global DATASET { "G1.PUBLIC.**": read  "G1.PUBLIC.A": none  "G2.*": read }
"#;

/// Sections whose rows refer to others.
const SECTIONS: [SectionKind; 15] = [
    SectionKind::Classes,
    SectionKind::ClassTable,
    SectionKind::Authorities,
    SectionKind::AuthTable,
    SectionKind::Users,
    SectionKind::Groups,
    SectionKind::Profiles,
    SectionKind::DiscreteTable,
    SectionKind::Nodes,
    SectionKind::EdgeTable,
    SectionKind::Patterns,
    SectionKind::Entries,
    SectionKind::Globals,
    SectionKind::Volumes,
    SectionKind::GenericIndex,
];

/// Where the rows of a section are.
#[derive(Clone, Copy)]
struct Rows {
    start: usize,
    count: usize,
    size: usize,
}

/// A small generator: the same changes on every machine.
struct Dice(Cell<u64>);

impl Dice {
    fn roll(&self, limit: usize) -> usize {
        let next = self.0.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.0.set(next);
        usize::try_from(next >> 33).unwrap() % limit.max(1)
    }
}

/// Changes one row: swaps two rows, or copies a field or a whole row of another one, or moves a
/// number by one.
fn change(bytes: &mut [u8], sections: &[Rows], dice: &Dice) {
    let Rows { start, count, size } = sections[dice.roll(sections.len())];
    let (one, other) = (start + dice.roll(count) * size, start + dice.roll(count) * size);
    let field = dice.roll(size / 2) * 2;
    let width = [2, 4, 8][dice.roll(3)].min(size - field);
    match dice.roll(4) {
        0 => (0..size).for_each(|at| bytes.swap(one + at, other + at)),
        1 => bytes.copy_within(other..other + size, one),
        2 => bytes.copy_within(other + field..other + field + width, one + field),
        _ => bytes[one + field] = bytes[one + field].wrapping_add([1, 0xFF, 2, 4][dice.roll(4)]),
    }
}

/// The profile that protects a resource, by the listing alone: the discrete one of that name, else
/// the most specific of the generic ones that match it.
fn protecting<'r, 'b>(
    bundle: &Bundle<'b>,
    rows: &'r [ListingRow<'b>],
    class: &str,
    name: &str,
) -> Option<&'r ListingRow<'b>> {
    let own = bundle.classes().iter().find(|row| row.name() == class)?;
    let enhanced = bundle.meta().flags() & meta_flag::ENHANCED_GENERIC_NAMING != 0;
    let is_dataset = own.flags() & class_flag::DATASET != 0;
    let naming = if is_dataset && enhanced { Naming::Enhanced } else { Naming::Plain };
    let of_class = || rows.iter().filter(|row| row.class == class && row.grant.is_none());
    let discrete = of_class().find(|row| row.kind == RowKind::Discrete && row.profile == name);
    if discrete.is_some() || own.flags() & class_flag::GENERIC == 0 {
        return discrete;
    }
    let ties = Ties::of(Switches(bundle.meta().switches()));
    let generic = of_class().filter(|row| row.kind == RowKind::Generic);
    let fitting = generic.filter(|row| fits(&canonical(row.profile, naming), name));
    fitting.min_by(|one, other| {
        let (one, other) = (canonical(one.profile, naming), canonical(other.profile, naming));
        specificity::compare(&one, &other, ties)
    })
}

/// Whether a canonical name without variables matches.
fn fits(pattern: &str, name: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('.').collect();
    let name: Vec<&str> = name.split('.').collect();
    qualifiers_fit(&pattern, &name)
}

fn qualifiers_fit(pattern: &[&str], name: &[&str]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => (0..=name.len()).any(|at| qualifiers_fit(rest, &name[at..])),
        (Some((first, rest)), Some((qualifier, after))) => {
            qualifier_fits(first, qualifier) && qualifiers_fit(rest, after)
        }
        _ => false,
    }
}

fn qualifier_fits(pattern: &str, qualifier: &str) -> bool {
    let (fixed, open) = pattern.strip_suffix('*').map_or((pattern, false), |fixed| (fixed, true));
    let long_enough =
        if open { qualifier.len() >= fixed.len() } else { qualifier.len() == fixed.len() };
    long_enough && fixed.chars().zip(qualifier.chars()).all(|(a, b)| a == '%' || a == b)
}

const ASKED: [(&str, &str); 26] = [
    ("FACILITY", "APP.B1Q.X"),
    ("FACILITY", "APP.FGH.X"),
    ("FACILITY", "APP.FH.X"),
    ("FACILITY", "APP.Q.X"),
    ("DATASET", "G1.A.B"),
    ("DATASET", "G1.A.C"),
    ("DATASET", "G1.A.D"),
    ("DATASET", "G1.AX.D"),
    ("DATASET", "G1.AX.LOG"),
    ("DATASET", "G1.ABC.LOG"),
    ("DATASET", "G1.B.LOG"),
    ("DATASET", "G1.B.C.D"),
    ("DATASET", "G2.LONGQUAL.X"),
    ("DATASET", "G2.LONGQUAL.Y.Z"),
    ("DATASET", "G2.LONGQUAX.X"),
    ("DATASET", "G3.X"),
    ("FACILITY", "APP.ADMINISTRATION"),
    ("FACILITY", "APP.ADMINISTRATION.A"),
    ("FACILITY", "APP.A.X"),
    ("FACILITY", "APP.AB.X"),
    ("FACILITY", "APP"),
    ("FACILITY", "B"),
    ("TERMINAL", "T1"),
    ("TERMINAL", "T2"),
    ("TERMINAL", "X"),
    ("APPL", "X"),
];

/// Every decision rests on the profile that the listing has for it, and on an entry of its list.
fn decides_as_listed(bytes: &[u8]) {
    let engine = Engine::open(bytes.to_vec()).unwrap();
    let bundle = engine.bundle_sections();
    let rows = listing::rows(bundle);
    for (class, name) in ASKED {
        for user in ["U1", "U2", "U3"] {
            let request =
                Request::new(Requester::User(user), Question::new(class, name), Day(20_000));
            let decision = engine.decide(&request);
            assert_eq!(decision, engine.explain(&request).decision);
            let Some(profile) = decision.profile() else { continue };
            let expected = protecting(bundle, &rows, class, name);
            let expected = expected.map(|row| (row.profile, row.kind == RowKind::Generic));
            assert_eq!(
                expected,
                Some((profile.name, profile.generic)),
                "{class} {name} for {user}"
            );
            let Some(entry) = decision.entry() else { continue };
            let listed = rows.iter().any(|row| {
                let of_profile = row.class == class && row.profile == profile.name;
                let granted = row.grant.is_some_and(|grant| {
                    grant.id == entry.id && grant.kind == entry.kind && grant.access == entry.access
                });
                of_profile && granted
            });
            assert!(listed, "{class} {name} for {user}: {entry:?} is not listed");
        }
    }
    assert!(!Switches(bundle.meta().switches()).is_on(Switch::PercentMatchesPeriod));
}

/// Whether a changed bundle opens; if so, it decides as it is listed.
fn is_accepted(good: &[u8], sections: &[Rows], dice: &Dice) -> bool {
    let mut bytes = good.to_vec();
    for _ in 0..=dice.roll(3) {
        change(&mut bytes, sections, dice);
    }
    reseal(&mut bytes);
    let accepted = bytes != good && Bundle::open(&bytes).is_ok();
    if accepted {
        decides_as_listed(&bytes);
    }
    accepted
}

#[test]
fn what_opens_decides_as_it_is_listed() {
    let good = compile_text(POLICY).expect("the policy compiles").bundle;
    decides_as_listed(&good);
    let opened = Bundle::open(&good).unwrap();
    let number = |number: u64| usize::try_from(number).unwrap();
    let sections = SECTIONS.map(|section| {
        let (_, entry) = opened.directory().find(|(kind, _)| *kind == section).unwrap();
        let count = opened.rows(section).filter(|count| *count > 0);
        let count = count.unwrap_or_else(|| panic!("the policy has no {section}"));
        Rows { start: number(entry.offset()), count, size: number(entry.len()) / count }
    });
    let wanted: usize = setting("SAFFRON_MUTANTS", 4_000);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = &|seed: usize| {
        let dice = Dice(Cell::new(0x5AFF + seed as u64));
        (0..wanted / threads).filter(|_| is_accepted(&good, &sections, &dice)).count()
    };
    let accepted: usize = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|seed| scope.spawn(move || share(seed))).collect();
        running.into_iter().map(|share| share.join().unwrap()).sum()
    });
    assert!(accepted > wanted / 1000, "{accepted} of {wanted} changed bundles opened");
}
