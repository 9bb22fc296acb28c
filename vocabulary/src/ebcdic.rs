//! The order of RACF names: by their bytes in EBCDIC code page 037.

/// The cp037 byte of each printable ASCII character that a name can hold; others keep no order of
/// RACF's own and sort after, by their Unicode value.
const CP037: [(u8, u8); 95] = table();

const fn table() -> [(u8, u8); 95] {
    let ascii: &[u8; 95] = b" .<(+|&!$*);-/,%_>?`:#@'=\"abcdefghijklmnopqr~stuvwxyz^[]{ABCDEFGHI}JKLMNOPQR\\STUVWXYZ0123456789";
    let ebcdic: [u8; 95] = [
        0x40, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F, 0x50, 0x5A, 0x5B, 0x5C, 0x5D, 0x5E, 0x60, 0x61, 0x6B,
        0x6C, 0x6D, 0x6E, 0x6F, 0x79, 0x7A, 0x7B, 0x7C, 0x7D, 0x7E, 0x7F, 0x81, 0x82, 0x83, 0x84,
        0x85, 0x86, 0x87, 0x88, 0x89, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0xA1,
        0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xB0, 0xBA, 0xBB, 0xC0, 0xC1, 0xC2, 0xC3,
        0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8,
        0xD9, 0xE0, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4,
        0xF5, 0xF6, 0xF7, 0xF8, 0xF9,
    ];
    let mut pairs = [(0, 0); 95];
    let mut at = 0;
    while at < 95 {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks it")]
        {
            pairs[at] = (ascii[at], ebcdic[at]);
        }
        at += 1;
    }
    pairs
}

const ORDER: [u16; 128] = order();

const fn order() -> [u16; 128] {
    let mut order = [0; 128];
    let mut at = 0;
    while at < 128 {
        #[expect(
            clippy::indexing_slicing,
            clippy::cast_possible_truncation,
            reason = "evaluated by the compiler, which checks it; the table has 128 places"
        )]
        {
            // 0x100 and above: after every character of the code page.
            order[at] = 0x100 + at as u16;
            let mut pair = 0;
            while pair < 95 {
                if CP037[pair].0 as usize == at {
                    order[at] = CP037[pair].1 as u16;
                }
                pair += 1;
            }
        }
        at += 1;
    }
    order
}

/// The place of a character in EBCDIC order.
pub fn collation(character: char) -> u32 {
    match ORDER.get(character as usize) {
        Some(&place) => u32::from(place),
        None => 0x200 + u32::from(character),
    }
}

/// Compares two names as RACF sorts them: letters before digits, `$ # @` before letters.
pub fn compare(a: &str, b: &str) -> std::cmp::Ordering {
    a.chars().map(collation).cmp(b.chars().map(collation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_come_before_digits_and_nationals_before_letters() {
        let mut names = vec!["Z9", "9A", "A", "@A", "#A", "$A", "A.B", "A1"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["$A", "#A", "@A", "A", "A.B", "A1", "Z9", "9A"]);
    }
}
