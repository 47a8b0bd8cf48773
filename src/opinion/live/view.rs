//! The map and the groups of a board at one moment, and how the next ones follow from them without jumping.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::opinion::align::{Turn, kept_names};
use crate::opinion::counts::Groups;
use crate::opinion::eigen::Effort;
use crate::opinion::grouping::{Division, Field, Grouping, Map, Point, Stability, name};
use crate::opinion::map::Start;
use crate::opinion::partition::adjusted_rand;
use crate::opinion::report::{Report, told};
use crate::opinion::votes::{Rows, Statement, Votes};

/// New groups take the place of the old ones when they were the better ones this many times running: a few
/// votes to and fro change nothing. Polis waits as long with its number of groups.
const PATIENCE: u32 = 4;

/// Groups that agree this far (adjusted Rand) are the same ones, a few people aside.
const SAME: f64 = 0.9;

/// The map and the groups of a board at one moment.
#[derive(Clone, Debug)]
pub struct View {
    votes: Votes,
    map: Map,
    turn: Turn,
    grouping: Grouping,
    /// How often running groups unlike these were the better ones.
    contested: u32,
    /// Whether these are other groups than those of the view before.
    regrouped: bool,
    changes: u64,
}

impl View {
    /// Everything there is to say, ready for a page or to be written as JSON.
    pub fn report(&self) -> Report<'_> {
        told(
            &self.votes,
            &self.map,
            self.turn,
            &self.grouping,
            Some(self.grouping.stability),
        )
    }

    /// The votes that the view was worked out from.
    pub fn votes(&self) -> &Votes {
        &self.votes
    }

    /// The groups; their letters stay with their people from view to view.
    pub fn groups(&self) -> &Groups {
        &self.grouping.groups
    }

    /// How far the groups can be relied on.
    pub fn stability(&self) -> Stability {
        self.grouping.stability
    }

    /// The sum of squared distances from people to the centre of their group, in the dimensions that tell them
    /// apart.
    pub fn inertia(&self) -> f64 {
        self.grouping.inertia
    }

    /// Were people divided anew, so that letters may mean something else than before?
    pub fn regrouped(&self) -> bool {
        self.regrouped
    }

    /// Where each person stands on the map, by index.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        self.map.points().map(|point| self.turn.of(point))
    }

    /// The map that the points are on before it is turned.
    #[cfg(test)]
    pub(super) fn map(&self) -> &Map {
        &self.map
    }

    pub(super) fn extremity(&self, statement: usize) -> f64 {
        self.map.extremity(statement)
    }

    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// The index of each person by their id.
    fn people(&self) -> BTreeMap<&str, usize> {
        let people = self.votes.participants().iter().enumerate();
        people.map(|(idx, id)| (id.as_str(), idx)).collect()
    }

    /// A direction to begin at on a list of statements that may have grown.
    fn direction(&self, statements: &[Statement]) -> Vec<f64> {
        let known = self.map.direction();
        let of: BTreeMap<&str, f64> = self
            .votes
            .statements()
            .iter()
            .zip(known)
            .map(|(statement, part)| (statement.id.as_str(), part))
            .collect();
        statements
            .iter()
            .map(|statement| of.get(statement.id.as_str()).copied().unwrap_or(0.0))
            .collect()
    }
}

/// The votes of a board at one moment, to work out its next view from.
#[derive(Clone, Debug)]
pub struct Refresh {
    people: Vec<String>,
    statements: Vec<Statement>,
    rows: Rows,
    last: Option<Arc<View>>,
    seed: u64,
    changes: u64,
}

impl Refresh {
    pub(super) fn new(
        people: Vec<String>,
        statements: Vec<Statement>,
        rows: Rows,
        last: Option<Arc<View>>,
        (seed, changes): (u64, u64),
    ) -> Self {
        Self {
            people,
            statements,
            rows,
            last,
            seed,
            changes,
        }
    }

    /// Works the map and the groups out.
    ///
    /// The first view is that of the votes alone: the same votes and seed give the same view in whatever order
    /// they came. Its components are as exact as a map needs them that is soon drawn again; a closed board is
    /// reported by [`crate::opinion::report()`], exactly. Later ones begin at the last view: the map is turned so that people stay where they were, the
    /// groups begin at the last groups and are no wider than those would be, letters stay with their people,
    /// and groups that were found afresh are taken only when they were the better ones four times running.
    pub fn run(self) -> View {
        let votes = Votes::arranged(self.people, self.statements, &self.rows);
        let direction = self
            .last
            .as_ref()
            .map(|last| last.direction(votes.statements()));
        let start = direction.as_deref().map_or(Start::Cold, Start::Warm);
        let map = Map::begun_at(&votes, start, Effort::FOR_NOW);
        let field = Field::found(&votes, &map, self.seed);
        let best = field.best();
        let Some(last) = self.last else {
            let names = (0..best.partition.centres.len()).map(name).collect();
            let grouping = field.grouping(&best, names);
            return View {
                turn: Turn::NONE,
                contested: 0,
                regrouped: false,
                changes: self.changes,
                grouping,
                map,
                votes,
            };
        };
        let known = last.people();
        let before: Vec<Option<usize>> = votes
            .participants()
            .iter()
            .map(|id| known.get(id.as_str()).copied())
            .collect();
        let places: Vec<Point> = last.points().collect();
        let pairs = map.points().zip(&before);
        let turn = Turn::between(pairs.filter_map(|(now, then)| Some((now, places[(*then)?]))));
        let group_before = |person: usize| last.groups().of(before[person]?);
        let follow = follow(&field, best, &last, group_before);
        let k = follow.division.partition.centres.len();
        let labels = field.people().iter().zip(&follow.division.partition.labels);
        let shared = labels.filter_map(|(person, label)| {
            Some((group_before(*person as usize)?, usize::from(*label)))
        });
        let names = kept_names(last.groups().names(), k, shared);
        let grouping = in_order_of_names(&field.grouping(&follow.division, names));
        View {
            turn,
            contested: follow.contested,
            regrouped: follow.regrouped,
            changes: self.changes,
            grouping,
            map,
            votes,
        }
    }
}

/// The division that follows upon another.
struct Follow {
    division: Division,
    contested: u32,
    regrouped: bool,
}

/// The last groups, settled on the new map, or the `best` ones found afresh where those have won often enough.
fn follow(
    field: &Field<'_>,
    best: Division,
    last: &View,
    group_before: impl Fn(usize) -> Option<usize>,
) -> Follow {
    let labels: Vec<Option<u16>> = field
        .people()
        .iter()
        .map(|person| group_before(*person as usize).and_then(|group| u16::try_from(group).ok()))
        .collect();
    let kept = field.settled(&labels);
    let same_number = kept.partition.centres.len() == best.partition.centres.len();
    let same = adjusted_rand(&kept.partition.labels, &best.partition.labels) >= SAME;
    if same_number && same {
        // The one that lies closer about its centres: mostly they are the very same.
        let division = if best.partition.inertia < kept.partition.inertia {
            best
        } else {
            kept
        };
        return Follow {
            division,
            contested: 0,
            regrouped: false,
        };
    }
    let contested = last.contested + 1;
    // Before anybody was grouped there is nothing to hold on to.
    let nothing_kept = labels.iter().all(Option::is_none);
    if contested >= PATIENCE || nothing_kept {
        Follow {
            division: best,
            contested: 0,
            regrouped: !nothing_kept,
        }
    } else {
        Follow {
            division: kept,
            contested,
            regrouped: false,
        }
    }
}

/// The same grouping with its groups in the order of their letters.
fn in_order_of_names(grouping: &Grouping) -> Grouping {
    let names = grouping.groups.names();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| (names[*a].len(), &names[*a]).cmp(&(names[*b].len(), &names[*b])));
    let place = |group: usize| order.iter().position(|old| *old == group);
    let of = (0..grouping.groups.people())
        .map(|person| {
            let place = grouping.groups.of(person).and_then(place);
            place.and_then(|place| u16::try_from(place).ok())
        })
        .collect();
    let names = order.iter().map(|old| names[*old].clone()).collect();
    Grouping {
        groups: Groups::new(names, of),
        ..grouping.clone()
    }
}
