//! k-anonymity of raw exports: whose background cells must stay empty.

use std::collections::BTreeMap;

/// Which rows' background cells must be left empty, so that whatever combination of them remains is shared by at
/// least `k` rows, and so that the rows without any are none or at least `k`.
///
/// A row is its combination of background values, `None` when all its cells are empty anyway. Where mending the
/// second rule takes more rows, the rarest combination goes next (equally rare ones in their own order). The result
/// has one entry for each row: `true` means empty the cells.
pub fn withhold<C: Ord>(rows: &[Option<C>], k: usize) -> Vec<bool> {
    let mut shared: BTreeMap<&C, usize> = BTreeMap::new();
    for combination in rows.iter().flatten() {
        *shared.entry(combination).or_default() += 1;
    }
    let mut n_empty = rows.iter().filter(|row| row.is_none()).count();
    n_empty += shared.values().filter(|n| **n < k).sum::<usize>();
    shared.retain(|_, n| *n >= k);
    while (1..k).contains(&n_empty) {
        let rarest = shared
            .iter()
            .min_by_key(|(_, n)| **n)
            .map(|(combination, n)| (*combination, *n));
        let Some((combination, n)) = rarest else {
            break;
        };
        shared.remove(combination);
        n_empty += n;
    }
    rows.iter()
        .map(|row| row.as_ref().is_some_and(|c| !shared.contains_key(c)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(rows: &str, k: usize, expected: &str) {
        let rows: Vec<Option<char>> = rows.chars().map(|c| (c != '.').then_some(c)).collect();
        let withheld: String = rows
            .iter()
            .zip(withhold(&rows, k))
            .map(|(row, withheld)| match (row, withheld) {
                (Some(c), false) => *c,
                _ => '.',
            })
            .collect();
        assert_eq!(withheld, expected);
    }

    #[test]
    fn rare_combinations_are_emptied() {
        check("aaabbbc", 1, "aaabbbc");
        check("aaabbbcdd", 3, "aaabbb...");
    }

    #[test]
    fn one_emptied_row_takes_the_rarest_group_with_it() {
        check("aaaabbbc", 3, "aaaa....");
    }

    #[test]
    fn rows_that_were_empty_hide_the_emptied_ones() {
        check("aaa..b", 3, "aaa...");
        check("aaab...", 3, "aaa....");
        check("aaa..", 3, ".....");
    }

    #[test]
    fn fewer_rows_than_the_floor_keep_nothing() {
        check("aa", 3, "..");
        check("", 3, "");
    }

    proptest! {
        #[test]
        fn what_remains_is_shared_by_k_rows(rows in prop::collection::vec(prop::option::of(0_u8..6), 0..40), k in 1_usize..7) {
            let withheld = withhold(&rows, k);
            let mut seen: BTreeMap<Option<u8>, usize> = BTreeMap::new();
            for (row, withheld) in rows.iter().zip(withheld) {
                *seen.entry(row.filter(|_| !withheld)).or_default() += 1;
            }
            prop_assert!(seen.values().all(|n| *n >= k || rows.len() < k));
        }
    }
}
