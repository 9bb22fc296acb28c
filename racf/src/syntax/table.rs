//! Tables of operands: for each its name, where it may be, and what it does to the command that
//! is being read.

use super::forms::{Forms, Side};
use super::given::Given;
use super::shows::Shows;
use super::spelling::{Match, Spelling, resolve};

/// An operand.
pub(super) struct Row<T: 'static> {
    /// In full, without `NO`.
    pub(super) name: &'static str,
    /// Its negative form in full, also where it has none.
    pub(super) negative: &'static str,
    /// Operands of one set exclude each other: the last of them wins. The operand's own name, unless
    /// it shares a set.
    pub(super) set: &'static str,
    pub(super) forms: Forms,
    /// What of its value may be shown.
    pub(super) shows: Shows,
    /// What it does.
    pub(super) read: Read<T>,
}

/// What an operand does to the command.
pub(super) type Read<T> = fn(&mut Given<'_, '_>, &mut T);

/// `row!("OWNER", Plain, Names, |given, command| …)`; `row!("DELETE" in "ACCESS", …)` for an operand
/// of another one's set.
macro_rules! row {
    ($name:literal, $forms:ident, $shows:ident $(($of:expr))?, $read:expr) => {
        row!($name in $name, $forms, $shows $(($of))?, $read)
    };
    ($name:literal in $set:literal, $forms:ident, $shows:ident $(($of:expr))?, $read:expr) => {
        $crate::syntax::table::Row {
            name: $name,
            negative: concat!("NO", $name),
            set: $set,
            forms: $crate::syntax::forms::Forms::$forms,
            shows: $crate::syntax::shows::Shows::$shows $(($of))?,
            read: $read,
        }
    };
}
pub(super) use row;

/// The operands of a command.
pub(super) struct Table<T: 'static> {
    pub(super) parts: &'static [&'static [Row<T>]],
    pub(super) side: Side,
}

impl<T> Table<T> {
    /// The operand that a word stands for, and whether it is given (`true`) or taken away.
    pub(super) fn resolve(&self, word: &str) -> Match<(&'static Row<T>, bool)> {
        resolve(word, self.spellings())
    }

    /// Whether the other command of the table has the operand.
    pub(super) fn is_on_other_side(&self, word: &str) -> bool {
        let side = match self.side {
            Side::Define => Side::Alter,
            Side::Alter => Side::Define,
        };
        matches!(Self { side, ..*self }.resolve(word), Match::One(_))
    }

    /// Everything that may be written, in full, in the order of the table.
    pub(super) fn spellings(
        &self,
    ) -> impl Iterator<Item = (Spelling, (&'static Row<T>, bool))> + Clone + use<T> {
        let side = self.side;
        self.parts.iter().copied().flatten().flat_map(move |row| {
            let plain = row.forms.plain(side).then_some((Spelling::plain(row.name), (row, true)));
            let negated = row.forms.negated(side);
            let negated = negated.then_some((Spelling::no(row.name), (row, false)));
            plain.into_iter().chain(negated)
        })
    }
}
