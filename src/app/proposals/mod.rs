//! Proposals: one text up for consent, in as many rounds as its objections need, and the decisions they lead to.

mod decisions;
mod drafts;
mod records;
mod results;
mod rules;
mod stances;

pub use decisions::{DecisionView, ReviewForm};
pub use drafts::ProposalForm;
pub use records::{
    Counted, Decision, DecisionState, Objection, Proposal, ProposalRound, Resolutions, Resolved,
    Review, ReviewOutcome, StanceEntry,
};
pub use results::{PastRound, ProposalHistory, Said};
pub use rules::{CoalitionRules, CoalitionRulesForm, RuleForm};
pub use stances::{Given, StanceForm, StanceProblem, StanceReceipt};

use crate::app::App;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{DECISIONS, MEMBERS, PROPOSALS, ROLL, RollEntry, STANCES, State};
use crate::app::secret::fresh_ulid;
use crate::app::surveys::{Turnout, open_for_answers};
use crate::app::visitors::Visitor;
use crate::consensus::consent::StanceScale;
use crate::goals::Cadence;
use crate::model::{Day, DecisionId, Member, Privacy, Role, Slug};
use crate::store::{Batch, StoreError};

/// How often a write is tried anew when somebody else wrote at the same moment.
const MAX_TRIES: usize = 5;
/// The most rounds of one proposal.
const MAX_ROUNDS: usize = 50;

/// A proposal as a visitor may see it.
#[derive(Clone, Debug)]
pub struct ProposalView {
    /// The proposal; without the round that is being drafted, for members.
    pub proposal: Proposal,
    /// Is the visitor on the roll of the latest round, and has she taken part? Nothing when she is not on it.
    pub taken_part: Option<bool>,
}

impl ProposalView {
    /// The latest round the visitor may see, with its number from 1.
    pub fn latest(&self) -> (usize, &ProposalRound) {
        self.proposal.latest()
    }
}

impl App {
    /// The proposals a member may see, the newest first: drafts are for facilitators.
    pub async fn proposals(&self, visitor: &Visitor) -> Result<Vec<ProposalView>, AppError> {
        visitor.must_be(Role::Member)?;
        let mut all: Vec<Proposal> = self
            .load_all(PROPOSALS, "")
            .await?
            .into_iter()
            .map(|(_, _, proposal)| proposal)
            .collect();
        all.sort_by(|a, b| (b.created, &a.slug).cmp(&(a.created, &b.slug)));
        let mut views = Vec::new();
        for proposal in all {
            views.extend(self.proposal_view(visitor, proposal).await?);
        }
        Ok(views)
    }

    /// One proposal as the visitor may see it.
    pub async fn proposal(&self, visitor: &Visitor, slug: &Slug) -> Result<ProposalView, AppError> {
        visitor.must_be(Role::Member)?;
        let (_, proposal) = self.stored_proposal(slug).await?;
        self.proposal_view(visitor, proposal)
            .await?
            .ok_or(AppError::NotFound("proposal"))
    }

    /// How many have taken part in the latest round.
    pub async fn proposal_turnout(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<Turnout, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (_, proposal) = self.stored_proposal(slug).await?;
        self.turnout_of_round(slug, proposal.rounds.len()).await
    }

    /// Opens the drafted round: text, rule, privacy and roll are fixed from here on.
    pub async fn open_proposal(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut proposal) = self.drafted(slug).await?;
        let floor = match proposal.privacy {
            Privacy::Named => 0,
            Privacy::Anonymous | Privacy::Confidential => u64::from(self.k().await?),
        };
        let now = self.now();
        let number = proposal.rounds.len();
        let round = proposal.latest_mut()?;
        round.state = State::Open;
        round.opened = Some(now);
        round.rule.at_least = floor;
        let mut batch = Batch::new().replace(PROPOSALS, slug.as_str(), version, &proposal);
        for (id, _, _) in self.load_all::<Member>(MEMBERS, "").await? {
            batch = batch.insert(
                ROLL,
                format!("p/{slug}/{number}/{id}"),
                &RollEntry::default(),
            );
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Closes the open round and counts it. Where it has passed, the decision is recorded, to be looked at again on
    /// the day of review.
    pub async fn close_proposal(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        review_on: &str,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let today = self.now().day();
        for _ in 0..MAX_TRIES {
            let (version, mut proposal) = self.stored_proposal(slug).await?;
            let privacy = proposal.privacy;
            let round = proposal.latest_mut()?;
            open_for_answers(round.state)?;
            let Some(review_on) = Day::parse(review_on.trim()).filter(|day| *day > today) else {
                return Err(AppError::invalid(
                    "review_on",
                    format!("write a day after {today} as YYYY-MM-DD"),
                ));
            };
            // The state is changed first, so that no stance can come in between the count and the close.
            round.state = State::Closed;
            round.closed = Some(self.now());
            round.review_on = Some(review_on);
            let batch = Batch::new().replace(PROPOSALS, slug.as_str(), version, &proposal);
            match self.store.commit(Self::to_forget(batch, privacy)).await {
                Ok(()) => {
                    self.count_proposal(proposal, version + 1).await?;
                    self.finish_chores_or_log().await;
                    return Ok(());
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// Begins another round of a closed proposal, as a draft with the text it had.
    pub async fn amend_proposal(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, proposal) = self.counted_proposal(slug).await?;
        let batch = Self::amended(Batch::new(), proposal, version)?;
        self.store.commit(batch).await?;
        Ok(())
    }

    /// The batch with another round of the proposal, unless it is being drafted already.
    fn amended(batch: Batch, mut proposal: Proposal, version: u64) -> Result<Batch, AppError> {
        let (_, latest) = proposal.latest();
        match latest.state {
            State::Draft => return Ok(batch),
            State::Open => return Err(Hindrance::StillOpen.into()),
            State::Closed => {}
        }
        if proposal.rounds.len() >= MAX_ROUNDS {
            return Err(AppError::invalid(
                "text",
                format!("there have been {MAX_ROUNDS} rounds of this; make a new proposal"),
            ));
        }
        let next = latest.next();
        proposal.rounds.push(next);
        Ok(batch.replace(PROPOSALS, proposal.slug.as_str(), version, &proposal))
    }

    /// Counts a closed round; a decision is recorded in the same batch, and takes the place of the one before it.
    pub(super) async fn count_proposal(
        &self,
        mut proposal: Proposal,
        version: u64,
    ) -> Result<(), AppError> {
        let slug = proposal.slug.clone();
        let number = proposal.rounds.len();
        let turnout = self.turnout_of_round(&slug, number).await?;
        let entries = self.stances(&slug, number).await?;
        let mut counted = self.counted(&proposal, &entries, turnout).await?;
        let mut batch = Batch::new();
        if counted.verdict.has_passed() {
            let id = DecisionId(fresh_ulid(self.now()));
            for (key, version, mut earlier) in self.load_all::<Decision>(DECISIONS, "").await? {
                if earlier.proposal == slug && earlier.state == DecisionState::InForce {
                    earlier.state = DecisionState::Replaced { by: id };
                    batch = batch.replace(DECISIONS, key, version, &earlier);
                }
            }
            let said = self.said(&proposal, number, &entries).await?;
            let decision = self.decision_of(&proposal, &counted, said, turnout);
            batch = batch.insert(DECISIONS, id.to_string(), &decision);
            counted.decision = Some(id);
        }
        proposal.latest_mut()?.counted = Some(counted);
        self.store
            .commit(batch.replace(PROPOSALS, slug.as_str(), version, &proposal))
            .await?;
        Ok(())
    }

    pub(super) async fn turnout_of_round(
        &self,
        slug: &Slug,
        number: usize,
    ) -> Result<Turnout, AppError> {
        let (taken_part, on_roll) = self.taken_part(&format!("p/{slug}/{number}/")).await?;
        Ok(Turnout {
            taken_part,
            on_roll,
        })
    }

    /// Every stance of a round, in the order of their random keys.
    pub(super) async fn stances(
        &self,
        slug: &Slug,
        number: usize,
    ) -> Result<Vec<StanceEntry>, AppError> {
        let all = self.load_all(STANCES, &format!("{slug}/{number}/")).await?;
        Ok(all.into_iter().map(|(_, _, entry)| entry).collect())
    }

    pub(crate) async fn stored_proposal(&self, slug: &Slug) -> Result<(u64, Proposal), AppError> {
        self.load(PROPOSALS, slug.as_str())
            .await?
            .ok_or(AppError::NotFound("proposal"))
    }

    /// The proposal with its last closed round counted: where a close was interrupted between its two batches, the
    /// count is simply done now.
    pub(super) async fn counted_proposal(&self, slug: &Slug) -> Result<(u64, Proposal), AppError> {
        let (version, proposal) = self.stored_proposal(slug).await?;
        let (_, latest) = proposal.latest();
        if latest.state != State::Closed || latest.counted.is_some() {
            return Ok((version, proposal));
        }
        self.count_proposal(proposal, version).await?;
        self.stored_proposal(slug).await
    }

    /// The proposal whose latest round is a draft.
    pub(super) async fn drafted(&self, slug: &Slug) -> Result<(u64, Proposal), AppError> {
        let (version, proposal) = self.stored_proposal(slug).await?;
        match proposal.latest().1.state {
            State::Draft => Ok((version, proposal)),
            State::Open | State::Closed => Err(Hindrance::NotADraft.into()),
        }
    }

    /// The proposal as the visitor may see it; nothing where it is only a draft and she runs none.
    async fn proposal_view(
        &self,
        visitor: &Visitor,
        mut proposal: Proposal,
    ) -> Result<Option<ProposalView>, AppError> {
        let drafts = visitor.is(Role::Facilitator);
        proposal
            .rounds
            .retain(|round| drafts || round.state != State::Draft);
        if proposal.rounds.is_empty() {
            return Ok(None);
        }
        let number = proposal.rounds.len();
        let key = format!("p/{}/{number}/{}", proposal.slug, visitor.on_roll());
        let taken_part = self
            .load::<RollEntry>(ROLL, &key)
            .await?
            .map(|(_, entry)| entry.taken_part);
        Ok(Some(ProposalView {
            proposal,
            taken_part,
        }))
    }
}

/// The day a decision made today is usually looked at again: six months on.
pub fn usual_review(today: Day) -> Day {
    Cadence::HalfYearly.after(today)
}

/// The option that every systemic consensing holds: the first one.
pub const ZERO_OPTION: &str = "Leave it as it is";

/// Does the scale rate options?
pub(super) fn rates_options(scale: StanceScale) -> bool {
    scale == StanceScale::Systemic
}
