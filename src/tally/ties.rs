//! Breaking ties by the declared rules, and recording what decided.

use sha2::{Digest, Sha256};

use crate::tally::TallyError;
use crate::tally::field::indices;
use crate::tally::method::Method;
use crate::tally::outcome::{TieAbout, TieDecidedBy};
use crate::tally::rules::{Picks, TieBreak, TieRule};

/// The declared rules, ready to decide.
pub(crate) struct Ties<'a> {
    rules: &'a TieBreak,
    /// The rules in turn: the declared ones, or the method's own where it has some.
    by: &'a [TieRule],
    /// By option: its place in the declared order, from 0.
    place: Vec<usize>,
    /// By option: its place in the lot, from 0.
    drawn: Vec<usize>,
    /// A tie that is decided otherwise than the rules say, to see what comes of it.
    otherwise: Option<Decided>,
}

/// A tie decided otherwise: who is tied, about what, and who is picked. The picked one is no longer
/// among the tied after that, so that the same tie comes but once in a count.
pub(crate) struct Decided {
    pub(crate) tied: Vec<usize>,
    pub(crate) about: TieAbout,
    pub(crate) picked: usize,
}

/// Who was picked, and by what.
pub(crate) struct Decision {
    pub(crate) picked: usize,
    pub(crate) by: TieDecidedBy,
    pub(crate) stage: Option<u32>,
}

impl<'a> Ties<'a> {
    pub(crate) fn new(
        method: Method,
        rules: &'a TieBreak,
        names: &[String],
        included: &[bool],
    ) -> Result<Self, TallyError> {
        let order = indices("tie_break.order", &rules.order, names)?;
        let mut place: Vec<usize> = (0..names.len()).collect();
        if !order.is_empty() {
            let missing = (0..names.len()).find(|o| included[*o] && !order.contains(o));
            if let Some(option) = missing {
                return Err(TallyError::NotInOrder {
                    option: names[option].clone(),
                });
            }
            place = places(&order, names.len());
        }
        let mut lot: Vec<usize> = (0..names.len()).collect();
        let seed = rules.seed.as_deref().unwrap_or_default();
        lot.sort_by_cached_key(|option| (ticket(seed, &names[*option]), *option));
        let by: &[TieRule] = match method {
            // The Order itself looks back, and then draws a lot, for which somebody must declare a seed.
            Method::StvScottish if rules.by.is_empty() => &[TieRule::Backwards],
            _ => &rules.by,
        };
        Ok(Self {
            rules,
            by,
            drawn: places(&lot, names.len()),
            place,
            otherwise: None,
        })
    }

    /// Decides one tie otherwise than the rules do.
    pub(crate) fn decide(&mut self, otherwise: Decided) {
        self.otherwise = Some(otherwise);
    }

    /// Picks one of several that are equal: the one to go, or the one to win.
    ///
    /// `earlier` holds every option's votes at each earlier stage. Each rule in turn narrows the
    /// tied until one is left; `backwards` and `forwards` narrow stage by stage.
    pub(crate) fn pick<N: Ord>(
        &self,
        tied: &[usize],
        about: TieAbout,
        earlier: &[Vec<N>],
    ) -> Decision {
        let otherwise = self.otherwise.as_ref();
        if let Some(decided) = otherwise.filter(|d| d.tied == tied && d.about == about) {
            return Decision {
                picked: decided.picked,
                by: TieDecidedBy::CandidateOrder,
                stage: None,
            };
        }
        let mut left = tied.to_vec();
        for rule in self.by {
            let (by, stages): (_, Vec<usize>) = match rule {
                TieRule::Backwards => (TieDecidedBy::Backwards, (0..earlier.len()).rev().collect()),
                TieRule::Forwards => (TieDecidedBy::Forwards, (0..earlier.len()).collect()),
                TieRule::Order => {
                    return self.by_place(&left, about, &self.place, TieDecidedBy::Order);
                }
                TieRule::Lot => return self.by_place(&left, about, &self.drawn, TieDecidedBy::Lot),
            };
            for stage in stages {
                let votes = &earlier[stage];
                let wanted = left.iter().map(|option| &votes[*option]);
                let wanted = match about {
                    TieAbout::Election | TieAbout::Surplus => wanted.max(),
                    TieAbout::Elimination => wanted.min(),
                };
                let narrowed = left.iter().copied().filter(|o| Some(&votes[*o]) == wanted);
                left = narrowed.collect();
                if let [picked] = left[..] {
                    return Decision {
                        picked,
                        by,
                        stage: u32::try_from(stage + 1).ok(),
                    };
                }
            }
        }
        let own_order: Vec<usize> = (0..self.place.len()).collect();
        self.by_place(&left, about, &own_order, TieDecidedBy::CandidateOrder)
    }

    fn by_place(
        &self,
        tied: &[usize],
        about: TieAbout,
        place: &[usize],
        by: TieDecidedBy,
    ) -> Decision {
        let first = tied.iter().copied().min_by_key(|option| place[*option]);
        let last = tied.iter().copied().max_by_key(|option| place[*option]);
        let picked = match (self.rules.picks, about) {
            (Picks::First, _) | (Picks::Best, TieAbout::Election | TieAbout::Surplus) => first,
            (Picks::Best, TieAbout::Elimination) => last,
        };
        Decision {
            picked: picked.unwrap_or_default(),
            by,
            stage: None,
        }
    }
}

/// An option's ticket in the lot: SHA-256 over the seed, a zero byte and the option's name.
fn ticket(seed: &str, name: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.as_bytes());
    hash.update([0]);
    hash.update(name.as_bytes());
    hash.finalize().into()
}

/// By option: its place in the order; those not in it come last.
fn places(order: &[usize], options: usize) -> Vec<usize> {
    let mut place = vec![usize::MAX; options];
    for (at, option) in order.iter().enumerate() {
        place[*option] = at;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(by: &[TieRule], picks: Picks, about: TieAbout) -> (usize, TieDecidedBy, Option<u32>) {
        let rules = TieBreak {
            by: by.to_vec(),
            order: ["C", "A", "B"].map(str::to_owned).to_vec(),
            picks,
            seed: Some("seed".to_owned()),
        };
        let names = ["A", "B", "C"].map(str::to_owned);
        let ties = Ties::new(Method::Irv, &rules, &names, &[true; 3]).unwrap();
        let earlier = [vec![3, 1, 2], vec![4, 4, 5], vec![5, 5, 6]];
        let decision = ties.pick(&[0, 1], about, &earlier);
        (decision.picked, decision.by, decision.stage)
    }

    #[test]
    fn each_rule_is_tried_in_turn() {
        use TieAbout::{Election, Elimination};
        use TieRule::{Backwards, Forwards, Order};
        for (by, picks, about, expected) in [
            (
                &[Backwards][..],
                Picks::Best,
                Elimination,
                (1, TieDecidedBy::Backwards, Some(1)),
            ),
            (
                &[Forwards],
                Picks::Best,
                Election,
                (0, TieDecidedBy::Forwards, Some(1)),
            ),
            (
                &[Order],
                Picks::Best,
                Election,
                (0, TieDecidedBy::Order, None),
            ),
            (
                &[Order],
                Picks::Best,
                Elimination,
                (1, TieDecidedBy::Order, None),
            ),
            (
                &[Order],
                Picks::First,
                Elimination,
                (0, TieDecidedBy::Order, None),
            ),
            (
                &[],
                Picks::Best,
                Elimination,
                (1, TieDecidedBy::CandidateOrder, None),
            ),
        ] {
            assert_eq!(
                pick(by, picks, about),
                expected,
                "{by:?} {picks:?} {about:?}"
            );
        }
    }

    #[test]
    fn the_lot_depends_on_seed_and_names_alone() {
        // SHA-256 of "seed\0A", "seed\0B", "seed\0C", first bytes as any other program finds them.
        let tickets = ["A", "B", "C"].map(|name| ticket("seed", name)[0]);
        let (winner, by, _) = pick(&[TieRule::Lot], Picks::Best, TieAbout::Election);
        assert_eq!(by, TieDecidedBy::Lot);
        assert_eq!(winner, usize::from(tickets[0] > tickets[1]));
    }
}
