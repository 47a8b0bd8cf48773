//! Approvals and scores as CSV, one ballot a row: `weight`, and for each option a column
//! `ballot__approves_OPTION` with 1 or 0, or `ballot__score_OPTION` with the score, empty for none.

use super::{Ballots, BallotsError};
use crate::tally::{Form, Profile, ProfileBuilder, Weight};

/// What stands before an option's name in a column of approvals.
const APPROVES: &str = "__approves_";
/// What stands before an option's name in a column of scores.
const SCORE: &str = "__score_";

/// Which of the two a file holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Approvals,
    Scores,
}

/// Are the columns of a header those of approvals or scores?
pub(super) fn has_marks(header: &[String]) -> bool {
    header.iter().any(|name| column(name).is_some())
}

fn column(name: &str) -> Option<(Marks, &str)> {
    let after = |sign: &str| name.split_once(sign).map(|(_, option)| option);
    let approvals = after(APPROVES).map(|option| (Marks::Approvals, option));
    approvals.or_else(|| after(SCORE).map(|option| (Marks::Scores, option)))
}

/// Reads rows of approvals or scores beneath a header that [`has_marks`].
pub(super) fn read<R: std::io::Read>(
    header: &[String],
    reader: &mut csv::Reader<R>,
) -> Result<Ballots, BallotsError> {
    let mut options = Vec::new();
    let mut columns = Vec::new();
    let mut weight_at = None;
    for (at, name) in header.iter().enumerate() {
        match column(name) {
            Some((marks, option)) => {
                options.push(option.to_owned());
                columns.push((at, marks));
            }
            None if name == "weight" => weight_at = Some(at),
            None => {
                let what = format!(
                    "`{name}` is no column of approvals or scores; there are `weight`, `…{APPROVES}OPTION` and `…{SCORE}OPTION`"
                );
                return Err(BallotsError::at(1, at + 1, what));
            }
        }
    }
    let kind = columns.first().map_or(Marks::Approvals, |(_, kind)| *kind);
    if let Some((at, _)) = columns.iter().find(|(_, other)| *other != kind) {
        let what = "approvals and scores stand side by side; keep the columns of one";
        return Err(BallotsError::at(1, at + 1, what));
    }
    let mut builder = ProfileBuilder::new(options)?;
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| BallotsError::Whole(error.to_string()))?
    {
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        let wrong = |at: usize, wanted: &str| {
            let what = format!("`{}` is `{}`; it must be {wanted}", header[at], cell(at));
            BallotsError::at(line, at + 1, what)
        };
        if record.len() != header.len() {
            let what = format!(
                "this row has {} fields, and the header has {}; add or remove commas",
                record.len(),
                header.len()
            );
            return Err(BallotsError::at(
                line,
                record.len().min(header.len()) + 1,
                what,
            ));
        }
        let weight = match weight_at {
            Some(at) => Weight::parse(cell(at))
                .ok_or_else(|| wrong(at, "a positive number such as `2`, `0.5` or `1/3`"))?,
            None => Weight::ONE,
        };
        let mut approves = Vec::new();
        let mut scores = Vec::new();
        for (option, (at, _)) in columns.iter().enumerate() {
            match (kind, cell(*at)) {
                (_, "") | (Marks::Approvals, "0") => {}
                (Marks::Approvals, "1") => approves.push(option),
                (Marks::Approvals, _) => return Err(wrong(*at, "1 or 0")),
                (Marks::Scores, text) => {
                    let score = text.parse().ok();
                    let score = score.ok_or_else(|| wrong(*at, "a whole number, or empty"))?;
                    scores.push((option, score));
                }
            }
        }
        let form = match kind {
            Marks::Approvals => Form::Approves(approves),
            Marks::Scores => Form::Scores(scores),
        };
        builder.add(1, weight, &form)?;
    }
    Ok(Ballots::of(builder.finish()))
}

/// The header's columns after `weight`, and each ballot's cells; none when the ballots are rankings.
///
/// Fails when ballots of several forms stand together, for which there is no CSV.
pub(super) fn rows(profile: &Profile) -> Result<Option<(Vec<String>, Rows)>, BallotsError> {
    let mut kind = None;
    for (_, form) in profile.ballots() {
        let this = match form {
            // A blank ballot goes with any form.
            Form::Ranking(ranks) if ranks.is_empty() => continue,
            Form::Ranking(_) => None,
            Form::Approves(_) => Some(Marks::Approvals),
            Form::Scores(_) => Some(Marks::Scores),
        };
        if kind.replace(this).is_some_and(|other| other != this) {
            return Err(BallotsError::Whole(
                "the ballots are of several forms, and CSV holds one; write JSON".to_owned(),
            ));
        }
    }
    let Some(kind) = kind.flatten() else {
        return Ok(None);
    };
    let sign = match kind {
        Marks::Approvals => APPROVES,
        Marks::Scores => SCORE,
    };
    let names = profile.candidates().iter();
    let header = names.map(|name| format!("ballot{sign}{name}")).collect();
    let n_options = profile.candidates().len();
    let rows = profile.ballots().map(|(amount, form)| {
        let nothing = match kind {
            Marks::Approvals => "0",
            Marks::Scores => "",
        };
        let mut cells = vec![nothing.to_owned(); n_options];
        match form {
            Form::Ranking(_) => {}
            Form::Approves(options) => {
                for option in options {
                    "1".clone_into(&mut cells[option]);
                }
            }
            Form::Scores(scores) => {
                for (option, score) in scores {
                    cells[option] = score.to_string();
                }
            }
        }
        (amount.to_string(), cells)
    });
    Ok(Some((header, rows.collect())))
}

/// Each ballot's weight and cells.
pub(super) type Rows = Vec<(String, Vec<String>)>;

#[cfg(test)]
mod tests {
    use super::super::{Ballots, Format, read, write};
    use crate::tally::{Form, ProfileBuilder, Weight};

    fn check(forms: &[Form], csv: &str) {
        let names = ["A", "=B"].map(str::to_owned).to_vec();
        let mut builder = ProfileBuilder::new(names).unwrap();
        for form in forms {
            builder.add(1, Weight::new(1, 2).unwrap(), form).unwrap();
        }
        let ballots = Ballots::of(builder.finish());
        let written = write(&ballots, Format::Csv).unwrap();
        assert_eq!(written.replace("\r\n", "\n"), csv);
        let again = read(written.as_bytes(), Format::Csv).unwrap();
        assert_eq!(
            again.profile.ballots().collect::<Vec<_>>(),
            ballots.profile.ballots().collect::<Vec<_>>()
        );
    }

    #[test]
    fn approvals_and_scores_are_read_as_they_were_written() {
        check(
            &[Form::Approves(vec![1]), Form::Approves(vec![])],
            "weight,ballot__approves_A,ballot__approves_=B\n1/2,0,1\n1/2,0,0\n",
        );
        check(
            &[
                Form::Scores(vec![(0, 0), (1, 5)]),
                Form::Scores(vec![(0, 3)]),
            ],
            "weight,ballot__score_A,ballot__score_=B\n1/2,0,5\n1/2,3,\n",
        );
    }

    #[test]
    fn wrong_rows_are_refused_by_line_and_column() {
        for (csv, message) in [
            (
                "q__approves_A\nyes\n",
                "line 2, column 1: `q__approves_A` is `yes`; it must be 1 or 0",
            ),
            (
                "q__score_A\n-1\n",
                "line 2, column 1: `q__score_A` is `-1`; it must be a whole number, or empty",
            ),
            (
                "q__score_A,q__approves_B\n1,1\n",
                "line 1, column 2: approvals and scores stand side by side",
            ),
            (
                "q__score_A,B\n1,1\n",
                "line 1, column 2: `B` is no column of approvals or scores",
            ),
            (
                "weight,q__score_A\n0,1\n",
                "line 2, column 1: `weight` is `0`; it must be a positive number",
            ),
            (
                "q__score_A\n1,2\n",
                "line 2, column 2: this row has 2 fields",
            ),
        ] {
            let error = read(csv.as_bytes(), Format::Csv).unwrap_err().to_string();
            assert!(
                error.starts_with(message),
                "{csv}\n gave {error}\n not {message}"
            );
        }
    }
}
