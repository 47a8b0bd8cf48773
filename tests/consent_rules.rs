//! The rules of consent: every scale, exactly at its thresholds, with nobody, with everybody aside, with ties.

use commonground::consensus::consent::{
    ConsentRule, Counts, EachGroup, Group, GroupFigures, MissedTest, PieceKind, Stance,
    StanceScale, Verdict, Whose, counts, verdict, word_diff,
};
use proptest::prelude::*;

/// `agree ×3, block` as stances.
fn stances(text: &str) -> Vec<Stance> {
    let mut all = Vec::new();
    for part in text.split(", ").filter(|part| !part.is_empty()) {
        let (code, n) = part.split_once(" ×").unwrap_or((part, "1"));
        let n: usize = n.parse().unwrap();
        all.extend(vec![Stance::Level(code.to_owned()); n]);
    }
    all
}

/// The verdict in short: `passed`, `passed 2` with reservations, `blocked 1`, `needs 4`, `support -2`.
fn told(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Passed {
            reservations: 0,
            chosen: None,
        } => "passed".to_owned(),
        Verdict::Passed {
            chosen: Some(idx), ..
        } => format!("chosen {idx}"),
        Verdict::Passed { reservations, .. } => format!("passed {reservations}"),
        Verdict::NotEnough { needed } => format!("needs {needed}"),
        Verdict::Blocked { by, .. } => format!("blocked {by}"),
        Verdict::Missed { missed } => {
            let parts: Vec<String> = missed
                .iter()
                .map(|missed| {
                    let test = missed.test.name();
                    let whose = match &missed.whose {
                        Whose::All => String::new(),
                        Whose::Group(name) => format!("{name}: "),
                        Whose::Rest => "rest: ".to_owned(),
                    };
                    let short = missed.miss.map(|miss| format!(" {}", miss.short));
                    format!("{whose}{test}{}", short.unwrap_or_default())
                })
                .collect();
            parts.join("; ")
        }
        Verdict::Tied { options } => format!("tied {options:?}"),
        Verdict::LeftAsItIs => "left".to_owned(),
    }
}

fn check(rule: &ConsentRule, on_roll: u64, given: &str, expected: &str) {
    rule.check().unwrap();
    let stances = stances(given);
    for stance in &stances {
        rule.scale.check(stance, 0).unwrap();
    }
    let counted = counts(rule.scale, 0, &stances);
    let found = verdict(rule, &counted, &[], on_roll);
    assert_eq!(told(&found), expected, "{given} of {on_roll}");
}

#[test]
fn consensus_bears_reservations_and_a_quarter_aside_but_no_block() {
    let rule = ConsentRule::usual(StanceScale::Consensus);
    for (on_roll, given, expected) in [
        (8, "agree ×4", "passed"),
        (8, "agree ×3", "needs 4"),
        (9, "agree ×4", "needs 5"),
        (9, "agree ×5", "passed"),
        (8, "agree ×5, reservations ×2", "passed 2"),
        // Exactly a quarter stands aside, and one more than that.
        (8, "agree ×6, stand_aside ×2", "passed"),
        (8, "agree ×5, stand_aside ×2", "aside 1"),
        (8, "stand_aside ×8", "aside 6"),
        (8, "agree ×7, block", "blocked 1"),
        // Too few decide nothing, whatever they say.
        (8, "block ×3", "needs 4"),
        (8, "", "needs 4"),
        (0, "", "needs 1"),
    ] {
        check(&rule, on_roll, given, expected);
    }
    let everybody_may = ConsentRule {
        aside: None,
        ..rule.clone()
    };
    check(&everybody_may, 4, "stand_aside ×4", "anybody");
    let minus_one = ConsentRule { blocks: 1, ..rule };
    check(&minus_one, 8, "agree ×7, block", "passed 1");
    check(&minus_one, 8, "agree ×6, block ×2", "blocked 2");
}

#[test]
fn one_objection_stops_a_consent() {
    let rule = ConsentRule::usual(StanceScale::Consent);
    for (on_roll, given, expected) in [
        (6, "consent ×3", "passed"),
        (6, "consent ×5, objection", "blocked 1"),
        (6, "objection ×6", "blocked 6"),
        (6, "consent ×2", "needs 3"),
    ] {
        check(&rule, on_roll, given, expected);
    }
}

#[test]
fn gradients_ask_for_three_quarters_at_abstaining_or_better() {
    let rule = ConsentRule::usual(StanceScale::Gradients);
    for (given, expected) in [
        ("endorsement ×3, serious_disagreement", "passed 1"),
        ("minor_point ×2, serious_disagreement", "support 1"),
        (
            "endorsement, with_reservations, abstain, more_discussion",
            "passed 2",
        ),
        ("endorsement ×5, dislike_but_support ×2", "support 1"),
        ("endorsement ×99, veto", "blocked 1"),
        ("abstain ×4", "passed"),
    ] {
        check(&rule, 4, given, expected);
    }
}

#[test]
fn four_fifths_show_three_fingers_and_nobody_a_fist() {
    let rule = ConsentRule::usual(StanceScale::FistToFive);
    for (given, expected) in [
        ("5 ×3, 4, 2", "passed 1"),
        ("5 ×2, 4, 2", "support 1"),
        ("3 ×4, 1", "passed 5"),
        ("5 ×9, 0", "blocked 1"),
        ("2 ×5", "support 4"),
    ] {
        check(&rule, 5, given, expected);
    }
}

#[test]
fn a_rule_may_bound_those_against() {
    let rule = ConsentRule {
        against: Some(15),
        support: Some(70),
        ..ConsentRule::usual(StanceScale::FistToFive)
    };
    // 3 of 20 are exactly 15 %, which is not fewer; 14 of 20 are exactly 70 %.
    for (given, expected) in [
        ("5 ×17, 2 ×3", "against 1"),
        ("5 ×18, 2 ×2", "passed 2"),
        ("5 ×13, 2 ×7", "support 1; against 5"),
    ] {
        check(&rule, 20, given, expected);
    }
    let one = ConsentRule {
        against: Some(1),
        support: None,
        ..rule
    };
    check(&one, 2, "5 ×2", "passed");
    check(&one, 2, "5, 1", "against 1");
}

#[test]
fn the_quorum_is_reached_exactly_and_never_by_nobody() {
    let rule = |quorum, at_least| ConsentRule {
        quorum,
        at_least,
        ..ConsentRule::usual(StanceScale::Consent)
    };
    for (quorum, at_least, on_roll, given, expected) in [
        (100, 0, 3, "consent ×3", "passed"),
        (100, 0, 3, "consent ×2", "needs 3"),
        (34, 0, 3, "consent", "needs 2"),
        (33, 0, 3, "consent", "passed"),
        (0, 0, 1_000, "", "needs 1"),
        (0, 0, 1_000, "consent", "passed"),
        (10, 5, 20, "consent ×4", "needs 5"),
        (10, 5, 20, "consent ×5", "passed"),
    ] {
        check(&rule(quorum, at_least), on_roll, given, expected);
    }
}

#[test]
fn what_is_asked_of_each_organisation_is_asked_of_each() {
    let rule = ConsentRule {
        each: Some(EachGroup::USUAL),
        ..ConsentRule::usual(StanceScale::FistToFive)
    };
    let group = |name: &str, taken_part, supporting, against| Group {
        whose: Whose::Group(name.to_owned()),
        figures: GroupFigures::Counted {
            taken_part,
            supporting,
            against,
        },
    };
    let told_only = |meets| Group {
        whose: Whose::Rest,
        figures: GroupFigures::Told { meets },
    };
    let counted = counts(rule.scale, 0, &stances("5 ×38, 2 ×2"));
    for (groups, expected) in [
        (vec![], "passed 2"),
        (
            vec![group("A", 20, 20, 0), group("B", 20, 18, 2)],
            "passed 2",
        ),
        // 7 of 10 are exactly 70 %; 3 of 20 exactly 15 %.
        (vec![group("A", 10, 7, 1)], "passed 2"),
        (vec![group("A", 10, 6, 1)], "A: support 1"),
        (vec![group("A", 20, 17, 3)], "A: against 1"),
        (
            vec![group("A", 10, 5, 4), told_only(false)],
            "A: support 2; A: against 3; rest: each",
        ),
        (vec![told_only(true), group("A", 0, 0, 0)], "passed 2"),
    ] {
        let found = verdict(&rule, &counted, &groups, 40);
        assert_eq!(told(&found), expected, "{groups:?}");
    }
}

#[test]
fn the_least_resistance_wins_unless_leaving_it_meets_no_more() {
    let rule = ConsentRule::usual(StanceScale::Systemic);
    let check = |rows: &[&[i16]], sums: &[u64], expected: &str| {
        let given: Vec<Stance> = rows
            .iter()
            .map(|row| Stance::Resistance(row.iter().map(|r| u8::try_from(*r).ok()).collect()))
            .collect();
        let n_options = rows.first().map_or(3, |row| row.len());
        let counted = counts(rule.scale, n_options, &given);
        let Counts::Resistance { options, .. } = &counted else {
            panic!("no resistance");
        };
        let found: Vec<u64> = options.iter().map(|option| option.sum).collect();
        assert_eq!(found, sums);
        let on_roll = u64::try_from(rows.len()).unwrap();
        assert_eq!(told(&verdict(&rule, &counted, &[], on_roll)), expected);
    };
    check(&[&[8, 2, 5], &[6, 1, 9]], &[14, 3, 14], "chosen 1");
    // −1 is not rated and counts 5.
    check(&[&[8, -1, 5], &[6, 1, -1]], &[14, 6, 10], "chosen 1");
    check(&[&[0, 1, 1]], &[0, 1, 1], "left");
    check(&[&[9, 3, 3]], &[9, 3, 3], "tied [1, 2]");
    // As much resistance as leaving it is not less.
    check(&[&[3, 3, 7]], &[3, 3, 7], "left");
    check(&[&[-1, -1, -1]], &[5, 5, 5], "left");
    check(&[], &[0, 0, 0], "needs 1");
}

#[test]
fn acceptance_is_what_resistance_leaves() {
    let given = [
        Stance::Resistance(vec![Some(8), Some(2)]),
        Stance::Resistance(vec![Some(6), None]),
    ];
    let Counts::Resistance {
        taken_part,
        options,
    } = counts(StanceScale::Systemic, 2, &given)
    else {
        panic!("no resistance");
    };
    let acceptance: Vec<f64> = options
        .iter()
        .filter_map(|option| option.acceptance(taken_part))
        .collect();
    assert_eq!(options.iter().map(|o| o.rated).collect::<Vec<_>>(), [2, 1]);
    assert!((acceptance[0] - 0.3).abs() < 1e-12 && (acceptance[1] - 0.65).abs() < 1e-12);
    assert_eq!(options[0].acceptance(0), None);
}

#[test]
fn a_stance_that_does_not_fit_is_told_and_not_counted() {
    let level = |code: &str| Stance::Level(code.to_owned());
    for (scale, stance, message) in [
        (
            StanceScale::Consent,
            level("agree"),
            "`agree` is no level of the scale `consent`; use consent, objection",
        ),
        (
            StanceScale::Consensus,
            Stance::Resistance(vec![None]),
            "the scale `consensus` asks for one of its levels",
        ),
        (
            StanceScale::Systemic,
            level("agree"),
            "the scale `systemic` asks for ratings of the options",
        ),
        (
            StanceScale::Systemic,
            Stance::Resistance(vec![None]),
            "it rates 1 options, and there are 2",
        ),
        (
            StanceScale::Systemic,
            Stance::Resistance(vec![Some(11), None]),
            "`11` is no resistance; use a whole number from 0 to 10",
        ),
    ] {
        let fault = scale.check(&stance, 2).unwrap_err();
        assert_eq!(fault.to_string(), message);
        assert_eq!(counts(scale, 2, [&stance]).taken_part(), 0);
    }
}

#[test]
fn a_rule_that_cannot_be_used_is_told() {
    let usual = ConsentRule::usual(StanceScale::Consensus);
    for (rule, message) in [
        (
            ConsentRule {
                quorum: 101,
                ..usual.clone()
            },
            "`quorum` is 101 %; use 0 to 100",
        ),
        (
            ConsentRule {
                against: Some(0),
                ..usual.clone()
            },
            "`against` is 0 %, and there are never fewer than none; use 1 or more",
        ),
        (
            ConsentRule {
                scale: StanceScale::Systemic,
                ..usual
            },
            "`aside` means nothing on the scale `systemic`; leave it out",
        ),
    ] {
        assert_eq!(rule.check().unwrap_err().to_string(), message);
    }
}

#[test]
fn what_changed_is_told_in_whole_words() {
    let pieces = word_diff(
        "We meet on Mondays at the hall.",
        "We meet on Tuesdays at the parish hall.",
    );
    let told: Vec<(PieceKind, &str)> = pieces
        .iter()
        .map(|piece| (piece.kind, piece.text.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (PieceKind::Same, "We meet on "),
            (PieceKind::Gone, "Mondays"),
            (PieceKind::New, "Tuesdays"),
            (PieceKind::Same, " at the "),
            (PieceKind::New, "parish "),
            (PieceKind::Same, "hall."),
        ]
    );
    assert!(word_diff("", "").is_empty());
    let told: Vec<String> = word_diff("all six the day before", "all six a week before")
        .into_iter()
        .map(|piece| piece.text)
        .collect();
    assert_eq!(
        told,
        ["all six ", "the day", "a week", " before"],
        "a phrase is one change"
    );
}

proptest! {
    #[test]
    fn the_pieces_make_up_both_texts(earlier in "[ab \n]{0,40}", later in "[ab \n]{0,40}") {
        let pieces = word_diff(&earlier, &later);
        let of = |left_out: PieceKind| -> String {
            let kept = pieces.iter().filter(|piece| piece.kind != left_out);
            kept.map(|piece| piece.text.as_str()).collect()
        };
        prop_assert_eq!(of(PieceKind::New), earlier);
        prop_assert_eq!(of(PieceKind::Gone), later);
    }

    /// A miss names just as many people as it would have taken: with so many more on the side of support, it passes.
    #[test]
    fn a_miss_says_how_many_it_lacks(support in 0_u64..40, others in 0_u64..40, percent in 0_u8..=100) {
        let rule = ConsentRule {
            quorum: 0,
            support: Some(percent),
            ..ConsentRule::usual(StanceScale::FistToFive)
        };
        let judged = |support: u64, others: u64| verdict(&rule, &Counts::Levels(vec![support, 0, 0, others, 0, 0]), &[], 0);
        let exact = support * 100 >= u64::from(percent) * (support + others);
        match judged(support, others) {
            Verdict::Missed { missed } if missed[0].test == MissedTest::Support => {
                prop_assert!(!exact);
                let short = missed[0].miss.unwrap().short;
                prop_assert!(judged(support + short, others - short).has_passed());
                prop_assert!(!judged(support + short - 1, others - short + 1).has_passed());
            }
            _ => prop_assert!(exact || support + others == 0),
        }
    }

    /// Equal stances in any order give an equal verdict, and more support never turns a pass into a miss.
    #[test]
    fn the_order_of_stances_says_nothing(places in prop::collection::vec(0_usize..4, 0..30), on_roll in 0_u64..40) {
        let rule = ConsentRule::usual(StanceScale::Consensus);
        let mut given: Vec<Stance> = places
            .iter()
            .map(|place| Stance::Level(rule.scale.codes()[*place].to_owned()))
            .collect();
        let judge = |given: &[Stance]| verdict(&rule, &counts(rule.scale, 0, given), &[], on_roll);
        let first = judge(&given);
        given.reverse();
        prop_assert_eq!(&judge(&given), &first);
        given.push(Stance::Level("agree".to_owned()));
        prop_assert!(!first.has_passed() || judge(&given).has_passed());
    }
}
