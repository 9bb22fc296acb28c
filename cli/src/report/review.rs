//! A change as a page for the person who signs it: gains and losses by person and by resource, the ways of access as a
//! picture, and the lines of the policies that cause them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use saffron_analysis::answer::Asked;
use saffron_analysis::change::{Change, Kind, Which};
use saffron_analysis::safr;
use saffron_runtime::{Day, EntryKind, Requester};

use super::changes::line::Line;
use super::changes::{Comparison, html as changes_html, wording};
use super::html::{Page, code, escaped};
use super::picture::{Way, svg};
use super::safr_reach;
use crate::policy::OpenPolicy;

/// Ways in the picture; more would not be legible.
const MOST_WAYS: usize = 40;
/// Lines before and after the one that causes a change.
const AROUND: u32 = 2;

/// A line of one of the policies.
type CausePlace<'c> = (Which, &'c str, u32);

/// What is reviewed.
pub(crate) struct Review<'r> {
    pub(crate) comparison: &'r Comparison<'r>,
    pub(crate) policies: [&'r OpenPolicy; 2],
    pub(crate) day: Day,
}

impl Review<'_> {
    /// The page.
    pub(crate) fn page(&self) -> String {
        let kinds = wording::TITLES.iter();
        let lines: Vec<Line<'_>> =
            kinds.flat_map(|(kind, _)| self.comparison.lines(*kind)).collect();
        let causes = causes(&lines);
        let mut page = Page::new("Review of a change", &wording::verdict(self.comparison));
        page.paragraph(&self.subject());
        by_person(&mut page, &lines, &causes);
        by_resource(&mut page, &lines, &causes);
        self.ways(&mut page);
        changes_html::push_facts(&mut page, self.comparison);
        changes_html::push_open(&mut page, self.comparison);
        self.excerpts(&mut page, &causes);
        page.heading("Signature");
        page.table(["name", "date", "signature"], &[["&#160;", "", ""].map(str::to_owned)]);
        page.finish()
    }

    /// What exactly is compared.
    fn subject(&self) -> String {
        let [old, new] = self.comparison.bundles.map(|it| it.header().decision_digest());
        format!("On {}. Decision digest of the old policy: {old}, of the new one: {new}.", self.day)
    }

    fn ways(&self, page: &mut Page) {
        let access = self.comparison.diff.changes.iter().map(|change| self.way(change));
        let safr = self.comparison.safr.iter().map(way_in_safr);
        let ways: Vec<Way<4>> = access.chain(safr).take(MOST_WAYS).collect();
        if ways.is_empty() {
            return;
        }
        page.heading("Ways of access");
        page.push(&svg(["user", "group", "entry or rule", "resource"], &ways));
        let all = self.comparison.kinds().count();
        if all > ways.len() {
            page.paragraph(&format!("{} more changes are not in the picture.", all - ways.len()));
        }
    }

    /// The way that a change opens, or that it closes.
    fn way(&self, change: &Change<'_>) -> Way<4> {
        let [old, new] = self.policies;
        let policy = if change.kind == Kind::Loss { old } else { new };
        let witness = &change.witness;
        let requester = witness.user.map_or(Requester::Undefined, Requester::User);
        let subject = policy.engine.subject(requester, witness.group, self.day);
        let (class, resource) = (&*witness.class, &*witness.resource);
        let asked = Asked { class, resource, volume: witness.volume.as_deref() };
        let decision = asked.decide(&subject, witness.access, witness.condition);
        let entry = decision.entry();
        let group = entry.filter(|it| it.kind == EntryKind::Group).map(|it| it.id.to_owned());
        let rule = entry.map(|it| {
            let when = it.when.map(|when| format!(" when {when}"));
            format!("{} {}{}", it.id, it.access, when.unwrap_or_default())
        });
        let rule = rule.unwrap_or_else(|| decision.step.to_string());
        let Line { who, what, .. } = Line::of_access(change, self.comparison.bundles);
        let stations = [who, group.unwrap_or_default(), rule, what];
        Way { class: change.kind.as_str(), stations }
    }

    fn excerpts(&self, page: &mut Page, causes: &BTreeMap<CausePlace<'_>, usize>) {
        if causes.is_empty() {
            return;
        }
        page.heading("Causes");
        for ((side, file, line), number) in causes {
            let [old, new] = self.policies;
            let policy = if *side == Which::Old { old } else { new };
            let title = escaped(&format!("{file}:{line} ({})", side.as_str()));
            page.push(&format!("<h3 id=\"cause-{number}\">{title}</h3>\n"));
            if let Some(excerpt) = excerpt(policy, file, *line) {
                page.push(&excerpt);
            }
        }
    }
}

fn way_in_safr(change: &safr::Change<'_>) -> Way<4> {
    let Line { who, what, .. } = Line::of_safr(change);
    let login = change.group.map_or("system administrator".to_owned(), ToOwned::to_owned);
    let rule = safr_reach::operations(&change.operations);
    Way { class: change.kind.as_str(), stations: [who, login, rule, what] }
}

/// A number for each line of the policies that causes a change.
fn causes<'c>(lines: &[Line<'c>]) -> BTreeMap<CausePlace<'c>, usize> {
    let mut causes = BTreeMap::new();
    for (side, source) in lines.iter().filter_map(|line| line.source) {
        let next = causes.len() + 1;
        causes.entry((side, source.file, source.line)).or_insert(next);
    }
    causes
}

/// The cause of a line, with a link to its place.
fn link(line: &Line<'_>, causes: &BTreeMap<CausePlace<'_>, usize>) -> String {
    let text = escaped(&line.cause);
    let place = line.source.map(|(side, source)| (side, source.file, source.line));
    match place.and_then(|place| causes.get(&place)) {
        Some(number) => format!("<a href=\"#cause-{number}\">{text}</a>"),
        None => text,
    }
}

/// The direction of a line, in its colour.
fn direction(line: &Line<'_>) -> String {
    let kind = line.kind.as_str();
    format!("<span class=\"{kind}\">{kind}</span>")
}

/// A table for each set of users to whom the same happens.
fn by_person(page: &mut Page, lines: &[Line<'_>], causes: &BTreeMap<CausePlace<'_>, usize>) {
    let mut numbers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate() {
        for user in &line.users {
            numbers.entry(user).or_default().push(number);
        }
    }
    let mut users: BTreeMap<Vec<usize>, Vec<&str>> = BTreeMap::new();
    for (user, numbers) in numbers {
        users.entry(numbers).or_default().push(user);
    }
    if !users.is_empty() {
        page.heading("By person");
    }
    for (numbers, users) in users {
        page.push(&format!("<h3>{}</h3>\n", escaped(&users.join(", "))));
        let own = numbers.iter().filter_map(|number| lines.get(*number));
        let rows = own.map(|line| {
            let [what, before, after] =
                [&line.what, &line.before, &line.after].map(|it| escaped(it));
            [direction(line), what, before, after, link(line, causes), code(&line.example)]
        });
        let rows: Vec<[String; 6]> = rows.collect();
        page.table(["", "what", "before", "after", "cause", "a request that shows it"], &rows);
    }
}

/// One table: for each resource who gains and who loses.
fn by_resource(page: &mut Page, lines: &[Line<'_>], causes: &BTreeMap<CausePlace<'_>, usize>) {
    let mut resources: BTreeMap<&str, Vec<&Line<'_>>> = BTreeMap::new();
    for line in lines {
        resources.entry(&line.what).or_default().push(line);
    }
    if resources.is_empty() {
        return;
    }
    page.heading("By resource");
    let lines = resources.values().flatten();
    let rows = lines.map(|line| {
        let [what, before, after] = [&line.what, &line.before, &line.after].map(|it| escaped(it));
        [what, direction(line), changes_html::who(line), before, after, link(line, causes)]
    });
    let rows: Vec<[String; 6]> = rows.collect();
    page.table(["what", "", "who", "before", "after", "cause"], &rows);
}

/// A line of a policy with those around it. Bundles contain no text.
fn excerpt(policy: &OpenPolicy, file: &str, line: u32) -> Option<String> {
    let sources = policy.sources.as_ref()?;
    let (_, source) = sources.iter().find(|(_, source)| source.path == file)?;
    let mut text = "<pre><code>".to_owned();
    let (first, last) = (line.saturating_sub(AROUND), line + AROUND);
    for (number, content) in (1..).zip(source.text.lines()) {
        if number >= first && number <= last {
            let content = escaped(content);
            let content = if number == line { format!("<mark>{content}</mark>") } else { content };
            // Writing to a `String` can't fail.
            let _ = writeln!(text, "{number:>5}  {content}");
        }
    }
    text.push_str("</code></pre>\n");
    Some(text)
}
