//! `saffron.toml`: what a package is called, what it builds on, and what its sites set.
//!
//! INVARIANT: an unknown key is an error: a misspelt one would silently mean nothing.

use std::collections::{BTreeMap, BTreeSet};

use saffron_diagnostics::diagnostic::{self, did_you_mean};
use saffron_diagnostics::{Code, Diagnostic, FileId, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::codes;
use crate::lower::report::known_words;

/// The one edition there is.
const EDITION: &str = "2026";

/// The content of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The package's name.
    pub name: String,
    /// The language edition.
    pub edition: u16,
    /// Packages that it builds on.
    pub dependencies: Vec<Dependency>,
    /// Values of parameters by site.
    pub sites: BTreeMap<String, BTreeMap<String, SiteValue>>,
    /// Values for other security managers.
    pub esm: EsmSections,
    /// What of a system the package answers for; everything, if it isn't stated.
    pub manage: Option<Manage>,
    /// What the site states for an audit.
    pub audit: AuditSection,
}

/// What a site states for an audit: `[audit.lists]` and `[audit.rules]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditSection {
    /// Approved IDs and names, by the name of the list.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Whether a rule of Saffron's own is on, by its name.
    pub rules: BTreeMap<String, bool>,
}

impl AuditSection {
    /// Adds what another package states: its lists to those of the same name, its rules where there is none.
    pub fn extend(&mut self, other: &Self) {
        for (name, list) in &other.lists {
            self.lists.entry(name.clone()).or_default().extend_from_slice(list);
        }
        for (name, is_on) in &other.rules {
            self.rules.entry(name.clone()).or_insert(*is_on);
        }
    }
}

/// What of a system a package answers for: `[manage]`. Inside, the policy is all there is; outside, only what it
/// states is compared with the system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manage {
    /// Patterns of user IDs.
    pub users: Vec<String>,
    /// Patterns of group names.
    pub groups: Vec<String>,
    /// The options of the system.
    pub options: bool,
    /// Patterns of names of profiles, by class.
    pub profiles: BTreeMap<String, Vec<String>>,
}

impl Manage {
    /// Adds what another package answers for.
    pub fn extend(&mut self, other: &Self) {
        self.users.extend_from_slice(&other.users);
        self.groups.extend_from_slice(&other.groups);
        self.options |= other.options;
        for (class, patterns) in &other.profiles {
            self.profiles.entry(class.clone()).or_default().extend_from_slice(patterns);
        }
    }
}

impl Manifest {
    /// Every site, also one that only has values for other security managers.
    pub fn site_names(&self) -> BTreeSet<&str> {
        let others = self.esm.values().flat_map(BTreeMap::keys);
        self.sites.keys().chain(others).map(String::as_str).collect()
    }

    /// The values of parameters at a site; `None` if the site is unknown.
    pub fn site_values(&self, site: &str) -> Option<BTreeMap<String, SiteValue>> {
        let known = self.site_names().contains(site);
        known.then(|| self.sites.get(site).cloned().unwrap_or_default())
    }
}

/// Values of sites for other security managers, by manager (`acf2`, `tss`), then by site.
pub type EsmSections = BTreeMap<String, BTreeMap<String, EsmSection>>;

/// The values of one site for one security manager: `[esm.tss.prod]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EsmSection {
    /// Values by key; a key in a table of its own is `table.key`.
    pub values: BTreeMap<String, EsmValue>,
    /// Where in `saffron.toml`.
    pub origin: Span,
}

/// One value: a text or a number, or a list of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EsmValue {
    /// As written, without quotes.
    pub texts: Vec<String>,
    /// Where in `saffron.toml`.
    pub origin: Span,
}

/// The value of a parameter at a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteValue {
    /// As written, without quotes.
    pub text: String,
    /// Where in `saffron.toml`.
    pub origin: Option<Span>,
}

/// Another package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// How it is called here.
    pub name: String,
    /// Where it lies, relative to this package.
    pub path: String,
    /// Where the manifest specifies it.
    pub span: Span,
}

/// Reads a manifest. There is one if its name and edition could be read, even if all else is wrong.
pub fn parse_manifest(file: FileId, text: &str) -> (Option<Manifest>, Vec<Diagnostic>) {
    let mut reader = Reader { file, diagnostics: Vec::new() };
    let manifest = match DeTable::parse(text) {
        Ok(table) => reader.manifest(&table),
        Err(error) => {
            let span = reader.span(error.span().unwrap_or_default());
            let message = format!("`saffron.toml` can't be read: {}", error.message());
            let diagnostic = Diagnostic::error(codes::BAD_TOML, message, span, "not TOML");
            reader.diagnostics.push(diagnostic);
            None
        }
    };
    diagnostic::sort(&mut reader.diagnostics);
    (manifest, reader.diagnostics)
}

type Value<'t> = Spanned<DeValue<'t>>;

struct Reader {
    file: FileId,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file: self.file, start: byte(range.start), end: byte(range.end) }
    }

    fn error(&mut self, code: Code, message: String, span: Span, label: &str, help: String) {
        self.diagnostics.push(Diagnostic::error(code, message, span, label).help(help));
    }

    fn manifest(&mut self, table: &Spanned<DeTable<'_>>) -> Option<Manifest> {
        let known = ["package", "dependencies", "site", "esm", "manage", "audit"];
        self.known_keys(table.get_ref(), "saffron.toml", &known);
        let whole = self.span(table.span());
        let dependencies = self.dependencies(table.get_ref());
        let sites = self.sites(table.get_ref());
        let esm = self.esm(table.get_ref());
        let manage = table.get_ref().get("manage").and_then(|it| self.manage(it));
        let audit = table.get_ref().get("audit").map(|it| self.audit(it)).unwrap_or_default();
        let Some(package) = table.get_ref().get("package") else {
            self.absent("`saffron.toml`", "[package]", Span { end: whole.start, ..whole });
            return None;
        };
        let span = self.span(package.span());
        let package = self.table(package, "package")?;
        self.known_keys(package, "[package]", &["name", "edition"]);
        let name = self.needed(package, "name", span);
        let edition = self.needed(package, "edition", span).and_then(|it| self.edition(it));
        Some(Manifest { name: name?.0, edition: edition?, dependencies, sites, esm, manage, audit })
    }

    fn known_keys(&mut self, table: &DeTable<'_>, place: &str, known: &[&str]) {
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let help = known_words(did_you_mean(name, known.iter().copied()), known);
            let span = self.span(key.span());
            let message = format!("unknown key `{name}` in `{place}`");
            self.error(codes::UNKNOWN_KEY, message, span, "unknown", help);
        }
    }

    fn absent(&mut self, place: &str, key: &str, span: Span) {
        let message = format!("{place} has no `{key}`");
        self.error(codes::BAD_VALUE, message, span, "missing", format!("add `{key}`"));
    }

    fn wrong(&mut self, key: &str, value: &Value<'_>, wanted: &str) {
        let message = format!("`{key}` must be {wanted}");
        let found = match value.get_ref() {
            DeValue::String(text) if text.is_empty() => "not an empty one".to_owned(),
            DeValue::String(_) => "not a text".to_owned(),
            DeValue::Integer(number) if number.radix() != 10 => {
                "not a number of another base".to_owned()
            }
            DeValue::Integer(_) | DeValue::Float(_) => "not a number".to_owned(),
            DeValue::Datetime(_) => "not a date".to_owned(),
            DeValue::Boolean(_) => "not `true` or `false`".to_owned(),
            DeValue::Array(_) => "not a list".to_owned(),
            DeValue::Table(_) => "not a table".to_owned(),
        };
        let found = format!("write {wanted}, {found}");
        let span = self.span(value.span());
        self.error(codes::BAD_VALUE, message, span, "wrong type", found);
    }

    fn table<'v, 't>(&mut self, value: &'v Value<'t>, key: &str) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(key, value, "a table");
        }
        table
    }

    /// A text that isn't empty, and its place.
    fn text(&mut self, key: &str, value: &Value<'_>) -> Option<(String, Span)> {
        match value.get_ref().as_str() {
            Some(text) if !text.is_empty() => Some((text.to_owned(), self.span(value.span()))),
            _ => {
                self.wrong(key, value, "a text in quotes");
                None
            }
        }
    }

    fn needed(&mut self, table: &DeTable<'_>, key: &str, place: Span) -> Option<(String, Span)> {
        let Some(value) = table.get(key) else {
            self.absent("`[package]`", key, place);
            return None;
        };
        self.text(key, value)
    }

    fn edition(&mut self, (text, span): (String, Span)) -> Option<u16> {
        if text == EDITION {
            return text.parse().ok();
        }
        let message = format!("unknown edition `{text}` of the language");
        let help = format!("write `edition = \"{EDITION}\"`");
        self.error(codes::UNKNOWN_EDITION, message, span, "unknown", help);
        None
    }

    fn dependencies(&mut self, table: &DeTable<'_>) -> Vec<Dependency> {
        let Some(value) = table.get("dependencies") else { return Vec::new() };
        let Some(table) = self.table(value, "dependencies") else { return Vec::new() };
        let mut dependencies = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().to_string();
            let span = self.span(key.span());
            let path = self.dependency_path(&name, value);
            dependencies.extend(path.map(|path| Dependency { name, path, span }));
        }
        dependencies
    }

    fn dependency_path(&mut self, name: &str, value: &Value<'_>) -> Option<String> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(name, value, "a table such as `{ path = \"../zowe\" }`");
            return None;
        };
        self.known_keys(table, name, &["path"]);
        let Some(path) = table.get("path") else {
            let span = self.span(value.span());
            self.absent(&format!("the dependency `{name}`"), "path", span);
            return None;
        };
        self.text("path", path).map(|(path, _)| path)
    }

    fn sites(&mut self, table: &DeTable<'_>) -> BTreeMap<String, BTreeMap<String, SiteValue>> {
        let Some(value) = table.get("site") else { return BTreeMap::new() };
        let Some(table) = self.table(value, "site") else { return BTreeMap::new() };
        let mut sites = BTreeMap::new();
        for (key, value) in table {
            let name = key.get_ref().to_string();
            if let Some(values) = self.table(value, &format!("site.{name}")) {
                sites.insert(name, self.site(values));
            }
        }
        sites
    }

    fn manage(&mut self, value: &Value<'_>) -> Option<Manage> {
        let table = self.table(value, "manage")?;
        self.known_keys(table, "[manage]", &["users", "groups", "options", "profiles"]);
        let mut manage = Manage::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "users" => manage.users = self.id_patterns("users", value),
                "groups" => manage.groups = self.id_patterns("groups", value),
                "options" => match value.get_ref() {
                    DeValue::Boolean(is_on) => manage.options = *is_on,
                    _ => self.wrong("options", value, "`true` or `false`"),
                },
                "profiles" => manage.profiles = self.managed_profiles(value),
                _ => {}
            }
        }
        Some(manage)
    }

    fn audit(&mut self, value: &Value<'_>) -> AuditSection {
        let mut audit = AuditSection::default();
        let Some(table) = self.table(value, "audit") else { return audit };
        self.known_keys(table, "[audit]", &["lists", "rules"]);
        let lists = table.get("lists").and_then(|it| self.table(it, "audit.lists"));
        for (name, value) in lists.into_iter().flatten() {
            let list = self.patterns(name.get_ref(), value);
            audit.lists.insert(name.get_ref().to_string(), list);
        }
        let rules = table.get("rules").and_then(|it| self.table(it, "audit.rules"));
        for (name, value) in rules.into_iter().flatten() {
            match value.get_ref() {
                DeValue::Boolean(is_on) => {
                    audit.rules.insert(name.get_ref().to_string(), *is_on);
                }
                _ => self.wrong(name.get_ref(), value, "`true` or `false`"),
            }
        }
        audit
    }

    fn managed_profiles(&mut self, value: &Value<'_>) -> BTreeMap<String, Vec<String>> {
        let Some(table) = self.table(value, "manage.profiles") else { return BTreeMap::new() };
        let classes = table.into_iter().map(|(class, value)| {
            let class = class.get_ref().to_ascii_uppercase();
            let patterns = self.patterns(&class, value);
            (class, patterns)
        });
        classes.collect()
    }

    fn id_patterns(&mut self, key: &str, value: &Value<'_>) -> Vec<String> {
        let patterns = self.patterns(key, value).into_iter();
        patterns.map(|pattern| pattern.to_ascii_uppercase()).collect()
    }

    fn patterns(&mut self, key: &str, value: &Value<'_>) -> Vec<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of patterns");
            return Vec::new();
        };
        let texts = items.iter().filter_map(|item| self.text(key, item));
        texts.map(|(text, _)| text).collect()
    }

    fn esm(&mut self, table: &DeTable<'_>) -> EsmSections {
        let Some(value) = table.get("esm") else { return BTreeMap::new() };
        let Some(table) = self.table(value, "esm") else { return BTreeMap::new() };
        self.known_keys(table, "[esm]", &["acf2", "tss"]);
        let mut managers = EsmSections::new();
        for (manager, value) in table {
            let manager = manager.get_ref().to_string();
            let Some(sites) = self.table(value, &format!("esm.{manager}")) else { continue };
            for (site, value) in sites {
                let site = site.get_ref().to_string();
                let section = self.esm_section(&format!("esm.{manager}.{site}"), value);
                managers.entry(manager.clone()).or_default().extend(section.map(|it| (site, it)));
            }
        }
        managers
    }

    fn esm_section(&mut self, name: &str, value: &Value<'_>) -> Option<EsmSection> {
        let origin = self.span(value.span());
        let table = self.table(value, name)?;
        let mut values = BTreeMap::new();
        for (key, value) in table {
            let key = key.get_ref().to_string();
            match value.get_ref() {
                DeValue::Table(inner) => {
                    for (below, value) in inner {
                        let key = format!("{key}.{}", below.get_ref());
                        let value = self.esm_value(&key, value);
                        values.extend(value.map(|it| (key, it)));
                    }
                }
                _ => values.extend(self.esm_value(&key, value).map(|it| (key.clone(), it))),
            }
        }
        Some(EsmSection { values, origin })
    }

    fn esm_value(&mut self, key: &str, value: &Value<'_>) -> Option<EsmValue> {
        let origin = self.span(value.span());
        let texts = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => vec![number.as_str().to_owned()],
            DeValue::Array(items) => {
                let items = items.iter().map(|item| self.text(key, item).map(|(text, _)| text));
                items.collect::<Option<Vec<String>>>()?
            }
            _ => vec![self.text(key, value)?.0],
        };
        Some(EsmValue { texts, origin })
    }

    fn site(&mut self, table: &DeTable<'_>) -> BTreeMap<String, SiteValue> {
        let mut values = BTreeMap::new();
        for (key, value) in table {
            let text = match value.get_ref() {
                DeValue::String(text) => text.to_string(),
                DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
                _ => {
                    self.wrong(key.get_ref(), value, "a text in quotes or a number");
                    continue;
                }
            };
            let span = self.span(key.span()).to(self.span(value.span()));
            values.insert(key.get_ref().to_string(), SiteValue { text, origin: Some(span) });
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nname = \"payroll\"\nedition = \"2026\"\n\n[dependencies]\nzowe = { path = \"../zowe\" }\n\n[site.prod]\nSTC = \"ZWESVUSR\"\nMOST = 5\n\n[esm.tss.prod]\ndepartment = \"ZOWEDEPT\"\nowned.IBMFAC = [\"BPX.\"]\n";

    #[test]
    fn a_manifest_is_read() {
        let (manifest, diagnostics) = parse_manifest(FileId(0), GOOD);
        assert_eq!(diagnostics, []);
        let manifest = manifest.expect("a manifest");
        assert_eq!((manifest.name.as_str(), manifest.edition), ("payroll", 2026));
        assert_eq!(manifest.dependencies[0].path, "../zowe");
        assert_eq!(manifest.sites["prod"]["STC"].text, "ZWESVUSR");
        assert_eq!(manifest.sites["prod"]["MOST"].text, "5");
        let values = &manifest.esm["tss"]["prod"].values;
        assert_eq!(values["department"].texts, ["ZOWEDEPT"]);
        assert_eq!(values["owned.IBMFAC"].texts, ["BPX."]);
    }

    #[test]
    fn every_mistake_is_reported() {
        let text = "[pakage]\n[package]\nname = 3\nedition = \"1999\"\n[dependencies]\na = 1\nb = { pth = \"x\" }\n";
        let (manifest, diagnostics) = parse_manifest(FileId(0), text);
        assert!(manifest.is_none());
        assert_eq!(diagnostics.len(), 6, "{diagnostics:#?}");
    }

    #[test]
    fn nonsense_is_no_manifest() {
        for text in ["", "[", "\u{0}", "package = 1", "site = 1"] {
            let (manifest, diagnostics) = parse_manifest(FileId(0), text);
            assert!(manifest.is_none() && !diagnostics.is_empty(), "{text:?}");
        }
    }
}
