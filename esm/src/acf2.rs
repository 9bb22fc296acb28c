//! A policy as statements of ACF2.
//!
//! INVARIANT: every section begins with its own SET, since a statement in another mode works on other
//! records without failing.
//!
//! INVARIANT: rule sets are changed entry by entry. What others keep in them stays.

mod emitter;
mod identities;
mod print;
mod resources;
mod rules;
mod statement;

use saffron_compiler::model::Model;
use saffron_diagnostics::Diagnostic;

use crate::emission::Emission;
use crate::lists::Policy;
use crate::manager::Esm;
use crate::report::Report;
use crate::rest;
use crate::site::Site;
use emitter::Emitter;
use statement::Statement;

/// The commands of a policy, and the report.
pub(crate) fn emit(model: &Model, site: Site<'_>) -> Result<Emission, Vec<Diagnostic>> {
    let mut emitter = Emitter::new(Policy(model), site);
    emitter.build.add(Statement::Enter);
    emitter.head(&model.package);
    emitter.rows = rest::system(model, Esm::Acf2);
    let sets = emitter.rule_sets();
    emitter.groups();
    emitter.users();
    emitter.roles();
    emitter.started();
    emitter.classes(&sets);
    emitter.rules(sets);
    emitter.build.end_section();
    emitter.build.add(Statement::Leave);
    emitter.site.finish()?;
    let (build, undo) = (emitter.build.text(), emitter.undone().text());
    let assumed = emitter.site.assumptions();
    let report = Report { esm: Esm::Acf2, assumed, rows: emitter.rows };
    Ok(Emission { build, undo, entries: emitter.entries, report })
}

impl Emitter<'_, '_> {
    fn head(&mut self, package: &str) {
        let what = if package.is_empty() { String::new() } else { [" `", package, "`"].concat() };
        self.build.comment(["ACF2 commands that build the policy", &what, "."].concat());
        self.build.comment(
            "Each record is inserted, then changed: if it exists, the first of the two fails and the \
             second corrects it. You can run the commands again. The F commands need the authority to \
             issue operator commands; without it, an operator issues them.",
        );
    }
}
