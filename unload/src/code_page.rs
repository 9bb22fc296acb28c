//! Bytes to characters: one byte is one character, as columns count them.

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePage {
    /// ASCII, as a transfer in text mode leaves it; other bytes are UTF-8 where a whole record is, else Latin-1.
    Ascii,
    /// EBCDIC, Latin 1/Open Systems: the code page of z/OS UNIX.
    Ibm1047,
    /// EBCDIC, US and Canada.
    Ibm037,
}

/// The bytes before this one are control characters, which no field needs.
const CONTROL: usize = 0x40;

/// The characters of IBM-037 from byte X'40' on.
const IBM037: &str = "\
\x20\u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"\
Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×\
{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ ";

/// Where IBM-1047 differs from IBM-037.
const ONLY_IBM1047: [(u8, char); 6] =
    [(0x5F, '^'), (0xAD, '['), (0xB0, '¬'), (0xBA, 'Ý'), (0xBB, '¨'), (0xBD, ']')];

impl CodePage {
    /// The characters of the bytes: the bytes themselves if they are UTF-8, or else what is appended to `into`.
    pub(crate) fn decode<'t>(
        self,
        bytes: &'t [u8],
        table: &[char; 256],
        into: &'t mut String,
    ) -> &'t str {
        let of_table = |byte: &u8| table.get(usize::from(*byte)).copied().unwrap_or(' ');
        match self {
            Self::Ascii => match std::str::from_utf8(bytes) {
                Ok(text) => return text,
                Err(_) => into.extend(bytes.iter().map(|&byte| char::from(byte))),
            },
            Self::Ibm1047 | Self::Ibm037 => into.extend(bytes.iter().map(of_table)),
        }
        into
    }

    /// The character of each byte.
    pub(crate) fn table(self) -> [char; 256] {
        let mut table = [' '; 256];
        for (slot, character) in table.iter_mut().skip(CONTROL).zip(IBM037.chars()) {
            *slot = character;
        }
        if self == Self::Ibm1047 {
            for (byte, character) in ONLY_IBM1047 {
                if let Some(slot) = table.get_mut(usize::from(byte)) {
                    *slot = character;
                }
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(page: CodePage, bytes: &[u8]) -> String {
        page.decode(bytes, &page.table(), &mut String::new()).to_owned()
    }

    #[test]
    fn the_table_has_a_character_for_each_byte() {
        assert_eq!(IBM037.chars().count(), 256 - CONTROL);
        assert_eq!(
            decoded(CodePage::Ibm037, &[0x40, 0xC1, 0xE9, 0xF0, 0xF9, 0x4B, 0x5C]),
            " AZ09.*"
        );
        assert_eq!(decoded(CodePage::Ibm037, &[0x5B, 0x7B, 0x7C, 0x4A, 0x6C, 0x50]), "$#@¢%&");
    }

    #[test]
    fn brackets_lie_elsewhere_in_1047() {
        assert_eq!(decoded(CodePage::Ibm037, &[0xBA, 0xBB, 0xB0, 0x5F]), "[]^¬");
        assert_eq!(decoded(CodePage::Ibm1047, &[0xAD, 0xBD, 0x5F, 0xB0]), "[]^¬");
    }

    #[test]
    fn text_that_is_not_utf_8_is_latin_1() {
        assert_eq!(decoded(CodePage::Ascii, b"A\xBDB"), "A½B");
        assert_eq!(decoded(CodePage::Ascii, "A½B".as_bytes()), "A½B");
    }
}
