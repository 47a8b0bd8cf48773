//! Who voted how on which statement, kept sparse: one cell for each vote, none for what was not seen.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// A vote on a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    /// Against it.
    Disagree,
    /// Neither for nor against it.
    Pass,
    /// For it.
    Agree,
}

impl Vote {
    /// Every vote, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Disagree, Self::Pass, Self::Agree];

    /// −1 against, 0 neither, 1 for.
    pub fn value(self) -> f64 {
        match self {
            Self::Disagree => -1.0,
            Self::Pass => 0.0,
            Self::Agree => 1.0,
        }
    }
}

/// A vote and the index of the statement it is on, in four bytes; their order is that of the statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell(u32);

impl Cell {
    /// The most statements that cells can tell apart.
    pub const MAX_STATEMENTS: usize = 1 << 24;

    /// How many slots a table has that is indexed by [`Cell::slot`].
    pub(super) fn slots(n_statements: usize) -> usize {
        n_statements * 4
    }

    /// The vote on the statement of that index, which is below [`Cell::MAX_STATEMENTS`].
    pub fn new(statement: u32, vote: Vote) -> Self {
        Self((statement << 2) | vote as u32)
    }

    /// The index of the statement.
    pub fn statement(self) -> usize {
        (self.0 >> 2) as usize
    }

    /// The vote.
    pub fn vote(self) -> Vote {
        match self.0 & 3 {
            0 => Vote::Disagree,
            1 => Vote::Pass,
            _ => Vote::Agree,
        }
    }

    /// The place of this vote on this statement in a table of [`Cell::slots`].
    pub(super) fn slot(self) -> usize {
        self.0 as usize
    }

    fn renumbered(self, places: &[u32]) -> Self {
        Self((places[self.statement()] << 2) | (self.0 & 3))
    }
}

/// A statement, as far as counting needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its name in the files.
    pub id: String,
    /// Was it moderated out? Then it is counted but takes no part in the map and the lists.
    pub moderated_out: bool,
    /// Is it about who takes part, not about the matter? Then it takes no part in the map.
    pub meta: bool,
}

impl Statement {
    /// A statement that takes part in everything.
    pub fn open(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            moderated_out: false,
            meta: false,
        }
    }

    /// Does it take part in the map?
    pub fn on_the_map(&self) -> bool {
        !self.moderated_out && !self.meta
    }
}

/// One vote of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The index of the person.
    pub participant: u32,
    /// What they voted on what.
    pub cell: Cell,
}

/// All votes, one at most for each person and statement.
///
/// People and statements stand in the natural order of their ids, so that the same votes make the same
/// value in whatever order they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Votes {
    participants: Vec<String>,
    statements: Vec<Statement>,
    rows: Rows,
    replaced: usize,
}

/// Why votes cannot be put together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VotesError {
    /// More statements than can be told apart.
    #[error("there are {0} statements; at most {max} can be counted together", max = Cell::MAX_STATEMENTS)]
    Statements(usize),
    /// More votes than can be numbered.
    #[error("there are {0} votes; at most {max} can be counted together", max = u32::MAX)]
    Votes(usize),
    /// A vote names a person or statement that is not listed.
    #[error("vote {0} is by a person or on a statement that is not listed")]
    Unlisted(usize),
}

impl Votes {
    /// Puts votes together; of several by one person on one statement the last one holds.
    ///
    /// Fails when there are too many to number or when a vote points beyond the lists.
    pub fn new(
        participants: Vec<String>,
        statements: Vec<Statement>,
        mut entries: Vec<Entry>,
    ) -> Result<Self, VotesError> {
        if statements.len() > Cell::MAX_STATEMENTS {
            return Err(VotesError::Statements(statements.len()));
        }
        if u32::try_from(entries.len().max(participants.len())).is_err() {
            return Err(VotesError::Votes(entries.len()));
        }
        let stray = entries.iter().position(|entry| {
            entry.participant as usize >= participants.len()
                || entry.cell.statement() >= statements.len()
        });
        if let Some(stray) = stray {
            return Err(VotesError::Unlisted(stray + 1));
        }
        let (participants, people) = in_natural_order(participants, String::as_str);
        let (statements, places) = in_natural_order(statements, |statement| &statement.id);
        for entry in &mut entries {
            entry.participant = people[entry.participant as usize];
            entry.cell = entry.cell.renumbered(&places);
        }
        let cast = entries.len();
        let rows = Rows::collect(participants.len(), entries);
        Ok(Self {
            participants,
            statements,
            replaced: cast - rows.len(),
            rows,
        })
    }

    /// Puts rows together that hold one vote at most on each statement, whatever order they stand in.
    pub(super) fn arranged(
        participants: Vec<String>,
        statements: Vec<Statement>,
        rows: &Rows,
    ) -> Self {
        let (participants, people) = in_natural_order(participants, String::as_str);
        let (statements, places) = in_natural_order(statements, |statement| &statement.id);
        let mut order = vec![0; people.len()];
        for (old, place) in (0..).zip(&people) {
            order[*place as usize] = old;
        }
        let mut rows = rows.pick(&order);
        if !places.is_sorted() {
            rows.renumber(&places);
        }
        Self {
            participants,
            statements,
            rows,
            replaced: 0,
        }
    }

    /// The ids of the people, in natural order.
    pub fn participants(&self) -> &[String] {
        &self.participants
    }

    /// The statements, in the natural order of their ids.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// How many votes hold.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Is there no vote?
    pub fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// How many votes were replaced by a later one of the same person on the same statement.
    pub fn replaced(&self) -> usize {
        self.replaced
    }

    /// The votes of one person, by statement.
    pub fn of(&self, participant: usize) -> &[Cell] {
        self.rows.row(participant)
    }

    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }
}

/// The votes of each person, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rows {
    /// Where each person's votes begin, and at the end where the last ones end.
    begins: Vec<usize>,
    cells: Vec<Cell>,
}

impl Rows {
    fn collect(n_participants: usize, entries: Vec<Entry>) -> Self {
        let mut begins = vec![0_usize; n_participants + 1];
        for entry in &entries {
            begins[entry.participant as usize + 1] += 1;
        }
        for idx in 0..n_participants {
            begins[idx + 1] += begins[idx];
        }
        let mut next = begins.clone();
        let mut cells = vec![Cell(0); entries.len()];
        for entry in &entries {
            let place = &mut next[entry.participant as usize];
            cells[*place] = entry.cell;
            *place += 1;
        }
        drop(entries);
        // Within a row: by statement, the last vote on each.
        let mut kept = 0;
        for person in 0..n_participants {
            let (begin, end) = (begins[person], begins[person + 1]);
            let row = &mut cells[begin..end];
            if !row.is_sorted_by(|a, b| a.statement() < b.statement()) {
                row.sort_by_key(|cell| cell.statement());
            }
            begins[person] = kept;
            for idx in begin..end {
                let replaced = cells[begin..end]
                    .get(idx - begin + 1)
                    .is_some_and(|next| next.statement() == cells[idx].statement());
                if !replaced {
                    cells[kept] = cells[idx];
                    kept += 1;
                }
            }
        }
        begins[n_participants] = kept;
        cells.truncate(kept);
        Self { begins, cells }
    }

    /// One row for each person.
    pub(super) fn of(people: &[&[Cell]]) -> Self {
        let mut begins = Vec::with_capacity(people.len() + 1);
        begins.push(0);
        let mut cells = Vec::with_capacity(people.iter().map(|row| row.len()).sum());
        for row in people {
            cells.extend_from_slice(row);
            begins.push(cells.len());
        }
        Self { begins, cells }
    }

    /// Gives each statement its new place.
    fn renumber(&mut self, places: &[u32]) {
        for cell in &mut self.cells {
            *cell = cell.renumbered(places);
        }
        for person in 0..self.people() {
            self.cells[self.begins[person]..self.begins[person + 1]].sort_unstable();
        }
    }

    /// How many votes there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// How many people there are.
    pub(super) fn people(&self) -> usize {
        self.begins.len() - 1
    }

    /// The votes of one person.
    pub(super) fn row(&self, person: usize) -> &[Cell] {
        &self.cells[self.begins[person]..self.begins[person + 1]]
    }

    /// The rows of some people, in that order.
    pub(super) fn pick(&self, people: &[u32]) -> Self {
        let mut begins = vec![0];
        let mut cells = Vec::new();
        for person in people {
            cells.extend_from_slice(self.row(*person as usize));
            begins.push(cells.len());
        }
        Self { begins, cells }
    }

    /// Replaces each vote by what `next` gives for it; `next` must leave its statement alone.
    pub(super) fn revote(&mut self, next: impl FnMut(Cell) -> Cell) {
        let mut next = next;
        for cell in &mut self.cells {
            *cell = next(*cell);
        }
    }

    /// Every vote, person by person.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The people in an order that depends on what they voted and not on who they are.
    pub(super) fn by_content(&self) -> Vec<u32> {
        let mut people: Vec<u32> = (0..).take(self.people()).collect();
        people.sort_by(|a, b| self.row(*a as usize).cmp(self.row(*b as usize)));
        people
    }
}

/// The values in the natural order of their ids, and the new place of each old one.
fn in_natural_order<T>(values: Vec<T>, id: impl Fn(&T) -> &str) -> (Vec<T>, Vec<u32>) {
    let mut numbered: Vec<(u32, T)> = (0..).zip(values).collect();
    numbered.sort_by(|(_, a), (_, b)| natural(id(a), id(b)));
    let mut places = vec![0; numbered.len()];
    let mut sorted = Vec::with_capacity(numbered.len());
    for (place, (old, value)) in (0..).zip(numbered) {
        places[old as usize] = place;
        sorted.push(value);
    }
    (sorted, places)
}

/// Numbers by their size and before words; words by their letters.
pub fn natural(a: &str, b: &str) -> Ordering {
    let number = |id: &str| id.parse::<u64>().ok();
    match (number(a), number(b)) {
        (Some(x), Some(y)) => x.cmp(&y).then_with(|| a.cmp(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(participant: u32, statement: u32, vote: Vote) -> Entry {
        Entry {
            participant,
            cell: Cell::new(statement, vote),
        }
    }

    fn votes(people: &[&str], statements: &[&str], entries: Vec<Entry>) -> Votes {
        Votes::new(
            people.iter().map(|id| (*id).to_owned()).collect(),
            statements.iter().map(|id| Statement::open(*id)).collect(),
            entries,
        )
        .unwrap()
    }

    #[test]
    fn people_and_statements_come_in_natural_order_and_the_last_vote_holds() {
        let votes = votes(
            &["10", "ann", "9"],
            &["b", "2"],
            vec![
                entry(0, 0, Vote::Agree),
                entry(1, 1, Vote::Pass),
                entry(0, 0, Vote::Disagree),
                entry(0, 1, Vote::Agree),
            ],
        );
        assert_eq!(votes.participants(), ["9", "10", "ann"]);
        assert_eq!(votes.statements()[0].id, "2");
        assert_eq!((votes.len(), votes.replaced()), (3, 1));
        assert_eq!(
            votes.of(1),
            [Cell::new(0, Vote::Agree), Cell::new(1, Vote::Disagree)]
        );
        assert!(votes.of(0).is_empty());
    }

    #[test]
    fn votes_beyond_the_lists_are_refused() {
        let found = Votes::new(vec!["1".into()], Vec::new(), vec![entry(0, 0, Vote::Pass)]);
        assert_eq!(found, Err(VotesError::Unlisted(1)));
    }

    proptest! {
        #[test]
        fn the_order_of_the_votes_of_different_people_does_not_matter(
            cast in prop::collection::btree_map((0_u32..6, 0_u32..5), 0_usize..3, 0..30),
            turn in 0_usize..30,
        ) {
            let entries: Vec<Entry> = cast
                .iter()
                .map(|((person, statement), vote)| entry(*person, *statement, Vote::ALL[*vote]))
                .collect();
            let mut turned = entries.clone();
            if !turned.is_empty() {
                turned.rotate_left(turn % entries.len());
            }
            let build = |entries| votes(&["a", "b", "c", "d", "e", "f"], &["1", "2", "3", "4", "5"], entries);
            prop_assert_eq!(build(entries), build(turned));
        }
    }
}
