//! Mandatory access checks: security labels, security levels, security categories.
//!
//! If class SECLABEL is active, labels are compared, and security levels and categories of users
//! and profiles have no effect. Otherwise, if class SECDATA is active, levels and categories are
//! compared. Otherwise nothing is checked.
//!
//! A refusal is final: ownership, entries, OPERATIONS, UACC and WARNING don't override it. Only
//! global access checking may come before it; see the option `gac-before-mac`.
//!
//! Reading and writing are checked separately, because a user may be allowed to read but not to
//! write. A question for READ or EXECUTE reads; UPDATE, CONTROL and ALTER read and write. Requests
//! that only write don't exist here.
//!
//! Source: Security Administrator's Guide, "Security label authorization checking", "Comparing
//! security labels", "MLS summary table", "Security levels and security categories".
//!
//! The cost is a binary search for each category of the profile. A label that the question names
//! costs a pass over the declared labels, and a terminal a search for its profile.

use saffron_bundle::layout::{
    ClassRow, ProfileRow, Run, class_flag, label_code, meta_flag, user_flag,
};
use saffron_bundle::little_endian::U16;
use saffron_bundle::{run, steps};
use saffron_vocabulary::racf::{Enforcement, MacProcessing, Step};

use crate::racf::name::{LongRoom, same_folded};
use crate::racf::search::{self, Searched};
use crate::racf::subject::User;
use crate::request::{Mode, Question};
use crate::tables::Tables;

/// What the mandatory checks refuse; by default nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Mandatory {
    /// The step that refuses reading.
    pub(crate) read: Option<Step>,
    /// The step that refuses writing.
    pub(crate) write: Option<Step>,
}

/// A security label with its parts.
#[derive(Clone, Copy)]
enum Label<'l> {
    None,
    SysHigh,
    SysLow,
    /// SYSNONE and SYSMULTI.
    Universal,
    Declared {
        level: u8,
        categories: &'l [U16],
    },
    /// A name that the policy doesn't know: disjoint from every label.
    Unknown,
}

/// How the labels of user and resource compare. If neither dominates the other, they are disjoint.
#[derive(Clone, Copy)]
struct Comparison {
    user_dominates: bool,
    resource_dominates: bool,
}

impl Comparison {
    /// Whether each dominates the other: same level, same categories.
    fn equivalent(self) -> bool {
        self.user_dominates && self.resource_dominates
    }
}

/// The label that a code of the bundle stands for. Codes below [`label_code::DECLARED`] are the
/// labels that RACF supplies, and the absence of a label.
fn label<'b>(tables: &Tables<'b>, code: u32) -> Label<'b> {
    match code {
        label_code::NONE => Label::None,
        label_code::SYSHIGH => Label::SysHigh,
        label_code::SYSLOW => Label::SysLow,
        label_code::SYSNONE | label_code::SYSMULTI => Label::Universal,
        declared => {
            let at = (declared - label_code::DECLARED) as usize;
            match tables.bundle.labels().get(at) {
                Some(row) => Label::Declared {
                    level: row.security_level(),
                    categories: run(tables.bundle.categories(), row.categories()),
                },
                None => Label::Unknown,
            }
        }
    }
}

/// The label of a name in a request, folded to upper case. The four that RACF supplies come first.
/// A name that isn't declared results in a label that is disjoint from every other, so it can't
/// pass a comparison.
fn label_named<'b>(tables: &Tables<'b>, name: &str) -> Label<'b> {
    let built_in = [
        ("SYSHIGH", label_code::SYSHIGH),
        ("SYSLOW", label_code::SYSLOW),
        ("SYSNONE", label_code::SYSNONE),
        ("SYSMULTI", label_code::SYSMULTI),
    ];
    if let Some((_, code)) = built_in.iter().find(|(known, _)| same_folded(known, name)) {
        return label(tables, *code);
    }
    tables.count(|| tables.bundle.labels().len() as u64);
    let mut declared = (label_code::DECLARED..).zip(tables.bundle.labels());
    let found = declared.find(|(_, row)| same_folded(row.name(), name));
    found.map_or(Label::Unknown, |(code, _)| label(tables, code))
}

/// The label in the ACEE: the one of the request, else the user's default.
fn user_label<'b>(
    tables: &Tables<'b>,
    user: Option<&User<'_>>,
    question: &Question<'_>,
) -> Label<'b> {
    match (question.context.seclabel, user) {
        (Some(name), _) => label_named(tables, name),
        (None, Some(user)) => label(tables, user.row.label()),
        (None, None) => Label::None,
    }
}

/// Whether every number of `part` is in `whole`; both ascend.
fn includes(whole: &[U16], part: &[U16]) -> bool {
    part.iter().all(|number| whole.binary_search_by_key(&number.get(), |held| held.get()).is_ok())
}

/// The steps of [`includes`].
fn included(whole: &[U16], part: &[U16]) -> u64 {
    part.len() as u64 * steps::search(whole.len())
}

/// Whether a label dominates another: its level is at least as high, and it has every category.
///
/// SYSHIGH dominates all, all dominate SYSLOW, SYSNONE and SYSMULTI are equivalent to every label,
/// and an unknown label to none.
///
/// Source: Security Administrator's Guide, "Comparing security labels".
fn dominates(a: Label<'_>, b: Label<'_>) -> bool {
    match (a, b) {
        (Label::Unknown | Label::None, _) | (_, Label::Unknown | Label::None) => false,
        (Label::Universal | Label::SysHigh, _) | (_, Label::Universal | Label::SysLow) => true,
        (Label::SysLow, _) | (_, Label::SysHigh) => false,
        (
            Label::Declared { level, categories },
            Label::Declared { level: other, categories: others },
        ) => level >= other && includes(categories, others),
    }
}

/// What the mandatory checks refuse. A user's OPERATIONS or ownership makes no difference; SPECIAL
/// makes one for labels only, see `labels`.
///
/// Source: Security Administrator's Guide, "Security label authorization checking" and "Security
/// levels and security categories".
#[inline]
pub(crate) fn check(
    tables: &Tables<'_>,
    user: Option<&User<'_>>,
    class: &ClassRow,
    profile: &ProfileRow,
    question: &Question<'_>,
) -> Mandatory {
    if tables.has(meta_flag::SECLABEL) {
        labels(tables, user, class, profile, question)
    } else if tables.has(meta_flag::SECDATA) {
        let step = levels(tables, user, profile, question);
        Mandatory { read: step, write: step }
    } else {
        Mandatory::default()
    }
}

/// The check of security labels.
///
/// | user | resource | result |
/// |---|---|---|
/// | any | none | refused under MLACTIVE(FAILURES), in DATASET and where a label is required |
/// | none | none | passes |
/// | none | a label | refused |
/// | a label | none | refused by AUTH under MLS(FAILURES); passes under FASTAUTH |
/// | a label | a label | compared |
///
/// Exception: a SPECIAL user whose label is SYSHIGH may read everything while both MLS(FAILURES)
/// and MLACTIVE(FAILURES) are in effect, as if both only warned. Writing is still refused.
///
/// Source: Security Administrator's Guide, "Security label authorization checking", "MLS summary
/// table" and "Special access rule for SPECIAL users".
#[cold]
fn labels(
    tables: &Tables<'_>,
    user: Option<&User<'_>>,
    class: &ClassRow,
    profile: &ProfileRow,
    question: &Question<'_>,
) -> Mandatory {
    const REFUSED: Mandatory =
        Mandatory { read: Some(Step::Seclabel), write: Some(Step::Seclabel) };
    let resource = label(tables, profile.label());
    let own = user_label(tables, user, question);
    let mls = tables.bundle.meta().mls();
    let ml_active = tables.bundle.meta().ml_active();
    let mut found = match (own, resource) {
        (_, Label::None)
            if ml_active == Enforcement::Failures
                && class.flags() & (class_flag::DATASET | class_flag::LABEL_REQUIRED) != 0 =>
        {
            REFUSED
        }
        (Label::None, Label::None) => Mandatory::default(),
        (Label::None, _) => REFUSED,
        (_, Label::None) => {
            let fails = mls == Enforcement::Failures && question.mode == Mode::Auth;
            if fails { REFUSED } else { Mandatory::default() }
        }
        (own, resource) => {
            tables.count(|| compared_steps(own, resource));
            compared(class, mls, own, resource)
        }
    };
    // "Special access rule for SPECIAL users": at SYSHIGH they read as if both options only warned.
    let high = user.is_some_and(|user| user.has(user_flag::SPECIAL))
        && matches!(own, Label::SysHigh)
        && mls == Enforcement::Failures
        && ml_active == Enforcement::Failures;
    if high {
        found.read = None;
    }
    found
}

/// The steps of comparing the categories of two labels in both directions.
fn compared_steps(one: Label<'_>, other: Label<'_>) -> u64 {
    match (one, other) {
        (Label::Declared { categories: one, .. }, Label::Declared { categories: other, .. }) => {
            included(one, other) + included(other, one)
        }
        _ => 0,
    }
}

/// The comparison of two labels, by how the class compares and whether MLS is active.
///
/// | class | reading | writing with MLS | writing without MLS |
/// |---|---|---|---|
/// | normal | the user dominates | equivalent | the user dominates |
/// | reverse | the resource dominates | equivalent | equivalent |
/// | equal | equivalent | equivalent | equivalent |
///
/// MLS(WARNING) refuses nothing; it would only produce messages.
///
/// Source: Security Administrator's Guide, "MLS summary table".
fn compared(class: &ClassRow, mls: Enforcement, own: Label<'_>, resource: Label<'_>) -> Mandatory {
    let labels = Comparison {
        user_dominates: dominates(own, resource),
        resource_dominates: dominates(resource, own),
    };
    let processing = class.mac();
    let (read, write) = match (processing, mls) {
        (MacProcessing::Normal, Enforcement::Off) => (labels.user_dominates, labels.user_dominates),
        (MacProcessing::Normal, _) => (labels.user_dominates, labels.equivalent()),
        (MacProcessing::Reverse, _) => (labels.resource_dominates, labels.equivalent()),
        (MacProcessing::Equal, _) => (labels.equivalent(), labels.equivalent()),
    };
    let refuse = |passes: bool| (!passes && mls != Enforcement::Warning).then_some(Step::Seclabel);
    Mandatory { read: refuse(read), write: refuse(write) }
}

/// The check of security levels and categories, where SECLABEL is not active.
///
/// 1. The level of the user must be at least that of the profile. At a terminal whose profile has a
///    level, the lower of the two levels applies.
/// 2. The user must have every category of the profile.
///
/// A profile without level and categories passes. Undefined users have level 0 and no categories.
/// Reading and writing make no difference.
///
/// Source: Security Administrator's Guide, "Security levels and security categories".
#[cold]
fn levels(
    tables: &Tables<'_>,
    user: Option<&User<'_>>,
    profile: &ProfileRow,
    question: &Question<'_>,
) -> Option<Step> {
    if profile.security_level() > 0 {
        let own = user.map_or(0, |user| user.row.security_level());
        let effective = terminal_level(tables, question).map_or(own, |terminal| own.min(terminal));
        if profile.security_level() > effective {
            return Some(Step::Seclevel);
        }
    }
    let held = user.map_or(Run::EMPTY, |user| user.row.categories());
    let held = run(tables.bundle.categories(), held);
    let asked = run(tables.bundle.categories(), profile.categories());
    tables.count(|| included(held, asked));
    (!includes(held, asked)).then_some(Step::Category)
}

/// The security level of the terminal at which the user works, if class TERMINAL is active and the
/// profile of the terminal has a level.
///
/// Source: Security Administrator's Guide, "Security levels and security categories".
fn terminal_level(tables: &Tables<'_>, question: &Question<'_>) -> Option<u8> {
    let terminal = question.context.terminal?;
    let index = tables.bundle.meta().terminal().get()?.0;
    let class = tables.class_row(index).filter(|row| row.flags() & class_flag::ACTIVE != 0)?;
    let mut room = LongRoom::EMPTY;
    let name = room.set("", terminal, false)?;
    let hash = name.hash(tables.seed, index);
    let searched = Searched { name: &name, hash, volume: None };
    let profile = search::protecting_profile(tables, index, class, &searched)?;
    tables.profile(profile).map(ProfileRow::security_level).filter(|&level| level > 0)
}
