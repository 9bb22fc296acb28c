//! The diagnostics of this crate: files of commands, rather than policies.
//!
//! 10 hosts and continuation, 11 the command language, 12 what commands come to, 13 what an import
//! can't carry.

saffron_lang::codes! {
    UNCLOSED_COMMENT = "SAF1001": "a comment that is not closed";
    SWALLOWED_COMMAND = "SAF1002": "a command inside of an unclosed comment";
    UNMARKED_CONTINUATION = "SAF1003": "a command that goes on without a continuation";
    MISTYPED_CONTINUATION = "SAF1004": "another character in the place of the continuation";
    OPEN_QUOTE = "SAF1005": "a quoted text that runs over its line";
    IDLE_CONTINUATION = "SAF1006": "a continuation that leads nowhere";
    TYPOGRAPHY = "SAF1007": "a character that came along with pasted text";
    COMMAND_TOO_LONG = "SAF1008": "a command that is too long to be one";
    BEYOND_COLUMN = "SAF1009": "a line that is too long for its record";
    CONDITION_INSIDE = "SAF1010": "a condition in the midst of a command";
    BEYOND_LIMIT = "SAF1011": "a file of commands beyond a limit";
    BAD_DELIMITER = "SAF1012": "a delimiter that can't end in-stream data";
    ENDLESS_DATA = "SAF1013": "in-stream data that is not ended";
    EARLY_END = "SAF1014": "a comment that ends in-stream data";
    OUTSIDE_DATA = "SAF1015": "commands that no step reads";
    MISSING_DD = "SAF1016": "SYSTSIN takes its data from a DD that is not there";
    NOT_EXPORTED = "SAF1017": "symbols that are not exported";
    UNPAIRED_CONDITION = "SAF1018": "a condition without beginning or end";
    OPEN_STRING = "SAF1019": "a string that is not closed";
    IN_LOOP = "SAF1020": "a command in a loop";
    NOT_READABLE = "SAF1021": "a file that is not what its name says";
}
