//! What `diff` and `review` compare: two policies, or one with itself at a revision of git.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use saffron_analysis::change::Which;
use saffron_analysis::facts::{self, FactChange, FactSource, Facts};
use saffron_analysis::{Scope, diff, safr};
use saffron_runtime::Source;

use crate::options::{BundleArgs, CommandArgs, DayArgs, DiagnosticArgs, PolicyArgs};
use crate::policy::{self, OpenPolicy};
use crate::report::changes::Comparison;
use crate::report::setting::Files;
use crate::revision::Revision;
use crate::verdict::Verdict;

/// Two policies.
#[derive(Debug, Args)]
pub(crate) struct ComparingArgs {
    /// The old policy; with --baseline, the policy to compare
    #[arg(value_name = "OLD")]
    pub(crate) first: PathBuf,

    /// The new policy
    #[arg(value_name = "NEW", required_unless_present = "baseline", conflicts_with = "baseline")]
    pub(crate) second: Option<PathBuf>,

    /// Compare with the same path at a revision of git
    #[arg(long, value_name = "REV")]
    baseline: Option<String>,

    /// Compare only the access of this user
    #[arg(long, value_name = "USER")]
    user: Option<String>,

    /// Compare only this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,

    #[command(flatten)]
    pub(crate) day: DayArgs,

    /// Also show changes of logging: LOGOPTIONS of classes, OPERAUDIT
    #[arg(long)]
    audit: bool,

    /// Use the parameter values in [site.NAME] of saffron.toml
    #[arg(long, value_name = "NAME")]
    site: Option<String>,

    #[command(flatten)]
    bundle: BundleArgs,

    #[command(flatten)]
    commands: CommandArgs,

    #[command(flatten)]
    shown: DiagnosticArgs,
}

impl ComparingArgs {
    /// Compares the policies, and shows the result with both of them.
    pub(crate) fn compare(
        &self,
        show: impl FnOnce(&Comparison<'_>, [&OpenPolicy; 2]) -> anyhow::Result<Verdict>,
    ) -> anyhow::Result<Verdict> {
        let day = self.day.day()?;
        let revision =
            self.baseline.as_deref().map(|it| Revision::export(&self.first, it)).transpose()?;
        let (before, after) = match (&revision, &self.second) {
            (Some(revision), _) => (revision.path(), self.first.as_path()),
            (None, Some(second)) => (self.first.as_path(), second.as_path()),
            (None, None) => bail!("specify the new policy, or --baseline"),
        };
        let stands_for =
            revision.as_ref().map(|it| Box::new((it.path().to_owned(), self.first.clone())));
        let of_old = PolicyArgs { stands_for, ..self.policy(before) };
        let Some(old) = policy::open(&of_old, self.bundle)? else { return Ok(Verdict::Wrong) };
        let of_new = self.policy(after);
        let Some(new) = policy::open(&of_new, self.bundle)? else { return Ok(Verdict::Wrong) };
        let scope = Scope { user: self.user.as_deref(), class: self.class.as_deref() };
        let mut found = diff(&old.engine, &new.engine, day, scope);
        for cause in found.changes.iter_mut().flat_map(|change| &mut change.causes) {
            if cause.source.is_none()
                && let Some((side, source)) = stated(cause.what, [&old, &new])
            {
                (cause.side, cause.source) = (side, Some(source));
            }
        }
        let safr = match self.class {
            Some(_) => Vec::new(),
            None => safr::diff(&old.engine, &new.engine, scope.user),
        };
        let facts = self.facts_that_differ(&old, &new);
        let comparison = Comparison {
            diff: &found,
            safr: &safr,
            facts: &facts,
            not_compared: if old.model.is_some() && new.model.is_some() {
                &[]
            } else {
                &facts::OF_MODELS
            },
            bundles: [old.engine.bundle_sections(), new.engine.bundle_sections()],
            files: [self.first.clone(), self.second.clone().unwrap_or_else(|| self.first.clone())]
                .map(|path| Files::of(&[path])),
            date: self.day.is_stated().then(|| day.to_string()),
        };
        show(&comparison, [&old, &new])
    }

    /// The arguments of one of the policies.
    pub(crate) fn policy(&self, path: &Path) -> PolicyArgs {
        PolicyArgs {
            site: self.site.clone(),
            commands: self.commands.clone(),
            shown: self.shown,
            ..PolicyArgs::of(vec![path.to_owned()])
        }
    }

    /// The facts that differ, as far as both policies have them.
    fn facts_that_differ(&self, old: &OpenPolicy, new: &OpenPolicy) -> Vec<FactChange> {
        let bundles = [old, new].map(|policy| policy.engine.bundle_sections());
        let [mut before, mut after] = facts::of_bundles(bundles);
        if let (Some(more_before), Some(more_after)) = (of_model(old), of_model(new)) {
            before.extend(more_before);
            after.extend(more_after);
        }
        let mut found = facts::compare(&before, &after);
        found.retain(|fact| self.is_in_scope(fact));
        for fact in found.iter_mut().filter(|fact| fact.subject.what == "option") {
            let option = fact.subject.id.as_deref().unwrap_or_default();
            let source = stated(option, [old, new]).map(|(_, source)| source);
            fact.source = fact.source.take().or(source.map(FactSource::of_decision));
        }
        found.iter_mut().for_each(without_values);
        found
    }

    /// Logging is shown on request only; `--user` and `--class` restrict facts, too.
    fn is_in_scope(&self, fact: &FactChange) -> bool {
        let subject = &fact.subject;
        let logging = subject.what == "audit" && subject.profile.is_none()
            || subject.id.as_deref() == Some("operations-audit");
        let same = |wanted: &Option<String>, found: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| {
                found.as_ref().is_some_and(|found| found.eq_ignore_ascii_case(wanted))
            })
        };
        let scoped = self.user.is_some() || self.class.is_some();
        let wanted = same(&self.user, &subject.id) && same(&self.class, &subject.class);
        (!logging || self.audit) && (!scoped || wanted)
    }
}

/// Where an option is stated: in the new policy, else in the old one. Bundles don't have these places.
fn stated<'p>(option: &str, policies: [&'p OpenPolicy; 2]) -> Option<(Which, Source<'p>)> {
    let of = |policy: &'p OpenPolicy| {
        let span = policy.model.as_ref()?.options.origins.of(option)?;
        let file = policy.sources.as_ref()?.get(span.file)?;
        let at = file.line_column(span.start);
        Some(Source { file: &file.path, line: at.line, column: at.column })
    };
    let [old, new] = policies;
    of(new).map(|at| (Which::New, at)).or_else(|| Some((Which::Old, of(old)?)))
}

fn of_model(policy: &OpenPolicy) -> Option<Facts> {
    Some(facts::of_model(policy.model.as_ref()?, policy.sources.as_ref()?))
}

/// Fields of segments may hold what is secret: only their names are shown.
fn without_values(fact: &mut FactChange) {
    if fact.subject.what == "segment" {
        let name = |field: &mut String| {
            if let Some((name, _)) = field.split_once(' ') {
                *field = name.to_owned();
            }
        };
        fact.old.iter_mut().for_each(name);
        fact.new.iter_mut().for_each(name);
    }
}
