//! What commands specify for a profile: OWNER, UACC, AUDIT, NOTIFY and the rest.
//!
//! Operands are checked before anything changes, and applied after.

use saffron_diagnostics::Span;
use saffron_diagnostics::Spanned;
use saffron_vocabulary::racf::AccessLevel;

use super::class::Class;
use super::reply::{Done, Failure};
use super::session::Work;
use super::{Details, Fact, Profile, name, security, segment};
use crate::command::{Name, ProfileOperands, Setting, Text};
use crate::outcome::Lack;

impl Work<'_> {
    /// The owner of something new: the issuer, if no other is named. `id` is RACF's message where
    /// there is no such user or group.
    pub(super) fn new_owner(
        &self,
        owner: Option<&Name>,
        id: Option<&'static str>,
    ) -> Done<Fact<String>> {
        let Some(name) = owner else { return Ok(Fact::said(self.issuer.to_owned(), self.span)) };
        if self.database.is_defined(&name.text) {
            return Ok(Fact::said(name.text.clone(), self.span));
        }
        let text = no_owner(&name.text);
        Err(Failure::of(id, text, name.span).lacks(Lack::Id))
    }

    /// The new owner of something; one that doesn't exist is skipped, and the rest is done.
    pub(super) fn changed_owner(
        &mut self,
        owner: Option<&Name>,
        id: Option<&'static str>,
    ) -> Option<Fact<String>> {
        let name = owner?;
        if self.database.is_defined(&name.text) {
            return Some(Fact::said(name.text.clone(), self.span));
        }
        let text = format!("the owner is unchanged: {}", no_owner(&name.text));
        self.reply.skipped_commands(Failure::of(id, text, name.span).lacks(Lack::Id));
        None
    }

    /// What can be wrong with operands, whatever the profile.
    pub(super) fn legal_operands(&mut self, class: &Class, it: &ProfileOperands) -> Done {
        if let Some(uacc) = &it.uacc
            && uacc.node == AccessLevel::Execute
            && !class.descriptor.execute_allowed
        {
            return Err(no_execute(class, uacc.span));
        }
        self.known_security(&it.security)?;
        self.remark_on_notify(it);
        Ok(())
    }

    fn remark_on_notify(&mut self, it: &ProfileOperands) {
        if let Some(Setting::To(named)) = &it.notify
            && let Some(user) = &named.node
            && !self.database.users.contains_key(user)
        {
            let text = format!("`{user}` in NOTIFY is not a user; add it with ADDUSER");
            self.reply.warn(None, text, named.span);
        }
    }
}

/// Applies what is specified for a profile, but for its owner.
pub(super) fn apply(profile: &mut Profile, it: &ProfileOperands, said: Span, issuer: &str) {
    if let Some(uacc) = &it.uacc {
        profile.uacc = Fact::said(uacc.node, said);
    }
    if says_details(it) {
        let details = profile.details.get_or_insert_default();
        apply_details(details, it, said, issuer);
        security::apply(&mut details.security, &it.security, said);
        segment::apply(&mut details.segments, &it.segments, said);
    }
}

fn apply_details(details: &mut Details, it: &ProfileOperands, said: Span, issuer: &str) {
    set(&mut details.warning, it.warning.as_ref(), said);
    set(&mut details.audit, it.audit.as_ref(), said);
    set(&mut details.global_audit, it.global_audit.as_ref(), said);
    set(&mut details.level, it.level.as_ref(), said);
    set(&mut details.erase, it.erase.as_ref(), said);
    match &it.notify {
        Some(Setting::To(user)) => {
            let user = user.node.clone().unwrap_or_else(|| issuer.to_owned());
            details.notify = Some(Fact::said(user, said));
        }
        Some(Setting::Off(_)) => details.notify = None,
        None => {}
    }
    set_text(&mut details.data, it.data.as_ref(), said);
    set_text(&mut details.application_data, it.application_data.as_ref(), said);
}

fn set<T: Copy>(slot: &mut Option<Fact<T>>, value: Option<&Spanned<T>>, said: Span) {
    if let Some(value) = value {
        *slot = Some(Fact::said(value.node, said));
    }
}

fn no_owner(name: &str) -> String {
    let remedy = name::remedy(name, "add it with ADDUSER or ADDGROUP first");
    format!("the owner `{name}` is neither a user nor a group; {remedy}")
}

/// EXECUTE where it means nothing (`RACF Command Language Reference`, PERMIT, ACCESS).
pub(super) fn no_execute(class: &Class, span: Span) -> Failure {
    let text = format!(
        "EXECUTE isn't valid in the class `{}`, only in DATASET and PROGRAM; READ is the lowest level",
        class.name
    );
    Failure::unnamed(text, span)
}

fn says_details(it: &ProfileOperands) -> bool {
    it.warning.is_some()
        || it.audit.is_some()
        || it.global_audit.is_some()
        || it.level.is_some()
        || it.erase.is_some()
        || it.notify.is_some()
        || it.data.is_some()
        || it.application_data.is_some()
        || security::says(&it.security)
        || !it.segments.is_empty()
}

/// `DATA('…')`, `NODATA`
pub(super) fn set_text(slot: &mut Option<Fact<String>>, text: Option<&Text>, said: Span) {
    match text {
        Some(Setting::To(text)) => *slot = Some(Fact::said(text.node.clone(), said)),
        Some(Setting::Off(_)) => *slot = None,
        None => {}
    }
}
