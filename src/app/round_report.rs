//! What is worked out about an outcome once, at the close: the same ballots under every other method,
//! how firm the outcome is, and by how much it was won.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::error::AppError;
use crate::app::records::{Ballot, ROUND_REPORTS, Round};
use crate::app::rounds;
use crate::model::Slug;
use crate::store::{Batch, StoreError};
use crate::tally::{self, Amount, Comparison, Firmness, Margin};

/// What stands beside an outcome. None of it tells what any one ballot says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RoundReport {
    /// The same ballots under every method that can count them.
    pub comparison: Option<Comparison>,
    /// How often the outcome comes out again when ballots are drawn anew.
    pub firmness: Option<Firmness>,
    /// How many ballots would have to change for others to win.
    pub margin: Option<MarginShown>,
}

/// A margin without the ballots that show it: a whole ballot can give a person away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarginShown {
    /// Is the margin known, `at_least` and `at_most` being the same?
    pub exact: bool,
    /// Fewer changed ballots than this leave the winners as they are.
    pub at_least: Amount,
    /// So many changed ballots are enough; none when no change can do it.
    pub at_most: Option<Amount>,
    /// Who would win then.
    pub instead: Vec<String>,
}

impl From<Margin> for MarginShown {
    fn from(margin: Margin) -> Self {
        Self {
            exact: margin.exact,
            at_least: margin.at_least,
            at_most: margin.at_most,
            instead: margin
                .witness
                .map_or_else(Vec::new, |witness| witness.winners),
        }
    }
}

impl RoundReport {
    /// Works it out; what cannot be worked out is left out.
    fn of(round: &Round, ballots: &[Ballot]) -> Result<Self, AppError> {
        let profile = rounds::profile(round, ballots)?;
        let seed = round.rules.tie_break.seed.as_deref();
        let seed = seed.unwrap_or(round.slug.as_str());
        Ok(Self {
            comparison: tally::compare(&profile, &round.rules).ok(),
            firmness: tally::firmness(&profile, &round.rules, None, seed).ok(),
            margin: tally::margin(&profile, &round.rules)
                .ok()
                .map(MarginShown::from),
        })
    }
}

impl App {
    /// The report of a counted round, worked out now if it has not been yet.
    pub(crate) async fn round_report(&self, round: &Round) -> Result<RoundReport, AppError> {
        let slug = round.slug.as_str();
        if let Some((_, report)) = self.load(ROUND_REPORTS, slug).await? {
            return Ok(report);
        }
        self.write_report(round).await
    }

    /// Works out the report of a counted round and keeps it.
    pub(crate) async fn write_report(&self, round: &Round) -> Result<RoundReport, AppError> {
        let ballots = self.ballots(&round.slug).await?;
        let asked = round.clone();
        // A second's work would hold up everybody else's pages.
        let worked_out = tokio::task::spawn_blocking(move || RoundReport::of(&asked, &ballots));
        let report = worked_out
            .await
            .map_err(|error| AppError::Unfit(error.to_string()))??;
        let batch = Batch::new().insert(ROUND_REPORTS, round.slug.as_str(), &report);
        match self.store.commit(batch).await {
            // Somebody else has worked it out meanwhile, and found the same.
            Ok(()) | Err(StoreError::Conflict { .. }) => Ok(report),
            Err(error) => Err(error.into()),
        }
    }

    /// Like [`App::write_report`], for a close that has succeeded all the same.
    pub(crate) async fn write_report_or_log(&self, slug: &Slug) {
        let written = match self.stored_round(slug).await {
            Ok((_, round)) if round.outcome.is_some() => {
                self.write_report(&round).await.map(|_| ())
            }
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = written {
            tracing::error!(round.slug = %slug, "the report on `{slug}` will be worked out when it is asked for: {error}");
        }
    }
}
