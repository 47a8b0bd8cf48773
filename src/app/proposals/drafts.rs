//! Making a proposal, and changing it while it is a draft.

use serde::Deserialize;

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::AppError;
use crate::app::proposals::records::{Proposal, ProposalRound};
use crate::app::proposals::{ZERO_OPTION, rates_options};
use crate::app::records::{PROPOSALS, State};
use crate::app::visitors::Visitor;
use crate::consensus::consent::{ConsentRule, EachGroup, StanceScale};
use crate::model::{Privacy, Role, Slug};
use crate::store::Batch;

/// The longest text of a proposal.
const MAX_TEXT: usize = 8_000;
/// The fewest and the most options besides the one to leave everything as it is.
const OPTIONS: std::ops::RangeInclusive<usize> = 1..=12;

/// What the form of a proposal holds. A share that is left empty is the usual one of the scale.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    /// Its heading.
    pub title: String,
    /// What is proposed.
    pub text: String,
    /// What was changed since the round before, and why.
    pub change: String,
    /// The options that are rated, one a line.
    pub options: String,
    /// The scale's name.
    pub scale: String,
    /// The privacy mode's name.
    pub privacy: String,
    /// The share of the roll that must take part.
    pub quorum: String,
    /// How many blocks it bears.
    pub blocks: String,
    /// The share that must support it.
    pub support: String,
    /// The share that may stand aside.
    pub aside: String,
    /// The share that fewer than are against.
    pub against: String,
    /// `yes` where each organisation must agree.
    pub each: String,
    /// The share of each organisation that must support it.
    pub each_support: String,
    /// The share of each organisation that fewer than are against.
    pub each_against: String,
}

impl ProposalForm {
    /// What stands in a drafted round.
    pub fn of(proposal: &Proposal, round: &ProposalRound) -> Self {
        Self {
            title: proposal.title.clone(),
            text: round.text.clone(),
            change: round.change.clone(),
            options: round.options.get(1..).unwrap_or_default().join("\n"),
            privacy: proposal.privacy.name().to_owned(),
            ..Self::with_rule(&round.rule)
        }
    }

    /// An empty form with the rule of the last proposal, which is what a coalition decides by.
    pub fn like(last: Option<&Proposal>) -> Self {
        match last {
            Some(last) => {
                let rule = &last.latest().1.rule;
                // As private as the rule allows; less than that is for each proposal to say.
                let privacy = match rule.each {
                    Some(_) => Privacy::Confidential,
                    None => Privacy::Anonymous,
                };
                Self {
                    privacy: privacy.name().to_owned(),
                    ..Self::with_rule(rule)
                }
            }
            None => Self {
                scale: StanceScale::Consensus.name().to_owned(),
                privacy: Privacy::Anonymous.name().to_owned(),
                quorum: ConsentRule::usual(StanceScale::Consensus)
                    .quorum
                    .to_string(),
                ..Self::default()
            },
        }
    }

    /// The shares that differ from the usual ones, so that another scale can be chosen with its own.
    fn with_rule(rule: &ConsentRule) -> Self {
        let usual = ConsentRule::usual(rule.scale);
        let shown = |share: Option<u8>| share.map(|share| share.to_string()).unwrap_or_default();
        let unusual = |share: Option<u8>, usual: Option<u8>| {
            if share == usual {
                String::new()
            } else {
                shown(share)
            }
        };
        Self {
            scale: rule.scale.name().to_owned(),
            quorum: rule.quorum.to_string(),
            blocks: if rule.blocks > 0 {
                rule.blocks.to_string()
            } else {
                String::new()
            },
            support: unusual(rule.support, usual.support),
            aside: unusual(rule.aside, usual.aside),
            against: unusual(rule.against, usual.against),
            each: rule.each.map(|_| "yes".to_owned()).unwrap_or_default(),
            each_support: shown(rule.each.map(|each| each.support)),
            each_against: shown(rule.each.map(|each| each.against)),
            ..Self::default()
        }
    }
}

impl App {
    /// Makes a proposal: the draft of its first round.
    pub async fn create_proposal(
        &self,
        visitor: &Visitor,
        form: &ProposalForm,
    ) -> Result<Proposal, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let mut check = Check::default();
        let title = check.line("title", "a title", &form.title, 120);
        let privacy = check.one_of("privacy", &form.privacy, &Privacy::ALL, Privacy::name);
        let round = round_of(&mut check, form, privacy);
        check.done(())?;
        let (Some(privacy), Some(round)) = (privacy, round) else {
            return Err(lost());
        };
        let proposal = Proposal {
            slug: self.free_slug(PROPOSALS, &title).await?,
            title,
            privacy,
            created: self.now(),
            rounds: vec![round],
        };
        self.store
            .commit(Batch::new().insert(PROPOSALS, proposal.slug.as_str(), &proposal))
            .await?;
        Ok(proposal)
    }

    /// Changes the drafted round. How private a proposal is stays as it is once a round of it was opened.
    pub async fn edit_proposal(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        form: &ProposalForm,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut proposal) = self.drafted(slug).await?;
        let mut check = Check::default();
        let title = check.line("title", "a title", &form.title, 120);
        let privacy = if proposal.rounds.len() == 1 {
            check.one_of("privacy", &form.privacy, &Privacy::ALL, Privacy::name)
        } else {
            Some(proposal.privacy)
        };
        let round = round_of(&mut check, form, privacy);
        check.done(())?;
        let (Some(privacy), Some(round)) = (privacy, round) else {
            return Err(lost());
        };
        proposal.title = title;
        proposal.privacy = privacy;
        *proposal.latest_mut()? = round;
        self.store
            .commit(Batch::new().replace(PROPOSALS, slug.as_str(), version, &proposal))
            .await?;
        Ok(())
    }

    /// Throws the drafted round away, and the proposal with it if it is the only one.
    pub async fn delete_proposal_draft(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut proposal) = self.drafted(slug).await?;
        proposal.rounds.pop();
        let batch = if proposal.rounds.is_empty() {
            Batch::new().delete(PROPOSALS, slug.as_str(), version)
        } else {
            Batch::new().replace(PROPOSALS, slug.as_str(), version, &proposal)
        };
        self.store.commit(batch).await?;
        Ok(())
    }
}

fn lost() -> AppError {
    AppError::Unfit("a checked form lost a field".to_owned())
}

/// The round that the form drafts.
fn round_of(
    check: &mut Check,
    form: &ProposalForm,
    privacy: Option<Privacy>,
) -> Option<ProposalRound> {
    let scale = check.one_of("scale", &form.scale, &StanceScale::ALL, StanceScale::name)?;
    let text = check.paragraph("text", &form.text, MAX_TEXT);
    if text.is_empty() {
        check.fault("text", "write what is proposed");
    }
    let change = check.paragraph("change", &form.change, 2_000);
    let options = options_of(check, scale, &form.options);
    let rule = rule_of(check, form, scale, privacy);
    Some(ProposalRound {
        state: State::Draft,
        text,
        change,
        options,
        rule: rule?,
        opened: None,
        closed: None,
        review_on: None,
        counted: None,
    })
}

fn options_of(check: &mut Check, scale: StanceScale, lines: &str) -> Vec<String> {
    let mut options: Vec<String> = Vec::new();
    for line in lines.lines() {
        let option = check.optional_line("options", line, 200);
        if !option.is_empty() && options.contains(&option) {
            check.fault("options", format!("`{option}` stands here twice"));
        } else if !option.is_empty() {
            options.push(option);
        }
    }
    let (least, most) = (OPTIONS.start(), OPTIONS.end());
    match (rates_options(scale), options.len()) {
        (true, n) if OPTIONS.contains(&n) => {
            options.insert(0, ZERO_OPTION.to_owned());
        }
        (true, n) => check.fault(
            "options",
            format!("write {least} to {most} options, one on each line; these are {n}"),
        ),
        (false, 0) => {}
        (false, _) => check.fault(
            "options",
            "only systemic consensing rates options; choose it, or leave this empty",
        ),
    }
    options
}

fn rule_of(
    check: &mut Check,
    form: &ProposalForm,
    scale: StanceScale,
    privacy: Option<Privacy>,
) -> Option<ConsentRule> {
    let usual = ConsentRule::usual(scale);
    let mut share = |field: &str, typed: &str, lowest: u8| -> Option<u8> {
        let typed = typed.trim().trim_end_matches('%').trim_end();
        if typed.is_empty() {
            return None;
        }
        let share = typed.parse::<u8>().ok();
        let share = share.filter(|share| (lowest..=100).contains(share));
        if share.is_none() {
            check.fault(
                field,
                format!("write a whole number from {lowest} to 100, or leave it empty"),
            );
        }
        share
    };
    let quorum = share("quorum", &form.quorum, 0).unwrap_or(usual.quorum);
    let support = share("support", &form.support, 0).or(usual.support);
    let aside = share("aside", &form.aside, 0).or(usual.aside);
    let against = share("against", &form.against, 1).or(usual.against);
    let each_support = share("each_support", &form.each_support, 0);
    let each_against = share("each_against", &form.each_against, 1);
    let each = (form.each == "yes").then(|| EachGroup {
        support: each_support.unwrap_or(EachGroup::USUAL.support),
        against: each_against.unwrap_or(EachGroup::USUAL.against),
    });
    if each.is_some() && privacy == Some(Privacy::Anonymous) && !rates_options(scale) {
        check.fault(
            "each",
            "an anonymous stance does not tell the organisation; choose confidential or named, or leave this out",
        );
    }
    let blocks = match form.blocks.trim() {
        "" => Some(0),
        typed => typed.parse::<u32>().ok().filter(|blocks| *blocks <= 1_000),
    };
    if blocks.is_none() {
        check.fault("blocks", "write a whole number, or leave it empty for none");
    }
    if rates_options(scale) {
        // The least resistance decides, whatever else the form says.
        return Some(ConsentRule { quorum, ..usual });
    }
    let rule = ConsentRule {
        scale,
        quorum,
        at_least: 0,
        blocks: blocks.unwrap_or(0),
        support,
        aside,
        against,
        each,
    };
    rule.check().ok().map(|()| rule)
}
