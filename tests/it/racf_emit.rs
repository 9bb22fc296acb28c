//! Policies as RACF commands: what an administrator reads, and that the commands result in the policy.

mod facts;
mod hostile;
mod terminal;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use insta::glob;
use saffron_compiler::manifest::{Manifest, parse_manifest};
use saffron_compiler::model::{Model, PrincipalKind};
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::{FileId, SourceMap};
use saffron_lang::parse;
use saffron_racf::database::listing::listing;
use saffron_racf_convert::build::build;
use saffron_racf_convert::emit::rebuild;
use saffron_runtime::Engine;
use saffron_tests::casebook;
use saffron_tests::generate;
use saffron_tests::pipeline::{Compiled, compile_text};
use saffron_tests::reference::Facts;
use saffron_tests::request::OwnedRequest;

use facts::{external, facts};
use terminal::{Terminal, imported};

/// Compares with `tests/snapshots/STAGE/FIXTURE.snap`.
fn snapshot(stage: &str, path: &Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{stage}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    let stem = path.file_stem().unwrap().to_str().unwrap();
    settings.bind(|| insta::assert_snapshot!(stem, text));
}

fn for_each_fixture(check: impl Fn(&Path)) {
    glob!("../fixtures/policies", "*.saf", |path| check(path));
    glob!("../fixtures/commands/emit", "*.saf", |path| check(path));
}

#[test]
fn commands_of_the_fixtures() {
    for_each_fixture(|path| shown(&read(path), path));
}

#[test]
fn each_snapshot_has_its_fixture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stems = |folder: &str| -> BTreeSet<String> {
        let files = fs::read_dir(root.join(folder)).unwrap().map(|it| it.unwrap().path());
        let files = files.filter(|it| it.is_file());
        files.map(|it| it.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let folders = ["fixtures/policies", "fixtures/commands/emit", "fixtures/commands/emit/limits"];
    let mut fixtures: BTreeSet<String> = folders.into_iter().flat_map(stems).collect();
    fixtures.extend(["zowe-prod", "zowe-renamed"].map(str::to_owned));
    for stage in ["racf-emit", "racf-undo"] {
        assert_eq!(stems(&format!("snapshots/{stage}")), fixtures, "{stage}");
    }
}

/// What can't be emitted is remarked on, and keeps nothing else from being emitted.
#[test]
fn limits() {
    glob!("../fixtures/commands/emit/limits", "*.saf", |path| {
        let compiled = read(path);
        shown(&compiled, path);
        let mut terminal = Terminal::on(&compiled.model);
        let failed = terminal.run(&rebuild(&compiled.model).build.text());
        assert!(failed.is_empty(), "{failed:#?}");
    });
}

fn read(path: &Path) -> Compiled {
    compile_text(&fs::read_to_string(path).unwrap()).unwrap()
}

fn shown(compiled: &Compiled, path: &Path) {
    let emission = rebuild(&compiled.model);
    let remarks: String =
        emission.remarks.iter().fold(String::new(), |all, it| all + "* " + it + "\n");
    let commands = format!("{}\n=== remarks ===\n{remarks}", emission.build.text());
    snapshot("racf-emit", path, &commands);
    snapshot("racf-undo", path, &emission.undo.text());
}

/// IDs of which the policy knows nothing but that they are.
fn outside(model: &Model) -> BTreeSet<String> {
    external(model).into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// A database shows an ID that exists elsewhere only where something refers to it.
fn is_unused(fact: &str, outside: &BTreeSet<String>) -> bool {
    fact.strip_prefix("id ").is_some_and(|id| outside.contains(id))
}

/// The commands make the policy on a new database, a second time nothing more, and are undone.
fn comes_round(compiled: &Compiled, requests: &[OwnedRequest]) {
    let emission = rebuild(&compiled.model);
    let (commands, undo) = (emission.build.text(), emission.undo.text());
    let outside = outside(&compiled.model);
    let mut terminal = Terminal::on(&compiled.model);
    let before = terminal.listing();

    let failed = terminal.run(&commands);
    let unexpected: Vec<&String> = failed.iter().filter(|it| !it.starts_with("RDELETE")).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}\n{commands}");
    let first = terminal.listing();
    built_directly(compiled, &outside, &first);

    let again = imported(&terminal, compiled).unwrap();
    let (one, other) = (facts(&compiled.model, &outside), facts(&again.model, &outside));
    let lost: Vec<&String> = one.difference(&other).filter(|it| !is_unused(it, &outside)).collect();
    let found: Vec<&String> = other.difference(&one).collect();
    assert!(lost.is_empty() && found.is_empty(), "lost {lost:#?}\nfound {found:#?}\n{commands}");
    same_decisions(compiled, &again, &outside, requests);

    terminal.run(&commands);
    assert_eq!(terminal.listing(), first, "{commands}");

    let failed = terminal.run(&undo);
    assert!(failed.is_empty(), "{failed:#?}\n{undo}");
    terminal.run_proposals(&undo);
    assert_eq!(terminal.listing(), before, "{undo}");
}

/// A database that is built without the text of the commands is the same. IDs outside the policy have
/// other attributes in it.
fn built_directly(compiled: &Compiled, outside: &BTreeSet<String>, expected: &str) {
    if outside.is_empty() {
        assert_eq!(listing(&build(&compiled.model).database), expected);
    }
}

fn same_decisions(
    one: &Compiled,
    other: &Compiled,
    outside: &BTreeSet<String>,
    requests: &[OwnedRequest],
) {
    let engines = [one, other].map(|it| Engine::open(it.bundle.clone()).unwrap());
    for request in requests {
        let user = request.user.as_deref().unwrap_or_default().to_ascii_uppercase();
        if outside.contains(&user) || is_switched_on(one, request) {
            continue;
        }
        let [one, other] = [&engines[0], &engines[1]]
            .map(|engine| request.with_borrowed(|it| Facts::of(&engine.decide(it))));
        assert_eq!(one, other, "{:?}", request.to_json());
    }
}

/// Commands need CDT to define profiles in a dynamic class, and leave it on for the classes of the
/// installation. A policy without it has no dynamic classes.
fn is_switched_on(compiled: &Compiled, request: &OwnedRequest) -> bool {
    let mut classes = compiled.model.classes.iter();
    let class = classes.find(|class| class.name.eq_ignore_ascii_case(&request.class));
    class.is_some_and(|class| !compiled.model.is_known(class))
}

#[test]
fn fixtures_come_round() {
    for_each_fixture(|path| {
        let compiled = read(path);
        comes_round(&compiled, &questions(&compiled.model));
    });
}

/// Anyone who has SPECIAL may run the commands, but for those that are an auditor's.
#[test]
fn who_may_run_them() {
    for_each_fixture(|path| {
        let commands = rebuild(&read(path).model).build.text();
        let auditing = commands.split("\n\n").find(|it| it.contains("-- Auditing --"));
        let auditing = auditing.unwrap().lines().filter(|it| !it.starts_with(' ')).count();
        for (attributes, refused) in [("SPECIAL AUDITOR", 0), ("SPECIAL NOAUDITOR", auditing)] {
            let mut terminal = Terminal::on(&Model::default());
            terminal.run(&format!("ALTUSER IBMUSER {attributes} NOOPERATIONS\n"));
            terminal.judge_authority();
            let failed = terminal.run(&commands);
            let not_authorized = failed.iter().filter(|it| it.contains("not authorized"));
            assert_eq!(not_authorized.count(), refused, "{attributes} {failed:#?}");
        }
    });
}

/// Every package that is shipped, at each of its sites.
#[test]
fn shipped_policies_come_round() {
    for entry in fs::read_dir(policies()).unwrap() {
        let folder = entry.unwrap().path();
        let manifest = manifest(&folder);
        let sites = manifest.sites.keys().map(|site| Some(site.as_str()));
        let sites = if manifest.sites.is_empty() { vec![None] } else { sites.collect() };
        for site in sites {
            let compiled = package(&folder, site);
            comes_round(&compiled, &questions(&compiled.model));
        }
    }
}

#[test]
fn commands_of_a_shipped_policy() {
    for site in ["prod", "renamed"] {
        let compiled = package(&policies().join("zowe"), Some(site));
        shown(&compiled, Path::new(&format!("zowe-{site}")));
    }
}

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies")
}

fn manifest(folder: &Path) -> Manifest {
    let text = fs::read_to_string(folder.join("saffron.toml")).unwrap();
    let (manifest, _) = parse_manifest(FileId(0), &text);
    manifest.unwrap()
}

/// A package with its manifest, at a site.
fn package(folder: &Path, site: Option<&str>) -> Compiled {
    let mut sources = SourceMap::default();
    let settings = Settings::of(&manifest(folder), site).unwrap();
    let mut trees = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "saf") {
            let text = fs::read_to_string(&path).unwrap();
            let file = sources.add(path.display().to_string(), text.as_str());
            trees.push(SourceTree::from(parse(file, &text)));
        }
    }
    let compilation = compile(&sources, &trees, &settings);
    Compiled { model: compilation.model, bundle: compilation.bundle.unwrap(), sources }
}

/// Whether each user may read and alter what each profile protects.
fn questions(model: &Model) -> Vec<OwnedRequest> {
    let users = model.principals.iter().filter(|it| matches!(it.kind, PrincipalKind::User(_)));
    let mut questions = Vec::new();
    for user in users {
        for profile in &model.profiles {
            let class = &model.classes[profile.class].name;
            let resource = profile.name.replace("**", "A.B").replace(['*', '%'], "A");
            for access in ["READ", "ALTER"] {
                let question = serde_json::json!({
                    "user": user.name, "class": class, "resource": resource, "access": access,
                });
                questions.push(OwnedRequest::from_json(&question).unwrap());
            }
        }
    }
    questions
}

#[test]
fn the_casebook_comes_round() {
    glob!("../casebook", "*.md", |path| {
        for case in casebook::chapter(&fs::read_to_string(path).unwrap()).unwrap() {
            if let Ok(compiled) = compile_text(&case.policy) {
                let requests = case.requests.iter().map(|it| OwnedRequest::from_json(it).unwrap());
                comes_round(&compiled, &requests.collect::<Vec<_>>());
            }
        }
    });
}

/// The base of a run keeps what access lists grant to IDs that the policy doesn't define.
#[test]
fn external_ids_stay_on_the_access_lists_of_a_base() {
    let policy = "group APPS\nuser ADM { default-group APPS }\nexternal user ROBOT\nexternal group OPS\n\
        profile FACILITY \"APP.X\" { uacc none  permit ADM: alter  permit ROBOT: update  permit OPS: read }";
    let built = build(&compile_text(policy).unwrap().model);
    let all = listing(&built.database);
    assert!(built.failed.is_empty(), "{:?}", built.failed);
    for entry in ["ADM ALTER", "ROBOT UPDATE", "OPS READ"] {
        assert!(all.contains(entry), "{entry} is missing:\n{all}");
    }
}

/// Commands for one policy, run where another was, leave all that the one says.
#[test]
fn what_was_there_before_gives_way() {
    for seed in 0..60 {
        let [before, after] = [seed + 1000, seed].map(|it| declared_here(it, 0).text());
        let [before, after] = [before, after].map(|it| compile_text(&it).unwrap());
        let naming = |it: &Compiled| it.model.options.enhanced_generic_naming;
        if naming(&before) == naming(&after) {
            gives_way(&before, &after);
        }
    }
}

fn gives_way(before: &Compiled, after: &Compiled) {
    let mut terminal = Terminal::on(&after.model);
    terminal.run(&rebuild(&before.model).build.text());
    let commands = rebuild(&after.model).build.text();
    terminal.run(&commands);
    // A policy can't hold two profiles of one name, a generic one and one that means it literally.
    let Ok(again) = imported(&terminal, after) else { return };
    let outside = outside(&after.model);
    // Generic profiles that were there keep their class in `generic-commands`, where a name can't
    // be meant literally.
    let same = |it: String| {
        let it = it.replace("generic_commands: true", "generic_commands: false");
        it.replace("\" Generic [", "\" Discrete [")
    };
    let facts =
        |model| -> BTreeSet<String> { facts(model, &outside).into_iter().map(same).collect() };
    // Classes that the policy doesn't have active stay as they are, and those of the installation.
    let stays =
        |it: &&String| it.contains("ClassSettings { active: false") || it.starts_with("CDT ");
    let (one, other) = (facts(&after.model), facts(&again.model));
    let lost: Vec<&String> =
        one.difference(&other).filter(|it| !stays(it) && !is_unused(it, &outside)).collect();
    assert!(lost.is_empty(), "lost {lost:#?}\n{commands}");
}

/// A generated policy without external profiles, which commands for one policy may define for another.
fn declared_here(seed: u64, requests: usize) -> generate::Case {
    let mut case = generate::case(seed, requests);
    case.declarations.retain(|it| !it.head.starts_with("external profile"));
    case
}

#[test]
fn random_policies_come_round() {
    for seed in 0..80 {
        let case = declared_here(seed, 40);
        comes_round(&compile_text(&case.text()).unwrap(), &case.requests);
    }
}

/// A profile that exists elsewhere is neither created nor changed, and keeps the entries that it has.
#[test]
fn an_external_profile_is_only_added_to() {
    let policy = "group APPS\nuser ADM { default-group APPS }\n\
        external profile FACILITY \"BPX.SERVER\" { permit ADM: update }";
    let compiled = compile_text(policy).unwrap();
    let emission = rebuild(&compiled.model);
    let about = |text: String| -> Vec<String> {
        text.lines().filter(|it| it.contains("BPX.SERVER")).map(str::to_owned).collect()
    };
    let permit = "PERMIT BPX.SERVER CLASS(FACILITY) ID(ADM)";
    assert_eq!(about(emission.build.text()), [format!("{permit} ACCESS(UPDATE)")]);
    assert_eq!(about(emission.undo.text()), [format!("{permit} DELETE")]);
    let built = build(&compiled.model);
    assert!(built.failed.is_empty(), "{:?}", built.failed);
    assert!(listing(&built.database).contains("ADM UPDATE"));
}
