//! Whether a condition holds, as far as the values of variables are known.
//!
//! Conditions of all hosts are looked at in one way: comparisons for equality, a variable alone, and
//! `and`, `or`, `not` around them. Whatever else is in a condition isn't known.
//!
//! INVARIANT: an answer is given only if no value that isn't known could change it.

/// A part of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    /// Whether a comparison is one for equality; `None` for others.
    Compare(Option<bool>),
    /// A text in quotes.
    Quoted(String),
    /// A name, a number or a variable with its sign.
    Word(String),
}

/// Whether a condition holds; `None` if that isn't known.
pub(super) fn decide(condition: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<bool> {
    // A condition that was cut short isn't all there.
    if condition.contains('…') {
        return None;
    }
    let tokens = tokens(condition);
    let mut stacks = Stacks::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            Token::Open => stacks.operators.push(Token::Open),
            Token::Close => stacks.close()?,
            Token::Not => stacks.operators.push(Token::Not),
            Token::And | Token::Or => stacks.operator(token),
            _ => {
                let end = end_of_atom(&tokens, at);
                let atom = tokens.get(at - 1..end).unwrap_or_default();
                stacks.values.push(holds(atom, value));
                at = end;
            }
        }
    }
    stacks.finish()
}

/// Values and operators that wait for more.
#[derive(Debug, Default)]
struct Stacks {
    values: Vec<Option<bool>>,
    operators: Vec<Token>,
}

impl Stacks {
    /// An operator: those that bind tighter, or as tight and before it, are applied first.
    fn operator(&mut self, token: &Token) {
        while let Some(last) = self.operators.last() {
            let waits = *last == Token::Open || (*last == Token::Or && *token == Token::And);
            if waits || self.apply().is_none() {
                break;
            }
        }
        self.operators.push(token.clone());
    }

    /// A parenthesis closes.
    fn close(&mut self) -> Option<()> {
        while *self.operators.last()? != Token::Open {
            self.apply()?;
        }
        self.operators.pop();
        Some(())
    }

    /// Applies the last operator.
    fn apply(&mut self) -> Option<()> {
        let operator = self.operators.pop()?;
        let right = self.values.pop()?;
        let result = if operator == Token::Not {
            right.map(|it| !it)
        } else {
            let left = self.values.pop()?;
            let decisive = operator == Token::Or;
            match (left, right) {
                _ if left == Some(decisive) || right == Some(decisive) => Some(decisive),
                (Some(_), Some(_)) => Some(!decisive),
                _ => None,
            }
        };
        self.values.push(result);
        Some(())
    }

    fn finish(mut self) -> Option<bool> {
        while let Some(last) = self.operators.last() {
            if *last == Token::Open {
                return None;
            }
            self.apply()?;
        }
        match self.values.as_slice() {
            [only] => *only,
            _ => None,
        }
    }
}

/// Where a comparison, a name or a call ends that begins before a token.
fn end_of_atom(tokens: &[Token], from: usize) -> usize {
    let mut depth = 0u32;
    let rest = tokens.get(from..).unwrap_or_default();
    let length = rest.iter().position(|token| {
        match token {
            Token::Open => depth += 1,
            Token::Close | Token::And | Token::Or if depth == 0 => return true,
            Token::Close => depth -= 1,
            _ => {}
        }
        false
    });
    from + length.unwrap_or(rest.len())
}

/// Whether a comparison holds, or a variable on its own has a value that counts as true.
fn holds(atom: &[Token], value: &dyn Fn(&str) -> Option<String>) -> Option<bool> {
    match atom {
        [left, Token::Compare(equal), right] => {
            let literal = is_signed(left);
            let (left, right) = (operand(left, false, value)?, operand(right, literal, value)?);
            // Whether the case of letters counts depends on the language.
            let clear = left == right || !left.eq_ignore_ascii_case(&right);
            equal.filter(|_| clear).map(|equal| (left == right) == equal)
        }
        [Token::Word(test), of] if test == "-z" || test == "-n" => {
            operand(of, false, value).map(|it| it.is_empty() == (test == "-z"))
        }
        [Token::Word(_)] => operand(atom.first()?, false, value)
            .map(|it| !matches!(it.to_ascii_lowercase().as_str(), "" | "false" | "0" | "no")),
        [name, Token::Word(is), Token::Word(defined)] if is == "is" && defined == "defined" => {
            operand(name, false, value).map(|_| true)
        }
        _ => None,
    }
}

/// Whether a word is a variable with the sign of one.
fn is_signed(token: &Token) -> bool {
    matches!(token, Token::Word(word) if word.starts_with(['&', '$']))
}

/// The value of one side of a comparison.
fn operand(token: &Token, literal: bool, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let (text, quoted) = match token {
        Token::Quoted(text) => (text.as_str(), true),
        Token::Word(text) => (text.as_str(), false),
        _ => return None,
    };
    let number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let signed = text.starts_with(['$', '&']);
    if number || (!signed && (quoted || literal)) {
        let constant = !text.contains(['$', '&', '{', '`']);
        return constant.then(|| text.to_owned());
    }
    let name = text.trim_start_matches(['$', '!', '{', '&']).trim_end_matches(['}', '.']);
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | '@' | '#');
    (!name.is_empty() && name.chars().all(plain)).then(|| value(name)).flatten()
}

/// Takes a condition apart.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '(' => (Some(Token::Open), 1),
            ')' => (Some(Token::Close), 1),
            '[' | ']' | ';' => (None, 1),
            '"' | '\'' => quoted(rest, first),
            _ => sign(rest).unwrap_or_else(|| word(rest)),
        };
        tokens.extend(token);
        rest = rest.get(length.max(1)..).unwrap_or_default().trim_start();
    }
    tokens
}

/// A text in quotes, and how long it is.
fn quoted(rest: &str, quote: char) -> (Option<Token>, usize) {
    let inner = rest.get(1..).unwrap_or_default();
    let length = inner.find(quote).unwrap_or(inner.len());
    (Some(Token::Quoted(inner.get(..length).unwrap_or_default().to_owned())), length + 2)
}

/// An operator that isn't a word; the longer ones first.
fn sign(rest: &str) -> Option<(Option<Token>, usize)> {
    const SIGNS: &[(&str, Token)] = &[
        ("===", Token::Compare(Some(true))),
        ("!==", Token::Compare(Some(false))),
        ("==", Token::Compare(Some(true))),
        ("!=", Token::Compare(Some(false))),
        ("^=", Token::Compare(Some(false))),
        ("\\=", Token::Compare(Some(false))),
        ("¬=", Token::Compare(Some(false))),
        ("<>", Token::Compare(Some(false))),
        ("<=", Token::Compare(None)),
        (">=", Token::Compare(None)),
        ("&&", Token::And),
        ("||", Token::Or),
        ("& ", Token::And),
        ("=", Token::Compare(Some(true))),
        ("<", Token::Compare(None)),
        (">", Token::Compare(None)),
        ("!", Token::Not),
        ("^", Token::Not),
        ("\\", Token::Not),
        ("¬", Token::Not),
    ];
    let (sign, token) = SIGNS.iter().find(|(sign, _)| rest.starts_with(*sign))?;
    Some((Some(token.clone()), sign.len()))
}

/// A word, an operator that is one among them.
fn word(rest: &str) -> (Option<Token>, usize) {
    let mut length = rest.chars().next().map_or(1, char::len_utf8);
    let braced = rest.starts_with('$') && rest.contains('}');
    for byte in rest.bytes().skip(length) {
        let inside = braced && !rest.get(..length).is_some_and(|it| it.contains('}'));
        let named = byte.is_ascii_alphanumeric() || b"_-.@#$%{}!/".contains(&byte);
        let taken = byte.is_ascii() && (named || inside && byte != b' ');
        if !taken {
            break;
        }
        length += 1;
    }
    let word = rest.get(..length).unwrap_or(rest);
    let token = match word.to_ascii_lowercase().as_str() {
        "and" | "-a" => Token::And,
        "or" | "-o" => Token::Or,
        "not" => Token::Not,
        "eq" | "-eq" => Token::Compare(Some(true)),
        "ne" | "-ne" => Token::Compare(Some(false)),
        "lt" | "le" | "gt" | "ge" | "-lt" | "-le" | "-gt" | "-ge" => Token::Compare(None),
        "test" => return (None, word.len()),
        _ => Token::Word(word.to_owned()),
    };
    (Some(token), word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str) -> Option<String> {
        match name {
            "instance-SITE" | "site" | "SITE" => Some("prod".to_owned()),
            "empty" => Some(String::new()),
            _ => None,
        }
    }

    fn answer(condition: &str) -> Option<bool> {
        decide(condition, &value)
    }

    #[test]
    fn comparisons_of_each_language() {
        assert_eq!(answer("${instance-SITE} == \"prod\""), Some(true));
        assert_eq!(answer("not (${instance-SITE} == \"prod\")"), Some(false));
        assert_eq!(answer("site != 'test'"), Some(true));
        assert_eq!(answer("&SITE = prod"), Some(true));
        assert_eq!(answer("[ \"$SITE\" = \"test\" ]"), Some(false));
        assert_eq!(answer("&SITE NE prod"), Some(false));
    }

    #[test]
    fn a_variable_alone_is_true_unless_it_is_empty_or_false() {
        assert_eq!(answer("site"), Some(true));
        assert_eq!(answer("not empty"), Some(true));
        assert_eq!(answer("site and empty"), Some(false));
    }

    #[test]
    fn what_is_not_known_decides_nothing() {
        assert_eq!(answer("RC = 0"), None);
        assert_eq!(answer("other == 'x' and site == 'prod'"), None);
        assert_eq!(answer("other == 'x' or site == 'prod'"), Some(true));
        assert_eq!(answer("site in ['prod']"), None);
        assert_eq!(answer("f(site)"), None);
        assert_eq!(answer("site == 'PROD'"), None);
        assert_eq!(answer("for x in site"), None);
        assert_eq!(answer("(site"), None);
        assert_eq!(answer("site)"), None);
        assert_eq!(answer("and"), None);
        assert_eq!(answer(""), None);
    }
}
