//! The decision table as the rows of a bundle.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

mod emitter;
mod names;
mod origins;
mod profiles;
mod safr;
mod subjects;
mod text;

use saffron_bundle::layout::{
    ClassFields, GlobalFields, ImplicitOwner, LabelFields, MetaFields, ShortName, VariableFields,
    class_flag, meta_flag,
};
use saffron_bundle::{ClassIndex, MAX_LISTED, MAX_SCOPED, VariableIndex, WriteError};
use saffron_diagnostics::SourceMap;
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::index::Index as _;
use saffron_vocabulary::racf::ConditionKind;

use crate::model::{Class, LOCAL_NODES, Raclist};
use crate::table::DecisionTable;
use emitter::{ClassNames, Emitter, categories, flag, run};

/// The bundle of a table.
///
/// # Errors
/// A policy that is larger than a bundle can be.
pub(crate) fn emit(table: &DecisionTable<'_>, sources: &SourceMap) -> Result<Vec<u8>, WriteError> {
    if table.scoped.is_exceeded() {
        return Err(WriteError::TooManyScoped { limit: MAX_SCOPED });
    }
    if table.too_large {
        return Err(WriteError::TooManyListed { limit: MAX_LISTED });
    }
    let mut emitter = Emitter::new(table, sources);
    emitter.meta();
    emitter.subjects();
    emitter.profiles();
    emitter.globals();
    emitter.classes();
    emitter.labels();
    emitter.variables();
    emitter.safr();
    emitter.origins();
    emitter.sections.strings = emitter.texts.finish();
    emitter.sections.write(u32::from(table.model.edition), &emitter.placed)
}

impl Emitter<'_, '_> {
    fn is_active(&self, known: KnownClass) -> bool {
        self.model.known_class(known).is_some_and(|(_, class)| class.settings.active)
    }

    fn meta(&mut self) {
        let options = &self.model.options;
        let class = |known| self.model.known_class(known).map(|(id, _)| ClassIndex(id.0));
        let nodes = self.model.variables.iter().position(|variable| variable.name == LOCAL_NODES);
        let meta = MetaFields {
            // The writer chooses it.
            seed: 0,
            flags: self.meta_flags(),
            switches: options.switches.0,
            protect_all: options.protect_all,
            mls: options.mls,
            ml_active: options.ml_active,
            local_nodes: nodes.map(VariableIndex::from_usize),
            dataset: class(KnownClass::Dataset),
            terminal: class(KnownClass::Terminal),
            prefix: self.texts.add(options.prefix.as_deref().unwrap_or_default()),
        };
        self.sections.meta = Some(meta.into());
    }

    fn meta_flags(&self) -> u32 {
        let options = &self.model.options;
        let holds =
            |kind| KnownClass::of_condition(kind).is_some_and(|class| self.is_active(class));
        let active = ConditionKind::ALL.iter().copied().filter(|kind| holds(*kind));
        let active = active.fold(0, |set, kind| set | meta_flag::condition_class(kind));
        active
            | flag(options.list_of_groups, meta_flag::LIST_OF_GROUPS)
            | flag(options.program_control, meta_flag::PROGRAM_CONTROL)
            | flag(options.operations_audit, meta_flag::OPERATIONS_AUDIT)
            | flag(options.enhanced_generic_naming, meta_flag::ENHANCED_GENERIC_NAMING)
            | flag(self.is_active(KnownClass::Seclabel), meta_flag::SECLABEL)
            | flag(self.is_active(KnownClass::Secdata), meta_flag::SECDATA)
            | flag(self.variables_in_force(), meta_flag::VARIABLES)
    }

    fn variables_in_force(&self) -> bool {
        let class = self.model.known_class(KnownClass::Racfvars);
        class.is_some_and(|(_, class)| class.settings.active && class.settings.raclisted)
    }

    fn globals(&mut self) {
        for entry in &self.model.globals {
            let name = self.texts.add(&entry.name);
            self.sections.globals.push(GlobalFields { name, access: entry.access }.into());
        }
    }

    fn classes(&mut self) {
        self.class_names();
        let mut stored = 0;
        for ((id, class), names) in self.model.classes.iter_enumerated().zip(&self.roots) {
            let first = stored;
            let apart = self.table.stored.iter().skip(first);
            stored += apart.take_while(|row| row.profile.class == id).count();
            let fields = ClassFields {
                name: ShortName::new(&class.name),
                flags: self.class_flags(class, names),
                max_length: class.descriptor.max_length,
                default_return_code: self.default_return_code(class),
                log_options: class.settings.log_options,
                mac: class.descriptor.mac_processing,
                implicit_owner: implicit_owner(class),
                profiles: run(names.rows),
                root: names.root,
                irregular_kinds: names.irregular_kinds,
                global_kinds: names.global_kinds,
                irregular: run(names.irregular),
                globals: run(names.globals),
                global_root: names.global_root,
                global_irregular: run(names.global_irregular),
                stored: run((first, stored - first)),
            };
            self.sections.classes.push(fields.into());
        }
    }

    /// SAF return code without a profile. That of TERMINAL is an option: `Command Language Reference`,
    /// SETROPTS, TERMINAL.
    fn default_return_code(&self, class: &Class) -> u8 {
        let is_terminal = class.known == Some(KnownClass::Terminal);
        if is_terminal && !self.model.options.undefined_terminals {
            return 8;
        }
        class.descriptor.default_return_code
    }

    fn labels(&mut self) {
        for declared in &self.model.labels {
            let start = self.sections.categories.len();
            self.sections.categories.extend(categories(&declared.categories));
            let fields = LabelFields {
                name: ShortName::new(&declared.name),
                categories: run((start, declared.categories.len())),
                security_level: declared.security_level,
            };
            self.sections.labels.push(fields.into());
        }
    }

    fn variables(&mut self) {
        for variable in &self.model.variables {
            let start = self.sections.members.len();
            for member in &variable.members {
                let member = self.texts.add(member);
                self.sections.members.push(member);
            }
            let name = self.texts.add(&variable.name);
            let members = run((start, variable.members.len()));
            self.sections.variables.push(VariableFields { name, members }.into());
        }
    }

    fn class_flags(&self, class: &Class, names: &ClassNames) -> u32 {
        let (descriptor, settings) = (&class.descriptor, &class.settings);
        let used = names.rows.1 > 0 || names.globals.1 > 0 || class.origin.is_some();
        flag(self.model.is_in_effect(class), class_flag::ACTIVE)
            | flag(!self.model.is_known(class), class_flag::NOT_KNOWN)
            | flag(settings.generic, class_flag::GENERIC)
            | flag(crate::table::is_raclisted(class), class_flag::RACLISTED)
            | flag(descriptor.raclist == Raclist::Required, class_flag::RACLIST_REQUIRED)
            | flag(has_global_checking(class), class_flag::GLOBAL)
            | flag(descriptor.operations, class_flag::OPERATIONS)
            | flag(descriptor.mixed_case, class_flag::MIXED_CASE)
            | flag(class.is(KnownClass::Dataset), class_flag::DATASET)
            | flag(class.is(KnownClass::Program), class_flag::PROGRAM)
            | flag(descriptor.label_required, class_flag::LABEL_REQUIRED)
            | flag(used, class_flag::USED)
            | flag(crate::table::is_stored_apart(class), class_flag::STORED_APART)
            | flag(class.is(KnownClass::Vmmdisk), class_flag::MINIDISK)
            | flag(class.is(KnownClass::Unixpriv), class_flag::UNIX_PRIVILEGES)
            | flag(
                crate::table::has_unknown_members(self.model, class),
                class_flag::MEMBERS_UNKNOWN,
            )
    }
}

/// Whether the global access checking table is read for the class. z/OS UNIX never reads it for its
/// privileges.
///
/// Source: z/OS UNIX System Services Planning, "Using UNIXPRIV class profiles".
fn has_global_checking(class: &Class) -> bool {
    let never = class.descriptor.member_class.is_some() || class.is(KnownClass::Unixpriv);
    class.settings.global && !never
}

/// Classes in which a name shows its owner.
fn implicit_owner(class: &Class) -> ImplicitOwner {
    match class.known {
        Some(KnownClass::Jesspool) => ImplicitOwner::Spool,
        Some(KnownClass::File | KnownClass::Directry) => ImplicitOwner::SecondQualifier,
        _ => ImplicitOwner::None,
    }
}
