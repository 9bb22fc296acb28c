//! The classes of RACF by the names that the other security managers use.

use std::collections::BTreeMap;

use saffron_compiler::manifest::EsmSections;
use saffron_vocabulary::class::supplied;

use crate::class::CLASSES;
use crate::manager::Esm;
use crate::site::DEFAULT_SITE;

/// RACF's class by the class of Top Secret, or the type code of ACF2.
#[derive(Clone, Debug)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Those that are known, and those of a site.
    pub(super) fn of(esm: Esm, sections: &EsmSections, site: Option<&str>) -> Self {
        let known = CLASSES.iter().map(|class| match esm {
            Esm::Acf2 => (class.acf2, class.racf),
            Esm::Tss => (class.tss, class.racf),
        });
        let known = known.filter(|(other, _)| !other.is_empty());
        let mut names: BTreeMap<String, String> =
            known.map(|(other, racf)| (other.to_owned(), racf.to_owned())).collect();
        if esm == Esm::Tss {
            names.extend(DATA_SETS.map(|other| (other.to_owned(), "DATASET".to_owned())));
            // Most classes have the same name. FACILITY doesn't: there it is a way to sign on.
            for class in supplied().iter().filter(|class| class.name != "FACILITY") {
                names.entry(class.name.clone()).or_insert_with(|| class.name.clone());
            }
        }
        let key = match esm {
            Esm::Acf2 => "type.",
            Esm::Tss => "class.",
        };
        let section =
            sections.get(esm.as_str()).and_then(|it| it.get(site.unwrap_or(DEFAULT_SITE)));
        for (name, value) in section.into_iter().flat_map(|it| &it.values) {
            if let (Some(class), Some(other)) = (name.strip_prefix(key), value.texts.first()) {
                names.insert(other.to_ascii_uppercase(), class.to_owned());
            }
        }
        Self(names)
    }

    /// RACF's class, if the name is known.
    pub(super) fn racf(&self, other: &str) -> Option<&str> {
        self.0.get(&other.to_ascii_uppercase()).map(String::as_str)
    }

    /// A file defines a name itself.
    pub(super) fn define(&mut self, other: &str, racf: &str) {
        let (other, racf) = (other.to_ascii_uppercase(), racf.to_ascii_uppercase());
        self.0.entry(other).or_insert(racf);
    }
}

/// Top Secret's names of the class DATASET.
const DATA_SETS: [&str; 3] = ["DATASET", "DSN", "DSNAME"];
