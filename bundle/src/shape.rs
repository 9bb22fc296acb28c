//! The three shapes of a section: text, rows, or exactly one row.

use std::fmt::Debug;
use std::marker::PhantomData;

use zerocopy::{IntoBytes as _, TryFromBytes as _};

use crate::kind::SectionKind;
use crate::layout::Row;
use crate::open_error::OpenError;
use crate::row_fault::RowFault;

/// How the content of a section is held by the writer and seen by the reader.
pub trait Shape {
    /// What the writer takes.
    type Input: Clone + Debug + Default;
    /// What the reader gives.
    type View<'b>: Copy + Debug;

    /// The section's bytes.
    fn bytes(input: &Self::Input) -> &[u8];

    /// The bytes of a section in its shape. Every field that stores a word of the vocabulary is
    /// checked here, so that reading a row can't fail.
    ///
    /// # Errors
    /// Bytes that are not a whole number of rows, not text, or not words of the vocabulary.
    fn view(bytes: &[u8], section: SectionKind) -> Result<Self::View<'_>, OpenError>;

    /// The number of rows; none for text.
    fn rows(view: Self::View<'_>) -> Option<usize>;
}

/// A section that is one text in UTF-8.
#[derive(Debug)]
pub struct Text;

/// A section with any number of rows.
#[derive(Debug)]
pub struct Rows<T>(PhantomData<T>);

/// A section with exactly one row.
#[derive(Debug)]
pub struct One<T>(PhantomData<T>);

impl Shape for Text {
    type Input = String;
    type View<'b> = &'b str;

    fn bytes(input: &String) -> &[u8] {
        input.as_bytes()
    }

    fn view(bytes: &[u8], section: SectionKind) -> Result<&str, OpenError> {
        std::str::from_utf8(bytes).map_err(|_| OpenError::Shape { section })
    }

    fn rows(_: &str) -> Option<usize> {
        None
    }
}

impl<T: Row> Shape for Rows<T> {
    type Input = Vec<T>;
    type View<'b> = &'b [T];

    fn bytes(input: &Vec<T>) -> &[u8] {
        input.as_bytes()
    }

    fn view(bytes: &[u8], section: SectionKind) -> Result<&[T], OpenError> {
        <[T]>::try_ref_from_bytes(bytes).map_err(|_| refusal::<T>(bytes, section))
    }

    fn rows(view: &[T]) -> Option<usize> {
        Some(view.len())
    }
}

impl<T: Row> Shape for One<T> {
    type Input = Option<T>;
    type View<'b> = &'b T;

    fn bytes(input: &Option<T>) -> &[u8] {
        input.as_slice().as_bytes()
    }

    fn view(bytes: &[u8], section: SectionKind) -> Result<&T, OpenError> {
        match Rows::<T>::view(bytes, section)? {
            [row] => Ok(row),
            _ => Err(OpenError::Shape { section }),
        }
    }

    fn rows(_: &T) -> Option<usize> {
        Some(1)
    }
}

/// Why bytes are not rows: their length, or the first row with a byte that is not a word.
fn refusal<T: Row>(bytes: &[u8], section: SectionKind) -> OpenError {
    let rows = bytes.chunks_exact(size_of::<T>());
    if !rows.remainder().is_empty() {
        return OpenError::Shape { section };
    }
    let row = rows.take_while(|row| T::try_ref_from_bytes(row).is_ok()).count();
    OpenError::Row { section, row, fault: RowFault::UnknownWord }
}
