//! Ballots as CSV, one a row. The header tells which of three layouts it is:
//!
//! | layout | columns | a cell holds |
//! |---|---|---|
//! | choices | `rank1`, `rank2`, … or `1`, `2`, … | an option; empty for a skipped rank |
//! | order | `order` or `…__order` | `a>b=c>d` |
//! | positions | `…__rank_OPTION`, or else one for each option | the option's place from 1; empty for none |
//!
//! Approvals and scores have layouts of their own, see [`marks`].
//!
//! A choice `overvote` stands for a rank marked more than once without saying for whom.
//! `count` says how many ballots a row stands for, `weight` how much each counts, and `organisation`
//! whose they are.

use super::{Ballots, BallotsError, UNSAID, marks};
use crate::tally::{Form, OrganisationsBuilder, ProfileBuilder, Weight, list};

/// Columns that tell which ballot it is and not what it says.
const PASSED_OVER: [&str; 8] = [
    "id",
    "ballot",
    "ballot_id",
    "voter",
    "voter_id",
    "response",
    "submitted_on",
    "timestamp",
];

/// The last place an option may be given, so that a slip of the keyboard is no thousand skipped ranks.
const LAST_PLACE: usize = 999;

pub(super) fn read(text: &str) -> Result<Ballots, BallotsError> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header
            .iter()
            .map(|cell| unguarded(cell.trim()).to_owned())
            .collect(),
        Err(error) => return Err(BallotsError::Whole(error.to_string())),
    };
    if header.iter().all(String::is_empty) {
        return Err(BallotsError::at(
            1,
            1,
            "there is no header; the first line must name the columns",
        ));
    }
    if let Some(at) = (1..header.len()).find(|at| header[..*at].contains(&header[*at])) {
        let what = format!("the column `{}` is there twice; rename one", header[at]);
        return Err(BallotsError::at(1, at + 1, what));
    }
    if marks::has_marks(&header) {
        return marks::read(&header, &mut reader);
    }
    let columns = Columns::of(&header)?;
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record);
        let line = record.position().map_or(0, csv::Position::line);
        match more {
            Ok(true) => rows.push(columns.row(line, &header, &record)?),
            Ok(false) => break,
            Err(error) => return Err(BallotsError::Whole(error.to_string())),
        }
    }
    let options = columns.options(&rows);
    let mut builder = ProfileBuilder::new(options.clone())?;
    let mut organisations = OrganisationsBuilder::new(options.clone())?;
    for row in rows {
        let number = |name: &String| {
            let unsaid = (name == UNSAID).then_some(Form::OVERVOTE);
            options.iter().position(|option| option == name).or(unsaid)
        };
        let ranks = row
            .ranks
            .iter()
            .map(|rank| rank.iter().filter_map(number).collect());
        let form = Form::Ranking(ranks.collect());
        builder.add(row.count, row.weight, &form)?;
        if columns.organisation.is_some() {
            let organisation = row.organisation.as_deref();
            organisations.add(organisation, row.count, row.weight, &form)?;
        }
    }
    Ok(Ballots {
        organisations: organisations.finish(),
        ..Ballots::of(builder.finish())
    })
}

pub(super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let options = ballots.profile.candidates();
    let means_something_else = |name: &String| {
        special(name).is_some()
            || !matches!(layout(std::slice::from_ref(name)), Ok(Layout::Positions(columns)) if columns.iter().all(|(_, option)| option == name))
    };
    if options.iter().any(|name| name.trim() != name) {
        let what = "CSV cannot hold a name with white space at its ends; write JSON";
        return Err(BallotsError::Whole(what.to_owned()));
    }
    let prefix = if options.iter().any(means_something_else) {
        "ballot__rank_"
    } else {
        ""
    };
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let whole = |error: csv::Error| BallotsError::Whole(error.to_string());
    let mut header = vec!["weight".to_owned()];
    if let Some((columns, rows)) = marks::rows(&ballots.profile)? {
        header.extend(columns);
        writer.write_record(&header).map_err(whole)?;
        for (weight, cells) in rows {
            writer
                .write_record(std::iter::once(weight).chain(cells))
                .map_err(whole)?;
        }
        return text_of(writer);
    }
    header.extend(
        ballots
            .organisations
            .as_ref()
            .map(|_| "organisation".to_owned()),
    );
    header.extend(
        options
            .iter()
            .map(|name| guarded(&format!("{prefix}{name}"))),
    );
    writer.write_record(&header).map_err(whole)?;
    let groups = ballots.by_organisation().into_iter();
    let papers = groups.flat_map(|(organisation, profile)| {
        profile.ballots().map(move |says| (organisation, says))
    });
    for (organisation, (amount, form)) in papers {
        let Form::Ranking(ranks) = form else {
            continue;
        };
        let mut places = vec![String::new(); options.len()];
        let mut place = 1;
        for rank in &ranks {
            for option in rank {
                if *option == Form::OVERVOTE {
                    return Err(BallotsError::Whole(
                        "a ballot has an overvote without names, which CSV cannot hold; write JSON"
                            .to_owned(),
                    ));
                }
                if !places[*option].is_empty() {
                    return Err(BallotsError::Whole(format!(
                        "a ballot ranks `{}` twice, which CSV cannot hold; write JSON",
                        options[*option]
                    )));
                }
                places[*option] = place.to_string();
            }
            place += rank.len().max(1);
        }
        let mut row = vec![amount.to_string()];
        let named = ballots
            .organisations
            .as_ref()
            .map(|_| organisation.unwrap_or_default());
        row.extend(named.map(guarded));
        row.extend(places);
        writer.write_record(row).map_err(whole)?;
    }
    text_of(writer)
}

fn text_of(writer: csv::Writer<Vec<u8>>) -> Result<String, BallotsError> {
    let bytes = writer
        .into_inner()
        .map_err(|error| BallotsError::Whole(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| BallotsError::Whole(error.to_string()))
}

/// A column with a meaning of its own in every layout.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Special {
    Count,
    Weight,
    Organisation,
    PassedOver,
}

fn special(name: &str) -> Option<Special> {
    match name.to_ascii_lowercase().as_str() {
        "count" => Some(Special::Count),
        "weight" => Some(Special::Weight),
        "organisation" => Some(Special::Organisation),
        name if PASSED_OVER.contains(&name) => Some(Special::PassedOver),
        _ => None,
    }
}

/// Which columns say what.
struct Columns {
    layout: Layout,
    count: Option<usize>,
    weight: Option<usize>,
    organisation: Option<usize>,
}

enum Layout {
    /// The columns of the ranks, best first.
    Choices(Vec<usize>),
    /// The column that holds the order.
    Order(usize),
    /// The columns of the options, with their names.
    Positions(Vec<(usize, String)>),
}

struct Row {
    count: u64,
    weight: Weight,
    organisation: Option<String>,
    ranks: Vec<Vec<String>>,
}

impl Columns {
    fn of(header: &[String]) -> Result<Self, BallotsError> {
        let find = |wanted: Special| header.iter().position(|name| special(name) == Some(wanted));
        Ok(Self {
            layout: layout(header)?,
            count: find(Special::Count),
            weight: find(Special::Weight),
            organisation: find(Special::Organisation),
        })
    }

    fn row(
        &self,
        line: u64,
        header: &[String],
        record: &csv::StringRecord,
    ) -> Result<Row, BallotsError> {
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
        let cell = |column: usize| unguarded(record.get(column).unwrap_or_default().trim());
        let wrong = |column: usize, wanted: &str| {
            let what = format!(
                "`{}` is `{}`; it must be {wanted}",
                header[column],
                cell(column)
            );
            BallotsError::at(line, column + 1, what)
        };
        let count = match self.count {
            Some(at) => cell(at).parse().map_err(|_| wrong(at, "a whole number"))?,
            None => 1,
        };
        let weight = match self.weight {
            Some(at) => Weight::parse(cell(at))
                .ok_or_else(|| wrong(at, "a positive number such as `2`, `0.5` or `1/3`"))?,
            None => Weight::ONE,
        };
        let ranks = match &self.layout {
            Layout::Choices(columns) => {
                let names = columns.iter().map(|column| cell(*column));
                names
                    .map(|name| Vec::from_iter((!name.is_empty()).then(|| name.to_owned())))
                    .collect()
            }
            Layout::Order(column) => order(cell(*column))
                .ok_or_else(|| wrong(*column, "options joined by `>` and, where equal, `=`"))?,
            Layout::Positions(columns) => {
                let mut places: Vec<Vec<String>> = Vec::new();
                for (column, name) in columns {
                    let text = cell(*column);
                    if text.is_empty() {
                        continue;
                    }
                    let place = text.parse().ok().filter(|p| (1..=LAST_PLACE).contains(p));
                    let place: usize = place.ok_or_else(|| {
                        wrong(
                            *column,
                            &format!("a place from 1 to {LAST_PLACE}, or empty"),
                        )
                    })?;
                    if places.len() < place {
                        places.resize(place, Vec::new());
                    }
                    places[place - 1].push(name.clone());
                }
                without_shared_places(places)
            }
        };
        Ok(Row {
            count,
            weight,
            organisation: self.organisation.map(|at| cell(at).to_owned()),
            ranks,
        })
    }

    /// The options: as the header lists them, else all that are named, in alphabetical order.
    fn options(&self, rows: &[Row]) -> Vec<String> {
        match &self.layout {
            Layout::Positions(columns) => columns.iter().map(|(_, name)| name.clone()).collect(),
            Layout::Choices(_) | Layout::Order(_) => {
                let mut names: Vec<&String> = rows
                    .iter()
                    .flat_map(|row| row.ranks.iter().flatten())
                    .filter(|name| *name != UNSAID)
                    .collect();
                names.sort_unstable();
                names.dedup();
                names.into_iter().cloned().collect()
            }
        }
    }
}

fn layout(header: &[String]) -> Result<Layout, BallotsError> {
    let mut choices: Vec<(usize, usize)> = Vec::new();
    let mut orders = Vec::new();
    let mut ours: Vec<(usize, &str, &str)> = Vec::new();
    for (column, name) in header.iter().enumerate() {
        let lower = name.to_ascii_lowercase();
        let number = lower
            .strip_prefix("rank")
            .unwrap_or(&lower)
            .trim_start_matches(['_', ' ']);
        if let Ok(rank) = number.parse::<usize>() {
            choices.push((rank, column));
        } else if lower == "order" || lower.ends_with("__order") {
            orders.push(column);
        } else if let Some((question, option)) = name.split_once("__rank_") {
            ours.push((column, question, option));
        }
    }
    if let Some((_, question, _)) = ours.first() {
        if let Some((column, _, _)) = ours.iter().find(|(_, other, _)| other != question) {
            let questions = list([
                *question,
                ours.iter()
                    .find(|(c, _, _)| c == column)
                    .map_or("", |(_, q, _)| q),
            ]);
            let what = format!(
                "there are rankings of more than one question, {questions}; keep the columns of one"
            );
            return Err(BallotsError::at(1, column + 1, what));
        }
        let columns = ours
            .iter()
            .map(|(column, _, option)| (*column, (*option).to_owned()));
        return Ok(Layout::Positions(columns.collect()));
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
    let options = header
        .iter()
        .enumerate()
        .filter(|(_, name)| special(name).is_none());
    let options: Vec<(usize, String)> = options.map(|(at, name)| (at, name.clone())).collect();
    if options.is_empty() {
        let what = "no column holds a ranking; name columns `rank1`, `rank2`, … or `order`, or one for each option";
        return Err(BallotsError::at(1, 1, what));
    }
    Ok(Layout::Positions(options))
}

/// Reads `a>b=c>d`; empty is a blank ballot.
fn order(text: &str) -> Option<Vec<Vec<String>>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let rank = |rank: &str| {
        let names = rank.split('=').map(|name| {
            let name = name.trim();
            (!name.is_empty()).then(|| name.to_owned())
        });
        names.collect::<Option<Vec<String>>>()
    };
    text.split('>').map(rank).collect()
}

/// Takes out the empty places that stand below equals, as in 1, 1, 3: they are shared and not skipped.
fn without_shared_places(places: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut ranks = Vec::with_capacity(places.len());
    let mut shared = 0_usize;
    for place in places {
        if place.is_empty() && shared > 0 {
            shared -= 1;
        } else {
            shared = place.len().saturating_sub(1);
            ranks.push(place);
        }
    }
    ranks
}

/// Takes away the quotation mark that keeps a spreadsheet from reading a text as a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        Some(_) | None => cell,
    }
}

fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
