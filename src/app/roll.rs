//! The roll, and where an entry goes: who may take part and who has, never joined to what they said.

use crate::app::App;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{CHORES, Entry, FORGET_ORDER, ROLL, RollEntry};
use crate::app::secret::Secret;
use crate::app::visitors::Visitor;
use crate::model::Privacy;
use crate::store::{Batch, Collection, StoreError};

impl App {
    /// The line of `visitor` in the part `prefix` of the roll; where there is none, a new one if she may join.
    pub(crate) async fn roll_line_at(
        &self,
        prefix: &str,
        visitor: &Visitor,
        may_join: bool,
    ) -> Result<RollLine, AppError> {
        let name = visitor.on_roll();
        let key = format!("{prefix}/{name}");
        let (version, entry) = match self.load::<RollEntry>(ROLL, &key).await? {
            Some((version, entry)) => (Some(version), entry),
            None if may_join => (None, RollEntry::default()),
            None => return Err(Hindrance::NotOnRoll.into()),
        };
        Ok(RollLine {
            name,
            key,
            version,
            entry,
        })
    }

    /// Where in `collection` the visitor's entry goes, or which earlier one of hers it replaces.
    pub(crate) async fn place<E: Entry>(
        &self,
        collection: Collection,
        slug: &str,
        privacy: Privacy,
        roll: &RollLine,
        receipt: &Secret,
    ) -> Result<Place<E>, AppError> {
        let by_receipt = format!("{slug}/{}", receipt.hash());
        let (key, is_hers) = match (&roll.entry.entry, privacy) {
            (Some(named), Privacy::Named) => (named.clone(), true),
            (_, Privacy::Named | Privacy::Confidential | Privacy::Anonymous) => (by_receipt, false),
        };
        let replaced = self.load::<E>(collection, &key).await?;
        let proof = receipt.derived(&roll.name);
        match (roll.entry.taken_part, &replaced) {
            (false, None) => {}
            (true, Some((_, earlier))) if is_hers || earlier.proof() == proof => {}
            (true, None) => return Err(Hindrance::AlreadyTakenPart.into()),
            (_, Some(_)) => return Err(Hindrance::NoSuchReceipt.into()),
        }
        Ok(Place {
            collection,
            key,
            replaced,
        })
    }

    /// The batch that closes a survey or round, with the note that the order of arrival is to be
    /// forgotten. The note stays until that is done, whatever happens in between.
    pub(crate) fn to_forget(batch: Batch, privacy: Privacy) -> Batch {
        match privacy {
            Privacy::Named => batch,
            Privacy::Anonymous | Privacy::Confidential => batch.put(CHORES, FORGET_ORDER, &true),
        }
    }

    /// Does what a close noted and could not do yet.
    pub async fn finish_chores(&self) -> Result<(), AppError> {
        let Some(noted) = self.store.get(CHORES, FORGET_ORDER).await? else {
            return Ok(());
        };
        self.store.forget_order().await?;
        match self
            .store
            .commit(Batch::new().delete(CHORES, FORGET_ORDER, noted.version))
            .await
        {
            // Another close noted it anew meanwhile, and sees to it.
            Ok(()) | Err(StoreError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Like [`App::finish_chores`], for a close that has succeeded all the same: the note stays.
    pub(crate) async fn finish_chores_or_log(&self) {
        if let Err(error) = self.finish_chores().await {
            tracing::error!(
                "the order of arrival is not forgotten yet and will be tried again: {error}"
            );
        }
    }
}

/// A visitor's line on a roll, with the version it was read at.
#[derive(Debug)]
pub(crate) struct RollLine {
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) version: Option<u64>,
    pub(crate) entry: RollEntry,
}

/// Where an entry goes, and the earlier one that it replaces.
#[derive(Debug)]
pub(crate) struct Place<E> {
    collection: Collection,
    key: String,
    pub(crate) replaced: Option<(u64, E)>,
}

impl<E: Entry> Place<E> {
    /// The key it is written under.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Is it there already, as when a form is sent twice?
    pub(crate) fn holds_the_same(&self, entry: &E) -> bool {
        self.replaced
            .as_ref()
            .is_some_and(|(_, earlier)| earlier.says_the_same(entry))
    }

    /// The batch that writes `entry` here and marks the roll.
    pub(crate) fn write(self, roll: &RollLine, privacy: Privacy, entry: &E) -> Batch {
        if let Some((version, _)) = self.replaced {
            return Batch::new().replace(self.collection, self.key, version, entry);
        }
        let marked = RollEntry {
            taken_part: true,
            entry: (privacy == Privacy::Named).then(|| self.key.clone()),
        };
        let batch = Batch::new().insert(self.collection, self.key, entry);
        match roll.version {
            Some(version) => batch.replace(ROLL, roll.key.clone(), version, &marked),
            None => batch.insert(ROLL, roll.key.clone(), &marked),
        }
    }
}
