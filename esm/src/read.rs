//! Commands of ACF2 and Top Secret, of the kinds that are emitted, back to facts.
//!
//! INVARIANT: a command that is not understood whole states nothing, and is reported with its line.
//! What is reported names commands and operands, never values, which could be secrets.

mod acf2;
mod line;
mod names;
mod rule;
mod stated;
mod tss;
mod word;

use saffron_compiler::manifest::EsmSections;

pub use stated::{Held, Stated};

use crate::manager::Esm;
use line::Line;
use names::Names;

/// A command that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its first line, from 1.
    pub line: u32,
    /// Why, without values.
    pub why: String,
}

/// What a file of commands states.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Commands that are understood.
    pub commands: usize,
    /// Commands that are not.
    pub unread: Vec<Unread>,
    /// Lines with commands of something else, from 1.
    pub others: Vec<u32>,
    /// Facts after all commands.
    pub stated: Stated,
}

/// Reads the commands of a file; JCL around them is taken off. `sections` and `site` give the names of
/// classes that the site states.
pub fn read(esm: Esm, text: &str, sections: &EsmSections, site: Option<&str>) -> Reading {
    let mut names = Names::of(esm, sections, site);
    let mut reading = Reading::default();
    let all = line::commands(esm, text);
    let (own, others): (Vec<&Line>, Vec<&Line>) = match esm {
        Esm::Tss => all.iter().partition(|line| line.begins_with("TSS")),
        Esm::Acf2 => sessions(&all),
    };
    reading.others = others.iter().map(|line| line.number).collect();
    match esm {
        Esm::Tss => {
            let mut reader = tss::Reader { names: &mut names, stated: Stated::default() };
            for line in own {
                reading.note(line.number, reader.command(line));
            }
            reading.stated = reader.stated;
        }
        Esm::Acf2 => {
            let mut reader = acf2::Reader::new(&mut names);
            for line in own {
                reading.note(line.number, reader.command(line));
            }
            reading.stated = reader.finish();
        }
    }
    reading
}

/// The lines from each `ACF` to its `END`, and the others; all lines, if there is no `ACF`.
fn sessions(all: &[Line]) -> (Vec<&Line>, Vec<&Line>) {
    if !all.iter().any(|line| line.begins_with("ACF")) {
        return (all.iter().collect(), Vec::new());
    }
    let mut inside = false;
    all.iter().partition(|line| {
        inside |= line.begins_with("ACF");
        let own = inside;
        inside &= !line.begins_with("END") && !line.begins_with("QUIT");
        own
    })
}

impl Reading {
    fn note(&mut self, line: u32, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => self.commands += 1,
            Err(why) => self.unread.push(Unread { line, why }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wherever a secret stands, well-formed or not, neither a message nor a fact has it.
    #[test]
    fn secrets_are_in_no_message_and_no_fact() {
        let secret = "HUNTER2";
        let of_tss = [
            "TSS CREATE(U) PASSWORD({})",
            "TSS CREATE(U) PASSWORD ({},0) NAME('A')",
            "TSS CREATE(U) PASWORD({})",
            "TSS CREATE(U) PASSWORD {}",
            "TSS ADDTO(U) PHRASE('{} AND MORE')",
            "TSS ADDTO(U) {}",
            "TSS {}",
            "TSS {} PASSWORD",
            "TSS PERMIT(U) {} ACCESS(READ)",
            "TSS PERMIT(U) IBMFAC(A) ACCESS(READ) {}",
            "TSS CREATE(U) PASSWORD({}",
            "{}",
        ];
        let of_acf2 = [
            "SET LID\nINSERT U PASSWORD({})",
            "SET LID\nINSERT U PASWORD({})",
            "SET LID\nINSERT U PASSWORD {}",
            "SET LID\nCHANGE U {}",
            "SET {}",
            "{}",
            "SET CONTROL(GSO)\nINSERT {} X(Y)",
            "SET RESOURCE(FAC)\nRECKEY A ADD(B USER(U) {} ALLOW)",
            "SET RESOURCE(FAC)\nRECKEY A {}",
        ];
        let sections = EsmSections::new();
        for (esm, texts) in [(Esm::Tss, of_tss.as_slice()), (Esm::Acf2, &of_acf2)] {
            for text in texts {
                let reading = read(esm, &text.replace("{}", secret), &sections, None);
                let shown = format!("{:?}", (&reading.unread, &reading.stated));
                assert!(!shown.contains(secret), "{text}: {shown}");
            }
        }
    }
}
