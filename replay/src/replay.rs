//! Files of events to a report.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::thread;

use saffron_runtime::Engine;
use saffron_unload::form::{Batch, Decoder, Form, Records};

use crate::event::{self, Authority, Time};
use crate::judge::{Judge, Judged, Key, Options, Skip};
use crate::tally::{Group, Line, Tally};
use crate::usage::{Unrested, Usage};

/// So much of a file tells its form.
const HEAD: u64 = 1 << 16;

/// The most threads that share the work.
const MOST_THREADS: usize = 64;

/// Why a file isn't read.
#[derive(Debug)]
pub enum Refused {
    /// It can't be read.
    Io(io::Error),
    /// It is the XML form of IRRADU00.
    Xml,
    /// No event is in its first 64 KiB.
    NoEvents,
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The records of a file that has events, in whatever form it arrives; `None` if it is empty.
///
/// # Errors
///
/// If the file can't be read, or holds no events.
pub(crate) fn opened(
    mut from: impl Read,
) -> Result<Option<(Records<impl BufRead>, Form)>, Refused> {
    let mut head = Vec::new();
    from.by_ref().take(HEAD).read_to_end(&mut head)?;
    if head.trim_ascii().is_empty() {
        return Ok(None);
    }
    let form = form(&head)?;
    let from = BufReader::with_capacity(1 << 20, Cursor::new(head).chain(from));
    Ok(Some((Records::new(from, form), form)))
}

/// The form of a file of events that begins with these bytes.
///
/// # Errors
///
/// If no event is among them.
pub fn form(head: &[u8]) -> Result<Form, Refused> {
    Form::with_record(head, event::begins).ok_or_else(|| {
        let is_xml = head.trim_ascii_start().starts_with(b"<");
        if is_xml { Refused::Xml } else { Refused::NoEvents }
    })
}

/// Replays events.
#[derive(Debug)]
pub struct Replay<'e> {
    judge: Judge<'e>,
    tally: Tally,
    usage: Usage,
    files: usize,
}

/// What the events tell about the policy.
///
/// `events` is the sum of `compared`, `duplicates`, `skipped` and the events of `by_authority` that weren't compared;
/// `compared` is the sum of `same` and the events of `differences` and `context_unknown`.
#[derive(Clone, Debug)]
pub struct Report<'e> {
    /// Records that aren't blank.
    pub events: u64,
    /// Events that the policy answered.
    pub compared: u64,
    /// Events that it answered as the system did.
    pub same: u64,
    /// With an old policy: events that it answered otherwise than the system did, and the new one doesn't.
    pub resolved: u64,
    /// Records that were seen before.
    pub duplicates: u64,
    /// Whether every duplicate was found; with millions of events, only those near each other are.
    pub duplicates_exact: bool,
    /// Events without a place in a list, because the list was full.
    pub left_out: u64,
    /// Equal answers with another profile than the recorded one.
    pub profiles_noted: u64,
    /// Equal answers with another highest level than the recorded one.
    pub levels_noted: u64,
    /// Commands that changed something, among the events.
    pub commands: u64,
    /// The first SETROPTS or RVARY among them.
    pub options_changed: Option<crate::ChangedBy>,
    /// What wasn't compared, by reason.
    pub skipped: BTreeMap<Skip, u64>,
    /// Where the first unreadable records are.
    pub unreadable: Vec<Line>,
    /// The first and the last access.
    pub span: Option<(Time, Time)>,
    /// Where policy and system differ.
    pub differences: Vec<(Key, Group)>,
    /// Where they may differ, but the record doesn't tell enough.
    pub context_unknown: Vec<(Key, Group)>,
    /// What was decided by something else than a profile: all events, and those among them that were compared.
    pub by_authority: Vec<(Authority, String, u64, u64)>,
    /// What no event rests on, if that was asked.
    pub unused: Option<Unrested<'e>>,
}

impl Report<'_> {
    /// Whether every record was understood and has its place.
    pub fn is_complete(&self) -> bool {
        self.left_out == 0 && self.unreadable.is_empty()
    }
}

impl<'e> Replay<'e> {
    /// A replay with a policy; with an old one, what the change causes is told from what differed before.
    pub fn new(new: &'e Engine, old: Option<&'e Engine>, options: Options) -> Self {
        let judge = Judge::new(new, old, options);
        Self { judge, tally: Tally::default(), usage: Usage::default(), files: 0 }
    }

    /// Replays the events of a file.
    ///
    /// # Errors
    ///
    /// If the file can't be read or holds no events. An empty file holds none, and is fine.
    pub fn file(&mut self, from: impl Read) -> Result<(), Refused> {
        let file = self.files;
        self.files += 1;
        let Some((mut records, form)) = opened(from)? else { return Ok(()) };
        Ok(self.records(&mut records, &form.decoder(), file)?)
    }

    fn records<R: BufRead>(
        &mut self,
        records: &mut Records<R>,
        decoder: &Decoder,
        file: usize,
    ) -> io::Result<()> {
        let threads = self.judge.options.threads.clamp(1, MOST_THREADS);
        let mut first = 1;
        let mut ready = some(records, threads, &mut first)?;
        while !ready.is_empty() {
            let (judge, batches) = (&self.judge, &ready);
            // The next batches are read while these are judged.
            let (done, next) = thread::scope(|scope| {
                let judging =
                    |(batch, first): &'_ (Batch, u64)| judge.batch(batch, decoder, *first);
                let workers: Vec<_> =
                    batches.iter().map(|it| scope.spawn(move || judging(it))).collect();
                let next = some(records, threads, &mut first);
                let done: Vec<_> =
                    workers.into_iter().map(thread::ScopedJoinHandle::join).collect();
                (done, next)
            });
            for result in done {
                let (judged, usage) =
                    result.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                self.add(judged, usage, file);
            }
            ready = next?;
        }
        Ok(())
    }

    fn add(&mut self, judged: Vec<Judged>, usage: Usage, file: usize) {
        for record in judged {
            self.tally.add(record, file, self.judge.options.keep_duplicates);
        }
        self.usage.merge(usage);
    }

    /// What the events tell.
    pub fn finish(self) -> Report<'e> {
        let Self { judge, mut tally, usage, .. } = self;
        let [differences, context_unknown] = tally.lists();
        let any_events = tally.span.is_some();
        let bundle = judge.new.bundle();
        let unused = judge.options.unused.then(|| usage.unrested(bundle, any_events));
        let by_authority = tally.authorities.into_iter();
        Report {
            events: tally.events,
            compared: tally.compared,
            same: tally.same,
            resolved: tally.resolved,
            duplicates: tally.duplicates,
            duplicates_exact: !tally.recent.forgot,
            left_out: tally.left_out,
            profiles_noted: tally.profiles_noted,
            levels_noted: tally.levels_noted,
            commands: tally.commands,
            options_changed: tally.changes.get(&crate::judge::What::Options).copied(),
            skipped: tally.skipped,
            unreadable: tally.unreadable,
            span: tally.span,
            differences,
            context_unknown,
            by_authority: by_authority.map(|((it, user), (all, of))| (it, user, all, of)).collect(),
            unused,
        }
    }
}

/// The next batches, each with the number of its first record.
fn some<R: BufRead>(
    records: &mut Records<R>,
    batches: usize,
    first: &mut u64,
) -> io::Result<Vec<(Batch, u64)>> {
    let mut found = Vec::new();
    while found.len() < batches {
        let batch = records.next_batch()?;
        if batch.is_empty() {
            break;
        }
        let number = *first;
        *first += batch.len() as u64;
        found.push((batch, number));
    }
    Ok(found)
}
