//! RDEFINE.
//!
//! Source: `RACF Command Language Reference`, RDEFINE.

use saffron_diagnostics::Span;
use saffron_vocabulary::specificity::has_generic_characters;

use super::ProfileKey;
use super::class::Class;
use super::key::KeyRef;
use super::operand::apply;
use super::reply::{Done, Failure};
use super::session::Work;
use super::special::{complete, legal_segments};
use crate::command::{Name, ResourceOperands};

impl Work<'_> {
    pub(super) fn define_resources(&mut self, it: &ResourceOperands) -> Done {
        let class = self.resource_class(&it.class)?;
        if !class.profiles_allowed {
            let text = format!("the class `{}` can't have profiles", class.name);
            return Err(Failure::unnamed(text, it.class.span));
        }
        self.each(&it.names, |work, name| work.define_resource(&class, name, it));
        self.remark_on_refresh(&class, "ICH10006I");
        Ok(())
    }

    /// Any class but DATASET.
    pub(super) fn resource_class(&self, name: &Name) -> Done<std::borrow::Cow<'static, Class>> {
        let class = self.class(name)?;
        if class.is_data_set() {
            let text = "data set profiles have their own commands: ADDSD, ALTDSD, DELDSD";
            return Err(Failure::not_understood(text.to_owned(), name.span));
        }
        Ok(class)
    }

    /// Changes to a RACLISTed class take effect when it is refreshed.
    pub(super) fn remark_on_refresh(&mut self, class: &Class, id: &'static str) {
        if self.reply.return_code < 8 && self.database.is_raclisted(&class.name) {
            let class = &class.name;
            let text = format!("takes effect with SETROPTS RACLIST({class}) REFRESH");
            self.reply.note(Some(id), text, self.span);
        }
    }

    fn define_resource(&mut self, class: &Class, name: &Name, it: &ResourceOperands) -> Done {
        let stored = self.stored_name(class, name);
        let generic = self.is_generic_name(class, &stored);
        self.legal_name(class, &stored, generic, name.span)?;
        self.legal_special_name(class, &stored, name.span)?;
        if self.database.profile(&class.name, KeyRef::of(&stored, generic)).is_some() {
            let text = format!("`{stored}` is already defined in the class `{}`", class.name);
            return Err(Failure::new("ICH10102I", text, name.span));
        }
        self.legal_operands(class, &it.profile)?;
        legal_segments(class, &it.profile.segments)?;
        let literal = !generic && looks_generic(class, &stored);
        if literal {
            self.no_generic_model(it, name.span)?;
        }
        let owner = self.new_owner(it.profile.owner.as_ref(), None)?;
        let mut profile = self.new_profile(class, owner, it.profile.from.as_ref())?;
        apply(&mut profile, &it.profile, self.span, self.issuer);
        complete(class, &profile, name.span)?;
        self.add_creator(&mut profile, class, &stored);
        if literal {
            self.remark_on_literal(class, &stored, name.span);
        }
        let key = ProfileKey { name: stored, generic, volumes: Vec::new() };
        self.database.add_profile(&class.name, key.clone(), profile);
        self.add_members(class, &key, &it.add_members);
        self.settle_special(class, &key.name, name.span);
        Ok(())
    }

    /// ICH10321I: a generic name in a class that isn't generic is taken literally.
    pub(super) fn remark_on_literal(&mut self, class: &Class, name: &str, span: Span) {
        let remedy = if class.descriptor.generic_allowed {
            format!("delete it, issue SETROPTS GENERIC({}) and define it again", class.name)
        } else {
            "the class has no generic profiles: define a profile for each resource".to_owned()
        };
        let text = format!(
            "`{name}` is a discrete profile that protects only the resource with exactly this name, because `{}` isn't generic; {remedy}",
            class.name
        );
        self.reply.warn(Some("ICH10321I"), text, span);
    }

    /// ICH10301I: such a profile can't have a model of a class that is generic.
    fn no_generic_model(&self, it: &ResourceOperands, span: Span) -> Done {
        let Some(from) = &it.profile.from else { return Ok(()) };
        let class = from.class.as_ref().unwrap_or(&it.class);
        if self.database.class(&class.text).is_some_and(|it| self.database.is_generic(&it)) {
            let text = format!(
                "a generic name can't be copied from `{}` while its own class isn't generic; issue SETROPTS GENERIC({}) first",
                class.text, it.class.text
            );
            return Err(Failure::new("ICH10301I", text, span));
        }
        Ok(())
    }
}

/// Whether the name is spelt like a generic one; those of variables aren't.
pub(super) fn looks_generic(class: &Class, name: &str) -> bool {
    class.name != "RACFVARS" && has_generic_characters(name, !class.is_data_set())
}
