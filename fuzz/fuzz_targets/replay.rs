//! Any bytes as files of events: each record is counted once, and the number of threads makes no difference.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use saffron_replay::{Options, Replay, Report};
use saffron_runtime::Engine;
use saffron_tests::pipeline::compile_text;

const POLICY: &str = r#"
options { list-of-groups on  active [FACILITY]  generic [FACILITY]  raclist [FACILITY] }
group PAY { }
user ANN { default-group PAY }
user BOB { default-group PAY  revoked yes }
profile DATASET "PAY.**" { audit all(read)  permit PAY: read  permit ANN: update when program "PAYCALC" }
profile FACILITY "A.**" { audit failures(read)  permit PAY: read  permit BOB: none }
"#;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let compiled = compile_text(POLICY).unwrap_or_else(|errors| panic!("{errors:?}"));
    Engine::open(compiled.bundle).unwrap_or_else(|error| panic!("{error}"))
});

/// The report on two files, and which of them was refused.
fn replayed(files: [&[u8]; 2], threads: usize) -> (Report<'static>, [bool; 2]) {
    let options = Options { threads, unused: true, ..Options::default() };
    let mut replay = Replay::new(&ENGINE, Some(&ENGINE), options);
    let refused = files.map(|file| replay.file(file).is_err());
    (replay.finish(), refused)
}

fuzz_target!(|data: &[u8]| {
    let (one, other) = data.split_at(data.len() / 2);
    for files in [[data, &[]], [one, other]] {
        let (report, refused) = replayed(files, 1);
        let skipped: u64 = report.skipped.values().sum();
        let ungoverned: u64 = report.by_authority.iter().map(|(_, _, all, of)| all - of).sum();
        assert_eq!(report.events, report.compared + report.duplicates + skipped + ungoverned);
        let (again, refused_again) = replayed(files, 2);
        assert_eq!((refused, format!("{report:?}")), (refused_again, format!("{again:?}")));
    }
});
