//! Ballots counted by organisation beside the plain count, and double majorities.

use commonground::formats::ballots::{self, Ballots, Format};
use commonground::tally::{
    By, ByOrganisation, Method, Rules, TallyError, count, count_by_organisation,
    tell_by_organisation,
};

fn read(text: &str, format: Format) -> Ballots {
    ballots::read(text.as_bytes(), format).unwrap()
}

/// Ballots for one option each: so many of an organisation.
fn votes(lines: &[(&str, u64, &str)]) -> Ballots {
    let ballots = lines.iter().map(|(organisation, count, option)| {
        let whose = match *organisation {
            "" => String::new(),
            name => format!("\"organisation\": \"{name}\", "),
        };
        format!("{{{whose}\"count\": {count}, \"ranking\": [[\"{option}\"]]}}")
    });
    let ballots: Vec<String> = ballots.collect();
    let text = format!(
        "{{\"candidates\": [\"Housing\", \"Transit\"], \"ballots\": [{}]}}",
        ballots.join(", ")
    );
    read(&text, Format::Json)
}

fn by_organisation(ballots: &Ballots, rules: &Rules) -> ByOrganisation {
    let members = count(&ballots.profile, rules).unwrap();
    count_by_organisation(&members, ballots.organisations.as_ref().unwrap(), rules).unwrap()
}

#[test]
fn an_organisation_has_one_voice_divided_exactly_among_its_ballots() {
    let ballots = votes(&[
        ("Tenants", 6, "Housing"),
        ("Tenants", 1, "Transit"),
        ("Riders", 2, "Transit"),
        ("Riders", 1, "Housing"),
        ("Workers", 1, "Transit"),
        ("", 4, "Transit"),
    ]);
    let rules = Rules::new(Method::Plurality);
    let plain = count(&ballots.profile, &rules).unwrap();
    assert_eq!(plain.scores.unwrap().get("Housing").unwrap().as_str(), "7");
    let by = by_organisation(&ballots, &rules);
    let scores = by.outcome.scores.as_ref().unwrap();
    // 6/7 + 1/3, and 1/7 + 2/3 + 1: three voices in all.
    assert_eq!(scores.get("Housing").unwrap().as_str(), "25/21");
    assert_eq!(scores.get("Transit").unwrap().as_str(), "38/21");
    assert_eq!(by.outcome.ballots.cast.as_str(), "3");
    assert_eq!(by.without.as_str(), "4");
    let own: Vec<(&str, &str, &str)> = by
        .organisations
        .iter()
        .map(|voice| {
            (
                voice.organisation.as_str(),
                voice.cast.as_str(),
                voice.first[0].as_str(),
            )
        })
        .collect();
    assert_eq!(
        own,
        [
            ("Riders", "3", "Transit"),
            ("Tenants", "7", "Housing"),
            ("Workers", "1", "Transit")
        ]
    );
}

#[test]
fn a_double_majority_needs_more_than_half_of_the_organisations_behind_the_winner() {
    for (lines, winner, support, holds) in [
        // Many members in one organisation win the plain count, with one organisation of three.
        (
            &[
                ("A", 9, "Housing"),
                ("B", 2, "Transit"),
                ("C", 1, "Transit"),
            ][..],
            "Housing",
            (1, 3),
            false,
        ),
        (
            &[
                ("A", 9, "Housing"),
                ("B", 2, "Housing"),
                ("C", 1, "Transit"),
            ],
            "Housing",
            (2, 3),
            true,
        ),
        // Exactly half is not more than half.
        (
            &[("A", 9, "Housing"), ("B", 1, "Transit")],
            "Housing",
            (1, 2),
            false,
        ),
        // An organisation that is divided in the middle supports neither.
        (
            &[
                ("A", 9, "Housing"),
                ("B", 1, "Transit"),
                ("B", 1, "Housing"),
                ("C", 1, "Housing"),
            ],
            "Housing",
            (2, 3),
            true,
        ),
        (
            &[
                ("A", 9, "Housing"),
                ("B", 1, "Transit"),
                ("B", 1, "Housing"),
            ],
            "Housing",
            (1, 2),
            false,
        ),
    ] {
        let by = by_organisation(&votes(lines), &Rules::new(Method::Plurality));
        let [double] = &by.double_majority[..] else {
            panic!("one winner")
        };
        assert_eq!(double.option, winner);
        assert_eq!((double.organisations, double.of), support, "{lines:?}");
        assert_eq!(double.holds, holds, "{lines:?}");
        for lang in ["en", "es"] {
            let told = tell_by_organisation(&by, lang);
            assert!(told.iter().all(|s| s.ends_with('.')), "{told:?}");
        }
    }
}

#[test]
fn an_organisation_with_blank_ballots_alone_abstains() {
    let text = r#"{"candidates": ["A", "B"], "ballots": [
        {"organisation": "X", "ranking": [["A"]]},
        {"organisation": "X", "ranking": []},
        {"organisation": "Y", "count": 3, "ranking": []}]}"#;
    let by = by_organisation(&read(text, Format::Json), &Rules::new(Method::Irv));
    let counts = &by.outcome.ballots;
    assert_eq!(
        (
            counts.cast.as_str(),
            counts.valid.as_str(),
            counts.blank.as_str()
        ),
        ("2", "1", "1")
    );
    assert!(by.organisations[1].winners.is_empty());
    let double = &by.double_majority[0];
    assert_eq!(
        (double.organisations, double.of, double.holds),
        (1, 1, true)
    );
}

#[test]
fn organisations_come_from_a_column_too_and_go_out_again() {
    let csv = "organisation,count,order\nTenants,2,A>B\n Riders ,1,B\n,1,A\nTenants,1,B\n";
    let read_back =
        |ballots: &Ballots, format: Format| read(&ballots::write(ballots, format).unwrap(), format);
    let first = read(csv, Format::Csv);
    let shown = |ballots: &Ballots| {
        let named = ballots.organisations.as_ref().unwrap();
        let mut shown: Vec<(String, String)> = named
            .iter()
            .map(|(name, profile)| (name.to_owned(), profile.cast().to_string()))
            .collect();
        shown.push((String::new(), named.without().cast().to_string()));
        shown
    };
    let expected = [("Riders", "1"), ("Tenants", "3"), ("", "1")];
    let expected = expected.map(|(name, cast)| (name.to_owned(), cast.to_owned()));
    assert_eq!(shown(&first), expected);
    assert_eq!(first.profile.cast().as_str(), "5");
    assert_eq!(shown(&read_back(&first, Format::Csv)), expected);
    assert_eq!(shown(&read_back(&first, Format::Json)), expected);
}

#[test]
fn counting_by_organisation_is_refused_where_no_ballot_names_one() {
    let ballots = read(
        r#"{"candidates": ["A"], "ballots": [{"ranking": [["A"]]}]}"#,
        Format::Json,
    );
    assert!(ballots.organisations.is_none());
    let mut rules = Rules::new(Method::Irv);
    rules.by = By::Organisation;
    let refused = count(&ballots.profile, &rules);
    assert_eq!(refused, Err(TallyError::NoOrganisations));
    assert_eq!(
        TallyError::NoOrganisations.to_string(),
        "`by` is `organisation`, but no ballot names one; give ballots an `organisation`, or count by `member`"
    );
}
