//! `bodypack check`: what a rig file holds, or everything that is wrong with it.

mod extras;

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use bodypack::analysis::latency_budget::Budget;
use bodypack::files::terminal::stdout;
use bodypack::rig::{
    Coder, CurveRole, Device, Driver, Ear, Earphone, EmbeddedCurve, Feed, FeedMode, Link,
    Listening, Port, Reference, Rig, Seal, Side,
};

use super::response::Sweep;
use super::{json, words, CliError};

/// Volume of air that an ear simulator stands for at low frequencies, m³ (IEC 60318-4, 500 Hz).
const EAR_VOLUME_M3: f64 = 1.26e-6;
/// Stiffness of air, ratio of specific heats times the standard atmosphere, Pa.
const AIR_PA: f64 = 1.4 * 101_325.0;
/// Points per octave of the figures: enough for a mean and a value.
const PER_OCTAVE: u32 = 12;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rig file; - for standard input.
    file: PathBuf,
    /// Prints it as JSON.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let rig = Rig::from_toml(&bodypack::files::rig::text(&self.file)?).map_err(|e| {
            let named = |problem| format!("{}: {problem}", self.file.display());
            CliError::Refused(e.problems().iter().map(named).collect())
        })?;
        // Values that are each allowed can still give an earphone that has no solution.
        let sweep = Sweep::new(&rig, ear_in(&rig.earphone), rig.listening.ear, PER_OCTAVE)
            .map_err(|e| CliError::Input(format!("{}: {e}", self.file.display())))?;
        if self.json {
            let lines: serde_json::Map<String, serde_json::Value> = summary(&rig, &sweep)
                .into_iter()
                .map(|(what, words)| (what.to_owned(), words.into()))
                .collect();
            let notices: Vec<String> = rig.notices().iter().map(ToString::to_string).collect();
            let file = self.file.to_string_lossy();
            return json::print(&serde_json::json!({
                "file": file, "good": true, "summary": lines, "notices": notices,
            }));
        }
        let mut out = stdout();
        writeln!(out, "{}: a good rig file", self.file.display())?;
        for (what, words) in summary(&rig, &sweep) {
            writeln!(out, "  {what:<10} {words}")?;
        }
        for notice in rig.notices() {
            writeln!(out, "  {:<10} {notice}", "notice")?;
        }
        Ok(())
    }
}

fn summary(rig: &Rig, sweep: &Sweep) -> Vec<(&'static str, String)> {
    let mut lines = vec![("name", rig.name.clone())];
    if !rig.notes.is_empty() {
        lines.push((
            "notes",
            rig.notes.split_whitespace().collect::<Vec<_>>().join(" "),
        ));
    }
    lines.extend([
        ("feed", feed(&rig.feed)),
        ("link", link(&rig.link)),
        ("latency", latency(rig)),
        ("pack", pack(rig)),
        ("drivers", drivers(&rig.earphone)),
        ("worn", worn(&rig.earphone).to_owned()),
        ("seal", seal(&rig.earphone.seal)),
        ("port", port(&rig.earphone.port)),
        ("response", response(rig, sweep)),
        ("impedance", impedance(sweep)),
        ("isolation", isolation(sweep)),
        ("room", room(rig)),
        ("own voice", own_voice(rig)),
    ]);
    lines.extend(extras::lines(rig));
    lines.push(("listening", listening(&rig.listening)));
    lines.extend(measured(&rig.earphone).map(|words| ("measured", words)));
    let warnings = bodypack::rig::measurement::warnings(rig);
    lines.extend(warnings.into_iter().map(|warning| ("mind", warning.reason)));
    lines
}

fn feed(feed: &Feed) -> String {
    let mode = match feed.mode {
        FeedMode::Stereo => "stereo",
        FeedMode::Mono => "mono",
        FeedMode::Left => "left channel to both ears",
        FeedMode::Right => "right channel to both ears",
        FeedMode::Swap => "channels swapped",
    };
    format!(
        "{mode}, width {}, trim {}",
        feed.width,
        words::level_db(feed.trim_db)
    )
}

fn link(link: &Link) -> String {
    match link {
        Link::Wired => "wired".into(),
        Link::WiredPack(_) => "wired, with a pack of its own".into(),
        Link::Digital(digital) => format!("digital, {} ms", digital.latency_ms),
        Link::Bluetooth(bluetooth) => {
            let coder = match bluetooth.coder {
                Coder::Sbc => format!("SBC, bitpool {}", bluetooth.bitpool),
                Coder::Lc3 => format!("LC3, {} kbit/s a channel", bluetooth.bit_rate_kbps),
            };
            format!("Bluetooth, {coder}, {} ms", bluetooth.latency_ms)
        }
        Link::AnalogFm(analog) => format!(
            "analog FM, {}, {} m away",
            analog.mode.id(),
            analog.radio.distance_m
        ),
    }
}

fn latency(rig: &Rig) -> String {
    let budget = Budget::of(rig);
    let rounded = |ms: f64| (1e2 * ms).round() / 1e2;
    let parts = budget.parts_ms().into_iter();
    let parts: Vec<String> = parts
        .map(|(name, ms)| format!("{name} {}", rounded(ms)))
        .collect();
    let total_ms = rounded(budget.total_ms());
    format!("{total_ms} ms emulated: {}", parts.join(", "))
}

fn pack(rig: &Rig) -> String {
    let pack = &rig.pack;
    let limiter = if pack.limiter {
        format!(", limiter at {} dB SPL", pack.limiter_dbspl)
    } else {
        String::new()
    };
    format!(
        "{}, volume {}, balance {}, {} Ω{limiter}",
        pack.mode.id(),
        words::level_db(pack.volume_db),
        words::signed(pack.balance),
        pack.output_impedance_ohm
    )
}

fn drivers(earphone: &Earphone) -> String {
    let one = |driver: &Driver| {
        let kind = driver.motor.kind().name();
        let count = if driver.count == 1 {
            String::new()
        } else {
            format!("{} × ", driver.count)
        };
        format!("{} ({count}{kind})", driver.name)
    };
    let all: u32 = earphone.drivers.iter().map(|d| d.count).sum();
    let list: Vec<String> = earphone.drivers.iter().map(one).collect();
    format!("{all}: {}", list.join(", "))
}

/// The ear that figures are of: the left one, unless only the right one has its earphone in.
fn ear_in(earphone: &Earphone) -> Side {
    match earphone.is_out(Side::Left) && !earphone.is_out(Side::Right) {
        true => Side::Right,
        false => Side::Left,
    }
}

fn worn(earphone: &Earphone) -> &'static str {
    match Side::BOTH.map(|side| earphone.is_out(side)) {
        [false, false] => "in both ears",
        [true, false] => {
            "in the right ear, of which the figures below are; the left one hangs beside it"
        }
        [false, true] => {
            "in the left ear, of which the figures below are; the right one hangs beside it"
        }
        [true, true] => "out of both ears, hanging beside them",
    }
}

/// The leak of each ear, with the corner below which it takes the bass.
fn seal(seal: &Seal) -> String {
    let one = |side| {
        let resistance = seal.resistance_pa_s_m3(side);
        if resistance.is_infinite() {
            return "airtight".to_owned();
        }
        let compliance = EAR_VOLUME_M3 / AIR_PA;
        let corner_hz = 1.0 / (std::f64::consts::TAU * resistance * compliance);
        format!(
            "{resistance:e} Pa·s/m³ (bass falls below {})",
            words::hertz(corner_hz)
        )
    };
    if seal.is_symmetric() {
        format!("both ears {}", one(Side::Left))
    } else {
        format!("left {}, right {}", one(Side::Left), one(Side::Right))
    }
}

fn port(port: &Port) -> String {
    match port {
        Port::None => "none".into(),
        Port::Hole {
            diameter_mm,
            length_mm,
        } => {
            format!("hole, {diameter_mm} mm wide, {length_mm} mm long")
        }
        Port::Porous {
            series_resistance_pa_s_m3,
            ..
        } => {
            format!("porous, {series_resistance_pa_s_m3:e} Pa·s/m³")
        }
        Port::Module { grade } => format!("{} vent module", grade.id()),
        Port::Open {
            resistance_pa_s_m3, ..
        } => format!("open, {resistance_pa_s_m3:e} Pa·s/m³"),
        Port::Membrane { compliance_mm3, .. } => format!("membrane, {compliance_mm3} mm³"),
        Port::Filter { loss_db, .. } => format!("musician’s filter that divides by {loss_db} dB"),
    }
}

fn response(rig: &Rig, sweep: &Sweep) -> String {
    let middle = sweep.at(1e3);
    let impedance = middle.impedance_ohm.norm();
    let (volt, milliwatt) = middle.sensitivity_dbspl(rig.pack.output_impedance_ohm);
    format!(
        "{:.1} dB SPL at 0.1 V from 300 to 1000 Hz; at 1 kHz {impedance:.1} Ω, {volt:.1} dB SPL/V, \
         {milliwatt:.1} dB SPL/mW",
        sweep.middle_dbspl()
    )
}

/// Load impedance over frequency, and its minimum.
fn impedance(sweep: &Sweep) -> String {
    let ohm_at = |hz: f64| format!("{:.1}", sweep.at(hz).impedance_ohm.norm());
    let stated_hz = [20.0, 100.0, 300.0, 1e3, 2e3, 4e3, 8e3];
    let curve = stated_hz.map(ohm_at).join("/");
    let least = (sweep.points.iter())
        .map(|point| (point.impedance_ohm.norm(), point.frequency_hz))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .unwrap_or_default();
    format!(
        "{curve} Ω at 20/100/300 Hz and 1/2/4/8 kHz; least {:.1} Ω at {}",
        least.0,
        words::hertz(least.1)
    )
}

fn isolation(sweep: &Sweep) -> String {
    let mut text = String::new();
    for (name, center_hz) in [("125 Hz", 125.0), ("1 kHz", 1e3), ("4 kHz", 4e3)] {
        let separator = if text.is_empty() { "" } else { ", " };
        let loss_db = words::level_db(sweep.octave_loss_db(center_hz));
        // Writing to a string does not fail.
        let _ = write!(text, "{separator}{loss_db} at {name}");
    }
    text
}

fn room(rig: &Rig) -> String {
    if rig.ambient.enabled {
        format!(
            "heard, {} dB SPL at −18 dBFS of the ambient input",
            rig.ambient.level_dbspl
        )
    } else {
        "not heard".into()
    }
}

fn own_voice(rig: &Rig) -> String {
    let more_me = if rig.feed.more_me_db > -60.0 {
        format!(", in the mix at {}", words::level_db(rig.feed.more_me_db))
    } else {
        String::new()
    };
    if rig.own_voice.enabled {
        format!(
            "through bone at {}{more_me}",
            words::level_db(rig.own_voice.bone_level_db)
        )
    } else {
        format!("not through bone{more_me}")
    }
}

/// Source of an embedded curve, in brackets.
fn source(curve: Option<&EmbeddedCurve>) -> String {
    let Some(curve) = curve else {
        return String::new();
    };
    let named: Vec<&str> = [curve.file.as_str(), curve.credit.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    match named.is_empty() {
        true => String::new(),
        false => format!(" ({})", named.join(", ")),
    }
}

/// Sources of the curves of the user's headphones, each in brackets; one where both ears share it.
fn sources(device: &Device) -> String {
    let [left, right] = Side::BOTH.map(|side| source(device.curve(side)));
    match left == right {
        true => left,
        false => left + &right,
    }
}

fn measured(earphone: &Earphone) -> Option<String> {
    let measured = earphone.measured.as_ref()?;
    let state = if measured.enabled {
        ""
    } else {
        "; switched off"
    };
    let curves: Vec<String> = [("left", &measured.left), ("right", &measured.right)]
        .into_iter()
        .filter_map(|(name, curve)| Some(format!("{name}{}", source(Some(curve.as_ref()?)))))
        .collect();
    Some(format!("{}{state}", curves.join(", ")))
}

fn listening(listening: &Listening) -> String {
    let share = 100.0 * listening.amount;
    let target = match listening.reference {
        Reference::HarmanInEar => format!("{share:.0} % of the in-ear preference target"),
        Reference::DiffuseField => format!("{share:.0} % of the diffuse field"),
        Reference::Flat => "nothing".into(),
        Reference::HarmanOverEar => format!("{share:.0} % of the over-ear preference target"),
    };
    let device = listening.device.as_ref().filter(|device| device.enabled);
    let divided_out = match device {
        None => target,
        Some(device) if device.holds == CurveRole::Response => {
            format!("{share:.0} % of your headphones{}", sources(device))
        }
        Some(device) => {
            let runs = if device.equaliser_runs {
                "which you run"
            } else {
                "which you do not run"
            };
            let file = sources(device);
            format!("{target}, by way of an equalizer{file} {runs},")
        }
    };
    let ear = match listening.ear {
        Ear::Type43 => "an average ear",
        Ear::HuddeEngel => "a human ear after Hudde and Engel",
        Ear::Average => "an average adult’s ear",
        Ear::Small => "a small adult’s ear",
        Ear::Large => "a large adult’s ear",
        Ear::Coupler711 => "a 711 coupler",
    };
    let unused = match listening.device.as_ref().filter(|device| !device.enabled) {
        Some(device) => format!("; the curve of your headphones{} is off", sources(device)),
        None => String::new(),
    };
    format!(
        "{} dB SPL in {ear}; {divided_out} divided out; ceiling {} dBFS{unused}",
        listening.level_dbspl,
        words::signed(listening.ceiling_dbfs)
    )
}
