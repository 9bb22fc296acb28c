//! Unloads as tables and decisions as functions, on several partitions, against the replay and single decisions.

use std::fs;
use std::path::{Path, PathBuf};

use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::prelude::{SessionConfig, SessionContext};
use saffron_replay::{Answer, Options, Replay};
use saffron_runtime::{AccessLevel, Context, Day, Engine, Question, Request, Requester};
use saffron_tests::events;
use saffron_tests::pipeline::compile_text;

const OLD: &str = r#"
options { list-of-groups on  active [FACILITY, TERMINAL]  generic [FACILITY]  raclist [FACILITY] }
group PAY { }
group AUDIT { }
user ANN { default-group PAY }
user BOB { default-group PAY }
connect BOB to AUDIT
user EVE { default-group AUDIT  revoked yes }
profile FACILITY "PAY.**" { permit PAY: update  permit AUDIT: read }
profile FACILITY "PAY.NIGHT" { permit BOB: control when terminal "T1" }
profile FACILITY "PAY.WARN" { warning yes }
"#;

/// Takes UPDATE from PAY, gives EVE her entry.
const NEW: &str = r#"
options { list-of-groups on  active [FACILITY, TERMINAL]  generic [FACILITY]  raclist [FACILITY] }
group PAY { }
group AUDIT { }
user ANN { default-group PAY }
user BOB { default-group PAY }
connect BOB to AUDIT
user EVE { default-group AUDIT }
profile FACILITY "PAY.**" { permit PAY: read  permit AUDIT: read }
profile FACILITY "PAY.NIGHT" { permit BOB: alter when terminal "T1" }
profile FACILITY "PAY.WARN" { uacc read }
"#;

fn engine(text: &str) -> Engine {
    Engine::open(compile_text(text).expect("a valid policy").bundle).expect("a bundle")
}

fn session(partitions: usize, policy: &Engine) -> SessionContext {
    let session =
        SessionContext::new_with_config(SessionConfig::new().with_target_partitions(partitions));
    let session = session.enable_url_table();
    saffron_datafusion::register_tables(&session);
    saffron_datafusion::register_policy(&session, policy);
    session
}

async fn answer(session: &SessionContext, sql: &str) -> String {
    let batches = session.sql(sql).await.expect(sql).collect().await.expect(sql);
    pretty_format_batches(&batches).expect("text").to_string()
}

async fn refused(session: &SessionContext, sql: &str) -> String {
    match session.sql(sql).await {
        Err(error) => error.strip_backtrace(),
        Ok(frame) => frame.collect().await.expect_err(sql).strip_backtrace(),
    }
}

/// Events as a policy decides them: every user, resource, level and terminal, a second apart.
fn events_of(policy: &Engine) -> String {
    let mut text = String::new();
    let mut second = 0;
    let day = Day::from_civil(2026, 10, 5).expect("a day");
    for user in ["ANN", "BOB", "EVE"] {
        for resource in ["PAY.MASTER", "PAY.NIGHT", "PAY.WARN"] {
            for access in [AccessLevel::Read, AccessLevel::Update, AccessLevel::Alter] {
                for terminal in ["T1", "T2"] {
                    let context = Context::default().sysid("SYSA").terminal(terminal);
                    let question =
                        Question::new("FACILITY", resource).access(access).context(context);
                    let request = Request::new(Requester::User(user), question, day);
                    let decision = policy.decide(&request);
                    second += 1;
                    let event = events::access(&request, &decision, second).expect("an event");
                    text.push_str(&event);
                    text.push('\n');
                }
            }
        }
    }
    text
}

/// So many times as many events, in a directory of files.
fn many(directory: &Path, text: &str, times: usize) -> PathBuf {
    let events = directory.join("events");
    fs::create_dir(&events).expect("a directory");
    for month in ["09", "10", "11"] {
        let name = events.join(format!("2026-{month}.irradu00"));
        fs::write(name, text.replace("2026-10-05", &format!("2026-{month}-05")).repeat(times))
            .expect("a file");
    }
    events
}

const DECIDED: &str = "saffron_decide(\"user\", class, resource, access, CAST(time AS DATE), \"group\", volume, system, \
    security_label, port_class, port)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn differences_are_those_of_a_replay_on_any_number_of_partitions() {
    let (old, new) = (engine(OLD), engine(NEW));
    let directory = tempfile::tempdir().expect("a directory");
    let text = events_of(&old);
    let events = many(directory.path(), &text, 40);
    let mut replay = Replay::new(
        &new,
        None,
        Options { keep_duplicates: true, threads: 1, ..Options::default() },
    );
    replay.file(text.as_bytes()).expect("events");
    let found = replay.finish();
    let count = |answer| {
        let lines = found.differences.iter().chain(&found.context_unknown);
        lines.filter(|(key, _)| key.answer == answer).map(|(_, group)| group.events).sum::<u64>()
            * 120
    };
    let denied = count(Answer::NewlyDenied) + count(Answer::ContextUnknown);
    let granted = count(Answer::NewlyGranted);
    assert!(denied > 0 && granted > 0 && count(Answer::ContextUnknown) == 0, "{found:#?}");
    let sql = format!(
        "SELECT count(*) FILTER (WHERE outcome <> 'deny' AND decided['outcome'] = 'deny') AS denied, \
         count(*) FILTER (WHERE outcome = 'deny' AND decided['outcome'] <> 'deny') AS granted, count(*) AS events \
         FROM (SELECT outcome, {DECIDED} AS decided FROM irradu00('{}') WHERE event = 'ACCESS')",
        events.display()
    );
    let expected = format!("| {denied} | {granted} | {} |", found.events * 120);
    for partitions in [1, 2, 5, 64] {
        let shown = answer(&session(partitions, &new), &sql).await;
        let numbers =
            shown.lines().nth(3).expect("a row").split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(numbers, expected, "{partitions} partitions");
    }
}

#[tokio::test]
async fn files_are_cut_at_records_and_every_record_is_read_once() {
    let policy = engine(OLD);
    let directory = tempfile::tempdir().expect("a directory");
    let events = many(directory.path(), &events_of(&policy), 40);
    let plan = format!("SELECT * FROM irradu00('{}')", events.display());
    let session = session(4, &policy);
    let frame = session.sql(&plan).await.expect("a plan");
    let partitions = frame.execute_stream_partitioned().await.expect("partitions").len();
    assert_eq!(partitions, 4);
    let per_month = format!(
        "SELECT date_part('month', time) AS month, count(*) AS events, count(DISTINCT digest) AS apart, \
         count(DISTINCT file) AS files, count(problem) AS problems FROM irradu00('{}') GROUP BY 1 ORDER BY 1",
        events.display()
    );
    let expected = "\
+-------+--------+-------+-------+----------+
| month | events | apart | files | problems |
+-------+--------+-------+-------+----------+
| 9     | 2160   | 54    | 1     | 0        |
| 10    | 2160   | 54    | 1     | 0        |
| 11    | 2160   | 54    | 1     | 0        |
+-------+--------+-------+-------+----------+";
    assert_eq!(answer(&session, &per_month).await, expected);
}

#[tokio::test]
async fn parquet_and_back() {
    let policy = engine(NEW);
    let directory = tempfile::tempdir().expect("a directory");
    let events = many(directory.path(), &events_of(&engine(OLD)), 2);
    let session = session(3, &policy);
    let parquet = directory.path().join("decided.parquet");
    let copy = format!(
        "COPY (SELECT *, {DECIDED} AS decided, saffron_allowed(\"user\", class, resource, CAST(time AS DATE)) AS allowed \
         FROM irradu00('{}')) TO '{}'",
        events.display(),
        parquet.display()
    );
    answer(&session, &copy).await;
    let sql = |table: String, decided: &str| {
        format!(
            "SELECT \"user\", resource, access, outcome, {decided}['outcome'] AS now, {decided}['step'] AS step, \
             count(*) AS events FROM {table} GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6"
        )
    };
    let first = answer(&session, &sql(format!("irradu00('{}')", events.display()), DECIDED)).await;
    let second = answer(&session, &sql(format!("'{}'", parquet.display()), "decided")).await;
    assert_eq!(first, second);
    let again = answer(&session, &sql(format!("'{}'", parquet.display()), DECIDED)).await;
    assert_eq!(first, again);
}

#[tokio::test]
async fn functions_answer_as_the_engine() {
    let session = session(2, &engine(NEW));
    let sql = "SELECT u, r, saffron_allowed(u, 'FACILITY', r, '2026-10-05') AS allowed, \
        saffron_decide(u, 'FACILITY', r, 'UPDATE', '2026-10-05')['outcome'] AS outcome, \
        saffron_decide(u, 'FACILITY', r, 'UPDATE', '2026-10-05', NULL, NULL, 'SYSA', NULL, 'TERMINAL', 'T1')['step'] AS t1 \
        FROM (VALUES ('ANN', 'PAY.MASTER'), ('BOB', 'PAY.NIGHT'), ('NEW1', 'PAY.MASTER'), (NULL, 'PAY.WARN'), \
        ('ANN', NULL), ('ANN', 'OTHER')) AS asked(u, r)";
    let expected = "\
+------+------------+---------+---------------+--------------+
| u    | r          | allowed | outcome       | t1           |
+------+------------+---------+---------------+--------------+
| ANN  | PAY.MASTER | READ    | deny          | insufficient |
| BOB  | PAY.NIGHT  | NONE    | deny          | conditional  |
| NEW1 | PAY.MASTER |         | deny          | user-unknown |
|      | PAY.WARN   | READ    | deny          | insufficient |
| ANN  |            |         |               |              |
| ANN  | OTHER      |         | not-protected | no-profile   |
+------+------------+---------+---------------+--------------+";
    assert_eq!(answer(&session, sql).await, expected);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let session = session(2, &engine(NEW));
    let directory = tempfile::tempdir().expect("a directory");
    let file = |name: &str, text: &str| {
        let path = directory.path().join(name);
        fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let (xml, other, empty) =
        (file("a.xml", "<?xml?>"), file("b.txt", "user A { }"), file("c.txt", ""));
    let cases = [
        ("SELECT saffron_allowed('ANN', 'FACILITY', 'A')".to_owned(), "4 to 10 arguments"),
        (
            "SELECT saffron_decide('A', 'FACILITY', 'A', 'SOME', '2026-10-05')".to_owned(),
            "but not `SOME`",
        ),
        ("SELECT saffron_decide('A', 'FACILITY', 'A', 'READ', 'today')".to_owned(), "today"),
        ("SELECT * FROM irradu00()".to_owned(), "expected a file"),
        ("SELECT * FROM irradu00('missing')".to_owned(), "can't read missing"),
        (format!("SELECT * FROM irradu00('{xml}')"), "is XML"),
        (format!("SELECT * FROM irradu00('{other}')"), "no events"),
        (format!("SELECT * FROM irrdbu00('{other}', '0200')"), "isn't a database unload"),
        ("SELECT * FROM irrdbu00('a', '9999')".to_owned(), "not `9999`"),
    ];
    for (sql, expected) in cases {
        let message = refused(&session, &sql).await;
        assert!(message.contains(expected), "{sql}: {message}");
    }
    let none = answer(&session, &format!("SELECT count(*) AS n FROM irradu00('{empty}')")).await;
    assert!(none.contains("| 0 |"), "{none}");
}
