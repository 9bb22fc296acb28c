//! `saffron table`

use anyhow::bail;
use clap::{Args, ValueEnum};
use saffron_bundle::Bundle;
use saffron_bundle::layout::ClassRow;
use saffron_bundle::listing::safr::SafrRow;
use saffron_bundle::listing::{self, ListingRow};
use saffron_compiler::model::Model;
use saffron_diagnostics::{Totals, did_you_mean};
use saffron_runtime::Engine;

use crate::command::counterparts::{self, Managers};
use crate::command::started;
use crate::document;
use crate::options::{BundleArgs, PolicyArgs, TableFormat};
use crate::outcomes::Outcomes;
use crate::output;
use crate::policy;
use crate::report::inventory::{self, Part, Table};
use crate::report::{
    conditional, counterparts as commands, diagnostics, listing as report, safr_listing,
};
use crate::verdict::Verdict;

/// Print the decision table: who has which access, and the line of the policy for it
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron table payroll --class DATASET
  saffron table payroll --show users
  saffron table payroll.safb --format csv > payroll.csv
  saffron table finance --system safr --environment FINANCE
  saffron table zowe --esm all --class FACILITY

With --esm, each entry of an access list is shown with the commands that `saffron emit` writes for it.

Without --system, text shows both tables if the policy has a `safr` block; CSV and JSON show RACF's.
In CSV, a cell that starts with =, +, -, @, a tab or a carriage return is prefixed with ', so that
spreadsheets don't evaluate it as a formula.")]
pub(crate) struct TableArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    #[command(flatten)]
    bundle: BundleArgs,

    /// Show only this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,

    /// Show only profiles whose names contain this text
    #[arg(long, value_name = "TEXT")]
    profile: Option<String>,

    /// Show what the policy declares, instead of who has which access: users with their attributes,
    /// groups, connections, profiles with owners and members, identities of started tasks, or options
    #[arg(long, value_enum, conflicts_with_all = ["class", "profile", "system", "environment", "group"])]
    show: Option<Part>,

    /// Show the commands for each entry of an access list: racf, acf2, tss or all
    #[arg(long, value_enum, hide_possible_values = true, value_name = "ESM",
        conflicts_with_all = ["show", "system", "environment", "group"])]
    esm: Option<Managers>,

    /// System to show: racf or safr
    #[arg(long, value_enum, hide_possible_values = true)]
    system: Option<System>,

    /// For SAFR: show only this environment
    #[arg(long, value_name = "NAME", conflicts_with_all = ["class", "profile"])]
    environment: Option<String>,

    /// For SAFR: show only this group
    #[arg(long, value_name = "NAME", conflicts_with_all = ["class", "profile"])]
    group: Option<String>,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: TableFormat,
}

/// A table of declarations in a format.
fn printed(table: &Table, format: TableFormat) -> String {
    match format {
        TableFormat::Text => table.text(),
        TableFormat::Csv => table.csv(),
        TableFormat::Json => document::text(table.json()),
    }
}

/// The systems that a policy may describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum System {
    Racf,
    Safr,
}

pub(crate) fn run(args: &TableArgs) -> anyhow::Result<Verdict> {
    if let Some(managers) = args.esm {
        return args.commands(managers);
    }
    let Some(opened) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    if let Some(part) = args.show {
        let (Some(model), Some(sources)) = (&opened.model, &opened.sources) else {
            bail!("a bundle has no declarations; `--show` needs the policy's text");
        };
        output::print(&printed(&inventory::table(part, model, sources), args.format))?;
        return Ok(Verdict::Fine);
    }
    let engine = &opened.engine;
    args.check_names(engine.bundle_sections())?;
    let (mut text, mut certain) = (String::new(), true);
    if args.shows(System::Racf, engine) {
        let (table, same) = args.racf(engine, &opened.variants)?;
        text.push_str(&table);
        certain &= same;
        text.push_str(&args.started(opened.model.as_ref()));
    }
    if args.shows(System::Safr, engine) {
        let separator = if text.is_empty() { "" } else { "\n" };
        text.push_str(separator);
        text.push_str(&args.safr(engine));
    }
    output::print(&text)?;
    Ok(if certain { Verdict::Fine } else { Verdict::Wrong })
}

/// A name that nothing has would give an empty table, which reads as "no access".
fn known<'n>(
    what: &str,
    wanted: Option<&str>,
    mut names: impl Iterator<Item = &'n str>,
) -> anyhow::Result<()> {
    let Some(wanted) = wanted else { return Ok(()) };
    let mut all = Vec::new();
    if names.any(|name| {
        all.push(name);
        name.eq_ignore_ascii_case(wanted)
    }) {
        return Ok(());
    }
    match did_you_mean(wanted, all) {
        Some(near) => bail!("unknown {what} `{wanted}`; did you mean `{near}`?"),
        None => bail!("unknown {what} `{wanted}`"),
    }
}

impl TableArgs {
    fn check_names(&self, bundle: &Bundle<'_>) -> anyhow::Result<()> {
        let classes = bundle.classes().iter().map(ClassRow::name);
        known("class", self.class.as_deref(), classes)?;
        let environments = bundle.safr_environments().iter().map(|row| bundle.text(row.name()));
        known("environment", self.environment.as_deref(), environments)?;
        let groups = bundle.safr_groups().iter().map(|row| bundle.text(row.name()));
        known("SAFR group", self.group.as_deref(), groups)
    }

    /// The commands for each entry.
    fn commands(&self, managers: Managers) -> anyhow::Result<Verdict> {
        let compiled = policy::compile(&self.policy)?;
        compiled.print_diagnostics();
        if compiled.has_errors() {
            return Ok(Verdict::Wrong);
        }
        let classes = compiled.compilation.model.classes.iter().map(|it| it.name.as_str());
        known("class", self.class.as_deref(), classes)?;
        let site = self.policy.site.as_deref();
        let rows = counterparts::rows(managers, &compiled, site, |class, profile| {
            self.wants_profile(class, profile)
        });
        let rows = match rows {
            Ok(rows) => rows,
            Err(missing) => {
                let (sources, shown) = (&compiled.sources, self.policy.shown);
                diagnostics::print_text(sources, &missing, Totals::default(), shown);
                return Ok(Verdict::Wrong);
            }
        };
        if let (Some(part), true) = (&self.profile, rows.is_empty()) {
            bail!("no profile with an entry has `{part}` in its name");
        }
        output::print(&match self.format {
            TableFormat::Text => commands::text(&rows, &compiled.sources),
            TableFormat::Csv => commands::csv(&rows),
            TableFormat::Json => document::text(commands::json(&rows, &compiled.sources)),
        })?;
        Ok(Verdict::Fine)
    }

    fn shows(&self, system: System, engine: &Engine) -> bool {
        let of_racf = self.class.is_some() || self.profile.is_some();
        let of_safr = self.environment.is_some() || self.group.is_some();
        let bundle = engine.bundle_sections();
        let both = matches!(self.format, TableFormat::Text) && bundle.safr_meta().declared();
        match (self.system, system) {
            (Some(wanted), _) => wanted == system,
            (None, System::Racf) => {
                let nothing = bundle.profiles().is_empty() && bundle.globals().is_empty();
                of_racf || !(of_safr || (both && nothing))
            }
            (None, System::Safr) => of_safr || (both && !of_racf),
        }
    }

    /// The table, and whether no line of it depends on a condition.
    fn racf(&self, engine: &Engine, variants: &Outcomes) -> anyhow::Result<(String, bool)> {
        let mut rows = listing::rows(engine.bundle_sections());
        let others = variants.engines().map(|it| listing::rows(it.bundle_sections())).collect();
        let differing = conditional::mark(&mut rows, others);
        rows.retain(|row| self.wants(row));
        if let (Some(part), true) = (&self.profile, rows.is_empty()) {
            bail!("no profile has `{part}` in its name");
        }
        let text = match self.format {
            TableFormat::Text => report::text(&rows),
            TableFormat::Csv => report::csv(&rows),
            TableFormat::Json => document::text(report::json(&rows)),
        };
        Ok((text, !differing && !variants.has_more()))
    }

    /// The identities of started tasks, below the table for people. Bundles don't contain them.
    fn started(&self, model: Option<&Model>) -> String {
        let class = self.class.as_deref().is_none_or(|class| class.eq_ignore_ascii_case("STARTED"));
        let shown = matches!(self.format, TableFormat::Text) && class && self.profile.is_none();
        let tasks = model.filter(|_| shown).map(started::listing).unwrap_or_default();
        if tasks.is_empty() { tasks } else { format!("\n{tasks}") }
    }

    fn safr(&self, engine: &Engine) -> String {
        let rows = listing::safr::rows(engine.bundle_sections());
        let rows: Vec<_> = rows.filter(|row| self.wants_safr(row)).collect();
        match self.format {
            TableFormat::Text => safr_listing::text(&rows),
            TableFormat::Csv => safr_listing::csv(&rows),
            TableFormat::Json => document::text(safr_listing::json(&rows)),
        }
    }

    fn wants_safr(&self, row: &SafrRow<'_>) -> bool {
        let wants = |wanted: &Option<String>, name| wanted.is_none() || wanted.as_deref() == name;
        wants(&self.environment, row.environment) && wants(&self.group, row.group)
    }

    fn wants(&self, row: &ListingRow<'_>) -> bool {
        self.wants_profile(row.class, row.profile)
    }

    fn wants_profile(&self, class: &str, profile: &str) -> bool {
        let wanted_class = self.class.as_deref().is_none_or(|it| class.eq_ignore_ascii_case(it));
        let upper = |text: &str| text.to_uppercase();
        let wanted = self.profile.as_deref().map(upper);
        wanted_class && wanted.is_none_or(|wanted| upper(profile).contains(&wanted))
    }
}
