//! Security levels, categories and labels (`RDEFINE SECDATA`, `RDEFINE SECLABEL`).

use std::collections::BTreeSet;

use saffron_compiler::model::SecurityLabel;

use super::Emitter;
use super::names::ROOT;
use super::remark::quoted;
use super::statement::Statement;

impl Emitter<'_> {
    /// SECDATA and SECLABEL. Members of SECDATA are added and never taken away: RACF keeps numbers
    /// for them in other profiles.
    pub(super) fn security_data(&mut self) {
        self.page.section(
            "Security levels, categories and labels",
            "Levels and categories are added; none is removed.",
        );
        let levels = self.model.security_levels.iter();
        let levels: Vec<String> = levels.map(|it| format!("{}/{}", it.name, it.number)).collect();
        self.security_members("SECLEVEL", &levels);
        let categories: Vec<&str> =
            self.model.categories.iter().map(|it| it.name.as_str()).collect();
        self.security_members("CATEGORY", &categories);
        for label in &self.model.labels {
            self.label(label);
        }
        self.labels_without_profile();
    }

    fn security_members<S: AsRef<str>>(&mut self, profile: &'static str, members: &[S]) {
        if members.is_empty() {
            return;
        }
        let define = Statement::new("RDEFINE").words(["SECDATA", profile]);
        self.page.say(&define.value("OWNER", ROOT).value("UACC", "NONE"));
        self.say_of(members, |some| {
            Statement::new("RALTER").words(["SECDATA", profile]).list("ADDMEM", some)
        });
    }

    fn label(&mut self, it: &SecurityLabel) {
        let Some(level) = self.names.level(it.security_level) else { return };
        let said =
            |verb| Statement::new(verb).words(["SECLABEL", &it.name]).value("SECLEVEL", level);
        self.page.say(&said("RDEFINE").value("OWNER", ROOT).value("UACC", "NONE"));
        let other = self.names.other_categories(&it.categories);
        let alter = said("RALTER").list("ADDCATEGORY", &self.names.categories(&it.categories));
        let none_left = if it.categories.is_empty() { vec!["*"] } else { other };
        self.page.say(&alter.list("DELCATEGORY", &none_left));
    }

    fn labels_without_profile(&mut self) {
        let profiles = self.names.profiles_of("SECLABEL");
        let known: BTreeSet<&str> = profiles.iter().map(|it| it.name.as_str()).collect();
        for label in self.model.labels.iter().filter(|it| !known.contains(it.name.as_str())) {
            self.remarks.about(
                quoted(&label.name),
                "the policy has no profile SECLABEL for the label; it is defined with UACC(NONE), \
                 and no user can use it until READ is permitted",
            );
        }
    }
}
