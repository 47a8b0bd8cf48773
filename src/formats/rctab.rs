//! A count as the summary that `RCTab` writes of its own counts, which rcvis and others draw.

use num_rational::BigRational;
use num_traits::ToPrimitive;
use serde_json::{Map, Value, json};

use crate::tally::{Amount, Outcome, Round};

/// The decimals of votes that are no whole numbers.
const DECIMALS: usize = 6;

/// The summary; none of a count without stages, which the format cannot tell.
pub fn summary(outcome: &Outcome, title: Option<&str>) -> Option<Value> {
    if outcome.rounds.is_empty() {
        return None;
    }
    let threshold = outcome.quota.as_ref().map(decimal);
    let mut config =
        json!({ "contest": title.unwrap_or(outcome.method.name()), "generatedBy": "commonground" });
    let mut facts = json!({
        "numCandidates": outcome.candidates.len(), "numWinners": outcome.winners.len(),
        "totalNumBallots": decimal(&outcome.ballots.cast), "undervotes": decimal(&outcome.ballots.blank),
    });
    if let Some(threshold) = threshold {
        config["threshold"] = json!(threshold);
        facts["finalThreshold"] = json!(threshold);
    }
    let results: Vec<Value> = outcome.rounds.iter().map(round_of).collect();
    Some(
        json!({ "config": config, "jsonFormatVersion": "1", "results": results, "summary": facts }),
    )
}

fn round_of(round: &Round) -> Value {
    let tally: Map<String, Value> = round
        .votes
        .iter()
        .map(|(option, votes)| (option.to_owned(), json!(decimal(votes))))
        .collect();
    let elected = round.elected.iter().map(|option| ("elected", option));
    let gone = round.eliminated.iter().map(|option| ("eliminated", option));
    let results = elected.chain(gone).map(|(what, option)| {
        let from = round
            .transfers
            .iter()
            .filter(|transfer| transfer.from == *option);
        let transfers: Map<String, Value> = from
            .map(|transfer| {
                let to = transfer.to.as_deref().unwrap_or("exhausted");
                (to.to_owned(), json!(decimal(&transfer.votes)))
            })
            .collect();
        json!({ what: option, "transfers": transfers })
    });
    json!({
        "round": round.round, "tally": tally, "tallyResults": results.collect::<Vec<_>>(),
        "inactiveBallots": { "exhaustedChoices": decimal(&round.exhausted) },
    })
}

/// An amount as a decimal number, cut after a millionth where it does not end before.
fn decimal(amount: &Amount) -> String {
    if !amount.as_str().contains('/') {
        return amount.to_string();
    }
    let unit = num_bigint::BigInt::from(10_u32).pow(DECIMALS.to_u32().unwrap_or_default());
    let units = (amount.value() * BigRational::from_integer(unit))
        .trunc()
        .to_integer();
    let negative = amount.as_str().starts_with('-');
    let digits = format!(
        "{:0>width$}",
        units.magnitude().to_string(),
        width = DECIMALS + 1
    );
    let (whole, part) = digits.split_at(digits.len() - DECIMALS);
    format!("{}{whole}.{part}", if negative { "-" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::{Form, Method, ProfileBuilder, Rules, Weight, count};

    fn outcome(method: Method) -> Outcome {
        let names = ["Ash", "Birch", "Cedar"].map(str::to_owned).to_vec();
        let mut builder = ProfileBuilder::new(names).unwrap();
        for (count, ranks) in [
            (4, vec![vec![0]]),
            (3, vec![vec![1]]),
            (2, vec![vec![2], vec![1]]),
            (1, vec![vec![2]]),
        ] {
            builder
                .add(count, Weight::ONE, &Form::Ranking(ranks))
                .unwrap();
        }
        count(&builder.finish(), &Rules::new(method)).unwrap()
    }

    #[test]
    fn a_count_by_stages_is_told_as_rctab_tells_it() {
        let told = summary(&outcome(Method::Irv), Some("Trees")).unwrap();
        assert_eq!(told["config"]["contest"], "Trees");
        let last = told["results"].as_array().unwrap().len();
        assert_eq!(told["results"][0]["tally"]["Ash"], "4");
        let gone = &told["results"][0]["tallyResults"][0];
        assert!(gone["eliminated"].is_string(), "{told}");
        assert_eq!(
            told["results"][last - 1]["tallyResults"][0]["elected"],
            "Birch"
        );
        assert_eq!(told["summary"]["totalNumBallots"], "10");
        assert!(summary(&outcome(Method::Borda), None).is_none());
    }

    #[test]
    fn fractions_become_decimals() {
        for (text, told) in [
            ("40/3", "13.333333"),
            ("438", "438"),
            ("1/2", "0.500000"),
            ("-1/4", "-0.250000"),
            ("2.50", "2.50"),
        ] {
            assert_eq!(decimal(&Amount::try_from(text.to_owned()).unwrap()), told);
        }
    }
}
