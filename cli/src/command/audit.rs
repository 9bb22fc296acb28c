//! `saffron audit`

use std::path::Path;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use saffron_audit::{Audit, Inquiry, Rule, Severity, rule, rule_file, test};
use saffron_compiler::manifest::AuditSection;
use saffron_diagnostics::{Diagnostic, SourceMap, Totals, did_you_mean};

use crate::load::shown::Shown;
use crate::options::{DayArgs, DiagnosticArgs, PolicyArgs};
use crate::report::audit as report;
use crate::report::diagnostics;
use crate::report::setting::Files;
use crate::verdict::Verdict;
use crate::{codes, document, load, output, policy};

/// Judge a policy by rules of risk: those of a standard, and Saffron's own
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron audit payroll
  saffron audit payroll --standard stig --deny high
  saffron audit site.irrdbu00 --setropts setropts.list --format html > audit.html

Rules that can't be decided from the policy are listed with what would be needed. What the site \
approves is in [audit.lists] of saffron.toml; [audit.rules] switches Saffron's own rules.")]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    /// Rules to judge: stig, saffron (its own), or a JSON file of rules. Repeatable. Default: stig and saffron
    #[arg(long, value_name = "NAME|FILE")]
    standard: Vec<String>,

    /// Exit status 1 if there is a finding of this severity or a higher one
    #[arg(long, value_enum, value_name = "SEVERITY")]
    deny: Option<Deny>,

    #[command(flatten)]
    day: DayArgs,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: AuditFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    Low,
    Medium,
    High,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AuditFormat {
    Text,
    Json,
    Sarif,
    Html,
    Csv,
}

pub(crate) fn run(args: &AuditArgs) -> anyhow::Result<Verdict> {
    let Some(rules) = rules(args)? else { return Ok(Verdict::Malformed) };
    let Some((audit, mut rules)) = audited(args, rules)? else { return Ok(Verdict::Wrong) };
    rules.extend(saffron_audit::waiver_rules());
    output::print(&match args.format {
        AuditFormat::Text => report::text(&audit),
        AuditFormat::Json => document::text(report::json(&audit)),
        AuditFormat::Sarif => {
            report::sarif(&audit, &rules, &Files::of(&args.policy.policies)).text()
        }
        AuditFormat::Html => report::html(&audit, &rules),
        AuditFormat::Csv => report::csv(&audit),
    })?;
    let least = args.deny.map(|deny| match deny {
        Deny::Low => Severity::Low,
        Deny::Medium => Severity::Medium,
        Deny::High => Severity::High,
    });
    let mut counted = audit.findings.iter().filter(|it| it.waived.is_none());
    let denied = counted.any(|it| least.is_some_and(|least| it.severity >= least));
    Ok(if denied { Verdict::Wrong } else { Verdict::Fine })
}

/// Compiles the policy and judges it. `None`: it has errors.
fn audited(args: &AuditArgs, mut rules: Vec<Rule>) -> anyhow::Result<Option<(Audit, Vec<Rule>)>> {
    // No finding about a bundle would look like a policy without faults.
    if let Some(bundle) = args.policy.policies.iter().find(|path| policy::is_bundle(path)) {
        bail!(
            "{} is a bundle, which lacks names, segments and places; `audit` needs the policy's text",
            bundle.display()
        );
    }
    let Some(compiled) = policy::compile_valid(&args.policy)? else { return Ok(None) };
    check(&compiled.audit)?;
    rules.retain(|rule| compiled.audit.rules.get(&rule.id) != Some(&false));
    let mut whole_system = false;
    for path in &args.policy.policies {
        whole_system |= !path.is_dir() && load::unload::form(path, None)?.is_some();
    }
    let engine = compiled.engine()?;
    let inquiry = Inquiry {
        model: &compiled.compilation.model,
        sources: &compiled.sources,
        engine: &engine,
        day: args.day.day()?,
        lists: &compiled.audit.lists,
        options_assumed: compiled.diagnostics.iter().any(|it| it.code == codes::ASSUMED_OPTIONS),
        whole_system,
    };
    Ok(Some((saffron_audit::audit(&rules, &inquiry), rules)))
}

/// The rules of standards, in their order. `None`: a file has mistakes.
fn rules(args: &AuditArgs) -> anyhow::Result<Option<Vec<Rule>>> {
    let usual = ["stig".to_owned(), "saffron".to_owned()];
    let standards: &[String] = if args.standard.is_empty() { &usual } else { &args.standard };
    let mut rules: Vec<Rule> = Vec::new();
    for standard in standards {
        rules.extend(match standard.as_str() {
            "stig" => rule::stig()?,
            "saffron" => rule::own()?,
            file => match of_file(Path::new(file), args.policy.shown)? {
                Some(rules) => rules,
                None => return Ok(None),
            },
        });
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some([twice, _]) = rules.windows(2).find(|pair| matches!(pair, [a, b] if a.id == b.id)) {
        bail!("the rule {} is in two standards", twice.id);
    }
    Ok(Some(rules))
}

/// Prints the mistakes of a file of rules.
fn of_file(path: &Path, shown: DiagnosticArgs) -> anyhow::Result<Option<Vec<Rule>>> {
    let bytes = load::read_file(path)?;
    let name = path.display().to_string();
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
    let mut sources = SourceMap::default();
    let file = sources.add(name, text.as_str());
    let found = rule_file::read(file, &text);
    let sources = Shown::of_rules(sources);
    diagnostics::print_text(&sources, &found.diagnostics, Totals::default(), shown);
    let usable = !found.diagnostics.iter().any(Diagnostic::is_error);
    Ok(usable.then_some(found.rules))
}

/// A misspelt list or rule would silently mean nothing.
fn check(section: &AuditSection) -> anyhow::Result<()> {
    let lists: Vec<&str> = test::known_lists().collect();
    for name in section.lists.keys() {
        known("list", "lists", name, &lists)?;
    }
    let own = rule::own()?;
    let own: Vec<&str> = own.iter().map(|rule| rule.id.as_str()).collect();
    for name in section.rules.keys() {
        known("rule of Saffron's own", "rules", name, &own)?;
    }
    Ok(())
}

fn known(what: &str, table: &str, name: &str, known: &[&str]) -> anyhow::Result<()> {
    if known.contains(&name) {
        return Ok(());
    }
    match did_you_mean(name, known.iter().copied()) {
        Some(near) => bail!("unknown {what} `{name}` in [audit.{table}]; did you mean `{near}`?"),
        None => bail!("unknown {what} `{name}` in [audit.{table}]"),
    }
}
