//! The statements of `docs/guide/year.md` answer what the guide shows.
//!
//! `SAFFRON_DOCS=overwrite` writes the answers into the guide.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::prelude::SessionContext;
use saffron_runtime::Engine;
use saffron_tests::pipeline::compile_text;

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide/year.md")
}

#[tokio::test]
async fn statements_answer_as_the_guide_shows() {
    let text = fs::read_to_string(guide()).expect("the guide");
    let directory = tempfile::tempdir().expect("a directory");
    // The statements name files as a reader does, who is in their directory.
    std::env::set_current_dir(directory.path()).expect("a directory");
    let session = SessionContext::new().enable_url_table();
    saffron_datafusion::register_tables(&session);
    let mut written = String::new();
    let (mut answer, mut statements) = (None, 0);
    for (number, part) in text.split("```").enumerate() {
        let (kind, body) = part.split_once('\n').unwrap_or((part, ""));
        match (number % 2 == 1, kind) {
            (true, "text payroll.saf") => {
                let bundle = compile_text(body).expect("a policy").bundle;
                saffron_datafusion::register_policy(
                    &session,
                    &Engine::open(bundle).expect("a bundle"),
                );
            }
            (true, "sh") => {
                let done = Command::new("sh").args(["-e", "-c", body]).status().expect("a shell");
                assert!(done.success());
            }
            (true, "sql") => {
                let batches = session.sql(body).await.expect(body).collect().await.expect(body);
                answer = Some(pretty_format_batches(&batches).expect("text").to_string());
                statements += 1;
            }
            (true, "text") if answer.is_some() && (body.is_empty() || body.starts_with('+')) => {
                written += &format!("```text\n{}\n", answer.take().unwrap_or_default());
                continue;
            }
            _ => {}
        }
        written += if number == 0 { "" } else { "```" };
        written += part;
    }
    assert_eq!(statements, 4);
    if std::env::var("SAFFRON_DOCS").is_ok_and(|value| value == "overwrite") {
        fs::write(guide(), written).expect("the guide");
    } else {
        assert_eq!(written, text, "run again with SAFFRON_DOCS=overwrite, and read the difference");
    }
}
