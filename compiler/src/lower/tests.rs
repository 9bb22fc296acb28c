//! Results for whole policies, where a fixture of one diagnostic isn't enough.

use saffron_diagnostics::{Diagnostic, FileId};
use saffron_lang::parse;

use super::{Analysis, Settings, SourceTree, analyse};
use crate::codes;
use crate::manifest::SiteValue;
use crate::model::Need;
use saffron_vocabulary::racf::AccessLevel;

fn tree(text: &str) -> SourceTree {
    SourceTree::from(parse(FileId(0), text))
}

/// A package of these files, without a mistake.
fn valid(files: &[&str]) -> Analysis {
    let trees: Vec<SourceTree> = files.iter().map(|text| tree(text)).collect();
    let analysis = analyse(&trees, &Settings::default());
    assert_eq!(analysis.diagnostics, [], "{files:?}");
    analysis
}

fn mistakes(text: &str) -> Vec<Diagnostic> {
    analyse(&[tree(text)], &Settings::default()).diagnostics
}

#[test]
fn a_parameter_stands_for_an_access_level() {
    let analysis = valid(&[
        "group STAFF\nuser ALICE { default-group STAFF }\nparam LEVEL: access = update\n",
        "template T(HOW: access) {\nprofile FACILITY \"X.Y\" { uacc none  audit failures(HOW) }\npermit ALICE: HOW on FACILITY \"X.Y\"\n}\napply T(LEVEL)\n",
        "global FACILITY { \"X.Z\": LEVEL }\nfeature \"F\" { requires ALICE: LEVEL FACILITY \"X.Y\" }\n",
        "test \"t\" { user ALICE { may LEVEL FACILITY \"X.Y\"  may not LEVEL FACILITY \"X.A\" } }\n",
    ]);
    let model = analysis.model;
    let profile = model.profiles.iter().next().expect("the profile");
    let entry = profile.standard.first().expect("an entry");
    assert_eq!(entry.access, AccessLevel::Update);
    assert_eq!(profile.audit.failures, Some(AccessLevel::Update));
    assert_eq!(model.globals[0].access, AccessLevel::Update);
    let Need::Access { access, .. } = model.features[0].requirements[0].need else {
        panic!("an access is needed")
    };
    assert_eq!(access, AccessLevel::Update);
    assert!(model.tests[0].cases.iter().all(|it| it.request.access == Some(AccessLevel::Update)));
}

#[test]
fn a_name_that_is_no_parameter_is_no_access_level() {
    let found = mistakes(
        "group STAFF\nuser ALICE { default-group STAFF }\nprofile FACILITY \"X.Y\" { permit ALICE: READ }\n",
    );
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(found.code, codes::UNKNOWN_LEVEL);
    assert_eq!(found.fix.as_ref().map(|it| it.replacement.as_str()), Some("read"));
}

#[test]
fn lists_of_classes_are_united_and_switches_contradict_each_other() {
    let first = "options { active [FACILITY]  raclist [FACILITY]  log-always [FACILITY] }\n";
    let second = "options { active [APPL, FACILITY]  raclist [APPL]  log-always [APPL] }\n";
    let model = valid(&[first, second]).model;
    for name in ["FACILITY", "APPL"] {
        let class = model.classes.iter().find(|it| it.name == name).expect("a supplied class");
        assert!(class.settings.active && class.settings.raclisted, "{name}");
    }
    let codes: Vec<_> = mistakes("options { mls off }\noptions { mls warning }\n")
        .iter()
        .map(|it| it.code)
        .collect();
    assert_eq!(codes, [codes::CONTRADICTION]);
}

#[test]
fn a_data_set_of_one_qualifier_is_stored_under_the_prefix() {
    let text = "options { prefix PRE }\ngroup PRE\ngroup STAFF\nuser ALICE { default-group STAFF }\n\
                profile DATASET \"PARMS\" { uacc none }\npermit ALICE: read on DATASET \"PRE.PARMS\"\n";
    let model = valid(&[text]).model;
    let profile = model.profiles.iter().next().expect("the profile");
    assert_eq!((profile.name.as_str(), profile.standard.len()), ("PRE.PARMS", 1));
}

#[test]
fn a_missing_id_of_a_site_is_reported_once() {
    let text = "param ADMINS: group\nuser ALICE { default-group ADMINS }\n\
                profile FACILITY \"X.Y\" { owner ADMINS  permit ADMINS: read }\n\
                connect ALICE to ADMINS\n";
    let origin = Some(saffron_diagnostics::Span { file: FileId(1), start: 0, end: 5 });
    let given = SiteValue { text: "ZWEADMIN".to_owned(), origin };
    let settings =
        Settings { site_values: [("ADMINS".to_owned(), given)].into(), ..Settings::default() };
    let trees = [tree(text), tree("group ZWEADMI\n")];
    let found = analyse(&trees, &settings).diagnostics;
    let found: Vec<_> = found.into_iter().filter(Diagnostic::is_error).collect();
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((found.code, Some(found.primary.span)), (codes::UNKNOWN_GROUP, origin));
    assert_eq!(found.secondary.len(), 4);
    assert!(found.help.as_ref().is_some_and(|it| it.contains("group ZWEADMIN {")), "{found:#?}");
}

#[test]
fn attributes_have_two_spellings() {
    let text = "group ALL { attributes [universal] }\ngroup STAFF { universal yes }\n\
                user ALICE { default-group STAFF  attributes [special, revoked] }\n\
                connect ALICE to ALL { attributes [revoked] }\n";
    valid(&[text]);
    let twice =
        "group STAFF\nuser ALICE { default-group STAFF  attributes [revoked]  revoked no }\n";
    let codes: Vec<_> = mistakes(twice).iter().map(|it| it.code).collect();
    assert_eq!(codes, [codes::CONTRADICTION]);
}

#[test]
fn one_mistake_is_reported_once() {
    for text in [
        "group STAFF\nuser ALICE { default-group STAFF  revoke on 2027-1-31 }\n",
        "security-level SECRET 99999999999999999999\n",
        "profile FACILITY \"X\" {\n  uacc none\n\ncategory PAYROLL\n",
        "group STAFF {\n  superior SYS1\n\nuser ALICE\n\n",
    ] {
        let found = mistakes(text);
        let errors = found.iter().filter(|it| it.is_error() && it.code != codes::NO_DEFAULT_GROUP);
        assert_eq!(errors.count(), 1, "{text}\n{found:#?}");
    }
}

#[test]
fn names_of_levels_and_categories_may_have_hyphens() {
    let analysis = valid(&[
        "security-level \"TOP-SECRET\" 200\ncategory \"PAY-ROLL\"\n",
        "group STAFF\nuser ALICE { default-group STAFF  security-level \"TOP-SECRET\"  categories [\"PAY-ROLL\"] }\n",
    ]);
    let model = analysis.model;
    let (level, category) = (&model.security_levels[0], &model.categories[0]);
    assert_eq!((level.name.as_str(), level.number), ("TOP-SECRET", 200));
    assert_eq!(category.name, "PAY-ROLL");
}
