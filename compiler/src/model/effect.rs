//! Which classes are in effect: CLASSACT, and the classes that it isn't about.

use saffron_vocabulary::KnownClass;

use super::{Class, Model};

impl Model {
    /// Whether RACF knows the class.
    ///
    /// It knows a dynamic class only while CDT is active and RACLISTed, because it builds the
    /// dynamic class descriptor table from the profiles of CDT in storage.
    ///
    /// Source: Security Administrator's Guide, "Administering the dynamic class descriptor table".
    pub fn is_known(&self, class: &Class) -> bool {
        let table = || self.known_class(KnownClass::Cdt).map(|(_, table)| table.settings);
        class.origin.is_none() || table().is_some_and(|it| it.active && it.raclisted)
    }

    /// Whether RACF uses the profiles of the class.
    ///
    /// - DATASET always is in effect.
    /// - WHEN(PROGRAM) puts PROGRAM in effect, whether the class is active or not.
    /// - Every other class needs CLASSACT.
    ///
    /// Source: Security Administrator's Guide, "How program control works" and "Activating general
    /// resource classes (CLASSACT option)".
    pub fn is_in_effect(&self, class: &Class) -> bool {
        let without_activation = match class.known {
            Some(KnownClass::Dataset) => true,
            Some(KnownClass::Program) => self.options.program_control,
            _ => false,
        };
        self.is_known(class) && (class.settings.active || without_activation)
    }
}
