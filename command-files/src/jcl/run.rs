//! What a step passes to TSO: which of its DD statements TSO reads.

use super::contents;
use super::job::Job;
use super::step::{Dd, Step};
use crate::condition::{asked, both};
use crate::context::Context;
use crate::mapped::Mapped;
use crate::script::Condition;
use crate::tso::{self, LineFormat};
use crate::{mistake, shell};

/// Programs whose PARM is a command.
const MONITORS: &[&str] = &["IKJEFT01", "IKJEFT1A", "IKJEFT1B"];

impl Step {
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
                    let place = job.text.span(dd.span.clone());
                    dd.read(job, Some(&asked(&condition, place)));
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
    /// Reads its data as TSO does, unless another security manager is meant.
    fn read(self, job: &mut Job<'_, '_>, condition: Option<&Condition>) {
        let Some(range) = self.data.clone() else {
            return self.not_here(job);
        };
        if let Some(other) = contents::other_manager(job.text.get(range.clone())) {
            return self.pass_over(job.context, job.text, &format!("commands of {other}"));
        }
        let mut text = job.text.part(range);
        if let Some(at) = self.symbols {
            text = job.symbols.replace(job.context, &text, at);
            self.check_export(job, &text);
        }
        let outer = job.context.condition.clone();
        let both = both(outer.as_ref(), condition);
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
}
