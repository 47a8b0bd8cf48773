//! The first page of a signed-in member: what there is to do, and what came of it.

use maud::{Markup, html};

use crate::app::{BoardView, DecisionView, GoalView, ProposalView, RoundView, State, SurveyView};
use crate::goals::{self, Status};
use crate::model::{Day, Role};
use crate::web::pages::layout::{self, Part};
use crate::web::request::Ctx;

/// What the first page shows.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub(crate) surveys: Vec<SurveyView>,
    pub(crate) rounds: Vec<RoundView>,
    pub(crate) boards: Vec<BoardView>,
    pub(crate) proposals: Vec<ProposalView>,
    pub(crate) decisions: Vec<DecisionView>,
    pub(crate) goals: Vec<GoalView>,
    pub(crate) today: Day,
}

impl Home {
    fn open_proposals(&self) -> Vec<&ProposalView> {
        let is_open = |view: &&ProposalView| {
            view.latest().1.state == State::Open && view.taken_part.is_some()
        };
        self.proposals.iter().filter(is_open).collect()
    }

    fn closed_proposals(&self) -> Vec<&ProposalView> {
        let has_closed = |view: &&ProposalView| view.proposal.latest_closed().is_some();
        self.proposals.iter().filter(has_closed).collect()
    }

    fn due_decisions(&self) -> Vec<&DecisionView> {
        let is_due = |view: &&DecisionView| view.decision.is_due(self.today);
        self.decisions.iter().filter(is_due).collect()
    }
}

/// The first page.
pub(crate) fn page(ctx: &Ctx, home: &Home) -> Markup {
    let words = ctx.words();
    let lang = &ctx.lang;
    let open_surveys: Vec<_> = home
        .surveys
        .iter()
        .filter(|view| view.survey.state == State::Open && view.taken_part.is_some())
        .collect();
    let open_rounds: Vec<_> = home
        .rounds
        .iter()
        .filter(|view| view.round.state == State::Open && view.taken_part.is_some())
        .collect();
    let boards_in = |state: State| {
        home.boards
            .iter()
            .filter(move |view| view.board.state == state)
    };
    let open_boards: Vec<_> = boards_in(State::Open).collect();
    let closed_boards: Vec<_> = boards_in(State::Closed).collect();
    let closed_surveys: Vec<_> = home
        .surveys
        .iter()
        .filter(|view| view.survey.state == State::Closed)
        .collect();
    let closed_rounds: Vec<_> = home.rounds.iter().filter(|view| view.has_outcome).collect();
    let (open_proposals, closed_proposals, due) = (
        home.open_proposals(),
        home.closed_proposals(),
        home.due_decisions(),
    );
    let goals: Vec<_> = home
        .goals
        .iter()
        .filter(|view| view.goal.status == Status::Adopted)
        .collect();
    let name = ctx
        .visitor
        .as_ref()
        .and_then(|v| v.member())
        .map_or("", |member| member.name.as_str());
    let body = html! {
        h1 { (words.t1("hello", "name", name)) }
        section aria-labelledby="todo" {
            h2 #todo { (words.t("home-todo")) }
            @if open_surveys.is_empty() && open_rounds.is_empty() && open_boards.is_empty() && open_proposals.is_empty() && due.is_empty() { p .empty { (words.t("home-nothing-open")) } }
            ul .cards {
                @for view in &open_surveys {
                    li .card {
                        h3 { a href={ "/s/" (view.survey.slug) } { (view.survey.title.get(lang)) } }
                        @if view.taken_part == Some(true) { p .done { (words.t("home-answered")) } }
                        @else if let Some(minutes) = view.definition.minutes { p { (words.t1("minutes", "n", minutes)) } }
                    }
                }
                @for view in &open_rounds {
                    li .card {
                        h3 { a href={ "/r/" (view.round.slug) } { (view.round.title) } }
                        @if view.taken_part == Some(true) { p .done { (words.t("home-voted")) } }
                        @else { p { (words.t1("home-rank", "n", view.round.options.len())) } }
                    }
                }
                (board_cards(ctx, &open_boards))
                (proposal_cards(ctx, &open_proposals, &due))
            }
        }
        section aria-labelledby="results" {
            h2 #results { (words.t("home-results")) }
            @if closed_surveys.is_empty() && closed_rounds.is_empty() && closed_boards.is_empty() && closed_proposals.is_empty() { p .empty { (words.t("home-no-results")) } }
            ul .plain-list {
                @for view in &closed_surveys {
                    li { a href={ "/s/" (view.survey.slug) "/results" } { (view.survey.title.get(lang)) } " " span .muted { (view.survey.fielded()) } }
                }
                @for view in &closed_rounds {
                    li { a href={ "/r/" (view.round.slug) "/outcome" } { (view.round.title) }
                        @if let Some(closed) = view.round.closed { " " span .muted { (closed.day()) } } }
                }
                (board_items(&closed_boards))
                (proposal_items(&closed_proposals))
            }
        }
        section aria-labelledby="goals" {
            h2 #goals { (words.t("home-goals")) }
            @if goals.is_empty() { p .empty { (words.t("home-no-goals")) } }
            ul .cards {
                @for view in goals {
                    @let progress = goals::progress(&view.goal, home.today);
                    li .card {
                        h3 { a href={ "/g/" (view.id) } { (goals::title(&view.goal, lang)) } }
                        @if let Some(class) = progress.class { p { (class.words(lang)) } }
                        @if progress.overdue { p .wrong { (words.t("check-in-overdue")) } }
                    }
                }
            }
        }
        @if ctx.is(Role::Facilitator) && home.surveys.is_empty() { (first_steps()) }
    };
    layout::page(ctx, Part::Home, &words.t("nav-home"), &body)
}

/// Proposals that wait for an answer, and decisions that are to be looked at again.
fn proposal_cards(ctx: &Ctx, open: &[&ProposalView], due: &[&DecisionView]) -> Markup {
    let words = ctx.words();
    html! {
        @for view in open {
            li .card {
                h3 { a href={ "/p/" (view.proposal.slug) } { (view.proposal.title) } }
                @if view.taken_part == Some(true) { p .done { (words.t("consent-answered")) } }
                @else { p { (words.t("consent-home-answer")) } }
            }
        }
        @for view in due {
            li .card {
                h3 { a href={ "/decisions/" (view.id) } { (view.decision.title) } }
                p .wrong { (words.t("consent-home-review")) }
            }
        }
    }
}

/// Proposals of which something came.
fn proposal_items(closed: &[&ProposalView]) -> Markup {
    html! {
        @for view in closed {
            li { a href={ "/p/" (view.proposal.slug) "/outcome" } { (view.proposal.title) }
                @if let Some(closed) = view.proposal.latest_closed().and_then(|(_, round)| round.closed) { " " span .muted { (closed.day()) } } }
        }
    }
}

/// The boards that can be voted on.
fn board_cards(ctx: &Ctx, boards: &[&BoardView]) -> Markup {
    let words = ctx.words();
    html! {
        @for view in boards {
            li .card {
                h3 { a href={ "/b/" (view.board.slug) } { (view.board.title) } }
                @if view.taken_part { p .done { (words.t("board-home-taken")) } }
                @else { p { (words.t("board-home")) } }
            }
        }
    }
}

/// The boards whose results are there.
fn board_items(boards: &[&BoardView]) -> Markup {
    html! {
        @for view in boards {
            li { a href={ "/b/" (view.board.slug) "/results" } { (view.board.title) }
                @if let Some(closed) = view.board.closed { " " span .muted { (closed.day()) } } }
        }
    }
}

/// Where a coalition begins.
fn first_steps() -> Markup {
    html! {
        section .first-steps {
            h2 { "First steps" }
            ol {
                li { a href="/people" { "Add your organisations and members" } ", and hand out their personal links." }
                li { a href="/surveys/new" { "Make a survey from a template" } ": start with values or needs." }
                li { "Close it, look at the results together, and make a round of the top needs." }
                li { "Turn the outcome into goals, adopt them, and check in on them." }
            }
        }
    }
}
