//! The facts of a policy that was compiled just now, which its bundle doesn't have.

use saffron_compiler::model::{Class, Model, PrincipalId, PrincipalKind, Profile, StartedId};
use saffron_diagnostics::{SourceMap, Span};

use super::fact::{FactSource, Facts, Subject};

/// What only a model has, as [`Subject::what`] calls it; `owner` means owners of IDs, since bundles have those of
/// profiles.
pub const OF_MODELS: [&str; 5] = ["owner", "superior", "segment", "member", "started-task"];

/// The facts of a model next to those of its bundle: owners of IDs, superior groups, segments, members, started tasks.
pub fn of_model(model: &Model, sources: &SourceMap) -> Facts {
    let mut reader = Reader { model, sources, facts: Facts::new() };
    reader.ids();
    for profile in &model.profiles {
        reader.profile(profile);
    }
    for variable in &model.variables {
        let source = reader.place(variable.origin);
        let subject = Subject {
            what: "member",
            class: Some("RACFVARS".to_owned()),
            profile: Some(variable.name.clone()),
            ..Subject::default()
        };
        reader.add(subject, variable.members.clone(), source);
    }
    reader.facts
}

struct Reader<'r> {
    model: &'r Model,
    sources: &'r SourceMap,
    facts: Facts,
}

impl Reader<'_> {
    fn place(&self, span: Span) -> Option<FactSource> {
        FactSource::of(span, self.sources)
    }

    fn add(&mut self, subject: Subject, values: Vec<String>, source: Option<FactSource>) {
        self.facts.insert(subject, (values, source));
    }

    fn name(&self, id: Option<PrincipalId>) -> Vec<String> {
        let principal = id.and_then(|id| self.model.principals.get(id));
        principal.map(|it| it.name.clone()).into_iter().collect()
    }

    fn ids(&mut self) {
        for principal in &self.model.principals {
            let source = principal.origin.and_then(|span| self.place(span));
            let subject = |what, part| Subject {
                what,
                id: Some(principal.name.clone()),
                part,
                ..Subject::default()
            };
            let (owner, segments) = match &principal.kind {
                PrincipalKind::User(user) => (user.owner, &user.segments),
                PrincipalKind::Group(group) => {
                    let superior = self.name(group.superior);
                    self.add(subject("superior", None), superior, source.clone());
                    (group.owner, &group.segments)
                }
                PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => continue,
            };
            self.add(subject("owner", None), self.name(owner), source);
            for segment in segments {
                let fields = segment.fields.iter().map(|(name, value)| format!("{name} {value}"));
                let fields = fields.collect();
                let source = self.place(segment.origin);
                self.add(subject("segment", Some(segment.name.clone())), fields, source);
            }
        }
    }

    fn profile(&mut self, profile: &Profile) {
        let class: Option<&Class> = self.model.classes.get(profile.class);
        let subject = |what| Subject {
            what,
            class: class.map(|class| class.name.clone()),
            profile: Some(profile.name.clone()),
            ..Subject::default()
        };
        let source = self.place(profile.origin);
        if !profile.members.is_empty() {
            let members = profile.members.iter().map(|member| member.name.clone()).collect();
            self.add(subject("member"), members, source.clone());
        }
        if let Some(started) = &profile.started {
            let id = |id: Option<StartedId>| match id {
                Some(StartedId::Id(id)) => self.name(Some(id)),
                Some(StartedId::Member) => vec!["=MEMBER".to_owned()],
                None => Vec::new(),
            };
            let mut values: Vec<String> =
                id(started.user).into_iter().map(|id| format!("user {id}")).collect();
            values.extend(id(started.group).into_iter().map(|id| format!("group {id}")));
            let flags = [
                ("trusted", started.trusted),
                ("privileged", started.privileged),
                ("trace", started.trace),
            ];
            values.extend(flags.iter().filter(|(_, on)| *on).map(|(word, _)| (*word).to_owned()));
            self.add(subject("started-task"), values, source);
        }
    }
}
