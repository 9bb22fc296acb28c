//! The model: what holds, with names instead of ids, in the model's own order.

use saffron_compiler::model::{
    Class, ClassId, Feature, InvariantKind, Model, Need, Options, PrincipalId, ProfileId,
    Requirement, Subjects, Test, TestCase, TestRequest, Waiver,
};
use saffron_diagnostics::SourceMap;
use saffron_vocabulary::racf::{LogOptions, Switch};

use super::profile::{condition, profile};
use super::safr_model::{safr, safr_expected};
use super::sheet::{Sheet, commas};
use super::subject::{Facts, authority, category, civil, class_name, id};

/// All that a policy says; of RACF's own classes those that it uses.
pub fn model(sources: &SourceMap, model: &Model) -> String {
    let mut sheet = Sheet::new(sources);
    sheet.heading("options");
    options(&mut sheet, &model.options);
    classes(&mut sheet, model);
    security(&mut sheet, model);
    sheet.heading("users and groups");
    for it in &model.principals {
        authority(&mut sheet, model, it);
    }
    profiles(&mut sheet, model);
    tables(&mut sheet, model);
    safr(&mut sheet, model);
    expectations(&mut sheet, model);
    sheet.finish()
}

fn options(sheet: &mut Sheet<'_>, it: &Options) {
    let mut say = |key: &str, value: &str| match it.origins.of(key) {
        Some(origin) => sheet.line(origin, 1, &format!("{key} {value}")),
        None => sheet.bare(1, &format!("{key} {value}")),
    };
    let on = |value: bool| if value { "on" } else { "off" };
    say("list-of-groups", on(it.list_of_groups));
    say("enhanced-generic-naming", on(it.enhanced_generic_naming));
    say("protect-all", it.protect_all.as_str());
    say("program-control", on(it.program_control));
    say("add-creator", on(it.add_creator));
    say("generic-owner", on(it.generic_owner));
    say("mls", it.mls.as_str());
    say("ml-active", it.ml_active.as_str());
    say("operations-audit", on(it.operations_audit));
    say("undefined-terminals", on(it.undefined_terminals));
    say("prefix", it.prefix.as_deref().unwrap_or("off"));
    for &switch in Switch::ALL {
        let set = it.switches.is_on(switch);
        if set != switch.default_on() {
            say(switch.as_str(), on(set));
        }
    }
}

fn classes(sheet: &mut Sheet<'_>, model: &Model) {
    sheet.heading("classes");
    for (id, class) in model.classes.iter_enumerated() {
        if is_used(model, id, class) {
            let said = format!("{}{}", class.name, class_facts(model, class));
            match class.origin {
                Some(origin) => sheet.line(origin, 1, &said),
                None => sheet.bare(1, &said),
            }
        }
    }
}

fn is_used(model: &Model, id: ClassId, class: &Class) -> bool {
    class.origin.is_some()
        || model.profiles.iter().any(|it| it.class == id)
        || model.globals.iter().any(|it| it.class == id)
}

fn class_facts(model: &Model, class: &Class) -> String {
    let (row, set) = (&class.descriptor, class.settings);
    let mut facts = Facts::default();
    facts.flag("active", set.active);
    facts.flag("inactive", !set.active);
    facts.flag("generic", set.generic);
    facts.flag("generic commands", set.generic_commands);
    facts.flag("raclisted", set.raclisted);
    facts.flag("global", set.global);
    let log = (set.log_options != LogOptions::Default).then(|| set.log_options.to_string());
    facts.named("log", log);
    facts.named("members in", row.member_class.map(|it| class_name(model, it)));
    facts.named("grouped by", row.grouping_class.map(|it| class_name(model, it)));
    facts.flag("mixed case", row.mixed_case);
    facts.flag("OPERATIONS counts", row.operations);
    facts.named("default return code", Some(row.default_return_code.to_string()));
    facts.text
}

fn security(sheet: &mut Sheet<'_>, model: &Model) {
    if model.security_levels.is_empty() && model.categories.is_empty() && model.labels.is_empty() {
        return;
    }
    sheet.heading("levels, categories and labels");
    for it in &model.security_levels {
        sheet.line(it.origin, 1, &format!("level {} {}", it.number, it.name));
    }
    for it in &model.categories {
        sheet.line(it.origin, 1, &format!("category {}", it.name));
    }
    for it in &model.labels {
        let categories = commas(&it.categories, |it| category(model, *it));
        let said = format!("label {}: level {}, [{categories}]", it.name, it.security_level);
        sheet.line(it.origin, 1, &said);
    }
}

fn profiles(sheet: &mut Sheet<'_>, model: &Model) {
    if !model.profiles.is_empty() {
        sheet.heading("profiles, in the order in which they are searched");
    }
    for it in &model.profiles {
        profile(sheet, model, it);
    }
}

fn tables(sheet: &mut Sheet<'_>, model: &Model) {
    if !model.globals.is_empty() {
        sheet.heading("global access checking");
    }
    for it in &model.globals {
        let said = format!("{} {:?}: {}", class_name(model, it.class), it.name, it.access);
        sheet.line(it.origin, 1, &said);
    }
    if !model.variables.is_empty() {
        sheet.heading("variables");
    }
    for it in &model.variables {
        let members = commas(&it.members, |it| format!("{it:?}"));
        sheet.line(it.origin, 1, &format!("{} {members}", it.name));
    }
}

fn expectations(sheet: &mut Sheet<'_>, model: &Model) {
    if !model.tests.is_empty() {
        sheet.heading("tests");
    }
    for it in &model.tests {
        test(sheet, it);
    }
    if !model.features.is_empty() {
        sheet.heading("features");
    }
    for it in &model.features {
        feature(sheet, model, it);
    }
    if !model.invariants.is_empty() {
        sheet.heading("invariants");
    }
    for it in &model.invariants {
        sheet.line(it.origin, 1, &format!("{:?}", it.name));
        for rule in &it.rules {
            sheet.line(rule.origin, 2, &invariant_rule(model, &rule.kind));
        }
    }
    if !model.waivers.is_empty() {
        sheet.heading("waivers");
    }
    for it in &model.waivers {
        sheet.line(it.origin, 1, &waiver(model, it));
    }
}

fn ids(model: &Model, all: &[PrincipalId]) -> String {
    commas(all, |it| id(model, *it))
}

fn subjects(model: &Model, it: &Subjects) -> String {
    let undefined = if it.undefined { " and the undefined user" } else { "" };
    format!("[{}{undefined}]", ids(model, &it.users))
}

fn invariant_rule(model: &Model, kind: &InvariantKind) -> String {
    match kind {
        InvariantKind::Access(it) => {
            let rights = commas(&it.rights, |right| {
                let class = class_name(model, right.class);
                format!("{} {class} {:?}", right.access, right.pattern)
            });
            let who = subjects(model, &it.subjects);
            format!("{:?} {who} {rights} in {:?}", it.quantifier, it.context)
        }
        InvariantKind::Operation(it) => {
            let who = subjects(model, &it.subjects);
            let asked = format!("{} {} {:?}", it.operation, it.item_type, it.items);
            let environment = it.environment.and_then(|id| model.safr.environments.get(id));
            let place = environment.map(|it| it.name.as_str());
            format!("{:?} {who} {asked} at {place:?}", it.quantifier)
        }
        InvariantKind::Profiles(it) => {
            let except = commas(&it.except, |id| profile_name(model, *id));
            format!("{} {:?} except [{except}]", class_name(model, it.class), it.state)
        }
    }
}

fn profile_name(model: &Model, id: ProfileId) -> String {
    model.profiles.get(id).map(|it| it.name.clone()).unwrap_or_default()
}

fn waiver(model: &Model, it: &Waiver) -> String {
    let profiles = commas(&it.profiles, |id| profile_name(model, *id));
    let excused = format!("ids [{}] profiles [{profiles}]", ids(model, &it.ids));
    format!("{:?} for {excused} because {:?} until {}", it.rule, it.because, civil(it.until))
}

fn test(sheet: &mut Sheet<'_>, it: &Test) {
    sheet.line(it.origin, 1, &format!("{:?}", it.name));
    for case in &it.cases {
        sheet.line(case.origin, 2, &expected(case));
    }
    for case in &it.safr_cases {
        sheet.line(case.origin, 2, &safr_expected(case));
    }
}

fn expected(it: &TestCase) -> String {
    let mut facts = Facts::default();
    facts.named("by", it.step.map(|it| it.to_string()));
    facts.named("warning", it.warning.map(|it| it.to_string()));
    format!("{} -> {}{}", asked(&it.request), it.expect, facts.text)
}

fn asked(it: &TestRequest) -> String {
    let mut facts = Facts::default();
    facts.named("group", it.group.clone());
    facts.named("volume", it.volume.clone());
    facts.flag("execute", it.execute);
    facts.flag("fastauth", it.fastauth);
    facts.flag("RACF-indicated", it.racf_indicated);
    facts.flag("privileged", it.privileged);
    facts.flag("trusted", it.trusted);
    facts.named("on", it.date.map(civil));
    for holds in &it.conditions {
        facts.named("when", Some(condition(holds)));
    }
    facts.flag("program environment not controlled", it.program_unclean);
    facts.named("label", it.label.clone());
    let who = it.user.as_deref().unwrap_or("(undefined user)");
    let level = it.access.map(|it| format!("{it} ")).unwrap_or_default();
    format!("{who}: {level}{} {:?}{}", it.class, it.resource, facts.text)
}

fn feature(sheet: &mut Sheet<'_>, model: &Model, it: &Feature) {
    sheet.line(it.origin, 1, &format!("{:?}", it.name));
    for doc in &it.docs {
        sheet.bare(2, &format!("/// {doc}"));
    }
    for requirement in &it.requirements {
        for doc in &requirement.docs {
            sheet.bare(2, &format!("/// {doc}"));
        }
        sheet.line(requirement.origin, 2, &required(model, requirement));
    }
}

fn required(model: &Model, it: &Requirement) -> String {
    let verb = if it.optional { "optional" } else { "requires" };
    let unless = if it.unless_not_defined { ", unless not defined" } else { "" };
    let because = it.because.as_ref().map(|it| format!(", because {it:?}")).unwrap_or_default();
    format!("{verb} {}{unless}{because}", need(model, &it.need))
}

fn need(model: &Model, it: &Need) -> String {
    let ids = |all: &[saffron_compiler::model::PrincipalId]| commas(all, |it| id(model, *it));
    match it {
        Need::Access { users, members_of, access, class, resource } => {
            let through = members_of.map(|it| format!(" (of {})", id(model, it)));
            let who = format!("{}{}", ids(users), through.unwrap_or_default());
            format!("{who}: {access} {} {resource:?}", class_name(model, *class))
        }
        Need::Connected { users, group } => format!("{} in {}", ids(users), id(model, *group)),
        Need::Segment { ids: all, segment } => format!("{} with {segment}", ids(all)),
        Need::Started(it) => format!("started {it:?}"),
        Need::Feature(it) => format!("feature {it:?}"),
        Need::Rule(it) => invariant_rule(model, &it.kind),
    }
}
