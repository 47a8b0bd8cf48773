//! The commands that work on a data folder, run as people run them: one server a folder, sign-in
//! links with and without it, files out, and no folder ever taken for a new coalition by mistake.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::process::{Server, run};
use crate::store_faults::{copy, flip, part, truncate};
use crate::store_story::Scratch;

/// Serves `data` on a free port until its end, which is to be a refusal.
fn refused(data: &Path) -> String {
    let output = run("serve", data, &["--bind", "127.0.0.1:0"]);
    told(&output)
}

/// The one line of a refusal.
fn told(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(output.stdout.is_empty(), "{output:?}");
    assert!(
        said.starts_with("error: ") && said.lines().count() == 1,
        "{said}"
    );
    said
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The path of the sign-in link that was printed.
fn sign_in_path(said: &str) -> String {
    said[said.find("/in/").unwrap()..].trim().to_owned()
}

/// A folder in which a coalition was founded; no server runs.
fn founded(data: &Path) {
    let mut server = Server::start(data);
    server.found_coalition();
    server.stop();
}

/// Does the server show the coalition that was founded?
fn serves_the_coalition(data: &Path) -> String {
    let server = Server::start(data);
    let page = server.visitor().get("/").unwrap();
    assert!(page.body.contains("Riverside"), "{page:?}");
    server.kill()
}

#[test]
fn a_sign_in_link_is_made_with_and_without_a_running_server() {
    let scratch = Scratch::new("link");
    let mut server = Server::start(scratch.path());
    server.found_coalition();
    server.kill();
    // The killed server has left its door's address behind, and nobody is there.
    assert!(scratch.path().join("control.json").exists());
    let without = sign_in_path(&printed(&run("link", scratch.path(), &[])));
    let server = Server::start(scratch.path());
    let with = printed(&run("link", scratch.path(), &["--member", "ana"]));
    assert!(with.contains("A sign-in link for Ana"), "{with}");
    assert!(
        with.contains(&format!("http://{}/in/", server.address)),
        "{with}"
    );
    for path in [without, sign_in_path(&with)] {
        let mut visitor = server.visitor();
        assert_eq!(visitor.press(&path, &path).location, "/");
        assert_eq!(visitor.get("/people").unwrap().status, 200);
        let again = server.visitor().get(&path).unwrap();
        assert_eq!(again.status, 404, "{path} works twice");
    }
    let nobody = told(&run("link", scratch.path(), &["--member", "Zoe"]));
    assert!(nobody.contains("there is no such member"), "{nobody}");
}

#[test]
fn a_folder_that_is_open_is_refused_to_everybody_else() {
    let scratch = Scratch::new("second");
    let server = Server::start(scratch.path());
    let second = refused(scratch.path());
    let export = Scratch::new("second-export");
    let to = export.path().to_str().unwrap();
    let exporting = told(&run("export", scratch.path(), &["--to", to]));
    for said in [second, exporting] {
        let process = format!("is in use by process {}", server.id());
        assert!(said.contains(&process), "{said}");
    }
    let page = server.visitor().get("/").unwrap();
    assert_eq!(page.status, 200, "the first one goes on");
}

#[test]
fn everything_is_exported_as_files() {
    let scratch = Scratch::new("export");
    let mut server = Server::start(scratch.path());
    let mut organiser = server.found_coalition();
    let slug = organiser.open_survey("anonymous");
    let open_link = organiser.open_link(&slug);
    for _ in 0..5 {
        let mut guest = server.visitor();
        guest.press(&open_link, &open_link);
        let page = guest.get(&format!("/s/{slug}")).unwrap();
        guest.answer(&slug, &page, "4", "more tea").unwrap();
    }
    organiser.press(&format!("/s/{slug}/manage"), &format!("/s/{slug}/close"));
    server.stop();

    let files = Scratch::new("export-to");
    let to = files.path().to_str().unwrap();
    let said = printed(&run("export", scratch.path(), &["--to", to]));
    let written: Vec<String> = said
        .lines()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    assert!(written.len() > 2, "{said}");
    let responses = files.path().join(format!("surveys/{slug}/responses.csv"));
    let responses = fs::read_to_string(responses).unwrap();
    assert!(responses.contains("more tea"), "{responses}");
    let again = told(&run("export", scratch.path(), &["--to", to]));
    assert!(again.contains("is not empty; name a new folder"), "{again}");
}

#[test]
fn a_folder_that_has_lost_its_store_is_refused() {
    let (whole, hurt) = (Scratch::new("lost-whole"), Scratch::new("lost"));
    founded(whole.path());
    let check = |expected: &str, hurting: &dyn Fn(&Path)| {
        copy(whole.path(), hurt.path());
        hurting(hurt.path());
        let said = refused(hurt.path());
        assert!(said.contains(expected), "{expected:?} is not in {said:?}");
    };
    check("its journal `journal-0000000001` is gone", &|data| {
        fs::remove_file(part(&data.join("store"), "journal")).unwrap();
    });
    check("its snapshot is gone", &|data| {
        for stem in ["snapshot", "journal", "tree"] {
            let file = part(&data.join("store"), stem);
            fs::remove_file(&file)
                .or_else(|_| fs::remove_dir_all(&file))
                .unwrap();
        }
    });
    check("has no file `INSTANCE`", &|data| {
        fs::remove_file(data.join("store/INSTANCE")).unwrap();
    });
    check("says that a coalition was begun here", &|data| {
        fs::remove_dir_all(data.join("store")).unwrap();
    });
    check("holds no coalition; restore it from a backup", &|data| {
        fs::remove_dir_all(data.join("store")).unwrap();
        fs::create_dir(data.join("store")).unwrap();
    });
    copy(whole.path(), hurt.path());
    serves_the_coalition(hurt.path());
}

#[test]
fn a_folder_of_something_else_is_refused() {
    let scratch = Scratch::new("foreign");
    fs::create_dir_all(scratch.path().join("store")).unwrap();
    fs::write(scratch.path().join("store/db"), "somebody's").unwrap();
    let said = refused(scratch.path());
    assert!(
        said.contains("is not empty and has no file `INSTANCE`"),
        "{said}"
    );
    fs::remove_dir_all(scratch.path()).unwrap();
    fs::create_dir_all(scratch.path().join("photos")).unwrap();
    let said = refused(scratch.path());
    assert!(said.contains("holds `photos` and no coalition"), "{said}");
    assert!(!scratch.path().join("store").exists(), "nothing was begun");
}

#[test]
fn whatever_happens_to_sleds_files_the_server_comes_back_with_the_coalition() {
    let (whole, hurt) = (Scratch::new("sled-whole"), Scratch::new("sled"));
    founded(whole.path());
    let db = |tree: &Path| tree.join("db");
    let mut made_anew = 0;
    let mut check = |name: &str, hurting: &dyn Fn(&Path)| {
        copy(whole.path(), hurt.path());
        hurting(&part(&hurt.path().join("store"), "tree"));
        let notes = serves_the_coalition(hurt.path());
        if !notes.is_empty() {
            assert!(
                notes.contains("were made anew from its journal"),
                "{name}: {notes:?}"
            );
            made_anew += 1;
        }
        assert_eq!(serves_the_coalition(hurt.path()), "", "{name}, once more");
    };
    check("deleted", &|tree| fs::remove_dir_all(tree).unwrap());
    check("emptied", &|tree| {
        fs::remove_dir_all(tree).unwrap();
        fs::create_dir(tree).unwrap();
    });
    check("cut to nothing", &|tree| truncate(&db(tree), 0));
    check("cut short", &|tree| truncate(&db(tree), 300));
    for at in (20..800).step_by(60) {
        check("flipped", &|tree| flip(&db(tree), at, 0x10));
    }
    // A cut may leave a sled that is merely behind.
    assert!(made_anew >= 3, "only {made_anew} were felt");
}
