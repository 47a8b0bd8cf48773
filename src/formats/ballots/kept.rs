//! Ballots that wait until all options are known, kept in little room.

use crate::tally::Form;

/// What ballots say, options by the numbers that a reader gave them, each with facts about the ballot.
#[derive(Debug)]
pub(super) struct Kept<F> {
    /// Ballot by ballot: the numbers, and before those of a rank that has not just one how many they
    /// are, with [`MANY`] set.
    numbers: Vec<u32>,
    ballots: Vec<(F, Kind, usize)>,
}

/// What tells a count of numbers from a number.
const MANY: u32 = 1 << 31;

#[derive(Clone, Copy, Debug)]
enum Kind {
    Ranking,
    Approves,
    Scores,
}

impl<F> Default for Kept<F> {
    fn default() -> Self {
        Self {
            numbers: Vec::new(),
            ballots: Vec::new(),
        }
    }
}

impl<F> Kept<F> {
    /// Keeps a ballot, whose numbers all are below 2^31.
    pub(super) fn push(&mut self, facts: F, form: &Form) {
        // A number stands for a name that was met, and each name takes bytes of the file.
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let kind = match form {
            Form::Ranking(ranks) => {
                for rank in ranks {
                    if rank.len() != 1 {
                        self.numbers.push(small(rank.len()) | MANY);
                    }
                    self.numbers.extend(rank.iter().map(|o| small(*o)));
                }
                Kind::Ranking
            }
            Form::Approves(options) => {
                self.numbers.extend(options.iter().map(|o| small(*o)));
                Kind::Approves
            }
            Form::Scores(scores) => {
                let pairs = scores.iter().flat_map(|(o, score)| [small(*o), *score]);
                self.numbers.extend(pairs);
                Kind::Scores
            }
        };
        self.ballots.push((facts, kind, self.numbers.len()));
    }

    /// Each ballot, with other numbers for its options: those that `index` gives.
    pub(super) fn iter(&self, index: &[usize]) -> impl Iterator<Item = (&F, Form)> {
        let mut start = 0;
        self.ballots.iter().map(move |(facts, kind, end)| {
            let numbers = &self.numbers[start..*end];
            start = *end;
            let option = |number: &u32| index[*number as usize];
            let form = match kind {
                Kind::Ranking => Form::Ranking(ranks(numbers, option)),
                Kind::Approves => Form::Approves(numbers.iter().map(option).collect()),
                Kind::Scores => {
                    let pairs = numbers.as_chunks().0.iter();
                    Form::Scores(pairs.map(|[o, score]| (option(o), *score)).collect())
                }
            };
            (facts, form)
        })
    }
}

fn ranks(mut numbers: &[u32], option: impl Fn(&u32) -> usize) -> Vec<Vec<usize>> {
    let mut ranks = Vec::new();
    while let Some(first) = numbers.first() {
        let (start, len) = if first & MANY == 0 {
            (0, 1)
        } else {
            (1, (first & !MANY) as usize)
        };
        let (rank, after) = numbers[start..].split_at(len);
        ranks.push(rank.iter().map(&option).collect());
        numbers = after;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ballots_come_back_with_the_numbers_of_their_options() {
        let mut kept = Kept::default();
        kept.push('r', &Form::Ranking(vec![vec![0], vec![], vec![2, 1]]));
        kept.push('b', &Form::Ranking(Vec::new()));
        kept.push('a', &Form::Approves(vec![1, 0]));
        kept.push('s', &Form::Scores(vec![(2, 7), (0, u32::MAX)]));
        let index = [10, 11, Form::OVERVOTE];
        let came: Vec<(char, Form)> = kept.iter(&index).map(|(f, form)| (*f, form)).collect();
        let wanted = [
            (
                'r',
                Form::Ranking(vec![vec![10], vec![], vec![Form::OVERVOTE, 11]]),
            ),
            ('b', Form::Ranking(Vec::new())),
            ('a', Form::Approves(vec![11, 10])),
            ('s', Form::Scores(vec![(Form::OVERVOTE, 7), (10, u32::MAX)])),
        ];
        assert_eq!(came, wanted);
    }
}
