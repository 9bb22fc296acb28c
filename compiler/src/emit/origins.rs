//! The provenance section: where everything is specified. No other section contains a place in a
//! file, so renamed files and moved declarations leave the decision digest as it is.

use std::collections::HashMap;

use saffron_bundle::layout::{OriginFields, OriginRow, ProfileRow, TextRef};
use saffron_bundle::{ClassIndex, OriginIndex, Origins};
use saffron_diagnostics::{FileId, Span};
use saffron_vocabulary::index::Index as _;

use super::emitter::{Emitter, id};
use crate::table::{Row, users};

/// The origin of what is specified nowhere.
const NOWHERE: OriginFields = OriginFields { file: 0, line: 0, column: 0 };

impl Emitter<'_, '_> {
    /// The order of the origins before those of the profiles.
    fn origin_order(&self) -> Origins {
        let model = self.model;
        let connections = users(model).map(|user| user.connections.len()).sum();
        let (classes, ids) = (model.classes.len(), model.principals.len());
        Origins::new(classes, ids, connections, model.globals.len())
    }

    /// The number of origins before those of the profiles.
    pub(super) fn first_profile_origin(&self) -> usize {
        self.origin_order().first_of_profiles()
    }

    pub(super) fn origins(&mut self) {
        let rows = self.table.rows.iter().chain(&self.table.stored);
        let mut spans = self.single_origins();
        spans.extend(rows.flat_map(profile_origins));
        spans.extend(self.safr_origins(spans.len()));
        let mut files = Files::of_package(&self.model.package);
        let origins = spans.into_iter().map(|span| self.origin(&mut files, span)).collect();
        self.sections.origins = origins;
        self.sections.origin_files = files.refs;
        self.sections.origin_text = files.text;
    }

    /// The origins of all rows that have exactly one.
    fn single_origins(&self) -> Vec<Option<Span>> {
        let (model, order) = (self.model, self.origin_order());
        let mut spans = vec![None; order.first_of_profiles()];
        let mut set = |origin: OriginIndex, span: Option<Span>| {
            if let Some(place) = spans.get_mut(origin.as_usize()) {
                *place = span;
            }
        };
        for (class, row) in model.classes.iter_enumerated() {
            set(order.class(ClassIndex(class.0)), row.origin);
        }
        for (principal, row) in model.principals.iter_enumerated() {
            set(order.id(id(principal)), row.origin);
        }
        let connections = users(model).flat_map(|user| &user.connections);
        for (row, connection) in connections.enumerate() {
            set(order.connection(row), Some(connection.origin));
        }
        for (row, entry) in model.globals.iter().enumerate() {
            set(order.global(row), Some(entry.origin));
        }
        set(order.protect_all(), model.options.origins.protect_all());
        spans
    }

    fn origin(&self, files: &mut Files, span: Option<Span>) -> OriginRow {
        let Some((span, file)) = span.and_then(|span| Some((span, self.sources.get(span.file)?)))
        else {
            return NOWHERE.into();
        };
        let place = file.line_column(span.start);
        let file = files.number(span.file, &file.path);
        OriginFields { file, line: place.line, column: place.column }.into()
    }
}

/// How many origins a profile has.
pub(super) fn of_profile(row: &Row<'_>) -> usize {
    ProfileRow::origin_count(row.profile.standard.len(), row.profile.conditional.len())
}

/// A profile, its UACC, its entries.
fn profile_origins<'r>(row: &'r Row<'_>) -> impl Iterator<Item = Option<Span>> + 'r {
    let profile = &row.profile;
    let own = [Some(profile.base.origin), profile.uacc_origin.or(Some(profile.base.origin))];
    let standard = profile.standard.iter().map(|entry| Some(entry.origin));
    let conditional = profile.conditional.iter().map(|entry| Some(entry.origin));
    own.into_iter().chain(standard).chain(conditional)
}

/// The package's name, then file names, each once.
struct Files {
    known: HashMap<FileId, u32>,
    refs: Vec<TextRef>,
    text: String,
}

impl Files {
    fn of_package(package: &str) -> Self {
        let mut files = Self { known: HashMap::new(), refs: Vec::new(), text: String::new() };
        files.add(package);
        files
    }

    /// The number of a file, from 1.
    fn number(&mut self, id: FileId, path: &str) -> u32 {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let number = self.add(path);
        self.known.insert(id, number);
        number
    }

    fn add(&mut self, name: &str) -> u32 {
        let number = u32::try_from(self.refs.len()).unwrap_or(u32::MAX);
        self.refs.push(TextRef::new(self.text.len(), name.len()));
        self.text.push_str(name);
        number
    }
}
