//! Ballots as CSV: one column an option, with its place, its score, or whether it is approved of.

use super::super::{Ballots, BallotsError};
use super::layout::{Layout, layout, special};
use crate::tally::{Form, Profile};

pub(in super::super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let options = ballots.profile.candidates();
    if options.iter().any(|name| name.trim() != name) {
        let what = "CSV cannot hold a name with white space at its ends; write JSON";
        return Err(BallotsError::Whole(what.to_owned()));
    }
    let kind = Kind::of(&ballots.profile)?;
    let prefix = kind.prefix(options);
    // A reader takes what the header has most of, outside quotation marks, for what parts the cells.
    let quotes = if options.iter().any(|name| name.contains([';', '\t'])) {
        csv::QuoteStyle::Always
    } else {
        csv::QuoteStyle::Necessary
    };
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(quotes)
        .from_writer(Vec::new());
    let whole = |error: csv::Error| BallotsError::Whole(error.to_string());
    let has_organisations = ballots.organisations.is_some();
    let mut header = vec!["weight".to_owned()];
    header.extend(has_organisations.then(|| "organisation".to_owned()));
    let names = options.iter();
    header.extend(names.map(|name| guarded(&format!("{prefix}{name}"))));
    writer.write_record(&header).map_err(whole)?;
    for (organisation, profile) in ballots.by_organisation() {
        for (amount, form) in profile.ballots() {
            let mut row = vec![amount.to_string()];
            row.extend(has_organisations.then(|| guarded(organisation.unwrap_or_default())));
            row.extend(kind.cells(&form, options)?);
            writer.write_record(row).map_err(whole)?;
        }
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| BallotsError::Whole(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| BallotsError::Whole(error.to_string()))
}

/// What the cells say of their options.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Places,
    Approvals,
    Scores,
}

impl Kind {
    /// What the ballots say. Fails when some rank, some approve and some score.
    fn of(profile: &Profile) -> Result<Self, BallotsError> {
        let mut kind = None;
        for (_, form) in profile.ballots() {
            let this = match form {
                // A blank ballot goes with any form.
                Form::Ranking(ranks) if ranks.is_empty() => continue,
                Form::Ranking(_) => Self::Places,
                Form::Approves(_) => Self::Approvals,
                Form::Scores(_) => Self::Scores,
            };
            if kind.replace(this).is_some_and(|other| other != this) {
                return Err(BallotsError::Whole(
                    "the ballots are of several forms, and CSV holds one; write JSON".to_owned(),
                ));
            }
        }
        Ok(kind.unwrap_or(Self::Places))
    }

    /// What stands before an option's name in the header, so that its column is read as it is meant.
    fn prefix(self, options: &[String]) -> &'static str {
        let means_the_names = |names: &[String]| match layout(names) {
            Ok(Layout::Positions(columns)) => columns.iter().map(|(_, name)| name).eq(names),
            Ok(_) | Err(_) => false,
        };
        let means_something_else =
            |name: &String| special(name).is_some() || !means_the_names(std::slice::from_ref(name));
        match self {
            Self::Approvals => "ballot__approves_",
            Self::Scores => "ballot__score_",
            Self::Places
                if options.iter().any(means_something_else) || !means_the_names(options) =>
            {
                "ballot__rank_"
            }
            Self::Places => "",
        }
    }

    fn cells(self, form: &Form, options: &[String]) -> Result<Vec<String>, BallotsError> {
        let nothing = match self {
            Self::Approvals => "0",
            Self::Places | Self::Scores => "",
        };
        let mut cells = vec![nothing.to_owned(); options.len()];
        match form {
            Form::Ranking(ranks) => places(ranks, options, &mut cells)?,
            Form::Approves(approved) => {
                for option in approved {
                    "1".clone_into(&mut cells[*option]);
                }
            }
            Form::Scores(scores) => {
                for (option, score) in scores {
                    cells[*option] = score.to_string();
                }
            }
        }
        Ok(cells)
    }
}

/// The place of each option that is ranked.
fn places(
    ranks: &[Vec<usize>],
    options: &[String],
    cells: &mut [String],
) -> Result<(), BallotsError> {
    let mut place = 1;
    for rank in ranks {
        for option in rank {
            if *option == Form::OVERVOTE {
                return Err(BallotsError::Whole(
                    "a ballot has an overvote without names, which CSV cannot hold; write JSON"
                        .to_owned(),
                ));
            }
            if !cells[*option].is_empty() {
                return Err(BallotsError::Whole(format!(
                    "a ballot ranks `{}` twice, which CSV cannot hold; write JSON",
                    options[*option]
                )));
            }
            cells[*option] = place.to_string();
        }
        place += rank.len().max(1);
    }
    Ok(())
}

fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Ballots, Format, read, write};
    use crate::tally::{Form, ProfileBuilder, Weight};

    fn check(names: [&str; 2], forms: &[Form], csv: &str) {
        let names = names.map(str::to_owned).to_vec();
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
            ["A", "=B"],
            &[Form::Approves(vec![1]), Form::Approves(vec![0, 1])],
            "weight,ballot__approves_A,ballot__approves_=B\n1/2,0,1\n1/2,1,1\n",
        );
        check(
            ["A", "=B"],
            &[
                Form::Scores(vec![(0, 0), (1, 5)]),
                Form::Scores(vec![(0, 3)]),
            ],
            "weight,ballot__score_A,ballot__score_=B\n1/2,0,5\n1/2,3,\n",
        );
    }

    #[test]
    fn what_parts_cells_elsewhere_may_stand_in_names() {
        check(
            ["A;;;b", "C\t\td"],
            &[Form::Ranking(vec![vec![1], vec![0]])],
            "\"weight\",\"A;;;b\",\"C\t\td\"\n\"1/2\",\"2\",\"1\"\n",
        );
    }
}
