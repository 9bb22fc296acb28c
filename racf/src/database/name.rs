//! What names may be: IDs, volumes, names of profiles.
//!
//! A name that holds a variable without a value (`${NAME}`) isn't checked, since what it will be
//! isn't known, unless it has characters that no name has.
//!
//! The rules themselves are those of `saffron_vocabulary::name`.

use saffron_vocabulary::name::{self, CharacterKinds, DataSetRules, NameError, ResourceRules};

use super::class::Class;

/// Whether a variable without a value is in the text.
pub(super) fn holds_variable(text: &str) -> bool {
    text.contains("${")
}

/// What to do where an ID isn't defined: give its variable a value, or `otherwise`.
pub(super) fn remedy<'t>(id: &str, otherwise: &'t str) -> &'t str {
    if holds_variable(id) { "give the variable a value, or add the ID first" } else { otherwise }
}

/// The text in upper case, but for the names of variables.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, opened)) = rest.split_once("${")
        && let Some((variable, after)) = opened.split_once('}')
    {
        folded.push_str(&plain.to_ascii_uppercase());
        folded.extend(["${", variable, "}"]);
        rest = after;
    }
    folded.push_str(&rest.to_ascii_uppercase());
    folded
}

/// Whether a name isn't checked because of its variable.
fn is_open(text: &str) -> bool {
    let is_odd = |it: char| it.is_control() || it == char::REPLACEMENT_CHARACTER;
    holds_variable(text) && !text.contains(is_odd)
}

/// A name with a variable is not checked; any other is, by the rules that policies follow too.
fn unless_variable(text: &str, check: impl Fn(&str) -> bool) -> bool {
    is_open(text) || check(text)
}

/// A user ID, a class, a security label.
pub(super) fn is_id(text: &str) -> bool {
    unless_variable(text, name::is_id)
}

/// The name of a group.
pub(super) fn is_group_name(text: &str) -> bool {
    unless_variable(text, name::is_group_name)
}

/// A volume serial.
pub(super) fn is_volume(text: &str) -> bool {
    unless_variable(text, name::is_volume)
}

/// A variable of RACFVARS.
pub(super) fn is_variable(text: &str) -> bool {
    unless_variable(text, name::is_variable)
}

/// Checks the name of a data set profile, in upper case.
pub(super) fn data_set(name: &str, rules: DataSetRules) -> Result<(), NameError> {
    if is_open(name) { Ok(()) } else { name::data_set(name, rules) }
}

/// Checks the name of a profile of a general resource class, or of a member.
pub(super) fn general(name: &str, class: &Class, generic: bool) -> Result<(), NameError> {
    let rules = ResourceRules {
        max_length: class.descriptor.max_length,
        mixed_case: class.descriptor.mixed_case,
        key_qualifiers: class.descriptor.key_qualifiers,
        program: class.name == "PROGRAM",
        kinds: CharacterKinds { first: class.first.as_deref(), other: class.other.as_deref() },
    };
    if is_open(name) { Ok(()) } else { name::resource(name, rules, generic) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_keep_their_case() {
        assert_eq!(fold("abc.${zowe_user}.x"), "ABC.${zowe_user}.X");
        assert_eq!(fold("a${open"), "A${OPEN");
        assert_eq!(fold("äöü"), "äöü");
    }

    #[test]
    fn names_with_variables_are_not_checked() {
        let rules = DataSetRules { enhanced: true, single_qualifier: false, global: false };
        assert!(!is_group_name("\0\0${GROUP}") && !is_id("A\u{1}${USER}"));
        assert!(is_id("${A_LONG_VARIABLE}") && !is_id("TOOLONG12"));
        assert_eq!(data_set("${H}.lower", rules), Ok(()));
        assert!(data_set("H.lower", rules).is_err());
    }
}
