//! Everything there is to say about a body of votes, ready to be written as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::align::Turn;
use super::counts::{Counts, Groups, Tally, count};
use super::ground::{bridging, common_ground, divisiveness, unopposed};
use super::grouping::{Grouping, HowMany, Map, Stability, group};
use super::polis::{self, Representative};
use super::votes::Votes;

/// How the groups come about.
#[derive(Clone, Debug, PartialEq)]
pub enum By {
    /// They are found in the votes.
    Opinion(HowMany),
    /// They are given: another program's grouping, organisations, regions.
    Given(Groups),
}

/// What a body of votes says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report<'v> {
    /// How many people voted.
    pub participants: usize,
    /// How many statements there are.
    pub n_statements: usize,
    /// How many votes hold.
    pub votes: usize,
    /// How many people voted enough to be grouped.
    pub eligible: usize,
    /// How many groups there are.
    pub k: usize,
    /// How well the groups are told apart on the map, from −1 to 1; `None` for fewer than two.
    pub silhouette: Option<f64>,
    /// The sum of squared distances from people to the centre of their group.
    pub inertia: f64,
    /// In how many dimensions people were told apart; the map shows the first two.
    pub dimensions: usize,
    /// How far the groups can be relied on; `None` where they were given.
    pub stability: Option<Stability>,
    /// The groups.
    pub groups: Vec<GroupReport<'v>>,
    /// The statements, in the natural order of their ids.
    pub statements: Vec<StatementReport<'v>>,
    /// Where everybody stands.
    pub map: Vec<Place<'v>>,
    /// What a majority of everybody is for or against, as Polis lists it.
    pub majority: MajorityReport<'v>,
    /// The ids of statements that every group would pass by itself, the broadest ground first.
    pub bridging: Vec<&'v str>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupReport<'v> {
    /// Its name.
    pub id: String,
    /// How many people belong to it.
    pub size: usize,
    /// Their ids, in natural order.
    pub members: Vec<&'v str>,
    /// What is typical of it, as Polis lists it.
    pub representative: Vec<RepresentativeReport<'v>>,
    /// What it is for and no other group opposes, the widest support first.
    pub unopposed: Vec<&'v str>,
}

/// A statement typical of a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RepresentativeReport<'v> {
    /// The statement's id.
    pub statement: &'v str,
    /// How typical it is.
    #[serde(flatten)]
    pub standing: Representative,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementReport<'v> {
    /// Its id.
    pub id: &'v str,
    /// How everybody voted on it.
    #[serde(flatten)]
    pub tally: Tally,
    /// How much of a common ground it is; `None` where no group has voted on it.
    pub common_ground: Option<f64>,
    /// Between which bounds that lies, at 95 %.
    pub common_ground_interval: Option<[f64; 2]>,
    /// How far the two groups that differ most stand apart; `None` where fewer than two voted on it.
    pub divisiveness: Option<f64>,
    /// The chance of such a gap where there is none, with all statements and groups kept in check.
    pub divisiveness_q: Option<f64>,
    /// The two groups, the one more in favour first.
    pub divides: Option<[String; 2]>,
    /// Polis' own figures.
    pub polis: PolisFigures,
    /// How each group voted on it.
    pub by_group: BTreeMap<String, Tally>,
}

/// The figures that Polis gives a statement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PolisFigures {
    /// Group-informed consensus.
    pub gac: f64,
    /// How far it pulls those who agree with it across the map.
    pub extremity: f64,
    /// The weight with which it is drawn next.
    pub priority: f64,
}

/// Where one person stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place<'v> {
    /// Their id.
    pub member: &'v str,
    /// Along the first component.
    pub x: f64,
    /// Along the second component.
    pub y: f64,
    /// Their group, if they have one.
    pub group: Option<String>,
}

/// What a majority is for or against, by the statements' ids.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MajorityReport<'v> {
    /// For.
    pub agree: Vec<&'v str>,
    /// Against.
    pub disagree: Vec<&'v str>,
}

/// Works out everything; the seed decides the draws.
pub fn report<'v>(votes: &'v Votes, by: &By, seed: u64) -> Report<'v> {
    let map = Map::draw(votes);
    let (grouping, stability) = match by {
        By::Opinion(how_many) => {
            let found = group(votes, &map, *how_many, seed);
            let stability = found.stability;
            (found, Some(stability))
        }
        By::Given(groups) => (map.as_given(groups, seed), None),
    };
    told(votes, &map, Turn::NONE, &grouping, stability)
}

/// What there is to say about votes whose map is drawn and whose people are grouped.
pub(super) fn told<'v>(
    votes: &'v Votes,
    map: &Map,
    turn: Turn,
    grouping: &Grouping,
    stability: Option<Stability>,
) -> Report<'v> {
    let groups = &grouping.groups;
    let counts = count(votes, groups);
    let statements = votes.statements();
    let id = |idx: &usize| statements[*idx].id.as_str();
    let ids = |list: &[usize]| list.iter().map(id).collect::<Vec<&str>>();
    let bridges = bridging(statements, &counts);
    let mut members: Vec<Vec<&str>> = vec![Vec::new(); groups.names().len()];
    for (person, member) in votes.participants().iter().enumerate() {
        if let Some(group) = groups.of(person) {
            members[group].push(member);
        }
    }
    let representative = polis::representative(statements, &counts);
    let group_reports = groups
        .names()
        .iter()
        .zip(members)
        .zip(representative)
        .enumerate()
        .map(|(group, ((name, members), representative))| GroupReport {
            id: name.clone(),
            size: members.len(),
            members,
            representative: representative
                .into_iter()
                .map(|standing| RepresentativeReport {
                    statement: id(&standing.statement),
                    standing,
                })
                .collect(),
            unopposed: ids(&unopposed(statements, &counts, group, &bridges)),
        })
        .collect();
    let majority = polis::majority(statements, &counts.total);
    Report {
        participants: votes.participants().len(),
        n_statements: statements.len(),
        votes: votes.len(),
        eligible: map.eligible(),
        k: groups.names().len(),
        silhouette: grouping.silhouette,
        inertia: grouping.inertia,
        dimensions: grouping.dimensions,
        stability,
        groups: group_reports,
        statements: statement_reports(votes, map, groups, &counts),
        map: places(votes, map, turn, groups),
        majority: MajorityReport {
            agree: ids(&majority.agree),
            disagree: ids(&majority.disagree),
        },
        bridging: ids(&bridges),
    }
}

fn statement_reports<'v>(
    votes: &'v Votes,
    map: &Map,
    groups: &Groups,
    counts: &Counts,
) -> Vec<StatementReport<'v>> {
    let gaps = divisiveness(counts);
    let name = |group: usize| groups.names()[group].clone();
    votes
        .statements()
        .iter()
        .enumerate()
        .map(|(idx, statement)| {
            let tallies: Vec<Tally> = counts.by_group.iter().map(|group| group[idx]).collect();
            let grouped = tallies.iter().copied().fold(Tally::default(), Tally::plus);
            let ground = common_ground(&tallies);
            let gap = gaps[idx];
            let extremity = map.extremity(idx);
            StatementReport {
                id: &statement.id,
                tally: counts.total[idx],
                common_ground: ground.map(|ground| ground.value),
                common_ground_interval: ground.map(|ground| ground.interval),
                divisiveness: gap.map(|gap| gap.gap),
                divisiveness_q: gap.map(|gap| gap.q),
                divides: gap
                    .filter(super::ground::Divisiveness::is_sure)
                    .map(|gap| gap.between.map(name)),
                polis: PolisFigures {
                    gac: polis::group_informed_consensus(tallies.iter().copied()),
                    extremity,
                    priority: polis::priority(grouped, extremity, statement.meta),
                },
                by_group: groups.names().iter().cloned().zip(tallies).collect(),
            }
        })
        .collect()
}

fn places<'v>(votes: &'v Votes, map: &Map, turn: Turn, groups: &Groups) -> Vec<Place<'v>> {
    let points = map.points().map(|point| turn.of(point));
    let people = votes.participants().iter().zip(points).enumerate();
    people
        .map(|(person, (member, [x, y]))| Place {
            member,
            x,
            y,
            group: groups.of(person).map(|group| groups.names()[group].clone()),
        })
        .collect()
}
