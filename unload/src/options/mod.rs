//! The options of the system, which an unload doesn't hold: from the output of SETROPTS LIST, from the KEY:VALUE lines
//! of IRRXUTIL, or from records of SMF 81. Without any they are assumed.

mod list;
mod pairs;
mod reading;
mod smf;

use saffron_diagnostics::FileId;
use saffron_racf::database::{Database, Fact, Options};
use saffron_vocabulary::class::{self, Raclist};
use saffron_vocabulary::racf::Enforcement;

use reading::{ASKED, Reading, Setting, set};

/// Options, and which of them are assumed.
#[derive(Clone, Debug)]
pub struct Stated {
    /// Every option.
    pub options: Options,
    /// Options that the source doesn't state, by their names in a policy.
    pub assumed: Vec<&'static str>,
}

/// The options that a listing, KEY:VALUE lines or records of SMF state; `None` if the text is none of these.
pub fn stated(text: &str, file: FileId, database: &Database) -> Option<Stated> {
    let read = match text {
        _ if list::is_list(text) => list::read,
        _ if smf::is_smf(text) => smf::read,
        _ => pairs::read,
    };
    let reading = read(text, file);
    finish(reading, database)
}

/// What isn't stated is assumed; `None` if nothing is stated.
fn finish(mut reading: Reading, database: &Database) -> Option<Stated> {
    if reading.stated.is_empty() {
        return None;
    }
    // Sites have classes of their own, and USER and GROUP are no classes of resources.
    reading.options.classes.retain(|name, _| database.defined_class(name).is_some());
    let usual = usual(database);
    let assumed: Vec<&'static str> =
        ASKED.into_iter().filter(|it| !reading.stated.contains(it)).collect();
    for option in &assumed {
        take_over(&mut reading.options, option, &usual);
    }
    Some(Stated { options: reading.options, assumed })
}

/// What is assumed where no source states the options.
pub fn assumed(database: &Database) -> Stated {
    Stated { options: usual(database), assumed: ASKED.to_vec() }
}

/// What most systems run with; where they differ, what denies more. Every class that has profiles is in use.
fn usual(database: &Database) -> Options {
    let mut options = Options {
        list_of_groups: Fact::initial(true),
        enhanced_generic_naming: Fact::initial(true),
        protect_all: Fact::initial(Enforcement::Failures),
        program_control: Fact::initial(true),
        ..Options::default()
    };
    let globals = database.classes.get("GLOBAL");
    for (name, _) in database.classes.iter().filter(|(_, profiles)| !profiles.is_empty()) {
        let known = database.defined_class(name);
        let raclist = known.as_ref().map_or(Raclist::Allowed, |it| it.descriptor.raclist);
        let generic = known.as_ref().is_none_or(|it| it.descriptor.generic_allowed);
        let class = options.classes.entry(name.clone()).or_default();
        set(class, Setting::Active, Fact::initial(true));
        if generic {
            set(class, Setting::Generic, Fact::initial(true));
            set(class, Setting::GenericCommands, Fact::initial(true));
        }
        if raclist != Raclist::Disallowed {
            set(class, Setting::Raclist, Fact::initial(true));
        }
    }
    for (key, _) in globals.into_iter().flatten() {
        let class = options.classes.entry(key.name.clone()).or_default();
        set(class, Setting::Global, Fact::initial(true));
    }
    share_with_grouping(&mut options);
    options
}

/// The members of a grouping class protect resources of its member class, which is then in use, too.
fn share_with_grouping(options: &mut Options) {
    for row in class::supplied() {
        let Some(member) = &row.descriptor.member_class else { continue };
        if let Some(settings) = options.classes.get(&row.name).cloned() {
            options.classes.entry(member.clone()).or_insert(settings);
        }
    }
}

/// Takes one option from others.
fn take_over(options: &mut Options, option: &str, from: &Options) {
    match option {
        "list-of-groups" => options.list_of_groups = from.list_of_groups.clone(),
        "enhanced-generic-naming" => {
            options.enhanced_generic_naming = from.enhanced_generic_naming.clone();
        }
        "protect-all" => options.protect_all = from.protect_all.clone(),
        "program-control" => options.program_control = from.program_control.clone(),
        "active" | "generic" | "raclist" | "global" => take_over_classes(options, option, from),
        // Off, as in a new database.
        _ => {}
    }
}

fn take_over_classes(options: &mut Options, option: &str, from: &Options) {
    for (name, usual) in &from.classes {
        let class = options.classes.entry(name.clone()).or_default();
        match option {
            "active" => class.active.clone_from(&usual.active),
            "generic" => {
                class.generic.clone_from(&usual.generic);
                class.generic_commands.clone_from(&usual.generic_commands);
            }
            "raclist" => class.raclisted.clone_from(&usual.raclisted),
            _ => class.global.clone_from(&usual.global),
        }
    }
}
