//! The leading eigenvectors of a large symmetric matrix that is only known by what it does to a vector.

/// An eigenvalue and its vector of length 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) value: f64,
    pub(super) vector: Vec<f64>,
}

/// How long the iteration goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// The most products with the matrix.
    pub(super) steps: usize,
    /// How far the vectors may be off.
    pub(super) tolerance: f64,
    /// What that is measured by.
    pub(super) measured: Measured,
}

/// By what the error of a vector is measured.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measured {
    /// By the gap to the next eigenvalue: the vector itself is that exact.
    ByGap,
    /// By its own eigenvalue: the vector lies that exactly among those of about the same strength, of which any
    /// one is as good as another.
    ByStrength,
}

impl Effort {
    /// As exact as the numbers allow.
    pub(super) const EXACT: Self = Self {
        steps: 400,
        tolerance: 1e-12,
        measured: Measured::ByGap,
    };
    /// Enough for a map that is soon drawn again.
    pub(super) const FOR_NOW: Self = Self {
        steps: 32,
        tolerance: 1e-3,
        measured: Measured::ByStrength,
    };
    /// Enough to draw a map by.
    pub(super) const ROUGH: Self = Self {
        steps: 16,
        tolerance: 1e-3,
        measured: Measured::ByGap,
    };
}

/// The `wanted` leading eigenpairs of the positive semidefinite matrix of size `n` that `apply` multiplies by;
/// the first two are as exact as the effort says, the others come along.
///
/// Lanczos' method with full reorthogonalisation, begun at `start`; where the space is exhausted it goes on
/// from the next unit vector, so that equal eigenvalues are found too. The sign of a vector makes its largest
/// entry positive. Fewer come back when the matrix has a smaller rank.
pub(super) fn leading(
    n: usize,
    wanted: usize,
    start: &[f64],
    effort: Effort,
    mut apply: impl FnMut(&[f64], &mut [f64]),
) -> Vec<Pair> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut diagonal, mut beside): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    let mut units = 0..n;
    let steps = effort.steps.min(n);
    let mut next = start.to_vec();
    let mut scale = 0.0_f64;
    while basis.len() < steps {
        // How much of the product lies outside the space so far.
        let mut outside = orthogonalised(&mut next, &basis);
        let exhausted = outside <= 1e-12 * scale.max(f64::MIN_POSITIVE) || outside == 0.0;
        if exhausted {
            let fresh = units.by_ref().find_map(|unit| {
                let mut vector = vec![0.0; n];
                vector[unit] = 1.0;
                (orthogonalised(&mut vector, &basis) > 1e-6).then_some(vector)
            });
            match fresh {
                Some(fresh) => next = fresh,
                None => break,
            }
            outside = 0.0;
        }
        if !basis.is_empty() {
            beside.push(outside);
        }
        let mut product = vec![0.0; n];
        apply(&next, &mut product);
        diagonal.push(dot(&next, &product));
        scale = scale.max(dot(&product, &product).sqrt());
        basis.push(std::mem::replace(&mut next, product));
        let m = basis.len();
        let checked = m == steps || m >= 4 && m.is_multiple_of(if m < 40 { 4 } else { 10 });
        if checked && m < n {
            let mut rest = next.clone();
            let left = orthogonalised_length(&mut rest, &basis);
            if settled(&diagonal, &beside, left, effort) {
                break;
            }
        }
    }
    let (values, vectors) = tridiagonal(&diagonal, &beside, Rows::All);
    let pair = |idx: &usize| {
        let mut vector = vec![0.0; n];
        for (weight, along) in vectors[*idx].iter().zip(&basis) {
            for (sum, part) in vector.iter_mut().zip(along) {
                *sum += weight * part;
            }
        }
        normalise(&mut vector);
        Pair {
            value: values[*idx],
            vector: with_sign(vector),
        }
    };
    let order = descending(&values);
    let kept = order
        .iter()
        .take(wanted)
        .filter(|idx| values[**idx] > 1e-12 * scale);
    kept.map(pair).collect()
}

/// The indexes of the values, the largest first.
fn descending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    order
}

/// Are the two leading vectors as good as asked for? Their error is about the residual over the gap behind them.
fn settled(diagonal: &[f64], beside: &[f64], left: f64, effort: Effort) -> bool {
    let (values, last) = tridiagonal(diagonal, beside, Rows::Last);
    let order = descending(&values);
    let value = |place: usize| order.get(place).map_or(0.0, |idx| values[*idx]);
    let gap = |place: usize| value(place) - value(place + 1);
    let measures = match effort.measured {
        Measured::ByGap => [gap(0), gap(0).min(gap(1))],
        Measured::ByStrength => [value(0), value(1)],
    };
    (0..2).zip(measures).all(|(place, measure)| {
        let part = order.get(place).and_then(|idx| last[*idx].first());
        part.is_some_and(|part| left * part.abs() <= effort.tolerance * measure)
    })
}

/// Takes everything that lies along the basis out of the vector, and gives it length 1; returns the length it had.
fn orthogonalised(vector: &mut [f64], basis: &[Vec<f64>]) -> f64 {
    let length = orthogonalised_length(vector, basis);
    if length > 0.0 {
        // The second round takes out what rounding left.
        orthogonalised_length(vector, basis);
        normalise(vector);
    }
    length
}

fn orthogonalised_length(vector: &mut [f64], basis: &[Vec<f64>]) -> f64 {
    for along in basis {
        let share = dot(vector, along);
        for (value, part) in vector.iter_mut().zip(along) {
            *value -= share * part;
        }
    }
    dot(vector, vector).sqrt()
}

fn normalise(vector: &mut [f64]) {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        for value in vector {
            *value /= length;
        }
    }
}

fn with_sign(mut vector: Vec<f64>) -> Vec<f64> {
    let largest = vector.iter().fold(0.0_f64, |best, value| {
        // A clear lead is asked for, so that rounding does not choose between equals.
        if value.abs() > best.abs() * (1.0 + 1e-9) {
            *value
        } else {
            best
        }
    });
    if largest < 0.0 {
        for value in &mut vector {
            *value = -*value;
        }
    }
    vector
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Which parts of the eigenvectors are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    /// All.
    All,
    /// The last one, by which the error is estimated.
    Last,
}

/// The eigenvalues of a symmetric tridiagonal matrix, and the wanted parts of the vector of each.
///
/// The QL method with implicit shifts (Dubrulle, Martin and Wilkinson 1968). In the few cases in which it has
/// not settled after its bounded number of rounds, what it has is still orthogonal, and is taken.
fn tridiagonal(diagonal: &[f64], beside: &[f64], rows: Rows) -> (Vec<f64>, Vec<Vec<f64>>) {
    let m = diagonal.len();
    let mut values = diagonal.to_vec();
    let mut off = beside.to_vec();
    off.push(0.0);
    let mut vectors: Vec<Vec<f64>> = (0..m)
        .map(|idx| match rows {
            Rows::All => (0..m)
                .map(|row| if row == idx { 1.0 } else { 0.0 })
                .collect(),
            Rows::Last => vec![if idx + 1 == m { 1.0 } else { 0.0 }],
        })
        .collect();
    for first in 0..m {
        for _ in 0..60 {
            let split = (first..m - 1).find(|at| {
                off[*at].abs() <= f64::EPSILON * (values[*at].abs() + values[at + 1].abs())
            });
            let last = split.unwrap_or(m - 1);
            if last == first {
                break;
            }
            chase(&mut values, &mut off, &mut vectors, first..last);
        }
    }
    (values, vectors)
}

/// One round of the method on the block from the first to one past the last of `block`: rotations that bring
/// the entry beside the first one nearer to zero.
fn chase(
    values: &mut [f64],
    off: &mut [f64],
    vectors: &mut [Vec<f64>],
    block: std::ops::Range<usize>,
) {
    let (first, last) = (block.start, block.end);
    let slope = (values[first + 1] - values[first]) / (2.0 * off[first]);
    let root = slope.hypot(1.0).copysign(slope);
    let mut g = values[last] - values[first] + off[first] / (slope + root);
    let (mut sin, mut cos, mut moved) = (1.0, 1.0, 0.0);
    for at in block.rev() {
        let f = sin * off[at];
        let b = cos * off[at];
        let r = f.hypot(g);
        off[at + 1] = r;
        if r == 0.0 {
            // The block falls apart here.
            values[at + 1] -= moved;
            off[last] = 0.0;
            return;
        }
        sin = f / r;
        cos = g / r;
        let shifted = values[at + 1] - moved;
        let turned = (values[at] - shifted) * sin + 2.0 * cos * b;
        moved = sin * turned;
        values[at + 1] = shifted + moved;
        g = cos * turned - b;
        let (head, tail) = vectors.split_at_mut(at + 1);
        for (low, high) in head[at].iter_mut().zip(&mut tail[0]) {
            let (old_low, old_high) = (*low, *high);
            *high = sin * old_low + cos * old_high;
            *low = cos * old_low - sin * old_high;
        }
    }
    values[first] -= moved;
    off[first] = g;
    off[last] = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_dense(matrix: &[&[f64]]) -> Vec<Pair> {
        let n = matrix.len();
        leading(n, 2, &vec![1.0; n], Effort::EXACT, |vector, product| {
            for (row, sum) in matrix.iter().zip(product) {
                *sum = dot(row, vector);
            }
        })
    }

    #[test]
    fn small_matrices_have_the_vectors_worked_out_by_hand() {
        let pairs = of_dense(&[&[2.0, 1.0], &[1.0, 2.0]]);
        let half = 0.5_f64.sqrt();
        assert!((pairs[0].value - 3.0).abs() < 1e-12);
        assert!((pairs[0].vector[0] - half).abs() < 1e-12);
        assert!((pairs[1].value - 1.0).abs() < 1e-12);
    }

    #[test]
    fn equal_eigenvalues_are_both_found_and_a_zero_matrix_has_none() {
        let pairs = of_dense(&[&[4.0, 0.0, 0.0], &[0.0, 4.0, 0.0], &[0.0, 0.0, 1.0]]);
        assert!(pairs.iter().all(|pair| (pair.value - 4.0).abs() < 1e-12));
        assert!(dot(&pairs[0].vector, &pairs[1].vector).abs() < 1e-12);
        assert!(of_dense(&[&[0.0, 0.0], &[0.0, 0.0]]).is_empty());
        assert!(of_dense(&[]).is_empty());
        assert_eq!(of_dense(&[&[5.0]]).len(), 1);
    }

    #[test]
    fn a_tridiagonal_matrix_is_rebuilt_from_its_values_and_vectors() {
        let mut random = crate::model::random::Random::new(4, 0);
        for m in [1, 2, 3, 8, 40] {
            let mut diagonal: Vec<f64> = (0..m).map(|_| random.unit() * 5.0).collect();
            let mut beside: Vec<f64> = (1..m).map(|_| random.unit() - 0.5).collect();
            if m == 8 {
                // Equal entries, and a matrix that falls apart in two.
                diagonal.fill(2.0);
                beside[3] = 0.0;
            }
            let (values, vectors) = tridiagonal(&diagonal, &beside, Rows::All);
            for row in 0..m {
                for column in 0..m {
                    let found: f64 = (0..m)
                        .map(|idx| values[idx] * vectors[idx][row] * vectors[idx][column])
                        .sum();
                    let wanted = match row.abs_diff(column) {
                        0 => diagonal[row],
                        1 => beside[row.min(column)],
                        _ => 0.0,
                    };
                    assert!((found - wanted).abs() < 1e-12, "{m}: {found} {wanted}");
                }
            }
            let (same, last) = tridiagonal(&diagonal, &beside, Rows::Last);
            assert_eq!(same, values);
            for (part, vector) in last.iter().zip(&vectors) {
                assert_eq!(Some(&part[0]), vector.last());
            }
        }
    }

    #[test]
    fn a_long_diagonal_gives_its_two_largest_entries() {
        let n = 150_u32;
        let pairs = leading(150, 2, &[1.0; 150], Effort::EXACT, |vector, product| {
            for ((idx, value), sum) in (0..n).zip(vector).zip(product) {
                *sum = f64::from(idx) * value;
            }
        });
        for (pair, at) in pairs.iter().zip([149, 148]) {
            assert!((pair.vector[at] - 1.0).abs() < 1e-9, "{:?}", pair.value);
        }
    }
}
