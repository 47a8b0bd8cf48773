//! Taking in responses from a file.

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::AppError;
use crate::app::records::{Import, RESPONSES, SURVEYS, State};
use crate::app::secret::Secret;
use crate::app::visitors::Visitor;
use crate::formats::responses::{self, CsvFault};
use crate::model::{Channel, Day, Lang, Response, Role, Slug};
use crate::store::Batch;
use crate::survey::Register;

/// The most responses that one file may bring.
const MAX_IMPORTED: usize = 20_000;
/// The most faults of a file that are told at once.
const MAX_FAULTS: usize = 50;

/// What the form for an import asks.
#[derive(Clone, Copy, Debug)]
pub struct NewImport<'a> {
    /// The file's name.
    pub file: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
    /// The day the answers were given.
    pub fielded: &'a str,
    /// Is the file public already (open data)?
    pub public: bool,
}

impl App {
    /// Fills a draft from a file of responses and closes it; all of the file or nothing.
    pub async fn import_responses(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        form: &NewImport<'_>,
    ) -> Result<Import, AppError> {
        visitor.must_be(Role::Organiser)?;
        let (version, mut survey) = self.draft_survey(slug).await?;
        let definition = self.definition_of(&survey).await?;
        let mut check = Check::default();
        let file = check.optional_line("file", form.file, 200);
        let day = Day::parse(form.fielded.trim());
        if day.is_none() {
            check.fault(
                "fielded",
                "write the day when the answers were given as YYYY-MM-DD, such as 2022-06-30",
            );
        }
        let choices = self.organisation_choices(&definition).await?;
        let register = Register::Known(&choices);
        let rows = if form.bytes.is_empty() {
            check.fault("file", "choose a CSV file");
            None
        } else {
            match responses::read(&definition, form.bytes, register) {
                Ok(read) => Some(read),
                Err(faults) => {
                    for fault in faults.iter().take(MAX_FAULTS) {
                        check.fault("file", in_a_file(fault));
                    }
                    None
                }
            }
        };
        match rows.as_ref().map(|read| read.rows.len()) {
            Some(0) => check.fault("file", "the file has a header but no responses"),
            Some(n) if n > MAX_IMPORTED => check.fault(
                "file",
                format!("a file may bring at most {MAX_IMPORTED} responses; this one has {n}"),
            ),
            Some(_) | None => {}
        }
        check.done(())?;
        let (Some(read), Some(fielded)) = (rows, day) else {
            return Err(AppError::Unfit("a checked form lost a field".to_owned()));
        };
        let now = self.now();
        let import = Import {
            file,
            fielded,
            public: form.public,
            responses: u32::try_from(read.rows.len()).unwrap_or(u32::MAX),
            notes: read.notes.iter().map(ToString::to_string).collect(),
        };
        survey.state = State::Closed;
        survey.opened = Some(now);
        survey.closed = Some(now);
        survey.import = Some(import.clone());
        let mut batch = Batch::new().replace(SURVEYS, slug.as_str(), version, &survey);
        for row in read.rows {
            let response = Response {
                answers: row.answers,
                language: row
                    .language
                    .or_else(|| definition.languages.first().cloned())
                    .unwrap_or_else(Lang::english),
                submitted_on: row.submitted_on.unwrap_or(fielded),
                channel: Channel::Imported,
                organisation: None,
                member: None,
                proof: String::new(),
            };
            batch = batch.insert(
                RESPONSES,
                format!("{slug}/{}", Secret::receipt().hash()),
                &response,
            );
        }
        self.store.commit(batch).await?;
        Ok(import)
    }
}

/// A fault of the file that was chosen in a form, which needs no name there.
fn in_a_file(fault: &CsvFault) -> String {
    match &fault.column {
        Some(column) => format!("line {}, column `{column}`: {}", fault.line, fault.message),
        None => format!("line {}: {}", fault.line, fault.message),
    }
}
