//! The rig library on a disk that does not always behave.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::sync::Arc;
use std::time::Duration;

use bodypack::rig::{presets, Rig};
use bodypack::session::library::{Filter, Item, Library, LibraryError, Source};
use tempfile::TempDir;

fn library() -> (TempDir, Library) {
    let folder = TempDir::new().expect("a temporary folder");
    let library = Library::new(Some(folder.path().join("Rigs")));
    library.read();
    (folder, library)
}

fn rig(trim_db: f64) -> Rig {
    let mut rig = Rig::default();
    rig.feed.trim_db = trim_db;
    rig
}

fn own(library: &Library) -> Vec<Item> {
    let listing = library.listing();
    let own = listing.items.iter().filter(|item| item.is_user());
    own.cloned().collect()
}

fn loaded(library: &Library, id: &str) -> Rig {
    let listing = library.listing();
    let item = listing.get(id).expect("it is listed");
    (**item.rig.as_ref().expect("it is a rig")).clone()
}

#[test]
fn without_a_folder_there_are_the_factory_rigs() {
    for library in [Library::new(None), library().1] {
        let listing = library.listing();
        assert_eq!(listing.items.len(), presets::all().len());
        assert!(listing
            .items
            .iter()
            .all(|item| item.source == Source::Factory));
        assert!(listing.items.iter().all(|item| item.rig.is_ok()));
    }
    let library = Library::new(None);
    library.read();
    assert!(library.listing().problem.is_some());
    let refused = library.save_as(&Rig::default(), "Mine");
    assert!(matches!(refused, Err(LibraryError::NoFolder)));
}

#[test]
fn a_rig_is_saved_found_again_renamed_and_deleted_to_a_kept_file() {
    let (folder, library) = library();
    let id = library
        .save_as(&rig(3.0), "  Front row / left ")
        .expect("saved");
    assert_eq!(loaded(&library, &id).feed.trim_db, 3.0);
    assert_eq!(loaded(&library, &id).name, "Front row / left");

    library.save(&rig(-3.0), &id).expect("saved again");
    assert_eq!(loaded(&library, &id).feed.trim_db, -3.0);
    assert_eq!(own(&library).len(), 1);

    library.set_favorite(&id, true).expect("marked");
    library
        .set_tags(&id, &["loud".into(), " Loud".into()])
        .expect("tagged");
    let new = library.rename(&id, "Second row").expect("renamed");
    let items = own(&library);
    assert_eq!(items.len(), 1);
    assert_eq!((items[0].name.as_str(), &items[0].id), ("Second row", &new));
    assert!(items[0].favorite, "the marks come along");
    assert!(items[0].tags.contains(&"loud".to_owned()));
    assert_eq!(
        items[0]
            .tags
            .iter()
            .filter(|tag| tag.eq_ignore_ascii_case("loud"))
            .count(),
        1
    );

    // Another library on the same folder knows as much.
    let again = Library::new(Some(folder.path().join("Rigs")));
    again.read();
    assert!(own(&again)[0].favorite);

    let kept = library.delete(&new).expect("deleted");
    assert!(own(&library).is_empty());
    let text = fs::read_to_string(kept).expect("it is kept");
    assert_eq!(Rig::from_toml(&text).expect("whole").feed.trim_db, -3.0);
}

#[test]
fn nothing_is_overwritten_unasked() {
    let (_folder, library) = library();
    library.save_as(&rig(1.0), "Mine").expect("saved");
    assert!(matches!(
        library.save_as(&rig(2.0), "Mine"),
        Err(LibraryError::Taken(_))
    ));
    // Two names that make one file name, since no file may be called either.
    library.save_as(&rig(3.0), "a:b").expect("saved");
    library.save_as(&rig(4.0), "a/b").expect("saved beside");
    let trims: Vec<f64> = own(&library)
        .iter()
        .map(|item| item.rig.as_ref().expect("a rig").feed.trim_db)
        .collect();
    assert_eq!(trims.len(), 3);
    assert!([1.0, 3.0, 4.0].iter().all(|trim| trims.contains(trim)));
    let factory = format!("factory:{}", presets::all()[0].id);
    assert!(matches!(
        library.save(&rig(0.0), &factory),
        Err(LibraryError::Factory)
    ));
    assert!(matches!(
        library.delete(&factory),
        Err(LibraryError::Factory)
    ));
    for outside in ["user:../x.toml", "user:/etc/x.toml", "user:", "x"] {
        assert!(
            matches!(library.delete(outside), Err(LibraryError::Factory)),
            "{outside}"
        );
    }
}

#[test]
fn names_that_are_no_names_are_refused_in_a_line() {
    let (_folder, library) = library();
    for name in ["", "   ", "a\nb", &"x".repeat(300), &"ü".repeat(81)] {
        let refused = library.save_as(&rig(0.0), name).expect_err("it is no name");
        assert_eq!(refused.to_string().lines().count(), 1, "{refused}");
    }
    assert!(own(&library).is_empty());
    // The longest that is allowed, in characters of four bytes each.
    let id = library
        .save_as(&rig(0.0), &"𝄞".repeat(80))
        .expect("80 are allowed");
    assert_eq!(loaded(&library, &id).name.chars().count(), 80);
}

#[test]
fn a_broken_file_is_listed_with_what_is_wrong_and_harms_no_other() {
    let (folder, library) = library();
    library.save_as(&rig(1.0), "Good").expect("saved");
    let rigs = folder.path().join("Rigs");
    let bad: [(&str, &[u8]); 5] = [
        ("empty.toml", b""),
        ("no-toml.toml", b"hello there"),
        ("no-text.toml", &[0xff, 0xfe, 0, 1]),
        ("later.toml", b"format = 99\nname = \"x\"\n"),
        (
            "wrong.toml",
            b"format = 1\nname = \"x\"\n[feed]\ntrim_db = 99.0\n",
        ),
    ];
    for (name, bytes) in bad {
        fs::write(rigs.join(name), bytes).expect("written");
    }
    fs::write(rigs.join("large.toml"), vec![b' '; 2 << 20]).expect("written");
    fs::create_dir(rigs.join("folder.toml")).expect("made");
    #[cfg(unix)]
    {
        // A pipe that nobody ever writes to must not stop anything.
        let pipe = rigs.join("pipe.toml");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()));
        std::os::unix::fs::symlink("nowhere", rigs.join("dangling.toml")).expect("linked");
    }
    fs::write(rigs.join("notes.txt"), "no rig at all").expect("written");
    library.read();
    let items = own(&library);
    let broken: Vec<&Item> = items.iter().filter(|item| item.rig.is_err()).collect();
    assert_eq!(broken.len(), if cfg!(unix) { 9 } else { 7 });
    for item in &broken {
        let problem = item.rig.as_ref().expect_err("it is broken");
        assert!(
            problem.contains(&item.name) && problem.lines().count() == 1,
            "{problem}"
        );
        assert!(problem.len() > item.name.len() + 15, "{problem}");
    }
    assert_eq!(items.len() - broken.len(), 1);
    let wrong = broken
        .iter()
        .find(|item| item.name == "wrong")
        .expect("listed");
    let problem = wrong.rig.as_ref().expect_err("it is broken");
    assert!(problem.contains('4') && problem.contains("24"), "{problem}");
}

#[test]
fn a_file_deleted_under_the_browser_is_said_in_a_line_and_saved_anew() {
    let (folder, library) = library();
    let id = library.save_as(&rig(1.0), "Mine").expect("saved");
    let file = folder.path().join("Rigs").join("Mine.toml");
    fs::remove_file(&file).expect("removed");
    for refused in [
        library.delete(&id).map(|_| ()).expect_err("it is gone"),
        library
            .rename(&id, "Other")
            .map(|_| ())
            .expect_err("it is gone"),
    ] {
        assert!(refused.to_string().contains("no longer there"), "{refused}");
    }
    library
        .save(&rig(2.0), &id)
        .expect("what one has in hand can be saved");
    assert_eq!(loaded(&library, &id).feed.trim_db, 2.0);
    // The folder goes, too.
    fs::remove_dir_all(folder.path().join("Rigs")).expect("removed");
    library.read();
    assert!(own(&library).is_empty());
    assert_eq!(library.listing().problem, None);
    library
        .save(&rig(2.0), &id)
        .expect("the folder is made again");
}

#[test]
fn a_folder_that_is_no_folder_is_said_in_a_line() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("Rigs");
    fs::write(&path, "a file").expect("written");
    let library = Library::new(Some(path));
    library.read();
    let listing = library.listing();
    let problem = listing.problem.as_deref().expect("it is said");
    assert_eq!(problem.lines().count(), 1);
    assert_eq!(listing.items.len(), presets::all().len());
    assert!(library.save_as(&rig(0.0), "Mine").is_err());
}

#[test]
fn changed_files_are_noticed() {
    let (folder, library) = library();
    let id = library.save_as(&rig(1.0), "Mine").expect("saved");
    let file = folder.path().join("Rigs").join("Mine.toml");
    let text = fs::read_to_string(&file).expect("read");
    fs::write(&file, text.replace("trim_db = 1.0", "trim_db = 12.5")).expect("written");
    library.read();
    assert_eq!(loaded(&library, &id).feed.trim_db, 12.5);
    // One that has not changed is not read again.
    let held = || {
        let listing = library.listing();
        let item = listing.get(&id).expect("it is listed");
        Arc::clone(item.rig.as_ref().expect("it is a rig"))
    };
    let before = held();
    library.read();
    assert!(Arc::ptr_eq(&before, &held()));
}

#[test]
fn rigs_go_out_and_come_in_whole() {
    let (folder, library) = library();
    let out = folder.path().join("out.toml");
    let commented = format!("# Our own.\n{}", rig(4.0).to_toml());
    fs::write(&out, &commented).expect("written");
    let id = library.import(&out).expect("imported");
    let other = library.import(&out).expect("imported once more");
    assert_ne!(id, other);
    let copied = folder.path().join("Rigs").join("Untitled.toml");
    assert_eq!(fs::read_to_string(copied).expect("read"), commented);
    library
        .export(&loaded(&library, &id), &out)
        .expect("exported");
    let text = fs::read_to_string(&out).expect("read");
    assert_eq!(Rig::from_toml(&text).expect("whole"), rig(4.0));

    fs::write(&out, "Filter 1: ON PK Fc 100 Hz Gain 3 dB Q 1").expect("written");
    let refused = library.import(&out).expect_err("it is no rig");
    assert!(
        refused.to_string().contains("`out.toml` is no rig"),
        "{refused}"
    );
    assert!(library.import(Path::new("/nowhere/at/all")).is_err());
    assert!(library
        .export(&rig(0.0), Path::new("/nowhere/at/all"))
        .is_err());
}

#[test]
fn search_favorites_and_steps() {
    let (_folder, library) = library();
    let id = library.save_as(&rig(1.0), "Zulu").expect("saved");
    library.set_tags(&id, &["stadium".into()]).expect("tagged");
    let listing = library.listing();
    let search = |words: &str| {
        listing.search(&Filter {
            words: words.to_owned(),
            ..Filter::default()
        })
    };
    assert_eq!(search("").len(), listing.items.len());
    let zulu = listing.position(&id).expect("listed");
    assert_eq!(search("ZULU stad"), [zulu]);
    assert!(search("zulu nowhere").is_empty());
    assert!(!search("electrostatic hybrid").is_empty());
    let digital = listing.search(&Filter {
        tags: vec!["digital".into()],
        ..Filter::default()
    });
    assert!(!digital.is_empty() && digital.len() < listing.items.len());
    assert!(listing.tags().contains(&"stadium"));

    let all = search("");
    let first = &listing.items[0].id;
    let after = |id: &str, back| listing.neighbor(&all, id, back).expect("one").id.clone();
    assert_eq!(after(&id, false), *first, "around the end");
    assert_eq!(after(first, true), id);
    assert_eq!(after("nothing", false), *first);
    assert!(listing.neighbor(&[], first, false).is_none());

    library.set_favorite(first, true).expect("marked");
    let favorites = library.listing().search(&Filter {
        favorites: true,
        ..Filter::default()
    });
    assert_eq!(favorites, [0]);
    library.set_last(&id).expect("noted");
    assert_eq!(library.last(), id);
}

#[test]
fn marks_read_from_the_folder_stay_when_another_is_set() {
    let (folder, library) = library();
    let [first, second] = [0, 1].map(|at| library.listing().items[at].id.clone());
    library.set_favorite(&first, true).expect("marked");
    library.set_last(&first).expect("noted");
    let again = Library::new(Some(folder.path().join("Rigs")));
    again.read();
    assert_eq!(again.last(), first);
    again.set_favorite(&second, true).expect("marked");
    let favorites = |library: &Library| -> Vec<String> {
        let listing = library.listing();
        let marked = listing.items.iter().filter(|item| item.favorite);
        marked.map(|item| item.id.clone()).collect()
    };
    assert_eq!(favorites(&again), [first.clone(), second.clone()]);
    library.read();
    assert_eq!(favorites(&library), [first.clone(), second]);
    assert_eq!(library.last(), first);
}

#[test]
fn a_rig_has_at_most_twelve_different_tags_of_forty_characters() {
    let (_folder, library) = library();
    let id = library.save_as(&rig(1.0), "Mine").expect("saved");
    let own = loaded(&library, &id).tags().len();
    let given = |tags: &[String]| -> Vec<String> {
        library.set_tags(&id, tags).expect("tagged");
        let listing = library.listing();
        listing.get(&id).expect("listed").tags[own..].to_vec()
    };
    let many: Vec<String> = (1..=13).map(|n| format!("tag {n}")).collect();
    assert_eq!(given(&many), many[..12]);
    assert_eq!(given(&["\u{fc}".repeat(41)]), ["\u{fc}".repeat(40)]);
    let unclean = ["", "  ", " Loud ", "LOUD", "late"].map(str::to_owned);
    assert_eq!(given(&unclean), ["Loud", "late"]);
    assert_eq!(given(&[]), [""; 0]);
}

#[test]
fn a_folder_is_read_again_at_every_request() {
    let (folder, library) = library();
    let rigs = folder.path().join("Rigs");
    fs::create_dir_all(&rigs).expect("made");
    let library = Arc::new(library);
    for count in 1..=2 {
        fs::write(rigs.join(format!("{count}.toml")), rig(1.0).to_toml()).expect("written");
        let (done, waiting) = mpsc::channel();
        library.refresh(move || done.send(()).expect("somebody waits"));
        waiting
            .recv_timeout(Duration::from_secs(20))
            .expect("it is read");
        assert_eq!(own(&library).len(), count);
    }
}

#[test]
fn a_window_does_not_wait_for_the_disk() {
    let (folder, library) = library();
    let rigs = folder.path().join("Rigs");
    fs::create_dir_all(&rigs).expect("made");
    let text = rig(1.0).to_toml();
    for index in 0..300 {
        fs::write(rigs.join(format!("{index}.toml")), &text).expect("written");
    }
    let library = Arc::new(library);
    let (done, waiting) = mpsc::channel();
    let before = library.listing().items.len();
    library.refresh(move || done.send(()).expect("somebody waits"));
    // What was known is there in the meantime.
    assert!(library.listing().items.len() >= before);
    waiting
        .recv_timeout(Duration::from_secs(20))
        .expect("it ends");
    assert_eq!(own(&library).len(), 300);
}

/// The index that a folder of curves gives, as the command line writes it.
fn index(folder: &Path, files: &[&str]) -> bodypack::curve::collection::Collection {
    let bytes = b"20 60\n1000 65\n20000 50\n";
    let entries = files.iter().map(|file| {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, bytes).expect("written");
        let imported = bodypack::curve::import::read(bytes, file).expect("a curve");
        bodypack::curve::collection::entry(file, &imported)
    });
    bodypack::curve::collection::Collection {
        entries: entries.collect(),
        folder: folder.to_string_lossy().into_owned(),
    }
}

#[test]
fn indexed_curves_are_searched_by_name_ear_and_rig_of_measurement() {
    use bodypack::rig::MeasuredOn;
    let (folder, library) = library();
    let files = [
        "711/Blue Two L.txt",
        "711/Blue Two R.txt",
        "5128/Blue.txt",
        "Red.txt",
    ];
    let collection = index(&folder.path().join("mine"), &files);
    let place = folder.path().join("Rigs/Curves");
    fs::create_dir_all(&place).expect("made");
    fs::write(place.join("mine.json"), collection.to_json()).expect("written");
    library.read();
    let curves = library.curves();
    let found = |words| -> Vec<String> {
        let places = curves.search(words);
        let file = |&at: &usize| {
            curves.items[at]
                .path
                .strip_prefix(folder.path().join("mine"))
        };
        let text = |path: &Path| path.to_string_lossy().replace('\\', "/");
        places
            .iter()
            .map(|at| text(file(at).expect("inside")))
            .collect()
    };
    assert_eq!(found("").len(), 4);
    assert_eq!(
        found("blue"),
        ["5128/Blue.txt", "711/Blue Two L.txt", "711/Blue Two R.txt"]
    );
    assert_eq!(found("RIGHT ear two"), ["711/Blue Two R.txt"]);
    assert_eq!(found("711 coupler left"), ["711/Blue Two L.txt"]);
    assert_eq!(found("green"), [""; 0]);
    let coupler = |words| curves.items[curves.search(words)[0]].measured_on;
    assert_eq!(coupler("two left"), MeasuredOn::Coupler711);
    assert_eq!(coupler("5128"), MeasuredOn::Type43);
    assert_eq!(coupler("red"), MeasuredOn::Unknown);
    // Unchanged files are not read again; a changed one is.
    library.read();
    assert!(Arc::ptr_eq(&curves, &library.curves()));
    fs::write(place.join("broken.json"), "{").expect("written");
    library.read();
    let with_broken = library.curves();
    assert_eq!(with_broken.items.len(), 4);
    assert!(with_broken
        .problem
        .as_ref()
        .is_some_and(|p| p.contains("`broken.json`")));
}

#[test]
fn an_index_cannot_lead_out_of_its_folder() {
    let (folder, library) = library();
    let mut collection = index(&folder.path().join("mine"), &["a.txt"]);
    collection.entries[0].file = "../../../etc/./passwd".to_owned();
    let place = folder.path().join("Rigs/Curves");
    fs::create_dir_all(&place).expect("made");
    fs::write(place.join("mine.json"), collection.to_json()).expect("written");
    library.read();
    let path = library.curves().items[0].path.clone();
    assert_eq!(path, folder.path().join("mine/etc/passwd"));
}

#[test]
fn twenty_thousand_curves_are_searched_within_a_frame() {
    if cfg!(debug_assertions) {
        eprintln!("skipped: the figure is that of a release build");
        return;
    }
    let (folder, library) = library();
    let one = index(&folder.path().join("mine"), &["711/Blue Two L.txt"])
        .entries
        .remove(0);
    let entries = (0..20_000).map(|n| bodypack::curve::collection::Entry {
        name: format!("Model {n}"),
        file: format!("someone/711/Model {n} L.txt"),
        ..one.clone()
    });
    let collection = bodypack::curve::collection::Collection {
        folder: "/nowhere".to_owned(),
        entries: entries.collect(),
    };
    let place = folder.path().join("Rigs/Curves");
    fs::create_dir_all(&place).expect("made");
    fs::write(place.join("mine.json"), collection.to_json()).expect("written");
    library.read();
    let curves = library.curves();
    let shortest = (0..20)
        .map(|_| {
            let start = std::time::Instant::now();
            assert_eq!(curves.search("model left 1999").len(), 12);
            start.elapsed()
        })
        .min();
    assert!(
        shortest.expect("some") < Duration::from_millis(33),
        "{shortest:?}"
    );
}
