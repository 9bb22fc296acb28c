//! `access from CLASS "NAME"`: PERMIT FROM, as a statement of what holds rather than a command.
//!
//! A profile's own entries win over copied ones; what the source copied itself is copied too. Two
//! sources that disagree are an error, since their order has no meaning.

use std::collections::BTreeSet;

use saffron_diagnostics::{Diagnostic, Span};

use super::condition::{describe, is_legal};
use super::lowering::Lower;
use super::profile_index::{Draft, ProfileIndex};
use crate::check::cycle::{self, Cycle, Needs};
use crate::codes;
use crate::model::{ClassId, ConditionalEntry, Profile, StandardEntry, Who};

impl Lower {
    /// Copies access lists, sources before those that copy from them.
    pub(crate) fn copy_access<'a>(
        &mut self,
        index: &ProfileIndex<'a>,
        drafts: &[Draft<'a>],
        profiles: &mut [Profile],
    ) {
        let sources = self.sources(index, drafts);
        for cycle in cycle::cycles(&sources) {
            self.report_cycle(&cycle, drafts);
        }
        for at in cycle::ordered(&sources) {
            if let Some(own) = sources.get(&at) {
                self.copy_into(profiles, at, own);
            }
        }
    }

    fn sources<'a>(&mut self, index: &ProfileIndex<'a>, drafts: &[Draft<'a>]) -> Needs {
        let mut sources = Needs::new();
        for (at, draft) in drafts.iter().enumerate() {
            for from in &draft.sources {
                let Some(source) = self.find_profile(index, drafts, &from.source) else { continue };
                if source == at {
                    let message =
                        format!("the profile `{}` copies its own access list", draft.name);
                    let diagnostic =
                        Diagnostic::warning(codes::COPIES_ITSELF, message, from.span, "no effect");
                    self.report.add(diagnostic.help("drop it"));
                    continue;
                }
                if let Some(external) = drafts.get(source).filter(|it| it.external) {
                    self.report.unknown_list(external, from.span);
                    continue;
                }
                sources.entry(at).or_default().push((source, from.span));
            }
        }
        sources
    }

    fn report_cycle(&mut self, cycle: &Cycle, drafts: &[Draft<'_>]) {
        let members = cycle.iter().filter_map(|&(at, _)| Some(drafts.get(at)?.name.as_ref()));
        let message = format!("circular copies of access lists: {}", cycle::shown(members));
        let labels = ("copied from here", "and from here");
        let error = cycle::error(codes::COPY_CYCLE, message, cycle, labels);
        let help = "copy all of these access lists from one profile that copies from none";
        self.report.add_some(error.map(|error| error.help(help)));
    }

    fn copy_into(&mut self, profiles: &mut [Profile], at: usize, sources: &[(usize, Span)]) {
        let Some(class) = profiles.get(at).map(|it| it.class) else { return };
        let mut standard: Vec<Copied<StandardEntry>> = Vec::new();
        let mut conditional: Vec<Copied<ConditionalEntry>> = Vec::new();
        for &(source, by) in sources {
            let Some(from) = profiles.get(source) else { continue };
            if !self.may_copy(from.standard.len() + from.conditional.len(), by) {
                return;
            }
            standard.extend(from.standard.iter().map(|entry| Copied { entry: entry.clone(), by }));
            let legal = self.legal_entries(class, &from.conditional, by);
            conditional.extend(legal.map(|entry| Copied { entry: entry.clone(), by }));
        }
        let Some(target) = profiles.get_mut(at) else { return };
        self.add_standard(target, standard);
        self.add_conditional(target, conditional);
    }

    fn legal_entries<'e>(
        &mut self,
        class: ClassId,
        entries: &'e [ConditionalEntry],
        by: Span,
    ) -> impl Iterator<Item = &'e ConditionalEntry> + use<'e> {
        let class = &self.model.classes[class];
        let (legal, illegal): (Vec<_>, Vec<_>) =
            entries.iter().partition(|it| is_legal(class, it.condition.kind));
        if let Some(entry) = illegal.first() {
            let message = format!(
                "an entry that depends on {} can't be copied to the class `{}` and is skipped",
                describe(&entry.condition),
                class.name
            );
            self.report.add(
                Diagnostic::warning(codes::COPY_SKIPPED, message, by, "copied here")
                    .because(entry.origin, "the entry"),
            );
        }
        legal.into_iter()
    }

    fn add_standard(&mut self, target: &mut Profile, mut copied: Vec<Copied<StandardEntry>>) {
        copied.retain(|it| {
            target.standard.binary_search_by_key(&it.entry.who, |own| own.who).is_err()
        });
        copied.sort_by_key(|it| (it.entry.who, it.entry.access, it.entry.origin));
        for pair in copied.windows(2) {
            if let [a, b] = pair
                && (a.entry.who == b.entry.who && a.entry.access != b.entry.access)
            {
                self.disagree(target, a.entry.who, (a.by, a.entry.origin), (b.by, b.entry.origin));
            }
        }
        copied.dedup_by_key(|it| it.entry.who);
        target.standard.extend(copied.into_iter().map(|it| it.entry));
        target.standard.sort_by_key(|it| it.who);
    }

    fn add_conditional(&mut self, target: &mut Profile, mut copied: Vec<Copied<ConditionalEntry>>) {
        let key = |it: &ConditionalEntry| (it.condition.clone(), it.who);
        let own: BTreeSet<_> = target.conditional.iter().map(key).collect();
        copied.retain(|it| !own.contains(&key(&it.entry)));
        copied.sort_by_key(|it| (key(&it.entry), it.entry.access, it.entry.origin));
        for pair in copied.windows(2) {
            if let [a, b] = pair
                && key(&a.entry) == key(&b.entry)
                && a.entry.access != b.entry.access
            {
                self.disagree(target, a.entry.who, (a.by, a.entry.origin), (b.by, b.entry.origin));
            }
        }
        copied.dedup_by_key(|it| key(&it.entry));
        target.conditional.extend(copied.into_iter().map(|it| it.entry));
        target.conditional.sort_by_key(key);
    }

    fn disagree(&mut self, target: &Profile, who: Who, one: (Span, Span), other: (Span, Span)) {
        let (one, other) = if one.0 <= other.0 { (one, other) } else { (other, one) };
        let who = self.who_name(who);
        let message = format!(
            "the access of `{who}` to `{}` is copied from two profiles that disagree",
            target.name
        );
        let help = format!("write a `permit {who}: …` in this profile, which takes precedence");
        self.report.add(
            Diagnostic::error(codes::COPIES_DISAGREE, message, other.0, "copied from here too")
                .because(one.0, "copied from here")
                .because(one.1, "one entry")
                .because(other.1, "the other entry")
                .help(help),
        );
    }
}

/// An entry and the `access from` that copies it.
struct Copied<E> {
    entry: E,
    by: Span,
}

impl super::report::Report {
    /// A copy of a list of which the policy contains only what it adds.
    fn unknown_list(&mut self, source: &Draft<'_>, span: Span) {
        let message =
            format!("the access list of the external profile `{}` can't be copied", source.name);
        let label = "the policy contains only a part of this list";
        self.add(
            Diagnostic::error(codes::EXTERNAL_COPY, message, span, label)
                .because(source.span, "declared as external")
                .help("write a `permit` for each entry, or declare the source without `external`"),
        );
    }
}
