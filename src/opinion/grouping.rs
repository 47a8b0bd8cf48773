//! Who votes alike: opinion groups, how well they are told apart, and whether there are any at all.

use serde::Serialize;

use super::counts::Groups;
use super::eigen::Effort;
use super::map::{Components, DIMENSIONS, Place, Start, count};
use super::partition::{
    Partition, Search, adjusted_rand, divide, nearest, silhouettes, with_means,
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
    /// The sum of squared distances on the map from people to the centre of their group.
    pub inertia: f64,
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
        Self::from(votes, Start::Cold)
    }

    /// Draws the map again after some more votes on the same statements, beginning where the last one ended.
    #[must_use]
    pub fn redraw(&self, votes: &Votes) -> Self {
        let same = self.components.statements() == votes.statements().len();
        Self::from(
            votes,
            if same {
                Start::Warm(&self.components)
            } else {
                Start::Cold
            },
        )
    }

    fn from(votes: &Votes, start: Start<'_>) -> Self {
        let rows = votes.rows();
        let order = rows.by_content();
        let components = Components::find(votes.statements(), rows, &order, start, Effort::EXACT);
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
    let found = dimensions(votes, map, seed);
    // A wanted number of groups is made on the map as it is drawn.
    let used = match how_many {
        HowMany::AsFound => found.max(2),
        HowMany::Exactly(_) => 2,
    };
    let points: Vec<Place> = map
        .eligible
        .iter()
        .map(|person| leading(&map.places[*person as usize], used))
        .collect();
    let candidates: Vec<Partition> = match how_many {
        HowMany::Exactly(k) => vec![divide(&points, k.max(1), seed, Search::THOROUGH)],
        HowMany::AsFound if points.len() < FEWEST_PEOPLE => Vec::new(),
        HowMany::AsFound => (2..=most_groups(points.len()))
            .map(|k| divide(&points, k, seed, Search::THOROUGH))
            .collect(),
    };
    let labels: Vec<&[u16]> = candidates.iter().map(|one| &one.labels[..]).collect();
    let silhouettes = silhouette_of(&points, &labels, seed);
    let rated = candidates.into_iter().zip(silhouettes);
    let best = rated
        .filter(|(found, _)| how_many != HowMany::AsFound || has_no_strays(found))
        .max_by(|a, b| {
            let height = |one: &Option<f64>| one.unwrap_or(f64::NEG_INFINITY);
            // Of equals, fewer groups.
            height(&a.1)
                .total_cmp(&height(&b.1))
                .then_with(|| b.0.centres.len().cmp(&a.0.centres.len()))
        });
    let stability = best.as_ref().map_or(Stability::NOTHING, |(division, _)| {
        let evidence = Evidence {
            votes,
            map,
            points: &points,
            dimensions: used,
            seed,
        };
        stability(&evidence, division, found > 0)
    });
    let (found, silhouette) = match best {
        Some((found, silhouette))
            if how_many != HowMany::AsFound || stability.verdict != Verdict::None =>
        {
            (found, silhouette)
        }
        Some(_) | None => (with_means(&points, vec![0; points.len()], 1), None),
    };
    let mut of = vec![None; votes.participants().len()];
    for (person, label) in map.eligible.iter().zip(&found.labels) {
        of[*person as usize] = Some(*label);
    }
    Grouping {
        groups: Groups::new((0..found.centres.len()).map(name).collect(), of),
        silhouette,
        inertia: found.inertia,
        stability,
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
fn name(idx: usize) -> String {
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

/// What a division is judged by.
#[derive(Clone, Copy, Debug)]
struct Evidence<'a> {
    votes: &'a Votes,
    map: &'a Map,
    points: &'a [Place],
    dimensions: usize,
    seed: u64,
}

fn stability(evidence: &Evidence<'_>, found: &Partition, hangs_together: bool) -> Stability {
    if found.centres.len() < 2 {
        return Stability::NOTHING;
    }
    let adjusted_rand = found_again(evidence, found);
    let verdict = if adjusted_rand < NONE
        || !hangs_together
        || !beyond_clouds(evidence.points, evidence.dimensions, evidence.seed)
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

/// The mean adjusted Rand index between the groups and those that two thirds of the people make, with a map of
/// their own, everybody then joining the nearest.
fn found_again(evidence: &Evidence<'_>, found: &Partition) -> f64 {
    let Evidence {
        votes, map, seed, ..
    } = *evidence;
    let mut random = Random::new(seed, 3);
    let sample = random.sample(map.eligible.len(), STABILITY_ON);
    let people: Vec<u32> = sample
        .iter()
        .map(|idx| map.eligible[*idx as usize])
        .collect();
    let labels: Vec<u16> = sample
        .iter()
        .map(|idx| found.labels[*idx as usize])
        .collect();
    let rows = votes.rows().pick(&people);
    let everybody: Vec<u32> = (0..).take(people.len()).collect();
    let again = |turn: usize| {
        let drawn = random.sample(people.len(), (people.len() * 2).div_ceil(3));
        let components = Components::find(
            votes.statements(),
            &rows,
            &drawn,
            Start::Warm(&map.components),
            Effort::ROUGH,
        );
        let places = components.project(&rows, &everybody);
        let points: Vec<Place> = places
            .iter()
            .map(|place| leading(place, evidence.dimensions))
            .collect();
        let chosen: Vec<Place> = drawn.iter().map(|idx| points[*idx as usize]).collect();
        let turned = seed.wrapping_add(1 + turn as u64);
        let division = divide(&chosen, found.centres.len(), turned, Search::QUICK);
        let joined: Vec<u16> = points
            .iter()
            .map(|point| nearest(&division.centres, *point))
            .collect();
        adjusted_rand(&labels, &joined)
    };
    (0..RESAMPLES).map(again).sum::<f64>() / count(RESAMPLES)
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
