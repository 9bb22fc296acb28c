//! Commands as a package that a person would keep.
//!
//! The tree of [`crate::policy`] is the basis: tidied, distributed over files, with the comments of
//! the commands where they belong and parameters for template variables. Next to it is a report
//! of everything that isn't in the package, and why.
//!
//! INVARIANT: the package decides as the commands did.
//!
//! INVARIANT: no secret is in a file or in the report. Of operands that have one only name and place are
//! reported; comments and texts are kept only if nothing in them looks like one; and the report shows
//! of commands only what [`Disclosure`] shows.

mod arrange;
mod comment;
mod first;
mod layout;
mod note;
mod parameter;
mod read;
mod report;
pub(crate) mod slot;
mod tidy;
mod update;
mod withheld;
mod write;

use std::collections::BTreeSet;

use saffron_lang::ast::{Item, ItemKind, ProfileClause};
use saffron_lang::{SourceMap, Span};

use crate::policy::{self, Gap, GapKind};
use saffron_command_files::script::CommandText;
use saffron_racf::disclosure::Disclosure;
use saffron_vocabulary::operand;

pub use layout::Layout;
use note::{Notes, SectionId};
use parameter::Parameters;
pub use read::{Fate, Imported, Importer, Noted, NotedCommand, Tally};
pub use report::{Attention, Contents, NotCarried, Parameter, Place, Reason, Report, Subject};
pub use update::{OldFile, update};
use withheld::LeftOut;
use write::Writer;

/// A package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Paths relative to the package, and texts; `saffron.toml` first.
    pub files: Vec<(String, String)>,
    /// What isn't in it, and why.
    pub report: Report,
}

/// Commands as a package.
pub fn package(input: &Imported, sources: &SourceMap, disclosure: &Disclosure) -> Package {
    let mut scripts = input.scripts.clone();
    let mut withheld = withheld::scripts(&mut scripts, disclosure);
    let translation = policy::translate(&input.database);
    let mut notes = Notes::of(&scripts, sources);
    let undefined = if input.is_of_commands() { tidy::NOT_OF_COMMANDS } else { tidy::RESIDUAL };
    let (mut items, left_out) =
        tidy::tidy(translation.file.items, &input.issuer, undefined, &notes);
    withheld.extend(withheld::items(&mut items, disclosure));
    let parameters = Parameters::put(&mut items, input, sources, disclosure);
    items.extend(parameters.items());
    let arranged = arrange::arrange(&items, &notes, input.layout);
    let mut writer = Writer::new(&mut items, &mut notes, &scripts);
    let mut files = writer.files(&arranged);
    let (titled, wrong) = (writer.titled, writer.wrong);
    files.insert(0, ("saffron.toml".to_owned(), manifest(&input.package, &parameters.report())));
    let mut report = Report {
        commands: input.commands,
        package: contents(&items, files.len()),
        parameters: parameters.report(),
        ..Report::default()
    };
    let mut not_carried = NotCarriedList { sources, disclosure, found: Vec::new() };
    not_carried.scripts(&scripts);
    not_carried.withheld(&withheld);
    not_carried.comments(&notes, &titled);
    not_carried.gaps(&translation.gaps);
    report.not_carried = not_carried.finish();
    report.look_at_first = first::of(&report, input, &items, sources, disclosure);
    let base = left_out.into_iter().map(|id| {
        format!("`{id}` of the new database isn't written: no command changes it or refers to it")
    });
    report.remarks.extend(base.chain(wrong));
    Package { files, report }
}

/// The text of `saffron.toml`.
fn manifest(package: &str, parameters: &[Parameter]) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() || "-_.".contains(it) { it } else { '-' };
    let name: String = package.chars().map(plain).collect();
    let name = if name.is_empty() { "imported" } else { &name };
    let mut text = format!("[package]\nname = \"{name}\"\nedition = \"2026\"\n");
    let open: Vec<&Parameter> = parameters.iter().filter(|it| it.default.is_none()).collect();
    if !open.is_empty() {
        text.push_str(
            "\n# These parameters have no value yet. Remove the `#` and fill in the values;\n",
        );
        text.push_str("# then select the site with `--site prod`.\n# [site.prod]\n");
        text.extend(open.iter().map(|it| format!("# {} = \"\"\n", it.name)));
    }
    text
}

fn contents(items: &[Item], files: usize) -> Contents {
    let mut contents = Contents { files, ..Contents::default() };
    for item in items {
        match &item.kind {
            ItemKind::Group(_) => contents.groups += 1,
            ItemKind::User(_) => contents.users += 1,
            ItemKind::Connect(it) => contents.connections += it.users.len(),
            ItemKind::Started(_) => contents.profiles += 1,
            ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => {
                contents.profiles += 1;
                contents.entries += it.clauses.iter().map(entries).sum::<usize>();
            }
            _ => {}
        }
    }
    contents
}

fn entries(clause: &ProfileClause) -> usize {
    match clause {
        ProfileClause::Permit(it) => {
            it.grantees.len() * it.when.as_ref().map_or(1, |when| when.values.len())
        }
        _ => 0,
    }
}

/// Collects what isn't carried.
struct NotCarriedList<'s> {
    sources: &'s SourceMap,
    disclosure: &'s Disclosure,
    found: Vec<(Option<Span>, NotCarried)>,
}

impl NotCarriedList<'_> {
    fn add(&mut self, reason: Reason, what: &str, why: &str, span: Option<Span>) {
        let place = span.and_then(|span| Place::of(self.sources, span));
        let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
        let (what, why) = (self.disclosure.message(what), self.disclosure.message(&why));
        let (what, why) = (what.into_owned(), why.into_owned());
        self.found.push((span, NotCarried { reason, what, why, place }));
    }

    fn scripts(&mut self, scripts: &[Noted]) {
        for script in scripts {
            script.commands.iter().for_each(|it| self.command(it));
            script.commented.iter().for_each(|it| self.commented(it));
            for part in &script.skipped {
                self.add(Reason::PassedOver, &part.why, "", Some(part.span));
            }
            for (span, message) in &script.mistakes {
                self.add(Reason::NotUnderstood, message, "", Some(*span));
            }
        }
    }

    fn withheld(&mut self, left_out: &LeftOut) {
        for (what, span) in left_out {
            self.add(Reason::Secret, &format!("{what} that may have a secret"), "", Some(*span));
        }
    }

    fn command(&mut self, it: &NotedCommand) {
        let subject = self.disclosure.text(&it.subject);
        let what = format!("{} {subject}", it.verb).trim().to_owned();
        let (span, reasons) = (Some(it.span), it.reasons.join("; "));
        match it.fate {
            Fate::Done => {}
            Fate::InPart => self.add(Reason::InPart, &what, &reasons, span),
            Fate::Failed => self.add(Reason::Failed, &what, &reasons, span),
            Fate::Skipped(why) => self.add(Reason::Skipped, &what, why, span),
            Fate::NotUnderstood => {
                self.add(Reason::NotUnderstood, &what, &reasons, span);
            }
        }
        let idle: Vec<&str> = it.idle.iter().map(|it| it.text.as_str()).collect();
        if let Some(first) = it.idle.first() {
            let operands = format!("{} of {what}", idle.join(", "));
            let instead = idle.iter().filter_map(|name| operand::not_modelled(it.verb, name));
            let instead: Vec<&str> = instead.collect();
            self.add(Reason::Idle, &operands, &instead.join("; "), Some(first.span));
        }
        for secret in &it.secrets {
            let operand = format!("{} of {what}", secret.text);
            self.add(Reason::Secret, &operand, "", Some(secret.span));
        }
        if let Some(condition) = &it.condition {
            self.add(Reason::Condition, &what, condition, span);
        }
    }

    fn commented(&mut self, text: &CommandText) {
        let mut words = text.text.split_whitespace();
        let what: Vec<&str> = words.by_ref().take(2).collect();
        self.add(Reason::CommentedOut, &what.join(" "), "", text.span);
    }

    fn comments(&mut self, notes: &Notes<'_>, titled: &BTreeSet<SectionId>) {
        for section in notes.sections().filter(|it| !titled.contains(it)) {
            let what = format!("the banner `{}`", notes.title(section).join(" "));
            self.add(
                Reason::Comment,
                &what,
                "nothing under it is in the package",
                notes.place(section),
            );
        }
        for command in notes.left() {
            let first = command.comments.iter().map(|it| comment::lines(&it.text));
            let what = format!("`{}`", first.flatten().next().unwrap_or_default());
            let why = format!("is above {} {}", command.verb, command.subject);
            let span = command.comments.first().map_or(command.span, |it| it.span);
            self.add(Reason::Comment, &what, &why, Some(span));
        }
    }

    fn gaps(&mut self, gaps: &[Gap]) {
        for gap in gaps {
            let reason = match gap.kind {
                GapKind::WithoutEffect => Reason::WithoutEffect,
                GapKind::Unsaid => Reason::Unsaid,
                GapKind::Stricter => Reason::Stricter,
            };
            self.add(reason, &gap.subject, &gap.why, gap.span);
        }
    }

    fn finish(mut self) -> Vec<NotCarried> {
        self.found.sort_by_key(|(span, it)| (*span, it.reason));
        self.found.into_iter().map(|(_, it)| it).collect()
    }
}
