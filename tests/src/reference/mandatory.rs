//! Mandatory access control: security labels, levels and categories.

use saffron_compiler::model::{Class, Label, Model, Profile};
use saffron_vocabulary::racf::{AccessLevel, Enforcement, MacProcessing, Step};

use super::acee::Acee;
use super::profiles::{class, class_active, protecting};
use crate::request::OwnedRequest;
use saffron_runtime::Mode;

/// A label of a user: one that the policy knows, or one that is disjoint from all.
#[derive(Clone, Copy, Debug)]
enum UserLabel {
    Known(Label),
    Unknown,
}

/// The step that forbids the level, if one does.
pub(crate) fn forbids(
    model: &Model,
    acee: &Acee<'_>,
    request: &OwnedRequest,
    class: &Class,
    profile: &Profile,
    need: AccessLevel,
) -> Option<Step> {
    if class_active(model, "SECLABEL") {
        let check = LabelCheck { model, acee, request, class, profile, need };
        check.fails().then_some(Step::Seclabel)
    } else if class_active(model, "SECDATA") {
        levels_forbid(model, acee, request, profile)
    } else {
        None
    }
}

struct LabelCheck<'c> {
    model: &'c Model,
    acee: &'c Acee<'c>,
    request: &'c OwnedRequest,
    class: &'c Class,
    profile: &'c Profile,
    need: AccessLevel,
}

impl LabelCheck<'_> {
    fn fails(&self) -> bool {
        let options = &self.model.options;
        let user = user_label(self.model, self.acee, self.request);
        let resource = self.profile.label;
        if resource.is_some() && user.is_none() {
            return true;
        }
        let label_required = self.class.name == "DATASET" || self.class.descriptor.label_required;
        if resource.is_none() && label_required && options.ml_active == Enforcement::Failures {
            return !self.exempt(user);
        }
        let passes = match (user, resource) {
            (None, _) => true,
            (Some(_), None) => {
                options.mls == Enforcement::Off || self.request.mode == Mode::FastAuth
            }
            (Some(user), Some(resource)) => self.compare(user, resource),
        };
        let warns_only = options.mls == Enforcement::Warning;
        !passes && !warns_only && !self.exempt(user)
    }

    /// Whether only reading is asked for.
    fn read_only(&self) -> bool {
        self.need <= AccessLevel::Read
    }

    /// A SPECIAL user who works with SYSHIGH reads what labels would keep from everybody.
    fn exempt(&self, user: Option<UserLabel>) -> bool {
        let options = &self.model.options;
        let enforced =
            options.ml_active == Enforcement::Failures && options.mls == Enforcement::Failures;
        let high = matches!(user, Some(UserLabel::Known(Label::SysHigh)));
        enforced && high && self.acee.attributes().special && self.read_only()
    }

    fn compare(&self, user: UserLabel, resource: Label) -> bool {
        let UserLabel::Known(user) = user else { return false };
        let above = dominates(self.model, user, resource);
        let below = dominates(self.model, resource, user);
        let multilevel = self.model.options.mls != Enforcement::Off;
        match self.class.descriptor.mac_processing {
            MacProcessing::Reverse if self.read_only() => below,
            MacProcessing::Normal if self.read_only() || !multilevel => above,
            MacProcessing::Equal | MacProcessing::Reverse | MacProcessing::Normal => above && below,
        }
    }
}

/// The label in the ACEE, or else the user's default.
fn user_label(model: &Model, acee: &Acee<'_>, request: &OwnedRequest) -> Option<UserLabel> {
    let Some(name) = &request.context.seclabel else {
        return acee.user.as_ref()?.profile.label.map(UserLabel::Known);
    };
    let folded = name.to_ascii_uppercase();
    let label = match folded.as_str() {
        "SYSHIGH" => Label::SysHigh,
        "SYSLOW" => Label::SysLow,
        "SYSNONE" => Label::SysNone,
        "SYSMULTI" => Label::SysMulti,
        _ => match model.labels.iter_enumerated().find(|(_, label)| label.name == folded) {
            Some((id, _)) => Label::Declared(id),
            None => return Some(UserLabel::Unknown),
        },
    };
    Some(UserLabel::Known(label))
}

/// Whether the upper label dominates the lower one.
fn dominates(model: &Model, upper: Label, lower: Label) -> bool {
    match (upper, lower) {
        (Label::SysNone | Label::SysMulti | Label::SysHigh, _)
        | (_, Label::SysNone | Label::SysMulti | Label::SysLow) => true,
        (Label::SysLow, _) | (_, Label::SysHigh) => false,
        (Label::Declared(upper), Label::Declared(lower)) => {
            match (model.labels.get(upper), model.labels.get(lower)) {
                (Some(upper), Some(lower)) => {
                    let all = lower.categories.iter().all(|it| upper.categories.contains(it));
                    upper.security_level >= lower.security_level && all
                }
                _ => false,
            }
        }
    }
}

fn levels_forbid(
    model: &Model,
    acee: &Acee<'_>,
    request: &OwnedRequest,
    profile: &Profile,
) -> Option<Step> {
    let user = acee.user.as_ref().map(|user| user.profile);
    let level = user.map_or(0, |user| user.security_level);
    let effective = terminal_level(model, request).map_or(level, |terminal| terminal.min(level));
    if profile.security_level > effective {
        return Some(Step::Seclevel);
    }
    let holds = |category: &u16| user.is_some_and(|user| user.categories.contains(category));
    if profile.categories.iter().all(holds) { None } else { Some(Step::Category) }
}

/// The level of the terminal at which the user works, if it has one.
fn terminal_level(model: &Model, request: &OwnedRequest) -> Option<u8> {
    let terminal = request.context.terminal.as_ref()?.to_ascii_uppercase();
    if !class_active(model, "TERMINAL") {
        return None;
    }
    let (id, _) = class(model, "TERMINAL")?;
    let level = protecting(model, id, &terminal, None)?.security_level;
    (level > 0).then_some(level)
}
