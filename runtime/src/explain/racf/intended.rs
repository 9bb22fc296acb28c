//! The profile that was meant: one whose name covers the resource, and that RACF doesn't use.
//!
//! A generic name that was defined while its class wasn't generic is a discrete profile. The
//! profiles of an inactive class, of one that must be RACLISTed, and generic ones of a class without
//! generic profiles aren't used at all. Nothing here affects a decision.
//!
//! Source: Security Administrator's Guide, "When you can specify generic profile names"; Command
//! Language Reference, `RDEFINE`, message ICH10321I, and `SETROPTS`, operands CLASSACT, GENERIC and
//! RACLIST.

use saffron_bundle::layout::{ClassRow, ProfileRow, class_flag, meta_flag, profile_flag};
use saffron_bundle::run;
use saffron_vocabulary::racf::Step;

use super::ladder::Ladder;
use crate::racf::name::{LongRoom, Name};
use crate::racf::pattern::{Places, Substitution, matches_irregular};
use crate::racf::search;
use crate::racf::view;

impl Ladder<'_, '_> {
    /// The first profile of the class, in the order of search, whose name covers the resource, and
    /// why it isn't used; nothing if a profile was used, or if there is none.
    pub(super) fn intended(&self) -> Option<String> {
        let unused = matches!(
            self.walk.step,
            Step::ClassInactive | Step::ClassNotRaclisted | Step::NoProfile | Step::Protectall
        );
        let (_, class) = self.walk.class.filter(|_| unused && !self.administers())?;
        let mut room = LongRoom::EMPTY;
        let mixed_case = class.flags() & class_flag::MIXED_CASE != 0;
        let name = room.set("", &self.whole_name(mixed_case), mixed_case)?;
        let profiles = run(self.tables.bundle.profiles(), class.profiles());
        let places = Places::of(&name);
        let row = profiles.iter().find(|row| self.is_meant_for(class, row, &name, &places))?;
        let source = view::profile_origin(self.tables, row);
        let place = source.map(|place| format!(" at {}:{}", place.file, place.line));
        Some(format!(
            "{} \"{}\"{} covers the name, but {}",
            self.profile_view(row).class,
            self.tables.bundle.text(row.name()),
            place.unwrap_or_default(),
            self.why_unused(class, row, &name)
        ))
    }

    fn is_meant_for(
        &self,
        class: &ClassRow,
        row: &ProfileRow,
        name: &Name<'_>,
        places: &Places<'_>,
    ) -> bool {
        let enhanced = class.flags() & class_flag::DATASET != 0
            && self.tables.has(meta_flag::ENHANCED_GENERIC_NAMING);
        let none = Substitution { enhanced, ..Substitution::default() };
        let pattern = self.tables.bundle.bytes(row.name());
        pattern == name.as_bytes() || matches_irregular(self.tables, pattern, places, &none, &mut 0)
    }

    fn why_unused(&self, class: &ClassRow, row: &ProfileRow, name: &Name<'_>) -> &'static str {
        let generic = row.flags() & profile_flag::GENERIC != 0;
        match self.walk.step {
            Step::ClassInactive => "its class is not active: name the class in `active`",
            Step::ClassNotRaclisted => "its class is not RACLISTed: name the class in `raclist`",
            _ if !generic => {
                "it is a discrete profile, because its class was not generic when it was defined: \
                 delete it, make the class generic, and define it again"
            }
            _ if search::needs_discrete(class, name) => {
                "only a discrete profile protects this name"
            }
            _ => "generic profiles are not used in its class: name the class in `generic`",
        }
    }
}
