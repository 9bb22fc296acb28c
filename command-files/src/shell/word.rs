//! Words: quotes off, escapes resolved, variables replaced where their value is sure.

use super::script::{DEEPEST, Script};
use super::values::name_length;
use crate::mapped::{Builder, Mapped, offset};
use crate::mistake;
use crate::variable::used;

/// Characters that end a word.
pub(super) fn is_meta(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')')
}

/// A word.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: Mapped<'static>,
    /// Where it begins.
    pub(super) start: usize,
    /// Nothing in it was quoted or replaced: it may be a keyword.
    pub(super) bare: bool,
    /// Part of it is known only when the script runs.
    pub(super) dynamic: bool,
}

/// How far the brace is that closes one in front of a text; others may be opened before. It is
/// looked for nearby only.
fn brace_length(text: &str) -> Option<usize> {
    const NEARBY: usize = 1000;
    let mut depth = 0u32;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate().take(NEARBY).take_while(|(_, it)| *it != b'\n') {
        match byte {
            b'{' if before == b'$' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
        before = byte;
    }
    None
}

/// A word that is being read.
#[derive(Default)]
struct Making {
    builder: Builder,
    bare: bool,
    dynamic: bool,
}

impl Script<'_, '_> {
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.text().as_bytes().get(at).copied()
    }

    /// The next word; it may be empty only if it is quoted.
    pub(super) fn word(&mut self) -> Word {
        let start = self.at;
        let mut making = Making { bare: true, ..Making::default() };
        while let Some(byte) = self.byte(self.at).filter(|it| !is_meta(*it)) {
            match byte {
                b'\'' => self.single(&mut making),
                b'"' => self.double(&mut making),
                b'\\' => self.escape(&mut making, false),
                b'$' | b'`' => self.dollar(&mut making),
                _ => self.plain(&mut making, self.text.len(), |it| {
                    is_meta(it) || b"'\"\\$`".contains(&it)
                }),
            }
        }
        let Making { builder, bare, dynamic } = making;
        Word { text: builder.finish(), start, bare, dynamic }
    }

    /// A text in which only `$`, backquotes and backslashes mean anything, up to a byte.
    pub(super) fn expanded(&mut self, end: usize) -> Mapped<'static> {
        let mut making = Making::default();
        while self.at < end {
            match self.byte(self.at) {
                Some(b'\\') => self.escape(&mut making, true),
                Some(b'$' | b'`') => self.dollar(&mut making),
                _ => self.plain(&mut making, end, |it| b"\\$`".contains(&it)),
            }
        }
        self.at = end;
        making.builder.finish()
    }

    /// Characters that mean themselves, the first one in any case.
    fn plain(&mut self, making: &mut Making, end: usize, ends: impl Fn(u8) -> bool) {
        let rest = self.text.get(self.at..end).as_bytes();
        let length = rest.iter().skip(1).position(|it| ends(*it)).map_or(rest.len(), |it| it + 1);
        making.builder.copy(self.text, self.at..self.at + length);
        self.at += length.max(1);
    }

    /// `'…'`
    fn single(&mut self, making: &mut Making) {
        making.bare = false;
        let open = self.at;
        let rest = self.text.get(open + 1..self.text.len());
        let length = rest.find('\'').unwrap_or_else(|| {
            self.unclosed(open);
            rest.len()
        });
        making.builder.copy(self.text, open + 1..open + 1 + length);
        self.at = open + length + 2;
    }

    /// `"…"`
    fn double(&mut self, making: &mut Making) {
        making.bare = false;
        let open = self.at;
        self.at += 1;
        loop {
            match self.byte(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.escape(making, true),
                Some(b'$' | b'`') => self.dollar(making),
                Some(_) => self.plain(making, self.text.len(), |it| b"\"\\$`".contains(&it)),
                None => {
                    self.unclosed(open);
                    break;
                }
            }
        }
        self.at += 1;
    }

    fn unclosed(&mut self, open: usize) {
        if let Some(span) = self.text.span(open..open + 1) {
            self.context.say(mistake::open_string(span));
        }
    }

    /// A backslash: at the end of a line it joins the next one; in quotes it is itself before
    /// anything but `$`, a backquote, `"` and itself.
    fn escape(&mut self, making: &mut Making, quoted: bool) {
        making.bare = false;
        let next = self.text.get(self.at + 1..self.text.len());
        let Some(character) = next.chars().next() else {
            self.at += 1;
            return;
        };
        let end = self.at + 1 + character.len_utf8();
        if next.starts_with("\r\n") {
            self.at = end + 1;
            return;
        }
        if character != '\n' {
            let escaped = !quoted || matches!(character, '$' | '`' | '"' | '\\');
            let start = if escaped { self.at + 1 } else { self.at };
            making.builder.copy(self.text, start..end);
        }
        self.at = end;
    }

    /// `$name`, `${name}`, `$(command)`, and a command in backquotes.
    fn dollar(&mut self, making: &mut Making) {
        making.bare = false;
        let start = self.at;
        if self.text.unknown_at(start).is_some() {
            let rest = self.text.get(start..self.text.len());
            let length = rest.find('}').map_or(1, |it| it + 1);
            making.builder.copy(self.text, start..start + length);
            self.at = start + length;
            return;
        }
        let rest = self.text.get(start + 1..self.text.len());
        match (self.byte(start), rest.as_bytes().first()) {
            (Some(b'`'), _) => self.backquotes(making),
            (_, Some(b'{')) => self.braces(making),
            (_, Some(b'(')) => self.substitution(making),
            (_, Some(b'\'')) => self.at += 1,
            (_, Some(byte)) => {
                let special = usize::from(byte.is_ascii_digit() || b"@*#?$!-".contains(byte));
                let length = name_length(rest).max(special);
                self.at = start + 1 + length;
                match length {
                    0 => making.builder.copy(self.text, start..start + 1),
                    _ => self.variable(making, start, rest.get(..length).unwrap_or_default(), None),
                }
            }
            (_, None) => {
                making.builder.copy(self.text, start..start + 1);
                self.at = start + 1;
            }
        }
    }

    /// `${name}`, `${name:-value}`; other ways to change a value aren't evaluated.
    fn braces(&mut self, making: &mut Making) {
        let start = self.at;
        let rest = self.text.get(start + 2..self.text.len());
        let Some(length) = brace_length(rest) else {
            making.builder.copy(self.text, start..start + 1);
            self.at = start + 1;
            return;
        };
        self.at = start + length + 3;
        let inner = rest.get(..length).unwrap_or_default();
        let (name, rest) = inner.split_at_checked(name_length(inner)).unwrap_or((inner, ""));
        let default = [":-", ":=", "-", "="].iter().find_map(|it| rest.strip_prefix(it));
        let default = default.map(|it| it.trim_matches(['"', '\'']));
        let plain = default.is_none_or(|it| !it.contains(['$', '`', '\\']));
        if (rest.is_empty() || default.is_some()) && plain && !name.is_empty() {
            self.variable(making, start, name, default);
        } else {
            self.unknown(making, start);
        }
    }

    /// A variable: its value if that is sure, else its default, else its name.
    fn variable(&mut self, making: &mut Making, start: usize, name: &str, default: Option<&str>) {
        let Some(span) = self.text.span(start..self.at) else { return };
        if name_length(name) == 0 {
            return self.unknown(making, start);
        }
        let found = used(name, self.text.get(start..self.at), span);
        let given = self.context.given(&found.name).is_some();
        let function = self.flow.in_function();
        let value = self.values.get(name, self.flow.loops(), function).filter(|_| !given);
        let value = value.filter(|it| self.context.holds(it.said, span)).map(|it| &it.value);
        let used = self.context.valued(&found, value.map(Mapped::text).or(default));
        match value.filter(|_| used.value.is_some()) {
            Some(value) => making.builder.value(used, value),
            None => making.builder.variable(used),
        }
    }

    /// What is known only when the script runs.
    fn unknown(&mut self, making: &mut Making, start: usize) {
        making.dynamic = true;
        let end = self.at.min(self.text.len());
        let written: String = self.text.get(start..end).chars().take(100).collect();
        if let Some(span) = self.text.span(start..end) {
            making.builder.variable(self.context.valued(&used(&written, &written, span), None));
        }
    }

    /// `$(…)`: its commands run, what they print isn't known.
    fn substitution(&mut self, making: &mut Making) {
        let start = self.at;
        self.at += 2;
        if self.depth >= DEEPEST {
            making.builder.copy(self.text, start..self.at);
            return;
        }
        self.depth += 1;
        let piped = self.piped.take();
        let chain = self.chain.take();
        self.list();
        (self.piped, self.chain) = (piped, chain);
        self.depth -= 1;
        self.at = (self.at + 1).min(self.text.len());
        self.unknown(making, start);
    }

    /// A command in backquotes.
    fn backquotes(&mut self, making: &mut Making) {
        let start = self.at;
        let rest = self.text.get(start + 1..self.text.len());
        let Some(length) = rest.find('`').filter(|it| offset(*it) < 65_536) else {
            making.builder.copy(self.text, start..start + 1);
            self.at = start + 1;
            return;
        };
        let inner = self.text.part(start + 1..start + 1 + length);
        super::read_at(self.context, &inner, self.depth + 1);
        self.at = start + length + 2;
        self.unknown(making, start);
    }
}
