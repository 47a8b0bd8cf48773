//! Ratings of items by people from CSV, over one round or several.

use std::collections::BTreeMap;

use crate::consensus::{Ratings, Round, Scale};
use crate::formats::rows::{Faults, Sheet, shown};

const PERSON: &[&str] = &["participant", "rater", "member", "coder", "expert", "id"];
const ITEM: &[&str] = &["item", "statement", "question", "unit"];
const RATING: &[&str] = &["rating", "value", "score"];
const ROUND: &[&str] = &["round"];

/// Cells that say that there is no rating.
const MISSING: &[&str] = &["", "NA", "DK"];

/// Reads ratings: a rating a row (`participant,item,rating`), or a person a row with the person's id in the
/// first column and an item in each other. A column `round` tells several rounds apart; they are taken in the
/// natural order of their names. An empty cell, `NA` or `DK` is no rating.
///
/// Fails with every fault: ratings off the scale or not whole, ragged rows, one item rated twice by a person
/// within a round.
pub fn read_ratings(bytes: &[u8], scale: Scale) -> Result<Ratings, Faults> {
    let sheet = Sheet::read(bytes)?;
    let round = sheet.column(ROUND);
    let long = (
        sheet.column(PERSON),
        sheet.column(ITEM),
        sheet.column(RATING),
    );
    let columns = match long {
        (Some(person), Some(item), Some(rating)) => Columns::Long {
            person,
            item,
            rating,
        },
        _ => Columns::Wide {
            person: (0..sheet.header.len())
                .find(|column| Some(*column) != round)
                .unwrap_or(0),
        },
    };
    let mut read = Reading {
        scale,
        faults: Faults::default(),
        people: Names::default(),
        items: Names::default(),
        cells: BTreeMap::new(),
    };
    if let Columns::Wide { person } = columns {
        read.item_columns(&sheet, person, round);
    }
    for (line, cells) in &sheet.rows {
        let round = round.map_or("", |column| &cells[column]);
        match columns {
            Columns::Long {
                person,
                item,
                rating,
            } => read.rating(
                *line,
                round,
                (person, &cells[person]),
                (item, &cells[item]),
                (rating, &cells[rating]),
            ),
            Columns::Wide { person } => {
                let who = (person, cells[person].as_str());
                for (column, text) in cells.iter().enumerate() {
                    let header = sheet.header[column].as_str();
                    if column != person
                        && !ROUND.iter().any(|name| header.eq_ignore_ascii_case(name))
                    {
                        read.rating(*line, round, who, (column, header), (column, text));
                    }
                }
            }
        }
    }
    read.finish()
}

#[derive(Clone, Copy, Debug)]
enum Columns {
    Long {
        person: usize,
        item: usize,
        rating: usize,
    },
    Wide {
        person: usize,
    },
}

/// Numbers names in the order in which they come.
#[derive(Debug, Default)]
struct Names {
    list: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        self.numbers.insert(name.to_owned(), self.list.len());
        self.list.push(name.to_owned());
        self.list.len() - 1
    }
}

/// The rating that a person gave or left open, and its line.
type Given = (Option<i32>, u64);

#[derive(Debug)]
struct Reading {
    scale: Scale,
    faults: Faults,
    people: Names,
    items: Names,
    /// By round, person and item.
    cells: BTreeMap<String, BTreeMap<(usize, usize), Given>>,
}

impl Reading {
    fn item_columns(&mut self, sheet: &Sheet, person: usize, round: Option<usize>) {
        for (column, name) in sheet.header.iter().enumerate() {
            if column == person || Some(column) == round {
                continue;
            }
            let known = self.items.list.len();
            if name.is_empty() {
                let what = "the column has no name; name the item that is rated in it";
                self.faults.add(1, column as u64 + 1, what);
            } else if self.items.number(name) < known {
                let what = format!("item `{}` has two columns; keep one", shown(name));
                self.faults.add(1, column as u64 + 1, what);
            }
        }
        if self.items.list.is_empty() {
            let what = "no items; the columns are participant,item,rating, or a person's id and then an item each";
            self.faults.add(1, 1, what);
        }
    }

    /// Takes one rating; person, item and rating come with their columns.
    fn rating(
        &mut self,
        line: u64,
        round: &str,
        (person_at, person): (usize, &str),
        (item_at, item): (usize, &str),
        (at, text): (usize, &str),
    ) {
        for (column, name, what) in [
            (person_at, person, "the row names no participant"),
            (item_at, item, "the row names no item"),
        ] {
            if name.is_empty() {
                self.faults.add(line, column as u64 + 1, what);
                return;
            }
        }
        let is_missing = MISSING.iter().any(|none| text.eq_ignore_ascii_case(none));
        let rating = if is_missing {
            None
        } else {
            let whole = text.strip_suffix(".0").unwrap_or(text).parse::<i32>().ok();
            let Some(value) = whole.filter(|value| self.scale.holds(*value)) else {
                let Scale { min, max } = self.scale;
                let what = format!("`{}` is no whole number from {min} to {max}", shown(text));
                self.faults.add(line, at as u64 + 1, what);
                return;
            };
            Some(value)
        };
        let key = (self.people.number(person), self.items.number(item));
        let cells = self.cells.entry(round.to_owned()).or_default();
        if let Some((_, first)) = cells.insert(key, (rating, line)) {
            let what = format!(
                "participant `{}` already rated `{}` on line {first}; keep one",
                shown(person),
                shown(item)
            );
            self.faults.add(line, at as u64 + 1, what);
        }
    }

    fn finish(self) -> Result<Ratings, Faults> {
        let mut rounds: Vec<Round> = self
            .cells
            .into_iter()
            .map(|(name, cells)| {
                let mut by_person = vec![vec![None; self.items.list.len()]; self.people.list.len()];
                for ((person, item), (rating, _)) in cells {
                    by_person[person][item] = rating;
                }
                Round {
                    name,
                    ratings: by_person,
                }
            })
            .collect();
        if rounds.is_empty() && self.faults.listed.is_empty() {
            let what = "there are no ratings below the header; give each a row";
            return Err(Faults::one(2, 1, what));
        }
        rounds.sort_by(|a, b| crate::opinion::natural(&a.name, &b.name));
        self.faults.or(Ratings {
            scale: self.scale,
            people: self.people.list,
            items: self.items.list,
            rounds,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Scale = Scale { min: 1, max: 9 };

    /// The ratings round by round, people separated by `;`, or the faults.
    fn read(text: &str) -> String {
        let ratings = match read_ratings(text.as_bytes(), SCALE) {
            Ok(ratings) => ratings,
            Err(faults) => return faults.to_string(),
        };
        let cell = |cell: &Option<i32>| cell.map_or("-".to_owned(), |value| value.to_string());
        let round = |round: &Round| {
            let rows: Vec<String> = round
                .ratings
                .iter()
                .map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" "))
                .collect();
            format!("[{}] {}", round.name, rows.join("; "))
        };
        let rounds: Vec<String> = ratings.rounds.iter().map(round).collect();
        format!("{}: {}", ratings.items.join(","), rounds.join(" "))
    }

    #[test]
    fn both_forms_are_read_with_and_without_rounds() {
        for (text, expected) in [
            (
                "participant,item,rating\na,x,1\na,y,9\nb,y,NA\n",
                "x,y: [] 1 9; - -",
            ),
            ("who,x,y\na,1,\nb,2.0,3\n", "x,y: [] 1 -; 2 3"),
            (
                "round,who,x\n10,a,1\n9,a,2\n9,b,3\n",
                "x: [9] 2; 3 [10] 1; -",
            ),
            (
                "participant,item,rating,round\na,x,1,1\na,x,2,2\n",
                "x: [1] 1 [2] 2",
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn every_fault_is_told_with_line_and_column() {
        for (text, expected) in [
            (
                "",
                "line 1, column 1: the file is empty; begin with a header",
            ),
            (
                "who\na\n",
                "line 1, column 1: no items; the columns are participant,item,rating, or a person's id and then an item each",
            ),
            (
                "participant,item,rating\r\n",
                "line 2, column 1: there are no ratings below the header; give each a row",
            ),
            (
                "who,x,x,\na,1,2,3\n",
                "line 1, column 3: item `x` has two columns; keep one\n\
                 line 1, column 4: the column has no name; name the item that is rated in it\n\
                 line 2, column 3: participant `a` already rated `x` on line 2; keep one\n\
                 line 2, column 4: the row names no item",
            ),
            (
                "who,x\na,10\nb,1.5\nc,many\n,1\n",
                "line 2, column 2: `10` is no whole number from 1 to 9\n\
                 line 3, column 2: `1.5` is no whole number from 1 to 9\n\
                 line 4, column 2: `many` is no whole number from 1 to 9\n\
                 line 5, column 1: the row names no participant",
            ),
            (
                "participant,item,rating\na,x,1\na,x,2\n",
                "line 3, column 3: participant `a` already rated `x` on line 2; keep one",
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
