//! The functions on a Ballista cluster: a scheduler and two executors on loopback, each of which maps the bundle itself.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ballista::prelude::{SessionConfigExt as _, SessionContextExt as _};
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::common::ScalarValue;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use saffron_runtime::{AccessLevel, Context, Day, Engine, Question, Request, Requester};
use saffron_tests::events;
use saffron_tests::pipeline::compile_text;

const POLICY: &str = r#"
options { list-of-groups on  active [FACILITY]  generic [FACILITY]  raclist [FACILITY] }
group PAY { }
user ANN { default-group PAY }
user BOB { default-group PAY }
profile FACILITY "PAY.**" { permit PAY: read  permit ANN: update }
"#;

const FILES: u32 = 8;

/// Who answers. It takes a while, so that no executor can take all tasks before the other asks for one.
fn executor(name: &'static str) -> ScalarUDF {
    let answer = move |_: &[ColumnarValue]| {
        std::thread::sleep(Duration::from_millis(300));
        Ok(ColumnarValue::Scalar(ScalarValue::from(name)))
    };
    create_udf("executor", vec![], DataType::Utf8, Volatility::Volatile, Arc::new(answer))
}

/// A session of one machine of the cluster.
fn machine(name: &'static str, bundle: &Path) -> SessionState {
    let config = SessionConfig::new_with_ballista().with_target_partitions(FILES as usize);
    let policy = saffron_datafusion::mapped(bundle).expect("a bundle");
    let mut builder = SessionStateBuilder::new().with_config(config).with_default_features();
    let functions = saffron_datafusion::functions(&policy).into_iter().chain([executor(name)]);
    builder.scalar_functions().get_or_insert_default().extend(functions.map(Arc::new));
    builder.build()
}

/// The events of both users as the policy decides them, a file for each hour, as Parquet.
async fn events_in(directory: &Path, policy: &Engine) -> u32 {
    let session = SessionContext::new();
    saffron_datafusion::register_tables(&session);
    fs::create_dir(directory).expect("a directory");
    let day = Day::from_civil(2026, 10, 5).expect("a day");
    let mut written = 0;
    for hour in 0..FILES {
        let mut text = String::new();
        for second in 0..60 {
            let user = if second % 2 == 0 { "ANN" } else { "BOB" };
            let access = if second % 3 == 0 { AccessLevel::Update } else { AccessLevel::Read };
            let context = Context::default().sysid("SYSA");
            let question = Question::new("FACILITY", "PAY.MASTER").access(access).context(context);
            let request = Request::new(Requester::User(user), question, day);
            let event = events::access(&request, &policy.decide(&request), hour * 3_600 + second)
                .expect("an event");
            text.push_str(&event);
            text.push('\n');
            written += 1;
        }
        let events = directory.with_extension("irradu00");
        fs::write(&events, text).expect("a file");
        let sql = format!(
            "COPY (SELECT * FROM irradu00('{}')) TO '{}/{hour}.parquet'",
            events.display(),
            directory.display()
        );
        session.sql(&sql).await.expect("a plan").collect().await.expect("Parquet");
    }
    written
}

async fn connect(url: &str) -> SchedulerGrpcClient<tonic::transport::Channel> {
    for _ in 0..100 {
        if let Ok(scheduler) = SchedulerGrpcClient::connect(url.to_owned()).await {
            return scheduler;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the scheduler doesn't answer");
}

async fn answer(session: &SessionContext, directory: &Path, sql: &str) -> String {
    let path = directory.display().to_string();
    session
        .register_parquet("events", &path, ParquetReadOptions::default())
        .await
        .expect("a table");
    let batches = session.sql(sql).await.expect("a plan").collect().await.expect("an answer");
    pretty_format_batches(&batches).expect("text").to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_of_two_executors_answers_as_one_process() {
    let directory = tempfile::tempdir().expect("a directory");
    let bundle = directory.path().join("pay.safb");
    fs::write(&bundle, compile_text(POLICY).expect("a policy").bundle).expect("a file");
    let policy = saffron_datafusion::mapped(&bundle).expect("a bundle");
    let events = directory.path().join("events");
    let written = events_in(&events, &policy).await;

    let client = machine("client", &bundle);
    let scheduler = ballista_scheduler::standalone::new_standalone_scheduler_from_state(&client);
    let url = format!("http://localhost:{}", scheduler.await.expect("a scheduler").port());
    for name in ["one", "two"] {
        let state = machine(name, &bundle);
        let executor =
            ballista_executor::new_standalone_executor_from_state(connect(&url).await, 1, &state);
        executor.await.expect("an executor");
    }
    let remote = SessionContext::remote_with_state(&url.replace("http", "df"), client)
        .await
        .expect("a session");

    // A session for a cluster begins with Ballista's own functions, whatever those of its state were.
    saffron_datafusion::register_policy(&remote, &policy);
    remote.register_udf(executor("client"));

    let decided = "SELECT \"user\", access, outcome, \
        saffron_decide(\"user\", class, resource, access, CAST(time AS DATE))['step'] AS step, \
        saffron_allowed(\"user\", class, resource, CAST(time AS DATE)) AS allowed, count(*) AS events \
        FROM events GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2";
    let local = SessionContext::new();
    saffron_datafusion::register_policy(&local, &policy);
    let expected = answer(&local, &events, decided).await;
    assert!(expected.contains("| ANN  | UPDATE | grant   | user-entry"), "{expected}");
    assert_eq!(answer(&remote, &events, decided).await, expected);

    let who = "SELECT executor() AS executor, saffron_digest() AS digest, count(*) AS events FROM events GROUP BY 1, 2 ORDER BY 1";
    let shown = remote.sql(who).await.expect("a plan").collect().await.expect("an answer");
    let shown = pretty_format_batches(&shown).expect("text").to_string();
    let digest = policy.bundle_sections().header().decision_digest().to_string();
    let rows: Vec<Vec<&str>> = shown
        .lines()
        .filter(|line| line.contains(&digest))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.iter().map(|row| row[1]).collect::<Vec<_>>(), ["one", "two"], "{shown}");
    let counted: u32 = rows.iter().map(|row| row[3].parse::<u32>().expect("a number")).sum();
    assert_eq!(counted, written, "{shown}");
}
