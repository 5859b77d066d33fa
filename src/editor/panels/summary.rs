//! Summary of each stage's settings: a line for its card and a sentence for its panel.

use crate::editor::stage::Stage;
use crate::editor::widgets::control::Control;
use crate::editor::widgets::paint::{minus, signed};
use crate::rig::{Link, Port, Rig};
use crate::session::seal_of;

/// A card's line about a stage.
pub fn line(stage: Stage, rig: &Rig, controls: &[Control<'_>]) -> String {
    let text = |id: &str| {
        let control = controls.iter().find(|control| control.id == id);
        control.map_or_else(String::new, |control| minus(&control.text()))
    };
    match stage {
        Stage::Feed => {
            let delay_ms = rig.feed.desk_delay_ms + rig.feed.network_delay_ms;
            let mode = text("mode").to_lowercase();
            if delay_ms > 0.0 {
                format!("{mode} \u{b7} desk {delay_ms:.1} ms")
            } else {
                mode
            }
        }
        Stage::Link => match rig.link.latency_ms() {
            0.0 => text("link"),
            late_ms => format!("{} \u{b7} {late_ms:.1} ms", text("link")),
        },
        Stage::Pack => format!("output {}", text("zout")),
        Stage::Earphone => short(rig),
        Stage::Fit => seals(rig),
        Stage::Ambience => {
            let room = if rig.ambient.enabled {
                format!("room {} dB", signed(rig.ambient.level_dbspl, 0))
            } else {
                "no room".to_owned()
            };
            let voice = if rig.own_voice.enabled {
                " \u{b7} voice"
            } else {
                ""
            };
            format!("{room}{voice}")
        }
        Stage::Listening => format!("{} \u{b7} {}", text("ref"), text("amount")),
    }
}

/// A panel's sentence about what a stage does to the sound as it is set.
pub fn sentence(stage: Stage, rig: &Rig) -> String {
    match stage {
        Stage::Feed => feed(rig),
        Stage::Link => link(&rig.link).to_owned(),
        Stage::Pack => {
            let ohm = rig.pack.output_impedance_ohm;
            let bends = if ohm <= 4.0 {
                "leaves the earphone's response as it is"
            } else {
                "bends the response of an earphone whose own impedance is low or uneven"
            };
            format!("A source of {ohm:.1} \u{3a9} {bends}.")
        }
        Stage::Earphone => format!("{} in one acoustic network, from the coils to the drum.", {
            let mut text = drivers(rig);
            if let Some(first) = text.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            text
        }),
        Stage::Fit => fit(rig),
        Stage::Ambience => ambience(rig),
        Stage::Listening => format!(
            "A mix at \u{2212}18 dBFS reaches the drum at {} dB SPL; what your own headphones do is \
             divided out by {:.0} %.",
            signed(rig.listening.level_dbspl, 0),
            100.0 * rig.listening.amount
        ),
    }
}

fn feed(rig: &Rig) -> String {
    let delay_ms = rig.feed.desk_delay_ms + rig.feed.network_delay_ms;
    let me = if rig.feed.more_me_db > -60.0 {
        ", with your own voice added"
    } else {
        ""
    };
    if delay_ms > 0.0 {
        format!("The desk sends the mix{me} and takes {delay_ms:.2} ms for it.")
    } else {
        format!("The desk sends the mix{me} without any delay.")
    }
}

fn link(link: &Link) -> &'static str {
    match link {
        Link::Wired => "A cable: nothing is lost and nothing is late.",
        Link::Digital(_) => {
            "A digital radio: clean and late, until packets are lost; then it repeats or mutes."
        }
        Link::AnalogFm(_) => {
            "Analog FM with a compander: it hisses, breathes with the music and fades with distance."
        }
        Link::Bluetooth(_) => "Bluetooth: coded and late; nobody performs on it.",
        _ => "A cable into a pack with a stage of its own.",
    }
}

/// Names of the drivers by kind: `2 armatures, 1 electrostatic`.
pub fn drivers(rig: &Rig) -> String {
    let mut kinds: Vec<(&str, &str, u32)> = Vec::new();
    for driver in &rig.earphone.drivers {
        let kind = driver.motor.kind();
        let (one, many) = (kind.word(), kind.plural());
        match kinds.iter_mut().find(|kind| kind.0 == one) {
            Some(kind) => kind.2 += driver.count,
            None => kinds.push((one, many, driver.count)),
        }
    }
    let words: Vec<String> = kinds
        .into_iter()
        .map(|(one, many, count)| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {many}"),
        })
        .collect();
    words.join(", ")
}

/// The same where there is little room: `hybrid · 20 drivers`.
fn short(rig: &Rig) -> String {
    let all = drivers(rig);
    if all.contains(',') {
        let count: u32 = rig.earphone.drivers.iter().map(|each| each.count).sum();
        format!("hybrid \u{b7} {count} drivers")
    } else {
        all
    }
}

/// The seal of both ears from 0 to 1, left first.
pub fn seals_of(rig: &Rig) -> [f64; 2] {
    let seal = &rig.earphone.seal;
    [seal.left_resistance_pa_s_m3, seal.right_resistance_pa_s_m3].map(seal_of)
}

fn seals(rig: &Rig) -> String {
    match (rig.earphone.left_out, rig.earphone.right_out) {
        (true, true) => return "both out".to_owned(),
        (true, false) => return "left out".to_owned(),
        (false, true) => return "right out".to_owned(),
        (false, false) => {}
    }
    let [left, right] = seals_of(rig).map(|seal| (100.0 * seal).round());
    let vent = if rig.earphone.port == Port::None {
        ""
    } else {
        " \u{b7} vent"
    };
    if left == right {
        format!("seal {left:.0} %{vent}")
    } else {
        format!("seal L {left:.0} \u{b7} R {right:.0} %{vent}")
    }
}

fn fit(rig: &Rig) -> String {
    if rig.earphone.left_out || rig.earphone.right_out {
        return "One ear is open: it hears the room as it is, and the other one the mix."
            .to_owned();
    }
    let worst = seals_of(rig).into_iter().fold(1.0, f64::min);
    let seal = match worst {
        seal if seal > 0.85 => "An airtight seal: all of the bass is there",
        seal if seal > 0.6 => "A good seal: the bass is nearly whole",
        seal if seal > 0.45 => "An average seal: the lowest bass leaks away",
        seal if seal > 0.25 => "A poor seal: the bass falls away",
        _ => "Hardly any seal: there is no bass to speak of",
    };
    let port = match (vent(&rig.earphone.port), &rig.earphone.port) {
        (None, _) => "what leaks out is what the room gets in by".to_owned(),
        (Some(vent), Port::Hole { .. } | Port::Open { .. }) => {
            format!("{} lets the room in", vent.phrase)
        }
        (Some(vent), _) => format!("{} lets some of the room in", vent.phrase),
    };
    format!("{seal}, and {port}.")
}

/// Words for a vent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vent {
    /// Within a sentence.
    pub phrase: &'static str,
    /// Beside a drawing.
    pub label: &'static str,
}

/// The words for an earphone's vent; `None` without one.
pub fn vent(port: &Port) -> Option<Vent> {
    let (phrase, label) = match port {
        Port::None => return None,
        Port::Hole { .. } => ("an open vent", "vent"),
        Port::Porous { .. } => ("a foam-filled vent", "foam vent"),
        Port::Module { .. } => ("a vent module", "vent module"),
        Port::Open { .. } => ("an open port", "open port"),
        Port::Membrane { .. } => ("a film across the vent", "film vent"),
        Port::Filter { .. } => ("a musician\u{2019}s filter", "filter"),
    };
    Some(Vent { phrase, label })
}

fn ambience(rig: &Rig) -> String {
    let room = if rig.ambient.enabled {
        format!(
            "The room stands at {} dB SPL and gets in by leak, vent and shell",
            signed(rig.ambient.level_dbspl, 0)
        )
    } else {
        "The room is switched off".to_owned()
    };
    let voice = if rig.own_voice.enabled {
        "your own voice comes through the skull at once"
    } else {
        "your own voice is not heard through the skull"
    };
    format!("{room}; {voice}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::ModuleGrade;

    /// Every kind of vent has words of its own, and what is open lets the room in whole.
    #[test]
    fn each_vent_is_called_what_it_is() {
        let mut rig = Rig::default();
        let mut sentence_of = |port: Port| {
            rig.earphone.port = port;
            fit(&rig)
        };
        for (port, expected) in [
            (Port::None, "what leaks out is what the room gets in by."),
            (Port::hole(), ", and an open vent lets the room in."),
            (Port::open(), ", and an open port lets the room in."),
            (
                Port::porous(),
                ", and a foam-filled vent lets some of the room in.",
            ),
            (
                Port::membrane(),
                ", and a film across the vent lets some of the room in.",
            ),
            (
                Port::Module {
                    grade: ModuleGrade::Medium,
                },
                ", and a vent module lets some of the room in.",
            ),
            (
                Port::filter(15.0),
                ", and a musician\u{2019}s filter lets some of the room in.",
            ),
        ] {
            let sentence = sentence_of(port);
            assert!(sentence.ends_with(expected), "{sentence}");
        }
    }
}
