//! The diagnostics of this crate, `SAF10nn`: files of commands and continuation.

saffron_diagnostics::codes! {
    UNCLOSED_COMMENT = "SAF1001": "a comment that is not closed";
    SWALLOWED_COMMAND = "SAF1002": "a command inside an unclosed comment";
    UNMARKED_CONTINUATION = "SAF1003": "an operand on a new line without a continuation";
    MISTYPED_CONTINUATION = "SAF1004": "a wrong character instead of the continuation";
    OPEN_QUOTE = "SAF1005": "a quoted text that continues on the next line";
    IDLE_CONTINUATION = "SAF1006": "a continuation that leads nowhere";
    TYPOGRAPHY = "SAF1007": "a character that was pasted from formatted text";
    COMMAND_TOO_LONG = "SAF1008": "a command that is too long";
    BEYOND_COLUMN = "SAF1009": "a line that is too long for its record";
    CONDITION_INSIDE = "SAF1010": "a template condition inside a command";
    BEYOND_LIMIT = "SAF1011": "too many mistakes in a file of commands";
    BAD_DELIMITER = "SAF1012": "an invalid delimiter for in-stream data";
    ENDLESS_DATA = "SAF1013": "in-stream data that does not end";
    EARLY_END = "SAF1014": "a comment that ends in-stream data";
    OUTSIDE_DATA = "SAF1015": "commands that no step reads";
    MISSING_DD = "SAF1016": "a SYSTSIN that refers to a missing DD statement";
    NOT_EXPORTED = "SAF1017": "JCL symbols that are not exported";
    UNPAIRED_CONDITION = "SAF1018": "a template condition without start or end";
    OPEN_STRING = "SAF1019": "a string that is not closed";
    IN_LOOP = "SAF1020": "a command in a loop";
    NOT_READABLE = "SAF1021": "a file whose content does not match its name";
    NOT_REACHED = "SAF1022": "a command after the end of its list";
    UNREAD = "SAF1023": "a line that seems to contain a command and is not read";
}
