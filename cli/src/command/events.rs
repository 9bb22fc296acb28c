//! `saffron events`

use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use saffron_replay::Refused;
use saffron_replay::event::Event;
use saffron_replay::listing::{self, COLUMNS, Cell};
use saffron_unload::columns::Columns;

use crate::report::condition::Condition;
use crate::report::listing::{aligned, field};
use crate::verdict::Verdict;
use crate::{load, output};

/// So many rows of text are aligned together, so that memory doesn't grow with the number of events.
const ALIGNED: usize = 10_000;

/// Columns that are listed unless others are asked for.
const USUAL: [&str; 9] =
    ["time", "system", "event", "user", "outcome", "class", "resource", "access", "granted"];

/// List the events of an SMF unload (IRRADU00)
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron events smf.irradu00 --where class=DATASET --where resource=PAYROLL.* --where outcome=grant
  saffron events smf.irradu00 --where event=PERMIT --columns time,user,class,changed
  saffron events smf.irradu00 --where problem!= --columns event,problem

Columns: time, system, event, qualifier, user, group, outcome, authority, class, resource, volume, access, granted, \
profile, changed, port_class, port, security_label, problem.

Each record is a row, duplicates included. The exit status is 1 if a record can't be read.")]
pub(crate) struct EventsArgs {
    /// Files of events, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// List only rows whose column has this value, or one of several with commas between them; * stands for any
    /// characters, and != for other values. Repeatable: all must hold
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    conditions: Vec<Condition>,

    /// The columns, in this order
    #[arg(long, value_delimiter = ',', value_name = "NAME,…")]
    columns: Vec<String>,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: EventsFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EventsFormat {
    Text,
    Csv,
}

pub(crate) fn run(args: &EventsArgs) -> anyhow::Result<Verdict> {
    let usual: Vec<String> = USUAL.map(ToOwned::to_owned).into();
    let names = if args.columns.is_empty() { &usual } else { &args.columns };
    let cells = names.iter().map(|name| cell(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let conditions = args.conditions.iter();
    let conditions = conditions.map(|it| -> anyhow::Result<_> { Ok((it, cell(it.column())?)) });
    let conditions = conditions.collect::<anyhow::Result<Vec<_>>>()?;
    let mut list =
        List { names, cells, conditions, rows: Vec::new(), format: args.format, unreadable: 0 };
    if args.format == EventsFormat::Csv {
        output::print(&line(names))?;
    }
    for path in &args.files {
        list.file(path)?;
    }
    list.flush()?;
    Ok(if list.unreadable == 0 { Verdict::Fine } else { Verdict::Wrong })
}

fn cell(name: &str) -> anyhow::Result<Cell> {
    let Some((_, cell)) = COLUMNS.iter().find(|(it, _)| *it == name) else {
        let known: Vec<&str> = COLUMNS.iter().map(|(it, _)| *it).collect();
        bail!("events have no column `{name}`; they have {}", known.join(", "));
    };
    Ok(*cell)
}

/// The rows while they are listed.
struct List<'a> {
    names: &'a [String],
    cells: Vec<Cell>,
    conditions: Vec<(&'a Condition, Cell)>,
    rows: Vec<Vec<String>>,
    format: EventsFormat,
    unreadable: u64,
}

impl List<'_> {
    fn file(&mut self, path: &Path) -> anyhow::Result<()> {
        let from: Box<dyn Read> = if load::is_stdin(path) {
            Box::new(io::stdin().lock())
        } else {
            Box::new(load::open(path)?)
        };
        let reading = || format!("can't read {}", path.display());
        let found = match listing::records(from) {
            Ok(found) => found,
            Err(refused) => return refuse(path, refused),
        };
        let Some(mut records) = found else { return Ok(()) };
        while let Some(text) = records.next_record().with_context(reading)? {
            self.record(text)?;
        }
        Ok(())
    }

    fn record(&mut self, text: &str) -> anyhow::Result<()> {
        let (event, columns) = (Event::of(text), Columns::new(text));
        if event == Event::Blank {
            return Ok(());
        }
        self.unreadable += u64::from(event == Event::Unreadable);
        let shown = |cell: &Cell| cell(&event, columns).unwrap_or_default();
        if !self.conditions.iter().all(|(condition, cell)| condition.holds(&shown(cell))) {
            return Ok(());
        }
        self.rows.push(self.cells.iter().map(|cell| shown(cell).into_owned()).collect());
        if self.rows.len() < ALIGNED { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let text = match self.format {
            EventsFormat::Csv => rows.iter().map(|row| line(row)).collect(),
            EventsFormat::Text if rows.is_empty() => return Ok(()),
            EventsFormat::Text => {
                let heading = self.names.iter().map(|name| name.to_uppercase()).collect();
                aligned(&std::iter::once(heading).chain(rows).collect::<Vec<Vec<String>>>())
            }
        };
        let mut stdout = output::raw();
        stdout.write_all(text.as_bytes())?;
        Ok(stdout.flush()?)
    }
}

fn line(cells: &[String]) -> String {
    cells.iter().map(|cell| field(cell)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// Why a file has no events to list.
pub(super) fn refuse(path: &Path, refused: Refused) -> anyhow::Result<()> {
    let name = path.display();
    match refused {
        Refused::Io(error) => Err(error).with_context(|| format!("can't read {name}")),
        Refused::Xml => bail!("{name} is XML; use the file that IRRADU00 writes to OUTDD"),
        Refused::NoEvents => bail!("{name} holds no events: expected the output of IRRADU00"),
    }
}
