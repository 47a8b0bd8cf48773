//! The demo's panel after two rounds, and its wiki survey.

use crate::app::App;
use crate::app::error::AppError;
use crate::app::pairs::{Choice, Contest, IdeaState, NewWiki, Vote, Why};
use crate::app::panels::{NewPanel, reason_field};
use crate::app::secret::Secret;
use crate::app::visitors::Visitor;
use crate::model::Slug;
use crate::model::random::Random;
use crate::survey::RawAnswers;

/// The items of the panel: where most ratings lie in the first round, how wide, and how far the second moves them
/// towards the middle of the group.
const ITEMS: [(&str, f64, f64, f64); 5] = [
    ("A heat line that tenants can call at night", 7.5, 2.0, 0.1),
    ("A night bus after the late shift", 6.5, 5.0, 0.7),
    ("A translated guide to one's rights", 7.0, 3.0, 0.2),
    ("A fund for legal aid", 5.0, 10.0, 0.02),
    ("A monthly newsletter on paper", 3.0, 2.0, 0.1),
];

const REASONS: [[&str; 3]; 5] = [
    [
        "Heat fails at night, when every office is closed.",
        "We had a list of volunteers once; it worked.",
        "Only if somebody answers in Spanish too.",
    ],
    [
        "Half of our late shift walks home for an hour.",
        "The city will never pay for it.",
        "Taxis shared by four would cost less.",
    ],
    [
        "Most people do not know that they may refuse.",
        "There is one already, but in English only.",
        "Nobody reads guides; show it in a meeting.",
    ],
    [
        "One lawyer's letter stops most landlords.",
        "It would eat all of our money in a year.",
        "The union pays for its own members anyway.",
    ],
    [
        "My mother has no telephone that shows pictures.",
        "Too much work for what it brings.",
        "Put it up in the laundries instead.",
    ],
];

/// The ideas of the wiki survey, and how much each appeals.
const IDEAS: [(&str, f64); 9] = [
    ("A market day with music", 1.4),
    ("Free childcare at every meeting", 1.8),
    ("A tool library", 0.9),
    ("Cleaning the river bank together", 0.6),
    ("A football cup between the houses", 0.2),
    ("Evening classes in each other's languages", 0.7),
    ("A newsletter on paper", -1.2),
    ("A mural on the parish wall", -0.4),
    ("A repair café", 0.4),
];

/// Holds two rounds of a panel, opens the third, and holds a wiki survey.
pub(crate) async fn fill(
    app: &App,
    facilitator: &Visitor,
    members: &[Visitor],
    days_ago: &impl Fn(i64),
) -> Result<(), AppError> {
    let mut chance = Random::new(0x0c0a_1170, 1);
    days_ago(40);
    wiki(app, facilitator, members, &mut chance, days_ago).await?;
    days_ago(24);
    panel(app, facilitator, members, &mut chance, days_ago).await
}

async fn panel(
    app: &App,
    facilitator: &Visitor,
    members: &[Visitor],
    chance: &mut Random,
    days_ago: &impl Fn(i64),
) -> Result<(), AppError> {
    let form = NewPanel {
        title: "What would help tenants most?".to_owned(),
        question: "How much would it help the tenants among our members within a year?".to_owned(),
        items: ITEMS.map(|(item, ..)| item).join("\n"),
        ..NewPanel::default()
    };
    let slug = app.create_panel(facilitator, &form).await?.slug;
    app.open_panel(facilitator, &slug).await?;
    let experts: Vec<(&Visitor, Secret)> = members
        .iter()
        .take(24)
        .map(|member| (member, Secret::receipt()))
        .collect();
    let mut ratings: Vec<[f64; 5]> = Vec::new();
    for (idx, (member, receipt)) in experts.iter().enumerate() {
        let first = ITEMS.map(|(_, middle, wide, _)| middle + (chance.unit() - 0.5) * 2.0 * wide);
        let speaks = (idx < 15).then_some(idx);
        rate(app, member, &slug, &first, speaks, receipt).await?;
        ratings.push(first);
    }
    days_ago(16);
    app.close_panel_round(facilitator, &slug).await?;
    app.open_next_round(facilitator, &slug).await?;
    // The last two stay out of the second round.
    for (idx, ((member, receipt), first)) in experts.iter().zip(&ratings).take(22).enumerate() {
        let mut second = *first;
        for (rating, (_, middle, _, pull)) in second.iter_mut().zip(ITEMS) {
            *rating += (middle + 1.0 - *rating) * pull;
        }
        let speaks = (idx < 15 && idx % 5 < 2).then_some(idx);
        rate(app, member, &slug, &second, speaks, receipt).await?;
    }
    days_ago(5);
    app.close_panel_round(facilitator, &slug).await?;
    app.open_next_round(facilitator, &slug).await
}

/// One participant's ratings of the open round; with `speaks` she gives a reason for one of the items.
async fn rate(
    app: &App,
    member: &Visitor,
    slug: &Slug,
    ratings: &[f64; 5],
    speaks: Option<usize>,
    receipt: &Secret,
) -> Result<(), AppError> {
    let panel = app.panel(member, slug).await?.panel;
    let mut raw = RawAnswers::new();
    for (idx, (item, rating)) in panel.items.iter().zip(ratings).enumerate() {
        let rating = rating.clamp(1.0, 9.0).round();
        raw.insert(item.code.to_string(), vec![rating.to_string()]);
        if let Some(speaks) = speaks.filter(|speaks| speaks % ITEMS.len() == idx) {
            let reason = REASONS[idx][speaks / ITEMS.len() % 3];
            raw.insert(reason_field(&item.code), vec![reason.to_owned()]);
        }
    }
    app.answer_panel(member, slug, &raw, receipt).await?;
    Ok(())
}

async fn wiki(
    app: &App,
    facilitator: &Visitor,
    members: &[Visitor],
    chance: &mut Random,
    days_ago: &impl Fn(i64),
) -> Result<(), AppError> {
    let (seeds, added) = IDEAS.split_at(7);
    let seeds: Vec<&str> = seeds.iter().map(|(idea, _)| *idea).collect();
    let form = NewWiki {
        title: "Ideas for the summer".to_owned(),
        question: "Which of these should we do together this summer?".to_owned(),
        ideas: seeds.join("\n"),
        adding: "before".to_owned(),
        privacy: "anonymous".to_owned(),
    };
    let slug = app.create_wiki(facilitator, &form).await?.slug;
    app.open_wiki(facilitator, &slug).await?;
    for (person, member) in members.iter().take(24).enumerate() {
        let receipt = Secret::receipt();
        // One of the first two people adds an idea that is shown, the other one that comes late and is seen by few.
        if let Some((idea, _)) = added.get(if person == 18 { 1 } else { person })
            && (person == 0 || person == 18)
        {
            app.add_idea(member, &slug, idea, &receipt).await?;
            let number = app.all_ideas(facilitator, &slug).await?.len();
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            app.moderate_idea(facilitator, &slug, number, IdeaState::Shown)
                .await?;
        }
        for _ in 0..6 {
            let desk = app.wiki_desk(member, &slug, Some(&receipt)).await?;
            let Some((left, right)) = desk.pair else {
                break;
            };
            let appeal = |text: &str| {
                let known = IDEAS.iter().find(|(idea, _)| *idea == text);
                known.map_or(0.0, |(_, appeal)| *appeal)
            };
            let lean = 1.0 / (1.0 + (appeal(&right.text) - appeal(&left.text)).exp());
            let choice = match chance.unit() {
                undecided if undecided < 0.06 => Choice::Undecided(Why::BothGood),
                _ if chance.unit() < lean => Choice::Left,
                _ => Choice::Right,
            };
            let vote = Vote {
                contest: Contest {
                    left: left.number,
                    right: right.number,
                    choice,
                },
                seed: desk.seed,
            };
            app.choose(member, &slug, &vote, &receipt).await?;
        }
    }
    days_ago(30);
    app.close_wiki(facilitator, &slug).await
}
