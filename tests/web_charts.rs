//! The charts with the figures of a real survey, and with texts that mean harm: well-formed, escaped, and no two labels on
//! each other. The gallery is written to the folder of temporary files for looking at.

#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps nothing fails, as it should"
)]

use std::fs;
use std::path::Path;

use commonground::model::{Day, Lang};
use commonground::web::charts::{
    Bar, Bars, CSS, Caption, Drifting, Pairwise, Progress, ProgressPoint, Quadrant, QuadrantPoint,
    Quarter, Rounds, RoundsStage, RoundsWords, Spread, StanceKind, StancePart, Stances,
    best_worst_bars, drifting, pairwise, progress, quadrant, rounds, score_bars, share_bars,
    spread, stance_bar,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use scraper::{ElementRef, Html, Selector};

/// Label, importance, satisfaction with its number of answers, quadrant.
struct Need(&'static str, f64, [f64; 2], f64, [f64; 2], u32, Quarter);

/// Votes by need, ballots without a choice, votes needed, who goes out.
struct Stage([i32; 16], u16, u16, Option<usize>);

/// The votes of a need that is out.
const OUT: i32 = -1;

/// The needs of the residents of Kansas City, Missouri, 2022, by rank; and their top three picks counted by instant
/// run-off, ties for last broken by rank.
const NEEDS: [Need; 16] = [
    Need(
        "Maintenance of city streets, sidewalks and infrastructure",
        0.698_935,
        [0.670_267, 0.726_129],
        0.135_083,
        [0.115_55, 0.157_33],
        1029,
        Quarter::Focus,
    ),
    Need(
        "Police services",
        0.504_356,
        [0.473_907, 0.534_773],
        0.474_372,
        [0.443_503, 0.505_438],
        995,
        Quarter::KeepUp,
    ),
    Need(
        "Neighborhood services",
        0.217_812,
        [0.193_712, 0.244_003],
        0.367_389,
        [0.337_614, 0.398_211],
        969,
        Quarter::Focus,
    ),
    Need(
        "Public transportation",
        0.125_847,
        [0.106_997, 0.147_469],
        0.424_757,
        [0.391_433, 0.458_78],
        824,
        Quarter::LowPriority,
    ),
    Need(
        "Effectiveness of city communication with the public",
        0.099_71,
        [0.082_896, 0.119_49],
        0.375_127,
        [0.345_373, 0.405_856],
        981,
        Quarter::LowPriority,
    ),
    Need(
        "Stormwater runoff/stormwater management",
        0.092_933,
        [0.076_705, 0.112_178],
        0.357_906,
        [0.327_833, 0.389_14],
        936,
        Quarter::LowPriority,
    ),
    Need(
        "Solid waste services",
        0.132_623,
        [0.113_295, 0.154_674],
        0.565_217,
        [0.534_485, 0.595_456],
        1012,
        Quarter::PossibleOverkill,
    ),
    Need(
        "City planning and development services",
        0.072_604,
        [0.058_314, 0.090_061],
        0.260_116,
        [0.228_817, 0.294_062],
        692,
        Quarter::LowPriority,
    ),
    Need(
        "City water utilities",
        0.103_582,
        [0.086_445, 0.123_656],
        0.557_978,
        [0.527_173, 0.588_344],
        1009,
        Quarter::PossibleOverkill,
    ),
    Need(
        "City parks and recreation programs/facilities",
        0.114_23,
        [0.096_245, 0.135_074],
        0.607_543,
        [0.576_624, 0.637_623],
        981,
        Quarter::PossibleOverkill,
    ),
    Need(
        "Fire and ambulance services",
        0.149_08,
        [0.128_662, 0.172_099],
        0.748_171,
        [0.719_715, 0.774_643],
        957,
        Quarter::PossibleOverkill,
    ),
    Need(
        "Health department services",
        0.074_54,
        [0.060_052, 0.092_181],
        0.545_349,
        [0.511_941, 0.578_353],
        860,
        Quarter::PossibleOverkill,
    ),
    Need(
        "Airport facilities",
        0.062_924,
        [0.049_674, 0.079_412],
        0.530_697,
        [0.499_085, 0.562_065],
        961,
        Quarter::PossibleOverkill,
    ),
    Need(
        "Customer service from city employees",
        0.046_467,
        [0.035_225, 0.061_069],
        0.451_613,
        [0.419_357, 0.484_281],
        899,
        Quarter::LowPriority,
    ),
    Need(
        "Municipal court services",
        0.031_946,
        [0.022_836, 0.044_524],
        0.324_695,
        [0.289_973, 0.361_459],
        656,
        Quarter::LowPriority,
    ),
    Need(
        "The city's 311 service",
        0.047_435,
        [0.036_065, 0.062_158],
        0.559_955,
        [0.527_043, 0.592_348],
        884,
        Quarter::PossibleOverkill,
    ),
];
const STAGES: [Stage; 14] = [
    Stage(
        [359, 318, 43, 40, 5, 12, 26, 19, 17, 18, 22, 12, 8, 5, 4, 4],
        0,
        457,
        Some(15),
    ),
    Stage(
        [
            359, 318, 45, 40, 5, 12, 26, 19, 17, 18, 22, 12, 8, 7, 4, OUT,
        ],
        0,
        457,
        Some(14),
    ),
    Stage(
        [
            360, 319, 46, 40, 5, 12, 26, 19, 17, 18, 22, 12, 9, 7, OUT, OUT,
        ],
        0,
        457,
        Some(4),
    ),
    Stage(
        [
            362, 319, 47, 40, OUT, 12, 26, 19, 17, 18, 22, 14, 9, 7, OUT, OUT,
        ],
        0,
        457,
        Some(13),
    ),
    Stage(
        [
            364, 321, 47, 40, OUT, 12, 26, 20, 17, 18, 22, 14, 9, OUT, OUT, OUT,
        ],
        2,
        456,
        Some(12),
    ),
    Stage(
        [
            365, 323, 47, 42, OUT, 14, 26, 20, 17, 19, 22, 15, OUT, OUT, OUT, OUT,
        ],
        2,
        456,
        Some(5),
    ),
    Stage(
        [
            370, 325, 48, 43, OUT, OUT, 26, 22, 18, 19, 22, 15, OUT, OUT, OUT, OUT,
        ],
        4,
        455,
        Some(11),
    ),
    Stage(
        [
            376, 326, 48, 47, OUT, OUT, 27, 23, 19, 19, 22, OUT, OUT, OUT, OUT, OUT,
        ],
        5,
        454,
        Some(9),
    ),
    Stage(
        [
            381, 330, 49, 49, OUT, OUT, 27, 26, 19, OUT, 22, OUT, OUT, OUT, OUT, OUT,
        ],
        9,
        452,
        Some(8),
    ),
    Stage(
        [
            386, 334, 51, 51, OUT, OUT, 29, 28, OUT, OUT, 22, OUT, OUT, OUT, OUT, OUT,
        ],
        11,
        451,
        Some(10),
    ),
    Stage(
        [
            389, 345, 53, 52, OUT, OUT, 31, 28, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT,
        ],
        14,
        450,
        Some(7),
    ),
    Stage(
        [
            399, 351, 54, 52, OUT, OUT, 31, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT,
        ],
        25,
        444,
        Some(6),
    ),
    Stage(
        [
            410, 356, 59, 53, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT,
        ],
        34,
        440,
        Some(3),
    ),
    Stage(
        [
            438, 365, 65, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT,
        ],
        44,
        435,
        None,
    ),
];

/// Best-worst scores of twelve values, two of them too few to show.
const VALUES: [(&str, Option<f64>); 12] = [
    ("Health care", Some(0.432_857)),
    ("Economy", Some(0.367_857)),
    ("Education", Some(0.153_571)),
    ("National security", Some(0.102_143)),
    ("Gun laws", Some(0.045_714)),
    ("Taxes", Some(0.025_714)),
    ("Crime", Some(0.002_857)),
    ("Corruption", Some(-0.023_571)),
    ("Abortion", Some(-0.035_714)),
    ("Race relations", Some(-0.065_714)),
    (
        "Listening to those who are usually not heard, even when it takes longer and costs more than was planned for",
        Some(-0.4),
    ),
    ("Drugs", None),
];

const HOSTILE: [&str; 6] = [
    "</text></svg><script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "<b>&amp;'\"",
    "مرحبا \u{202e}abc",
    "",
    "\u{0}\u{1f600}\u{1f600}\u{1f600}",
];

fn caption(id: &'static str) -> Caption<'static> {
    Caption {
        id,
        title: "What comes first",
        description: "Streets and sidewalks matter most and satisfy least.",
    }
}

fn quadrant_of<'a>(
    lang: &'a Lang,
    labels: &dyn Fn(usize) -> &'a str,
    whiskers: bool,
) -> Quadrant<'a> {
    let points = NEEDS
        .iter()
        .zip(1..)
        .map(|(need, rank)| QuadrantPoint {
            rank,
            label: labels(rank as usize - 1),
            quarter: need.6,
            importance: need.1,
            importance_interval: Some(need.2),
            satisfaction: need.3,
            satisfaction_interval: Some(need.4),
        })
        .collect();
    Quadrant {
        caption: caption(if whiskers { "needs-whiskers" } else { "needs" }),
        points,
        mean_importance: 0.160_939,
        mean_satisfaction: 0.455_373,
        importance: "Importance: named among the top three",
        satisfaction: "Satisfied or very satisfied",
        focus: "Focus here",
        keep_up: "Keep it up",
        low_priority: "Low priority",
        possible_overkill: "Possible overkill",
        whiskers,
        lang,
    }
}

fn needs_bars<'a>(lang: &'a Lang, notes: &'a [String]) -> Bars<'a> {
    let bars = NEEDS
        .iter()
        .zip(notes)
        .enumerate()
        .map(|(idx, (need, note))| Bar {
            label: need.0,
            value: (idx != 14).then_some(need.3),
            interval: Some(need.4),
            note: if idx == 14 {
                "fewer than 5 answers"
            } else {
                note
            },
            strong: idx < 3,
        })
        .collect();
    Bars {
        caption: caption("satisfied"),
        bars,
        axis: "Share who are satisfied",
        lang,
    }
}

fn values_bars(lang: &Lang) -> Bars<'_> {
    let bars = VALUES
        .iter()
        .map(|(label, value)| Bar {
            label,
            value: *value,
            interval: value.map(|value| [value - 0.05, value + 0.06]),
            note: if value.is_some() {
                ""
            } else {
                "fewer than 5 answers"
            },
            strong: value.is_some_and(|value| value > 0.3),
        })
        .collect();
    Bars {
        caption: caption("values"),
        bars,
        axis: "Best minus worst, −1 to +1",
        lang,
    }
}

fn rounds_of<'a>(
    lang: &'a Lang,
    labels: &dyn Fn(usize) -> &'a str,
    stages: &[Stage],
) -> Rounds<'a> {
    let stages = stages
        .iter()
        .map(|Stage(votes, exhausted, threshold, out)| RoundsStage {
            votes: votes
                .iter()
                .map(|votes| (*votes != OUT).then_some(f64::from(*votes)))
                .collect(),
            exhausted: f64::from(*exhausted),
            threshold: Some(f64::from(*threshold)),
            needed: format!("Needed to win: {threshold}"),
            elected: if out.is_none() { vec![0] } else { Vec::new() },
            eliminated: out.iter().copied().collect(),
        })
        .collect();
    Rounds {
        caption: caption("rounds"),
        options: (0..16).map(labels).collect(),
        stages,
        words: RoundsWords {
            stage: "Stage {n}",
            exhausted: "No further choice",
            elected: "elected",
            eliminated: "eliminated",
            others: "{n} more options, together",
            skipped: "Stages {from} to {to}: out went {names}",
        },
        lang,
    }
}

fn point(day: &str, value: f64) -> ProgressPoint {
    ProgressPoint {
        day: Day::parse(day).unwrap(),
        value,
    }
}

fn goal(lang: &Lang, check_ins: Vec<ProgressPoint>) -> Progress<'_> {
    Progress {
        caption: caption(if check_ins.is_empty() {
            "goal-new"
        } else {
            "goal"
        }),
        baseline: point("2022-07-01", 0.135_083),
        baseline_word: "Baseline",
        target: point("2024-06-30", 0.179_95),
        target_word: "Target",
        check_ins,
        percent: true,
        lang,
    }
}

fn check_ins() -> Vec<ProgressPoint> {
    vec![
        point("2022-10-01", 0.14),
        point("2023-01-05", 0.128),
        point("2023-06-30", 0.155),
        point("2023-10-01", 0.171),
    ]
}

fn table<'a>(lang: &'a Lang, labels: &dyn Fn(usize) -> &'a str) -> Pairwise<'a> {
    let votes = (0..6)
        .map(|row| {
            (0..6)
                .map(|column| {
                    (row != column)
                        .then(|| f64::from(480 - 31 * row + 37 * column - 6 * row * column))
                })
                .collect()
        })
        .collect();
    Pairwise {
        caption: Caption {
            title: "Each option against each other",
            description: "The row's votes over the column's.",
            ..caption("pairs")
        },
        options: (0..6).map(labels).collect(),
        votes,
        wins: "wins",
        loses: "loses",
        ties: "equal",
        lang,
    }
}

fn gallery(lang: &Lang) -> Vec<Markup> {
    let label = |idx: usize| NEEDS[idx].0;
    let notes: Vec<String> = NEEDS.iter().map(|need| format!("n = {}", need.5)).collect();
    let bars = needs_bars(lang, &notes);
    let points = Bars {
        caption: caption("points"),
        bars: bars.bars[..6]
            .iter()
            .map(|bar| Bar {
                value: bar.value.map(|value| (value * 20_000.0).round()),
                interval: None,
                note: "",
                ..*bar
            })
            .collect(),
        axis: "Points",
        lang,
    };
    let few: Vec<Stage> = STAGES.into_iter().skip(STAGES.len() - 4).collect();
    let few = Rounds {
        caption: caption("rounds-few"),
        ..rounds_of(lang, &label, &few)
    };
    vec![
        quadrant(&quadrant_of(lang, &label, false)),
        quadrant(&quadrant_of(lang, &label, true)),
        share_bars(&bars),
        best_worst_bars(&values_bars(lang)),
        score_bars(&points),
        rounds(&rounds_of(lang, &label, &STAGES)),
        rounds(&few),
        pairwise(&table(lang, &label)),
        progress(&goal(lang, check_ins())),
        progress(&goal(lang, Vec::new())),
        spread(&ratings(
            "spread",
            Some(&[0.0, 0.0, 0.05, 0.05, 0.1, 0.2, 0.35, 0.2, 0.05]),
        )),
        spread(&ratings("spread-few", None)),
        drifting(&Drifting {
            caption: caption("drift"),
            ends: [1, 9],
            rounds: &[
                ("Round 1".to_owned(), Some([3.0, 5.0, 8.25])),
                ("Round 2".to_owned(), None),
                ("Round 3".to_owned(), Some([6.0, 7.0, 8.0])),
            ],
        }),
    ]
}

/// The ratings of one item on nine points, with the visitor's own.
fn ratings<'a>(id: &'static str, shares: Option<&'a [f64]>) -> Spread<'a> {
    Spread {
        caption: caption(id),
        ends: [1, 9],
        shares,
        quartiles: [6.0, 7.0, 8.0],
        own: Some((3, "you")),
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// What holds for every chart: no style or script, one title and description that the drawing points to, and nothing that
/// the parser had to mend.
#[track_caller]
fn check(chart: &Markup) -> Html {
    let page = Html::parse_fragment(&chart.0);
    balanced(&chart.0);
    for forbidden in ["script", "style", "[style]", "[onload]", "foreignObject"] {
        assert_eq!(page.select(&selector(forbidden)).count(), 0, "{forbidden}");
    }
    for svg in page.select(&selector("svg[role=img]")) {
        for (attribute, element) in [("aria-labelledby", "title"), ("aria-describedby", "desc")] {
            let id = svg.attr(attribute).unwrap();
            let named = selector(&format!("{element}[id=\"{id}\"]"));
            assert_eq!(svg.select(&named).count(), 1, "{id}");
        }
        let view: Vec<f64> = numbers(svg.attr("viewBox").unwrap());
        assert_eq!(view.len(), 4);
        for text in svg.select(&selector("text")) {
            let (x, y) = (number(text, "x"), number(text, "y"));
            assert!(
                (0.0..=view[2]).contains(&x) && (0.0..=view[3]).contains(&y),
                "{}",
                text.html()
            );
        }
    }
    page
}

/// Every tag that opens is closed, innermost first; texts and attributes hold no bare `<`, so that every one begins a tag.
#[track_caller]
fn balanced(markup: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in markup.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').unwrap();
        match inside.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => open.push(inside.split(' ').next().unwrap()),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(' ')
        .map(|number| number.parse().unwrap())
        .collect()
}

fn number(element: ElementRef<'_>, attribute: &str) -> f64 {
    element.attr(attribute).unwrap().parse().unwrap()
}

#[test]
fn every_chart_of_a_real_survey_is_well_formed_and_kept_for_looking_at() {
    for tag in ["en", "es"] {
        let lang = Lang::parse(tag).unwrap();
        let charts = gallery(&lang);
        for chart in &charts {
            check(chart);
        }
        let page = html! {
            (DOCTYPE)
            html lang=(tag) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { "Charts" }
                    style { (PreEscaped("body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:64rem;padding:0 16px}@media(prefers-color-scheme:dark){body{background:#12171e;color:#e8edf3}}")) (PreEscaped(CSS)) }
                }
                body { @for chart in &charts { (chart) } }
            }
        };
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("charts-{tag}.html"));
        fs::write(path, page.0).unwrap();
    }
}

#[test]
fn no_rank_lies_on_another_or_on_a_dot() {
    let lang = Lang::english();
    for whiskers in [false, true] {
        let page = check(&quadrant(&quadrant_of(
            &lang,
            &|idx| NEEDS[idx].0,
            whiskers,
        )));
        let ranks: Vec<(f64, f64, f64)> = page
            .select(&selector(".chart-number"))
            .map(|text| {
                let n_digits = text.text().collect::<String>().len();
                let width = if n_digits == 1 { 8.0 } else { 16.0 };
                (number(text, "x"), number(text, "y") - 5.0, width)
            })
            .collect();
        assert_eq!(ranks.len(), 16);
        let mut dots: Vec<(f64, f64)> = page
            .select(&selector("svg[role=img] circle"))
            .map(|dot| (number(dot, "cx"), number(dot, "cy")))
            .collect();
        dots.extend(
            page.select(&selector("svg[role=img] .chart-dot-overkill"))
                .map(|dot| (number(dot, "x") + 4.5, number(dot, "y") + 4.5)),
        );
        assert_eq!(dots.len(), 14);
        for (idx, (x, y, width)) in ranks.iter().enumerate() {
            for (other_x, other_y, other_width) in &ranks[idx + 1..] {
                let apart = (x - other_x).abs() >= (width + other_width) / 2.0
                    || (y - other_y).abs() >= 12.0;
                assert!(apart, "{x},{y} and {other_x},{other_y}");
            }
            for (dot_x, dot_y) in &dots {
                let apart =
                    (x - dot_x).abs() >= width / 2.0 + 4.0 || (y - dot_y).abs() >= 6.0 + 4.0;
                assert!(apart, "{x},{y} and dot {dot_x},{dot_y}");
            }
        }
    }
}

#[test]
fn the_legend_lists_every_need_under_its_quadrant() {
    let lang = Lang::english();
    let page = check(&quadrant(&quadrant_of(&lang, &|idx| NEEDS[idx].0, false)));
    let lists: Vec<Vec<&str>> = page
        .select(&selector("figcaption ol"))
        .map(|list| {
            list.select(&selector("li"))
                .map(|item| item.attr("value").unwrap())
                .collect()
        })
        .collect();
    assert_eq!(
        lists,
        [
            vec!["1", "3"],
            vec!["2"],
            vec!["4", "5", "6", "8", "14", "15"],
            vec!["7", "9", "10", "11", "12", "13", "16"],
        ]
    );
}

#[test]
fn a_long_count_is_told_by_its_first_and_last_stages() {
    let lang = Lang::english();
    let page = check(&rounds(&rounds_of(&lang, &|idx| NEEDS[idx].0, &STAGES)));
    let heads: Vec<String> = page
        .select(&selector(".chart-head"))
        .map(|head| head.text().collect())
        .collect();
    assert_eq!(heads, ["Stage 1", "Stage 12", "Stage 13", "Stage 14"]);
    let words: String = page.root_element().text().collect::<Vec<_>>().join(" ");
    for expected in [
        "359",
        "438",
        "Needed to win: 457",
        "9 more options, together",
        "Stages 2 to 11: out went",
        "Airport facilities;",
        "No further choice",
        "elected",
    ] {
        assert!(words.contains(expected), "{expected} in {words}");
    }
    let short = check(&rounds(&rounds_of(
        &lang,
        &|idx| NEEDS[idx].0,
        &STAGES[8..],
    )));
    assert_eq!(short.select(&selector(".chart-head")).count(), 6);
}

#[test]
fn hostile_labels_stay_words() {
    let lang = Lang::english();
    let label = |idx: usize| HOSTILE[idx % HOSTILE.len()];
    let hostile_caption = |id| Caption {
        id,
        title: HOSTILE[0],
        description: HOSTILE[1],
    };
    let mut needs = quadrant_of(&lang, &label, true);
    needs.caption = hostile_caption("q");
    needs.focus = HOSTILE[0];
    needs.importance = HOSTILE[1];
    let bars = |caption| Bars {
        caption,
        bars: (0..6)
            .map(|idx| Bar {
                label: label(idx),
                value: Some([f64::NAN, f64::INFINITY, -5.0, 0.0, 2.0, 1e300][idx]),
                interval: Some([f64::NEG_INFINITY, f64::NAN]),
                note: HOSTILE[0],
                strong: true,
            })
            .collect(),
        axis: HOSTILE[2],
        lang: &lang,
    };
    let mut count = rounds_of(&lang, &label, &STAGES);
    count.words.stage = HOSTILE[0];
    count.words.skipped = "{names}{names}";
    let mut way = goal(
        &lang,
        vec![point("2030-01-01", f64::NAN), point("2020-01-01", 7.0)],
    );
    way.baseline_word = HOSTILE[0];
    let mut pairs = table(&lang, &label);
    pairs.votes.truncate(3);
    let told = Spread {
        caption: hostile_caption("spread"),
        ends: [0, 10],
        shares: Some(&[f64::NAN, -1.0, f64::INFINITY]),
        quartiles: [f64::NAN, 1e300, f64::NEG_INFINITY],
        own: Some((10, HOSTILE[0])),
    };
    let rounds_told: Vec<(String, Option<[f64; 3]>)> = HOSTILE
        .iter()
        .map(|name| {
            (
                (*name).chars().take(12).collect(),
                Some([f64::NAN, 1e300, -5.0]),
            )
        })
        .collect();
    let moved = Drifting {
        caption: hostile_caption("drift"),
        ends: [1, 5],
        rounds: &rounds_told,
    };
    for chart in [
        spread(&told),
        drifting(&moved),
        quadrant(&needs),
        share_bars(&bars(hostile_caption("s"))),
        best_worst_bars(&bars(hostile_caption("b"))),
        score_bars(&bars(hostile_caption("p"))),
        rounds(&count),
        progress(&way),
        pairwise(&pairs),
    ] {
        check(&chart);
    }
}

#[test]
fn stances_of_every_level_are_named_and_make_up_the_whole_bar() {
    let lang = Lang::english();
    let stances = |parts: &[(&'static str, u64, StanceKind)]| Stances {
        caption: Caption {
            id: "stances",
            title: HOSTILE[0],
            description: HOSTILE[1],
        },
        parts: parts
            .iter()
            .map(|(label, n, kind)| StancePart {
                label,
                n: *n,
                kind: *kind,
            })
            .collect(),
        lang: &lang,
    };
    let page = check(&stance_bar(&stances(&[
        ("Agree", 1_200, StanceKind::For),
        (HOSTILE[0], 300, StanceKind::Reserved),
        ("Stand aside", 0, StanceKind::Aside),
        ("Against", 99, StanceKind::Against),
        ("Block", 1, StanceKind::Blocks),
    ])));
    let words: String = page.root_element().text().collect::<Vec<_>>().join(" ");
    for told in ["1,200 · 75.0 %", "300 · 18.8 %", "0 · 0.0 %", "1 · 0.1 %"] {
        assert!(words.contains(told), "{told} in {words}");
    }
    // Four parts of the bar and five marks before the names; a level that nobody took has no part.
    assert_eq!(page.select(&selector("rect.chart-bar")).count(), 9);
    let nobody = check(&stance_bar(&stances(&[("Agree", 0, StanceKind::For)])));
    assert_eq!(nobody.select(&selector("rect.chart-bar")).count(), 1);
    check(&stance_bar(&stances(&[])));
}

#[test]
fn an_empty_chart_is_still_a_chart() {
    let lang = Lang::english();
    let mut needs = quadrant_of(&lang, &|_| "", true);
    needs.points.clear();
    let mut bars = values_bars(&lang);
    bars.bars.clear();
    check(&quadrant(&needs));
    check(&share_bars(&bars));
    check(&rounds(&rounds_of(&lang, &|_| "", &[])));
    let mut still = goal(&lang, Vec::new());
    still.target = still.baseline;
    check(&progress(&still));
}

#[test]
fn a_figure_that_may_not_be_shown_has_no_bar() {
    let lang = Lang::english();
    let page = check(&best_worst_bars(&values_bars(&lang)));
    assert_eq!(page.select(&selector("rect.chart-bar")).count(), 11);
    assert_eq!(page.select(&selector("rect.chart-track")).count(), 12);
    assert_eq!(page.select(&selector("path.chart-whisker")).count(), 11);
    let words: String = page.root_element().text().collect();
    for shown in ["+0.43", "0.00", "−0.40"] {
        assert!(words.contains(shown), "{shown} in {words}");
    }
    assert!(!words.contains("+0.00"));
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(colour: &str) -> f64 {
    let part = |from: usize| {
        let byte = u8::from_str_radix(&colour[from..from + 2], 16).unwrap();
        let share = f64::from(byte) / 255.0;
        if share <= 0.040_45 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn marks_and_letters_stand_out_in_light_and_in_dark() {
    let palettes: Vec<&str> = CSS.split(".chart {").skip(1).take(2).collect();
    assert_eq!(palettes.len(), 2);
    for palette in palettes {
        let colour = |name: &str| {
            let start = palette.find(&format!("--chart-{name}: ")).unwrap() + name.len() + 10;
            &palette[start..start + 7]
        };
        let grounds = [
            "ground",
            "track",
            "focus-ground",
            "keep-ground",
            "low-ground",
            "overkill-ground",
        ];
        for ground in grounds.map(colour) {
            for letters in ["ink", "soft"] {
                assert!(
                    contrast(colour(letters), ground) >= 4.5,
                    "{letters} on {ground}"
                );
            }
            for mark in [
                "rule", "bar", "strong", "minus", "against", "gain", "out-line", "rest", "focus",
                "keep", "low", "overkill",
            ] {
                assert!(contrast(colour(mark), ground) >= 3.0, "{mark} on {ground}");
            }
        }
    }
}
