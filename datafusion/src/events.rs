//! `irradu00('smf.irradu00', …)`: events of an SMF unload as a table.

use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use saffron_replay::{Refused, form, listing};
use saffron_unload::form::Form;

use crate::column::{Column, Value};
use crate::table::{self, Kind, Table};

/// The table function `irradu00`: files or directories of events, in any form in which they are transferred.
#[derive(Clone, Copy, Debug)]
pub struct IrrAdu00;

impl TableFunctionImpl for IrrAdu00 {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let paths = table::texts("irradu00", args.exprs())?;
        let table = Table::new(Kind::Events, columns(), &paths, telling, args.session())?;
        Ok(Arc::new(table))
    }
}

fn telling(head: &[u8]) -> std::result::Result<Form, &'static str> {
    form(head).map_err(|refused| match refused {
        Refused::Xml => "it is XML; use the file that IRRADU00 writes to OUTDD",
        _ => "it holds no events: expected the output of IRRADU00",
    })
}

/// The columns of `saffron events`, of which the time is one by which to sort and reckon, and two more.
fn columns() -> Vec<Column> {
    let of_record = listing::COLUMNS.map(|(name, cell)| match name {
        "time" => (name, Value::Time),
        _ => (name, Value::Event(cell)),
    });
    let more = [("digest", Value::Digest), ("file", Value::File)];
    let all = of_record.into_iter().chain(more);
    all.map(|(name, value)| Column { name, value }).collect()
}
