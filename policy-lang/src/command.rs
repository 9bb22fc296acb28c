//! RACF commands, and declarations in upper case, where a declaration of the language is expected.

use saffron_vocabulary::verb;

use crate::keyword::Keyword;

/// Whether a name is the verb of a RACF command, as an administrator may paste it.
pub(crate) fn is_racf_verb(name: &str) -> bool {
    !name.contains(|character: char| character.is_ascii_lowercase())
        && verb::find(name).is_some_and(|verb| verb.is_racf())
}

/// Whether a name at the start of a line may be a RACF command or a keyword in upper case.
pub(crate) fn is_command(name: &str) -> bool {
    is_racf_verb(name) || declaring(name).is_some()
}

/// The keyword of a declaration that is written in upper case.
pub(crate) fn declaring(name: &str) -> Option<Keyword> {
    Keyword::of(&name.to_lowercase()).filter(|keyword| keyword.declares())
}
