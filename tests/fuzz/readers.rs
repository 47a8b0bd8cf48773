//! What must hold of every reader of bytes from outside, whatever the bytes are: it does not panic, what it
//! read can be written and read again as the same, and what can be counted adds up.
//!
//! The fuzz targets call these with bytes they make up; `tests/fuzz_seeds.rs` with the seeds and changed seeds.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use commonground::consensus::Scale;
use commonground::formats::ballots::{self, Ballots, Format};
use commonground::formats::{polis, ratings, responses};
use commonground::model::Definition;
use commonground::opinion::Votes;
use commonground::survey::{self, Register};
use commonground::tally::{
    Amount, Form, Method, Profile, ProfileBuilder, Rules, Weight, count, tell,
};
use num_rational::BigRational;

/// A reader under a name, which is that of its fuzz target and of its folder of seeds.
pub(crate) type Reader = (&'static str, fn(&[u8]));

/// Every reader of the project that takes bytes from outside.
pub(crate) const READERS: &[Reader] = &[
    ("json", |bytes| ballots_in(bytes, Format::Json)),
    ("csv", |bytes| ballots_in(bytes, Format::Csv)),
    ("blt", |bytes| ballots_in(bytes, Format::Blt)),
    ("preflib", |bytes| ballots_in(bytes, Format::Preflib)),
    ("pabulib", |bytes| ballots_in(bytes, Format::Pabulib)),
    ("abif", |bytes| ballots_in(bytes, Format::Abif)),
    ("cdf", |bytes| ballots_in(bytes, Format::Cdf)),
    ("auto", |bytes| ballots_in(bytes, Format::sniff(bytes))),
    ("rules", rules),
    ("polis_votes", polis_votes),
    ("polis_statements", polis_statements),
    ("polis_groups", polis_groups),
    ("ratings", ratings_of_items),
    ("responses", responses_to_surveys),
    ("survey", survey_definition),
];

/// Runs the reader of that name.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let reader = READERS.iter().find(|(known, _)| *known == name);
    let (_, read) = reader.expect("a reader of that name");
    read(bytes);
}

/// Reads ballots; where it can, writes them in every format, reads that, and counts.
fn ballots_in(bytes: &[u8], format: Format) {
    let Ok(read) = ballots::read(bytes, format) else {
        return;
    };
    let small = read.profile.distinct() <= 200
        && read.profile.candidates().len() <= 200
        && read.profile.cast().approximate() <= 5_000.0;
    if !small {
        return;
    }
    for to in Format::ALL {
        if let Ok(text) = ballots::write(&read, to) {
            let again = ballots::read(text.as_bytes(), to);
            let again =
                again.unwrap_or_else(|error| panic!("{} written: {error}\n{text}", to.name()));
            same(&read, &again, &text);
        }
    }
    if read.profile.candidates().len() <= 6 && read.profile.distinct() <= 20 {
        // A few methods for each input, another few for the next: all of them take too long.
        let turn = bytes
            .iter()
            .fold(bytes.len(), |sum, byte| sum + usize::from(*byte));
        for method in Method::ALL
            .into_iter()
            .cycle()
            .skip(turn % Method::ALL.len())
            .take(3)
        {
            let mut rules = Rules::new(method);
            if method == Method::BudgetGreedy {
                rules.budget = Some(Amount::whole(2_u32));
            }
            counted(&read.profile, &rules);
        }
    }
}

/// Panics unless both hold the same options and the same ballots, in whatever order and however grouped.
pub(crate) fn same(one: &Ballots, other: &Ballots, text: &str) {
    let (one, other) = (&one.profile, &other.profile);
    assert_eq!(one.candidates(), other.candidates(), "{text}");
    assert_eq!(papers(one), papers(other), "{text}");
}

/// Every different ballot with its weight.
fn papers(profile: &Profile) -> BTreeMap<String, BigRational> {
    let mut papers = BTreeMap::new();
    for (amount, form) in profile.ballots() {
        let sum: &mut BigRational = papers.entry(format!("{form:?}")).or_default();
        *sum += amount.value();
    }
    papers
}

/// Counts, tells, and adds up.
fn counted(profile: &Profile, rules: &Rules) {
    let Ok(outcome) = count(profile, rules) else {
        return;
    };
    for round in &outcome.rounds {
        let votes: BigRational = round.votes.iter().map(|(_, votes)| votes.value()).sum();
        let rounding = round.rounding.clone().unwrap_or_default().value();
        let sum = votes + round.exhausted.value() + rounding;
        assert_eq!(sum, outcome.ballots.valid.value(), "{rules:?} {round:?}");
    }
    let counts = &outcome.ballots;
    let parts = counts.valid.value() + counts.blank.value() + counts.invalid.value();
    assert_eq!(parts, counts.cast.value(), "{rules:?}");
    assert!(outcome.winners.len() <= outcome.candidates.len());
    assert!(!tell(&outcome, "es").is_empty());
}

/// Rules for the count of a few ballots of each form.
fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(rules) = Rules::read(text) else {
        return;
    };
    let written = serde_json::to_string(&rules).expect("rules are JSON");
    assert_eq!(Rules::read(&written), Ok(rules.clone()), "{written}");
    for profile in few_ballots() {
        counted(profile, &rules);
    }
}

fn few_ballots() -> &'static [Profile] {
    static PROFILES: OnceLock<Vec<Profile>> = OnceLock::new();
    PROFILES.get_or_init(|| {
        let builder = || {
            ProfileBuilder::new(["A", "B", "C"].map(str::to_owned).to_vec()).expect("three names")
        };
        let forms = [
            vec![
                (4, Form::Ranking(vec![vec![0], vec![1, 2]])),
                (3, Form::Ranking(vec![vec![1], vec![], vec![2], vec![1]])),
                (2, Form::Ranking(vec![vec![2, 1], vec![0]])),
            ],
            vec![
                (3, Form::Approves(vec![0, 1])),
                (2, Form::Approves(vec![2])),
            ],
            vec![
                (2, Form::Scores(vec![(0, 5), (1, 1)])),
                (1, Form::Scores(vec![(1, 3), (2, 3)])),
            ],
        ];
        let profile = |papers: &Vec<(u64, Form)>| {
            let mut builder = builder();
            for (count, form) in papers {
                builder
                    .add(*count, Weight::ONE, form)
                    .expect("light ballots");
            }
            builder.finish()
        };
        forms.iter().map(profile).collect()
    })
}

fn polis_votes(bytes: &[u8]) {
    let whole = polis::read_votes(bytes, None, None);
    // A file that comes in pieces says the same, faults and all.
    let mut reader = polis::VotesReader::new(None, None);
    for piece in bytes.chunks(7) {
        reader.push(piece);
    }
    assert_eq!(reader.finish(), whole);
}

fn polis_statements(bytes: &[u8]) {
    if let Ok(statements) = polis::read_statements(bytes) {
        let votes = b"participant,statement,vote\na,1,1\nb,2,-1\n";
        let _ = polis::read_votes(votes, Some(statements), None);
    }
}

fn polis_groups(bytes: &[u8]) {
    static VOTES: OnceLock<Votes> = OnceLock::new();
    let votes = VOTES.get_or_init(|| {
        let votes = b"participant,statement,vote\na,1,1\nb,1,-1\nb,2,0\nc,2,1\n";
        polis::read_votes(votes, None, None).expect("votes").votes
    });
    let _ = polis::read_groups(bytes, votes);
}

fn ratings_of_items(bytes: &[u8]) {
    let scale = Scale::new(1, 9).expect("a scale");
    let _ = ratings::read_ratings(bytes, scale);
}

fn responses_to_surveys(bytes: &[u8]) {
    for definition in definitions() {
        let _ = responses::read(definition, bytes, Register::Any);
    }
}

fn definitions() -> &'static [Definition] {
    static DEFINITIONS: OnceLock<Vec<Definition>> = OnceLock::new();
    DEFINITIONS.get_or_init(|| {
        let texts = [
            include_str!("../../surveys/pulse.json"),
            include_str!("../../surveys/resident-services.json"),
            include_str!("../../surveys/values-assessment.json"),
        ];
        let read = |text: &&str| survey::read(text).expect("a template of ours");
        texts.iter().map(read).collect()
    })
}

fn survey_definition(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(definition) = survey::read(text) {
        let written = serde_json::to_string(&definition).expect("a definition is JSON");
        assert_eq!(survey::read(&written), Ok(definition), "{written}");
    }
}
