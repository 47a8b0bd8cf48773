//! From consensus to priorities: common ground becomes the options of a round, and how the groups stand goes
//! with each option to the ballot, the outcome and the goal.

use std::sync::Arc;

use super::results::{BoardResults, Divided};
use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{Round, RoundOption, State};
use crate::app::visitors::Visitor;
use crate::goals::{Evidence, EvidenceSource, EvidenceStatus, Reason, Stance};
use crate::model::{Code, Slug, Text};
use crate::opinion::Tally;

/// The fewest and the most statements that become options.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=40;

impl App {
    /// The broadest common ground of a closed board, as the options of a round; none where a fault was noted.
    pub(crate) async fn common_ground_options(
        &self,
        check: &mut Check,
        visitor: &Visitor,
        board: &Slug,
        n: &str,
    ) -> Result<Option<Vec<RoundOption>>, AppError> {
        let results = self.board_results(visitor, board).await?;
        if results.board.state != State::Closed {
            return Err(Hindrance::StillOpen.into());
        }
        let (least, most) = (OPTIONS.start(), OPTIONS.end());
        let n: Option<usize> = n.trim().parse().ok().filter(|n| OPTIONS.contains(n));
        let Some(n) = n else {
            let message =
                format!("how many become options: write a whole number from {least} to {most}");
            check.fault("n", message);
            return Ok(None);
        };
        let mut options = Vec::new();
        for (number, _, _) in results.opinion.common_ground.iter().take(n) {
            let code = Code::parse(&format!("s{number}"));
            if let (Some(told), Ok(code)) = (results.get(*number), code) {
                let label = told.statement.as_text();
                options.push(RoundOption { code, label });
            }
        }
        if options.len() < *least {
            check.fault(
                "n",
                "this board does not have two statements of common ground to choose between",
            );
            return Ok(None);
        }
        Ok(Some(options))
    }

    /// What the board that a round's options came from says; nothing where it may not be told.
    pub(crate) async fn board_behind(
        &self,
        visitor: &Visitor,
        round: &Round,
    ) -> Result<Option<Arc<BoardResults>>, AppError> {
        let Some(board) = &round.from_board else {
            return Ok(None);
        };
        match self.board_results(visitor, board).await {
            Ok(results) => Ok(Some(results)),
            Err(AppError::NotFound(_) | AppError::Hindered(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl BoardResults {
    /// The number of the statement that an option came from.
    pub fn statement_of(option: &Code) -> Option<u32> {
        option.as_str().strip_prefix('s')?.parse().ok()
    }

    /// The support for a statement and the objections to it, as a reason for a goal.
    pub(crate) fn reason(&self, number: u32) -> Option<Reason> {
        let all = stance(String::new(), self.get(number)?.tally?);
        let stances = |divided: &Divided| -> Vec<Stance> {
            let told = divided
                .said(number)
                .into_iter()
                .filter_map(|said| Some(stance(said.name, said.tally?)));
            if divided.has_groups() {
                told.collect()
            } else {
                Vec::new()
            }
        };
        Some(Reason::Support {
            all,
            groups: stances(&self.opinion),
            organisations: self.organisations.as_ref().map(stances).unwrap_or_default(),
            evidence: Evidence {
                label: Text::plain(self.board.title.clone()),
                source: EvidenceSource::Board {
                    board: self.board.slug.clone(),
                    statement: number,
                },
                status: EvidenceStatus::SingleSource,
            },
        })
    }
}

fn stance(who: String, tally: Tally) -> Stance {
    let of = |n: u32| f64::from(n) / f64::from(tally.seen.max(1));
    Stance {
        who,
        n: u64::from(tally.seen),
        agree: of(tally.agree),
        disagree: of(tally.disagree),
    }
}
