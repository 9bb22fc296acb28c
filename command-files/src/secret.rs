//! Where secrets are in a text, be it a command, a broken one or a remark: by the names of the
//! operands before them, for what is broken has no syntax to go by.

use std::ops::Range;

use saffron_diagnostics::diagnostic::did_you_mean;

/// Parts of words that are, or contain, operands whose values are secret.
const PARTS: [&str; 9] =
    ["PASSW", "PASWORD", "PHRASE", "KEYMASK", "KEYENC", "SESSKEY", "BINDPW", "RVARYPW", "SSIGNON"];

/// Operands whose values are secret, with the letters that suffice for them.
const ABBREVIATED: [(&str, usize); 6] = [
    ("PASSWORD", 2),
    ("PHRASE", 2),
    ("KEYMASKED", 4),
    ("KEYENCRYPTED", 4),
    ("SESSKEY", 5),
    ("BINDPW", 5),
];

/// What a typo may have been meant for.
const MEANT: [&str; 2] = ["PASSWORD", "PHRASE"];

/// The text with `*` for each byte of a secret, as long as it was; `None` if it has no secret.
pub fn masked(text: &str) -> Option<String> {
    let places = places(text);
    if places.is_empty() {
        return None;
    }
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for place in places {
        masked.push_str(text.get(done..place.start)?);
        for character in text.get(place.clone())?.chars() {
            match character {
                '\n' | '\r' => masked.push(character),
                other => masked.extend(std::iter::repeat_n('*', other.len_utf8())),
            }
        }
        done = place.end;
    }
    masked.push_str(text.get(done..)?);
    Some(masked)
}

/// Where the secrets of a text are: ascending, none in another.
pub fn places(text: &str) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for word in words(text) {
        let done = places.last().map_or(0, |place| place.end);
        if word.start >= done && word.len() <= LONGEST_WORD {
            places.extend(behind(text, &word).filter(|place| !place.is_empty()));
        }
    }
    places
}

/// Longer words are no operands, nor operands with a password at their end.
const LONGEST_WORD: usize = 128;

/// Runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(is_part)?;
        let rest = text.get(start..)?;
        at = start + rest.find(|it| !is_part(it)).unwrap_or(rest.len());
        Some(start..at)
    })
}

fn is_part(character: char) -> bool {
    character.is_alphanumeric()
}

/// The secret that is after a word, if the word is an operand that takes one.
fn behind(text: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let name = text.get(word.clone())?;
    if !matches!(name.as_bytes().first()?.to_ascii_uppercase(), b'K' | b'S' | b'B' | b'R' | b'P')
        && !name.as_bytes().iter().any(|it| it.eq_ignore_ascii_case(&b'p'))
    {
        return None;
    }
    let upper = name.to_ascii_uppercase();
    let rest = text.get(word.end..)?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let sign = word.end + blanks;
    match text.get(sign..)?.chars().next() {
        Some('(') if takes_secret(&upper) => in_list(text, sign + 1),
        Some(':' | '=') if is_named(&upper) => given(text, sign + 1),
        _ if upper.starts_with("NO") => None,
        Some(_) if blanks > 0 && is_operand(text, word, &upper) => bare(text, sign),
        Some(')') => glued(word, &upper),
        _ => None,
    }
}

fn is_named(upper: &str) -> bool {
    upper == "PW" || upper == "PASS" || PARTS.iter().any(|part| upper.contains(part))
}

fn takes_secret(upper: &str) -> bool {
    let abbreviates =
        |(name, least): &(&str, usize)| upper.len() >= *least && name.starts_with(upper);
    is_named(upper)
        || ABBREVIATED.iter().any(abbreviates)
        || (upper.len() > 5 && upper.starts_with('P') && did_you_mean(upper, MEANT).is_some())
}

/// Whether a word in front of another one is an operand, or a verb, whose parentheses are missing;
/// in prose it is but a word.
fn is_operand(text: &str, word: &Range<usize>, upper: &str) -> bool {
    PARTS.iter().any(|part| upper.starts_with(part))
        && text.get(word.clone()).is_some_and(|name| name == upper)
}

/// What is between parentheses. Where a word with parentheses of its own comes first, this is a
/// list of operands: they are looked at in turn.
fn in_list(text: &str, start: usize) -> Option<Range<usize>> {
    let inner = text.get(start..)?;
    let first = inner.len() - inner.trim_start().len();
    let value = inner.trim_start();
    let word = value.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(value.len());
    if (word > 0 && value.get(word..)?.starts_with('(')) || is_placeholder(value) {
        return None;
    }
    let start = start + first;
    Some(start..start + closing(value))
}

/// Whether a value is but the name of a variable.
fn is_placeholder(value: &str) -> bool {
    let value = value.trim_start_matches('\'');
    let named = |open: &str, close: &str| {
        let inside = value.strip_prefix(open).and_then(|it| it.split_once(close));
        inside.is_some_and(|(name, rest)| {
            !name.contains('\n') && rest.trim_start_matches(['\'', ' ']).starts_with(')')
        })
    };
    named("{{", "}}") || named("${", "}")
}

/// The bytes before the parenthesis that closes; if none does, all up to the end of the command's
/// last line.
fn closing(inner: &str) -> usize {
    let line = last_line(inner);
    let inner = inner.get(..line).unwrap_or(inner);
    // A quote that isn't closed is not a reason to take what is after the parenthesis for a secret.
    closed(inner, '\'').or_else(|| closed(inner, '\0')).unwrap_or(line)
}

/// Where the command's last line ends.
fn last_line(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if !words.ends_with(['-', '+']) {
            return end + words.len();
        }
        end += line.len();
    }
    end
}

fn closed(inner: &str, quote: char) -> Option<usize> {
    let (mut depth, mut quoted) = (0_usize, false);
    for (at, character) in inner.char_indices() {
        match character {
            it if it == quote => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The word after a colon or an equals sign.
fn given(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let start = start + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let value = text.get(start..)?;
    if value.starts_with("{{") || value.starts_with("${") {
        return None;
    }
    let end = match value.chars().next().filter(|it| matches!(it, '\'' | '"')) {
        Some(quote) => value.get(1..)?.find([quote, '\n']).map(|it| it + 2),
        None => value.find(char::is_whitespace),
    };
    Some(start..start + end.unwrap_or(value.len()).min(value.len()))
}

/// The word after an operand whose parentheses are missing, unless it is another operand.
fn bare(text: &str, start: usize) -> Option<Range<usize>> {
    let value = text.get(start..)?;
    let end = value.find([' ', '\t', '\r', '\n', '(', ')']).unwrap_or(value.len());
    let word = value.get(..end)?;
    let operand = value.get(end..)?.trim_start_matches([' ', '\t']).starts_with('(');
    (!operand && !matches!(word, "-" | "+")).then_some(start..start + end)
}

/// What follows an operand whose opening parenthesis is missing, in the same word.
fn glued(word: &Range<usize>, upper: &str) -> Option<Range<usize>> {
    let after = |name: &&str| upper.strip_prefix(name).map(str::len);
    let length = ABBREVIATED.iter().map(|(name, _)| name).find_map(after)?;
    Some(word.end - length..word.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_in_whatever_is_left_of_a_command() {
        for (text, expected) in [
            ("ADDUSER A PASSWORD(GEHEIM) NAME('X')", "ADDUSER A PASSWORD(******) NAME('X')"),
            ("pa (geheim)", "pa (******)"),
            ("ALU A PHRASE('a b) c''d')", "ALU A PHRASE(***********)"),
            ("ALU A PASSWORD(AA BB) X", "ALU A PASSWORD(*****) X"),
            ("SSIGNON(KEYMASKED(66F4))", "SSIGNON(KEYMASKED(****))"),
            ("SSIGNON(66F4)", "SSIGNON(****)"),
            ("PASSWORD(GEHEIM", "PASSWORD(******"),
            ("PASSWORD(GEHEIM\nNAME", "PASSWORD(******\nNAME"),
            ("PASSWORD( -\n GE) A", "PASSWORD( *\n***) A"),
            ("PASWRD(GEHEIM)", "PASWRD(******)"),
            ("ADDUSER A PASSWORD GEHEIM", "ADDUSER A PASSWORD ******"),
            ("ADDUSER A PASSWORDGEHEIM)", "ADDUSER A PASSWORD******)"),
            ("PASSWORD(é)", "PASSWORD(**)"),
            ("- pw: 'ge heim' # x", "- pw: ********* # x"),
            ("// SET PASSWD=GEHEIM", "// SET PASSWD=******"),
        ] {
            let masked = masked(text);
            assert_eq!(masked.as_deref(), Some(expected), "{text}");
            assert_eq!(masked.map(|it| it.len()), Some(text.len()));
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "SETROPTS PASSWORD(INTERVAL(30) HISTORY(3))",
            "ADDUSER A NOPASSWORD DFLTGRP(B)",
            "ADDUSER A PASSWORD NAME('x')",
            "ADDUSER A PASSWORD({{ password | upper }})",
            "ALTUSER A PHRASE('${PHRASE}')",
            "PERMIT A CLASS(FACILITY) ID(B) ACCESS(READ)",
            "passé (x), and the password of a user",
            "RDEFINE PROGRAM ** ADDMEM('SYS1.LINKLIB'//NOPADCHK)",
            "",
        ] {
            assert_eq!(masked(text), None, "{text}");
        }
    }
}
