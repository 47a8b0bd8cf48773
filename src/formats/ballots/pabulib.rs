//! Pabulib's `.pb`: a budget, projects with costs, and votes, as fields between semicolons.
//!
//! Options go by their `project_id`. The `vote_type` says what a vote is: `approval`, `ordinal` (a
//! ranking), `cumulative` and `scoring` (points in their own column).

use std::collections::HashMap;

use super::{Ballots, BallotsError};
use crate::tally::{Amount, Form, ProfileBuilder, Weight};

/// Does it begin with Pabulib's first section?
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    line.trim_ascii() == b"META"
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Meta,
    Projects,
    Votes,
}

impl Section {
    fn parse(line: &str) -> Option<Self> {
        match line {
            "META" => Some(Self::Meta),
            "PROJECTS" => Some(Self::Projects),
            "VOTES" => Some(Self::Votes),
            _ => None,
        }
    }
}

pub(super) fn read(text: &str) -> Result<Ballots, BallotsError> {
    let mut section = Section::Meta;
    let mut header: Vec<String> = Vec::new();
    let mut meta: HashMap<String, String> = HashMap::new();
    let mut costs: Vec<(String, Amount)> = Vec::new();
    let mut builder = None;
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (line, row) in (1_u64..).zip(text.lines()) {
        let trimmed = row.trim();
        if trimmed.is_empty() {
            continue;
        }
        if let Some(next) = Section::parse(trimmed) {
            section = next;
            header.clear();
            if section == Section::Votes {
                let names: Vec<String> = costs.iter().map(|(name, _)| name.clone()).collect();
                numbers = names.iter().cloned().zip(0..).collect();
                builder = Some(ProfileBuilder::new(names)?);
            }
            continue;
        }
        let cells = fields(trimmed);
        if header.is_empty() {
            header = cells.into_iter().map(str::to_owned).collect();
            continue;
        }
        let row = Row {
            line,
            header: &header,
            cells: &cells,
        };
        match section {
            Section::Meta => {
                let value = cells.get(1).copied().unwrap_or_default();
                meta.insert(cells[0].to_owned(), value.to_owned());
            }
            Section::Projects => {
                let cost = row.cell("cost")?;
                let wrong = |_| row.wrong("cost", "an amount such as `1200` or `12.50`");
                let cost = Amount::try_from(cost.to_owned()).map_err(wrong)?;
                costs.push((row.cell("project_id")?.to_owned(), cost));
            }
            Section::Votes => {
                if let Some(builder) = &mut builder {
                    let vote_type = meta.get("vote_type").map_or("approval", String::as_str);
                    builder.add(1, Weight::ONE, &row.vote(vote_type, &numbers)?)?;
                }
            }
        }
    }
    let builder = builder.ok_or_else(|| {
        BallotsError::Whole("there is no section `VOTES`; it must follow `PROJECTS`".to_owned())
    })?;
    let budget = meta.get("budget").map(|budget| {
        let what =
            format!("`budget` is `{budget}`; it must be an amount such as `1200` or `12.50`");
        Amount::try_from(budget.clone()).map_err(|_| BallotsError::Whole(what))
    });
    Ok(Ballots {
        title: meta.get("description").cloned(),
        budget: budget.transpose()?,
        costs,
        ..Ballots::of(builder.finish())
    })
}

struct Row<'t> {
    line: u64,
    header: &'t [String],
    cells: &'t [&'t str],
}

impl Row<'_> {
    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    fn cell(&self, name: &str) -> Result<&str, BallotsError> {
        let cell = self.column(name).and_then(|at| self.cells.get(at).copied());
        cell.ok_or_else(|| {
            BallotsError::at(
                self.line,
                1,
                format!(
                    "this line has no `{name}`; the columns are {}",
                    self.header.join(";")
                ),
            )
        })
    }

    fn wrong(&self, name: &str, wanted: &str) -> BallotsError {
        let column = self.column(name).unwrap_or_default();
        let found = self.cells.get(column).copied().unwrap_or_default();
        BallotsError::at(
            self.line,
            column + 1,
            format!("`{name}` is `{found}`; it must be {wanted}"),
        )
    }

    fn vote(
        &self,
        vote_type: &str,
        numbers: &HashMap<String, usize>,
    ) -> Result<Form, BallotsError> {
        let words = |cell: &str| -> Vec<String> {
            let words = cell
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let option = |word: &String| {
            numbers.get(word).copied().ok_or_else(|| {
                self.wrong(
                    "vote",
                    &format!("a list of projects; `{word}` is not among them"),
                )
            })
        };
        let vote = words(self.cell("vote")?);
        let options: Vec<usize> = vote.iter().map(option).collect::<Result<_, _>>()?;
        match vote_type {
            "approval" => Ok(Form::Approves(options)),
            "ordinal" => Ok(Form::Ranking(
                options.into_iter().map(|option| vec![option]).collect(),
            )),
            "cumulative" | "scoring" => {
                let points = words(self.cell("points")?);
                let wanted = "a whole number of points of 0 or more for each project of `vote`";
                let points: Vec<u32> = points
                    .iter()
                    .map(|word| word.parse().map_err(|_| self.wrong("points", wanted)))
                    .collect::<Result<_, _>>()?;
                if points.len() != options.len() {
                    return Err(self.wrong("points", wanted));
                }
                Ok(Form::Scores(options.into_iter().zip(points).collect()))
            }
            other => Err(BallotsError::Whole(format!(
                "`vote_type` is `{other}`; it must be `approval`, `ordinal`, `cumulative` or `scoring`"
            ))),
        }
    }
}

/// The fields between semicolons, without quotation marks around them.
fn fields(row: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = row;
    loop {
        let quoted = rest
            .strip_prefix('"')
            .and_then(|inner| inner.split_once('"'));
        let (field, after) = match quoted {
            Some((field, after)) => (field, after.find(';').map(|at| &after[at + 1..])),
            None => match rest.split_once(';') {
                Some((field, after)) => (field.trim(), Some(after)),
                None => (rest.trim(), None),
            },
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return fields,
        }
    }
}
