//! `saffron safr apply` below the command line: what is carried out, and that a model that is taken
//! apart and put together again is the same.

use std::path::{Path, PathBuf};

use saffron_bundle::Bundle;
use saffron_compiler::bundle;
use saffron_compiler::model::{Model, SafrTestRequest};
use saffron_compiler::{Compilation, Settings, SourceTree, compile};
use saffron_diagnostics::SourceMap;
use saffron_lang::parse;
use saffron_safr_operations::{SafrState, Setting};
use saffron_vocabulary::safr::{ItemType, Right, SafrOperation};

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
    SafrTestRequest {
        user: "CAROL".to_owned(),
        login_group: None,
        login_environment: "DEV".to_owned(),
        operation,
        item_type,
        item: Some(item.to_owned()),
        environment: "DEV".to_owned(),
        folder: None,
        referrer: None,
        refs: None,
        items: Vec::new(),
        source_environment: None,
        target_environment: None,
        group: None,
    }
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

#[test]
fn migration_copies_what_the_target_can_hold() {
    let model = model(0);
    let mut state = SafrState::of(&model);
    let mut migration = request(SafrOperation::Migrate, ItemType::View, "AP_EXTRACT");
    migration.source_environment = Some("DEV".to_owned());
    migration.target_environment = Some("PROD".to_owned());
    state.apply(&migration, &Setting::default()).unwrap();
    let safr = state.into_safr();
    let (prod, _) = safr.environments.iter_enumerated().find(|(_, it)| it.name == "PROD").unwrap();
    let copy = safr.items.iter().find(|it| it.environment == prod && it.name == "AP_EXTRACT");
    let copy = copy.unwrap();
    assert_eq!(safr.items[copy.folder.unwrap()].name, "MONTH_END");
    let names: Vec<_> = copy.references.iter().map(|id| safr.items[*id].name.as_str()).collect();
    assert_eq!(names, ["CR_MAIN"], "PROD has no LF_AP and no LR_AP");
    let mut trial = request(SafrOperation::Migrate, ItemType::View, "GL_TRAIL");
    trial.source_environment = migration.source_environment;
    trial.target_environment = migration.target_environment;
    let refused = SafrState::of(&model).apply(&trial, &Setting::default()).unwrap_err();
    assert_eq!(refused.to_string(), "unknown view-folder `AUDIT`");
}
