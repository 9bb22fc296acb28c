//! Columns of a table, and how a record fills them.

use std::borrow::Cow;

use datafusion::arrow::array::{ArrayRef, StringBuilder, TimestampSecondBuilder};
use datafusion::arrow::datatypes::{DataType, Field, TimeUnit};
use saffron_replay::event::Event;
use saffron_replay::listing::Cell;
use saffron_unload::columns::Columns;
use saffron_vocabulary::racf::Day;
use sha2::{Digest as _, Sha256};

/// A column of a table.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

/// What of a record a column holds. Blank is null.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    /// The characters from one column of the record to another, 1-based.
    Text(usize, usize),
    /// When an event was recorded: local time of its system.
    Time,
    /// A digest of the record without trailing blanks: equal for equal records, wherever and whenever it is computed.
    Digest,
    /// The file.
    File,
    /// Something of the event.
    Event(Cell),
}

/// A record while its row is made.
pub(crate) struct Row<'r> {
    pub(crate) text: &'r str,
    pub(crate) file: &'r str,
    /// For tables of events.
    pub(crate) event: Option<Event<'r>>,
}

impl Column {
    pub(crate) fn field(&self) -> Field {
        let kind = match self.value {
            Value::Time => DataType::Timestamp(TimeUnit::Second, None),
            _ => DataType::Utf8,
        };
        Field::new(self.name, kind, true)
    }

    pub(crate) fn builder(&self) -> Builder {
        match self.value {
            Value::Time => Builder::Time(TimestampSecondBuilder::new()),
            _ => Builder::Text(StringBuilder::new()),
        }
    }
}

/// A column while it is filled.
#[derive(Debug)]
pub(crate) enum Builder {
    Text(StringBuilder),
    Time(TimestampSecondBuilder),
}

impl Builder {
    pub(crate) fn append(&mut self, value: Value, row: &Row<'_>) {
        match self {
            Self::Time(builder) => builder.append_option(time(Columns::new(row.text))),
            Self::Text(builder) => {
                let text = text(value, row).filter(|text| !text.is_empty());
                builder.append_option(text);
            }
        }
    }

    pub(crate) fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => std::sync::Arc::new(builder.finish()),
            Self::Time(builder) => std::sync::Arc::new(builder.finish()),
        }
    }
}

fn text<'r>(value: Value, row: &Row<'r>) -> Option<Cow<'r, str>> {
    let columns = Columns::new(row.text);
    match value {
        Value::Text(first, last) => Some(columns.get(first, last).into()),
        Value::File => Some(row.file.into()),
        Value::Digest => Some(digest(row.text).into()),
        Value::Event(of) => of(row.event.as_ref()?, columns),
        Value::Time => None,
    }
}

/// Half of a SHA-256 digest, in hexadecimal.
fn digest(record: &str) -> String {
    let digest = Sha256::digest(record.trim_end_matches([' ', '\0']));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Seconds since 1970-01-01T00:00:00; null if the record states no time.
fn time(columns: Columns<'_>) -> Option<i64> {
    let day = Day::parse(columns.get(28, 37))?;
    let mut parts = columns.get(19, 26).split(':').map(|part| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i64>().ok()).flatten()
    });
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    // A leap second is a time, too.
    let is_time = hour < 24 && minute < 60 && second < 61 && parts.next().is_none();
    is_time.then(|| i64::from(day.0) * 86_400 + hour * 3_600 + minute * 60 + second)
}
