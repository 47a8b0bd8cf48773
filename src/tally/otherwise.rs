//! What would have changed had a tie been decided otherwise: the count made again with another pick.

use serde::{Deserialize, Serialize};

use crate::tally::canonical::work;
use crate::tally::field::indices;
use crate::tally::outcome::{Outcome, Tie, TieAbout};
use crate::tally::profile::Profile;
use crate::tally::rules::Rules;
use crate::tally::ties::Decided;
use crate::tally::{TallyError, count_decided};

/// A tie of a count, and what its other picks would have led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Otherwise {
    /// The tie as it was broken.
    pub tie: Tie,
    /// Every other pick. Empty where the tie was only about whose surplus moves first, or where all
    /// the ties of the count together have more picks than there is time to count.
    pub picks: Vec<OtherPick>,
}

/// What another pick would have led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherPick {
    /// The option picked instead.
    pub picked: String,
    /// Who wins then; ties that come later are broken as the rules say.
    pub winners: Vec<String>,
    /// Are these other winners than before, in whatever order?
    pub other_winners: bool,
}

/// About how many marks all counts together may read.
const MOST_MARKS: u64 = 60_000_000;

/// Counts again for each other pick of each tie of an outcome.
///
/// `outcome` is what [`crate::tally::count`] made of the same profile and rules. Fails as that does.
pub fn otherwise(
    profile: &Profile,
    rules: &Rules,
    outcome: &Outcome,
) -> Result<Vec<Otherwise>, TallyError> {
    let mut counts_left = MOST_MARKS / work(profile, rules);
    let before = sorted(&outcome.winners);
    let mut told = Vec::with_capacity(outcome.ties.len());
    for tie in &outcome.ties {
        let others = tie.options.iter().filter(|option| **option != tie.picked);
        let mut picks = Vec::new();
        let wanted = tie.options.len() as u64;
        if tie.about != TieAbout::Surplus && wanted <= counts_left {
            counts_left -= wanted;
            for picked in others {
                let after = count_deciding(profile, rules, tie, picked)?;
                picks.push(OtherPick {
                    picked: picked.clone(),
                    other_winners: sorted(&after.winners) != before,
                    winners: after.winners,
                });
            }
        }
        told.push(Otherwise {
            tie: tie.clone(),
            picks,
        });
    }
    Ok(told)
}

/// The outcome when one tie is decided for another option.
fn count_deciding(
    profile: &Profile,
    rules: &Rules,
    tie: &Tie,
    picked: &String,
) -> Result<Outcome, TallyError> {
    let names = profile.candidates();
    let tied = indices("ties", &tie.options, names)?;
    let picked = indices("ties", std::slice::from_ref(picked), names)?;
    let decided = Decided {
        picked: picked.first().copied().unwrap_or_default(),
        about: tie.about,
        tied,
    };
    count_decided(profile, rules, Some(decided))
}

fn sorted(names: &[String]) -> Vec<&String> {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_unstable();
    names
}
