//! Numbers that only rise, kept in little room.

/// Rising numbers, each as the step from the one before it: seven bits to a byte, the lowest first,
/// the highest bit set on all but a step's last byte.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ascending {
    steps: Vec<u8>,
    last: u32,
}

impl Ascending {
    /// None yet, with room for so many at small steps.
    pub(crate) fn with_room_for(numbers: usize) -> Self {
        Self {
            steps: Vec::with_capacity(numbers),
            last: 0,
        }
    }

    /// Adds a number, which is at least the last one added.
    pub(crate) fn push(&mut self, number: u32) {
        let mut step = number - self.last;
        self.last = number;
        while step >= 0x80 {
            self.steps.push(step.to_le_bytes()[0] | 0x80);
            step >>= 7;
        }
        self.steps.push(step.to_le_bytes()[0]);
    }

    /// The numbers in turn.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let mut steps = self.steps.iter();
        let mut number = 0;
        std::iter::from_fn(move || {
            let (mut byte, mut shift) = (*steps.next()?, 0);
            loop {
                number += u32::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    return Some(number);
                }
                shift += 7;
                byte = *steps.next()?;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_went_in() {
        let numbers = [
            0,
            0,
            1,
            128,
            255,
            256,
            16_639,
            16_640,
            1 << 21,
            1 << 28,
            u32::MAX,
        ];
        let mut ascending = Ascending::with_room_for(numbers.len());
        for number in numbers {
            ascending.push(number);
        }
        assert_eq!(ascending.iter().collect::<Vec<_>>(), numbers);
        assert_eq!(Ascending::default().iter().next(), None);
    }
}
