//! The measures of agreement give published values, to their printed digits.

use std::fs;
use std::path::Path;

use commonground::consensus::{
    Concordance, Scale, kendall_w, krippendorff_alpha, leik_d, polarization, quantile, rand_ucla,
    tastle_wierman, van_der_eijk_a,
};
use serde_json::Value;

/// The published values; nothing where they are not at hand, which is then said.
fn published() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/agreement.json");
    let Ok(bytes) = fs::read(&path) else {
        eprintln!("left out: no values at {}", path.display());
        return None;
    };
    Some(serde_json::from_slice(&bytes).unwrap())
}

fn close(found: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() < 1e-12,
        "{found} is not {expected}"
    );
}

/// A table of ratings, gaps allowed.
fn ratings(table: &Value) -> Vec<Vec<Option<i32>>> {
    let cell = |cell: &Value| cell.as_i64().map(|value| i32::try_from(value).unwrap());
    let row = |row: &Value| row.as_array().unwrap().iter().map(cell).collect();
    table.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn kendalls_w_with_and_without_ties() {
    let Some(published) = published() else { return };
    let case = &published["kendall_w"];
    let by_subject = ratings(&case["ratings"]);
    let by_rater: Vec<Vec<Option<i32>>> = (0..by_subject[0].len())
        .map(|rater| by_subject.iter().map(|row| row[rater]).collect())
        .collect();
    let found = kendall_w(&by_rater).unwrap();
    let check = |found: Concordance, expected: &Value| {
        close(found.w, &expected["W"]);
        close(found.chi2, &expected["chi2"]);
        close(found.p, &expected["p"]);
        assert_eq!(expected["df"], found.df);
    };
    check(found.uncorrected, &case["uncorrected"]);
    check(found.tie_corrected.unwrap(), &case["tie_corrected"]);
}

#[test]
fn krippendorffs_alpha_on_four_levels() {
    let Some(published) = published() else { return };
    let case = &published["krippendorff_alpha"];
    let found = krippendorff_alpha(&ratings(&case["coders_by_units"]));
    for (level, alpha) in [
        ("nominal", found.nominal),
        ("ordinal", found.ordinal),
        ("interval", found.interval),
        ("ratio", found.ratio),
    ] {
        close(alpha.unwrap(), &case[level]);
    }
}

#[test]
fn agreement_on_ordered_scales() {
    let Some(published) = published() else { return };
    for case in published["ordinal_dispersion"].as_array().unwrap() {
        let counts = case["freq"].as_array().unwrap().iter();
        let frequencies: Vec<u32> = counts
            .map(|count| u32::try_from(count.as_u64().unwrap()).unwrap())
            .collect();
        close(
            van_der_eijk_a(&frequencies).unwrap(),
            &case["van_der_eijk_A"],
        );
        close(polarization(&frequencies).unwrap(), &case["polarization"]);
        close(
            tastle_wierman(&frequencies).unwrap(),
            &case["tastle_wierman_cns"],
        );
        close(leik_d(&frequencies).unwrap(), &case["leik_D"]);
    }
}

#[test]
fn panels_on_nine_points() {
    let Some(published) = published() else { return };
    for case in published["rand_ucla"].as_array().unwrap() {
        let mut given: Vec<i32> = ratings(&Value::Array(vec![case["ratings"].clone()]))
            .remove(0)
            .into_iter()
            .flatten()
            .collect();
        let found = rand_ucla(Scale { min: 1, max: 9 }, &given).unwrap();
        for (figure, key) in [
            (found.p30, "p30"),
            (found.p70, "p70"),
            (found.ipr, "IPR"),
            (found.iprcp, "IPRCP"),
            (found.ai, "AI"),
            (found.ipras, "IPRAS"),
            (found.di, "DI"),
        ] {
            close(figure, &case[key]);
        }
        assert_eq!(case["disagreement"], found.disagreement);
        given.sort_unstable();
        let sorted: Vec<f64> = given.into_iter().map(f64::from).collect();
        close(quantile(&sorted, 0.5).unwrap(), &case["median"]);
    }
}
