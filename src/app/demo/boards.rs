//! Two boards: one that is closed and shows clear groups, one to vote on.

use super::{Chance, Crowd};
use crate::app::error::AppError;
use crate::app::secret::Secret;
use crate::app::{App, Mark, NewBoard, Ruling, SaidOn, Say, Writing};
use crate::opinion::Vote;

/// What members of each camp think of the river front: 1 for it, -1 against it, 0 divided among themselves.
const RIVER_FRONT: [(&str, [i8; 3]); 14] = [
    (
        "The path along the water stays open to everybody, day and night.",
        [1, 1, 1],
    ),
    (
        "Whatever is built, the people who live here now must be able to stay.",
        [1, 1, 1],
    ),
    (
        "There should be benches and a public toilet every 300 metres.",
        [1, 1, 1],
    ),
    (
        "The river front needs light that does not dazzle the birds.",
        [1, 0, 1],
    ),
    ("Cars should leave the embankment altogether.", [1, -1, 0]),
    ("Half of the parking should give way to trees.", [1, -1, 1]),
    (
        "Deliveries to the market must be possible all morning.",
        [-1, 1, 0],
    ),
    (
        "A floating stage would bring visitors and income.",
        [-1, 1, -1],
    ),
    ("The weekly market should move to the pier.", [0, -1, 1]),
    ("The boat house should become a youth centre.", [0, 0, 1]),
    ("Fees for market stalls are too high.", [0, 1, 0]),
    (
        "New houses at the river should all be for rent.",
        [-1, -1, 1],
    ),
    (
        "The city should ask us before it sells any plot here.",
        [1, 1, 1],
    ),
    ("I live within ten minutes of the river.", [1, 1, 1]),
];

/// A closed board with clear groups.
pub(super) async fn river_front(
    app: &App,
    crowd: &Crowd,
    chance: &mut Chance,
    days_ago: &impl Fn(i64),
) -> Result<(), AppError> {
    days_ago(70);
    let texts = RIVER_FRONT.map(|(text, _)| text);
    let form = NewBoard {
        title: "Our river front".to_owned(),
        question: "The city is planning the river front anew. What should it know?".to_owned(),
        privacy: "confidential".to_owned(),
        seeds: texts.join("\n"),
        ..NewBoard::default()
    };
    let slug = app.create_board(&crowd.facilitator, &form).await?.slug;
    app.open_board(&crowd.facilitator, &slug).await?;
    app.judge(&crowd.facilitator, &slug, 14, &Ruling::Meta(true))
        .await?;
    for (idx, member) in crowd.members.iter().enumerate() {
        // Organisations lean to one camp or another, and some of their members do not.
        let camp = if chance.share() < 0.85 {
            idx / 10 % 3
        } else {
            chance.below(3)
        };
        let mut said = Vec::new();
        for (number, (_, leanings)) in (1..).zip(RIVER_FRONT) {
            if chance.share() < 0.1 {
                continue;
            }
            let mood = chance.share();
            let vote = match leanings[camp] {
                _ if mood < 0.06 => Vote::Pass,
                _ if mood < 0.11 => Vote::Disagree,
                _ if mood < 0.16 => Vote::Agree,
                1 => Vote::Agree,
                -1 => Vote::Disagree,
                _ if mood < 0.58 => Vote::Agree,
                _ => Vote::Disagree,
            };
            let important = vote == Vote::Agree && chance.share() < 0.35;
            said.push(SaidOn {
                statement: number,
                revision: 0,
                say: Say::Vote(Mark { vote, important }),
            });
        }
        app.say(member, &slug, &Secret::receipt(), &said).await?;
    }
    days_ago(60);
    app.close_board(&crowd.facilitator, &slug).await
}

/// A board to vote on, with statements that wait for a facilitator.
pub(super) async fn assemblies(
    app: &App,
    crowd: &Crowd,
    chance: &mut Chance,
) -> Result<(), AppError> {
    let seeds = [
        "Nobody speaks twice before everybody has spoken once.",
        "Assemblies end after two hours, whatever is left.",
        "There is food before we begin.",
        "Children are looked after in the room next door.",
        "We vote only on what was sent around a week before.",
        "Everything is interpreted into Spanish.",
        "Each assembly begins with what came of the last one.",
        "Organisations take turns in preparing the assembly.",
    ];
    let form = NewBoard {
        title: "How do we hold our assemblies?".to_owned(),
        question: "What would make you come, and come again?".to_owned(),
        languages: "en, es".to_owned(),
        seeds: seeds.join("\n"),
        ..NewBoard::default()
    };
    let slug = app.create_board(&crowd.facilitator, &form).await?.slug;
    app.open_board(&crowd.facilitator, &slug).await?;
    let translation = Ruling::Translate {
        lang: "es".to_owned(),
        text: "Hay comida antes de empezar.".to_owned(),
    };
    app.judge(&crowd.facilitator, &slug, 3, &translation)
        .await?;
    let written = [
        "Se decide primero lo que toca a todas.",
        "Assemblies are held where the bus stops.",
    ];
    for (idx, member) in crowd.members.iter().take(16).enumerate() {
        let receipt = Secret::receipt();
        let mut said = Vec::new();
        for statement in 1..=8 {
            if chance.share() < 0.3 {
                continue;
            }
            said.push(SaidOn {
                statement,
                revision: 0,
                say: Say::Vote(Mark {
                    vote: Vote::ALL[2 - chance.below(3).min(chance.below(3))],
                    important: chance.share() < 0.2,
                }),
            });
        }
        app.say(member, &slug, &receipt, &said).await?;
        if let Some(text) = written.get(idx) {
            let lang = if idx == 0 { "es" } else { "en" };
            let form = Writing {
                text: (*text).to_owned(),
                lang: lang.to_owned(),
            };
            app.write_statement(member, &slug, &receipt, &form).await?;
        }
    }
    app.judge(&crowd.facilitator, &slug, 9, &Ruling::Accept)
        .await
}
