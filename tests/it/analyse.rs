//! What a package comes to: defaults, expansion, copied lists, and independence of order.

use std::collections::BTreeMap;

use saffron_compiler::model::{
    Class, Group, Model, PrincipalKind, Profile, ProfileKind, User, Who,
};
use saffron_compiler::{Analysis, Settings, SiteValue, SourceTree, analyse};
use saffron_diagnostics::{Severity, SourceMap};
use saffron_vocabulary::racf::{AccessLevel, Outcome};

fn analysis_of(texts: &[&str], settings: &Settings) -> Analysis {
    let mut sources = SourceMap::default();
    let mut trees = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let file = sources.add(format!("{at}.saf"), *text);
        let parsed = saffron_lang::parse(file, text);
        assert_eq!(parsed.diagnostics, [], "{text}");
        trees.push(SourceTree::from(parsed));
    }
    analyse(&trees, settings)
}

fn model(text: &str) -> Model {
    let analysis = analysis_of(&[text], &Settings::default());
    assert!(!analysis.has_errors(), "{:#?}", analysis.diagnostics);
    analysis.model
}

/// Code, severity and message of each diagnostic.
fn complaints(text: &str) -> Vec<(&'static str, Severity, String)> {
    let analysis = analysis_of(&[text], &Settings::default());
    analysis.diagnostics.into_iter().map(|it| (it.code.0, it.severity, it.message)).collect()
}

fn user<'m>(model: &'m Model, name: &str) -> &'m User {
    let found = model.principals.iter().find(|it| it.name == name).expect("the user");
    match &found.kind {
        PrincipalKind::User(user) => user,
        other => panic!("{other:?}"),
    }
}

fn group<'m>(model: &'m Model, name: &str) -> &'m Group {
    let found = model.principals.iter().find(|it| it.name == name).expect("the group");
    match &found.kind {
        PrincipalKind::Group(group) => group,
        other => panic!("{other:?}"),
    }
}

fn class<'m>(model: &'m Model, name: &str) -> &'m Class {
    model.classes.iter().find(|it| it.name == name).expect("the class")
}

fn profile<'m>(model: &'m Model, name: &str) -> &'m Profile {
    model.profiles.iter().find(|it| it.name == name).expect("the profile")
}

fn who(model: &Model, who: Who) -> &str {
    match who {
        Who::Any => "*",
        Who::Id(id) => &model.principals[id].name,
    }
}

fn standard(model: &Model, name: &str) -> Vec<(String, AccessLevel)> {
    let entries = profile(model, name).standard.iter();
    entries.map(|it| (who(model, it.who).to_owned(), it.access)).collect()
}

fn conditional(model: &Model, name: &str) -> Vec<(String, String, AccessLevel)> {
    let entries = profile(model, name).conditional.iter();
    entries
        .map(|it| (it.condition.value.clone(), who(model, it.who).to_owned(), it.access))
        .collect()
}

const PEOPLE: &str =
    "group STAFF\nuser ALICE { default-group STAFF }\nuser BOB { default-group STAFF }\n";

fn with_people(text: &str) -> String {
    format!("{PEOPLE}{text}")
}

#[test]
fn what_is_not_said_has_racfs_defaults() {
    let model = model(&with_people("profile DATASET \"STAFF.**\"\nprofile FACILITY \"X\""));
    let name = |id| model.principals[id].name.as_str();
    assert_eq!(group(&model, "STAFF").superior.map(name), Some("SYS1"));
    assert_eq!(group(&model, "STAFF").owner.map(name), Some("SYS1"));
    assert_eq!(user(&model, "ALICE").owner.map(name), Some("STAFF"));
    assert_eq!(user(&model, "ALICE").connections.len(), 1);
    assert_eq!(profile(&model, "STAFF.**").owner.map(name), Some("STAFF"));
    assert_eq!(profile(&model, "X").owner.map(name), Some("SYS1"));
    assert_eq!(profile(&model, "X").audit.failures, Some(AccessLevel::Read));
    let facility = class(&model, "FACILITY").settings;
    assert!(facility.active && facility.generic && facility.raclisted && !facility.global);
    assert!(!class(&model, "DATASET").settings.raclisted);
    assert!(!class(&model, "SDSF").settings.active);
}

#[test]
fn a_connection_adds_to_the_default_group() {
    let model =
        model(&with_people("connect ALICE, BOB to STAFF { authority join  attributes [special] }"));
    for name in ["ALICE", "BOB"] {
        let connections = &user(&model, name).connections;
        assert_eq!(connections.len(), 1);
        assert!(connections[0].special);
    }
}

#[test]
fn parameters_and_templates_are_replaced() {
    let text = with_people(
        "param STC: user = ALICE
         param HLQ: text = \"STAFF\"
         param LIMIT: number = 7
         param LEVEL: access = read
         template SERVER(WHO: id, NAME: text) {
           profile FACILITY \"ZWES.${NAME}\" { uacc LEVEL  level LIMIT  permit WHO: update }
         }
         apply SERVER(STC, \"IS\")
         apply SERVER(STAFF, \"OS.$5\")
         profile DATASET \"${HLQ}.**\" { permit STC: read }",
    );
    let model = model(&text);
    assert_eq!(standard(&model, "STAFF.**"), [("ALICE".to_owned(), AccessLevel::Read)]);
    assert_eq!(standard(&model, "ZWES.IS"), [("ALICE".to_owned(), AccessLevel::Update)]);
    assert_eq!(standard(&model, "ZWES.OS.$5"), [("STAFF".to_owned(), AccessLevel::Update)]);
    assert_eq!(profile(&model, "ZWES.IS").level, 7);
    assert_eq!(profile(&model, "ZWES.IS").uacc, AccessLevel::Read);
}

#[test]
fn a_site_overrides_a_default() {
    let text = with_people("param WHO: user = ALICE\nprofile FACILITY \"X\" { permit WHO: read }");
    let given = SiteValue { text: "bob".to_owned(), origin: None };
    let site_values = BTreeMap::from([("WHO".to_owned(), given)]);
    let analysis = analysis_of(&[&text], &Settings { site_values, ..Settings::default() });
    assert!(!analysis.has_errors(), "{:#?}", analysis.diagnostics);
    assert_eq!(standard(&analysis.model, "X"), [("BOB".to_owned(), AccessLevel::Read)]);
}

#[test]
fn an_id_that_is_not_declared_is_reported_where_it_is_given() {
    let text = with_people("param WHO: user = CAROL\nprofile FACILITY \"X\" { permit WHO: read }");
    let analysis = analysis_of(&[&text], &Settings::default());
    let [only] = analysis.diagnostics.as_slice() else { panic!("{:#?}", analysis.diagnostics) };
    let starts = |at: &str| u32::try_from(text.find(at).expect("its place")).expect("it is short");
    assert_eq!(only.primary.span.start, starts("CAROL"));
    let used: Vec<u32> = only.secondary.iter().map(|it| it.span.start).collect();
    assert_eq!(used, [starts("WHO: read")]);
    assert!(only.message.contains("`CAROL`, which is the value of `WHO`"));
    assert!(only.help.as_deref().unwrap_or_default().contains("declare `user CAROL"));
    assert_eq!(only.fix, None);
}

#[test]
fn copied_entries_give_way_to_own_ones() {
    let text = with_people(
        "profile DATASET \"STAFF.A\" {
           permit ALICE: alter
           permit *: read when terminal [\"T1\", \"T2\"]
         }
         profile DATASET \"STAFF.B\" { permit BOB: update  access from DATASET \"STAFF.A\" }
         profile DATASET \"STAFF.C\" { permit ALICE: none  access from DATASET \"STAFF.B\" }",
    );
    let model = model(&text);
    assert_eq!(
        standard(&model, "STAFF.C"),
        [("ALICE".to_owned(), AccessLevel::None), ("BOB".to_owned(), AccessLevel::Update)]
    );
    assert_eq!(
        conditional(&model, "STAFF.C"),
        [
            ("T1".to_owned(), "*".to_owned(), AccessLevel::Read),
            ("T2".to_owned(), "*".to_owned(), AccessLevel::Read)
        ]
    );
    let origin = |name| profile(&model, name).conditional[0].origin;
    assert_eq!(origin("STAFF.C"), origin("STAFF.A"));
}

#[test]
fn profiles_stand_in_search_order() {
    let text = with_people(
        "profile FACILITY \"A.**\"\nprofile FACILITY \"A.B*\"\nprofile FACILITY \"A.%\"
         profile FACILITY \"Z\"\nprofile FACILITY \"B\"
         profile DATASET \"STAFF.A\" volume \"VOL002\"
         profile DATASET \"STAFF.A\" volumes [\"VOL001\"]
         profile DATASET \"STAFF.A\" generic\nprofile DATASET \"STAFF.*\"",
    );
    let model = model(&text);
    let names: Vec<&str> = model.profiles.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        ["STAFF.A", "STAFF.A", "STAFF.A", "STAFF.*", "B", "Z", "A.B*", "A.%", "A.**"]
    );
    let kinds: Vec<ProfileKind> = model.profiles.iter().map(|it| it.kind).take(3).collect();
    assert_eq!(kinds, [ProfileKind::Discrete, ProfileKind::Discrete, ProfileKind::Generic]);
    assert_eq!(model.profiles.iter().next().expect("one").volumes, ["VOL001"]);
}

#[test]
fn classes_of_one_posit_share_their_options() {
    let model = model(&with_people("profile TCICSTRN \"PAY1\" { permit ALICE: read }"));
    for name in ["GCICSTRN", "FCICSFCT", "VCICSCMD"] {
        let settings = class(&model, name).settings;
        assert!(settings.active && settings.generic && settings.raclisted, "{name}");
    }
    assert!(!class(&model, "TIMS").settings.active);
}

#[test]
fn started_profiles_are_profiles() {
    let text = with_people(
        "started \"PAYSTC.*\" { user ALICE  group STAFF  trusted yes  owner STAFF }
         started \"OTHER.*\" { user \"=MEMBER\" }",
    );
    let model = model(&text);
    let data = profile(&model, "PAYSTC.*").started.as_ref().expect("its data");
    assert!(data.trusted && data.user.is_some());
    let twice = complaints(&with_people(
        "started \"PAYSTC.*\" { user ALICE }\nprofile STARTED \"PAYSTC.*\"",
    ));
    assert_eq!(twice[0].0, "SAF0210");
}

#[test]
fn tests_become_requests() {
    let text = with_people(
        "profile DATASET \"STAFF.**\" { permit ALICE: update when program \"PAYCALC\" }
         test \"pay\" {
           user ALICE on 2027-01-01 with trusted yes {
             may update DATASET \"staff.x\" when program [\"PAYCALC\", \"FIRST\"] by trusted
             may not execute DATASET \"STAFF.X\" with trusted no
           }
           undefined user { unprotected read FACILITY \"X\" }
         }",
    );
    let model = model(&text);
    let [only] = model.tests.as_slice() else { panic!("{:?}", model.tests) };
    let [first, second, third] = only.cases.as_slice() else { panic!("{only:?}") };
    assert_eq!(first.request.resource, "STAFF.X");
    assert!(first.request.trusted && first.request.date.is_some());
    let programs: Vec<&str> = first.request.conditions.iter().map(|it| it.value.as_str()).collect();
    assert_eq!(programs, ["PAYCALC", "FIRST"]);
    assert!(second.request.execute && !second.request.trusted);
    assert_eq!(second.expect, Outcome::Deny);
    assert_eq!((third.request.user.as_deref(), third.expect), (None, Outcome::NotProtected));
}

/// The model without its spans, which follow the text.
fn meaning(model: &Model) -> String {
    let text = format!("{model:#?}");
    let mut lines = Vec::new();
    let mut depth = 0;
    for line in text.lines() {
        let opens = line.trim_end().ends_with("Span {") || line.contains("FileId(");
        if opens {
            depth += 1;
        }
        if depth == 0 {
            lines.push(line.to_owned());
        }
        if depth > 0 && line.trim_start().starts_with('}') {
            depth = 0;
        }
    }
    lines.join("\n")
}

#[test]
fn the_order_of_declarations_means_nothing() {
    let parts = [
        "group STAFF\nuser ALICE { default-group STAFF }\n",
        "user BOB { default-group STAFF }\nconnect BOB to OPS\ngroup OPS { superior STAFF }\n",
        "profile FACILITY \"A.*\" { permit BOB: read }\n",
        "permit ALICE: update on FACILITY \"A.*\"\nvariable &V { \"X\" \"Y\" }\n",
        "profile FACILITY \"A.&V\" { access from FACILITY \"A.*\" }\n",
        "global DATASET { \"&RACUID.**\": alter  \"SYS1.HELP\": read }\n",
        "category B\ncategory A\nsecurity-level LOW 10\nsecurity-level HIGH 20\n",
        "security-label EAGLE { security-level HIGH  categories [A, B] }\n",
    ];
    let forward = analysis_of(&parts, &Settings::default());
    let backward: Vec<&str> = parts.iter().rev().copied().collect();
    let backward = analysis_of(&backward, &Settings::default());
    assert_eq!(forward.diagnostics, []);
    assert_eq!(meaning(&forward.model), meaning(&backward.model));
}

#[test]
fn the_readers_first_policy_is_understood() {
    let text = r#"
options {
  list-of-groups on  enhanced-generic-naming on  protect-all failures
  generic [DATASET, FACILITY]  active [FACILITY, APPL, CSFSERV]  raclist [FACILITY, CSFSERV]
  program-control on
}
external user SECADM
/// Zowe's administrators.
group ZWEADMIN { superior SYS1  owner SECADM  omvs { gid auto } }
user ZWESVUSR {
  name "Zowe server"  default-group ZWEADMIN  attributes [protected]
  omvs { uid auto  home "/tmp"  program "/bin/sh" }
}
class ZOWE { max-length 246  default-uacc none  raclist disallowed  posit 607 }
profile FACILITY "BPX.SERVER" {
  owner SECADM  uacc none  audit failures(read), success(update)
  permit ZWESVUSR: update
}
feature "ZSS" {
  requires ZWESVUSR: update FACILITY "BPX.SERVER" because "switches to the requester's identity"
  requires ZWESVUSR: read   APPL "OMVSAPPL" unless not defined
  requires members of ZWEADMIN: read FACILITY "IRR.RAUDITX"
  requires ZWESVUSR with omvs
  requires ZWESVUSR in ZWEADMIN
}
"#;
    let analysis = analysis_of(&[text], &Settings::default());
    assert_eq!(analysis.diagnostics, []);
    let profile = profile(&analysis.model, "BPX.SERVER");
    assert_eq!(profile.audit.success, Some(AccessLevel::Update));
    assert_eq!(analysis.model.features[0].requirements.len(), 5);
}
