//! Who may do what: every route against every kind of visitor, forms that come from elsewhere, and the
//! headers that every answer carries.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::app::{Client, TestApp};
use crate::support::http::{self, Reply};

/// What each kind of visitor gets, in the order they ask: nobody, a guest of an open link, a member, a
/// facilitator, the organiser. Where one is let through and changes something, the next finds it changed.
type Expected = [u16; 5];

const ALL: Expected = [200; 5];
const GONE_ON: Expected = [303; 5];
const MEMBERS: Expected = [401, 403, 200, 200, 200];
const FACILITATORS: Expected = [401, 403, 403, 200, 200];
/// Members; whoever has taken part and comes without her receipt is asked for it.
const MEMBERS_OR_ON: Expected = [401, 403, 303, 303, 303];
/// A facilitator does it; the organiser then finds it done.
const ONCE: Expected = [401, 403, 403, 303, 409];

/// Addresses of one of everything.
struct World {
    app: TestApp,
    visitors: [Client; 5],
    /// What patterns stand for: a survey that is open, and what else a route is tried on.
    member_link: String,
    open_link: String,
    spare_member: String,
    decision: String,
    goals: Vec<String>,
}

fn world(name: &str) -> World {
    let (app, mut organiser) = TestApp::founded(name);
    let facilitator = organiser.invite(&["Linh"], "facilitator");
    let mut facilitator = app.signed_in(&facilitator[0]);
    let links = organiser.invite(&["Amina", "Ben", "Carla", "Dmitri", "Elena"], "member");
    organiser.invite(&["Spare"], "member");
    let mut members: Vec<Client> = links.iter().map(|link| app.signed_in(link)).collect();

    for slug in ["open", "closed", "opening", "deleted", "imported"] {
        assert_eq!(facilitator.draft_survey("pulse", slug, "anonymous"), slug);
    }
    for slug in ["open", "closed"] {
        facilitator.press(&format!("/s/{slug}/manage"), &format!("/s/{slug}/open"));
    }
    for (person, member) in members.iter_mut().enumerate() {
        member.answer("closed", person);
    }
    facilitator.press("/s/closed/manage", "/s/closed/close");
    let managing = facilitator.press("/s/open/manage", "/s/open/open-link?wanted=yes");
    let open_link = managing.words("code.breakable");
    let open_link = open_link[open_link.find("/o/").unwrap()..].to_owned();
    let mut guest = app.client();
    let form = guest.get(&open_link).form(&open_link);
    guest.submit(&form, None).must_be(200);

    for slug in ["open", "closed", "opening", "deleted"] {
        let mut form = facilitator.get("/rounds/new").form("/rounds/new");
        form.set("title", slug)
            .set("options", "Housing\nTransit\nWages");
        facilitator.submit(&form, None).must_be(200);
    }
    for slug in ["open", "closed"] {
        facilitator.press(&format!("/r/{slug}/manage"), &format!("/r/{slug}/open"));
    }
    for member in &mut members {
        member.vote("closed", &["o1", "o2"]);
    }
    facilitator.press("/r/closed/manage", "/r/closed/close");
    panels_and_pairs(&mut facilitator, &mut members);
    for slug in ["open", "closed", "opening", "deleted"] {
        let mut form = facilitator.get("/boards/new").form("/boards/new");
        form.set("title", slug)
            .set("question", "What comes first?")
            .set("seeds", "More trees\nMore benches");
        facilitator.submit(&form, None).must_be(200);
    }
    for slug in ["open", "closed"] {
        facilitator.press(&format!("/b/{slug}/manage"), &format!("/b/{slug}/open"));
    }
    for member in &mut members {
        let form = member.get("/b/closed").form("/b/closed");
        member.submit(&form, Some(("_go", "agree"))).must_be(200);
    }
    facilitator.press("/b/closed/manage", "/b/closed/close");
    for slug in ["open", "closed", "opening", "deleted"] {
        let mut form = facilitator.get("/proposals/new").form("/proposals/new");
        form.set("title", slug).set("text", "We meet on Mondays.");
        facilitator.submit(&form, None).must_be(200);
    }
    for slug in ["open", "closed"] {
        facilitator.press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/open"));
    }
    for member in &mut members {
        let mut form = member.get("/p/closed").form("/p/closed");
        form.set("stance", "agree");
        member.submit(&form, Some(("_go", "send"))).must_be(200);
    }
    facilitator.press("/p/closed/manage", "/p/closed/close");
    let decision = facilitator
        .get("/decisions")
        .links()
        .into_iter()
        .find(|link| link.starts_with("/decisions/"))
        .unwrap();
    let form = facilitator
        .get("/goals/new?round=closed")
        .form("/goals/new");
    let goals: Vec<String> = facilitator
        .submit(&form, None)
        .must_be(200)
        .links()
        .into_iter()
        .filter(|link| link.starts_with("/g/"))
        .collect();
    let people = organiser.get("/people");
    let spare_member = people
        .all("#members ~ .scroll tbody a")
        .into_iter()
        .find(|link| crate::support::page::words_of(*link).contains("Spare"))
        .unwrap()
        .attr("href")
        .unwrap()
        .to_owned();
    let member = members.remove(0);
    World {
        visitors: [app.client(), guest, member, facilitator, organiser],
        app,
        member_link: links[0].clone(),
        open_link,
        spare_member,
        decision,
        goals,
    }
}

/// Panels and wiki surveys: one that is open, one with results, two drafts.
fn panels_and_pairs(facilitator: &mut Client, members: &mut [Client]) {
    for slug in ["open", "closed", "opening", "deleted"] {
        let mut form = facilitator.get("/panels/new").form("/panels/new");
        form.set("title", slug).set("items", "Housing\nTransit");
        facilitator.submit(&form, None).must_be(200);
        let mut form = facilitator.get("/pairs/new").form("/pairs/new");
        form.set("title", slug)
            .set("question", "Which?")
            .set("ideas", "Housing\nTransit\nWages");
        facilitator.submit(&form, None).must_be(200);
    }
    for slug in ["open", "closed"] {
        for kind in ["d", "w"] {
            facilitator.press(
                &format!("/{kind}/{slug}/manage"),
                &format!("/{kind}/{slug}/open"),
            );
        }
    }
    for member in members {
        let mut form = member.get("/d/closed").form("/d/closed");
        form.set("i1", "7");
        member.submit(&form, Some(("_go", "send"))).must_be(200);
        let form = member.get("/w/closed").form("/w/closed");
        member.submit(&form, Some(("_choice", "left"))).must_be(200);
    }
    facilitator.press("/d/closed/manage", "/d/closed/close");
    facilitator.press("/w/closed/manage", "/w/closed/close");
}

/// A route as written in the program, where it is tried, with which fields, and what each visitor gets.
type Line = (&'static str, &'static str, String, &'static str, Expected);

/// Every route. The order matters where one is let through and changes what the next needs.
#[allow(clippy::too_many_lines, reason = "a table of every route")]
fn lines(world: &World) -> Vec<Line> {
    let line = |method, route, path: &str, fields, expected| {
        (method, route, path.to_owned(), fields, expected)
    };
    let get = |route, path: &str, expected| line("GET", route, path, "", expected);
    let post = |route, path: &str, fields, expected| line("POST", route, path, fields, expected);
    let setup = &world.app.setup;
    let (member_link, open_link) = (&world.member_link, &world.open_link);
    let spare = &world.spare_member;
    let (decision, goal) = (&world.decision, &world.goals[0]);
    vec![
        get("/", "/", ALL),
        get("/privacy", "/privacy", ALL),
        post(
            "/language",
            "/language",
            "language=es&back=/privacy",
            GONE_ON,
        ),
        get("/setup/{secret}", setup, [409; 5]),
        post(
            "/setup/{secret}",
            setup,
            "coalition=Mine&name=Eve&language=en&k=5",
            [409; 5],
        ),
        get("/in/{secret}", member_link, ALL),
        post("/in/{secret}", member_link, "", GONE_ON),
        get("/o/{slug}/{secret}", open_link, ALL),
        post("/o/{slug}/{secret}", open_link, "", GONE_ON),
        get("/people", "/people", FACILITATORS),
        post(
            "/people/organisations",
            "/people/organisations",
            "name=Choir",
            [401, 403, 403, 403, 303],
        ),
        post(
            "/people/members",
            "/people/members",
            "names=Zoe&role=member",
            [401, 403, 403, 403, 200],
        ),
        get("/people/members/{id}", spare, FACILITATORS),
        post(
            "/people/members/{id}",
            spare,
            "role=member&organisation=",
            [401, 403, 403, 403, 303],
        ),
        post(
            "/people/members/{id}/link",
            &format!("{spare}/link"),
            "",
            [401, 403, 403, 403, 200],
        ),
        post(
            "/people/members/{id}/remove",
            &format!("{spare}/remove"),
            "",
            [401, 403, 403, 403, 303],
        ),
        get("/surveys", "/surveys", MEMBERS),
        get("/surveys/new", "/surveys/new", FACILITATORS),
        post(
            "/surveys/new",
            "/surveys/new",
            "template=pulse&title=One&privacy=named",
            [401, 403, 403, 303, 303],
        ),
        get("/s/{slug}", "/s/open", [401, 200, 200, 200, 200]),
        post(
            "/s/{slug}",
            "/s/open",
            "_go=section-0",
            [401, 200, 200, 200, 200],
        ),
        get("/s/{slug}/preview", "/s/opening/preview", FACILITATORS),
        post(
            "/s/{slug}/preview",
            "/s/opening/preview",
            "_go=section-0",
            FACILITATORS,
        ),
        get("/s/{slug}/receipt", "/s/open/receipt", ALL),
        post(
            "/s/{slug}/receipt",
            "/s/open/receipt",
            "_receipt=00000000000000000000",
            [422; 5],
        ),
        post(
            "/s/{slug}/withdraw",
            "/s/open/withdraw",
            "_receipt=00000000000000000000",
            [401, 404, 404, 404, 404],
        ),
        get("/s/{slug}/manage", "/s/open/manage", FACILITATORS),
        post("/s/{slug}/open", "/s/opening/open", "", ONCE),
        post(
            "/s/{slug}/open-link",
            "/s/opening/open-link?wanted=yes",
            "",
            [401, 403, 403, 303, 303],
        ),
        post("/s/{slug}/close", "/s/opening/close", "", ONCE),
        post(
            "/s/{slug}/delete",
            "/s/deleted/delete",
            "",
            [401, 403, 403, 303, 404],
        ),
        post(
            "/s/{slug}/import",
            "/s/imported/import",
            "fielded=2022-06-30",
            [401, 403, 403, 403, 422],
        ),
        get("/s/{slug}/results", "/s/closed/results", MEMBERS),
        get(
            "/s/{slug}/{file}",
            "/s/closed/responses.csv",
            [401, 403, 403, 403, 200],
        ),
        get("/rounds", "/rounds", MEMBERS),
        get("/rounds/new", "/rounds/new", FACILITATORS),
        post(
            "/rounds/new",
            "/rounds/new",
            "title=Two&options=a%0Ab&method=irv&privacy=named",
            [401, 403, 403, 303, 303],
        ),
        get("/rounds/method", "/rounds/method", FACILITATORS),
        get("/r/{slug}/preview", "/r/opening/preview", FACILITATORS),
        get("/r/{slug}/edit", "/r/opening/edit", FACILITATORS),
        post(
            "/r/{slug}/edit",
            "/r/opening/edit",
            "title=",
            [401, 403, 403, 422, 422],
        ),
        post(
            "/r/{slug}/rules",
            "/r/opening/rules",
            "tie_break=order",
            [401, 403, 403, 303, 303],
        ),
        get("/r/{slug}", "/r/open", MEMBERS),
        post("/r/{slug}", "/r/open", "_go=paper", MEMBERS),
        get("/r/{slug}/cast", "/r/open/cast", MEMBERS_OR_ON),
        get("/r/{slug}/receipt", "/r/open/receipt", ALL),
        post(
            "/r/{slug}/receipt",
            "/r/open/receipt",
            "_receipt=00000000000000000000",
            [422; 5],
        ),
        get("/r/{slug}/manage", "/r/open/manage", FACILITATORS),
        post("/r/{slug}/open", "/r/opening/open", "", ONCE),
        // Nobody has voted in it, so it is closed without an outcome.
        post(
            "/r/{slug}/close",
            "/r/opening/close",
            "",
            [401, 403, 403, 303, 409],
        ),
        post(
            "/r/{slug}/delete",
            "/r/deleted/delete",
            "",
            [401, 403, 403, 303, 404],
        ),
        get("/r/{slug}/outcome", "/r/closed/outcome", MEMBERS),
        get("/r/{slug}/{file}", "/r/closed/tally.csv", MEMBERS),
        // Whole ballots are handed out in a crowd only.
        get(
            "/r/{slug}/{file}",
            "/r/closed/ballots.csv",
            [401, 403, 409, 409, 409],
        ),
        get("/boards", "/boards", MEMBERS),
        get("/boards/new", "/boards/new", FACILITATORS),
        post(
            "/boards/new",
            "/boards/new",
            "title=Two&question=Why&languages=en&privacy=named&moderation=after&max_chars=280&per_member=5&members_write=yes&running=no",
            [401, 403, 403, 303, 303],
        ),
        get("/b/{slug}", "/b/open", MEMBERS),
        post(
            "/b/{slug}",
            "/b/open",
            "statement=1&revision=0&_go=agree",
            [401, 403, 200, 200, 200],
        ),
        get("/b/{slug}/list", "/b/open/list", MEMBERS_OR_ON),
        get("/b/{slug}/mine", "/b/open/mine", MEMBERS_OR_ON),
        get("/b/{slug}/write", "/b/open/write", MEMBERS_OR_ON),
        post(
            "/b/{slug}/write",
            "/b/open/write",
            "text=&lang=en",
            [401, 403, 422, 422, 422],
        ),
        get(
            "/b/{slug}/mine/{number}",
            "/b/open/mine/1",
            [401, 403, 303, 303, 303],
        ),
        post(
            "/b/{slug}/mine/{number}",
            "/b/open/mine/1",
            "text=Mine&lang=en",
            [401, 403, 404, 404, 404],
        ),
        get("/b/{slug}/receipt", "/b/open/receipt", MEMBERS),
        post(
            "/b/{slug}/receipt",
            "/b/open/receipt",
            "_receipt=00000000000000000000",
            [401, 403, 422, 422, 422],
        ),
        post(
            "/b/{slug}/forget",
            "/b/open/forget",
            "",
            [401, 403, 303, 303, 303],
        ),
        get("/b/{slug}/manage", "/b/open/manage", FACILITATORS),
        post(
            "/b/{slug}/statements",
            "/b/opening/statements",
            "text=&lang=en",
            [401, 403, 403, 422, 422],
        ),
        get(
            "/b/{slug}/statements/{number}",
            "/b/opening/statements/1",
            FACILITATORS,
        ),
        post(
            "/b/{slug}/statements/{number}",
            "/b/opening/statements/1",
            "_do=meta",
            [401, 403, 403, 303, 303],
        ),
        post("/b/{slug}/open", "/b/opening/open", "", ONCE),
        get("/b/{slug}/live", "/b/opening/live", FACILITATORS),
        // Nobody has voted on it, so it is closed without results.
        post("/b/{slug}/close", "/b/opening/close", "", ONCE),
        post(
            "/b/{slug}/delete",
            "/b/deleted/delete",
            "",
            [401, 403, 403, 303, 404],
        ),
        get("/b/{slug}/results", "/b/closed/results", MEMBERS),
        get("/b/{slug}/{file}", "/b/closed/comments.csv", MEMBERS),
        // Whole votes are handed out in a crowd only.
        get(
            "/b/{slug}/{file}",
            "/b/closed/votes.csv",
            [401, 403, 409, 409, 409],
        ),
        get("/panels/new", "/panels/new", FACILITATORS),
        post(
            "/panels/new",
            "/panels/new",
            "title=Two&items=a%0Ab&scale=1-9&low=no&high=yes&privacy=named&most_rounds=3&stability=moved&moved=15&agreement=rand_ucla",
            [401, 403, 403, 303, 303],
        ),
        get("/d/{slug}", "/d/open", MEMBERS),
        post(
            "/d/{slug}",
            "/d/open",
            "_go=reopen&_receipt=00000000000000000000",
            MEMBERS,
        ),
        get("/d/{slug}/receipt", "/d/open/receipt", ALL),
        post(
            "/d/{slug}/receipt",
            "/d/open/receipt",
            "_receipt=00000000000000000000",
            [422; 5],
        ),
        post(
            "/d/{slug}/withdraw",
            "/d/open/withdraw",
            "_receipt=00000000000000000000",
            [401, 403, 404, 404, 404],
        ),
        get("/d/{slug}/manage", "/d/open/manage", FACILITATORS),
        post("/d/{slug}/open", "/d/opening/open", "", ONCE),
        post("/d/{slug}/close", "/d/opening/close", "", ONCE),
        post("/d/{slug}/next", "/d/opening/next", "", ONCE),
        post(
            "/d/{slug}/end",
            "/d/closed/end",
            "reason=",
            [401, 403, 403, 422, 422],
        ),
        post(
            "/d/{slug}/delete",
            "/d/deleted/delete",
            "",
            [401, 403, 403, 303, 404],
        ),
        get("/d/{slug}/results", "/d/closed/results", MEMBERS),
        get("/d/{slug}/{file}", "/d/closed/measures.csv", MEMBERS),
        // Whole rows of ratings are handed out in a crowd only.
        get(
            "/d/{slug}/{file}",
            "/d/closed/ratings.csv",
            [401, 403, 409, 409, 409],
        ),
        get("/pairs/new", "/pairs/new", FACILITATORS),
        post(
            "/pairs/new",
            "/pairs/new",
            "title=Two&question=Which&ideas=a%0Ab&adding=before&privacy=named",
            [401, 403, 403, 303, 303],
        ),
        get("/w/{slug}", "/w/open", MEMBERS),
        post(
            "/w/{slug}",
            "/w/open",
            "_go=idea&idea=",
            [401, 403, 422, 422, 422],
        ),
        get("/w/{slug}/receipt", "/w/open/receipt", ALL),
        post(
            "/w/{slug}/receipt",
            "/w/open/receipt",
            "_receipt=00000000000000000000",
            [422; 5],
        ),
        get("/w/{slug}/manage", "/w/open/manage", FACILITATORS),
        post("/w/{slug}/open", "/w/opening/open", "", ONCE),
        post("/w/{slug}/close", "/w/opening/close", "", ONCE),
        post(
            "/w/{slug}/delete",
            "/w/deleted/delete",
            "",
            [401, 403, 403, 303, 404],
        ),
        post(
            "/w/{slug}/ideas/{number}",
            "/w/open/ideas/1?to=hide",
            "",
            [401, 403, 403, 303, 303],
        ),
        get("/w/{slug}/results", "/w/closed/results", MEMBERS),
        get("/w/{slug}/{file}", "/w/closed/scores.csv", MEMBERS),
        get(
            "/w/{slug}/{file}",
            "/w/closed/votes.csv",
            [401, 403, 409, 409, 409],
        ),
        get("/proposals", "/proposals", MEMBERS),
        get("/proposals/new", "/proposals/new", FACILITATORS),
        post(
            "/proposals/new",
            "/proposals/new",
            "title=Three&text=words&scale=consent&privacy=named",
            [401, 403, 403, 303, 303],
        ),
        get("/p/{slug}", "/p/open", MEMBERS),
        post(
            "/p/{slug}",
            "/p/open",
            "_round=1&_go=send",
            [401, 403, 422, 422, 422],
        ),
        get("/p/{slug}/receipt", "/p/open/receipt", ALL),
        post(
            "/p/{slug}/receipt",
            "/p/open/receipt",
            "_receipt=00000000000000000000",
            [422; 5],
        ),
        post(
            "/p/{slug}/withdraw",
            "/p/open/withdraw",
            "_receipt=00000000000000000000",
            [401, 403, 404, 404, 404],
        ),
        get("/proposals/rules", "/proposals/rules", MEMBERS),
        post(
            "/proposals/rules",
            "/proposals/rules",
            "scale=consent",
            [401, 403, 403, 403, 303],
        ),
        get("/p/{slug}/edit", "/p/opening/edit", FACILITATORS),
        post(
            "/p/{slug}/edit",
            "/p/opening/edit",
            "title=",
            [401, 403, 403, 422, 422],
        ),
        get("/p/{slug}/manage", "/p/opening/manage", FACILITATORS),
        post("/p/{slug}/open", "/p/opening/open", "", ONCE),
        post(
            "/p/{slug}/close",
            "/p/opening/close",
            "review_on=2099-01-01",
            ONCE,
        ),
        // Whoever is second finds the draft there.
        post(
            "/p/{slug}/amend",
            "/p/opening/amend",
            "",
            [401, 403, 403, 303, 303],
        ),
        post(
            "/p/{slug}/delete",
            "/p/deleted/delete",
            "",
            [401, 403, 403, 303, 404],
        ),
        // A draft is nothing that members know of.
        get(
            "/p/{slug}/manage",
            "/p/three/manage",
            [401, 403, 403, 200, 200],
        ),
        get("/p/{slug}", "/p/three", [401, 403, 404, 303, 303]),
        get("/p/{slug}/outcome", "/p/closed/outcome", MEMBERS),
        get("/p/{slug}/{file}", "/p/closed/stances.csv", MEMBERS),
        get("/decisions", "/decisions", MEMBERS),
        get("/decisions.csv", "/decisions.csv", MEMBERS),
        get("/decisions/{id}", decision, MEMBERS),
        post(
            "/decisions/{id}/review",
            &format!("{decision}/review"),
            "outcome=end",
            ONCE,
        ),
        get("/goals", "/goals", MEMBERS),
        get("/goals/new", "/goals/new?round=closed", FACILITATORS),
        post(
            "/goals/new",
            "/goals/new",
            "round=closed&n=1&population=all&due=2099-01-01",
            [401, 403, 403, 303, 303],
        ),
        get("/goals.csv", "/goals.csv", MEMBERS),
        get("/g/{id}", goal, [401, 403, 404, 200, 200]),
        get("/g/{id}/edit", &format!("{goal}/edit"), FACILITATORS),
        post(
            "/g/{id}/edit",
            &format!("{goal}/edit"),
            "target=much",
            [401, 403, 403, 422, 422],
        ),
        post(
            "/g/{id}/adopt",
            &format!("{goal}/adopt"),
            "",
            [401, 403, 403, 403, 422],
        ),
        post(
            "/g/{id}/check-in",
            &format!("{goal}/check-in"),
            "value=much",
            [401, 403, 403, 422, 422],
        ),
        post(
            "/g/{id}/status",
            &format!("{goal}/status?to=dropped"),
            "",
            [401, 403, 403, 403, 303],
        ),
        post(
            "/g/{id}/delete",
            &format!("{}/delete", world.goals[1]),
            "",
            [401, 403, 403, 303, 404],
        ),
        get("/static/{file}", "/static/icon.svg", ALL),
        post("/control/link", "/control/link", "", [404; 5]),
        post("/out", "/out", "", GONE_ON),
    ]
}

#[test]
fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let mut world = world("roles");
    let lines = lines(&world);
    let tried: BTreeSet<String> = lines
        .iter()
        .map(|(method, route, ..)| format!("{method} {route}"))
        .collect();
    assert_eq!(tried, routes(), "the table and src/web/routes.rs differ");

    let tokens = world.visitors.each_mut().map(token);
    for (method, route, path, fields, expected) in &lines {
        let mut got = [0; 5];
        for (nth, visitor) in world.visitors.iter().enumerate() {
            // What is answered stays with a copy, so that nobody becomes somebody else on the way.
            let mut visitor = visitor.clone();
            let reply = ask(&mut visitor, method, path, fields, Some(&tokens[nth]), &[]);
            assert_headers(&reply, path);
            got[nth] = reply.status;
        }
        assert_eq!(got, *expected, "{method} {route} at {path}");
    }
}

#[test]
fn a_guest_who_opens_the_link_again_has_answered_already() {
    let world = world("guest");
    let enter = |guest: &mut Client| {
        let form = guest.get(&world.open_link).form(&world.open_link);
        guest.submit(&form, None).must_be(200)
    };
    let mut guest = world.app.client();
    let page = enter(&mut guest);
    assert!(page.has("button[value^=section]"), "the form begins");
    guest.answer("open", 1);
    let page = enter(&mut guest);
    assert!(
        page.has("button[value=reopen]"),
        "only the receipt leads back"
    );
}

#[test]
fn a_form_from_elsewhere_is_not_taken() {
    let mut world = world("elsewhere");
    let lines = lines(&world);
    let tokens = world.visitors.each_mut().map(token);
    let address = world.app.address;
    let host = format!("http://{address}");
    let organiser = &mut world.visitors[4];
    let own = &tokens[4];
    for (method, _, path, fields, _) in &lines {
        // The door of the command line has a secret of its own.
        if *method != "POST" || path == "/control/link" {
            continue;
        }
        let mut refused = |what: &str, token: Option<&str>, headers: &[(&str, &str)]| {
            let reply = ask(organiser, method, path, fields, token, headers);
            assert_eq!(reply.status, 403, "{path} {what}");
            assert_headers(&reply, path);
        };
        refused("without a token", None, &[]);
        refused("with an empty token", Some(""), &[]);
        refused("with another session's token", Some(&tokens[3]), &[]);
        refused(
            "across sites",
            Some(own),
            &[("Sec-Fetch-Site", "cross-site")],
        );
        refused(
            "from a sister site",
            Some(own),
            &[("Sec-Fetch-Site", "same-site")],
        );
        refused(
            "from another origin",
            Some(own),
            &[("Origin", "https://evil.example")],
        );
        refused("from a sandbox", Some(own), &[("Origin", "null")]);
    }
    // And the same form from our own page is.
    let reply = ask(
        organiser,
        "POST",
        "/language",
        "language=es",
        Some(own),
        &[("Origin", &host), ("Sec-Fetch-Site", "same-origin")],
    );
    assert_eq!(reply.status, 303);
}

#[test]
fn every_kind_of_answer_carries_the_security_headers() {
    let (app, mut organiser) = TestApp::founded("headers");
    let token = token(&mut organiser);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let big = http::send_declared(
        app.address,
        "POST",
        "/language",
        &[form[0], ("Content-Length", "300000")],
        b"",
    );
    let unreadable = organiser.ask("POST", "/people/members", &form, b"%zz=%");
    let kinds = [
        (200, organiser.ask("GET", "/", &[], b"")),
        (
            303,
            ask(
                &mut organiser,
                "POST",
                "/language",
                "language=en",
                Some(&token),
                &[],
            ),
        ),
        (404, organiser.ask("GET", "/no/such/page", &[], b"")),
        (404, organiser.ask("GET", "/static/none.css", &[], b"")),
        (404, organiser.ask("PUT", "/", &[], b"")),
        (401, app.client().ask("GET", "/people", &[], b"")),
        (
            403,
            ask(&mut organiser, "POST", "/language", "", Some("wrong"), &[]),
        ),
        (413, big),
        (
            422,
            ask(
                &mut organiser,
                "POST",
                "/people/members",
                "names=",
                Some(&token),
                &[],
            ),
        ),
    ];
    for (status, reply) in &kinds {
        assert_eq!(reply.status, *status);
        assert_headers(reply, &status.to_string());
    }
    assert!(
        matches!(unreadable.status, 400 | 403 | 422),
        "{}",
        unreadable.status
    );
    assert_headers(&unreadable, "an unreadable body");

    let mut fresh = app.client();
    let link = organiser.invite(&["Amina"], "member").remove(0);
    let reply = ask(&mut fresh, "POST", &link, "", Some(""), &[]);
    let cookie = reply.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part}");
    }
    assert_eq!(
        reply.header("location"),
        Some("/"),
        "the address tells nothing"
    );
}

/// Sends fields (or nothing) with a form token.
fn ask(
    visitor: &mut Client,
    method: &str,
    path: &str,
    fields: &str,
    token: Option<&str>,
    headers: &[(&str, &str)],
) -> Reply {
    if method == "GET" {
        return visitor.ask("GET", path, headers, b"");
    }
    let mut pairs: Vec<(String, String)> = serde_html_form::from_str(fields).unwrap();
    if let Some(token) = token {
        pairs.push(("_token".to_owned(), token.to_owned()));
    }
    let (content_type, body) = if path.ends_with("/import") {
        http::multipart(&pairs, None)
    } else if path == "/control/link" {
        ("application/json".to_owned(), br#"{"name":null}"#.to_vec())
    } else {
        (
            "application/x-www-form-urlencoded".to_owned(),
            http::encoded(&pairs),
        )
    };
    let mut all = headers.to_vec();
    all.push(("Content-Type", &content_type));
    visitor.ask("POST", path, &all, &body)
}

fn token(visitor: &mut Client) -> String {
    let form = visitor.get("/").form("/language");
    form.value("_token").unwrap().to_owned()
}

fn assert_headers(reply: &Reply, what: &str) {
    let policy = reply.header("content-security-policy").unwrap_or_default();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{what} ({}): {part}", reply.status);
    }
    assert!(!policy.contains("unsafe"), "{what}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(reply.header(name), Some(value), "{what} ({})", reply.status);
    }
    let cache = reply.header("cache-control").unwrap_or_default();
    let is_asset = reply.header("content-type") == Some("image/svg+xml");
    // An empty paper may be gone back to; it holds no secret.
    let is_paper = what == "/r/open" && cache == "private, no-cache";
    assert!(
        cache == "no-store" || is_asset || is_paper,
        "{what}: {cache}"
    );
}

/// Every method and route of the program, read from its source.
fn routes() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/routes.rs");
    let source = fs::read_to_string(path).unwrap();
    let parts: Vec<&str> = source.split('"').collect();
    let mut routes = BTreeSet::new();
    for pair in parts.windows(2).skip(1).step_by(2) {
        let [route, after] = pair else { continue };
        for (call, method) in [("get(", "GET"), ("post(", "POST")] {
            if after.contains(call) {
                routes.insert(format!("{method} {route}"));
            }
        }
    }
    assert!(routes.len() > 40, "the routes could not be read");
    routes
}
