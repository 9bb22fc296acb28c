//! Bundles: damaged ones are refused with what and where; the same policy has the same digest.

use saffron_bundle::frame::{DirectoryEntry, FORMAT_VERSION, Header};
use saffron_bundle::layout::safr::{
    SafrAccessRow, SafrEnvironmentRow, SafrGroupRow, SafrItemRow, SafrMeta,
};
use saffron_bundle::layout::{
    AuthRow, ClassRow, GlobalRow, Meta, NameSlot, NodeRow, ProfileRow, UserRow,
};
use saffron_bundle::listing;
use saffron_bundle::{Bundle, DirectoryFault, OpenError, RowFault, SectionKind, reseal};
use saffron_runtime::{Day, Engine, Question, Request, Requester};
use saffron_tests::pipeline::compile_text;
use saffron_tests::safr::OwnedSafrRequest;
use saffron_vocabulary::safr::{ItemType, SafrOperation};

const POLICY: &str = r#"
group PAYGRP { }
group PAYROLL { }
user PAYCLK { default-group PAYGRP  revoke on 2030-01-01 }
user PAYADM { default-group PAYGRP  attributes [operations] }
profile DATASET "PAYROLL.**" {
  uacc none
  permit PAYCLK: read
  permit PAYGRP: update when program "PAYCALC"
}
profile DATASET "PAYROLL.**.LOG" { uacc read }
profile DATASET "PAYROLL.MASTER" volumes ["PAY001"] { uacc none  permit PAYADM: alter }
profile FACILITY "PAY.%.ADMIN*" { permit *: read }
global DATASET { "PAYROLL.HELP": read  "&RACUID.**": alter }
safr {
  environment FINANCE {
    logical-record LR
    logical-file LF
    lookup-path LK { uses [LR, LF] }
    view-folder OPEN { view V { refers [LR, LK] } }
  }
  environment TEST { logical-file LF  view-folder OPEN { view V } }
  group CLERKS {
    members [PAYCLK]
    in FINANCE {
      create [logical-file]
      edit view-folder OPEN: modify
      edit logical-record LR: read
      edit logical-file LF: delete
    }
    in TEST { run [migrate-in]  edit logical-file LF: modify }
  }
  group OWNERS { members [PAYADM]  in FINANCE as administrator }
  system-administrator PAYADM
}
"#;

const FIRST_SECTION: usize =
    size_of::<Header>() + SectionKind::ALL.len() * size_of::<DirectoryEntry>();

fn bundle() -> Vec<u8> {
    compile_text(POLICY).expect("the policy compiles").bundle
}

/// A small generator: the same damage on every machine.
struct Damage(u64);

impl Damage {
    fn next(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn every_cut_is_refused() {
    let bundle = bundle();
    for len in 0..bundle.len() {
        assert!(Bundle::open(&bundle[..len]).is_err(), "cut to {len} bytes");
    }
}

#[test]
fn anything_appended_is_refused() {
    let mut bundle = bundle();
    bundle.extend([0; 64]);
    assert!(matches!(Bundle::open(&bundle), Err(OpenError::Length { .. })));
}

#[test]
fn every_flipped_bit_is_refused() {
    let good = bundle();
    let mut bad = good.clone();
    for at in 0..good.len() {
        bad[at] ^= 1 << (at % 8);
        assert!(Bundle::open(&bad).is_err(), "a bit of byte {at} flipped");
        bad[at] = good[at];
    }
}

/// Damage whose digests have been made good again must be found by the checks of the rows, or be
/// harmless: whatever opens also decides.
#[test]
fn random_mutations_neither_panic_nor_open_broken_offsets() {
    let good = bundle();
    let mut damage = Damage(0x5AFF);
    let (mut refused, mut opened) = (0, 0);
    for _ in 0..10_000 {
        let mut bad = good.clone();
        for _ in 0..=damage.next(3) {
            let at = FIRST_SECTION + damage.next(good.len() - FIRST_SECTION);
            let Some(byte) = bad.get_mut(at) else { continue };
            *byte = [0, 1, 0x7F, 0xFF, byte.wrapping_add(1)][damage.next(5)];
        }
        reseal(&mut bad);
        match Engine::open(bad.clone()) {
            Ok(engine) => {
                opened += 1;
                ask_everything(&engine);
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 1_000 && opened > 100, "{refused} refused, {opened} opened");
}

fn ask_everything(engine: &Engine) {
    for (class, resource) in [
        ("DATASET", "PAYROLL.MASTER"),
        ("DATASET", "PAYROLL.A.B.LOG"),
        ("DATASET", "PAYCLK.OWN"),
        ("FACILITY", "PAY.X.ADMINS"),
        ("NOCLASS", "X"),
    ] {
        for user in ["PAYCLK", "PAYADM", "NOBODY"] {
            let mut request =
                Request::new(Requester::User(user), Question::new(class, resource), Day(20_000));
            request.question.context.program = &["PAYCALC"];
            let decision = engine.decide(&request);
            assert_eq!(decision, engine.explain(&request).decision);
        }
    }
    for (operation, item_type, item) in [
        (SafrOperation::Delete, ItemType::LogicalFile, "LF"),
        (SafrOperation::Modify, ItemType::View, "V"),
        (SafrOperation::Reference, ItemType::LookupPath, "LK"),
        (SafrOperation::Export, ItemType::View, "V"),
        (SafrOperation::Migrate, ItemType::LogicalFile, "LF"),
        (SafrOperation::RemoveGroupEnvironment, ItemType::Group, "CLERKS"),
    ] {
        for (user, group) in [("PAYCLK", "CLERKS"), ("PAYADM", "OWNERS")] {
            let mut request = OwnedSafrRequest::new(user, Some(group), "FINANCE");
            request = request.about(operation, item_type, item);
            request.referrer = Some((ItemType::View, "V".to_owned()));
            request.source_environment = Some("FINANCE".to_owned());
            request.target_environment = Some("TEST".to_owned());
            request.with_borrowed(|it| {
                assert_eq!(engine.decide_safr(it), engine.explain_safr(it).decision);
            });
        }
    }
    assert!(listing::safr::rows(engine.bundle_sections()).count() < 1_000_000);
}

/// What each of SAFR's rows must be like, and what is stated where one isn't.
#[test]
#[expect(clippy::too_many_lines, reason = "a line for each way to be damaged")]
fn damaged_rows_of_safr_are_refused_with_their_place() {
    use SectionKind as S;
    let good = bundle();
    let mut messages = Vec::new();
    let mut say = |what: &str, section: SectionKind, at: usize, bytes: &[u8]| {
        let error = damaged(&good, section, at, bytes);
        let error = error.map_or("opened".to_owned(), |error| error.to_string());
        messages.push(format!("{what}: {error}"));
    };
    let (environment, item, group, access) = (
        size_of::<SafrEnvironmentRow>(),
        size_of::<SafrItemRow>(),
        size_of::<SafrGroupRow>(),
        size_of::<SafrAccessRow>(),
    );
    let folder = SafrItemRow::offset_of("folder").unwrap();
    let kind = SafrItemRow::offset_of("kind").unwrap();
    // Items: of FINANCE LF, LR, LK, V, OPEN, of TEST LF, V, OPEN.
    let (record, path, view) = (item, 2 * item, 3 * item);
    say("an option", S::SafrMeta, 3, &[1]);
    say("the rules", S::SafrMeta, SafrMeta::offset_of("rules").unwrap(), &[2]);
    say("declared", S::SafrMeta, SafrMeta::offset_of("declared").unwrap(), &[2]);
    say("a name", S::SafrEnvironments, 3, &[1]);
    say("items of an environment", S::SafrEnvironments, environment - 1, &[1]);
    say(
        "another's items",
        S::SafrEnvironments,
        SafrEnvironmentRow::offset_of("items").unwrap(),
        &[1],
    );
    say("an item's name", S::SafrItems, 7, &[1]);
    say(
        "an item's environment",
        S::SafrItems,
        SafrItemRow::offset_of("environment").unwrap(),
        &[1],
    );
    say("no environment", S::SafrItems, SafrItemRow::offset_of("environment").unwrap() + 3, &[1]);
    say("an item's type", S::SafrItems, record + kind, &[ItemType::User.byte()]);
    say(
        "the run of references",
        S::SafrItems,
        path + SafrItemRow::offset_of("references").unwrap() + 4,
        &[9],
    );
    say("the order of references", S::SafrReferences, 0, &[1]);
    say("a reference elsewhere", S::SafrReferences, 4, &[7]);
    say("no item", S::SafrReferences, 4, &[200]);
    say("a view without folder", S::SafrItems, view + folder, &[0]);
    say("a file in a folder", S::SafrItems, folder, &[5]);
    say("no such folder", S::SafrItems, view + folder, &[200]);
    say("a folder that is none", S::SafrItems, view + folder, &[1]);
    say("a folder elsewhere", S::SafrItems, view + folder, &[8]);
    say("a group's name", S::SafrGroups, 3, &[1]);
    say("a group's members", S::SafrGroups, group - 9, &[1]);
    say("a group's access", S::SafrGroups, group - 1, &[1]);
    say("the order of access", S::SafrAccess, 0, &[1]);
    say("access to nothing", S::SafrAccess, access, &[200]);
    say("what the group is", S::SafrAccess, SafrAccessRow::offset_of("access").unwrap(), &[4]);
    say("Migrate In", S::SafrAccess, SafrAccessRow::offset_of("migrate_in").unwrap(), &[2]);
    say("create permissions", S::SafrAccess, SafrAccessRow::offset_of("create").unwrap() + 1, &[2]);
    say(
        "the run of rights",
        S::SafrAccess,
        SafrAccessRow::offset_of("rights").unwrap() + 4,
        &[200],
    );
    say("the order of rights", S::SafrRights, 0, &[4 << 2]);
    say("a right elsewhere", S::SafrRights, 8, &[7 << 2]);
    say("a right to nothing", S::SafrRights, 8, &[50 << 2]);
    say("a member", S::SafrMembers, 0, &[200]);
    say("an administrator", S::SafrAdministrators, 0, &[200]);
    say(
        "a slot of environments",
        S::SafrEnvironmentTable,
        8 + slot(&good, S::SafrEnvironmentTable),
        &[200],
    );
    say("a slot of items", S::SafrItemTable, 8 + slot(&good, S::SafrItemTable), &[200]);
    say("a slot of groups", S::SafrGroupTable, 8 + slot(&good, S::SafrGroupTable), &[200]);
    say("an origin", S::SafrOrigins, 3, &[1]);
    snapshot("safr-refusals", &messages);
}

/// Why a bundle with other bytes in a section is refused.
fn damaged(good: &[u8], section: SectionKind, at: usize, bytes: &[u8]) -> Option<OpenError> {
    let (start, len) = place(good, section);
    assert!(at + bytes.len() <= len, "{section}");
    let mut bad = good.to_vec();
    bad[start + at..start + at + bytes.len()].copy_from_slice(bytes);
    reseal(&mut bad);
    Bundle::open(&bad).err()
}

#[test]
fn damaged_rows_are_refused_for_their_fault() {
    use RowFault as F;
    use SectionKind as S;
    let good = bundle();
    let check = |section, offset: Option<usize>, bytes: &[u8], fault| {
        let error = damaged(&good, section, offset.unwrap(), bytes);
        assert_eq!(error, Some(OpenError::Row { section, row: 0, fault }), "{section} {offset:?}");
    };
    check(S::Meta, Meta::offset_of("flags"), &[0xFF; 4], F::UnknownFlag);
    check(S::Meta, Meta::offset_of("protect_all"), &[9], F::UnknownWord);
    check(S::Meta, Meta::offset_of("dataset"), &[0xFF; 4], F::OutOfRange(S::Classes));
    check(S::Classes, ClassRow::offset_of("default_return_code"), &[5], F::ReturnCode);
    check(S::Classes, ClassRow::offset_of("log_options"), &[99], F::UnknownWord);
    check(S::Classes, ClassRow::offset_of("root"), &[0xFF; 4], F::OutOfRange(S::Nodes));
    check(S::Authorities, AuthRow::offset_of("kind"), &[2], F::NeitherUserNorGroup);
    check(S::Authorities, AuthRow::offset_of("kind"), &[3], F::UnknownWord);
    check(S::Users, UserRow::offset_of("label"), &[0xFF; 4], F::OutOfRange(S::Labels));
    check(S::Profiles, ProfileRow::offset_of("name"), &[0xFF; 4], F::OutOfRange(S::Strings));
    check(S::Profiles, ProfileRow::offset_of("uacc"), &[6], F::UnknownWord);
    check(S::Profiles, ProfileRow::offset_of("audit"), &[7], F::UnknownWord);
    check(S::Profiles, ProfileRow::offset_of("standard"), &[0xFF; 4], F::Unordered(S::Entries));
    check(S::Nodes, NodeRow::offset_of("terminal"), &[0xFF; 4], F::OutOfRange(S::Profiles));
    check(S::Nodes, NodeRow::offset_of("has_literals"), &[2], F::UnknownWord);
    check(S::Globals, GlobalRow::offset_of("access"), &[1], F::GlobalExecute);
    let (entries, _) = place(&good, S::Entries);
    check(S::Entries, Some(0), &[good[entries] | 7], F::UnknownWord);
}

/// Faults of header and directory, which come before those of rows.
#[test]
fn a_damaged_frame_is_refused_for_its_fault() {
    let open = |at: usize, byte: u8| {
        let mut bad = bundle();
        bad[at] = byte;
        Bundle::open(&bad).err().unwrap()
    };
    let directory = |entry, fault| OpenError::Directory { entry, fault };
    assert_eq!(open(8, 99), OpenError::Format { found: 99, expected: FORMAT_VERSION });
    assert_eq!(open(24, 3), OpenError::SectionCount);
    let first = size_of::<Header>();
    assert_eq!(open(first, 2), directory(0, DirectoryFault::Kind));
    assert_eq!(open(first + 8, 1), directory(0, DirectoryFault::Offset));
    assert_eq!(open(first + 16 + 7, 0xFF), directory(0, DirectoryFault::Length));
    assert_eq!(open(first - 1, 0), OpenError::HeaderChanged);
}

/// Where a section begins, and how many bytes it has.
fn place(bundle: &[u8], section: SectionKind) -> (usize, usize) {
    let bundle = Bundle::open(bundle).unwrap();
    let (_, entry) = bundle.directory().find(|(kind, _)| *kind == section).unwrap();
    (usize::try_from(entry.offset()).unwrap(), usize::try_from(entry.len()).unwrap())
}

/// Where the first used slot of a table of names is.
fn slot(bundle: &[u8], section: SectionKind) -> usize {
    let bundle = Bundle::open(bundle).unwrap();
    let table = match section {
        SectionKind::SafrEnvironmentTable => bundle.safr_environment_table(),
        SectionKind::SafrItemTable => bundle.safr_item_table(),
        _ => bundle.safr_group_table(),
    };
    size_of::<NameSlot>() * table.iter().position(|slot| slot.index().get().is_some()).unwrap()
}

fn snapshot(name: &str, messages: &[String]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/bundle");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, messages.join("\n")));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let good = bundle();
    let mut messages = Vec::new();
    let mut say = |what: &str, bytes: &[u8]| {
        messages.push(format!("{what}: {}", Bundle::open(bytes).unwrap_err()));
    };
    say("another file", b"PK\x03\x04");
    say("an empty file", b"");
    say("the mark alone", &good[..8]);
    say("cut in the middle", &good[..good.len() / 2]);
    let mut other_format = good.clone();
    other_format[8] = 99;
    say("another format", &other_format);
    let mut header = good.clone();
    header[12] ^= 1;
    say("header changed", &header);
    let mut section = good.clone();
    let at = good.windows(7).position(|window| window == b"PAYROLL").unwrap();
    section[at] = b'Q';
    say("a name changed", &section);
    snapshot("refusals", &messages);
}

#[test]
fn one_text_makes_one_bundle() {
    assert_eq!(bundle(), bundle());
}

/// What is unknown of something external gives nothing.
#[test]
fn something_external_that_gives_more_than_is_stated_is_refused() {
    let text = "group G\nexternal user U { groups [G] }\n\
        external profile FACILITY \"A\" { permit U: read }\n";
    let good = saffron_tests::pipeline::compile_text(text).unwrap().bundle;
    let fault = |section, offset: Option<usize>, bytes: &[u8]| {
        damaged(&good, section, offset.unwrap(), bytes)
    };
    let row = |section| Some(OpenError::Row { section, row: 0, fault: RowFault::ExternalGives });
    let (profiles, users) = (SectionKind::Profiles, SectionKind::Users);
    assert_eq!(fault(profiles, ProfileRow::offset_of("uacc"), &[2]), row(profiles));
    let special = [1, 0b100];
    assert_eq!(fault(users, UserRow::offset_of("flags"), &special), row(users));
    assert_eq!(fault(users, UserRow::offset_of("security_level"), &[9]), row(users));
}
