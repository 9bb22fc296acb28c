//! Generates the parser of commands from `src/syntax/grammar.lalrpop`; a grammar with a conflict
//! doesn't build.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    lalrpop::Configuration::new().use_cargo_dir_conventions().emit_rerun_directives(true).process()
}
