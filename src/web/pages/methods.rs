//! What each method is good for, for the facilitator who chooses one; and how members are told it counts.

use maud::{Markup, html};

use crate::app::FieldError;
use crate::tally::Method;
use crate::web::pages::layout::{described_by, field_error, field_id};

/// A method on a facilitator's page.
pub(crate) struct Card {
    /// Its name as a heading.
    pub(crate) name: &'static str,
    /// Three sentences: how it counts, what it is good for, what to mind.
    pub(crate) good_for: &'static str,
}

/// Methods that ask the same of members.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    pub(crate) methods: &'static [Method],
}

/// Every method once, in families.
pub(crate) const FAMILIES: [Family; 6] = [
    Family {
        name: "Members rank: one winner, or a whole order",
        methods: &[
            Method::Irv,
            Method::Schulze,
            Method::RankedPairs,
            Method::Borda,
            Method::Minimax,
            Method::Copeland,
            Method::Kemeny,
            Method::Plurality,
        ],
    },
    Family {
        name: "Members rank: several seats, or a list, in fair shares",
        methods: &[
            Method::StvScottish,
            Method::StvMeek,
            Method::StvWigm,
            Method::StvWarren,
            Method::StvMeekPrf,
            Method::StvWigmPrf,
            Method::ProportionalRanking,
        ],
    },
    Family {
        name: "Members approve",
        methods: &[
            Method::Approval,
            Method::ProportionalApproval,
            Method::Phragmen,
        ],
    },
    Family {
        name: "Members score",
        methods: &[Method::Score, Method::Star, Method::MajorityJudgment],
    },
    Family {
        name: "Members share out points: early sorting of many ideas",
        methods: &[Method::Dots, Method::Quadratic],
    },
    Family {
        name: "Members spend a budget",
        methods: &[Method::EqualShares, Method::BudgetGreedy],
    },
];

/// The method as a facilitator reads of it.
#[allow(clippy::too_many_lines, reason = "a table with a row for each method")]
pub(crate) fn card(method: Method) -> Card {
    let card = |name, good_for| Card { name, good_for };
    match method {
        Method::Plurality => card(
            "Most first choices",
            "Everybody picks one option, and the most picked wins. Good for a quick choice between two. With three or more, similar options split their votes and can all lose to one that most dislike.",
        ),
        Method::Irv => card(
            "Instant run-off",
            "The weakest option goes and its ballots move to their next choice, until one has a majority. Good for one winner with strong support, and easy to tell stage by stage. A compromise that few put first goes early, even if everybody could live with it.",
        ),
        Method::Borda => card(
            "Borda count",
            "Every place on a ballot gives points, the first the most. Good for finding what many rank fairly high rather than what a few rank first. It rewards tactical ranking, so use it among people who trust each other.",
        ),
        Method::Schulze => card(
            "Schulze",
            "Every pair of options is compared over all ballots, and an option that beats every other one wins. Good for one winner or a whole order that similar options cannot upset. Where majorities run in a circle, the strongest chain of wins decides, which takes a moment to explain.",
        ),
        Method::RankedPairs => card(
            "Ranked pairs",
            "Every pair is decided by its majority, the clearest first; a pair that would contradict clearer ones is passed over. Good for a priority list whose every step can be shown pair by pair. Close pairs can depend on how ties are broken, so fix that beforehand.",
        ),
        Method::Minimax => card(
            "Minimax",
            "The option whose worst defeat against any other is the mildest wins. Good where nobody should be badly outvoted and there is likely to be one clear compromise. With a circle of majorities it can choose an option that loses to several others, if only narrowly.",
        ),
        Method::Copeland => card(
            "Copeland",
            "Every option plays every other one, and the one with the most wins comes first. Good where the result should be as easy to tell as a league table. Ties are common with few options, so choose how they are broken with care.",
        ),
        Method::Kemeny => card(
            "Kemeny",
            "The order that contradicts the fewest preferences of all ballots together is chosen. Good when the whole order matters more than who is first, for up to sixteen options. All orders have to be compared, so nobody can check it with paper and pencil.",
        ),
        Method::StvScottish => card(
            "Single transferable vote, Scottish rules",
            "Whoever reaches the quota is elected, their surplus moves on, and when nobody does the weakest goes. Good for electing several so that every group gets its share, by the public rules of Scottish council elections. Its five decimals can be followed by hand in a long evening.",
        ),
        Method::StvWigm => card(
            "Single transferable vote, exact fractions",
            "As the Scottish count, but every ballot of an elected option moves on with its exact share of the surplus. Good for several seats in fair shares when no rounding should touch the result. The figures can become long fractions.",
        ),
        Method::StvWigmPrf => card(
            "Single transferable vote, reference rule in four decimals",
            "The weighted count of the Proportional Representation Foundation, to four decimals. Good for several seats in fair shares when another program should reach the very same figures. For a small coalition it brings nothing over the Scottish rules.",
        ),
        Method::StvMeek => card(
            "Single transferable vote, Meek’s method",
            "Every elected option keeps just the part of each ballot that it needs, worked out anew at every stage. Good for several seats in the fairest shares, where it should not matter who was elected first. It needs a computer, so the count cannot be redone by hand.",
        ),
        Method::StvMeekPrf => card(
            "Single transferable vote, Meek’s reference rule",
            "Meek’s method to nine decimals, as the Proportional Representation Foundation publishes it. Good for several seats when another program should reach the very same figures. Otherwise Meek’s method as it stands above is the same to all purposes.",
        ),
        Method::StvWarren => card(
            "Single transferable vote, Warren’s method",
            "As Meek’s method, but every ballot pays the same price for an elected option if it can. Good for several seats when supporters of a popular option should all pay alike. It needs a computer, too, and rarely differs from Meek’s method.",
        ),
        Method::ProportionalRanking => card(
            "Proportional ranking",
            "Builds a list from the top so that wherever it is cut, every group of like-minded members has its fair share of what is on it. Good for a priority list that must speak for minorities as well. An option that most like a little can stand below one that a third wants most.",
        ),
        Method::Approval => card(
            "Approval",
            "Everybody ticks all options they support, and the most ticked comes first. Good for finding common ground, and for sorting up to a hundred ideas on a phone. It does not tell a favourite from what one can just live with.",
        ),
        Method::ProportionalApproval => card(
            "Proportional approval",
            "Chooses the group of options that satisfies the ballots most, where each further one on the same ballot counts less. Good for several seats or projects in fair shares, from simple ticks. With many options it cannot compare all groups and takes the best next one instead, and says so.",
        ),
        Method::Phragmen => card(
            "Phragmén",
            "Elects one option after the other, each time the one whose cost its supporters can carry with the least load. Good for a list or several seats in fair shares from ticks, in an order that means something. Members who tick much carry more of the load, so tell them that every tick counts.",
        ),
        Method::Score => card(
            "Score",
            "Everybody scores the options, and the highest sum wins. Good when how much people like something matters and not only what they like better. Those who use only the ends of the scale have more weight, so use it among people who trust each other.",
        ),
        Method::Star => card(
            "STAR: score, then run-off",
            "The two options with the highest scores meet, and the one that more ballots score higher wins. Good for one winner, since the last step takes away most of the gain of exaggerating. Only the winner is well founded, not the order of the rest.",
        ),
        Method::MajorityJudgment => card(
            "Majority judgment",
            "Everybody grades every option, and the best middle grade wins. Good for a verdict that a few extreme grades cannot move, and it says in words how good the winner is. An option loved by almost half and rejected by the rest stands behind a mediocre one.",
        ),
        Method::Dots => card(
            "Dots",
            "Everybody shares out the same number of dots, as many on one option as they like. Good for sorting many ideas quickly at the start, as with stickers on a wall. Similar ideas split their dots, so join doubles before you open it.",
        ),
        Method::Quadratic => card(
            "Quadratic votes",
            "Everybody has credits, and several votes for one option cost their square: one costs 1, two cost 4, three cost 9. Good for sorting many ideas when it should count how much something matters to a minority. It takes a minute to learn, and it needs the roll to be sound, since splitting credits among made-up members would pay.",
        ),
        Method::EqualShares => card(
            "Equal shares",
            "Everybody gets the same part of the budget, and what enough people tick is paid by them in equal parts. Good for a budget in which every group can bring about what it cares for. Some money may stay unspent where nobody can pay for anything more together.",
        ),
        Method::BudgetGreedy => card(
            "Most approved first",
            "The most ticked project that still fits the budget is bought, then the next. Good for a small budget with projects of like cost, and easily told. A bare majority can spend the whole budget.",
        ),
    }
}

/// The message that tells members how their ballots will be counted.
pub(crate) fn how_key(method: Method) -> &'static str {
    match method {
        Method::Plurality => "how-plurality",
        Method::Irv => "how-irv",
        Method::Borda => "how-borda",
        Method::Schulze => "how-schulze",
        Method::RankedPairs => "how-ranked-pairs",
        Method::Minimax => "how-minimax",
        Method::Copeland => "how-copeland",
        Method::Kemeny => "how-kemeny",
        Method::StvScottish | Method::StvWigm | Method::StvWigmPrf => "how-stv",
        Method::StvMeek | Method::StvMeekPrf => "how-stv-meek",
        Method::StvWarren => "how-stv-warren",
        Method::Approval => "how-approval",
        Method::Score => "how-score",
        Method::Star => "how-star",
        Method::MajorityJudgment => "how-majority-judgment",
        Method::Dots => "how-dots",
        Method::Quadratic => "how-quadratic",
        Method::ProportionalApproval => "how-proportional-approval",
        Method::Phragmen => "how-phragmen",
        Method::EqualShares => "how-equal-shares",
        Method::BudgetGreedy => "how-budget-greedy",
        Method::ProportionalRanking => "how-proportional-ranking",
    }
}

/// The choice of a method: the families folded up, but for the one of the method chosen.
pub(crate) fn method_radios(chosen: Method, errors: &[FieldError]) -> Markup {
    let name = "method";
    let wrong = field_error(errors, name);
    let is_chosen = |family: &Family| family.methods.contains(&chosen);
    html! {
        fieldset .field .methods .has-error[wrong.is_some()] id=(field_id(name)) aria-describedby=[described_by(errors, name, false)] {
            legend { "How is it counted?" }
            @if let Some(message) = wrong { (message) }
            p .hint { "Not sure? " button .link name="_go" value="method" { "Four questions find a method that suits" } "." }
            @for family in &FAMILIES {
                details open[is_chosen(family)] {
                    summary { (family.name) }
                    @for method in family.methods {
                        @let Card { name: title, good_for } = card(*method);
                        @let id = format!("{}-{method}", field_id(name));
                        div .pick {
                            input type="radio" name=(name) value=(method) id=(id) checked[*method == chosen];
                            label for=(id) { (title) span .hint { (good_for) } }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_stands_in_one_family_and_has_three_sentences() {
        let mut listed: Vec<Method> = FAMILIES.iter().flat_map(|f| f.methods).copied().collect();
        listed.sort_unstable();
        let mut all = Method::ALL.to_vec();
        all.sort_unstable();
        assert_eq!(listed, all);
        for method in Method::ALL {
            let text = card(method).good_for;
            let ends = text.matches(". ").count() + usize::from(text.ends_with('.'));
            assert_eq!(ends, 3, "{method}: {text}");
        }
    }
}
