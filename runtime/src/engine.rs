//! The engine: a bundle and the questions it answers. The façade on top; no module imports it.

use saffron_bundle::vocabulary::Day;
use saffron_bundle::{Bundle, OpenError};

use crate::decision::Decision;
use crate::explain::{self, Explanation};
use crate::racf::subject::Subject;
use crate::racf::{flow, verdict};
use crate::request::Request;
use crate::safr::{self, SafrDecision, SafrExplanation, SafrRequest};
use crate::tables::Tables;

/// Answers requests from a bundle, in place. Cheap to copy; shared between threads without a lock.
#[derive(Clone, Copy, Debug)]
pub struct Engine<'b> {
    tables: Tables<'b>,
}

impl<'b> Engine<'b> {
    /// Opens a bundle, checking every byte of it.
    pub fn open(bytes: &'b [u8]) -> Result<Self, OpenError> {
        Ok(Self { tables: Tables::open(bytes)? })
    }

    /// The bundle behind the engine.
    pub fn bundle(&self) -> &Bundle<'b> {
        &self.tables.bundle
    }

    /// The user's standing on a day, as RACF keeps it in an ACEE. A user who can't have one (no
    /// such user, revoked, not connected to the group) has a subject that is always denied.
    pub fn subject(&self, user: Option<&str>, group: Option<&str>, date: Day) -> Subject<'b> {
        Subject::new(&self.tables, user, group, date)
    }

    /// Answers a request.
    pub fn decide(&self, request: &Request<'_>) -> Decision<'b> {
        self.decide_as(&self.subject(request.user, request.group, request.date), request)
    }

    /// Answers a request for a subject that the caller keeps; user, group and date of the request
    /// are not looked at.
    pub fn decide_as(&self, subject: &Subject<'b>, request: &Request<'_>) -> Decision<'b> {
        verdict::decision(
            &self.tables,
            subject,
            request,
            &flow::evaluate(&self.tables, subject, request),
        )
    }

    /// Answers many requests, in their order. The subject of one is kept for the next where user,
    /// group and date are the same, so it pays to sort requests by user.
    pub fn decide_all<'r>(
        &'r self,
        requests: &'r [Request<'r>],
    ) -> impl ExactSizeIterator<Item = Decision<'b>> + 'r {
        let mut kept: Option<(&'r Request<'r>, Subject<'b>)> = None;
        requests.iter().map(move |request| {
            let same = |(before, _): &(&Request<'_>, Subject<'b>)| {
                (before.user, before.group, before.date)
                    == (request.user, request.group, request.date)
            };
            let subject = match kept.filter(same) {
                Some((_, subject)) => subject,
                None => self.subject(request.user, request.group, request.date),
            };
            kept = Some((request, subject));
            self.decide_as(&subject, request)
        })
    }

    /// Answers a request and tells the whole way to the answer.
    pub fn explain(&self, request: &Request<'_>) -> Explanation<'b> {
        let subject = self.subject(request.user, request.group, request.date);
        let walk = flow::evaluate(&self.tables, &subject, request);
        explain::racf::explanation(&self.tables, &subject, request, &walk)
    }

    /// Answers a request about SAFR. A grant without effects allocates nothing, but for an export,
    /// which lists what the selected items use.
    pub fn decide_safr<'d>(&self, request: &SafrRequest<'d>) -> SafrDecision<'d>
    where
        'b: 'd,
    {
        safr::walk::evaluate(&self.tables, request, safr::trail::Trail::unread()).decision
    }

    /// The same decision with the rules on the way to it, and what would mend a denial.
    pub fn explain_safr<'d>(&self, request: &SafrRequest<'d>) -> SafrExplanation<'d>
    where
        'b: 'd,
    {
        explain::safr::explanation(&self.tables, request)
    }
}
