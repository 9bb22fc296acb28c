//! Members of the classes whose members aren't resources: PROGRAM, NODES and VMXEVENT.

use super::data_set::{DataSetRules, data_set};
use super::id::is_volume;

/// Whether a text is a member of a profile of the class PROGRAM: the name of a load library, and
/// after slashes its volume and PADCHK or NOPADCHK. The library and the volume may be in single
/// quotes. The volume `******` is that of SYSRES.
///
/// Source: `RACF Command Language Reference`, RDEFINE, ADDMEM.
pub fn is_program_member(text: &str) -> bool {
    let mut parts = text.split('/');
    let library = parts.next().is_some_and(|it| is_library(unquoted(it)));
    let volume = parts.next().is_none_or(|it| {
        let volume = unquoted(it);
        volume.is_empty() || volume == "******" || is_volume(volume)
    });
    let check = parts.next().is_none_or(|it| matches!(it, "" | "PADCHK" | "NOPADCHK"));
    library && volume && check && parts.next().is_none()
}

fn is_library(name: &str) -> bool {
    let rules = DataSetRules { enhanced: false, single_qualifier: true, global: false };
    !name.contains(['*', '%', '&']) && data_set(name, rules).is_ok()
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(text)
}

/// Whether a text is one word of a command, as members of NODES and VMXEVENT are: it has no blank,
/// quote, parenthesis, comma or semicolon.
pub fn is_word_member(text: &str) -> bool {
    let ends_word = |character: char| {
        character.is_whitespace() || character.is_control() || "'\"(),;".contains(character)
    };
    !text.is_empty() && !text.contains(ends_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_program_have_a_syntax() {
        for good in [
            "SYS1.LINKLIB",
            "'SYS1.LINKLIB'",
            "SYS1.LINKLIB//NOPADCHK",
            "'PAY.LOAD'/DISK01/PADCHK",
            "'PAY.LOAD'/'DISK01'",
            "'SYS1.LINKLIB'/'******'/NOPADCHK",
            "LOADLIB",
        ] {
            assert!(is_program_member(good), "{good}");
        }
        for bad in [
            "",
            "A B",
            "rubbish",
            "SYS1.LINKLIB/VOL001/PADCHK/X",
            "SYS1.LINKLIB//PADCHEK",
            "SYS1.LINKLIB/VOLUME1",
            "SYS1.*",
            "'SYS1.LINKLIB'//NOPADCHK) UACC(ALTER",
            "'SYS1.LINKLIB",
            "'X') UACC(ALTER) OWNER('A'",
        ] {
            assert!(!is_program_member(bad), "{bad}");
        }
    }
}
