//! A reader of commands that knows no emitter: lines to words with their operands.

/// A word of a command, with what is in its parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) name: String,
    pub(super) operand: Option<String>,
}

/// The commands of a file: continued lines are joined, comments left out.
pub(super) fn statements(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        assert!(line.chars().count() <= 72, "too long for a job: {line}");
        let comment = line.starts_with('*') || line.trim_start().starts_with("/*");
        if comment && open.is_empty() {
            continue;
        }
        match line.strip_suffix(" -") {
            Some(begun) => open += begun,
            None => found.push(std::mem::take(&mut open) + line),
        }
    }
    assert!(open.is_empty(), "the last command is continued");
    found.iter().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The words of a command: blanks in parentheses or apostrophes separate nothing.
pub(super) fn words(statement: &str) -> Vec<Word> {
    let (mut depth, mut quoted, mut all, mut one) = (0, false, Vec::new(), String::new());
    for sign in statement.chars() {
        match sign {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if sign == ' ' && depth == 0 && !quoted {
            all.push(std::mem::take(&mut one));
        } else {
            one.push(sign);
        }
    }
    all.push(one);
    all.iter().filter(|it| !it.is_empty()).map(|it| word(it)).collect()
}

fn word(text: &str) -> Word {
    let split = text.split_once('(').and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?)));
    match split {
        Some((name, operand)) => Word { name: name.to_owned(), operand: Some(operand.to_owned()) },
        None => Word { name: text.to_owned(), operand: None },
    }
}

/// The text of an operand in apostrophes.
pub(super) fn unquoted(text: &str) -> Option<String> {
    Some(text.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'"))
}

/// Every statement without one of its commands, and with one of its operands damaged.
pub(super) fn mutants(statements: &[String]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let mut removed = statements.to_vec();
        removed.remove(at);
        found.push((format!("without `{statement}`"), removed));
        for damaged in damaged(statement) {
            let mut changed = statements.to_vec();
            changed[at].clone_from(&damaged);
            found.push((format!("`{damaged}` for `{statement}`"), changed));
        }
    }
    found
}

/// The statement with the last sign of one name replaced, for each name, and for each mask.
fn damaged(statement: &str) -> Vec<String> {
    let signs: Vec<char> = statement.chars().collect();
    let in_name = |it: char| it.is_ascii_alphanumeric();
    let mut found = Vec::new();
    for (at, sign) in signs.iter().enumerate() {
        let ends = in_name(*sign) && signs.get(at + 1).is_none_or(|next| !in_name(*next));
        if ends || matches!(sign, '-' | '*' | '?') {
            let mut other = signs.clone();
            other[at] = if *sign == 'Q' { 'X' } else { 'Q' };
            found.push(other.into_iter().collect());
        }
    }
    found
}
