//! The forms in which an unload arrives, and the records in each.
//!
//! Records have a variable length. A transfer in text mode ends each with a line feed; a binary one keeps the record
//! descriptor words, or the newline of z/OS UNIX.

use std::io::{self, BufRead};

use crate::code_page::CodePage;
use crate::layout::Layout;

/// Longer records are cut: no field lies beyond.
const LONGEST: usize = 32_768;

/// A batch is full after this many bytes, or this many records.
const BATCH: usize = 1 << 20;
const BATCH_RECORDS: usize = 1 << 14;

/// EBCDIC: new line, line feed, carriage return, blank.
const NEW_LINE: u8 = 0x15;
const LINE_FEED: u8 = 0x25;
const RETURN: u8 = 0x0D;

/// How records are separated, and the code page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    separator: Separator,
    page: CodePage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    /// A byte after each record.
    Byte(u8),
    /// A record descriptor word before each: the length with itself in two bytes, and two bytes of zero.
    Word,
}

impl Form {
    /// The form of a file that begins with these bytes; `None` if it is no database unload.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..8192.min(bytes.len())).unwrap_or_default();
        Self::all(bytes).find(|form| {
            let mut records = Records::new(bytes, *form);
            records.next_record().is_ok_and(|first| first.is_some_and(begins))
        })
    }

    /// The same form with another code page, if it is one of EBCDIC.
    #[must_use]
    pub fn with_page(self, page: CodePage) -> Self {
        match self.page {
            CodePage::Ascii => self,
            CodePage::Ibm1047 | CodePage::Ibm037 => Self { page, ..self },
        }
    }

    /// The form in which a record of these bytes is one that `begins` knows. Unlike [`Form::of`] it doesn't ask for
    /// the first record: a file that was cut or sorted may begin with anything.
    pub fn with_record(bytes: &[u8], begins: impl Fn(&str) -> bool) -> Option<Self> {
        Self::all(bytes).find(|form| {
            let mut records = Records::new(bytes, *form);
            while let Ok(Some(text)) = records.next_record() {
                if begins(text) {
                    return true;
                }
            }
            false
        })
    }

    /// Every form that bytes may have.
    fn all(bytes: &[u8]) -> impl Iterator<Item = Self> {
        let first = bytes.iter().find(|byte| [NEW_LINE, LINE_FEED].contains(byte));
        let separator = Separator::Byte(first.copied().unwrap_or(NEW_LINE));
        let has_words = bytes.get(2..4) == Some(&[0, 0]);
        let forms = [
            Self { separator: Separator::Byte(b'\n'), page: CodePage::Ascii },
            Self { separator, page: CodePage::Ibm1047 },
            Self { separator: Separator::Word, page: CodePage::Ibm1047 },
            Self { separator: Separator::Word, page: CodePage::Ascii },
        ];
        forms.into_iter().filter(move |form| has_words || form.separator != Separator::Word)
    }

    /// The byte after each record, at which a file can be cut; `None` where records have descriptor words.
    pub const fn separator(self) -> Option<u8> {
        match self.separator {
            Separator::Byte(byte) => Some(byte),
            Separator::Word => None,
        }
    }

    /// Turns bytes of records into text.
    pub fn decoder(self) -> Decoder {
        Decoder { page: self.page, table: self.page.table() }
    }
}

/// Whether a record of a known type of the database unload begins here, with a blank after it.
fn begins(text: &str) -> bool {
    text.get(4..5) == Some(" ") && text.get(..4).is_some_and(|kind| Layout::of(kind).is_some())
}

/// Bytes of records to text: a column is a character.
#[derive(Clone, Debug)]
pub struct Decoder {
    page: CodePage,
    table: [char; 256],
}

impl Decoder {
    /// The text of one record: the bytes themselves where they are text, or else in a buffer that is used again.
    pub fn text<'t>(&self, bytes: &'t [u8], buffer: &'t mut String) -> &'t str {
        buffer.clear();
        self.page.decode(bytes, &self.table, buffer)
    }
}

/// Some records in a row, so that threads can share the work.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Batch {
    /// The bytes of each record.
    pub fn records(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.bytes.get(start..end).unwrap_or_default())
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// The records of a file, one after the other.
#[derive(Debug)]
pub struct Records<R> {
    from: R,
    form: Form,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: String,
}

impl<R: BufRead> Records<R> {
    /// The records of a file of this form.
    pub fn new(from: R, form: Form) -> Self {
        Self { from, form, decoder: form.decoder(), bytes: Vec::new(), text: String::new() }
    }

    /// The text of the next record; `None` at the end. A column is a character.
    ///
    /// # Errors
    ///
    /// If the file can't be read.
    pub fn next_record(&mut self) -> io::Result<Option<&str>> {
        self.bytes.clear();
        if !advance(&mut self.from, self.form.separator, &mut self.bytes)? {
            return Ok(None);
        }
        Ok(Some(self.decoder.text(&self.bytes, &mut self.text)))
    }

    /// The next records, about a MiB of them; an empty batch at the end.
    ///
    /// # Errors
    ///
    /// If the file can't be read.
    pub fn next_batch(&mut self) -> io::Result<Batch> {
        let mut batch = Batch { bytes: Vec::with_capacity(BATCH + LONGEST), ends: Vec::new() };
        while batch.bytes.len() < BATCH
            && batch.ends.len() < BATCH_RECORDS
            && advance(&mut self.from, self.form.separator, &mut batch.bytes)?
        {
            batch.ends.push(batch.bytes.len());
        }
        Ok(batch)
    }
}

/// Appends the bytes of the next record; whether there is one.
fn advance(from: &mut impl BufRead, separator: Separator, into: &mut Vec<u8>) -> io::Result<bool> {
    match separator {
        Separator::Byte(byte) => up_to(byte, from, into),
        Separator::Word => block(from, into),
    }
}

/// The bytes before the separator, without a carriage return.
fn up_to(separator: u8, from: &mut impl BufRead, into: &mut Vec<u8>) -> io::Result<bool> {
    let (start, mut any) = (into.len(), false);
    loop {
        let part = from.fill_buf()?;
        if part.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(separator, part);
        let taken = end.unwrap_or(part.len());
        let room = LONGEST.saturating_sub(into.len() - start);
        into.extend_from_slice(part.get(..taken.min(room)).unwrap_or_default());
        from.consume(taken + usize::from(end.is_some()));
        if end.is_some() {
            break;
        }
    }
    if into.get(start..).is_some_and(|record| record.last() == Some(&RETURN)) {
        into.pop();
    }
    Ok(any)
}

/// The bytes after a record descriptor word; fewer at the end of a file that was cut.
fn block(from: &mut impl BufRead, into: &mut Vec<u8>) -> io::Result<bool> {
    let mut word = [0; 4];
    if take(from, &mut word)? < 4 {
        return Ok(false);
    }
    let [high, low, ..] = word;
    let length = usize::from(u16::from_be_bytes([high, low])).saturating_sub(4);
    let start = into.len();
    into.resize(start + length, 0);
    let read = take(from, into.get_mut(start..).unwrap_or_default())?;
    into.truncate(start + read);
    Ok(true)
}

/// Fills the buffer as far as the file goes.
fn take(from: &mut impl BufRead, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(bytes: &[u8]) -> Vec<String> {
        let mut records = Records::new(bytes, Form::of(bytes).expect("an unload"));
        let mut all = Vec::new();
        while let Some(text) = records.next_record().expect("in memory") {
            all.push(text.to_owned());
        }
        all
    }

    fn ebcdic(text: &str) -> Vec<u8> {
        let table = CodePage::Ibm1047.table();
        let byte = |it: char| table.iter().rposition(|&other| other == it).unwrap_or(0x40);
        text.chars().map(|it| u8::try_from(byte(it)).unwrap_or(0x40)).collect()
    }

    #[test]
    fn every_form_has_the_same_records() {
        let expected = ["0100 SYS1", "0101 SYS1     A$"];
        let lines = expected.join("\n");
        let with = |separator: u8| {
            let parts: Vec<Vec<u8>> = expected.iter().map(|it| ebcdic(it)).collect();
            parts.join(&separator)
        };
        let words: Vec<u8> = expected
            .iter()
            .flat_map(|it| {
                let length = u16::try_from(it.len() + 4).unwrap_or_default().to_be_bytes();
                [length.to_vec(), vec![0, 0], ebcdic(it)].concat()
            })
            .collect();
        for bytes in [
            lines.clone().into_bytes(),
            format!("{lines}\n").into_bytes(),
            lines.replace('\n', "\r\n").into_bytes(),
            with(NEW_LINE),
            with(LINE_FEED),
            words,
        ] {
            assert_eq!(records(&bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_record_is_cut_where_no_field_lies() {
        let long = format!("0100 {}\n0101 A", "X".repeat(LONGEST * 3));
        let lengths: Vec<usize> = records(long.as_bytes()).iter().map(String::len).collect();
        assert_eq!(lengths, [LONGEST, 6]);
    }

    #[test]
    fn what_was_cut_off_is_what_is_left() {
        assert_eq!(records(b"\x00\x0E\x00\x000100 A\x00\x0E"), ["0100 A\0\u{e}"]);
        assert!(Form::of(b"").is_none() && Form::of(b"user A").is_none());
    }

    #[test]
    fn other_files_are_no_unload() {
        let is_unload = |bytes: &[u8]| Form::of(bytes).is_some();
        assert!(is_unload(b"0100 SYS1"));
        for other in ["user A {}", "0100", "2026 is a year", "ACCESS   SUCCESS", ""] {
            assert!(!is_unload(other.as_bytes()), "{other}");
        }
    }
}
