//! Ballots written as CSV: one column an option, with its place, or as [`marks`] says.

use super::super::{Ballots, BallotsError};
use super::layout::{Layout, layout, special};
use super::marks;
use crate::tally::Form;

pub(in super::super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let options = ballots.profile.candidates();
    let means_the_names = |names: &[String]| match layout(names) {
        Ok(Layout::Positions(columns)) => columns.iter().map(|(_, name)| name).eq(names),
        Ok(_) | Err(_) => false,
    };
    let means_something_else =
        |name: &String| special(name).is_some() || !means_the_names(std::slice::from_ref(name));
    let prefix = if options.iter().any(means_something_else) || !means_the_names(options) {
        "ballot__rank_"
    } else {
        ""
    };
    if options.iter().any(|name| name.trim() != name) {
        let what = "CSV cannot hold a name with white space at its ends; write JSON";
        return Err(BallotsError::Whole(what.to_owned()));
    }
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

fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
