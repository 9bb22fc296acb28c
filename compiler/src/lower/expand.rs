//! Parameters and templates: replaced by the declarations that result from them.
//!
//! INVARIANT: the result contains no parameter, no template and no `apply`; everything after
//! this stage sees plain declarations.

use std::collections::{BTreeMap, BTreeSet};

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Apply, Item, ItemKind, Param, Template};
use saffron_vocabulary::budget::Budget;

use super::binding::{Binding, Scope};
use super::report::{Named, Report};
use super::rewrite::Rewriter;
use super::settings::{Settings, SourceTree};
use crate::codes;

/// Declarations that a package may have, templates applied.
const MOST_ITEMS: usize = 1_000_000;

/// Bytes of text that a package may have, templates applied: one declaration may be long.
const MOST_BYTES: usize = 256 << 20;

/// The declarations, and the parameters whose names must not be used for anything else.
#[derive(Debug, Default)]
pub(crate) struct Expanded {
    pub(crate) items: Vec<Item>,
    /// Name and place of each package-level parameter that has a value. One without a value is reported, and its name
    /// is still where an ID or a class is to be.
    pub(crate) params: BTreeMap<String, Span>,
}

type Templates<'a> = BTreeMap<&'a str, &'a Template>;

/// Applies templates and replaces parameters by their values.
pub(crate) fn expand(trees: &[SourceTree], settings: &Settings, report: &mut Report) -> Expanded {
    let all = || trees.iter().flat_map(|it| &it.tree.items);
    let params = all().filter_map(|item| match &item.kind {
        ItemKind::Param(param) => Some(param),
        _ => None,
    });
    let scope = report.package_scope(params, settings);
    let templates = templates(all(), report);
    let mut expansion = Expansion {
        scope: &scope,
        templates,
        applied: BTreeSet::new(),
        items: Vec::with_capacity(all().count()),
        bytes: Budget::new(MOST_BYTES),
        report,
    };
    for item in all() {
        expansion.item(item);
    }
    expansion.unused_templates();
    let items = expansion.items;
    let with_value = scope.into_iter().filter(|(_, binding)| binding.value.is_some());
    let params = with_value.map(|(name, binding)| (name, binding.declared)).collect();
    Expanded { items, params }
}

fn templates<'a>(items: impl Iterator<Item = &'a Item>, report: &mut Report) -> Templates<'a> {
    let mut templates = Templates::new();
    for item in items {
        let ItemKind::Template(template) = &item.kind else { continue };
        let name = &template.name;
        if let Some(first) = templates.get(name.text.as_str()) {
            report.declared_twice(&format!("template `{}`", name.text), first.name.span, name.span);
            continue;
        }
        report.check_template(template);
        templates.insert(&name.text, template);
    }
    templates
}

impl Report {
    fn check_template(&mut self, template: &Template) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for param in &template.params {
            self.known_kind(param);
            let (name, span) = (param.name.text.as_str(), param.name.span);
            if let Some(first) = seen.insert(name, span) {
                self.declared_twice(&format!("parameter `{name}`"), first, span);
            }
        }
        for item in &template.items {
            if let Some(what) = forbidden_inside(&item.kind) {
                let message = format!("a template cannot contain {what}");
                let name = &template.name;
                self.add(
                    Diagnostic::error(
                        codes::NOT_IN_TEMPLATE,
                        message,
                        item.span,
                        "not allowed here",
                    )
                    .because(name.span, format!("inside the template `{}`", name.text))
                    .help("move it out of the template"),
                );
            }
        }
    }
}

fn forbidden_inside(kind: &ItemKind) -> Option<&'static str> {
    match kind {
        ItemKind::Param(_) => Some("a `param`"),
        ItemKind::Options(_) => Some("`options`"),
        ItemKind::Template(_) => Some("another template"),
        ItemKind::Apply(_) => Some("an `apply`"),
        _ => None,
    }
}

struct Expansion<'a> {
    scope: &'a Scope,
    templates: Templates<'a>,
    applied: BTreeSet<&'a str>,
    items: Vec<Item>,
    /// The text of the templates that were applied so far.
    bytes: Budget,
    report: &'a mut Report,
}

impl<'a> Expansion<'a> {
    fn item(&mut self, item: &'a Item) {
        match &item.kind {
            ItemKind::Param(_) | ItemKind::Template(_) | ItemKind::Error => {}
            ItemKind::Apply(apply) => self.apply(apply, item.span),
            _ => self.push(item, None),
        }
    }

    fn push(&mut self, item: &Item, own: Option<&Scope>) {
        let mut item = item.clone();
        Rewriter { own, package: self.scope, report: self.report }.item(&mut item);
        self.items.push(item);
    }

    fn apply(&mut self, apply: &'a Apply, span: Span) {
        let name = apply.template.text.as_str();
        let Some(&template) = self.templates.get(name) else {
            let known = self.templates.keys().copied();
            let declare = format!("declare it with `template {name}(…) {{ … }}`");
            let named = Named::from(&apply.template);
            self.report.unknown(codes::UNKNOWN_TEMPLATE, "template", named, known, &declare);
            return;
        };
        self.applied.insert(&template.name.text);
        if self.items.len().saturating_add(template.items.len()) > MOST_ITEMS
            || !self.bytes.spend(length(template))
        {
            self.too_large(span);
            return;
        }
        let Some(own) = self.arguments(apply, template, span) else { return };
        for item in &template.items {
            if forbidden_inside(&item.kind).is_none() {
                self.push(item, Some(&own));
            }
        }
    }

    fn too_large(&mut self, span: Span) {
        let message = format!(
            "the package has more than {MOST_ITEMS} declarations, or {} MiB of text",
            MOST_BYTES >> 20
        );
        let diagnostic =
            Diagnostic::error(codes::TOO_LARGE, message, span, "this one is over the limit");
        self.report.add(diagnostic.help("split the package, or apply fewer templates"));
    }

    /// The template's parameters with the arguments as values.
    fn arguments(&mut self, apply: &Apply, template: &Template, span: Span) -> Option<Scope> {
        let mut arguments = apply.arguments.clone();
        Rewriter { own: None, package: self.scope, report: self.report }.values(&mut arguments);
        if arguments.len() != template.params.len() {
            self.wrong_count(template, arguments.len(), span);
            return None;
        }
        let mut own = Scope::new();
        for (param, value) in template.params.iter().zip(&arguments) {
            let bound = self.report.bind(param, value);
            let origin = Some(value.span());
            let binding = Binding { value: bound, origin, declared: param.name.span };
            own.insert(param.name.text.clone(), binding);
        }
        Some(own)
    }

    fn wrong_count(&mut self, template: &Template, given: usize, span: Span) {
        let (name, wanted) = (&template.name, template.params.len());
        let values = match wanted {
            0 => "no values".to_owned(),
            1 => "one value".to_owned(),
            _ => format!("{wanted} values"),
        };
        let message = format!("the template `{}` takes {values}, not {given}", name.text);
        let params: Vec<String> = template.params.iter().map(describe).collect();
        let help = if params.is_empty() {
            format!("write `apply {}()`", name.text)
        } else {
            format!("give one value for each of its parameters: {}", params.join(", "))
        };
        self.report.add(
            Diagnostic::error(codes::ARGUMENT_COUNT, message, span, format!("{given} given"))
                .because(name.span, "declared here")
                .help(help),
        );
    }

    fn unused_templates(&mut self) {
        for (name, template) in &self.templates {
            if !self.applied.contains(name) {
                let message = format!("the template `{name}` is never applied");
                let span = template.name.span;
                let diagnostic =
                    Diagnostic::warning(codes::UNUSED_TEMPLATE, message, span, "declares nothing");
                let help = format!("write `apply {name}(…)` for each use, or drop it");
                self.report.add(diagnostic.help(help));
            }
        }
    }
}

/// How long the text of a template's declarations is.
fn length(template: &Template) -> usize {
    template.items.iter().map(|it| it.span.end.saturating_sub(it.span.start) as usize).sum()
}

fn describe(param: &Param) -> String {
    format!("`{}` (`{}`)", param.name.text, param.kind.node)
}
