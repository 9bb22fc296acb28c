//! A command is run: who may, what it is about, the result.

use super::authority::check_authority;
use super::facts::MOST_COPIED;
use super::reply::{Count, Done, Failure, Reply};
use super::{Database, IBMUSER, Rules, Session};
use crate::command::{Command, CommandKind, Name, SetRoptsOperand, SystemOption};
use crate::outcome::Outcome;
use saffron_diagnostics::Span;
use saffron_vocabulary::budget::Budget;

/// One command while it runs.
#[derive(Debug)]
pub(super) struct Work<'a> {
    pub(super) database: &'a mut Database,
    pub(super) issuer: &'a str,
    pub(super) rules: Rules,
    /// The command, which becomes the origin of what it says.
    pub(super) span: Span,
    pub(super) reply: Reply,
    /// Entries that may be copied.
    pub(super) copied: &'a mut Budget,
}

impl Default for Session {
    fn default() -> Self {
        Self::new(Database::new(), IBMUSER)
    }
}

impl Session {
    /// A user at a terminal, whose authority isn't checked.
    pub fn new(database: Database, issuer: &str) -> Self {
        let issuer = issuer.to_ascii_uppercase();
        let copied = Budget::new(MOST_COPIED);
        Self { database, issuer, judges_authority: false, rules: Rules::default(), copied }
    }

    /// Runs a command and reports the result.
    pub fn run(&mut self, command: &Command) -> Outcome {
        let mut outcome = Outcome {
            verb: command.verb,
            subject: subject(&command.kind),
            span: command.span,
            return_code: 0,
            messages: Vec::new(),
            authority: None,
            skipped: false,
        };
        if let CommandKind::Skipped { why } = command.kind {
            let mut reply = Reply::default();
            reply.note(None, format!("skipped: {why}"), command.span);
            return Outcome { messages: reply.messages, skipped: true, ..outcome };
        }
        let mut work = Work {
            database: &mut self.database,
            issuer: &self.issuer,
            rules: self.rules,
            span: command.span,
            reply: Reply::default(),
            copied: &mut self.copied,
        };
        if self.judges_authority {
            let authority = check_authority(work.database, work.issuer, command, &work.rules);
            let allowed = authority.allowed;
            if !allowed {
                work.reply.failed(not_authorized(command, &authority.because));
            }
            outcome.authority = Some(authority);
            if allowed {
                work.run(&command.kind);
            }
        } else {
            work.run(&command.kind);
        }
        outcome.return_code = work.reply.return_code;
        outcome.messages = work.reply.messages;
        outcome
    }
}

impl Work<'_> {
    fn run(&mut self, kind: &CommandKind) {
        match kind {
            CommandKind::AddUser(it) => self.each(&it.users, |work, name| work.add_user(name, it)),
            CommandKind::AltUser(it) => {
                self.each(&it.users, |work, name| work.alter_user(name, it));
            }
            CommandKind::DelUser(names) => self.each(names, Self::delete_user),
            CommandKind::AddGroup(it) => {
                self.each(&it.groups, |work, name| work.add_group(name, it));
            }
            CommandKind::AltGroup(it) => {
                self.each(&it.groups, |work, name| work.alter_group(name, it));
            }
            CommandKind::DelGroup(names) => self.each(names, Self::delete_group),
            CommandKind::Connect(it) => self.each(&it.users, |work, name| work.connect(name, it)),
            CommandKind::Remove(it) => self.each(&it.users, |work, name| work.remove(name, it)),
            CommandKind::RDefine(it) => self.whole(|work| work.define_resources(it)),
            CommandKind::RAlter(it) => self.whole(|work| work.alter_resources(it)),
            CommandKind::RDelete(it) => self.whole(|work| work.delete_resources(it)),
            CommandKind::AddSd(it) => {
                self.each(&it.names, |work, name| work.define_data_set(name, it));
            }
            CommandKind::AltDsd(it) => {
                self.each(&it.names, |work, name| work.alter_data_set(name, it));
            }
            CommandKind::DelDsd(it) => {
                self.each(&it.names, |work, name| work.delete_data_set(name, it));
            }
            CommandKind::Permit(it) => self.whole(|work| work.permit(it)),
            CommandKind::SetRopts(operands) => self.set_options(operands),
            CommandKind::Skipped { .. } => {}
        }
    }

    /// Counts entries that are copied; fails if the session copies too many.
    pub(super) fn may_copy(&mut self, entries: usize, from: Span) -> Done {
        if self.copied.spend(entries) {
            return Ok(());
        }
        let text = format!(
            "the commands copy more than {MOST_COPIED} entries of access lists; permit groups rather \
             than users, or copy fewer lists"
        );
        Err(Failure::unnamed(text, from))
    }

    /// What fails as a whole.
    fn whole(&mut self, run: impl FnOnce(&mut Self) -> Done) {
        if let Err(failure) = run(self) {
            self.reply.failed(failure);
        }
    }

    /// What is done for each name, whatever becomes of the others.
    pub(super) fn each(&mut self, names: &[Name], mut run: impl FnMut(&mut Self, &Name) -> Done) {
        let mut count = Count::default();
        for name in names {
            if let Err(failure) = run(self, name) {
                self.reply.listed(failure, &mut count);
            }
        }
        self.reply.counted(&count, names.len());
    }

    /// The issuer's current connect group: the default group.
    pub(super) fn current_group(&self) -> Option<&str> {
        Some(self.database.users.get(self.issuer)?.default_group.value.as_str())
    }
}

fn not_authorized(command: &Command, because: &str) -> Failure {
    let text = format!("not authorized: {because}");
    match id_not_authorized(&command.kind) {
        Some(id) => Failure::new(id, text, command.span),
        None => Failure::unnamed(text, command.span),
    }
}

/// RACF's message for an issuer who may not (`RACF Messages and Codes`).
fn id_not_authorized(kind: &CommandKind) -> Option<&'static str> {
    match kind {
        CommandKind::AddUser(_) => Some("ICH01005I"),
        CommandKind::AltUser(_) => Some("ICH21010I"),
        CommandKind::DelUser(_) => Some("ICH04010I"),
        CommandKind::AltGroup(_) => Some("ICH20010I"),
        CommandKind::DelGroup(_) => Some("ICH05005I"),
        CommandKind::Connect(_) => Some("ICH02006I"),
        CommandKind::RDefine(_) => Some("ICH10103I"),
        CommandKind::RAlter(_) => Some("ICH11103I"),
        CommandKind::RDelete(_) => Some("ICH12103I"),
        CommandKind::Permit(_) => Some("ICH06006I"),
        CommandKind::AddGroup(_)
        | CommandKind::Remove(_)
        | CommandKind::AddSd(_)
        | CommandKind::AltDsd(_)
        | CommandKind::DelDsd(_)
        | CommandKind::SetRopts(_)
        | CommandKind::Skipped { .. } => None,
    }
}

/// What a command is about, for a list.
fn subject(kind: &CommandKind) -> String {
    match kind {
        CommandKind::AddUser(it) | CommandKind::AltUser(it) => listed(&it.users),
        CommandKind::AddGroup(it) | CommandKind::AltGroup(it) => listed(&it.groups),
        CommandKind::DelUser(names) | CommandKind::DelGroup(names) => listed(names),
        CommandKind::Connect(it) => listed(&it.users),
        CommandKind::Remove(it) => listed(&it.users),
        CommandKind::RDefine(it) | CommandKind::RAlter(it) | CommandKind::RDelete(it) => {
            format!("{} {}", it.class.text, listed(&it.names))
        }
        CommandKind::AddSd(it) | CommandKind::AltDsd(it) | CommandKind::DelDsd(it) => {
            listed(&it.names)
        }
        CommandKind::Permit(it) => {
            let class = it.class.as_ref().map_or("DATASET", |it| it.text.as_str());
            format!("{class} {}", it.profile.text)
        }
        CommandKind::SetRopts(operands) => options(operands),
        CommandKind::Skipped { .. } => String::new(),
    }
}

/// Longer lists are cut short.
const SHOWN: usize = 4;

fn listed(names: &[Name]) -> String {
    let mut shown: Vec<&str> = names.iter().take(SHOWN).map(|it| it.text.as_str()).collect();
    if names.len() > SHOWN {
        shown.push("…");
    }
    shown.join(" ")
}

fn options(operands: &[SetRoptsOperand]) -> String {
    let mut shown: Vec<String> = operands.iter().take(SHOWN).map(|it| option(&it.option)).collect();
    if operands.len() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}

/// An operand as one would write it.
fn option(option: &SystemOption) -> String {
    let switch = |on: bool, word: &str| if on { word.to_owned() } else { format!("NO{word}") };
    let classes = |names: &[Name], on, word| format!("{}({})", switch(on, word), listed(names));
    let enforced = |level: saffron_vocabulary::racf::Enforcement, word: &str| match level {
        saffron_vocabulary::racf::Enforcement::Off => format!("NO{word}"),
        other => format!("{word}({})", other.as_str().to_ascii_uppercase()),
    };
    match option {
        SystemOption::Active(names, on) => classes(names, *on, "CLASSACT"),
        SystemOption::Generic(names, on) => classes(names, *on, "GENERIC"),
        SystemOption::GenericCommands(names, on) => classes(names, *on, "GENCMD"),
        SystemOption::Raclist(names, on) => classes(names, *on, "RACLIST"),
        SystemOption::Genlist(names, on) => classes(names, *on, "GENLIST"),
        SystemOption::Global(names, on) => classes(names, *on, "GLOBAL"),
        SystemOption::LogOptions(log, names) => {
            format!("LOGOPTIONS({}({}))", log.as_str().to_ascii_uppercase(), listed(names))
        }
        SystemOption::Refresh => "REFRESH".to_owned(),
        SystemOption::ListOfGroups(on) => switch(*on, "GRPLIST"),
        SystemOption::EnhancedGenericNaming(on) => switch(*on, "EGN"),
        SystemOption::ProtectAll(level) => enforced(*level, "PROTECTALL"),
        SystemOption::ProgramControl(on) => switch(*on, "WHEN(PROGRAM)"),
        SystemOption::AddCreator(on) => switch(*on, "ADDCREATOR"),
        SystemOption::GenericOwner(on) => switch(*on, "GENERICOWNER"),
        SystemOption::Mls(level) => enforced(*level, "MLS"),
        SystemOption::MlActive(level) => enforced(*level, "MLACTIVE"),
        SystemOption::OperationsAudit(on) => switch(*on, "OPERAUDIT"),
        SystemOption::UndefinedTerminals(on) => {
            format!("TERMINAL({})", if *on { "READ" } else { "NONE" })
        }
        SystemOption::Prefix(None) => "NOPREFIX".to_owned(),
        SystemOption::Prefix(Some(name)) => format!("PREFIX({})", name.text),
        SystemOption::Idle(word) | SystemOption::IdleAudit(word) => (*word).to_owned(),
        SystemOption::List => "LIST".to_owned(),
    }
}
