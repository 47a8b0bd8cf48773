//! What came of a panel's closed rounds, under the privacy floor.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::error::AppError;
use crate::app::panels::record::{Panel, PanelEntry};
use crate::app::records::PANEL_ENTRIES;
use crate::app::rounds::BALLOTS_FLOOR;
use crate::app::{App, keep, kept};
use crate::consensus::delphi::{After, Finding, Judgement, after_round, judge};
use crate::consensus::{Ratings, Round};
use crate::model::random::Random;
use crate::model::{Code, Privacy, Slug};

/// What came of every closed round.
#[derive(Clone, Debug, Default)]
pub struct PanelFigures {
    /// The closed rounds, the first one first.
    pub rounds: Vec<RoundFigures>,
    /// The privacy floor they are shown under.
    pub k: usize,
}

/// What came of one closed round.
#[derive(Clone, Debug)]
pub struct RoundFigures {
    /// How many took part in it.
    pub n: usize,
    /// Each item that was asked about.
    pub items: BTreeMap<Code, ItemFigures>,
}

/// What came of one item in one round.
#[derive(Clone, Debug)]
pub struct ItemFigures {
    /// The figures, and what the rule says.
    pub judged: Judgement,
    /// What people wrote, shuffled anew for each item, so that no two reasons can be told to be one person's.
    pub reasons: Vec<Reason>,
    /// How much of it may be shown.
    pub detail: Detail,
}

/// Why somebody rated as she did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// In her own words.
    pub text: String,
    /// Her name, in a named panel; empty otherwise.
    pub by: String,
}

/// How much of an item's figures may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Nothing: fewer than the floor rated it.
    Nothing,
    /// The median, the quartiles and what the rule says: a whole distribution of few people would show what one of
    /// them said.
    Middle,
    /// Everything.
    Full,
}

impl Detail {
    /// How much is shown of an item that `n` people rated, with a floor of `k`.
    pub fn of(n: usize, k: usize, privacy: Privacy) -> Self {
        let is_crowd = n >= k.saturating_mul(BALLOTS_FLOOR) || privacy == Privacy::Named;
        if n < k.max(1) {
            Self::Nothing
        } else if is_crowd {
            Self::Full
        } else {
            Self::Middle
        }
    }
}

impl PanelFigures {
    /// Did enough people take part in any round to show something?
    pub fn may_be_shown(&self) -> bool {
        self.rounds.iter().any(|round| round.n >= self.k)
    }

    /// What the rule last said of each item of the panel, in the panel's order, with the number of the round.
    pub fn findings(&self, panel: &Panel) -> Vec<(Code, u32, Finding)> {
        panel
            .items
            .iter()
            .filter_map(|item| {
                let rounds = (1..).zip(&self.rounds);
                let (round, figures) = rounds
                    .filter_map(|(number, round)| Some((number, round.items.get(&item.code)?)))
                    .last()?;
                Some((item.code.clone(), round, figures.judged.finding))
            })
            .collect()
    }

    /// Is there another round after the last closed one?
    pub fn after(&self, panel: &Panel) -> After {
        let findings: Vec<Finding> = self
            .findings(panel)
            .into_iter()
            .map(|(_, _, finding)| finding)
            .collect();
        after_round(&findings, panel.n_closed(), panel.most_rounds)
    }

    /// The items that the next round asks about.
    pub fn next_items(&self, panel: &Panel) -> Vec<Code> {
        self.findings(panel)
            .into_iter()
            .filter(|(_, _, finding)| !(panel.settled_drop_out && finding.is_settled()))
            .map(|(code, _, _)| code)
            .collect()
    }
}

impl App {
    /// What came of the closed rounds of a panel: worked out once after each close, since nothing of a closed round
    /// changes any more.
    pub(crate) async fn panel_figures(&self, panel: &Panel) -> Result<Arc<PanelFigures>, AppError> {
        let closed = panel.rounds.iter().rev().find_map(|round| round.closed);
        let Some(closed) = closed else {
            return Ok(Arc::default());
        };
        let key = (panel.slug.clone(), closed);
        if let Some(figures) = kept(&self.panels, &key) {
            return Ok(figures);
        }
        let entries = self.panel_entries(&panel.slug).await?;
        let names: Vec<String> = if panel.privacy == Privacy::Named {
            let people = self.register().await?;
            entries
                .iter()
                .map(|entry| people.member_name(entry.member).unwrap_or_default().into())
                .collect()
        } else {
            vec![String::new(); entries.len()]
        };
        let k = usize::try_from(self.k().await?).unwrap_or(usize::MAX);
        Ok(keep(&self.panels, key, figures(panel, &entries, &names, k)))
    }

    /// Every participant's document, in the order of their random keys.
    pub(crate) async fn panel_entries(&self, slug: &Slug) -> Result<Vec<PanelEntry>, AppError> {
        let all = self.load_all(PANEL_ENTRIES, &format!("{slug}/")).await?;
        Ok(all.into_iter().map(|(_, _, entry)| entry).collect())
    }
}

fn figures(panel: &Panel, entries: &[PanelEntry], names: &[String], k: usize) -> PanelFigures {
    let ratings = |round: u32, code: &Code| -> Vec<Option<i32>> {
        let said = |entry: &PanelEntry| entry.rounds.get(&round)?.get(code)?.rating;
        entries.iter().map(said).collect()
    };
    let mut rounds: Vec<RoundFigures> = Vec::new();
    for number in 1..=panel.n_closed() {
        let of_item = |code: &Code| {
            let before = rounds
                .last()
                .filter(|round| round.items.contains_key(code))
                .map(|_| ratings(number - 1, code));
            let judged = judge(
                panel.rule,
                panel.points(),
                before.as_deref(),
                &ratings(number, code),
                k,
            );
            let detail = Detail::of(judged.n, k, panel.privacy);
            let reasons = if detail == Detail::Nothing {
                Vec::new()
            } else {
                reasons(panel, entries, names, number, code)
            };
            ItemFigures {
                judged,
                reasons,
                detail,
            }
        };
        let items = panel
            .items_of(number)
            .map(|item| (item.code.clone(), of_item(&item.code)))
            .collect();
        let takes_part = |entry: &&PanelEntry| entry.rounds.contains_key(&number);
        rounds.push(RoundFigures {
            n: entries.iter().filter(takes_part).count(),
            items,
        });
    }
    PanelFigures { rounds, k }
}

/// The reasons for an item in an order that tells nothing: sorted, so that the order of documents is lost, then
/// shuffled by the item and the round.
fn reasons(
    panel: &Panel,
    entries: &[PanelEntry],
    names: &[String],
    round: u32,
    code: &Code,
) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = entries
        .iter()
        .zip(names)
        .filter_map(|(entry, name)| {
            let text = &entry.rounds.get(&round)?.get(code)?.reason;
            (!text.is_empty()).then(|| Reason {
                text: text.clone(),
                by: name.clone(),
            })
        })
        .collect();
    reasons.sort();
    let at = panel.items.iter().position(|item| item.code == *code);
    let purpose = u64::from(round) * 1_000 + at.map_or(0, |at| at as u64);
    let seed = panel.created.0.unsigned_abs();
    Random::new(seed, purpose).shuffle(&mut reasons);
    reasons
}

/// The ratings of the rounds of those numbers, for the table of measures and for the file.
pub(crate) fn ratings(panel: &Panel, entries: &[PanelEntry], rounds: &[u32]) -> Ratings {
    let of_round = |number: &u32| {
        let of_person = |entry: &PanelEntry| {
            let said = entry.rounds.get(number);
            let rating = |code: &Code| said?.get(code)?.rating;
            panel.items.iter().map(|item| rating(&item.code)).collect()
        };
        Round {
            name: number.to_string(),
            ratings: entries.iter().map(of_person).collect(),
        }
    };
    Ratings {
        scale: panel.points(),
        people: (1..=entries.len()).map(|idx| idx.to_string()).collect(),
        items: panel
            .items
            .iter()
            .map(|item| item.code.to_string())
            .collect(),
        rounds: rounds.iter().map(of_round).collect(),
    }
}
