//! Contests between ideas, two at a time, as CSV; and how the ideas fared as a table.

use std::collections::BTreeSet;

use crate::consensus::pairs::{Contests, MAX_IDEAS, Standing, Winner};
use crate::formats::cells::{Cell, Table, unguarded};
use crate::formats::rows::{Faults, Sheet, shown};

const VOTES: &[&str] = &["votes", "count", "n"];

/// Contests with the ideas' words, which are in alphabetical order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedContests {
    /// The ideas; contests speak of them by index.
    pub ideas: Vec<String>,
    /// The contests.
    pub contests: Contests,
}

/// Reads contests: `winner,loser`, or `left,right,choice` with the choice `left`, `right` or `neither`. A column
/// `votes` says how many contests a row stands for.
///
/// Fails with every fault: missing columns, an idea against itself, another choice, votes that are no number, too
/// many ideas.
pub fn read_contests(bytes: &[u8]) -> Result<NamedContests, Faults> {
    let sheet = Sheet::read(bytes)?;
    let columns = match (
        sheet.column(&["winner"]).zip(sheet.column(&["loser"])),
        sheet.column(&["left"]).zip(sheet.column(&["right"])),
        sheet.column(&["choice"]),
    ) {
        (Some((a, b)), _, _) => (a, b, None),
        (None, Some((a, b)), Some(choice)) => (a, b, Some(choice)),
        (None, _, _) => {
            let what = "name the columns winner,loser or left,right,choice";
            return Err(Faults::one(1, 1, what));
        }
    };
    let (a_at, b_at, choice_at) = columns;
    let votes_at = sheet.column(VOTES);
    let mut faults = Faults::default();
    let mut rows: Vec<(&str, &str, Outcome, u64)> = Vec::new();
    for (line, cells) in &sheet.rows {
        let (a, b) = (unguarded(&cells[a_at]), unguarded(&cells[b_at]));
        let mut fault = |at: usize, what: String| faults.add(*line, at as u64 + 1, what);
        if a.is_empty() || b.is_empty() {
            let at = if a.is_empty() { a_at } else { b_at };
            fault(at, "the row names no idea here".to_owned());
            continue;
        }
        if a == b {
            fault(b_at, format!("`{}` stands against itself", shown(b)));
            continue;
        }
        let outcome = match choice_at.map(|at| cells[at].to_ascii_lowercase()) {
            None => Outcome::A,
            Some(choice) if choice == "left" => Outcome::A,
            Some(choice) if choice == "right" => Outcome::B,
            Some(choice) if choice == "neither" || choice.is_empty() => Outcome::Neither,
            Some(choice) => {
                let what = format!(
                    "`{}` is no choice; write left, right or neither",
                    shown(&choice)
                );
                fault(choice_at.unwrap_or(0), what);
                continue;
            }
        };
        let votes = match votes_at.map(|at| (at, cells[at].parse::<u32>())) {
            None => 1,
            Some((_, Ok(votes))) => u64::from(votes),
            Some((at, Err(_))) => {
                let what = format!("`{}` is no whole number of votes", shown(&cells[at]));
                fault(at, what);
                continue;
            }
        };
        rows.push((a, b, outcome, votes));
    }
    let names: BTreeSet<&str> = rows.iter().flat_map(|(a, b, ..)| [*a, *b]).collect();
    if names.len() > MAX_IDEAS {
        let what = format!(
            "these are {} ideas; at most {MAX_IDEAS} can be compared",
            names.len()
        );
        faults.add(1, 1, what);
    }
    faults.or(())?;
    let ideas: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let place = |name: &str| {
        ideas
            .binary_search_by(|idea| idea.as_str().cmp(name))
            .unwrap_or_default()
    };
    let mut contests = Contests::new(ideas.len());
    for (a, b, outcome, votes) in rows {
        let (a, b) = (place(a), place(b));
        let winner = match (outcome, a < b) {
            (Outcome::A, true) | (Outcome::B, false) => Winner::First,
            (Outcome::A, false) | (Outcome::B, true) => Winner::Second,
            (Outcome::Neither, _) => Winner::Neither,
        };
        contests.add((a.min(b), a.max(b)), winner, votes);
    }
    Ok(NamedContests { ideas, contests })
}

/// How a row's contest ended.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    A,
    B,
    Neither,
}

/// Every pair that was compared and how often it ended how, as [`read_contests`] reads it back.
pub fn votes_table(ideas: &[String], contests: &Contests) -> Table {
    let mut table = Table::new(&["left", "right", "choice", "votes"]);
    for ((a, b), counts) in contests.iter() {
        for (choice, votes) in ["left", "right", "neither"].into_iter().zip(counts) {
            if votes > 0 {
                table.rows.push(vec![
                    Cell::text(&ideas[a]),
                    Cell::text(&ideas[b]),
                    Cell::plain(choice),
                    Cell::plain(&votes),
                ]);
            }
        }
    }
    table
}

/// How ideas fared, one a row.
pub fn standings_table(rows: &[(&str, &Standing)]) -> Table {
    let mut table = Table::new(&[
        "idea",
        "wins",
        "losses",
        "score",
        "strength",
        "low",
        "high",
        "too_little_seen",
    ]);
    for (idea, standing) in rows {
        let [low, high] = standing.interval;
        table.rows.push(vec![
            Cell::text(*idea),
            Cell::plain(&standing.wins),
            Cell::plain(&standing.losses),
            Cell::plain(&standing.score),
            Cell::plain(&standing.strength),
            Cell::plain(&low),
            Cell::plain(&high),
            Cell::plain(&standing.too_little_seen),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::cells::{Guard, Mark};

    #[test]
    fn both_forms_are_read_and_mean_the_same() {
        let long = read_contests(b"winner,loser\nBus,Tram\nBus,Tram\nTram,Bus\n").unwrap();
        let short = read_contests(b"left,right,choice,votes\nTram,Bus,right,2\nBus,Tram,Right,1\n")
            .unwrap();
        assert_eq!(long, short);
        assert_eq!(long.ideas, ["Bus", "Tram"]);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut contests = Contests::new(3);
        contests.add((0, 1), Winner::Second, 3);
        contests.add((0, 1), Winner::Neither, 1);
        contests.add((1, 2), Winner::First, 2);
        let mut ideas = ["'=1+1, \"x\"", "=2", "-3"].map(str::to_owned);
        ideas.sort();
        let file = votes_table(&ideas, &contests).to_csv(Guard::On, Mark::Bom);
        let read = read_contests(&file).unwrap();
        assert_eq!((&read.ideas[..], &read.contests), (&ideas[..], &contests));
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let check = |file: &str, expected: &str| {
            assert_eq!(
                read_contests(file.as_bytes()).unwrap_err().to_string(),
                expected
            );
        };
        check(
            "a,b\n1,2\n",
            "line 1, column 1: name the columns winner,loser or left,right,choice",
        );
        check(
            "left,right,choice,votes\nA,A,left,1\nA,B,up,1\nA,B,left,x\n,B,left,1\n",
            "line 2, column 2: `A` stands against itself\n\
             line 3, column 3: `up` is no choice; write left, right or neither\n\
             line 4, column 4: `x` is no whole number of votes\n\
             line 5, column 1: the row names no idea here",
        );
        check(
            "winner,loser\nA\n",
            "line 2, column 2: the row has 1 cells where the header has 2",
        );
    }
}
