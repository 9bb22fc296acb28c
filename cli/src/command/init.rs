//! `saffron init`

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use serde_json::json;

use crate::document;
use crate::load::MANIFEST;
use crate::options::Format;
use crate::output::{self, BOLD};
use crate::outputs;
use crate::pipeline::{Host, Pipeline};
use crate::report::request::quoted;
use crate::verdict::Verdict;

/// The files of the package; `{{name}}` is replaced with its name.
const FILES: [(&str, &str); 2] = [
    ("saffron.toml", include_str!("../../template/saffron.toml")),
    ("policy.saf", include_str!("../../template/policy.saf")),
];

/// Create a small package to start from: options, groups, users, profiles and tests
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron init payroll && saffron test payroll
  saffron init payroll --ci github")]
pub(crate) struct InitArgs {
    /// Directory of the package
    #[arg(value_name = "DIR", default_value = ".")]
    directory: PathBuf,

    /// Name of the package. Default: the name of the directory
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Add a pipeline that checks, tests and compares the policy, to the repository that contains it. An existing
    /// package gets the pipeline only
    #[arg(long, value_enum, value_name = "HOST")]
    ci: Option<Host>,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &InitArgs) -> anyhow::Result<Verdict> {
    let directory = args.directory.as_path();
    let pipeline = args.ci.map(|host| Pipeline::of(host, directory)).transpose()?;
    if let Some(pipeline) = pipeline.as_ref().filter(|_| directory.join(MANIFEST).exists()) {
        return add(args, pipeline);
    }
    let existing = FILES.iter().map(|(file, _)| directory.join(file)).find(|path| path.exists());
    if let Some(existing) = existing {
        bail!(
            "{} already exists and is not overwritten; choose another directory",
            existing.display()
        );
    }
    if let Some(name) = args.name.as_deref().filter(|name| !is_name(name)) {
        bail!("`{name}` is not a valid package name; use letters, digits, - and _");
    }
    let name = args.name.clone().map_or_else(|| name_of(directory), Ok)?;
    let files = FILES.map(|(file, text)| (file, text.replace("{{name}}", &name)));
    let files = files.iter().map(|(file, text)| (*file, text.as_str()));
    outputs::add_to_directory(directory, files)?;
    let written = pipeline.as_ref().map(Pipeline::write).transpose()?;
    if args.format == Format::Json {
        let files = FILES.map(|(file, _)| directory.join(file).display().to_string());
        let files: Vec<String> = files.into_iter().chain(written).collect();
        output::print(&document::text(json!({ "name": name, "files": files })))?;
        return Ok(Verdict::Fine);
    }
    let place = quoted(&directory.to_string_lossy());
    output::print(&format!(
        "{BOLD}{name}{BOLD:#} is a policy package now. Try:\n  \
         saffron test {place}\n  \
         saffron explain {place} --user PAYCLK --class DATASET --resource PAYROLL.MASTER\n"
    ))?;
    if let (Some(pipeline), Some(written)) = (&pipeline, &written) {
        let replace = pipeline.to_replace();
        output::print(&format!("{BOLD}{written}{BOLD:#} runs on the host\n{replace}"))?;
    }
    Ok(Verdict::Fine)
}

/// Adds a pipeline to a package.
fn add(args: &InitArgs, pipeline: &Pipeline) -> anyhow::Result<Verdict> {
    let written = pipeline.write()?;
    output::print(&match args.format {
        Format::Text => format!(
            "{BOLD}{written}{BOLD:#} checks, tests and compares the policy\n{}",
            pipeline.to_replace()
        ),
        Format::Json => {
            let name = name_of(&args.directory)?;
            document::text(json!({ "name": name, "files": [written] }))
        }
    })?;
    Ok(Verdict::Fine)
}

fn is_name(name: &str) -> bool {
    let first = name.bytes().next();
    first.is_some_and(|byte| byte.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The directory's name, changed to a valid package name.
fn name_of(directory: &Path) -> anyhow::Result<String> {
    let canonical = directory.canonicalize().or_else(|_| std::path::absolute(directory))?;
    let name = canonical.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let plain = |character: char| {
        if character.is_ascii_alphanumeric() || character == '_' { character } else { '-' }
    };
    let name: String = name.unwrap_or_default().chars().map(plain).collect();
    let name = name.trim_matches('-').to_owned();
    Ok(if is_name(&name) { name } else { "policy".to_owned() })
}
