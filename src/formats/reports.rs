//! Reports as tables, for downloads and the command line.

use crate::analysis::{
    Aspect, Band, Figure, Group, Need, PublishedReport, Quadrant, RatingRow, Report, ValueScore,
};
use crate::formats::cells::{Cell, Table};
use crate::model::code::Code;

/// A table for each list of the reports that is not empty, with its name: `needs`, `values`, `ratings`. Grouped reports
/// have the group's value in a first column named `by`.
pub fn tables(groups: &[Group], by: Option<&Code>) -> Vec<(&'static str, Table)> {
    let table = |header: &[&str]| {
        let mut table = Table::new(header);
        if let Some(by) = by {
            table.header.insert(0, by.to_string());
        }
        table
            .header
            .insert(usize::from(by.is_some()), "n".to_owned());
        table
    };
    let mut needs = table(&[
        "rank",
        "item",
        "importance",
        "importance_low",
        "importance_high",
        "satisfaction",
        "satisfaction_low",
        "satisfaction_high",
        "n_satisfaction",
        "dont_know",
        "mean_satisfaction",
        "priority",
        "band",
        "quadrant",
    ]);
    let mut values = table(&[
        "item",
        "shown",
        "best",
        "worst",
        "score",
        "score_low",
        "score_high",
        "sqrt_ratio",
    ]);
    let mut ratings = table(&[
        "question",
        "item",
        "aspect",
        "n_rated",
        "dont_know",
        "share",
        "share_low",
        "share_high",
        "mean",
        "deviation",
    ]);
    for Group { value, report } in groups {
        let lead = || {
            let value = by.map(|_| Cell::maybe(value.as_ref()));
            value.into_iter().chain([Cell::plain(&report.n)])
        };
        let Report {
            needs: need_rows,
            values: value_rows,
            ratings: rating_rows,
            ..
        } = report;
        for need in need_rows.iter().flatten() {
            needs.rows.push(lead().chain(need_cells(need)).collect());
        }
        for value in value_rows.iter().flatten() {
            values.rows.push(lead().chain(value_cells(value)).collect());
        }
        for rating in rating_rows.iter().flatten() {
            ratings
                .rows
                .push(lead().chain(rating_cells(rating)).collect());
        }
    }
    [("needs", needs), ("values", values), ("ratings", ratings)]
        .into_iter()
        .filter(|(_, table)| !table.rows.is_empty())
        .collect()
}

fn need_cells(need: &Need) -> Vec<Cell> {
    let mut cells = vec![Cell::plain(&need.rank), Cell::plain(&need.item)];
    cells.extend(interval_cells(need.importance, need.importance_interval));
    cells.extend(interval_cells(
        need.satisfaction,
        need.satisfaction_interval,
    ));
    cells.extend([
        Cell::plain(&need.n_satisfaction),
        Cell::plain(&need.dont_know),
        Cell::maybe(need.mean_satisfaction),
        Cell::maybe(need.priority),
        Cell::maybe(need.band.map(Band::name)),
        Cell::maybe(need.quadrant.map(Quadrant::name)),
    ]);
    cells
}

fn value_cells(value: &ValueScore) -> Vec<Cell> {
    let mut cells = vec![
        Cell::plain(&value.item),
        Cell::plain(&value.shown),
        Cell::plain(&value.best),
        Cell::plain(&value.worst),
    ];
    cells.extend(interval_cells(value.score, value.score_interval));
    cells.push(Cell::plain(&value.sqrt_ratio));
    cells
}

fn rating_cells(rating: &RatingRow) -> Vec<Cell> {
    let mut cells = vec![
        Cell::plain(&rating.question),
        Cell::maybe(rating.item.as_ref()),
        Cell::maybe(rating.aspect.map(Aspect::name)),
        Cell::plain(&rating.n),
        Cell::plain(&rating.dont_know),
    ];
    cells.extend(interval_cells(rating.share, rating.share_interval));
    cells.extend([Cell::maybe(rating.mean), Cell::maybe(rating.deviation)]);
    cells
}

fn interval_cells(figure: Option<f64>, interval: Option<[f64; 2]>) -> [Cell; 3] {
    let [low, high] = interval.map_or([None, None], |[low, high]| [Some(low), Some(high)]);
    [figure, low, high].map(Cell::maybe)
}

/// A table for each list of a published report, with its name. A share that is coded leaves its figure empty and has
/// its limit in `…_under` or `…_over`; a hidden one leaves all empty.
pub fn published(report: &PublishedReport) -> Vec<(&'static str, Table)> {
    let mut tables = Vec::new();
    if let Some(needs) = &report.needs {
        let mut header = vec!["rank".to_owned(), "item".to_owned()];
        header.extend(figure_names("importance"));
        header.extend(figure_names("satisfaction"));
        let rest = [
            "n_satisfaction",
            "dont_know",
            "mean_satisfaction",
            "priority",
            "band",
            "quadrant",
        ];
        header.extend(rest.map(str::to_owned));
        let rows = needs.iter().map(|need| {
            let mut cells = vec![Cell::maybe(need.rank), Cell::plain(&need.item)];
            cells.extend(figure_cells(need.importance));
            cells.extend(figure_cells(need.satisfaction));
            cells.extend([
                Cell::maybe(need.n_satisfaction),
                Cell::maybe(need.dont_know),
                Cell::maybe(need.mean_satisfaction),
                Cell::maybe(need.priority),
                Cell::maybe(need.band.map(Band::name)),
                Cell::maybe(need.quadrant.map(Quadrant::name)),
            ]);
            cells
        });
        let rows = rows.collect();
        tables.push(("needs", Table { header, rows }));
    }
    if let Some(values) = &report.values {
        let mut table = Table::new(&[
            "item",
            "shown",
            "best",
            "worst",
            "score",
            "score_low",
            "score_high",
        ]);
        table.rows.extend(values.iter().map(|value| {
            let mut cells = vec![
                Cell::plain(&value.item),
                Cell::maybe(value.shown),
                Cell::maybe(value.best),
                Cell::maybe(value.worst),
            ];
            cells.extend(interval_cells(value.score, value.score_interval));
            cells
        }));
        tables.push(("values", table));
    }
    if let Some(ratings) = &report.ratings {
        let mut header = ["question", "item", "aspect"].map(str::to_owned).to_vec();
        header.extend(figure_names("share"));
        header.extend(["n_rated", "dont_know", "mean"].map(str::to_owned));
        let rows = ratings.iter().map(|rating| {
            let mut cells = vec![
                Cell::plain(&rating.question),
                Cell::maybe(rating.item.as_ref()),
                Cell::maybe(rating.aspect.map(Aspect::name)),
            ];
            cells.extend(figure_cells(rating.share));
            cells.extend([
                Cell::maybe(rating.n),
                Cell::maybe(rating.dont_know),
                Cell::maybe(rating.mean),
            ]);
            cells
        });
        let rows = rows.collect();
        tables.push(("ratings", Table { header, rows }));
    }
    tables
}

fn figure_names(name: &str) -> [String; 5] {
    ["", "_low", "_high", "_under", "_over"].map(|part| format!("{name}{part}"))
}

fn figure_cells(figure: Figure) -> [Cell; 5] {
    let cells = match figure {
        Figure::Exact {
            share,
            interval: [low, high],
        } => [Some(share), Some(low), Some(high), None, None],
        Figure::Under(limit) => [None, None, None, Some(limit), None],
        Figure::Over(limit) => [None, None, None, None, Some(limit)],
        Figure::Hidden => [None; 5],
    };
    cells.map(Cell::maybe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::PublishedRating;
    use crate::formats::cells::{Guard, Mark};

    #[test]
    fn a_coded_share_has_its_limit_and_no_figure() {
        let rating = |share| PublishedRating {
            question: Code::parse("q").unwrap(),
            item: None,
            aspect: None,
            share,
            n: None,
            dont_know: None,
            mean: None,
            distribution: std::collections::BTreeMap::new(),
        };
        let exact = Figure::Exact {
            share: 0.5,
            interval: [0.25, 0.75],
        };
        let figures = [
            exact,
            Figure::Under(0.125),
            Figure::Over(0.875),
            Figure::Hidden,
        ];
        let report = PublishedReport {
            n: 40,
            k: 5,
            needs: None,
            values: None,
            ratings: Some(figures.map(rating).to_vec()),
        };
        let tables = published(&report);
        assert_eq!(tables.len(), 1);
        assert_eq!(
            String::from_utf8(tables[0].1.to_csv(Guard::On, Mark::None)).unwrap(),
            "question,item,aspect,share,share_low,share_high,share_under,share_over,n_rated,dont_know,mean\r\n\
             q,,,0.5,0.25,0.75,,,,,\r\nq,,,,,,0.125,,,,\r\nq,,,,,,,0.875,,,\r\nq,,,,,,,,,,\r\n"
        );
    }
}
