//! Names by number, found fast: a file of a million ballots names its options many million times.

/// Names in the order in which they were first met, each with a number.
#[derive(Debug, Default)]
pub(super) struct Names {
    all: Vec<String>,
    /// An open-addressed table, at most an eighth full, so that nearly every name is found at once.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    /// From 1; 0 where the slot is free.
    number: u32,
}

/// The longest name that its key holds whole.
const WHOLE: usize = 7;

/// A name's bytes and length in one number, as far as they fit; of a longer one a hash.
fn key(name: &[u8]) -> u64 {
    if name.len() <= WHOLE {
        let bytes = name.iter().rev();
        return bytes.fold(name.len() as u64, |key, byte| key << 8 | u64::from(*byte));
    }
    // A multiplicative hash; it only sorts names into places, so nothing depends on its value.
    let hash = name.chunks(8).fold(name.len() as u64, |hash, chunk| {
        let word = chunk
            .iter()
            .fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        (hash.rotate_left(23) ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd)
    });
    hash | 1 << 63
}

/// The key of the name at that place of a text: as [`key`], without looking at the length of a short one.
fn key_at(text: &[u8], start: usize, end: usize) -> u64 {
    let len = end - start;
    match text.get(start..).and_then(<[u8]>::first_chunk) {
        Some(bytes) if (1..=WHOLE).contains(&len) => {
            let kept = u64::from_le_bytes(*bytes) << (64 - 8 * len) >> (64 - 8 * len);
            kept | (len as u64) << (8 * len)
        }
        _ => key(&text[start..end]),
    }
}

impl Names {
    /// All names, by number.
    pub(super) fn all(&self) -> &[String] {
        &self.all
    }

    /// The number of a name that was met.
    pub(super) fn find(&self, name: &[u8]) -> Option<usize> {
        self.look(key(name), name).ok()
    }

    /// The number of the name at that place of a text, if it was met.
    #[inline]
    pub(super) fn find_at(&self, text: &[u8], start: usize, end: usize) -> Option<usize> {
        self.look(key_at(text, start, end), &text[start..end]).ok()
    }

    /// The number of a name, a new one if need be; and is it new?
    pub(super) fn number(&mut self, name: &str) -> (usize, bool) {
        let key = key(name.as_bytes());
        if let Ok(number) = self.look(key, name.as_bytes()) {
            return (number, false);
        }
        if (self.all.len() + 1) * 8 > self.slots.len() {
            self.grow();
        }
        let number = self.all.len();
        self.all.push(name.to_owned());
        if let Err(Some(free)) = self.look(key, name.as_bytes()) {
            // Numbers stay far below `u32::MAX`: each name takes bytes of the file.
            let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
            self.slots[free] = Slot { key, number };
        }
        (number, true)
    }

    /// The number of a name; else the free slot where it belongs, if there are slots.
    #[inline]
    fn look(&self, key: u64, name: &[u8]) -> Result<usize, Option<usize>> {
        let Some(mask) = self.slots.len().checked_sub(1) else {
            return Err(None);
        };
        let mut at = Self::home(key) & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                return Err(Some(at));
            }
            let number = slot.number as usize - 1;
            let whole = name.len() <= WHOLE;
            if slot.key == key && (whole || self.all[number].as_bytes() == name) {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn home(key: u64) -> usize {
        usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40).unwrap_or_default()
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(256);
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
        for slot in old.into_iter().filter(|slot| slot.number != 0) {
            let mut at = Self::home(slot.key) & (size - 1);
            while self.slots[at].number != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_numbers_however_long_they_are() {
        let wanted: Vec<String> = (0..3000)
            .map(|n| "x".repeat(n % 20) + &n.to_string())
            .chain([String::new(), "a\0".to_owned(), "a".to_owned()])
            .collect();
        let mut names = Names::default();
        assert_eq!(names.find(b"a"), None);
        for (number, name) in wanted.iter().enumerate() {
            assert_eq!(names.number(name), (number, true));
        }
        assert_eq!(names.all(), wanted);
        for (number, name) in wanted.iter().enumerate() {
            assert_eq!(names.number(name), (number, false));
            assert_eq!(names.find(name.as_bytes()), Some(number));
            let text = format!("{name}, and more after it");
            assert_eq!(names.find_at(text.as_bytes(), 0, name.len()), Some(number));
            assert_eq!(names.find_at(name.as_bytes(), 0, name.len()), Some(number));
        }
        assert_eq!(names.find(b"never met"), None);
    }
}
