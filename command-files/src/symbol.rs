//! Symbols of JCL, CLISTs and skeletons: `SET` gives them values, `&NAME.` stands for them.
//!
//! A period after the name ends it and is dropped, so that two of them leave one
//! (`z/OS MVS JCL Reference`, "Using system symbols and JCL symbols").

use std::collections::BTreeMap;
use std::ops::Range;

use saffron_diagnostics::Span;

use crate::context::Context;
use crate::mapped::{Builder, Mapped};
use crate::variable;

/// Names that RACF itself replaces; they are no symbols (`Security Administrator's Guide`,
/// "RACF variables").
const OF_RACF: &[&str] = &["RACUID", "RACGPID", "RACLNDE"];

/// A value that depends on more variables isn't taken.
const MOST_NESTED: usize = 4;

/// A symbol's name has no more characters.
const LONGEST: usize = 8;

/// A value, and where it is stated.
#[derive(Debug)]
struct Set {
    /// From here on it holds.
    from: usize,
    value: Mapped<'static>,
    said: Option<Span>,
}

/// Values by names, each with the place from which on it holds.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    values: BTreeMap<String, Vec<Set>>,
    /// Where the job begins: values of the one before don't hold.
    start: usize,
}

impl Symbols {
    /// Gives a symbol a value, from a place on.
    pub(super) fn set(
        &mut self,
        name: String,
        from: usize,
        value: Mapped<'static>,
        said: Option<Span>,
    ) {
        self.values.entry(name).or_default().push(Set { from, value, said });
    }

    /// A job begins.
    pub(super) fn forget(&mut self, at: usize) {
        self.start = at;
    }

    /// The value of a symbol at a place.
    fn get(&self, name: &str, at: usize) -> Option<&Set> {
        let values = self.values.get(name)?;
        let before = values.partition_point(|it| it.from <= at);
        values.get(before.checked_sub(1)?).filter(|it| it.from >= self.start)
    }

    /// A text with its symbols replaced, by the values that hold at a place.
    pub(super) fn replace(
        &self,
        context: &mut Context,
        text: &Mapped<'_>,
        at: usize,
    ) -> Mapped<'static> {
        let (mut builder, mut done) = (Builder::with_capacity(text.len()), 0);
        let mut next = text.text().find('&');
        while let Some(start) = next {
            let name = name_at(text, start + 1);
            let end = name.end + usize::from(text.get(name.end..text.len()).starts_with('.'));
            let named = text.get(name.clone()).to_ascii_uppercase();
            if !name.is_empty() && !OF_RACF.contains(&named.as_str()) {
                builder.copy(text, done..start);
                self.put(context, &mut builder, text, start..end, &named, at);
                done = end;
            }
            let from =
                end.max(start + 1 + usize::from(text.get(start + 1..text.len()).starts_with('&')));
            let rest = text.get(from..text.len());
            next = rest.find('&').map(|length| from + length);
        }
        builder.copy(text, done..text.len());
        builder.finish()
    }

    /// Puts the value of a symbol, or the symbol as a variable.
    fn put(
        &self,
        context: &mut Context,
        builder: &mut Builder,
        text: &Mapped<'_>,
        range: Range<usize>,
        name: &str,
        at: usize,
    ) {
        let Some(span) = text.span(range.clone()) else { return };
        let found = variable::used(name, text.get(range), span);
        let given = context.given(&found.name).is_some();
        let own = self.get(name, at).filter(|it| !given && context.holds(it.said, span));
        let own = own.map(|it| &it.value).filter(|it| it.uses().len() <= MOST_NESTED);
        let used = context.valued(&found, own.map(Mapped::text));
        match own.filter(|_| used.value.is_some()) {
            Some(value) => builder.value(used, value),
            None => builder.variable(used),
        }
    }
}

/// The name of a symbol that may begin at a byte; empty if there is none.
fn name_at(text: &Mapped<'_>, start: usize) -> Range<usize> {
    let rest = text.get(start..text.len());
    let national = |it: u8| matches!(it, b'@' | b'#' | b'$');
    if !rest.bytes().next().is_some_and(|it| it.is_ascii_alphabetic() || national(it)) {
        return start..start;
    }
    let length = rest.bytes().take_while(|it| it.is_ascii_alphanumeric() || national(*it)).count();
    start..start + if length > LONGEST { 0 } else { length }
}
