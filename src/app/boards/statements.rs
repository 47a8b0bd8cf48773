//! Writing statements, and what facilitators do with them.

use std::collections::BTreeMap;

use super::record::{Author, Board, Moderation, Standing, Statement};
use super::voting::{Seat, first_sheet};
use super::{MAX_SEEDS, MAX_TRIES};
use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance, StatementFault};
use crate::app::records::{BOARDS, STATEMENTS, State};
use crate::app::secret::Secret;
use crate::app::surveys::{Turnout, open_for_answers};
use crate::app::visitors::Visitor;
use crate::model::text::one_line;
use crate::model::{Lang, MemberId, Privacy, Role, Slug};
use crate::store::{Batch, Demand, StoreError};

/// What the form for a statement asks.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    /// Its words.
    pub text: String,
    /// The tag of their language.
    pub lang: String,
}

/// What a facilitator decides about a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It is up for vote; this takes back whatever else was decided.
    Accept,
    /// It is not; the author is told why.
    TurnDown(String),
    /// It says the same as the one of that number, as typed.
    Merge(String),
    /// It is, or is not, about who takes part.
    Meta(bool),
    /// Its words in another language; none takes them away.
    Translate {
        /// The language's tag.
        lang: String,
        /// The words.
        text: String,
    },
    /// A statement the board began with gets other words.
    Reword(String),
}

/// A statement as a facilitator sees it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The statement.
    pub statement: Statement,
    /// Its author's name, on a named board.
    pub author: Option<String>,
    /// How many were merged into it.
    pub merged: usize,
}

/// A board as a facilitator runs it.
#[derive(Clone, Debug)]
pub struct Moderating {
    /// The board.
    pub board: Board,
    /// How many have taken part.
    pub turnout: Turnout,
    /// Its statements, by number.
    pub statements: Vec<Judged>,
}

impl Moderating {
    /// The statement of that number.
    pub fn get(&self, number: u32) -> Option<&Judged> {
        self.statements
            .iter()
            .find(|judged| judged.statement.number == number)
    }
}

impl App {
    /// A board with all its statements, for those who run it.
    pub async fn moderating(&self, visitor: &Visitor, slug: &Slug) -> Result<Moderating, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (_, board) = self.stored_board(slug).await?;
        let statements = self.statements_of(slug).await?;
        let names: BTreeMap<MemberId, String> = if board.privacy == Privacy::Named {
            let people = self.register().await?.members;
            people.into_iter().map(|one| (one.id, one.name)).collect()
        } else {
            BTreeMap::new()
        };
        let mut merged: BTreeMap<u32, usize> = BTreeMap::new();
        for (_, statement) in &statements {
            if let Standing::MergedInto { number } = statement.standing {
                *merged.entry(number).or_default() += 1;
            }
        }
        let statements = statements
            .into_iter()
            .map(|(_, statement)| Judged {
                author: match &statement.author {
                    Author::Member(id) => names.get(id).cloned(),
                    Author::Seed | Author::Receipt(_) => None,
                },
                merged: merged.get(&statement.number).copied().unwrap_or(0),
                statement,
            })
            .collect();
        Ok(Moderating {
            turnout: self.turnout_of_board(slug).await?,
            board,
            statements,
        })
    }

    /// Writes a statement on a board; whoever does so for the first time takes part with it. Tells whether it was
    /// the first time.
    pub async fn write_statement(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: &Secret,
        form: &Writing,
    ) -> Result<bool, AppError> {
        for _ in 0..MAX_TRIES {
            let (board_version, board) = self.stored_board(slug).await?;
            open_for_answers(board.state)?;
            if !board.members_write {
                return Err(Hindrance::NotForWriting.into());
            }
            let (roll, place) = self.sheet_place(visitor, &board, receipt).await?;
            let seat = self.seat(visitor, slug, Some(receipt)).await?;
            let statements = self.statements_of(slug).await?;
            let (text, lang) = form.read(&board)?;
            if let Some(same) = same(&statements, &text, None) {
                if seat.wrote(same) {
                    // A form that was sent twice.
                    return Ok(false);
                }
                return Err(StatementFault::SaidAlready(same.number).into());
            }
            let n_own = statements
                .iter()
                .filter(|(_, statement)| seat.wrote(statement))
                .filter(|(_, one)| !matches!(one.standing, Standing::TurnedDown { .. }))
                .count();
            if n_own >= most(board.per_member) {
                return Err(StatementFault::AllWritten(board.per_member).into());
            }
            let number = next_number(&statements);
            let author = match (board.privacy, visitor.member()) {
                (Privacy::Named, Some(member)) => Author::Member(member.id),
                (Privacy::Named | Privacy::Confidential | Privacy::Anonymous, _) => {
                    Author::Receipt(board.authorship(receipt, &roll.name, number))
                }
            };
            let statement = Statement {
                author,
                standing: board.moderation.first_standing(),
                ..Statement::seed(number, text, lang, self.now().day())
            };
            let is_first = place.replaced.is_none();
            let batch = if is_first {
                let sheet = first_sheet(visitor, &board, &roll, receipt);
                place.write(&roll, board.privacy, &sheet)
            } else {
                Batch::new()
            };
            let batch = batch
                .insert(STATEMENTS, board.statement_key(number), &statement)
                .require(BOARDS, slug.as_str(), Demand::Version(board_version));
            match self.store.commit(batch).await {
                Ok(()) => {
                    self.tell_statements(&board).await?;
                    return Ok(is_first);
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// A statement for its author to edit.
    pub async fn own_statement(&self, seat: &Seat, number: u32) -> Result<Statement, AppError> {
        self.stored_statement(&seat.board, number)
            .await
            .map(|(_, statement)| statement)
            .and_then(|statement| {
                if seat.wrote(&statement) {
                    Ok(statement)
                } else {
                    Err(AppError::NotFound("statement"))
                }
            })
    }

    /// Gives a statement other words: by its author, before the first vote on it. Where statements are moderated
    /// before, the new words wait for a facilitator.
    pub async fn edit_statement(
        &self,
        seat: &Seat,
        number: u32,
        form: &Writing,
    ) -> Result<(), AppError> {
        let slug = &seat.board.slug;
        let (board_version, board) = self.stored_board(slug).await?;
        open_for_answers(board.state)?;
        let (version, mut statement) = self.stored_statement(&board, number).await?;
        if !seat.wrote(&statement) {
            return Err(AppError::NotFound("statement"));
        }
        let (text, lang) = form.read(&board)?;
        self.may_be_reworded(slug, &statement, &text).await?;
        statement.standing = board.moderation.first_standing();
        statement.reword(text);
        statement.lang = lang;
        let batch = Batch::new()
            .replace(STATEMENTS, board.statement_key(number), version, &statement)
            .require(BOARDS, slug.as_str(), Demand::Version(board_version));
        self.store.commit(batch).await?;
        self.tell_statements(&board).await
    }

    /// Adds statements for the board, one a line.
    pub async fn add_seeds(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        form: &Writing,
        meta: bool,
    ) -> Result<usize, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (board_version, board) = self.stored_board(slug).await?;
        must_not_be_closed(&board)?;
        let statements = self.statements_of(slug).await?;
        let mut check = Check::default();
        let lang = language(&mut check, &board, &form.lang);
        let known: Vec<&Statement> = statements.iter().map(|(_, one)| one).collect();
        let texts = lines(&mut check, "text", &form.text, board.max_chars, &known);
        if texts.is_empty() {
            check.fault("text", "write at least one statement, one on each line");
        }
        check.done(())?;
        let n = texts.len();
        let mut batch = Batch::new().require(BOARDS, slug.as_str(), Demand::Version(board_version));
        for (number, text) in (next_number(&statements)..).zip(texts) {
            let statement = Statement {
                meta,
                ..Statement::seed(number, text, lang.clone(), self.now().day())
            };
            batch = batch.insert(STATEMENTS, board.statement_key(number), &statement);
        }
        self.store.commit(batch).await?;
        self.tell_statements(&board).await?;
        Ok(n)
    }

    /// Decides about a statement.
    pub async fn judge(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        number: u32,
        ruling: &Ruling,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (board_version, board) = self.stored_board(slug).await?;
        must_not_be_closed(&board)?;
        let (version, mut statement) = self.stored_statement(&board, number).await?;
        let mut batch = Batch::new().require(BOARDS, slug.as_str(), Demand::Version(board_version));
        let mut check = Check::default();
        match ruling {
            Ruling::Accept => statement.standing = Standing::Accepted,
            Ruling::TurnDown(reason) => {
                let reason = check.line("reason", "why, for its author", reason, 500);
                statement.standing = Standing::TurnedDown { reason };
            }
            Ruling::Merge(typed) => {
                let into = self.merge_target(&mut check, &board, number, typed).await?;
                if let Some((into_version, into)) = into {
                    let key = board.statement_key(into);
                    batch = batch.require(STATEMENTS, key, Demand::Version(into_version));
                    statement.standing = Standing::MergedInto { number: into };
                }
            }
            Ruling::Meta(meta) => statement.meta = *meta,
            Ruling::Translate { lang, text } => {
                let lang = language(&mut check, &board, lang);
                if lang == statement.lang {
                    check.fault("lang", "the statement was written in this language");
                }
                let text = check.optional_line("text", text, most(board.max_chars) * 2);
                if text.is_empty() {
                    statement.translations.remove(&lang);
                } else {
                    statement.translations.insert(lang, text);
                }
            }
            Ruling::Reword(text) => {
                if statement.author != Author::Seed {
                    check.fault("text", "only its author may change a member's statement");
                }
                let text = check.line("text", "the statement", text, most(board.max_chars));
                match self.may_be_reworded(slug, &statement, &text).await {
                    Ok(()) => statement.reword(text),
                    Err(AppError::Statement(fault)) => check.fault("text", fault.to_string()),
                    Err(error) => return Err(error),
                }
            }
        }
        check.done(())?;
        let batch = batch.replace(STATEMENTS, board.statement_key(number), version, &statement);
        self.store.commit(batch).await?;
        self.tell_statements(&board).await
    }

    pub(super) async fn stored_statement(
        &self,
        board: &Board,
        number: u32,
    ) -> Result<(u64, Statement), AppError> {
        self.load(STATEMENTS, &board.statement_key(number))
            .await?
            .ok_or(AppError::NotFound("statement"))
    }

    /// May a statement have these words instead of its own?
    async fn may_be_reworded(
        &self,
        slug: &Slug,
        statement: &Statement,
        text: &str,
    ) -> Result<(), AppError> {
        if statement.voted {
            return Err(Hindrance::VotedOn.into());
        }
        let others = self.statements_of(slug).await?;
        match same(&others, text, Some(statement.number)) {
            Some(same) => Err(StatementFault::SaidAlready(same.number).into()),
            None => Ok(()),
        }
    }

    /// The statement that another one is to be merged into, with its version.
    async fn merge_target(
        &self,
        check: &mut Check,
        board: &Board,
        number: u32,
        typed: &str,
    ) -> Result<Option<(u64, u32)>, AppError> {
        let into = typed.trim().trim_start_matches('#').parse::<u32>().ok();
        let Some(into) = into.filter(|into| *into != number) else {
            check.fault("into", "write the number of the statement that stays");
            return Ok(None);
        };
        match self.stored_statement(board, into).await {
            Ok((version, target)) if target.is_up() => Ok(Some((version, into))),
            Ok(_) => {
                check.fault("into", format!("statement {into} is not up for vote"));
                Ok(None)
            }
            Err(AppError::NotFound(_)) => {
                check.fault("into", format!("there is no statement {into}"));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl Moderation {
    /// Where a member's new statement stands.
    fn first_standing(self) -> Standing {
        match self {
            Self::Before => Standing::Waiting,
            Self::After => Standing::Accepted,
        }
    }
}

impl Statement {
    /// Gives it other words; translations of the old ones go.
    fn reword(&mut self, text: String) {
        self.text = text;
        self.revision += 1;
        self.translations.clear();
    }
}

fn must_not_be_closed(board: &Board) -> Result<(), AppError> {
    match board.state {
        State::Draft | State::Open => Ok(()),
        State::Closed => Err(Hindrance::Closed.into()),
    }
}

fn next_number(statements: &[(u64, Statement)]) -> u32 {
    statements
        .last()
        .map_or(1, |(_, statement)| statement.number + 1)
}

fn most(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

impl Writing {
    /// The words and their language.
    fn read(&self, board: &Board) -> Result<(String, Lang), StatementFault> {
        let text = one_line(&self.text).into_owned();
        let is = text.chars().count();
        let max = board.max_chars;
        if text.is_empty() {
            return Err(StatementFault::Empty);
        }
        if is > most(max) {
            return Err(StatementFault::TooLong { max, is });
        }
        let lang = board
            .languages
            .iter()
            .find(|lang| lang.as_str() == self.lang);
        Ok((text, lang.ok_or(StatementFault::Language)?.clone()))
    }
}

/// The statement that says the same as `text`, but for the one that may.
fn same<'s>(
    statements: &'s [(u64, Statement)],
    text: &str,
    but: Option<u32>,
) -> Option<&'s Statement> {
    statements
        .iter()
        .map(|(_, statement)| statement)
        .find(|statement| Some(statement.number) != but && says(statement, text))
}

/// Does a statement that still counts say the same, but for capitals and full stops?
fn says(statement: &Statement, text: &str) -> bool {
    let plain = |text: &str| text.trim_end_matches(['.', '!', ' ']).to_lowercase();
    !matches!(statement.standing, Standing::TurnedDown { .. })
        && !text.is_empty()
        && plain(&statement.text) == plain(text)
}

/// The language of that tag, which must be one of the board's.
fn language(check: &mut Check, board: &Board, tag: &str) -> Lang {
    let found = board.languages.iter().find(|lang| lang.as_str() == tag);
    if found.is_none() {
        check.fault("lang", "choose one of the languages of this board");
    }
    found.cloned().unwrap_or_else(|| board.first_language())
}

/// Statements typed one a line, none of them twice and none that is there already.
pub(super) fn lines(
    check: &mut Check,
    field: &str,
    typed: &str,
    max_chars: u32,
    known: &[&Statement],
) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for line in typed.lines() {
        let text = one_line(line).into_owned();
        if text.is_empty() {
            continue;
        }
        let start: String = text.chars().take(30).collect();
        let n_chars = text.chars().count();
        if n_chars > most(max_chars) {
            check.fault(
                field,
                format!("`{start}…` has {n_chars} characters; use at most {max_chars}"),
            );
            return texts;
        }
        let is_there = known.iter().any(|statement| says(statement, &text));
        if is_there || texts.contains(&text) {
            check.fault(field, format!("`{start}` is there already"));
            return texts;
        }
        texts.push(text);
    }
    if texts.len() > MAX_SEEDS {
        check.fault(
            field,
            format!(
                "write at most {MAX_SEEDS} at once; these are {}",
                texts.len()
            ),
        );
    }
    texts
}
