//! SETROPTS.
//!
//! Source: `RACF Command Language Reference`, SETROPTS; `Security Administrator's Guide` on POSIT
//! values: classes of one value share their settings. With REFRESH, what GENERIC, RACLIST, GLOBAL and
//! WHEN(PROGRAM) name is refreshed, not switched on; the state is always as if refreshed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saffron_diagnostics::Span;
use saffron_vocabulary::class::Raclist;
use saffron_vocabulary::operand;
use saffron_vocabulary::racf::LogOptions;

use super::class::{Class, DATASET};
use super::reply::{Count, Done, Failure};
use super::session::Work;
use super::special::has_global_checking;
use super::{ClassOptions, Fact, Options};
use crate::command::{Name, SetRoptsOperand, SystemOption};

/// A setting that classes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    Active,
    Generic,
    GenericCommands,
    Raclist,
    Genlist,
    Global,
    Log(LogOptions),
}

/// What the whole command is about.
#[derive(Debug, Default)]
struct Context {
    /// REFRESH, with its place.
    refresh: Option<Span>,
    /// Classes of NOCLASSACT.
    deactivated: Vec<String>,
    /// Classes that were switched on.
    activated: Vec<(String, Span)>,
}

impl Work<'_> {
    pub(super) fn set_options(&mut self, operands: &[SetRoptsOperand]) {
        let mut context = context(operands);
        // NOGENCMD is ignored while a class is GENERIC, so NOGENERIC comes first, wherever it is.
        let is_late =
            |it: &&SetRoptsOperand| matches!(it.option, SystemOption::GenericCommands(_, false));
        let (late, early): (Vec<_>, Vec<_>) = operands.iter().partition(is_late);
        let mut count = Count::default();
        for operand in early.into_iter().chain(late) {
            if let Err(failure) = self.set_option(operand, &mut context) {
                self.reply.listed(failure, &mut count);
            }
        }
        self.reply.counted(&count, operands.len());
        self.remark_on_raclist(&context);
        let sets = operands.iter().any(|it| !matches!(it.option, SystemOption::List));
        if sets && count.failed < operands.len() {
            self.reply.note(Some("ICH14063I"), "options are set".to_owned(), self.span);
        }
    }

    fn set_option(&mut self, operand: &SetRoptsOperand, context: &mut Context) -> Done {
        let (said, span) = (self.span, operand.span);
        match &operand.option {
            SystemOption::Active(names, on) => self.classes(names, *on, Setting::Active, context),
            SystemOption::Generic(names, on) => self.classes(names, *on, Setting::Generic, context),
            SystemOption::GenericCommands(names, on) => {
                self.classes(names, *on, Setting::GenericCommands, context)
            }
            SystemOption::Raclist(names, on) => self.classes(names, *on, Setting::Raclist, context),
            SystemOption::Genlist(names, on) => self.classes(names, *on, Setting::Genlist, context),
            SystemOption::Global(names, on) => self.classes(names, *on, Setting::Global, context),
            SystemOption::LogOptions(log, names) => {
                self.classes(names, *log != LogOptions::Default, Setting::Log(*log), context)
            }
            SystemOption::ProgramControl(on) => {
                self.program_control(*on, context, span);
                Ok(())
            }
            SystemOption::EnhancedGenericNaming(on) => {
                self.enhanced_generic_naming(*on, span);
                Ok(())
            }
            SystemOption::Prefix(prefix) => self.prefix(prefix.as_ref()),
            SystemOption::Idle(word) | SystemOption::IdleAudit(word) => {
                self.remark_on_missing_model(word, span);
                Ok(())
            }
            other => {
                set_system_option(&mut self.database.options, other, said);
                Ok(())
            }
        }
    }

    /// Decisions of RACF depend on the option, those of Saffron don't.
    fn remark_on_missing_model(&mut self, word: &str, span: Span) {
        if let Some(instead) = operand::not_modelled("SETROPTS", word) {
            self.reply.warn(None, format!("`{word}` is not modelled: {instead}"), span);
        }
    }

    fn program_control(&mut self, on: bool, context: &Context, span: Span) {
        let fact = &mut self.database.options.program_control;
        if on && context.refresh.is_some() {
            if !fact.value {
                let text = "program control isn't active, so there is nothing to refresh; issue SETROPTS WHEN(PROGRAM)";
                self.reply.warn(None, text.to_owned(), span);
            }
        } else {
            *fact = Fact::said(on, self.span);
        }
    }

    /// PREFIX names a group (`Security Administrator's Guide`, data sets with single-qualifier names).
    fn prefix(&mut self, prefix: Option<&Name>) -> Done {
        if let Some(name) = prefix {
            self.is_group(name, None)?;
        }
        let value = prefix.map(|it| it.text.clone());
        self.database.options.prefix = Fact::said(value, self.span);
        Ok(())
    }

    /// Switches a setting of classes on or off, and of those that share their POSIT value.
    fn classes(
        &mut self,
        names: &[Name],
        on: bool,
        setting: Setting,
        context: &mut Context,
    ) -> Done {
        let refreshed = on && is_refreshed(setting) && context.refresh.is_some();
        let mut failures = Vec::new();
        for name in names {
            match self.chosen(name, on, setting, context) {
                Err(failure) => failures.push(failure),
                Ok(chosen) if refreshed => self.refresh(&chosen, setting, name),
                Ok(chosen) => self.cover(&chosen, on, setting, (name.span, &mut *context)),
            }
        }
        // The last failure stands for the operand if nothing of it was done.
        let done = failures.len() < names.len();
        let last = if done { None } else { failures.pop() };
        for failure in failures {
            self.reply.skipped_commands(failure);
        }
        last.map_or(Ok(()), Err)
    }

    /// The classes that a name means: one, or with `*` all that can have the setting. CLASSACT(*)
    /// activates none.
    ///
    /// Source: `Security Administrator's Guide`, Activating general resource classes (CLASSACT
    /// option).
    fn chosen(
        &self,
        name: &Name,
        on: bool,
        setting: Setting,
        context: &Context,
    ) -> Done<Vec<Cow<'static, Class>>> {
        if name.text == "*" && on && setting == Setting::Active {
            let text = "RACF doesn't activate all classes by CLASSACT(*), because some deny all access that no profile allows; name each class that is to be active";
            return Err(Failure::unnamed(text.to_owned(), name.span));
        }
        if name.text == "*" {
            let mut all = self.database.all_classes();
            all.retain(|class| {
                fits(class, on, setting) && !self.is_still_generic(class, on, setting)
            });
            return Ok(all);
        }
        let class = self.class(name)?;
        let why = if !fits(&class, on, setting) {
            why_not(setting, on)
        } else if self.is_still_generic(&class, on, setting) {
            "is GENERIC, so it remains GENCMD; issue NOGENERIC too"
        } else if on && setting == Setting::Raclist && context.deactivated.contains(&class.name) {
            let text = format!("`{}` is being deactivated, so it isn't RACLISTed", class.name);
            return Err(Failure::new("ICH14042I", text, name.span));
        } else {
            return Ok(vec![class]);
        };
        Err(Failure::unnamed(format!("the class `{}` {why}", class.name), name.span))
    }

    fn is_still_generic(&self, class: &Class, on: bool, setting: Setting) -> bool {
        let settings = self.database.options.classes.get(&class.name);
        !on && setting == Setting::GenericCommands
            && settings.is_some_and(|it| it.generic.is_some())
    }

    /// Nothing changes, since the state is always as if refreshed; what isn't on is reported.
    fn refresh(&mut self, chosen: &[Cow<'static, Class>], setting: Setting, name: &Name) {
        for class in chosen.iter().filter(|_| name.text != "*") {
            let settings = self.database.options.classes.get(&class.name);
            let is_on = settings.is_some_and(|it| is_on(it, setting));
            if is_on {
                continue;
            }
            let class = &class.name;
            let (id, word) = match setting {
                Setting::Global => (Some("ICH14016I"), "GLOBAL"),
                Setting::Raclist => (Some("ICH14070I"), "RACLIST"),
                _ => (None, "GENERIC"),
            };
            let text = format!(
                "`{class}` isn't {word}, so REFRESH has no effect; issue SETROPTS {word}({class}) without REFRESH first"
            );
            self.reply.warn(id, text, name.span);
        }
    }

    fn cover(
        &mut self,
        chosen: &[Cow<'static, Class>],
        on: bool,
        setting: Setting,
        (span, context): (Span, &mut Context),
    ) {
        for class in chosen {
            for name in self.sharing(class, on, setting) {
                if setting == Setting::Active && on && !self.database.is_active(&name) {
                    context.activated.push((name.clone(), span));
                }
                let options = self.database.options.classes.entry(name).or_default();
                switch(options, on, setting, self.span);
            }
        }
    }

    /// The class itself and those of the same POSIT value that can have the setting.
    fn sharing(&self, class: &Class, on: bool, setting: Setting) -> Vec<String> {
        let mut names = vec![class.name.clone()];
        if let Some(posit) = class.descriptor.posit {
            // A setting belongs to the POSIT value, whether RACF knows all of its classes or not.
            let all = self.database.defined_classes();
            let others = all.iter().filter(|it| {
                it.descriptor.posit == Some(posit) && it.name != class.name && fits(it, on, setting)
            });
            names.extend(others.map(|it| it.name.clone()));
        }
        names
    }

    /// Classes that protect nothing before they are RACLISTed.
    fn remark_on_raclist(&mut self, context: &Context) {
        let mut unready: BTreeMap<Span, Vec<&str>> = BTreeMap::new();
        for (name, span) in &context.activated {
            let class = self.database.class(name);
            let required = class.is_some_and(|it| it.descriptor.raclist == Raclist::Required);
            if required && !self.database.is_raclisted(name) {
                unready.entry(*span).or_default().push(name);
            }
        }
        for (span, names) in unready {
            let names = names.join(" ");
            let text = format!("these classes protect nothing until SETROPTS RACLIST: {names}");
            self.reply.warn(Some("ICH14040I"), text, span);
        }
    }
}

fn context(operands: &[SetRoptsOperand]) -> Context {
    let mut context = Context::default();
    for operand in operands {
        match &operand.option {
            SystemOption::Refresh => context.refresh = Some(operand.span),
            SystemOption::Active(names, false) => {
                context.deactivated.extend(names.iter().map(|it| it.text.clone()));
            }
            _ => {}
        }
    }
    context
}

fn is_refreshed(setting: Setting) -> bool {
    matches!(setting, Setting::Generic | Setting::Raclist | Setting::Genlist | Setting::Global)
}

/// Whether the class can have the setting.
fn fits(class: &Class, on: bool, setting: Setting) -> bool {
    match setting {
        Setting::Active => on || class.name != DATASET,
        _ if !on => true,
        Setting::Generic | Setting::GenericCommands => class.descriptor.generic_allowed,
        Setting::Raclist => class.descriptor.raclist != Raclist::Disallowed,
        Setting::Genlist => !class.is_data_set(),
        Setting::Global => has_global_checking(class),
        Setting::Log(_) => true,
    }
}

fn why_not(setting: Setting, on: bool) -> &'static str {
    match (setting, on) {
        (Setting::Active, _) => "is always active",
        (Setting::Generic | Setting::GenericCommands, _) => "can't have generic profiles",
        (Setting::Raclist, _) => "can't be RACLISTed",
        (Setting::Genlist, _) => "can't be GENLISTed",
        (Setting::Global, _) => "has no global access checking",
        (Setting::Log(_), _) => "has no logging options",
    }
}

fn is_on(options: &ClassOptions, setting: Setting) -> bool {
    match setting {
        Setting::Active => options.active.is_some(),
        Setting::Generic => options.generic.is_some(),
        Setting::GenericCommands => options.generic_commands.is_some(),
        Setting::Raclist => options.raclisted.is_some(),
        Setting::Global => options.global.is_some(),
        Setting::Log(_) => options.log_options.is_some(),
        Setting::Genlist => true,
    }
}

/// GENERIC switches GENCMD on too; GENLIST is about storage alone.
fn switch(options: &mut ClassOptions, on: bool, setting: Setting, said: Span) {
    let fact = on.then(|| Fact::said(true, said));
    match setting {
        Setting::Active => keep(&mut options.active, fact),
        Setting::Generic => {
            if on {
                keep(&mut options.generic_commands, fact.clone());
            }
            keep(&mut options.generic, fact);
        }
        Setting::GenericCommands => keep(&mut options.generic_commands, fact),
        Setting::Raclist => keep(&mut options.raclisted, fact),
        Setting::Global => keep(&mut options.global, fact),
        Setting::Log(log) => options.log_options = on.then(|| Fact::said(log, said)),
        Setting::Genlist => {}
    }
}

/// What is on already stays with the command that switched it on.
fn keep(slot: &mut Option<Fact<bool>>, fact: Option<Fact<bool>>) {
    if fact.is_none() || slot.is_none() {
        *slot = fact;
    }
}

/// Options that need nothing else.
fn set_system_option(options: &mut Options, option: &SystemOption, said: Span) {
    match option {
        SystemOption::ListOfGroups(on) => options.list_of_groups = Fact::said(*on, said),
        SystemOption::ProtectAll(level) => options.protect_all = Fact::said(*level, said),
        SystemOption::AddCreator(on) => options.add_creator = Fact::said(*on, said),
        SystemOption::GenericOwner(on) => options.generic_owner = Fact::said(*on, said),
        SystemOption::Mls(level) => options.mls = Fact::said(*level, said),
        SystemOption::MlActive(level) => options.ml_active = Fact::said(*level, said),
        SystemOption::OperationsAudit(on) => options.operations_audit = Fact::said(*on, said),
        SystemOption::UndefinedTerminals(on) => options.undefined_terminals = Fact::said(*on, said),
        _ => {}
    }
}
