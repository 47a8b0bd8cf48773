//! Delphi panels: one questionnaire over several rounds, with what the group said in between.
//!
//! The roll keeps a single mark for a person, whatever rounds she answers: one mark a round would, laid beside
//! documents that tell their rounds, give away who stayed out of one when everybody else did not. So nobody is told
//! on the first page whether she has answered the present round; the receipt kept in her browser tells her.

mod figures;
mod files;
mod form;
mod record;

use std::sync::Arc;

pub use figures::{Detail, ItemFigures, PanelFigures, Reason, RoundFigures};
pub(crate) use files::PANEL_FILES;
pub use form::NewPanel;
pub use record::{
    MAX_REASON, Panel, PanelAnswer, PanelAnswers, PanelEntry, PanelItem, PanelRound, PanelScale,
    Phase, reason_field,
};

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{MEMBERS, PANEL_ENTRIES, PANELS, ROLL, RollEntry, State};
use crate::app::roll::RollLine;
use crate::app::secret::Secret;
use crate::app::surveys::Turnout;
use crate::app::visitors::Visitor;
use crate::consensus::delphi::After;
use crate::model::{Answer, Member, Privacy, Role, Slug};
use crate::store::{Batch, Demand, StoreError};
use crate::survey::{self, FieldError, Problem, RawAnswers, Register, Scope};

/// How often an answer is tried anew when somebody else wrote at the same moment.
const MAX_TRIES: usize = 5;

/// A panel as a visitor may see it.
#[derive(Clone, Debug)]
pub struct PanelView {
    /// The panel.
    pub panel: Panel,
    /// Is the visitor on the roll, and has she taken part in any round? Nothing when she is not on it.
    pub taken_part: Option<bool>,
}

/// What a participant has before her in an open round.
#[derive(Clone, Debug)]
pub struct PanelSheet {
    /// The panel, with its open round.
    pub panel: Panel,
    /// The number of the open round.
    pub round: u32,
    /// What came of the rounds before.
    pub figures: Arc<PanelFigures>,
    /// What she said before, if it is known which entry is hers.
    pub own: Option<PanelEntry>,
    /// Has she taken part without our knowing which entry is hers? Then she gives the code of her receipt.
    pub needs_receipt: bool,
}

/// An answer that was taken in.
#[derive(Clone, Debug)]
pub struct PanelReceipt {
    /// The panel.
    pub panel: Panel,
    /// The round it belongs to.
    pub round: u32,
    /// The code that finds it again.
    pub receipt: Secret,
    /// Did it change an earlier one of the same round?
    pub changed: bool,
}

/// What came of a panel so far.
#[derive(Clone, Debug)]
pub struct PanelResults {
    /// The panel.
    pub panel: Panel,
    /// The figures of its closed rounds.
    pub figures: Arc<PanelFigures>,
    /// How many are on the roll.
    pub on_roll: usize,
    /// May the ratings be handed out?
    pub shows_ratings: bool,
}

impl App {
    /// The panels a member may see, the newest first: drafts are for facilitators.
    pub async fn panels(&self, visitor: &Visitor) -> Result<Vec<PanelView>, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let mut all: Vec<Panel> = self
            .load_all(PANELS, "")
            .await?
            .into_iter()
            .map(|(_, _, panel)| panel)
            .collect();
        all.sort_by(|a, b| (b.created, &a.slug).cmp(&(a.created, &b.slug)));
        let mut views = Vec::new();
        for panel in all {
            if panel.state > State::Draft || member.role >= Role::Facilitator {
                views.push(self.panel_view(visitor, panel).await?);
            }
        }
        Ok(views)
    }

    /// One panel as the visitor may see it.
    pub async fn panel(&self, visitor: &Visitor, slug: &Slug) -> Result<PanelView, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let (_, panel) = self.stored_panel(slug).await?;
        if panel.state == State::Draft && member.role < Role::Facilitator {
            return Err(AppError::NotFound("panel"));
        }
        self.panel_view(visitor, panel).await
    }

    /// Makes a draft.
    pub async fn create_panel(
        &self,
        visitor: &Visitor,
        form: &NewPanel,
    ) -> Result<Panel, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let mut panel = form.read(self.now())?;
        panel.slug = self.free_slug(PANELS, &panel.title).await?;
        self.store
            .commit(Batch::new().insert(PANELS, panel.slug.as_str(), &panel))
            .await?;
        Ok(panel)
    }

    /// Throws a draft away.
    pub async fn delete_panel(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, _) = self.draft_panel(slug).await?;
        self.store
            .commit(Batch::new().delete(PANELS, slug.as_str(), version))
            .await?;
        Ok(())
    }

    /// Opens a draft and its first round: items, scale, rule, privacy and roll are fixed from here on.
    pub async fn open_panel(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut panel) = self.draft_panel(slug).await?;
        panel.state = State::Open;
        panel.rounds.push(PanelRound {
            items: panel.items.iter().map(|item| item.code.clone()).collect(),
            opened: self.now(),
            closed: None,
        });
        let mut batch = Batch::new().replace(PANELS, slug.as_str(), version, &panel);
        for (id, _, _) in self.load_all::<Member>(MEMBERS, "").await? {
            batch = batch.insert(ROLL, format!("d/{slug}/{id}"), &RollEntry::default());
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Closes the open round. The panel is over with it when the rule says so: everything is settled, or as many
    /// rounds as were declared have been held.
    pub async fn close_panel_round(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut panel) = self.stored_panel(slug).await?;
        asked_round(&panel)?;
        let now = self.now();
        if let Some(round) = panel.rounds.last_mut() {
            round.closed = Some(now);
        }
        let batch = Batch::new().replace(PANELS, slug.as_str(), version, &panel);
        self.store
            .commit(Self::to_forget(batch, panel.privacy))
            .await?;
        self.finish_chores_or_log().await;
        self.end_by_rule(panel, version + 1).await
    }

    /// Opens the next round, if there is one by the rule.
    pub async fn open_next_round(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut panel) = self.between_rounds(slug).await?;
        let figures = self.panel_figures(&panel).await?;
        match figures.after(&panel) {
            // The close was interrupted before the panel was ended; it is ended now.
            After::AllSettled | After::MostRounds => {
                self.end_by_rule(panel, version).await?;
                return Err(Hindrance::Closed.into());
            }
            After::Another => {}
        }
        panel.rounds.push(PanelRound {
            items: figures.next_items(&panel),
            opened: self.now(),
            closed: None,
        });
        self.store
            .commit(Batch::new().replace(PANELS, slug.as_str(), version, &panel))
            .await?;
        Ok(())
    }

    /// Ends a panel between two rounds although the rule would go on, for a reason that everybody can read.
    pub async fn end_panel(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        reason: &str,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut panel) = self.between_rounds(slug).await?;
        let mut check = Check::default();
        let reason = check.line("reason", "why the panel ends early", reason, 500);
        panel.ended_early = Some(check.done(reason)?);
        panel.state = State::Closed;
        self.store
            .commit(Batch::new().replace(PANELS, slug.as_str(), version, &panel))
            .await?;
        Ok(())
    }

    /// How many took part in the last round, while it is open or after.
    pub async fn panel_turnout(&self, visitor: &Visitor, slug: &Slug) -> Result<Turnout, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (_, panel) = self.stored_panel(slug).await?;
        let (_, on_roll) = self.taken_part(&format!("d/{slug}/")).await?;
        let round = panel.n_rounds();
        let entries = self.panel_entries(slug).await?;
        let takes_part = |entry: &&PanelEntry| entry.rounds.contains_key(&round);
        Ok(Turnout {
            taken_part: entries.iter().filter(takes_part).count(),
            on_roll,
        })
    }

    /// What a participant has before her in the open round; `receipt` is the one kept in her browser or typed.
    pub async fn panel_sheet(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: Option<&Secret>,
    ) -> Result<PanelSheet, AppError> {
        let panel = self.panel(visitor, slug).await?.panel;
        let round = asked_round(&panel)?;
        let roll = self.panel_line(visitor, slug).await?;
        let own = self.own_panel_entry(&panel, &roll, receipt).await?;
        Ok(PanelSheet {
            figures: self.panel_figures(&panel).await?,
            needs_receipt: own.is_none() && roll.entry.taken_part,
            panel,
            round,
            own,
        })
    }

    /// Reads the answers of a round from form fields, without taking them in.
    pub fn read_panel_answers(
        panel: &Panel,
        round: u32,
        raw: &RawAnswers,
    ) -> Result<PanelAnswers, AppError> {
        let definition = panel.as_definition(round)?;
        let parsed = survey::parse(&definition, raw, Scope::All, Register::Known(&[]));
        if !parsed.errors.is_empty() {
            return Err(AppError::Answers(parsed.errors));
        }
        let mut answers = PanelAnswers::new();
        for item in panel.items_of(round) {
            let rating = match parsed.answers.get(&item.code) {
                Some(Answer::Rating(point)) => Some(*point),
                _ => None,
            };
            let reason = match parsed.answers.get(reason_field(&item.code).as_str()) {
                Some(Answer::Text(reason)) => reason.clone(),
                _ => String::new(),
            };
            if rating.is_some() || !reason.is_empty() {
                answers.insert(item.code.clone(), PanelAnswer { rating, reason });
            }
        }
        match panel.items_of(round).next() {
            Some(first) if answers.values().all(|answer| answer.rating.is_none()) => {
                Err(AppError::Answers(vec![FieldError {
                    field: first.code.to_string(),
                    question: first.code.clone(),
                    problem: Problem::Required,
                }]))
            }
            Some(_) | None => Ok(answers),
        }
    }

    /// Takes in the answers of a round, durably, and marks the roll in the same batch. With the receipt of an earlier
    /// round they join what was said then; within a round they replace it.
    pub async fn answer_panel(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        raw: &RawAnswers,
        receipt: &Secret,
    ) -> Result<PanelReceipt, AppError> {
        let member = visitor.must_be(Role::Member)?;
        for _ in 0..MAX_TRIES {
            let (version, panel) = self.stored_panel(slug).await?;
            let round = asked_round(&panel)?;
            let answers = Self::read_panel_answers(&panel, round, raw)?;
            let roll = self.panel_line(visitor, slug).await?;
            let place = self
                .place::<PanelEntry>(PANEL_ENTRIES, slug.as_str(), panel.privacy, &roll, receipt)
                .await?;
            let earlier = place.replaced.as_ref().map(|(_, earlier)| earlier);
            let mut entry = PanelEntry {
                rounds: earlier
                    .map(|earlier| earlier.rounds.clone())
                    .unwrap_or_default(),
                organisation: match panel.privacy {
                    Privacy::Anonymous => None,
                    Privacy::Confidential | Privacy::Named => member.organisation,
                },
                member: (panel.privacy == Privacy::Named).then_some(member.id),
                proof: receipt.derived(&roll.name),
            };
            let changed = entry.rounds.insert(round, answers).is_some();
            let is_same = place.holds_the_same(&entry);
            let taken_in = |panel| PanelReceipt {
                panel,
                round,
                receipt: receipt.clone(),
                changed: changed && !is_same,
            };
            if is_same {
                // A form that was sent twice.
                return Ok(taken_in(panel));
            }
            let batch = place.write(&roll, panel.privacy, &entry).require(
                PANELS,
                slug.as_str(),
                Demand::Version(version),
            );
            match self.store.commit(batch).await {
                Ok(()) => return Ok(taken_in(panel)),
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// Takes back what the visitor said in the open round, by her receipt. What she said in rounds that are closed has
    /// been counted and stays; where there is none, the whole entry goes and she may take part anew.
    pub async fn withdraw_from_panel(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<Panel, AppError> {
        visitor.must_be(Role::Member)?;
        for _ in 0..MAX_TRIES {
            let (version, panel) = self.stored_panel(slug).await?;
            let round = asked_round(&panel)?;
            let roll = self.panel_line(visitor, slug).await?;
            let mut held = self
                .own_by_receipt::<PanelEntry>(PANEL_ENTRIES, slug.as_str(), &roll, receipt)
                .await?;
            if held.entry.rounds.remove(&round).is_none() {
                // A form that was sent twice.
                return Ok(panel);
            }
            let batch = if held.entry.rounds.is_empty() {
                held.take_back(roll)?
            } else {
                held.write()
            };
            let batch = batch.require(PANELS, slug.as_str(), Demand::Version(version));
            match self.store.commit(batch).await {
                Ok(()) => return Ok(panel),
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// The entry that a receipt finds.
    pub async fn panel_by_receipt(
        &self,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<(Panel, PanelEntry), AppError> {
        let (_, panel) = self.stored_panel(slug).await?;
        let key = format!("{slug}/{}", receipt.hash());
        let (_, entry) = self
            .load::<PanelEntry>(PANEL_ENTRIES, &key)
            .await?
            .ok_or(AppError::Hindered(Hindrance::NoSuchReceipt))?;
        Ok((panel, entry))
    }

    /// What came of the closed rounds of a panel, while it goes on or after.
    pub async fn panel_results(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<PanelResults, AppError> {
        let panel = self.panel(visitor, slug).await?.panel;
        match panel.phase() {
            Phase::Draft => return Err(Hindrance::NotOpenYet.into()),
            Phase::Asking(1) => return Err(Hindrance::StillOpen.into()),
            Phase::Asking(_) | Phase::Between(_) | Phase::Over => {}
        }
        let figures = self.panel_figures(&panel).await?;
        if !figures.may_be_shown() {
            return Err(Hindrance::TooFew.into());
        }
        let (_, on_roll) = self.taken_part(&format!("d/{slug}/")).await?;
        Ok(PanelResults {
            shows_ratings: !files::handed_out(&panel, &figures).is_empty(),
            panel,
            figures,
            on_roll,
        })
    }

    /// The visitor's own entry, where it is known which it is.
    async fn own_panel_entry(
        &self,
        panel: &Panel,
        roll: &RollLine,
        receipt: Option<&Secret>,
    ) -> Result<Option<PanelEntry>, AppError> {
        self.own_entry(
            PANEL_ENTRIES,
            panel.slug.as_str(),
            panel.privacy,
            roll,
            receipt,
        )
        .await
    }

    async fn end_by_rule(&self, mut panel: Panel, version: u64) -> Result<(), AppError> {
        match self.panel_figures(&panel).await?.after(&panel) {
            After::AllSettled | After::MostRounds => {}
            After::Another => return Ok(()),
        }
        panel.state = State::Closed;
        let batch = Batch::new().replace(PANELS, panel.slug.as_str(), version, &panel);
        self.store.commit(batch).await?;
        Ok(())
    }

    async fn panel_line(&self, visitor: &Visitor, slug: &Slug) -> Result<RollLine, AppError> {
        self.roll_line_at(&format!("d/{slug}"), visitor, false)
            .await
    }

    async fn stored_panel(&self, slug: &Slug) -> Result<(u64, Panel), AppError> {
        self.load(PANELS, slug.as_str())
            .await?
            .ok_or(AppError::NotFound("panel"))
    }

    async fn draft_panel(&self, slug: &Slug) -> Result<(u64, Panel), AppError> {
        let (version, panel) = self.stored_panel(slug).await?;
        if panel.state == State::Draft {
            Ok((version, panel))
        } else {
            Err(Hindrance::NotADraft.into())
        }
    }

    async fn between_rounds(&self, slug: &Slug) -> Result<(u64, Panel), AppError> {
        let (version, panel) = self.stored_panel(slug).await?;
        match panel.phase() {
            Phase::Between(_) => Ok((version, panel)),
            Phase::Draft => Err(Hindrance::NotOpenYet.into()),
            Phase::Asking(_) => Err(Hindrance::StillOpen.into()),
            Phase::Over => Err(Hindrance::Closed.into()),
        }
    }

    async fn panel_view(&self, visitor: &Visitor, panel: Panel) -> Result<PanelView, AppError> {
        let key = format!("d/{}/{}", panel.slug, visitor.on_roll());
        let entry = self.load::<RollEntry>(ROLL, &key).await?;
        Ok(PanelView {
            panel,
            taken_part: entry.map(|(_, entry)| entry.taken_part),
        })
    }
}

/// The number of the round that takes answers.
fn asked_round(panel: &Panel) -> Result<u32, AppError> {
    match panel.phase() {
        Phase::Asking(round) => Ok(round),
        Phase::Draft => Err(Hindrance::NotOpenYet.into()),
        Phase::Between(_) | Phase::Over => Err(Hindrance::Closed.into()),
    }
}
