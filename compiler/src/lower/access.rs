//! The properties of a profile, and its access lists.

use saffron_bundle::ebcdic;
use saffron_bundle::vocabulary::AccessLevel;
use saffron_lang::ast::{self, Grantee, Permit, Property, PropertyValue, Value, WordWithArgument};
use saffron_lang::{Diagnostic, Span};

use super::condition::{describe, is_legal, where_legal};
use super::lowering::Lower;
use super::names::Wanted;
use super::profile_index::Draft;
use crate::check::profile_name;
use crate::codes;
use crate::model::{
    Audit, AuthId, ClassId, Condition, ConditionalEntry, Member, Profile, ROOT, StandardEntry, Who,
};

const KEYS: [&str; 15] = [
    "owner",
    "uacc",
    "audit",
    "global-audit",
    "warning",
    "notify",
    "level",
    "data",
    "application-data",
    "security-level",
    "categories",
    "security-label",
    "erase",
    "members",
    "stdata",
];

/// Entries that all access lists together may have.
pub(crate) const MOST_ENTRIES: usize = 10_000_000;

const DEFAULT_AUDIT: Audit = Audit { success: None, failures: Some(AccessLevel::Read) };

impl Lower {
    /// The profile that a draft describes, copied entries excepted.
    pub(crate) fn read(&mut self, draft: &Draft<'_>) -> Profile {
        let mut profile = self.blank(draft);
        let what = format!("the profile `{}`", draft.name);
        // `stdata` is read separately, and only in STARTED profiles.
        let known = KEYS.split_last().map_or(&KEYS[..], |(_, rest)| rest);
        for property in self.report.known(&what, draft.properties.iter().copied(), known) {
            self.profile_property(&mut profile, property);
        }
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
        let uacc = self.model.classes[draft.class].descriptor.default_uacc;
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
            origin: draft.origin,
        }
    }

    /// The high-level qualifier's user or group for a data set, else SYS1.
    fn default_owner(&self, draft: &Draft<'_>) -> Option<AuthId> {
        let root = || self.names.authorities.get(ROOT).copied();
        if Some(draft.class) != self.names.data_set {
            return root();
        }
        let qualifier = draft.name.split('.').next().unwrap_or_default();
        self.names.authorities.get(qualifier).copied().or_else(root)
    }

    fn profile_property(&mut self, it: &mut Profile, property: &Property) {
        match property.key.node.as_str() {
            "owner" => it.owner = self.owner(property).or(it.owner),
            "uacc" => {
                it.uacc = self.report.access(property).unwrap_or(it.uacc);
                it.uacc_origin = Some(property.span);
                self.check_execute(it, it.uacc, property.span);
            }
            "audit" => it.audit = self.report.audit(property).unwrap_or(it.audit),
            "global-audit" => {
                it.global_audit = self.report.audit(property).unwrap_or(it.global_audit);
            }
            "warning" => self.warning(it, property),
            "notify" => {
                let name = self.report.one_name(property, "the name of a user");
                it.notify = name.and_then(|name| self.user(name));
            }
            "level" => it.level = self.report.number(property, 0..=99).unwrap_or_default(),
            "data" => it.data = self.report.text(property),
            "application-data" => it.application_data = self.report.text(property),
            "security-level" => it.security_level = self.level_property(property),
            "categories" => it.categories = self.category_list(property),
            "security-label" => it.label = self.label_property(property),
            "erase" => it.erase = self.report.flag(property).unwrap_or_default(),
            _ => self.members(it, property),
        }
    }

    fn warning(&mut self, it: &mut Profile, property: &Property) {
        it.warning = self.report.flag(property).unwrap_or_default();
        if it.warning && Some(it.class) == self.names.program {
            let message = format!("`warning` has no effect on the program profile `{}`", it.name);
            let span = property.span;
            let diagnostic =
                Diagnostic::warning(codes::PROGRAM_WARNING, message, span, "no effect");
            self.report.add(diagnostic.help("RACF has no warning mode in the class `PROGRAM`"));
        }
    }

    fn check_execute(&mut self, it: &Profile, level: AccessLevel, span: Span) {
        let class = &self.model.classes[it.class];
        if level != AccessLevel::Execute || class.descriptor.execute_allowed {
            return;
        }
        let message = format!("the class `{}` does not support the access `execute`", class.name);
        let diagnostic = Diagnostic::error(codes::EXECUTE, message, span, "not in this class");
        self.report.add(
            diagnostic.help("only `DATASET` and `PROGRAM` support it: write `read` or `none`"),
        );
    }

    fn members(&mut self, it: &mut Profile, property: &Property) {
        let class = &self.model.classes[it.class];
        let member_class = class.descriptor.member_class;
        let free = matches!(class.name.as_str(), "PROGRAM" | "NODES" | "VMXEVENT");
        if member_class.is_none() && !free {
            let message = format!("profiles of the class `{}` have no members", class.name);
            let diagnostic =
                Diagnostic::error(codes::MEMBERS, message, property.span, "not a grouping class");
            let help = match class.descriptor.grouping_class {
                Some(grouping) => {
                    let grouping = &self.model.classes[grouping].name;
                    format!("declare a profile of the grouping class `{grouping}`")
                }
                None => "only profiles of a grouping class have members".to_owned(),
            };
            self.report.add(diagnostic.help(help));
            return;
        }
        for name in self.report.name_list(property, "a list of resource names in quotes") {
            let folded = match member_class {
                Some(class) => self.member(class, name.text, name.span),
                None => name.text.to_owned(),
            };
            it.members.push(Member { name: folded, origin: name.span });
        }
        self.settle_members(it);
    }

    fn member(&mut self, class: ClassId, name: &str, span: Span) -> String {
        let folded = self.resource(class, name).into_owned();
        match profile_name::general(&folded, &self.model.classes[class], true) {
            Err(problem) => self.report.bad_name(problem, span),
            Ok(()) => self.check_variables(class, &folded, span),
        }
        folded
    }

    fn settle_members(&mut self, it: &mut Profile) {
        it.members.sort_by(|a, b| {
            ebcdic::compare(&a.name, &b.name).then_with(|| a.origin.cmp(&b.origin))
        });
        let mut kept: Vec<Member> = Vec::with_capacity(it.members.len());
        for member in it.members.drain(..) {
            match kept.last() {
                Some(first) if first.name == member.name => {
                    let fact = format!("the member `{}` of `{}`", member.name, it.name);
                    self.report.stated_twice(&fact, (first.origin, ""), (member.origin, ""));
                }
                _ => kept.push(member),
            }
        }
        it.members = kept;
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
        self.entries += who.len() * conditions.as_ref().map_or(1, Vec::len);
        if self.too_many_entries(origin) {
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

    pub(crate) fn too_many_entries(&mut self, span: Span) -> bool {
        if self.entries <= MOST_ENTRIES {
            return false;
        }
        let message = format!("the access lists have more than {MOST_ENTRIES} entries");
        let diagnostic =
            Diagnostic::error(codes::TOO_LARGE, message, span, "these are over the limit");
        self.report.add(diagnostic.help("permit groups rather than users, or copy fewer lists"));
        true
    }

    fn who(&mut self, grantee: &Grantee) -> Option<Who> {
        match grantee {
            Grantee::Any(_) => Some(Who::Any),
            Grantee::Name(name) => self.authority(name.into(), Wanted::Either).map(Who::Id),
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
            Who::Id(id) => &self.model.authorities[id].name,
        }
    }
}

impl super::report::Report {
    /// `none`, `all(read)`, `success(update), failures(read)`.
    fn audit(&mut self, property: &Property) -> Option<Audit> {
        let words: Vec<WordWithArgument> = match &property.value {
            PropertyValue::Words(words) => words.clone(),
            PropertyValue::Value(Value::Word(word)) => {
                vec![WordWithArgument { word: word.clone(), argument: None }]
            }
            _ => {
                self.wrong_form(property, "`none`, or a value such as `failures(read)`");
                return None;
            }
        };
        let mut audit = Audit::default();
        for it in &words {
            let level = match &it.argument {
                Some(argument) => self.level(argument)?,
                None => AccessLevel::Read,
            };
            match it.word.node.as_str() {
                "success" => audit.success = Some(level),
                "failures" => audit.failures = Some(level),
                "all" => (audit.success, audit.failures) = (Some(level), Some(level)),
                "none" => {}
                other => {
                    let message = format!("`{}` can't be `{other}`", property.key.node);
                    let known = ["all", "success", "failures", "none"];
                    self.unknown_word(codes::UNKNOWN_WORD, message, (other, it.word.span), &known);
                    return None;
                }
            }
        }
        Some(audit)
    }
}
