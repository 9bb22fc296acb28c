//! `saffron codes`

use anyhow::bail;
use clap::Args;
use saffron_diagnostics::did_you_mean;
use saffron_lang::codes::CodeInfo;
use serde_json::json;

use crate::document;
use crate::options::Format;
use crate::output::{self, BOLD};
use crate::verdict::Verdict;

/// Explain a diagnostic code, or list all codes
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLE\n  saffron codes SAF0011")]
pub(crate) struct CodesArgs {
    /// The code, such as SAF0011 or 11. Default: list all codes
    code: Option<String>,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &CodesArgs) -> anyhow::Result<Verdict> {
    let text = match &args.code {
        Some(code) => one(code, args.format)?,
        None => all(args.format),
    };
    output::print(&text)?;
    Ok(Verdict::Fine)
}

fn known() -> impl Iterator<Item = &'static CodeInfo> {
    let (language, compiler) = (saffron_lang::codes::ALL, saffron_compiler::codes::ALL);
    language
        .iter()
        .chain(compiler)
        .chain(saffron_command_files::codes::ALL)
        .chain(saffron_racf::codes::ALL)
        .chain(saffron_racf_convert::codes::ALL)
        .chain(saffron_esm::codes::ALL)
        .chain(saffron_audit::codes::ALL)
        .chain(crate::codes::ALL)
}

fn one(code: &str, format: Format) -> anyhow::Result<String> {
    let wanted = full(code);
    let Some(info) = known().find(|info| info.code.0 == wanted) else {
        let near = did_you_mean(&wanted, known().map(|info| info.code.0));
        let advice = near.map_or_else(
            || "`saffron codes` lists them all".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        bail!("unknown code {code}; {advice}");
    };
    match format {
        Format::Text => Ok(page(info)),
        Format::Json => Ok(document::text(value(info))),
    }
}

/// `210`, `saf210` and `SAF0210` name the same code.
fn full(code: &str) -> String {
    let upper = code.to_ascii_uppercase();
    let digits = upper.strip_prefix("SAF").unwrap_or(&upper);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("SAF{digits:0>4}") } else { upper }
}

fn page(info: &CodeInfo) -> String {
    let page = info.page.trim_end();
    let bold = |line: &str| format!("{BOLD}{line}{BOLD:#}\n");
    page.lines()
        .map(|line| if line.starts_with('#') { bold(line) } else { format!("{line}\n") })
        .collect()
}

fn all(format: Format) -> String {
    match format {
        Format::Text => {
            let line = |info: &CodeInfo| format!("{BOLD}{}{BOLD:#}  {}\n", info.code.0, info.title);
            known().map(line).collect()
        }
        Format::Json => {
            let values: Vec<_> = known().map(value).collect();
            document::text(json!({ "codes": values }))
        }
    }
}

fn value(info: &CodeInfo) -> serde_json::Value {
    json!({ "code": info.code.0, "title": info.title, "page": info.page })
}
