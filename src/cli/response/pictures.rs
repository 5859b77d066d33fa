//! The panels of pictures of responses.

use bodypack::rig::{Ear, Rig};

use super::sweep::{level_dbspl, Sweep, COUPLER_TO_HZ};
use super::PathKind;
use crate::cli::plot::{Look, Panel, RightAxis, Scale, Trace};

/// Panels of a path; the ears are told apart by `name`.
pub fn panels(
    rig: &Rig,
    path: PathKind,
    sweeps: &[Sweep],
    name: impl Fn(&Sweep) -> &'static str,
) -> Vec<Panel> {
    let Some(first) = sweeps.first() else {
        return Vec::new();
    };
    match path {
        PathKind::Program => program(sweeps, name),
        PathKind::Ambient => vec![ambient(sweeps, name)],
        PathKind::OwnVoice => vec![own_voice(first)],
        PathKind::Impedance => impedance(first),
        PathKind::Drivers => drivers(rig, first),
        PathKind::All => all(rig, first),
    }
}

fn panel(unit: &str, weight: f64, scale: Scale, traces: Vec<Trace>) -> Panel {
    Panel {
        unit: unit.into(),
        weight,
        scale,
        traces,
        right: None,
    }
}

fn program(sweeps: &[Sweep], name: impl Fn(&Sweep) -> &'static str) -> Vec<Panel> {
    let levels = |s: &Sweep| {
        let mut trace = s.trace(name(s), |p| p.level_dbspl());
        trace.points = s.levels_dbspl();
        let mut coupler = s.trace("coupler above 12.5 kHz", |p| p.level_dbspl());
        coupler.points.retain(|(hz, _)| *hz >= COUPLER_TO_HZ);
        let is_coupler = s.ear == Ear::Coupler711;
        is_coupler
            .then(|| coupler.look(Look::Dotted))
            .into_iter()
            .chain([trace])
    };
    // The seal hardly moves it: one ear says it all.
    let impedance = |s: &Sweep| s.trace(name(s), |p| p.impedance_ohm.norm());
    let levels = sweeps.iter().flat_map(levels).collect();
    let impedance = sweeps.iter().take(1).map(impedance).collect();
    vec![
        panel("dB SPL at 0.1 V", 3.0, Scale::Level, levels),
        panel("Impedance, Ω", 1.0, Scale::FromZero, impedance),
    ]
}

fn ambient(sweeps: &[Sweep], name: impl Fn(&Sweep) -> &'static str) -> Panel {
    let heard = |s: &Sweep| s.trace(name(s), |p| -p.insertion_loss_db());
    let bone = |s: &Sweep| s.trace("what bone conduction lets through", |p| -p.ceiling_db());
    let mut traces: Vec<Trace> = sweeps.iter().map(heard).collect();
    traces.extend(sweeps.first().map(bone));
    panel("dB relative to the open ear", 1.0, Scale::Level, traces)
}

/// The own voice by its ways, beside the open ear.
fn own_voice(sweep: &Sweep) -> Panel {
    let traces = vec![
        sweep.trace("through bone", |p| p.own_voice.bone_db),
        sweep.trace("through the air", |p| p.own_voice.air_db),
        (sweep.trace("with the ear open", |p| p.own_voice.open_db)).look(Look::Dashed),
        (sweep.trace("own voice", |p| p.own_voice.whole_db)).look(Look::Main),
    ];
    let unit = "dB re the bone-conducted part in the open ear";
    panel(unit, 1.0, Scale::Level, traces)
}

fn impedance(sweep: &Sweep) -> Vec<Panel> {
    let size = sweep.trace("", |p| p.impedance_ohm.norm());
    let phase = sweep.trace("", |p| p.impedance_ohm.arg().to_degrees());
    vec![
        panel("Impedance, Ω", 2.0, Scale::FromZero, vec![size]),
        panel("Phase, °", 1.0, Scale::Degrees, vec![phase]),
    ]
}

/// A line for each driver entry; a value of it per point.
fn each_driver(
    rig: &Rig,
    sweep: &Sweep,
    value: impl Fn(num_complex::Complex64) -> f64 + Copy,
) -> Vec<Trace> {
    (rig.earphone.drivers.iter().enumerate())
        .map(|(index, driver)| {
            let name = match driver.count {
                1 => driver.name.clone(),
                count => format!("{count} × {}", driver.name),
            };
            sweep.trace(&name, |p| value(p.parts_pa_per_v[index]))
        })
        .collect()
}

fn drivers(rig: &Rig, sweep: &Sweep) -> Vec<Panel> {
    let whole = sweep.trace("all", |p| p.level_dbspl()).look(Look::Main);
    let mut levels = each_driver(rig, sweep, level_dbspl);
    levels.push(whole);
    let mut phases = each_driver(rig, sweep, |part| part.arg().to_degrees());
    phases.iter_mut().for_each(|trace| trace.name.clear());
    vec![
        panel("dB SPL at 0.1 V", 2.0, Scale::Level, levels),
        panel("Phase, °", 1.0, Scale::Degrees, phases),
    ]
}

/// Programme, sealed programme, drivers and room on one scale of dB, impedance on the right, and the
/// group delay below.
fn all(rig: &Rig, sweep: &Sweep) -> Vec<Panel> {
    let middle_dbspl = sweep.middle_dbspl();
    let relative = |pa_per_v| level_dbspl(pa_per_v) - middle_dbspl;
    let mut traces = each_driver(rig, sweep, relative);
    traces.push(
        sweep
            .trace("room", |p| -p.insertion_loss_db())
            .look(Look::Dotted),
    );
    traces.push(
        sweep
            .trace("sealed", |p| relative(p.sealed_pa_per_v))
            .look(Look::Dashed),
    );
    traces.push(
        sweep
            .trace("program", |p| relative(p.drum_pa_per_v))
            .look(Look::Main),
    );
    let mut levels = panel(
        "dB; program re its mean, room re the open ear",
        3.0,
        Scale::Level,
        traces,
    );
    levels.right = Some(RightAxis {
        unit: "Ω".into(),
        trace: sweep.trace("impedance", |p| p.impedance_ohm.norm()),
    });
    // Far below, the delay is that of leaks and vents, and ten times as long.
    let delay = sweep.trace("", |p| match p.frequency_hz {
        200.0.. => p.group_delay_ms,
        _ => f64::NAN,
    });
    vec![
        levels,
        panel(
            "Group delay of the program above 200 Hz, ms",
            1.0,
            Scale::FromZero,
            vec![delay],
        ),
    ]
}
