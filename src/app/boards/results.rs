//! What a board says, as far as the privacy floor lets it be told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::live::LiveBoard;
use super::record::{Board, Mark, Merged, Sheet, Statement};
use super::voting::votes_of;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{State, VOTES};
use crate::app::secret::number_from;
use crate::app::surveys::Turnout;
use crate::app::visitors::Visitor;
use crate::app::{App, BALLOTS_FLOOR, keep, kept};
use crate::model::{Organisation, OrganisationId, Privacy, Role, Slug};
use crate::opinion::{
    By, GroupReport, Groups, HowMany, Report, RepresentativeReport, Stability, Tally, Verdict,
    View, Votes, natural, polis, report,
};

/// What came of a board, or has come of it so far.
#[derive(Clone, Debug)]
pub struct BoardResults {
    /// The board.
    pub board: Board,
    /// The privacy floor.
    pub k: u32,
    /// How many have voted.
    pub participants: usize,
    /// How many are on the roll and have taken part.
    pub turnout: Turnout,
    /// How many votes there are.
    pub votes: usize,
    /// May whole votes be handed out, without names and in no order that tells anything?
    pub shows_votes: bool,
    /// The statements up for vote, by number.
    pub statements: Vec<Told>,
    /// Where everybody stands on the map; nobody where whole votes may not be told.
    pub map: Vec<Placed>,
    /// By opinion groups; everybody in one group where whole votes may not be told.
    pub opinion: Divided,
    /// By organisations, on a board that is not anonymous.
    pub organisations: Option<Divided>,
    /// What a majority of everybody is for, and against, as Polis lists it.
    pub majority: [Vec<u32>; 2],
}

/// A statement and what may be told of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The statement.
    pub statement: Statement,
    /// How everybody voted; none where fewer than `k` did.
    pub tally: Option<Tally>,
    /// How many of them call it important, where at least `k` do.
    pub important: Option<u32>,
}

/// One person on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Along the first component.
    pub x: f64,
    /// Along the second component.
    pub y: f64,
    /// The index of the group, where she belongs to one that may be told.
    pub group: Option<usize>,
}

/// The people of a board in groups, and what that shows.
#[derive(Clone, Debug)]
pub struct Divided {
    /// How far the groups can be relied on; none where they were not looked for.
    pub stability: Option<Stability>,
    /// The groups.
    pub groups: Vec<GroupTold>,
    /// What every group supports: the statement, how much of a common ground it is and between which bounds,
    /// the surest first.
    pub common_ground: Vec<(u32, f64, [f64; 2])>,
    /// What divides: the statement, the gap, and the two groups it is between, the one more in favour first.
    pub divisive: Vec<(u32, f64, [usize; 2])>,
    /// What each group would pass by itself, the broadest ground first.
    pub bridging: Vec<u32>,
    /// How each group voted on each statement; none where that may not be told.
    pub cells: BTreeMap<u32, Vec<Option<Tally>>>,
}

/// One group.
#[derive(Clone, Debug)]
pub struct GroupTold {
    /// Its letter, or the organisation's name.
    pub name: String,
    /// How many voters belong to it; none where they are fewer than `k`.
    pub size: Option<usize>,
    /// What is typical of it: the statement, for or against it, and the share of the group.
    pub typical: Vec<(u32, polis::Side, f64)>,
    /// What it wants and no other group opposes.
    pub unopposed: Vec<u32>,
}

/// How a group voted on one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSaid {
    /// The group's letter or the organisation's name.
    pub name: String,
    /// How it voted, where that may be told.
    pub tally: Option<Tally>,
}

impl Divided {
    /// Are there groups to speak of?
    pub fn has_groups(&self) -> bool {
        self.groups.len() > 1
    }

    /// How each group voted on one statement.
    pub fn said(&self, number: u32) -> Vec<GroupSaid> {
        let cells = self.cells.get(&number);
        self.groups
            .iter()
            .enumerate()
            .map(|(idx, group)| GroupSaid {
                name: group.name.clone(),
                tally: cells.and_then(|cells| cells.get(idx).copied().flatten()),
            })
            .collect()
    }
}

impl BoardResults {
    /// A statement by its number.
    pub fn get(&self, number: u32) -> Option<&Told> {
        self.statements
            .binary_search_by_key(&number, |told| told.statement.number)
            .ok()
            .map(|at| &self.statements[at])
    }

    /// The verdict on its opinion groups; none where they were not looked for.
    pub fn verdict(&self) -> Option<Verdict> {
        self.opinion.stability.map(|stability| stability.verdict)
    }
}

impl App {
    /// What came of a closed board; of an open one as well, where it shows results while it runs.
    pub async fn board_results(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<Arc<BoardResults>, AppError> {
        visitor.must_be(Role::Member)?;
        let board = self.board(visitor, slug).await?.board;
        if !board.shows_results() {
            return Err(match board.state {
                State::Draft => Hindrance::NotOpenYet,
                State::Open | State::Closed => Hindrance::StillOpen,
            }
            .into());
        }
        let key = (slug.clone(), board.created);
        if board.state == State::Closed
            && let Some(results) = kept(&self.board_results, &key)
        {
            return told(results);
        }
        if board.state == State::Open {
            return self.running_results(board).await;
        }
        let statements = self.plain_statements(slug).await?;
        let sheets = self.sheets_of(slug).await?;
        let found = self.count_board(board, statements, sheets, None).await?;
        told(keep(&self.board_results, key, found))
    }

    /// What has come of an open board so far.
    ///
    /// Two pages that lie one vote apart tell that vote. So results stay as they are until the sheets of at least
    /// `k` people are others than those they were counted from; only a statement that is no longer up for vote
    /// goes at once.
    async fn running_results(&self, board: Board) -> Result<Arc<BoardResults>, AppError> {
        let live = self.live_board(&board).await?;
        let statements = self.plain_statements(&board.slug).await?;
        let k = floor(self.k().await?);
        // Held until the results are there: everybody who waits is shown the same ones.
        let mut running = live.running.lock().await;
        let is_due = running
            .as_ref()
            .is_none_or(|shown| live.changed_since(&shown.versions) >= k);
        if is_due {
            let prefix = format!("{}/", board.slug);
            let mut versions = BTreeMap::new();
            let mut sheets = Vec::new();
            for (key, version, sheet) in self.load_all::<Sheet>(VOTES, &prefix).await? {
                versions.insert(key, version);
                sheets.push(sheet);
            }
            // While a board is open its map follows the votes without jumping; the closed one is that of the
            // votes alone.
            let found = self
                .count_board(board, statements.clone(), sheets, Some(Arc::clone(&live)))
                .await?;
            let results = told(Arc::new(found))?;
            *running = Some(Running { results, versions });
        }
        let Some(shown) = running.as_mut() else {
            return Err(Hindrance::TooFew.into());
        };
        if let Some(results) = shown.results.without_taken_down(&statements) {
            shown.results = Arc::new(results);
        }
        Ok(Arc::clone(&shown.results))
    }

    async fn count_board(
        &self,
        board: Board,
        statements: Vec<Statement>,
        sheets: Vec<Sheet>,
        live: Option<Arc<LiveBoard>>,
    ) -> Result<BoardResults, AppError> {
        let organisations = self.organisations().await?;
        let turnout = self.turnout_of_board(&board.slug).await?;
        let k = self.k().await?;
        tokio::task::spawn_blocking(move || {
            let counted = Counted {
                statements,
                sheets: &sheets,
                organisations: &organisations,
                turnout,
                k,
            };
            let view = live.map(|live| live.fresh_view());
            counted.results(board, view.as_deref())
        })
        .await
        .map_err(|error| AppError::Unfit(error.to_string()))?
    }
}

/// The results that are shown of an open board.
#[derive(Debug)]
pub(crate) struct Running {
    results: Arc<BoardResults>,
    /// The version of each sheet that they were counted from.
    versions: BTreeMap<String, u64>,
}

impl BoardResults {
    /// The same without the statements that are no longer up for vote; none where all still are.
    fn without_taken_down(&self, statements: &[Statement]) -> Option<Self> {
        let up: BTreeSet<u32> = statements
            .iter()
            .filter(|statement| statement.is_up())
            .map(|statement| statement.number)
            .collect();
        let is_up = |number: &u32| up.contains(number);
        if self
            .statements
            .iter()
            .all(|told| is_up(&told.statement.number))
        {
            return None;
        }
        let mut rest = self.clone();
        rest.statements.retain(|told| is_up(&told.statement.number));
        for list in &mut rest.majority {
            list.retain(is_up);
        }
        for divided in std::iter::once(&mut rest.opinion).chain(&mut rest.organisations) {
            divided.common_ground.retain(|(number, ..)| is_up(number));
            divided.divisive.retain(|(number, ..)| is_up(number));
            divided.bridging.retain(is_up);
            divided.cells.retain(|number, _| is_up(number));
            for group in &mut divided.groups {
                group.typical.retain(|(number, ..)| is_up(number));
                group.unopposed.retain(is_up);
            }
        }
        Some(rest)
    }
}

/// Nothing is told of fewer people than the floor.
fn told(results: Arc<BoardResults>) -> Result<Arc<BoardResults>, AppError> {
    if results.participants < floor(results.k) {
        return Err(Hindrance::TooFew.into());
    }
    Ok(results)
}

fn floor(k: u32) -> usize {
    usize::try_from(k).unwrap_or(usize::MAX)
}

/// All there is to count.
struct Counted<'a> {
    statements: Vec<Statement>,
    sheets: &'a [Sheet],
    organisations: &'a [Organisation],
    turnout: Turnout,
    k: u32,
}

impl Counted<'_> {
    fn results(self, board: Board, view: Option<&View>) -> Result<BoardResults, AppError> {
        let (votes, people) = votes_of(&self.statements, self.sheets)?;
        let seed = number_from(&board.seed);
        let n = people.len();
        // What one person voted on many statements is nearly a signature: it is told in a crowd only.
        let shows_votes =
            board.privacy == Privacy::Named || n >= floor(self.k).saturating_mul(BALLOTS_FLOOR);
        let report = match view.filter(|_| shows_votes) {
            Some(view) => view.report(),
            None if shows_votes => report(&votes, &By::Opinion(HowMany::AsFound), seed),
            None => {
                let everybody = Groups::new(vec!["A".to_owned()], vec![Some(0); n]);
                report(&votes, &By::Given(everybody), seed)
            }
        };
        let opinion = self.divided(&report, Outside::IsToldAnyway);
        let map = if shows_votes {
            placed(&report, &opinion)
        } else {
            Vec::new()
        };
        let organisations = match board.privacy {
            Privacy::Anonymous => None,
            Privacy::Confidential | Privacy::Named => self.by_organisation(&votes, &people, seed),
        };
        let important = self.important(&people);
        let statements: Vec<Told> = self
            .statements
            .iter()
            .filter(|statement| statement.is_up())
            .map(|statement| Told {
                tally: told_tally(&report, statement.number, self.k),
                important: important
                    .get(&statement.number)
                    .copied()
                    .filter(|n| *n >= self.k),
                statement: statement.clone(),
            })
            .collect();
        let majority = [&report.majority.agree, &report.majority.disagree]
            .map(|list| self.told_numbers(list.iter().copied(), &report));
        Ok(BoardResults {
            k: self.k,
            participants: n,
            turnout: self.turnout,
            votes: votes.len(),
            shows_votes,
            map,
            opinion,
            organisations,
            majority,
            statements,
            board,
        })
    }

    /// The same votes by organisation; none where fewer than two are large enough to be told of.
    fn by_organisation(&self, votes: &Votes, people: &[&Sheet], seed: u64) -> Option<Divided> {
        let mut sizes: BTreeMap<OrganisationId, usize> = BTreeMap::new();
        for sheet in people {
            if let Some(id) = sheet.organisation {
                *sizes.entry(id).or_default() += 1;
            }
        }
        let mut large: Vec<(&str, OrganisationId)> = self
            .organisations
            .iter()
            .filter(|one| sizes.get(&one.id).is_some_and(|n| *n >= floor(self.k)))
            .map(|one| (one.name.as_str(), one.id))
            .collect();
        large.sort_by(|a, b| natural(a.0, b.0).then(a.1.cmp(&b.1)));
        if large.len() < 2 {
            return None;
        }
        let place = |id: OrganisationId| large.iter().position(|(_, known)| *known == id);
        let of = people
            .iter()
            .map(|sheet| u16::try_from(place(sheet.organisation?)?).ok())
            .collect();
        let names = large.iter().map(|(name, _)| (*name).to_owned()).collect();
        let groups = By::Given(Groups::new(names, of));
        let report = report(votes, &groups, seed);
        Some(self.divided(&report, Outside::MustNotBeTold))
    }

    fn divided(&self, report: &Report<'_>, outside: Outside) -> Divided {
        let k = self.k;
        let is_large: Vec<bool> = report
            .groups
            .iter()
            .map(|group| group.size >= floor(k))
            .collect();
        let sizes_told = self.told_sizes(report, &is_large, outside);
        let mut cells = BTreeMap::new();
        let mut whole = BTreeSet::new();
        let (mut common_ground, mut divisive) = (Vec::new(), Vec::new());
        for statement in &report.statements {
            let Some(number) = self.told_number(statement.id, report) else {
                continue;
            };
            let is_meta = self.is_meta(number);
            let tallies: Vec<Tally> = report
                .groups
                .iter()
                .map(|group| {
                    statement
                        .by_group
                        .get(&group.id)
                        .copied()
                        .unwrap_or_default()
                })
                .collect();
            let may_tell = told_cells(statement.tally.seen, &tallies, &is_large, k, outside);
            let told: Vec<Option<Tally>> = tallies
                .iter()
                .zip(&may_tell)
                .map(|(tally, may)| may.then_some(*tally))
                .collect();
            // What is found from all groups together tells of a hidden one where the others are shown.
            let is_whole = match outside {
                Outside::IsToldAnyway => told.iter().any(Option::is_some),
                Outside::MustNotBeTold => told.iter().all(Option::is_some),
            };
            if is_whole {
                whole.insert(number);
            }
            if let (Some(value), Some(interval)) =
                (statement.common_ground, statement.common_ground_interval)
                && value >= COMMON
                && !is_meta
                && is_whole
            {
                common_ground.push((number, value, interval));
            }
            let named = |name: &String| report.groups.iter().position(|group| group.id == *name);
            if let (Some([more, less]), Some(gap)) = (&statement.divides, statement.divisiveness)
                && let (Some(more), Some(less)) = (named(more), named(less))
                && may_tell[more]
                && may_tell[less]
            {
                divisive.push((number, gap, [more, less]));
            }
            cells.insert(number, told);
        }
        common_ground.sort_by(|a, b| b.2[0].total_cmp(&a.2[0]).then(a.0.cmp(&b.0)));
        divisive.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let is_told = |number: &u32, group: usize| {
            let cells = cells.get(number);
            cells.is_some_and(|cells| cells.get(group).is_some_and(Option::is_some))
        };
        let groups = report
            .groups
            .iter()
            .enumerate()
            .map(|(idx, group)| GroupTold {
                name: group.id.clone(),
                size: sizes_told[idx].then_some(group.size),
                typical: self.typical(group, idx, &cells, report),
                unopposed: self
                    .told_numbers(group.unopposed.iter().copied(), report)
                    .into_iter()
                    .filter(|number| {
                        whole.contains(number) && is_told(number, idx) && !self.is_meta(*number)
                    })
                    .collect(),
            })
            .collect();
        Divided {
            stability: report.stability,
            groups,
            common_ground,
            divisive,
            bridging: self
                .told_numbers(report.bridging.iter().copied(), report)
                .into_iter()
                .filter(|number| whole.contains(number) && !self.is_meta(*number))
                .collect(),
            cells,
        }
    }

    /// What is typical of the group of that index, with the share of it on that side.
    fn typical(
        &self,
        group: &GroupReport<'_>,
        idx: usize,
        cells: &BTreeMap<u32, Vec<Option<Tally>>>,
        report: &Report<'_>,
    ) -> Vec<(u32, polis::Side, f64)> {
        let told = |one: &RepresentativeReport<'_>| {
            let number = self.told_number(one.statement, report)?;
            let cell = cells.get(&number)?.get(idx).copied().flatten()?;
            // As in the bars of the same page, without the two people that Polis adds.
            let on_side = match one.standing.side {
                polis::Side::Agree => cell.agree,
                polis::Side::Disagree => cell.disagree,
            };
            let share = f64::from(on_side) / f64::from(cell.seen.max(1));
            // Where nothing is typical, Polis lists what is least untypical.
            (one.standing.share > 0.5).then_some((number, one.standing.side, share))
        };
        group.representative.iter().filter_map(told).collect()
    }

    /// Which groups' sizes may be told, so that the number of all others is not that of fewer than `k` people.
    fn told_sizes(&self, report: &Report<'_>, is_large: &[bool], outside: Outside) -> Vec<bool> {
        if outside == Outside::IsToldAnyway {
            return is_large.to_vec();
        }
        let people = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let sizes: Vec<Tally> = report
            .groups
            .iter()
            .map(|group| Tally {
                seen: people(group.size),
                ..Tally::default()
            })
            .collect();
        told_cells(
            people(report.participants),
            &sizes,
            is_large,
            self.k,
            outside,
        )
    }

    /// The number of a statement that is up for vote and of which enough people's votes may be told.
    fn told_number(&self, id: &str, report: &Report<'_>) -> Option<u32> {
        let number = id.parse().ok()?;
        let is_up = self
            .statements
            .iter()
            .any(|statement| statement.number == number && statement.is_up());
        told_tally(report, number, self.k)
            .filter(|_| is_up)
            .map(|_| number)
    }

    /// Is a statement about who takes part? Then it is nothing to agree upon.
    fn is_meta(&self, number: u32) -> bool {
        let found = self.statements.iter().find(|one| one.number == number);
        found.is_some_and(|statement| statement.meta)
    }

    fn told_numbers<'a>(
        &self,
        ids: impl Iterator<Item = &'a str>,
        report: &Report<'_>,
    ) -> Vec<u32> {
        ids.filter_map(|id| self.told_number(id, report)).collect()
    }

    /// How many call each statement important.
    fn important(&self, people: &[&Sheet]) -> BTreeMap<u32, u32> {
        let merged = Merged::of(&self.statements);
        let mut found = BTreeMap::new();
        for sheet in people {
            for (number, Mark { important, .. }) in merged.votes(sheet) {
                if important {
                    *found.entry(number).or_default() += 1;
                }
            }
        }
        found
    }
}

/// From which value on a statement is listed as common ground.
const COMMON: f64 = 0.5;

/// Whether the votes of those outside of all groups may be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outside {
    /// Groups were found in votes that are handed out as they are.
    IsToldAnyway,
    /// Nothing else tells who is in which group.
    MustNotBeTold,
}

/// Which groups' votes on one statement may be told: those of large groups of which at least `k` voted, as long as
/// what is left of the total is either nothing or the votes of at least `k` people.
fn told_cells(
    total: u32,
    cells: &[Tally],
    is_large: &[bool],
    k: u32,
    outside: Outside,
) -> Vec<bool> {
    let mut told: Vec<bool> = cells
        .iter()
        .zip(is_large)
        .map(|(cell, is_large)| *is_large && cell.seen >= k)
        .collect();
    loop {
        let shown: u32 = cells
            .iter()
            .zip(&told)
            .filter(|(_, told)| **told)
            .map(|(cell, _)| cell.seen)
            .sum();
        let rest = total.saturating_sub(shown);
        let hides_a_group = told.iter().any(|told| !told);
        let hides_others = outside == Outside::MustNotBeTold && rest > 0;
        if rest >= k || !(hides_a_group || hides_others) {
            return told;
        }
        let smallest = (0..cells.len())
            .filter(|idx| told[*idx])
            .min_by_key(|idx| (cells[*idx].seen, *idx));
        match smallest {
            Some(idx) => told[idx] = false,
            None => return told,
        }
    }
}

fn told_tally(report: &Report<'_>, number: u32, k: u32) -> Option<Tally> {
    let id = number.to_string();
    let found = report.statements.iter().find(|one| one.id == id)?;
    Some(found.tally).filter(|tally| tally.seen >= k)
}

fn placed(report: &Report<'_>, divided: &Divided) -> Vec<Placed> {
    report
        .map
        .iter()
        .map(|place| Placed {
            x: place.x,
            y: place.y,
            group: place.group.as_ref().and_then(|name| {
                let of = |group: &GroupTold| group.name == *name && group.size.is_some();
                divided.groups.iter().position(of)
            }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(total: u32, cells: &[u32], outside: Outside, expected: &str) {
        let cells: Vec<Tally> = cells
            .iter()
            .map(|seen| Tally {
                agree: *seen,
                seen: *seen,
                ..Tally::default()
            })
            .collect();
        let large = vec![true; cells.len()];
        let told: String = told_cells(total, &cells, &large, 5, outside)
            .into_iter()
            .map(|told| if told { '+' } else { '-' })
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn a_small_cell_takes_the_smallest_large_one_with_it() {
        check(30, &[10, 12, 8], Outside::MustNotBeTold, "+++");
        check(25, &[10, 12, 3], Outside::MustNotBeTold, "-+-");
        check(26, &[10, 12, 2, 2], Outside::MustNotBeTold, "-+--");
        check(27, &[10, 12, 2, 3], Outside::MustNotBeTold, "++--");
    }

    #[test]
    fn nobody_looks_the_same_as_a_few() {
        check(22, &[10, 12, 0], Outside::MustNotBeTold, "-+-");
        check(22, &[10, 12, 0], Outside::IsToldAnyway, "-+-");
    }

    #[test]
    fn those_without_an_organisation_are_hidden_as_well() {
        check(25, &[10, 12], Outside::MustNotBeTold, "-+");
        check(25, &[10, 12], Outside::IsToldAnyway, "++");
        check(22, &[10, 12], Outside::MustNotBeTold, "++");
    }

    /// Somebody of the organisation of that number who agrees with the statements of these numbers.
    fn sheet(organisation: Option<usize>, agrees_with: &[u32]) -> Sheet {
        let mark = Mark {
            vote: crate::opinion::Vote::Agree,
            important: false,
        };
        Sheet {
            votes: agrees_with.iter().map(|number| (*number, mark)).collect(),
            later: BTreeSet::new(),
            seed: 0,
            draws: 0,
            organisation: organisation.map(|number| organisations()[number].id),
            member: None,
            proof: String::new(),
        }
    }

    fn organisations() -> Vec<Organisation> {
        [
            "01ARZ3NDEKTSV4RRFFQ69G5FA0",
            "01ARZ3NDEKTSV4RRFFQ69G5FA1",
            "01ARZ3NDEKTSV4RRFFQ69G5FA2",
        ]
        .iter()
        .zip(["Tenants", "Unions", "Vendors"])
        .map(|(id, name)| Organisation {
            id: OrganisationId::parse(id).unwrap(),
            name: name.to_owned(),
            sector: String::new(),
            contact: String::new(),
        })
        .collect()
    }

    fn by_organisation(sheets: &[Sheet]) -> Divided {
        let day = crate::model::Day::parse("2026-11-02").unwrap();
        let statements: Vec<Statement> = (1..=2)
            .map(|number| {
                Statement::seed(
                    number,
                    "Words".to_owned(),
                    crate::model::Lang::english(),
                    day,
                )
            })
            .collect();
        let organisations = organisations();
        let counted = Counted {
            statements: statements.clone(),
            sheets,
            organisations: &organisations,
            turnout: Turnout {
                taken_part: sheets.len(),
                on_roll: sheets.len(),
            },
            k: 5,
        };
        let (votes, people) = votes_of(&statements, sheets).unwrap();
        counted.by_organisation(&votes, &people, 0).unwrap()
    }

    #[test]
    fn what_is_found_from_all_organisations_does_not_tell_of_a_hidden_one() {
        // On the second statement two Vendors voted; that both are for it follows from any list it stands in.
        let everybody = |voters: usize| -> Vec<Sheet> {
            let people = (0..3).flat_map(|at| (0..10).map(move |nth| (at, nth)));
            people
                .map(|(at, nth)| {
                    let has_seen = at < 2 || nth < voters;
                    sheet(Some(at), if has_seen { &[1, 2] } else { &[1] })
                })
                .collect()
        };
        let listed = |divided: &Divided| -> (Vec<u32>, Vec<u32>) {
            let ground = divided.common_ground.iter().map(|(number, ..)| *number);
            (ground.collect(), divided.bridging.clone())
        };
        let hidden = by_organisation(&everybody(2));
        assert_eq!(hidden.cells[&2][2], None);
        assert_eq!(listed(&hidden), (vec![1], vec![1]));
        let told = by_organisation(&everybody(10));
        assert_eq!(listed(&told), (vec![1, 2], vec![1, 2]));
    }

    #[test]
    fn the_sizes_of_organisations_do_not_tell_how_few_have_none() {
        let mut sheets: Vec<Sheet> = (0..20).map(|nth| sheet(Some(nth % 2), &[1, 2])).collect();
        let sizes = |sheets: &[Sheet]| -> Vec<Option<usize>> {
            by_organisation(sheets)
                .groups
                .iter()
                .map(|group| group.size)
                .collect()
        };
        assert_eq!(sizes(&sheets), [Some(10), Some(10)]);
        sheets.extend((0..2).map(|_| sheet(None, &[1, 2])));
        assert_eq!(sizes(&sheets), [None, Some(10)]);
        sheets.extend((0..3).map(|_| sheet(None, &[1, 2])));
        assert_eq!(sizes(&sheets), [Some(10), Some(10)]);
    }
}
