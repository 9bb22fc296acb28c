//! The diagnostics of this crate, `SAF15nn`: what is wrong with a site's file of rules.

saffron_diagnostics::codes! {
    NOT_A_LIST_OF_RULES = "SAF1501": "a file of audit rules that is not a JSON list";
    WRONG_RULE = "SAF1502": "a rule of an audit that is not understood";
    RULE_TWICE = "SAF1503": "a rule of an audit that is there twice";
    UNKNOWN_TEST = "SAF1504": "a rule of an audit with a misspelt test";
}
