//! Decisions: the record of what passed, and looking at it again.

use serde::Deserialize;

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::export::{CsvStyle, File, csv};
use crate::app::proposals::records::{
    Counted, Decision, DecisionState, Objection, Proposal, Review, ReviewOutcome,
};
use crate::app::proposals::results::Said;
use crate::app::proposals::{rates_options, usual_review};
use crate::app::records::DECISIONS;
use crate::app::surveys::Turnout;
use crate::app::visitors::Visitor;
use crate::consensus::consent::{Stance, Standing, Verdict};
use crate::formats::cells::{Cell, Table};
use crate::model::{Day, DecisionId, Role};
use crate::store::Batch;

/// The most reservations that a decision carries along.
const MAX_OBJECTIONS: usize = 100;

/// A decision with its id.
#[derive(Clone, Debug)]
pub struct DecisionView {
    /// Which.
    pub id: DecisionId,
    /// The decision.
    pub decision: Decision,
    version: u64,
}

/// What the form for a review asks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    /// The outcome's name.
    pub outcome: String,
    /// Why.
    pub note: String,
    /// When to look again, if it is kept.
    pub review_on: String,
}

impl App {
    /// Every decision, the newest first.
    pub async fn decisions(&self, visitor: &Visitor) -> Result<Vec<DecisionView>, AppError> {
        visitor.must_be(Role::Member)?;
        let mut views = Vec::new();
        for (key, version, decision) in self.load_all::<Decision>(DECISIONS, "").await? {
            let id = DecisionId::parse(&key)
                .ok_or_else(|| AppError::Unfit(format!("decision key `{key}`")))?;
            views.push(DecisionView {
                id,
                decision,
                version,
            });
        }
        views.sort_by_key(|view| std::cmp::Reverse((view.decision.decided_on, view.id)));
        Ok(views)
    }

    /// One decision.
    pub async fn decision(
        &self,
        visitor: &Visitor,
        id: DecisionId,
    ) -> Result<DecisionView, AppError> {
        visitor.must_be(Role::Member)?;
        let (version, decision) = self
            .load::<Decision>(DECISIONS, &id.to_string())
            .await?
            .ok_or(AppError::NotFound("decision"))?;
        Ok(DecisionView {
            id,
            decision,
            version,
        })
    }

    /// Looks at a decision again: it is kept until another day, goes another round, or ends.
    pub async fn review_decision(
        &self,
        visitor: &Visitor,
        id: DecisionId,
        form: &ReviewForm,
    ) -> Result<ReviewOutcome, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let DecisionView {
            mut decision,
            version,
            ..
        } = self.decision(visitor, id).await?;
        let mut check = Check::default();
        let outcome = check.one_of(
            "outcome",
            &form.outcome,
            &ReviewOutcome::ALL,
            ReviewOutcome::name,
        );
        let note = check.paragraph("note", &form.note, 2_000);
        let today = self.now().day();
        let next = Day::parse(form.review_on.trim()).filter(|day| *day > today);
        if outcome == Some(ReviewOutcome::Keep) && next.is_none() {
            check.fault(
                "review_on",
                format!("write a day after {today} as YYYY-MM-DD"),
            );
        }
        check.done(())?;
        let outcome =
            outcome.ok_or_else(|| AppError::Unfit("a checked form lost a field".to_owned()))?;
        if decision.state != DecisionState::InForce {
            return Err(Hindrance::Closed.into());
        }
        let mut batch = Batch::new();
        match outcome {
            ReviewOutcome::Keep => decision.review_on = next.unwrap_or_else(|| usual_review(today)),
            ReviewOutcome::End => decision.state = DecisionState::Ended { on: today },
            // It holds until another round of it has passed, and is not due again meanwhile.
            ReviewOutcome::Amend => {
                decision.review_on = usual_review(today);
                let (version, proposal) = self.counted_proposal(&decision.proposal).await?;
                batch = Self::amended(batch, proposal, version)?;
            }
        }
        decision.reviews.push(Review {
            on: today,
            outcome,
            note,
        });
        self.store
            .commit(batch.replace(DECISIONS, id.to_string(), version, &decision))
            .await?;
        Ok(outcome)
    }

    /// The record of a round that has passed.
    pub(super) fn decision_of(
        &self,
        proposal: &Proposal,
        counted: &Counted,
        said: Vec<Said>,
        turnout: Turnout,
    ) -> Decision {
        let (number, round) = proposal.latest();
        let today = self.now().day();
        let scale = round.rule.scale;
        let taken_part = counted.counts.taken_part();
        let chosen = match &counted.verdict {
            Verdict::Passed { chosen, .. } => chosen.and_then(|idx| round.options.get(idx)),
            Verdict::NotEnough { .. }
            | Verdict::Blocked { .. }
            | Verdict::Missed { .. }
            | Verdict::Tied { .. }
            | Verdict::LeftAsItIs => None,
        };
        let objections = said
            .into_iter()
            .filter(|one| !one.words.is_empty())
            .filter_map(|one| match one.stance {
                Stance::Level(code) => {
                    let (_, level) = scale.level(&code)?;
                    (level.standing != Standing::For).then_some(Objection {
                        level: Some(code),
                        words: one.words,
                    })
                }
                Stance::Resistance(_) => Some(Objection {
                    level: None,
                    words: one.words,
                }),
            })
            .take(MAX_OBJECTIONS)
            .collect();
        Decision {
            proposal: proposal.slug.clone(),
            round: number,
            title: proposal.title.clone(),
            text: round.text.clone(),
            chosen: chosen.cloned(),
            scale,
            taken_part,
            on_roll: u64::try_from(turnout.on_roll).unwrap_or(u64::MAX),
            support: (!rates_options(scale)).then(|| counted.counts.supporting(scale)),
            counts: counted.counts.clone(),
            objections,
            decided_on: round.closed.map_or(today, crate::model::Timestamp::day),
            review_on: round.review_on.unwrap_or_else(|| usual_review(today)),
            state: DecisionState::InForce,
            reviews: Vec::new(),
        }
    }

    /// Every decision as `decisions.csv`.
    pub async fn decisions_file(
        &self,
        visitor: &Visitor,
        style: CsvStyle,
    ) -> Result<File, AppError> {
        let mut table = Table::new(&[
            "decision",
            "title",
            "text",
            "chosen",
            "scale",
            "taken_part",
            "on_roll",
            "support",
            "decided_on",
            "review_on",
            "state",
            "proposal",
            "round",
        ]);
        for view in self.decisions(visitor).await? {
            let decision = view.decision;
            table.rows.push(vec![
                Cell::plain(&view.id),
                Cell::text(decision.title),
                Cell::text(decision.text),
                decision.chosen.map_or(Cell::Empty, Cell::text),
                Cell::plain(decision.scale.name()),
                Cell::plain(&decision.taken_part),
                Cell::plain(&decision.on_roll),
                Cell::maybe(decision.support),
                Cell::plain(&decision.decided_on),
                Cell::plain(&decision.review_on),
                Cell::plain(match decision.state {
                    DecisionState::InForce => "in_force",
                    DecisionState::Replaced { .. } => "replaced",
                    DecisionState::Ended { .. } => "ended",
                }),
                Cell::plain(&decision.proposal),
                Cell::plain(&decision.round),
            ]);
        }
        Ok(csv("decisions.csv", style, &table))
    }
}
