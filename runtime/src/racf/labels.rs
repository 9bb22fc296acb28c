//! Mandatory access checks: security labels, security levels, security categories.
//!
//! Source: Security Administrator's Guide, "Security label authorization checking", "Comparing
//! security labels", "MLS summary table", "Security levels and security categories".

use saffron_bundle::layout::{
    ClassRow, ProfileRow, Run, class_flag, label_code, meta_flag, user_flag,
};
use saffron_bundle::little_endian::U16;
use saffron_bundle::run;
use saffron_bundle::vocabulary::{Enforcement, MacProcessing, Step};

use crate::racf::name::{Name, same_folded};
use crate::racf::search;
use crate::racf::subject::User;
use crate::request::{Mode, Question};
use crate::tables::Tables;

/// What the mandatory checks leave open.
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

/// The label that a code of the bundle stands for.
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

/// Whether a label dominates another: its level is at least as high, and it has every category.
///
/// Source: Security Administrator's Guide, "Comparing security labels". SYSHIGH dominates all, all dominate
/// SYSLOW, SYSNONE and SYSMULTI are equivalent to every label, and an unknown label to none.
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

/// What the mandatory checks refuse. A user SPECIAL, OPERATIONS or owner makes no difference.
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
/// Source: Security Administrator's Guide, "Security label authorization checking": a user without a label
/// is denied a labelled resource; MLACTIVE(FAILURES) denies a resource without one; MLS decides
/// whether writing down is denied.
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
        (own, resource) => compared(class, mls, own, resource),
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

/// The table of label checks: by how the class compares, and whether writing down is forbidden.
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
/// Source: Security Administrator's Guide, "Security levels and security categories": the level of the user,
/// limited by that of the terminal, must be at least the profile's, and the user must have every
/// category of the profile.
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
    (!includes(held, asked)).then_some(Step::Category)
}

/// The security level of the terminal at which the user works, if it has one.
fn terminal_level(tables: &Tables<'_>, question: &Question<'_>) -> Option<u8> {
    let terminal = question.context.terminal?;
    let index = tables.bundle.meta().terminal().get()?.0;
    let class = tables.class_row(index).filter(|row| row.flags() & class_flag::ACTIVE != 0)?;
    let mut name = Name::EMPTY;
    if !name.set("", terminal, false) {
        return None;
    }
    let profile = search::protecting_profile(tables, index, class, &name, None)?;
    tables.profile(profile).map(ProfileRow::security_level).filter(|&level| level > 0)
}
