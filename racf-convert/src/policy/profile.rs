//! Profiles and their access lists.

use saffron_lang::Span;
use saffron_lang::ast::{
    Condition, Grantee, Item, ItemKind, Permit, Profile as Written, ProfileClause, ProfileRef,
    Property, PropertyValue, Started, Value, WordWithArgument,
};
use saffron_vocabulary::racf::AccessLevel;

use super::gap::{Gap, GapKind};
use super::make::{self, place};
use super::translator::Translator;
use saffron_racf::command::AuditSetting;
use saffron_racf::database::{ConditionalKey, Details, Fact, Profile, ProfileKey};

impl Translator<'_> {
    /// The declaration of a profile.
    pub(super) fn resource(&mut self, class: &str, key: &ProfileKey, it: &Profile) -> Item {
        let span = it.origin;
        if class == "DATASET" {
            // A user or a group, unless it is a variable whose value isn't known.
            self.refer(key.name.split('.').next().unwrap_or_default(), span);
        }
        if self.database.is_assumed_profile(class, key) {
            return self.external_profile(class, key, it);
        }
        let mut properties = vec![self.owner(&it.owner), uacc(&it.uacc)];
        if let Some(details) = &it.details {
            properties.extend(self.details(class, key, details));
        }
        let permits = self.permits(it);
        let key = &self.naming.key(class, key);
        let name = make::text(&key.name, span);
        let stdata = it.details.as_ref().and_then(|it| it.segments.get("STDATA"));
        let mut clauses: Vec<ProfileClause> = Vec::new();
        if class == "STARTED" {
            let fields = stdata.map(|it| self.started_data(&key.name, it)).unwrap_or_default();
            if permits.is_empty() {
                let properties = fields.into_iter().chain(properties).collect();
                return make::item(ItemKind::Started(Started { name, properties }), span);
            }
            clauses.push(stdata_clause(fields, span));
        }
        clauses.extend(properties.into_iter().map(ProfileClause::Property));
        clauses.extend(permits.into_iter().map(ProfileClause::Permit));
        let target = target(class, key, span);
        make::item(ItemKind::Profile(Written { target, clauses }), span)
    }

    /// A profile of which nothing is known but what is permitted on it.
    fn external_profile(&mut self, class: &str, key: &ProfileKey, it: &Profile) -> Item {
        let command = |origin: &Option<Span>| origin.filter(|span| *span != Span::NOWHERE);
        let changes = [it.owner.origin, it.uacc.origin];
        if let Some(origin) =
            changes.iter().find_map(command).or(it.details.is_some().then_some(it.origin))
        {
            let subject = format!("the changes of the profile `{}`", key.name);
            let why =
                "the policy declares it as external, so only what is permitted on it is stated";
            self.gaps.push(Gap::new(GapKind::Stricter, subject, why, Some(origin)));
        }
        let permits = self.permits(it);
        let span = permits.first().map_or(it.origin, |permit| permit.span);
        let target = target(class, &self.naming.key(class, key), span);
        let clauses = permits.into_iter().map(ProfileClause::Permit).collect();
        make::item(ItemKind::ExternalProfile(Written { target, clauses }), span)
    }

    fn details(&mut self, class: &str, key: &ProfileKey, it: &Details) -> Vec<Property> {
        let mut properties = Vec::new();
        properties.extend(on(it.warning.as_ref(), "warning"));
        properties.extend(it.audit.as_ref().map(|fact| audit("audit", fact)));
        properties.extend(it.global_audit.as_ref().map(|fact| audit("global-audit", fact)));
        properties.extend(self.notify(&key.name, it.notify.as_ref()));
        if let Some(fact) = &it.level {
            let level = u64::from(fact.value);
            properties.push(make::number_property("level", level, place(fact.origin)));
        }
        properties.extend(on(it.erase.as_ref(), "erase"));
        properties.extend(data("data", it.data.as_ref()));
        properties.extend(data("application-data", it.application_data.as_ref()));
        if class != "SECLABEL" {
            properties.extend(self.profile_security(class, &key.name, &it.security));
        }
        properties.extend(self.members(class, key, it));
        let other = it.segments.iter().filter(|(name, _)| class != "STARTED" || *name != "STDATA");
        for (name, segment) in other {
            let subject = format!("the segment `{name}` of the profile `{}`", key.name);
            let why = "a policy cannot represent it";
            self.gaps.push(Gap::new(GapKind::Unsaid, subject, why, segment.origin));
        }
        properties
    }

    /// A group can't be notified, and neither can who isn't there: nothing is lost by not trying.
    fn notify(&mut self, profile: &str, fact: Option<&Fact<String>>) -> Option<Property> {
        let fact = fact?;
        if self.database.groups.contains_key(&fact.value) {
            let subject = format!("NOTIFY of the profile `{profile}`");
            let why = format!("`{}` is a group", fact.value);
            self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, fact.origin));
            return None;
        }
        let span = place(fact.origin);
        if !self.database.is_defined(&fact.value) {
            let subject = format!("NOTIFY of the profile `{profile}`");
            let why = format!("`{}` doesn't exist", fact.value);
            self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, fact.origin));
            return None;
        }
        self.refer(&fact.value, span);
        Some(make::name_property("notify", &fact.value, span))
    }

    /// Members: of a grouping class, of PROGRAM, NODES and VMXEVENT.
    fn members(&mut self, class: &str, key: &ProfileKey, it: &Details) -> Option<Property> {
        let first = it.members.values().next()?;
        if !self.classes.has_members(class) {
            let subject = format!("the members of the profile `{}`", key.name);
            let why = format!("`{class}` is not a grouping class");
            self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, *first));
            return None;
        }
        let grouping = self.classes.get(class).is_some_and(|it| it.member_class.is_some());
        let mut values = Vec::with_capacity(it.members.len());
        for (member, origin) in &it.members {
            let unusable = misplaced(member).or_else(|| self.unusable_variable(member));
            let unusable = unusable.filter(|_| grouping);
            if let Some(why) = unusable {
                let subject = format!("the member `{member}` of the profile `{}`", key.name);
                self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, *origin));
            } else {
                values.push(Value::Text(make::text(member, place(*origin))));
            }
        }
        Some(make::list_property("members", values, place(*first)))
    }

    /// The access lists. Entries that one command made are one clause where that says the same.
    fn permits(&mut self, it: &Profile) -> Vec<Permit> {
        let mut permits: Vec<Permit> = Vec::new();
        for (id, fact) in &it.standard {
            let span = place(fact.origin);
            let grantee = self.grantee(id, span);
            match permits.last_mut() {
                Some(last) if last.span == span && last.access.node == make::level(fact.value) => {
                    last.grantees.push(grantee);
                }
                _ => permits.push(permit(grantee, fact.value, None, span)),
            }
        }
        let first = permits.len();
        for (key, fact) in &it.conditional {
            let span = place(fact.origin);
            let grantee = self.grantee(&key.id, span);
            let last = permits.last_mut().filter(|last| {
                last.grantees == [grantee.clone()]
                    && last.span == span
                    && last.access.node == make::level(fact.value)
            });
            let same = last.and_then(|it| it.when.as_mut()).filter(|it| is_same_kind(it, key));
            match same {
                Some(when) => when.values.push(make::text(&key.value, span)),
                None => permits.push(permit(grantee, fact.value, Some(condition(key, span)), span)),
            }
        }
        debug_assert!(permits.iter().skip(first).all(|it| it.when.is_some()));
        permits
    }

    fn grantee(&mut self, id: &str, span: Span) -> Grantee {
        if id == "*" {
            return Grantee::Any(span);
        }
        self.refer(id, span);
        Grantee::Name(make::name(id, span))
    }
}

/// Why a member matches nothing: it was added as a name to be taken literally, and has generic
/// characters where none can be.
fn misplaced(member: &str) -> Option<String> {
    let fits = |it: &str| {
        let stars = it.matches('*').count();
        stars == 0 || it == "**" || (stars == 1 && it.ends_with('*'))
    };
    let sound = member.split('.').all(fits) && member.matches("**").count() <= 1;
    (!sound).then(|| "it has a generic character where none is allowed".to_owned())
}

fn stdata_clause(fields: Vec<Property>, span: Span) -> ProfileClause {
    let span = fields.first().map_or(span, |it| it.span);
    let value = PropertyValue::Segment(fields);
    ProfileClause::Property(Property { key: make::word("stdata", span), value, span })
}

fn target(class: &str, key: &ProfileKey, span: Span) -> ProfileRef {
    let fully_qualified = key.generic && class == "DATASET" && !key.name.contains(['*', '%']);
    ProfileRef {
        class: make::name(class, span),
        name: make::text(&key.name, span),
        generic: fully_qualified.then_some(span),
        volumes: key.volumes.iter().map(|serial| make::text(serial, span)).collect(),
        span,
    }
}

fn uacc(fact: &Fact<AccessLevel>) -> Property {
    make::word_property("uacc", make::level(fact.value), place(fact.origin))
}

fn on(fact: Option<&Fact<bool>>, key: &str) -> Option<Property> {
    let fact = fact.filter(|fact| fact.value)?;
    Some(make::word_property(key, "on", place(fact.origin)))
}

fn data(key: &str, fact: Option<&Fact<String>>) -> Option<Property> {
    let fact = fact?;
    Some(make::text_property(key, &fact.value, place(fact.origin)))
}

/// `none`, `failures(read)`, `failures(read), success(update)`
fn audit(key: &str, fact: &Fact<AuditSetting>) -> Property {
    let span = place(fact.origin);
    let AuditSetting { success, failures } = fact.value;
    let said = |word: &str, level: Option<AccessLevel>| {
        let argument = level.map(|level| make::word(make::level(level), span));
        argument.map(|it| WordWithArgument { word: make::word(word, span), argument: Some(it) })
    };
    let words: Vec<WordWithArgument> = if success.is_some() && success == failures {
        said("all", success).into_iter().collect()
    } else {
        said("failures", failures).into_iter().chain(said("success", success)).collect()
    };
    if words.is_empty() {
        return make::word_property(key, "none", span);
    }
    Property { key: make::word(key, span), value: PropertyValue::Words(words), span }
}

fn permit(grantee: Grantee, access: AccessLevel, when: Option<Condition>, span: Span) -> Permit {
    let access = make::word(make::level(access), span);
    Permit { grantees: vec![grantee], access, when, span }
}

fn condition(key: &ConditionalKey, span: Span) -> Condition {
    let criterion = key.criterion.as_str();
    Condition {
        kind: make::word(key.kind.as_str(), span),
        name: (!criterion.is_empty()).then(|| make::name(criterion, span)),
        values: vec![make::text(&key.value, span)],
        span,
    }
}

fn is_same_kind(when: &Condition, key: &ConditionalKey) -> bool {
    let criterion = when.name.as_ref().map_or("", |it| it.text.as_str());
    when.kind.node == key.kind.as_str() && criterion == key.criterion
}
