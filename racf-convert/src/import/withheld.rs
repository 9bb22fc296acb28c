//! What people wrote and may be a secret: comments, conditions, and texts in the properties of declarations.
//! It is left out of the package, and the report shows its place.

use saffron_command_files::script::Comment;
use saffron_lang::Span;
use saffron_lang::ast::Item;
use saffron_racf::disclosure::Disclosure;

use super::read::Noted;
use crate::policy;

/// What is left out: what it is, and where.
pub(super) type LeftOut = Vec<(&'static str, Span)>;

/// Takes comments and conditions that may have a secret out of scripts.
pub(super) fn scripts(scripts: &mut [Noted], disclosure: &Disclosure) -> LeftOut {
    let mut left_out = LeftOut::new();
    for script in scripts {
        comments(&mut script.comments, disclosure, &mut left_out);
        for command in &mut script.commands {
            comments(&mut command.comments, disclosure, &mut left_out);
            if let Some(condition) = &mut command.condition
                && !disclosure.keeps(condition)
            {
                "a condition that isn't copied holds".clone_into(condition);
                left_out.push(("a condition", command.span));
            }
        }
        for command in &mut script.commented {
            comments(&mut command.comments, disclosure, &mut left_out);
            if !disclosure.keeps(&command.text) {
                command.text = disclosure.command(command);
            }
        }
    }
    left_out
}

/// Comments that follow each other can be one text: after one that is left out, the next one is, too.
fn comments(comments: &mut Vec<Comment>, disclosure: &Disclosure, left_out: &mut LeftOut) {
    let mut before: Option<u32> = None;
    comments.retain(|comment| {
        let is_next = before.is_some_and(|end| comment.span.start.saturating_sub(end) < NEAR);
        let keeps = !is_next && disclosure.keeps(&comment.text);
        if !keeps {
            left_out.push(("a comment", comment.span));
        }
        before = (!keeps && !is_next).then_some(comment.span.end);
        keeps
    });
}

/// Comments that are nearer follow each other.
const NEAR: u32 = 100;

/// Takes texts that have the value of a secret out of declarations.
pub(super) fn items(items: &mut [Item], disclosure: &Disclosure) -> LeftOut {
    let left_out = policy::withheld::texts(items, disclosure);
    left_out.into_iter().map(|span| ("a text", span)).collect()
}
