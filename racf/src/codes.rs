//! The diagnostics of this crate: `SAF11nn` about the command language, `SAF12nn` about what commands
//! result in.

saffron_diagnostics::codes! {
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
    CONDITIONAL = "SAF1203": "a command that depends on a condition";
    NEEDS_A_SYSTEM = "SAF1204": "commands for a system that exists";
    REVOKED = "SAF1205": "a block that takes away what an earlier block grants";
}
