use super::*;
use crate::editor::window::dialogs::Question;

fn state(text: &str, purpose: Purpose) -> State {
    let mut state = State::new(Question {
        purpose,
        file_name: "Rig.toml".to_owned(),
    });
    state.text = text.to_owned();
    state
}

#[test]
fn a_path_is_completed_as_far_as_it_is_clear() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("Measurements")).expect("made");
    for name in [
        "mine-left.csv",
        "mine-right.csv",
        "notes.doc",
        ".hidden.csv",
    ] {
        std::fs::write(folder.path().join(name), "").expect("written");
    }
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let complete = |name: &str| {
        let mut state = state(&at(name), Purpose::Import);
        state.complete();
        state.text
    };
    assert_eq!(complete("mi"), at("mine-"));
    assert_eq!(complete("mine-l"), at("mine-left.csv"));
    assert_eq!(
        complete("meas"),
        with_slash(&folder.path().join("Measurements"))
    );
    assert_eq!(complete("notes"), at("notes"), "of another kind");
    assert_eq!(complete(".h"), at(".hidden.csv"));
    let mut all = state(&with_slash(folder.path()), Purpose::Import);
    all.look();
    let names: Vec<&str> = all
        .matches()
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    assert_eq!(names, ["Measurements", "mine-left.csv", "mine-right.csv"]);
}

#[test]
fn rubbish_and_folders_that_are_not_there_complete_nothing() {
    for text in [
        "",
        "/no/such/folder/x",
        "\u{0}",
        "~",
        "//",
        "\u{1f600}\u{301}",
    ] {
        let mut state = state(text, Purpose::Export);
        state.complete();
        state.matches();
    }
}
