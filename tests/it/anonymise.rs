//! A system under pseudonyms decides as before, and shows nothing of what its names were.

use std::collections::BTreeSet;

use saffron_diagnostics::SourceMap;
use saffron_racf::disclosure::Disclosure;
use saffron_racf_convert::import::{Imported, package};
use saffron_runtime::{AccessLevel, Day, Engine, Question, Request, Requester};
use saffron_tests::unload::unload;
use saffron_unload::anonymise::{Key, Pseudonyms};
use saffron_unload::{System, options};

use crate::drift::{between, model, small};
use crate::unload::{read, sample};
use crate::unload_laws::{database, engine};

fn key() -> Key {
    Key::of(b"the secret of these tests").unwrap()
}

fn system(records: &str) -> System {
    let mut system = read(&[records]);
    let stated = options::assumed(&system.database);
    system.set_options(stated);
    system
}

fn anonymous(records: &str) -> System {
    system(records).anonymous(key())
}

fn text(system: &System) -> String {
    let imported = Imported::of_system("site", system.database.clone());
    let made = package(&imported, &SourceMap::default(), &Disclosure::default());
    let files = made.files.iter().map(|(path, text)| format!("{path}\n{text}"));
    files.collect::<String>() + &made.report.text()
}

fn words(text: &str) -> BTreeSet<String> {
    let of_names = |it: char| !(it.is_ascii_alphanumeric() || "#@$".contains(it));
    text.split(of_names).map(str::to_ascii_uppercase).collect()
}

/// Words of a site: what the records have and neither the language nor RACF has.
fn of_the_site(records: &str) -> BTreeSet<String> {
    let supplied = saffron_vocabulary::class::supplied().iter().map(|it| it.name.clone());
    let known: BTreeSet<String> = supplied
        .chain(["DATASET", "IBMUSER", "SYS1", "OMVS", "SECLEVEL"].map(str::to_owned))
        .chain(words("control update special operations auditor program terminal console execute"))
        .chain(words("failures success created system join connect create none alter read group"))
        .chain(words(
            "data name user other class profile global owner allowed required category default",
        ))
        .chain(words("disallowed normal reverse equal sysid jesinput servauth appcport criteria raclnde racuid racgpid"))
        .collect();
    let names = records.lines().flat_map(|line| words(line.get(5..).unwrap()));
    names
        .filter(|it| it.len() > 3 && !known.contains(it))
        .filter(|it| it.parse::<u32>().is_err())
        .collect()
}

/// What somebody wrote: programmer names, installation data, home directories.
const TEXTS: &str = "ADA MILLER|PAYROLL DEPARTMENT|/u/ada";

#[test]
fn no_name_of_the_site_is_left() {
    let mut all = vec![small("base.irrdbu00"), sample("zowe-site.irrdbu00")];
    all.extend((0..20).map(|seed| unload(&database(seed))));
    for records in all {
        let shown = text(&anonymous(&records));
        let left: Vec<String> =
            of_the_site(&records).into_iter().filter(|it| words(&shown).contains(it)).collect();
        assert_eq!(left, Vec::<String>::new(), "{shown}");
    }
}

#[test]
fn no_text_is_left() {
    let [name, data, home] = TEXTS.split('|').collect::<Vec<_>>().try_into().unwrap();
    let records = [
        format!("0100 SYS1{:48}{data}", ""),
        format!("0200 ADA{:66}{name:<20} SYS1{:25}{data}", "", ""),
        format!("0270 ADA      0000001001 {home}"),
    ];
    let records = records.join("\n");
    let plain = text(&system(&records));
    for text in TEXTS.split('|') {
        assert!(plain.contains(text), "{text}: {plain}");
    }
    let shown = text(&anonymous(&records));
    assert!(!TEXTS.split('|').any(|it| shown.contains(it)), "{shown}");
}

fn decide(engine: &Engine, user: &str, class: &str, name: &str) -> [bool; 3] {
    let day = Day::parse("2026-11-28").unwrap();
    [AccessLevel::Read, AccessLevel::Update, AccessLevel::Alter].map(|access| {
        let question = Question::new(class, name).access(access);
        let request = Request::new(Requester::User(user), question, day);
        engine.decide(&request).is_grant()
    })
}

#[test]
fn decisions_are_those_of_the_system() {
    for records in [small("base.irrdbu00"), sample("zowe-site.irrdbu00")] {
        let (before, after) = (system(&records), anonymous(&records));
        let (one, other) = (engine(&before.database), engine(&after.database));
        let pseudonyms = Pseudonyms::new(key());
        let mut granted = 0;
        for (class, profiles) in &before.database.classes {
            let names =
                profiles.keys().map(|it| it.name.replace("**", "X.Y").replace(['*', '%'], "Z"));
            for name in names.collect::<BTreeSet<_>>() {
                for user in before.database.users.keys() {
                    let expected = decide(&one, user, class, &name);
                    granted += expected.iter().filter(|it| **it).count();
                    let is_own = before.database.defined_class(class).is_some_and(|it| it.dynamic);
                    let class_then = if is_own { pseudonyms.name(class) } else { class.clone() };
                    let (user, hidden) = (pseudonyms.name(user), pseudonyms.name(&name));
                    let found = decide(&other, &user, &class_then, &hidden);
                    assert_eq!(found, expected, "{user} {class} {name}");
                }
            }
        }
        assert!(granted > 50, "{granted}");
    }
}

/// Equal secrets make equal pseudonyms, so that two days can be compared.
#[test]
fn what_drifts_under_pseudonyms_is_what_drifted() {
    let [base, candidate] = ["base.irrdbu00", "candidate.irrdbu00"].map(small);
    let [old, new] = [&base, &candidate].map(|it| model(&anonymous(it).database));
    let plain = [&base, &candidate].map(|it| model(&system(it).database));
    assert_eq!(between(&old, &new).len(), between(&plain[0], &plain[1]).len());
}
