//! Four questions that lead to a method, without a script: a form that is fetched with its answers.

use maud::{Markup, html};

use crate::app::FieldError;
use crate::model::Slug;
use crate::tally::Method;
use crate::web::pages::layout::{self, Part, Pick, in_english, radios};
use crate::web::pages::methods::card;
use crate::web::request::Ctx;

/// What the round is to bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    One,
    Several,
    List,
    Budget,
    Sorting,
}

/// What members do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Rank,
    Approve,
    Score,
    Points,
}

/// What should win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heart {
    Compromise,
    Camp,
}

/// What minorities get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    Fair,
    Most,
}

const RESULTS: [(Wanted, Pick<'static>); 5] = [
    (
        Wanted::One,
        ("one", "One winner", "A place, a slogan, one thing to do."),
    ),
    (
        Wanted::Several,
        (
            "several",
            "Several seats",
            "A committee, three projects, two delegates.",
        ),
    ),
    (
        Wanted::List,
        (
            "list",
            "A priority list",
            "What comes first, second, third; how far you get is seen later.",
        ),
    ),
    (
        Wanted::Budget,
        (
            "budget",
            "A budget spent",
            "Projects with costs, and an amount that does not pay for all.",
        ),
    ),
    (
        Wanted::Sorting,
        (
            "sorting",
            "Many ideas sorted",
            "Dozens of ideas, of which a dozen should go on.",
        ),
    ),
];

const ACTS: [(Act, Pick<'static>); 4] = [
    (Act::Rank, ("rank", "Rank", "Put options in order.")),
    (
        Act::Approve,
        ("approve", "Approve", "Tick what they support."),
    ),
    (
        Act::Score,
        ("score", "Score", "Grade each option by itself."),
    ),
    (
        Act::Points,
        (
            "points",
            "Share out points",
            "Put more where it matters more.",
        ),
    ),
];

const HEARTS: [(Heart, Pick<'static>); 2] = [
    (
        Heart::Compromise,
        (
            "compromise",
            "What most can live with",
            "Even if few put it first.",
        ),
    ),
    (
        Heart::Camp,
        (
            "camp",
            "What the largest camp wants most",
            "Even if others put it last.",
        ),
    ),
];

const SHARES: [(Share, Pick<'static>); 2] = [
    (
        Share::Fair,
        (
            "fair",
            "Fair shares",
            "A third of the members decides about a third of it.",
        ),
    ),
    (
        Share::Most,
        (
            "most",
            "The most support overall",
            "Each part of the result is what most support.",
        ),
    ),
];

/// The four answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answers {
    pub(crate) result: Wanted,
    pub(crate) act: Act,
    pub(crate) heart: Heart,
    pub(crate) share: Share,
}

/// The names of the four fields, with what they ask.
const FIELDS: [(&str, &str); 4] = [
    ("result", "What should come out?"),
    ("act", "What do members do?"),
    ("heart", "What should win?"),
    ("share", "And minorities?"),
];

/// The fields of a new round that wait while the four questions are answered.
pub(crate) const CARRIED: [&str; 8] = [
    "survey", "board", "source", "n", "options", "title", "question", "privacy",
];

/// The field with the draft that the method is for, where there is one already.
pub(crate) const DRAFT: &str = "round";

/// The address that leads to the form for a new round, or to the questions, with what waits in it.
pub(crate) fn carrying(address: &str, fields: &[(&str, String)]) -> String {
    /// Longer ones do not fit into an address.
    const LONGEST: usize = 4_000;
    let fits = |value: &String| !value.is_empty() && value.len() <= LONGEST;
    let filled: Vec<_> = fields.iter().filter(|(_, value)| fits(value)).collect();
    match serde_html_form::to_string(&filled) {
        Ok(query) if !query.is_empty() => format!("{address}?{query}"),
        Ok(_) | Err(_) => address.to_owned(),
    }
}

impl Answers {
    /// The answers of a form by the names of its fields; or the fields that lack one.
    pub(crate) fn read(typed: impl Fn(&str) -> String) -> Result<Self, Vec<FieldError>> {
        fn find<T: Copy>(picks: &[(T, Pick<'static>)], typed: &str) -> Option<T> {
            let found = picks.iter().find(|(_, (name, _, _))| *name == typed);
            found.map(|(value, _)| *value)
        }
        let [result, act, heart, share] = FIELDS.map(|(field, _)| typed(field));
        let result = find(&RESULTS, &result);
        let act = find(&ACTS, &act);
        let heart = find(&HEARTS, &heart);
        let share = find(&SHARES, &share);
        if let (Some(result), Some(act), Some(heart), Some(share)) = (result, act, heart, share) {
            return Ok(Self {
                result,
                act,
                heart,
                share,
            });
        }
        let given = [
            result.is_some(),
            act.is_some(),
            heart.is_some(),
            share.is_some(),
        ];
        let lacking = FIELDS.into_iter().zip(given).filter(|(_, given)| !given);
        Err(lacking
            .map(|((field, asks), _)| {
                FieldError::new(field, format!("choose an answer to “{asks}”"))
            })
            .collect())
    }
}

/// A method, and why it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suggestion {
    pub(crate) method: Method,
    /// Why, in sentences.
    pub(crate) why: Vec<&'static str>,
}

/// The method that suits the answers. Where no method does all that was asked, the reasons say what gives way.
#[allow(
    clippy::too_many_lines,
    reason = "a table with an arm for each combination of answers"
)]
pub(crate) fn suggest(answers: Answers) -> Suggestion {
    use Act::{Approve, Points, Rank, Score};
    use Heart::{Camp, Compromise};
    use Share::{Fair, Most};
    let Answers {
        result,
        act,
        heart,
        share,
    } = answers;
    let (method, mut why) = match (result, act, heart, share) {
        (Wanted::One, Rank, Compromise, _) => (
            Method::Schulze,
            vec![
                "It finds the option that beats every other one, which is mostly the one that most can live with.",
            ],
        ),
        (Wanted::One, Rank, Camp, _) => (
            Method::Irv,
            vec![
                "It favours what many put first, and asks that a majority stands behind it in the end.",
            ],
        ),
        (Wanted::One, Approve, _, _) => (
            Method::Approval,
            vec!["The option that the most members support wins, and ticking is quickly done."],
        ),
        (Wanted::One, Score, Compromise, Fair) => (
            Method::MajorityJudgment,
            vec![
                "The middle grade decides, so that a few extreme grades cannot outvote the many in between.",
            ],
        ),
        (Wanted::One, Score, Compromise, Most) => (
            Method::Score,
            vec![
                "The highest sum wins: what everybody finds good beats what half find great and half find bad.",
            ],
        ),
        (Wanted::One, Score, Camp, _) => (
            Method::Star,
            vec![
                "The two best scored meet in a run-off, which goes to the one that more members prefer.",
            ],
        ),
        (Wanted::One, Points, _, Fair) => (
            Method::Quadratic,
            vec![
                "A minority that cares much can put its votes where it matters, at a rising price.",
            ],
        ),
        (Wanted::One, Points, _, Most) => (
            Method::Dots,
            vec!["The most dots win, as with stickers on a wall."],
        ),
        (Wanted::Several, Rank, _, Fair) => (
            Method::StvScottish,
            vec![
                "A group that is large enough for a seat gets it, whatever the others do, and the rules are public law.",
            ],
        ),
        (Wanted::Several, Rank, Compromise, Most) => (
            Method::Schulze,
            vec![
                "The seats go to the top of an order in which each beats all those below it, as far as that is possible.",
            ],
        ),
        (Wanted::Several, Rank, Camp, Most) => (
            Method::Borda,
            vec!["The seats go to the options with the most points by place over all ballots."],
        ),
        (Wanted::Several, Approve, Compromise, Fair) => (
            Method::Phragmen,
            vec![
                "Each seat goes where its load is spread most evenly, so that every group gets its share, broadly liked options first.",
            ],
        ),
        (Wanted::Several, Approve, Camp, Fair) => (
            Method::ProportionalApproval,
            vec![
                "The whole group of winners is chosen at once so that large groups get more seats, and smaller ones theirs.",
            ],
        ),
        (Wanted::Several, Approve, _, Most) => (
            Method::Approval,
            vec!["The seats go to the options that the most members support."],
        ),
        (Wanted::Several, Score, _, Fair) => (
            Method::ProportionalApproval,
            vec![
                "No method here shares out seats fairly by scores.",
                "This one does by ticks, so let members tick what they would score well.",
            ],
        ),
        (Wanted::Several, Score, Compromise, Most) => (
            Method::MajorityJudgment,
            vec!["The seats go to the best middle grades, which a few extreme grades cannot move."],
        ),
        (Wanted::Several, Score, Camp, Most) => (
            Method::Score,
            vec!["The seats go to the highest sums, so that strong support counts for more."],
        ),
        (Wanted::Several, Points, _, Fair) => (
            Method::Quadratic,
            vec![
                "Small groups can put their votes where it matters most to them, at a rising price.",
                "It does not promise seats in proportion; if you need that, let members rank and take the single transferable vote.",
            ],
        ),
        (Wanted::Several | Wanted::List, Points, _, Most) => (
            Method::Dots,
            vec!["What gets the most dots comes first, as with stickers on a wall."],
        ),
        (Wanted::List, Rank, _, Fair) => (
            Method::ProportionalRanking,
            vec![
                "Wherever you stop on the list, every group of like-minded members has had its fair share.",
            ],
        ),
        (Wanted::List, Rank, Compromise, Most) => (
            Method::Borda,
            vec![
                "Every place on every ballot counts, so what many rank fairly high comes before what a few rank first.",
            ],
        ),
        (Wanted::List, Rank, Camp, Most) => (
            Method::RankedPairs,
            vec![
                "Each pair is decided by its majority, the clearest first, so a majority that agrees gets its order.",
            ],
        ),
        (Wanted::List, Approve, _, Fair) => (
            Method::Phragmen,
            vec![
                "Each next place goes to the group that has had the least so far, so that every beginning of the list is fair.",
                "Set as many seats as the list should be long.",
            ],
        ),
        (Wanted::List, Approve, _, Most) => (
            Method::Approval,
            vec!["The list goes by how many members support each option."],
        ),
        (Wanted::List, Score, _, Fair) => (
            Method::ProportionalRanking,
            vec![
                "No method here makes a fair list from scores.",
                "This one does from rankings, so let members put the options in order.",
            ],
        ),
        (Wanted::List, Score, Compromise, Most) => (
            Method::MajorityJudgment,
            vec!["The list goes by middle grades, which a few extreme grades cannot move."],
        ),
        (Wanted::List, Score, Camp, Most) => (
            Method::Score,
            vec!["The list goes by sums of scores, so that strong support counts for more."],
        ),
        (Wanted::List, Points, _, Fair) => (
            Method::Quadratic,
            vec![
                "What matters much to some can rise above what matters a little to many, at a rising price.",
            ],
        ),
        (Wanted::Budget, _, _, Fair) => (
            Method::EqualShares,
            vec![
                "Everybody holds an equal part of the money, so a third of the members decides about a third of it.",
            ],
        ),
        (Wanted::Budget, _, _, Most) => (
            Method::BudgetGreedy,
            vec!["The money goes to the most supported projects in turn, as long as it lasts."],
        ),
        (Wanted::Sorting, Points, _, Fair) => (
            Method::Quadratic,
            vec![
                "With many ideas it shows what matters much to some, since piling votes on one idea costs more and more.",
            ],
        ),
        (Wanted::Sorting, Points, _, Most) => (
            Method::Dots,
            vec!["A handful of dots is quickly shared out, even over a hundred ideas."],
        ),
        (Wanted::Sorting, Approve, _, _) => (
            Method::Approval,
            vec![
                "Ticking is all that a hundred ideas on a phone allow with care, and it shows what is widely liked.",
            ],
        ),
        (Wanted::Sorting, Rank | Score, _, _) => (
            Method::Approval,
            vec![
                "Nobody ranks or grades dozens of ideas with care.",
                "Let members tick what they support first, and rank or grade the dozen that is left.",
            ],
        ),
    };
    match (result, share) {
        (Wanted::One, Fair) => why.push("One winner cannot be shared out; if minorities should have theirs, ask for several seats or a list."),
        (Wanted::Sorting, Fair) if method == Method::Approval => why.push("It counts support only; keep a few places for ideas that a minority wants very much, or share out quadratic votes."),
        _ => {}
    }
    if result == Wanted::Budget && act != Approve {
        why.push("Budgets are spent by ticks here: members tick what they would pay for.");
    }
    Suggestion { method, why }
}

/// The questions, and the suggestion once they are answered.
pub(crate) fn page(
    ctx: &Ctx,
    typed: &dyn Fn(&str) -> String,
    answers: Option<Answers>,
    errors: &[FieldError],
) -> Markup {
    let title = "Which method?";
    let [result, act, heart, share] = FIELDS;
    let picks = |picks: &[Pick<'static>], (field, legend): (&'static str, &str)| {
        radios(field, legend, picks, &typed(field), errors)
    };
    let mut carried = CARRIED.map(|field| (field, typed(field))).to_vec();
    let draft = Slug::parse(&typed(DRAFT)).ok();
    carried.extend(draft.as_ref().map(|draft| (DRAFT, draft.to_string())));
    let home = draft.map_or_else(
        || "/rounds/new".to_owned(),
        |draft| format!("/r/{draft}/manage"),
    );
    let with = |method: Method| {
        let method = ("method", method.name().to_owned());
        let mut fields = carried.clone();
        fields.insert(0, method);
        fields.retain(|(field, _)| *field != DRAFT);
        carrying(&home, &fields)
    };
    let is_new = home == "/rounds/new";
    let body = html! {
        h1 { (title) }
        p .lead { "Four questions, and a suggestion with its reasons. You can still choose any other." }
        @if let Some(answers) = answers {
            @let Suggestion { method, why } = suggest(answers);
            @let chosen = card(method);
            div .winner role="status" {
                p { "We suggest" }
                p .big { (chosen.name) }
                ul { @for reason in &why { li { (reason) } } }
                p .hint { (chosen.good_for) }
                p { a .button href=(with(method)) { @if is_new { "Make a round counted this way" } @else { "Take this method for the draft" } } }
            }
        }
        form method="get" action="/rounds/method" {
            @for (field, value) in &carried { @if !value.is_empty() { input type="hidden" name=(field) value=(value); } }
            (picks(&RESULTS.map(|(_, pick)| pick), result))
            (picks(&ACTS.map(|(_, pick)| pick), act))
            (picks(&HEARTS.map(|(_, pick)| pick), heart))
            (picks(&SHARES.map(|(_, pick)| pick), share))
            button { "Suggest a method" }
        }
        @if is_new { p { a href=(carrying(&home, &carried)) { "All methods, in the form for a new round" } } }
        @else { p { a href=(home) { "Back to the draft" } } }
    };
    layout::page_with_errors(ctx, Part::Rounds, title, errors, &in_english(&body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_combination() -> Vec<Answers> {
        let mut all = Vec::new();
        for (result, _) in RESULTS {
            for (act, _) in ACTS {
                for (heart, _) in HEARTS {
                    for (share, _) in SHARES {
                        all.push(Answers {
                            result,
                            act,
                            heart,
                            share,
                        });
                    }
                }
            }
        }
        all
    }

    #[test]
    fn every_combination_of_answers_gets_a_method_that_does_what_was_asked_or_says_what_gives_way()
    {
        let all = every_combination();
        assert_eq!(all.len(), 80);
        for answers in all {
            let Suggestion { method, why } = suggest(answers);
            assert!(
                !why.is_empty() && why.iter().all(|why| why.ends_with('.')),
                "{answers:?}"
            );
            let is_told = why.len() > 1;
            let family = crate::web::pages::methods::FAMILIES
                .iter()
                .find(|family| family.methods.contains(&method))
                .unwrap()
                .name;
            let asked = match (answers.result, answers.act) {
                (Wanted::Budget, Act::Approve) => "Members spend",
                (_, Act::Rank) => "Members rank",
                (_, Act::Approve) => "Members approve",
                (_, Act::Score) => "Members score",
                (_, Act::Points) => "Members share",
            };
            assert!(
                family.starts_with(asked) || is_told,
                "{answers:?}: {method}"
            );
            if matches!(answers.result, Wanted::Several | Wanted::List) {
                assert!(!method.elects_one(), "{answers:?}: {method}");
            }
        }
    }

    #[test]
    fn the_suggestions_cover_the_methods_that_a_coalition_needs_to_know() {
        let mut suggested: Vec<Method> = every_combination()
            .into_iter()
            .map(|answers| suggest(answers).method)
            .collect();
        suggested.sort_unstable();
        suggested.dedup();
        assert_eq!(suggested.len(), 16, "{suggested:?}");
    }
}
