//! A report's claims against the decisions of RACF's engine and of a model.

use std::collections::BTreeSet;

use saffron_compiler::model::{Model, PrincipalKind, ProfileKind, StartedId};
use saffron_esm::{Report, Row, Verdict, What};
use saffron_runtime::Engine;
use saffron_tests::pipeline::Compiled;
use saffron_tests::request::OwnedRequest;
use saffron_vocabulary::racf::{AccessLevel, Outcome};

use super::system::{Answer, Expected, ExpectedUser, System};

/// One question, and RACF's answer to it.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) user: String,
    pub(super) class: String,
    pub(super) resource: String,
    pub(super) level: AccessLevel,
    granted: bool,
    profile: Option<String>,
}

const LEVELS: [AccessLevel; 4] =
    [AccessLevel::Read, AccessLevel::Update, AccessLevel::Control, AccessLevel::Alter];

/// Every user of the policy, at every level, for every name that a profile distinguishes.
pub(super) fn questions(compiled: &Compiled) -> Vec<Question> {
    let engine = Engine::open(compiled.bundle.clone()).unwrap();
    let model = &compiled.model;
    let users = model.principals.iter().filter(|it| matches!(it.kind, PrincipalKind::User(_)));
    let users: Vec<&str> = users.map(|it| it.name.as_str()).collect();
    let mut questions = Vec::new();
    for (class, resource) in names(model) {
        for user in &users {
            for level in LEVELS {
                let mut request = OwnedRequest::read(Some(user), &class, &resource);
                request.access = level;
                let (granted, profile) = request.with_borrowed(|it| {
                    let decision = engine.decide(it);
                    let profile = decision.profile().map(|it| it.name.to_owned());
                    (decision.outcome == Outcome::Grant, profile)
                });
                questions.push(Question {
                    user: (*user).to_owned(),
                    class: class.clone(),
                    resource: resource.clone(),
                    level,
                    granted,
                    profile,
                });
            }
        }
    }
    questions
}

/// The names of profiles, samples of generic ones, and names next to both.
fn names(model: &Model) -> BTreeSet<(String, String)> {
    let mut names = BTreeSet::new();
    for profile in &model.profiles {
        let class = &model.classes[profile.class];
        if class.descriptor.holds_data {
            continue;
        }
        let fill = |many: &str| {
            let name =
                profile.name.replace(".**", many).replace("**", many.trim_start_matches('.'));
            name.replace('*', "WX").replace('%', "W")
        };
        let samples = match profile.kind {
            ProfileKind::Discrete => vec![profile.name.clone()],
            ProfileKind::Generic => vec![fill(""), fill(".W"), fill(".W.XY")],
        };
        for sample in samples {
            for name in [sample.clone(), format!("{sample}.W"), format!("{sample}W")] {
                let qualifiers = name.split('.').all(|it| (1..=8).contains(&it.len()));
                let fits = name.len() <= usize::from(class.descriptor.max_length);
                if !name.is_empty()
                    && fits
                    && (class.name != "DATASET" || (qualifiers && name.contains('.')))
                {
                    names.insert((class.name.clone(), name));
                }
            }
        }
    }
    names
}

/// What must be there after the commands, besides decisions.
pub(super) fn expected(model: &Model) -> Expected {
    let mut expected = Expected::default();
    let id = |id| model.principals[id].name.clone();
    for principal in &model.principals {
        match &principal.kind {
            PrincipalKind::User(user) => {
                let omvs = user.segments.iter().find(|it| it.name == "omvs");
                let field = |name: &str| {
                    let mut fields = omvs?.fields.iter();
                    fields.find(|(field, _)| field == name).map(|(_, value)| value.clone())
                };
                expected.users.push(ExpectedUser {
                    name: principal.name.clone(),
                    title: user.display_name.clone(),
                    default_group: id(user.default_group.unwrap()),
                    protected: user.attributes.protected,
                    uid: field("uid"),
                    home: field("home"),
                    program: field("program"),
                });
                for connection in &user.connections {
                    let group = &model.principals[connection.group];
                    let unix = match &group.kind {
                        PrincipalKind::Group(group) => !group.segments.is_empty(),
                        _ => true,
                    };
                    if unix && user.default_group != Some(connection.group) {
                        expected.second_groups.push((principal.name.clone(), group.name.clone()));
                    }
                }
            }
            PrincipalKind::Group(group) => {
                expected.titles.push(format!("Permits of {}", principal.name));
                expected.titles.push(group.data.clone().unwrap_or(principal.name.clone()));
                for (field, value) in group.segments.iter().flat_map(|it| &it.fields) {
                    assert_eq!(field, "gid");
                    expected.gids.push((principal.name.clone(), value.clone()));
                }
            }
            _ => {}
        }
    }
    for profile in &model.profiles {
        if let Some(data) = &profile.started
            && let (Some(StartedId::Id(user)), Some(StartedId::Id(group))) = (data.user, data.group)
        {
            let procedure = profile.name.split('.').next().unwrap().to_owned();
            expected.tasks.push((procedure, id(user), id(group)));
        }
    }
    for class in model.classes.iter().filter(|it| it.origin.is_some()) {
        expected.declared.push((class.name.clone(), class.descriptor.max_length.to_string()));
    }
    expected
}

/// Questions on which the model decides otherwise than RACF: the question, whether it grants more.
pub(super) fn differences<'q>(
    questions: &'q [Question],
    system: &dyn System,
) -> Vec<(&'q Question, bool)> {
    let mut found = Vec::new();
    for question in questions {
        let Question { user, class, resource, level, granted, profile } = question;
        let answer = system.decides(user, class, resource, level.as_str());
        let more = !granted
            && match answer {
                Answer::Granted => true,
                // RACF leaves it to the caller as well, if no profile protects the resource.
                Answer::NotProtected => profile.is_some(),
                Answer::Denied => false,
            };
        let less = *granted && answer != Answer::Granted;
        if more || less {
            found.push((question, more));
        }
    }
    found
}

/// Whether a row is about what decides a question.
fn concerns(row: &Row, question: &Question) -> bool {
    let fact = &row.fact;
    let of_user = fact.profile.is_none() && fact.id.as_deref() == Some(&question.user);
    let same_class = fact.class.as_deref() == Some(&question.class);
    let prefix = row.reason.as_ref().is_some_and(|it| it.contains("is a prefix"));
    let near = match (&question.profile, &fact.profile) {
        // A prefix excuses what happens to longer names, not to the name itself.
        (_, Some(name)) if prefix => {
            question.resource != *name && question.resource.starts_with(name.as_str())
        }
        (Some(protecting), Some(name)) => protecting == name,
        (None, Some(name)) => question.resource.starts_with(name.as_str()),
        _ => false,
    };
    let of_system = matches!(fact.what, What::Global) && same_class || fact.what == What::Option;
    of_user || (same_class && near) || of_system
}

/// Differences that no row of the report announces, and rows that announce more than there is.
pub(super) fn false_claims(
    report: &Report,
    questions: &[Question],
    system: &dyn System,
    exempt: &dyn Fn(&Question) -> bool,
) -> Vec<String> {
    let found = differences(questions, system);
    let mut wrong = Vec::new();
    for (question, more) in &found {
        if exempt(question) {
            continue;
        }
        let excuses: &[Verdict] = if *more {
            &[Verdict::Wider, Verdict::Inactive]
        } else {
            &[Verdict::Narrower, Verdict::NotExpressible, Verdict::Inactive]
        };
        // Properties without a command (owners, texts) excuse nothing.
        let says_nothing = [What::Property, What::Option, What::Connect];
        let counts = |row: &&Row| {
            let empty =
                row.verdict == Verdict::NotExpressible && says_nothing.contains(&row.fact.what);
            let lost = row.reason.as_ref().is_some_and(|it| it.contains("can't be expressed"));
            (excuses.contains(&row.verdict) || lost) && !empty
        };
        let announced = report.rows.iter().filter(counts).any(|row| concerns(row, question));
        if !announced {
            let verb = if *more { "grants" } else { "denies" };
            wrong.push(format!("{} {verb} {question:?}", report.esm.product()));
        }
    }
    for row in report.rows.iter().filter(|row| row.verdict == Verdict::Wider) {
        let class = row.fact.class.as_deref();
        let shown = found.iter().any(|(question, more)| {
            let near = row.fact.profile.as_ref().is_some_and(|it| {
                question.profile.as_ref() == Some(it) || question.resource.starts_with(it.as_str())
            });
            *more && Some(question.class.as_str()) == class && near
        });
        let prefix = row.reason.as_ref().is_some_and(|it| it.contains("is a prefix"));
        if row.fact.what == What::Permit && prefix && !shown {
            wrong.push(format!("`{}` isn't wider", row.fact));
        }
    }
    wrong
}
