//! Which words of a command are operands, and which are what the command is about.
//!
//! RACF takes the first words for what the command is about, whatever they are called: a profile
//! may have the name of an operand. In real files it also comes after operands
//! (`PERMIT CLASS(FACILITY) BPX.SERVER`), so it is taken from there too, where nothing is lost by it.

use crate::codes;

use super::arrangement::{Arrangement, Filler, Place};
use super::given::Given;
use super::reading::Reading;
use super::shows::Shows;
use super::spelling::Match;
use super::stray;
use super::table::{Row, Table};
use super::tree::{Item, List, Tree, Value};

/// Reads the operands of a command into `command`, and returns what is in its places, as many
/// as are filled. What isn't understood was reported.
pub(super) fn arrange<'a, 't, T>(
    reading: &mut Reading<'t>,
    tree: &'a Tree<'t>,
    places: &'static [Place],
    table: &'static Table<T>,
    command: &mut T,
) -> Vec<Filler<'a, 't>> {
    let items = tree.items.as_slice();
    let fillers = Vec::with_capacity(places.len());
    let (seen, last_stray, is_over) = (Vec::new(), None, false);
    let mut arrangement = Arrangement {
        reading,
        table,
        places,
        fillers,
        seen,
        items,
        last_stray,
        is_behind_secret: false,
        is_over,
    };
    for (at, item) in items.iter().enumerate() {
        arrangement.item(at, item, command);
        arrangement.is_behind_secret = arrangement.may_hold_secret(item);
        if arrangement.is_over {
            break;
        }
    }
    let Arrangement { fillers, .. } = arrangement;
    fillers
}

impl<'a, 't, T> Arrangement<'_, 'a, 't, T> {
    fn item(&mut self, at: usize, item: &'a Item<'t>, command: &mut T) {
        match (&item.value, &item.list) {
            (Some(value), _) => match value.word() {
                Some(word) if !self.is_first(item) => self.word(at, item, word, command),
                _ => self.filler(at, item, value),
            },
            (None, Some(list)) => self.several(list),
            (None, None) => {}
        }
    }

    /// Whether it is where RACF looks for what the command is about. A list in parentheses
    /// makes it an operand, unless it is the class and a list of profiles.
    fn is_first(&self, item: &Item<'t>) -> bool {
        self.seen.is_empty()
            && match self.open() {
                Some(Place::Class) => item.list.is_none() || item.is_apart(),
                Some(Place::Names(_) | Place::Name(_)) => item.list.is_none(),
                None => false,
            }
    }

    fn word(&mut self, at: usize, item: &'a Item<'t>, word: &str, command: &mut T) {
        match self.table.resolve(word) {
            Match::One((row, on)) => self.operand(row, on, item, command),
            Match::Many(candidates) => {
                self.reading.expose_misspelt(item);
                if let Some(value) = &item.value {
                    self.reading.ambiguous(value, &candidates);
                }
            }
            Match::None => match &item.value {
                Some(value) if item.list.is_none() => self.filler(at, item, value),
                Some(value) if self.open() == Some(Place::Class) => self.filler(at, item, value),
                _ => {
                    self.reading.expose_misspelt(item);
                    stray::word(self, at, item, word);
                }
            },
        }
    }

    /// Whether an item is an operand with a secret, or one that isn't known.
    fn may_hold_secret(&self, item: &Item<'t>) -> bool {
        let word = item.value.as_ref().and_then(Value::word);
        word.is_some_and(|word| match self.table.resolve(word) {
            Match::One((row, on)) => on && matches!(row.shows, Shows::Secret),
            Match::Many(_) | Match::None => {
                item.list.is_some() && self.open() != Some(Place::Class)
            }
        })
    }

    fn operand(&mut self, row: &'static Row<T>, on: bool, item: &Item<'t>, command: &mut T) {
        self.reading.expose_operand(item, row.shows, self.table.side);
        let name = if on { row.name } else { row.negative };
        self.note(row.set, name, item);
        let (set, side) = (row.set, self.table.side);
        let given = &mut Given { reading: self.reading, name, set, on, side, item };
        (row.read)(given, command);
    }

    /// Notes that an operand of the set was given.
    fn note(&mut self, set: &'static str, name: &'static str, item: &Item<'t>) {
        let span = self.reading.span(item.range());
        match self.seen.iter_mut().find(|(seen, _, _)| *seen == set) {
            Some(earlier) => {
                let (_, before, place) = std::mem::replace(earlier, (set, name, span));
                self.reading.repeated(name, before, span, place);
            }
            None => self.seen.push((set, name, span)),
        }
    }

    fn filler(&mut self, at: usize, item: &'a Item<'t>, value: &'a Value<'t>) {
        match self.open() {
            Some(Place::Class) => {
                self.reading.expose_object(value);
                self.fillers.push(Filler::One(value));
                if let Some(list) = &item.list {
                    self.several(list);
                }
            }
            Some(_) if item.list.is_none() && !stray::is_suspicious(self, at, value) => {
                self.reading.expose_object(value);
                self.fillers.push(Filler::One(value));
            }
            _ => stray::word(self, at, item, &value.text()),
        }
    }

    fn several(&mut self, list: &'a List<'t>) {
        match self.open() {
            Some(Place::Names(_)) if !self.is_behind_secret => {
                self.reading.expose_objects(list);
                self.fillers.push(Filler::Several(list));
            }
            Some(Place::Name(what)) if !self.is_behind_secret => self.only_one(list, what),
            Some(_) | None => {
                let message = "a list in parentheses doesn't belong to any operand";
                let help = "write the operand's name before the parenthesis";
                let label = "no operand before this list";
                self.reading.error(codes::STRAY_TEXT, list.range(), message, label, help);
            }
        }
    }

    /// A list where one name is due: of one name it is that name.
    fn only_one(&mut self, list: &'a List<'t>, what: &str) {
        if let [Item { value: Some(value), list: None }] = list.items.as_slice() {
            self.reading.expose_objects(list);
            self.fillers.push(Filler::One(value));
            return;
        }
        let message = format!("`{}` takes {what}, not a list", self.reading.verb);
        let help = "write a separate command for each";
        self.reading.error(codes::TOO_MANY_VALUES, list.range(), message, "a list", help);
        self.fillers.push(Filler::Mistake);
    }
}

/// Says what a command lacks.
pub(super) fn missing(reading: &mut Reading<'_>, tree: &Tree<'_>, what: &str, example: &str) {
    let message = format!("`{}` requires {what}", reading.verb);
    let help = format!("write `{} {example}`", reading.verb);
    reading.error(
        codes::MISSING_OPERAND,
        tree.verb.range(),
        message,
        "no object is specified",
        help,
    );
}
