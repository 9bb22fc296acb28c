//! Bundles: damaged ones are refused with what and where; the same policy has the same digest.

use saffron_bundle::section::{DirectoryEntry, Header};
use saffron_bundle::{Bundle, OpenError, SectionKind, reseal};
use saffron_runtime::{Day, Engine, Request};
use saffron_tests::pipeline::compile_text;

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
        match Engine::open(&bad) {
            Ok(engine) => {
                opened += 1;
                ask_everything(&engine);
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 1_000 && opened > 100, "{refused} refused, {opened} opened");
}

fn ask_everything(engine: &Engine<'_>) {
    for (class, resource) in [
        ("DATASET", "PAYROLL.MASTER"),
        ("DATASET", "PAYROLL.A.B.LOG"),
        ("DATASET", "PAYCLK.OWN"),
        ("FACILITY", "PAY.X.ADMINS"),
        ("NOCLASS", "X"),
    ] {
        for user in ["PAYCLK", "PAYADM", "NOBODY"] {
            let mut request = Request::read(user, class, resource, Day(20_000));
            request.context.program = &["PAYCALC"];
            let decision = engine.decide(&request);
            assert_eq!(decision, engine.explain(&request).decision);
        }
    }
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
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/bundle");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("refusals", messages.join("\n")));
}

#[test]
fn one_text_makes_one_bundle() {
    assert_eq!(bundle(), bundle());
}
