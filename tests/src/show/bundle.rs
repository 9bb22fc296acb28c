//! The head of a bundle: what it is, and how much each section holds.

use std::fmt::Write as _;

use saffron_bundle::{Bundle, SectionKind};

/// Format, edition, digests, and the sections with their rows and bytes.
pub fn header(bundle: &Bundle<'_>) -> String {
    let header = bundle.header;
    let mut text = String::new();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "{name:<16} {value}");
    };
    line("format", &header.format.get());
    line("edition", &header.edition.get());
    line("bytes", &header.total_len.get());
    line("decision digest", &header.decision_digest);
    let _ = writeln!(text, "\n{:<22} {:>6} {:>6}", "section", "rows", "bytes");
    for (entry, &kind) in bundle.directory.iter().zip(SectionKind::ALL) {
        let (name, bytes) = (kind.as_str(), entry.len.get());
        let rows = rows(bundle, kind).map(|rows| rows.to_string()).unwrap_or_default();
        let note = if kind.is_provenance() { "  provenance" } else { "" };
        let _ = writeln!(text, "{name:<22} {rows:>6} {bytes:>6}{note}");
    }
    text
}

/// `None` for sections that hold text.
fn rows(bundle: &Bundle<'_>, kind: SectionKind) -> Option<usize> {
    Some(match kind {
        SectionKind::Strings | SectionKind::OriginText => return None,
        SectionKind::Meta | SectionKind::SafrMeta => 1,
        SectionKind::Classes => bundle.classes.len(),
        SectionKind::ClassTable => bundle.class_table.len(),
        SectionKind::Authorities => bundle.authorities.len(),
        SectionKind::AuthTable => bundle.auth_table.len(),
        SectionKind::Users => bundle.users.len(),
        SectionKind::Groups => bundle.groups.len(),
        SectionKind::Connections => bundle.connections.len(),
        SectionKind::Scopes => bundle.scopes.len(),
        SectionKind::Profiles => bundle.profiles.len(),
        SectionKind::DiscreteTable => bundle.discrete_table.len(),
        SectionKind::Nodes => bundle.nodes.len(),
        SectionKind::EdgeTable => bundle.edge_table.len(),
        SectionKind::Patterns => bundle.patterns.len(),
        SectionKind::Irregular => bundle.irregular.len(),
        SectionKind::Entries => bundle.entries.len(),
        SectionKind::Conditional => bundle.conditional.len(),
        SectionKind::Globals => bundle.globals.len(),
        SectionKind::Categories => bundle.categories.len(),
        SectionKind::Labels => bundle.labels.len(),
        SectionKind::Variables => bundle.variables.len(),
        SectionKind::Members => bundle.members.len(),
        SectionKind::Volumes => bundle.volumes.len(),
        SectionKind::Origins => bundle.origins.len(),
        SectionKind::OriginFiles => bundle.origin_files.len(),
        SectionKind::Stored => bundle.stored.len(),
        SectionKind::SafrEnvironments => bundle.safr_environments.len(),
        SectionKind::SafrEnvironmentTable => bundle.safr_environment_table.len(),
        SectionKind::SafrItems => bundle.safr_items.len(),
        SectionKind::SafrItemTable => bundle.safr_item_table.len(),
        SectionKind::SafrReferences => bundle.safr_references.len(),
        SectionKind::SafrGroups => bundle.safr_groups.len(),
        SectionKind::SafrGroupTable => bundle.safr_group_table.len(),
        SectionKind::SafrMembers => bundle.safr_members.len(),
        SectionKind::SafrAccess => bundle.safr_access.len(),
        SectionKind::SafrRights => bundle.safr_rights.len(),
        SectionKind::SafrAdministrators => bundle.safr_administrators.len(),
        SectionKind::SafrOrigins => bundle.safr_origins.len(),
    })
}
