//! A document's values, with what of their surroundings concerns commands.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Place};

use crate::variable::canonical;

/// Keys whose values are for people.
const PROSE: &[&str] = &[
    "name",
    "description",
    "title",
    "summary",
    "msg",
    "help",
    "label",
    "notes",
    "task_description",
    "fail_msg",
    "success_msg",
    "register",
    "when",
    "changed_when",
    "failed_when",
    "until",
    "that",
];

/// A longer value of a variable isn't one.
const LONGEST: usize = 1000;

/// A value.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) text: String,
    /// What it was read from, quotes included.
    pub(super) range: Range<usize>,
    /// Whether it is where commands of TSO are expected.
    pub(super) tso: bool,
    /// Its task is repeated.
    pub(super) repeated: bool,
    /// The values of variables in each turn, if they are known.
    pub(super) turns: Rc<Vec<Turn>>,
    /// The condition under which its task runs.
    pub(super) condition: Option<String>,
}

/// Variables and their values in a turn of a loop.
pub(super) type Turn = Vec<(String, String)>;

/// A list: per entry its value, or those of its keys.
#[derive(Debug, Default)]
struct List {
    /// The mapping in which it is the value of a key.
    mapping: Option<usize>,
    key: String,
    /// It is the value of a variable.
    named: bool,
    entries: Vec<Vec<(String, String)>>,
}

/// The content of a document.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) values: Vec<Value>,
    /// Values of variables.
    pub(super) variables: Vec<(String, String)>,
}

/// A mapping or a list that is open.
#[derive(Debug)]
struct Level {
    /// The mapping it is in, or is.
    mapping: Option<usize>,
    /// Of a mapping: whether the next scalar is a key.
    awaits_key: Option<bool>,
    /// The key whose value it, or the next thing in it, is.
    key: String,
    tso: bool,
    /// The list that it is, or of which it is an entry.
    list: Option<usize>,
}

/// What is known of a task, with those around it.
#[derive(Clone, Debug, Default)]
struct Known {
    condition: Option<String>,
    repeated: bool,
    turns: Rc<Vec<Turn>>,
}

/// A mapping, which may be a task.
#[derive(Debug, Default)]
struct Task {
    parent: Option<usize>,
    when: Option<String>,
    repeated: bool,
    /// The variable that has the value of a turn.
    variable: Option<String>,
    /// The list variable that it goes through.
    through: Option<String>,
}

/// Keys that repeat a task for each entry of a list.
fn repeats(key: &str) -> bool {
    matches!(key, "loop" | "with_items" | "with_list" | "with_flattened")
}

/// Reads a document; where it goes wrong if it isn't one.
pub(super) fn document(text: &str) -> Result<Document, usize> {
    let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
    let mut collector = Collector { bytes, end: text.len(), ..Collector::default() };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, place)) => collector.event(event, place),
            Err(error) => return Err(collector.byte(error.marker().index())),
        }
    }
    Ok(collector.finish())
}

#[derive(Debug, Default)]
struct Collector {
    /// Where each character begins, if not all of them are one byte.
    bytes: Option<Vec<usize>>,
    end: usize,
    levels: Vec<Level>,
    tasks: Vec<Task>,
    lists: Vec<List>,
    document: Document,
    /// Per canonical name, the variable.
    known: BTreeMap<String, usize>,
    /// Per value the mapping it is in.
    owners: Vec<Option<usize>>,
}

impl Collector {
    fn byte(&self, character: usize) -> usize {
        let Some(bytes) = &self.bytes else { return character.min(self.end) };
        bytes.get(character).copied().unwrap_or(self.end)
    }

    fn event(&mut self, event: Event<'_>, place: Place) {
        match event {
            Event::MappingStart(..) => self.begin(Some(true)),
            Event::SequenceStart(..) => self.begin(None),
            Event::MappingEnd | Event::SequenceEnd => {
                self.levels.pop();
                self.value_done();
            }
            Event::Scalar(text, style, ..) => self.scalar(text.into_owned(), style, place),
            Event::Alias(_) => self.value_done(),
            _ => {}
        }
    }

    fn begin(&mut self, awaits_key: Option<bool>) {
        let outer = self.levels.last();
        let key = outer.map(|it| it.key.clone()).unwrap_or_default();
        let tso = outer.is_some_and(|it| it.tso) || key.contains("tso_command");
        let mut mapping = outer.and_then(|it| it.mapping);
        if awaits_key.is_some() {
            self.tasks.push(Task { parent: mapping, ..Task::default() });
            mapping = Some(self.tasks.len() - 1);
        }
        let list = match outer {
            Some(outer) if outer.awaits_key.is_none() && awaits_key.is_some() => {
                self.begin_entry(outer.list)
            }
            _ if awaits_key.is_none() => Some(self.begin_list(&key, mapping)),
            _ => None,
        };
        self.levels.push(Level { mapping, awaits_key, key, tso, list });
    }

    fn begin_list(&mut self, key: &str, mapping: Option<usize>) -> usize {
        let named = self.levels.iter().rev().nth(1).is_some_and(|it| it.key == "vars");
        let key = key.to_owned();
        let task = mapping.and_then(|it| self.tasks.get_mut(it));
        if let Some(task) = task.filter(|_| key == "loop" || key.starts_with("with_")) {
            task.repeated = true;
        }
        self.lists.push(List { mapping, key, named, entries: Vec::new() });
        self.lists.len() - 1
    }

    /// An entry of a list that is a mapping.
    fn begin_entry(&mut self, list: Option<usize>) -> Option<usize> {
        self.lists.get_mut(list?)?.entries.push(Vec::new());
        list
    }

    /// A value in a list, or of a key of an entry of one.
    fn listed(&mut self, text: &str) {
        let Some(level) = self.levels.last() else { return };
        let list = level.list.and_then(|it| self.lists.get_mut(it));
        let Some(list) = list.filter(|_| text.len() <= LONGEST) else { return };
        if level.awaits_key.is_none() {
            list.entries.push(vec![(String::new(), text.to_owned())]);
        } else if let Some(entry) = list.entries.last_mut() {
            entry.push((level.key.clone(), text.to_owned()));
        }
    }

    /// The turns of a task that goes through a list.
    fn turns(&self, at: usize) -> Vec<Turn> {
        let Some(task) = self.tasks.get(at) else { return Vec::new() };
        let through = task.through.as_deref();
        let found = self.lists.iter().find(|list| match through {
            Some(name) => list.named && canonical(&list.key) == name,
            None => list.mapping == Some(at) && repeats(&list.key),
        });
        let variable = task.variable.as_deref().unwrap_or("item");
        let name = |key: &str| canonical(&format!("{variable}.{key}"));
        let turn = |entry: &Vec<(String, String)>| {
            entry.iter().map(|(key, value)| (name(key), value.clone())).collect()
        };
        found.map(|list| list.entries.iter().map(turn).collect()).unwrap_or_default()
    }

    /// The value of a key is complete: another key follows.
    fn value_done(&mut self) {
        if let Some(awaits) = self.levels.last_mut().and_then(|it| it.awaits_key.as_mut()) {
            *awaits = !*awaits;
        }
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, place: Place) {
        let range = self.byte(place.start.index())..self.byte(place.end.index());
        let range = unquoted(range, style);
        if self.levels.last().is_some_and(|it| it.awaits_key != Some(true)) {
            self.listed(&text);
        }
        let Some(level) = self.levels.last_mut() else {
            return self.push(text, range, false, None);
        };
        if level.awaits_key == Some(true) {
            level.key = text;
            return self.value_done();
        }
        let (key, mapping) = (level.key.clone(), level.mapping);
        let tso = level.tso || key.contains("tso_command");
        let in_variables = self.levels.iter().rev().nth(1).is_some_and(|it| it.key == "vars");
        self.noted(&key, &text, mapping);
        if in_variables && self.levels.last().is_some_and(|it| it.awaits_key.is_some()) {
            self.variable(&key, &text);
        }
        if !PROSE.contains(&key.as_str()) {
            self.push(text, range, tso, mapping);
        }
        self.value_done();
    }

    /// What a value means for its task.
    fn noted(&mut self, key: &str, text: &str, mapping: Option<usize>) {
        let Some(task) = mapping.and_then(|it| self.tasks.get_mut(it)) else { return };
        match key {
            "when" => task.when = both(task.when.as_deref(), Some(text)),
            _ if key == "loop" || key.starts_with("with_") => {
                task.repeated = true;
                let name = text.trim().strip_prefix("${").and_then(|it| it.strip_suffix('}'));
                let own = self.levels.last().is_some_and(|it| it.awaits_key.is_some());
                task.through = name.filter(|_| own && repeats(key)).map(str::to_owned);
            }
            "loop_var" => {
                let parent = task.parent.and_then(|it| self.tasks.get_mut(it));
                if let Some(parent) = parent {
                    parent.variable = Some(text.to_owned());
                }
            }
            _ => {}
        }
    }

    /// A variable's value, in which those above it are replaced; it isn't known if others are left.
    fn variable(&mut self, key: &str, text: &str) {
        let mut value = String::new();
        let mut rest = text;
        while let Some((before, inner)) = rest.split_once("${") {
            let known = inner.split_once('}').and_then(|(name, rest)| {
                self.known.get(name).map(|it| (self.document.variables.get(*it), rest))
            });
            let Some((Some((_, own)), behind)) = known else { return };
            value.push_str(before);
            value.push_str(own);
            rest = behind;
        }
        value.push_str(rest);
        if !value.is_empty() && value.len() <= LONGEST && !value.contains('\n') {
            self.known.insert(canonical(key), self.document.variables.len());
            self.document.variables.push((key.to_owned(), value));
        }
    }

    fn push(&mut self, text: String, range: Range<usize>, tso: bool, owner: Option<usize>) {
        let value =
            Value { text, range, tso, repeated: false, condition: None, turns: Rc::default() };
        self.document.values.push(value);
        self.owners.push(owner);
    }

    /// Conditions may be after what they are about, so they are given to values at the end.
    fn finish(mut self) -> Document {
        // A task around another is opened before it.
        let mut known: Vec<Known> = Vec::with_capacity(self.tasks.len());
        for (at, task) in self.tasks.iter().enumerate() {
            let outer = task.parent.and_then(|it| known.get(it)).cloned().unwrap_or_default();
            let condition = both(outer.condition.as_deref(), task.when.as_deref());
            // Loops in loops aren't multiplied.
            let turns = match task.repeated {
                true if !outer.repeated => Rc::new(self.turns(at)),
                true => Rc::default(),
                false => outer.turns,
            };
            known.push(Known { condition, repeated: outer.repeated || task.repeated, turns });
        }
        for (value, owner) in self.document.values.iter_mut().zip(&self.owners) {
            let found = owner.and_then(|it| known.get(it)).cloned().unwrap_or_default();
            value.condition = found.condition;
            value.repeated = found.repeated;
            value.turns = found.turns;
        }
        self.document
    }
}

/// What is between the quotes of a value.
fn unquoted(range: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    if quoted && range.len() >= 2 { range.start + 1..range.end - 1 } else { range }
}

/// Two conditions of a task, as one text.
fn both(outer: Option<&str>, inner: Option<&str>) -> Option<String> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => Some(format!("{outer} and {inner}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}
