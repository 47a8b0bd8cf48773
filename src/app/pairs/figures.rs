//! How the ideas of a wiki survey fared, under the privacy floor, and its files.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::error::{AppError, Hindrance};
use crate::app::export::{CsvStyle, File, csv};
use crate::app::pairs::record::{Contest, Idea, IdeaState, Wiki, WikiEntry};
use crate::app::records::{CONTESTS, State};
use crate::app::visitors::Visitor;
use crate::app::{App, BALLOTS_FLOOR};
use crate::consensus::pairs::{Contests, Standing, standings};
use crate::formats::cells::{Cell, Table};
use crate::formats::contests::{standings_table, votes_table};
use crate::model::{Privacy, Slug};

/// The names of the files.
pub(crate) const WIKI_FILES: [&str; 2] = ["votes.csv", "scores.csv"];

/// How the ideas fared.
#[derive(Clone, Debug)]
pub struct WikiFigures {
    /// The wiki survey.
    pub wiki: Wiki,
    /// The ideas that enough people compared, the strongest first.
    pub ideas: Vec<IdeaStanding>,
    /// The ideas that fewer people than the floor compared: their contests are left out of every figure.
    pub left_out: Vec<Idea>,
    /// How many people chose between ideas.
    pub n_people: usize,
    /// How many contests were decided, and in how many nobody could decide.
    pub n_contests: [u64; 2],
    /// May the votes be handed out pair by pair?
    pub shows_votes: bool,
    /// The contests, by the places of the ideas' words in alphabetical order.
    contests: Contests,
    /// The ideas' words in alphabetical order.
    names: Vec<String>,
}

/// How one idea fared.
#[derive(Clone, Debug)]
pub struct IdeaStanding {
    /// Which.
    pub idea: Idea,
    /// How it fared.
    pub standing: Standing,
}

impl App {
    /// How the ideas fared: once it is closed, or while a named wiki survey is open; and from as many people on as the
    /// floor says.
    pub async fn wiki_results(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<WikiFigures, AppError> {
        let wiki = self.wiki(visitor, slug).await?.wiki;
        match (wiki.state, wiki.privacy) {
            (State::Draft, _) => return Err(Hindrance::NotOpenYet.into()),
            (State::Open, Privacy::Anonymous | Privacy::Confidential) => {
                return Err(Hindrance::StillOpen.into());
            }
            (State::Open, Privacy::Named) | (State::Closed, _) => {}
        }
        let k = usize::try_from(self.k().await?).unwrap_or(usize::MAX);
        let entries = self.wiki_entries(slug).await?;
        figures(wiki, self.ideas(slug).await?, &entries, k).ok_or(Hindrance::TooFew.into())
    }

    /// A file of a wiki survey: `votes.csv`, which `commonground pairs` reads, or `scores.csv`.
    pub async fn wiki_file(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        name: &str,
        style: CsvStyle,
    ) -> Result<File, AppError> {
        let figures = self.wiki_results(visitor, slug).await?;
        let table = match name {
            "scores.csv" => scores(&figures),
            "votes.csv" if figures.shows_votes => votes_table(&figures.names, &figures.contests),
            "votes.csv" => return Err(Hindrance::TooFew.into()),
            _ => return Err(AppError::NotFound("file")),
        };
        Ok(csv(name, style, &table))
    }

    /// Every participant's document, in the order of their random keys.
    pub(crate) async fn wiki_entries(&self, slug: &Slug) -> Result<Vec<WikiEntry>, AppError> {
        let all = self.load_all(CONTESTS, &format!("{slug}/")).await?;
        Ok(all.into_iter().map(|(_, _, entry)| entry).collect())
    }
}

/// The figures, unless fewer than `k` people chose.
///
/// An idea that fewer than `k` people compared is left out together with its contests, so that nothing about it can be
/// worked out from the figures of the others.
fn figures(wiki: Wiki, ideas: Vec<Idea>, entries: &[WikiEntry], k: usize) -> Option<WikiFigures> {
    let n_people = entries
        .iter()
        .filter(|entry| !entry.contests.is_empty())
        .count();
    if n_people < k.max(1) {
        return None;
    }
    let shown: BTreeSet<u32> = ideas
        .iter()
        .filter(|idea| idea.state == IdeaState::Shown)
        .map(|idea| idea.number)
        .collect();
    let told = told_of(shown.clone(), entries, k);
    let (mut ideas, left_out): (Vec<Idea>, Vec<Idea>) = ideas
        .into_iter()
        .filter(|idea| shown.contains(&idea.number))
        .partition(|idea| told.contains(&idea.number));
    ideas.sort_by(|a, b| a.text.cmp(&b.text));
    let place: BTreeMap<u32, usize> = ideas.iter().map(|idea| idea.number).zip(0..).collect();
    let mut contests = Contests::new(ideas.len());
    let mut n_contests = [0, 0];
    for contest in entries.iter().flat_map(|entry| &entry.contests) {
        let (Some(left), Some(right)) = (place.get(&contest.left), place.get(&contest.right))
        else {
            continue;
        };
        let moved = Contest {
            left: u32::try_from(*left).ok()?,
            right: u32::try_from(*right).ok()?,
            choice: contest.choice,
        };
        contests.add(moved.pair(), moved.winner(), 1);
        let is_open = matches!(contest.choice, crate::app::Choice::Undecided(_));
        n_contests[usize::from(is_open)] += 1;
    }
    let names: Vec<String> = ideas.iter().map(|idea| idea.text.clone()).collect();
    let found = standings(&contests)?;
    let mut ideas: Vec<IdeaStanding> = ideas
        .into_iter()
        .zip(found)
        .map(|(idea, standing)| IdeaStanding { idea, standing })
        .collect();
    // The sort is stable, so equally strong ideas stay in the order of their words.
    ideas.sort_by(|a, b| b.standing.strength.total_cmp(&a.standing.strength));
    let shows_votes = wiki.privacy == Privacy::Named || n_people >= k.saturating_mul(BALLOTS_FLOOR);
    Some(WikiFigures {
        wiki,
        ideas,
        left_out,
        n_people,
        n_contests,
        shows_votes,
        contests,
        names,
    })
}

/// The ideas that at least `k` people compared with others of them.
fn told_of(mut told: BTreeSet<u32>, entries: &[WikiEntry], k: usize) -> BTreeSet<u32> {
    // Leaving an idea out takes contests from others, until nothing changes any more.
    loop {
        let mut people: BTreeMap<u32, usize> = BTreeMap::new();
        for entry in entries {
            let compared: BTreeSet<u32> = entry
                .contests
                .iter()
                .filter(|one| told.contains(&one.left) && told.contains(&one.right))
                .flat_map(|one| [one.left, one.right])
                .collect();
            for number in compared {
                *people.entry(number).or_default() += 1;
            }
        }
        let before = told.len();
        told.retain(|number| people.get(number).is_some_and(|n| *n >= k));
        if told.len() == before {
            return told;
        }
    }
}

fn scores(figures: &WikiFigures) -> Table {
    let rows: Vec<(&str, &Standing)> = figures
        .ideas
        .iter()
        .map(|one| (one.idea.text.as_str(), &one.standing))
        .collect();
    let mut table = standings_table(&rows);
    table.header.insert(1, "from".to_owned());
    for (row, one) in table.rows.iter_mut().zip(&figures.ideas) {
        let from = if one.idea.is_seed { "start" } else { "member" };
        row.insert(1, Cell::plain(from));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Choice;

    fn entry(contests: &[(u32, u32)]) -> WikiEntry {
        let contest = |(left, right): &(u32, u32)| Contest {
            left: *left,
            right: *right,
            choice: Choice::Left,
        };
        WikiEntry {
            contests: contests.iter().map(contest).collect(),
            next: None,
            seed: 0,
            ideas: 0,
            organisation: None,
            member: None,
            proof: String::new(),
        }
    }

    fn check(entries: &[&[(u32, u32)]], k: usize, expected: &[u32]) {
        let entries: Vec<WikiEntry> = entries.iter().map(|contests| entry(contests)).collect();
        let told = told_of((1..=4).collect(), &entries, k);
        assert_eq!(told.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn ideas_that_too_few_compared_are_left_out_with_their_contests() {
        check(&[&[(1, 2)], &[(1, 2)], &[(1, 3)]], 2, &[1, 2]);
        // 2 was compared by two people, but by one of them with 3 only, which is left out.
        check(&[&[(1, 2)], &[(2, 3)], &[(1, 4)], &[(1, 4)]], 2, &[1, 4]);
        check(&[&[(1, 2)]], 2, &[]);
        check(&[&[(1, 2), (2, 1), (1, 2)]], 2, &[]);
        check(&[], 1, &[]);
    }
}
