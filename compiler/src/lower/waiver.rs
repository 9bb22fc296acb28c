//! `waive "…" for A because "…" until 2027-01-01`

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{self, Waived};

use super::lowering::Lower;
use super::names::Wanted;
use super::sorted::{Declared, Of};
use crate::codes;
use crate::model::{PrincipalId, Profile, ProfileId, Waiver};

/// Whom or what a rule is waived for.
type Excused = (String, Option<PrincipalId>, Option<ProfileId>);

impl Lower {
    /// Reads the waivers, in the order of the text.
    pub(crate) fn waivers(&mut self, declared: &Declared<'_>) {
        let mut excused: BTreeMap<Excused, Span> = BTreeMap::new();
        for waiver in &declared.waivers {
            let waiver = self.waiver(waiver, &mut excused);
            self.model.waivers.extend(waiver);
        }
        self.model.waivers.sort_by_key(|waiver| waiver.origin);
    }

    fn waiver(
        &mut self,
        (item, it): &Of<'_, ast::Waive>,
        excused: &mut BTreeMap<Excused, Span>,
    ) -> Option<Waiver> {
        if it.because.node.trim().is_empty() {
            let message = "a waiver needs a reason";
            let span = it.because.span;
            let diagnostic = Diagnostic::error(codes::NO_REASON, message, span, "states no reason");
            self.report.add(diagnostic.help("write who accepts the risk, and why"));
        }
        let (mut ids, mut profiles) = (Vec::new(), Vec::new());
        for subject in &it.subjects {
            let (id, profile, span) = match subject {
                Waived::Id(name) => (self.principal(name.into(), Wanted::Either), None, name.span),
                Waived::Profile(target) => (None, self.waived_profile(target), target.span),
            };
            if id.is_none() && profile.is_none() {
                continue;
            }
            if let Some(first) = excused.insert((it.rule.node.clone(), id, profile), span) {
                let what = format!("waiver of `{}`", it.rule.node);
                self.report.declared_twice(&what, first, span);
            }
            ids.extend(id);
            profiles.extend(profile);
        }
        let until = self.report.day(&it.until)?;
        Some(Waiver {
            rule: it.rule.node.clone(),
            ids,
            profiles,
            because: it.because.node.clone(),
            until,
            origin: item.span,
        })
    }

    fn waived_profile(&mut self, target: &ast::ProfileRef) -> Option<ProfileId> {
        let class = self.class((&target.class).into())?;
        let name = self.resource(class, &target.name.node).into_owned();
        let volumes: Vec<String> =
            target.volumes.iter().map(|it| it.node.to_ascii_uppercase()).collect();
        let fits = |it: &Profile| {
            let on_volumes = volumes.iter().all(|volume| it.volumes.contains(volume));
            it.class == class && it.name == name && on_volumes
        };
        let found =
            self.model.profiles.iter_enumerated().find(|(_, it)| fits(it)).map(|(id, _)| id);
        found.or_else(|| self.profile_named(class, &target.name))
    }
}
