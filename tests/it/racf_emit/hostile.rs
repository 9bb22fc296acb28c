//! Texts of a policy that look like operands stay texts: the commands, written and read again, make the
//! database that the policy makes without a text in between.
//!
//! The texts are put into the model, behind the checks of the compiler, so that emission is tested alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use saffron_command_files::script::Values;
use saffron_command_files::secret::looks_secret;
use saffron_compiler::model::{Model, PrincipalKind, Segment};
use saffron_diagnostics::FileId;
use saffron_racf::database::listing::listing;
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::play::{CommandFile, play};
use saffron_racf_convert::build::build;
use saffron_racf_convert::emit::rebuild;
use saffron_tests::pipeline::compile_text;

/// Fixtures with everything that a policy can state.
const POLICIES: [&str; 3] = ["identities", "options", "profiles"];

fn models() -> Vec<Model> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/commands/emit");
    let read = |name| fs::read_to_string(folder.join(format!("{name}.saf"))).unwrap();
    POLICIES.iter().map(|name| compile_text(&read(name)).unwrap().model).collect()
}

/// Every text that a person chooses.
fn texts(model: &mut Model) -> Vec<&mut String> {
    let mut texts = vec![&mut model.package];
    texts.extend(&mut model.options.prefix);
    for class in model.classes.iter_mut().filter(|class| class.origin.is_some()) {
        texts.push(&mut class.name);
    }
    for authority in &mut model.principals {
        texts.push(&mut authority.name);
        match &mut authority.kind {
            PrincipalKind::User(user) => {
                texts.extend(user.display_name.iter_mut().chain(&mut user.data));
                segments(&mut user.segments, &mut texts);
            }
            PrincipalKind::Group(group) => {
                texts.extend(&mut group.data);
                segments(&mut group.segments, &mut texts);
            }
            PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => {}
        }
    }
    for profile in &mut model.profiles {
        texts.push(&mut profile.name);
        texts.extend(profile.data.iter_mut().chain(&mut profile.application_data));
        texts.extend(&mut profile.volumes);
        texts.extend(profile.members.iter_mut().map(|member| &mut member.name));
        for entry in &mut profile.conditional {
            texts.extend([&mut entry.condition.name, &mut entry.condition.value]);
        }
    }
    texts.extend(model.globals.iter_mut().map(|entry| &mut entry.name));
    for variable in &mut model.variables {
        texts.push(&mut variable.name);
        texts.extend(&mut variable.members);
    }
    texts.extend(model.security_levels.iter_mut().map(|level| &mut level.name));
    texts.extend(model.categories.iter_mut().map(|category| &mut category.name));
    texts.extend(model.labels.iter_mut().map(|label| &mut label.name));
    texts
}

fn segments<'m>(segments: &'m mut [Segment], texts: &mut Vec<&'m mut String>) {
    for segment in segments {
        texts.push(&mut segment.name);
        for (key, value) in &mut segment.fields {
            texts.extend([key, value]);
        }
    }
}

/// Parts of texts with a meaning in commands, and operands that would give what nobody granted.
const PARTS: [&str; 24] = [
    "'",
    "''",
    "\"",
    "(",
    ")",
    ",",
    ";",
    " ",
    "/",
    "/*",
    "*/",
    "-",
    " -",
    "+",
    "\n",
    "\t",
    "X",
    "é",
    "’",
    "–",
    "UACC(ALTER)",
    "SPECIAL",
    "X) UACC(ALTER",
    "'X') UACC(ALTER",
];

fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS.to_vec()), 1..5).prop_map(|it| it.concat())
}

/// The database that the commands make when they are read from their text.
fn read_back(commands: &str) -> Database {
    let file = CommandFile { file: FileId(0), path: "policy.racf", text: commands };
    let mut session = Session::new(Database::new(), IBMUSER);
    play(&[file], &Values::new(), &mut session, |_| {});
    session.database
}

/// Whether a text is not taken over from commands, since it looks like a secret.
fn is_withheld(line: &str) -> bool {
    let text = line.split_once("('").map(|(_, text)| text);
    text.is_some_and(|text| looks_secret(text.trim_end_matches("')"), |_| false))
}

/// Lines of one text that the other hasn't.
fn missing<'t>(one: &'t str, other: &str) -> Vec<&'t str> {
    let lines: BTreeSet<&str> = other.lines().collect();
    one.lines().filter(|line| !lines.contains(line)).collect()
}

/// Where the database that is read back differs from the one that is built.
fn difference(model: &Model) -> Option<String> {
    let commands = rebuild(model).build.text();
    let (read, built) = (listing(&read_back(&commands)), listing(&build(model).database));
    let (found, lost) = (missing(&read, &built), missing(&built, &read));
    let lost: Vec<&str> = lost.into_iter().filter(|line| !is_withheld(line)).collect();
    (!found.is_empty() || !lost.is_empty())
        .then(|| format!("only read back {found:#?}, only built {lost:#?}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn texts_never_become_operands(
        policy in 0..POLICIES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), hostile()), 1..6),
    ) {
        let mut model = models().swap_remove(policy);
        let mut texts = texts(&mut model);
        for (at, text) in changes {
            let at = at.index(texts.len());
            *texts[at] = text;
        }
        prop_assert_eq!(difference(&model), None);
    }
}

/// Each text on its own, with the text that once gave ALTER to everybody.
#[test]
fn each_text_may_look_like_an_operand() {
    let mut differ = Vec::new();
    for (at, policy) in POLICIES.iter().enumerate() {
        let count = texts(&mut models()[at]).len();
        for text in 0..count {
            let mut model = models().swap_remove(at);
            let mut texts = texts(&mut model);
            let before = std::mem::replace(texts[text], "X') UACC(ALTER".to_owned());
            differ.extend(difference(&model).map(|it| format!("{policy} {before}: {it}")));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// No level comes from a member, and no attribute from the name of a segment.
#[test]
fn members_and_segments_grant_nothing() {
    let policy = "group APPS\nuser ANN { default-group APPS  omvs { uid 1 } }\n\
        profile PROGRAM \"PGM\" { members [\"A\"]  uacc none }";
    let mut model = compile_text(policy).unwrap().model;
    for authority in model.principals.iter_mut().filter(|authority| authority.name == "ANN") {
        let PrincipalKind::User(user) = &mut authority.kind else { continue };
        user.segments[0].name = "special".to_owned();
        user.segments[0].fields.clear();
    }
    for member in ["'X') UACC(ALTER", "X/V) UACC(ALTER", "X/V UACC(ALTER)", "X'/V) UACC(ALTER"] {
        for profile in &mut model.profiles {
            member.clone_into(&mut profile.members[0].name);
        }
        assert_eq!(difference(&model), None);
        let all = listing(&build(&model).database);
        for paragraph in
            ["user ANN: default group APPS, owner APPS, protected\n", ": owner SYS1, UACC NONE\n"]
        {
            assert!(all.contains(paragraph), "{member}\n{all}");
        }
    }
}
