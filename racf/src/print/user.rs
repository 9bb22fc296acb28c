//! ADDUSER and ALTUSER.

use crate::command::UserOperands;

use super::operands::Operands;
use super::word::Word;

pub(super) fn user(to: &mut Operands, user: &UserOperands) {
    to.names(&user.users);
    to.id("DFLTGRP", user.default_group.as_ref());
    to.id("OWNER", user.owner.as_ref());
    let authority = user.authority.as_ref();
    to.value("AUTHORITY", authority.map(|authority| Word::keyword(authority.node.as_str())));
    to.level("UACC", user.uacc.as_ref());
    to.id("GROUP", user.group.as_ref());
    to.value("NAME", user.name.as_ref().map(|name| Word::text(&name.node)));
    to.text("DATA", user.data.as_ref());
    to.off("DATA", user.data.as_ref());
    security(to, user);
    to.attributes(&user.attributes);
    to.switch_if("PASSWORD", user.password.as_ref(), false);
    to.switch_if("PHRASE", user.phrase.as_ref(), false);
    to.switch("OIDCARD", user.oidcard.as_ref());
    to.moment("REVOKE", user.revoke.as_ref());
    to.moment("RESUME", user.resume.as_ref());
    to.segments(&user.segments, false);
    to.segments(&user.segments, true);
}

fn security(to: &mut Operands, user: &UserOperands) {
    let security = &user.security;
    to.named("SECLEVEL", security.level.as_ref());
    to.off("SECLEVEL", security.level.as_ref());
    to.named("SECLABEL", security.label.as_ref());
    to.off("SECLABEL", security.label.as_ref());
    for (key, is_on) in [("CLAUTH", true), ("NOCLAUTH", false)] {
        let classes = user.class_authority.iter().filter(|(_, on)| *on == is_on);
        to.list(key, classes.map(|(class, _)| Word::name(class)).collect());
    }
    to.ids("ADDCATEGORY", &security.add_categories);
    to.ids("DELCATEGORY", &security.delete_categories);
}
