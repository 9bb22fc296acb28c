//! The provenance section: where everything is said.
//!
//! INVARIANT: the order of origins follows the order of the rows they belong to: classes, IDs,
//! connections, global entries, PROTECTALL, then each profile's own, then SAFR's. So the runtime finds them by
//! counting, and no other section holds a place in a file.

use std::collections::HashMap;

use saffron_bundle::layout::{OriginRow, TextRef};
use saffron_bundle::little_endian::U32;
use saffron_lang::{FileId, Span};

use super::{Emitter, number};
use crate::table::{Row, users};

const NOWHERE: OriginRow = OriginRow { file: U32::ZERO, line: U32::ZERO, column: U32::ZERO };

impl Emitter<'_, '_> {
    /// How many origins lie before those of the profiles.
    pub(super) fn first_profile_origin(&self) -> usize {
        let connections: usize = users(self.model).map(|user| user.connections.len()).sum();
        self.model.classes.len()
            + self.model.authorities.len()
            + connections
            + self.model.globals.len()
            + 1
    }

    /// How many origins lie before those of SAFR.
    fn origins_before_safr(&self) -> usize {
        let rows = self.table.rows.iter().chain(&self.table.stored);
        self.first_profile_origin() + rows.map(|row| profile_origins(row).count()).sum::<usize>()
    }

    pub(super) fn origins(&mut self) {
        let mut files = Files::of_package(&self.model.package);
        let mut origins = Vec::new();
        let model = self.model;
        let safr = self.safr_origins(self.origins_before_safr());
        let mut add = |span: Option<Span>| origins.push(self.origin(&mut files, span));
        model.classes.iter().for_each(|class| add(class.origin));
        model.authorities.iter().for_each(|authority| add(authority.origin));
        let connections = users(model).flat_map(|user| &user.connections);
        connections.for_each(|connection| add(Some(connection.origin)));
        model.globals.iter().for_each(|entry| add(Some(entry.origin)));
        let protect_all = model.options.origins.iter().find(|(name, _)| name == "protect-all");
        add(protect_all.map(|(_, span)| *span));
        self.table.rows.iter().flat_map(profile_origins).for_each(&mut add);
        self.table.stored.iter().flat_map(profile_origins).for_each(&mut add);
        safr.into_iter().for_each(&mut add);
        self.sections.origins = origins;
        self.sections.origin_files = files.refs;
        self.sections.origin_text = files.text;
    }

    fn origin(&self, files: &mut Files, span: Option<Span>) -> OriginRow {
        let Some((span, file)) = span.and_then(|span| Some((span, self.sources.get(span.file)?)))
        else {
            return NOWHERE;
        };
        let place = file.line_column(span.start);
        OriginRow {
            file: files.number(span.file, &file.path),
            line: U32::new(place.line),
            column: U32::new(place.column),
        }
    }
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
    known: HashMap<FileId, U32>,
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
    fn number(&mut self, id: FileId, path: &str) -> U32 {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let number = self.add(path);
        self.known.insert(id, number);
        number
    }

    fn add(&mut self, name: &str) -> U32 {
        let text = TextRef { start: number(self.text.len()), len: number(name.len()) };
        self.text.push_str(name);
        self.refs.push(text);
        number(self.refs.len() - 1)
    }
}
