//! The engine: a bundle and the questions it answers.

use saffron_bundle::layout::{ClassRow, PackedSlot, ProfileRow, meta_flag};
use saffron_bundle::vocabulary::{ConditionKind, Day, Switch, Switches};
use saffron_bundle::{Bundle, OpenError, hash};

use crate::acee::Subject;
use crate::decision::Decision;
use crate::describe;
use crate::explain::{self, Explanation};
use crate::name::pack_folded;
use crate::request::Request;
use crate::walk;

/// Answers requests from a bundle, in place. Cheap to copy; shared between threads without a lock.
#[derive(Clone, Copy, Debug)]
pub struct Engine<'b> {
    pub(crate) bundle: Bundle<'b>,
    pub(crate) seed: u64,
    flags: u32,
    switches: Switches,
}

impl<'b> Engine<'b> {
    /// Opens a bundle, checking every byte of it.
    pub fn open(bytes: &'b [u8]) -> Result<Self, OpenError> {
        let bundle = Bundle::open(bytes)?;
        Ok(Self {
            seed: bundle.meta.seed.get(),
            flags: bundle.meta.flags.get(),
            switches: Switches(bundle.meta.switches.get()),
            bundle,
        })
    }

    /// The bundle behind the engine.
    pub fn bundle(&self) -> &Bundle<'b> {
        &self.bundle
    }

    /// The user's standing on a day, as RACF keeps it in an ACEE. A user who can't have one (no
    /// such user, revoked, not connected to the group) has a subject that is always denied.
    pub fn subject(&self, user: Option<&str>, group: Option<&str>, date: Day) -> Subject<'b> {
        Subject::new(self, user, group, date)
    }

    /// Answers a request.
    pub fn decide(&self, request: &Request<'_>) -> Decision<'b> {
        self.decide_as(&self.subject(request.user, request.group, request.date), request)
    }

    /// Answers a request for a subject that the caller keeps; user, group and date of the request
    /// are not looked at.
    pub fn decide_as(&self, subject: &Subject<'b>, request: &Request<'_>) -> Decision<'b> {
        describe::decision(self, subject, request, &walk::evaluate(self, subject, request))
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
        let walk = walk::evaluate(self, &subject, request);
        explain::explanation(self, &subject, request, &walk)
    }

    #[inline]
    pub(crate) fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    #[inline]
    pub(crate) fn is_on(&self, switch: Switch) -> bool {
        self.switches.is_on(switch)
    }

    /// Whether the class of a port of entry is active.
    #[inline]
    pub(crate) fn is_condition_class_active(&self, kind: ConditionKind) -> bool {
        self.has(meta_flag::CONDITION_CLASS_ACTIVE << kind.byte())
    }

    /// The index of a class.
    #[inline]
    pub(crate) fn class(&self, name: &str) -> Option<u32> {
        self.packed(self.bundle.class_table, pack_folded(name)?)
    }

    /// The row of a class.
    #[inline]
    pub(crate) fn class_row(&self, class: u32) -> Option<&'b ClassRow> {
        self.bundle.classes.get(class as usize)
    }

    /// The index of an ID.
    #[inline]
    pub(crate) fn authority(&self, name: &str) -> Option<u32> {
        self.packed(self.bundle.auth_table, pack_folded(name)?)
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "masked to the size of the table")]
    fn packed(&self, table: &[PackedSlot], key: u64) -> Option<u32> {
        let mask = table.len().checked_sub(1)?;
        let home = hash::packed(self.seed, key) as usize;
        for probe in 0..hash::PROBE_LIMIT {
            let slot = table.get(home.wrapping_add(probe) & mask)?;
            let index = slot.index.get().checked_sub(1)?;
            if slot.key.get() == key {
                return Some(index);
            }
        }
        None
    }

    /// The row of a profile.
    #[inline]
    pub(crate) fn profile(&self, profile: u32) -> Option<&'b ProfileRow> {
        self.bundle.profiles.get(profile as usize)
    }

    /// The name of an ID.
    pub(crate) fn id_name(&self, id: u32) -> &'b str {
        let row = self.bundle.authorities.get(id as usize);
        row.map(|row| saffron_bundle::short_name(&row.name)).unwrap_or_default()
    }
}
