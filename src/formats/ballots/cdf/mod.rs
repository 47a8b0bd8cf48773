//! Cast-vote records in the common data format of NIST SP 1500-103, as JSON or XML: one record a ballot,
//! each with its contests, and the names of contests and candidates apart from them.
//!
//! What a record says is taken from its current snapshot. A rank may stand at the selection or at its
//! position; a contest without any rank is read as approvals or, where a mark is worth more than one vote,
//! as scores. Write-ins that name nobody on the ballot are one option together.

mod json;
mod write;
mod xml;

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::Value;

use super::{Ballots, BallotsError, UNSAID};
use crate::formats::rows::shown;
use crate::tally::{Form, ProfileBuilder, Weight, list};

pub(super) use write::write;

/// The option that stands for all who are written in and not on the ballot.
const WRITE_IN: &str = "write-in";

/// The last rank there may be, so that a slip is no million of skipped ranks.
const LAST_RANK: u64 = 999;

/// Does it speak of cast-vote records near its beginning?
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1 << 16)];
    let has = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    matches!(start.first(), Some(b'{' | b'<'))
        && (has(b"CastVoteRecordReport") || has(b"CVRSnapshot"))
}

/// Reads the ballots of one contest: the one of that name or id, or else the only one there is.
pub(super) fn read(text: &str, contest: Option<&str>) -> Result<Ballots, BallotsError> {
    let report = if text.trim_start().starts_with('<') {
        xml::read(text)?
    } else {
        json::read(text)?
    };
    report.ballots(contest)
}

/// What a file says, before a contest is chosen.
#[derive(Debug, Default)]
struct Report {
    ids: Ids,
    /// How many records there are.
    records: u64,
    /// What each record says of each of its contests, in the order of the file.
    papers: Vec<Paper>,
    said: Vec<Said>,
    elections: Vec<Election>,
    notes: Notes,
}

/// What one record says of one contest: the marks up to `end`, from where the paper before ended.
#[derive(Debug)]
struct Paper {
    record: u64,
    contest: u32,
    end: usize,
}

/// One mark.
#[derive(Clone, Copy, Debug)]
struct Said {
    /// The selection's id; none for a write-in.
    selection: Option<u32>,
    rank: Option<u16>,
    votes: u32,
    /// Does the file say that it must not be counted?
    barred: bool,
}

/// What was passed over.
#[derive(Debug, Default)]
struct Notes {
    unsettled: u64,
    barred: u64,
    unmarked: u64,
    write_ins: u64,
}

/// Ids by number.
#[derive(Debug, Default)]
struct Ids {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Ids {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        // There are no more ids than bytes of the file, which is below 4 GiB.
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(id.to_owned(), number);
        self.names.push(id.to_owned());
        number
    }

    fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }
}

#[derive(Debug, Deserialize)]
struct Election {
    #[serde(rename = "Candidate", default)]
    candidates: Vec<Candidate>,
    #[serde(rename = "Contest", default)]
    contests: Vec<Contest>,
}

#[derive(Debug, Deserialize)]
struct Candidate {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "Name")]
    name: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Contest {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "Name")]
    name: Option<String>,
    #[serde(rename = "NumberElected")]
    elected: Option<u32>,
    #[serde(rename = "ContestSelection", default)]
    selections: Vec<Selection>,
}

impl Contest {
    fn told(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

#[derive(Debug, Deserialize)]
struct Selection {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "CandidateIds", default)]
    candidates: Vec<String>,
    #[serde(rename = "IsWriteIn", default)]
    write_in: bool,
    /// What a measure's selection says, as in `Yes`.
    #[serde(rename = "Selection")]
    says: Option<String>,
}

/// One record.
#[derive(Deserialize)]
struct Cvr {
    #[serde(rename = "CurrentSnapshotId")]
    current: Option<String>,
    #[serde(rename = "CVRSnapshot", default)]
    snapshots: Vec<Snapshot>,
}

#[derive(Deserialize)]
struct Snapshot {
    #[serde(rename = "@id")]
    id: Option<String>,
    #[serde(rename = "CVRContest", default)]
    contests: Vec<CvrContest>,
}

#[derive(Deserialize)]
struct CvrContest {
    #[serde(rename = "ContestId")]
    id: String,
    #[serde(rename = "CVRContestSelection", default)]
    selections: Vec<CvrSelection>,
}

#[derive(Deserialize)]
struct CvrSelection {
    #[serde(rename = "ContestSelectionId")]
    id: Option<String>,
    #[serde(rename = "Rank")]
    rank: Option<u64>,
    #[serde(rename = "Status")]
    status: Option<Value>,
    #[serde(rename = "SelectionPosition", default)]
    positions: Vec<Position>,
}

#[derive(Default, Deserialize)]
struct Position {
    #[serde(rename = "HasIndication")]
    indication: Option<String>,
    #[serde(rename = "IsAllocable")]
    allocable: Option<String>,
    #[serde(rename = "NumberVotes")]
    votes: Option<u32>,
    #[serde(rename = "Rank")]
    rank: Option<u64>,
    #[serde(rename = "CVRWriteIn")]
    write_in: Option<Value>,
}

impl CvrSelection {
    fn is_unsettled(&self) -> bool {
        let is_word = |value: &Value| value.as_str() == Some("needs-adjudication");
        self.status.as_ref().is_some_and(|status| match status {
            Value::Array(several) => several.iter().any(is_word),
            one => is_word(one),
        })
    }
}

impl Report {
    /// Takes in a record. Fails with what is wrong with it.
    fn add(&mut self, cvr: &Cvr) -> Result<(), String> {
        self.records += 1;
        let current = match (&cvr.current, &cvr.snapshots[..]) {
            (Some(current), snapshots) => snapshots
                .iter()
                .find(|snapshot| snapshot.id.as_ref() == Some(current))
                .ok_or_else(|| {
                    format!(
                        "`CurrentSnapshotId` is `{}`, and no `CVRSnapshot` of this record has that id",
                        shown(current)
                    )
                })?,
            (None, [only]) => only,
            (None, snapshots) => {
                return Err(format!(
                    "this record has {} snapshots and no `CurrentSnapshotId`, which must name one",
                    snapshots.len()
                ));
            }
        };
        let mut seen = BTreeSet::new();
        for contest in &current.contests {
            let number = self.ids.number(&contest.id);
            if !seen.insert(number) {
                return Err(format!(
                    "this record has the contest `{}` twice; it must be there once",
                    shown(&contest.id)
                ));
            }
            for selection in &contest.selections {
                self.marks(selection)?;
            }
            self.papers.push(Paper {
                record: self.records,
                contest: number,
                end: self.said.len(),
            });
        }
        Ok(())
    }

    fn marks(&mut self, selection: &CvrSelection) -> Result<(), String> {
        if selection.is_unsettled() {
            self.notes.unsettled += 1;
            return Ok(());
        }
        let id = selection.id.as_deref().map(|id| self.ids.number(id));
        // A rank at the selection is one mark, whether or not its positions are listed.
        let one = [Position::default()];
        let positions = match selection.positions.as_slice() {
            [] => &one[..],
            several if selection.rank.is_some() => &several[..1],
            several => several,
        };
        for position in positions {
            if position.indication.as_deref() == Some("no") {
                self.notes.unmarked += 1;
                continue;
            }
            let rank = selection.rank.or(position.rank);
            let rank = match rank {
                None => None,
                Some(rank) => Some(
                    Some(rank)
                        .filter(|rank| (1..=LAST_RANK).contains(rank))
                        .and_then(|rank| u16::try_from(rank).ok())
                        .ok_or_else(|| {
                            format!(
                                "`Rank` is {rank}; it must be a whole number from 1 to {LAST_RANK}"
                            )
                        })?,
                ),
            };
            let selection = id.filter(|_| position.write_in.is_none());
            if selection.is_none() && position.write_in.is_none() {
                return Err(
                    "a selection names no `ContestSelectionId` and no `CVRWriteIn`; it must name one".to_owned(),
                );
            }
            self.said.push(Said {
                selection,
                rank,
                votes: position.votes.unwrap_or(1),
                barred: position.allocable.as_deref() == Some("no"),
            });
        }
        Ok(())
    }

    fn ballots(mut self, wanted: Option<&str>) -> Result<Ballots, BallotsError> {
        let whole = |what: String| BallotsError::Whole(what);
        let elections = std::mem::take(&mut self.elections);
        let mut contests: Vec<Contest> = Vec::new();
        let mut candidates: HashMap<String, Option<String>> = HashMap::new();
        for election in elections {
            contests.extend(election.contests);
            for candidate in election.candidates {
                if candidates.contains_key(&candidate.id) {
                    let what = "is the id of two candidates; each must have its own";
                    return Err(whole(format!("`{}` {what}", shown(&candidate.id))));
                }
                candidates.insert(candidate.id, candidate.name);
            }
        }
        if contests.is_empty() {
            contests = self.undeclared();
        }
        let contest = choose(&contests, wanted).map_err(whole)?;
        let number = self.ids.number(&contest.id);
        let held = self.papers.iter().any(|paper| paper.contest == number);
        if !held && self.records > 0 {
            return Err(whole(format!(
                "none of the {} records holds the contest `{}`; choose another with `--contest`",
                self.records,
                shown(contest.told())
            )));
        }
        let options = Options::of(contest, &candidates).map_err(whole)?;
        let options = if contest.selections.is_empty() {
            self.marked(number)
        } else {
            options
        };
        self.count(contest, number, options)
    }

    /// The contests that the records speak of, where the file declares none.
    fn undeclared(&self) -> Vec<Contest> {
        let mut seen = BTreeSet::new();
        let ids = self.papers.iter().map(|paper| paper.contest);
        ids.filter(|id| seen.insert(*id))
            .map(|id| Contest {
                id: self.ids.name(id).to_owned(),
                name: None,
                elected: None,
                selections: Vec::new(),
            })
            .collect()
    }

    /// Every paper with its marks.
    fn papers(&self) -> impl Iterator<Item = (&Paper, &[Said])> {
        let starts = std::iter::once(0).chain(self.papers.iter().map(|paper| paper.end));
        self.papers
            .iter()
            .zip(starts)
            .map(|(paper, start)| (paper, &self.said[start..paper.end]))
    }

    /// The ids that are marked in a contest which declares no selections, in alphabetical order.
    fn marked(&self, contest: u32) -> Options {
        let papers = self.papers().filter(|(paper, _)| paper.contest == contest);
        let marks = papers
            .flat_map(|(_, said)| said)
            .filter_map(|said| said.selection);
        let ids: BTreeSet<&str> = marks.map(|id| self.ids.name(id)).collect();
        let mut options = Options::default();
        for id in ids {
            options.add(id, id);
        }
        options
    }

    fn count(
        mut self,
        contest: &Contest,
        number: u32,
        mut options: Options,
    ) -> Result<Ballots, BallotsError> {
        let whole = |record: u64, what: &str| {
            BallotsError::Whole(format!(
                "record {record}, contest `{}`: {what}",
                shown(contest.told())
            ))
        };
        let ours = |paper: &Paper| paper.contest == number;
        let marks = || {
            self.papers()
                .filter(|(paper, _)| ours(paper))
                .flat_map(|(_, said)| said)
        };
        let ranked = marks().any(|said| said.rank.is_some());
        let several = marks().any(|said| said.votes > 1);
        if marks().any(|said| said.selection.is_none()) {
            options.write_in();
        }
        let by_id: HashMap<u32, usize> = options
            .by_id
            .iter()
            .filter_map(|(id, option)| Some((*self.ids.numbers.get(id)?, *option)))
            .collect();
        let mut builder = ProfileBuilder::new(options.names)?;
        let (mut held, mut barred, mut write_ins) = (0_u64, 0_u64, 0_u64);
        let mut marked: Vec<(usize, Said)> = Vec::new();
        for (paper, said) in self.papers().filter(|(paper, _)| ours(paper)) {
            held += 1;
            marked.clear();
            for said in said {
                let option = match said.selection {
                    None => options.write_in,
                    Some(id) => by_id.get(&id).copied().or_else(|| {
                        let unsaid = options.unsaid.as_deref() == Some(self.ids.name(id));
                        unsaid.then_some(Form::OVERVOTE)
                    }),
                };
                let id = said.selection.map_or("", |id| self.ids.name(id));
                let what = format!(
                    "`ContestSelectionId` is `{}`, which the contest does not have",
                    shown(id)
                );
                let option = option.ok_or_else(|| whole(paper.record, &what))?;
                if ranked && said.rank.is_none() {
                    return Err(whole(
                        paper.record,
                        "a mark has no `Rank`, and others of the contest have; give each one",
                    ));
                }
                write_ins += u64::from(Some(option) == options.write_in);
                marked.push((option, *said));
            }
            // Two marks or more that are barred at one rank are an overvote, which the rules decide on.
            let alike = |rank: Option<u16>| {
                let at = marked
                    .iter()
                    .filter(|(_, said)| said.rank == rank && said.barred);
                at.map(|(option, _)| option).collect::<BTreeSet<_>>().len()
            };
            let counts: Vec<bool> = marked
                .iter()
                .map(|(_, said)| !said.barred || alike(said.rank) > 1)
                .collect();
            barred += counts.iter().filter(|counts| !**counts).count() as u64;
            let mut counts = counts.into_iter();
            marked.retain(|_| counts.next().unwrap_or(true));
            let form = form(&marked, ranked, several);
            builder.add(1, Weight::ONE, &form)?;
        }
        self.notes.barred = barred;
        self.notes.write_ins = write_ins;
        Ok(Ballots {
            title: Some(contest.told().to_owned()),
            seats: contest.elected.filter(|seats| *seats > 0),
            notes: self.notes.told(self.records - held, contest.told()),
            ..Ballots::of(builder.finish())
        })
    }
}

/// What the marks of one paper say.
fn form(marked: &[(usize, Said)], ranked: bool, several: bool) -> Form {
    if ranked {
        let mut ranks: Vec<Vec<usize>> = Vec::new();
        for (option, said) in marked {
            let rank = usize::from(said.rank.unwrap_or(1));
            if ranks.len() < rank {
                ranks.resize(rank, Vec::new());
            }
            ranks[rank - 1].push(*option);
        }
        Form::Ranking(ranks)
    } else if several {
        let mut scores: Vec<(usize, u32)> = Vec::new();
        for (option, said) in marked {
            match scores.iter_mut().find(|(scored, _)| scored == option) {
                Some((_, score)) => *score = score.saturating_add(said.votes),
                None => scores.push((*option, said.votes)),
            }
        }
        Form::Scores(scores)
    } else {
        let told = marked.iter().filter(|(_, said)| said.votes > 0);
        Form::Approves(told.map(|(option, _)| *option).collect())
    }
}

impl Notes {
    fn told(&self, without: u64, contest: &str) -> Vec<String> {
        let lines = [
            (
                without,
                format!(
                    "records do not hold the contest `{}` and are not counted",
                    shown(contest)
                ),
            ),
            (
                self.unsettled,
                "selections need adjudication and are left out".to_owned(),
            ),
            (
                self.unmarked,
                "positions without an indication are no marks".to_owned(),
            ),
            (
                self.barred,
                "marks must not be allocated, says the file, and are left out".to_owned(),
            ),
            (
                self.write_ins,
                format!("marks for write-ins are counted together as `{WRITE_IN}`"),
            ),
        ];
        let told = lines.into_iter().filter(|(n, _)| *n > 0);
        told.map(|(n, what)| format!("{n} {what}")).collect()
    }
}

/// The options of a contest, and which ids stand for them.
#[derive(Default)]
struct Options {
    names: Vec<String>,
    by_id: Vec<(String, usize)>,
    write_in: Option<usize>,
    /// The id of the selection that stands for an overvote without names.
    unsaid: Option<String>,
}

impl Options {
    fn of(contest: &Contest, candidates: &HashMap<String, Option<String>>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut ids = BTreeSet::new();
        for selection in &contest.selections {
            if !ids.insert(&selection.id) {
                let what = "is the id of two selections; each must have its own";
                return Err(format!("`{}` {what}", shown(&selection.id)));
            }
            if selection.write_in {
                let option = options.write_in();
                options.by_id.push((selection.id.clone(), option));
                continue;
            }
            // XML writes several ids into one text.
            let ids = selection
                .candidates
                .iter()
                .flat_map(|ids| ids.split_whitespace());
            let mut names: Vec<&str> = Vec::new();
            for id in ids {
                let name = candidates.get(id).ok_or_else(|| {
                    format!(
                        "the selection `{}` names the candidate `{}`, which the file does not have",
                        shown(&selection.id),
                        shown(id)
                    )
                })?;
                names.push(name.as_deref().unwrap_or(id));
            }
            let name = match (&names[..], &selection.says) {
                ([], Some(says)) => says.clone(),
                ([], None) => selection.id.clone(),
                (several, _) => several.join(" and "),
            };
            if name == UNSAID && options.unsaid.is_none() {
                options.unsaid = Some(selection.id.clone());
            } else {
                options.add(&selection.id, &name);
            }
        }
        Ok(options)
    }

    fn add(&mut self, id: &str, name: &str) {
        self.by_id.push((id.to_owned(), self.names.len()));
        self.names.push(name.to_owned());
    }

    /// The option for all write-ins.
    fn write_in(&mut self) -> usize {
        *self.write_in.get_or_insert_with(|| {
            self.names.push(WRITE_IN.to_owned());
            self.names.len() - 1
        })
    }
}

fn choose<'c>(contests: &'c [Contest], wanted: Option<&str>) -> Result<&'c Contest, String> {
    let all = || list(contests.iter().map(|contest| shown(contest.told())));
    let found: Vec<&Contest> = match wanted {
        None => contests.iter().collect(),
        Some(wanted) => {
            let by_id = contests.iter().filter(|contest| contest.id == wanted);
            let by_name = contests.iter().filter(|contest| contest.told() == wanted);
            let by_id: Vec<&Contest> = by_id.collect();
            if by_id.is_empty() {
                by_name.collect()
            } else {
                by_id
            }
        }
    };
    match (&found[..], wanted) {
        ([only], _) => Ok(only),
        ([], None) => {
            Err("the file has no contest and no records; there must be at least one".to_owned())
        }
        ([], Some(wanted)) => Err(format!(
            "there is no contest `{}`; there are {}",
            shown(wanted),
            all()
        )),
        (several, Some(wanted)) => Err(format!(
            "{} contests are called `{}`; choose by id: {}",
            several.len(),
            shown(wanted),
            list(several.iter().map(|contest| shown(&contest.id)))
        )),
        (several, None) => Err(format!(
            "there are {} contests; choose one with `--contest`: {}",
            several.len(),
            all()
        )),
    }
}
