//! PERMIT FROM: entries of another profile are added; what is on the own list stays.
//!
//! Source: `RACF Command Language Reference`, PERMIT, FROM.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

use super::super::class::Class;
use super::super::key::KeyRef;
use super::super::model::fitting;
use super::super::reply::Done;
use super::super::session::Work;
use super::super::{Profile, ProfileKey};
use super::is_legal_condition;
use super::lists::{Conditional, add, missing};
use crate::command::{FromOperands, PermitOperands, Reset};

/// What is copied.
#[derive(Debug, Default)]
pub(super) struct Copied {
    standard: Vec<(String, AccessLevel)>,
    conditional: Conditional,
}

/// Which lists are copied.
struct Lists {
    standard: bool,
    conditional: bool,
}

impl Work<'_> {
    /// What is copied from the profile that FROM names. Copying a profile to itself changes nothing.
    pub(super) fn copied(
        &mut self,
        class: &Class,
        key: &ProfileKey,
        it: &PermitOperands,
        reset: Option<Reset>,
    ) -> Done<Copied> {
        let Some(from) = &it.from else { return Ok(Copied::default()) };
        let (source_class, source_key) = self.source(class, from, Some("ICH06004I"))?;
        let lists = self.copied_lists(it, reset);
        let source = self.database.profile(&source_class.name, KeyRef::from(&source_key));
        let entries = source.map_or(0, |it| it.standard.len() + it.conditional.len());
        self.may_copy(entries, from.name.span)?;
        let database = &self.database;
        let target = database.profile(&class.name, KeyRef::from(key));
        let source = database.profile(&source_class.name, KeyRef::from(&source_key));
        let Some(source) = source else { return Ok(Copied::default()) };
        let mut copied = Copied::default();
        if lists.standard {
            let kept = target.filter(|_| !matches!(reset, Some(Reset::All | Reset::Standard)));
            copied.standard = missing(&source.standard, kept.map(|it| &it.standard));
        }
        if lists.conditional {
            let kept = target.filter(|_| !matches!(reset, Some(Reset::All | Reset::When)));
            copied.conditional = missing(&source.conditional, kept.map(|it| &it.conditional));
        }
        self.drop_unfit(class, from, &mut copied);
        Ok(copied)
    }

    /// Both lists; or, where that takes RESET(ALL), the one that no name of ID is about.
    fn copied_lists(&self, it: &PermitOperands, reset: Option<Reset>) -> Lists {
        if self.rules.from_copies_both_lists || reset == Some(Reset::All) {
            return Lists { standard: true, conditional: true };
        }
        let standard = match (&it.ids, &it.when) {
            (Some(_), when) => when.is_some(),
            (None, _) => reset != Some(Reset::When),
        };
        Lists { standard, conditional: !standard }
    }

    /// Entries that the class can't have.
    fn drop_unfit(&mut self, class: &Class, from: &FromOperands, copied: &mut Copied) {
        let before = copied.conditional.len();
        copied.conditional.retain(|(key, _)| is_legal_condition(class, key.kind));
        let standard = copied.standard.iter_mut().map(|(_, level)| level);
        let conditional = copied.conditional.iter_mut().map(|(_, level)| level);
        let mut lowered = false;
        for level in standard.chain(conditional) {
            lowered |= fitting(class, *level) != *level;
            *level = fitting(class, *level);
        }
        let (class, source, span) = (&class.name, &from.name.text, from.name.span);
        if copied.conditional.len() < before {
            let text = format!(
                "conditional entries of `{source}` that the class `{class}` can't have aren't copied"
            );
            self.reply.warn(Some("ICH06017I"), text, span);
        }
        if lowered {
            let text = format!(
                "EXECUTE of `{source}` is NONE in the class `{class}`, which has no EXECUTE"
            );
            self.reply.warn(None, text, span);
        }
    }
}

/// Adds what is copied.
pub(super) fn merge(profile: &mut Profile, copied: Copied, said: Span) {
    for (id, level) in copied.standard {
        add(&mut profile.standard, id, level, said);
    }
    for (key, level) in copied.conditional {
        add(&mut profile.conditional, key, level, said);
    }
}
