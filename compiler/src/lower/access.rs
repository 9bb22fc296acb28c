//! The properties of a profile, and its access lists.

use saffron_bundle::MAX_LISTED;
use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{self, Grantee, Permit};
use saffron_vocabulary::racf::AccessLevel;

use super::condition::{describe, is_legal, where_legal};
use super::entries::MOST_COPIED;
use super::lowering::Lower;
use super::names::Wanted;
use super::profile_index::Draft;
use super::profile_property;
use crate::codes;
use crate::model::{
    Audit, Condition, ConditionalEntry, PrincipalId, Profile, ROOT, StandardEntry, Who,
};

const DEFAULT_AUDIT: Audit = Audit { success: None, failures: Some(AccessLevel::Read) };

impl Lower {
    /// The profile that a draft describes, copied entries excepted.
    pub(crate) fn read(&mut self, draft: &Draft<'_>) -> Profile {
        let mut profile = self.blank(draft);
        let what = format!("the profile `{}`", draft.name);
        let written = draft.properties.iter().copied();
        let properties = self.report.known(&what, "RDEFINE", written, profile_property::PROPERTIES);
        self.properties(&properties, &mut profile);
        if let Some(fields) = &draft.started {
            profile.started = Some(self.started_data(&what, fields));
        }
        for permit in &draft.permits {
            self.permit(&mut profile, permit);
        }
        self.settle(&mut profile);
        profile
    }

    fn blank(&self, draft: &Draft<'_>) -> Profile {
        // What is unknown gives nothing.
        let known = self.model.classes[draft.class].descriptor.default_uacc;
        let uacc = known.filter(|_| !draft.external);
        Profile {
            class: draft.class,
            name: draft.name.clone().into_owned(),
            kind: draft.kind,
            volumes: draft.volumes.clone(),
            owner: self.default_owner(draft),
            uacc: uacc.unwrap_or(AccessLevel::None),
            uacc_origin: None,
            warning: false,
            audit: DEFAULT_AUDIT,
            global_audit: Audit::default(),
            notify: None,
            level: 0,
            data: None,
            application_data: None,
            security_level: 0,
            categories: Vec::new(),
            label: None,
            erase: false,
            members: Vec::new(),
            standard: Vec::new(),
            conditional: Vec::new(),
            started: None,
            external: draft.external,
            origin: draft.origin,
        }
    }

    /// The high-level qualifier's user or group for a data set, else SYS1. The owner of an external profile is unknown.
    fn default_owner(&self, draft: &Draft<'_>) -> Option<PrincipalId> {
        if draft.external {
            return None;
        }
        let root = || self.names.principals.get(ROOT).copied();
        if Some(draft.class) != self.names.data_set {
            return root();
        }
        let qualifier = draft.name.split('.').next().unwrap_or_default();
        self.names.principals.get(qualifier).copied().or_else(root)
    }

    /// Adds the entries of a `permit`.
    fn permit(&mut self, profile: &mut Profile, permit: &Permit) {
        let level = self.report.level(&permit.access);
        let when = permit.when.as_ref();
        let conditions = when.map(|when| self.legal_conditions(profile, when));
        let who: Vec<Who> = permit.grantees.iter().filter_map(|it| self.who(it)).collect();
        let Some(access) = level else { return };
        self.check_execute(profile, access, permit.access.span);
        let origin = permit.span;
        if !self.may_add(who.len() * conditions.as_ref().map_or(1, Vec::len), origin) {
            return;
        }
        for who in who {
            let Some(conditions) = &conditions else {
                profile.standard.push(StandardEntry { who, access, origin });
                continue;
            };
            for condition in conditions.iter().cloned() {
                profile.conditional.push(ConditionalEntry { condition, who, access, origin });
            }
        }
    }

    /// Counts entries; `false` if there are too many, which is reported.
    fn may_add(&mut self, number: usize, span: Span) -> bool {
        let fits = self.entries.all.spend(number);
        if !fits {
            let message = format!("the access lists have more than {MAX_LISTED} entries");
            self.too_many(message, "permit groups rather than users", span);
        }
        fits
    }

    /// Counts entries that are copied; `false` if there are too many, which is reported.
    pub(crate) fn may_copy(&mut self, number: usize, span: Span) -> bool {
        let fits = self.entries.copied.spend(number);
        if !fits {
            let message =
                format!("more than {MOST_COPIED} entries are copied from other access lists");
            self.too_many(message, "permit groups rather than users, or copy fewer lists", span);
        }
        fits && self.may_add(number, span)
    }

    fn too_many(&mut self, message: String, help: &str, span: Span) {
        let label = "these are over the limit";
        self.report.add(Diagnostic::error(codes::TOO_LARGE, message, span, label).help(help));
    }

    fn who(&mut self, grantee: &Grantee) -> Option<Who> {
        match grantee {
            Grantee::Any(_) => Some(Who::Any),
            Grantee::Name(name) => self.principal(name.into(), Wanted::Either).map(Who::Id),
        }
    }

    fn legal_conditions(&mut self, profile: &Profile, when: &ast::Condition) -> Vec<Condition> {
        let conditions = self.report.conditions(when);
        let class = &self.model.classes[profile.class];
        let Some(first) = conditions.first() else { return conditions };
        if is_legal(class, first.kind) {
            return conditions;
        }
        let message =
            format!("an entry of the class `{}` can't depend on `{}`", class.name, first.kind);
        let diagnostic =
            Diagnostic::error(codes::CONDITION, message, when.span, "not in this class");
        self.report.add(diagnostic.help(where_legal(first.kind)));
        Vec::new()
    }

    /// Sorts the lists; an entry that occurs twice is reported, and the first is kept.
    pub(crate) fn settle(&mut self, it: &mut Profile) {
        it.standard.sort_by_key(|entry| (entry.who, entry.origin));
        it.conditional
            .sort_by(|a, b| (&a.condition, a.who, a.origin).cmp(&(&b.condition, b.who, b.origin)));
        let (name, mut twice) = (&it.name, Vec::new());
        it.standard.dedup_by(|second, first| {
            let same = second.who == first.who;
            if same {
                twice.push((
                    first.who,
                    String::new(),
                    (first.origin, first.access),
                    (second.origin, second.access),
                ));
            }
            same
        });
        it.conditional.dedup_by(|second, first| {
            let same = second.who == first.who && second.condition == first.condition;
            if same {
                let when = format!(" when {}", describe(&first.condition));
                twice.push((
                    first.who,
                    when,
                    (first.origin, first.access),
                    (second.origin, second.access),
                ));
            }
            same
        });
        for (who, when, first, second) in twice {
            let fact = format!("the access of `{}` to `{name}`{when}", self.who_name(who));
            let levels = (first.1.as_str().to_lowercase(), second.1.as_str().to_lowercase());
            self.report.stated_twice(&fact, (first.0, &levels.0), (second.0, &levels.1));
        }
    }

    pub(crate) fn who_name(&self, who: Who) -> &str {
        match who {
            Who::Any => "*",
            Who::Id(id) => &self.model.principals[id].name,
        }
    }
}
