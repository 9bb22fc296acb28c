//! Records of files as the rows of a table.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DataFusionError, Result, ScalarValue, plan_err};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use saffron_replay::event::Event;

use crate::column::{Builder, Column, Row};
use crate::pieces::{self, Piece, Telling};

/// Batches that wait for who asked for them.
const WAITING: usize = 2;

/// Which records become rows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// All that aren't blank.
    Events,
    /// Those of one type.
    Records(&'static str),
}

/// A table whose partitions read pieces of files.
#[derive(Debug)]
pub(crate) struct Table {
    kind: Kind,
    columns: Vec<Column>,
    schema: SchemaRef,
    partitions: Vec<Vec<Piece>>,
}

impl Table {
    pub(crate) fn new(
        kind: Kind,
        columns: Vec<Column>,
        paths: &[String],
        telling: Telling,
        session: &dyn Session,
    ) -> Result<Self> {
        if paths.is_empty() {
            return plan_err!("expected a file, such as 'smf.irradu00'");
        }
        let partitions = pieces::partitions(paths, telling, session.config().target_partitions())?;
        let schema = schema(&columns);
        Ok(Self { kind, columns, schema, partitions })
    }
}

fn schema(columns: &[Column]) -> SchemaRef {
    Arc::new(Schema::new(columns.iter().map(Column::field).collect::<Vec<_>>()))
}

/// The arguments of a table function, which must be texts.
pub(crate) fn texts(function: &str, arguments: &[Expr]) -> Result<Vec<String>> {
    let text = |argument: &Expr| match argument {
        Expr::Literal(ScalarValue::Utf8(Some(text)) | ScalarValue::Utf8View(Some(text)), _) => {
            Ok(text.clone())
        }
        other => plan_err!("{function}: expected a text in quotation marks, but not {other}"),
    };
    arguments.iter().map(text).collect()
}

#[async_trait]
impl TableProvider for Table {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let columns: Arc<[Column]> = match projection {
            None => self.columns.clone().into(),
            Some(chosen) => chosen.iter().filter_map(|&at| self.columns.get(at).cloned()).collect(),
        };
        let schema = schema(&columns);
        let partition = |pieces: &Vec<Piece>| {
            let (columns, schema) = (Arc::clone(&columns), Arc::clone(&schema));
            Arc::new(Partition { kind: self.kind, columns, schema, pieces: pieces.clone() })
                as Arc<dyn PartitionStream>
        };
        let partitions = self.partitions.iter().map(partition).collect();
        Ok(Arc::new(StreamingTableExec::try_new(schema, partitions, None, [], false, limit)?))
    }
}

/// Pieces that one thread reads.
#[derive(Clone, Debug)]
struct Partition {
    kind: Kind,
    columns: Arc<[Column]>,
    schema: SchemaRef,
    pieces: Vec<Piece>,
}

impl PartitionStream for Partition {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), WAITING);
        let (sender, partition) = (stream.tx(), self.clone());
        let rows = context.session_config().batch_size();
        stream.spawn_blocking(move || {
            let mut batch = Batch::new(&partition, rows);
            // Nobody waits for more once the receiver is gone.
            let mut send = |batch: Result<RecordBatch>| sender.blocking_send(batch).is_ok();
            for piece in &partition.pieces {
                if !batch.piece(piece, &mut send)? {
                    return Ok(());
                }
            }
            if batch.rows > 0 {
                send(batch.finish());
            }
            Ok(())
        });
        stream.build()
    }
}

/// Rows while they are collected.
struct Batch<'p> {
    partition: &'p Partition,
    builders: Vec<Builder>,
    rows: usize,
    most: usize,
}

impl<'p> Batch<'p> {
    fn new(partition: &'p Partition, most: usize) -> Self {
        let builders = partition.columns.iter().map(Column::builder).collect();
        Self { partition, builders, rows: 0, most }
    }

    /// Adds the records of a piece; whether more are asked for.
    fn piece(
        &mut self,
        piece: &Piece,
        send: &mut impl FnMut(Result<RecordBatch>) -> bool,
    ) -> Result<bool> {
        let reading = |error| {
            DataFusionError::Execution(format!("can't read {}: {error}", piece.path().display()))
        };
        let file = piece.path().display().to_string();
        let mut records = piece.records().map_err(reading)?;
        while let Some(text) = records.next_record().map_err(reading)? {
            self.record(text, &file);
            if self.rows >= self.most && !send(self.finish()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn record(&mut self, text: &str, file: &str) {
        let event = match self.partition.kind {
            Kind::Events => Some(Event::of(text)),
            Kind::Records(kind) if text.get(..4) == Some(kind) => None,
            Kind::Records(_) => return,
        };
        if event == Some(Event::Blank) {
            return;
        }
        let row = Row { text, file, event };
        for (builder, column) in self.builders.iter_mut().zip(self.partition.columns.iter()) {
            builder.append(column.value, &row);
        }
        self.rows += 1;
    }

    fn finish(&mut self) -> Result<RecordBatch> {
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        let rows = std::mem::take(&mut self.rows);
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.partition.schema), arrays, &options)?)
    }
}
