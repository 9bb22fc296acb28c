//! What is needed by the rules of today's Workbench, where each item has its own right and the role
//! of the group says what holds where it has none.

use saffron_vocabulary::safr::ItemType as T;
use saffron_vocabulary::safr::Right;
use saffron_vocabulary::safr::SafrOperation as Op;

use super::judge::{Judge, Need};

impl Judge<'_> {
    pub(super) fn needs_by_role(&self) -> Vec<Need> {
        match self.request.operation {
            Op::BatchActivateLookupPaths | Op::BatchActivateViews => {
                let run = self.run(self.place());
                let selected = self.selected();
                if run.held || selected.is_empty() {
                    return vec![run];
                }
                let modify = |it| self.edit(self.place(), it, Right::Modify);
                selected.iter().map(modify).collect()
            }
            Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => self.reading(self.place(), &self.selected()),
            Op::Export => self.export(),
            Op::Reference => self.reference_by_role(),
            _ if self.has_rights(self.request.item_type) => self.item_by_role(),
            _ => Vec::new(),
        }
    }

    fn item_by_role(&self) -> Vec<Need> {
        let item = self.item();
        let edit = |right| self.edit(self.place(), &item, right);
        let view = item.0 == T::View;
        match self.request.operation {
            Op::Create => self.with_checked_refs(vec![self.create(item.0)]),
            Op::Modify => self.with_checked_refs(vec![edit(Right::Modify)]),
            Op::Copy if view => vec![self.create(item.0)],
            Op::Copy => vec![edit(Right::Read), self.create(item.0)],
            Op::Read | Op::ActivateCheck => vec![edit(Right::Read)],
            Op::ActivateSave | Op::Move => vec![edit(Right::Modify)],
            _ => vec![edit(Right::Delete)],
        }
    }

    /// Lookup paths are never asked for what they use, other items always.
    fn with_checked_refs(&self, needs: Vec<Need>) -> Vec<Need> {
        match self.request.item_type {
            T::LookupPath => needs,
            _ => self.with_new_refs(needs),
        }
    }

    fn reference_by_role(&self) -> Vec<Need> {
        let Some(referrer) = &self.request.referrer else { return Vec::new() };
        let mut needs = vec![self.edit(self.place(), referrer, Right::Modify)];
        let item = self.item();
        if self.has_rights(item.0) {
            needs.push(self.edit(self.place(), &item, Right::Read));
        }
        needs
    }
}
