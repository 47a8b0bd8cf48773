//! What is worked out about an outcome once, at the close: the same ballots under every other method,
//! how firm the outcome is, and by how much it was won.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::error::AppError;
use crate::app::records::{Ballot, ROUND_REPORTS, Round};
use crate::app::round_rules::Voices;
use crate::app::rounds;
use crate::app::voices::{Unattached, Voice, voices};
use crate::model::{OrganisationId, Privacy, Slug};
use crate::store::{Batch, StoreError};
use crate::tally::{
    self, Amount, ByOrganisation, Comparison, Firmness, Margin, OrganisationsBuilder, Otherwise,
    Outcome, Weight, count_by_organisation,
};

/// What stands beside an outcome. None of it tells what any one ballot says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RoundReport {
    /// The same ballots under every method that can count them.
    pub comparison: Option<Comparison>,
    /// How often the outcome comes out again when ballots are drawn anew.
    pub firmness: Option<Firmness>,
    /// How many ballots would have to change for others to win.
    pub margin: Option<MarginShown>,
    /// What other picks in the ties would have led to.
    #[serde(default)]
    pub otherwise: Vec<Otherwise>,
    /// The count by organisation, in rounds that know the organisations.
    #[serde(default)]
    pub organisations: Option<ByOrganisation>,
    /// What the members would have decided with a voice each, in rounds in which organisations have one.
    #[serde(default)]
    pub members: Option<Outcome>,
}

/// The name under which small organisations, and few who belong to none, are counted together.
pub const TOGETHER: &str = "*";

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
    fn of(
        round: &Round,
        outcome: &Outcome,
        ballots: &[Ballot],
        names: &BTreeMap<OrganisationId, String>,
    ) -> Result<Self, AppError> {
        let (profile, rules) = (rounds::profile(round, ballots)?, &round.rules);
        let by_members = round.voices == Voices::Member;
        let members = if by_members {
            outcome.clone()
        } else {
            let equal = vec![Weight::ONE; ballots.len()];
            let profile = rounds::weighted(round, ballots, &equal)?;
            tally::count(&profile, rules).map_err(|error| AppError::Unfit(error.to_string()))?
        };
        let mut report = Self {
            comparison: tally::compare(&profile, rules).ok(),
            otherwise: tally::otherwise(&profile, rules, outcome).unwrap_or_default(),
            organisations: by_organisation(round, &members, ballots, names)?,
            ..Self::default()
        };
        if by_members {
            let seed = rules.tie_break.seed.as_deref();
            let seed = seed.unwrap_or(round.slug.as_str());
            report.firmness = tally::firmness(&profile, rules, None, seed).ok();
            report.margin = tally::margin(&profile, rules).ok().map(MarginShown::from);
        } else {
            // A few voices cannot be drawn anew in any way that says something.
            report.members = Some(members);
        }
        Ok(report)
    }
}

/// The count by organisation, in which no organisation stands for fewer people than may be shown.
fn by_organisation(
    round: &Round,
    members: &Outcome,
    ballots: &[Ballot],
    names: &BTreeMap<OrganisationId, String>,
) -> Result<Option<ByOrganisation>, AppError> {
    let (Some(counted), false) = (round.counted, round.privacy == Privacy::Anonymous) else {
        return Ok(None);
    };
    let k = usize::try_from(counted.k).unwrap_or(usize::MAX);
    let Some(by_voice) = voices(ballots, Unattached::HaveNone, k) else {
        return Ok(None);
    };
    let unfit = |error: tally::ProfileError| AppError::Unfit(error.to_string());
    let mut builder = OrganisationsBuilder::new(rounds::candidates(round)).map_err(unfit)?;
    let index = rounds::index(round);
    for (ballot, voice) in ballots.iter().zip(by_voice) {
        let name = match voice {
            Some(Voice::Of(id)) => names.get(&id).cloned().or_else(|| Some(id.to_string())),
            Some(Voice::Together) => Some(TOGETHER.to_owned()),
            Some(Voice::OfNone) | None => None,
        };
        builder
            .add(name.as_deref(), 1, &Weight::ONE, &ballot.paper.form(&index))
            .map_err(unfit)?;
    }
    let counted = builder.finish();
    Ok(counted.and_then(|by_name| count_by_organisation(members, &by_name, &round.rules).ok()))
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
        let Some(outcome) = round.outcome.clone() else {
            return Ok(RoundReport::default());
        };
        let ballots = self.ballots(&round.slug).await?;
        let organisations = self.organisations().await?;
        let names = organisations
            .iter()
            .map(|o| (o.id, o.name.clone()))
            .collect();
        let asked = round.clone();
        // A second's work would hold up everybody else's pages.
        let worked_out = tokio::task::spawn_blocking(move || {
            RoundReport::of(&asked, &outcome, &ballots, &names)
        });
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
