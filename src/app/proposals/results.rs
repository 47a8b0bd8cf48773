//! What came of the rounds of a proposal, as far as it may be told, and its files.

use std::collections::BTreeMap;

use crate::analysis::privacy::withhold;
use crate::app::error::{AppError, Hindrance};
use crate::app::export::{CsvStyle, File, csv, json};
use crate::app::proposals::records::{
    Counted, Proposal, ProposalRound, Resolutions, Resolved, StanceEntry,
};
use crate::app::proposals::{ProposalView, rates_options};
use crate::app::records::State;
use crate::app::surveys::Turnout;
use crate::app::visitors::Visitor;
use crate::app::{App, BALLOTS_FLOOR};
use crate::consensus::consent::{
    ConsentFile, Group, GroupFigures, Stance, StanceRow, Whose, counts, group_of, meets, verdict,
};
use crate::formats::cells::{Cell, Table};
use crate::model::{OrganisationId, Privacy, Slug};

/// A proposal with everything that came of it so far.
#[derive(Clone, Debug)]
pub struct ProposalHistory {
    /// The proposal.
    pub view: ProposalView,
    /// Its closed rounds, the latest one first; there is always one.
    pub rounds: Vec<PastRound>,
}

/// A closed round.
#[derive(Clone, Debug)]
pub struct PastRound {
    /// Its number, from 1.
    pub number: usize,
    /// The round.
    pub round: ProposalRound,
    /// What came out; nothing where too few took part to tell anything.
    pub counted: Option<Counted>,
    /// What people said, by level; in a named proposal everybody's stance.
    pub said: Vec<Said>,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The stance.
    pub stance: Stance,
    /// Why; may be empty in a named proposal.
    pub words: String,
    /// Whether an earlier objection is resolved.
    pub resolved: Option<Resolved>,
    /// The organisation's name, where it may be told.
    pub organisation: Option<String>,
    /// The person's name, in a named proposal.
    pub name: Option<String>,
}

impl App {
    /// The closed rounds of a proposal.
    pub async fn proposal_history(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<ProposalHistory, AppError> {
        let view = self.proposal(visitor, slug).await?;
        if view.proposal.latest_closed().is_none() {
            return Err(match view.latest().1.state {
                State::Draft => Hindrance::NotOpenYet.into(),
                State::Open | State::Closed => Hindrance::StillOpen.into(),
            });
        }
        self.counted_proposal(slug).await?;
        let view = self.proposal(visitor, slug).await?;
        let mut rounds = Vec::new();
        for (idx, round) in view.proposal.rounds.iter().enumerate().rev() {
            if round.state == State::Closed {
                rounds.push(self.past_round(&view.proposal, idx + 1, round).await?);
            }
        }
        Ok(ProposalHistory { view, rounds })
    }

    async fn past_round(
        &self,
        proposal: &Proposal,
        number: usize,
        round: &ProposalRound,
    ) -> Result<PastRound, AppError> {
        let tells = round.tells();
        let said = if tells {
            let entries = self.stances(&proposal.slug, number).await?;
            self.said(proposal, number, &entries).await?
        } else {
            Vec::new()
        };
        Ok(PastRound {
            number,
            round: round.clone(),
            counted: round.counted.clone().filter(|_| tells),
            said,
        })
    }

    /// Counts the latest round.
    pub(super) async fn counted(
        &self,
        proposal: &Proposal,
        entries: &[StanceEntry],
        turnout: Turnout,
    ) -> Result<Counted, AppError> {
        let (_, round) = proposal.latest();
        let (scale, n_options) = (round.rule.scale, round.options.len());
        let counted = counts(scale, n_options, entries.iter().map(|entry| &entry.stance));
        let groups = self.groups(proposal, round, entries).await?;
        let on_roll = u64::try_from(turnout.on_roll).unwrap_or(u64::MAX);
        let mut resolutions = Resolutions::default();
        for resolved in entries.iter().filter_map(|entry| entry.resolved) {
            *match resolved {
                Resolved::Yes => &mut resolutions.yes,
                Resolved::Partly => &mut resolutions.partly,
                Resolved::No => &mut resolutions.no,
            } += 1;
        }
        Ok(Counted {
            on_roll,
            verdict: verdict(&round.rule, &counted, &groups, on_roll),
            counts: counted,
            groups,
            resolutions,
            decision: None,
        })
    }

    /// The organisations whose stances may be told apart. Those under the privacy floor are taken together with
    /// people who have none. Numbers are given only where every number of every organisation reaches the floor, since
    /// a single one that is held back could be worked out from the others and the whole.
    async fn groups(
        &self,
        proposal: &Proposal,
        round: &ProposalRound,
        entries: &[StanceEntry],
    ) -> Result<Vec<Group>, AppError> {
        let scale = round.rule.scale;
        if proposal.privacy == Privacy::Anonymous || rates_options(scale) {
            return Ok(Vec::new());
        }
        let register = self.register().await?;
        let k = self.floor_of(proposal).await?;
        let mut stances: BTreeMap<Whose, Vec<&Stance>> = BTreeMap::new();
        for (entry, organisation) in entries.iter().zip(told_apart(entries, k)) {
            let whose = register
                .organisation_name(organisation)
                .map_or(Whose::Rest, |name| Whose::Group(name.to_owned()));
            stances.entry(whose).or_default().push(&entry.stance);
        }
        let groups: Vec<Group> = stances
            .into_iter()
            .map(|(whose, stances)| {
                group_of(scale, whose, &counts(scale, round.options.len(), stances))
            })
            .collect();
        if round.rule.each.is_none() && groups.iter().all(|group| group.whose == Whose::Rest) {
            // There is nothing to tell apart.
            return Ok(Vec::new());
        }
        if proposal.privacy == Privacy::Named || groups.iter().all(|group| reaches(group, k)) {
            return Ok(groups);
        }
        let Some(each) = round.rule.each else {
            return Ok(Vec::new());
        };
        let told = |group: Group| Group {
            figures: GroupFigures::Told {
                meets: meets(each, &group),
            },
            whose: group.whose,
        };
        Ok(groups.into_iter().map(told).collect())
    }

    /// What people said in a round, by level and within it in the order of random keys.
    pub(super) async fn said(
        &self,
        proposal: &Proposal,
        number: usize,
        entries: &[StanceEntry],
    ) -> Result<Vec<Said>, AppError> {
        let Some(round) = proposal.rounds.get(number - 1) else {
            return Ok(Vec::new());
        };
        let register = self.register().await?;
        let named = proposal.privacy == Privacy::Named;
        // Where options are rated, nothing is counted by organisation, so a reason does not tell its own either.
        let tells_organisation = named || !rates_options(round.rule.scale);
        let k = self.floor_of(proposal).await?;
        let mut said: Vec<Said> = entries
            .iter()
            .zip(told_apart(entries, k))
            .filter(|(entry, _)| named || !entry.reason.is_empty())
            .map(|(entry, organisation)| Said {
                stance: entry.stance.clone(),
                words: entry.reason.clone(),
                resolved: entry.resolved,
                organisation: register
                    .organisation_name(organisation.filter(|_| tells_organisation))
                    .map(str::to_owned),
                name: register.member_name(entry.member).map(str::to_owned),
            })
            .collect();
        let place = |stance: &Stance| match stance {
            Stance::Level(code) => round.rule.scale.level(code).map_or(0, |(place, _)| place),
            Stance::Resistance(_) => 0,
        };
        // The least supportive first: they are what the next round is about.
        said.sort_by_key(|one| std::cmp::Reverse(place(&one.stance)));
        Ok(said)
    }

    /// The privacy floor of a proposal; a named one has none.
    async fn floor_of(&self, proposal: &Proposal) -> Result<usize, AppError> {
        match proposal.privacy {
            Privacy::Named => Ok(1),
            Privacy::Anonymous | Privacy::Confidential => {
                Ok(usize::try_from(self.k().await?).unwrap_or(usize::MAX))
            }
        }
    }

    /// A file of a closed round: `proposal.json` and `stances.csv` of the latest one, `proposal-1.json` and
    /// `stances-1.csv` of the first one, and so on.
    pub async fn proposal_file(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        name: &str,
        style: CsvStyle,
    ) -> Result<File, AppError> {
        let history = self.proposal_history(visitor, slug).await?;
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let (stem, number) = match stem.split_once('-') {
            Some((stem, number)) => (stem, number.parse::<usize>().ok()),
            None => (stem, history.rounds.first().map(|past| past.number)),
        };
        let past = history
            .rounds
            .iter()
            .find(|past| Some(past.number) == number)
            .ok_or(AppError::NotFound("file"))?;
        let proposal = &history.view.proposal;
        let is_known = matches!((stem, end), ("proposal", "json") | ("stances", "csv"));
        if !is_known {
            return Err(AppError::NotFound("file"));
        }
        let Some(counted) = &past.counted else {
            return Err(Hindrance::TooFew.into());
        };
        let k = self.floor_of(proposal).await?;
        let crowd = usize::try_from(counted.counts.taken_part()).unwrap_or(usize::MAX)
            >= k.saturating_mul(BALLOTS_FLOOR);
        let shows_ratings = proposal.privacy == Privacy::Named || crowd;
        let entries = self.stances(slug, past.number).await?;
        if end == "json" {
            return json(
                name,
                &file_of(proposal, past, counted, &entries, shows_ratings),
            );
        }
        if rates_options(past.round.rule.scale) && !shows_ratings {
            return Err(Hindrance::TooFew.into());
        }
        let said = self.said(proposal, past.number, &entries).await?;
        Ok(csv(
            name,
            style,
            &stances_table(proposal, past, &entries, &said),
        ))
    }
}

impl App {
    /// The files of every closed round of every proposal, in a folder for each proposal.
    pub(crate) async fn proposal_files(
        &self,
        visitor: &Visitor,
        style: CsvStyle,
    ) -> Result<Vec<File>, AppError> {
        let mut files = Vec::new();
        for view in self.proposals(visitor).await? {
            let slug = &view.proposal.slug;
            for (idx, round) in view.proposal.rounds.iter().enumerate() {
                if round.state != State::Closed {
                    continue;
                }
                for (stem, end) in [("proposal", "json"), ("stances", "csv")] {
                    let name = format!("{stem}-{}.{end}", idx + 1);
                    match self.proposal_file(visitor, slug, &name, style).await {
                        Ok(file) => files.push(File {
                            name: format!("proposals/{slug}/{name}"),
                            ..file
                        }),
                        Err(AppError::Hindered(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
        }
        Ok(files)
    }
}

/// The organisation of each stance, where it may be told.
fn told_apart(entries: &[StanceEntry], k: usize) -> Vec<Option<OrganisationId>> {
    let organisations: Vec<Option<OrganisationId>> =
        entries.iter().map(|entry| entry.organisation).collect();
    let withheld = withhold(&organisations, k);
    organisations
        .into_iter()
        .zip(withheld)
        .map(|(organisation, withheld)| organisation.filter(|_| !withheld))
        .collect()
}

/// Is none of the numbers of an organisation under the floor?
fn reaches(group: &Group, k: usize) -> bool {
    let k = u64::try_from(k).unwrap_or(u64::MAX);
    match group.figures {
        GroupFigures::Counted {
            taken_part,
            supporting,
            against,
        } => {
            let neither = taken_part.saturating_sub(supporting + against);
            [supporting, against, neither].into_iter().all(|n| n >= k)
        }
        GroupFigures::Told { .. } => false,
    }
}

/// What can be counted again.
fn file_of(
    proposal: &Proposal,
    past: &PastRound,
    counted: &Counted,
    entries: &[StanceEntry],
    shows_ratings: bool,
) -> ConsentFile {
    let round = &past.round;
    let hands_out = !rates_options(round.rule.scale) || shows_ratings;
    // Level by level, or in the order of the ratings, so that the file tells no other order.
    let mut stances: Vec<StanceRow> = entries
        .iter()
        .filter(|_| hands_out)
        .map(|entry| match &entry.stance {
            Stance::Level(code) => StanceRow::Level(code.clone()),
            Stance::Resistance(ratings) => StanceRow::Ratings(ratings.clone()),
        })
        .collect();
    stances.sort_by_key(|row| match row {
        StanceRow::Level(code) => (
            round.rule.scale.level(code).map(|(place, _)| place),
            Vec::new(),
        ),
        StanceRow::Ratings(ratings) => (None, ratings.clone()),
        StanceRow::Of { .. } => (None, Vec::new()),
    });
    ConsentFile {
        title: proposal.title.clone(),
        text: round.text.clone(),
        round: u32::try_from(past.number).unwrap_or(u32::MAX),
        rule: round.rule.clone(),
        on_roll: Some(counted.on_roll),
        options: round.options.clone(),
        counts: (!hands_out).then(|| counted.counts.clone()),
        stances,
        groups: counted.groups.clone(),
        verdict: Some(counted.verdict.clone()),
    }
}

/// A row for each stance. Where reasons come without names, those without a reason follow, level by level.
fn stances_table(
    proposal: &Proposal,
    past: &PastRound,
    entries: &[StanceEntry],
    said: &[Said],
) -> Table {
    let round = &past.round;
    let rates = rates_options(round.rule.scale);
    let mut header: Vec<String> = Vec::new();
    if proposal.privacy == Privacy::Named {
        header.push("member".to_owned());
    }
    if proposal.privacy != Privacy::Anonymous {
        header.push("organisation".to_owned());
    }
    if rates {
        header.extend((0..round.options.len()).map(|idx| format!("resistance_{idx}")));
    } else {
        header.push("stance".to_owned());
    }
    header.push("reason".to_owned());
    header.push("earlier_objection_resolved".to_owned());
    // Those without a reason say nothing but their stance: neither where from nor anything else.
    let silent = entries
        .iter()
        .filter(|entry| proposal.privacy != Privacy::Named && entry.reason.is_empty())
        .map(|entry| Said {
            stance: entry.stance.clone(),
            words: String::new(),
            resolved: None,
            organisation: None,
            name: None,
        });
    let mut rows: Vec<Said> = said.iter().cloned().chain(silent).collect();
    rows.sort_by_cached_key(|one| match &one.stance {
        Stance::Level(code) => (
            round.rule.scale.level(code).map(|(place, _)| place),
            Vec::new(),
            one.words.clone(),
        ),
        Stance::Resistance(ratings) => (None, ratings.clone(), one.words.clone()),
    });
    let rows = rows
        .into_iter()
        .map(|one| {
            let mut row = Vec::new();
            if proposal.privacy == Privacy::Named {
                row.push(one.name.map_or(Cell::Empty, Cell::text));
            }
            if proposal.privacy != Privacy::Anonymous {
                row.push(one.organisation.map_or(Cell::Empty, Cell::text));
            }
            match one.stance {
                Stance::Level(code) => row.push(Cell::plain(&code)),
                Stance::Resistance(ratings) => row.extend(ratings.into_iter().map(Cell::maybe)),
            }
            // All ratings of a person are nearly her signature: her words are told apart from them.
            let tells_words = !rates || proposal.privacy == Privacy::Named;
            row.push(if tells_words {
                Cell::text(one.words)
            } else {
                Cell::Empty
            });
            row.push(Cell::maybe(one.resolved.map(Resolved::name)));
            row
        })
        .collect();
    Table { header, rows }
}
