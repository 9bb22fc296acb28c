//! The decision table as the rows of a bundle.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

mod hashed;
mod names;
mod origins;
mod profiles;
mod safr;
mod subjects;
mod text;

use saffron_bundle::Sections;
use saffron_bundle::layout::{
    ClassRow, GlobalRow, LabelRow, Meta, Run, TextRef, VariableRow, class_flag, implicit,
    label_code, meta_flag,
};
use saffron_bundle::little_endian::{U16, U32, U64};
use saffron_bundle::vocabulary::ConditionKind;
use saffron_lang::SourceMap;

use crate::model::{AuthId, Class, ClassId, Label, Model, Raclist};
use crate::table::DecisionTable;
use text::Texts;

/// Seeds that are tried before the tables are made larger.
const SEEDS: u64 = 16;

/// The bundle of a table.
pub(crate) fn emit(table: &DecisionTable<'_>, sources: &SourceMap) -> Vec<u8> {
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
    emitter.hash_tables();
    emitter.sections.strings = emitter.texts.finish();
    emitter.sections.write(u32::from(table.model.edition))
}

struct Emitter<'e, 'm> {
    table: &'e DecisionTable<'m>,
    model: &'m Model,
    sources: &'e SourceMap,
    texts: Texts,
    sections: Sections,
    /// Qualifiers of the tries, for the edge table.
    edges: Vec<hashed::Edge>,
    /// Where each class's generic names begin.
    roots: Vec<names::ClassNames>,
}

/// A number of rows or a position; the compiler refuses policies that need more than 32 bits.
pub(crate) fn number(value: usize) -> U32 {
    U32::new(u32::try_from(value).unwrap_or(u32::MAX))
}

fn run((start, len): (usize, usize)) -> Run {
    Run { start: number(start), len: number(len) }
}

/// An ID plus one; 0 for none.
fn optional_id(id: Option<AuthId>) -> U32 {
    U32::new(id.map_or(0, |id| id.0 + 1))
}

fn flag(on: bool, bit: u32) -> u32 {
    if on { bit } else { 0 }
}

/// A name of up to eight characters; the compiler refuses longer ones.
fn short(name: &str) -> [u8; 8] {
    let mut short = [0; 8];
    for (to, from) in short.iter_mut().zip(name.bytes()) {
        *to = from;
    }
    short
}

fn label(label: Option<Label>) -> U32 {
    U32::new(match label {
        None => label_code::NONE,
        Some(Label::SysHigh) => label_code::SYSHIGH,
        Some(Label::SysLow) => label_code::SYSLOW,
        Some(Label::SysNone) => label_code::SYSNONE,
        Some(Label::SysMulti) => label_code::SYSMULTI,
        Some(Label::Declared(id)) => label_code::DECLARED + id.0,
    })
}

impl<'e, 'm> Emitter<'e, 'm> {
    fn new(table: &'e DecisionTable<'m>, sources: &'e SourceMap) -> Self {
        Self {
            table,
            model: table.model,
            sources,
            texts: Texts::default(),
            sections: Sections::default(),
            edges: Vec::new(),
            roots: Vec::new(),
        }
    }

    fn class_id(&self, name: &str) -> Option<ClassId> {
        let found = self.model.classes.iter_enumerated().find(|(_, class)| class.name == name);
        found.map(|(id, _)| id)
    }

    fn is_active(&self, name: &str) -> bool {
        self.class_id(name).is_some_and(|id| self.model.classes[id].settings.active)
    }

    fn meta(&mut self) {
        let options = &self.model.options;
        let class = |name| U32::new(self.class_id(name).map_or(0, |id| id.0 + 1));
        let nodes = self.model.variables.iter().position(|variable| variable.name == "&RACLNDE");
        let meta = Meta {
            seed: U64::ZERO,
            flags: U32::new(self.meta_flags()),
            switches: U32::new(options.switches.0),
            protect_all: options.protect_all.byte(),
            mls: options.mls.byte(),
            ml_active: options.ml_active.byte(),
            reserved: 0,
            local_nodes: number(nodes.map_or(0, |at| at + 1)),
            dataset: class("DATASET"),
            terminal: class("TERMINAL"),
            prefix: self.texts.add(options.prefix.as_deref().unwrap_or_default()),
        };
        self.sections.meta.push(meta);
    }

    fn meta_flags(&self) -> u32 {
        let options = &self.model.options;
        let ports = [
            ConditionKind::Terminal,
            ConditionKind::Console,
            ConditionKind::Jesinput,
            ConditionKind::Appcport,
            ConditionKind::Servauth,
        ];
        let active = ports.iter().filter(|kind| self.is_active(&kind.as_str().to_uppercase()));
        let active =
            active.fold(0, |set, kind| set | meta_flag::CONDITION_CLASS_ACTIVE << kind.byte());
        active
            | flag(options.list_of_groups, meta_flag::LIST_OF_GROUPS)
            | flag(options.program_control, meta_flag::PROGRAM_CONTROL)
            | flag(options.operations_audit, meta_flag::OPERATIONS_AUDIT)
            | flag(options.enhanced_generic_naming, meta_flag::ENHANCED_GENERIC_NAMING)
            | flag(self.is_active("SECLABEL"), meta_flag::SECLABEL)
            | flag(self.is_active("SECDATA"), meta_flag::SECDATA)
            | flag(self.variables_in_force(), meta_flag::VARIABLES)
    }

    fn variables_in_force(&self) -> bool {
        let class = self.class_id("RACFVARS").map(|id| &self.model.classes[id]);
        class.is_some_and(|class| class.settings.active && class.settings.raclisted)
    }

    fn globals(&mut self) {
        for entry in &self.model.globals {
            let name = self.texts.add(&entry.name);
            let access = entry.access.byte();
            self.sections.globals.push(GlobalRow { name, access, reserved: [0; 3] });
        }
    }

    fn classes(&mut self) {
        self.class_names();
        let mut stored = 0;
        for ((id, class), names) in self.model.classes.iter_enumerated().zip(&self.roots) {
            let first = stored;
            let apart = self.table.stored.iter().skip(first);
            stored += apart.take_while(|row| row.profile.class == id).count();
            self.sections.classes.push(ClassRow {
                name: short(&class.name),
                flags: U32::new(class_flags(class, names)),
                default_return_code: class.descriptor.default_return_code,
                log_options: class.settings.log_options.byte(),
                mac: class.descriptor.mac_processing.byte(),
                implicit_owner: implicit_owner(class),
                profiles: run(names.rows),
                root: number(names.root),
                irregular: run(names.irregular),
                globals: run(names.globals),
                global_root: number(names.global_root),
                global_irregular: run(names.global_irregular),
                stored: run((first, stored - first)),
            });
        }
    }

    fn labels(&mut self) {
        for declared in &self.model.labels {
            let start = self.sections.categories.len();
            let categories = declared.categories.iter().map(|&category| U16::new(category));
            self.sections.categories.extend(categories);
            self.sections.labels.push(LabelRow {
                name: short(&declared.name),
                categories: run((start, declared.categories.len())),
                security_level: declared.security_level,
                reserved: [0; 3],
            });
        }
    }

    fn variables(&mut self) {
        for variable in &self.model.variables {
            let start = self.sections.members.len();
            for member in &variable.members {
                let member: TextRef = self.texts.add(member);
                self.sections.members.push(member);
            }
            let name = self.texts.add(&variable.name);
            let members = run((start, variable.members.len()));
            self.sections.variables.push(VariableRow { name, members });
        }
    }

    /// Tries seeds until no table has a long run of slots; then larger tables.
    fn hash_tables(&mut self) {
        for attempt in 0.. {
            let (seed, growth) = (attempt % SEEDS, attempt / SEEDS);
            if hashed::fill(&mut self.sections, &self.edges, self.texts.as_str(), seed, growth) {
                for meta in &mut self.sections.meta {
                    meta.seed = U64::new(seed);
                }
                return;
            }
        }
    }
}

fn class_flags(class: &Class, names: &names::ClassNames) -> u32 {
    let (descriptor, settings) = (&class.descriptor, &class.settings);
    let used = names.rows.1 > 0 || names.globals.1 > 0 || class.origin.is_some();
    flag(settings.active || class.name == "DATASET", class_flag::ACTIVE)
        | flag(settings.generic, class_flag::GENERIC)
        | flag(crate::table::is_raclisted(class), class_flag::RACLISTED)
        | flag(descriptor.raclist == Raclist::Required, class_flag::RACLIST_REQUIRED)
        | flag(settings.global && descriptor.member_class.is_none(), class_flag::GLOBAL)
        | flag(descriptor.operations, class_flag::OPERATIONS)
        | flag(descriptor.mixed_case, class_flag::MIXED_CASE)
        | flag(class.name == "DATASET", class_flag::DATASET)
        | flag(class.name == "PROGRAM", class_flag::PROGRAM)
        | flag(descriptor.label_required, class_flag::LABEL_REQUIRED)
        | flag(used, class_flag::USED)
        | flag(crate::table::is_stored_apart(class), class_flag::STORED_APART)
        | flag(class.name == "VMMDISK", class_flag::MINIDISK)
}

/// Classes in which a name tells its owner.
fn implicit_owner(class: &Class) -> u8 {
    match class.name.as_str() {
        "JESSPOOL" => implicit::SPOOL,
        "FILE" | "DIRECTRY" => implicit::SECOND_QUALIFIER,
        _ => implicit::NONE,
    }
}
