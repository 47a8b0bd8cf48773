//! The parts of a form that look the same to everybody who has not filled them in, drawn once.
//!
//! They are made of a survey's frozen definition and of nothing that anybody said.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use maud::Markup;

use crate::app::Survey;
use crate::model::{Lang, Slug, Timestamp};

/// The pieces of every survey in every language: by its slug, the moment it was made, and the language.
#[derive(Debug, Default)]
pub(crate) struct AllPieces(RwLock<BTreeMap<(Slug, Timestamp, Lang), Arc<Pieces>>>);

impl AllPieces {
    /// The pieces of `survey` in `lang`.
    pub(crate) fn of(&self, survey: &Survey, lang: &Lang) -> Arc<Pieces> {
        let key = (survey.slug.clone(), survey.created, lang.clone());
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(pieces) = known.get(&key) {
            return Arc::clone(pieces);
        }
        drop(known);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(key).or_default())
    }
}

/// The pieces of one form in one language, by the name of the field they hold.
#[derive(Debug, Default)]
pub(crate) struct Pieces(RwLock<BTreeMap<String, Arc<Markup>>>);

impl Pieces {
    /// The piece `name`, which is always drawn alike.
    pub(crate) fn get(&self, name: &str, draw: impl FnOnce() -> Markup) -> Arc<Markup> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(piece) = known.get(name) {
            return Arc::clone(piece);
        }
        drop(known);
        let piece = Arc::new(draw());
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(name.to_owned(), Arc::clone(&piece));
        piece
    }
}
