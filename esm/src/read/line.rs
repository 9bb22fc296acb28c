//! A file to the commands in it: JCL and comments are taken off, continued lines joined.

use std::collections::BTreeMap;

use crate::manager::Esm;

/// One command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Of its first line, from 1.
    pub(super) number: u32,
}

impl Line {
    /// Whether its first word is this one.
    pub(super) fn begins_with(&self, word: &str) -> bool {
        let first = self.text.split([' ', '(']).next();
        first.is_some_and(|first| first.eq_ignore_ascii_case(word))
    }
}

/// Columns of a card that hold text; sequence numbers follow.
const CARD: usize = 72;

/// A value put in place of a symbol is not longer.
const LONGEST_VALUE: usize = 256;

/// The commands of a file.
pub(super) fn commands(esm: Esm, text: &str) -> Vec<Line> {
    let job = text.lines().any(|line| line.starts_with("//"));
    let mut reader = Reader { esm, job, ..Reader::new() };
    for (number, line) in (1..).zip(text.lines()) {
        reader.line(number, line);
    }
    reader.end();
    reader.found
}

struct Reader {
    esm: Esm,
    /// The file is JCL.
    job: bool,
    symbols: BTreeMap<String, String>,
    /// A comment goes on with the next line.
    in_comment: bool,
    /// The command so far.
    open: Option<Line>,
    found: Vec<Line>,
}

impl Reader {
    fn new() -> Self {
        let symbols = BTreeMap::new();
        let found = Vec::new();
        Self { esm: Esm::Tss, job: false, symbols, in_comment: false, open: None, found }
    }

    fn line(&mut self, number: u32, line: &str) {
        let line = if self.job { card(line) } else { line };
        if self.job && (line.starts_with("//") || line.trim_end() == "/*") {
            self.end();
            return self.statement(line);
        }
        // In the ACF command an asterisk in the first column begins a comment.
        if self.esm == Esm::Acf2 && line.starts_with('*') {
            return;
        }
        let code = self.without_comments(line);
        let code = substituted(&code, &self.symbols);
        let code = code.trim_end();
        if code.trim().is_empty() {
            return;
        }
        let (code, goes_on) = continued(code);
        match &mut self.open {
            Some(open) => {
                open.text.push(' ');
                open.text.push_str(code.trim_start());
            }
            None => self.open = Some(Line { text: code.trim_start().to_owned(), number }),
        }
        if !goes_on {
            self.end();
        }
    }

    fn end(&mut self) {
        self.found.extend(self.open.take());
    }

    /// `//  SET NAME=VALUE`: symbols that in-stream data can use.
    fn statement(&mut self, line: &str) {
        let mut words = line.trim_start_matches('/').split_whitespace();
        let first = words.next();
        let operands = match first {
            Some("SET") => words.next(),
            _ if words.next() == Some("SET") => words.next(),
            _ => None,
        };
        for pair in operands.into_iter().flat_map(|it| it.split(',')) {
            if let Some((name, value)) = pair.split_once('=') {
                let value = value.trim_matches('\'');
                if value.len() <= LONGEST_VALUE {
                    self.symbols.insert(name.to_ascii_uppercase(), value.to_owned());
                }
            }
        }
    }

    /// The line without `/* … */` outside of apostrophes.
    fn without_comments(&mut self, line: &str) -> String {
        let mut code = String::new();
        let mut quoted = false;
        let mut rest = line;
        while let Some(sign) = rest.chars().next() {
            if self.in_comment {
                let Some(end) = rest.find("*/") else { return code };
                self.in_comment = false;
                rest = rest.get(end + 2..).unwrap_or_default();
            } else if !quoted && rest.starts_with("/*") {
                // TSO ends a comment with its line, too, unless the line is continued.
                self.in_comment = rest.contains("*/") || rest.trim_end().ends_with('-');
                if !self.in_comment {
                    return code;
                }
                rest = rest.get(2..).unwrap_or_default();
            } else {
                quoted ^= sign == '\'';
                code.push(sign);
                rest = rest.get(sign.len_utf8()..).unwrap_or_default();
            }
        }
        code
    }
}

/// A line of a job without its sequence number.
fn card(line: &str) -> &str {
    let end = line.char_indices().nth(CARD).map_or(line.len(), |(at, _)| at);
    line.get(..end).unwrap_or(line)
}

/// A line without the sign that continues it, and whether there was one.
fn continued(line: &str) -> (&str, bool) {
    let begun = line.strip_suffix('-').or_else(|| line.strip_suffix('+'));
    match begun {
        Some("") => ("", true),
        Some(begun) if begun.ends_with([' ', ',', ')']) => (begun.trim_end(), true),
        _ => (line, false),
    }
}

/// The line with the values of symbols, each once: a value is not read again.
fn substituted(line: &str, symbols: &BTreeMap<String, String>) -> String {
    let in_name = |it: char| it.is_ascii_alphanumeric() || "@#$".contains(it);
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        let after = after.get(1..).unwrap_or_default();
        let end = after.find(|it| !in_name(it)).unwrap_or(after.len());
        let (name, then) = after.split_at(end);
        out.push_str(before);
        if let Some(value) = symbols.get(&name.to_ascii_uppercase()) {
            out.push_str(value);
            rest = then.strip_prefix('.').unwrap_or(then);
        } else {
            out.push('&');
            out.push_str(name);
            rest = then;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(esm: Esm, text: &str) -> Vec<(u32, String)> {
        commands(esm, text).into_iter().map(|it| (it.number, it.text)).collect()
    }

    #[test]
    fn a_job_gives_its_commands() {
        let job = "//J JOB\n//  SET STC='ZWESVUSR',DEPT=D1\n//S EXEC PGM=IKJEFT01\n//SYSTSIN DD *,SYMBOLS=JCLONLY\n \
                   TSS PERMIT(&STC.) IBMFAC(BPX.SERVER) /* why */ -\n  ACCESS(READ)\n/*\n TSS LIST(&NONE)\n";
        let expected =
            [(5, "TSS PERMIT(ZWESVUSR) IBMFAC(BPX.SERVER) ACCESS(READ)"), (8, "TSS LIST(&NONE)")];
        let found = texts(Esm::Tss, job);
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn an_asterisk_in_the_first_column_is_a_comment_of_acf2_only() {
        assert_eq!(texts(Esm::Acf2, "* one\n SET LID\n"), [(2, "SET LID".to_owned())]);
        assert_eq!(texts(Esm::Tss, "* one\n"), [(1, "* one".to_owned())]);
    }

    #[test]
    fn a_mask_is_no_continuation_inside_parentheses() {
        let text = " RECKEY A ADD(- ROLE(B) READ(A))\n END\n";
        assert_eq!(texts(Esm::Acf2, text).len(), 2);
    }
}
