//! Which columns say what, found by the header.

use super::super::BallotsError;
use crate::tally::list;

/// Columns that tell which ballot it is and not what it says.
const PASSED_OVER: [&str; 20] = [
    "id",
    "ballot",
    "ballot_id",
    "ballot id",
    "ballot style",
    "batch id",
    "cast vote record",
    "contest id",
    "cvr provider",
    "email address",
    "precinct",
    "precinct portion",
    "record id",
    "response",
    "source filepath",
    "submitted_on",
    "tabulator id",
    "timestamp",
    "voter",
    "voter_id",
];

/// What stands before an option's name in a column of approvals.
pub(super) const APPROVES: &str = "__approves_";
/// What stands before an option's name in a column of scores.
pub(super) const SCORE: &str = "__score_";

/// How a rank may be called in words.
const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

/// The columns of the options, with their names.
type Options = Vec<(usize, String)>;

/// What the columns hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The columns of the ranks, best first.
    Choices(Vec<usize>),
    /// The column that holds the order.
    Order(usize),
    /// The place of each option.
    Positions(Options),
    /// Whether each option is approved of.
    Approvals(Options),
    /// The score of each option.
    Scores(Options),
}

/// A column with a meaning of its own in every layout.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    Count,
    Weight,
    Organisation,
    PassedOver,
}

pub(super) fn special(name: &str) -> Option<Special> {
    match name.to_ascii_lowercase().as_str() {
        "count" => Some(Special::Count),
        "weight" => Some(Special::Weight),
        "organisation" => Some(Special::Organisation),
        name if PASSED_OVER.contains(&name) => Some(Special::PassedOver),
        _ => None,
    }
}

impl Layout {
    /// In a few words, for whoever counts.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Choices(columns) => format!("one column a rank, {} ranks", columns.len()),
            Self::Order(_) => "one column with the order".to_owned(),
            Self::Positions(options) => {
                format!(
                    "one column an option with its place, {} options",
                    options.len()
                )
            }
            Self::Approvals(options) => {
                format!(
                    "one column an option, approved of or not, {} options",
                    options.len()
                )
            }
            Self::Scores(options) => {
                format!(
                    "one column an option with its score, {} options",
                    options.len()
                )
            }
        }
    }
}

/// Finds the layout of a header.
pub(super) fn layout(header: &[String]) -> Result<Layout, BallotsError> {
    let mut choices: Vec<(usize, usize)> = Vec::new();
    let mut orders = Vec::new();
    let mut ours: Vec<(usize, &str, Kind, &str)> = Vec::new();
    for (column, name) in header.iter().enumerate() {
        let lower = name.to_ascii_lowercase();
        if let Some(rank) = rank(&lower) {
            choices.push((rank, column));
        } else if lower == "order" || lower.ends_with("__order") {
            orders.push(column);
        } else if let Some((question, kind, option)) = ours_named(name) {
            ours.push((column, question, kind, option));
        }
    }
    if !ours.is_empty() {
        return of_one_question(header, &ours);
    }
    choices.sort_unstable();
    // `311` alone is the name of an option; `1`, `2`, `3` are ranks.
    let are_ranks = (1..)
        .zip(&choices)
        .all(|(wanted, (rank, _))| wanted == *rank);
    if !choices.is_empty() && are_ranks {
        return Ok(Layout::Choices(
            choices.into_iter().map(|(_, column)| column).collect(),
        ));
    }
    match orders[..] {
        [] => {}
        [column] => return Ok(Layout::Order(column)),
        [_, second, ..] => {
            let what = "there are two columns with an order; keep one";
            return Err(BallotsError::at(1, second + 1, what));
        }
    }
    let others = header
        .iter()
        .enumerate()
        .filter(|(_, name)| special(name).is_none());
    let others: Options = others.map(|(at, name)| (at, name.clone())).collect();
    if let Some(grid) = grid(&others) {
        return grid;
    }
    if others.is_empty() {
        let what = "no column holds a ranking; name columns `rank1`, `rank2`, … or `order`, or one for each option";
        return Err(BallotsError::at(1, 1, what));
    }
    Ok(Layout::Positions(others))
}

/// What a cell says of its column's option.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Place,
    Approval,
    Score,
}

impl Kind {
    fn layout(self, options: Options) -> Layout {
        match self {
            Self::Place => Layout::Positions(options),
            Self::Approval => Layout::Approvals(options),
            Self::Score => Layout::Scores(options),
        }
    }
}

/// The question, the kind and the option of a column named as our exports name them.
fn ours_named(name: &str) -> Option<(&str, Kind, &str)> {
    let signs = [
        ("__rank_", Kind::Place),
        (APPROVES, Kind::Approval),
        (SCORE, Kind::Score),
    ];
    // An option's own name may hold a sign, too: the first of them in the column is ours.
    let found = signs.into_iter().filter_map(|(sign, kind)| {
        let (question, option) = name.split_once(sign)?;
        Some((question, kind, option))
    });
    let exported = found.min_by_key(|(question, ..)| question.len());
    let bare = || {
        let prefixes = [("approves_", Kind::Approval), ("score_", Kind::Score)];
        prefixes.into_iter().find_map(|(prefix, kind)| {
            let option = name.strip_prefix(prefix)?;
            (!option.is_empty()).then_some(("", kind, option))
        })
    };
    exported.or_else(bare)
}

fn of_one_question(
    header: &[String],
    columns: &[(usize, &str, Kind, &str)],
) -> Result<Layout, BallotsError> {
    let (_, question, kind, _) = columns[0];
    let differs = columns
        .iter()
        .find(|(_, q, k, _)| (*q, *k) != (question, kind));
    if let Some((column, other, ..)) = differs {
        let what = if *other == question {
            "approvals and scores stand side by side; keep the columns of one".to_owned()
        } else {
            more_than_one(question, other)
        };
        return Err(BallotsError::at(1, column + 1, what));
    }
    let is_other = |(at, name): &(usize, &String)| {
        special(name).is_none() && columns.iter().all(|(column, ..)| column != at)
    };
    let other = header.iter().enumerate().find(is_other);
    if let Some((at, name)) = other.filter(|_| kind != Kind::Place) {
        let what = format!(
            "`{name}` is no column of approvals or scores; there are `weight`, `…{APPROVES}OPTION` and `…{SCORE}OPTION`"
        );
        return Err(BallotsError::at(1, at + 1, what));
    }
    let options = columns
        .iter()
        .map(|(column, .., option)| (*column, (*option).to_owned()));
    Ok(kind.layout(options.collect()))
}

fn more_than_one(question: &str, other: &str) -> String {
    let questions = list([question, other]);
    format!("there are rankings of more than one question, {questions}; keep the columns of one")
}

/// The columns of a form's grid, which are named `Question [Row]`; none if they are not.
fn grid(columns: &Options) -> Option<Result<Layout, BallotsError>> {
    let parts = columns.iter().map(|(column, name)| {
        let (question, row) = name.strip_suffix(']')?.split_once('[')?;
        Some((*column, question.trim(), row.trim()))
    });
    let parts: Vec<(usize, &str, &str)> = parts.collect::<Option<_>>()?;
    let (_, question, _) = *parts.first()?;
    let of_first = parts.iter().filter(|(_, q, _)| *q == question).count();
    if of_first < 2 {
        return None;
    }
    if let Some((column, other, _)) = parts.iter().find(|(_, q, _)| *q != question) {
        let what = more_than_one(question, other);
        return Some(Err(BallotsError::at(1, column + 1, what)));
    }
    let mut ranks: Vec<(usize, usize)> = parts
        .iter()
        .filter_map(|(column, _, row)| Some((rank(&row.to_ascii_lowercase())?, *column)))
        .collect();
    ranks.sort_unstable();
    let are_ranks =
        ranks.len() == parts.len() && (1..).zip(&ranks).all(|(wanted, (rank, _))| wanted == *rank);
    if are_ranks {
        let columns = ranks.into_iter().map(|(_, column)| column);
        return Some(Ok(Layout::Choices(columns.collect())));
    }
    let lower = question.to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let kind = if begins(&["approve", "approval"]) {
        Kind::Approval
    } else if begins(&["score", "rate", "rating"]) {
        Kind::Score
    } else {
        Kind::Place
    };
    let options = parts
        .iter()
        .map(|(column, _, row)| (*column, (*row).to_owned()));
    Some(Ok(kind.layout(options.collect())))
}

/// The rank that a text in small letters names: `rank 1`, `choice_2`, `3`, `1st choice`, `second preference`.
pub(super) fn rank(lower: &str) -> Option<usize> {
    let nouns = ["rank", "choice", "preference"];
    let rest = nouns.iter().find_map(|noun| lower.strip_prefix(noun));
    let number = rest.unwrap_or(lower).trim_start_matches(['_', ' ']);
    if let Ok(rank) = number.parse() {
        return Some(rank);
    }
    let word = nouns.iter().find_map(|noun| lower.strip_suffix(noun));
    let is_named = word.is_some();
    let word = word.unwrap_or(lower).trim_end_matches(['_', ' ']);
    let numbered = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end)?.parse().ok());
    let in_words = || ORDINALS.iter().position(|ordinal| *ordinal == word);
    // `first` alone may well be the name of an option.
    numbered.or_else(|| in_words().filter(|_| is_named).map(|at| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: &str) {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        let told = match layout(&header) {
            Ok(layout) => format!("{layout:?}"),
            Err(error) => error.to_string(),
        };
        assert!(told.starts_with(expected), "{header:?}: {told}");
    }

    #[test]
    fn the_header_tells_the_layout() {
        check("ballot,rank1,rank2", "Choices([1, 2])");
        check("Choice 2,Choice 1", "Choices([1, 0])");
        check(
            "1st choice,2nd choice,third preference",
            "Choices([0, 1, 2])",
        );
        check(
            "Source Filepath,CVR Provider,Contest Id,Tabulator Id,Batch Id,Record Id,Precinct,Precinct Portion,Rank 1,Rank 2",
            "Choices([8, 9])",
        );
        check("Best [1st],Best [2nd]", "Choices([0, 1])");
        check("id,order", "Order(1)");
        check("Ash,Birch", "Positions([(0, \"Ash\"), (1, \"Birch\")])");
        check("311,Precinct", "Positions([(0, \"311\")])");
        check(
            "Timestamp,Rank the trees [Ash],Rank the trees [Birch]",
            "Positions([(1, \"Ash\"), (2, \"Birch\")])",
        );
        check("Ash [old],Birch [young]", "Positions([(0, \"Ash [old]\")");
        check("q__rank_a,q__rank_b", "Positions([(0, \"a\"), (1, \"b\")])");
        check(
            "approves_a,approves_b",
            "Approvals([(0, \"a\"), (1, \"b\")])",
        );
        check("Approve of [a],Approve of [b]", "Approvals([(0, \"a\")");
        check("q__score_a,q__score_b", "Scores([(0, \"a\"), (1, \"b\")])");
        check("Rate [a],Rate [b]", "Scores([(0, \"a\"), (1, \"b\")])");
        check(
            "A [x],A [y],B [x]",
            "line 1, column 3: there are rankings of more than one question, `A`, `B`",
        );
        check(
            "q__score_a,q__approves_b",
            "line 1, column 2: approvals and scores stand side by side",
        );
    }
}
