//! Every address of the site on one screen.

use actix_web::web::{ServiceConfig, get, post, resource, route};

use crate::web::handlers::{
    boards, files, goals, members, pairs, panels, people, proposals, rounds, surveys,
};
use crate::web::{assets, control};

/// Every route.
#[allow(clippy::too_many_lines, reason = "one line for each address")]
pub(crate) fn all(config: &mut ServiceConfig) {
    config
        .route("/", get().to(members::home))
        .route("/privacy", get().to(members::privacy))
        .route("/language", post().to(members::language))
        .route("/out", post().to(members::sign_out))
        .service(
            resource("/setup/{secret}")
                .get(members::set_up_form)
                .post(members::set_up),
        )
        .service(
            resource("/in/{secret}")
                .get(members::welcome)
                .post(members::sign_in),
        )
        .service(
            resource("/o/{slug}/{secret}")
                .get(surveys::open_link)
                .post(surveys::enter),
        )
        // People
        .route("/people", get().to(people::register))
        .route("/people/organisations", post().to(people::add_organisation))
        .route("/people/members", post().to(people::add_members))
        .service(
            resource("/people/members/{id}")
                .get(people::member)
                .post(people::change),
        )
        .route("/people/members/{id}/link", post().to(people::renew_link))
        .route("/people/members/{id}/remove", post().to(people::remove))
        // Surveys
        .route("/surveys", get().to(surveys::list))
        .service(
            resource("/surveys/new")
                .get(surveys::new)
                .post(surveys::create),
        )
        .service(
            resource("/s/{slug}")
                .get(surveys::start)
                .post(surveys::fill),
        )
        .service(
            resource("/s/{slug}/preview")
                .get(surveys::preview)
                .post(surveys::fill_preview),
        )
        .service(
            resource("/s/{slug}/receipt")
                .get(surveys::lookup)
                .post(surveys::found),
        )
        .route("/s/{slug}/withdraw", post().to(surveys::withdraw))
        .route("/s/{slug}/manage", get().to(surveys::manage))
        .route("/s/{slug}/open", post().to(surveys::open))
        .route("/s/{slug}/open-link", post().to(surveys::set_open_link))
        .route("/s/{slug}/close", post().to(surveys::close))
        .route("/s/{slug}/delete", post().to(surveys::delete))
        .route("/s/{slug}/import", post().to(surveys::import))
        .route("/s/{slug}/results", get().to(surveys::results))
        .route("/s/{slug}/{file}", get().to(files::of_survey))
        // Rounds
        .route("/rounds", get().to(rounds::list))
        .service(
            resource("/rounds/new")
                .get(rounds::new)
                .post(rounds::create),
        )
        .route("/rounds/method", get().to(rounds::method))
        .service(resource("/r/{slug}").get(rounds::ballot).post(rounds::vote))
        .service(
            resource("/r/{slug}/receipt")
                .get(rounds::lookup)
                .post(rounds::found),
        )
        .route("/r/{slug}/cast", get().to(rounds::cast_receipt))
        .route("/r/{slug}/manage", get().to(rounds::manage))
        .service(
            resource("/r/{slug}/edit")
                .get(rounds::edit)
                .post(rounds::save),
        )
        .route("/r/{slug}/rules", post().to(rounds::set_rules))
        .route("/r/{slug}/preview", get().to(rounds::preview))
        .route("/r/{slug}/open", post().to(rounds::open))
        .route("/r/{slug}/close", post().to(rounds::close))
        .route("/r/{slug}/delete", post().to(rounds::delete))
        .route("/r/{slug}/outcome", get().to(rounds::outcome))
        .route("/r/{slug}/{file}", get().to(files::of_round))
        // Boards
        .route("/boards", get().to(boards::list))
        .service(
            resource("/boards/new")
                .get(boards::new)
                .post(boards::create),
        )
        .service(resource("/b/{slug}").get(boards::one).post(boards::say))
        .route("/b/{slug}/list", get().to(boards::unseen))
        .route("/b/{slug}/mine", get().to(boards::mine))
        .service(
            resource("/b/{slug}/mine/{number}")
                .get(boards::edit_form)
                .post(boards::edit),
        )
        .service(
            resource("/b/{slug}/write")
                .get(boards::write_form)
                .post(boards::write),
        )
        .service(
            resource("/b/{slug}/receipt")
                .get(boards::lookup)
                .post(boards::found),
        )
        .route("/b/{slug}/forget", post().to(boards::forget))
        .route("/b/{slug}/manage", get().to(boards::manage))
        .route("/b/{slug}/statements", post().to(boards::add_seeds))
        .service(
            resource("/b/{slug}/statements/{number}")
                .get(boards::statement)
                .post(boards::judge),
        )
        .route("/b/{slug}/open", post().to(boards::open))
        .route("/b/{slug}/close", post().to(boards::close))
        .route("/b/{slug}/delete", post().to(boards::delete))
        .route("/b/{slug}/live", get().to(boards::live))
        .route("/b/{slug}/results", get().to(boards::results))
        .route("/b/{slug}/{file}", get().to(files::of_board))
        .configure(panels_and_pairs)
        // Proposals and decisions
        .configure(decisions)
        // Goals
        .route("/goals", get().to(goals::list))
        .service(resource("/goals/new").get(goals::new).post(goals::draft))
        .route("/goals.csv", get().to(files::goals))
        .route("/g/{id}", get().to(goals::one))
        .service(resource("/g/{id}/edit").get(goals::edit).post(goals::save))
        .route("/g/{id}/adopt", post().to(goals::adopt))
        .route("/g/{id}/status", post().to(goals::set_status))
        .route("/g/{id}/check-in", post().to(goals::check_in))
        .route("/g/{id}/delete", post().to(goals::delete))
        // What the program itself brings
        .route("/static/{file}", get().to(assets::file))
        .route("/control/link", post().to(control::link))
        .default_service(route().to(members::no_page));
}

/// Proposals and the decisions they lead to.
fn decisions(config: &mut ServiceConfig) {
    config
        .route("/proposals", get().to(proposals::list))
        .service(
            resource("/proposals/new")
                .get(proposals::new)
                .post(proposals::create),
        )
        .service(
            resource("/proposals/rules")
                .get(proposals::rules)
                .post(proposals::set_rules),
        )
        .service(
            resource("/p/{slug}")
                .get(proposals::form)
                .post(proposals::take),
        )
        .service(
            resource("/p/{slug}/receipt")
                .get(proposals::lookup)
                .post(proposals::found),
        )
        .service(
            resource("/p/{slug}/edit")
                .get(proposals::edit)
                .post(proposals::save),
        )
        .route("/p/{slug}/withdraw", post().to(proposals::withdraw))
        .route("/p/{slug}/manage", get().to(proposals::manage))
        .route("/p/{slug}/open", post().to(proposals::open))
        .route("/p/{slug}/close", post().to(proposals::close))
        .route("/p/{slug}/amend", post().to(proposals::amend))
        .route("/p/{slug}/delete", post().to(proposals::delete))
        .route("/p/{slug}/outcome", get().to(proposals::outcome))
        .route("/p/{slug}/{file}", get().to(proposals::file))
        .route("/decisions", get().to(proposals::all_decisions))
        .route("/decisions.csv", get().to(proposals::decisions_file))
        .route("/decisions/{id}", get().to(proposals::decision))
        .route("/decisions/{id}/review", post().to(proposals::review));
}

/// The routes of Delphi panels and wiki surveys.
fn panels_and_pairs(config: &mut ServiceConfig) {
    config
        // Delphi panels
        .service(
            resource("/panels/new")
                .get(panels::new)
                .post(panels::create),
        )
        .service(
            resource("/d/{slug}")
                .get(panels::sheet)
                .post(panels::answer),
        )
        .service(
            resource("/d/{slug}/receipt")
                .get(panels::lookup)
                .post(panels::found),
        )
        .route("/d/{slug}/withdraw", post().to(panels::withdraw))
        .route("/d/{slug}/manage", get().to(panels::manage))
        .route("/d/{slug}/open", post().to(panels::open))
        .route("/d/{slug}/close", post().to(panels::close))
        .route("/d/{slug}/next", post().to(panels::next))
        .route("/d/{slug}/end", post().to(panels::end))
        .route("/d/{slug}/delete", post().to(panels::delete))
        .route("/d/{slug}/results", get().to(panels::results))
        .route("/d/{slug}/{file}", get().to(files::of_panel))
        // Wiki surveys
        .service(resource("/pairs/new").get(pairs::new).post(pairs::create))
        .service(resource("/w/{slug}").get(pairs::pair).post(pairs::choose))
        .service(
            resource("/w/{slug}/receipt")
                .get(pairs::lookup)
                .post(pairs::found),
        )
        .route("/w/{slug}/manage", get().to(pairs::manage))
        .route("/w/{slug}/open", post().to(pairs::open))
        .route("/w/{slug}/close", post().to(pairs::close))
        .route("/w/{slug}/delete", post().to(pairs::delete))
        .route("/w/{slug}/ideas/{number}", post().to(pairs::moderate))
        .route("/w/{slug}/results", get().to(pairs::results))
        .route("/w/{slug}/{file}", get().to(files::of_wiki));
}
