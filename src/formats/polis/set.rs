//! The files that Polis exports beside the votes, read and written: statements with their texts, people with
//! their votes, the summary, how the numbers grew, and how each group voted.
//!
//! Words are guarded as in every CSV of ours, and the guard is taken away again where a file is read. Times may
//! be left out: nothing finer than the day must be written of an anonymous board.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::formats::cells::{Cell, Guard, Mark, Rows, unguarded};
use crate::formats::polis::reader::{MAX_ID, STATEMENT, TIME};
use crate::formats::rows::{Faults, Sheet, shown};
use crate::model::{Day, Timestamp};
use crate::opinion::{Groups, Statement, Tally, Vote, Votes, count};

/// When something was, as finely as may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// It is not told: a 0 and no date.
    #[default]
    Untold,
    /// On this day.
    On(Day),
    /// At this time; never for what an anonymous member did.
    At(Timestamp),
}

impl When {
    /// The cells of the columns `timestamp`, in whole seconds, and `datetime`.
    fn cells(self) -> [Cell; 2] {
        match self {
            Self::Untold => [Cell::plain(&0), Cell::Empty],
            Self::On(day) => {
                let midnight = day.0.to_zoned(jiff::tz::TimeZone::UTC);
                let seconds = midnight.map_or(0, |time| time.timestamp().as_second());
                [Cell::plain(&seconds), Cell::plain(&day)]
            }
            Self::At(time) => [Cell::plain(&time.0.div_euclid(1000)), Cell::plain(&time)],
        }
    }
}

/// Has somebody decided whether a statement is shown?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moderated {
    /// It is not shown: −1.
    Out,
    /// Nobody has: 0.
    #[default]
    Undecided,
    /// It is shown: 1.
    In,
}

/// A statement as `comments.csv` has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comment {
    /// Its id.
    pub id: String,
    /// Who wrote it, if that is told.
    pub author: Option<String>,
    /// When it was written.
    pub when: When,
    /// How many agree.
    pub agrees: u32,
    /// How many disagree.
    pub disagrees: u32,
    /// Is it shown?
    pub moderated: Moderated,
    /// How many call it important, where voters could say so.
    pub importance: Option<u32>,
    /// Is it about who takes part?
    pub meta: bool,
    /// Did the organisers write it to begin with?
    pub seed: bool,
    /// Polis' group-informed consensus, where it was worked out.
    pub consensus: Option<f64>,
    /// What it says.
    pub body: String,
}

impl Comment {
    /// The statement as far as counting needs it.
    pub fn statement(&self) -> Statement {
        Statement {
            id: self.id.clone(),
            moderated_out: self.moderated == Moderated::Out,
            meta: self.meta,
        }
    }
}

/// The figures of `summary.csv`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What the board is about.
    pub topic: String,
    /// Where it is found.
    pub url: String,
    /// How many people voted.
    pub voters: u64,
    /// How many of them are grouped.
    pub voters_in_conv: u64,
    /// How many people wrote a statement.
    pub commenters: u64,
    /// How many statements there are.
    pub comments: u64,
    /// How many groups.
    pub groups: u64,
    /// The introduction that members read.
    pub description: String,
}

/// The numbers at one moment: a row of `stats-history.csv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Votes so far.
    pub votes: u64,
    /// Statements so far.
    pub comments: u64,
    /// Visitors so far.
    pub visitors: u64,
    /// People who voted so far.
    pub voters: u64,
    /// People who wrote so far.
    pub commenters: u64,
}

/// How everybody and each group voted on a statement: a row of `comment-groups.csv`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommentGroups {
    /// The statement's id.
    pub id: String,
    /// What it says.
    pub body: String,
    /// How everybody voted.
    pub total: Tally,
    /// How each group voted, in the order of the groups.
    pub groups: Vec<Tally>,
}

/// The six files that Polis exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetFile {
    /// A vote a row.
    Votes,
    /// A statement a row.
    Comments,
    /// A person a row.
    ParticipantsVotes,
    /// The figures of the whole.
    Summary,
    /// How the figures grew.
    StatsHistory,
    /// How each group voted, a statement a row.
    CommentGroups,
}

impl SetFile {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Votes,
        Self::Comments,
        Self::ParticipantsVotes,
        Self::Summary,
        Self::StatsHistory,
        Self::CommentGroups,
    ];

    /// The file's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Votes => "votes.csv",
            Self::Comments => "comments.csv",
            Self::ParticipantsVotes => "participants-votes.csv",
            Self::Summary => "summary.csv",
            Self::StatsHistory => "stats-history.csv",
            Self::CommentGroups => "comment-groups.csv",
        }
    }
}

/// What an export set tells. Nothing in its votes says when they were cast or in which order.
#[derive(Clone, Copy, Debug)]
pub struct Set<'a> {
    /// The votes.
    pub votes: &'a Votes,
    /// The groups.
    pub groups: &'a Groups,
    /// The statements; their counts are taken from the votes.
    pub comments: &'a [Comment],
    /// What the board is about.
    pub topic: &'a str,
    /// Where it is found.
    pub url: &'a str,
    /// The introduction that members read.
    pub description: &'a str,
    /// How the numbers grew; where it is empty the file has the numbers of now.
    pub history: &'a [Moment],
}

impl Set<'_> {
    /// Writes one of the files. Fails when `out` does.
    pub fn write(&self, file: SetFile, out: impl Write) -> io::Result<()> {
        match file {
            SetFile::Votes => write_votes(out, untimed(self.votes)),
            SetFile::Comments => write_comments(out, &self.counted()),
            SetFile::ParticipantsVotes => {
                let written = written(self.comments);
                write_participants(out, self.votes, self.groups, |id| {
                    written.get(id).copied().unwrap_or(0)
                })
            }
            SetFile::Summary => write_summary(out, &self.summary()),
            SetFile::StatsHistory if self.history.is_empty() => write_history(out, &[self.now()]),
            SetFile::StatsHistory => write_history(out, self.history),
            SetFile::CommentGroups => {
                write_comment_groups(out, self.groups.names().len(), &self.by_group())
            }
        }
    }

    /// The figures of the whole.
    pub fn summary(&self) -> Summary {
        let now = self.now();
        let people = 0..self.votes.participants().len();
        let grouped = people.filter(|person| self.groups.of(*person).is_some());
        Summary {
            topic: self.topic.to_owned(),
            url: self.url.to_owned(),
            voters: now.voters,
            voters_in_conv: grouped.count() as u64,
            commenters: now.commenters,
            comments: now.comments,
            groups: self.groups.names().len() as u64,
            description: self.description.to_owned(),
        }
    }

    /// The numbers of now; who votes or writes has visited.
    fn now(&self) -> Moment {
        let people = 0..self.votes.participants().len();
        let voters = people.filter(|person| !self.votes.of(*person).is_empty());
        let voters = voters.count() as u64;
        Moment {
            votes: self.votes.len() as u64,
            comments: self.votes.statements().len() as u64,
            visitors: voters,
            voters,
            commenters: written(self.comments).len() as u64,
        }
    }

    /// The statements in natural order with the counts of now; one without a text where there is none.
    fn counted(&self) -> Vec<Comment> {
        let known: BTreeMap<&str, &Comment> =
            self.comments.iter().map(|one| (&*one.id, one)).collect();
        let total = count(self.votes, self.groups).total;
        let statements = self.votes.statements().iter().zip(total);
        statements
            .map(|(statement, tally)| {
                let known = known.get(statement.id.as_str());
                let mut comment = known.map_or_else(Comment::default, |known| (*known).clone());
                comment.id.clone_from(&statement.id);
                comment.meta = statement.meta;
                if statement.moderated_out {
                    comment.moderated = Moderated::Out;
                }
                comment.agrees = tally.agree;
                comment.disagrees = tally.disagree;
                comment
            })
            .collect()
    }

    fn by_group(&self) -> Vec<CommentGroups> {
        let counts = count(self.votes, self.groups);
        let of = |idx: usize| counts.by_group.iter().map(|group| group[idx]).collect();
        let comments = self.counted().into_iter().enumerate();
        comments
            .map(|(idx, comment)| CommentGroups {
                id: comment.id,
                body: comment.body,
                total: counts.total[idx],
                groups: of(idx),
            })
            .collect()
    }
}

/// A vote as `votes.csv` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CastVote<'a> {
    /// When it was cast.
    pub when: When,
    /// On which statement.
    pub statement: &'a str,
    /// By whom.
    pub participant: &'a str,
    /// Which vote.
    pub vote: Vote,
}

/// All votes without their times, person by person in the natural order of the ids: nothing tells who came first.
pub fn untimed(votes: &Votes) -> impl Iterator<Item = CastVote<'_>> {
    let people = votes.participants().iter().enumerate();
    people.flat_map(|(idx, participant)| {
        votes.of(idx).iter().map(|cell| CastVote {
            when: When::Untold,
            statement: &votes.statements()[cell.statement()].id,
            participant,
            vote: cell.vote(),
        })
    })
}

/// Writes `votes.csv`, with 1 for agree as Polis' exports have it. Fails when `out` does.
pub fn write_votes<'a>(
    out: impl Write,
    votes: impl IntoIterator<Item = CastVote<'a>>,
) -> io::Result<()> {
    let mut rows = begun(
        out,
        &["timestamp", "datetime", "comment-id", "voter-id", "vote"],
    )?;
    for vote in votes {
        let [timestamp, datetime] = vote.when.cells();
        let (on, who) = (Cell::text(vote.statement), Cell::text(vote.participant));
        rows.row(&[timestamp, datetime, on, who, Cell::plain(number(vote.vote))])?;
    }
    Ok(())
}

/// Writes `comments.csv`. Fails when `out` does.
pub fn write_comments(out: impl Write, comments: &[Comment]) -> io::Result<()> {
    let mut rows = begun(
        out,
        &[
            "timestamp",
            "datetime",
            "comment-id",
            "author-id",
            "agrees",
            "disagrees",
            "moderated",
            "importance",
            "is-meta",
            "is-seed",
            "group-informed-consensus",
            "comment-body",
        ],
    )?;
    for comment in comments {
        let [timestamp, datetime] = comment.when.cells();
        let moderated = match comment.moderated {
            Moderated::Out => -1,
            Moderated::Undecided => 0,
            Moderated::In => 1,
        };
        let author = comment.author.as_ref();
        rows.row(&[
            timestamp,
            datetime,
            Cell::text(&comment.id),
            author.map_or(Cell::Empty, Cell::text),
            Cell::plain(&comment.agrees),
            Cell::plain(&comment.disagrees),
            Cell::plain(&moderated),
            Cell::maybe(comment.importance),
            Cell::plain(&comment.meta),
            Cell::plain(&comment.seed),
            Cell::maybe(comment.consensus),
            Cell::text(&comment.body),
        ])?;
    }
    Ok(())
}

/// Writes `participants-votes.csv`: a person a row, a statement a column; groups by their number from 0.
///
/// `written` says how many statements somebody wrote. Fails when `out` does.
pub fn write_participants(
    out: impl Write,
    votes: &Votes,
    groups: &Groups,
    written: impl Fn(&str) -> u64,
) -> io::Result<()> {
    let about = [
        "participant",
        "group-id",
        "n-comments",
        "n-votes",
        "n-agree",
        "n-disagree",
    ];
    let ids = votes.statements().iter().map(|one| one.id.as_str());
    let header: Vec<&str> = about.into_iter().chain(ids).collect();
    let mut rows = begun(out, &header)?;
    for (idx, participant) in votes.participants().iter().enumerate() {
        let mut tally = Tally::default();
        let mut cells = vec![Cell::Empty; header.len()];
        for cell in votes.of(idx) {
            tally.add(cell.vote());
            cells[about.len() + cell.statement()] = Cell::plain(number(cell.vote()));
        }
        cells[0] = Cell::text(participant);
        cells[1] = Cell::maybe(groups.of(idx));
        cells[2] = Cell::plain(&written(participant));
        cells[3] = Cell::plain(&tally.seen);
        cells[4] = Cell::plain(&tally.agree);
        cells[5] = Cell::plain(&tally.disagree);
        rows.row(&cells)?;
    }
    Ok(())
}

/// Writes `summary.csv`: a key and its value a row, without a header. Fails when `out` does.
pub fn write_summary(out: impl Write, summary: &Summary) -> io::Result<()> {
    let mut rows = Rows::new(out, Guard::On);
    for (key, value) in [
        ("topic", Cell::text(&summary.topic)),
        ("url", Cell::text(&summary.url)),
        ("voters", Cell::plain(&summary.voters)),
        ("voters-in-conv", Cell::plain(&summary.voters_in_conv)),
        ("commenters", Cell::plain(&summary.commenters)),
        ("comments", Cell::plain(&summary.comments)),
        ("groups", Cell::plain(&summary.groups)),
        ("conversation-description", Cell::text(&summary.description)),
    ] {
        rows.row(&[Cell::plain(key), value])?;
    }
    Ok(())
}

/// The columns of `stats-history.csv`.
const HISTORY: [&str; 5] = [
    "n-votes",
    "n-comments",
    "n-visitors",
    "n-voters",
    "n-commenters",
];

/// Writes `stats-history.csv`, the first moment first. Fails when `out` does.
pub fn write_history(out: impl Write, moments: &[Moment]) -> io::Result<()> {
    let mut rows = begun(out, &HISTORY)?;
    for moment in moments {
        let Moment {
            votes,
            comments,
            visitors,
            voters,
            commenters,
        } = moment;
        rows.row(&[votes, comments, visitors, voters, commenters].map(Cell::plain))?;
    }
    Ok(())
}

/// Writes `comment-groups.csv`, the groups by the letters a, b, c and on. Fails when `out` does.
pub fn write_comment_groups(
    out: impl Write,
    n_groups: usize,
    comments: &[CommentGroups],
) -> io::Result<()> {
    let mut header = vec!["comment-id".to_owned(), "comment".to_owned()];
    header.extend(COUNTS.map(|count| format!("total-{count}")));
    for group in 0..n_groups {
        header.extend(COUNTS.map(|count| format!("group-{}-{count}", letter(group))));
    }
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut rows = begun(out, &names)?;
    for comment in comments {
        let mut cells = vec![Cell::text(&comment.id), Cell::text(&comment.body)];
        let groups = (0..n_groups).map(|group| comment.groups.get(group).copied());
        for tally in std::iter::once(Some(comment.total)).chain(groups) {
            let tally = tally.unwrap_or_default();
            let counts = [tally.seen, tally.agree, tally.disagree, tally.pass];
            cells.extend(counts.iter().map(Cell::plain));
        }
        rows.row(&cells)?;
    }
    Ok(())
}

/// What `comment-groups.csv` counts, of everybody and of each group.
const COUNTS: [&str; 4] = ["votes", "agrees", "disagrees", "passes"];

/// `a` to `z`, then `aa` and on.
fn letter(idx: usize) -> String {
    let last = char::from(b'a' + u8::try_from(idx % 26).unwrap_or(0));
    if idx < 26 {
        last.to_string()
    } else {
        format!("{}{last}", letter(idx / 26 - 1))
    }
}

fn begun<W: Write>(out: W, header: &[&str]) -> io::Result<Rows<W>> {
    let mut rows = Rows::new(out, Guard::On);
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    // Polis' own files have no byte order mark.
    rows.begin(Mark::None, &header)?;
    Ok(rows)
}

fn number(vote: Vote) -> &'static str {
    match vote {
        Vote::Disagree => "-1",
        Vote::Pass => "0",
        Vote::Agree => "1",
    }
}

/// Reads `comments.csv`, or any list of statements that has the column `comment-id`: what other columns say is
/// taken where they are there.
///
/// Fails with every fault: no id, an id twice, other values.
pub fn read_comments(bytes: &[u8]) -> Result<Vec<Comment>, Faults> {
    let sheet = Sheet::read(bytes)?;
    let Some(id) = sheet.column(STATEMENT) else {
        let what = "no column `comment-id`; name the statements' column so";
        return Err(Faults::one(1, 1, what));
    };
    let column = |names: &[&str]| sheet.column(names);
    let moderated = column(&["moderated", "mod"]);
    let [meta, seed] = [
        ["is-meta", "is_meta", "meta"],
        ["is-seed", "is_seed", "seed"],
    ]
    .map(|names| column(&names));
    let (agrees, disagrees) = (column(&["agrees"]), column(&["disagrees"]));
    let importance = column(&["importance"]);
    let consensus = column(&["group-informed-consensus"]);
    let (author, time) = (column(&["author-id", "author"]), column(TIME));
    let body = column(&["comment-body", "comment", "txt", "text"]);
    let mut faults = Faults::default();
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    let mut comments = Vec::with_capacity(sheet.rows.len());
    for (line, cells) in &sheet.rows {
        let name = unguarded(&cells[id]);
        if name.is_empty() {
            faults.add(*line, id as u64 + 1, "the statement has no id");
            continue;
        }
        if name.len() > MAX_ID {
            let what = format!(
                "the id of the statement `{}` is longer than {MAX_ID} bytes",
                shown(name)
            );
            faults.add(*line, id as u64 + 1, what);
        }
        if let Some(first) = seen.insert(name, *line) {
            let what = format!(
                "statement `{}` is already on line {first}; keep one",
                shown(name)
            );
            faults.add(*line, id as u64 + 1, what);
        }
        let text = |column: Option<usize>| column.map_or("", |column| unguarded(&cells[column]));
        let mut row = RowFaults {
            faults: &mut faults,
            line: *line,
            cells,
        };
        let when = row.number(time, "whole seconds");
        comments.push(Comment {
            id: name.to_owned(),
            author: Some(text(author).to_owned()).filter(|id| !id.is_empty()),
            when: when
                .filter(|seconds| *seconds > 0)
                .map_or(When::Untold, |seconds| When::At(moment(seconds))),
            agrees: row.number(agrees, "a count").unwrap_or(0),
            disagrees: row.number(disagrees, "a count").unwrap_or(0),
            moderated: row
                .one_of(
                    moderated,
                    &[
                        ("-1", Moderated::Out),
                        ("0", Moderated::Undecided),
                        ("1", Moderated::In),
                        ("", Moderated::Undecided),
                    ],
                )
                .unwrap_or_default(),
            importance: row.number(importance, "a count"),
            meta: row.one_of(meta, &FLAGS).unwrap_or(false),
            seed: row.one_of(seed, &FLAGS).unwrap_or(false),
            consensus: row
                .number(consensus, "a number")
                .filter(|number: &f64| number.is_finite()),
            body: text(body).to_owned(),
        });
    }
    faults.or(comments)
}

/// How files write yes and no.
const FLAGS: [(&str, bool); 7] = [
    ("true", true),
    ("1", true),
    ("t", true),
    ("false", false),
    ("0", false),
    ("f", false),
    ("", false),
];

/// Whole seconds since 1970, or milliseconds as some of Polis' files have them.
fn moment(number: i64) -> Timestamp {
    // As seconds this would be the year 5138.
    let is_milliseconds = number >= 100_000_000_000;
    Timestamp(if is_milliseconds {
        number
    } else {
        number * 1000
    })
}

/// The cells of one row, whose faults are kept.
struct RowFaults<'a> {
    faults: &'a mut Faults,
    line: u64,
    cells: &'a [String],
}

impl RowFaults<'_> {
    /// A number, where the column is there and the cell is not empty.
    fn number<N: std::str::FromStr>(&mut self, column: Option<usize>, wanted: &str) -> Option<N> {
        let column = column?;
        let cell = self.cells[column].as_str();
        if cell.is_empty() {
            return None;
        }
        let number = cell.parse().ok();
        if number.is_none() {
            let what = format!("`{}` is not {wanted}", shown(cell));
            self.faults.add(self.line, column as u64 + 1, what);
        }
        number
    }

    /// One of some words, where the column is there.
    fn one_of<T: Copy>(&mut self, column: Option<usize>, words: &[(&str, T)]) -> Option<T> {
        let column = column?;
        let cell = self.cells[column].to_lowercase();
        let found = words.iter().find(|(word, _)| *word == cell);
        if found.is_none() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let what = format!("`{}` is none of {}", shown(&cell), words.join(", "));
            self.faults.add(self.line, column as u64 + 1, what);
        }
        found.map(|(_, value)| *value)
    }
}

/// Reads `summary.csv`; keys that are not known are left out. Fails with every count that is none.
pub fn read_summary(bytes: &[u8]) -> Result<Summary, Faults> {
    let sheet = Sheet::read(bytes)?;
    // The file has no header: its first row is the first pair.
    let rows = std::iter::once((1, &sheet.header)).chain(sheet.rows.iter().map(|(l, r)| (*l, r)));
    let mut faults = Faults::default();
    let mut summary = Summary::default();
    for (line, cells) in rows {
        let [key, value] = &cells[..] else {
            faults.add(line, 1, "a row of `summary.csv` is a key and its value");
            continue;
        };
        let words = || unguarded(value).to_owned();
        let mut count = || {
            let mut row = RowFaults {
                faults: &mut faults,
                line,
                cells,
            };
            row.number(Some(1), "a count").unwrap_or(0)
        };
        match key.as_str() {
            "topic" => summary.topic = words(),
            "url" => summary.url = words(),
            "conversation-description" => summary.description = words(),
            "voters" => summary.voters = count(),
            "voters-in-conv" => summary.voters_in_conv = count(),
            "commenters" => summary.commenters = count(),
            "comments" => summary.comments = count(),
            "groups" => summary.groups = count(),
            _ => {}
        }
    }
    faults.or(summary)
}

/// Reads `stats-history.csv`. Fails with every count that is none and where a column is missing.
pub fn read_history(bytes: &[u8]) -> Result<Vec<Moment>, Faults> {
    let sheet = Sheet::read(bytes)?;
    let columns = HISTORY.map(|name| sheet.column(&[name]));
    if let Some(missing) = columns.iter().position(Option::is_none) {
        let what = format!("no column `{}`", HISTORY[missing]);
        return Err(Faults::one(1, 1, what));
    }
    let mut faults = Faults::default();
    let mut moments = Vec::with_capacity(sheet.rows.len());
    for (line, cells) in &sheet.rows {
        let mut row = RowFaults {
            faults: &mut faults,
            line: *line,
            cells,
        };
        let [votes, comments, visitors, voters, commenters] =
            columns.map(|column| row.number(column, "a count").unwrap_or(0));
        moments.push(Moment {
            votes,
            comments,
            visitors,
            voters,
            commenters,
        });
    }
    faults.or(moments)
}

/// Reads `comment-groups.csv`. Fails with every count that is none and where the id or the totals are missing.
pub fn read_comment_groups(bytes: &[u8]) -> Result<Vec<CommentGroups>, Faults> {
    let sheet = Sheet::read(bytes)?;
    let of = |whose: &str| {
        let columns = COUNTS.map(|count| sheet.column(&[&format!("{whose}-{count}")]));
        columns.iter().all(Option::is_some).then_some(columns)
    };
    let (Some(id), Some(total)) = (sheet.column(STATEMENT), of("total")) else {
        let what = "the columns are not those of `comment-groups.csv`: `comment-id`, `comment`, `total-votes` and on";
        return Err(Faults::one(1, 1, what));
    };
    let body = sheet.column(&["comment", "comment-body"]);
    let groups: Vec<[Option<usize>; 4]> = (0..sheet.header.len())
        .map_while(|group| of(&format!("group-{}", letter(group))))
        .collect();
    let mut faults = Faults::default();
    let mut comments = Vec::with_capacity(sheet.rows.len());
    for (line, cells) in &sheet.rows {
        let mut row = RowFaults {
            faults: &mut faults,
            line: *line,
            cells,
        };
        let mut tally = |columns: &[Option<usize>; 4]| {
            let [seen, agree, disagree, pass] =
                columns.map(|column| row.number(column, "a count").unwrap_or(0));
            Tally {
                agree,
                disagree,
                pass,
                seen,
            }
        };
        comments.push(CommentGroups {
            id: unguarded(&cells[id]).to_owned(),
            body: body.map_or(String::new(), |body| unguarded(&cells[body]).to_owned()),
            total: tally(&total),
            groups: groups.iter().map(tally).collect(),
        });
    }
    faults.or(comments)
}

/// How many statements each author wrote.
pub fn written(comments: &[Comment]) -> BTreeMap<&str, u64> {
    let mut written = BTreeMap::new();
    for author in comments.iter().filter_map(|one| one.author.as_deref()) {
        *written.entry(author).or_default() += 1;
    }
    written
}
