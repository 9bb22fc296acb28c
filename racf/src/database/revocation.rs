//! REVOKE and RESUME of users and connections.
//!
//! Source: `RACF Command Language Reference`, ALTUSER and CONNECT, REVOKE and RESUME. The day on
//! which a command runs isn't known here, so no command undoes what a date says without saying so:
//! RESUME leaves a revoke date, and NOREVOKE takes it away.

use saffron_diagnostics::Span;
use saffron_diagnostics::Spanned;

use super::reply::Reply;
use super::{Fact, Revocation};
use crate::command::Moment;

/// RACF's messages where nothing is to be done: REVOKE of who is revoked, RESUME of who isn't.
#[derive(Clone, Copy, Debug)]
pub(super) struct Messages {
    pub(super) already_revoked: Option<&'static str>,
    pub(super) not_revoked: Option<&'static str>,
}

/// Applies REVOKE and RESUME. `who` is for messages.
pub(super) fn apply(
    it: &mut Revocation,
    operands: (Option<&Spanned<Moment>>, Option<&Spanned<Moment>>),
    said: Span,
    (who, messages): (&str, Messages),
    reply: &mut Reply,
) {
    let (revoke, resume) = operands;
    if let Some(revoke) = revoke {
        apply_revoke(it, revoke, said, (who, messages.already_revoked), reply);
    }
    if let Some(resume) = resume {
        apply_resume(it, resume, said, (who, messages.not_revoked), reply);
    }
}

fn is_revoked(it: &Revocation) -> bool {
    it.revoked.as_ref().is_some_and(|fact| fact.value)
}

fn apply_revoke(
    it: &mut Revocation,
    revoke: &Spanned<Moment>,
    said: Span,
    (who, id): (&str, Option<&'static str>),
    reply: &mut Reply,
) {
    match revoke.node {
        Moment::Now if is_revoked(it) && it.resume_on.is_none() => {
            let text = format!("{who} is already revoked");
            reply.note(id, text, revoke.span);
        }
        // A resume date of earlier would lift the revocation at once.
        Moment::Now => {
            let revoked = Some(Fact::said(true, said));
            *it = Revocation { revoked, revoke_on: None, resume_on: None };
        }
        Moment::On(day) => it.revoke_on = Some(Fact::said(day, said)),
        Moment::Never => it.revoke_on = None,
    }
}

fn apply_resume(
    it: &mut Revocation,
    resume: &Spanned<Moment>,
    said: Span,
    (who, id): (&str, Option<&'static str>),
    reply: &mut Reply,
) {
    match resume.node {
        Moment::Now if is_revoked(it) => {
            it.revoked = Some(Fact::said(false, said));
            it.resume_on = None;
        }
        Moment::Now if it.revoke_on.is_some() => {
            let text = format!("{who} keeps the revoke date; NOREVOKE removes it");
            reply.warn(None, text, resume.span);
        }
        Moment::Now => reply.note(id, format!("{who} isn't revoked"), resume.span),
        Moment::On(day) => it.resume_on = Some(Fact::said(day, said)),
        Moment::Never => it.resume_on = None,
    }
}
