//! Who is preferred to whom, on how many ballots.

use crate::tally::amount::{Amount, gcd};
use crate::tally::field::Field;
use crate::tally::outcome::ByOption;
use crate::tally::papers::{Mark, ranks};
use crate::tally::rules::Strength;
use crate::tally::units::Units;

/// By option and option: the units of the ballots that rank the first above the second.
///
/// Unranked options stand below all ranked ones, none above another.
pub(crate) struct Pairs<N> {
    options: usize,
    units: Vec<N>,
}

impl<N: Units> Pairs<N> {
    pub(crate) fn of(field: &Field<'_, N>) -> Self {
        let options = field.included.len();
        let mut pairs = Self {
            options,
            units: vec![N::zero(); options * options],
        };
        // A ballot goes into a block for each part of its weight.
        let mut blocks: Vec<Block> = Vec::new();
        for (marks, weight) in field.profile.rankings().iter() {
            let mut parts = N::parts(*weight);
            if parts == 0 || !Block::fits(options, marks) {
                pairs.add(field, marks, field.profile.units(weight));
                continue;
            }
            while parts > 0 {
                let part = parts.trailing_zeros() as usize;
                parts &= parts - 1;
                while blocks.len() <= part {
                    blocks.push(Block::default());
                }
                blocks[part].push(options, marks);
                if blocks[part].is_full() {
                    pairs.add_block(&mut blocks[part], field, part);
                }
            }
        }
        for (part, block) in blocks.iter_mut().enumerate() {
            pairs.add_block(block, field, part);
        }
        pairs
    }

    /// Adds one ballot.
    fn add(&mut self, field: &Field<'_, N>, marks: &[Mark], units: &N) {
        // Options not yet passed on the way down; what a tier stands above.
        let mut below = field.running.clone();
        tiers(field, marks, |tier| {
            below.retain(|option| !tier.contains(option));
            for better in tier {
                let row = &mut self.units[better * self.options..(better + 1) * self.options];
                for worse in &below {
                    row[*worse] += units;
                }
            }
        });
    }

    /// Adds the ballots of a block, each with this part of its weight, and empties it.
    fn add_block(&mut self, block: &mut Block, field: &Field<'_, N>, part: usize) {
        if block.ballots == 0 {
            return;
        }
        for (at, a) in field.running.iter().enumerate() {
            for b in &field.running[at + 1..] {
                let (ours, theirs) = block.compare(*a, *b);
                let units = |ballots: u64| field.profile.units_of_part::<N>(part, ballots);
                self.units[a * self.options + b] += units(ours);
                self.units[b * self.options + a] += units(theirs);
            }
        }
        block.clear();
    }

    pub(crate) fn prefer(&self, better: usize, worse: usize) -> &N {
        &self.units[better * self.options + worse]
    }

    /// The matrix as printed.
    pub(crate) fn shown(&self, field: &Field<'_, N>) -> ByOption<ByOption<Amount>> {
        matrix(field, |a, b| field.amount(self.prefer(a, b)))
    }

    /// How strong each pair is, as a level: 0 for no link, a higher level for a stronger one.
    pub(crate) fn levels(&self, strength: Strength) -> Levels<N> {
        let links = |a: usize, b: usize| {
            let (ours, theirs) = (self.prefer(a, b), self.prefer(b, a));
            match strength {
                Strength::Opposition => !ours.is_zero(),
                Strength::Winning | Strength::Margins | Strength::Ratio => ours > theirs,
            }
        };
        let value = |a: usize, b: usize| {
            let (ours, theirs) = (self.prefer(a, b).clone(), self.prefer(b, a));
            match strength {
                Strength::Winning | Strength::Opposition => (ours, N::one()),
                Strength::Margins => (ours - theirs, N::one()),
                // One to nobody stays as it is: of two such the one with more ballots is stronger.
                Strength::Ratio if theirs.is_zero() => (ours, N::zero()),
                Strength::Ratio => {
                    let common = gcd(ours.clone(), theirs.clone());
                    (ours / &common, theirs.clone() / common)
                }
            }
        };
        let all = (0..self.options).flat_map(|a| (0..self.options).map(move |b| (a, b)));
        let linked: Vec<(usize, usize)> = all.filter(|(a, b)| a != b && links(*a, *b)).collect();
        let mut values: Vec<Fraction<N>> = linked
            .iter()
            .map(|(a, b)| Fraction(value(*a, *b)))
            .collect();
        values.sort_unstable();
        values.dedup();
        let mut levels = vec![0; self.options * self.options];
        for (a, b) in linked {
            let found = values.binary_search(&Fraction(value(a, b)));
            levels[a * self.options + b] = found.map_or(0, |at| at + 1);
        }
        Levels {
            options: self.options,
            pairs: levels,
            values,
        }
    }
}

/// Ballots of equal weight laid out by option: the place of the option on each, so that a pair is
/// compared on many ballots at once.
#[derive(Default)]
struct Block {
    /// Empty until the first ballot comes.
    places: Vec<i8>,
    ballots: usize,
}

impl Block {
    /// How many ballots are compared with a count that fits a byte, which lets the compiler compare many at once.
    const LANES: usize = 240;
    /// How many ballots one block holds; the columns of all options fit one of the processor's nearest caches.
    const SIZE: usize = 2 * Self::LANES;
    const UNRANKED: i8 = i8::MAX;
    /// The last place before it, counted from the smallest number.
    const MOST_PLACES: usize = 254;

    /// Are there few enough options and marks for the places to fit?
    fn fits(options: usize, marks: &[Mark]) -> bool {
        options <= Self::MOST_PLACES && marks.len() <= Self::MOST_PLACES
    }

    fn is_full(&self) -> bool {
        self.ballots == Self::SIZE
    }

    fn clear(&mut self) {
        self.places.fill(Self::UNRANKED);
        self.ballots = 0;
    }

    fn push(&mut self, options: usize, marks: &[Mark]) {
        if self.places.is_empty() {
            self.places = vec![Self::UNRANKED; options * Self::SIZE];
        }
        let mut place = i8::MIN;
        for mark in marks {
            place += i8::from(!mark.is_equal());
            if let Some(option) = mark.index() {
                // The first mention counts.
                let cell = &mut self.places[option * Self::SIZE + self.ballots];
                *cell = place.min(*cell);
            }
        }
        self.ballots += 1;
    }

    fn column(&self, option: usize) -> &[[i8; Self::LANES]] {
        let start = option * Self::SIZE;
        self.places[start..start + Self::SIZE].as_chunks().0
    }

    /// On how many ballots of the block `a` stands above `b`, and `b` above `a`.
    fn compare(&self, a: usize, b: usize) -> (u64, u64) {
        let (mut ours, mut theirs) = (0, 0);
        for (a, b) in self.column(a).iter().zip(self.column(b)) {
            let (mut above, mut below) = (0_u8, 0_u8);
            for (a, b) in a.iter().zip(b) {
                above += u8::from(a < b);
                below += u8::from(b < a);
            }
            ours += u64::from(above);
            theirs += u64::from(below);
        }
        (ours, theirs)
    }
}

/// A fraction of two counts in lowest terms; over 0 it is beyond all others, the larger count first
/// (M. Schulze, Social Choice and Welfare 36, 2011).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fraction<N>((N, N));

impl<N: Units> Ord for Fraction<N> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let wide = |units: &N| N::Wide::from(units.clone());
        let ((a, b), (c, d)) = (&self.0, &other.0);
        let across = (wide(a) * wide(d)).cmp(&(wide(c) * wide(b)));
        across.then_with(|| {
            if b.is_zero() {
                a.cmp(c)
            } else {
                std::cmp::Ordering::Equal
            }
        })
    }
}

impl<N: Units> PartialOrd for Fraction<N> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The strength of each pair or path as a level among the strengths that occur.
#[derive(Clone)]
pub(crate) struct Levels<N> {
    options: usize,
    pairs: Vec<usize>,
    values: Vec<Fraction<N>>,
}

impl<N: Units> Levels<N> {
    pub(crate) fn get(&self, from: usize, to: usize) -> usize {
        self.pairs[from * self.options + to]
    }

    pub(crate) fn raise(&mut self, from: usize, to: usize, level: usize) {
        let old = &mut self.pairs[from * self.options + to];
        *old = level.max(*old);
    }

    /// A level's strength as printed; `0` for no link.
    pub(crate) fn amount(&self, field: &Field<'_, N>, level: usize) -> Amount {
        let value = level.checked_sub(1).map(|at| &self.values[at].0);
        match (value, field.rules.strength) {
            (None, _) => Amount::whole(0),
            (Some((top, bottom)), Strength::Ratio) if !bottom.is_zero() => {
                Amount::units(top.clone(), bottom.clone())
            }
            // One to nobody is printed as the votes themselves.
            (
                Some((top, _)),
                Strength::Ratio | Strength::Winning | Strength::Margins | Strength::Opposition,
            ) => field.amount(top),
        }
    }
}

/// A value for each ordered pair of different options.
pub(crate) fn matrix<N: Units>(
    field: &Field<'_, N>,
    value: impl Fn(usize, usize) -> Amount,
) -> ByOption<ByOption<Amount>> {
    field.by_option(|a| {
        let others = field.running.iter().filter(|b| **b != a);
        ByOption(others.map(|b| (field.name(*b), value(a, *b))).collect())
    })
}

/// Calls back with each tier of a ballot, best first: the options that take part and are ranked
/// equal, an option's first mention alone, and last all unranked ones together.
pub(crate) fn tiers<N>(field: &Field<'_, N>, marks: &[Mark], mut each: impl FnMut(&[usize])) {
    let seen = ranked_tiers(field, marks, &mut each);
    let unranked: Vec<usize> = field
        .running
        .iter()
        .copied()
        .filter(|o| !seen[*o])
        .collect();
    if !unranked.is_empty() {
        each(&unranked);
    }
}

/// As [`tiers`], without the unranked; returns which options are ranked.
pub(crate) fn ranked_tiers<N>(
    field: &Field<'_, N>,
    marks: &[Mark],
    mut each: impl FnMut(&[usize]),
) -> Vec<bool> {
    let mut seen = vec![false; field.included.len()];
    let mut tier = Vec::new();
    for rank in ranks(marks) {
        tier.clear();
        for option in rank.iter().filter_map(|mark| mark.index()) {
            if field.included[option] && !seen[option] {
                seen[option] = true;
                tier.push(option);
            }
        }
        if !tier.is_empty() {
            each(&tier);
        }
    }
    seen
}

/// The options in layers: each layer holds those that nobody left in beats.
pub(crate) fn layers(options: &[usize], beats: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut left = options.to_vec();
    let mut order = Vec::new();
    while !left.is_empty() {
        let unbeaten = |o: &usize| !left.iter().any(|other| beats(*other, *o));
        let layer: Vec<usize> = left.iter().copied().filter(unbeaten).collect();
        // A relation with a circle at the top would leave nobody unbeaten: they are then equal.
        let layer = if layer.is_empty() {
            left.clone()
        } else {
            layer
        };
        left.retain(|option| !layer.contains(option));
        order.push(layer);
    }
    order
}
