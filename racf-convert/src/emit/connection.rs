//! Connections of users to groups (`CONNECT`), and how a revocation is stated.

use indexmap::IndexMap;
use saffron_compiler::model::{Connection, PrincipalId};
use saffron_racf::command::{CommandKind, ConnectOperands, Moment, UserAttribute, made};
use saffron_racf::print::date::date;
use saffron_vocabulary::racf::{AccessLevel, Day, GroupAuthority};

use super::emitter::Emitter;
use super::operand::{id, ids};

/// What connections can have in common: the group, and what is stated for them.
type Alike<'m, Terms> = IndexMap<(PrincipalId, Terms), Vec<&'m str>>;

/// What is stated for a connection at first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Terms {
    owner: PrincipalId,
    authority: GroupAuthority,
    uacc: AccessLevel,
    attributes: [(UserAttribute, bool); 5],
    is_revoked: bool,
}

/// REVOKE and RESUME.
pub(super) type Moments = (Moment, Moment);

impl<'m> Emitter<'m> {
    /// Every connection, that to the default group among them.
    pub(super) fn connections(&mut self) {
        self.script.section("Connections", "They are created, or corrected if they exist.");
        let (mut first, mut dated) = (Alike::new(), Alike::new());
        for (_, user, facts) in self.names.users() {
            for connection in &facts.connections {
                first.entry((connection.group, terms(connection))).or_default().push(user);
                if let Some(dates) = self.connection_dates(user, connection) {
                    dated.entry((connection.group, dates)).or_default().push(user);
                }
            }
        }
        let names = self.names;
        self.connect(first, |group, terms| ConnectOperands {
            group: Some(id(names.id(group))),
            owner: Some(id(names.id(terms.owner))),
            authority: Some(made(terms.authority)),
            uacc: Some(made(terms.uacc)),
            attributes: terms.attributes.map(|(attribute, on)| (attribute, made(on))).to_vec(),
            revoke: Some(made(revoked(terms.is_revoked).0)),
            resume: Some(made(revoked(terms.is_revoked).1)),
            ..ConnectOperands::default()
        });
        self.connect(dated, |group, (revoke, resume)| ConnectOperands {
            group: Some(id(names.id(group))),
            revoke: Some(made(revoke)),
            resume: Some(made(resume)),
            ..ConnectOperands::default()
        });
    }

    /// By group, in the order of the groups' names.
    fn connect<Terms: Copy>(
        &mut self,
        mut alike: Alike<'m, Terms>,
        operands: impl Fn(PrincipalId, Terms) -> ConnectOperands,
    ) {
        alike.sort_by(|(one, _), _, (other, _), _| one.cmp(other));
        for ((group, terms), users) in alike {
            self.command_for(&users, |users| {
                let users = ids(users);
                CommandKind::Connect(ConnectOperands { users, ..operands(group, terms) })
            });
        }
    }

    fn connection_dates(&mut self, user: &str, connection: &Connection) -> Option<Moments> {
        let what = format!("the connection of `{user}` to `{}`", self.names.id(connection.group));
        self.dates(&what, connection.revoke_on, connection.resume_on)
    }

    /// `REVOKE(date)` and `RESUME(date)`, if there is a date. They are in a command of their own:
    /// REVOKE without a date and one with a date are one operand.
    pub(super) fn dates(
        &mut self,
        what: &str,
        revoke: Option<Day>,
        resume: Option<Day>,
    ) -> Option<Moments> {
        revoke.or(resume)?;
        let remark = "RACF takes dates to come only: once the day has passed, say REVOKE or \
                      RESUME without it";
        self.remarks.about(what, remark);
        Some((self.dated(what, revoke), self.dated(what, resume)))
    }

    fn dated(&mut self, what: &str, day: Option<Day>) -> Moment {
        if let Some(day) = day.filter(|day| date(*day).is_some()) {
            return Moment::On(day);
        }
        if day.is_some() {
            let remark = "RACF supports dates from 1971 to 2070 only, so the date is left out";
            self.remarks.about(what, remark);
        }
        Moment::Never
    }
}

fn terms(connection: &Connection) -> Terms {
    Terms {
        owner: connection.owner.unwrap_or(connection.group),
        authority: connection.authority,
        uacc: connection.uacc,
        attributes: [
            (UserAttribute::Special, connection.special),
            (UserAttribute::Operations, connection.operations),
            (UserAttribute::Auditor, connection.auditor),
            (UserAttribute::Adsp, connection.adsp),
            (UserAttribute::GrpAcc, connection.grpacc),
        ],
        is_revoked: connection.revoked,
    }
}

/// The flag, and no date but those that are stated next.
pub(super) fn revoked(is_revoked: bool) -> Moments {
    if is_revoked { (Moment::Now, Moment::Never) } else { (Moment::Never, Moment::Now) }
}
