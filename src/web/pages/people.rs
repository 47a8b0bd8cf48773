//! Organisations, members and their links.

use maud::{Markup, html};

use crate::app::{FieldError, Invited, NewMembers, People};
use crate::model::{Member, Role};
use crate::web::pages::layout::{
    self, Line, Part, button_form, confirm_form, in_english, radios, select, token,
};
use crate::web::request::Ctx;

const TITLE: &str = "People";

/// What the form for a new organisation holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrganisationForm {
    pub(crate) name: String,
    pub(crate) sector: String,
    pub(crate) contact: String,
}

/// The register, with the forms that add to it.
pub(crate) fn register(
    ctx: &Ctx,
    people: &People,
    organisation: &OrganisationForm,
    members: &NewMembers,
    errors: &[FieldError],
) -> Markup {
    let may_change = ctx.is(Role::Organiser);
    let body = html! {
        h1 { (TITLE) }
        section aria-labelledby="organisations" {
            h2 #organisations { "Organisations" }
            @if people.organisations.is_empty() { p .empty { "No organisation yet. Members can also belong to none." } }
            @else { div .scroll tabindex="0" role="region" aria-label=(ctx.words().t("table-label")) { table {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Sector" } th scope="col" { "Contact" } th scope="col" .number { "Members" } } }
                tbody { @for organisation in people.organisations.iter() { tr {
                    th scope="row" { (organisation.name) }
                    td { (organisation.sector) } td { (organisation.contact) }
                    td .number { (people.members.iter().filter(|m| m.organisation == Some(organisation.id)).count()) }
                } } }
            } } }
            @if may_change {
                details open[errors.iter().any(|e| e.field == "name")] {
                    summary { "Add an organisation" }
                    form method="post" action="/people/organisations" novalidate {
                        (token(ctx))
                        (Line::text("name", "Name", &organisation.name).show(errors))
                        (Line::text("sector", "Sector", &organisation.sector).hint("Union, congregation, tenants' group, club …").show(errors))
                        (Line::text("contact", "Point of contact", &organisation.contact).show(errors))
                        button { "Add organisation" }
                    }
                }
            }
        }
        section aria-labelledby="members" {
            h2 #members { "Members" }
            @if may_change {
                details open[people.members.len() < 2 || errors.iter().any(|e| matches!(e.field.as_str(), "names" | "organisation" | "role"))] {
                    summary { "Add members" }
                    form method="post" action="/people/members" novalidate {
                        (token(ctx))
                        (Line::text("names", "Names", &members.names).hint("One person on each line. Each gets a personal link on the next page.").show_area(errors, 6))
                        (select("organisation", "Organisation", &organisation_picks(people), &members.organisation, errors))
                        (radios("role", "What may they do?", &ROLES, if members.role.is_empty() { "member" } else { &members.role }, errors))
                        button { "Add members" }
                    }
                }
            }
            div .scroll tabindex="0" role="region" aria-label=(ctx.words().t("table-label")) { table {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Organisation" } th scope="col" { "Role" }
                    @if may_change { th scope="col" { span .visually-hidden { "Change" } } } } }
                tbody { @for member in &people.members { tr {
                    th scope="row" { (member.name) }
                    td { (people.organisation_name(member.organisation).unwrap_or("–")) }
                    td { (member.role.name()) }
                    @if may_change { td { a href={ "/people/members/" (member.id) } { "Change" span .visually-hidden { " " (member.name) } } } }
                } } }
            } }
        }
    };
    layout::page_with_errors(ctx, Part::People, TITLE, errors, &in_english(&body))
}

/// One member, with what can be changed.
pub(crate) fn member(ctx: &Ctx, people: &People, member: &Member, errors: &[FieldError]) -> Markup {
    let chosen = member
        .organisation
        .map(|id| id.to_string())
        .unwrap_or_default();
    let address = format!("/people/members/{}", member.id);
    let body = html! {
        p { a href="/people" { "Back to people" } }
        h1 { (member.name) }
        form method="post" action=(address) novalidate {
            (token(ctx))
            (select("organisation", "Organisation", &organisation_picks(people), &chosen, errors))
            (radios("role", "What may they do?", &ROLES, member.role.name(), errors))
            button { "Save" }
        }
        h2 { "Personal link" }
        p { "A new link makes every earlier link of this member stop working and signs her out everywhere." }
        (button_form(ctx, &format!("{address}/link"), "Make a new link", "second"))
        h2 { "Remove" }
        (confirm_form(ctx, &format!("{address}/remove"), "Remove from the coalition",
            "Her link stops working at once. What she answered and voted stays counted.", "danger"))
    };
    layout::page_with_errors(ctx, Part::People, &member.name, errors, &in_english(&body))
}

/// Fresh personal links, shown this once.
pub(crate) fn links(ctx: &Ctx, invited: &[Invited]) -> Markup {
    let body = html! {
        h1 { "Personal links" }
        p .lead { "Copy or print them now: they are not kept in a readable form and cannot be shown again. Each link is one person's alone; opening it signs that person in." }
        div .scroll tabindex="0" role="region" aria-label=(ctx.words().t("table-label")) { table .links {
            thead { tr { th scope="col" { "Name" } th scope="col" { "Link" } } }
            tbody { @for one in invited { tr {
                th scope="row" { (one.member.name) }
                td { code { (ctx.site.link(&format!("/in/{}", one.secret.reveal()))) } }
            } } }
        } }
        p { a .button href="/people" { "Done, I have copied them" } }
    };
    layout::page(ctx, Part::People, "Personal links", &in_english(&body))
}

const ROLES: [(&str, &str, &str); 3] = [
    ("member", "Member", "Answers, votes, sees results."),
    (
        "facilitator",
        "Facilitator",
        "Also runs surveys and rounds, and drafts goals.",
    ),
    (
        "organiser",
        "Organiser",
        "Also invites, imports, exports and adopts goals.",
    ),
];

fn organisation_picks(people: &People) -> Vec<(String, &str, &str)> {
    std::iter::once((String::new(), "None", ""))
        .chain(
            people
                .organisations
                .iter()
                .map(|o| (o.id.to_string(), o.name.as_str(), "")),
        )
        .collect()
}
