//! The diagnostics of this crate, `SAF14nn`: what a site has to state for another security manager, and
//! commands of theirs that are not understood.

saffron_diagnostics::codes! {
    MISSING_SITE_VALUE = "SAF1401": "a value for another security manager that the site must state";
    WRONG_SITE_VALUE = "SAF1402": "a value for another security manager that can't be used";
    UNKNOWN_SITE_KEY = "SAF1403": "an unknown key for another security manager";
    UNREAD_COMMAND = "SAF1404": "a command of another security manager that is not understood";
    OTHER_COMMANDS = "SAF1405": "commands of something else among those of another security manager";
}
