//! Security levels, categories and labels (`RDEFINE SECDATA`, `RDEFINE SECLABEL`).

use std::collections::BTreeSet;

use saffron_compiler::model::SecurityLabel;
use saffron_racf::command::{Name, ProfileOperands, SecurityOperands, Setting, made};

use super::emitter::Emitter;
use super::operand::{ids, name, word};
use super::remark::quoted;
use super::target::Target;

impl Emitter<'_> {
    /// SECDATA and SECLABEL. Members of SECDATA are added and never taken away: RACF keeps numbers
    /// for them in other profiles.
    pub(super) fn security_data(&mut self) {
        self.script.section(
            "Security levels, categories and labels",
            "Levels and categories are added; none is removed.",
        );
        let levels = self.model.security_levels.iter();
        let levels: Vec<Name> =
            levels.map(|level| name(&format!("{}/{}", level.name, level.number))).collect();
        self.security_members("SECLEVEL", &levels);
        let categories = self.model.categories.iter();
        let categories: Vec<Name> = categories.map(|category| name(&category.name)).collect();
        self.security_members("CATEGORY", &categories);
        for label in &self.model.labels {
            self.label(label);
        }
        self.labels_without_profile();
    }

    fn security_members(&mut self, profile: &'static str, members: &[Name]) {
        if members.is_empty() {
            return;
        }
        let target = Target::general("SECDATA", profile);
        self.command(target.define_closed(target.name(), ProfileOperands::default()));
        self.command_for(members, |some| target.add_members(some));
    }

    fn label(&mut self, label: &SecurityLabel) {
        let Some(level) = self.names.level(label.security_level) else { return };
        let level = || Some(Setting::To(made(word(level))));
        let target = Target::general("SECLABEL", &label.name);
        let security = SecurityOperands { level: level(), ..SecurityOperands::default() };
        let defined = ProfileOperands { security, ..ProfileOperands::default() };
        self.command(target.define_closed(target.name(), defined));
        let other = self.names.other_categories(&label.categories);
        let deleted = if label.categories.is_empty() { vec!["*"] } else { other };
        let security = SecurityOperands {
            level: level(),
            add_categories: ids(&self.names.categories(&label.categories)),
            delete_categories: ids(&deleted),
            label: None,
        };
        let altered = ProfileOperands { security, ..ProfileOperands::default() };
        self.command(target.alter(target.name(), altered));
    }

    fn labels_without_profile(&mut self) {
        let profiles = self.names.profiles_of("SECLABEL");
        let known: BTreeSet<&str> = profiles.iter().map(|profile| profile.name.as_str()).collect();
        for label in self.model.labels.iter().filter(|label| !known.contains(label.name.as_str())) {
            self.remarks.about(
                quoted(&label.name),
                "the policy has no profile SECLABEL for the label; it is defined with UACC(NONE), \
                 and no user can use it until READ is permitted",
            );
        }
    }
}
