//! The operands of a command in the making, in the order in which they are written.

use saffron_diagnostics::Spanned;
use saffron_vocabulary::racf::AccessLevel;

use crate::command::{
    AuditSetting, FromOperands, Moment, Name, SegmentOperand, Setting, Text, UserAttribute,
};

use super::date::date;
use super::layout::Operand;
use super::word::Word;

/// What has been written of a command. Each method adds an operand, or nothing for one that isn't given.
#[derive(Debug)]
pub(super) struct Operands(Vec<Operand>);

impl Operands {
    /// A command without operands.
    pub(super) fn of(verb: &'static str) -> Self {
        Self(vec![Operand::whole(vec![Word::keyword(verb)])])
    }

    pub(super) fn finish(self) -> Vec<Operand> {
        self.0
    }

    pub(super) fn word(&mut self, word: Word) {
        self.0.push(Operand::whole(vec![word]));
    }

    /// The names that the command is about: one as it is, several in parentheses, and so one that
    /// would continue the line if it stood last.
    pub(super) fn names(&mut self, names: &[Name]) {
        let words: Vec<Word> = names.iter().map(Word::name).collect();
        match words.as_slice() {
            [] => {}
            [one] if !one.as_str().ends_with(['-', '+']) => self.word(one.clone()),
            _ => self.0.push(Operand::broken(Word::list(None, words))),
        }
    }

    /// `KEY(VALUE)`
    pub(super) fn value(&mut self, key: &'static str, value: Option<Word>) {
        if let Some(value) = value {
            self.word(Word::keyword(key).with(&[value]));
        }
    }

    /// `KEY(NAME)`
    pub(super) fn id(&mut self, key: &'static str, name: Option<&Name>) {
        self.value(key, name.map(Word::name));
    }

    /// `KEY(A B C)`
    pub(super) fn list(&mut self, key: &'static str, values: Vec<Word>) {
        if !values.is_empty() {
            self.0.push(Operand::whole(Word::list(Some(&Word::keyword(key)), values)));
        }
    }

    /// `KEY(A B C)`
    pub(super) fn ids(&mut self, key: &'static str, names: &[Name]) {
        self.list(key, names.iter().map(Word::name).collect());
    }

    /// `KEY(LEVEL)`
    pub(super) fn level(&mut self, key: &'static str, level: Option<&Spanned<AccessLevel>>) {
        self.value(key, level.map(|level| Word::keyword(level.node.as_str())));
    }

    /// `KEY` or `NOKEY`
    pub(super) fn switch(&mut self, key: &'static str, is_on: Option<&Spanned<bool>>) {
        if let Some(is_on) = is_on {
            self.word(Word::switch(key, is_on.node));
        }
    }

    /// `KEY` or `NOKEY`, if it is the one of the two that is wanted.
    pub(super) fn switch_if(
        &mut self,
        key: &'static str,
        is_on: Option<&Spanned<bool>>,
        wanted: bool,
    ) {
        self.switch(key, is_on.filter(|is_on| is_on.node == wanted));
    }

    /// `KEY('any text')`
    pub(super) fn text(&mut self, key: &'static str, text: Option<&Text>) {
        if let Some(Setting::To(text)) = text {
            self.value(key, Some(Word::text(&text.node)));
        }
    }

    /// `KEY(NAME)`
    pub(super) fn named(&mut self, key: &'static str, name: Option<&Setting<String>>) {
        if let Some(Setting::To(name)) = name {
            self.value(key, Some(Word::bare(&name.node)));
        }
    }

    /// `NOKEY`
    pub(super) fn off<T>(&mut self, key: &'static str, setting: Option<&Setting<T>>) {
        if let Some(Setting::Off(_)) = setting {
            self.word(Word::switch(key, false));
        }
    }

    /// `REVOKE`, `REVOKE(date)`, `NOREVOKE`. A date that RACF can't read is written as none.
    pub(super) fn moment(&mut self, key: &'static str, moment: Option<&Spanned<Moment>>) {
        let Some(moment) = moment else { return };
        match moment.node {
            Moment::Now => self.word(Word::keyword(key)),
            Moment::Never => self.word(Word::switch(key, false)),
            Moment::On(day) => {
                self.value(key, Some(Word::bare(&date(day).unwrap_or_default())));
            }
        }
    }

    /// SPECIAL, NOOPERATIONS and the like.
    pub(super) fn attributes(&mut self, attributes: &[(UserAttribute, Spanned<bool>)]) {
        for (attribute, is_on) in attributes {
            self.word(Word::switch(attribute.as_str(), is_on.node));
        }
    }

    /// `AUDIT(SUCCESS(UPDATE) FAILURES(READ))`
    pub(super) fn audit(&mut self, key: &'static str, audit: Option<&Spanned<AuditSetting>>) {
        let Some(audit) = audit else { return };
        let attempt = |attempts: &'static str, level: AccessLevel| {
            Word::keyword(attempts).with(&[Word::keyword(level.as_str())])
        };
        let words = match (audit.node.success, audit.node.failures) {
            (None, None) => vec![Word::keyword("NONE")],
            (Some(success), Some(failures)) if success == failures => {
                vec![attempt("ALL", success)]
            }
            (success, failures) => {
                let success = success.map(|level| attempt("SUCCESS", level));
                let failures = failures.map(|level| attempt("FAILURES", level));
                success.into_iter().chain(failures).collect()
            }
        };
        self.word(Word::keyword(key).with(&words));
    }

    /// `OMVS(UID(0) SHARED)`; segments that are taken away only if those are wanted.
    pub(super) fn segments(&mut self, segments: &[SegmentOperand], delete: bool) {
        for segment in segments.iter().filter(|segment| segment.delete == delete) {
            let fields: Vec<Word> = segment.fields.iter().map(Word::field).collect();
            if delete {
                self.word(Word::bare(&format!("NO{}", segment.name)));
            } else if fields.is_empty() {
                self.word(Word::bare(&segment.name));
            } else {
                let words = Word::list(Some(&Word::bare(&segment.name)), fields);
                self.0.push(Operand::whole(words));
            }
        }
    }

    /// FROM and its companions.
    pub(super) fn from(&mut self, from: Option<&FromOperands>) {
        let Some(from) = from else { return };
        self.id("FROM", Some(&from.name));
        self.id("FCLASS", from.class.as_ref());
        if from.generic {
            self.word(Word::keyword("FGENERIC"));
        }
        self.id("FVOLUME", from.volume.as_ref());
    }
}
