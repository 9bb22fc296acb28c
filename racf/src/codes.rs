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
    UNKNOWN_COMMAND = "SAF1101": "a command that RACF does not have";
    UNKNOWN_OPERAND = "SAF1102": "an operand that the command does not have";
    AMBIGUOUS_WORD = "SAF1103": "an abbreviation that may stand for several words";
    MISSING_OPERAND = "SAF1104": "a command without what it is about";
    MISSING_VALUE = "SAF1105": "an operand without its value";
    BAD_VALUE = "SAF1106": "a value that the operand does not take";
    BAD_DATE = "SAF1107": "a date that is not written mm/dd/yy";
    TOO_MANY_VALUES = "SAF1108": "more values than the operand takes";
    UNBALANCED = "SAF1109": "a parenthesis without its counterpart";
    UNCLOSED_QUOTE = "SAF1110": "a quoted text that is not closed";
    FOREIGN_QUOTES = "SAF1111": "quotes that RACF does not know";
    REPEATED_OPERAND = "SAF1112": "an operand that takes the place of an earlier one";
    STRAY_TEXT = "SAF1113": "a word that belongs to no operand";
    PASTED_LINES = "SAF1114": "two commands, or two lines, in one";
    MISSING_BLANK = "SAF1115": "a name and an operand without a blank between";
    WRONG_DASH = "SAF1116": "a dash in the place of a hyphen";
    OTHER_SECURITY_MANAGER = "SAF1117": "a command of another security manager";
    NEEDS_VARIABLE = "SAF1118": "a variable that needs a value";
    TOO_LONG = "SAF1119": "a command that is too long or too deeply nested";
    IDLE_OPERAND = "SAF1120": "an operand without effect here";
    OPERAND_AS_COMMAND = "SAF1121": "an operand in the place of a command";
    COMMAND_FAILED = "SAF1201": "a command that RACF would not carry out";
    NO_VALUE = "SAF1202": "a variable without a value";
    WITHOUT_EFFECT = "SAF1301": "a definition that has no effect and is left out";
    UNSAID = "SAF1302": "a fact that a policy has no place for";
    STRICTER = "SAF1303": "a fact that a policy can only say more strictly";
}
