//! Who beats whom, as a table.

use std::cmp::Ordering;

use maud::{Markup, html};

use crate::model::numbers::up_to;
use crate::model::text::Lang;
use crate::web::charts::Caption;

/// The votes of each option against each other.
#[derive(Clone, Debug)]
pub struct Pairwise<'a> {
    /// Its words: the title and the description stand above the table.
    pub caption: Caption<'a>,
    /// The options, best first.
    pub options: Vec<&'a str>,
    /// `votes[a][b]`: how many put `a` before `b`; none when it may not be shown.
    pub votes: Vec<Vec<Option<f64>>>,
    /// The word for a won comparison.
    pub wins: &'a str,
    /// The word for a lost one.
    pub loses: &'a str,
    /// The word for equal votes.
    pub ties: &'a str,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// A table with a row for each option and a column, headed by its number and the beginning of its name, for each it is
/// compared to. It scrolls sideways where it is wider than the page. The title is for those who do not see the page,
/// where it stands above the table as a heading.
pub fn pairwise(chart: &Pairwise<'_>) -> Markup {
    let title_id = format!("{}-title", chart.caption.id);
    html! {
        figure class="chart" {
            figcaption {
                span class="chart-hidden" id=(title_id) { (chart.caption.title) }
                " "
                (chart.caption.description)
            }
            div class="chart-scroll" role="region" tabindex="0" aria-labelledby=(title_id) {
                table class="chart-pairwise" aria-labelledby=(title_id) {
                    thead {
                        tr {
                            td {}
                            @for (idx, option) in chart.options.iter().enumerate() {
                                th scope="col" {
                                    abbr title=(option) { (idx + 1) " " span aria-hidden="true" { (short(option)) } }
                                    span class="chart-hidden" { (option) }
                                }
                            }
                        }
                    }
                    tbody {
                        @for (row, option) in chart.options.iter().enumerate() {
                            tr {
                                th scope="row" { (row + 1) ". " (option) }
                                @for column in 0..chart.options.len() {
                                    (cell(chart, row, column))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The beginning of a name, for the head of a narrow column.
fn short(name: &str) -> String {
    const MOST: usize = 8;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let beginning: String = name.chars().take(MOST - 1).collect();
    format!("{}…", beginning.trim_end())
}

fn cell(chart: &Pairwise<'_>, row: usize, column: usize) -> Markup {
    if row == column {
        return html! { td class="chart-self" { "·" } };
    }
    let votes = |a: usize, b: usize| *chart.votes.get(a)?.get(b)?;
    let (Some(own), Some(other)) = (votes(row, column), votes(column, row)) else {
        return html! { td class="chart-self" { "?" } };
    };
    let (class, sign, word) = match own.total_cmp(&other) {
        Ordering::Greater => ("chart-wins", "✓", chart.wins),
        Ordering::Less => ("chart-loses", "", chart.loses),
        Ordering::Equal => ("chart-ties", "=", chart.ties),
    };
    html! {
        td class=(class) {
            (up_to(own, 2, chart.lang)) " "
            @if !sign.is_empty() { span aria-hidden="true" { (sign) } " " }
            span class="chart-hidden" { (word) }
        }
    }
}
