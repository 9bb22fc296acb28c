//! Connections of users to groups (`CONNECT`), and how a revocation is stated.

use indexmap::IndexMap;
use saffron_compiler::model::{AuthId, Connection};
use saffron_vocabulary::racf::Day;

use super::Emitter;
use super::date::date;
use super::option::on;
use super::statement::Statement;

/// Connections with the same attributes: their operands, and the users.
type Alike<'m> = IndexMap<(AuthId, Vec<String>), Vec<&'m str>>;

impl<'m> Emitter<'m> {
    /// Every connection, that to the default group among them.
    pub(super) fn connections(&mut self) {
        self.page.section("Connections", "They are created, or corrected if they exist.");
        let (mut made, mut dated) = (Alike::new(), Alike::new());
        for (_, user, it) in self.names.users() {
            for connection in &it.connections {
                let key = (connection.group, self.connection(connection));
                made.entry(key).or_default().push(user);
                if let Some(dates) = self.connection_dates(user, connection) {
                    dated.entry((connection.group, dates)).or_default().push(user);
                }
            }
        }
        self.connect(made);
        self.connect(dated);
    }

    /// By group, in the order of the groups' names.
    fn connect(&mut self, mut alike: Alike<'m>) {
        alike.sort_by(|(a, _), _, (b, _), _| a.cmp(b));
        for ((group, operands), users) in alike {
            let group = self.names.id(group);
            self.say_of(&users, |users| {
                let connect = Statement::new("CONNECT").names(users).value("GROUP", group);
                connect.words(operands.iter().map(String::as_str))
            });
        }
    }

    fn connection(&self, it: &Connection) -> Vec<String> {
        let owner = self.names.id(it.owner.unwrap_or(it.group));
        vec![
            format!("OWNER({owner})"),
            format!("AUTHORITY({})", it.authority),
            format!("UACC({})", it.uacc),
            on("SPECIAL", it.special),
            on("OPERATIONS", it.operations),
            on("AUDITOR", it.auditor),
            on("ADSP", it.adsp),
            on("GRPACC", it.grpacc),
        ]
        .into_iter()
        .chain(revoked(it.revoked).map(str::to_owned))
        .collect()
    }

    fn connection_dates(&mut self, user: &str, it: &Connection) -> Option<Vec<String>> {
        let what = format!("the connection of `{user}` to `{}`", self.names.id(it.group));
        self.dates(&what, it.revoke_on, it.resume_on)
    }

    /// `REVOKE(date)` and `RESUME(date)`, if there is a date. They are in a command of their own:
    /// REVOKE without a date and one with a date are one operand.
    pub(super) fn dates(
        &mut self,
        what: &str,
        revoke: Option<Day>,
        resume: Option<Day>,
    ) -> Option<Vec<String>> {
        revoke.or(resume)?;
        let remark = "RACF takes dates to come only: once the day has passed, say REVOKE or \
                      RESUME without it";
        self.remarks.about(what, remark);
        Some(vec![self.dated(what, "REVOKE", revoke), self.dated(what, "RESUME", resume)])
    }

    fn dated(&mut self, what: &str, word: &str, day: Option<Day>) -> String {
        if let Some(date) = day.and_then(date) {
            return format!("{word}({date})");
        }
        if day.is_some() {
            let remark = "RACF supports dates from 1971 to 2070 only, so the date is left out";
            self.remarks.about(what, remark);
        }
        format!("NO{word}")
    }
}

/// The flag, and no date but those that are stated next.
pub(super) fn revoked(is_revoked: bool) -> [&'static str; 2] {
    if is_revoked { ["REVOKE", "NORESUME"] } else { ["NOREVOKE", "RESUME"] }
}
