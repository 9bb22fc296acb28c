//! A policy as statements of Top Secret.
//!
//! INVARIANT: what is permitted is owned before, by a department: an owner has every access, so no user
//! and no profile owns anything.

mod emitter;
mod identities;
mod permits;
mod print;
mod resources;
mod statement;

use saffron_compiler::model::Model;
use saffron_diagnostics::Diagnostic;

use crate::emission::Emission;
use crate::lists::Policy;
use crate::manager::Esm;
use crate::report::Report;
use crate::rest;
use crate::site::Site;
use emitter::{ACID, Emitter};

/// The commands of a policy, and the report.
pub(crate) fn emit(model: &Model, site: Site<'_>) -> Result<Emission, Vec<Diagnostic>> {
    let mut emitter = Emitter::new(Policy(model), site);
    let department = emitter.site.required("department", ACID);
    let owner = emitter.site.required("resource-owner", ACID);
    let classes = emitter.classes();
    for group in emitter.permitted.clone() {
        // Everything that is missing is asked for in one run.
        emitter.profile_of(group);
    }
    let (Some(department), Some(owner)) = (department, owner) else {
        return Err(emitter.site.finish().err().unwrap_or_default());
    };
    emitter.head(&model.package);
    let mut rows = rest::system(model, Esm::Tss);
    rows.append(&mut emitter.rows);
    emitter.rows = rows;
    emitter.define(&classes);
    emitter.ownership(&classes, &owner);
    emitter.groups(&department);
    emitter.users(&department);
    emitter.started();
    emitter.facility();
    emitter.permits(&classes);
    emitter.refresh();
    emitter.site.finish()?;
    let (build, undo) = (emitter.build.text(), emitter.undone().text());
    let assumed = emitter.site.assumptions();
    let report = Report { esm: Esm::Tss, assumed, rows: emitter.rows };
    Ok(Emission { build, undo, entries: emitter.entries, report })
}

impl Emitter<'_, '_> {
    fn head(&mut self, package: &str) {
        let what = if package.is_empty() { String::new() } else { [" `", package, "`"].concat() };
        self.build.comment(["Top Secret commands that build the policy", &what, "."].concat());
        self.build.comment(
            "You can run the commands again: what exists is refused without a change. Recycle started tasks \
             whose users or permits changed.",
        );
    }
}
