//! Random sequences of commands: whatever they result in, the tree says it, and the package too.

use std::collections::BTreeSet;

use proptest::prelude::*;
use saffron_compiler::Settings;

use saffron_racf_convert::import::Package;

use super::run::{Run, compiled, run, shown};
use super::{audit, compare};

fn one(of: &'static [&'static str]) -> BoxedStrategy<&'static str> {
    proptest::sample::select(of).boxed()
}

fn id() -> BoxedStrategy<&'static str> {
    one(&["ALICE", "BOB", "CAROL", "STAFF", "PAY", "TEMPS", "GONE", "IBMUSER", "SYS1", "*"])
}

fn user() -> BoxedStrategy<&'static str> {
    one(&["ALICE", "BOB", "CAROL", "GONE", "PAY"])
}

fn group() -> BoxedStrategy<&'static str> {
    one(&["STAFF", "PAY", "TEMPS", "SYS1", "GONE"])
}

fn level() -> BoxedStrategy<&'static str> {
    one(&["NONE", "EXECUTE", "READ", "UPDATE", "CONTROL", "ALTER"])
}

fn class() -> BoxedStrategy<&'static str> {
    one(&[
        "FACILITY", "FACILITY", "APPL", "TERMINAL", "TCICSTRN", "GCICSTRN", "EJBROLE", "PROGRAM",
        "STARTED", "SECLABEL", "ZOWE", "JESSPOOL", "UNIXPRIV",
    ])
}

fn resource() -> BoxedStrategy<&'static str> {
    one(&["A.B", "A.*", "A.**", "*", "**", "A.B*", "A%B", "X", "A.&V.C", "A*B", "X.y", "EAGLE"])
}

fn data_set() -> BoxedStrategy<&'static str> {
    one(&[
        "'PAY.A.B'",
        "'PAY.*'",
        "'PAY.**'",
        "'PAY.A*'",
        "'ALICE.A.*.**'",
        "'PAY.%'",
        "A.B",
        "'STAFF.A.**.B'",
        "'GONE.X'",
        "'PAY.A.*'",
        "'MASTER'",
    ])
}

fn user_command() -> BoxedStrategy<String> {
    let attribute = one(&[
        "",
        "",
        "SPECIAL",
        "OPERATIONS",
        "RESTRICTED",
        "NOSPECIAL",
        "AUDITOR",
        "UAUDIT",
        "NOPASSWORD",
        "PASSWORD(GEHEIM)",
        "PHRASE('GEHEIMER SATZ 1')",
        "REVOKE",
        "RESUME",
        "REVOKE(01/01/27)",
        "RESUME(06/01/27)",
        "CLAUTH(USER FACILITY)",
        "OMVS(UID(0) HOME('/'))",
        "OMVS(AUTOUID)",
        "SECLEVEL(SECRET)",
        "ADDCATEGORY(MONEY)",
        "SECLABEL(EAGLE)",
        "NAME('A \"quoted\" name')",
        "DATA('it''s ${NOT} \\ data')",
    ]);
    prop_oneof![
        (user(), group(), attribute.clone(), id())
            .prop_map(|(u, g, a, o)| format!("ADDUSER {u} DFLTGRP({g}) {a} OWNER({o})")),
        (user(), attribute).prop_map(|(u, a)| format!("ALTUSER {u} {a}")),
        user().prop_map(|u| format!("DELUSER {u}")),
        (user(), group()).prop_map(|(u, g)| format!("ALTUSER {u} DFLTGRP({g})")),
    ]
    .boxed()
}

fn group_command() -> BoxedStrategy<String> {
    let connected = one(&[
        "",
        "AUTHORITY(JOIN)",
        "SPECIAL",
        "OPERATIONS",
        "REVOKE",
        "UACC(READ)",
        "REVOKE(01/01/27) RESUME(02/01/28)",
        "AUDITOR",
    ]);
    prop_oneof![
        (group(), group(), id())
            .prop_map(|(g, s, o)| format!("ADDGROUP {g} SUPGROUP({s}) OWNER({o})")),
        group().prop_map(|g| format!("ADDGROUP {g} UNIVERSAL DATA('x')")),
        (group(), group(), id())
            .prop_map(|(g, s, o)| format!("ALTGROUP {g} SUPGROUP({s}) OWNER({o})")),
        group().prop_map(|g| format!("DELGROUP {g}")),
        (user(), group(), connected).prop_map(|(u, g, a)| format!("CONNECT {u} GROUP({g}) {a}")),
        (user(), group()).prop_map(|(u, g)| format!("REMOVE {u} GROUP({g})")),
    ]
    .boxed()
}

fn profile_operand() -> BoxedStrategy<&'static str> {
    one(&[
        "",
        "",
        "",
        "UACC(READ)",
        "UACC(ALTER)",
        "WARNING",
        "AUDIT(ALL(UPDATE))",
        "AUDIT(NONE)",
        "AUDIT(FAILURES(UPDATE) SUCCESS(ALTER))",
        "NOTIFY(ALICE)",
        "NOTIFY(PAY)",
        "LEVEL(7)",
        "SECLEVEL(SECRET)",
        "ADDCATEGORY(MONEY)",
        "SECLABEL(EAGLE)",
        "OWNER(PAY)",
        "OWNER(ALICE)",
        "GLOBALAUDIT(SUCCESS(READ))",
        "DATA('d')",
        "APPLDATA('a')",
    ])
}

fn resource_command() -> BoxedStrategy<String> {
    let member = one(&[
        "ADDMEM(CEDA)",
        "ADDMEM(CE*)",
        "DELMEM(CEDA)",
        "ADDMEM(A*B)",
        "ADDMEM(X.&V)",
        "STDATA(USER(ALICE) GROUP(STAFF) TRUSTED(YES))",
        "STDATA(USER(=MEMBER))",
        "STDATA(USER(PAY) GROUP(ALICE))",
        "STDATA(USER(GONE) PRIVILEGED(YES))",
    ]);
    prop_oneof![
        4 => (class(), resource(), profile_operand())
            .prop_map(|(c, r, o)| format!("RDEFINE {c} {r} {o}")),
        1 => (class(), resource(), profile_operand())
            .prop_map(|(c, r, o)| format!("RALTER {c} {r} {o}")),
        1 => (class(), resource()).prop_map(|(c, r)| format!("RDELETE {c} {r}")),
        1 => (class(), resource(), member).prop_map(|(c, r, m)| format!("RALTER {c} {r} {m}")),
        1 => (class(), class(), resource(), resource())
            .prop_map(|(c, d, r, s)| format!("RDEFINE {c} {r} FROM({s}) FCLASS({d})")),
    ]
    .boxed()
}

fn data_command() -> BoxedStrategy<String> {
    one(&[
        "RDEFINE SECDATA SECLEVEL ADDMEM(SECRET/100 PUBLIC/10)",
        "RALTER SECDATA SECLEVEL DELMEM(SECRET)",
        "RDEFINE SECDATA CATEGORY ADDMEM(MONEY PAY-ROLL)",
        "RALTER SECDATA CATEGORY DELMEM(MONEY)",
        "RDEFINE SECLABEL EAGLE SECLEVEL(SECRET) ADDCATEGORY(MONEY)",
        "RALTER SECLABEL EAGLE SECLEVEL(PUBLIC)",
        "RDEFINE RACFVARS &V ADDMEM(B C)",
        "RDELETE RACFVARS &V",
        "RDEFINE RACFVARS &RACLNDE ADDMEM(NODEA)",
        "RDEFINE JESSPOOL &RACLNDE.*.** UACC(READ)",
        "RDEFINE GLOBAL DATASET ADDMEM('PAY.A*'/READ '&RACUID.**'/ALTER)",
        "RALTER GLOBAL DATASET ADDMEM('PAY.**'/UPDATE) DELMEM('PAY.A*')",
        "RDEFINE GLOBAL FACILITY ADDMEM(A.*/UPDATE A.B/NONE)",
        "RDEFINE CDT ZOWE CDTINFO(POSIT(607) MAXLENGTH(20) DEFAULTUACC(NONE) RACLIST(ALLOWED))",
        "RDEFINE CDT ZOWE CDTINFO(POSIT(5) MAXLENGTH(20) RACLIST(DISALLOWED) OPERATIONS(YES))",
        "RALTER CDT ZOWE CDTINFO(MAXLENGTH(2) GENERIC(DISALLOWED))",
        "RALTER CDT ZOWE CDTINFO(KEYQUALIFIERS(2) CASE(ASIS))",
        "RALTER CDT ZOWE CDTINFO(CASE(UPPER))",
        "RDELETE CDT ZOWE",
        "RDEFINE CDT GZOWE CDTINFO(POSIT(607) MEMBER(ZOWE) RACLIST(ALLOWED))",
        "RDEFINE GZOWE G ADDMEM(A.B A.*)",
    ])
    .prop_map(str::to_owned)
    .boxed()
}

fn data_set_command() -> BoxedStrategy<String> {
    let operand = one(&["", "", "GENERIC", "VOLUME(VOL001)", "VOLUME(VOL002 VOL003)", "ERASE"]);
    prop_oneof![
        3 => (data_set(), operand.clone(), profile_operand())
            .prop_map(|(d, o, p)| format!("ADDSD {d} {o} {p}")),
        1 => (data_set(), operand.clone(), profile_operand())
            .prop_map(|(d, o, p)| format!("ALTDSD {d} {o} {p}")),
        1 => (data_set(), operand).prop_map(|(d, o)| format!("DELDSD {d} {o}")),
    ]
    .boxed()
}

fn permit_command() -> BoxedStrategy<String> {
    let tail = one(&[
        "",
        "",
        "",
        "WHEN(TERMINAL(T1 T2))",
        "WHEN(PROGRAM(PAYCALC))",
        "DELETE",
        "WHEN(CONSOLE(C1))",
        "RESET",
        "RESET(WHEN)",
        "WHEN(CRITERIA(SQLROLE(Teller)))",
        "WHEN(SYSID(SYS1))",
    ]);
    prop_oneof![
        (resource(), class(), id(), id(), level(), tail.clone()).prop_map(
            |(r, c, a, b, l, t)| format!("PERMIT {r} CLASS({c}) ID({a} {b}) ACCESS({l}) {t}")
        ),
        (data_set(), id(), level(), tail)
            .prop_map(|(d, a, l, t)| format!("PERMIT {d} ID({a}) ACCESS({l}) {t}")),
        (resource(), class(), resource(), class())
            .prop_map(|(r, c, s, d)| format!("PERMIT {r} CLASS({c}) FROM({s}) FCLASS({d})")),
    ]
    .boxed()
}

fn option_command() -> BoxedStrategy<String> {
    let classes = one(&[
        "FACILITY",
        "*",
        "DATASET",
        "APPL TERMINAL",
        "TCICSTRN",
        "RACFVARS CDT",
        "SECLABEL SECDATA",
        "ZOWE",
        "STARTED",
        "JESSPOOL UNIXPRIV",
        "PROGRAM",
        "EJBROLE",
    ]);
    let option = one(&[
        "CLASSACT",
        "CLASSACT",
        "NOCLASSACT",
        "GENERIC",
        "GENERIC",
        "NOGENERIC",
        "GENCMD",
        "RACLIST",
        "NORACLIST",
        "GLOBAL",
        "NOGLOBAL",
    ]);
    let system = one(&[
        "GRPLIST",
        "NOGRPLIST",
        "EGN",
        "EGN",
        "NOEGN",
        "PROTECTALL(FAILURES)",
        "PROTECTALL(WARNING)",
        "NOPROTECTALL",
        "WHEN(PROGRAM)",
        "NOWHEN(PROGRAM)",
        "ADDCREATOR",
        "MLS(FAILURES)",
        "MLACTIVE(WARNING)",
        "GENERICOWNER",
        "PREFIX(PAY)",
        "NOPREFIX",
        "LOGOPTIONS(ALWAYS(FACILITY))",
        "LOGOPTIONS(NEVER(*))",
        "OPERAUDIT",
        "TERMINAL(NONE)",
    ]);
    prop_oneof![
        3 => (option, classes).prop_map(|(o, c)| format!("SETROPTS {o}({c})")),
        2 => system.prop_map(|o| format!("SETROPTS {o}")),
    ]
    .boxed()
}

pub(super) fn commands() -> BoxedStrategy<Vec<String>> {
    let any = prop_oneof![
        2 => user_command(),
        2 => group_command(),
        4 => resource_command(),
        2 => data_command(),
        3 => data_set_command(),
        6 => permit_command(),
        3 => option_command(),
    ];
    let start = Just(
        [
            "ADDGROUP STAFF",
            "ADDGROUP PAY SUPGROUP(STAFF) OWNER(STAFF)",
            "ADDUSER ALICE DFLTGRP(STAFF)",
            "ADDUSER BOB DFLTGRP(PAY) PASSWORD(GEHEIM)",
            "ADDUSER GONE DFLTGRP(PAY)",
            "SETROPTS CLASSACT(FACILITY) GENERIC(DATASET)",
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    (start, prop::collection::vec(any, 5..60))
        .prop_map(|(start, rest)| start.into_iter().chain(rest).collect())
        .boxed()
}

/// Whatever must hold for a sequence of commands.
pub(super) fn assert_same(run: &Run) -> usize {
    let database = &run.imported.database;
    let tree = run.tree();
    assert!(tree.said.is_empty(), "the tree has mistakes\n{}", tree.said);
    let model = run.model().model;
    let differences = audit::differences(database, &model, &run.translation.gaps);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_package(run, &run.package(), &Settings::default())
}

/// A package that decides as the tree of a run.
pub(super) fn assert_package(run: &Run, package: &Package, settings: &Settings) -> usize {
    let built = compiled(package, settings);
    assert!(built.said.is_empty(), "{}\n{}", built.said, shown(package));
    let left_out = package.report.remarks.iter().any(|it| it.starts_with("`IBMUSER`"));
    let without: BTreeSet<String> = left_out.then(|| "IBMUSER".to_owned()).into_iter().collect();
    let (tree, built) = (run.tree().bundle.unwrap(), built.bundle.unwrap());
    let database = &run.imported.database;
    let (count, difference) = compare::difference(database, &without, &tree, &built);
    assert!(difference.is_none(), "{}\n{}", difference.unwrap_or_default(), shown(package));
    count
}

/// `SAFFRON_CASES` asks for another number of cases.
pub(super) fn configuration(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: std::env::var("SAFFRON_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(cases),
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(configuration(96))]

    #[test]
    fn random_commands_decide_the_same(commands in commands()) {
        let text = commands.join("\n") + "\n";
        let run = run(&text);
        assert_same(&run);
        let everything = format!("{}{:?}", shown(&run.package()), run.package().report);
        prop_assert!(!everything.contains("GEHEIM"), "{everything}");
    }
}
