//! The diagnostics of this crate: files of commands, rather than policies.
//!
//! 10 hosts and continuation, 11 the command language, 12 what commands come to, 13 what an import
//! can't carry.

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
    UNKNOWN_COMMAND = "SAF1101": "an unknown RACF command";
    UNKNOWN_OPERAND = "SAF1102": "an unknown operand";
    AMBIGUOUS_WORD = "SAF1103": "an ambiguous abbreviation";
    MISSING_OPERAND = "SAF1104": "a command without its object";
    MISSING_VALUE = "SAF1105": "an operand without its value";
    BAD_VALUE = "SAF1106": "an invalid value for an operand";
    BAD_DATE = "SAF1107": "a date that is not written mm/dd/yy";
    TOO_MANY_VALUES = "SAF1108": "too many values for an operand";
    UNBALANCED = "SAF1109": "a parenthesis without its counterpart";
    UNCLOSED_QUOTE = "SAF1110": "a quoted text that is not closed";
    FOREIGN_QUOTES = "SAF1111": "quotes that RACF does not recognize";
    REPEATED_OPERAND = "SAF1112": "an operand that replaces an earlier one";
    STRAY_TEXT = "SAF1113": "a word that does not belong to an operand";
    PASTED_LINES = "SAF1114": "two commands or two lines joined in one";
    MISSING_BLANK = "SAF1115": "a missing blank before an operand";
    WRONG_DASH = "SAF1116": "a dash instead of a hyphen";
    OTHER_SECURITY_MANAGER = "SAF1117": "a command of another security manager";
    NEEDS_VARIABLE = "SAF1118": "a variable that requires a value";
    TOO_LONG = "SAF1119": "a command that is too long or too deeply nested";
    IDLE_OPERAND = "SAF1120": "an operand that has no effect";
    OPERAND_AS_COMMAND = "SAF1121": "an operand instead of a command";
    COMMAND_FAILED = "SAF1201": "a command that RACF would not complete";
    NO_VALUE = "SAF1202": "a variable without a value";
    WITHOUT_EFFECT = "SAF1301": "a definition without effect that is left out";
    UNSAID = "SAF1302": "a fact that a policy cannot represent";
    STRICTER = "SAF1303": "a fact that a policy can only represent more strictly";
}
