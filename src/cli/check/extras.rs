//! Lines of `bodypack check` for what is off in a plain rig: sound around the performer, faults, habits.

use bodypack::rig::{Ambient, BrokenConductor, Cable, CableRoute, Earphone, Pack, Rig};

use crate::cli::words::{level_db, signed};

/// Lines of what is on, each with its name; nothing for what is off.
pub fn lines(rig: &Rig) -> Vec<(&'static str, String)> {
    let ambient = Some(&rig.ambient).filter(|ambient| ambient.enabled);
    [
        ("hum", hum(rig)),
        ("radio", radio(rig)),
        ("packets", packets(rig)),
        ("battery", battery(rig)),
        ("amplifier", amplifier(&rig.pack)),
        ("leak", leak(&rig.earphone)),
        ("cable", cable(&rig.cable)),
        ("stage", ambient.and_then(stage)),
        ("PA", ambient.and_then(spill)),
        ("wedge", ambient.and_then(wedge)),
        ("mics", ambient.and_then(microphones)),
        ("canceling", ambient.and_then(canceling)),
        ("performer", performer(rig)),
    ]
    .into_iter()
    .filter_map(|(name, words)| Some((name, words?)))
    .collect()
}

/// The parts of a line, or none without any.
fn joined<const COUNT: usize>(parts: [Option<String>; COUNT]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn hum(rig: &Rig) -> Option<String> {
    let feed = &rig.feed;
    (feed.hum_db > -100.0).then(|| {
        format!(
            "{} Hz at {} of line level",
            feed.mains_hz,
            level_db(feed.hum_db)
        )
    })
}

fn radio(rig: &Rig) -> Option<String> {
    let radio = rig.link.radio()?;
    joined([
        (radio.extra_loss_db > 0.0)
            .then(|| format!("{} further loss", level_db(radio.extra_loss_db))),
        (radio.interferer_db > -100.0).then(|| {
            format!(
                "another carrier at {}, {} kHz off",
                level_db(radio.interferer_db),
                signed(radio.interferer_offset_khz)
            )
        }),
    ])
}

fn packets(rig: &Rig) -> Option<String> {
    let packets = rig.link.packets()?;
    joined([
        (packets.loss_percent > 0.0).then(|| {
            format!(
                "{} % lost in bursts of {} ms",
                packets.loss_percent, packets.burst_ms
            )
        }),
        (packets.congestion_percent > 0.0)
            .then(|| format!("others on air {} % of the time", packets.congestion_percent)),
    ])
}

fn battery(rig: &Rig) -> Option<String> {
    let percent = rig.link.battery_percent();
    joined([
        (percent < 100.0).then(|| format!("{percent} %")),
        (rig.pack.battery_hours > 0.0)
            .then(|| format!("a full charge lasts {} h", rig.pack.battery_hours)),
    ])
}

fn amplifier(pack: &Pack) -> Option<String> {
    joined([
        (pack.high_boost_db > 0.0)
            .then(|| format!("highs raised by {}", level_db(pack.high_boost_db))),
        (pack.noise_uv > 0.0).then(|| format!("noise {} µV", pack.noise_uv)),
        (pack.max_output_v > 0.0).then(|| format!("{} V at most", pack.max_output_v)),
    ])
}

fn leak(earphone: &Earphone) -> Option<String> {
    joined([
        (earphone.jaw_decades > 0.0).then(|| {
            format!(
                "opened by the jaw by {} powers of ten",
                earphone.jaw_decades
            )
        }),
        (earphone.slip_decades > 0.0).then(|| {
            format!(
                "opened by a slipping tip by {} powers of ten every {} s",
                earphone.slip_decades, earphone.slip_s
            )
        }),
    ])
}

fn cable(cable: &Cable) -> Option<String> {
    let route = match cable.route {
        CableRoute::OverEar => "over the ear",
        CableRoute::StraightDown => "straight down",
    };
    let broken = match cable.broken {
        BrokenConductor::None => None,
        BrokenConductor::Left => Some("the left conductor is broken"),
        BrokenConductor::Right => Some("the right conductor is broken"),
        BrokenConductor::Return => Some("the return that both sides share is broken"),
    };
    joined([
        broken.map(str::to_owned),
        (cable.wear > 0.0).then(|| format!("crackles, wear {} of 1", cable.wear)),
        (cable.noise_dbspl > 0.0)
            .then(|| format!("rubs at {} dB SPL, worn {route}", cable.noise_dbspl)),
    ])
}

fn stage(ambient: &Ambient) -> Option<String> {
    let stage = &ambient.stage;
    let part = |name: &str, level_dbspl: f64| {
        (level_dbspl > 0.0).then(|| format!("{name} {level_dbspl} dB SPL"))
    };
    joined([
        part("crowd", stage.crowd_dbspl),
        part("drums", stage.drums_dbspl),
        part("wedges of others", stage.wedges_dbspl),
        part("hall", stage.hall_dbspl),
    ])
}

fn spill(ambient: &Ambient) -> Option<String> {
    let spill = &ambient.spill;
    (spill.level_dbspl > 0.0).then(|| {
        format!(
            "{} dB SPL on the stage from {} m, {:.0} % of it hall",
            spill.level_dbspl,
            spill.distance_m,
            100.0 * spill.hall_share
        )
    })
}

fn wedge(ambient: &Ambient) -> Option<String> {
    let wedge = &ambient.wedge;
    (wedge.level_dbspl > 0.0).then(|| {
        format!(
            "plays the mix at {} dB SPL from {} m",
            wedge.level_dbspl, wedge.distance_m
        )
    })
}

fn microphones(ambient: &Ambient) -> Option<String> {
    let microphones = &ambient.microphones;
    microphones.enabled.then(|| {
        format!(
            "in the earphones, the room at {}, limited to {} dB SPL",
            level_db(microphones.gain_db),
            microphones.limit_dbspl
        )
    })
}

fn canceling(ambient: &Ambient) -> Option<String> {
    let depth_db = ambient.canceling.depth_db;
    (depth_db > 0.0).then(|| format!("takes up to {} of the lows of the room", level_db(depth_db)))
}

fn performer(rig: &Rig) -> Option<String> {
    let performer = &rig.performer;
    performer.turns_up.then(|| {
        format!(
            "turns up from {} dB(A) until the mix is {} above the room, to {} dB(A) at most",
            performer.preferred_dba,
            level_db(performer.clear_db),
            performer.most_dba
        )
    })
}
