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
/// text, those that are the same or gone the earlier one. White space between two changes goes with them, so that a
/// phrase reads as one change.
pub fn word_diff(earlier: &str, later: &str) -> Vec<Piece> {
    let (earlier, later) = (words(earlier), words(later));
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut gone, mut new) = (String::new(), String::new());
    for op in capture_diff_slices(Algorithm::Myers, &earlier, &later) {
        let (before, after) = (
            earlier[op.old_range()].concat(),
            later[op.new_range()].concat(),
        );
        let is_same = matches!(op, DiffOp::Equal { .. });
        let is_between = after.trim().is_empty() && !(gone.is_empty() && new.is_empty());
        if is_same && !is_between {
            settle(&mut pieces, &mut gone, &mut new);
            add(&mut pieces, PieceKind::Same, after);
        } else {
            gone.push_str(&before);
            new.push_str(&after);
        }
    }
    settle(&mut pieces, &mut gone, &mut new);
    pieces
}

/// Adds what went and what came since the last piece that stayed.
fn settle(pieces: &mut Vec<Piece>, gone: &mut String, new: &mut String) {
    add(pieces, PieceKind::Gone, std::mem::take(gone));
    add(pieces, PieceKind::New, std::mem::take(new));
}

fn add(pieces: &mut Vec<Piece>, kind: PieceKind, text: String) {
    if !text.is_empty() {
        pieces.push(Piece { kind, text });
    }
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
