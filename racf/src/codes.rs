//! The diagnostics of this crate: files of commands, rather than policies.
//!
//! 10 hosts and continuation, 11 the command language, 12 what commands come to, 13 what an import
//! can't carry.

saffron_lang::codes! {
    WITHOUT_EFFECT = "SAF1301": "a definition that has no effect and is left out";
    UNSAID = "SAF1302": "a fact that a policy has no place for";
    STRICTER = "SAF1303": "a fact that a policy can only say more strictly";
}
