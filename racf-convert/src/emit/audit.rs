//! What is an auditor's: GLOBALAUDIT, UAUDIT, LOGOPTIONS and OPERAUDIT.

use indexmap::IndexMap;
use saffron_vocabulary::racf::LogOptions;

use super::Emitter;
use super::class::sets;
use super::option::on;
use super::statement::Statement;
use super::target::{Target, Which};

impl<'m> Emitter<'m> {
    /// Operands that RACF takes from a user with the attribute AUDITOR only.
    pub(super) fn auditing(&mut self) {
        self.page.section("Auditing", "These commands require the attribute AUDITOR.");
        let operations = on("OPERAUDIT", self.model.options.operations_audit);
        self.page.say(&Statement::new("SETROPTS").word(operations));
        self.log_options();
        self.audited_users();
        self.global_audits();
    }

    fn log_options(&mut self) {
        let mut by_log: IndexMap<LogOptions, Vec<&str>> = IndexMap::new();
        for set in sets(self.model) {
            let settings = set.settings();
            if settings.active || settings.log_options != LogOptions::Default {
                by_log.entry(settings.log_options).or_default().extend(set.named(|_| true));
            }
        }
        by_log.sort_keys();
        for (log, classes) in by_log {
            let mut said: Vec<String> = classes.into_iter().map(str::to_owned).collect();
            if let Some(first) = said.first_mut() {
                *first = format!("{}({first}", log.as_str().to_ascii_uppercase());
            }
            if let Some(last) = said.last_mut() {
                last.push(')');
            }
            self.page.say(&Statement::new("SETROPTS").list("LOGOPTIONS", &said));
        }
    }

    fn audited_users(&mut self) {
        let mut by_flag: IndexMap<bool, Vec<&str>> = IndexMap::new();
        for (_, name, user) in self.names.users() {
            by_flag.entry(user.attributes.uaudit).or_default().push(name);
        }
        by_flag.sort_keys();
        for (is_on, users) in by_flag {
            self.say_of(&users, |users| {
                Statement::new("ALTUSER").names(users).word(on("UAUDIT", is_on))
            });
        }
    }

    fn global_audits(&mut self) {
        for (_, all) in self.names.profiles() {
            let mut alike: IndexMap<(String, Which), (Target<'m>, Vec<String>)> = IndexMap::new();
            for (target, profile) in self.emitted(all) {
                let what = format!("`{}` of the class {}", profile.name, target.class);
                let audited = self.audited(profile.global_audit, &what);
                let key = (audited, target.which.clone());
                let (_, names) = alike.entry(key).or_insert_with(|| (target.clone(), Vec::new()));
                names.push(target.name);
            }
            for ((audited, _), (target, names)) in &alike {
                self.say_of(names, |names| target.alter(names).value("GLOBALAUDIT", audited));
            }
        }
    }
}
