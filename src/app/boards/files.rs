//! The files of a board, laid out as Polis exports them.

use crate::app::App;
use crate::app::error::AppError;
use crate::app::export::{CsvStyle, File};
use crate::app::visitors::Visitor;
use crate::model::Slug;

impl App {
    /// A file of a closed board.
    pub async fn board_file(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        _name: &str,
        _style: CsvStyle,
    ) -> Result<File, AppError> {
        self.board_results(visitor, slug).await?;
        Err(AppError::NotFound("file"))
    }
}
