//! Who votes alike: opinion groups, how well they are told apart, and whether there are any at all.

use serde::Serialize;

use super::counts::Groups;
use super::eigen::{Effort, Measured};
use super::map::{Components, DIMENSIONS, Place, Start, count};
use super::partition::{
    Partition, Search, adjusted_rand, divide, improved, nearest, silhouettes, with_means,
};
use super::votes::{Cell, Rows, Statement, Vote, Votes};
use crate::model::random::Random;

/// The most groups that are looked for.
pub const MAX_GROUPS: usize = 6;

/// Who has voted on this many statements is grouped (or on all, where there are fewer).
const ENOUGH_VOTES: usize = 7;

/// Where fewer people have voted enough, the keenest are taken in up to this many.
const ENOUGH_PEOPLE: usize = 15;

/// Fewer people than this are not divided.
const FEWEST_PEOPLE: usize = 6;

/// A group smaller than this, or than a fiftieth of the people, is a few strays and no group.
const SMALLEST_GROUP: usize = 3;

/// On how many points each of these is worked out at most.
const SILHOUETTE_ON: usize = 1000;
const STRUCTURE_ON: usize = 400;
const CHANCE_ON: usize = 250;
const STABILITY_ON: usize = 600;

/// How often votes are shuffled, shapeless clouds drawn, and people resampled.
const SHUFFLES: usize = 10;
const CLOUDS: usize = 8;
const RESAMPLES: usize = 10;

/// By how many deviations the votes must hang together more than shuffled ones.
const STRUCTURE_DEVIATIONS: f64 = 4.0;

/// The adjusted Rand index from which groups are clear, and below which there are none.
const CLEAR: f64 = 0.8;
const NONE: f64 = 0.5;

/// Are there opinion groups?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No: people differ, but not in groups.
    None,
    /// Perhaps: some would be grouped otherwise if others had voted.
    Weak,
    /// Yes, and the same ones whoever is left out.
    Clear,
}

/// How far the groups depend on who happened to vote.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stability {
    /// The mean adjusted Rand index between the groups and those found among two thirds of the people;
    /// `None` where there is nothing to compare.
    pub adjusted_rand: Option<f64>,
    /// What to make of it.
    pub verdict: Verdict,
}

/// How many groups are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowMany {
    /// As many as fit best, or one where there are none.
    AsFound,
    /// This many, whatever the verdict.
    Exactly(usize),
}

/// People divided into opinion groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// The groups, the largest first: `A`, `B`, ….
    pub groups: Groups,
    /// The mean silhouette of the division on the map; `None` for one group.
    pub silhouette: Option<f64>,
    /// The sum of squared distances from people to the centre of their group.
    pub inertia: f64,
    /// In how many dimensions they were told apart; the map shows the first two.
    pub dimensions: usize,
    /// How far it can be relied on.
    pub stability: Stability,
}

/// A place on the map.
pub type Point = [f64; 2];

/// Where everybody stands, and who takes part in the grouping.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    components: Components,
    /// By the index of the person.
    places: Vec<Place>,
    /// Those who have voted enough, in an order that depends only on what they voted.
    eligible: Vec<u32>,
}

impl Map {
    /// Draws the map of all votes.
    pub fn draw(votes: &Votes) -> Self {
        Self::begun_at(votes, Start::Cold, Effort::EXACT)
    }

    /// Draws the map of all votes, looking for the components from `start` on.
    pub(super) fn begun_at(votes: &Votes, start: Start<'_>, effort: Effort) -> Self {
        let rows = votes.rows();
        let order = rows.by_content();
        let components = Components::find(votes.statements(), rows, &order, start, effort);
        let everybody: Vec<u32> = (0..).take(rows.people()).collect();
        let places = components.project(rows, &everybody);
        let enough = enough_votes(votes);
        let eligible = order
            .into_iter()
            .filter(|person| rows.row(*person as usize).len() >= enough)
            .collect();
        Self {
            components,
            places,
            eligible,
        }
    }

    /// Where each person stands, by index.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        self.places.iter().map(|place| [place[0], place[1]])
    }

    /// A direction to begin at when the map is drawn again after some more votes.
    pub(super) fn direction(&self) -> Vec<f64> {
        self.components.direction()
    }

    /// How many people have voted enough to be grouped.
    pub fn eligible(&self) -> usize {
        self.eligible.len()
    }

    /// How far a statement pulls those who agree with it across the map, as Polis defines it.
    pub fn extremity(&self, statement: usize) -> f64 {
        self.components.extremity(statement)
    }

    /// The sum of squared distances from people to the centre of their group.
    pub fn inertia(&self, groups: &Groups) -> f64 {
        let (points, labels) = self.grouped(groups);
        with_means(&points, labels, groups.names().len()).inertia
    }

    /// The mean silhouette of a division; of very many people, of a sample of them drawn from the seed.
    pub fn silhouette(&self, groups: &Groups, seed: u64) -> Option<f64> {
        let (points, labels) = self.grouped(groups);
        let labels = with_means(&points, labels, groups.names().len()).labels;
        silhouette_of(&points, &[&labels], seed).pop().flatten()
    }

    /// Groups that were given, with what they are worth on the map; nothing was found out about their stability.
    pub(super) fn as_given(&self, groups: &Groups, seed: u64) -> Grouping {
        Grouping {
            groups: groups.clone(),
            silhouette: self.silhouette(groups, seed),
            inertia: self.inertia(groups),
            dimensions: 2,
            stability: Stability::NOTHING,
        }
    }

    fn grouped(&self, groups: &Groups) -> (Vec<Place>, Vec<u16>) {
        let grouped = |(person, place): (usize, &Place)| {
            let label = groups.of(person)?;
            Some((leading(place, 2), u16::try_from(label).unwrap_or(u16::MAX)))
        };
        self.places.iter().enumerate().filter_map(grouped).unzip()
    }
}

/// How many votes a person must have cast to be grouped.
///
/// Seven, or all where there are fewer statements; and fewer still where that would leave fewer than fifteen
/// people. All who voted as often as the last one taken in are taken in, whoever they are.
fn enough_votes(votes: &Votes) -> usize {
    let rows = votes.rows();
    let mut seen = vec![false; votes.statements().len()];
    for cell in rows.cells() {
        seen[cell.statement()] = true;
    }
    let n_seen = seen.into_iter().filter(|seen| *seen).count();
    let mut cast: Vec<usize> = (0..rows.people()).map(|idx| rows.row(idx).len()).collect();
    cast.sort_unstable_by(|a, b| b.cmp(a));
    let last = cast.get(ENOUGH_PEOPLE - 1).or(cast.last());
    let last = last.copied().unwrap_or(0);
    ENOUGH_VOTES.min(n_seen).min(last).max(1)
}

/// The first dimensions of a place, the others left out.
fn leading(place: &Place, dimensions: usize) -> Place {
    std::array::from_fn(|idx| if idx < dimensions { place[idx] } else { 0.0 })
}

/// Divides the people into opinion groups.
///
/// People are told apart on the map, or in more dimensions (up to five) where the votes have more than two that
/// are no chance: four groups need three. For each number of groups the division with the smallest squared distances is looked for from many starts;
/// the number with the best silhouette is taken, groups of a few strays left aside. Whether the groups are
/// there is then asked three times: do the votes hang together more than when each statement's are shuffled
/// among those who saw it; are the groups told apart better than in clouds of the same spread without groups;
/// and are they found again among two thirds of the people? The seed decides every draw; who the people are
/// and in what order they came decides nothing.
pub fn group(votes: &Votes, map: &Map, how_many: HowMany, seed: u64) -> Grouping {
    let field = match how_many {
        HowMany::AsFound => Field::found(votes, map, seed),
        HowMany::Exactly(_) => Field::on_the_map(votes, map, seed),
    };
    let division = match how_many {
        HowMany::AsFound => field.best(),
        HowMany::Exactly(k) => field.exactly(k),
    };
    let names = (0..division.partition.centres.len()).map(name).collect();
    field.grouping(&division, names)
}

/// People to be divided, as places in as many dimensions as tell them apart.
#[derive(Debug)]
pub(super) struct Field<'a> {
    votes: &'a Votes,
    map: &'a Map,
    points: Vec<Place>,
    dimensions: usize,
    /// Do the votes hang together more than chance makes them?
    hangs_together: bool,
    seed: u64,
}

/// A division of a field, with what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Division {
    pub(super) partition: Partition,
    pub(super) silhouette: Option<f64>,
    pub(super) stability: Stability,
}

impl<'a> Field<'a> {
    /// In as many dimensions as are no chance, and at least in the two of the map.
    pub(super) fn found(votes: &'a Votes, map: &'a Map, seed: u64) -> Self {
        let found = dimensions(votes, map, seed);
        Self::of(votes, map, seed, found.max(2), found > 0)
    }

    /// On the map as it is drawn.
    fn on_the_map(votes: &'a Votes, map: &'a Map, seed: u64) -> Self {
        let found = dimensions(votes, map, seed);
        Self::of(votes, map, seed, 2, found > 0)
    }

    fn of(votes: &'a Votes, map: &'a Map, seed: u64, dimensions: usize, hangs: bool) -> Self {
        let place = |person: &u32| leading(&map.places[*person as usize], dimensions);
        Self {
            votes,
            map,
            points: map.eligible.iter().map(place).collect(),
            dimensions,
            hangs_together: hangs,
            seed,
        }
    }

    /// The people to be divided, by their indexes; the labels of a division are in this order.
    pub(super) fn people(&self) -> &[u32] {
        &self.map.eligible
    }

    /// Where those people stand.
    #[cfg(test)]
    pub(super) fn points(&self) -> &[Place] {
        &self.points
    }

    /// The best division into as many groups as there are; into one where there are none.
    pub(super) fn best(&self) -> Division {
        if self.points.len() < FEWEST_PEOPLE {
            return self.undivided(Stability::NOTHING);
        }
        let candidates: Vec<Partition> = (2..=most_groups(self.points.len()))
            .map(|k| divide(&self.points, k, self.seed, Search::THOROUGH))
            .collect();
        let labels: Vec<&[u16]> = candidates.iter().map(|one| &one.labels[..]).collect();
        let silhouettes = silhouette_of(&self.points, &labels, self.seed);
        let rated = candidates.into_iter().zip(silhouettes);
        let best = rated
            .filter(|(found, _)| has_no_strays(found))
            .max_by(|a, b| {
                let height = |one: &Option<f64>| one.unwrap_or(f64::NEG_INFINITY);
                // Of equals, fewer groups.
                height(&a.1)
                    .total_cmp(&height(&b.1))
                    .then_with(|| b.0.centres.len().cmp(&a.0.centres.len()))
            });
        let Some((partition, silhouette)) = best else {
            return self.undivided(Stability::NOTHING);
        };
        let stability = self.stability(&partition);
        if stability.verdict == Verdict::None {
            return self.undivided(stability);
        }
        Division {
            partition,
            silhouette,
            stability,
        }
    }

    /// The best division into that many groups.
    fn exactly(&self, k: usize) -> Division {
        self.judged(divide(&self.points, k.max(1), self.seed, Search::THOROUGH))
    }

    /// The division that those labels lead to when everybody moves to the nearest group: no wider than they
    /// are. Whoever has no label yet begins in the nearest group.
    pub(super) fn settled(&self, labels: &[Option<u16>]) -> Division {
        let known = self.points.iter().zip(labels);
        let (points, known): (Vec<Place>, Vec<u16>) = known
            .filter_map(|(point, label)| Some((*point, (*label)?)))
            .unzip();
        let k = known.iter().max().map_or(0, |max| usize::from(*max) + 1);
        let centres = with_means(&points, known, k).centres;
        if centres.is_empty() {
            return self.undivided(Stability::NOTHING);
        }
        self.judged(improved(&self.points, centres))
    }

    /// Everybody in one group.
    fn undivided(&self, stability: Stability) -> Division {
        Division {
            partition: with_means(&self.points, vec![0; self.points.len()], 1),
            silhouette: None,
            stability,
        }
    }

    fn judged(&self, partition: Partition) -> Division {
        let silhouette = silhouette_of(&self.points, &[&partition.labels], self.seed);
        Division {
            silhouette: silhouette.into_iter().next().flatten(),
            stability: self.stability(&partition),
            partition,
        }
    }

    /// Can the division be relied on?
    fn stability(&self, division: &Partition) -> Stability {
        if division.centres.len() < 2 {
            return Stability::NOTHING;
        }
        let adjusted_rand = self.found_again(division);
        let verdict = if adjusted_rand < NONE
            || !self.hangs_together
            || !beyond_clouds(&self.points, self.dimensions, self.seed)
        {
            Verdict::None
        } else if adjusted_rand < CLEAR {
            Verdict::Weak
        } else {
            Verdict::Clear
        };
        Stability {
            adjusted_rand: Some(adjusted_rand),
            verdict,
        }
    }

    /// The mean adjusted Rand index between the groups and those that two thirds of the people make, with a map
    /// of their own, everybody then joining the nearest.
    fn found_again(&self, found: &Partition) -> f64 {
        let mut random = Random::new(self.seed, 3);
        let sample = random.sample(self.people().len(), STABILITY_ON);
        let people: Vec<u32> = sample
            .iter()
            .map(|idx| self.people()[*idx as usize])
            .collect();
        let labels: Vec<u16> = sample
            .iter()
            .map(|idx| found.labels[*idx as usize])
            .collect();
        let rows = self.votes.rows().pick(&people);
        let everybody: Vec<u32> = (0..).take(people.len()).collect();
        let direction = self.map.direction();
        let again = |turn: usize| {
            let drawn = random.sample(people.len(), (people.len() * 2).div_ceil(3));
            let components = Components::find(
                self.votes.statements(),
                &rows,
                &drawn,
                Start::Warm(&direction),
                Effort::ROUGH,
            );
            let places = components.project(&rows, &everybody);
            let points: Vec<Place> = places
                .iter()
                .map(|place| leading(place, self.dimensions))
                .collect();
            let chosen: Vec<Place> = drawn.iter().map(|idx| points[*idx as usize]).collect();
            let turned = self.seed.wrapping_add(1 + turn as u64);
            let division = divide(&chosen, found.centres.len(), turned, Search::QUICK);
            let joined: Vec<u16> = points
                .iter()
                .map(|point| nearest(&division.centres, *point))
                .collect();
            adjusted_rand(&labels, &joined)
        };
        (0..RESAMPLES).map(again).sum::<f64>() / count(RESAMPLES)
    }

    /// The division told by the people's own indexes, under these names.
    pub(super) fn grouping(&self, division: &Division, names: Vec<String>) -> Grouping {
        let mut of = vec![None; self.votes.participants().len()];
        for (person, label) in self.people().iter().zip(&division.partition.labels) {
            of[*person as usize] = Some(*label);
        }
        Grouping {
            groups: Groups::new(names, of),
            silhouette: division.silhouette,
            inertia: division.partition.inertia,
            dimensions: self.dimensions,
            stability: division.stability,
        }
    }
}

impl Stability {
    const NOTHING: Self = Self {
        adjusted_rand: None,
        verdict: Verdict::None,
    };
}

fn most_groups(n_people: usize) -> usize {
    MAX_GROUPS.min(2 + n_people / 12)
}

fn has_no_strays(found: &Partition) -> bool {
    let smallest = SMALLEST_GROUP.max(found.labels.len() / 50);
    (0..found.centres.len()).all(|group| {
        let of_group = |label: &&u16| usize::from(**label) == group;
        found.labels.iter().filter(of_group).count() >= smallest
    })
}

/// `A` to `Z`, then `AA` and on.
pub(super) fn name(idx: usize) -> String {
    let letter = |idx: usize| char::from(b'A' + u8::try_from(idx % 26).unwrap_or(0));
    if idx < 26 {
        letter(idx).to_string()
    } else {
        format!("{}{}", name(idx / 26 - 1), letter(idx))
    }
}

fn silhouette_of(points: &[Place], divisions: &[&[u16]], seed: u64) -> Vec<Option<f64>> {
    let sample = Random::new(seed, 2).sample(points.len(), SILHOUETTE_ON);
    let chosen: Vec<Place> = sample.iter().map(|idx| points[*idx as usize]).collect();
    let labels: Vec<Vec<u16>> = divisions
        .iter()
        .map(|labels| sample.iter().map(|idx| labels[*idx as usize]).collect())
        .collect();
    let labels: Vec<&[u16]> = labels.iter().map(Vec::as_slice).collect();
    silhouettes(&chosen, &labels)
}

/// Along how many components do the votes hang together more than votes of people who decide each statement on
/// its own?
///
/// Horn's parallel analysis (1965): the leading eigenvalues are compared with the largest one after each
/// statement's votes were shuffled among the people who saw it.
fn dimensions(votes: &Votes, map: &Map, seed: u64) -> usize {
    let mut random = Random::new(seed, 4);
    let sample = random.sample(map.eligible.len(), STRUCTURE_ON);
    let people: Vec<u32> = sample
        .iter()
        .map(|idx| map.eligible[*idx as usize])
        .collect();
    let mut rows = votes.rows().pick(&people);
    let observed = strengths(votes.statements(), &rows);
    let shuffled: Vec<f64> = (0..SHUFFLES)
        .map(|_| {
            shuffle_votes(&mut rows, votes.statements().len(), &mut random);
            strengths(votes.statements(), &rows)[0]
        })
        .collect();
    let mean = shuffled.iter().sum::<f64>() / count(SHUFFLES);
    let variance = shuffled.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / count(SHUFFLES - 1);
    let chance = mean + STRUCTURE_DEVIATIONS * variance.sqrt();
    observed.iter().take_while(|value| **value > chance).count()
}

fn strengths(statements: &[Statement], rows: &Rows) -> [f64; DIMENSIONS] {
    let people: Vec<u32> = (0..).take(rows.people()).collect();
    let effort = Effort {
        steps: 12,
        tolerance: 1e-2,
        measured: Measured::ByGap,
    };
    Components::find(statements, rows, &people, Start::Cold, effort).strengths()
}

/// Shuffles the votes on each statement among those who cast one.
fn shuffle_votes(rows: &mut Rows, n_statements: usize, random: &mut Random) {
    let mut by_statement: Vec<Vec<Vote>> = vec![Vec::new(); n_statements];
    for cell in rows.cells() {
        by_statement[cell.statement()].push(cell.vote());
    }
    for votes in &mut by_statement {
        random.shuffle(votes);
    }
    rows.revote(|cell| {
        let drawn = by_statement[cell.statement()].pop();
        let statement = u32::try_from(cell.statement()).unwrap_or(u32::MAX);
        drawn.map_or(cell, |vote| Cell::new(statement, vote))
    });
}

/// Are the best groups of a sample told apart better than those of clouds that have the same spread and no groups?
///
/// Half of the clouds are normal, half are evenly filled: dividing either is dividing nothing.
fn beyond_clouds(points: &[Place], dimensions: usize, seed: u64) -> bool {
    let mut random = Random::new(seed, 5);
    let sample: Vec<Place> = random
        .sample(points.len(), CHANCE_ON)
        .into_iter()
        .map(|idx| points[idx as usize])
        .collect();
    let shape = Shape::of(&sample);
    let observed = best_silhouette(&sample, seed);
    (0..2 * CLOUDS).all(|turn| {
        let cloud: Vec<Place> = sample
            .iter()
            .map(|_| {
                let even = turn.is_multiple_of(2);
                let mut draw = |idx: usize| {
                    if idx >= dimensions {
                        0.0
                    } else if even {
                        (random.unit() - 0.5) * 12.0_f64.sqrt()
                    } else {
                        random.normals()[0]
                    }
                };
                shape.place(std::array::from_fn(&mut draw))
            })
            .collect();
        observed > best_silhouette(&cloud, seed)
    })
}

fn best_silhouette(points: &[Place], seed: u64) -> Option<f64> {
    let divisions: Vec<Partition> = (2..=most_groups(points.len()))
        .map(|k| divide(points, k, seed, Search::QUICK))
        .filter(has_no_strays)
        .collect();
    let labels: Vec<&[u16]> = divisions.iter().map(|one| &one.labels[..]).collect();
    let found = silhouettes(points, &labels).into_iter().flatten();
    found.max_by(f64::total_cmp)
}

/// The spread of a cloud: the lower triangle of its covariance's root (Cholesky).
#[derive(Clone, Copy, Debug)]
struct Shape([Place; DIMENSIONS]);

impl Shape {
    fn of(points: &[Place]) -> Self {
        let n = count(points.len().max(1));
        let mean: Place =
            std::array::from_fn(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / n);
        let mut root = [[0.0; DIMENSIONS]; DIMENSIONS];
        for row in 0..DIMENSIONS {
            for column in 0..=row {
                let products = points
                    .iter()
                    .map(|point| (point[row] - mean[row]) * (point[column] - mean[column]));
                let known: f64 = (0..column).map(|at| root[row][at] * root[column][at]).sum();
                let left = products.sum::<f64>() / n - known;
                root[row][column] = if row == column {
                    left.max(0.0).sqrt()
                } else if root[column][column] > 0.0 {
                    left / root[column][column]
                } else {
                    0.0
                };
            }
        }
        Self(root)
    }

    fn place(self, drawn: Place) -> Place {
        self.0
            .map(|row| row.iter().zip(&drawn).map(|(a, b)| a * b).sum())
    }
}
