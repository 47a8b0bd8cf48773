//! Making a proposal, and changing it while it is a draft.

use serde::Deserialize;

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::AppError;
use crate::app::proposals::records::{Proposal, ProposalRound};
use crate::app::proposals::rules::{CoalitionRules, RuleForm};
use crate::app::proposals::{ZERO_OPTION, rates_options};
use crate::app::records::{PROPOSALS, State};
use crate::app::visitors::Visitor;
use crate::consensus::consent::StanceScale;
use crate::model::{Privacy, Role, Slug};
use crate::store::Batch;

/// The longest text of a proposal.
const MAX_TEXT: usize = 8_000;
/// The fewest and the most options besides the one to leave everything as it is.
const OPTIONS: std::ops::RangeInclusive<usize> = 1..=12;

/// What the form of a proposal holds.
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
    /// The rule it passes by.
    #[serde(flatten)]
    pub rule: RuleForm,
}

impl ProposalForm {
    /// What stands in a drafted round.
    pub fn of(proposal: &Proposal, round: &ProposalRound, rules: &CoalitionRules) -> Self {
        let usual = rules.on(round.rule.scale);
        Self {
            title: proposal.title.clone(),
            text: round.text.clone(),
            change: round.change.clone(),
            options: round.options.get(1..).unwrap_or_default().join("\n"),
            scale: round.rule.scale.name().to_owned(),
            privacy: proposal.privacy.name().to_owned(),
            rule: RuleForm::of(&round.rule, &usual),
        }
    }

    /// An empty form, to be decided on the scale that the coalition chose and by its rule.
    pub fn by(rules: &CoalitionRules) -> Self {
        // As private as the rule allows; less than that is for each proposal to say.
        let privacy = match rules.on(rules.scale).each {
            Some(_) => Privacy::Confidential,
            None => Privacy::Anonymous,
        };
        Self {
            scale: rules.scale.name().to_owned(),
            privacy: privacy.name().to_owned(),
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
        let rules = self.rules_in_force().await?;
        let mut check = Check::default();
        let title = check.line("title", "a title", &form.title, 120);
        let privacy = check.one_of("privacy", &form.privacy, &Privacy::ALL, Privacy::name);
        let round = round_of(&mut check, form, privacy, &rules);
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
        let rules = self.rules_in_force().await?;
        let mut check = Check::default();
        let title = check.line("title", "a title", &form.title, 120);
        let privacy = if proposal.rounds.len() == 1 {
            check.one_of("privacy", &form.privacy, &Privacy::ALL, Privacy::name)
        } else {
            Some(proposal.privacy)
        };
        let round = round_of(&mut check, form, privacy, &rules);
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

pub(super) fn lost() -> AppError {
    AppError::Unfit("a checked form lost a field".to_owned())
}

/// The round that the form drafts.
fn round_of(
    check: &mut Check,
    form: &ProposalForm,
    privacy: Option<Privacy>,
    rules: &CoalitionRules,
) -> Option<ProposalRound> {
    let scale = check.one_of("scale", &form.scale, &StanceScale::ALL, StanceScale::name)?;
    let text = check.paragraph("text", &form.text, MAX_TEXT);
    if text.is_empty() {
        check.fault("text", "write what is proposed");
    }
    let change = check.paragraph("change", &form.change, 2_000);
    let options = options_of(check, scale, &form.options);
    let rule = form.rule.read(check, "", &rules.on(scale));
    let tells_no_organisation = privacy == Some(Privacy::Anonymous);
    if tells_no_organisation && rule.as_ref().is_some_and(|rule| rule.each.is_some()) {
        check.fault(
            "each",
            "an anonymous stance does not tell the organisation; choose confidential or named, or choose `no` here",
        );
    }
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
