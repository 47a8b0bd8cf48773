//! The votes of one board while people vote: counts at once, the map and the groups when they are worked out
//! again.
//!
//! A vote changes two counts and one row, whatever the size of the board. Groups and map are worked out
//! aside: [`Live::begin`] copies the votes, [`Refresh::run`] does the work and needs no lock, and
//! [`Live::adopt`] takes the result in. [`Live::refresh`] does all three.

mod view;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::counts::Tally;
use super::polis;
use super::votes::{Cell, Rows, Statement, Vote, natural};
use crate::model::random::Random;

pub use view::{Refresh, View};

/// The purpose under which the next statement is drawn from the seed.
const NEXT: u64 = 6;

/// The votes of one board, held in memory.
#[derive(Clone, Debug)]
pub struct Live {
    seed: u64,
    statements: Vec<Standing>,
    /// The index of each statement by its id.
    statement_of: BTreeMap<String, u32>,
    /// The statements in the natural order of their ids, so that draws do not depend on who came first.
    in_order: Vec<u32>,
    people: Vec<Person>,
    person_of: BTreeMap<String, u32>,
    /// Who called which statement important, by their indexes.
    important: BTreeSet<(u32, u32)>,
    votes: usize,
    /// The names of the groups; nobody has one before the first refresh.
    groups: Vec<String>,
    /// Counts how often anything changed.
    changes: u64,
    view: Option<Arc<View>>,
}

#[derive(Clone, Debug)]
struct Standing {
    statement: Statement,
    total: Tally,
    by_group: Vec<Tally>,
    important: u32,
    extremity: f64,
}

#[derive(Clone, Debug)]
struct Person {
    id: String,
    /// By statement.
    row: Vec<Cell>,
    group: Option<u16>,
}

/// How a statement stands at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveCounts {
    /// How everybody voted on it.
    pub total: Tally,
    /// How many voters call it important.
    pub important: u32,
    /// How each group voted on it, by name, the groups being those of the last refresh.
    pub by_group: Vec<(String, Tally)>,
}

/// A statement drawn for somebody, with what the draw can be checked by.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The id of the statement.
    pub statement: String,
    /// Its weight in the draw.
    pub priority: f64,
    /// The weights of all that could be drawn, together.
    pub total_priority: f64,
    /// How many could be drawn.
    pub among: usize,
}

/// Why a vote cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LiveError {
    /// There is no such statement.
    #[error("there is no statement `{0}` on this board")]
    UnknownStatement(String),
    /// More statements or people than can be numbered.
    #[error("the board is full: it holds {max} statements and as many people", max = Cell::MAX_STATEMENTS)]
    Full,
}

impl Live {
    /// An empty board; the seed decides every draw.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            statements: Vec::new(),
            statement_of: BTreeMap::new(),
            in_order: Vec::new(),
            people: Vec::new(),
            person_of: BTreeMap::new(),
            important: BTreeSet::new(),
            votes: 0,
            groups: Vec::new(),
            changes: 0,
            view: None,
        }
    }

    /// Adds a statement, or moderates it or marks it meta where it is known. Its votes stay.
    pub fn statement(&mut self, statement: Statement) -> Result<(), LiveError> {
        self.changes += 1;
        if let Some(known) = self.statement_of.get(&statement.id) {
            self.statements[*known as usize].statement = statement;
            return Ok(());
        }
        let number = numbered(self.statements.len())?;
        let id = |idx: &u32| self.statements[*idx as usize].statement.id.as_str();
        let place = self
            .in_order
            .partition_point(|idx| natural(id(idx), &statement.id) == Ordering::Less);
        self.in_order.insert(place, number);
        self.statement_of.insert(statement.id.clone(), number);
        self.statements.push(Standing {
            statement,
            total: Tally::default(),
            by_group: vec![Tally::default(); self.groups.len()],
            important: 0,
            extremity: 0.0,
        });
        Ok(())
    }

    /// Casts, changes or (with `None`) takes back a vote; the counts follow at once. Gives the vote that was
    /// there before.
    ///
    /// `important` says whether the voter calls the statement important; a vote taken back takes that along.
    /// Fails when there is no such statement.
    pub fn vote(
        &mut self,
        participant: &str,
        statement: &str,
        vote: Option<Vote>,
        important: bool,
    ) -> Result<Option<Vote>, LiveError> {
        let unknown = || LiveError::UnknownStatement(statement.to_owned());
        let on = *self.statement_of.get(statement).ok_or_else(unknown)?;
        let who = match (self.person_of.get(participant), vote) {
            (Some(who), _) => *who,
            (None, None) => return Ok(None),
            (None, Some(_)) => self.newcomer(participant)?,
        };
        let person = &mut self.people[who as usize];
        let standing = &mut self.statements[on as usize];
        let found = person
            .row
            .binary_search_by_key(&(on as usize), |cell| cell.statement());
        let before = found.ok().map(|at| person.row[at].vote());
        match (found, vote) {
            (Ok(at), Some(vote)) => person.row[at] = Cell::new(on, vote),
            (Ok(at), None) => drop(person.row.remove(at)),
            (Err(at), Some(vote)) => person.row.insert(at, Cell::new(on, vote)),
            (Err(_), None) => return Ok(None),
        }
        let group = person.group.map(usize::from);
        let tallies = std::iter::once(&mut standing.total)
            .chain(group.map(|group| &mut standing.by_group[group]));
        for tally in tallies {
            if let Some(before) = before {
                tally.remove(before);
            }
            if let Some(vote) = vote {
                tally.add(vote);
            }
        }
        self.votes = self.votes + usize::from(vote.is_some()) - usize::from(before.is_some());
        let marked = important && vote.is_some();
        let changed = if marked {
            self.important.insert((who, on))
        } else {
            self.important.remove(&(who, on))
        };
        match (changed, marked) {
            (true, true) => standing.important += 1,
            (true, false) => standing.important -= 1,
            (false, _) => {}
        }
        self.changes += u64::from(before != vote);
        Ok(before)
    }

    fn newcomer(&mut self, participant: &str) -> Result<u32, LiveError> {
        let number = numbered(self.people.len())?;
        self.person_of.insert(participant.to_owned(), number);
        self.people.push(Person {
            id: participant.to_owned(),
            row: Vec::new(),
            group: None,
        });
        Ok(number)
    }

    /// Moves the votes on one statement to another that says the same; where somebody voted on both, the vote
    /// on the one that stays holds. The emptied statement stays known. Gives how many votes moved.
    pub fn merge(&mut self, from: &str, into: &str) -> Result<usize, LiveError> {
        for id in [from, into] {
            if !self.statement_of.contains_key(id) {
                return Err(LiveError::UnknownStatement(id.to_owned()));
            }
        }
        if from == into {
            return Ok(0);
        }
        let mut moved = 0;
        let voters: Vec<(String, Vote, bool)> = self
            .people
            .iter()
            .filter_map(|person| {
                let (vote, important) = self.vote_of(&person.id, from)?;
                Some((person.id.clone(), vote, important))
            })
            .collect();
        for (person, vote, important) in voters {
            self.vote(&person, from, None, false)?;
            if self.vote_of(&person, into).is_none() {
                self.vote(&person, into, Some(vote), important)?;
                moved += 1;
            }
        }
        Ok(moved)
    }

    /// What somebody voted on a statement, and whether they call it important.
    pub fn vote_of(&self, participant: &str, statement: &str) -> Option<(Vote, bool)> {
        let who = *self.person_of.get(participant)?;
        let on = *self.statement_of.get(statement)?;
        let row = &self.people[who as usize].row;
        let found = row.binary_search_by_key(&(on as usize), |cell| cell.statement());
        let vote = row[found.ok()?].vote();
        Some((vote, self.important.contains(&(who, on))))
    }

    /// How many people have a vote.
    pub fn participants(&self) -> usize {
        let voted = self.people.iter().filter(|person| !person.row.is_empty());
        voted.count()
    }

    /// How many votes hold.
    pub fn votes(&self) -> usize {
        self.votes
    }

    /// The group of somebody in the last refresh.
    pub fn group_of(&self, participant: &str) -> Option<&str> {
        let who = *self.person_of.get(participant)?;
        let group = self.people[who as usize].group?;
        self.groups.get(usize::from(group)).map(String::as_str)
    }

    /// How a statement stands now; `None` of one that is not known.
    pub fn counts(&self, statement: &str) -> Option<LiveCounts> {
        let standing = self.standing(statement)?;
        let names = self.groups.iter().cloned();
        Some(LiveCounts {
            total: standing.total,
            important: standing.important,
            by_group: names.zip(standing.by_group.iter().copied()).collect(),
        })
    }

    /// How everybody voted on a statement; `None` of one that is not known.
    pub fn tally(&self, statement: &str) -> Option<Tally> {
        self.standing(statement).map(|standing| standing.total)
    }

    /// The weight with which a statement is drawn next, by Polis' published formula; `None` of one that is not
    /// known.
    ///
    /// The votes counted are those of the people who are grouped; while there are no groups, all votes.
    pub fn priority(&self, statement: &str) -> Option<f64> {
        self.standing(statement).map(|one| self.weight(one))
    }

    fn standing(&self, statement: &str) -> Option<&Standing> {
        let idx = self.statement_of.get(statement)?;
        self.statements.get(*idx as usize)
    }

    fn weight(&self, standing: &Standing) -> f64 {
        let counted = if self.groups.is_empty() {
            standing.total
        } else {
            let groups = standing.by_group.iter().copied();
            groups.fold(Tally::default(), Tally::plus)
        };
        polis::priority(counted, standing.extremity, standing.statement.meta)
    }

    /// Draws the next statement for somebody: among those not moderated out that they have not voted on and
    /// `skip` does not name, each with a chance that grows with its priority. `None` where nothing is left.
    ///
    /// The same board, seed and `draw` give the same statement: who keeps the number of the draw can repeat it.
    pub fn next_statement(
        &self,
        participant: &str,
        draw: u64,
        skip: impl Fn(&str) -> bool,
    ) -> Option<Drawn> {
        let row = self
            .person_of
            .get(participant)
            .map_or(&[][..], |who| &self.people[*who as usize].row);
        let is_open = |idx: &u32| {
            let statement = &self.statements[*idx as usize].statement;
            let seen = row.binary_search_by_key(&(*idx as usize), |cell| cell.statement());
            !statement.moderated_out && seen.is_err() && !skip(&statement.id)
        };
        let open: Vec<&Standing> = self
            .in_order
            .iter()
            .filter(|idx| is_open(idx))
            .map(|idx| &self.statements[*idx as usize])
            .collect();
        let weights: Vec<f64> = open.iter().map(|one| self.weight(one)).collect();
        let drawn = drawn(&weights, self.seed, draw)?;
        Some(Drawn {
            statement: open[drawn].statement.id.clone(),
            priority: weights[drawn],
            total_priority: weights.iter().sum(),
            among: weights.len(),
        })
    }

    /// The map and the groups as they were last worked out.
    pub fn view(&self) -> Option<&Arc<View>> {
        self.view.as_ref()
    }

    /// Has nothing changed since the last refresh began?
    pub fn is_fresh(&self) -> bool {
        self.view
            .as_ref()
            .is_some_and(|view| view.changes() == self.changes)
    }

    /// Copies the votes for a refresh that is worked out without the board.
    pub fn begin(&self) -> Refresh {
        let rows: Vec<&[Cell]> = self.people.iter().map(|person| &*person.row).collect();
        Refresh::new(
            self.people.iter().map(|person| person.id.clone()).collect(),
            self.statements
                .iter()
                .map(|one| one.statement.clone())
                .collect(),
            Rows::of(&rows),
            self.view.clone(),
            (self.seed, self.changes),
        )
    }

    /// Takes in a map and groups that were worked out; votes that came meanwhile are counted in the new groups.
    pub fn adopt(&mut self, view: View) -> &View {
        self.groups = view.groups().names().to_vec();
        for person in &mut self.people {
            person.group = None;
        }
        for (idx, id) in view.votes().participants().iter().enumerate() {
            if let Some(who) = self.person_of.get(id) {
                let group = view.groups().of(idx);
                self.people[*who as usize].group =
                    group.and_then(|group| u16::try_from(group).ok());
            }
        }
        for standing in &mut self.statements {
            standing.by_group = vec![Tally::default(); self.groups.len()];
            standing.extremity = 0.0;
        }
        for (idx, statement) in view.votes().statements().iter().enumerate() {
            if let Some(known) = self.statement_of.get(&statement.id) {
                self.statements[*known as usize].extremity = view.extremity(idx);
            }
        }
        for person in &self.people {
            let Some(group) = person.group else { continue };
            for cell in &person.row {
                let standing = &mut self.statements[cell.statement()];
                standing.by_group[usize::from(group)].add(cell.vote());
            }
        }
        self.view.insert(Arc::new(view))
    }

    /// Works out the map and the groups again, beginning at the last ones.
    pub fn refresh(&mut self) -> &View {
        let view = self.begin().run();
        self.adopt(view)
    }
}

/// The place that a draw falls on, each with a chance in proportion to its weight; `None` where no weight is
/// above zero.
pub fn drawn(weights: &[f64], seed: u64, draw: u64) -> Option<usize> {
    let sum: f64 = weights.iter().sum();
    let mut left = Random::new(seed ^ draw.rotate_left(32), NEXT).unit() * sum;
    let mut last = None;
    for (idx, weight) in weights.iter().enumerate() {
        if *weight > 0.0 {
            last = Some(idx);
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
    }
    last
}

/// The number of what comes next after `known` others.
fn numbered(known: usize) -> Result<u32, LiveError> {
    let number = u32::try_from(known).ok();
    let fits = number.filter(|number| (*number as usize) < Cell::MAX_STATEMENTS);
    fits.ok_or(LiveError::Full)
}

#[cfg(test)]
mod tests;
