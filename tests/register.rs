//! The register of organisations is kept in memory, and never told as it was before a change.

use std::sync::Arc;

use commonground::app::{App, Setup, Templates};
use commonground::model::Timestamp;
use commonground::store::Store;
use commonground::store::sled::{OpenMode, SledStore};

use crate::store_story::Scratch;

#[tokio::test]
async fn a_new_organisation_is_known_at_once_to_every_program_on_the_store() {
    let scratch = Scratch::new("register");
    let store = SledStore::open(scratch.path(), OpenMode::CreateIfEmpty).unwrap();
    let store: Arc<dyn Store> = Arc::new(store);
    let program = || {
        let store = Arc::clone(&store);
        App::new(store, || Timestamp(0), Templates::bundled().unwrap())
    };
    let (one, other) = (program(), program());
    let link = one.setup_link().await.unwrap().unwrap();
    let form = Setup {
        coalition: "Riverside".to_owned(),
        name: "Ana".to_owned(),
        language: "en".to_owned(),
        k: "5".to_owned(),
    };
    let session = one.set_up(&link, &form).await.unwrap();
    let organiser = one.visitor(&session).await.unwrap().unwrap();
    let mut expected: Vec<String> = Vec::new();
    for name in ["Bread", "Homes", "Schools", "Trees"] {
        for program in [&one, &other] {
            let known = program.organisations().await.unwrap();
            let names: Vec<String> = known.iter().map(|known| known.name.clone()).collect();
            assert_eq!(names, expected, "before {name} was added");
        }
        let adding = if expected.len().is_multiple_of(2) {
            &one
        } else {
            &other
        };
        let added = adding.add_organisation(&organiser, name, "", "").await;
        expected.push(added.unwrap().name);
    }
}
