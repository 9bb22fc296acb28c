//! The diagnostics of this crate, each with its documentation page.

pub use saffron_diagnostics::CodeInfo;

saffron_diagnostics::codes! {
    UNKNOWN_CHARACTER = "SAF0001": "a character that has no meaning in a policy";
    UNEXPECTED = "SAF0002": "something else is expected here";
    UNCLOSED_BLOCK = "SAF0003": "a block that is not closed";
    UNTERMINATED_TEXT = "SAF0004": "a text without its closing quote";
    BAD_ESCAPE = "SAF0005": "an unknown escape sequence";
    NUMBER_TOO_LARGE = "SAF0007": "a number that is too large";
    TOO_MANY_MISTAKES = "SAF0008": "too many mistakes in one file";
    NOT_A_POLICY = "SAF0009": "a file that is not a Saffron policy";
    IDLE_DOC_COMMENT = "SAF0010": "a doc comment that documents nothing";
    NOT_QUOTED = "SAF0011": "a name that must be quoted";
    SINGLE_QUOTES = "SAF0012": "a text in the wrong quotes";
    UNKNOWN_DECLARATION = "SAF0013": "an unknown declaration or clause";
    RACF_COMMAND = "SAF0014": "a RACF command in a policy";
    BLOCK_COMMENT = "SAF0015": "a block comment";
    PROPERTY_SYNTAX = "SAF0016": "a property that is not written as key and value";
    NEEDLESS_END = "SAF0017": "a semicolon";
    NESTED_TEMPLATE = "SAF0018": "a template inside a template";
    STRAY_BRACE = "SAF0019": "a closing brace without an opening brace";
    WRONG_CASE = "SAF0020": "a word in the wrong letter case";
    BAD_DATE = "SAF0021": "a date that is not written yyyy-mm-dd";
    MERGE_MARKER = "SAF0022": "a merge that was not finished";
}
