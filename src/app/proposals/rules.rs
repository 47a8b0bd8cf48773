//! How the coalition decides: the scale that proposals begin with, and the rule on each scale.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::AppError;
use crate::app::proposals::drafts::lost;
use crate::app::proposals::rates_options;
use crate::app::records::{COALITION, DECISION_RULES};
use crate::app::visitors::Visitor;
use crate::consensus::consent::{ConsentRule, EachGroup, StanceScale};
use crate::model::Role;
use crate::store::Batch;

/// How the coalition decides, unless a proposal says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoalitionRules {
    /// The scale that a new proposal begins with.
    pub scale: StanceScale,
    /// The rules that were set, each with its scale.
    pub rules: Vec<ConsentRule>,
}

impl Default for CoalitionRules {
    /// What holds before anything was set: consensus first, and what is usual on each scale.
    fn default() -> Self {
        Self {
            scale: StanceScale::Consensus,
            rules: Vec::new(),
        }
    }
}

impl CoalitionRules {
    /// The rule on a scale.
    pub fn on(&self, scale: StanceScale) -> ConsentRule {
        let set = self.rules.iter().find(|rule| rule.scale == scale);
        set.cloned().unwrap_or_else(|| ConsentRule::usual(scale))
    }
}

/// What the form of a rule holds. What is left empty is as usual: by the coalition's rule for a proposal, by what is
/// usual on the scale for the coalition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RuleForm {
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
    /// `yes` or `no`: must each organisation agree?
    pub each: String,
    /// The share of each organisation that must support it.
    pub each_support: String,
    /// The share of each organisation that fewer than are against.
    pub each_against: String,
}

impl RuleForm {
    /// What differs in a rule from what is usual, so that another scale can be chosen with its own.
    pub fn of(rule: &ConsentRule, usual: &ConsentRule) -> Self {
        // Where something usual is not asked, the share that everybody meets is shown in its place.
        let share = |share: Option<u8>, usual: Option<u8>, met_by_all: u8| {
            if share == usual {
                String::new()
            } else {
                share.unwrap_or(met_by_all).to_string()
            }
        };
        let differs = |is: u32, usual: u32| {
            if is == usual {
                String::new()
            } else {
                is.to_string()
            }
        };
        let shown = |share: Option<u8>| share.map(|share| share.to_string()).unwrap_or_default();
        let each = rule.each.filter(|_| rule.each != usual.each);
        Self {
            quorum: differs(rule.quorum.into(), usual.quorum.into()),
            blocks: differs(rule.blocks, usual.blocks),
            support: share(rule.support, usual.support, 0),
            aside: share(rule.aside, usual.aside, 100),
            against: share(rule.against, usual.against, 100),
            each: match (rule.each, usual.each) {
                (now, usual) if now == usual => "",
                (Some(_), _) => "yes",
                (None, _) => "no",
            }
            .to_owned(),
            each_support: shown(each.map(|each| each.support)),
            each_against: shown(each.map(|each| each.against)),
        }
    }

    /// The rule that is asked for, on the scale of the usual one; the form's fields have that prefix.
    pub(super) fn read(
        &self,
        check: &mut Check,
        prefix: &str,
        usual: &ConsentRule,
    ) -> Option<ConsentRule> {
        let mut share = |field: &str, typed: &str, lowest: u8| -> Option<u8> {
            let typed = typed.trim().trim_end_matches('%').trim_end();
            if typed.is_empty() {
                return None;
            }
            let share = typed.parse::<u8>().ok();
            let share = share.filter(|share| (lowest..=100).contains(share));
            if share.is_none() {
                check.fault(
                    &format!("{prefix}{field}"),
                    format!("write a whole number from {lowest} to 100, or leave it empty"),
                );
            }
            share
        };
        let quorum = share("quorum", &self.quorum, 0).unwrap_or(usual.quorum);
        let support = share("support", &self.support, 0).or(usual.support);
        let aside = share("aside", &self.aside, 0).or(usual.aside);
        let against = share("against", &self.against, 1).or(usual.against);
        let each_support = share("each_support", &self.each_support, 0);
        let each_against = share("each_against", &self.each_against, 1);
        let asked = usual.each.unwrap_or(EachGroup::USUAL);
        let given = EachGroup {
            support: each_support.unwrap_or(asked.support),
            against: each_against.unwrap_or(asked.against),
        };
        let each = match self.each.as_str() {
            "" => usual.each.map(|_| given),
            "yes" => Some(given),
            "no" => None,
            _ => {
                check.fault(&format!("{prefix}each"), "choose one from the list");
                None
            }
        };
        let blocks = match self.blocks.trim() {
            "" => Some(usual.blocks),
            typed => typed.parse::<u32>().ok().filter(|blocks| *blocks <= 1_000),
        };
        if blocks.is_none() {
            check.fault(
                &format!("{prefix}blocks"),
                "write a whole number up to 1000, or leave it empty",
            );
        }
        if rates_options(usual.scale) {
            // The least resistance decides, whatever else the form says.
            return Some(ConsentRule {
                quorum,
                ..usual.clone()
            });
        }
        let rule = ConsentRule {
            scale: usual.scale,
            quorum,
            at_least: 0,
            blocks: blocks.unwrap_or(usual.blocks),
            support,
            aside,
            against,
            each,
        };
        rule.check().ok().map(|()| rule)
    }
}

/// What the form of the coalition's rules holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoalitionRulesForm {
    /// The name of the scale that a new proposal begins with.
    pub scale: String,
    /// The rule on each scale, by the scale's name.
    pub rules: BTreeMap<&'static str, RuleForm>,
}

impl CoalitionRulesForm {
    /// What stands in the rules.
    pub fn of(rules: &CoalitionRules) -> Self {
        let form_of = |scale: StanceScale| {
            let form = RuleForm::of(&rules.on(scale), &ConsentRule::usual(scale));
            (scale.name(), form)
        };
        Self {
            scale: rules.scale.name().to_owned(),
            rules: StanceScale::ALL.into_iter().map(form_of).collect(),
        }
    }
}

impl App {
    /// How the coalition decides.
    pub async fn coalition_rules(&self, visitor: &Visitor) -> Result<CoalitionRules, AppError> {
        visitor.must_be(Role::Member)?;
        self.rules_in_force().await
    }

    /// Sets how the coalition decides. What is proposed already keeps the rule it has.
    pub async fn set_coalition_rules(
        &self,
        visitor: &Visitor,
        form: &CoalitionRulesForm,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Organiser)?;
        let mut check = Check::default();
        let scale = check.one_of("scale", &form.scale, &StanceScale::ALL, StanceScale::name);
        let mut rules = Vec::new();
        for scale in StanceScale::ALL {
            let prefix = format!("{}_", scale.name());
            if let Some(given) = form.rules.get(scale.name()) {
                rules.extend(given.read(&mut check, &prefix, &ConsentRule::usual(scale)));
            }
        }
        check.done(())?;
        let rules = CoalitionRules {
            scale: scale.ok_or_else(lost)?,
            rules,
        };
        self.store
            .commit(Batch::new().put(COALITION, DECISION_RULES, &rules))
            .await?;
        Ok(())
    }

    pub(super) async fn rules_in_force(&self) -> Result<CoalitionRules, AppError> {
        let stored = self.load(COALITION, DECISION_RULES).await?;
        Ok(stored.map_or_else(CoalitionRules::default, |(_, rules)| rules))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the form of a rule by that usual one; none where a field is wrong.
    fn read(form: &RuleForm, usual: &ConsentRule) -> Option<ConsentRule> {
        let mut check = Check::default();
        let rule = form.read(&mut check, "", usual);
        check.done(rule).ok().flatten()
    }

    #[test]
    fn a_rule_shown_in_its_form_is_read_back_whatever_is_usual() {
        let each = |support, against| Some(EachGroup { support, against });
        let strict = ConsentRule {
            quorum: 66,
            blocks: 2,
            support: Some(80),
            aside: Some(10),
            against: Some(20),
            each: each(60, 25),
            ..ConsentRule::usual(StanceScale::Consensus)
        };
        let loose = ConsentRule {
            quorum: 0,
            blocks: 0,
            each: None,
            ..strict.clone()
        };
        let other = ConsentRule {
            each: each(70, 15),
            ..strict.clone()
        };
        let usual = ConsentRule::usual(StanceScale::Consensus);
        let rules = [strict, loose, other, usual];
        for rule in &rules {
            for usual in &rules {
                let form = RuleForm::of(rule, usual);
                let found = read(&form, usual).unwrap();
                // What is not asked is shown as the share that everybody meets.
                let is_met_by_all = |found: Option<u8>, asked: Option<u8>, all: u8| {
                    found == asked || (asked.is_none() && found == Some(all))
                };
                assert!(is_met_by_all(found.support, rule.support, 0));
                assert!(is_met_by_all(found.aside, rule.aside, 100));
                assert!(is_met_by_all(found.against, rule.against, 100));
                assert_eq!(
                    (found.quorum, found.blocks, found.each),
                    (rule.quorum, rule.blocks, rule.each)
                );
            }
            assert_eq!(RuleForm::of(rule, rule), RuleForm::default());
        }
    }

    #[test]
    fn a_wrong_share_is_named_with_the_scale_it_stands_at() {
        let form = RuleForm {
            quorum: "101".to_owned(),
            against: "0".to_owned(),
            each: "perhaps".to_owned(),
            blocks: "-1".to_owned(),
            ..RuleForm::default()
        };
        let mut check = Check::default();
        form.read(
            &mut check,
            "consent_",
            &ConsentRule::usual(StanceScale::Consent),
        );
        let Err(AppError::Invalid(errors)) = check.done(()) else {
            panic!("a wrong rule is taken");
        };
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "consent_quorum",
                "consent_against",
                "consent_each",
                "consent_blocks"
            ]
        );
    }
}
