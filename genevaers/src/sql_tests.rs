//! What of a dump is a row.

use proptest::prelude::*;

use super::*;

fn read(dump: &str) -> Vec<String> {
    let mut found = Vec::new();
    rows(dump, |row| {
        let shown = |value: &Value| match value {
            Value::Null => "NULL".to_owned(),
            Value::Text(text) => format!("{text:?}"),
            Value::Expression(text) => format!("<{text}>"),
        };
        let values: Vec<_> = row.values.iter().map(shown).collect();
        let columns = row.columns.join(",");
        found.push(format!("{} {}({columns}) {}", row.line, row.table, values.join(" ")));
    });
    found
}

#[test]
fn copied_rows_have_escapes_and_nulls() {
    let dump =
        "COPY s.\"user\" (userid, sysadmin) FROM stdin;\nA\\tB\t\\N\nC\\\\D\\x41\\101\t1\n\\.\n";
    let expected =
        ["2 user(userid,sysadmin) \"A\\tB\" NULL", "3 user(userid,sysadmin) \"C\\\\DAA\" \"1\""];
    assert_eq!(read(dump), expected);
}

#[test]
fn inserted_rows_have_quotes_casts_and_several_values() {
    let dump = "INSERT INTO :schemaV.\"group\" (name, groupid) OVERRIDING SYSTEM VALUE VALUES\n\
                ('It''s'::character varying, 1), (E'a\\'b\\n', -2), (now(), NULL), (user, 1+1);";
    let expected = [
        "2 group(name,groupid) \"It's\" \"1\"",
        "2 group(name,groupid) \"a'b\\n\" \"-2\"",
        "2 group(name,groupid) <now> NULL",
        "2 group(name,groupid) <user> <an expression>",
    ];
    assert_eq!(read(dump), expected);
}

#[test]
fn placeholders_are_no_part_of_a_name() {
    assert_eq!(read("INSERT INTO &$DBSCH.ENVIRON (NAME) VALUES ('X');"), ["1 environ(name) \"X\""]);
}

#[test]
fn columns_come_from_the_table_where_the_row_has_none() {
    let dump = "CREATE TABLE s.t (\n a integer NOT NULL,\n \"b\" character(5) DEFAULT 'x'::bpchar,\n \
                CONSTRAINT c CHECK (((a)::text = ANY (ARRAY['x'::text, 'y']))));\n\
                INSERT INTO t VALUES (1, 'B    ');";
    assert_eq!(read(dump), ["5 t(a,b) \"1\" \"B    \""]);
}

#[test]
fn everything_else_is_skipped() {
    let dump = "\\restrict x\n-- COPY a FROM stdin;\n/* INSERT INTO a VALUES (1); */\n\
                CREATE FUNCTION f() AS $body$ INSERT INTO a VALUES (1); $body$;\n\
                SELECT 'INSERT INTO a VALUES (1);';\nINSERT INTO a SELECT 1;\nINSERT INTO b VALUES (2);";
    assert_eq!(read(dump), ["7 b() \"2\""]);
}

#[test]
fn a_dump_that_ends_early_ends_the_reading() {
    for dump in [
        "COPY t (a) FROM stdin;\n1",
        "INSERT INTO t VALUES ('",
        "INSERT INTO t VALUES (1",
        "$a$",
        "\\",
        "E'\\",
    ] {
        let _ = read(dump);
    }
    assert_eq!(read("COPY t (a) FROM stdin;\n1"), ["2 t(a) \"1\""]);
}

proptest! {
    #[test]
    fn any_text_is_read(dump in ".*") {
        read(&dump);
    }

    #[test]
    fn anything_like_a_dump_is_read(
        dump in r#"((COPY|INSERT INTO|CREATE TABLE|VALUES|FROM stdin|[a-z]{1,3}|[(),;.:'"$\\\n\tE]|[0-9]| ){0,4}){0,40}"#
    ) {
        read(&dump);
    }
}
