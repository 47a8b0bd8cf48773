//! Writing cast-vote records as JSON.
//!
//! Records come in the profile's order and are numbered from 1, so that nothing tells when a ballot came
//! in. The standard asks for the time of the report, too: it is given as the beginning of 1970.

use serde_json::{Value, json};

use super::super::{Ballots, BallotsError, UNSAID};
use super::{LAST_RANK, WRITE_IN};
use crate::tally::Form;

/// A record a ballot: more would be a file of some gigabytes.
const MOST_RECORDS: u64 = 10_000_000;

pub(in super::super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let names = ballots.profile.candidates();
    let whole = |what: &str| BallotsError::Whole(format!("{what}; write JSON"));
    if let Some(name) = names
        .iter()
        .find(|name| *name == UNSAID || *name == WRITE_IN)
    {
        return Err(whole(&format!(
            "`{name}` has a meaning of its own in cast-vote records and cannot be an option"
        )));
    }
    if names.is_empty() {
        return Err(whole(
            "there are no options, and cast-vote records need at least one",
        ));
    }
    let kind = Kind::of(ballots).map_err(whole)?;
    let mut text =
        String::from("{\"@type\":\"CVR.CastVoteRecordReport\",\"Version\":\"1.0.0\",\"CVR\":[");
    let mut record = 0_u64;
    let mut unsaid = false;
    for (amount, form) in ballots.profile.ballots() {
        let count = amount.as_str().parse::<u64>().map_err(|_| {
            whole("some ballots have weights that are no whole numbers below 2^64, which cast-vote records cannot hold")
        })?;
        if count > MOST_RECORDS - record {
            return Err(whole(&format!(
                "there are more than {MOST_RECORDS} ballots, and there is a record for each"
            )));
        }
        let selections = selections(&form, kind).map_err(whole)?;
        unsaid |= matches!(&form, Form::Ranking(ranks) if ranks.iter().flatten().any(|o| *o == Form::OVERVOTE));
        for _ in 0..count {
            record += 1;
            let id = record.to_string();
            let cvr = json!({
                "@type": "CVR.CVR", "BallotPrePrintedId": id, "UniqueId": id, "CurrentSnapshotId": format!("ballot-{id}"), "ElectionId": "election",
                "CVRSnapshot": [{
                    "@id": format!("ballot-{id}"), "@type": "CVR.CVRSnapshot", "Type": "original",
                    "CVRContest": [{"@type": "CVR.CVRContest", "ContestId": "contest", "CVRContestSelection": selections}],
                }],
            });
            if record > 1 {
                text.push(',');
            }
            text.push_str(&cvr.to_string());
        }
    }
    text.push_str("],\"Election\":");
    text.push_str(&json!([election(ballots, kind, unsaid)]).to_string());
    let rest = json!({
        "GeneratedDate": "1970-01-01T00:00:00Z",
        "GpUnit": [{"@id": "unit", "@type": "CVR.GpUnit", "Type": "other", "OtherType": "all"}],
        "ReportGeneratingDeviceIds": ["program"],
        "ReportingDevice": [{"@id": "program", "@type": "CVR.ReportingDevice", "Application": "commonground"}],
        "Party": [],
    });
    text.push(',');
    text.push_str(rest.to_string().trim_start_matches('{'));
    text.push('\n');
    Ok(text)
}

/// What all ballots of the contest are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ranked,
    Approved,
    Scored,
}

impl Kind {
    fn of(ballots: &Ballots) -> Result<Self, &'static str> {
        let mut found = None;
        let mut highest = 0;
        for (_, form) in ballots.profile.ballots() {
            let kind = match form {
                Form::Ranking(ranks) if ranks.is_empty() => continue,
                Form::Ranking(_) => Self::Ranked,
                Form::Approves(_) => Self::Approved,
                Form::Scores(scores) => {
                    highest = scores
                        .iter()
                        .map(|(_, score)| *score)
                        .fold(highest, u32::max);
                    Self::Scored
                }
            };
            if found.is_some_and(|other| other != kind) {
                return Err(
                    "some ballots rank and others approve or score, and a contest holds one of these",
                );
            }
            found = Some(kind);
        }
        match found {
            Some(Self::Scored) if highest < 2 => Err(
                "no ballot scores more than 1, which cast-vote records cannot tell from approving",
            ),
            Some(kind) => Ok(kind),
            None => Ok(Self::Ranked),
        }
    }

    /// The standard's word for it.
    fn variation(self) -> &'static str {
        match self {
            Self::Ranked => "rcv",
            Self::Approved => "approval",
            Self::Scored => "range",
        }
    }
}

fn selection_id(option: usize) -> String {
    if option == Form::OVERVOTE {
        UNSAID.to_owned()
    } else {
        format!("option-{}", option + 1)
    }
}

fn selections(form: &Form, kind: Kind) -> Result<Vec<Value>, &'static str> {
    let position = |rank: Option<usize>, votes: u32| {
        let mut position = json!({
            "@type": "CVR.SelectionPosition", "HasIndication": "yes", "IsAllocable": "unknown", "NumberVotes": votes,
        });
        if let Some(rank) = rank {
            position["Rank"] = json!(rank);
        }
        position
    };
    let mut marks: Vec<(usize, Vec<Value>)> = Vec::new();
    let mut mark =
        |option: usize, position: Value| match marks.iter_mut().find(|(o, _)| *o == option) {
            Some((_, positions)) => positions.push(position),
            None => marks.push((option, vec![position])),
        };
    match form {
        Form::Ranking(ranks) => {
            if ranks.len() as u64 > LAST_RANK {
                return Err("a ballot has more ranks than cast-vote records hold");
            }
            for (rank, options) in (1..).zip(ranks) {
                for option in options {
                    mark(*option, position(Some(rank), 1));
                }
            }
        }
        Form::Approves(options) => options
            .iter()
            .for_each(|option| mark(*option, position(None, 1))),
        Form::Scores(scores) => scores
            .iter()
            .for_each(|(option, score)| mark(*option, position(None, *score))),
    }
    debug_assert!(
        kind == Kind::Ranked || !matches!(form, Form::Ranking(ranks) if !ranks.is_empty())
    );
    let told = marks.into_iter().map(|(option, positions)| {
        json!({
            "@type": "CVR.CVRContestSelection", "ContestSelectionId": selection_id(option), "SelectionPosition": positions,
        })
    });
    Ok(told.collect())
}

fn election(ballots: &Ballots, kind: Kind, unsaid: bool) -> Value {
    let names = ballots.profile.candidates().iter().map(String::as_str);
    let mut options: Vec<(String, &str)> = (0..).map(selection_id).zip(names).collect();
    if unsaid {
        options.push((selection_id(Form::OVERVOTE), UNSAID));
    }
    let candidate = |id: &str| format!("candidate-{id}");
    let candidates = options
        .iter()
        .map(|(id, name)| json!({"@id": candidate(id), "@type": "CVR.Candidate", "Name": name}));
    let selections = options
        .iter()
        .map(|(id, _)| json!({"@id": id, "@type": "CVR.CandidateSelection", "CandidateIds": [candidate(id)]}));
    let mut contest = json!({
        "@id": "contest", "@type": "CVR.CandidateContest", "VoteVariation": kind.variation(),
        "ContestSelection": selections.collect::<Vec<_>>(),
    });
    contest["Name"] = json!(ballots.title.as_deref().unwrap_or("contest"));
    if let Some(seats) = ballots.seats {
        contest["NumberElected"] = json!(seats);
    }
    json!({
        "@id": "election", "@type": "CVR.Election", "ElectionScopeId": "unit",
        "Candidate": candidates.collect::<Vec<_>>(), "Contest": [contest],
    })
}
