//! Rules on the profiles of a class.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use saffron_compiler::model::{Profile, ProfileRule, ProfileState};
use saffron_diagnostics::Span;
use serde_json::{Value, json};

use super::court::Court;
use super::verdict::{Breach, Broken, LookedAt, RuleVerdict};

pub(super) fn verdict(court: &Court<'_>, rule: &ProfileRule, origin: Span) -> RuleVerdict {
    let all = court.model.profiles.iter_enumerated();
    let checked = all.filter(|(id, it)| it.class == rule.class && !rule.except.contains(id));
    let profiles: Vec<&Profile> = checked.map(|(_, profile)| profile).collect();
    if profiles.is_empty() {
        let class = &court.model.classes[rule.class].name;
        return RuleVerdict::vacuous(format!("no profile of `{class}` is subject to it"));
    }
    let broken = profiles.iter().find(|it| is_in(it, rule.state));
    RuleVerdict {
        looked_at: LookedAt { regions: profiles.len(), ..LookedAt::default() },
        breach: broken.map(|profile| breach(court, profile, rule, origin)),
        ..RuleVerdict::default()
    }
}

fn is_in(profile: &Profile, state: ProfileState) -> bool {
    match state {
        ProfileState::UaccAbove(level) => profile.uacc > level,
        ProfileState::Warning => profile.warning,
    }
}

fn breach(court: &Court<'_>, profile: &Profile, rule: &ProfileRule, origin: Span) -> Breach {
    let class = &court.model.classes[rule.class].name;
    let state = match rule.state {
        ProfileState::UaccAbove(_) => format!("has UACC({})", profile.uacc),
        ProfileState::Warning => "is in warning mode".to_owned(),
    };
    let at = match rule.state {
        ProfileState::UaccAbove(_) => profile.uacc_origin.unwrap_or(profile.origin),
        ProfileState::Warning => profile.origin,
    };
    let place = court.sources.get(at.file).map(|file| {
        let line = file.line_column(at.start).line;
        let text = court.sources.text(at).lines().next().unwrap_or_default().trim().to_owned();
        format!("{}:{line}: {text}", file.path)
    });
    let profile = Broken {
        what: format!("the {class} profile {} {state}", profile.name),
        from: place,
        witness: json!({ "class": class, "profile": profile.name }),
        decision: Value::Null,
        flags: Vec::new(),
    };
    Breach { rule: origin, requests: vec![profile] }
}
