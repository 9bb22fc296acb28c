//! `saffron inspect`

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use saffron_bundle::Bundle;
use saffron_vocabulary::safr::Rules;
use serde_json::json;

use crate::document;
use crate::options::{BundleArgs, Format};
use crate::output::{self, BOLD, DIM, thousands};
use crate::policy;
use crate::verdict::Verdict;

/// Show a bundle's header, digests, sections and counts
///
/// The whole bundle is checked. A truncated or changed bundle is refused, with the position of the
/// fault.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLE\n  saffron inspect payroll.safb")]
pub(crate) struct InspectArgs {
    /// The bundle
    #[arg(value_name = "FILE.safb")]
    bundle: PathBuf,

    #[command(flatten)]
    how: BundleArgs,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &InspectArgs) -> anyhow::Result<Verdict> {
    let bytes = policy::bundle_bytes(&args.bundle, args.how)?;
    let refused = || format!("{} can't be used", args.bundle.display());
    let bundle = Bundle::open(&bytes).with_context(refused)?;
    let text = match args.format {
        Format::Text => text(&bundle),
        Format::Json => document::text(value(&bundle)),
    };
    output::print(&text)?;
    Ok(Verdict::Fine)
}

fn text(bundle: &Bundle<'_>) -> String {
    let header = bundle.header();
    let mut text = String::new();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "{BOLD}{name:<16}{BOLD:#} {value}");
    };
    line("format", &header.format());
    line("edition", &header.edition());
    line("bytes", &thousands(usize::try_from(header.total_len()).unwrap_or(usize::MAX)));
    line("decision digest", &header.decision_digest());
    line("content digest", &header.content_digest());
    for (name, count) in counts(bundle) {
        line(name, &thousands(count));
    }
    if let Some(rules) = safr_rules(bundle) {
        line("SAFR rules", &rules);
    }
    text.push('\n');
    let _ =
        writeln!(text, "{BOLD}{:<22} {:>12} {:>12}  digest{BOLD:#}", "section", "offset", "bytes");
    for (kind, entry) in bundle.directory() {
        let digest = entry.digest().to_string();
        let short = digest.get(..16).unwrap_or_default();
        let (name, offset, len) = (kind.as_str(), entry.offset(), entry.len());
        let _ = writeln!(text, "{name:<22} {offset:>12} {len:>12}  {DIM}{short}{DIM:#}");
    }
    text
}

/// The counts of the policy.
fn counts(bundle: &Bundle<'_>) -> Vec<(&'static str, usize)> {
    let groups = bundle.authorities().len() - bundle.users().len().min(bundle.authorities().len());
    let mut counts = vec![
        ("classes", bundle.classes().len()),
        ("users", bundle.users().len()),
        ("other IDs", groups),
        ("connections", bundle.connections().len()),
        ("profiles", bundle.profiles().len()),
        ("standard entries", bundle.entries().len()),
        ("conditional", bundle.conditional().len()),
        ("global entries", bundle.globals().len()),
        ("variables", bundle.variables().len()),
    ];
    if safr_rules(bundle).is_some() {
        counts.extend([
            ("environments", bundle.safr_environments().len()),
            ("SAFR items", bundle.safr_items().len()),
            ("SAFR groups", bundle.safr_groups().len()),
            ("SAFR rights", bundle.safr_rights().len()),
        ]);
    }
    counts
}

/// The generation of SAFR rules that the policy uses, if any.
fn safr_rules(bundle: &Bundle<'_>) -> Option<Rules> {
    let declared = bundle.safr_meta().declared();
    declared.then(|| bundle.safr_meta().rules())
}

fn value(bundle: &Bundle<'_>) -> serde_json::Value {
    let header = bundle.header();
    let sections = bundle.directory();
    let sections: Vec<_> = sections
        .map(|(kind, entry)| {
            json!({
                "name": kind.as_str(),
                "offset": entry.offset(),
                "bytes": entry.len(),
                "digest": entry.digest().to_string(),
                "provenance": kind.is_provenance(),
            })
        })
        .collect();
    let counts: serde_json::Map<_, _> =
        counts(bundle).into_iter().map(|(name, count)| (name.to_owned(), count.into())).collect();
    json!({
        "format": header.format(),
        "edition": header.edition(),
        "bytes": header.total_len(),
        "decision_digest": header.decision_digest().to_string(),
        "content_digest": header.content_digest().to_string(),
        "counts": counts,
        "safr_rules": safr_rules(bundle).map(Rules::as_str),
        "sections": sections,
    })
}
