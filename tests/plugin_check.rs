//! *Check mix* through the plugin: what plays is collected, measured as the command line measures it, and
//! what was planted in the mix is named.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::player;
use bodypack::dsp::noise::Noise;
use bodypack::report::{self, choice, Candidate, Input, Inputs, Kind, OnRig};
use bodypack::rig::{presets, Rig};
use bodypack::worker::attachment;
use bodypack::worker::check::{Checked, Chosen, MixCheck, News, MOST_S};
use bodypack::worker::sound_tap::Transport;
use player::Player;

const RATE: usize = 48_000;
const HALF: usize = RATE / 2;
const PATIENCE: Duration = Duration::from_secs(240);

type Stereo = [Vec<f32>; 2];

/// Noise with the peaks of music, in both channels.
fn clean(seconds: usize, level: f32) -> Stereo {
    let mut noise = Noise::new(11);
    let sound: Vec<f32> = (0..seconds * RATE)
        .map(|_| level * noise.gaussian())
        .collect();
    [sound.clone(), sound]
}

/// The same with its peaks cut off.
fn clipped(seconds: usize) -> Stereo {
    clean(seconds, 0.2).map(|channel| channel.iter().map(|x| x.clamp(-0.25, 0.25)).collect())
}

/// The same with a loud part on the left alone, seven seconds out of ten.
fn hard_panned(seconds: usize) -> Stereo {
    let [mut left, right] = clean(seconds, 0.03);
    let mut lead = Noise::new(12);
    for (n, sample) in left.iter_mut().enumerate() {
        if n % RATE < RATE * 7 / 10 {
            *sample += 0.12 * lead.gaussian();
        }
    }
    [left, right]
}

fn chosen(id: &str) -> Chosen {
    Chosen {
        origin: format!("factory:{id}"),
        id: id.to_owned(),
        rig: Arc::new(presets::find(id).expect("a factory rig")),
        is_factory: true,
    }
}

fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A player whose window shows *Check mix*.
fn listening() -> Player {
    let mut player = Player::live(|_| ());
    player.transport().playing = true;
    player.worker().window_opened();
    player.worker().check().listen();
    wait_until("a window", || player.worker().check().held().is_some());
    player
}

/// Plays at the pace at which the sound is taken in.
fn feed(player: &mut Player, sound: &Stereo) {
    let [left, right] = sound;
    for (left, right) in left.chunks(HALF).zip(right.chunks(HALF)) {
        let before = player.worker().check().status().frames;
        player.play_stereo([left, right]);
        if left.len() == HALF {
            wait_until("the sound is taken in", || {
                player.worker().check().status().frames >= before + HALF as u64
            });
        }
    }
}

fn measured(player: &Player, rigs: Vec<Chosen>) -> Arc<Checked> {
    let check = player.worker().check();
    check.measure(rigs);
    wait_until("a result", || {
        if let Some(News::Problem(words)) = check.news() {
            panic!("{words}");
        }
        check.status().progress.is_none()
    });
    check.status().result.expect("it was measured")
}

#[test]
fn a_clipped_bus_and_a_hard_panned_lead_are_named_and_a_clean_mix_is_not_blamed() {
    for (name, sound, wanted) in [
        ("clipped", clipped(12), Some(Kind::Clipped)),
        ("panned", hard_panned(12), Some(Kind::OneSided)),
        ("clean", clean(12, 0.1), None),
    ] {
        let mut player = listening();
        feed(&mut player, &sound);
        let checked = measured(&player, vec![chosen("single-dynamic-wired")]);
        let kinds: Vec<Kind> = checked
            .report
            .of_mix
            .iter()
            .map(|found| found.kind)
            .collect();
        match wanted {
            Some(kind) => assert!(
                kinds.iter().take(3).any(|k| *k == kind),
                "{name}: {kinds:?}"
            ),
            None => assert!(
                !kinds.contains(&Kind::Clipped) && !kinds.contains(&Kind::OneSided),
                "{name}: {kinds:?}"
            ),
        }
    }
}

/// A sound in memory, for the other way to the same figures.
struct Mix(Stereo);

impl Inputs for Mix {
    fn sample_rate_hz(&self) -> f64 {
        RATE as f64
    }

    fn frames(&self) -> u64 {
        self.0[0].len() as u64
    }

    fn has(&self, input: Input) -> bool {
        input == Input::Mix
    }

    fn read(&mut self, input: Input, from: u64, to: [&mut [f32]; 2]) -> std::io::Result<()> {
        let there = input == Input::Mix;
        for (to, channel) in to.into_iter().zip(&self.0) {
            for (n, to) in to.iter_mut().enumerate() {
                let sample = channel.get(from as usize + n).filter(|_| there);
                *to = sample.copied().unwrap_or(0.0);
            }
        }
        Ok(())
    }
}

#[test]
fn the_plugin_measures_what_the_command_line_measures() {
    let id = "bar-budget-fm-stereo";
    let sound = hard_panned(4);
    let mut player = listening();
    feed(&mut player, &sound);
    let checked = measured(&player, vec![chosen(id)]);
    assert_eq!(checked.held.seconds(), 4.0);
    let mut mix = Mix(sound);
    let desk = report::listen(&mut mix, &[], &mut |_| true).unwrap();
    let rig = presets::find(id).unwrap();
    let candidate: Candidate = choice::prepared(id, rig, true, choice::Room::Own);
    let same = OnRig::measure(&candidate, &mut mix, &desk, 0, &mut |_| true).unwrap();
    assert_eq!(
        format!("{:?}", checked.report.rigs[0].cells),
        format!("{:?}", same.cells)
    );
    assert_eq!(checked.report.room, "the stage of each rig");
}

#[test]
fn nothing_is_held_before_it_is_asked_for_nor_after_the_window_has_closed() {
    let mut player = Player::live(|_| ());
    player.worker().window_opened();
    player.play(&[0.1; 4800]);
    assert!(player.worker().check().held().is_none());
    drop(player);
    let mut player = listening();
    feed(&mut player, &clean(2, 0.1));
    let status = player.worker().check().status();
    assert_eq!(
        (status.seconds, status.bytes, status.missed),
        (2.0, 2 * 8 * RATE, 0)
    );
    assert!(status.seconds <= MOST_S);
    measured(&player, vec![chosen("single-dynamic-wired")]);
    player.worker().window_closed();
    let check = player.worker().check();
    assert!(check.held().is_none() && check.status().result.is_none());
    player.play(&[0.1; 48_000]);
    assert!(check_is_empty(&player));
}

fn check_is_empty(player: &Player) -> bool {
    let status = player.worker().check().status();
    (status.bytes, status.frames, status.listens) == (0, 0, false)
}

#[test]
fn a_run_can_be_stopped_and_a_second_of_sound_is_needed() {
    let mut player = listening();
    let check = player.worker().check();
    check.measure(vec![chosen("single-dynamic-wired")]);
    assert!(matches!(check.news(), Some(News::Problem(words)) if words.contains("a second")));
    feed(&mut player, &clean(8, 0.1));
    let check = player.worker().check();
    check.measure(
        presets::all()
            .iter()
            .map(|preset| chosen(preset.id))
            .collect(),
    );
    wait_until("it begins", || {
        check
            .status()
            .progress
            .is_some_and(|progress| progress.share() > 0.0)
    });
    let begun = Instant::now();
    check.cancel();
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
    let status = check.status();
    assert!(status.progress.is_none() && status.result.is_none());
}

/// While many rigs are measured, a knob gets its response as ever: the thread that designs has no part in
/// measuring, and those that measure stand back.
#[test]
fn measuring_does_not_hold_up_a_design() {
    let mut player = listening();
    feed(&mut player, &clean(6, 0.1));
    let all = || {
        presets::all()
            .iter()
            .map(|preset| chosen(preset.id))
            .collect()
    };
    player.worker().check().measure(all());
    let heard = |player: &mut Player| {
        let out = player.play(&player::tone(60.0, 0.1, 0, 4800));
        player::level_db(&out[2400..])
    };
    player.turn("ambon", 0.0);
    player.turn("seall", 1.0);
    player.settle();
    let sealed = heard(&mut player);
    player.turn("seall", 0.05);
    let begun = Instant::now();
    while heard(&mut player) > sealed - 6.0 {
        assert!(begun.elapsed() < PATIENCE, "the leak is never heard");
        std::thread::sleep(Duration::from_millis(5));
    }
    let took = begun.elapsed();
    assert!(
        player.worker().check().status().progress.is_some(),
        "it is over too soon to tell"
    );
    assert!(took < Duration::from_secs(5), "{took:?}");
    player.worker().check().cancel();
}

#[test]
fn a_rig_that_fails_is_named_and_the_others_go_on_and_the_page_is_that_of_the_command_line() {
    let mut player = listening();
    feed(&mut player, &clipped(3));
    let mut broken = Rig::default();
    broken
        .earphone
        .bores
        .iter_mut()
        .for_each(|bore| bore.radius_mm = f64::NAN);
    broken.earphone.drivers.clear();
    let broken = Chosen {
        origin: "user:broken.toml".to_owned(),
        id: "broken.toml".to_owned(),
        rig: Arc::new(broken),
        is_factory: false,
    };
    let checked = measured(&player, vec![broken, chosen("single-dynamic-wired")]);
    assert_eq!(checked.report.failed[0].0, "broken.toml");
    assert_eq!(checked.origins, ["factory:single-dynamic-wired"]);
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("Mix check.html");
    let check = player.worker().check();
    check.export(page.clone());
    let mut written = None;
    wait_until("the page", || {
        written = check.news().or(written.take());
        written.is_some()
    });
    match written {
        Some(News::Written(path)) => assert_eq!(path, page),
        Some(News::Problem(words)) => panic!("{words}"),
        None => panic!("no news"),
    }
    let text = std::fs::read_to_string(&page).unwrap();
    let clips = folder.path().join("Mix check-clips");
    let found = &checked.report.of_mix[0];
    assert!(
        text.contains(&found.sentence.replace('"', "&quot;")),
        "{}",
        found.sentence
    );
    assert!(text.contains("Mix check-clips/01-") && text.contains("broken.toml was left out"));
    assert!(std::fs::read_dir(clips).unwrap().count() >= 2);
    let facts = std::fs::read_to_string(page.with_extension("json")).unwrap();
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
    assert_eq!(facts["findings"][0]["kind"], found.kind.id());
    // A place that cannot be written to is said, and leaves nothing.
    check.export(folder.path().join("none").join("page.html"));
    let mut said = None;
    wait_until("a word", || {
        said = check.news().or(said.take());
        said.is_some()
    });
    assert!(matches!(said, Some(News::Problem(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn a_place_is_told_on_the_hosts_timeline() {
    let mut player = listening();
    player.transport().pos_seconds = Some(95.0);
    player.play_stereo([&[0.1; 512]; 2]);
    player.transport().pos_seconds = None;
    feed(&mut player, &clean(2, 0.1));
    let held = player.worker().check().held().unwrap();
    assert_eq!(held.song_s(0.0), Some(95.0));
    assert_eq!(held.song_s(1.5), Some(96.5));
    assert!(held.remarks()[0].contains("1:35"), "{:?}", held.remarks());
}

/// Room and own voice, where they are connected: the recording takes the place of the rigs' stages, and the
/// voice is looked for in the mix.
#[test]
fn room_and_own_voice_are_measured_where_they_are_connected() {
    let (attacher, mut attached) = attachment::ends();
    let (mut outbox, _garbage) = rtrb::RingBuffer::new(8);
    let check = MixCheck::new(attacher, Arc::new(|| ()));
    check.set_rate(Some(RATE as f64));
    check.listen();
    wait_until("a window", || check.held().is_some());
    attached.receive(&mut outbox);
    let mut tap = attached
        .tap
        .take()
        .expect("it was sent before the window began");
    let [mix, _] = clean(6, 0.1);
    let voice: Vec<f32> = mix.iter().map(|x| 0.5 * x).collect();
    let mut transport = Transport {
        plays: true,
        song_s: None,
    };
    for (mix, voice) in mix.chunks(HALF).zip(voice.chunks(HALF)) {
        let before = check.status().frames;
        let aux = [Some([voice, mix]), Some([voice, voice])];
        tap.pass([mix, mix], aux, &mut transport);
        wait_until("the sound is taken in", || check.status().frames > before);
    }
    assert_eq!(check.status().bytes, 6 * RATE * 6 * 4);
    check.measure(vec![chosen("singer-club-beside-the-kit")]);
    wait_until("a result", || check.status().progress.is_none());
    let checked = check.status().result.expect("it was measured");
    assert_eq!(checked.report.room, "the recording of the room");
    let stems: Vec<&str> = checked.report.desk.stem_names().collect();
    assert_eq!(stems, ["own voice"]);
    let cells = &checked.report.rigs[0].cells;
    let value = |kind| {
        cells
            .iter()
            .find(|cell| cell.kind == kind)
            .and_then(|cell| cell.value)
    };
    assert!(value(Kind::RoomOverMix).is_some() && value(Kind::StemUnderRoom).is_some());
}
