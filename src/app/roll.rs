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

    /// The visitor's own entry, where it is known which it is: in a named survey or round by the roll, in the others
    /// by the receipt that is kept in her browser or that she types.
    pub(crate) async fn own_entry<E: Entry>(
        &self,
        collection: Collection,
        slug: &str,
        privacy: Privacy,
        roll: &RollLine,
        receipt: Option<&Secret>,
    ) -> Result<Option<E>, AppError> {
        if let (Privacy::Named, Some(key)) = (privacy, &roll.entry.entry) {
            return Ok(self.load(collection, key).await?.map(|(_, entry)| entry));
        }
        let Some(receipt) = receipt else {
            return Ok(None);
        };
        let held = self.held(collection, slug, roll, receipt).await?;
        Ok(held.map(|held| held.entry))
    }

    /// The entry that the receipt finds, if it is the visitor's own.
    async fn held<E: Entry>(
        &self,
        collection: Collection,
        slug: &str,
        roll: &RollLine,
        receipt: &Secret,
    ) -> Result<Option<Held<E>>, AppError> {
        let key = format!("{slug}/{}", receipt.hash());
        let found = self.load::<E>(collection, &key).await?;
        let proof = receipt.derived(&roll.name);
        let hers = found.filter(|(_, entry)| entry.proof() == proof);
        Ok(hers.map(|(version, entry)| Held {
            collection,
            key,
            version,
            entry,
        }))
    }

    /// The entry that the receipt finds, to be taken back; refused where it is not the visitor's own.
    pub(crate) async fn own_by_receipt<E: Entry>(
        &self,
        collection: Collection,
        slug: &str,
        roll: &RollLine,
        receipt: &Secret,
    ) -> Result<Held<E>, AppError> {
        self.held(collection, slug, roll, receipt)
            .await?
            .ok_or(AppError::Hindered(Hindrance::NoSuchReceipt))
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

/// An entry of the visitor's own, with the version it was read at.
#[derive(Debug)]
pub(crate) struct Held<E> {
    collection: Collection,
    key: String,
    version: u64,
    pub(crate) entry: E,
}

impl<E: Entry> Held<E> {
    /// The batch that deletes the entry and takes the mark off the roll, so that she may take part anew.
    pub(crate) fn take_back(self, roll: RollLine) -> Result<Batch, AppError> {
        let version = roll
            .version
            .ok_or(AppError::Hindered(Hindrance::NotOnRoll))?;
        Ok(Batch::new()
            .delete(self.collection, self.key, self.version)
            .replace(ROLL, roll.key, version, &RollEntry::default()))
    }

    /// The batch that writes the entry as it is now.
    pub(crate) fn write(self) -> Batch {
        Batch::new().replace(self.collection, self.key, self.version, &self.entry)
    }
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
