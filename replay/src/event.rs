//! One record of an SMF unload.

use saffron_unload::columns::Columns;
use saffron_vocabulary::racf::{AccessLevel, Day};

/// What a record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'r> {
    /// A check of access to a resource.
    Access(Box<Access<'r>>),
    /// A RACF command that was carried out, and what it changed.
    Command(Command<'r>),
    /// Another event that is known: a logon, a refused command, a data set that was created.
    Other,
    /// A record with an event that isn't known.
    Unknown,
    /// No record, or one that lacks what an access event must state.
    Unreadable,
    /// Nothing: a blank line, or the end of a file.
    Blank,
}

/// Who asked for what, and what the system did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access<'r> {
    /// The user; with [`Access::undefined`] the name of a job.
    pub user: &'r str,
    /// Whether no user is known.
    pub undefined: bool,
    /// The current connect group, or nothing.
    pub group: &'r str,
    /// The class.
    pub class: &'r str,
    /// The name.
    pub resource: &'r str,
    /// The volume of a data set, or nothing.
    pub volume: &'r str,
    /// What was asked for; `None`: only whether there is a profile.
    pub request: Option<Wanted>,
    /// What the system did.
    pub recorded: Recorded,
    /// By what else than a profile it was decided.
    pub authority: Option<Authority>,
    /// Whether it was decided by a profile as well.
    pub normal: bool,
    /// The highest level that the user has, as the system saw it.
    pub granted: Option<AccessLevel>,
    /// The profile, or nothing.
    pub profile: &'r str,
    /// The port of entry: its class and name.
    pub port: Option<(Port, &'r str)>,
    /// The net of a partner LU, or nothing.
    pub net: &'r str,
    /// Whether the record is so short that it can't state the port of entry.
    pub short: bool,
    /// The system.
    pub system: &'r str,
    /// The security label in force, or nothing.
    pub label: &'r str,
    /// The day.
    pub day: Day,
    /// When.
    pub time: Time,
}

/// A level, or a program fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wanted {
    /// A program fetch.
    Execute,
    /// READ or above.
    Level(AccessLevel),
}

impl Wanted {
    fn of(text: &str) -> Option<Self> {
        match AccessLevel::from_name(text)? {
            AccessLevel::None => None,
            AccessLevel::Execute => Some(Self::Execute),
            level => Some(Self::Level(level)),
        }
    }

    /// The level in RACF's words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Execute => AccessLevel::Execute.as_str(),
            Self::Level(level) => level.as_str(),
        }
    }
}

/// What the system did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It granted.
    Granted,
    /// It granted what it would refuse without WARNING.
    Warned,
    /// It refused.
    Refused,
}

/// By what the system decided, other than a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// TRUSTED of a started task.
    Trusted,
    /// RACF was bypassed, as for PRIVILEGED tasks.
    Bypass,
    /// An operator answered while RACF was not available.
    Failsoft,
    /// An exit of the installation.
    Exit,
    /// A UNIX superuser, or the system itself.
    OmvsSuperuser,
    /// OPERATIONS.
    Operations,
    /// SPECIAL.
    Special,
    /// AUDITOR.
    Auditor,
}

impl Authority {
    /// In the order in which they are looked for, with the first column of their flag.
    const FLAGS: [(Self, usize); 9] = [
        (Self::Trusted, 112),
        (Self::Bypass, 107),
        (Self::Failsoft, 102),
        (Self::Exit, 97),
        (Self::OmvsSuperuser, 258),
        (Self::OmvsSuperuser, 263),
        (Self::Operations, 87),
        (Self::Special, 82),
        (Self::Auditor, 92),
    ];

    /// The word by which it is known.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::Bypass => "bypass",
            Self::Failsoft => "failsoft",
            Self::Exit => "exit",
            Self::OmvsSuperuser => "omvs-superuser",
            Self::Operations => "operations",
            Self::Special => "special",
            Self::Auditor => "auditor",
        }
    }
}

/// The class of a port of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// TERMINAL.
    Terminal,
    /// CONSOLE.
    Console,
    /// JESINPUT.
    Jesinput,
    /// APPCPORT.
    Appcport,
    /// SERVAUTH.
    Servauth,
}

/// A local time in seconds: `20261001080000`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

impl Time {
    fn of(day: Day, time: &str) -> Option<Self> {
        let digits = |from: usize| {
            let text =
                time.get(from..from + 2).filter(|it| it.bytes().all(|it| it.is_ascii_digit()));
            text?.parse::<u64>().ok()
        };
        let colons = time.len() == 8 && time.get(2..3) == Some(":") && time.get(5..6) == Some(":");
        let (hour, minute, second) = (digits(0)?, digits(3)?, digits(6)?);
        // A leap second is a time, too.
        if !colons || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let (year, month, of_month) = day.civil();
        let date =
            u64::try_from(year).ok()? * 10_000 + u64::from(month) * 100 + u64::from(of_month);
        Some(Self(date * 1_000_000 + hour * 10_000 + minute * 100 + second))
    }

    /// The day, as a request states it.
    pub fn date(self) -> String {
        let date = self.0 / 1_000_000;
        format!("{:04}-{:02}-{:02}", date / 10_000, date / 100 % 100, date % 100)
    }
}

impl std::fmt::Display for Time {
    /// `2026-10-01T08:00:00`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let time = self.0 % 1_000_000;
        let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}", self.date())
    }
}

/// What a command changed, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command<'r> {
    /// The command: `PERMIT`.
    pub name: &'static str,
    /// What it changed.
    pub changed: Changed<'r>,
    /// When.
    pub time: Time,
}

/// What a command changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed<'r> {
    /// A profile: its class and name.
    Profile(&'r str, &'r str),
    /// A user, or a connection of the user.
    User(&'r str),
    /// A group.
    Group(&'r str),
    /// Options of the system.
    Options,
}

/// Where a command names what it changes: columns of the class and of the name.
#[derive(Clone, Copy)]
enum Names {
    DataSet(usize, usize),
    Resource(usize, usize),
    User(usize, usize),
    Group(usize, usize),
    Options,
}

/// Commands with the columns of the name; source: the layouts that IBM documents for IRRADU00.
const COMMANDS: [(&str, Names); 17] = [
    ("ADDSD", Names::DataSet(520, 563)),
    ("ALTDSD", Names::DataSet(520, 563)),
    ("DELDSD", Names::DataSet(520, 563)),
    ("PERMIT", Names::Resource(503, 757)),
    ("RALTER", Names::Resource(512, 766)),
    ("RDEFINE", Names::Resource(512, 766)),
    ("RDELETE", Names::Resource(512, 766)),
    ("ADDUSER", Names::User(504, 511)),
    ("ALTUSER", Names::User(518, 525)),
    ("DELUSER", Names::User(494, 501)),
    ("CONNECT", Names::User(494, 501)),
    ("REMOVE", Names::User(494, 501)),
    ("ADDGROUP", Names::Group(494, 501)),
    ("ALTGROUP", Names::Group(494, 501)),
    ("DELGROUP", Names::Group(494, 501)),
    ("SETROPTS", Names::Options),
    ("RVARY", Names::Options),
];

/// Events that are known, besides ACCESS and commands.
const OTHERS: [&str; 10] = [
    "JOBINIT", "ADDVOL", "RENAMEDS", "DELRES", "DELVOL", "DEFINE", "GENERAL", "RACFINIT",
    "CLASNAME", "DSAF",
];

const ACCESS: &str = "ACCESS";

/// Whether a record of an event that is known begins here.
pub fn begins(text: &str) -> bool {
    let known = |name: &str| {
        name == ACCESS || OTHERS.contains(&name) || COMMANDS.iter().any(|(it, _)| *it == name)
    };
    name(text).is_some_and(known)
}

/// The event's name in the first eight columns, with a blank after them.
fn name(text: &str) -> Option<&str> {
    let columns = Columns::new(text.get(..9).unwrap_or(text));
    let name = columns.get(1, 8);
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let letter = name.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase());
    (letter && name.bytes().all(plain) && columns.get(9, 9).is_empty()).then_some(name)
}

impl<'r> Event<'r> {
    /// Reads one record.
    pub fn of(text: &'r str) -> Self {
        if text.bytes().all(|byte| matches!(byte, b' ' | 0 | 0x1A)) {
            return Self::Blank;
        }
        let Some(name) = name(text) else { return Self::Unreadable };
        let columns = Columns::new(text);
        if name == ACCESS {
            let access = access(columns);
            return access.map_or(Self::Unreadable, |access| Self::Access(Box::new(access)));
        }
        if let Some(&(name, names)) = COMMANDS.iter().find(|(it, _)| *it == name) {
            return command(name, names, columns);
        }
        if OTHERS.contains(&name) {
            return Self::Other;
        }
        moment(columns).map_or(Self::Unreadable, |_| Self::Unknown)
    }
}

fn yes(columns: Columns<'_>, first: usize) -> bool {
    columns.get(first, first + 3) == "YES"
}

fn moment(columns: Columns<'_>) -> Option<(Day, Time)> {
    let day = Day::parse(columns.get(28, 37))?;
    Some((day, Time::of(day, columns.get(19, 26))?))
}

/// A command that was refused changed nothing.
fn command<'r>(name: &'static str, names: Names, columns: Columns<'r>) -> Event<'r> {
    let Some((_, time)) = moment(columns) else { return Event::Unreadable };
    let changed = match names {
        Names::DataSet(first, last) => Changed::Profile("DATASET", columns.get(first, last)),
        Names::Resource(first, last) => {
            Changed::Profile(columns.get(282, 289), columns.get(first, last))
        }
        Names::User(first, last) => Changed::User(columns.get(first, last)),
        Names::Group(first, last) => Changed::Group(columns.get(first, last)),
        Names::Options => Changed::Options,
    };
    if yes(columns, 44) {
        return Event::Other;
    }
    Event::Command(Command { name, changed, time })
}

/// `None` if the record lacks what it must state.
fn access(columns: Columns<'_>) -> Option<Access<'_>> {
    let (day, time) = moment(columns)?;
    let recorded = match (columns.get(44, 47), yes(columns, 54)) {
        ("YES", _) => Recorded::Refused,
        ("NO", true) => Recorded::Warned,
        ("NO", false) => Recorded::Granted,
        _ => return None,
    };
    let (class, resource) = (columns.get(574, 581), columns.get(282, 536));
    if class.is_empty() || resource.is_empty() {
        return None;
    }
    let flag = Authority::FLAGS.iter().find(|&&(_, column)| yes(columns, column));
    let port_class = columns.get(1280, 1287);
    Some(Access {
        user: columns.get(59, 66),
        undefined: yes(columns, 49) || columns.get(59, 66).is_empty(),
        group: columns.get(68, 75),
        class,
        resource,
        volume: columns.get(560, 565),
        request: Wanted::of(columns.get(538, 545)),
        recorded,
        authority: flag.map(|&(authority, _)| authority),
        normal: yes(columns, 77),
        granted: AccessLevel::from_name(columns.get(547, 554)),
        profile: columns.get(601, 846),
        port: port(columns, port_class),
        net: columns.get(1530, 1537),
        short: port_class.is_empty() && columns.get(1152, 1287).is_empty(),
        system: columns.get(39, 42),
        label: columns.get(268, 275),
        day,
        time,
    })
}

/// The port of entry of the user's token, or else the terminal of the record.
fn port<'r>(columns: Columns<'r>, class: &str) -> Option<(Port, &'r str)> {
    let name = columns.get(1271, 1278);
    let class = match class {
        "TERMINAL" => Some(Port::Terminal),
        "CONSOLE" => Some(Port::Console),
        "JESINPUT" => Some(Port::Jesinput),
        "APPCPORT" => Some(Port::Appcport),
        "SERVAUTH" => Some(Port::Servauth),
        _ => None,
    };
    let terminal = || Some((Port::Terminal, columns.get(171, 178))).filter(|it| !it.1.is_empty());
    class.filter(|_| !name.is_empty()).map(|class| (class, name)).or_else(terminal)
}
