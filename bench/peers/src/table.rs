//! What was measured, as text, Markdown, JSON and a picture.

use std::fmt::Write as _;

use crate::measure::Measured;

const COLUMNS: [&str; 8] =
    ["size", "engine", "mean ns", "p50 ns", "p99 ns", "load ms", "memory MB", "compile ms"];

fn cells(it: &Measured) -> [String; 8] {
    let ms = |time: std::time::Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    [
        it.size.to_owned(),
        it.engine.to_owned(),
        format!("{:.0}", it.mean),
        format!("{:.0}", it.p50),
        format!("{:.0}", it.p99),
        ms(it.load),
        format!("{:.1}", it.memory as f64 / 1e6),
        it.compile.map(ms).unwrap_or_default(),
    ]
}

pub fn text(all: &[Measured]) -> String {
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    rows.extend(all.iter().map(cells));
    let width =
        |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        for (at, cell) in row.iter().enumerate() {
            let width = widths[at];
            let _ = if at < 2 {
                write!(text, "{cell:<width$}  ")
            } else {
                write!(text, "{cell:>width$}  ")
            };
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

pub fn markdown(all: &[Measured]) -> String {
    let mut text = format!("| {} |\n|---|---|--:|--:|--:|--:|--:|--:|\n", COLUMNS.join(" | "));
    for it in all {
        let _ = writeln!(text, "| {} |", cells(it).join(" | "));
    }
    text
}

pub fn json(all: &[Measured]) -> String {
    let rows = all.iter().map(|it| {
        serde_json::json!({
            "size": it.size, "engine": it.engine, "profiles": it.profiles, "requests": it.requests,
            "mean_ns": it.mean, "p50_ns": it.p50, "p99_ns": it.p99,
            "load_ms": it.load.as_secs_f64() * 1e3, "memory_bytes": it.memory,
            "compile_ms": it.compile.map(|it| it.as_secs_f64() * 1e3),
        })
    });
    let rows: Vec<serde_json::Value> = rows.collect();
    format!("{:#}\n", serde_json::json!({ "version": 1, "measured": rows }))
}

const COLORS: [&str; 7] =
    ["#888888", "#c2410c", "#0f766e", "#1d4ed8", "#7c3aed", "#a21caf", "#4d7c0f"];

/// Time against size, both logarithmic.
pub fn svg(all: &[Measured]) -> String {
    let x = |profiles: usize| 70.0 + (profiles.max(1) as f64).log10().mul_add(100.0, -200.0);
    let y = |ns: f64| ns.max(1.0).log10().mul_add(-60.0, 450.0);
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 860 470\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"860\" height=\"470\" fill=\"white\"/>\n",
    );
    for power in 1..=7 {
        let (ns, at) = (10_f64.powi(power), y(10_f64.powi(power)));
        let label = match power {
            1..=2 => format!("{ns:.0} ns"),
            3..=5 => format!("{:.0} µs", ns / 1e3),
            _ => format!("{:.0} ms", ns / 1e6),
        };
        let _ = writeln!(
            out,
            "<path d=\"M70 {at:.0}H440\" stroke=\"#ddd\"/><text x=\"64\" y=\"{:.0}\" text-anchor=\"end\">{label}</text>",
            at + 4.0
        );
    }
    for power in 2..=5 {
        let at = x(10_usize.pow(power));
        let _ = writeln!(
            out,
            "<text x=\"{at:.0}\" y=\"440\" text-anchor=\"middle\">{} profiles</text>",
            10_usize.pow(power)
        );
    }
    let mut names: Vec<&str> = Vec::new();
    for it in all {
        if !names.contains(&it.engine) {
            names.push(it.engine);
        }
    }
    for (number, name) in names.iter().enumerate() {
        let color = COLORS[number % COLORS.len()];
        let points: Vec<String> = all
            .iter()
            .filter(|it| it.engine == *name)
            .map(|it| format!("{:.0},{:.0}", x(it.profiles), y(it.p50)))
            .collect();
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>",
            points.join(" ")
        );
        for point in &points {
            let (cx, cy) = point.split_once(',').unwrap_or_default();
            let _ = writeln!(out, "<circle cx=\"{cx}\" cy=\"{cy}\" r=\"4\" fill=\"{color}\"/>");
        }
        let row = 40 + number * 22;
        let _ = writeln!(
            out,
            "<rect x=\"470\" y=\"{}\" width=\"14\" height=\"4\" fill=\"{color}\"/><text x=\"490\" y=\"{row}\">{name}</text>",
            row - 6
        );
    }
    out.push_str("</svg>\n");
    out
}
