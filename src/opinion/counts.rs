//! How many agree, disagree and pass: over all, and in each group.

use serde::Serialize;

use super::votes::{Cell, Vote, Votes};

/// How a number of people voted on one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many agree.
    pub agree: u32,
    /// How many disagree.
    pub disagree: u32,
    /// How many pass.
    pub pass: u32,
    /// How many voted at all.
    pub seen: u32,
}

impl Tally {
    /// Counts one more vote; taking one back is [`Tally::remove`].
    pub fn add(&mut self, vote: Vote) {
        *self.of(vote) += 1;
        self.seen += 1;
    }

    /// Takes one vote back that was counted before.
    pub fn remove(&mut self, vote: Vote) {
        *self.of(vote) -= 1;
        self.seen -= 1;
    }

    fn of(&mut self, vote: Vote) -> &mut u32 {
        match vote {
            Vote::Agree => &mut self.agree,
            Vote::Disagree => &mut self.disagree,
            Vote::Pass => &mut self.pass,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            agree: self.agree + other.agree,
            disagree: self.disagree + other.disagree,
            pass: self.pass + other.pass,
            seen: self.seen + other.seen,
        }
    }
}

/// Who belongs to which group; nobody to more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    names: Vec<String>,
    of: Vec<Option<u16>>,
}

impl Groups {
    /// Groups by name, and for each person (by index) the index of their group.
    ///
    /// An index beyond the names counts as no group.
    pub fn new(names: Vec<String>, of: Vec<Option<u16>>) -> Self {
        let known = |group: &u16| usize::from(*group) < names.len();
        let of = of.into_iter().map(|group| group.filter(known)).collect();
        Self { names, of }
    }

    /// The names of the groups.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The index of a person's group.
    pub fn of(&self, participant: usize) -> Option<usize> {
        let group = self.of.get(participant).copied().flatten();
        group.map(usize::from)
    }

    /// How many people there are, in a group or not.
    pub fn people(&self) -> usize {
        self.of.len()
    }

    /// The indexes of a group's members, ascending.
    pub fn members(&self, group: usize) -> impl Iterator<Item = usize> {
        (0..self.of.len()).filter(move |person| self.of(*person) == Some(group))
    }
}

/// The tallies of every statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Of everybody, by statement.
    pub total: Vec<Tally>,
    /// Of each group, by statement.
    pub by_group: Vec<Vec<Tally>>,
}

/// Counts all votes, in time proportional to their number.
pub fn count(votes: &Votes, groups: &Groups) -> Counts {
    let n_statements = votes.statements().len();
    let n_groups = groups.names().len();
    let slots = Cell::slots(n_statements);
    // The last table is for those without a group.
    let mut tables = vec![vec![0_u32; slots]; n_groups + 1];
    for person in 0..votes.participants().len() {
        let table = &mut tables[groups.of(person).unwrap_or(n_groups)];
        for cell in votes.of(person) {
            table[cell.slot()] += 1;
        }
    }
    let mut by_group: Vec<Vec<Tally>> = tables.iter().map(|table| tallies(table)).collect();
    let mut total = by_group.pop().unwrap_or_default();
    for group in &by_group {
        for (sum, tally) in total.iter_mut().zip(group) {
            *sum = sum.plus(*tally);
        }
    }
    Counts { total, by_group }
}

fn tallies(table: &[u32]) -> Vec<Tally> {
    let tally = |slots: &[u32]| Tally {
        agree: slots[Vote::Agree as usize],
        disagree: slots[Vote::Disagree as usize],
        pass: slots[Vote::Pass as usize],
        seen: slots.iter().sum(),
    };
    table.chunks_exact(4).map(tally).collect()
}
