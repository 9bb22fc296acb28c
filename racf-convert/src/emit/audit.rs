//! What is an auditor's: GLOBALAUDIT, UAUDIT, LOGOPTIONS and OPERAUDIT.

use indexmap::IndexMap;
use saffron_racf::command::{
    AuditSetting, CommandKind, Name, ProfileOperands, SystemOption, UserAttribute, UserOperands,
    made,
};
use saffron_vocabulary::racf::LogOptions;

use super::class::sets;
use super::emitter::Emitter;
use super::operand::ids;
use super::option::set_options;
use super::target::{Target, Which};

impl<'m> Emitter<'m> {
    /// Operands that RACF takes from a user with the attribute AUDITOR only.
    pub(super) fn auditing(&mut self) {
        self.script.section("Auditing", "These commands require the attribute AUDITOR.");
        let operations = self.model.options.operations_audit;
        self.command(set_options([SystemOption::OperationsAudit(operations)]));
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
        for (log, classes) in by_log.into_iter().filter(|(_, classes)| !classes.is_empty()) {
            self.command(set_options([SystemOption::LogOptions(log, ids(&classes))]));
        }
    }

    fn audited_users(&mut self) {
        let mut by_flag: IndexMap<bool, Vec<&str>> = IndexMap::new();
        for (_, name, user) in self.names.users() {
            by_flag.entry(user.attributes.uaudit).or_default().push(name);
        }
        by_flag.sort_keys();
        for (is_on, users) in by_flag {
            self.command_for(&users, |users| {
                CommandKind::AltUser(UserOperands {
                    users: ids(users),
                    attributes: vec![(UserAttribute::UAudit, made(is_on))],
                    ..UserOperands::default()
                })
            });
        }
    }

    fn global_audits(&mut self) {
        for (_, all) in self.names.profiles() {
            let mut alike: IndexMap<(AuditSetting, Which), (Target<'m>, Vec<Name>)> =
                IndexMap::new();
            for (target, profile) in self.emitted(all).into_iter().filter(|(_, it)| !it.external) {
                let what = format!("`{}` of the class {}", profile.name, target.class);
                let audited = self.audited(profile.global_audit, &what);
                let key = (audited, target.which.clone());
                let (_, names) = alike.entry(key).or_insert_with(|| (target.clone(), Vec::new()));
                names.push(target.name);
            }
            for ((audited, _), (target, names)) in &alike {
                self.command_for(names, |names| {
                    let global_audit = Some(made(*audited));
                    let profile = ProfileOperands { global_audit, ..ProfileOperands::default() };
                    target.alter(names, profile)
                });
            }
        }
    }
}
