//! The diagnostics of this crate: what can be wrong with the files of a policy, rather than with
//! their text.

saffron_diagnostics::codes! {
    NOT_UTF8 = "SAF0901": "a file that is not UTF-8 text";
    MISSING_DEPENDENCY = "SAF0902": "a dependency that does not exist";
    DEPENDENCY_CYCLE = "SAF0903": "a cycle of package dependencies";
    PACKAGE_NAME = "SAF0904": "a dependency under a different name";
    EMPTY_PACKAGE = "SAF0905": "a package without policy files";
    UNREAD_FILE = "SAF0906": "a policy file that is not read";
    UNLOAD_CONTRADICTION = "SAF0907": "a database unload that contradicts itself";
    UNLOAD_FINDING = "SAF0908": "a part of a database unload that a policy cannot hold as it is";
    ASSUMED_OPTIONS = "SAF0909": "a database unload without the options of its system";
}
