//! Members, as commands write them.

use super::record::Record;

/// A member of a profile; `None` if the record names none.
pub(super) fn member(class: &str, record: &Record<'_>) -> Option<String> {
    let name = record.set("MEMBER")?;
    let number = |field| record.number::<u16>(field);
    Some(match class {
        "GLOBAL" => format!("{name}/{}", record.set("GLOBAL_ACC").unwrap_or("NONE")),
        "SECDATA" => match number("SECLEVEL").filter(|_| record.get("NAME") == "SECLEVEL") {
            Some(level) => format!("{name}/{level}"),
            None => name.to_owned(),
        },
        "PROGRAM" => program(name, record.get("VOL_NAME"), record.get("PADS_DATA")),
        "VMXEVENT" => match record.set("VMEVENT_DATA") {
            Some(data) => format!("{name}/{data}"),
            None => name.to_owned(),
        },
        _ => name.to_owned(),
    })
}

/// `LIBRARY/VOLUME/NOPADCHK`, without what isn't stated.
fn program(library: &str, volume: &str, check: &str) -> String {
    let volume = if volume == "******" { "'******'" } else { volume };
    match (volume, check) {
        ("", "") => library.to_owned(),
        (_, "") => format!("{library}/{volume}"),
        _ => format!("{library}/{volume}/{check}"),
    }
}
