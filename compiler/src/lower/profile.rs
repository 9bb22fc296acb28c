//! `profile CLASS "NAME" { … }`: which profiles exist, and their order.

use std::borrow::Cow;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{
    Item, ItemKind, Profile as Written, ProfileClause, ProfileRef, PropertyValue, Text,
};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::index::IndexVec;
use saffron_vocabulary::name::{self, DataSetRules};

use super::lowering::Lower;
use super::names::fold;
use super::profile_index::{Draft, ProfileIndex};
use super::report::Named;
use super::sorted::{Declared, head};
use crate::check::profile_name::{self, Problem};
use crate::codes;
use crate::model::{Class, ClassId, Profile, ProfileId, ProfileKind};
use saffron_vocabulary::specificity::{self, Naming, Ties, has_generic_characters};

impl Lower {
    /// Reads the profiles with their access lists, and puts them in order.
    pub(crate) fn profiles(&mut self, declared: &Declared<'_>) {
        let mut drafts = Vec::with_capacity(declared.profiles.len() + declared.started.len());
        for (item, profile) in &declared.profiles {
            drafts.extend(self.draft(item, profile));
        }
        for started in &declared.started {
            drafts.extend(self.started_draft(started));
        }
        let index = self.index(&mut drafts);
        for (_, permit) in &declared.permits {
            if let Some(at) = self.find_profile(&index, &drafts, &permit.target)
                && let Some(draft) = drafts.get_mut(at)
            {
                draft.permits.push(&permit.permit);
            }
        }
        let mut profiles: Vec<Profile> = drafts.iter().map(|draft| self.read(draft)).collect();
        self.copy_access(&index, &drafts, &mut profiles);
        self.model.profiles = self.in_order(profiles);
    }

    fn draft<'a>(&mut self, item: &'a Item, profile: &'a Written) -> Option<Draft<'a>> {
        let target = &profile.target;
        let Some(class) = self.class((&target.class).into()) else {
            self.read_in_nearest_class(item, profile);
            return None;
        };
        self.draft_in(class, item, profile)
    }

    /// Reads a profile of an unknown class as one of the class that was probably meant, and drops it:
    /// the mistakes in its block are reported.
    fn read_in_nearest_class(&mut self, item: &Item, profile: &Written) {
        let known = self.model.classes.iter().map(|class| class.name.as_str());
        let nearest = self.report.nearest(&profile.target.class.text, known);
        let class = nearest.and_then(|name| self.names.classes.get(name.as_str()).copied());
        if let Some(draft) = class.and_then(|class| self.draft_in(class, item, profile)) {
            self.read(&draft);
        }
    }

    fn draft_in<'a>(
        &mut self,
        class: ClassId,
        item: &'a Item,
        profile: &'a Written,
    ) -> Option<Draft<'a>> {
        let target = &profile.target;
        if self.has_own_declaration(class, target.span) {
            return None;
        }
        let mut draft = self.named_draft(class, &target.name, target.generic);
        draft.span = target.span;
        draft.origin = head(item, target.span);
        draft.volumes = self.volumes(&draft, target);
        draft.external = matches!(item.kind, ItemKind::ExternalProfile(_));
        if draft.external {
            self.report.only_grants(profile);
        }
        for clause in &profile.clauses {
            match clause {
                ProfileClause::Property(_) | ProfileClause::AccessFrom(_) if draft.external => {}
                ProfileClause::Property(it) => match (&it.value, it.key.node.as_str()) {
                    (PropertyValue::Segment(fields), "stdata")
                        if Some(class) == self.names.started =>
                    {
                        draft.started.get_or_insert_default().extend(fields);
                    }
                    _ => draft.properties.push(it),
                },
                ProfileClause::Permit(permit) => draft.permits.push(permit),
                ProfileClause::AccessFrom(from) => draft.sources.push(from),
                ProfileClause::Error => {}
            }
        }
        Some(draft)
    }

    /// A draft of this name, checked; everything else is empty.
    pub(crate) fn named_draft<'a>(
        &mut self,
        class: ClassId,
        name: &'a Text,
        generic: Option<Span>,
    ) -> Draft<'a> {
        let folded = self.resource(class, &name.node);
        let kind = self.kind(class, &folded, name.span, generic);
        self.check_profile_name(class, &folded, name.span, kind);
        let looks_generic = has_generic_characters(&folded, false);
        Draft {
            class,
            name: folded,
            kind,
            fully_qualified: generic.is_some() && !looks_generic,
            volumes: Vec::new(),
            span: name.span,
            origin: name.span,
            properties: Vec::new(),
            started: None,
            permits: Vec::new(),
            sources: Vec::new(),
            external: false,
        }
    }

    /// Classes whose profiles have a declaration of their own.
    fn has_own_declaration(&mut self, class: ClassId, span: Span) -> bool {
        let class = &self.model.classes[class];
        let instead = match class.known {
            Some(KnownClass::Global) => "global CLASS { … }",
            Some(KnownClass::Racfvars) => "variable &NAME { … }",
            Some(KnownClass::Secdata) => "security-level NAME 100` or `category NAME",
            Some(KnownClass::Cdt) => "class NAME { … }",
            _ => return false,
        };
        let message =
            format!("profiles of the class `{}` have a declaration of their own", class.name);
        let diagnostic =
            Diagnostic::error(codes::OWN_DECLARATION, message, span, "not written as a profile");
        self.report.add(diagnostic.help(format!("write `{instead}`")));
        true
    }

    fn kind(
        &mut self,
        class: ClassId,
        name: &str,
        span: Span,
        generic: Option<Span>,
    ) -> ProfileKind {
        let is_data_set = Some(class) == self.names.data_set;
        let row = &self.model.classes[class];
        let settings = row.settings;
        let usable = settings.generic || settings.generic_commands;
        let looks_generic = has_generic_characters(name, !is_data_set);
        if let Some(flag) = generic {
            return self.fully_qualified(is_data_set, usable, looks_generic, flag);
        }
        match (looks_generic, usable && row.descriptor.generic_allowed) {
            (false, _) => ProfileKind::Discrete,
            (true, true) => ProfileKind::Generic,
            (true, false) => {
                let diagnostic = literal_generic(row, name, span);
                self.report.add(diagnostic);
                ProfileKind::Discrete
            }
        }
    }

    fn fully_qualified(
        &mut self,
        is_data_set: bool,
        usable: bool,
        looks_generic: bool,
        flag: Span,
    ) -> ProfileKind {
        if !is_data_set {
            let message = "only data set profiles can be generic without a generic character";
            let diagnostic =
                Diagnostic::error(codes::GENERIC_FLAG, message, flag, "not in this class");
            self.report.add(diagnostic.help("drop `generic`").fix(flag, ""));
        } else if !usable {
            let message = "a generic profile can't be defined, since `DATASET` isn't generic";
            let diagnostic = Diagnostic::error(codes::NOT_GENERIC, message, flag, "not possible");
            self.report.add(diagnostic.help("add `DATASET` to the option `generic`"));
        }
        if looks_generic && !usable { ProfileKind::Discrete } else { ProfileKind::Generic }
    }

    fn check_profile_name(&mut self, class: ClassId, name: &str, span: Span, kind: ProfileKind) {
        let result = if Some(class) == self.names.data_set {
            let rules = self.data_set_rules();
            profile_name::data_set(name, rules)
        } else {
            let generic = kind == ProfileKind::Generic;
            profile_name::general(name, &self.model.classes[class], generic)
        };
        match result {
            Err(problem) => self.report.bad_name(problem, span),
            Ok(()) if Some(class) == self.names.data_set => self.check_qualifier(name, span),
            Ok(()) => self.check_variables(class, name, span),
        }
    }

    pub(crate) fn data_set_rules(&self) -> DataSetRules {
        let options = &self.model.options;
        DataSetRules {
            enhanced: options.enhanced_generic_naming,
            single_qualifier: options.prefix.is_some(),
            global: false,
        }
    }

    /// The high-level qualifier of a data set profile is a user or group.
    fn check_qualifier(&mut self, name: &str, span: Span) {
        let qualifier = name.split('.').next().unwrap_or_default();
        if self.names.principals.contains_key(qualifier) {
            return;
        }
        if self.refers_to_example(Named { text: qualifier, span, quoted: false }) {
            return;
        }
        let message =
            format!("the high-level qualifier `{qualifier}` of `{name}` is not a user or group");
        let known = self.model.principals.iter().map(|it| it.name.as_str());
        let near = self.report.nearest(qualifier, known);
        let diagnostic =
            Diagnostic::error(codes::UNKNOWN_HLQ, message, span, "not declared").about(qualifier);
        self.report.add(diagnostic.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "declare `group {qualifier}`, or `external group {qualifier}` if it is defined outside the policy"
            ),
        }));
    }

    fn volumes(&mut self, draft: &Draft<'_>, target: &ProfileRef) -> Vec<String> {
        let mut volumes: Vec<String> = Vec::new();
        for text in &target.volumes {
            let serial = fold(&text.node);
            if !name::is_volume(&serial) {
                let message = format!("`{serial}` is not a valid volume serial");
                let diagnostic =
                    Diagnostic::error(codes::BAD_VOLUME, message, text.span, "not a serial")
                        .about(&*text.node);
                let rule = "a serial has one to six letters, digits, `@`, `#` and `$`";
                self.report.add(diagnostic.help(rule));
            }
            volumes.push(serial.into_owned());
        }
        let fits = Some(draft.class) == self.names.data_set && draft.kind == ProfileKind::Discrete;
        if let (Some(first), false) = (target.volumes.first(), fits) {
            let message = format!("the profile `{}` can't have volumes", draft.name);
            let label = "only a discrete data set profile has volumes";
            self.report.add(Diagnostic::error(codes::VOLUMES, message, first.span, label));
        }
        volumes.sort_by(|a, b| ebcdic::compare(a, b));
        volumes.dedup();
        volumes
    }

    /// Drafts by name; a second one of the same is reported and dropped.
    fn index<'a>(&mut self, drafts: &mut Vec<Draft<'a>>) -> ProfileIndex<'a> {
        let mut index = ProfileIndex::default();
        let mut kept: Vec<Draft<'a>> = Vec::with_capacity(drafts.len());
        for draft in drafts.drain(..) {
            let known = index.get(draft.class, draft.name.clone()).iter();
            let first = known.filter_map(|&at| kept.get(at)).find(|it| clashes(it, &draft));
            if let Some(first) = first {
                let class = &self.model.classes[draft.class].name;
                let what = format!("the profile `{}` of the class `{class}`", draft.name);
                if first.external == draft.external {
                    self.report.declared_twice(&what, first.span, draft.span);
                } else {
                    self.report.inside_and_outside(&what, first, &draft);
                }
                continue;
            }
            index.add(draft.class, draft.name.clone(), kept.len());
            kept.push(draft);
        }
        *drafts = kept;
        index
    }

    /// Profiles by class, then from most to least specific, discrete ones first. Positions are
    /// sorted rather than profiles, which are large.
    fn in_order(&self, profiles: Vec<Profile>) -> IndexVec<ProfileId, Profile> {
        let (naming, ties) = (self.naming(), Ties::of(self.model.options.switches));
        let mut keyed: Vec<(Cow<'_, str>, &Profile, usize)> = profiles
            .iter()
            .enumerate()
            .map(|(at, it)| (specificity::canonical(&it.name, naming(it.class)), it, at))
            .collect();
        keyed.sort_by(|(a_name, a, _), (b_name, b, _)| {
            let names = || match a.kind {
                ProfileKind::Discrete => ebcdic::compare(&a.name, &b.name),
                ProfileKind::Generic => specificity::compare(a_name, b_name, ties),
            };
            (a.class, a.kind)
                .cmp(&(b.class, b.kind))
                .then_with(names)
                .then_with(|| a.name.cmp(&b.name))
                .then_with(|| in_order(&a.volumes, &b.volumes))
        });
        let order: Vec<usize> = keyed.into_iter().map(|(_, _, at)| at).collect();
        let mut taken: Vec<Option<Profile>> = profiles.into_iter().map(Some).collect();
        order.into_iter().filter_map(|at| taken.get_mut(at).and_then(Option::take)).collect()
    }

    /// The syntax of the generic names of a class.
    pub(crate) fn naming(&self) -> impl Fn(ClassId) -> Naming {
        let enhanced = self.model.options.enhanced_generic_naming;
        let data_set = self.names.data_set;
        move |class| {
            if enhanced && Some(class) == data_set { Naming::Enhanced } else { Naming::Plain }
        }
    }
}

/// Compares lists of volumes by their first difference.
fn in_order(a: &[String], b: &[String]) -> std::cmp::Ordering {
    let pairs = a.iter().zip(b).map(|(a, b)| ebcdic::compare(a, b));
    pairs.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(a.len().cmp(&b.len()))
}

/// Whether both are the same profile. Discrete profiles of one name live on different volumes.
fn clashes(a: &Draft<'_>, b: &Draft<'_>) -> bool {
    let share = a.volumes.iter().any(|volume| b.volumes.contains(volume));
    a.kind == b.kind
        && (share || a.volumes.is_empty() == b.volumes.is_empty() && a.volumes.is_empty())
}

fn literal_generic(class: &Class, name: &str, span: Span) -> Diagnostic {
    let class_name = &class.name;
    let message = format!(
        "the profile `{name}` protects only the resource spelt exactly so, since `{class_name}` isn't generic"
    );
    let diagnostic = Diagnostic::warning(codes::LITERAL_GENERIC, message, span, "taken literally");
    diagnostic.help(if class.descriptor.generic_allowed {
        format!("add `{class_name}` to the option `generic`")
    } else {
        format!("the class `{class_name}` has no generic profiles: name each resource")
    })
}

impl super::report::Report {
    /// All that is known of an external profile are the entries that the policy adds.
    fn only_grants(&mut self, profile: &Written) {
        for clause in &profile.clauses {
            let (what, span) = match clause {
                ProfileClause::Property(it) => (it.key.node.as_str(), it.span),
                ProfileClause::AccessFrom(it) => ("access from", it.span),
                ProfileClause::Permit(_) | ProfileClause::Error => continue,
            };
            let name = &profile.target.name.node;
            let message = format!("`{what}` is stated of the external profile `{name}`");
            let label = "this is defined outside the policy";
            let help = "keep only `permit` in its block, or declare the profile without `external`";
            let diagnostic = Diagnostic::error(codes::EXTERNAL_PROPERTY, message, span, label);
            self.add(diagnostic.help(help));
        }
    }

    /// A profile that is declared in the policy and as external.
    fn inside_and_outside(&mut self, what: &str, first: &Draft<'_>, second: &Draft<'_>) {
        let message = format!("{what} is declared in the policy and as external");
        let noun = |draft: &Draft<'_>| {
            if draft.external { "external here" } else { "declared in the policy here" }
        };
        self.add(
            Diagnostic::error(codes::DECLARED_TWICE, message, second.span, noun(second))
                .because(first.span, noun(first))
                .help("keep one of the declarations; a `permit` applies to either"),
        );
    }

    pub(crate) fn bad_name(&mut self, problem: Problem, span: Span) {
        let diagnostic = Diagnostic::error(problem.code, problem.message, span, "not a valid name");
        self.add(diagnostic.help(problem.help).about(problem.name));
    }
}
