//! Taking a stance, changing it, and finding it again by its receipt.

use crate::app::App;
use crate::app::error::{AppError, Hindrance};
use crate::app::proposals::MAX_TRIES;
use crate::app::proposals::records::{Proposal, ProposalRound, Resolved, StanceEntry};
use crate::app::records::{PROPOSALS, STANCES, State};
use crate::app::secret::Secret;
use crate::app::surveys::open_for_answers;
use crate::app::visitors::Visitor;
use crate::consensus::consent::{MOST_RESISTANCE, Stance, StanceScale};
use crate::model::{Privacy, Role, Slug};
use crate::store::{Demand, StoreError};

/// The longest reason.
pub(super) const MAX_REASON: usize = 2_000;

/// What the form of a stance holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StanceForm {
    /// The level's code.
    pub stance: String,
    /// The ratings, in the order of the options.
    pub ratings: Vec<String>,
    /// Why.
    pub reason: String,
    /// Is an earlier objection resolved?
    pub resolved: String,
}

/// A stance that fits its round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    stance: Stance,
    reason: String,
    resolved: Option<Resolved>,
}

/// What is wrong with the form of a stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StanceProblem {
    /// No level is chosen.
    Choose,
    /// This level wants a reason.
    Reason,
    /// The reason is too long.
    Long {
        /// How long it may be.
        max: usize,
        /// How long it is.
        is: usize,
    },
    /// No option is rated.
    RateOne,
    /// The rating of that option, by its place, is none.
    Rating(usize),
    /// The answer on an earlier objection is none.
    Resolved,
}

impl StanceForm {
    /// What stands in a stance.
    pub fn of(given: &Given) -> Self {
        let (stance, ratings) = match &given.stance {
            Stance::Level(code) => (code.clone(), Vec::new()),
            Stance::Resistance(ratings) => (
                String::new(),
                ratings
                    .iter()
                    .map(|rating| rating.map(|rating| rating.to_string()).unwrap_or_default())
                    .collect(),
            ),
        };
        Self {
            stance,
            ratings,
            reason: given.reason.clone(),
            resolved: given
                .resolved
                .map(|resolved| resolved.name().to_owned())
                .unwrap_or_default(),
        }
    }
}

impl Given {
    /// Reads a form, with every problem at once.
    pub fn parse(round: &ProposalRound, form: &StanceForm) -> Result<Self, Vec<StanceProblem>> {
        let mut problems = Vec::new();
        let scale = round.rule.scale;
        let reason = crate::app::check::paragraph_of(&form.reason);
        let stance = if scale == StanceScale::Systemic {
            ratings(round.options.len(), &form.ratings, &mut problems)
        } else {
            let level = scale.level(&form.stance).map(|(_, level)| level);
            match level {
                None => problems.push(StanceProblem::Choose),
                Some(level) if level.needs_reason && reason.is_empty() => {
                    problems.push(StanceProblem::Reason);
                }
                Some(_) => {}
            }
            Stance::Level(form.stance.clone())
        };
        let is = reason.chars().count();
        if is > MAX_REASON {
            problems.push(StanceProblem::Long {
                max: MAX_REASON,
                is,
            });
        }
        let resolved = Resolved::ALL
            .into_iter()
            .find(|resolved| resolved.name() == form.resolved);
        if resolved.is_none() && !form.resolved.is_empty() {
            problems.push(StanceProblem::Resolved);
        }
        if problems.is_empty() {
            Ok(Self {
                stance,
                reason,
                resolved,
            })
        } else {
            Err(problems)
        }
    }

    /// The stance.
    pub fn stance(&self) -> &Stance {
        &self.stance
    }

    /// The reason.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Whether an earlier objection is resolved.
    pub fn resolved(&self) -> Option<Resolved> {
        self.resolved
    }
}

fn ratings(n_options: usize, typed: &[String], problems: &mut Vec<StanceProblem>) -> Stance {
    let mut ratings = vec![None; n_options];
    for (idx, rating) in ratings.iter_mut().enumerate() {
        let typed = typed.get(idx).map_or("", |typed| typed.trim());
        if typed.is_empty() {
            continue;
        }
        *rating = typed
            .parse::<u8>()
            .ok()
            .filter(|rating| *rating <= MOST_RESISTANCE);
        if rating.is_none() {
            problems.push(StanceProblem::Rating(idx));
        }
    }
    if problems.is_empty() && ratings.iter().all(Option::is_none) {
        problems.push(StanceProblem::RateOne);
    }
    Stance::Resistance(ratings)
}

/// A stance that was taken in.
#[derive(Clone, Debug)]
pub struct StanceReceipt {
    /// The code that finds it again.
    pub receipt: Secret,
    /// Did it change an earlier one?
    pub changed: bool,
}

impl App {
    /// Takes in a stance on the round of that number, durably, and marks the roll in the same batch; with the receipt
    /// of an earlier stance, that one is changed.
    pub async fn take_stance(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        number: usize,
        given: &Given,
        receipt: &Secret,
    ) -> Result<StanceReceipt, AppError> {
        let member = visitor.must_be(Role::Member)?;
        for _ in 0..MAX_TRIES {
            let (version, proposal) = self.stored_proposal(slug).await?;
            let (latest, round) = proposal.latest();
            open_for_answers(round.state)?;
            if latest != number {
                return Err(Hindrance::Closed.into());
            }
            round
                .rule
                .scale
                .check(&given.stance, round.options.len())
                .map_err(|fault| AppError::Unfit(fault.to_string()))?;
            let entry = StanceEntry {
                stance: given.stance.clone(),
                reason: given.reason.clone(),
                resolved: given.resolved,
                organisation: match proposal.privacy {
                    Privacy::Anonymous => None,
                    Privacy::Confidential | Privacy::Named => member.organisation,
                },
                member: (proposal.privacy == Privacy::Named).then_some(member.id),
                proof: receipt.derived(&visitor.on_roll()),
            };
            let of_round = format!("{slug}/{number}");
            let roll = self
                .roll_line_at(&format!("p/{of_round}"), visitor, false)
                .await?;
            let place = self
                .place::<StanceEntry>(STANCES, &of_round, proposal.privacy, &roll, receipt)
                .await?;
            let changed = place.replaced.is_some();
            let taken = |changed| StanceReceipt {
                receipt: receipt.clone(),
                changed,
            };
            if place.holds_the_same(&entry) {
                // A form that was sent twice.
                return Ok(taken(false));
            }
            let batch = place.write(&roll, proposal.privacy, &entry).require(
                PROPOSALS,
                slug.as_str(),
                Demand::Version(version),
            );
            match self.store.commit(batch).await {
                Ok(()) => return Ok(taken(changed)),
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// Takes a stance on the open round back, by its receipt, so that the visitor may take another or none.
    pub async fn withdraw_stance(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<Proposal, AppError> {
        visitor.must_be(Role::Member)?;
        for _ in 0..MAX_TRIES {
            let (version, proposal) = self.stored_proposal(slug).await?;
            let (number, round) = proposal.latest();
            open_for_answers(round.state)?;
            let of_round = format!("{slug}/{number}");
            let roll = self
                .roll_line_at(&format!("p/{of_round}"), visitor, false)
                .await?;
            let batch = self
                .own_by_receipt::<StanceEntry>(STANCES, &of_round, &roll, receipt)
                .await?
                .take_back(roll)?
                .require(PROPOSALS, slug.as_str(), Demand::Version(version));
            match self.store.commit(batch).await {
                Ok(()) => return Ok(proposal),
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// The stance that a receipt finds, in whichever round it was taken, with the round's number.
    pub async fn stance_by_receipt(
        &self,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<(Proposal, usize, Given), AppError> {
        let (_, proposal) = self.stored_proposal(slug).await?;
        for number in (1..=proposal.rounds.len()).rev() {
            if proposal.rounds[number - 1].state == State::Draft {
                continue;
            }
            let key = format!("{slug}/{number}/{}", receipt.hash());
            if let Some((_, entry)) = self.load::<StanceEntry>(STANCES, &key).await? {
                let given = Given {
                    stance: entry.stance,
                    reason: entry.reason,
                    resolved: entry.resolved,
                };
                return Ok((proposal, number, given));
            }
        }
        Err(Hindrance::NoSuchReceipt.into())
    }
}
