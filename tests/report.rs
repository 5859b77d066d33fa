//! Measures of the translation report against the chain they are taken from.

use bodypack::chain::{Chain, Io};
use bodypack::dsp::noise::Noise;
use bodypack::report::{self, Candidate, Cell, Input, Inputs, Kind, OnRig};
use bodypack::rig::{presets, stages, Rig};

use crate::noise::pink;

const RATE_HZ: f64 = 48_000.0;
const SECONDS: usize = 12;

/// A mix in memory.
struct Mix([Vec<f32>; 2]);

impl Inputs for Mix {
    fn sample_rate_hz(&self) -> f64 {
        RATE_HZ
    }

    fn frames(&self) -> u64 {
        self.0[0].len() as u64
    }

    fn has(&self, input: Input) -> bool {
        input == Input::Mix
    }

    fn read(&mut self, _: Input, from: u64, to: [&mut [f32]; 2]) -> std::io::Result<()> {
        for (to, channel) in to.into_iter().zip(&self.0) {
            for (n, to) in to.iter_mut().enumerate() {
                *to = channel.get(from as usize + n).copied().unwrap_or(0.0);
            }
        }
        Ok(())
    }
}

fn noise_mix() -> Mix {
    let samples = SECONDS * RATE_HZ as usize;
    let sound = pink(samples, RATE_HZ, 1);
    Mix([sound.clone(), sound])
}

fn on(rig: &Rig, mix: &mut Mix) -> OnRig {
    let desk = report::listen(mix, &[], &mut |_| true).unwrap();
    let played = report::play(rig, mix, &desk, 3, &mut |_| true).unwrap();
    let candidate = Candidate {
        id: "rig".into(),
        rig: rig.clone(),
    };
    OnRig {
        cells: report::of_rig(&desk, &played, &candidate),
        summary: played.summary,
        candidate,
    }
}

fn cell(on: &OnRig, kind: Kind) -> &Cell {
    on.cells.iter().find(|cell| cell.kind == kind).unwrap()
}

fn energy_sum(levels_db: &[f64]) -> f64 {
    10.0 * levels_db
        .iter()
        .map(|level| 10f64.powf(0.1 * level))
        .sum::<f64>()
        .log10()
}

fn in_stage(id: &str, stage: &str) -> Rig {
    let mut rig = presets::find(id).unwrap();
    stages::find(stage).unwrap().apply(&mut rig.ambient);
    rig
}

/// Levels of mix and room at the drum, taken back out of the listening stage, against the chain's own
/// meters at the drum.
#[test]
fn levels_at_the_drum_are_those_of_the_chains_meters() {
    for id in [
        "singer-arena-touring-fm",
        "hybrid-electrostatic-custom",
        "flat-earbud",
    ] {
        let rig = in_stage(id, "club");
        let mut mix = noise_mix();
        let summary = on(&rig, &mut mix).summary;
        let mut chain = Chain::new(&rig, RATE_HZ, 3).unwrap();
        let [mut left, mut right] = mix.0.clone();
        let (mut programme, mut room, mut count) = (0.0, 0.0, 0);
        for (left, right) in left.chunks_mut(4800).zip(right.chunks_mut(4800)) {
            chain.process(Io {
                main: [left, right],
                ambient: None,
                own_voice: None,
            });
            let meters = chain.meters();
            let power = |levels: [f32; 2]| {
                levels
                    .iter()
                    .map(|l| 10f64.powf(0.1 * f64::from(*l)))
                    .sum::<f64>()
                    / 2.0
            };
            count += 1;
            if count > 10 {
                programme += power(meters.programme_dbspl);
                room += power(meters.ambient_dbspl);
            }
        }
        let mean = |power: f64| 10.0 * (power / f64::from(count - 10)).log10();
        for (name, metered, reported) in [
            (
                "programme",
                mean(programme),
                energy_sum(&summary.programme_dbspl),
            ),
            ("room", mean(room), energy_sum(&summary.room_dbspl)),
        ] {
            // The report begins with the mix, the meters a second later; 18 kHz and more is left out.
            assert!(
                (metered - reported).abs() < 0.7,
                "{id}, {name}: {metered:.2} and {reported:.2} dB SPL"
            );
        }
    }
}

#[test]
fn a_leak_loses_the_bass_to_the_room() {
    let mut mix = noise_mix();
    let [leaking, sealed] = ["fault-poor-seal-beside-the-kit", "price-tips-custom"]
        .map(|id| on(&presets::find(id).unwrap(), &mut mix));
    let loss = |rig: &OnRig| cell(rig, Kind::BassLost).value.unwrap();
    assert!(
        loss(&leaking) > loss(&sealed) + 8.0,
        "{} and {}",
        loss(&leaking),
        loss(&sealed)
    );
    assert!(cell(&leaking, Kind::BassLost).severity().is_some());
    assert!(cell(&sealed, Kind::BassLost).severity().is_none());
    assert!(cell(&leaking, Kind::BassUnderRoom).severity().is_some());
    // Without a room there is nothing that it could cover.
    let wired = on(&presets::find("single-dynamic-wired").unwrap(), &mut mix);
    assert_eq!(cell(&wired, Kind::BassUnderRoom).value, None);
    assert_eq!(cell(&wired, Kind::Breathing).value, None);
}

#[test]
fn an_ear_out_and_a_mono_pack_lose_what_the_other_side_holds() {
    // Half of the time left alone, half of it right alone.
    let mut mix = noise_mix();
    let half = RATE_HZ as usize * SECONDS / 2;
    mix.0[1][..half].fill(0.0);
    mix.0[0][half..].fill(0.0);
    let lost = |id: &str, mix: &mut Mix| {
        cell(&on(&presets::find(id).unwrap(), mix), Kind::SideLost)
            .value
            .unwrap()
    };
    assert!(lost("single-dynamic-wired", &mut mix) < 0.02);
    assert!(lost("drummer-one-ear-out", &mut mix) > 0.2);
    // In opposite phase nothing is left of it in mono.
    let mut turned = noise_mix();
    let quarter = RATE_HZ as usize * SECONDS / 4;
    turned.0[1][..quarter].iter_mut().for_each(|x| *x = -*x);
    assert!(lost("choir-one-mix-for-all", &mut turned) > 0.15);
    assert!(lost("single-dynamic-wired", &mut turned) < 0.02);
}

#[test]
fn hiss_breathes_through_a_compander_and_not_through_a_cable() {
    // Bursts of bass, which hide no hiss.
    let burst = |n: usize| {
        let t = n as f64 / RATE_HZ;
        let on = t % 0.8 < 0.3;
        let tone = (std::f64::consts::TAU * 80.0 * t).sin();
        if on {
            0.4 * tone as f32
        } else {
            0.0
        }
    };
    let sound: Vec<f32> = (0..SECONDS * RATE_HZ as usize).map(burst).collect();
    let mut mix = Mix([sound.clone(), sound]);
    let breathing = on(&presets::find("bar-budget-fm-stereo").unwrap(), &mut mix);
    let value = cell(&breathing, Kind::Breathing).value.unwrap();
    assert!(value > 5.0, "{value} dB");
    let wired = on(&presets::find("single-dynamic-wired").unwrap(), &mut mix);
    assert_eq!(cell(&wired, Kind::Breathing).value, None);
}

#[test]
fn late_links_drop_outs_and_loud_levels_are_told() {
    let mut mix = noise_mix();
    let bluetooth = on(
        &presets::find("fault-bluetooth-on-stage").unwrap(),
        &mut mix,
    );
    assert!(cell(&bluetooth, Kind::Late).severity().is_some());
    let wired = on(
        &presets::find("bassist-wired-beside-the-kit").unwrap(),
        &mut mix,
    );
    assert!(cell(&wired, Kind::Late).severity().is_none());
    let mut loud = presets::find("single-dynamic-wired").unwrap();
    loud.listening.level_dbspl = 110.0;
    let loud = on(&loud, &mut mix);
    let quiet = on(&presets::find("single-dynamic-wired").unwrap(), &mut mix);
    // 25 dB are a factor of 2^(25 ÷ 3).
    let ratio = loud.summary.dose / quiet.summary.dose.max(1e-9);
    assert!(
        cell(&loud, Kind::Dose).severity().is_some() && ratio > 100.0,
        "{ratio}"
    );
}

#[test]
fn the_same_mix_gives_the_same_figures_and_a_stop_is_heeded() {
    let mut mix = noise_mix();
    let mut source = Noise::new(9);
    mix.0[0]
        .iter_mut()
        .for_each(|x| *x += 0.01 * source.gaussian());
    let rig = in_stage("singer-arena-touring-fm", "arena");
    let [one, two] = [(); 2].map(|()| on(&rig, &mut mix));
    assert_eq!(format!("{:?}", one.cells), format!("{:?}", two.cells));
    assert_eq!(one.summary.programme_dba, two.summary.programme_dba);
    let desk = report::listen(&mut mix, &[], &mut |_| true).unwrap();
    let stopped = report::play(&rig, &mut mix, &desk, 3, &mut |_| false);
    assert!(matches!(stopped, Err(report::Stopped::Asked)));
}

/// A floor wedge in place of in-ears plays the mix: it stands beside the room, as it does on the chain's own
/// meters, and not in it.
#[test]
fn a_floor_wedge_plays_the_mix_and_is_no_room() {
    let mut mix = noise_mix();
    let rig = presets::find("singer-floor-wedge").unwrap();
    let over_room = |rig: &Rig, mix: &mut Mix| {
        let on = on(rig, mix);
        cell(&on, Kind::RoomOverMix).value.unwrap()
    };
    let as_it_is = over_room(&rig, &mut mix);
    assert!(as_it_is.abs() < 25.0, "{as_it_is} dB");
    let mut louder = rig.clone();
    louder.ambient.wedge.level_dbspl += 6.0;
    let change_db = over_room(&louder, &mut mix) - as_it_is;
    assert!((change_db - 6.0).abs() < 0.5, "{change_db} dB");
}
