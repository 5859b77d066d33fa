use super::*;

const WHOLE: &str = r#"
format = 1
name = "Friday"
rig = "drummer"
performer = "Bass"
continuous = true

[[song]]
title = "One"
file = "songs/one.flac"
channels = "split"
level_db = -3
tempo_bpm = 127.5
beats_per_bar = 3
first_beat_s = 0.25
count_in_bars = 2
click = true
click_level_db = -6.0
loop_s = [10.0, 20.5]

[[song]]
stems = "two"
rig = "mine.toml"

[song.mix.Bass.Drums]
level_db = 4.5

[song.mix.Bass.Vocal]
mute = true

[song.mix.Drums.Drums]
mute = true
"#;

#[test]
fn a_set_is_read_as_it_was_written() {
    let set = Set::from_toml(WHOLE).unwrap();
    assert_eq!(set.songs[0].beats().tempo_bpm, 127.5);
    assert_eq!(set.songs[1].fader("Bass", "Drums").level_db, LevelDb(4.5));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set.toml");
    set.write(&path).unwrap();
    assert_eq!(Set::read(&path).unwrap(), set);
}

#[test]
fn errors_name_the_line_and_what_is_expected() {
    for (change, with, expected) in [
        (
            "level_db = -3\n",
            "level_db = 300\n",
            "line 12: 300 is out of range",
        ),
        (
            "level_db = -3\n",
            "levle_db = -3\n",
            "line 12: unknown field `levle_db`",
        ),
        (
            "beats_per_bar = 3\n",
            "beats_per_bar = 3.5\n",
            "line 14: 3.5 is out of range; a whole",
        ),
        ("tempo_bpm = 127.5", "tempo_bpm = nan", "line 13"),
        ("[[song]]\nstems", "[[song]\nstems", "line 21"),
        ("format = 1\n", "format = 9\n", "its format is 9"),
        ("format = 1\n", "", "missing field `format`"),
        (
            "stems = \"two\"",
            "title = \"Two\"",
            "song 2 (Two): names neither",
        ),
        ("[10.0, 20.5]", "[20.5, 10.0]", "song 1 (One): `loop_s`"),
    ] {
        assert!(WHOLE.contains(change), "{change}");
        let refused = Set::from_toml(&WHOLE.replacen(change, with, 1)).unwrap_err();
        assert!(refused.contains(expected), "{with}: {refused}");
    }
}

#[test]
fn a_drummer_cuts_the_own_part_keeps_the_click_and_lifts_the_bass() {
    let tracks: Vec<TrackSource> = ["Bass", "Click", "Drums", "Voice"]
        .map(|name| TrackSource {
            name: name.into(),
            path: PathBuf::new(),
            channels: Channels::Stereo,
        })
        .to_vec();
    let mut song = Song::of(Path::new("song"));
    song.change_fader("Drummer", "Drums", |fader| fader.mute = true);
    song.change_fader("Drummer", "Bass", |fader| fader.level_db = LevelDb(6.0));
    let gains = song.gains("Drummer", &tracks);
    assert_eq!((gains[1], gains[2], gains[3]), (1.0, 0.0, 1.0));
    assert!((gains[0] - 1.995).abs() < 0.001);
    assert_eq!(song.gains("Singer", &tracks), [1.0; 4]);
    song.change_fader("Drummer", "Click", |fader| fader.solo = true);
    assert_eq!(song.gains("Drummer", &tracks), [0.0, 1.0, 0.0, 0.0]);

    // Another performer begins with a copy, and goes on alone.
    let mut set = Set {
        songs: vec![song],
        ..Set::default()
    };
    set.copy_mixes("Drummer", "Bassist");
    set.songs[0].change_fader("Bassist", "Drums", |fader| fader.mute = false);
    assert!(set.songs[0].fader("Bassist", "Click").solo);
    assert!(!set.songs[0].fader("Bassist", "Drums").mute);
    assert!(set.songs[0].fader("Drummer", "Drums").mute);
}

#[test]
fn songs_that_have_moved_are_found_by_name_beside_the_set() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("new/two")).unwrap();
    std::fs::write(at("new/one.flac"), b"").unwrap();
    let mut set = Set::from_toml(WHOLE).unwrap();
    set.songs.push(Song::of(Path::new("gone.wav")));
    let moved = set.find_moved(folder.path());
    assert_eq!(moved.len(), 3);
    assert_eq!(set.songs[0].file, Some(PathBuf::from("new/one.flac")));
    assert_eq!(set.songs[1].stems, Some(PathBuf::from("new/two")));
    assert_eq!(moved[2].found, None);
    assert_eq!(set.songs[2].file, Some(PathBuf::from("gone.wav")));
    assert!(set.find_moved(folder.path()).len() == 1);
}

#[test]
fn a_set_that_is_written_elsewhere_names_the_same_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("sets/songs")).unwrap();
    std::fs::write(at("sets/mine.toml"), b"").unwrap();
    let mut set = Set::from_toml(WHOLE).unwrap();
    set.move_to(&at("sets"), folder.path());
    assert_eq!(
        set.songs[0].file,
        Some(PathBuf::from("sets/songs/one.flac"))
    );
    assert_eq!(set.songs[1].rig.as_deref(), Some("sets/mine.toml"));
    assert_eq!(set.rig.as_deref(), Some("drummer"));
    set.move_to(folder.path(), &at("other"));
    assert_eq!(set.songs[0].file, Some(at("sets/songs/one.flac")));
}
