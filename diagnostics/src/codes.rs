//! Documented diagnostic codes: each crate declares its own with [`codes!`](crate::codes!).

use crate::diagnostic::Code;

/// A documented diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

/// Declares a constant for each code, and the table `ALL` of their [`CodeInfo`]s.
///
/// The page of a code is `docs/codes/<code>.md` in the repository. Invoke the macro in a file two
/// folders below the root of the repository, such as `compiler/src/codes.rs`: the path of the page
/// is relative to that file.
#[macro_export]
macro_rules! codes {
    ($($NAME:ident = $code:literal: $title:literal;)*) => {
        $(
            #[doc = $title]
            pub const $NAME: $crate::Code = $crate::Code($code);
        )*

        /// All codes of this crate, in order.
        pub const ALL: &[$crate::CodeInfo] = &[$(
            $crate::CodeInfo {
                code: $NAME,
                title: $title,
                page: include_str!(concat!("../../docs/codes/", $code, ".md")),
            },
        )*];
    };
}
