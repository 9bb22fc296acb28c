//! Commands as a job that issues them under TSO in the background.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::load;

/// A job card.
pub(crate) struct Job(String);

impl Job {
    /// Reads a job card. It is an input, so no output replaces it.
    pub(crate) fn read(path: &Path, inputs: &mut BTreeSet<PathBuf>) -> anyhow::Result<Self> {
        let card = String::from_utf8(load::read_file(path)?);
        inputs.extend(path.canonicalize());
        Ok(Self(card.with_context(|| format!("{} is not UTF-8 text", path.display()))?))
    }

    /// The job with these commands.
    pub(crate) fn with(&self, step: &str, commands: &str) -> String {
        let (card, step) = (self.0.trim_end(), format!("//{step}"));
        format!(
            "{card}\n{step:<9} EXEC PGM=IKJEFT01\n//SYSTSPRT DD SYSOUT=*\n//SYSTSIN  DD *\n{commands}/*\n"
        )
    }
}
