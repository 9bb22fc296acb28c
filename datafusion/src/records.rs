//! `irrdbu00('site.irrdbu00', '0200')`: records of one type of a database unload as a table.

use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, plan_err};
use saffron_unload::form::Form;
use saffron_unload::layout;

use crate::column::{Column, Value};
use crate::table::{self, Kind, Table};

/// The table function `irrdbu00`: files or directories of a database unload, and at the end a type of record.
#[derive(Clone, Copy, Debug)]
pub struct IrrDbu00;

impl TableFunctionImpl for IrrDbu00 {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let mut paths = table::texts("irrdbu00", args.exprs())?;
        let kind = paths.pop().filter(|_| !paths.is_empty());
        let Some(layout) = kind.as_deref().and_then(layout::Layout::of) else {
            let kind = kind.unwrap_or_default();
            return plan_err!(
                "irrdbu00: expected a type of record after the files, such as '0200', but not `{kind}`"
            );
        };
        let fields = layout
            .fields()
            .map(|(name, first, last)| Column { name, value: Value::Text(first, last) });
        let columns = fields.chain([Column { name: "FILE_NAME", value: Value::File }]).collect();
        let table =
            Table::new(Kind::Records(layout.kind), columns, &paths, telling, args.session())?;
        Ok(Arc::new(table))
    }
}

fn telling(head: &[u8]) -> std::result::Result<Form, &'static str> {
    Form::of(head).ok_or("it isn't a database unload: expected the output of IRRDBU00")
}
