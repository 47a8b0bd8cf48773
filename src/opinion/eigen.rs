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
}

impl Effort {
    /// As exact as the numbers allow.
    pub(super) const EXACT: Self = Self {
        steps: 400,
        tolerance: 1e-12,
    };
    /// Enough to draw a map by.
    pub(super) const ROUGH: Self = Self {
        steps: 16,
        tolerance: 1e-3,
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
            if settled(&diagonal, &beside, left, effort.tolerance) {
                break;
            }
        }
    }
    let (values, vectors) = tridiagonal(&diagonal, &beside);
    let pair = |idx: &usize| {
        let mut vector = vec![0.0; n];
        for (weight, along) in vectors.iter().map(|row| row[*idx]).zip(&basis) {
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
fn settled(diagonal: &[f64], beside: &[f64], left: f64, tolerance: f64) -> bool {
    let (values, vectors) = tridiagonal(diagonal, beside);
    let order = descending(&values);
    let Some(last) = vectors.last() else {
        return false;
    };
    let gap = |from: usize, to: usize| match (order.get(from), order.get(to)) {
        (Some(from), Some(to)) => values[*from] - values[*to],
        _ => 0.0,
    };
    let between = gap(0, 1);
    let behind = gap(1, 2);
    [(0, between), (1, between.min(behind))]
        .into_iter()
        .all(|(idx, gap)| {
            order
                .get(idx)
                .is_some_and(|idx| left * last[*idx].abs() <= tolerance * gap)
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

/// The eigenvalues of a symmetric tridiagonal matrix, and row by row the vectors as columns.
///
/// Jacobi's rotations (1846): slower than others, and never wrong on equal values.
fn tridiagonal(diagonal: &[f64], beside: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let m = diagonal.len();
    let mut matrix = vec![vec![0.0; m]; m];
    let mut vectors = vec![vec![0.0; m]; m];
    for (idx, value) in diagonal.iter().enumerate() {
        matrix[idx][idx] = *value;
        vectors[idx][idx] = 1.0;
    }
    for (idx, value) in beside.iter().enumerate() {
        matrix[idx][idx + 1] = *value;
        matrix[idx + 1][idx] = *value;
    }
    let size: f64 = diagonal.iter().chain(beside).map(|v| v * v).sum();
    for _ in 0..60 {
        let mut off = 0.0;
        for (p, row) in matrix.iter().enumerate() {
            off += row[..p].iter().map(|v| v * v).sum::<f64>();
        }
        if off <= 1e-32 * size {
            break;
        }
        for p in 0..m {
            for q in p + 1..m {
                rotate(&mut matrix, &mut vectors, p, q);
            }
        }
    }
    let values = (0..m).map(|idx| matrix[idx][idx]).collect();
    (values, vectors)
}

/// One rotation that makes the entry at `p`, `q` zero.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let entry = matrix[p][q];
    if entry.abs() < 1e-300 {
        return;
    }
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * entry);
    let tan = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cos = 1.0 / tan.hypot(1.0);
    let sin = tan * cos;
    let turn = |row: &mut Vec<f64>| {
        let (a, b) = (row[p], row[q]);
        row[p] = cos * a - sin * b;
        row[q] = sin * a + cos * b;
    };
    matrix.iter_mut().for_each(turn);
    vectors.iter_mut().for_each(turn);
    let (above, below) = matrix.split_at_mut(q);
    for (a, b) in above[p].iter_mut().zip(&mut below[0]) {
        let (old_a, old_b) = (*a, *b);
        *a = cos * old_a - sin * old_b;
        *b = sin * old_a + cos * old_b;
    }
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
