//! What the models of both security managers are asked.

/// What a model decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Granted,
    Denied,
    /// Not protected: whoever asks decides, and mostly lets it through.
    NotProtected,
}

/// A user as the policy states it.
#[derive(Clone, Debug)]
pub(super) struct ExpectedUser {
    pub(super) name: String,
    pub(super) title: Option<String>,
    pub(super) default_group: String,
    pub(super) protected: bool,
    pub(super) uid: Option<String>,
    pub(super) home: Option<String>,
    pub(super) program: Option<String>,
}

/// What must be there after the commands, besides decisions.
#[derive(Clone, Debug, Default)]
pub(super) struct Expected {
    pub(super) users: Vec<ExpectedUser>,
    pub(super) gids: Vec<(String, String)>,
    /// Procedure, user, group.
    pub(super) tasks: Vec<(String, String, String)>,
    /// Users and their groups besides the default one.
    pub(super) second_groups: Vec<(String, String)>,
    /// What ACIDs of groups and profiles are called.
    pub(super) titles: Vec<String>,
    /// Classes of the policy and their longest names.
    pub(super) declared: Vec<(String, String)>,
}

/// A model.
pub(super) trait System {
    fn run(&mut self, statements: &[String]);
    /// Commands that failed.
    fn failed(&self) -> &[String];
    /// All that is stored and in force, as a text to compare.
    fn records(&self) -> String;
    fn decides(&self, user: &str, class: &str, name: &str, level: &str) -> Answer;
    fn complaints(&self, expected: &Expected) -> Vec<String>;
}

/// What isn't as the policy states it.
#[derive(Debug, Default)]
pub(super) struct Complaints(pub(super) Vec<String>);

impl Complaints {
    pub(super) fn same(&mut self, what: &str, found: Option<&str>, stated: Option<&str>) {
        if found != stated {
            self.0.push(format!("{what}: {found:?}, not {stated:?}"));
        }
    }
}
