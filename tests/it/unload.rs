//! A database that is unloaded and read again is the same, in whatever form and order the records arrive.

use std::path::{Path, PathBuf};

use saffron_command_files as host;
use saffron_command_files::script::Values;
use saffron_compiler::model::Model;
use saffron_diagnostics::{FileId, SourceMap};
use saffron_racf::command::AuditSetting;
use saffron_racf::database::listing::listing;
use saffron_racf::database::{Database, Options, Segments, Session};
use saffron_racf::syntax;
use saffron_racf_convert::build;
use saffron_tests::generate;
use saffron_tests::pipeline::compile_text;
use saffron_tests::unload::{segment, unload};
use saffron_unload::form::Form;
use saffron_unload::options;
use saffron_unload::report::{FindingKind, Weight};
use saffron_unload::{Reader, System};
use saffron_vocabulary::racf::AccessLevel;

pub(crate) fn read(parts: &[&str]) -> System {
    let mut reader = Reader::default();
    for (at, text) in parts.iter().enumerate() {
        let Some(form) = Form::of(text.as_bytes()) else { continue };
        let file = FileId(u32::try_from(at).unwrap());
        reader.file(file, form, text.as_bytes()).unwrap();
    }
    reader.finish()
}

/// Segments of resources that the records of this test have, with their fields.
const OF_RESOURCES: [(&str, &[&str]); 1] =
    [("STDATA", &["USER", "GROUP", "TRUSTED", "PRIVILEGED", "TRACE"])];

/// What a database holds, in RACF's words; options aren't in an unload.
pub(crate) fn contents(database: &Database) -> String {
    let mut database = database.clone();
    database.options = Options::default();
    database.users.values_mut().for_each(|it| unloaded(&mut it.segments));
    database.groups.values_mut().for_each(|it| unloaded(&mut it.segments));
    for (class, profile) in database
        .classes
        .iter_mut()
        .flat_map(|(class, all)| all.values_mut().map(move |it| (class, it)))
    {
        // Only the members of a variable have an order.
        profile.standard.sort_keys();
        profile.conditional.sort_keys();
        if let Some(details) = &mut profile.details {
            if class != "RACFVARS" {
                details.members.sort_keys();
            }
            unloaded(&mut details.segments);
            // An unload doesn't tell what was said from what holds anyway.
            let usual = AuditSetting { success: None, failures: Some(AccessLevel::Read) };
            details.audit.take_if(|it| it.value == usual);
            details.global_audit.take_if(|it| it.value == AuditSetting::default());
            details.level.take_if(|it| it.value == 0);
        }
    }
    listing(&database)
}

/// Leaves what the records have of segments.
fn unloaded(segments: &mut Segments) {
    for (name, segment) in segments.iter_mut() {
        let of_resource = OF_RESOURCES.iter().filter(|(it, _)| it == name);
        let resource = of_resource.flat_map(|(_, fields)| fields.iter().copied());
        let tables = segment::USER.iter().chain(&segment::GROUP).filter(|(_, it, _)| it == name);
        let known: Vec<&str> = tables
            .flat_map(|(_, _, fields)| fields.iter().map(|(_, field)| *field))
            .chain(resource)
            .collect();
        segment.fields.retain(|field, _| name == "CDTINFO" || known.contains(&field.as_str()));
    }
    segments.retain(|_, segment| !segment.fields.is_empty());
}

fn built(model: &Model) -> Database {
    build::build(model).database
}

fn of_commands(path: &Path) -> Database {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let mut sources = SourceMap::default();
    let file = sources.add(name, text.as_str());
    let mut session = Session::default();
    for text in host::extract(file, name, &text, &Values::new()).commands {
        if let Some(command) = syntax::parse(&text).command {
            session.run(&command);
        }
    }
    session.database
}

fn small(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/unloads").join(name)
}

fn fixtures() -> Vec<Database> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/commands/import");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let databases = paths.iter().map(|path| of_commands(path));
    // A system has no variables of a template.
    databases.filter(|it| !listing(it).contains("${")).collect()
}

fn generated() -> Vec<Database> {
    let cases = (0..60).map(|seed| generate::case(seed, 1).text());
    cases.map(|text| built(&compile_text(&text).unwrap().model)).collect()
}

/// Users and groups with every segment that records have.
#[test]
fn segments_are_read() {
    let database = of_commands(&small("segments.racf"));
    let all = contents(&database);
    for (_, name, fields) in segment::USER.iter().chain(&segment::GROUP) {
        assert!(all.contains(name), "{name}: {all}");
        for (_, field) in *fields {
            assert!(all.contains(field), "{name} {field}: {all}");
        }
    }
    let records = unload(&database);
    assert_same(&contents(&read(&[&records]).database), &all, &records);
}

#[test]
fn what_was_unloaded_is_read() {
    for database in fixtures().iter().chain(&generated()) {
        let records = unload(database);
        let system = read(&[&records]);
        assert_same(&contents(&system.database), &contents(database), &records);
    }
}

fn assert_same(left: &str, right: &str, records: &str) {
    for (at, (left, right)) in left.lines().zip(right.lines()).enumerate() {
        assert_eq!(left, right, "line {at}\n{records}");
    }
    assert_eq!(left.lines().count(), right.lines().count(), "{records}");
}

/// EBCDIC bytes of a text in the characters that records have.
fn ebcdic(text: &str) -> Vec<u8> {
    let byte = |it: char| match it {
        ' ' => 0x40,
        '0'..='9' => 0xF0 + offset(it, '0'),
        'A'..='I' => 0xC1 + offset(it, 'A'),
        'J'..='R' => 0xD1 + offset(it, 'J'),
        'S'..='Z' => 0xE2 + offset(it, 'S'),
        'a'..='i' => 0x81 + offset(it, 'a'),
        'j'..='r' => 0x91 + offset(it, 'j'),
        's'..='z' => 0xA2 + offset(it, 's'),
        '.' => 0x4B,
        '*' => 0x5C,
        '-' => 0x60,
        '/' => 0x61,
        _ => panic!("{it} isn't in the sample"),
    };
    text.chars().map(byte).collect()
}

fn offset(character: char, first: char) -> u8 {
    u8::try_from(u32::from(character) - u32::from(first)).unwrap()
}

pub(crate) fn sample(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cli/unload.in");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn of_bytes(bytes: &[u8]) -> String {
    let mut reader = Reader::default();
    reader.file(FileId(0), Form::of(bytes).expect("records"), bytes).unwrap();
    contents(&reader.finish().database)
}

#[test]
fn every_form_of_transfer_is_the_same_system() {
    let text = sample("zowe-site.irrdbu00");
    let expected = of_bytes(text.as_bytes());
    assert!(expected.contains("profile FACILITY BPX.SERVER"), "{expected}");
    let lines = || text.lines();
    let padded: Vec<String> = lines().map(|line| format!("{line:<1017}")).collect();
    let separated = |byte: u8| {
        let records: Vec<Vec<u8>> = lines().map(ebcdic).collect();
        records.join(&byte)
    };
    let words: Vec<u8> = lines()
        .flat_map(|line| {
            let length = u16::try_from(line.len() + 4).unwrap().to_be_bytes();
            [&length[..], &[0, 0], &ebcdic(line)].concat()
        })
        .collect();
    for bytes in [
        text.replace('\n', "\r\n").into_bytes(),
        padded.join("\n").into_bytes(),
        separated(0x15),
        separated(0x25),
        words,
    ] {
        assert_eq!(of_bytes(&bytes), expected);
    }
}

#[test]
fn the_order_of_types_and_the_number_of_files_do_not_matter() {
    for database in generated().iter().take(20) {
        let records = unload(database);
        let mut by_type: Vec<&str> = records.lines().collect();
        by_type.sort_by_key(|line| std::cmp::Reverse(line.get(..4).map(str::to_owned)));
        let reordered = by_type.join("\n");
        assert_eq!(contents(&read(&[&reordered]).database), contents(database));
        let half = records.lines().count() / 2;
        let parts: [Vec<&str>; 2] =
            [records.lines().take(half).collect(), records.lines().skip(half).collect()];
        let [first, second] = parts.map(|part| part.join("\n"));
        assert_eq!(contents(&read(&[&first, &second]).database), contents(database));
    }
}

fn kinds(system: &System) -> Vec<(FindingKind, u64)> {
    let found = system.findings.iter();
    found.map(|(kind, subjects)| (kind, subjects.values().map(|it| it.count).sum())).collect()
}

#[test]
fn what_is_wrong_is_counted_and_named() {
    let sound = "0100 SYS1     \n0200 IBMUSER                                    NO   \n";
    let cases = [
        ("0102 LOST     IBMUSER  USE", vec![(FindingKind::Missing, 2)]),
        ("0102 SYS1     IBMUSER  USE", vec![(FindingKind::Missing, 1)]),
        ("0101 SYS1     LOST", vec![(FindingKind::Missing, 1)]),
        ("0203 IBMUSER  SYS1", vec![(FindingKind::Missing, 1)]),
        ("0102 SYS1     IBMUSER  BOSS", vec![(FindingKind::UnknownValue, 1)]),
        (
            "0400 PAY.MODEL                                    *MODEL NO",
            vec![(FindingKind::NoneOfType, 1), (FindingKind::Model, 1)],
        ),
        ("0120 LOST     0000000001", vec![(FindingKind::NoBasicRecord, 1)]),
        ("0999 X", vec![(FindingKind::UnknownType, 1)]),
        ("text of the line before", vec![(FindingKind::NotARecord, 1)]),
        ("0100 SYS1", vec![(FindingKind::Duplicate, 1)]),
        ("0206 IBMUSER", vec![(FindingKind::WithoutPlace, 1)]),
    ];
    let usual = kinds(&read(&[sound]));
    for (line, expected) in cases {
        let found = kinds(&read(&[&format!("{sound}{line}\n")]));
        let more: Vec<_> = found.into_iter().filter(|it| !usual.contains(it)).collect();
        assert_eq!(more, expected, "{line}");
    }
}

#[test]
fn a_contradiction_is_an_error_and_a_leftover_is_not() {
    let of = |text: &str| -> Vec<Weight> {
        kinds(&read(&[text])).into_iter().map(|(kind, _)| kind.weight()).collect()
    };
    assert!(of("0100 PAY\n0200 PAY\n").contains(&Weight::Error));
    assert!(!of("0100 PAY\n0404 X\n").contains(&Weight::Error));
}

/// A number of a security level or category without a name still asks of a user what it asked.
#[test]
fn numbers_without_a_name_are_kept() {
    let profile = "0400 PAY.X                                               YES";
    let padded = format!(
        "{profile:<488}042\n0401 PAY.X                                               00007\n"
    );
    let database = read(&[&padded]).database;
    let text = contents(&database);
    for part in ["LEVEL42/42", "CATEGORY7"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

fn stated(text: &str) -> options::Stated {
    let database = read(&[&sample("zowe-site.irrdbu00")]).database;
    options::stated(text, FileId(1), &database).expect("options")
}

fn shown(it: &options::Stated) -> String {
    let mut database = Database::new();
    database.options = it.options.clone();
    listing(&database)
}

/// A capture with the command, carriage control, a margin, an earlier report, and lists that go on over pages.
#[test]
fn a_listing_of_options_is_read_as_it_is_captured() {
    let report = sample("zowe-site.setropts.txt");
    let plain = stated(&report);
    assert_eq!(plain.assumed, Vec::<&str>::new());
    assert!(shown(&plain).contains("GRPLIST"), "{}", shown(&plain));
    let paged = report.replace("\n                  STARTED", "\n1                 STARTED");
    let marginal = report.replace('\n', "\r\n      ");
    let earlier = report.replace("LIST OF GROUPS ACCESS CHECKING IS ACTIVE", "X IS INACTIVE");
    for other in [paged, marginal, format!("{earlier}\n{report}\u{1a}")] {
        assert_eq!(shown(&stated(&other)), shown(&plain), "{other}");
    }
}

#[test]
fn key_value_lines_state_the_same_options() {
    let list = shown(&stated(&sample("zowe-site.setropts.txt")));
    let pairs = stated(&sample("zowe-site.setropts.kv"));
    assert_eq!(pairs.assumed, Vec::<&str>::new());
    assert_eq!(shown(&pairs), list);
}

#[test]
fn what_a_listing_does_not_state_is_assumed_and_named() {
    let all = sample("zowe-site.setropts.txt");
    for (line, option) in [
        ("LIST OF GROUPS", "list-of-groups"),
        ("ENHANCED GENERIC", "enhanced-generic-naming"),
        ("SETR RACLIST", "raclist"),
        ("PROTECT-ALL", "protect-all"),
    ] {
        let kept: Vec<&str> = all.lines().filter(|it| !it.contains(line)).collect();
        let cut = kept.join(
            "
",
        );
        assert_eq!(stated(&cut).assumed, [option]);
    }
    assert!(options::stated("READY\nnothing here\n", FileId(1), &Database::new()).is_none());
}

proptest::proptest! {
    /// Whatever the bytes are, reading ends, and with at most as much as there was.
    #[test]
    fn any_bytes_are_read(start in "(0[1-5]0[0-7] |0[1-5][0-9A-Z]{2} |[0-9]{4}|)", bytes: Vec<u8>) {
        let bytes = [start.as_bytes(), &bytes].concat();
        if let Some(form) = Form::of(&bytes) {
            let mut reader = Reader::default();
            reader.file(FileId(0), form, bytes.as_slice()).unwrap();
            let system = reader.finish();
            assert!(system.counts.total() <= bytes.len() as u64);
        }
        let text = String::from_utf8_lossy(&bytes);
        let _ = options::stated(&text, FileId(0), &Database::new());
    }
}
