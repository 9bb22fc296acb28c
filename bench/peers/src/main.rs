//! Measures Saffron next to every engine that Cargo can fetch, on the same requests.
//!
//! `cargo run --release -- S M L` prints a table; `--format markdown|json` and `--svg FILE` draw it otherwise.
//! Each engine first answers all requests that it is asked, and must agree with Saffron on each.

mod engines;
mod measure;
mod site;
mod table;

use anyhow::{Result, bail, ensure};

use measure::Measured;
use site::Site;

/// A name of a size, the number of its profiles, and how many requests slow engines are asked.
const SIZES: [(&str, usize, usize); 3] =
    [("S", 100, 2_000), ("M", 20_000, 2_000), ("L", 200_000, 2_000)];

fn main() -> Result<()> {
    let mut sizes = Vec::new();
    let (mut format, mut svg) = ("text".to_owned(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--format" => format = arguments.next().unwrap_or_default(),
            "--svg" => svg = arguments.next(),
            name => match SIZES.iter().find(|(it, _, _)| *it == name) {
                Some(size) => sizes.push(*size),
                None => bail!(
                    "usage: saffron-peers [S] [M] [L] [--format text|markdown|json] [--svg FILE]"
                ),
            },
        }
    }
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    let mut measured = Vec::new();
    for (name, profiles, most) in sizes {
        measured.extend(size(name, profiles, most)?);
    }
    let text = match format.as_str() {
        "text" => table::text(&measured),
        "markdown" => table::markdown(&measured),
        "json" => table::json(&measured),
        other => bail!("unknown format {other}"),
    };
    print!("{text}");
    if let Some(path) = svg {
        std::fs::write(path, table::svg(&measured))?;
    }
    Ok(())
}

/// All engines that can answer at this size.
fn size(name: &'static str, profiles: usize, most: usize) -> Result<Vec<Measured>> {
    let site = Site::of(profiles, most)?;
    let expected = site.answers();
    let mut measured = Vec::new();
    for make in engines::ALL {
        if profiles > make.most_profiles {
            continue;
        }
        eprintln!("{name}: {}", make.name);
        let (engine, load) = measure::loading(|| (make.engine)(&site))?;
        let asked = if make.is_slow { most } else { site.asked.len() };
        for (number, asked) in site.asked.iter().take(asked).enumerate() {
            let answer = engine.decide(asked);
            ensure!(
                make.is_probe || Some(&answer) == expected.get(number),
                "{} disagrees on {asked:?}",
                make.name
            );
        }
        measured.push(measure::deciding(
            name,
            make,
            load,
            engine.as_ref(),
            &site.asked[..asked],
            &site,
        ));
    }
    Ok(measured)
}
