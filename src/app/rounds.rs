//! Rounds: from options to ballots to an outcome.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::App;
use crate::app::boards::BoardResults;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::paper::{BALLOT_QUESTION, Paper, counts_rankings};
use crate::app::records::{
    BALLOTS, Ballot, BallotsCounted, MEMBERS, ROLL, ROUNDS, RollEntry, Round, State,
};
use crate::app::round_options::RoundSource;
use crate::app::round_report::RoundReport;
use crate::app::round_rules::{Voices, check_complete, check_size, sensible};
use crate::app::secret::Secret;
use crate::app::surveys::{Turnout, open_for_answers};
use crate::app::visitors::Visitor;
use crate::app::voices::weights;
use crate::model::definition::Choice;
use crate::model::{
    Coalition, Code, Definition, Kind, Lang, Member, Privacy, Question, Role, Slug, Text,
};
use crate::store::{Batch, Demand, StoreError};
use crate::survey::RawAnswers;
use crate::tally::{self, Method, Outcome, Profile, ProfileBuilder, TallyError, Weight};

/// How often a ballot is tried anew when somebody else wrote at the same moment.
const MAX_TRIES: usize = 5;
/// The ballots of an anonymous or confidential round are handed out from this many times `k` on.
pub const BALLOTS_FLOOR: usize = 4;

/// What the form for a new round asks.
#[derive(Clone, Debug, Default)]
pub struct NewRound {
    /// Its heading.
    pub title: String,
    /// What is being decided.
    pub question: String,
    /// The method's name.
    pub method: String,
    /// The privacy mode's name.
    pub privacy: String,
    /// Where the options come from.
    pub source: RoundSource,
}

/// A round as a visitor may see it.
#[derive(Clone, Debug)]
pub struct RoundView {
    /// The round.
    pub round: Round,
    /// Is the visitor on the roll, and has she taken part? Nothing when she is not on it.
    pub taken_part: Option<bool>,
    /// Is there an outcome that may be shown?
    pub has_outcome: bool,
    /// Why a closed round shows none.
    pub hindered: Option<Hindrance>,
    /// What the board says that the options came from.
    pub board: Option<Arc<BoardResults>>,
}

/// A ballot that was taken in.
#[derive(Clone, Debug)]
pub struct BallotReceipt {
    /// The code that finds it again.
    pub receipt: Secret,
    /// Did it change an earlier one?
    pub changed: bool,
}

/// What came of a closed round.
#[derive(Clone, Debug)]
pub struct RoundResults {
    /// The round, with its outcome.
    pub round: Round,
    /// What the board says that the options came from.
    pub board: Option<Arc<BoardResults>>,
    /// What was worked out about the outcome.
    pub report: RoundReport,
    /// How many were on the roll and took part; nothing when picks of a survey were counted.
    pub turnout: Option<Turnout>,
    /// May the ballots be handed out?
    pub shows_ballots: bool,
}

impl Round {
    /// The ballot as a question: ranking selects and their errors work as in a survey.
    pub fn as_definition(&self) -> Result<Definition, AppError> {
        let code =
            |text: &str| Code::parse(text).map_err(|error| AppError::Unfit(error.to_string()));
        let choices = self
            .options
            .iter()
            .map(|option| Choice {
                code: option.code.clone(),
                label: option.label.clone(),
                exclusive: false,
                value: None,
            })
            .collect();
        let question = Question {
            code: code(BALLOT_QUESTION)?,
            text: Text::plain(self.heading()),
            hint: None,
            required: true,
            background: false,
            show_when: None,
            reads: None,
            kind: Kind::Ranking {
                choices,
                places: None,
                random_order: true,
            },
        };
        Ok(Definition::one_page(
            code("round")?,
            &self.title,
            vec![question],
        ))
    }

    /// What is being decided: the question, or the title where there is none.
    pub fn heading(&self) -> &str {
        if self.question.is_empty() {
            &self.title
        } else {
            &self.question
        }
    }

    /// The words of the option of that code.
    pub fn label<'a>(&'a self, code: &'a str, lang: &Lang) -> &'a str {
        self.options
            .iter()
            .find(|option| option.code.as_str() == code)
            .map_or(code, |option| option.label.get(lang))
    }

    /// Every option's words by its code.
    pub fn labels(&self, lang: &Lang) -> BTreeMap<String, String> {
        self.options
            .iter()
            .map(|option| (option.code.to_string(), option.label.get(lang).to_owned()))
            .collect()
    }
}

impl App {
    /// The rounds a member may see, the newest first: drafts are for facilitators.
    pub async fn rounds(&self, visitor: &Visitor) -> Result<Vec<RoundView>, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let mut views = Vec::new();
        for round in self.all_rounds().await? {
            if round.state > State::Draft || member.role >= Role::Facilitator {
                views.push(self.round_view(visitor, round).await?);
            }
        }
        Ok(views)
    }

    /// Every round, the newest first.
    pub(crate) async fn all_rounds(&self) -> Result<Vec<Round>, AppError> {
        let mut all: Vec<Round> = self
            .load_all(ROUNDS, "")
            .await?
            .into_iter()
            .map(|(_, _, round)| round)
            .collect();
        all.sort_by(|a, b| (b.created, &a.slug).cmp(&(a.created, &b.slug)));
        Ok(all)
    }

    /// One round as the visitor may see it.
    pub async fn round(&self, visitor: &Visitor, slug: &Slug) -> Result<RoundView, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let (_, round) = self.stored_round(slug).await?;
        if round.state == State::Draft && member.role < Role::Facilitator {
            return Err(AppError::NotFound("round"));
        }
        self.round_view(visitor, round).await
    }

    /// Makes a round: a draft to be opened, or one that is counted at once from a survey's picks.
    pub async fn create_round(
        &self,
        visitor: &Visitor,
        form: &NewRound,
    ) -> Result<Round, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let mut check = Check::default();
        let made = self.options_of(&mut check, visitor, &form.source).await?;
        let title = check.line("title", "a title", &form.title, 120);
        let question = check.paragraph("question", &form.question, 1_000);
        let method = check.one_of("method", &form.method, &Method::ALL, Method::name);
        let privacy = check.one_of("privacy", &form.privacy, &Privacy::ALL, Privacy::name);
        if let (Some(method), Some(made)) = (method, &made) {
            check_size(&mut check, "method", method, made.options.len());
            if made.ballots.is_some() && !counts_rankings(method) {
                check.fault(
                    "method",
                    format!("the picks are rankings, and `{method}` does not count them; choose a method that does"),
                );
            }
        }
        check.done(())?;
        let (Some(method), Some(privacy), Some(made)) = (method, privacy, made) else {
            return Err(AppError::Unfit("a checked form lost a field".to_owned()));
        };
        let rules = sensible(method, made.options.len(), Secret::receipt().reveal());
        let mut round = Round {
            slug: self.free_slug(ROUNDS, &title).await?,
            title,
            question,
            options: made.options,
            rules,
            voices: Voices::Member,
            privacy,
            state: State::Draft,
            created: self.now(),
            opened: None,
            closed: None,
            from_survey: made.survey,
            from_board: match &form.source {
                RoundSource::CommonGround { board, .. } => Some(board.clone()),
                RoundSource::Typed(_)
                | RoundSource::TopNeeds { .. }
                | RoundSource::Picks { .. } => None,
            },
            picks_of: made.picks_of,
            outcome: None,
            counted: None,
        };
        let mut batch = Batch::new();
        if let Some(ballots) = made.ballots {
            round.counted = Some(self.ballots_counted(&ballots).await?);
            round.outcome = Some(count(&round, &ballots)?);
            round.state = State::Closed;
            round.opened = Some(round.created);
            round.closed = Some(round.created);
            for ballot in &ballots {
                batch = batch.insert(
                    BALLOTS,
                    format!("{}/{}", round.slug, Secret::receipt().hash()),
                    ballot,
                );
            }
        }
        self.store
            .commit(batch.insert(ROUNDS, round.slug.as_str(), &round))
            .await?;
        Ok(round)
    }

    /// Throws a draft away.
    pub async fn delete_round(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, _) = self.draft_round(slug).await?;
        self.store
            .commit(Batch::new().delete(ROUNDS, slug.as_str(), version))
            .await?;
        Ok(())
    }

    /// Opens a draft: options, rules, privacy and roll are fixed from here on.
    pub async fn open_round(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut round) = self.draft_round(slug).await?;
        let mut check = Check::default();
        check_complete(&mut check, &round);
        check.done(())?;
        round.state = State::Open;
        round.opened = Some(self.now());
        let mut batch = Batch::new().replace(ROUNDS, slug.as_str(), version, &round);
        for (id, _, _) in self.load_all::<Member>(MEMBERS, "").await? {
            batch = batch.insert(ROLL, format!("r/{slug}/{id}"), &RollEntry::default());
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Closes an open round and counts it in the same batch.
    pub async fn close_round(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        for _ in 0..MAX_TRIES {
            let (version, mut round) = self.stored_round(slug).await?;
            open_for_answers(round.state)?;
            // The state is changed first, so that no ballot can come in between the count and the close.
            round.state = State::Closed;
            round.closed = Some(self.now());
            let batch = Batch::new().replace(ROUNDS, slug.as_str(), version, &round);
            match self
                .store
                .commit(Self::to_forget(batch, round.privacy))
                .await
            {
                Ok(()) => {
                    self.count_closed(round, version + 1).await?;
                    self.write_report_or_log(slug).await;
                    self.finish_chores_or_log().await;
                    return Ok(());
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// How many have cast a ballot.
    pub async fn round_turnout(&self, visitor: &Visitor, slug: &Slug) -> Result<Turnout, AppError> {
        visitor.must_be(Role::Facilitator)?;
        self.turnout_of(slug).await
    }

    /// Casts a ballot, durably, and marks the roll in the same batch; with the receipt of an
    /// earlier ballot, that one is changed.
    pub async fn cast(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        raw: &RawAnswers,
        receipt: &Secret,
    ) -> Result<BallotReceipt, AppError> {
        let member = visitor.must_be(Role::Member)?;
        for _ in 0..MAX_TRIES {
            let (round_version, round) = self.stored_round(slug).await?;
            open_for_answers(round.state)?;
            let ballot = Ballot {
                paper: round.read_paper(raw)?,
                member: (round.privacy == Privacy::Named).then_some(member.id),
                organisation: member
                    .organisation
                    .filter(|_| round.privacy != Privacy::Anonymous),
                proof: receipt.derived(&visitor.on_roll()),
            };
            let roll = self
                .roll_line_at(&format!("r/{slug}"), visitor, false)
                .await?;
            let place = self
                .place::<Ballot>(BALLOTS, slug.as_str(), round.privacy, &roll, receipt)
                .await?;
            let changed = place.replaced.is_some();
            if place.holds_the_same(&ballot) {
                // A ballot that was sent twice.
                return Ok(BallotReceipt {
                    receipt: receipt.clone(),
                    changed: false,
                });
            }
            let batch = place.write(&roll, round.privacy, &ballot).require(
                ROUNDS,
                slug.as_str(),
                Demand::Version(round_version),
            );
            match self.store.commit(batch).await {
                Ok(()) => {
                    return Ok(BallotReceipt {
                        receipt: receipt.clone(),
                        changed,
                    });
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// Is this the receipt of a ballot that the visitor has cast herself, and may still change?
    pub async fn has_cast(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<bool, AppError> {
        let roll = self
            .roll_line_at(&format!("r/{slug}"), visitor, false)
            .await?;
        let own = self.own_by_receipt::<Ballot>(BALLOTS, slug.as_str(), &roll, receipt);
        match own.await {
            Ok(_) => Ok(true),
            Err(AppError::Hindered(Hindrance::NoSuchReceipt)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The ballot that a receipt finds.
    pub async fn ballot_by_receipt(
        &self,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<(Round, Paper), AppError> {
        let (_, round) = self.stored_round(slug).await?;
        let (_, ballot) = self
            .load::<Ballot>(BALLOTS, &format!("{slug}/{}", receipt.hash()))
            .await?
            .ok_or(AppError::Hindered(Hindrance::NoSuchReceipt))?;
        Ok((round, ballot.paper))
    }

    /// What came of a closed round.
    pub async fn round_results(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<RoundResults, AppError> {
        visitor.must_be(Role::Member)?;
        let round = self.round(visitor, slug).await?.round;
        match round.state {
            State::Draft => return Err(Hindrance::NotOpenYet.into()),
            State::Open => return Err(Hindrance::StillOpen.into()),
            State::Closed => {}
        }
        if round.outcome.is_none() && round.counted.is_none() {
            // The close was interrupted between its two batches: the count is simply done now.
            let (version, round) = self.stored_round(slug).await?;
            self.count_closed(round, version).await?;
        }
        let (_, round) = self.stored_round(slug).await?;
        let n_ballots = self.ballots(slug).await?.len();
        let k = usize::try_from(self.k().await?).unwrap_or(usize::MAX);
        if round.outcome.is_none() || n_ballots < k {
            return Err(no_outcome(&round, k as u64).into());
        }
        // A whole ranking is nearly a signature, so ballots are shown in a crowd only.
        let shows_ballots = round.privacy == Privacy::Named
            || round.picks_of.is_some()
            || n_ballots >= k.saturating_mul(BALLOTS_FLOOR);
        let turnout = match round.picks_of {
            Some(_) => None,
            None => Some(self.turnout_of(slug).await?),
        };
        Ok(RoundResults {
            board: self.board_behind(visitor, &round).await?,
            report: self.round_report(&round).await?,
            round,
            turnout,
            shows_ballots,
        })
    }

    /// Every ballot, in the order of their random keys.
    pub(crate) async fn ballots(&self, slug: &Slug) -> Result<Vec<Ballot>, AppError> {
        let all = self.load_all(BALLOTS, &format!("{slug}/")).await?;
        Ok(all.into_iter().map(|(_, _, ballot)| ballot).collect())
    }

    /// Counts a closed round; one whose ballots say nothing has no outcome.
    async fn count_closed(&self, mut round: Round, version: u64) -> Result<(), AppError> {
        let ballots = self.ballots(&round.slug).await?;
        round.counted = Some(self.ballots_counted(&ballots).await?);
        match count(&round, &ballots) {
            Ok(outcome) => round.outcome = Some(outcome),
            Err(AppError::Hindered(Hindrance::TooFew)) => {}
            Err(error) => return Err(error),
        }
        let batch = Batch::new().replace(ROUNDS, round.slug.as_str(), version, &round);
        self.store.commit(batch).await?;
        Ok(())
    }

    async fn ballots_counted(&self, ballots: &[Ballot]) -> Result<BallotsCounted, AppError> {
        Ok(BallotsCounted {
            ballots: ballots.len() as u64,
            k: self.k().await?,
        })
    }

    async fn turnout_of(&self, slug: &Slug) -> Result<Turnout, AppError> {
        let (taken_part, on_roll) = self.taken_part(&format!("r/{slug}/")).await?;
        Ok(Turnout {
            taken_part,
            on_roll,
        })
    }

    pub(crate) async fn stored_round(&self, slug: &Slug) -> Result<(u64, Round), AppError> {
        self.load(ROUNDS, slug.as_str())
            .await?
            .ok_or(AppError::NotFound("round"))
    }

    pub(crate) async fn draft_round(&self, slug: &Slug) -> Result<(u64, Round), AppError> {
        let (version, round) = self.stored_round(slug).await?;
        if round.state == State::Draft {
            Ok((version, round))
        } else {
            Err(Hindrance::NotADraft.into())
        }
    }

    async fn round_view(&self, visitor: &Visitor, round: Round) -> Result<RoundView, AppError> {
        let key = format!("r/{}/{}", round.slug, visitor.on_roll());
        let taken_part = self
            .load::<RollEntry>(ROLL, &key)
            .await?
            .map(|(_, entry)| entry.taken_part);
        let k = u64::from(self.k().await?);
        let has_outcome = n_ballots(&round).is_some_and(|n_ballots| n_ballots >= k);
        let board = self.board_behind(visitor, &round).await?;
        let is_over = round.state == State::Closed && round.counted.is_some();
        Ok(RoundView {
            hindered: (is_over && !has_outcome).then(|| no_outcome(&round, k)),
            round,
            taken_part,
            has_outcome,
            board,
        })
    }
}

/// Why a counted round shows no outcome.
fn no_outcome(round: &Round, k: u64) -> Hindrance {
    match round.counted {
        Some(counted) if counted.ballots >= k && round.outcome.is_none() => {
            Hindrance::NobodySupports(counted.ballots)
        }
        Some(_) | None => Hindrance::TooFew,
    }
}

/// How many ballots the outcome is of, if there is one.
fn n_ballots(round: &Round) -> Option<u64> {
    let outcome = round.outcome.as_ref()?;
    let counted = round.counted.map(|counted| counted.ballots);
    counted.or_else(|| outcome.ballots.cast.as_str().parse().ok())
}

/// The ballots of a round as they count, equal ones together.
pub(crate) fn profile(round: &Round, ballots: &[Ballot]) -> Result<Profile, AppError> {
    let k = round
        .counted
        .map_or(Coalition::DEFAULT_K, |counted| counted.k);
    let k = usize::try_from(k).unwrap_or(usize::MAX);
    weighted(round, ballots, &weights(round, ballots, k))
}

/// The same with a weight for each ballot.
pub(crate) fn weighted(
    round: &Round,
    ballots: &[Ballot],
    weights: &[Weight],
) -> Result<Profile, AppError> {
    let unfit = |error: tally::ProfileError| AppError::Unfit(error.to_string());
    let index = index(round);
    let mut all = ProfileBuilder::new(candidates(round)).map_err(unfit)?;
    for (ballot, weight) in ballots.iter().zip(weights) {
        all.add(1, weight, &ballot.paper.form(&index))
            .map_err(unfit)?;
    }
    let all = all.finish();
    if weights.iter().all(|weight| *weight == Weight::ONE) {
        return Ok(all);
    }
    // BallotsCounted as it is handed out, equal ballots with the sum of their weights, so that who counts the
    // file again comes to the same to the last digit.
    let mut summed = ProfileBuilder::new(candidates(round)).map_err(unfit)?;
    for (sum, form) in all.ballots() {
        let weight = Weight::parse(sum.as_str())
            .ok_or_else(|| AppError::Unfit(format!("a ballot that weighs {sum}")))?;
        summed.add(1, weight, &form).map_err(unfit)?;
    }
    Ok(summed.finish())
}

/// The options as a count names them.
pub(crate) fn candidates(round: &Round) -> Vec<String> {
    let options = round.options.iter();
    options.map(|option| option.code.to_string()).collect()
}

/// The place of each option.
pub(crate) fn index(round: &Round) -> BTreeMap<&str, usize> {
    let options = round.options.iter().zip(0..);
    options
        .map(|(option, at)| (option.code.as_str(), at))
        .collect()
}

fn count(round: &Round, ballots: &[Ballot]) -> Result<Outcome, AppError> {
    tally::count(&profile(round, ballots)?, &round.rules).map_err(|error| match error {
        TallyError::NoBallots => Hindrance::TooFew.into(),
        other => AppError::Unfit(other.to_string()),
    })
}
