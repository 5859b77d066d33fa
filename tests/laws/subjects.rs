//! The list that the laws run over: every stage with the corners of its settings.

use bodypack::chain::{
    ambient, cable, contact, earphone, ears, feed, jaw, link, listening, own_voice, pack, safety,
    Chain, Io, Settings,
};
use bodypack::design::{design, ResponseSet};
use bodypack::dsp::stage::{Stage, Stereo};
use bodypack::rig::{self, Rig};
use num_complex::Complex64;

/// A stage, or the chain, as the laws see it.
pub trait Subject {
    fn name(&self) -> &'static str;
    /// Number of corners.
    fn corners(&self) -> usize;
    /// Takes the settings of a corner.
    fn change(&mut self, corner: usize);
    fn reset(&mut self);
    fn process(&mut self, block: &mut Stereo<'_>);
    /// The delay, where the subject is nothing but a delay and gains.
    fn pure_delay_samples(&self) -> Option<f64>;
    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]>;
    fn tail_samples(&self) -> usize;
    /// True if it sounds without an input at a corner.
    fn makes_noise(&self, corner: usize) -> bool;
}

/// All subjects, at a sample rate, at their first corner.
pub fn subjects(rate_hz: f64) -> Vec<Box<dyn Subject>> {
    let rigs = corner_rigs();
    let designed = design(&rigs[0], rate_hz).expect("the first rig has a solution");
    let of = |settings: fn(&Rig) -> Settings| rigs.iter().map(settings).collect::<Vec<_>>();
    let all = of(Settings::new);
    let first = all[0];
    vec![
        cornered(
            "feed",
            true,
            feed::Feed::new(rate_hz, &first.feed),
            &all,
            |s| s.feed,
        ),
        cornered(
            "link",
            true,
            link::Link::new(rate_hz, &first.link, 1),
            &all,
            |s| s.link,
        ),
        cornered(
            "pack",
            true,
            pack::Pack::new(rate_hz, &first.pack, 1),
            &all,
            |s| s.pack,
        ),
        cornered(
            "conductors",
            false,
            contact::Conductors::new(rate_hz, &first.contact, 1),
            &all,
            |s| s.contact,
        ),
        cornered(
            "earphone",
            false,
            earphone::Earphone::new(rate_hz, &designed, &first.earphone),
            &all,
            |s| s.earphone,
        ),
        cornered(
            "own voice",
            false,
            own_voice::OwnVoice::new(rate_hz, &first.own_voice),
            &all,
            |s| s.own_voice,
        ),
        cornered(
            "ambient",
            false,
            ambient::Ambient::new(rate_hz, designed.around(), &first.ambient, 1),
            &all,
            |s| s.ambient,
        ),
        cornered(
            "ears",
            false,
            ears::Ears::new(rate_hz, &designed, &first.earphone),
            &all,
            |s| s.earphone,
        ),
        cornered(
            "listening",
            false,
            listening::Listening::new(rate_hz, designed.listening(), &first.listening),
            &all,
            |s| s.listening,
        ),
        cornered(
            "safety",
            true,
            safety::Safety::new(rate_hz, &first.safety),
            &all,
            |s| s.safety,
        ),
        jaw_at_corners(rate_hz),
        microphones_at_corners(rate_hz),
        cable_at_corners(rate_hz),
        Box::new(WholeChain::new(rigs, rate_hz)),
    ]
}

/// A jaw that rests, sings, and sings with a slipping tip.
fn jaw_at_corners(rate_hz: f64) -> Box<dyn Subject> {
    let mut rigs = vec![Rig::default(); 3];
    rigs[1].earphone.jaw_decades = 2.0;
    rigs[1].listening.level_dbspl = 60.0;
    rigs[2].earphone.jaw_decades = 0.5;
    rigs[2].earphone.slip_decades = 1.0;
    rigs[2].listening.level_dbspl = 115.0;
    let designed = design(&rigs[1], rate_hz).expect("the rig has a solution");
    let corners: Vec<_> = rigs.iter().map(jaw::Settings::new).collect();
    let stage = jaw::Jaw::new(rate_hz, &designed.around().jaw()[0], &corners[0], 1);
    Box::new(Cornered {
        name: "jaw",
        only_delays: false,
        stage,
        corners,
        makes_noise: |_| false,
    })
}

/// Microphones that are off, and on at the ends of their ranges, without and with noise.
fn microphones_at_corners(rate_hz: f64) -> Box<dyn Subject> {
    let quiet = rig::Microphones {
        enabled: true,
        gain_db: 20.0,
        limit_dbspl: 70.0,
        bass_db: -12.0,
        treble_db: 12.0,
        delay_ms: 5.0,
        noise_dbspl: 0.0,
        ..rig::Microphones::default()
    };
    let noisy = rig::Microphones {
        gain_db: -40.0,
        limit_dbspl: 120.0,
        delay_ms: 0.37,
        noise_dbspl: 60.0,
        ..quiet.clone()
    };
    let all = [rig::Microphones::default(), quiet, noisy];
    let corners: Vec<_> = all
        .iter()
        .map(|microphones| ambient::microphones::Settings::new(microphones, true))
        .collect();
    Box::new(Cornered {
        name: "microphones",
        only_delays: false,
        stage: ambient::microphones::Microphones::new(rate_hz, &corners[0], 1),
        corners,
        makes_noise: |settings| settings.gain > 0.0 && settings.noise_pa > 0.0,
    })
}

/// A cable that hangs still, and one that rubs, by either way.
fn cable_at_corners(rate_hz: f64) -> Box<dyn Subject> {
    let levels = [0.0, 40.0, 90.0];
    let routes = [
        rig::CableRoute::OverEar,
        rig::CableRoute::OverEar,
        rig::CableRoute::StraightDown,
    ];
    let settings = |(noise_dbspl, route)| {
        cable::Settings::new(&rig::Cable {
            noise_dbspl,
            route,
            ..rig::Cable::default()
        })
    };
    let corners: Vec<_> = levels.into_iter().zip(routes).map(settings).collect();
    let mut stage = cable::Cable::new(rate_hz, &corners[0], 1);
    stage.fit([20.0, 300.0], [false; 2]);
    Box::new(Cornered {
        name: "cable",
        only_delays: false,
        stage,
        corners,
        makes_noise: |settings| settings.pressure_pa > 0.0,
    })
}

/// Rigs whose settings are the ends of the ranges.
fn corner_rigs() -> Vec<Rig> {
    let plain = Rig::default();
    let mut low = plain.clone();
    low.feed = rig::Feed {
        trim_db: -24.0,
        mode: rig::FeedMode::Swap,
        width: 0.0,
        desk_delay_ms: 0.83,
        network_delay_ms: 50.0,
        more_me_db: -60.0,
        ..rig::Feed::default()
    };
    low.link = rig::Link::Digital(rig::DigitalLink {
        latency_ms: 5.0,
        ..rig::DigitalLink::default()
    });
    low.pack.volume_db = -60.0;
    low.pack.balance = -1.0;
    low.pack.limiter = true;
    low.pack.latency_ms = 1.3;
    low.pack.battery_hours = 0.5;
    low.cable.wear = 1.0;
    low.earphone.slip_decades = 1.0;
    low.ambient.level_dbspl = 40.0;
    low.ambient.canceling.depth_db = 25.0;
    low.ambient.canceling.noise_dbspl = 0.0;
    low.own_voice.bone_level_db = -40.0;
    low.listening.level_dbspl = 60.0;
    low.listening.ceiling_dbfs = -24.0;
    low.listening.amount = 0.0;
    low.earphone.seal.left_resistance_pa_s_m3 = 1e7;
    low.earphone.seal.right_resistance_pa_s_m3 = f64::INFINITY;
    let mut high = plain.clone();
    high.feed = rig::Feed {
        trim_db: 24.0,
        mode: rig::FeedMode::Mono,
        width: 0.3,
        desk_delay_ms: 50.0,
        network_delay_ms: 0.01,
        more_me_db: 12.0,
        ..rig::Feed::default()
    };
    high.link = rig::Link::Digital(rig::DigitalLink {
        latency_ms: 300.0,
        ..rig::DigitalLink::default()
    });
    high.pack.volume_db = 20.0;
    high.pack.balance = 0.7;
    high.pack.mode = rig::PackMode::Mono;
    high.pack.output_impedance_ohm = 200.0;
    high.cable.broken = rig::BrokenConductor::Return;
    high.ambient.level_dbspl = 120.0;
    high.ambient.wedge.level_dbspl = 110.0;
    high.ambient.spill = rig::Spill {
        level_dbspl: 100.0,
        distance_m: 20.0,
        hall_s: 0.2,
        ..rig::Spill::default()
    };
    high.own_voice.bone_level_db = 20.0;
    high.listening.level_dbspl = 115.0;
    high.listening.reference = rig::Reference::DiffuseField;
    high.listening.ear = rig::Ear::Coupler711;
    high.earphone.seal.left_resistance_pa_s_m3 = 1e9;
    let mut off = plain.clone();
    off.link = rig::Link::Digital(rig::DigitalLink {
        latency_ms: 0.1,
        ..rig::DigitalLink::default()
    });
    off.ambient.enabled = false;
    off.earphone.distortion = 0.0;
    off.own_voice.enabled = false;
    vec![plain, low, high, off]
}

struct Cornered<S: Stage> {
    name: &'static str,
    only_delays: bool,
    stage: S,
    corners: Vec<S::Settings>,
    makes_noise: fn(&S::Settings) -> bool,
}

fn cornered<S: Stage + 'static>(
    name: &'static str,
    only_delays: bool,
    stage: S,
    all: &[Settings],
    part: fn(&Settings) -> S::Settings,
) -> Box<dyn Subject> {
    Box::new(Cornered {
        name,
        only_delays,
        stage,
        corners: all.iter().map(part).collect(),
        makes_noise: |_| false,
    })
}

impl<S: Stage> Subject for Cornered<S> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn corners(&self) -> usize {
        self.corners.len()
    }

    fn change(&mut self, corner: usize) {
        self.stage.set(&self.corners[corner]);
    }

    fn reset(&mut self) {
        self.stage.reset();
    }

    fn process(&mut self, block: &mut Stereo<'_>) {
        self.stage.process(block);
    }

    fn pure_delay_samples(&self) -> Option<f64> {
        self.only_delays
            .then(|| self.stage.emulated_latency_samples())
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        self.stage.response(frequency_hz)
    }

    fn tail_samples(&self) -> usize {
        self.stage.tail_samples()
    }

    fn makes_noise(&self, corner: usize) -> bool {
        (self.makes_noise)(&self.corners[corner])
    }
}

/// The chain, with the same sound on all three inputs.
struct WholeChain {
    chain: Chain,
    rigs: Vec<Rig>,
    rate_hz: f64,
    waiting: Option<Box<ResponseSet>>,
}

impl WholeChain {
    fn new(rigs: Vec<Rig>, rate_hz: f64) -> Self {
        Self {
            chain: Chain::new(&rigs[0], rate_hz, 1).expect("the first rig has a solution"),
            rigs,
            rate_hz,
            waiting: None,
        }
    }
}

impl Subject for WholeChain {
    fn name(&self) -> &'static str {
        "chain"
    }

    fn corners(&self) -> usize {
        self.rigs.len()
    }

    fn change(&mut self, corner: usize) {
        let rig = &self.rigs[corner];
        self.chain.set(&Settings::new(rig));
        self.chain.take_retired();
        let designed = design(rig, self.rate_hz).expect("the corner has a solution");
        self.waiting = self.chain.install(designed).err();
    }

    fn reset(&mut self) {
        self.chain.reset();
        self.chain.take_retired();
        if let Some(designed) = self.waiting.take() {
            assert!(
                self.chain.install(designed).is_ok(),
                "nothing fades after a reset"
            );
            self.chain.reset();
            self.chain.take_retired();
        }
    }

    fn process(&mut self, block: &mut Stereo<'_>) {
        let [left, right] = block;
        let [ambient_left, ambient_right] = [left.to_vec(), right.to_vec()];
        let aux = Some([ambient_left.as_slice(), ambient_right.as_slice()]);
        self.chain.process(Io {
            main: [left, right],
            ambient: aux,
            own_voice: aux,
        });
    }

    fn pure_delay_samples(&self) -> Option<f64> {
        None
    }

    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        None
    }

    fn tail_samples(&self) -> usize {
        self.chain.tail_samples()
    }

    fn makes_noise(&self, _corner: usize) -> bool {
        false
    }
}
