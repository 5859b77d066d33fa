//! Results and what was there before: no input is lost, under whichever name, and no file changes its kind.

use std::fs;

use super::support::Bench;

/// Runs a command that must be refused with these words, and leave a file as it was.
#[track_caller]
fn keeps(bench: &Bench, name: &str, arguments: &[&str], words: &str) {
    let before = fs::read(bench.path(name)).expect(name);
    let output = bench.run_words(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    assert!(said.contains(words), "{arguments:?}: {said}");
    assert!(
        fs::read(bench.path(name)).expect(name) == before,
        "{name} has changed"
    );
}

#[cfg(unix)]
#[test]
fn no_input_is_lost_under_any_of_its_names() {
    let bench = Bench::new();
    let rig = bench.good("rigs drummer");
    bench.write("mine.toml", rig.as_bytes());
    fs::create_dir(bench.path("real")).unwrap();
    std::os::unix::fs::symlink("real", bench.path("linked")).unwrap();
    bench.write("real/rig", rig.as_bytes());
    fs::hard_link(bench.path("real/rig"), bench.path("hard")).unwrap();
    std::os::unix::fs::symlink("real/rig", bench.path("soft")).unwrap();
    for other in [
        "real/rig",
        "linked/rig",
        "./real/../linked/rig",
        "hard",
        "soft",
    ] {
        for command in [
            vec!["export", "--rig", "real/rig", "--csv", other],
            vec!["export", "--rig", "real/rig", "--impulse", other],
            vec!["response", "--rig", "real/rig", "--png", other],
        ] {
            keeps(&bench, "real/rig", &command, "also an input");
        }
    }
    let own = ["export", "--rig", "mine.toml", "--csv", "mine.toml"];
    keeps(&bench, "mine.toml", &own, "also an input");
    let twice = "export --rig drummer --csv real/x --graphic-eq linked/x";
    bench.refused(twice, &["named for two results"]);
    assert!(!bench.exists("real/x"));
}

/// Windows takes names of more than 260 characters only if they are given in full.
#[test]
fn results_in_deep_folders_are_written_and_replaced() {
    let bench = Bench::new();
    let deep = ["a folder with a long name and umlauts äöü"; 9].join("/");
    let names = [format!("{deep}/in.wav"), format!("{deep}/out.wav")];
    let folder = bench.path(&deep);
    // In full, since the test itself has to make it.
    let top = fs::canonicalize(bench.path(".")).expect("the folder is there");
    let whole = deep.split('/').fold(top, |path, part| path.join(part));
    fs::create_dir_all(whole).expect("a deep folder");
    assert!(folder.to_string_lossy().len() > 260);
    bench.wav(&names[0], 48_000, 2, &[0.1; 9600]);
    for _ in 0..2 {
        let output = bench.run_words(&["render", &names[0], "-o", &names[1], "--rig", "drummer"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert_eq!(bench.rendered(&names[1]).1.len(), 4800);
    }
}

#[test]
fn measurements_and_what_they_include_are_kept() {
    let bench = Bench::new();
    bench.write("eq", b"Preamp: -1 dB\nInclude: more.toml\n");
    bench.write("more.toml", b"Filter: ON PK Fc 100 Hz Gain 3 dB Q 1\n");
    let import = |output| ["import", "eq", "--rig", "drummer", "-o", output];
    keeps(&bench, "eq", &import("eq"), "also an input");
    keeps(&bench, "more.toml", &import("more.toml"), "also an input");
    fs::create_dir(bench.path("curves")).unwrap();
    let preset = br#"[{"name":"X","preamp":-6,"parametric":true,"bands":[{"type":3,"channels":0,"frequency":90,"q":1.4,"gain":3}]}]"#;
    bench.write("curves/x.json", preset);
    let index = ["import", "curves", "-o", "curves/x.json"];
    keeps(&bench, "curves/x.json", &index, "also an input");
    // An index may stand beside its curves, and be written again.
    for _ in 0..2 {
        let said = bench.good("import curves -o curves/index.json");
        assert!(said.contains("curves: 1 curve, "), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_result_keeps_the_mode_and_the_link_of_the_old_one() {
    use std::os::unix::fs::{symlink, PermissionsExt};
    let bench = Bench::new();
    bench.wav(
        "in.wav",
        48_000,
        2,
        &super::support::noise(2 * 900, 0.25, 1),
    );
    for (name, command) in [
        ("out.csv", "export --rig drummer --csv link-out.csv"),
        ("out.png", "response --rig drummer --png link-out.png"),
        ("out.wav", "render in.wav -o link-out.wav --rig drummer"),
        ("out.toml", "import eq.txt --rig drummer -o link-out.toml"),
    ] {
        bench.write("eq.txt", b"Preamp: -1 dB\n");
        bench.write(name, b"old");
        let mode = fs::Permissions::from_mode(0o640);
        fs::set_permissions(bench.path(name), mode).unwrap();
        let link = bench.path(&format!("link-{name}"));
        symlink(name, &link).unwrap();
        bench.good(command);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "{name}");
        let data = fs::metadata(bench.path(name)).unwrap();
        assert_eq!(data.permissions().mode() & 0o777, 0o640, "{name}");
        assert!(data.len() > 3, "{name}");
    }
}

#[test]
fn a_stream_is_read_once() {
    let bench = Bench::new();
    bench.refused("import - --other -", &["standard input can be read once"]);
    let render = "render - -o x.wav --ambient - --rig drummer";
    bench.refused(render, &["standard input can be read once"]);
    // A file of that name is a file when its folder is named.
    bench.write("-", b"Preamp: -1 dB\n");
    assert!(bench.good("import ./-").starts_with("./-: a parametric"));
    assert!(bench
        .good("export --rig drummer --csv -")
        .starts_with("frequency_hz"));
}
