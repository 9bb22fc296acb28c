//! Texts that people write: comments, installation data, names of variables. Which of them look like a
//! secret, so that they are neither shown nor copied.
//!
//! No rule can recognize a secret in free text for certain. This one is strict: a text is harmless only if
//! it consists of ordinary words and numbers and doesn't speak of secrets.

/// Words that announce a secret, by how they begin.
const BEGINNINGS: [&str; 14] = [
    "CREDENTIAL",
    "GEHEIM",
    "KENNWORT",
    "KENNWÖRT",
    "PASSC",
    "PASSKEY",
    "PASSPHRASE",
    "PASSW",
    "PASWORD",
    "PHRASE",
    "PSWD",
    "SECRET",
    "KEYMASK",
    "KEYENC",
];

/// Words that announce a secret.
const WORDS: [&str; 8] = ["PASS", "PIN", "PW", "PWD", "PSW", "BINDPW", "SESSKEY", "RVARYPW"];

/// Words that announce a secret if a value follows: `key: X`, `token = X`.
const WITH_VALUE: [&str; 8] = ["KEY", "KEYS", "SEED", "TOKEN", "LOGIN", "LOGON", "CODE", "INITIAL"];

/// Parts of the names of variables whose values are secret.
const PARTS: [&str; 14] = [
    "PASS",
    "PWD",
    "PSWD",
    "PASW",
    "KEY",
    "SECRET",
    "GEHEIM",
    "KENNW",
    "PHRASE",
    "CREDENTIAL",
    "TOKEN",
    "SEED",
    "BINDPW",
    "RVARYPW",
];

/// Names of systems and products that have a digit, and nothing of a secret.
const PRODUCTS: [&str; 16] = [
    "DB2", "IEFBR14", "IKJEFT01", "IKJEFT1A", "IKJEFT1B", "JES2", "JES3", "MQ9", "SYS1", "TLS1",
    "X509", "ACF2", "K8S", "S390", "SHA256", "AES256",
];

/// Longer words are neither words nor names.
const LONGEST: usize = 40;

/// Whether the name of a variable suggests that its value is a secret.
pub fn is_secretive(name: &str) -> bool {
    let upper = name.to_uppercase();
    let mut words = upper.split(|it: char| !it.is_alphanumeric());
    PARTS.iter().any(|part| upper.contains(part)) || words.any(|word| WORDS.contains(&word))
}

/// Whether a text may contain a secret. `is_harmless` knows words that are no secrets, such as IDs.
pub fn looks_secret(text: &str, is_harmless: impl Fn(&str) -> bool) -> bool {
    announces(text) || pieces(text).any(|piece| !is_harmless(piece) && !is_ordinary(piece))
}

/// Whether a text speaks of secrets.
pub fn announces(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let word = rest.get(start..).unwrap_or_default();
        let end = word.find(|it: char| !it.is_alphanumeric()).unwrap_or(word.len());
        let (word, after) = word.split_at_checked(end).unwrap_or((word, ""));
        rest = after;
        if word.len() <= LONGEST && announces_before(&word.to_uppercase(), after) {
            return true;
        }
    }
    false
}

/// Whether a word is the name of a secret, however it is misspelt: `password`, `rvary-pw`, `paswrd`.
pub fn is_announcement(word: &str) -> bool {
    let mut parts = word.split(['-', '_']).map(str::to_uppercase);
    word.len() <= LONGEST
        && (WITH_VALUE.contains(&word.to_uppercase().as_str())
            || parts.any(|part| announces_before(&part, "") || is_misspelt(&part)))
}

/// The consonants of words that announce a secret.
const SKELETONS: [&str; 6] = ["PSWRD", "PSWD", "PSWRT", "PSPHRS", "PHRS", "SCRT"];

/// Whether a word has the consonants of one that announces a secret, in their order.
fn is_misspelt(upper: &str) -> bool {
    let mut skeleton = String::new();
    for letter in upper.chars().filter(|letter| !"AEIOUY".contains(*letter)) {
        if !skeleton.ends_with(letter) {
            skeleton.push(letter);
        }
    }
    SKELETONS.contains(&skeleton.trim_end_matches('S')) || SKELETONS.contains(&skeleton.as_str())
}

fn announces_before(upper: &str, after: &str) -> bool {
    let upper = upper.strip_prefix("NO").unwrap_or(upper);
    BEGINNINGS.iter().any(|beginning| upper.starts_with(beginning))
        || WORDS.contains(&upper)
        || (WITH_VALUE.contains(&upper) && has_value(after))
}

fn has_value(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t', '\'', '"']);
    after.starts_with([':', '=', '(']) || after.starts_with("is ")
}

/// The words of a text: what is between blanks and the marks that separate.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let separates = |it: char| it.is_whitespace() || SEPARATORS.contains(&it);
    let bare = |it: char| matches!(it, '.' | '-' | '+' | '!' | '?' | '_');
    text.split(separates)
        .map(move |piece| piece.trim_matches(bare))
        .filter(|piece| !piece.is_empty())
}

/// Marks between words, in commands and in the files that they are in.
pub const SEPARATORS: [char; 20] = [
    '(', ')', '\'', '"', ',', ';', ':', '=', '/', '\\', '{', '}', '[', ']', '<', '>', '|', '`',
    '…', '~',
];

/// Whether a word is no word of a language, as secrets that were chosen well are.
pub fn is_strange(piece: &str) -> bool {
    !is_ordinary(piece)
}

/// Whether a word is a word of a language, an abbreviation, a number or a well-known name.
fn is_ordinary(piece: &str) -> bool {
    piece.chars().count() <= LONGEST
        && piece.split(|it: char| is_mark(it) || JOINS.contains(&it)).all(is_plain)
}

/// Characters between the parts of a word or a name.
const JOINS: [char; 6] = ['.', '-', '_', '*', '%', '#'];

/// Dashes, quotes and bullets of word processors.
fn is_mark(character: char) -> bool {
    !character.is_ascii() && !character.is_alphanumeric()
}

fn is_plain(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(|it| it.is_alphabetic()).count();
    let strange = word.chars().count() - digits - letters;
    match (letters, digits, strange) {
        (0, 0, _) => true,
        (0, _, 0) => digits <= LONGEST_NUMBER,
        (_, 0, 0) => is_pronounced(word),
        _ => PRODUCTS.iter().any(|it| it.eq_ignore_ascii_case(word)),
    }
}

/// Longer numbers are account numbers and keys.
const LONGEST_NUMBER: usize = 8;

/// Whether letters are a word or an abbreviation: a vowel every few letters, and capitals only in front or
/// everywhere.
fn is_pronounced(word: &str) -> bool {
    let rises = word.chars().zip(word.chars().skip(1));
    let rises =
        rises.filter(|(before, after)| before.is_lowercase() && after.is_uppercase()).count();
    let is_vowel = |it: char| !it.is_ascii() || "aeiouyAEIOUY".contains(it);
    let longest = word.split(is_vowel).map(str::len).max().unwrap_or_default();
    rises <= 2 && longest <= MOST_CONSONANTS
}

/// More consonants in a row aren't a word.
const MOST_CONSONANTS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_secret() {
        for text in [
            "pw: X",
            "the password of U1 is GEHEIM",
            "password: welcome",
            "S3KRTX",
            "SEED:S3KRTX",
            "Initial secret, change it",
            "key=welcome",
            "the token is welcome",
            "c0rrect horse",
            "aB!x",
            "QWXZKRTV",
            "0123456789ABCDEF",
            "1234567890123456",
            "Ｓ３ＫＲＴＸ",
        ] {
            assert!(looks_secret(text, |_| false), "{text}");
        }
    }

    #[test]
    fn what_does_not() {
        for text in [
            "",
            "Started tasks of the server",
            "Cost centre 4711, building 12",
            "ZWESVUSR needs READ access to BPX.SERVER",
            "see https://docs.zowe.org/stable",
            "Key rings and tokens of the server",
            "- - - - -",
            "24/7 on-call; z/OS & JES2",
            "Größe: 10 %",
        ] {
            assert!(!looks_secret(text, |_| false), "{text}");
        }
        assert!(!looks_secret("IZUSVR1 starts", |it| it == "IZUSVR1"));
    }

    #[test]
    fn names_of_variables() {
        assert!(
            ["pw", "zos_pw", "INITIAL_PWD", "myPassword", "api-key", "clientSecret"]
                .iter()
                .all(|name| is_secretive(name))
        );
        assert!(["hlq", "STCGRP", "POWER", "initial"].iter().all(|name| !is_secretive(name)));
    }
}
