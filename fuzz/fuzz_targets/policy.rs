//! A policy with its tests and features compiles to a bundle that opens, or is refused with errors.
//! Engine and reference evaluator agree about it. The commands that are emitted for it are all understood,
//! and result in the database that the policy makes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_command_files::secret::looks_secret;
use saffron_compiler::model::Principal;
use saffron_compiler::model::PrincipalKind::{ExternalGroup, ExternalUser};
use saffron_compiler::{Settings, SourceTree};
use saffron_diagnostics::{SourceMap, render};
use saffron_racf::database::{Session, listing::listing};
use saffron_racf_convert::build::build;
use saffron_racf_convert::emit;
use saffron_runtime::Engine;
use saffron_tests::compare::Answers;
use saffron_tests::request::OwnedRequest;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut sources = SourceMap::default();
    let file = sources.add("policy.saf", text.as_ref());
    let tree = SourceTree::from(saffron_lang::parse(file, &text));
    let compiled = saffron_compiler::compile(&sources, &[tree], &Settings::default());
    let _ = render::text(&sources, &compiled.diagnostics, false);
    let refused = compiled.diagnostics.iter().any(|it| it.is_error());
    assert_eq!(refused, compiled.bundle.is_none(), "refused without an error, or in spite of one");
    let Some(bundle) = compiled.bundle else { return };
    let model = compiled.model;
    let engine = Engine::open(bundle).unwrap_or_else(|error| panic!("it doesn't open: {error}"));
    let users = model.principals.iter().map(|it| it.name.as_str()).take(4);
    for user in users.chain(["NOBODY"]) {
        for profile in model.profiles.iter().take(8) {
            let class = &model.classes[profile.class].name;
            let request = OwnedRequest::read(Some(user), class, &profile.name);
            let answers = Answers::to(&model, &engine, &request);
            assert!(answers.agree(), "{request:?}\n{answers:#?}");
        }
    }
    for case in model.tests.iter().flat_map(|test| &test.cases).take(16) {
        let asked = &case.request;
        let mut request = OwnedRequest::read(asked.user.as_deref(), &asked.class, &asked.resource);
        request.access = asked.access.unwrap_or(request.access);
        let answers = Answers::to(&model, &engine, &request);
        assert!(answers.agree(), "{request:?}\n{answers:#?}");
    }
    let emission = emit::rebuild(&model);
    for commands in [emission.build.text(), emission.undo.text()] {
        let played = saffron_fuzz::play("emitted.racf", &commands, &mut Session::default());
        assert_eq!(played.counts.not_understood, 0, "{commands}");
    }
    // The commands state what the policy does: read from their text, they make the database that the policy
    // makes. IDs and profiles that exist elsewhere have other attributes there.
    let is_outside = |it: &Principal| matches!(it.kind, ExternalUser(_) | ExternalGroup);
    if model.principals.iter().any(is_outside) || model.profiles.iter().any(|it| it.external) {
        return;
    }
    let commands = emission.build.text();
    let mut session = Session::default();
    saffron_fuzz::play("emitted.racf", &commands, &mut session);
    let (read, built) = (listing(&session.database), listing(&build(&model).database));
    for line in read.lines() {
        assert!(built.lines().any(|it| it == line), "only read back: {line}\n{commands}");
    }
    for line in built.lines().filter(|line| !is_withheld(line)) {
        assert!(read.lines().any(|it| it == line), "only built: {line}\n{commands}");
    }
});

/// Whether a text is not taken over from commands, since it looks like a secret.
fn is_withheld(line: &str) -> bool {
    let text = line.split_once("('").map(|(_, text)| text);
    text.is_some_and(|text| looks_secret(text.trim_end_matches("')"), |_| false))
}
