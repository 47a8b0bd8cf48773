//! Changing what a draft of a round asks: its title, its question and its options.

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::AppError;
use crate::app::records::{ROUNDS, Round, RoundOption};
use crate::app::round_options::typed_options;
use crate::app::round_rules::check_size;
use crate::app::visitors::Visitor;
use crate::model::{Code, Lang, Role, Slug};
use crate::store::Batch;

/// What a draft asks, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundWords {
    /// Its heading.
    pub title: String,
    /// What is being decided.
    pub question: String,
    /// Its options, one a line.
    pub options: String,
}

impl RoundWords {
    /// What stands in a draft.
    pub fn of(round: &Round) -> Self {
        let english = Lang::english();
        let options = round.options.iter();
        let options: Vec<&str> = options.map(|option| option.label.get(&english)).collect();
        Self {
            title: round.title.clone(),
            question: round.question.clone(),
            options: options.join("\n"),
        }
    }
}

impl App {
    /// Changes the words of a draft. An option whose line stays keeps its cost, its other languages and its votes
    /// elsewhere; a changed line is another option.
    pub async fn edit_round(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        form: &RoundWords,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut round) = self.draft_round(slug).await?;
        let mut check = Check::default();
        round.title = check.line("title", "a title", &form.title, 120);
        round.question = check.paragraph("question", &form.question, 1_000);
        if let Some(typed) = typed_options(&mut check, &form.options) {
            check_size(&mut check, "options", round.rules.method, typed.len());
            round.options = keeping(&round.options, typed);
        }
        check.done(())?;
        let options = &round.options;
        let is_there = |code: &str| options.iter().any(|option| option.code.as_str() == code);
        round.rules.costs.retain(|(code, _)| is_there(code));
        let n_options = u32::try_from(options.len()).unwrap_or(u32::MAX);
        round.rules.seats = round.rules.seats.min(n_options);
        let batch = Batch::new().replace(ROUNDS, slug.as_str(), version, &round);
        self.store.commit(batch).await?;
        Ok(())
    }
}

/// The typed options: those that stood before as they were, the others with codes that none of those has.
fn keeping(before: &[RoundOption], typed: Vec<RoundOption>) -> Vec<RoundOption> {
    let english = Lang::english();
    let is_free = |code: &Code| before.iter().all(|option| option.code != *code);
    let mut free = (1_usize..)
        .filter_map(|nth| Code::parse(&format!("o{nth}")).ok())
        .filter(is_free);
    let as_before = |option: RoundOption| {
        let label = option.label.get(&english);
        let same = before.iter().find(|old| old.label.get(&english) == label);
        match same {
            Some(old) => old.clone(),
            None => RoundOption {
                code: free.next().unwrap_or(option.code),
                label: option.label,
            },
        }
    };
    typed.into_iter().map(as_before).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    #[test]
    fn options_that_stay_keep_their_codes_and_new_ones_take_none_of_theirs() {
        let option = |code: &str, label: &str| RoundOption {
            code: Code::parse(code).unwrap(),
            label: Text::plain(label),
        };
        let before = [
            option("o1", "Fence"),
            option("housing", "Housing"),
            option("o3", "Gate"),
        ];
        let typed = vec![
            option("o1", "Housing"),
            option("o2", "Path"),
            option("o3", "Pond"),
        ];
        let after = keeping(&before, typed);
        let told: Vec<(&str, &str)> = after
            .iter()
            .map(|o| (o.code.as_str(), o.label.get(&Lang::english())))
            .collect();
        assert_eq!(
            told,
            [("housing", "Housing"), ("o2", "Path"), ("o4", "Pond")]
        );
    }
}
