//! An audit: each rule by its test.

use std::collections::HashSet;

use crate::finding::{Finding, Found};
use crate::inquiry::Inquiry;
use crate::rule::{self, Rule};
use crate::test::{self, Test};
use crate::waiver::{self, JudgedWaiver};

/// A rule that can't be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotDecided {
    /// The rule.
    pub rule: String,
    /// What would be needed.
    pub needs: String,
}

/// What an audit finds.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// By rule, in the order of the rules; then by place.
    pub findings: Vec<Finding>,
    /// Rules that can't be decided, or not fully: they may have findings all the same.
    pub not_decided: Vec<NotDecided>,
    /// The waivers of the policy, as far as their rules are judged. One that excuses nothing is left out if its
    /// rule isn't decided.
    pub waivers: Vec<JudgedWaiver>,
}

/// Judges a policy by rules.
pub fn audit(rules: &[Rule], inquiry: &Inquiry<'_>) -> Audit {
    let mut audit = Audit::default();
    for rule in rules {
        let needs = match test::of(&rule.slug) {
            None => Some(format!("a test: Saffron has none with the name `{}`", rule.slug)),
            Some(test) => {
                audit.findings.extend(judged(rule, test, inquiry));
                needs(test, inquiry)
            }
        };
        audit.not_decided.extend(needs.map(|needs| NotDecided { rule: rule.id.clone(), needs }));
    }
    if !inquiry.model.waivers.is_empty() {
        let judged = Judged::new(rules, &audit.not_decided);
        audit.waivers = waiver::apply(&mut audit.findings, inquiry, |id| judged.has(id));
    }
    audit
}

/// The rules about which an audit can say that they find nothing more.
struct Judged {
    asked: HashSet<String>,
    open: HashSet<String>,
    /// Rules of Saffron, asked or not.
    known: HashSet<String>,
}

impl Judged {
    fn new(rules: &[Rule], open: &[NotDecided]) -> Self {
        let known = [rule::stig(), rule::own()].into_iter().flatten().flatten();
        Self {
            asked: rules.iter().map(|it| it.id.clone()).collect(),
            open: open.iter().map(|it| it.rule.clone()).collect(),
            known: known.map(|it| it.id).collect(),
        }
    }

    /// Whether a rule was decided. A rule that no standard has finds nothing, ever.
    fn has(&self, id: &str) -> bool {
        if self.asked.contains(id) { !self.open.contains(id) } else { !self.known.contains(id) }
    }
}

fn judged(rule: &Rule, test: &Test, inquiry: &Inquiry<'_>) -> Vec<Finding> {
    if test.asks_options && inquiry.options_assumed {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    (test.judge)(inquiry, &mut found);
    found.sort_by(|a, b| a.place.cmp(&b.place).then_with(|| a.cmp(b)));
    found.dedup();
    let finding = |it: Found| Finding {
        rule: rule.id.clone(),
        severity: rule.severity,
        subject: it.subject,
        message: it.message,
        place: it.place,
        waived: None,
    };
    found.into_iter().map(finding).collect()
}

/// What a test would need to decide its rule fully.
fn needs(test: &Test, inquiry: &Inquiry<'_>) -> Option<String> {
    if test.asks_options && inquiry.options_assumed {
        return Some("the options of the system: specify them with --setropts".to_owned());
    }
    let missing: Vec<String> = test
        .lists
        .iter()
        .filter(|list| !inquiry.lists.contains_key(**list))
        .map(|list| format!("`{list}`"))
        .collect();
    let word = if missing.len() == 1 { "the list" } else { "the lists" };
    (!missing.is_empty()).then(|| format!("{word} {} in [audit.lists]", missing.join(" and ")))
}
