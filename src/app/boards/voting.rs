//! Taking part in a board: the next statement, a vote, seeing one's votes again.

use std::collections::BTreeMap;

use super::draw::{draw, in_order};
use super::record::{Author, Board, Mark, Merged, Sheet, Statement};
use super::{MAX_TRIES, record};
use crate::app::App;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{BOARDS, STATEMENTS, State, VOTES};
use crate::app::roll::RollLine;
use crate::app::secret::Secret;
use crate::app::surveys::open_for_answers;
use crate::app::visitors::Visitor;
use crate::model::{Privacy, Slug};
use crate::opinion::{self, Cell, Entry as Cast, Tally, Votes};
use crate::store::{Batch, Demand, StoreError};

/// A visitor at a board.
#[derive(Debug)]
pub struct Seat {
    /// The board.
    pub board: Board,
    /// Is she known?
    pub seated: Seated,
    pub(super) roll: RollLine,
    pub(super) receipt: Option<Secret>,
}

/// Whether it is known what a visitor voted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seated {
    /// She has not taken part yet.
    Fresh,
    /// She has, and this is her sheet.
    Known(Sheet),
    /// She has, but without the code of her receipt nobody knows which sheet is hers.
    Unknown,
}

impl Seat {
    /// Her sheet, where it is known.
    pub fn sheet(&self) -> Option<&Sheet> {
        match &self.seated {
            Seated::Known(sheet) => Some(sheet),
            Seated::Fresh | Seated::Unknown => None,
        }
    }

    /// Did she write this statement?
    pub(super) fn wrote(&self, statement: &Statement) -> bool {
        match (&statement.author, &self.receipt) {
            (Author::Seed, _) | (Author::Receipt(_), None) => false,
            (Author::Member(id), _) => id.to_string() == self.roll.name,
            (Author::Receipt(proof), Some(receipt)) => {
                *proof
                    == self
                        .board
                        .authorship(receipt, &self.roll.name, statement.number)
            }
        }
    }
}

/// What a participant says to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    /// A vote, which replaces an earlier one.
    Vote(Mark),
    /// She will come back to it.
    Later,
    /// She takes her vote back.
    TakeBack,
}

/// What a participant says to which statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidOn {
    /// The statement's number.
    pub statement: u32,
    /// The revision of its words that she was shown.
    pub revision: u32,
    /// What she says.
    pub say: Say,
}

/// What a visitor is shown next.
#[derive(Debug)]
pub struct Upcoming {
    /// Where she sits.
    pub seat: Seat,
    /// The statement that was drawn; none when she has seen them all.
    pub drawn: Option<Statement>,
    /// All she has not voted on, in an order of her own, without those for later.
    pub unseen: Vec<Statement>,
    /// Those she wants to come back to.
    pub later: Vec<Statement>,
    /// How many she has voted on.
    pub voted: usize,
}

/// What one participant has done on a board.
#[derive(Debug)]
pub struct MyBoard {
    /// Where she sits.
    pub seat: Seat,
    /// The code that finds it again, on a board that is not named.
    pub receipt: Option<Secret>,
    /// Her votes, by the statements' numbers.
    pub votes: Vec<(Statement, Mark)>,
    /// Those she wants to come back to.
    pub later: Vec<Statement>,
    /// What she wrote, and how it fares.
    pub wrote: Vec<(Statement, Fares)>,
}

/// How a statement fares, for its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fares {
    /// Fewer than so many have voted on it.
    TooFew(u32),
    /// So many did, this way.
    Told(Tally),
}

impl App {
    /// Where `visitor` sits at a board; `receipt` is what her browser keeps for it.
    pub async fn seat(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: Option<&Secret>,
    ) -> Result<Seat, AppError> {
        let board = self.board(visitor, slug).await?.board;
        let roll = self
            .roll_line_at(&format!("b/{slug}"), visitor, true)
            .await?;
        let named = roll
            .entry
            .entry
            .clone()
            .filter(|_| board.privacy == Privacy::Named);
        let is_named = named.is_some();
        let by_receipt = receipt.map(|receipt| format!("{slug}/{}", receipt.hash()));
        let found = match named.or(by_receipt) {
            Some(key) => self.load::<Sheet>(VOTES, &key).await?,
            None => None,
        };
        let hers = found.map(|(_, sheet)| sheet).filter(|sheet| {
            is_named || receipt.is_some_and(|receipt| receipt.derived(&roll.name) == sheet.proof)
        });
        let seated = match (hers, roll.entry.taken_part) {
            (Some(sheet), _) => Seated::Known(sheet),
            (None, true) => Seated::Unknown,
            (None, false) => Seated::Fresh,
        };
        let receipt = receipt
            .filter(|_| matches!(seated, Seated::Known(_)))
            .cloned();
        Ok(Seat {
            board,
            seated,
            roll,
            receipt,
        })
    }

    /// What a visitor is shown next; whoever is fresh is shown what the receipt she is offered draws.
    pub async fn upcoming(&self, seat: Seat, offered: &Secret) -> Result<Upcoming, AppError> {
        let slug = &seat.board.slug;
        let (seed, nth) = seat
            .sheet()
            .map_or((seed_of(offered), 0), |sheet| (sheet.seed, sheet.draws));
        let statements = self.plain_statements(slug).await?;
        let merged = Merged::of(&statements);
        let marks = seat
            .sheet()
            .map(|sheet| merged.votes(sheet))
            .unwrap_or_default();
        let mut by_number: BTreeMap<u32, Statement> = statements
            .into_iter()
            .filter(Statement::is_up)
            .map(|statement| (statement.number, statement))
            .collect();
        let voted = by_number
            .keys()
            .filter(|number| marks.contains_key(number))
            .count();
        by_number.retain(|number, _| !marks.contains_key(number));
        let mut later = Vec::new();
        for number in seat.sheet().iter().flat_map(|sheet| &sheet.later) {
            later.extend(by_number.remove(number));
        }
        let mut order: Vec<u32> = by_number.keys().copied().collect();
        let drawn = if order.is_empty() {
            None
        } else {
            let among = self.live_board(&seat.board).await?.weights(&order);
            draw(seed, nth, &among).and_then(|number| by_number.get(&number).cloned())
        };
        in_order(seed, &mut order);
        let unseen = order
            .iter()
            .filter_map(|number| by_number.remove(number))
            .collect();
        Ok(Upcoming {
            seat,
            drawn,
            unseen,
            later,
            voted,
        })
    }

    /// Votes on statements, durably, and marks the roll in the same batch when it is the first time. Tells whether it
    /// was the first time.
    pub async fn say(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: &Secret,
        said: &[SaidOn],
    ) -> Result<bool, AppError> {
        for _ in 0..MAX_TRIES {
            let (board_version, board) = self.stored_board(slug).await?;
            open_for_answers(board.state)?;
            let merged = if said.iter().any(|said| said.say == Say::TakeBack) {
                // A vote on a duplicate counts for the one that stays, so it is taken back with it.
                self.merged_of(slug).await?
            } else {
                Merged::of([])
            };
            let (roll, place) = self.sheet_place(visitor, &board, receipt).await?;
            let is_first = place.replaced.is_none();
            let version_after = 1 + place.replaced.as_ref().map_or(0, |(version, _)| *version);
            let sheet_key = place.key().to_owned();
            let mut sheet = match &place.replaced {
                Some((_, sheet)) => sheet.clone(),
                None => first_sheet(visitor, &board, &roll, receipt),
            };
            let mut statements = Batch::new();
            for said in said {
                statements = self.said_on(&board, said, statements).await?;
                sheet.say(said.statement, said.say, &merged);
            }
            if place.holds_the_same(&sheet) {
                return Ok(false);
            }
            let batch = place
                .write(&roll, board.privacy, &sheet)
                .require(BOARDS, slug.as_str(), Demand::Version(board_version))
                .and(statements);
            match self.store.commit(batch).await {
                Ok(()) => {
                    self.tell_sheet(&board, &sheet_key, version_after, &sheet)
                        .await?;
                    return Ok(is_first);
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// What must hold of a statement for `said` to be taken; the first vote on it is noted there.
    async fn said_on(&self, board: &Board, said: &SaidOn, batch: Batch) -> Result<Batch, AppError> {
        let (version, mut statement) = self.stored_statement(board, said.statement).await?;
        if !statement.is_up() {
            return Err(Hindrance::NotUpForVote.into());
        }
        if statement.revision != said.revision {
            return Err(Hindrance::StatementChanged.into());
        }
        let key = board.statement_key(said.statement);
        if matches!(said.say, Say::Vote(_)) && !statement.voted {
            // From here on its words stay: whoever edits it at this moment is told so.
            statement.voted = true;
            return Ok(batch.replace(STATEMENTS, key, version, &statement));
        }
        Ok(batch.require(STATEMENTS, key, Demand::Version(version)))
    }

    /// What one participant has done on a board.
    pub async fn my_board(&self, seat: Seat) -> Result<MyBoard, AppError> {
        let slug = &seat.board.slug;
        let statements = self.plain_statements(slug).await?;
        let merged = Merged::of(&statements);
        let by_number: BTreeMap<u32, &Statement> = statements
            .iter()
            .map(|statement| (statement.number, statement))
            .collect();
        let shown = |number: &u32| {
            by_number
                .get(number)
                .filter(|statement| statement.is_up())
                .map(|statement| (*statement).clone())
        };
        let (mut votes, mut later) = (Vec::new(), Vec::new());
        if let Some(sheet) = seat.sheet() {
            let marks = merged.votes(sheet);
            later = sheet
                .later
                .iter()
                .filter(|number| !marks.contains_key(number))
                .filter_map(shown)
                .collect();
            votes = marks
                .iter()
                .filter_map(|(number, mark)| Some((shown(number)?, *mark)))
                .collect();
        }
        let mut wrote: Vec<(Statement, Fares)> = Vec::new();
        let own: Vec<&Statement> = statements
            .iter()
            .filter(|statement| seat.wrote(statement))
            .collect();
        if !own.is_empty() {
            let k = self.k().await?;
            let live = self.live_board(&seat.board).await?;
            for statement in own {
                let tally = match seat.board.state {
                    State::Closed => live.tally(statement.number),
                    State::Draft | State::Open => live.announced(statement.number),
                };
                let fares = if tally.seen >= k {
                    Fares::Told(tally)
                } else {
                    Fares::TooFew(k)
                };
                wrote.push((statement.clone(), fares));
            }
        }
        let receipt = seat
            .receipt
            .clone()
            .filter(|_| seat.board.privacy != Privacy::Named);
        Ok(MyBoard {
            seat,
            receipt,
            votes,
            later,
            wrote,
        })
    }

    /// Where the visitor's sheet goes, with her line on the roll.
    pub(super) async fn sheet_place(
        &self,
        visitor: &Visitor,
        board: &Board,
        receipt: &Secret,
    ) -> Result<(RollLine, crate::app::roll::Place<Sheet>), AppError> {
        let slug = board.slug.as_str();
        let roll = self
            .roll_line_at(&format!("b/{slug}"), visitor, true)
            .await?;
        let place = self
            .place::<Sheet>(VOTES, slug, board.privacy, &roll, receipt)
            .await?;
        Ok((roll, place))
    }

    /// Every sheet of a board, in the order of their random keys.
    pub(super) async fn sheets_of(&self, slug: &Slug) -> Result<Vec<Sheet>, AppError> {
        let all = self.load_all(VOTES, &format!("{slug}/")).await?;
        Ok(all.into_iter().map(|(_, _, sheet)| sheet).collect())
    }

    async fn merged_of(&self, slug: &Slug) -> Result<Merged, AppError> {
        Ok(Merged::of(&self.plain_statements(slug).await?))
    }
}

/// An empty sheet for somebody who takes part for the first time.
pub(super) fn first_sheet(
    visitor: &Visitor,
    board: &Board,
    roll: &RollLine,
    receipt: &Secret,
) -> Sheet {
    let member = visitor.member();
    Sheet {
        votes: BTreeMap::new(),
        later: std::collections::BTreeSet::new(),
        seed: seed_of(receipt),
        draws: 0,
        organisation: match board.privacy {
            Privacy::Anonymous => None,
            Privacy::Confidential | Privacy::Named => member.and_then(|member| member.organisation),
        },
        member: match board.privacy {
            Privacy::Anonymous | Privacy::Confidential => None,
            Privacy::Named => member.map(|member| member.id),
        },
        proof: receipt.derived(&roll.name),
    }
}

impl Sheet {
    /// Says something to the statement of that number, which was drawn for her or listed.
    fn say(&mut self, number: u32, say: Say, merged: &Merged) {
        match say {
            Say::Vote(mark) => {
                if self.votes.insert(number, mark).is_none() {
                    self.draws += 1;
                }
                self.later.remove(&number);
            }
            Say::Later => {
                if self.later.insert(number) {
                    self.draws += 1;
                }
            }
            Say::TakeBack => {
                self.votes.retain(|voted, _| merged.root(*voted) != number);
                self.later.remove(&number);
            }
        }
    }
}

/// All votes of a board as the opinion groups are found in them, with the sheet each participant's come from.
///
/// Participants go by numbers from 1 in the order of their random keys. A statement that was turned down
/// after votes is among them as moderated out.
pub(super) fn votes_of<'s>(
    statements: &[Statement],
    sheets: &'s [Sheet],
) -> Result<(Votes, Vec<&'s Sheet>), AppError> {
    let merged = Merged::of(statements);
    let listed: Vec<&Statement> = statements
        .iter()
        .filter(|statement| counts(statement))
        .collect();
    let places: BTreeMap<u32, u32> = listed
        .iter()
        .map(|statement| statement.number)
        .zip(0..)
        .collect();
    let mut people: Vec<&Sheet> = Vec::new();
    let mut cast = Vec::new();
    for sheet in sheets {
        let participant = u32::try_from(people.len()).unwrap_or(u32::MAX);
        let before = cast.len();
        for (number, mark) in merged.votes(sheet) {
            if let Some(place) = places.get(&number) {
                cast.push(Cast {
                    participant,
                    cell: Cell::new(*place, mark.vote),
                });
            }
        }
        if cast.len() > before {
            people.push(sheet);
        }
    }
    let votes = Votes::new(
        (1..=people.len())
            .map(|number| number.to_string())
            .collect(),
        listed
            .iter()
            .map(|statement| opinion::Statement {
                id: statement.number.to_string(),
                moderated_out: !statement.is_up(),
                meta: statement.meta,
            })
            .collect(),
        cast,
    )
    .map_err(|error| AppError::Unfit(error.to_string()))?;
    Ok((votes, people))
}

/// Is a statement among those that are counted?
pub(super) fn counts(statement: &Statement) -> bool {
    use record::Standing;
    match statement.standing {
        Standing::Accepted => true,
        Standing::TurnedDown { .. } => statement.voted,
        Standing::Waiting | Standing::MergedInto { .. } => false,
    }
}

/// The seed of a participant's draws, which follows from her receipt and does not tell it.
fn seed_of(receipt: &Secret) -> u64 {
    u64::from_str_radix(&receipt.derived("draws of statements")[..16], 16).unwrap_or(0)
}
