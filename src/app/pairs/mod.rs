//! Wiki surveys: two ideas at a time, and ideas that members add.

mod choosing;
mod figures;
mod record;

use std::collections::BTreeMap;
use std::sync::Mutex;

pub use choosing::{Chosen, IdeaAdded, IdeaFault, Vote, WikiDesk};
pub(crate) use figures::WIKI_FILES;
pub use figures::{IdeaStanding, WikiFigures};
pub use record::{Adding, Choice, Contest, Idea, IdeaState, Why, Wiki, WikiEntry};

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{IDEAS, MEMBERS, ROLL, RollEntry, State, WIKIS};
use crate::app::surveys::{Turnout, open_for_answers};
use crate::app::visitors::Visitor;
use crate::consensus::pairs::Contests;
use crate::model::{Member, Privacy, Role, Slug, Timestamp};
use crate::store::Batch;

/// The most characters of an idea.
pub const MAX_IDEA: usize = 140;
/// The most ideas of one wiki survey: a draw looks at every pair.
const MAX_IDEAS: usize = 300;

/// How often each pair was compared in open wiki surveys, for the draw alone: read once from the store and kept up
/// with what this process takes in. Results are always worked out from what is stored.
pub(crate) type LiveContests = Mutex<BTreeMap<(Slug, Timestamp), Contests>>;

/// What the form for a new wiki survey asks.
#[derive(Clone, Debug, Default)]
pub struct NewWiki {
    /// Its heading.
    pub title: String,
    /// What is asked about every pair.
    pub question: String,
    /// The ideas to begin with, one a line.
    pub ideas: String,
    /// Whether members may add ideas: `before`, `after` or `nobody`.
    pub adding: String,
    /// The privacy mode's name.
    pub privacy: String,
}

/// A wiki survey as a visitor may see it.
#[derive(Clone, Debug)]
pub struct WikiView {
    /// The wiki survey.
    pub wiki: Wiki,
    /// Is the visitor on the roll, and has she taken part? Nothing when she is not on it.
    pub taken_part: Option<bool>,
}

impl App {
    /// The wiki surveys a member may see, the newest first: drafts are for facilitators.
    pub async fn wikis(&self, visitor: &Visitor) -> Result<Vec<WikiView>, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let mut all: Vec<Wiki> = self
            .load_all(WIKIS, "")
            .await?
            .into_iter()
            .map(|(_, _, wiki)| wiki)
            .collect();
        all.sort_by(|a, b| (b.created, &a.slug).cmp(&(a.created, &b.slug)));
        let mut views = Vec::new();
        for wiki in all {
            if wiki.state > State::Draft || member.role >= Role::Facilitator {
                views.push(self.wiki_view(visitor, wiki).await?);
            }
        }
        Ok(views)
    }

    /// One wiki survey as the visitor may see it.
    pub async fn wiki(&self, visitor: &Visitor, slug: &Slug) -> Result<WikiView, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let (_, wiki) = self.stored_wiki(slug).await?;
        if wiki.state == State::Draft && member.role < Role::Facilitator {
            return Err(AppError::NotFound("wiki survey"));
        }
        self.wiki_view(visitor, wiki).await
    }

    /// Makes a draft.
    pub async fn create_wiki(&self, visitor: &Visitor, form: &NewWiki) -> Result<Wiki, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let mut check = Check::default();
        let title = check.line("title", "a title", &form.title, 120);
        let question = check.line("question", "the question", &form.question, 300);
        let ideas = check.lines("ideas", &form.ideas, 2..=MAX_IDEAS, MAX_IDEA);
        let adding = check.one_of("adding", &form.adding, &Adding::ALL, Adding::name);
        let privacy = check.one_of("privacy", &form.privacy, &Privacy::ALL, Privacy::name);
        check.done(())?;
        let (Some(adding), Some(privacy)) = (adding, privacy) else {
            return Err(AppError::Unfit("a checked form lost a field".to_owned()));
        };
        let wiki = Wiki {
            slug: self.free_slug(WIKIS, &title).await?,
            title,
            question,
            privacy,
            adding,
            state: State::Draft,
            created: self.now(),
            opened: None,
            closed: None,
        };
        let mut batch = Batch::new().insert(WIKIS, wiki.slug.as_str(), &wiki);
        for (number, text) in (1..).zip(ideas) {
            let idea = Idea {
                number,
                text,
                is_seed: true,
                state: IdeaState::Shown,
            };
            batch = batch.insert(IDEAS, idea_key(&wiki.slug, number), &idea);
        }
        self.store.commit(batch).await?;
        Ok(wiki)
    }

    /// Throws a draft away.
    pub async fn delete_wiki(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, _) = self.draft_wiki(slug).await?;
        let mut batch = Batch::new().delete(WIKIS, slug.as_str(), version);
        for (key, version, _) in self.load_all::<Idea>(IDEAS, &format!("{slug}/")).await? {
            batch = batch.delete(IDEAS, key, version);
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Opens a draft: question, privacy, rules and roll are fixed from here on.
    pub async fn open_wiki(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut wiki) = self.draft_wiki(slug).await?;
        wiki.state = State::Open;
        wiki.opened = Some(self.now());
        let mut batch = Batch::new().replace(WIKIS, slug.as_str(), version, &wiki);
        for (id, _, _) in self.load_all::<Member>(MEMBERS, "").await? {
            batch = batch.insert(ROLL, format!("w/{slug}/{id}"), &RollEntry::default());
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Closes an open wiki survey; everybody sees how the ideas fared.
    pub async fn close_wiki(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut wiki) = self.stored_wiki(slug).await?;
        open_for_answers(wiki.state)?;
        wiki.state = State::Closed;
        wiki.closed = Some(self.now());
        let batch = Batch::new().replace(WIKIS, slug.as_str(), version, &wiki);
        self.store
            .commit(Self::to_forget(batch, wiki.privacy))
            .await?;
        self.finish_chores_or_log().await;
        Ok(())
    }

    /// Shows an idea to be compared, or takes it out.
    pub async fn moderate_idea(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        number: u32,
        wanted: IdeaState,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (_, wiki) = self.stored_wiki(slug).await?;
        if wiki.state == State::Closed {
            return Err(Hindrance::Closed.into());
        }
        let key = idea_key(slug, number);
        let (version, mut idea) = self
            .load::<Idea>(IDEAS, &key)
            .await?
            .ok_or(AppError::NotFound("idea"))?;
        idea.state = wanted;
        self.store
            .commit(Batch::new().replace(IDEAS, key, version, &idea))
            .await?;
        Ok(())
    }

    /// Every idea, whatever its state, for facilitators.
    pub async fn all_ideas(&self, visitor: &Visitor, slug: &Slug) -> Result<Vec<Idea>, AppError> {
        visitor.must_be(Role::Facilitator)?;
        self.ideas(slug).await
    }

    /// How many have taken part.
    pub async fn wiki_turnout(&self, visitor: &Visitor, slug: &Slug) -> Result<Turnout, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (taken_part, on_roll) = self.taken_part(&format!("w/{slug}/")).await?;
        Ok(Turnout {
            taken_part,
            on_roll,
        })
    }

    /// Every idea in the order of their numbers.
    pub(crate) async fn ideas(&self, slug: &Slug) -> Result<Vec<Idea>, AppError> {
        let all = self.load_all(IDEAS, &format!("{slug}/")).await?;
        Ok(all.into_iter().map(|(_, _, idea)| idea).collect())
    }

    pub(crate) async fn stored_wiki(&self, slug: &Slug) -> Result<(u64, Wiki), AppError> {
        self.load(WIKIS, slug.as_str())
            .await?
            .ok_or(AppError::NotFound("wiki survey"))
    }

    async fn draft_wiki(&self, slug: &Slug) -> Result<(u64, Wiki), AppError> {
        let (version, wiki) = self.stored_wiki(slug).await?;
        if wiki.state == State::Draft {
            Ok((version, wiki))
        } else {
            Err(Hindrance::NotADraft.into())
        }
    }

    async fn wiki_view(&self, visitor: &Visitor, wiki: Wiki) -> Result<WikiView, AppError> {
        let key = format!("w/{}/{}", wiki.slug, visitor.on_roll());
        let entry = self.load::<RollEntry>(ROLL, &key).await?;
        Ok(WikiView {
            wiki,
            taken_part: entry.map(|(_, entry)| entry.taken_part),
        })
    }
}

/// The key of an idea; with zeros before its number, so that keys are in the order of numbers.
fn idea_key(slug: &Slug, number: u32) -> String {
    format!("{slug}/{number:04}")
}
