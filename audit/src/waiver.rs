//! Findings that the policy excuses, and what became of each waiver.

use saffron_analysis::facts::FactSource;
use saffron_compiler::model::Waiver;
use saffron_vocabulary::racf::Day;

use crate::finding::{Finding, Subject, Waived};
use crate::inquiry::Inquiry;
use crate::rule::{Rule, Severity};

/// The rule of findings about waivers whose last day has passed.
const EXPIRED: &str = "expired-waiver";

/// The rule of findings about waivers that excuse nothing.
const UNUSED: &str = "unused-waiver";

/// The rules on waivers themselves. They are part of every audit.
pub fn rules() -> [Rule; 2] {
    let rule = |id: &str, severity, title: &str, fix: &str| Rule {
        id: id.to_owned(),
        gid: None,
        severity,
        title: title.to_owned(),
        slug: id.to_owned(),
        why: "A waiver is a decision with an end; what is left of it hides the next finding."
            .to_owned(),
        reference: "Saffron".to_owned(),
        fix: fix.to_owned(),
        test: String::new(),
        needs: String::new(),
    };
    [
        rule(
            EXPIRED,
            Severity::Medium,
            "No waiver is kept after its last day.",
            "Fix what it excused and remove it, or decide again.",
        ),
        rule(UNUSED, Severity::Low, "Each waiver excuses a finding.", "Remove it."),
    ]
}

/// What became of a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It excuses a finding.
    Used,
    /// Its rule finds nothing that it names.
    Unused,
    /// Its last day has passed.
    Expired,
}

impl State {
    /// Its word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Unused => "unused",
            Self::Expired => "expired",
        }
    }
}

/// A waiver of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedWaiver {
    /// The rule that it is about.
    pub rule: String,
    /// What became of it.
    pub state: State,
    /// Why findings are excused.
    pub because: String,
    /// The last day.
    pub until: Day,
    /// Where it is stated.
    pub place: Option<FactSource>,
}

/// Excuses findings by the waivers of the policy. A waiver that has expired excuses nothing.
///
/// `is_judged` tells whether a rule was decided, so that "unused" is known.
pub(crate) fn apply(
    findings: &mut Vec<Finding>,
    inquiry: &Inquiry<'_>,
    is_judged: impl Fn(&str) -> bool,
) -> Vec<JudgedWaiver> {
    let mut judged = Vec::new();
    for waiver in &inquiry.model.waivers {
        let state = if waiver.until < inquiry.day {
            State::Expired
        } else if excuse(findings, waiver, inquiry) {
            State::Used
        } else if is_judged(&waiver.rule) {
            State::Unused
        } else {
            continue;
        };
        judged.push(JudgedWaiver {
            rule: waiver.rule.clone(),
            state,
            because: waiver.because.clone(),
            until: waiver.until,
            place: inquiry.place(waiver.origin),
        });
    }
    findings.extend(judged.iter().filter_map(finding));
    judged
}

/// Whether there is a finding that the waiver excuses.
fn excuse(findings: &mut [Finding], waiver: &Waiver, inquiry: &Inquiry<'_>) -> bool {
    let mut used = false;
    for finding in findings.iter_mut().filter(|it| it.rule == waiver.rule) {
        if names(waiver, &finding.subject, inquiry) {
            used = true;
            finding.waived = Some(Waived {
                because: waiver.because.clone(),
                until: waiver.until,
                place: inquiry.place(waiver.origin),
            });
        }
    }
    used
}

/// Whether the waiver names the user, the group or the profile of a finding.
fn names(waiver: &Waiver, subject: &Subject, inquiry: &Inquiry<'_>) -> bool {
    let id = |name: &Option<String>| {
        name.as_deref().is_some_and(|name| waiver.ids.iter().any(|id| inquiry.name(*id) == name))
    };
    let profile = || {
        waiver.profiles.iter().any(|profile| {
            let Some(profile) = inquiry.model.profiles.get(*profile) else { return false };
            let of = inquiry.of_profile(profile);
            (&of.class, &of.profile, of.generic, &of.volumes)
                == (&subject.class, &subject.profile, subject.generic, &subject.volumes)
        })
    };
    id(&subject.user) || id(&subject.group) || profile()
}

/// A waiver that has expired or excuses nothing is a finding itself.
fn finding(waiver: &JudgedWaiver) -> Option<Finding> {
    let (rule, severity, message) = match waiver.state {
        State::Used => return None,
        State::Expired => (
            EXPIRED,
            Severity::Medium,
            format!("the waiver of {} ended on {}", waiver.rule, waiver.until),
        ),
        State::Unused => {
            (UNUSED, Severity::Low, format!("the waiver of {} excuses nothing", waiver.rule))
        }
    };
    Some(Finding {
        rule: rule.to_owned(),
        severity,
        subject: Subject::default(),
        message,
        place: waiver.place.clone(),
        waived: None,
    })
}
