//! Options of the whole system (`SETROPTS`).
//!
//! What later commands depend on comes first; what may lock people out comes last, when the
//! profiles are there. Every option is stated, also where it is as a new database has it.

use saffron_compiler::model::Options;
use saffron_vocabulary::racf::Enforcement;

use super::Emitter;
use super::remark::quoted;
use super::statement::Statement;

impl Emitter<'_> {
    /// How data set names read, and no entries for the user who issues the commands.
    pub(super) fn options_first(&mut self) {
        self.page.section(
            "Options required by the commands",
            "ADDCREATOR is off so that the issuing user is not added to access lists.",
        );
        let options = &self.model.options;
        let naming = on("EGN", options.enhanced_generic_naming);
        self.page.say(&Statement::new("SETROPTS").word("NOADDCREATOR").word(naming));
    }

    /// PREFIX, which needs its group.
    pub(super) fn prefix(&mut self) {
        let command = Statement::new("SETROPTS");
        self.page.say(&match self.model.options.prefix.as_deref() {
            Some(prefix) => command.value("PREFIX", prefix),
            None => command.word("NOPREFIX"),
        });
        if let Some(prefix) = self.model.options.prefix.as_deref()
            && !self.names.is_group(prefix)
        {
            let remark =
                "SETROPTS PREFIX requires a group, and the policy has no group of this name";
            self.remarks.about(quoted(prefix), remark);
        }
    }

    /// Options that change what people may do.
    pub(super) fn options_last(&mut self) {
        self.page
            .section("Options of the policy", "They come last, when all profiles are defined.");
        let options = &self.model.options;
        let groups = on("GRPLIST", options.list_of_groups);
        let owner = on("GENERICOWNER", options.generic_owner);
        let creator = on("ADDCREATOR", options.add_creator);
        let programs = on("WHEN(PROGRAM)", options.program_control);
        self.page.say(&Statement::new("SETROPTS").word(groups).word(programs));
        self.page.say(&Statement::new("SETROPTS").word(owner).word(creator));
        self.page.say(&enforced("PROTECTALL", options.protect_all));
        self.page.say(&enforced("MLS", options.mls));
        self.page.say(&enforced("MLACTIVE", options.ml_active));
    }
}

/// An operand, or the one that takes it back.
pub(super) fn on(word: &str, is_on: bool) -> String {
    if is_on { word.to_owned() } else { format!("NO{word}") }
}

fn enforced(word: &str, how: Enforcement) -> Statement {
    let command = Statement::new("SETROPTS");
    match how {
        Enforcement::Off => command.word(format!("NO{word}")),
        Enforcement::Warning => command.value(word, "WARNING"),
        Enforcement::Failures => command.value(word, "FAILURES"),
    }
}

/// Options that the policy has and a new database hasn't, each with its opposite.
pub(super) fn taken_back(options: &Options) -> Vec<&'static str> {
    let is_enforced = |how: Enforcement| how != Enforcement::Off;
    let on = [
        (options.enhanced_generic_naming, "NOEGN"),
        (options.prefix.is_some(), "NOPREFIX"),
        (options.list_of_groups, "NOGRPLIST"),
        (options.program_control, "NOWHEN(PROGRAM)"),
        (options.generic_owner, "NOGENERICOWNER"),
        (options.add_creator, "NOADDCREATOR"),
        (options.operations_audit, "NOOPERAUDIT"),
        (is_enforced(options.protect_all), "NOPROTECTALL"),
        (is_enforced(options.mls), "NOMLS"),
        (is_enforced(options.ml_active), "NOMLACTIVE"),
    ];
    on.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect()
}
