//! Two bundles, asked the same: about every user, everything that the database names, and names
//! next to these.

use std::collections::BTreeSet;

use saffron_racf::database::Database;
use saffron_runtime::{Context, Engine, Intent, Mode, Operation, Question, Request, Requester};
use saffron_tests::reference::Facts;
use saffron_vocabulary::racf::{AccessLevel, Day};

/// Days before, between and after the dates that tests name.
const DAYS: [&str; 3] = ["2026-01-15", "2027-03-01", "2031-01-01"];

/// A resource and its class.
type Asked = (String, String);

/// Names that a generic name could cover, and that it could just not cover.
fn samples(class: &str, name: &str) -> Vec<String> {
    let bare = name.trim_end_matches(['*', '.', '%']).replace("**", "X");
    let bare = bare.replace(['*', '%'], "X").replace('&', "");
    let mut names = vec![name.to_owned(), bare.clone(), format!("{bare}.X"), format!("{bare}X")];
    if class == "DATASET" {
        names.push(format!("{bare}.X.Y"));
        names.push(format!("{bare}X.Y"));
    }
    // No resource has a generic character in its name.
    names.retain(|it| !it.contains(['*', '%', '&']) && !it.is_empty());
    names
}

/// What to ask about, for a database.
fn resources(database: &Database) -> BTreeSet<Asked> {
    let mut asked = BTreeSet::new();
    for (class, profiles) in &database.classes {
        let mut add = |class: &str, name: &str| {
            asked.extend(samples(class, name).into_iter().map(|it| (class.to_owned(), it)));
        };
        for (key, profile) in profiles {
            match class.as_str() {
                "RACFVARS" | "SECDATA" | "CDT" => {}
                "GLOBAL" => {
                    let members = profile.details.iter().flat_map(|it| it.members.keys());
                    for member in members {
                        let name = member.rsplit_once('/').map_or(member.as_str(), |it| it.0);
                        add(&key.name, name);
                    }
                }
                _ => add(class, &key.name),
            }
            let member_class =
                database.class(class).and_then(|it| it.descriptor.member_class.clone());
            if let Some(member_class) = member_class {
                for member in profile.details.iter().flat_map(|it| it.members.keys()) {
                    add(&member_class, member);
                }
            }
        }
    }
    asked.insert(("FACILITY".to_owned(), "ZZZ.NOBODY".to_owned()));
    asked.insert(("DATASET".to_owned(), "ZZZ.NOBODY".to_owned()));
    asked.insert(("NOCLASS".to_owned(), "X".to_owned()));
    asked
}

/// Users, and groups in which they may work; and no one.
fn subjects(
    database: &Database,
    without: &BTreeSet<String>,
) -> Vec<(Option<String>, Option<String>)> {
    let mut subjects = vec![(None, None), (Some("NOUSER".to_owned()), None)];
    for (name, user) in database.users.iter().filter(|(name, _)| !without.contains(*name)) {
        subjects.push((Some(name.clone()), None));
        let groups = user.connections.keys();
        subjects.extend(groups.map(|group| (Some(name.clone()), Some(group.clone()))));
    }
    subjects
}

/// Asks both, and says where they differ first.
pub(super) fn difference(
    database: &Database,
    without: &BTreeSet<String>,
    one: &[u8],
    other: &[u8],
) -> (usize, Option<String>) {
    let (one, other) = (Engine::open(one.to_vec()).unwrap(), Engine::open(other.to_vec()).unwrap());
    let levels = [AccessLevel::Read, AccessLevel::Update, AccessLevel::Control, AccessLevel::Alter];
    let mut count = 0;
    let (resources, subjects) = (resources(database), subjects(database, without));
    for (user, group) in &subjects {
        for (class, resource) in &resources {
            for request in requests(user.as_deref(), group.as_deref(), class, resource) {
                for access in levels {
                    let mut request = request;
                    request.question.access = access;
                    count += 1;
                    let (a, b) = (one.decide(&request), other.decide(&request));
                    let (a, b) = (Facts::of(&a), Facts::of(&b));
                    if a != b {
                        let said = format!("{request:?}\n{}\n{}", a.to_json(), b.to_json());
                        return (count, Some(said));
                    }
                }
            }
        }
    }
    (count, None)
}

fn requests<'r>(
    user: Option<&'r str>,
    group: Option<&'r str>,
    class: &'r str,
    resource: &'r str,
) -> Vec<Request<'r>> {
    let requester = user.map_or(Requester::Undefined, Requester::User);
    let on = |day: &str, question| {
        let mut request = Request::new(requester, question, Day::parse(day).unwrap());
        request.group = group;
        request
    };
    let read = Question::new(class, resource);
    let terminal = Context::default().terminal("T1");
    let program = Context::default().program(&["PAYCALC"]).console("C1");
    let label = Context::default().seclabel("EAGLE");
    let mut requests = vec![on(DAYS[1], read), on(DAYS[0], read), on(DAYS[2], read)];
    let mut questions = vec![
        read.volume("VOL001"),
        read.context(terminal),
        read.context(program),
        read.context(label),
        read.mode(Mode::FastAuth),
        read.intent(Intent::Execute),
        read.operation(Operation::Administer { generic: false }),
        read.operation(Operation::Administer { generic: true }),
    ];
    if class == "DATASET" {
        questions.push(read.operation(Operation::Define));
    }
    requests.extend(questions.into_iter().map(|question| on(DAYS[1], question)));
    requests
}
