//! Many requests, decided in the order of their rows rather than of their rules.
//!
//! A decision reads a chain of rows, each found by the one before, and most of its time on a large
//! policy is spent waiting for memory. The chains of different requests are independent: a window of
//! requests takes each step of the chain together, in loops so short that the processor has the rows
//! of several requests on their way at once. What the steps find is kept, so nothing is done twice.
//!
//! INVARIANT: nothing here decides. The decision of each request is that of [`flow`].

use std::array::from_fn;
use std::hint::black_box;

use saffron_bundle::run;

use crate::racf::decision::Decision;
use crate::racf::flow;
use crate::racf::prepared::Prepared;
use crate::racf::subject::{self, Acee};
use crate::racf::verdict;
use crate::request::Request;
use crate::tables::Tables;

/// Requests that take a step together: enough for all the loads that a processor has on their way at
/// once, and few enough to stay in its fastest cache.
const WINDOW: usize = 16;

/// Decisions of many requests, in their order.
pub(crate) struct Batch<'r> {
    tables: &'r Tables<'r>,
    requests: &'r [Request<'r>],
    /// The next request.
    next: usize,
    /// The window that `next` is in.
    window: [Ready<'r>; WINDOW],
}

/// What is known of a request before it is decided.
#[derive(Clone, Copy)]
struct Ready<'r> {
    id: Option<u32>,
    prepared: Prepared<'r>,
}

impl<'r> Batch<'r> {
    pub(crate) fn new(tables: &'r Tables<'r>, requests: &'r [Request<'r>]) -> Self {
        let nothing = Ready { id: None, prepared: Prepared::NOTHING };
        Self { tables, requests, next: 0, window: [nothing; WINDOW] }
    }

    /// Reads what the requests of a window need, one step of all of them after the other. The sums
    /// are of no use, except that the rows must be read for them.
    fn read(&mut self, requests: &[Request<'r>]) {
        let tables = self.tables;
        let mut read = 0_u64;
        for (ready, request) in self.window.iter_mut().zip(requests) {
            ready.id = subject::named(tables, request.requester);
        }
        for (ready, request) in self.window.iter_mut().zip(requests) {
            ready.prepared.set(tables, &request.question);
            read ^= ready.prepared.touch_slot(tables);
        }
        let users: [_; WINDOW] = from_fn(|at| {
            let id = self.window.get(at).filter(|_| at < requests.len())?.id?;
            subject::row(tables, id)
        });
        for (ready, request) in self.window.iter_mut().zip(requests) {
            ready.prepared.search(tables, &request.question);
        }
        for user in users.into_iter().flatten() {
            let groups = run(tables.bundle.groups(), user.connections());
            read ^= groups.first().map_or(0, |group| u64::from(group.get()));
        }
        for ready in self.window.iter().take(requests.len()) {
            let Some(profile) = ready.prepared.profile(tables) else { continue };
            let entries = run(tables.bundle.entries(), profile.standard());
            let middle = entries.get(entries.len() / 2);
            read ^= middle.map_or(0, |entry| u64::from(entry.level().byte()));
        }
        black_box(read);
    }
}

impl<'r> Iterator for Batch<'r> {
    type Item = Decision<'r>;

    fn next(&mut self) -> Option<Decision<'r>> {
        let request = self.requests.get(self.next)?;
        let at = self.next % WINDOW;
        if at == 0 {
            let window = self.requests.get(self.next..).unwrap_or_default();
            self.read(window.get(..WINDOW).unwrap_or(window));
        }
        self.next += 1;
        let Ready { id, prepared } = self.window.get(at)?;
        let Request { requester, group, date, question } = request;
        let acee = Acee::of(self.tables, *requester, *id, *group, *date);
        let walk = flow::evaluate_prepared(self.tables, &acee, question, prepared);
        Some(verdict::decision(self.tables, &acee, question, &walk))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.requests.len().saturating_sub(self.next);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Batch<'_> {}
