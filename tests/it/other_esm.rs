//! Policies as commands for ACF2 and Top Secret: what an administrator reads, and that the commands
//! decide as the report claims.
//!
//! Small models of both read the commands with a reader of their own and decide. For every user, level
//! and name of a policy, `equivalent` must mean that the model and RACF's engine agree. The models hold
//! what the documentation of both products states, as far as it is sure; nobody ran a command here.

mod acf2;
mod claims;
mod reader;
mod system;
mod tss;

use std::fs;
use std::path::{Path, PathBuf};

use saffron_compiler::manifest::{EsmSections, EsmValue, parse_manifest};
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::{FileId, SourceMap};
use saffron_esm::{Emission, Esm, ListEntry, Verdict, What, compare, emit, read};
use saffron_lang::parse;
use saffron_tests::pipeline::Compiled;
use saffron_tests::run::say;
use saffron_vocabulary::racf::AccessLevel;

use acf2::Acf2;
use claims::Question;
use system::{Expected, System};
use tss::{Site, Tss};

/// A package at a site, with what its manifest states for other security managers.
fn package(folder: &Path, site: Option<&str>) -> (Compiled, EsmSections) {
    let text = fs::read_to_string(folder.join("saffron.toml")).unwrap();
    let mut sources = SourceMap::default();
    let (manifest, found) = parse_manifest(FileId(0), &text);
    assert_eq!(found, []);
    let manifest = manifest.unwrap();
    sources.add("saffron.toml", text);
    let settings = Settings::of(&manifest, site).unwrap();
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let mut trees = Vec::new();
    for path in files.iter().filter(|it| it.extension().is_some_and(|it| it == "saf")) {
        let text = fs::read_to_string(path).unwrap();
        let file = sources.add(path.file_name().unwrap().to_str().unwrap(), text.as_str());
        trees.push(SourceTree::from(parse(file, &text)));
    }
    let compilation = compile(&sources, &trees, &settings);
    let errors: Vec<_> = compilation.diagnostics.iter().filter(|it| it.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let compiled =
        Compiled { model: compilation.model, bundle: compilation.bundle.unwrap(), sources };
    (compiled, manifest.esm)
}

fn zowe(site: Option<&str>) -> (Compiled, EsmSections) {
    package(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/zowe"), site)
}

/// The same at a site where the class APPL is awake under ACF2, so that its rules decide.
fn awake(site: Option<&str>) -> (Compiled, EsmSections) {
    let (compiled, mut sections) = zowe(site);
    for section in sections.get_mut("acf2").unwrap().values_mut() {
        let origin = section.origin;
        let value = EsmValue { texts: vec!["APPL".to_owned()], origin };
        section.values.insert("awake-classes".to_owned(), value);
    }
    (compiled, sections)
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/esm")
}

fn snapshot(stage: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{stage}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The rows of a report, one a line.
fn rows(emission: &Emission) -> String {
    let rows = emission.report.rows.iter().map(|row| {
        let why = row.reason.as_deref().or(row.condition.as_deref()).unwrap_or_default();
        format!("{:<15} {}\n{}", row.verdict.as_str(), row.fact, indented(why))
    });
    rows.collect()
}

fn indented(why: &str) -> String {
    let parts = why.split("; ").filter(|it| !it.is_empty());
    parts.fold(String::new(), |all, part| all + "                  " + part + "\n")
}

/// Makes a system, new or with the records that these commands make.
type MakeSystem = Box<dyn Fn(&[String], bool) -> Box<dyn System>>;

/// What the tests know of the sites of `policies/zowe`.
fn zowe_system(esm: Esm, site: Option<&str>) -> MakeSystem {
    let renamed = site == Some("renamed");
    match esm {
        Esm::Acf2 => {
            let roles = if renamed { ["MFUSERS", "MFADMINS"] } else { ["IZUUSER", "IZUADMIN"] };
            let mapped: &[(&str, &str)] = if renamed { &[] } else { &[("CSFSERV", "CSF")] };
            let system = Acf2::new(&roles, mapped, &["APPL"]);
            Box::new(move |all, stale| {
                Box::new(if stale { system.stale(all) } else { system.clone() })
            })
        }
        Esm::Tss => {
            let site = if renamed {
                Site {
                    departments: ["MFDEPT", "SYSDEPT"],
                    profiles: &["MFUSERS", "MFADMINS"],
                    owned: &[("IBMFAC", "BPX."), ("IBMFAC", "IRR.")],
                    exact: &["IBMFAC", "APPL", "CSFSERV", "ZOWE"],
                    facility: Some(("ZOWEFAC", &["ZOWESRV"], &["P390001", "IZUADM1"])),
                }
            } else {
                Site {
                    departments: ["ZWEDEPT", "SECDEPT"],
                    profiles: &["IZUUSER", "IZUADMIN"],
                    facility: Some(("ZOWE", &["ZWESVUSR"], &["TSOUSER1", "IZUADM1"])),
                    ..Site::default()
                }
            };
            let system = Tss::new(&site);
            Box::new(move |all, stale| {
                Box::new(if stale { system.stale(all) } else { system.clone() })
            })
        }
    }
}

const SITES: [Option<&str>; 2] = [None, Some("renamed")];

/// Levels that a security manager doesn't tell apart, on a condition that the report states.
fn by_condition(esm: Esm) -> impl Fn(&Question) -> bool {
    move |question: &Question| match esm {
        Esm::Acf2 => question.class == "DATASET" && question.level == AccessLevel::Control,
        Esm::Tss => question.class == "APPL" && question.level > AccessLevel::Read,
    }
}

/// Zowe at one site, for one security manager, with APPL awake.
struct Zowe {
    esm: Esm,
    site: Option<&'static str>,
    emission: Emission,
    statements: Vec<String>,
    questions: Vec<Question>,
    expected: Expected,
    system: MakeSystem,
}

impl Zowe {
    fn each(check: impl Fn(&Self)) {
        for esm in [Esm::Acf2, Esm::Tss] {
            for site in SITES {
                let (compiled, sections) = awake(site);
                let emission = emit(&compiled.model, esm, &sections, site).unwrap();
                check(&Self {
                    esm,
                    site,
                    statements: reader::statements(&emission.build),
                    emission,
                    questions: claims::questions(&compiled),
                    expected: claims::expected(&compiled.model),
                    system: zowe_system(esm, site),
                });
            }
        }
    }

    /// Every wrong claim and every missing record, on a new system and on one where all is there already.
    fn faults(&self, statements: &[String]) -> Vec<String> {
        let mut faults = Vec::new();
        for stale in [false, true] {
            let mut system = (self.system)(&self.statements, stale);
            system.run(statements);
            let harmless = |it: &&String| {
                let again = ["INSERT", "RECKEY", "CREATE"].iter().any(|verb| it.contains(verb));
                (stale && again) || it.contains("REVOKE")
            };
            faults.extend(system.failed().iter().filter(|it| !harmless(it)).cloned());
            faults.extend(system.complaints(&self.expected));
            let (report, questions) = (&self.emission.report, &self.questions);
            let exempt = by_condition(self.esm);
            faults.extend(claims::false_claims(report, questions, system.as_ref(), &exempt));
        }
        faults
    }
}

#[test]
fn zowe_is_emitted_as_reviewed() {
    for esm in [Esm::Acf2, Esm::Tss] {
        for site in SITES {
            let (compiled, sections) = zowe(site);
            let emission = emit(&compiled.model, esm, &sections, site).unwrap();
            let name = format!("zowe-{}-{}", site.unwrap_or("default"), esm.as_str());
            snapshot("esm-emit", &name, &emission.build);
            snapshot("esm-undo", &name, &emission.undo);
            snapshot("esm-report", &name, &rows(&emission));
        }
    }
}

/// With APPL awake, every claim of the report about Zowe holds in the models.
#[test]
fn the_report_on_zowe_is_true() {
    Zowe::each(|zowe| {
        let (esm, site) = (zowe.esm, zowe.site);
        let found = zowe.faults(&zowe.statements);
        assert!(found.is_empty(), "{esm:?} {site:?} {found:#?}\n{}", zowe.emission.build);
        say(&format!("{esm:?} {site:?}: {} questions", zowe.questions.len()));
    });
}

/// Each command is needed, and so is each of its operands.
#[test]
fn each_removed_or_damaged_command_is_noticed() {
    Zowe::each(|zowe| {
        let (esm, site) = (zowe.esm, zowe.site);
        let mutants = reader::mutants(&zowe.statements);
        let unnoticed: Vec<&String> = mutants
            .iter()
            .filter(|(_, changed)| zowe.faults(changed).is_empty())
            .map(|(name, _)| name)
            .collect();
        say(&format!(
            "{esm:?} {site:?}: {} commands, {} mutants",
            zowe.statements.len(),
            mutants.len()
        ));
        assert!(unnoticed.is_empty(), "{esm:?} {site:?} {unnoticed:#?}");
    });
}

/// The undo leaves a system with the records and decisions that it had before.
#[test]
fn the_undo_takes_everything_back() {
    Zowe::each(|zowe| {
        let (esm, site) = (zowe.esm, zowe.site);
        let undo = reader::statements(&zowe.emission.undo);
        let run = |undo: &[String]| {
            let mut system = (zowe.system)(&zowe.statements, false);
            let before = system.records();
            system.run(&zowe.statements);
            let built = system.failed().len();
            system.run(undo);
            (system.records() == before, system.failed()[built..].to_vec())
        };
        assert_eq!(run(&undo), (true, vec![]), "{esm:?} {site:?}\n{}", zowe.emission.undo);
        for at in 0..undo.len() {
            let mut shorter = undo.clone();
            let without = shorter.remove(at);
            let noticed = run(&shorter) != (true, vec![]);
            let is_needed = !is_repeated(&without, &undo);
            assert!(noticed || !is_needed, "{esm:?} {site:?}: the undo works without {without}");
        }
    });
}

/// What another command of the undo does as well: to delete an ACID or a role takes its members and fields
/// away, and the same mode may be set twice.
fn is_repeated(statement: &str, all: &[String]) -> bool {
    let twice = all.iter().filter(|it| *it == statement).count() > 1;
    let acid = statement.strip_prefix("TSS REMOVE(").or(statement.strip_prefix("TSS REVOKE("));
    let acid = acid.and_then(|rest| rest.split_once(')')).map(|(acid, _)| acid);
    let role = statement.strip_prefix("CHANGE ").and_then(|rest| rest.split_once(" INCLUDE("));
    let deleted = |command: String| all.contains(&command);
    twice
        || acid.is_some_and(|acid| deleted(format!("TSS DELETE({acid})")))
        || role.is_some_and(|(role, _)| deleted(format!("DELETE {role}")))
}

/// Small policies in which the three security managers differ on purpose.
#[test]
fn claims_about_differences_are_true() {
    insta::glob!("../fixtures/esm", "*.saf", |path| {
        let text = fs::read_to_string(path).unwrap();
        let compiled = saffron_tests::pipeline::compile_text(&text).unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let manifest = fs::read_to_string(fixtures().join("saffron.toml")).unwrap();
        let sections = parse_manifest(FileId(0), &manifest).0.unwrap().esm;
        for (esm, site) in [(Esm::Acf2, None), (Esm::Acf2, Some("uid")), (Esm::Tss, None)] {
            let emission = emit(&compiled.model, esm, &sections, site).unwrap();
            let name = format!("{stem}-{}{}", esm.as_str(), site.map_or("", |_| "-uid"));
            snapshot("esm-emit", &name, &format!("{}\n{}", emission.build, rows(&emission)));
            let statements = reader::statements(&emission.build);
            let questions = claims::questions(&compiled);
            let mut system: Box<dyn System> = match esm {
                Esm::Acf2 => Box::new(Acf2::new(&["OUTSIDE"], &[], &[])),
                Esm::Tss => Box::new(Tss::new(&Site {
                    departments: ["USERS", "OWNERS"],
                    profiles: &["OUTSIDE"],
                    ..Site::default()
                })),
            };
            system.run(&statements);
            let failed: Vec<&String> =
                system.failed().iter().filter(|it| !it.contains("REVOKE")).collect();
            assert!(failed.is_empty(), "{stem} {failed:#?}\n{}", emission.build);
            let exempt = by_condition(esm);
            let report = &emission.report;
            let wrong = claims::false_claims(report, &questions, system.as_ref(), &exempt);
            assert!(wrong.is_empty(), "{stem} {wrong:#?}\n{}\n{}", emission.build, rows(&emission));
        }
    });
}

#[test]
fn nothing_missing_becomes_an_empty_operand() {
    let (compiled, _) = zowe(None);
    let missing = emit(&compiled.model, Esm::Tss, &EsmSections::new(), None).unwrap_err();
    let messages: Vec<&str> = missing.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages.len(), 3, "{messages:#?}");
    assert!(messages[2].contains("`profile.ZWEADMIN`"), "{messages:#?}");
    assert!(missing.iter().all(|it| it.code == saffron_esm::codes::MISSING_SITE_VALUE));
}

/// Every emission with the sections of its site.
fn emissions() -> Vec<(String, Esm, Option<&'static str>, Emission, EsmSections)> {
    let mut found = Vec::new();
    for esm in [Esm::Acf2, Esm::Tss] {
        for site in SITES {
            let (compiled, sections) = zowe(site);
            let emission = emit(&compiled.model, esm, &sections, site).unwrap();
            found.push((format!("zowe {site:?} {esm:?}"), esm, site, emission, sections));
        }
        let manifest = fs::read_to_string(fixtures().join("saffron.toml")).unwrap();
        let sections = parse_manifest(FileId(0), &manifest).0.unwrap().esm;
        for stem in ["lists", "names"] {
            let text = fs::read_to_string(fixtures().join(stem).with_extension("saf")).unwrap();
            let compiled = saffron_tests::pipeline::compile_text(&text).unwrap();
            let emission = emit(&compiled.model, esm, &sections, None).unwrap();
            found.push((format!("{stem} {esm:?}"), esm, None, emission, sections.clone()));
        }
    }
    found
}

/// Every command that is emitted is read back, and the undo takes every permit back.
#[test]
fn emitted_commands_are_read_back() {
    for (name, esm, site, emission, sections) in emissions() {
        let built = read(esm, &emission.build, &sections, site);
        assert_eq!((built.unread, built.others), (vec![], vec![]), "{name}");
        assert_eq!(built.commands, reader::statements(&emission.build).len(), "{name}");
        let both = emission.build.clone() + &emission.undo;
        let undone = read(esm, &both, &sections, site);
        assert_eq!((undone.unread, undone.others), (vec![], vec![]), "{name}");
        let left: Vec<_> =
            undone.stated.iter().filter(|(fact, _)| fact.what == What::Permit).collect();
        assert!(left.is_empty(), "{name}: {left:#?}");
    }
}

/// The statements of ACF2 that are about access lists, which not all rules are: those of the type TGR say
/// who is in a group of UNIX; all of Top Secret.
fn of_lists(statements: &[String]) -> impl Iterator<Item = &String> {
    let mut is_list = true;
    statements.iter().filter(move |it| {
        if it.starts_with("SET ") {
            is_list = it.starts_with("SET R") && !it.contains("(TGR)");
        }
        is_list && !it.contains("$ROLESET")
    })
}

/// Each permit of the file belongs to one entry of an access list, and each entry that is equivalent has
/// a permit.
#[test]
fn every_permit_belongs_to_an_entry() {
    for (name, _, _, emission, _) in emissions() {
        let is_permit = |it: &&String| it.starts_with("TSS PERMIT") || it.contains(" ADD(");
        let mut of_entries: Vec<&String> =
            emission.entries.values().flatten().filter(is_permit).collect();
        let statements = reader::statements(&emission.build);
        let mut emitted: Vec<&String> = of_lists(&statements).filter(is_permit).collect();
        of_entries.sort();
        emitted.sort();
        assert_eq!(of_entries, emitted, "{name}");
        for row in emission.report.rows.iter().filter(|row| row.fact.what == What::Permit) {
            let expressed = [Verdict::Equivalent, Verdict::EquivalentIf];
            let (Some(class), Some(profile)) = (&row.fact.class, &row.fact.profile) else {
                continue;
            };
            if !expressed.contains(&row.verdict) || row.fact.policy.as_deref() == Some("NONE") {
                continue;
            }
            let entry = ListEntry {
                class: class.clone(),
                profile: profile.clone(),
                generic: row.fact.generic,
                id: row.fact.id.clone().unwrap(),
            };
            assert!(emission.entries.contains_key(&entry), "{name}: {entry:?}");
        }
    }
}

/// A command without which the facts are the same: it brings others into force or prepares them, or it
/// is one of the two that state a record, by INSERT for a new one and by CHANGE for one that exists.
fn has_no_fact_of_its_own(mutant: &str, all: &[String]) -> bool {
    let original = mutant.rsplit('`').nth(1).unwrap_or_default();
    let is = |begin: &str| original.starts_with(begin);
    let key = original.split(' ').nth(1).unwrap_or_default();
    let other = |verb: &str| all.iter().any(|it| it.starts_with(&[verb, " ", key, " "].concat()));
    let is_second = (is("INSERT") && other("CHANGE")) || (is("CHANGE") && other("INSERT"));
    let repeated = is("SET") && all.iter().filter(|it| *it == original).count() > 1;
    let in_force = ["TSS REFRESH", "TSS REVOKE", "F ", "ACF", "END"].iter().any(|it| is(it));
    in_force || is_second || repeated || original.contains("$ROLESET")
}

/// A job that lacks a command, or has one operand wrong, is not what the policy states.
#[test]
fn each_removed_or_damaged_command_is_a_difference() {
    let mut mutants_seen = 0;
    for (name, esm, site, emission, sections) in emissions() {
        let policy = read(esm, &emission.build, &sections, site).stated;
        let statements = reader::statements(&emission.build);
        let mut unnoticed = Vec::new();
        for (mutant, changed) in reader::mutants(&statements) {
            if has_no_fact_of_its_own(&mutant, &statements) {
                continue;
            }
            mutants_seen += 1;
            let system = read(esm, &changed.join("\n"), &sections, site);
            let noticed = !system.unread.is_empty()
                || !system.others.is_empty()
                || !compare(&policy, &system.stated).is_empty();
            unnoticed.extend((!noticed).then_some(mutant));
        }
        assert!(unnoticed.is_empty(), "{name}: {unnoticed:#?}");
    }
    say(&format!("{mutants_seen} mutants"));
}

/// The codes of the crate, each by the example of its page.
#[test]
fn codes_are_triggered_by_their_fixtures() {
    for info in saffron_esm::codes::ALL {
        let code = info.code.0;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/codes").join(code);
        if let Ok(text) = fs::read_to_string(folder.join("commands.tss")) {
            let reading = read(Esm::Tss, &text, &EsmSections::new(), None);
            let found = match code {
                "SAF1404" => reading.unread.len(),
                _ => reading.others.len(),
            };
            assert_eq!(found, 1, "{code}");
            continue;
        }
        let (compiled, sections) = package(&folder, None);
        let manager = sections.keys().next().unwrap();
        let esm = if manager == "tss" { Esm::Tss } else { Esm::Acf2 };
        let found = emit(&compiled.model, esm, &sections, None).unwrap_err();
        let codes: Vec<&str> = found.iter().map(|it| it.code.0).collect();
        assert!(!codes.is_empty() && codes.iter().all(|it| *it == code), "{code}: {codes:?}");
    }
}

#[test]
fn a_wider_fact_is_a_row_that_names_it() {
    let (compiled, sections) = zowe(None);
    let emission = emit(&compiled.model, Esm::Tss, &sections, None).unwrap();
    let wider = emission.report.rows.iter().filter(|row| row.verdict == Verdict::Wider);
    assert!(wider.clone().any(|row| row.fact.profile.as_deref() == Some("BPX.DAEMON")));
    assert!(wider.clone().all(|row| row.reason.is_some() && row.source.is_some()));
}

/// The tables of the page are those of the crate: what a site states, what is open, names of classes.
#[cfg(unix)]
#[test]
fn tables_of_the_page_are_those_of_the_crate() {
    let page = Path::new("docs/other-security-managers.md");
    let document = fs::read_to_string(crate::book::root().join(page)).unwrap();
    let mut expected = document.clone();
    for (name, table) in [("keys", keys()), ("assumptions", assumptions()), ("classes", classes())]
    {
        let marker = format!("<!-- {name} -->");
        let (before, rest) = expected.split_once(&marker).unwrap();
        let (_, after) = rest.split_once("<!-- end -->").unwrap();
        expected = format!("{before}{marker}\n\n{table}\n<!-- end -->{after}");
    }
    crate::book::expect(page, &document, &expected);
}

#[cfg(unix)]
fn keys() -> String {
    let head = "| security manager | key | meaning |\n|---|---|---|\n".to_owned();
    saffron_esm::KEYS.iter().fold(head, |table, key| {
        table + &format!("| {} | `{}` | {} |\n", key.esm.product(), key.name, key.meaning)
    })
}

#[cfg(unix)]
fn assumptions() -> String {
    let head = "| security manager | `assume.` | answers, the default first | meaning | sure |\n|---|---|---|---|---|\n";
    saffron_esm::ASSUMPTIONS.iter().fold(head.to_owned(), |table, it| {
        let answers: Vec<String> = it.answers.iter().map(|it| format!("`{it}`")).collect();
        let (product, answers) = (it.esm.product(), answers.join(", "));
        table
            + &format!("| {product} | `{}` | {answers} | {} | {} |\n", it.name, it.meaning, it.sure)
    })
}

#[cfg(unix)]
fn classes() -> String {
    let sure = |sure| match sure {
        saffron_esm::Sure::High => "sure",
        saffron_esm::Sure::Medium => "one source",
        saffron_esm::Sure::Low => "not sure",
    };
    let named = |name: &str, how| match name {
        "" => "–".to_owned(),
        name => format!("{name} ({})", sure(how)),
    };
    let head = "| class | ACF2's type | Top Secret's class |\n|---|---|---|\n".to_owned();
    saffron_esm::CLASSES.iter().fold(head, |table, it| {
        let (acf2, tss) = (named(it.acf2, it.acf2_sure), named(it.tss, it.tss_sure));
        table + &format!("| {} | {acf2} | {tss} |\n", it.racf)
    })
}
