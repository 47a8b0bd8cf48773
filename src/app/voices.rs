//! Who speaks with one voice where organisations are counted, so that nobody can be picked out.
//!
//! An organisation with fewer ballots than the privacy floor `k` is put together with others like it:
//! whatever is shown or can be worked out by subtraction is then about `k` people or more. Where those
//! together are still fewer than `k`, the smallest of the other organisations joins them.

use std::collections::BTreeMap;

use crate::app::records::{Ballot, Round};
use crate::app::round_rules::Voices;
use crate::model::{OrganisationId, Privacy};
use crate::tally::Weight;

/// A voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Voice {
    /// One organisation's.
    Of(OrganisationId),
    /// That of all who belong to none, where they have one.
    OfNone,
    /// That of small organisations together.
    Together,
}

/// What those without an organisation are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unattached {
    /// They share a voice, as in a round whose organisations decide.
    HaveAVoice,
    /// They have none, as in a count by organisation beside the plain one.
    HaveNone,
}

/// The voice that each ballot is a part of, in the ballots' order; none for those that have none.
/// Nothing when fewer than two voices can be told apart.
pub(crate) fn voices(
    ballots: &[Ballot],
    unattached: Unattached,
    k: usize,
) -> Option<Vec<Option<Voice>>> {
    let own = |ballot: &Ballot| ballot.organisation.map_or(Voice::OfNone, Voice::Of);
    let mut sizes: BTreeMap<Voice, usize> = BTreeMap::new();
    for ballot in ballots {
        *sizes.entry(own(ballot)).or_default() += 1;
    }
    // Fewer than `k` of them could be told by subtraction, whether they have a voice or not.
    let none = sizes.get(&Voice::OfNone).copied().unwrap_or_default();
    let silent = unattached == Unattached::HaveNone && none >= k;
    if silent {
        sizes.remove(&Voice::OfNone);
    }
    let mut together: Vec<Voice> = Vec::new();
    let mut n_together = 0;
    let mut by_size: Vec<(usize, Voice)> = sizes.into_iter().map(|(voice, n)| (n, voice)).collect();
    by_size.sort_unstable();
    let mut apart = 0;
    for (n, voice) in by_size {
        if n < k || (n_together > 0 && n_together < k) {
            together.push(voice);
            n_together += n;
        } else {
            apart += 1;
        }
    }
    if apart + usize::from(n_together > 0) < 2 {
        return None;
    }
    let voice = |ballot: &Ballot| match own(ballot) {
        Voice::OfNone if silent => None,
        voice if together.contains(&voice) => Some(Voice::Together),
        voice => Some(voice),
    };
    Some(ballots.iter().map(voice).collect())
}

/// How much each ballot of a round counts: everybody's as much as any other, or its part of a voice.
pub(crate) fn weights(round: &Round, ballots: &[Ballot], k: usize) -> Vec<Weight> {
    let by_voice = match (round.voices, round.privacy) {
        (Voices::Organisation, Privacy::Named | Privacy::Confidential) => {
            voices(ballots, Unattached::HaveAVoice, k)
        }
        (Voices::Organisation, Privacy::Anonymous) | (Voices::Member, _) => None,
    };
    let Some(by_voice) = by_voice else {
        return vec![Weight::ONE; ballots.len()];
    };
    let mut sizes: BTreeMap<Option<Voice>, u64> = BTreeMap::new();
    for voice in &by_voice {
        *sizes.entry(*voice).or_default() += 1;
    }
    let part = |voice| Weight::new(1, sizes.get(voice).copied().unwrap_or(1));
    by_voice
        .iter()
        .map(|voice| part(voice).unwrap_or(Weight::ONE))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::paper::Paper;

    /// Ballots of organisations of these sizes, and so many of none; what is told of them.
    fn check(sizes: &[usize], none: usize, unattached: Unattached, wanted: &str) {
        let ids: Vec<OrganisationId> = (1..=sizes.len())
            .map(|nth| serde_json::from_str(&format!("\"{nth:026}\"")).unwrap())
            .collect();
        let ballot = |organisation| Ballot {
            paper: Paper::Approves(Vec::new()),
            member: None,
            organisation,
            proof: String::new(),
        };
        let mut ballots = vec![ballot(None); none];
        for (id, size) in ids.iter().zip(sizes) {
            ballots.extend(vec![ballot(Some(*id)); *size]);
        }
        let told = match voices(&ballots, unattached, 5) {
            None => "nothing".to_owned(),
            Some(voices) => {
                let mut counted: BTreeMap<String, usize> = BTreeMap::new();
                for voice in voices {
                    let name = match voice {
                        Some(Voice::Of(id)) => {
                            let nth = ids.iter().position(|other| *other == id).unwrap();
                            format!("{}", nth + 1)
                        }
                        Some(Voice::OfNone) => "none".to_owned(),
                        Some(Voice::Together) => "together".to_owned(),
                        None => "silent".to_owned(),
                    };
                    *counted.entry(name).or_default() += 1;
                }
                for (name, n) in &counted {
                    assert!(*n >= 5, "{n} of `{name}` could be picked out");
                }
                let told: Vec<String> = counted.iter().map(|(v, n)| format!("{v} {n}")).collect();
                told.join(", ")
            }
        };
        assert_eq!(told, wanted);
    }

    #[test]
    fn no_voice_is_of_fewer_than_k_people() {
        use Unattached::{HaveAVoice, HaveNone};
        check(&[7, 6], 0, HaveNone, "1 7, 2 6");
        check(&[7, 6, 3, 2], 0, HaveNone, "1 7, 2 6, together 5");
        // A lone small organisation takes the next larger one along.
        check(&[7, 6, 1], 0, HaveNone, "1 7, together 7");
        check(&[7, 1], 0, HaveNone, "nothing");
        check(&[4, 3], 0, HaveNone, "nothing");
        check(&[6], 0, HaveNone, "nothing");
        // So do a few who belong to none.
        check(&[9, 7, 6], 2, HaveNone, "1 9, 2 7, together 8");
        check(&[7, 6], 8, HaveNone, "1 7, 2 6, silent 8");
        check(&[7, 6], 8, HaveAVoice, "1 7, 2 6, none 8");
        check(&[7], 8, HaveAVoice, "1 7, none 8");
        check(&[], 30, HaveAVoice, "nothing");
    }
}
