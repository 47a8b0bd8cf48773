//! Boards: members write statements and agree, disagree or pass on them, until it shows what everyone can
//! support and what divides.
//!
//! A participant's votes are one document under the hash of her receipt, apart from the roll, as with
//! surveys. Statements are documents of their own; on a board that is not named, only the receipt proves
//! who wrote one. Merged duplicates keep their votes where they were given: they are brought together when
//! votes are read, so that a merge can be taken back.

mod draw;
mod files;
mod live;
mod priorities;
mod record;
mod results;
mod statements;
mod voting;

pub use draw::draw;
pub(crate) use files::BOARD_FILES;
pub(crate) use live::LiveBoards;
pub use record::{Author, Board, Mark, Moderation, Sheet, Standing, Statement};
pub use results::{BoardResults, Divided, GroupSaid, GroupTold, Placed, Told};
pub use statements::{Judged, Moderating, Ruling, Writing};
pub use voting::{Fares, MyBoard, SaidOn, Say, Seat, Seated, Upcoming};

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{BOARDS, MEMBERS, ROLL, RollEntry, STATEMENTS, State};
use crate::app::secret::Secret;
use crate::app::surveys::{Turnout, open_for_answers};
use crate::app::visitors::Visitor;
use crate::model::{Lang, Member, Privacy, Role, Slug};
use crate::store::Batch;

/// How many characters a statement may have, unless the board says otherwise.
const DEFAULT_CHARS: u32 = 280;
/// What a board may say instead.
const CHARS: std::ops::RangeInclusive<u32> = 40..=2_000;
/// How many statements a member may write, unless the board says otherwise.
const DEFAULT_PER_MEMBER: u32 = 5;
/// What a board may say instead.
const PER_MEMBER: std::ops::RangeInclusive<u32> = 1..=100;
/// The most languages of a board.
const MAX_LANGUAGES: usize = 8;
/// The most statements that are written in one go.
const MAX_SEEDS: usize = 200;
/// How often a change is tried anew when somebody else wrote at the same moment.
const MAX_TRIES: usize = 5;

/// What the form for a new board asks.
#[derive(Clone, Debug)]
pub struct NewBoard {
    /// Its heading.
    pub title: String,
    /// What it asks.
    pub question: String,
    /// The tags of its languages, with commas between them.
    pub languages: String,
    /// The privacy mode's name.
    pub privacy: String,
    /// When statements are moderated.
    pub moderation: String,
    /// The first statements, one a line.
    pub seeds: String,
    /// How many characters a statement may have.
    pub max_chars: String,
    /// How many statements each member may write.
    pub per_member: String,
    /// May members write statements? `yes` or `no`.
    pub members_write: String,
    /// Are results shown while it is open? `yes` or `no`.
    pub running: String,
}

impl Default for NewBoard {
    fn default() -> Self {
        Self {
            title: String::new(),
            question: String::new(),
            languages: "en".to_owned(),
            privacy: Privacy::Anonymous.name().to_owned(),
            moderation: Moderation::Before.name().to_owned(),
            seeds: String::new(),
            max_chars: DEFAULT_CHARS.to_string(),
            per_member: DEFAULT_PER_MEMBER.to_string(),
            members_write: "yes".to_owned(),
            running: "no".to_owned(),
        }
    }
}

/// A board as a visitor may see it.
#[derive(Clone, Debug)]
pub struct BoardView {
    /// The board.
    pub board: Board,
    /// Has the visitor taken part?
    pub taken_part: bool,
    /// May its results be looked at now, if there are enough people?
    pub shows_results: bool,
}

impl App {
    /// The boards a member may see, the newest first: drafts are for facilitators.
    pub async fn boards(&self, visitor: &Visitor) -> Result<Vec<BoardView>, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let mut all: Vec<Board> = self
            .load_all(BOARDS, "")
            .await?
            .into_iter()
            .map(|(_, _, board)| board)
            .collect();
        all.sort_by(|a, b| (b.created, &a.slug).cmp(&(a.created, &b.slug)));
        let mut views = Vec::new();
        for board in all {
            if board.state > State::Draft || member.role >= Role::Facilitator {
                views.push(self.board_view(visitor, board).await?);
            }
        }
        Ok(views)
    }

    /// One board as the visitor may see it.
    pub async fn board(&self, visitor: &Visitor, slug: &Slug) -> Result<BoardView, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let (_, board) = self.stored_board(slug).await?;
        if board.state == State::Draft && member.role < Role::Facilitator {
            return Err(AppError::NotFound("board"));
        }
        self.board_view(visitor, board).await
    }

    /// Makes a draft with its first statements.
    pub async fn create_board(
        &self,
        visitor: &Visitor,
        form: &NewBoard,
    ) -> Result<Board, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let mut check = Check::default();
        let title = check.line("title", "a title", &form.title, 120);
        let question = check.paragraph("question", &form.question, 1_000);
        if question.is_empty() {
            check.fault("question", "write the question that the statements answer");
        }
        let languages = languages(&mut check, &form.languages);
        let privacy = check.one_of("privacy", &form.privacy, &Privacy::ALL, Privacy::name);
        let moderation = check.one_of(
            "moderation",
            &form.moderation,
            &Moderation::ALL,
            Moderation::name,
        );
        let max_chars = whole(&mut check, "max_chars", &form.max_chars, CHARS);
        let per_member = whole(&mut check, "per_member", &form.per_member, PER_MEMBER);
        let members_write = check.one_of("members_write", &form.members_write, &YES_NO, yes_no);
        let running = check.one_of("running", &form.running, &YES_NO, yes_no);
        if running == Some(true) && privacy == Some(Privacy::Anonymous) {
            check.fault(
                "running",
                "an anonymous board shows no results before it is closed; make it confidential or named, or wait with the results",
            );
        }
        let seeds = statements::lines(
            &mut check,
            "seeds",
            &form.seeds,
            max_chars.unwrap_or(DEFAULT_CHARS),
            &[],
        );
        check.done(())?;
        let (Some(privacy), Some(moderation), Some(max_chars), Some(per_member)) =
            (privacy, moderation, max_chars, per_member)
        else {
            return Err(AppError::Unfit("a checked form lost a field".to_owned()));
        };
        let board = Board {
            slug: self.free_slug(BOARDS, &title).await?,
            title,
            question,
            languages,
            privacy,
            moderation,
            max_chars,
            per_member,
            members_write: members_write.unwrap_or(true),
            running: running.unwrap_or(false),
            seed: Secret::receipt().reveal().to_owned(),
            state: State::Draft,
            created: self.now(),
            opened: None,
            closed: None,
        };
        let mut batch = Batch::new().insert(BOARDS, board.slug.as_str(), &board);
        for (number, text) in (1..).zip(seeds) {
            let statement = Statement::seed(number, text, board.first_language(), self.now().day());
            batch = batch.insert(STATEMENTS, board.statement_key(number), &statement);
        }
        self.store.commit(batch).await?;
        Ok(board)
    }

    /// Throws a draft away, with its statements.
    pub async fn delete_board(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, board) = self.stored_board(slug).await?;
        must_be_draft(&board)?;
        let mut batch = Batch::new().delete(BOARDS, slug.as_str(), version);
        for (version, statement) in self.statements_of(slug).await? {
            batch = batch.delete(STATEMENTS, board.statement_key(statement.number), version);
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Opens a draft: its question, privacy and limits are fixed, every member is put on the roll.
    pub async fn open_board(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut board) = self.stored_board(slug).await?;
        must_be_draft(&board)?;
        board.state = State::Open;
        board.opened = Some(self.now());
        let mut batch = Batch::new().replace(BOARDS, slug.as_str(), version, &board);
        for (id, _, _) in self.load_all::<Member>(MEMBERS, "").await? {
            batch = batch.insert(ROLL, format!("b/{slug}/{id}"), &RollEntry::default());
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Closes an open board; where votes are not named, what tells their order of arrival is dropped.
    pub async fn close_board(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut board) = self.stored_board(slug).await?;
        open_for_answers(board.state)?;
        board.state = State::Closed;
        board.closed = Some(self.now());
        let batch = Batch::new().replace(BOARDS, slug.as_str(), version, &board);
        self.store
            .commit(Self::to_forget(batch, board.privacy))
            .await?;
        self.forget_live(&board);
        self.finish_chores_or_log().await;
        Ok(())
    }

    /// How many have taken part.
    pub async fn board_turnout(&self, visitor: &Visitor, slug: &Slug) -> Result<Turnout, AppError> {
        visitor.must_be(Role::Facilitator)?;
        self.turnout_of_board(slug).await
    }

    pub(crate) async fn stored_board(&self, slug: &Slug) -> Result<(u64, Board), AppError> {
        self.load(BOARDS, slug.as_str())
            .await?
            .ok_or(AppError::NotFound("board"))
    }

    async fn turnout_of_board(&self, slug: &Slug) -> Result<Turnout, AppError> {
        let (taken_part, on_roll) = self.taken_part(&format!("b/{slug}/")).await?;
        Ok(Turnout {
            taken_part,
            on_roll,
        })
    }

    /// Every statement of a board with its version, by number.
    async fn statements_of(&self, slug: &Slug) -> Result<Vec<(u64, Statement)>, AppError> {
        let all = self.load_all(STATEMENTS, &format!("{slug}/")).await?;
        Ok(all
            .into_iter()
            .map(|(_, version, statement)| (version, statement))
            .collect())
    }

    /// Every statement of a board, by number.
    async fn plain_statements(&self, slug: &Slug) -> Result<Vec<Statement>, AppError> {
        let all = self.statements_of(slug).await?;
        Ok(all.into_iter().map(|(_, statement)| statement).collect())
    }

    async fn board_view(&self, visitor: &Visitor, board: Board) -> Result<BoardView, AppError> {
        let key = format!("b/{}/{}", board.slug, visitor.on_roll());
        let taken_part = self
            .load::<RollEntry>(ROLL, &key)
            .await?
            .is_some_and(|(_, entry)| entry.taken_part);
        let shows_results = board.shows_results();
        Ok(BoardView {
            board,
            taken_part,
            shows_results,
        })
    }
}

const YES_NO: [bool; 2] = [true, false];

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn must_be_draft(board: &Board) -> Result<(), AppError> {
    if board.state == State::Draft {
        Ok(())
    } else {
        Err(Hindrance::NotADraft.into())
    }
}

/// A whole number within limits.
fn whole(
    check: &mut Check,
    field: &str,
    typed: &str,
    limits: std::ops::RangeInclusive<u32>,
) -> Option<u32> {
    let number = typed.trim().parse().ok().filter(|n| limits.contains(n));
    if number.is_none() {
        let (least, most) = (limits.start(), limits.end());
        check.fault(
            field,
            format!("write a whole number from {least} to {most}"),
        );
    }
    number
}

/// The languages of a board, the first one being that of its question.
fn languages(check: &mut Check, typed: &str) -> Vec<Lang> {
    let mut languages = Vec::new();
    for tag in typed.split([',', ' ', ';']).filter(|tag| !tag.is_empty()) {
        match Lang::parse(tag) {
            Some(lang) if languages.contains(&lang) => {}
            Some(lang) => languages.push(lang),
            None => {
                let start: String = tag.chars().take(30).collect();
                check.fault(
                    "languages",
                    format!("`{start}` is no language tag; write tags such as en, es, zh"),
                );
                return languages;
            }
        }
    }
    if languages.is_empty() || languages.len() > MAX_LANGUAGES {
        check.fault(
            "languages",
            format!("name one to {MAX_LANGUAGES} languages by their tags, such as en, es"),
        );
    }
    languages
}
