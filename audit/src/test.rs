//! The tests that rules refer to by name.

use crate::finding::Found;
use crate::inquiry::Inquiry;
use crate::judge::{family, lists, names, options, profiles, resources, started, unix, users};

/// A test: what it looks at, and what it needs of the site.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// Its name.
    pub slug: &'static str,
    /// Lists that it needs; with one missing, its rule isn't decided.
    pub lists: &'static [&'static str],
    /// Whether it asks options, which an unload may lack.
    pub asks_options: bool,
    /// Adds what it finds.
    pub(crate) judge: fn(&Inquiry<'_>, &mut Vec<Found>),
}

/// The test with a name.
pub fn of(slug: &str) -> Option<&'static Test> {
    ALL.iter().find(|test| test.slug == slug)
}

/// Lists that are known: each can be in `[audit.lists]`.
pub fn known_lists() -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(|test| test.lists).copied().chain(["global-entries"])
}

const fn test(
    slug: &'static str,
    lists: &'static [&'static str],
    judge: fn(&Inquiry<'_>, &mut Vec<Found>),
) -> Test {
    Test { slug, lists, asks_options: false, judge }
}

const fn option(slug: &'static str, judge: fn(&Inquiry<'_>, &mut Vec<Found>)) -> Test {
    Test { slug, lists: &[], asks_options: true, judge }
}

/// All tests.
pub const ALL: &[Test] = &[
    test("uacc-none", &[], profiles::uacc),
    test("no-warning", &[], profiles::warning),
    test("special-justified", &["special"], users::special),
    test("operations-justified", &["operations"], users::operations),
    test("auditor-justified", &["auditor"], users::auditor),
    test("stc-trusted", &["trusted-started-tasks"], started::trusted_unapproved),
    test("stc-protected", &[], started::identified),
    test("uid0", &["uid-0"], unix::uid_zero),
    test("unique-gid", &[], unix::unique),
    test("unixpriv", &["superuser"], family::superuser),
    test("bpx", &["bpx"], family::bpx),
    test("opercmds", &["opercmds"], family::operator_commands),
    test("tsoauth-console", &["console"], resources::console),
    test("tsoauth", &["tsoauth"], resources::tso),
    test("surrogat", &["surrogate"], family::surrogates),
    test("scheduler-surrogat", &["batch-users", "schedulers"], resources::schedulers),
    test("dynamic-lists", &["dynamic-lists"], family::dynamic_lists),
    test("apf-libs", &["apf-libraries", "system-programmers"], resources::libraries),
    test("parmlib", &["system-programmers", "parmlib-readers"], resources::parmlib),
    test("racf-db", &["racf-databases", "racf-database-users"], resources::databases),
    test("required-fields", &[], users::required_fields),
    test("batch-protected", &["batch-users"], users::batch),
    test("storage-mgmt-no-operations", &["storage-administrators"], users::storage),
    test("dasdvol", &["dasdvol"], family::volumes),
    test("ichblp", &["bypass-label-processing"], resources::label_bypass),
    test("global", &[], profiles::global),
    test(
        "sensitive-utilities",
        &["sensitive-utilities", "sensitive-utility-users"],
        resources::utilities,
    ),
    test("stgadmin", &["dfsms"], family::storage),
    test("servauth", &["tcpip"], family::network),
    option("protectall", options::protect_all),
    option("grplist", options::list_of_groups),
    option("class-active", options::active_classes),
    test("sensitive-open", &[], family::sensitive),
    test("uacc-update", &[], profiles::uacc_update),
    test("any-user-update", &[], profiles::any_user_update),
    test("global-update", &[], profiles::global_update),
    test("global-undoes-profile", &[], profiles::global_undoes),
    test("surrogate-open", &[], family::surrogate_open),
    test("unixpriv-open", &[], family::unixpriv_open),
    test("started-trusted", &[], started::trusted),
    test("started-unprotected", &[], started::unprotected),
    test("special-and-operations", &[], users::special_and_operations),
    option("program-control-off", options::program_control),
    test("residual-id", &[], profiles::residual),
    test("unreachable-profile", &[], lists::unreachable),
    test("group-without-members", &[], users::empty_groups),
    test("permit-without-effect", &[], lists::redundant),
    test("unknown-resource-name", &[], names::unknown),
    test("looks-generic", &[], profiles::looks_generic),
];
