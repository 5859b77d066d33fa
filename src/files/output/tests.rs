use std::io::Write;

use super::*;

#[test]
fn nothing_is_left_of_a_file_that_was_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut pending = AtomicFile::new(&folder.path().join("out.wav"), &[]).unwrap();
    pending.file().write_all(b"half").unwrap();
    drop(pending);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_kept_file_replaces_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.wav");
    fs::write(&target, b"old").unwrap();
    let mut pending = AtomicFile::new(&target, &[]).unwrap();
    pending.file().write_all(b"new").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"old");
    pending.keep().unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_input_is_never_overwritten_by_any_of_its_names() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("song.wav");
    fs::write(&input, b"song").unwrap();
    let roundabout = folder.path().join(".").join("song.wav");
    let refused = AtomicFile::new(&roundabout, &[&input]);
    assert!(matches!(refused, Err(OutputError::AlsoInput)));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_as_they_are() {
    use std::os::unix::fs::{symlink, PermissionsExt};
    let folder = tempfile::tempdir().unwrap();
    let (own, link) = (
        folder.path().join("own.txt"),
        folder.path().join("link.txt"),
    );
    fs::write(&own, b"old").unwrap();
    fs::set_permissions(&own, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("own.txt", &link).unwrap();
    let mut pending = AtomicFile::new(&link, &[]).unwrap();
    pending.file().write_all(b"new").unwrap();
    pending.keep().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&own).unwrap(), b"new");
    let mode = fs::metadata(&own).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    // The link and what it leads to are one file.
    let twice = apart(&[&own, &link]);
    assert!(matches!(twice, Err((_, OutputError::Twice))));
    let refused = AtomicFile::new(&link, &[&own]);
    assert!(matches!(refused, Err(OutputError::AlsoInput)));
}

#[cfg(unix)]
#[test]
fn one_file_is_known_under_all_its_names() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("real")).unwrap();
    symlink("real", at("linked")).unwrap();
    fs::write(at("real/song.wav"), b"song").unwrap();
    fs::hard_link(at("real/song.wav"), at("hard.wav")).unwrap();
    for other in ["linked/song.wav", "real/../linked/song.wav", "hard.wav"] {
        let refused = AtomicFile::new(&at(other), &[&at("real/song.wav")]);
        assert!(matches!(refused, Err(OutputError::AlsoInput)), "{other}");
        let twice = apart(&[&at("real/song.wav"), &at(other)]);
        assert!(matches!(twice, Err((_, OutputError::Twice))), "{other}");
    }
    // Not there yet, by way of the linked folder; and streams.
    let new = apart(&[&at("real/new.wav"), &at("linked/new.wav")]);
    assert!(matches!(new, Err((_, OutputError::Twice))));
    let streams = apart(&[Path::new("-"), Path::new("-")]);
    assert!(matches!(streams, Err((_, OutputError::Twice))));
    assert!(apart(&[&at("a.wav"), &at("b.wav")]).is_ok());
    // In another case they are two where the disk says so.
    let apart = apart(&[&at("new.wav"), &at("NEW.WAV")]).is_ok();
    fs::write(at("probe"), b"").unwrap();
    assert_eq!(apart, !at("PROBE").exists());
}

#[test]
fn names_that_promise_another_format_are_refused() {
    for (name, suits) in [
        ("a.wav", true),
        ("a.WAV", true),
        ("a", true),
        ("a.final", true),
        ("-", true),
        ("a.flac", false),
        ("a.mp3", false),
        ("a.toml", false),
    ] {
        assert_eq!(Format::Wav.suits(Path::new(name)).is_ok(), suits, "{name}");
    }
    assert!(Format::Rig.suits(Path::new("mine.wav")).is_err());
    assert!(Format::Csv.suits(Path::new("table.txt")).is_ok());
}

#[test]
fn a_folder_and_a_missing_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        AtomicFile::new(folder.path(), &[]),
        Err(OutputError::NotAFile)
    ));
    let missing = folder.path().join("none").join("out.wav");
    assert!(matches!(
        AtomicFile::new(&missing, &[]),
        Err(OutputError::NoFolder(_))
    ));
}
