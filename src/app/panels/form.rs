//! The form for a new panel, read into a panel with every error at once.

use std::ops::RangeInclusive;

use crate::app::check::Check;
use crate::app::error::AppError;
use crate::app::panels::record::{Panel, PanelItem, PanelScale};
use crate::app::records::State;
use crate::consensus::delphi::{Agreement, Stability, StopRule};
use crate::model::{Code, Privacy, Slug, Timestamp};

/// How many items a panel may have.
const ITEMS: RangeInclusive<usize> = 1..=60;
/// How many rounds a panel may have at most: stability shows itself in the second.
const ROUNDS: RangeInclusive<u32> = 2..=5;

/// The scales a panel may be asked on, with their names.
const SCALES: [(&str, i32, i32); 4] =
    [("1-9", 1, 9), ("1-5", 1, 5), ("1-7", 1, 7), ("0-10", 0, 10)];

/// What the form for a new panel asks.
#[derive(Clone, Debug)]
pub struct NewPanel {
    /// Its heading.
    pub title: String,
    /// What is asked about every item.
    pub question: String,
    /// The items, one a line.
    pub items: String,
    /// The scale's name: `1-9`, `1-5`, `1-7` or `0-10`.
    pub scale: String,
    /// Words for its lowest point.
    pub low: String,
    /// Words for its highest point.
    pub high: String,
    /// The privacy mode's name.
    pub privacy: String,
    /// How many rounds at most.
    pub most_rounds: String,
    /// How rest is told: `moved`, `changed`, `kappa` or `iqr_change`.
    pub stability: String,
    /// The limit of each way to tell rest, by its name.
    pub moved: String,
    /// In percent.
    pub changed: String,
    /// From 0 to 1.
    pub kappa: String,
    /// In points.
    pub iqr_change: String,
    /// How agreement is told: `rand_ucla`, `share` or `iqr`.
    pub agreement: String,
    /// In percent.
    pub share: String,
    /// In percent.
    pub opposite: String,
    /// In points.
    pub iqr: String,
    /// Are settled items asked no more? `yes` when they are.
    pub settled_drop_out: String,
}

impl Default for NewPanel {
    fn default() -> Self {
        let own = str::to_owned;
        Self {
            title: String::new(),
            question: String::new(),
            items: String::new(),
            scale: own("1-9"),
            low: own("not at all"),
            high: own("entirely"),
            privacy: own("anonymous"),
            most_rounds: own("3"),
            stability: own("moved"),
            moved: own("15"),
            changed: own("15"),
            kappa: own("0.6"),
            iqr_change: own("0.5"),
            agreement: own("rand_ucla"),
            share: own("70"),
            opposite: own("15"),
            iqr: own("2"),
            settled_drop_out: own("yes"),
        }
    }
}

impl NewPanel {
    /// The panel that is asked for; its slug is for the caller to choose.
    pub(crate) fn read(&self, now: Timestamp) -> Result<Panel, AppError> {
        let mut check = Check::default();
        let title = check.line("title", "a title", &self.title, 120);
        let question = check.paragraph("question", &self.question, 1_000);
        let lines = check.lines("items", &self.items, ITEMS, 200);
        let scale = SCALES.iter().find(|(name, ..)| *name == self.scale);
        if scale.is_none() {
            check.fault("scale", "choose a scale from the list");
        }
        let low = check.line("low", "what the lowest point means", &self.low, 60);
        let high = check.line("high", "what the highest point means", &self.high, 60);
        let privacy = check.one_of("privacy", &self.privacy, &Privacy::ALL, Privacy::name);
        let most_rounds = self.most_rounds.trim().parse().ok();
        let most_rounds = most_rounds.filter(|n| ROUNDS.contains(n));
        if most_rounds.is_none() {
            let (least, most) = (ROUNDS.start(), ROUNDS.end());
            check.fault(
                "most_rounds",
                format!("write a whole number from {least} to {most}"),
            );
        }
        let stability = self.stability(&mut check);
        let agreement = self.agreement(&mut check);
        let is_nine = scale.is_some_and(|(name, ..)| *name == "1-9");
        if agreement == Some(Agreement::RandUcla) && scale.is_some() && !is_nine {
            check.fault(
                "agreement",
                "the RAND/UCLA rule is made for the scale 1 to 9; choose that scale or another rule",
            );
        }
        check.done(())?;
        let lost = || AppError::Unfit("a checked form lost a field".to_owned());
        let (_, min, max) = *scale.ok_or_else(lost)?;
        let code = |idx| Code::parse(&format!("i{idx}")).map_err(|_| lost());
        let items = (1..)
            .zip(lines)
            .map(|(idx, label)| {
                let code = code(idx)?;
                Ok(PanelItem { code, label })
            })
            .collect::<Result<_, AppError>>()?;
        Ok(Panel {
            slug: Slug::from_title(&title),
            title,
            question,
            items,
            scale: PanelScale {
                min,
                max,
                low,
                high,
            },
            privacy: privacy.ok_or_else(lost)?,
            most_rounds: most_rounds.ok_or_else(lost)?,
            rule: StopRule {
                stability: stability.ok_or_else(lost)?,
                agreement: agreement.ok_or_else(lost)?,
            },
            settled_drop_out: self.settled_drop_out == "yes",
            state: State::Draft,
            created: now,
            rounds: Vec::new(),
            ended_early: None,
        })
    }

    fn stability(&self, check: &mut Check) -> Option<Stability> {
        match self.stability.as_str() {
            "moved" => percent(check, "moved", &self.moved).map(|below| Stability::Moved { below }),
            "changed" => percent(check, "changed", &self.changed)
                .map(|at_most| Stability::Changed { at_most }),
            "kappa" => hundredths(check, "kappa", &self.kappa, 1)
                .map(|at_least| Stability::Kappa { at_least }),
            "iqr_change" => hundredths(check, "iqr_change", &self.iqr_change, 10)
                .map(|at_most| Stability::Iqr { at_most }),
            _ => {
                check.fault("stability", "choose how rest is told");
                None
            }
        }
    }

    fn agreement(&self, check: &mut Check) -> Option<Agreement> {
        match self.agreement.as_str() {
            "rand_ucla" => Some(Agreement::RandUcla),
            "share" => {
                let at_least = percent(check, "share", &self.share);
                let opposite_below = percent(check, "opposite", &self.opposite);
                if at_least.is_some_and(|at_least| at_least <= 50) {
                    check.fault("share", "ask for more than half");
                }
                Some(Agreement::Share {
                    at_least: at_least?,
                    opposite_below: opposite_below?,
                })
            }
            "iqr" => {
                hundredths(check, "iqr", &self.iqr, 10).map(|at_most| Agreement::Iqr { at_most })
            }
            _ => {
                check.fault("agreement", "choose how agreement is told");
                None
            }
        }
    }
}

fn percent(check: &mut Check, field: &str, typed: &str) -> Option<u32> {
    let percent = typed.trim().trim_end_matches('%').trim_end().parse().ok();
    let percent = percent.filter(|percent| (1..=100).contains(percent));
    if percent.is_none() {
        check.fault(field, "write a whole number of percent from 1 to 100");
    }
    percent
}

/// A number from 0 to `most` with up to two decimals, in hundredths.
fn hundredths(check: &mut Check, field: &str, typed: &str, most: u32) -> Option<u32> {
    let typed = typed.trim().replace(',', ".");
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_shaped = !whole.is_empty() && whole.len() <= 3 && part.len() <= 2;
    let found = (is_shaped && digits(whole) && digits(part))
        .then(|| format!("{whole}{part:0<2}").parse().ok())
        .flatten()
        .filter(|hundredths| *hundredths <= most * 100);
    if found.is_none() {
        check.fault(
            field,
            format!("write a number from 0 to {most} with at most two decimals"),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> NewPanel {
        NewPanel {
            title: "Panel".to_owned(),
            items: "One\n\n Two \n".to_owned(),
            ..NewPanel::default()
        }
    }

    #[test]
    fn limits_are_read_exactly_or_refused() {
        let read = |typed: &str| {
            let mut check = Check::default();
            hundredths(&mut check, "iqr", typed, 10)
        };
        for (typed, expected) in [
            ("0.5", Some(50)),
            ("0,25", Some(25)),
            ("1", Some(100)),
            ("10", Some(1_000)),
            ("10.01", None),
            ("1.234", None),
            ("-1", None),
            (".5", None),
            ("", None),
            ("1e1", None),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_form_becomes_a_panel_or_names_every_field_that_is_wrong() {
        let panel = form().read(Timestamp(0)).unwrap();
        assert_eq!(panel.items.len(), 2);
        assert_eq!(panel.items[1].label, "Two");
        let wrong = NewPanel {
            title: String::new(),
            items: "One\none".to_owned(),
            scale: "1-5".to_owned(),
            most_rounds: "6".to_owned(),
            moved: "0".to_owned(),
            privacy: "none".to_owned(),
            ..form()
        };
        let Err(AppError::Invalid(errors)) = wrong.read(Timestamp(0)) else {
            panic!("a wrong form is taken");
        };
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "title",
                "items",
                "privacy",
                "most_rounds",
                "moved",
                "agreement"
            ]
        );
    }
}
