//! Floor 1: counting ballots. Rules and a profile go in, an outcome comes out; nothing is read,
//! written or drawn by chance, and nothing is counted in floating point.
//!
//! [`Rules`] say how, [`Profile`] holds the ballots, [`count`] counts them, and [`Outcome`] is the
//! story of the count as data, which [`tell`] puts into words.

mod amount;
mod ascending;
mod borda;
mod canonical;
mod cardinal;
mod committee;
mod compare;
mod condorcet;
mod field;
mod firmness;
mod irv;
mod kemeny;
mod margin;
mod meek;
mod method;
mod organisations;
mod otherwise;
mod outcome;
mod pairwise;
mod papers;
mod profile;
mod proportional;
mod rules;
mod schulze;
mod stv;
mod ties;
mod units;
mod walk;
mod weight;
mod words;

pub use amount::{Amount, AmountError};
pub use compare::{ByMethod, Comparison, Hindrance, NotCounted, Standing, compare};
pub use firmness::{Firmly, Firmness, firmness};
pub use margin::{Change, Margin, Paper, Proof, Witness, margin};
pub use method::{BallotForm, Method};
pub use organisations::{
    ByOrganisation, DoubleMajority, OrganisationVoice, Organisations, OrganisationsBuilder,
    count_by_organisation,
};
pub use otherwise::{OtherPick, Otherwise, otherwise};
pub use outcome::{
    Against, BallotCounts, ByOption, Grades, LockedPair, Measure, Outcome, Path, Procedure, Round,
    Step, Tie, TieAbout, TieDecidedBy, Transfer,
};
pub use profile::{Form, Profile, ProfileBuilder, ProfileError};
pub use rules::{
    By, Duplicates, Key, Overvote, Picks, Points, Quota, Rules, RulesError, Satisfaction, Strength,
    Threshold, TieBreak, TieRule,
};
pub use weight::Weight;
pub use words::{
    rounded, tell, tell_by_organisation, tell_comparison, tell_firmness, tell_margin,
    tell_otherwise,
};

pub(crate) use papers::Mark;
pub(crate) use rules::{list, without_position};

use num_bigint::BigUint;

use crate::tally::field::Field;
use crate::tally::ties::Decided;
use crate::tally::units::Units;

/// Why ballots cannot be counted by these rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyError {
    /// The rules contradict themselves.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// The rules name an option that there is not.
    #[error(
        "`{key}` names `{option}`, which is not among the options {}",
        list(options)
    )]
    UnknownOption {
        /// The key of the rules.
        key: &'static str,
        /// The name.
        option: String,
        /// The options there are.
        options: Vec<String>,
    },
    /// The declared order leaves an option out.
    #[error("`tie_break.order` leaves out `{option}`; name every option, or leave the order out")]
    NotInOrder {
        /// The option.
        option: String,
    },
    /// Only some options have a cost.
    #[error("`costs` leaves out `{option}`; say what every option costs, or leave `costs` out")]
    NoCost {
        /// The option.
        option: String,
    },
    /// There are no options at all.
    #[error("there are no options; name them before the ballots")]
    NoneThere,
    /// There is nobody to elect.
    #[error("no option is left to count; name at least one that is not in `excluded`")]
    NoOptions,
    /// More seats than options.
    #[error("`seats` is {seats}, but there are only {options} options")]
    TooManySeats {
        /// How many were to win.
        seats: u32,
        /// How many options take part.
        options: usize,
    },
    /// No ballot says anything.
    #[error("no ballot says anything that can be counted; there must be at least one")]
    NoBallots,
    /// All ballots are of another form.
    #[error(
        "`{method}` counts {wanted}, but no ballot has any; choose a method that counts what the ballots say"
    )]
    WrongForm {
        /// The method.
        method: Method,
        /// What it counts: rankings, approvals or scores.
        wanted: String,
    },
    /// All ballots break the method's own limits.
    #[error("no ballot is valid: {why}")]
    AllInvalid {
        /// The limit they break.
        why: &'static str,
    },
    /// Some ballots rank and some approve.
    #[error("some ballots rank and some approve; `proportional-ranking` needs all of one form")]
    MixedForms,
    /// The ballots do not say whose they are.
    #[error(
        "`by` is `organisation`, but no ballot names one; give ballots an `organisation`, or count by `member`"
    )]
    NoOrganisations,
    /// The organisations' voices have no common denominator that is small enough.
    #[error(
        "the organisations have too many different numbers of ballots for their voices to be added up exactly; count by `member`"
    )]
    TooManyParts,
    /// The ballots are too many to be drawn anew.
    #[error(
        "`firmness` draws as many votes as were cast, and can draw at most {most}; count fewer ballots, or leave it out",
        most = Firmness::MOST_VOTES
    )]
    TooManyToDraw,
    /// The optimum is too far to search for.
    #[error(
        "`kemeny` cannot prove the best order: {tangled} options beat each other in circles, and only up to {most} can always be searched exactly; choose another method or fewer options"
    )]
    TooTangled {
        /// How many options hang together.
        tangled: usize,
        /// How many can be searched.
        most: usize,
    },
}

/// Counts the ballots by the rules.
///
/// Rules that count by organisation need to know whose ballots they are: see
/// [`count_by_organisation`].
///
/// Equal ballots and rules give an equal outcome, in whatever order the ballots came. Fails when
/// the rules name options that there are not, ask for more winners than options, or when no
/// ballot can be counted.
pub fn count(profile: &Profile, rules: &Rules) -> Result<Outcome, TallyError> {
    let mut outcome = count_wordless(profile, rules)?;
    words::say_rounds(&mut outcome);
    Ok(outcome)
}

/// The same without a word about the stages, for where many counts are made and none is told.
fn count_wordless(profile: &Profile, rules: &Rules) -> Result<Outcome, TallyError> {
    rules.check()?;
    if rules.by == By::Organisation {
        return Err(TallyError::NoOrganisations);
    }
    count_decided(profile, rules, None)
}

/// Counts the ballots, one tie perhaps decided otherwise than the rules say.
fn count_decided(
    profile: &Profile,
    rules: &Rules,
    decided: Option<Decided>,
) -> Result<Outcome, TallyError> {
    if profile.is_heavy() {
        count_in::<BigUint>(profile, rules, decided)
    } else {
        count_in::<u64>(profile, rules, decided)
    }
}

/// Counts the ballots, their weights added up in `N`.
fn count_in<N: Units>(
    profile: &Profile,
    rules: &Rules,
    decided: Option<Decided>,
) -> Result<Outcome, TallyError> {
    let mut field = Field::<N>::new(profile, rules)?;
    if let Some(decided) = decided {
        field.ties.decide(decided);
    }
    let field = &field;
    match rules.method {
        Method::Plurality => cardinal::plurality(field),
        Method::Irv => Ok(irv::count(field)),
        Method::Borda => Ok(borda::count(field)),
        Method::Schulze => Ok(schulze::count(field)),
        Method::RankedPairs => Ok(condorcet::ranked_pairs(field)),
        Method::Minimax => Ok(condorcet::minimax(field)),
        Method::Copeland => Ok(condorcet::copeland(field)),
        Method::Kemeny => kemeny::count(field),
        Method::StvScottish | Method::StvWigm | Method::StvWigmPrf => Ok(stv::count(field)),
        Method::StvMeek | Method::StvMeekPrf | Method::StvWarren => Ok(meek::count(field)),
        Method::Approval => cardinal::approval(field),
        Method::Score => cardinal::score(field),
        Method::Star => cardinal::star(field),
        Method::MajorityJudgment => cardinal::majority_judgment(field),
        Method::Dots => cardinal::dots(field),
        Method::Quadratic => cardinal::quadratic(field),
        Method::ProportionalApproval => Ok(committee::proportional_approval(field)),
        Method::Phragmen => Ok(committee::phragmen(field)),
        Method::EqualShares => Ok(committee::equal_shares(field)),
        Method::BudgetGreedy => Ok(committee::budget_greedy(field)),
        Method::ProportionalRanking => proportional::count(field),
    }
}
