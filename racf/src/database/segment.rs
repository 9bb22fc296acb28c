//! Segments: OMVS, TSO, STDATA, CDTINFO, ….
//!
//! INVARIANT: secrets are never held; of a field that is one, only the name is.

use saffron_diagnostics::Span;

use super::{Fact, Segments};
use crate::command::{SegmentField, SegmentOperand};

/// Fields whose values are secret.
const SECRETS: [&str; 8] = [
    "BINDPW",
    "ENCKEY",
    "KEYENCRYPTED",
    "KEYMASKED",
    "PASSPHRASE",
    "PASSWORD",
    "SESSKEY",
    "SSIGNON",
];

/// Segments whose values RACF folds to upper case.
const FOLDED: [&str; 2] = ["CDTINFO", "STDATA"];

/// Applies what is specified for segments.
pub(super) fn apply(segments: &mut Segments, operands: &[SegmentOperand], said: Span) {
    for operand in operands {
        if operand.delete {
            segments.remove(&operand.name);
            continue;
        }
        let segment = segments.entry(operand.name.clone()).or_default();
        segment.origin.get_or_insert(said);
        for field in &operand.fields {
            if field.delete {
                segment.fields.remove(&field.name);
            } else {
                let value = value(&operand.name, field);
                segment.fields.insert(field.name.clone(), Fact::said(value, said));
            }
        }
    }
}

fn value(segment: &str, field: &SegmentField) -> String {
    if SECRETS.contains(&field.name.as_str()) {
        return String::new();
    }
    let values: Vec<&str> = field.values.iter().map(|it| it.text.as_str()).collect();
    let text = values.join(" ");
    if FOLDED.contains(&segment) { super::name::fold(&text) } else { text }
}

#[cfg(test)]
mod tests {
    use saffron_diagnostics::FileId;

    use super::*;
    use crate::command::Name;

    #[test]
    fn secrets_are_not_held() {
        let span = Span { file: FileId(0), start: 0, end: 0 };
        let values = vec![Name { text: "0123456789ABCDEF".to_owned(), quoted: false, span }];
        let field = |name: &str| SegmentField {
            name: name.to_owned(),
            values: values.clone(),
            delete: false,
            span,
        };
        let fields = SECRETS.iter().map(|it| field(it)).chain([field("KEYLABEL")]).collect();
        let operand = SegmentOperand { name: "SSIGNON".to_owned(), fields, delete: false, span };
        let mut segments = Segments::new();
        apply(&mut segments, &[operand], span);
        let held = segments["SSIGNON"].fields.iter().filter(|(_, it)| !it.value.is_empty());
        assert_eq!(held.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["KEYLABEL"]);
    }
}
