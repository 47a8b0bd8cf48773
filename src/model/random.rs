//! A small portable generator, so that the same seed draws the same on every machine.

use sha2::{Digest, Sha256};

/// `SplitMix64` (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of one `purpose` under a seed; different purposes draw independently.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        let mut random = Self(seed ^ purpose.wrapping_mul(0xd134_2543_de82_ef95));
        random.next();
        random
    }

    /// The stream of a seed given as text: the first eight bytes of its SHA-256 are the number.
    pub(crate) fn from_text(text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let number = digest.iter().take(8);
        Self::new(number.fold(0, |seed, byte| seed << 8 | u64::from(*byte)), 0)
    }

    /// From 0 up to and without `below`, which is at least 1.
    pub(crate) fn below_wide(&mut self, below: u64) -> u64 {
        let wide = (u128::from(self.next()) * u128::from(below)) >> 64;
        u64::try_from(wide).unwrap_or(0)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to and without 1.
    pub(crate) fn unit(&mut self) -> f64 {
        let high = u32::try_from(self.next() >> 32).unwrap_or(u32::MAX);
        f64::from(high) / 4_294_967_296.0
    }

    /// From 0 up to and without `below`, which is at least 1 and fits four bytes.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        let wide = (self.next() >> 32).wrapping_mul(below as u64) >> 32;
        usize::try_from(wide).unwrap_or(0)
    }

    /// Two independent standard normal values (Box and Muller 1958).
    pub(crate) fn normals(&mut self) -> [f64; 2] {
        let length = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        let (sin, cos) = (std::f64::consts::TAU * self.unit()).sin_cos();
        [length * cos, length * sin]
    }

    /// Puts the values in a random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }

    /// `size` of the numbers below `n`, or all of them, ascending.
    pub(crate) fn sample(&mut self, n: usize, size: usize) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..).take(n).collect();
        if size < n {
            for idx in 0..size {
                numbers.swap(idx, idx + self.below(n - idx));
            }
            numbers.truncate(size);
            numbers.sort_unstable();
        }
        numbers
    }
}
