//! What a person has to know in addition to the commands.

use std::borrow::Cow;

use indexmap::{IndexMap, IndexSet};
use saffron_compiler::model::Model;
use saffron_vocabulary::racf::Switch;

use super::operand::printable;

/// Characters of DATA and APPLDATA (`RACF Command Language Reference`, RDEFINE).
const LONGEST_DATA: usize = 255;
/// Characters of a user's NAME (`RACF Command Language Reference`, ADDUSER).
const LONGEST_NAME: usize = 20;
/// So many things are named where a remark is about several.
const MOST_NAMED: usize = 20;

/// Remarks in the making, each with the things that it is about.
#[derive(Debug, Default)]
pub(crate) struct Remarks(IndexMap<Cow<'static, str>, IndexSet<String>>);

impl Remarks {
    /// A remark about nothing in particular.
    pub(crate) fn add(&mut self, remark: impl Into<Cow<'static, str>>) {
        self.0.entry(remark.into()).or_default();
    }

    /// A remark about this.
    pub(crate) fn about(&mut self, what: impl Into<String>, remark: impl Into<Cow<'static, str>>) {
        self.0.entry(remark.into()).or_default().insert(what.into());
    }

    /// The remarks, one for each kind.
    pub(crate) fn finish(self) -> Vec<String> {
        self.0.into_iter().map(|(remark, about)| worded(&remark, &about)).collect()
    }

    /// Installation data as RACF can hold it.
    pub(crate) fn data(&mut self, what: &str, text: Option<&str>) -> Option<String> {
        let cut = "RACF stores 255 characters of DATA; the rest is cut off";
        text.map(|text| self.fitting(what, text, LONGEST_DATA, cut))
    }

    /// Application data as RACF can hold it.
    pub(crate) fn application_data(&mut self, what: &str, text: Option<&str>) -> Option<String> {
        let cut = "RACF stores 255 characters of APPLDATA; the rest is cut off";
        text.map(|text| self.fitting(what, text, LONGEST_DATA, cut))
    }

    /// A user's name as RACF can hold it.
    pub(crate) fn name(&mut self, what: &str, text: Option<&str>) -> Option<String> {
        let cut = "RACF stores 20 characters of NAME; the rest is cut off";
        text.map(|text| self.fitting(what, text, LONGEST_NAME, cut))
    }

    fn fitting(&mut self, what: &str, text: &str, longest: usize, cut: &'static str) -> String {
        if text.chars().count() > longest {
            self.about(what, cut);
        }
        if text.chars().any(char::is_control) {
            self.about(what, "blanks replace control characters in a text");
        }
        printable(&text.chars().take(longest).collect::<String>())
    }

    /// What holds of every policy that is rebuilt, or of several parts of it.
    pub(crate) fn of_the_whole(&mut self, model: &Model) {
        self.of_externals(model);
        self.left_behind(model);
        self.add(
            "everything in the database outside the policy is unchanged: other users, groups and \
             profiles, other connections, and segments and fields that the policy doesn't state",
        );
        self.add(
            "the undo commands delete what the policy declares, even if it existed before; \
             options and settings of classes are only comments in them, because their former \
             values are unknown",
        );
    }

    /// What must exist before.
    pub(crate) fn of_externals(&mut self, model: &Model) {
        for it in &model.principals {
            if it.kind.is_external() {
                let remark = "is declared `external` and must exist before the commands run";
                self.about(quoted(&it.name), remark);
            }
            let user = it.kind.user().filter(|_| it.kind.is_external());
            if user.is_some_and(|user| !user.connections.is_empty()) {
                let remark =
                    "the groups of an external user are only stated: no command connects the user";
                self.about(quoted(&it.name), remark);
            }
        }
        for profile in model.profiles.iter().filter(|profile| profile.external) {
            let class = model.classes.get(profile.class).map_or("", |class| &class.name);
            let remark = "is declared `external` and must exist before the commands run; they only \
                          add to its access list";
            self.about(format!("`{class} {}`", profile.name), remark);
        }
    }

    /// What stays in the policy.
    pub(crate) fn left_behind(&mut self, model: &Model) {
        let (tests, features) = (model.tests.len(), model.features.len());
        if tests + features > 0 {
            self.add(format!(
                "RACF has no command for tests and features: {tests} and {features} of them stay \
                 in the policy"
            ));
        }
        if model.safr.is_declared() {
            self.add("SAFR stores its environments, groups and items itself: they are not in RACF");
        }
        let switches = model.options.switches;
        for switch in Switch::ALL.iter().filter(|it| switches.is_on(**it) != it.default_on()) {
            let remark = "RACF has no command for an option that interprets an undocumented rule";
            self.about(quoted(switch.as_str()), remark);
        }
    }
}

/// A name in a message.
pub(crate) fn quoted(name: &str) -> String {
    format!("`{name}`")
}

fn worded(remark: &str, about: &IndexSet<String>) -> String {
    let named: Vec<&str> = about.iter().take(MOST_NAMED).map(String::as_str).collect();
    match about.len().saturating_sub(named.len()) {
        _ if about.is_empty() => remark.to_owned(),
        0 => format!("{}: {remark}", named.join(", ")),
        more => format!("{} and {more} more: {remark}", named.join(", ")),
    }
}
