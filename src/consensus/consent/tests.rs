//! Files that can be counted again, and files that cannot.

use super::{ConsentFile, Whose};

fn read(text: &str) -> Result<super::Recount, String> {
    let file: ConsentFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
    file.recount().map_err(|fault| fault.to_string())
}

#[test]
fn a_file_by_hand_is_counted() {
    let found = read(r#"{"rule": {"scale": "consensus", "quorum": 50}, "on_roll": 5, "stances": ["agree", "agree", "reservations"]}"#).unwrap();
    assert!(found.verdict.has_passed());
    assert_eq!((found.taken_part, found.on_roll), (3, 5));
    assert_eq!(found.as_published, None);
    assert_eq!(found.groups, [], "no organisation is named");
    let found = read(r#"{"rule": {"scale": "systemic"}, "options": ["As it is", "Hall"], "stances": [[5, 2], [4, null]]}"#).unwrap();
    assert_eq!(found.groups, []);
}

#[test]
fn organisations_are_counted_from_their_stances() {
    let found = read(
        r#"{"rule": {"scale": "fist_to_five", "each": {"support": 70, "against": 15}},
            "stances": [{"stance": "5", "organisation": "Union"}, {"stance": "2", "organisation": "Parish"}, "4"]}"#,
    )
    .unwrap();
    assert!(!found.verdict.has_passed());
    let names: Vec<&Whose> = found.groups.iter().map(|group| &group.whose).collect();
    assert_eq!(
        names,
        [
            &Whose::Group("Parish".to_owned()),
            &Whose::Group("Union".to_owned()),
            &Whose::Rest
        ]
    );
}

#[test]
fn a_wrong_file_is_told_what_would_be_right() {
    for (text, message) in [
        (
            r#"{"rule": {"scale": "consent"}, "stances": ["consent", "perhaps"]}"#,
            "stance 2: `perhaps` is no level of the scale `consent`; use consent, objection",
        ),
        (
            r#"{"rule": {"scale": "consent"}}"#,
            "give either `stances` or `counts`, not neither",
        ),
        (
            r#"{"rule": {"scale": "consent"}, "stances": ["consent"], "counts": {"levels": [1, 0]}}"#,
            "give either `stances` or `counts`, not both",
        ),
        (
            r#"{"rule": {"scale": "consent"}, "counts": {"levels": [1]}}"#,
            "`counts` do not fit the scale `consent` with 0 options",
        ),
        (
            r#"{"rule": {"scale": "consent"}, "counts": {"levels": [18446744073709551615, 18446744073709551615]}}"#,
            "a number in `counts` is larger than 1000000000; correct it",
        ),
        (
            r#"{"rule": {"scale": "consent"}, "on_roll": 1, "stances": ["consent", "consent"]}"#,
            "2 took part, and only 1 are on the roll; correct `on_roll`",
        ),
        (
            r#"{"rule": {"scale": "systemic"}, "options": ["As it is"], "stances": [[1]]}"#,
            "the scale `systemic` needs at least two `options`; the first one leaves everything as it is",
        ),
        (
            r#"{"rule": {"scale": "systemic", "support": 3}, "options": ["a", "b"], "stances": [[1, 2]]}"#,
            "rule: `support` means nothing on the scale `systemic`; leave it out",
        ),
    ] {
        assert_eq!(read(text).unwrap_err(), message);
    }
    for text in [
        r#"{"rule": {"scale": "vote"}}"#,
        r#"{"rule": {"scale": "consent", "majority": 3}}"#,
        r#"{"stances": []}"#,
        r#"{"rule": {"scale": "consent"}, "stances": [[300]]}"#,
    ] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn a_verdict_that_was_published_is_compared() {
    let with = |verdict: &str| {
        format!(
            r#"{{"rule": {{"scale": "consent"}}, "stances": ["consent"], "verdict": {verdict}}}"#
        )
    };
    let found = read(&with(r#"{"verdict": "passed", "reservations": 0}"#)).unwrap();
    assert_eq!(found.as_published, Some(true));
    let found = read(&with(r#"{"verdict": "blocked", "by": 1, "bears": 0}"#)).unwrap();
    assert_eq!(found.as_published, Some(false));
}
