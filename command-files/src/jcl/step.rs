//! A step: its program, its DD statements, and which of them TSO reads.

use std::ops::Range;

use super::card::Statement;
use super::operand::Operands;
use super::{Job, data};
use crate::context::Context;
use crate::mapped::Mapped;
use crate::tso::{self, LineFormat};
use crate::{mistake, shell};

/// Programs whose PARM is a command.
const MONITORS: &[&str] = &["IKJEFT01", "IKJEFT1A", "IKJEFT1B"];

/// A step that is being read.
#[derive(Debug)]
pub(super) struct Step {
    name: String,
    program: String,
    parm: Option<Mapped<'static>>,
    dds: Vec<Dd>,
    /// The condition under which it runs.
    pub(super) condition: Option<String>,
}

/// A DD statement.
#[derive(Debug)]
pub(super) struct Dd {
    name: String,
    /// The statement whose data it takes.
    reference: Option<Mapped<'static>>,
    /// The data set it names.
    data_set: Option<String>,
    /// Lines of in-stream data.
    data: Option<Range<usize>>,
    /// The place whose values its symbols take, if they are to be replaced.
    symbols: Option<usize>,
    span: Range<usize>,
}

impl Step {
    pub(super) fn new(
        statement: &Statement,
        operands: &Operands<'_>,
        condition: Option<String>,
    ) -> Self {
        let program = operands.get("PGM").map(|it| it.text().to_ascii_uppercase());
        let parm = operands.get("PARM");
        let program = program.unwrap_or_default();
        Self { name: statement.name.clone(), program, parm, dds: Vec::new(), condition }
    }

    /// Adds a DD statement; one without a name goes on with the one before.
    pub(super) fn add(&mut self, mut dd: Dd) {
        if dd.name.is_empty() {
            dd.name = self.dds.last().map(|it| it.name.clone()).unwrap_or_default();
        }
        self.dds.push(dd);
    }

    /// Reads the commands of the step, and skips the rest of its data.
    pub(super) fn run(mut self, job: &mut Job<'_, '_>) {
        let parm = self.parm.take().filter(|it| !it.text().trim().is_empty());
        if self.program.starts_with("BPXBA") {
            return self.unix(job, parm);
        }
        if let Some(parm) = parm.filter(|_| MONITORS.contains(&self.program.as_str())) {
            job.context.run_elsewhere(parm, Vec::new());
        }
        let wanted = self.wanted(job);
        let name = std::mem::take(&mut self.name);
        for dd in std::mem::take(&mut self.dds) {
            match &wanted {
                Wanted::Dd(it) if *it == dd.name => dd.read(job, None),
                Wanted::Unknown(symbol) if dd.has_commands(job.text) => {
                    let condition = format!("{symbol} = {}", dd.name);
                    dd.read(job, Some(&condition));
                }
                Wanted::Unknown(_) | Wanted::Dd(_) if dd.name != "SYSTSIN" => {
                    dd.pass_over(job.context, job.text, "SYSTSIN doesn't refer to it");
                }
                Wanted::Nothing if dd.data.is_some() => {
                    let why = format!("step `{name}` passes nothing to TSO");
                    dd.pass_over(job.context, job.text, &why);
                }
                _ => {}
            }
        }
    }

    /// A step that runs a shell, whose script may call TSO.
    fn unix(self, job: &mut Job<'_, '_>, parm: Option<Mapped<'static>>) {
        if let Some(parm) = parm {
            script(job.context, &parm);
        }
        for dd in self.dds {
            let text = dd.data.clone().map(|it| job.text.part(it));
            match text.filter(|_| matches!(dd.name.as_str(), "STDPARM" | "STDIN")) {
                Some(text) => script(job.context, &text),
                None => dd.pass_over(job.context, job.text, "a shell doesn't read it"),
            }
        }
    }

    /// Which DD statements hold what TSO reads.
    fn wanted(&self, job: &mut Job<'_, '_>) -> Wanted {
        let Some(input) = self.dds.iter().find(|dd| dd.name == "SYSTSIN") else {
            return Wanted::Nothing;
        };
        let Some(reference) = &input.reference else { return Wanted::Dd("SYSTSIN".to_owned()) };
        if reference.text().contains("${") {
            job.context.note(reference.uses().to_vec());
            let written = reference.uses().first().map_or(reference.text(), |it| &it.written);
            return Wanted::Unknown(written.trim_end_matches('.').to_owned());
        }
        let name = reference.text().to_ascii_uppercase();
        let absent = !self.dds.iter().any(|dd| dd.name == name);
        // For another security manager, there is nothing to read on purpose.
        let others = self.dds.iter().any(|dd| dd.data.is_some() && !dd.has_commands(job.text));
        if absent
            && (!others || reference.uses().is_empty())
            && let Some(span) = job.text.span(input.span.clone())
        {
            let known = self.dds.iter().filter(|dd| dd.data.is_some()).map(|dd| dd.name.as_str());
            job.context.say(mistake::missing_dd(&name, known, span));
        }
        Wanted::Dd(name)
    }
}

/// What a shell gets: `SH` and a script, or a script.
fn script(context: &mut Context, text: &Mapped<'_>) {
    let words = text.text().trim_start();
    let start = text.len() - words.strip_prefix("SH ").unwrap_or(words).len();
    shell::read(context, &text.part(start..text.len()));
}

/// What SYSTSIN is.
enum Wanted {
    /// There is none.
    Nothing,
    /// The DD statements of this name.
    Dd(String),
    /// One that a symbol without a value names.
    Unknown(String),
}

impl Dd {
    pub(super) fn new(
        statement: Statement,
        operands: &Operands<'_>,
        data: Option<Range<usize>>,
        symbols: Option<usize>,
    ) -> Self {
        let name = statement.name.rsplit('.').next().unwrap_or_default().to_owned();
        let data_set = operands.get("DSN").or_else(|| operands.get("DSNAME"));
        Self {
            name,
            reference: operands.get("DDNAME"),
            data_set: data_set.map(|it| it.text().to_owned()),
            data,
            symbols,
            span: statement.span,
        }
    }

    fn has_commands(&self, text: &Mapped<'_>) -> bool {
        let data = self.data.clone().map(|it| text.get(it)).unwrap_or_default();
        data::other_manager(data).is_none() && data::has_command(data)
    }

    /// Reads its data as TSO does, unless another security manager is meant.
    fn read(self, job: &mut Job<'_, '_>, condition: Option<&str>) {
        let Some(range) = self.data.clone() else {
            return self.not_here(job);
        };
        if let Some(other) = data::other_manager(job.text.get(range.clone())) {
            return self.pass_over(job.context, job.text, &format!("commands of {other}"));
        }
        let mut text = job.text.part(range);
        if let Some(at) = self.symbols {
            text = job.symbols.replace(job.context, &text, at);
            self.check_export(job, &text);
        }
        let outer = job.context.condition.clone();
        let both = super::both(outer.as_deref(), condition);
        job.context.condition = both;
        tso::read(job.context, &text, LineFormat::Cards);
        job.context.condition = outer;
    }

    /// The data lies elsewhere.
    fn not_here(self, job: &mut Job<'_, '_>) {
        let Some(span) = job.text.span(self.span) else { return };
        if let Some(name) = self.data_set {
            job.context.skip(format!("commands in the data set `{name}`, not in this file"), span);
        }
    }

    /// Symbols are replaced in in-stream data only if they are exported.
    fn check_export(&self, job: &mut Job<'_, '_>, text: &Mapped<'_>) {
        if !job.exported
            && !text.uses().is_empty()
            && let Some(span) = job.text.span(self.span.clone())
        {
            job.context.say(mistake::not_exported(span));
        }
    }

    /// Passes over its data.
    pub(super) fn pass_over(self, context: &mut Context, text: &Mapped<'_>, why: &str) {
        let Some(range) = self.data.filter(|it| !text.get(it.clone()).trim().is_empty()) else {
            return;
        };
        let other = data::other_manager(text.get(range.clone()));
        let why = other.map_or_else(|| why.to_owned(), |it| format!("commands of {it}"));
        if let Some(span) = text.span(range) {
            context.skip(format!("in-stream data of DD `{}`: {why}", self.name), span);
        }
    }
}
