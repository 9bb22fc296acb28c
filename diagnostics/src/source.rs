//! Source texts, and places in them.

use std::ops::Range;

/// The position of a [`SourceFile`] in its [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file; 12 bytes, so every node can carry one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The place of what no file states.
    pub const NOWHERE: Self = Self { file: FileId(u32::MAX), start: 0, end: 0 };

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// From the start of `self` to the end of `other`, which lies in the same file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub node: T,
    /// Where it is written.
    pub span: Span,
}

/// One file of a policy, under the name by which diagnostics and decisions call it.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path that people see.
    pub path: String,
    /// The name in a bundle: relative to the package, with `/` between its parts, so that the same package gives the
    /// same bytes wherever it is.
    pub name: String,
    /// The whole text.
    pub text: String,
    lines: Lines,
    /// The number of characters before each [`STEP`]th byte and the end, so that a column on a long line isn't
    /// counted from its beginning each time.
    characters: Vec<u32>,
}

/// Where lines begin.
#[derive(Clone, Debug)]
enum Lines {
    /// The first byte of each line of the text.
    Starts(Vec<u32>),
    /// The text isn't kept: byte `n` stands for record `n + 1`.
    Records,
}

/// Bytes between two places up to which the characters are counted once.
const STEP: usize = 128;

/// Where a byte lies, for people: both numbers start at 1, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl SourceFile {
    fn new(path: String, text: String) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = std::iter::once(0)
            .chain(breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
            .collect();
        let mut characters = vec![0_u32];
        characters.extend(text.as_bytes().chunks(STEP).scan(0_u32, |total, chunk| {
            *total = total.saturating_add(count(characters_in(chunk)));
            Some(*total)
        }));
        Self { name: path.clone(), path, text, lines: Lines::Starts(starts), characters }
    }

    /// Whether its text isn't kept, and places are numbers of records.
    pub fn is_records(&self) -> bool {
        matches!(self.lines, Lines::Records)
    }

    /// A file of records whose text isn't kept.
    fn records(path: String) -> Self {
        Self {
            name: path.clone(),
            path,
            text: String::new(),
            lines: Lines::Records,
            characters: vec![0],
        }
    }

    /// The line and column of a byte; a byte past the end lies at the end.
    pub fn line_column(&self, at: u32) -> LineColumn {
        let Lines::Starts(starts) = &self.lines else {
            return LineColumn { line: at.saturating_add(1), column: 1 };
        };
        let line = starts.partition_point(|&start| start <= at).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let at = (at as usize).min(self.text.len());
        let column = self.characters_between(start as usize, at);
        LineColumn { line: count(line), column: column.saturating_add(1) }
    }

    /// The number of characters that begin between two bytes.
    fn characters_between(&self, start: usize, end: usize) -> u32 {
        if end < start + STEP {
            return count(characters_in(self.text.as_bytes().get(start..end).unwrap_or_default()));
        }
        self.characters_before(end).saturating_sub(self.characters_before(start))
    }

    /// The number of characters that begin before a byte.
    fn characters_before(&self, at: usize) -> u32 {
        let step = at / STEP;
        let Some(&before) = self.characters.get(step) else { return 0 };
        let rest = self.text.as_bytes().get(step * STEP..at).unwrap_or_default();
        before.saturating_add(count(characters_in(rest)))
    }
}

/// Characters that begin in a part of a text: bytes that don't continue another.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// All files of one compilation.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and returns the id that spans will carry.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile::new(path.into(), text.into()));
        id
    }

    /// Adds a file of records that is read without keeping its text; byte `n` of its spans stands for record
    /// `n + 1`, so that places are the numbers of records.
    pub fn add_records(&mut self, path: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile::records(path.into()));
        id
    }

    /// Replaces the text of a file, before anything refers to places in it.
    pub fn set_text(&mut self, id: FileId, text: String) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            let name = std::mem::take(&mut file.name);
            *file = SourceFile { name, ..SourceFile::new(std::mem::take(&mut file.path), text) };
        }
    }

    /// Gives a file another name in bundles.
    pub fn set_name(&mut self, id: FileId, name: impl Into<String>) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.name = name.into();
        }
    }

    /// The same files, under their names in bundles.
    #[must_use]
    pub fn portable(&self) -> Self {
        let mut portable = self.clone();
        for file in &mut portable.files {
            file.path.clone_from(&file.name);
        }
        portable
    }

    /// The file after an id, if the id came from this map.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// Files in the order in which they were added.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (FileId(u32::try_from(at).unwrap_or(u32::MAX)), file))
    }

    /// The text under a span; empty for a span of another map.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.range())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_on_a_long_line_count_characters() {
        let text = format!("a\n{}b\r\n\u{fffd}", "aä€🦀".repeat(1_000));
        let mut map = SourceMap::default();
        let id = map.add("f", text.clone());
        let file = map.get(id).unwrap();
        let (mut line, mut column) = (1, 1);
        for (at, character) in text.char_indices() {
            let expected = LineColumn { line, column };
            assert_eq!(file.line_column(u32::try_from(at).unwrap()), expected, "{at}");
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        assert_eq!(file.line_column(u32::MAX), LineColumn { line, column });
    }
}
