//! A bundle while it is written, and how values are stored.

use saffron_bundle::layout::{IndexKinds, Run, label_code};
use saffron_bundle::little_endian::U16;
use saffron_bundle::{IdIndex, NodeIndex, Placed, Sections};
use saffron_diagnostics::SourceMap;

use super::text::Texts;
use crate::model::{Label, Model, PrincipalId};
use crate::table::DecisionTable;

/// Where a class's names are in the bundle.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClassNames {
    pub(super) rows: (usize, usize),
    pub(super) root: Option<NodeIndex>,
    pub(super) irregular: (usize, usize),
    pub(super) irregular_kinds: IndexKinds,
    pub(super) globals: (usize, usize),
    pub(super) global_root: Option<NodeIndex>,
    pub(super) global_irregular: (usize, usize),
    pub(super) global_kinds: IndexKinds,
}

/// The sections so far.
pub(super) struct Emitter<'e, 'm> {
    pub(super) table: &'e DecisionTable<'m>,
    pub(super) model: &'m Model,
    pub(super) sources: &'e SourceMap,
    pub(super) texts: Texts,
    pub(super) sections: Sections,
    /// What goes into hash tables.
    pub(super) placed: Placed,
    /// Where each class's generic names begin.
    pub(super) roots: Vec<ClassNames>,
}

pub(super) fn run((start, len): (usize, usize)) -> Run {
    Run::new(start, len)
}

pub(super) fn id(id: PrincipalId) -> IdIndex {
    IdIndex(id.0)
}

/// Numbers of security categories as they are stored.
pub(super) fn categories(numbers: &[u16]) -> impl Iterator<Item = U16> + '_ {
    numbers.iter().copied().map(U16::new)
}

pub(super) fn flag(on: bool, bit: u32) -> u32 {
    if on { bit } else { 0 }
}

pub(super) fn label(label: Option<Label>) -> u32 {
    match label {
        None => label_code::NONE,
        Some(Label::SysHigh) => label_code::SYSHIGH,
        Some(Label::SysLow) => label_code::SYSLOW,
        Some(Label::SysNone) => label_code::SYSNONE,
        Some(Label::SysMulti) => label_code::SYSMULTI,
        Some(Label::Declared(id)) => label_code::DECLARED + id.0,
    }
}

impl<'e, 'm> Emitter<'e, 'm> {
    pub(super) fn new(table: &'e DecisionTable<'m>, sources: &'e SourceMap) -> Self {
        Self {
            table,
            model: table.model,
            sources,
            texts: Texts::default(),
            sections: Sections::default(),
            placed: Placed::default(),
            roots: Vec::new(),
        }
    }
}
