//! Secrets: sign-in links, sessions and receipts. Only their SHA-256 is ever stored.

use std::fmt;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Crockford's base 32: no letter that is easily taken for another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A random text that proves a right. Mute in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// How many characters a link or session secret has: 160 bits.
    pub const LINK_LEN: usize = 32;
    /// How many characters a receipt has: 100 bits, short enough to copy by hand.
    pub const RECEIPT_LEN: usize = 20;

    /// A fresh secret for a link or session.
    pub fn link() -> Self {
        Self::fresh(Self::LINK_LEN)
    }

    /// A fresh receipt.
    pub fn receipt() -> Self {
        Self::fresh(Self::RECEIPT_LEN)
    }

    /// Reads a secret of `len` characters as somebody may type it: any case, spaces and hyphens
    /// anywhere, `o` for zero, `i` and `l` for one.
    pub fn parse(text: &str, len: usize) -> Option<Self> {
        let folded: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            })
            .take(len + 1)
            .collect();
        let fits = folded.len() == len && folded.bytes().all(|b| ALPHABET.contains(&b));
        fits.then_some(Self(folded))
    }

    /// The secret itself, for the one page or line that shows it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The secret in groups of four capitals, as a receipt shows it: `K7QF-2M9T-…`.
    pub fn grouped(&self) -> String {
        let capitals = self.0.to_ascii_uppercase();
        let groups: Vec<&str> = capitals
            .as_bytes()
            .chunks(4)
            .map(|group| std::str::from_utf8(group).unwrap_or_default())
            .collect();
        groups.join("-")
    }

    /// What is stored of it: SHA-256, in hexadecimal.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// A second secret that follows from this one and `purpose`.
    pub fn derived(&self, purpose: &str) -> String {
        let digest = Sha256::new()
            .chain_update(purpose)
            .chain_update([0])
            .chain_update(&self.0)
            .finalize();
        hex(&digest[..16])
    }

    fn fresh(len: usize) -> Self {
        let mut bytes = [0_u8; Self::LINK_LEN];
        fill_random(&mut bytes[..len]);
        Self(
            bytes[..len]
                .iter()
                .map(|b| char::from(ALPHABET[usize::from(b & 31)]))
                .collect(),
        )
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// A random number, for example the seed of an order.
pub fn random_seed() -> u64 {
    let mut bytes = [0_u8; 8];
    fill_random(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// A number from a public text: the first eight bytes of its SHA-256.
pub fn number_from(text: &str) -> u64 {
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let first = digest.iter().take(8);
    first.fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// A fresh random ULID-shaped identifier at `now`, for entities that are no secret.
pub(crate) fn fresh_ulid(now: crate::model::Timestamp) -> ulid::Ulid {
    let mut bytes = [0_u8; 16];
    fill_random(&mut bytes);
    ulid::Ulid::from_parts(
        u64::try_from(now.0).unwrap_or(0),
        u128::from_le_bytes(bytes),
    )
}

#[allow(
    clippy::disallowed_methods,
    reason = "the one place where secrets are drawn"
)]
fn fill_random(bytes: &mut [u8]) {
    // Without a random source no secret can be made, so nothing may go on.
    if let Err(error) = getrandom::fill(bytes) {
        panic!("the operating system gives no random bytes: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_back_as_people_type_it() {
        let receipt = Secret::receipt();
        let shown = receipt.grouped();
        assert_eq!(shown.len(), 24);
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', " "),
            format!(" {shown} "),
        ] {
            assert_eq!(
                Secret::parse(&typed, Secret::RECEIPT_LEN),
                Some(receipt.clone())
            );
        }
        assert!(Secret::parse(&shown[1..], Secret::RECEIPT_LEN).is_none());
        assert!(Secret::parse("u".repeat(20).as_str(), Secret::RECEIPT_LEN).is_none());
    }

    #[test]
    fn a_secret_is_mute_in_logs() {
        let secret = Secret::link();
        assert!(!format!("{secret:?}").contains(secret.reveal()));
    }

    #[test]
    fn secrets_differ_and_so_do_their_hashes() {
        let (a, b) = (Secret::link(), Secret::link());
        assert_ne!(a, b);
        assert_ne!(a.hash(), b.hash());
        assert_ne!(a.derived("csrf"), a.derived("other"));
    }
}
