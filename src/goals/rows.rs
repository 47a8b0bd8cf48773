//! Goals as rows of a table.

use crate::goals::goal::Goal;
use crate::model::text::Lang;
use crate::model::time::Day;

/// The header and one row a goal; numbers are plain, so that a spreadsheet reads them.
pub fn rows<'a>(
    _goals: impl IntoIterator<Item = &'a Goal>,
    _today: Day,
    _lang: &Lang,
) -> (Vec<&'static str>, Vec<Vec<String>>) {
    unimplemented!()
}
