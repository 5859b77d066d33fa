//! Listing, printing and checking rigs.

use super::support::{Bench, STIFF_RIG};

/// The names in the first column of the list.
fn ids(list: &str) -> Vec<&str> {
    let named = list.lines().filter(|line| !line.starts_with(' '));
    named
        .filter_map(|line| line.split_whitespace().next())
        .collect()
}

#[test]
fn every_listed_rig_is_printed_and_its_print_is_a_good_file() {
    let bench = Bench::new();
    let list = bench.good("rigs");
    let ids = ids(&list);
    assert!(ids.contains(&"single-dynamic-wired"), "{list}");
    for id in ids {
        let text = bench.good(&format!("rigs {id}"));
        bench.write("rig.toml", text.as_bytes());
        let said = bench.good("check rig.toml");
        assert!(
            said.starts_with("rig.toml: a good rig file"),
            "{id}: {said}"
        );
        let by_name = bench.good(&format!("response --rig {id}"));
        let by_file = bench.good("response --rig rig.toml");
        assert_eq!(by_name, by_file, "{id}");
    }
}

#[test]
fn a_check_says_what_a_file_holds() {
    let bench = Bench::new();
    let rig = STIFF_RIG.replace(
        "right_resistance_pa_s_m3 = inf",
        "right_resistance_pa_s_m3 = 1e9",
    ) + "\n[link]\nkind = \"digital\"\nlatency_ms = 5.5\n[feed]\ndesk_delay_ms = 1.5\n";
    bench.write("rig.toml", rig.as_bytes());
    let said = bench.good("check rig.toml");
    for words in [
        "Stiff source on a coupler",
        "1: armature (balanced armature)",
        "left airtight, right 1e9 Pa·s/m³ (bass falls below 17.9 Hz)",
        "digital, 5.5 ms",
        "7 ms emulated: desk 1.5, network 0, link 5.5",
        "a 711 coupler",
    ] {
        assert!(said.contains(words), "{words:?} is not in\n{said}");
    }
}

/// Tables of a rig in which everything around the performer is on, and much is at fault.
const EXTRAS: &str = r#"
[feed]
hum_db = -50
[link]
kind = "digital"
battery_percent = 12
[link.packets]
loss_percent = 2
burst_ms = 6
[link.radio]
interferer_db = -20
extra_loss_db = 30
[pack]
noise_uv = 8
battery_hours = 6
[cable]
broken = "return"
wear = 0.4
noise_dbspl = 50
[ambient.stage]
drums_dbspl = 104
hall_dbspl = 80
[ambient.spill]
level_dbspl = 96
[ambient.wedge]
level_dbspl = 98
distance_m = 1.2
[ambient.microphones]
enabled = true
[ambient.canceling]
depth_db = 20
[performer]
turns_up = true
"#;

/// Names of the lines on them.
const EXTRA_LINES: [&str; 13] = [
    "hum",
    "radio",
    "packets",
    "battery",
    "amplifier",
    "leak",
    "cable",
    "stage",
    "PA",
    "wedge",
    "mics",
    "canceling",
    "performer",
];

/// Sound around the performer and faults are in the summary where they are on, and nothing of them where they are not.
#[test]
fn a_check_lists_the_stage_the_wedge_and_faults() {
    let bench = Bench::new();
    let first_words = |said: &str| -> Vec<String> {
        let lines = said.lines().skip(1);
        lines
            .filter_map(|line| line.split_whitespace().next())
            .map(str::to_owned)
            .collect()
    };
    bench.write("plain.toml", STIFF_RIG.as_bytes());
    let names = first_words(&bench.good("check plain.toml"));
    assert!(
        !names
            .iter()
            .any(|name| EXTRA_LINES.contains(&name.as_str())),
        "{names:?}"
    );
    let rig = format!("{STIFF_RIG}{EXTRAS}");
    bench.write("rig.toml", rig.as_bytes());
    let said = bench.good("check rig.toml");
    for words in [
        "hum        50 Hz at −50 dB of line level",
        "radio      30 dB further loss, another carrier at −20 dB, 2 kHz off",
        "packets    2 % lost in bursts of 6 ms",
        "battery    12 %, a full charge lasts 6 h",
        "amplifier  noise 8 µV",
        "cable      the return that both sides share is broken, crackles, wear 0.4 of 1, \
         rubs at 50 dB SPL, worn over the ear",
        "stage      drums 104 dB SPL, hall 80 dB SPL",
        "PA         96 dB SPL on the stage from 12 m",
        "wedge      plays the mix at 98 dB SPL from 1.2 m",
        "mics       in the earphones, the room at 0 dB, limited to 105 dB SPL",
        "canceling  takes up to 20 dB of the lows of the room",
        "performer  turns up from 96 dB(A)",
    ] {
        assert!(said.contains(words), "{words:?} is not in\n{said}");
    }
    // A room that is off has nothing in it.
    let quiet = rig.replace(
        "[ambient.stage]",
        "[ambient]\nenabled = false\n[ambient.stage]",
    );
    bench.write("rig.toml", quiet.as_bytes());
    let names = first_words(&bench.good("check rig.toml"));
    for name in ["stage", "PA", "wedge", "mics", "canceling"] {
        assert!(!names.iter().any(|one| one == name), "{names:?}");
    }
}

/// An earphone that hangs beside the ear says nothing of the other: figures are of the ear that has one.
#[test]
fn a_check_says_which_ear_an_earphone_is_in_and_tells_that_one() {
    let bench = Bench::new();
    let response = |out: [bool; 2]| {
        let [left, right] = out;
        let earphone = format!("[earphone]\nleft_out = {left}\nright_out = {right}\n");
        let rig = STIFF_RIG.replace("[[earphone.drivers]]", &(earphone + "[[earphone.drivers]]"));
        bench.write("rig.toml", rig.as_bytes());
        let said = bench.good("check rig.toml");
        let line = |name: &str| {
            let line = said
                .lines()
                .find(|line| line.trim_start().starts_with(name));
            line.unwrap_or_else(|| panic!("no {name} in\n{said}"))
                .to_owned()
        };
        (line("worn"), line("response"), line("isolation"))
    };
    let (worn, both, _) = response([false, false]);
    assert!(worn.ends_with("in both ears"), "{worn}");
    for (out, words) in [
        (
            [true, false],
            "in the right ear, of which the figures below are",
        ),
        (
            [false, true],
            "in the left ear, of which the figures below are",
        ),
    ] {
        let (worn, one, _) = response(out);
        assert!(worn.contains(words), "{worn}");
        assert_eq!(one, both);
    }
    let (worn, beside, isolation) = response([true, true]);
    assert!(worn.contains("out of both ears"), "{worn}");
    assert_ne!(beside, both);
    assert!(isolation.contains("0 dB at 125 Hz"), "{isolation}");
}

#[test]
fn a_check_lists_everything_that_is_wrong() {
    let bench = Bench::new();
    let rig = "format = 1\nname = \"x\"\n[pack]\nvolume_db = 90\nbalanc = 0\n[feed]\nwidth = 7\n";
    bench.write("bad.toml", rig.as_bytes());
    let output = bench.run("check bad.toml");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let errors = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines.len(), 3, "{errors}");
    for (line, words) in lines.iter().zip(["line 4", "line 5", "line 7"]) {
        assert!(
            line.starts_with("error: bad.toml: ") && line.contains(words),
            "{errors}"
        );
    }
    // A command that only wants to use it says the first and where to find the others.
    bench.refused(
        "response --rig bad.toml",
        &["line 4", "and 2 more", "bodypack check"],
    );
}

#[test]
fn every_listed_motor_is_a_part_of_a_rig_file() {
    let bench = Bench::new();
    let list = bench.good("motors");
    let ids: Vec<&str> = list.lines().filter(|line| !line.starts_with(' ')).collect();
    assert!(ids.len() >= 10 && ids.contains(&"armature-mid"), "{list}");
    for id in ids {
        let motor = bench.good(&format!("motors {id}"));
        let rig = format!(
            "format = 1\nname = \"x\"\n[[earphone.drivers]]\n[earphone.drivers.motor]\n{motor}"
        );
        bench.write("rig.toml", rig.as_bytes());
        bench.good("check rig.toml");
    }
    bench.refused("motors nothing", &["there is no motor", "armature-mid"]);
}

#[test]
fn the_list_of_rigs_is_a_table_within_80_columns() {
    let bench = Bench::new();
    let list = bench.good("rigs");
    for line in list.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(list.contains("  Earphones\n"), "{list}");
}

#[test]
fn rigs_are_listed_by_tag_and_as_json() {
    let bench = Bench::new();
    let digital = bench.good("rigs --tag digital");
    let found = ids(&digital);
    assert!(
        found.contains(&"drummer") && !found.contains(&"tribrid"),
        "{digital}"
    );
    let both = bench.good("rigs --tag digital --tag Dynamic");
    assert!(!ids(&both).contains(&"dual-armature-digital"), "{both}");
    bench.refused("rigs --tag digitl", &["no rig has the tag", "\"digital\""]);
    bench.refused(
        "rigs --tag singer --tag drummer",
        &["no rig has all of the tags singer, drummer"],
    );
    let json: serde_json::Value = serde_json::from_str(&bench.good("rigs --json")).unwrap();
    let list = json.as_array().unwrap();
    assert_eq!(list.len(), ids(&bench.good("rigs")).len());
    let default = list.iter().find(|rig| rig["default"] == true).unwrap();
    assert_eq!(default["tags"]["link"][0], "wired");
    assert!(default["notes"].as_str().unwrap().len() > 20);
}

#[test]
fn every_part_of_every_list_is_put_into_a_rig() {
    let bench = Bench::new();
    for kind in ["earphone", "link", "pack", "tip", "fit", "desk", "stage"] {
        let list = bench.good(&format!("list {kind}s"));
        let parts = ids(&list);
        assert!(parts.len() >= 3, "{list}");
        for part in parts {
            bench.good(&format!("latency --{kind} {part}"));
        }
        let all = bench.good("list");
        assert!(all.contains(&format!("--{kind}:")), "{all}");
        bench.refused(
            &format!("response --{kind} nothing-like-it"),
            &[&format!("there is no {kind}"), &format!("{kind}s are")],
        );
    }
    bench.refused(
        "levels --link club-fm",
        &["did you mean \"club-fm-stereo\"?"],
    );
    let links = bench.good("list link");
    assert!(
        links.lines().all(|line| line.chars().count() <= 80),
        "{links}"
    );
}

#[test]
fn a_part_that_does_not_fit_says_so() {
    let bench = Bench::new();
    let said = |arguments: &str| {
        let output = bench.run(arguments);
        assert!(output.status.success(), "{arguments}");
        String::from_utf8(output.stderr).unwrap()
    };
    let energizer = said("levels --rig tribrid --set pack.energizer=true");
    assert!(
        energizer.contains("no electrostatic driver") || energizer.is_empty(),
        "{energizer}"
    );
    let plain = said("levels --rig dual-armature --set pack.energizer=true");
    assert!(plain.contains("does nothing"), "{plain}");
    let receiver = said("levels --rig dual-armature --pack wireless-receiver");
    assert!(receiver.contains("cable"), "{receiver}");
    assert_eq!(said("levels --rig dual-armature --pack wired-pro"), "");
}
