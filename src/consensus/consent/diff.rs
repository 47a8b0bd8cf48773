//! What changed from one text to the next, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Whether a piece of text stayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// In both texts.
    Same,
    /// In the earlier text only.
    Gone,
    /// In the later text only.
    New,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Whether it stayed.
    pub kind: PieceKind,
    /// Its words, with the white space after them.
    pub text: String,
}

/// The later text with what went and what came, in whole words. The pieces that are the same or new make up the later
/// text, those that are the same or gone the earlier one.
pub fn word_diff(earlier: &str, later: &str) -> Vec<Piece> {
    let (earlier, later) = (words(earlier), words(later));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |kind: PieceKind, words: &[&str]| {
        if words.is_empty() {
            return;
        }
        match pieces.last_mut().filter(|piece| piece.kind == kind) {
            Some(piece) => piece.text.push_str(&words.concat()),
            None => pieces.push(Piece {
                kind,
                text: words.concat(),
            }),
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &earlier, &later) {
        match op {
            DiffOp::Equal { .. } => add(PieceKind::Same, &later[op.new_range()]),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                add(PieceKind::Gone, &earlier[op.old_range()]);
                add(PieceKind::New, &later[op.new_range()]);
            }
        }
    }
    pieces
}

/// Words and the white space between them, one after the other.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_space = first.is_whitespace();
        let end = rest
            .find(|c: char| c.is_whitespace() != is_space)
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}
