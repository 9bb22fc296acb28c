//! The engine: a bundle and the questions it answers. The façade on top; no module imports it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use saffron_bundle::{Bundle, OpenError};
use saffron_vocabulary::racf::{Day, Step};
use self_cell::self_cell;

use crate::explain::{self, Explanation};
use crate::racf::batch::Batch;
use crate::racf::decision::Decision;
use crate::racf::prepared::Prepared;
use crate::racf::subject::{self, Acee};
use crate::racf::{flow, verdict};
use crate::request::{Question, Request, Requester};
use crate::safr::{self, SafrDecision, SafrExplanation, SafrRequest};
use crate::tables::Tables;

/// The bytes of a bundle, wherever they are.
trait Bytes: Send + Sync {
    fn bytes(&self) -> &[u8];
}

impl<B: AsRef<[u8]> + Send + Sync> Bytes for B {
    fn bytes(&self) -> &[u8] {
        self.as_ref()
    }
}

self_cell!(
    /// Bytes, and the tables that are read from them in place.
    struct Opened {
        owner: Box<dyn Bytes>,
        #[covariant]
        dependent: Tables,
    }
);

/// Answers requests from a bundle, in place.
///
/// An engine owns or shares its bytes and checks them once. A clone shares both, so cloning costs a
/// reference count. Threads share an engine without a lock, and replace it while others decide:
///
/// ```
/// use std::sync::RwLock;
///
/// use saffron_runtime::{Engine, OpenError};
///
/// struct Service {
///     engine: RwLock<Engine>,
/// }
///
/// impl Service {
///     /// The engine for one request. The lock is held for a clone, not for a decision.
///     fn engine(&self) -> Engine {
///         self.engine.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
///     }
///
///     /// Uses a new bundle from now on. A broken one changes nothing; requests that are being
///     /// decided finish with the old one.
///     fn replace(&self, bundle: Vec<u8>) -> Result<(), OpenError> {
///         let opened = Engine::open(bundle)?;
///         *self.engine.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = opened;
///         Ok(())
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Engine {
    opened: Arc<Opened>,
}

const fn is_shared_between_threads<T: Send + Sync>() {}
const _: () = is_shared_between_threads::<Engine>();
const _: () = is_shared_between_threads::<Subject<'static>>();
const _: () = is_shared_between_threads::<Decision<'static>>();
const _: () = is_shared_between_threads::<Explanation<'static>>();

impl Engine {
    /// Opens a bundle and checks every byte of it: a `Vec<u8>`, an `Arc<[u8]>`, a memory map, or a
    /// `&'static [u8]`. The bytes aren't copied; they must not change while the engine exists.
    ///
    /// # Errors
    ///
    /// If the bytes are not a bundle of this format, are truncated or damaged.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, OpenError> {
        let opened = Opened::try_new(Box::new(bytes), |bytes| Tables::open(bytes.bytes()))?;
        Ok(Self { opened: Arc::new(opened) })
    }

    fn tables(&self) -> &Tables<'_> {
        self.opened.borrow_dependent()
    }

    /// The bundle's sections, for tools that list or compare policies. Their layout is the bundle
    /// format's and changes with it; decisions need none of it.
    #[must_use]
    pub fn bundle_sections(&self) -> &Bundle<'_> {
        &self.tables().bundle
    }

    /// The user on a day, as RACF keeps a user in an ACEE: resolve it once, ask it often.
    ///
    /// `group` is the current connect group; `None` is the user's default group. A user who can't
    /// enter the system (unknown, revoked, not connected to the group) has a subject that is always
    /// denied.
    #[must_use]
    pub fn subject(&self, requester: Requester<'_>, group: Option<&str>, date: Day) -> Subject<'_> {
        let tables = self.tables();
        Subject { tables, acee: Acee::new(tables, requester, group, date) }
    }

    /// Answers a request. Nothing is allocated and no lock is taken.
    ///
    /// To ask several questions of one user, use [`Engine::subject`], which resolves the user once.
    #[inline]
    pub fn decide(&self, request: &Request<'_>) -> Decision<'_> {
        let (tables, question) = (self.tables(), &request.question);
        // The user's ID is on its way from memory while the name is folded.
        let id = subject::named(tables, request.requester);
        let prepared = Prepared::of(tables, question);
        let acee = Acee::of(tables, request.requester, id, request.group, request.date);
        let walk = flow::evaluate_prepared(tables, &acee, question, &prepared);
        verdict::decision(tables, &acee, question, &walk)
    }

    /// How many steps a decision takes: nodes entered, look-ups, names compared. The compiler
    /// computes a bound of it for each class.
    #[must_use]
    pub fn decision_steps(&self, request: &Request<'_>) -> u64 {
        let steps = AtomicU64::new(0);
        let tables = self.tables().counting(&steps);
        let acee = Acee::new(&tables, request.requester, request.group, request.date);
        let _ = flow::evaluate(&tables, &acee, &request.question);
        steps.load(Ordering::Relaxed)
    }

    /// Answers many requests, in their order, and faster than one by one: the rows that the next
    /// requests need are read together, so that the processor doesn't wait for one after the other.
    pub fn decide_all<'r>(
        &'r self,
        requests: &'r [Request<'r>],
    ) -> impl ExactSizeIterator<Item = Decision<'r>> + 'r {
        Batch::new(self.tables(), requests)
    }

    /// Answers a request and reports all stages to the answer.
    #[must_use]
    pub fn explain(&self, request: &Request<'_>) -> Explanation<'_> {
        let tables = self.tables();
        let acee = Acee::new(tables, request.requester, request.group, request.date);
        let walk = flow::evaluate(tables, &acee, &request.question);
        explain::racf::explanation(tables, &acee, request, &walk)
    }

    /// Answers a request about SAFR. A grant without effects allocates nothing, except for an
    /// export, which lists what the selected items use.
    pub fn decide_safr<'d>(&'d self, request: &SafrRequest<'d>) -> SafrDecision<'d> {
        safr::walk::evaluate(self.tables(), request, safr::trail::Trail::unread()).decision
    }

    /// How many steps a decision about SAFR takes, apart from the effects that it lists. The compiler computes a
    /// bound of it.
    #[must_use]
    pub fn safr_decision_steps(&self, request: &SafrRequest<'_>) -> u64 {
        let steps = AtomicU64::new(0);
        let tables = self.tables().counting(&steps);
        let _ = safr::walk::evaluate(&tables, request, safr::trail::Trail::unread());
        steps.load(Ordering::Relaxed)
    }

    /// The same decision with the rules on the way to it, and what would grant what is denied.
    #[must_use]
    pub fn explain_safr<'d>(&'d self, request: &SafrRequest<'d>) -> SafrExplanation<'d> {
        explain::safr::explanation(self.tables(), request)
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let header = &self.tables().bundle.header();
        f.debug_struct("Engine").field("decision_digest", &header.decision_digest()).finish()
    }
}

/// What protects a name: rows of the bundle. For a name that its user owns implicitly, no profile and no global
/// entry is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The protecting profile in the section of profiles.
    pub profile: Option<u32>,
    /// The best entry of the global access checking table in the section of global entries.
    pub global: Option<u32>,
    /// Whether it is the user's own data set, or a name that makes the user its owner.
    pub own: bool,
}

/// A user on a day, resolved once for many questions. It belongs to the engine that made it.
#[derive(Clone, Copy)]
pub struct Subject<'e> {
    tables: &'e Tables<'e>,
    acee: Acee<'e>,
}

impl<'e> Subject<'e> {
    /// Answers a question of this user.
    #[inline]
    pub fn decide(&self, question: &Question<'_>) -> Decision<'e> {
        let walk = flow::evaluate(self.tables, &self.acee, question);
        verdict::decision(self.tables, &self.acee, question, &walk)
    }

    /// Which rows of the policy protect a name, for tools that look at whole policies. The level and the
    /// context of the question make no difference.
    #[must_use]
    pub fn place(&self, question: &Question<'_>) -> Place {
        let walk = flow::evaluate(self.tables, &self.acee, question);
        Place {
            profile: walk.profile.map(|(row, _)| row),
            global: walk.global.map(|(row, _)| row),
            own: walk.own || walk.step == Step::ImplicitOwner,
        }
    }

    /// Whether the user can enter the system. Without an ACEE every question is denied.
    #[must_use]
    pub fn has_acee(&self) -> bool {
        self.acee.refused.is_none()
    }
}

impl std::fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let user = self.acee.user.map(|user| self.tables.id_name(user.id));
        let refused = &self.acee.refused;
        f.debug_struct("Subject").field("user", &user).field("refused", refused).finish()
    }
}
