//! `saffron safr apply` below the command line: what is carried out, and that a model that is taken
//! apart and put together again is the same.

use std::path::{Path, PathBuf};

use saffron_bundle::Bundle;
use saffron_compiler::bundle;
use saffron_compiler::model::{Model, SafrTestRequest};
use saffron_compiler::{Compilation, Settings, SourceTree, compile};
use saffron_diagnostics::SourceMap;
use saffron_lang::parse;
use saffron_runtime::Engine;
use saffron_safr_operations::{SafrState, Setting};
use saffron_tests::generate::Dice;
use saffron_tests::generate::safr as generate;
use saffron_tests::pipeline::{Compiled, compile_text};
use saffron_tests::run::setting;
use saffron_tests::safr::{OwnedSafrRequest, SafrAnswers, State};
use saffron_vocabulary::safr::{ItemType, Right, SafrOperation, SafrOutcome};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The policies that speak of SAFR, each as its files.
fn policies() -> Vec<Vec<PathBuf>> {
    let mut package: Vec<PathBuf> = std::fs::read_dir(root().join("policies/safr"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "saf"))
        .collect();
    package.sort();
    let fixture = root().join("tests/fixtures/policies/safr.saf");
    vec![package, vec![fixture], vec![root().join("tests/cli/safr.in/lookup.saf")]]
}

fn compiled(files: &[PathBuf]) -> (SourceMap, Compilation) {
    let mut sources = SourceMap::default();
    let mut trees = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let file = sources.add(name, &text);
        trees.push(SourceTree::from(parse(file, &text)));
    }
    let compilation = compile(&sources, &trees, &Settings::default());
    assert!(compilation.bundle.is_some(), "{files:?}: {:#?}", compilation.diagnostics);
    (sources, compilation)
}

fn model(at: usize) -> Model {
    compiled(&policies()[at]).1.model
}

/// What a bundle decides, whatever lines it names.
fn digest(bundle: &[u8]) -> String {
    format!("{:?}", Bundle::open(bundle).unwrap().header().decision_digest())
}

#[test]
fn a_state_is_the_model_it_came_from() {
    for files in policies() {
        let (sources, compilation) = compiled(&files);
        let mut model = compilation.model;
        model.safr = SafrState::of(&model).into_safr();
        let before = compilation.bundle.unwrap();
        assert_eq!(digest(&bundle(&model, &sources).unwrap()), digest(&before), "{files:?}");
    }
}

/// A request that names no more than it must.
fn request(operation: SafrOperation, item_type: ItemType, item: &str) -> SafrTestRequest {
    SafrTestRequest::new("CAROL", None, "DEV", (operation, item_type), Some(item))
}

#[test]
fn an_obstacle_leaves_everything_as_it_was() {
    let model = model(0);
    let mut state = SafrState::of(&model);
    let obstacles = [
        request(SafrOperation::Create, ItemType::LogicalFile, "LF_GL"),
        request(SafrOperation::Create, ItemType::View, "V_WITHOUT_FOLDER"),
        request(SafrOperation::Create, ItemType::User, "NEW"),
        request(SafrOperation::Create, ItemType::Group, "ANALYSTS"),
        request(SafrOperation::Create, ItemType::Environment, "DEV"),
        request(SafrOperation::Delete, ItemType::LogicalFile, "LF_GL"),
        request(SafrOperation::Delete, ItemType::ViewFolder, "AUDIT"),
        request(SafrOperation::Delete, ItemType::Group, "ANALYSTS"),
        request(SafrOperation::Delete, ItemType::Environment, "DEV"),
        request(SafrOperation::Delete, ItemType::LogicalFile, "NOT_THERE"),
        request(SafrOperation::Copy, ItemType::LogicalFile, "LF_GL"),
        request(SafrOperation::SetEditRight, ItemType::Group, "PROD_ADMINS"),
    ];
    for it in obstacles {
        assert!(state.apply(&it, &Setting::default()).is_err(), "{it:?}");
    }
    assert_eq!(SafrState::of(&model).changes(&state), []);
    let mut after = model.clone();
    after.safr = state.into_safr();
    let sources = SourceMap::default();
    assert_eq!(
        digest(&bundle(&model, &sources).unwrap()),
        digest(&bundle(&after, &sources).unwrap())
    );
}

#[test]
fn an_effect_applied_twice_is_applied_once() {
    let model = model(0);
    let (mut once, before) = (SafrState::of(&model), SafrState::of(&model));
    let ensure = |state: &mut SafrState| {
        let item = (ItemType::LogicalFile, "LF_GL");
        state.ensure("NEWCOMERS", "DEV", item, Right::Read);
    };
    ensure(&mut once);
    let mut twice = once.clone();
    ensure(&mut twice);
    assert_eq!(before.changes(&once).len(), 1);
    assert_eq!(once.changes(&twice), []);
}

/// The request as the simulation takes it.
fn stated(asked: &OwnedSafrRequest) -> SafrTestRequest {
    let it = asked.clone();
    SafrTestRequest {
        user: it.user,
        login_group: it.login_group,
        login_environment: it.login_environment,
        operation: it.operation,
        item_type: it.item_type,
        item: it.item,
        environment: it.environment,
        folder: it.folder,
        referrer: it.referrer,
        refs: it.refs,
        items: it.items,
        source_environment: it.source_environment,
        target_environment: it.target_environment,
        group: it.group,
    }
}

/// One step as `saffron safr apply` carries it out.
fn step(model: &Model, sources: &SourceMap, asked: &OwnedSafrRequest) -> (SafrAnswers, Model) {
    let engine = Engine::open(bundle(model, sources).unwrap()).unwrap();
    let answers = SafrAnswers::to(model, &engine, asked);
    let mut after = model.clone();
    let mut state = SafrState::of(model);
    let granted = answers.engine.outcome == SafrOutcome::Grant;
    if granted && state.apply(&stated(asked), &Setting::default()).is_ok() {
        for it in &answers.engine.effects {
            let item = (it.item.0, it.item.1.as_str());
            state.ensure(&it.group, &it.environment, item, it.right);
        }
        after.safr = state.into_safr();
    }
    (answers, after)
}

/// Random sequences: items, references, rights, members and administrators are those of the
/// reference evaluator's own state, after every step.
#[test]
fn sequences_are_those_of_the_reference() {
    let (mut changes, seeds) = (0, setting("SAFFRON_SEQUENCES", 40_u64));
    for seed in 0..seeds {
        let mut dice = Dice::new(700_000 + seed);
        let mut now = generate::state(&mut dice);
        let Compiled { mut model, sources, .. } = compile_text(&now.text()).unwrap();
        for _ in 0..60 {
            let asked = generate::request(&mut dice, &now);
            let (answers, after) = step(&model, &sources, &asked);
            assert!(answers.agree(), "{}\n{}", now.text(), asked.to_json());
            let before = now.clone();
            now.perform(&asked, &answers.reference);
            changes += usize::from(before != now);
            assert_eq!(State::of(&after), now, "{}\n{}", before.text(), asked.to_json());
            model = after;
        }
    }
    assert!(changes > 0, "no operation changed anything");
}

#[test]
fn migration_copies_everything_or_nothing() {
    let model = model(0);
    let mut state = SafrState::of(&model);
    let mut migration = request(SafrOperation::Migrate, ItemType::View, "AP_EXTRACT");
    migration.source_environment = Some("DEV".to_owned());
    migration.target_environment = Some("PROD".to_owned());
    let refused = state.apply(&migration, &Setting::default()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the view `AP_EXTRACT` refers to the logical-file `LF_AP`, which `PROD` doesn't have: migrate it too"
    );
    // In any order: what comes last is what the others need.
    migration.items = [
        (ItemType::View, "AP_EXTRACT"),
        (ItemType::LogicalRecord, "LR_AP"),
        (ItemType::LogicalFile, "LF_AP"),
        (ItemType::PhysicalFile, "PF_AP"),
    ]
    .map(|(kind, name)| (kind, name.to_owned()))
    .to_vec();
    state.apply(&migration, &Setting::default()).unwrap();
    let safr = state.into_safr();
    let (prod, _) = safr.environments.iter_enumerated().find(|(_, it)| it.name == "PROD").unwrap();
    let copy = safr.items.iter().find(|it| it.environment == prod && it.name == "AP_EXTRACT");
    let copy = copy.unwrap();
    assert_eq!(safr.items[copy.folder.unwrap()].name, "MONTH_END");
    let names: Vec<_> = copy.references.iter().map(|id| safr.items[*id].name.as_str()).collect();
    assert_eq!(names, ["CR_MAIN", "LF_AP", "LR_AP"]);
    let mut trial = request(SafrOperation::Migrate, ItemType::View, "GL_TRAIL");
    trial.source_environment = migration.source_environment;
    trial.target_environment = migration.target_environment;
    let refused = SafrState::of(&model).apply(&trial, &Setting::default()).unwrap_err();
    assert!(refused.to_string().contains("doesn't have: migrate it too"), "{refused}");
}

/// A state as a package, compiled again.
fn reread(state: &SafrState) -> (SafrState, saffron_safr_operations::Text) {
    let text = state.text();
    let (mut sources, mut trees) = (SourceMap::default(), Vec::new());
    for (name, text) in [("users.saf", &text.users), ("safr.saf", &text.safr)] {
        let file = sources.add(name, text);
        trees.push(SourceTree::from(parse(file, text)));
    }
    let compilation = compile(&sources, &trees, &Settings::default());
    let said = &compilation.diagnostics;
    assert!(said.iter().all(|it| !it.is_error()), "{said:#?}\n{}", text.safr);
    (SafrState::of(&compilation.model), text)
}

#[test]
fn a_state_is_written_as_the_policy_that_it_is() {
    for at in 0..policies().len() {
        let state = SafrState::of(&model(at));
        let (again, text) = reread(&state);
        assert_eq!(state.changes(&again), [], "{}", text.safr);
        let rewritten = again.text();
        assert_eq!((&text.users, &text.safr), (&rewritten.users, &rewritten.safr));
    }
}

#[test]
fn a_state_after_operations_is_written_as_it_is() {
    let model = model(0);
    let mut state = SafrState::of(&model);
    state
        .apply(
            &request(SafrOperation::Create, ItemType::LogicalFile, "LF_NEW"),
            &Setting::default(),
        )
        .unwrap();
    state.ensure("NEWCOMERS", "DEV", (ItemType::LogicalFile, "LF_NEW"), Right::Modify);
    let (again, text) = reread(&state);
    assert_eq!(state.changes(&again), [], "{}", text.safr);
    assert!(text.safr.contains("LF_NEW"), "{}", text.safr);
}

#[test]
fn the_end_of_a_simulation_is_a_package() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    let input = root().join("tests/cli/safr.in");
    let of = |name: &str| input.join(name).to_str().unwrap().to_owned();
    let (policy, script) = (of("later.saf"), of("later.jsonl"));
    let arguments = ["safr", "apply", &policy, &script, "--output", "after"];
    // A step is denied; the state is that after the others.
    assert_eq!(crate::cli::run(place, &arguments).status.code(), Some(1));
    assert_eq!(crate::cli::run(place, &["check", "after"]).status.code(), Some(0));
    let item = ["safr", "report", "after", "--item", "logical-file", "NEW"];
    let report = String::from_utf8(crate::cli::run(place, &item).stdout).unwrap();
    assert!(report.contains("MAKERS") && report.contains("READERS"), "{report}");
    assert_eq!(
        crate::cli::run(place, &arguments).status.code(),
        Some(2),
        "the directory is occupied"
    );
}
