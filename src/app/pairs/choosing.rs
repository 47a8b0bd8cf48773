//! What a participant does: choose between two ideas, take the last choice back, add an idea.

use std::sync::PoisonError;

use crate::app::App;
use crate::app::error::{AppError, Hindrance};
use crate::app::pairs::record::{
    Adding, Choice, Contest, Idea, IdeaState, Why, Wiki, WikiEntry, pair_of,
};
use crate::app::pairs::{MAX_IDEA, MAX_IDEAS, idea_key};
use crate::app::records::{CONTESTS, IDEAS, WIKIS};
use crate::app::roll::{Place, RollLine};
use crate::app::secret::{Secret, random_seed};
use crate::app::surveys::open_for_answers;
use crate::app::visitors::Visitor;
use crate::consensus::pairs::{Contests, draw};
use crate::model::text::one_line;
use crate::model::{Privacy, Role, Slug, Timestamp};
use crate::store::{Batch, Demand, StoreError};

/// How often a choice is tried anew when somebody else wrote at the same moment.
const MAX_TRIES: usize = 5;
/// The most ideas one person may add.
const MAX_OWN_IDEAS: u32 = 20;

/// What a participant has before her.
#[derive(Clone, Debug)]
pub struct WikiDesk {
    /// The wiki survey.
    pub wiki: Wiki,
    /// The ideas that are compared.
    pub ideas: Vec<Idea>,
    /// What she chose before, if it is known which entry is hers.
    pub own: Option<WikiEntry>,
    /// Has she taken part without our knowing which entry is hers? Then she gives the code of her receipt.
    pub needs_receipt: bool,
    /// The two ideas before her, left and right; nothing when she has seen every pair.
    pub pair: Option<(Idea, Idea)>,
    /// The seed the pair was drawn with.
    pub seed: u64,
}

/// One choice, as a form sends it.
#[derive(Clone, Copy, Debug)]
pub struct Vote {
    /// The pair that was shown, and what was chosen.
    pub contest: Contest,
    /// The seed that a first pair was drawn with.
    pub seed: u64,
}

/// What became of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// It was taken in.
    TakenIn,
    /// The pair is not the one before her: it was sent twice, or an idea was taken out meanwhile.
    NotThisPair,
}

/// What became of an idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdeaAdded {
    /// It is compared from now on.
    Shown,
    /// A facilitator looks at it first.
    Waiting,
    /// It was not taken.
    Refused(IdeaFault),
}

/// Why an idea was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdeaFault {
    /// Nothing was written.
    Empty,
    /// It has this many characters.
    TooLong(usize),
    /// It is there already.
    Known,
    /// She, or everybody together, added as many as may be.
    TooMany,
}

impl App {
    /// What a participant has before her; `receipt` is the one kept in her browser or typed.
    pub async fn wiki_desk(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: Option<&Secret>,
    ) -> Result<WikiDesk, AppError> {
        let wiki = self.wiki(visitor, slug).await?.wiki;
        open_for_answers(wiki.state)?;
        let roll = self.wiki_line(visitor, slug).await?;
        let own: Option<WikiEntry> = self
            .own_entry(CONTESTS, slug.as_str(), wiki.privacy, &roll, receipt)
            .await?;
        let ideas = self.shown_ideas(slug).await?;
        let seed = own.as_ref().map_or_else(random_seed, |own| own.seed);
        let numbers = match &own {
            Some(own) => self.pair_before(&wiki, &ideas, own).await?,
            None => self.first_pair(&wiki, &ideas, seed).await?,
        };
        let find = |number: u32| ideas.iter().find(|idea| idea.number == number).cloned();
        let pair = numbers.and_then(|(left, right)| find(left).zip(find(right)));
        Ok(WikiDesk {
            needs_receipt: own.is_none() && roll.entry.taken_part,
            wiki,
            ideas,
            own,
            pair,
            seed,
        })
    }

    /// Takes in a choice, durably, and draws the next pair in the same batch.
    pub async fn choose(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        vote: &Vote,
        receipt: &Secret,
    ) -> Result<Chosen, AppError> {
        let contest = vote.contest;
        for _ in 0..MAX_TRIES {
            let mut desk = self.entry_for(visitor, slug, receipt).await?;
            let ideas = self.shown_ideas(slug).await?;
            let is_new = desk.place.replaced.is_none();
            let expected = if is_new {
                desk.entry.seed = vote.seed;
                let is_shown = |number| ideas.iter().any(|idea| idea.number == number);
                let may_be = contest.left != contest.right;
                (may_be && is_shown(contest.left) && is_shown(contest.right))
                    .then_some(contest.pair())
            } else {
                let before = self.pair_before(&desk.wiki, &ideas, &desk.entry).await?;
                before.map(|(left, right)| pair_of(left, right))
            };
            if expected != Some(contest.pair()) {
                return Ok(Chosen::NotThisPair);
            }
            desk.entry.contests.push(contest);
            desk.entry.next = self.drawn(&desk.wiki, &ideas, &desk.entry).await?;
            let key = (desk.wiki.slug.clone(), desk.wiki.created);
            if self.write(desk, None).await? {
                self.keep_up(&key, |live| live.add(contest.pair(), contest.winner(), 1));
                return Ok(Chosen::TakenIn);
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// Takes the last choice back: its pair is before her again.
    pub async fn take_back(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<(), AppError> {
        for _ in 0..MAX_TRIES {
            let mut desk = self.entry_for(visitor, slug, receipt).await?;
            let Some(last) = desk.entry.contests.pop() else {
                return Ok(());
            };
            desk.entry.next = Some((last.left, last.right));
            let key = (desk.wiki.slug.clone(), desk.wiki.created);
            if self.write(desk, None).await? {
                self.keep_up(&key, |live| live.take_back(last.pair(), last.winner()));
                return Ok(());
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// Adds an idea, which is shown at once or waits for a facilitator, as the wiki survey says.
    pub async fn add_idea(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        text: &str,
        receipt: &Secret,
    ) -> Result<IdeaAdded, AppError> {
        let text = one_line(text).into_owned();
        let n_chars = text.chars().count();
        if text.is_empty() {
            return Ok(IdeaAdded::Refused(IdeaFault::Empty));
        }
        if n_chars > MAX_IDEA {
            return Ok(IdeaAdded::Refused(IdeaFault::TooLong(n_chars)));
        }
        for _ in 0..MAX_TRIES {
            let mut desk = self.entry_for(visitor, slug, receipt).await?;
            let state = match desk.wiki.adding {
                Adding::ModeratedBefore => IdeaState::Waiting,
                Adding::ModeratedAfter => IdeaState::Shown,
                Adding::Nobody => return Err(AppError::NotFound("way to add ideas here")),
            };
            let ideas = self.ideas(slug).await?;
            let folded = text.to_lowercase();
            if ideas.iter().any(|idea| idea.text.to_lowercase() == folded) {
                return Ok(IdeaAdded::Refused(IdeaFault::Known));
            }
            if ideas.len() >= MAX_IDEAS || desk.entry.ideas >= MAX_OWN_IDEAS {
                return Ok(IdeaAdded::Refused(IdeaFault::TooMany));
            }
            desk.entry.ideas += 1;
            let idea = Idea {
                number: ideas.last().map_or(1, |last| last.number + 1),
                text: text.clone(),
                is_seed: false,
                state,
            };
            if self.write(desk, Some(idea)).await? {
                return Ok(match state {
                    IdeaState::Shown => IdeaAdded::Shown,
                    IdeaState::Waiting | IdeaState::Hidden => IdeaAdded::Waiting,
                });
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// What a receipt finds.
    pub async fn wiki_by_receipt(
        &self,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<(Wiki, Vec<Idea>, WikiEntry), AppError> {
        let (_, wiki) = self.stored_wiki(slug).await?;
        let (_, entry) = self
            .load::<WikiEntry>(CONTESTS, &format!("{slug}/{}", receipt.hash()))
            .await?
            .ok_or(AppError::Hindered(Hindrance::NoSuchReceipt))?;
        Ok((wiki, self.ideas(slug).await?, entry))
    }

    /// The participant's entry, ready to be changed: a new one where she has none yet.
    async fn entry_for(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<Open, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let (version, wiki) = self.stored_wiki(slug).await?;
        open_for_answers(wiki.state)?;
        let roll = self.wiki_line(visitor, slug).await?;
        let place = self
            .place::<WikiEntry>(CONTESTS, slug.as_str(), wiki.privacy, &roll, receipt)
            .await?;
        let entry = match &place.replaced {
            Some((_, earlier)) => earlier.clone(),
            None => WikiEntry {
                contests: Vec::new(),
                next: None,
                seed: random_seed(),
                ideas: 0,
                organisation: match wiki.privacy {
                    Privacy::Anonymous => None,
                    Privacy::Confidential | Privacy::Named => member.organisation,
                },
                member: (wiki.privacy == Privacy::Named).then_some(member.id),
                proof: receipt.derived(&roll.name),
            },
        };
        Ok(Open {
            wiki,
            version,
            roll,
            place,
            entry,
        })
    }

    /// Writes an entry and perhaps an idea, as long as the wiki survey is still open; `false` when somebody else wrote
    /// at the same moment.
    async fn write(&self, open: Open, idea: Option<Idea>) -> Result<bool, AppError> {
        let slug = &open.wiki.slug;
        let mut batch: Batch = open
            .place
            .write(&open.roll, open.wiki.privacy, &open.entry)
            .require(WIKIS, slug.as_str(), Demand::Version(open.version));
        if let Some(idea) = idea {
            batch = batch.insert(IDEAS, idea_key(slug, idea.number), &idea);
        }
        match self.store.commit(batch).await {
            Ok(()) => Ok(true),
            Err(StoreError::Conflict { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The pair that is before a participant: the one drawn for her, unless one of its ideas was taken out since.
    async fn pair_before(
        &self,
        wiki: &Wiki,
        ideas: &[Idea],
        own: &WikiEntry,
    ) -> Result<Option<(u32, u32)>, AppError> {
        let is_shown = |number: u32| ideas.iter().any(|idea| idea.number == number);
        match own.next {
            Some((left, right)) if is_shown(left) && is_shown(right) => Ok(Some((left, right))),
            Some(_) | None => self.drawn(wiki, ideas, own).await,
        }
    }

    async fn first_pair(
        &self,
        wiki: &Wiki,
        ideas: &[Idea],
        seed: u64,
    ) -> Result<Option<(u32, u32)>, AppError> {
        let nobody = WikiEntry {
            contests: Vec::new(),
            next: None,
            seed,
            ideas: 0,
            organisation: None,
            member: None,
            proof: String::new(),
        };
        self.drawn(wiki, ideas, &nobody).await
    }

    /// Draws the next pair for a participant.
    async fn drawn(
        &self,
        wiki: &Wiki,
        ideas: &[Idea],
        own: &WikiEntry,
    ) -> Result<Option<(u32, u32)>, AppError> {
        let key = (wiki.slug.clone(), wiki.created);
        let is_known = {
            let live = self
                .live_contests
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            live.contains_key(&key)
        };
        if !is_known {
            let mut read = Contests::default();
            for entry in self.wiki_entries(&wiki.slug).await? {
                for contest in &entry.contests {
                    read.add(contest.pair(), contest.winner(), 1);
                }
            }
            let mut live = self
                .live_contests
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            live.entry(key.clone()).or_insert(read);
        }
        let numbers: Vec<usize> = ideas
            .iter()
            .filter_map(|idea| usize::try_from(idea.number).ok())
            .collect();
        let nth = own.contests.len() as u64;
        let live = self
            .live_contests
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let found = live
            .get(&key)
            .and_then(|live| draw(live, &numbers, &own.seen(), own.seed, nth));
        Ok(found.and_then(|(left, right)| {
            Some((u32::try_from(left).ok()?, u32::try_from(right).ok()?))
        }))
    }

    /// Keeps the counts that draws are made from up with what was just taken in.
    fn keep_up(&self, key: &(Slug, Timestamp), change: impl FnOnce(&mut Contests)) {
        let mut live = self
            .live_contests
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(live) = live.get_mut(key) {
            change(live);
        }
    }

    async fn shown_ideas(&self, slug: &Slug) -> Result<Vec<Idea>, AppError> {
        let mut ideas = self.ideas(slug).await?;
        ideas.retain(|idea| idea.state == IdeaState::Shown);
        Ok(ideas)
    }

    async fn wiki_line(&self, visitor: &Visitor, slug: &Slug) -> Result<RollLine, AppError> {
        self.roll_line_at(&format!("w/{slug}"), visitor, false)
            .await
    }
}

/// A participant's entry on its way to be changed.
#[derive(Debug)]
struct Open {
    wiki: Wiki,
    version: u64,
    roll: RollLine,
    place: Place<WikiEntry>,
    entry: WikiEntry,
}

impl Choice {
    /// The choice of that name: `left`, `right` or `neither`.
    pub fn of(name: &str, why: Why) -> Option<Self> {
        match name {
            "left" => Some(Self::Left),
            "right" => Some(Self::Right),
            "neither" => Some(Self::Undecided(why)),
            _ => None,
        }
    }
}
