//! Many numbers at once: text of digits and whitespace is split without a branch on any byte.

/// The longest text that is split at once.
pub(super) const WINDOW: usize = 2048;

/// The numbers of a text, in its order.
pub(super) struct Numbers {
    /// The text, some room before and after it.
    text: [u8; WINDOW + 8],
    /// By byte: the number that ends with it, and does one?
    values: [u16; WINDOW],
    ends: [u8; WINDOW],
    found: [u16; WINDOW],
}

impl Numbers {
    pub(super) fn new() -> Box<Self> {
        Box::new(Self {
            text: [b' '; WINDOW + 8],
            values: [0; WINDOW],
            ends: [0; WINDOW],
            found: [0; WINDOW],
        })
    }

    /// The numbers of a text of at most [`WINDOW`] bytes; none if it holds anything but whitespace
    /// and numbers up to 999, written without zeros in front.
    pub(super) fn split(&mut self, text: &[u8]) -> Option<&[u16]> {
        const BEFORE: usize = 4;
        let n = text.len().min(WINDOW);
        self.text[BEFORE..BEFORE + n].copy_from_slice(&text[..n]);
        self.text[BEFORE + n] = b' ';
        let at = |ahead: usize| &self.text[ahead..ahead + n];
        let (third, second, first) = (at(BEFORE - 3), at(BEFORE - 2), at(BEFORE - 1));
        let (this, next) = (at(BEFORE), at(BEFORE + 1));
        let digit = |byte: u8| byte.wrapping_sub(b'0');
        let is_digit = |byte: u8| u8::from(digit(byte) < 10);
        let (values, ends) = (&mut self.values[..n], &mut self.ends[..n]);
        let mut strange = 0;
        for i in 0..n {
            let (one, ten, hundred) = (this[i], first[i], second[i]);
            let has_tens = is_digit(ten);
            let has_hundreds = has_tens & is_digit(hundred);
            let ends_here = is_digit(one) & (1 - is_digit(next[i]));
            let white = u8::from(one == b' ') | u8::from(one.wrapping_sub(b'\t') < 5);
            let too_long = is_digit(one) & has_hundreds & is_digit(third[i]);
            let zero_first = is_digit(one) & has_tens & (1 - has_hundreds) & u8::from(ten == b'0');
            strange |= ((1 - is_digit(one)) & (1 - white)) | too_long | zero_first;
            values[i] = u16::from(digit(one))
                + u16::from(digit(ten) * has_tens) * 10
                + u16::from(digit(hundred) * has_hundreds) * 100;
            ends[i] = ends_here;
        }
        if strange != 0 {
            return None;
        }
        let mut found = 0;
        for (value, ends) in values.iter().zip(ends.iter()) {
            // Fewer are found than bytes looked at; the mask only says so to the compiler.
            self.found[found & (WINDOW - 1)] = *value;
            found += usize::from(*ends);
        }
        Some(&self.found[..found])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_splits_into_its_numbers() {
        let mut numbers = Numbers::new();
        let mut check = |text: &str, expected: Option<&[u16]>| {
            assert_eq!(numbers.split(text.as_bytes()), expected, "{text}");
        };
        check("1 23 456 0\n7\t89\r\n", Some(&[1, 23, 456, 0, 7, 89]));
        check("", Some(&[]));
        check("7", Some(&[7]));
        check("999 10 100 0", Some(&[999, 10, 100, 0]));
        for strange in [
            "1000", "1,2", "-1", "1=2", "01 2", "007", "a", "1 2 é", "1#",
        ] {
            check(strange, None);
        }
        let most = "1 ".repeat(WINDOW / 2);
        check(&most, Some(&[1; WINDOW / 2]));
    }
}
