//! Reads the case-book: rules of RACF in prose, each with a policy, requests and decisions.
//!
//! A chapter is a Markdown file. A level-2 heading begins a case; its text says the rule. Of the
//! fenced blocks, `saffron` holds the policy, the first `jsonl` the requests and the second `jsonl`
//! what the decision on each must show, one object a line. A `saffron` block before the first case
//! belongs to every case of the chapter.

use serde_json::Value;

/// A rule and the decisions that show it.
#[derive(Clone, Debug, Default)]
pub struct BookCase {
    /// The heading.
    pub name: String,
    /// What is below it, outside of blocks.
    pub rule: String,
    /// The policy, the chapter's part included.
    pub policy: String,
    /// Requests.
    pub requests: Vec<Value>,
    /// For each request, the fields that its decision must have.
    pub expected: Vec<Value>,
    /// The heading's line in the chapter.
    pub line: usize,
}

/// The cases of a chapter; `Err` says what is wrong with it, and where.
pub fn chapter(text: &str) -> Result<Vec<BookCase>, String> {
    let mut reader = Reader::default();
    for (at, line) in text.lines().enumerate() {
        reader.line(at + 1, line)?;
    }
    reader.finish()
}

#[derive(Debug, Default)]
struct Reader {
    shared: String,
    cases: Vec<BookCase>,
    block: Option<Block>,
}

/// An open fenced block.
#[derive(Debug)]
struct Block {
    kind: String,
    lines: Vec<String>,
    start: usize,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), String> {
        if let Some(kind) = line.strip_prefix("```") {
            if let Some(block) = self.block.take() {
                return self.close(&block);
            }
            let kind = kind.trim().to_owned();
            self.block = Some(Block { kind, lines: Vec::new(), start: number });
            return Ok(());
        }
        if let Some(block) = &mut self.block {
            block.lines.push(line.to_owned());
        } else if let Some(name) = line.strip_prefix("## ") {
            self.check_last()?;
            self.cases.push(BookCase {
                name: name.trim().to_owned(),
                policy: self.shared.clone(),
                line: number,
                ..BookCase::default()
            });
        } else if let Some(case) = self.cases.last_mut() {
            case.rule.push_str(line.trim());
        }
        Ok(())
    }

    fn close(&mut self, block: &Block) -> Result<(), String> {
        let at = block.start;
        let Some(case) = self.cases.last_mut() else {
            if block.kind == "saffron" {
                self.shared.push_str(&text_of(block));
            }
            return Ok(());
        };
        match block.kind.as_str() {
            "saffron" => case.policy.push_str(&text_of(block)),
            "jsonl" if case.requests.is_empty() => case.requests = values(block)?,
            "jsonl" if case.expected.is_empty() => case.expected = values(block)?,
            other => return Err(format!("line {at}: a block of kind `{other}` too many")),
        }
        Ok(())
    }

    fn check_last(&self) -> Result<(), String> {
        let Some(case) = self.cases.last() else { return Ok(()) };
        let BookCase { name, line, requests, expected, .. } = case;
        if case.rule.is_empty() {
            return Err(format!("line {line}: `{name}` says no rule"));
        }
        if requests.is_empty() || requests.len() != expected.len() {
            let (asked, answered) = (requests.len(), expected.len());
            return Err(format!(
                "line {line}: `{name}` has {asked} requests, {answered} decisions"
            ));
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<BookCase>, String> {
        if let Some(block) = self.block {
            return Err(format!("line {}: the block isn't closed", block.start));
        }
        self.check_last()?;
        Ok(self.cases)
    }
}

fn text_of(block: &Block) -> String {
    block.lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

fn values(block: &Block) -> Result<Vec<Value>, String> {
    let lines = block.lines.iter().filter(|line| !line.trim().is_empty());
    let parse = |line: &String| serde_json::from_str::<Value>(line);
    lines.map(parse).collect::<Result<_, _>>().map_err(|why| format!("line {}: {why}", block.start))
}

/// The first field of the expectation that the decision doesn't show; objects are compared field
/// by field, everything else as a whole.
pub fn mismatch(expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            expected.iter().find_map(|(key, value)| match actual.get(key) {
                None => Some(format!("there is no {key}")),
                Some(it) => mismatch(value, it).map(|why| format!("{key}: {why}")),
            })
        }
        _ if expected == actual => None,
        _ => Some(format!("expected {expected}, got {actual}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{chapter, mismatch};
    use serde_json::json;

    const CHAPTER: &str = "# Title\n\nIntroduction.\n\n```saffron\ngroup G1\n```\n\n## One\n\n\
        A rule.\n\n```saffron\ngroup G2\n```\n\n```jsonl\n{\"a\": 1}\n```\n\n```jsonl\n{\"b\": 2}\n```\n";

    #[test]
    fn a_chapter_is_read() {
        let cases = chapter(CHAPTER).unwrap();
        assert_eq!(cases.len(), 1);
        let case = &cases[0];
        assert_eq!((case.name.as_str(), case.rule.as_str(), case.line), ("One", "A rule.", 9));
        assert_eq!(case.policy, "group G1\ngroup G2\n");
        assert_eq!((&case.requests[0], &case.expected[0]), (&json!({"a": 1}), &json!({"b": 2})));
    }

    #[test]
    fn an_unfinished_case_is_refused() {
        assert!(chapter("## One\n\nA rule.\n\n```jsonl\n{}\n```\n").is_err());
        assert!(chapter("## One\n\n```jsonl\n{}\n```\n\n```jsonl\n{}\n```\n").is_err());
        assert!(chapter(CHAPTER.trim_end_matches("```\n")).is_err());
    }

    #[test]
    fn only_what_is_named_must_match() {
        let decision = json!({"outcome": "grant", "profile": {"name": "A", "generic": true}});
        assert_eq!(mismatch(&json!({"profile": {"name": "A"}}), &decision), None);
        for wrong in [json!({"outcome": "deny"}), json!({"profile": null}), json!({"other": 1})] {
            assert!(mismatch(&wrong, &decision).is_some(), "{wrong}");
        }
    }
}
