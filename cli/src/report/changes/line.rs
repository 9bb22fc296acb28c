//! A change as one line of a report: who, what, before and after, by which place, and a request that shows it.

use saffron_analysis::change::{Change, Kind, Which};
use saffron_analysis::safr;
use saffron_bundle::Bundle;
use saffron_runtime::Source;

use super::{Comparison, wording};
use crate::report::{safr as safr_words, safr_reach};

/// A line.
#[derive(Clone, Debug)]
pub(crate) struct Line<'c> {
    pub(crate) kind: Kind,
    /// The users by what they have in common.
    pub(crate) who: String,
    /// All of them.
    pub(crate) users: Vec<&'c str>,
    /// The names or the item, and under what it holds.
    pub(crate) what: String,
    pub(crate) before: String,
    pub(crate) after: String,
    /// All of that in one sentence.
    pub(crate) sentence: String,
    /// In words; empty if it isn't known.
    pub(crate) cause: String,
    /// Its place.
    pub(crate) source: Option<(Which, Source<'c>)>,
    /// The options of `saffron explain` that show it.
    pub(crate) example: String,
}

impl Comparison<'_> {
    /// The changes of a kind as lines.
    pub(crate) fn lines(&self, kind: Kind) -> Vec<Line<'_>> {
        let access = self.diff.changes.iter().filter(|change| change.kind == kind);
        let safr = self.safr.iter().filter(|change| change.kind == kind);
        let access = access.map(|change| Line::of_access(change, self.bundles));
        access.chain(safr.map(Line::of_safr)).collect()
    }
}

impl<'c> Line<'c> {
    pub(crate) fn of_access(change: &'c Change<'c>, bundles: [&Bundle<'_>; 2]) -> Self {
        let [old, new] = &change.regions;
        let place = change.causes.iter().find_map(|it| Some((it.side, it.source?)));
        Self {
            kind: change.kind,
            who: wording::users(change, bundles),
            users: change.users.clone(),
            what: format!("{}{}", wording::names(change), wording::restriction(change)),
            before: wording::level(old),
            after: wording::level(new),
            sentence: wording::sentence(change, bundles),
            cause: wording::cause(&change.causes),
            source: place,
            example: wording::example(&change.witness),
        }
    }

    pub(crate) fn of_safr(change: &'c safr::Change<'c>) -> Self {
        let who = match change.users.as_slice() {
            [only] => (*only).to_owned(),
            [first, second] => format!("{first} and {second}"),
            [first, rest @ ..] => format!("{first} and {} others", rest.len()),
            [] => String::new(),
        };
        let what = what(change);
        let [before, after] = [0, 1].map(|at| may(change, at));
        let verb = match change.kind {
            Kind::Gain => "gain",
            Kind::Loss => "lose",
            Kind::Both | Kind::Warning => "change",
        };
        let one = if change.users.len() == 1 { "s" } else { "" };
        let sentence = format!("{who} {verb}{one} {what}: {after}, before: {before}");
        Self {
            kind: change.kind,
            who,
            users: change.users.clone(),
            what,
            before,
            after,
            sentence,
            cause: wording::cause(&change.causes),
            source: change.causes.iter().find_map(|it| Some((it.side, it.source?))),
            example: safr_words::flags(&safr_reach::request(&change.witness)).join(" "),
        }
    }
}

/// `SAFR FINANCE logical-file LF_GL, with group FIN`
fn what(change: &safr::Change<'_>) -> String {
    let at = change.environment.map(|it| format!(" {it}")).unwrap_or_default();
    let item = match (change.place, change.environment) {
        (Some(place), _) => format!(" {}", safr_reach::item(place)),
        (None, Some(_)) => " login".to_owned(),
        (None, None) => " as system administrator".to_owned(),
    };
    let group = change.group.map(|group| format!(", with group {group}"));
    format!("SAFR{at}{item}{}", group.unwrap_or_default())
}

/// What users may do on a side.
fn may(change: &safr::Change<'_>, at: usize) -> String {
    if change.place.is_none() {
        let now = usize::from(change.kind != Kind::Loss);
        return if at == now { "possible" } else { "not possible" }.to_owned();
    }
    let allowed = change.allowed.get(at).map(Vec::as_slice).unwrap_or_default();
    let text = safr_reach::operations(&safr_reach::own(allowed));
    if text.is_empty() { "nothing".to_owned() } else { text }
}
