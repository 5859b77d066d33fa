//! Latency budgets and levels as the command line prints them.

use super::support::{spectrum, Bench, STIFF_RIG};

#[test]
fn a_latency_budget_names_its_parts_and_every_player() {
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    let words = "--set link.kind=digital --set link.latency_ms=5 --set own_voice.enabled=true";
    let said = bench.good(&format!(
        "latency --rig rig.toml --desk digital-small {words}"
    ));
    for line in [
        "desk        0.83 ms",
        "link        5.00 ms",
        "total       5.83 ms, within the 7 ms",
        "voice   fair",
        "guitar  fair",
        "drums   good",
        "sax     worse",
    ] {
        assert!(said.contains(line), "`{line}` in\n{said}");
    }
    let alone = bench.good(&format!(
        "latency --rig rig.toml --desk digital-small {words} --set own_voice.enabled=false"
    ));
    assert!(alone.contains("voice   good"), "{alone}");
    let late = bench.good(&format!(
        "latency --rig rig.toml --desk digital-large {words}"
    ));
    assert!(late.contains("over the 7 ms"), "{late}");
}

#[test]
fn an_unknown_desk_is_refused_with_those_that_there_are() {
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    bench.refused(
        "latency --rig rig.toml --desk valve",
        &["no desk \"valve\"", "analog", "digital-large"],
    );
}

#[test]
fn levels_go_from_the_desk_to_the_drum() {
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    let said = bench.good("levels --rig rig.toml --set pack.noise_uv=20 --set pack.volume_db=3");
    for word in [
        "-18.0 dBFS, +4.0 dBu",
        "mV",
        "mW into",
        "dB SPL/V",
        "drum",
        "hiss",
    ] {
        assert!(said.contains(word), "`{word}` in\n{said}");
    }
    assert!(said.contains("limiter        off"), "{said}");
    let limited = bench.good("levels --rig rig.toml --set pack.limiter=true");
    assert!(limited.contains("limiter        105.0 dB SPL"), "{limited}");
    let electret = "levels --rig hybrid-electrostatic-custom --set pack.energizer=false";
    let said = bench.good(electret);
    assert!(said.contains("notice: the energizer is off"), "{said}");
}

/// A floor wedge plays what the desk sends: past link and pack, and through 1.5 m of air at 343 m/s, which is 4.37 ms.
/// It is the way of the mix where no earphone is in an ear, and a row beside an earphone that is worn.
#[test]
fn a_floor_wedge_is_late_by_its_distance_and_passes_the_link() {
    let bench = Bench::new();
    let rig = "latency --rig singer-floor-wedge";
    let late_link = "--set link.kind=digital --set link.latency_ms=50";
    for options in ["", late_link] {
        let said = bench.good(&format!("{rig} {options}"));
        for line in [
            "air         4.37 ms",
            "total       5.20 ms, within the 7 ms",
            "past link and pack",
            "voice   fair",
        ] {
            assert!(said.contains(line), "`{line}` in\n{said}");
        }
    }
    let far = bench.good(&format!("{rig} --set ambient.wedge.distance_m=3.43"));
    assert!(far.contains("air        10.00 ms"), "{far}");
    let worn = bench.good(&format!("{rig} --set earphone.left_out=false"));
    assert!(worn.contains("total       0.83 ms"), "{worn}");
    assert!(worn.contains("wedge       5.20 ms"), "{worn}");
    let silent = bench.good(&format!("{rig} --set ambient.enabled=false"));
    assert!(silent.contains("total       0.83 ms"), "{silent}");
    assert!(!silent.contains("wedge"), "{silent}");
}

/// The level at the drum, dB SPL, as `levels` says it to other programs.
fn drum_dbspl(bench: &Bench, rig: &str) -> Option<f64> {
    let text = bench.good(&format!("levels --json {rig}"));
    let facts: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    facts["drum_dbspl"].as_f64()
}

/// Mean level of a rendered impulse from 300 to 1000 Hz, dB.
fn rendered_db(bench: &Bench, rig: &str) -> f64 {
    const RATE: u32 = 48_000;
    const POINTS: i32 = 40;
    let [left, _] = bench.impulse_response(RATE, 0.5, rig);
    let powers = (0..POINTS).map(|n| {
        let place = (f64::from(n) + 0.5) / f64::from(POINTS);
        let frequency_hz = 300.0 * (1000.0_f64 / 300.0).powf(place);
        spectrum(&left, RATE, frequency_hz).norm_sqr()
    });
    10.0 * (powers.sum::<f64>() / f64::from(POINTS)).log10()
}

/// A wedge is as much louder or softer than an earphone at the drum as it is rendered: past an earphone that hangs out,
/// and together with one that is worn.
#[test]
fn the_level_of_a_floor_wedge_is_the_rendered_one() {
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    let worn = "--rig rig.toml";
    let out = format!("{worn} --set earphone.left_out=true --set earphone.right_out=true");
    let wedge = format!("{out} --set ambient.wedge.level_dbspl=90");
    let said_db = |rig: &str| drum_dbspl(&bench, rig).expect("a level");
    let said = said_db(&wedge) - said_db(worn);
    let rendered = rendered_db(&bench, &wedge) - rendered_db(&bench, worn);
    assert!((said - rendered).abs() < 0.3, "{said} beside {rendered} dB");
    let louder = format!("{out} --set ambient.wedge.level_dbspl=96");
    assert!((said_db(&louder) - said_db(&wedge) - 6.0).abs() < 0.01);
    // Two equal levels are 3 dB more: a wedge in power on an earphone.
    let both = format!("{worn} --set ambient.wedge.level_dbspl=90");
    let text = bench.good(&format!("levels --json {both}"));
    let facts: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let level = |name: &str| facts[name].as_f64().expect("a level");
    let power = |name: &str| 10f64.powf(0.1 * level(name));
    let sum_db = 10.0 * (power("earphone_dbspl") + power("wedge_dbspl")).log10();
    assert!((level("drum_dbspl") - sum_db).abs() < 1e-6, "{text}");
    let table = bench.good("levels --rig singer-floor-wedge");
    for words in [
        "  from earphone  20.8 dB SPL\n",
        "from wedge",
        "1.5 m away, into the open ear",
        "both together",
    ] {
        assert!(table.contains(words), "`{words}` in\n{table}");
    }
    let drum = (table.lines().find(|line| line.starts_with("  drum")))
        .and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    // 98 dB SPL in the room, and what an open ear adds.
    assert!(
        drum.is_some_and(|dbspl| (98.0..106.0).contains(&dbspl)),
        "{table}"
    );
}

/// The volume at its lowest is off, as it is rendered; a step above it is not.
#[test]
fn a_volume_that_is_off_brings_nothing_to_the_drum() {
    let bench = Bench::new();
    let rig = "--rig single-dynamic-wired";
    let off = format!("{rig} --set pack.volume_db=-60");
    let said = bench.good(&format!("levels {off}"));
    assert!(said.contains("  drum           nothing\n"), "{said}");
    assert!(said.contains("0.00 mV without load"), "{said}");
    assert_eq!(drum_dbspl(&bench, &off), None);
    let low = drum_dbspl(&bench, &format!("{rig} --set pack.volume_db=-59"));
    assert!(low.is_some_and(f64::is_finite), "{low:?}");
}

/// The hiss is the amplifier's; noise of a link is said not to be in it. Below the threshold it is inaudible.
#[test]
fn the_hiss_says_whose_it_is() {
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    let noisy = "levels --rig rig.toml --set pack.noise_uv=20";
    let wired = bench.good(noisy);
    assert!(wired.contains("  amplifier hiss "), "{wired}");
    assert!(wired.contains("dB SPL(A)"), "{wired}");
    assert!(!wired.contains("link noise"), "{wired}");
    let radio = bench.good(&format!("{noisy} --link budget-fm-stereo"));
    assert!(radio.contains("  link noise     not in"), "{radio}");
    let out = bench.good(&format!("{noisy} --set earphone.left_out=true"));
    assert!(out.contains("inaudible, below 0 dB SPL(A)"), "{out}");
    assert!(!out.contains('\u{2212}'), "{out}");
}

/// Whatever keeps the earphone below what the chain would give is said, in words and to other programs.
#[test]
fn levels_tell_of_limiter_and_clipping() {
    let bench = Bench::new();
    let notices = |set: &str| -> String {
        let text = bench.good(&format!("levels --json {set}"));
        let facts: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let notices = facts["notices"].as_array().expect("a list").clone();
        let notices: Vec<&str> = notices
            .iter()
            .filter_map(|notice| notice.as_str())
            .collect();
        let said = bench.good(&format!("levels {set}"));
        for notice in &notices {
            assert!(said.contains(&format!("  notice: {notice}\n")), "{said}");
        }
        notices.join("; ")
    };
    let plain = notices("");
    assert!(
        !plain.contains("clips") && !plain.contains("holds"),
        "{plain}"
    );
    let clips = notices("--set pack.max_output_v=0.001");
    assert!(
        clips.contains("the amplifier clips: it gives 58.6 dB SPL at most, 26.4 dB below"),
        "{clips}"
    );
    let limit = "--set pack.limiter=true --set pack.limiter_dbspl";
    let held = notices(&format!("{limit}=80"));
    assert!(
        held.contains("the ear limiter holds the mix at 80.0 dB SPL, 5.0 dB below"),
        "{held}"
    );
    assert!(!held.contains("clips"), "{held}");
    let idle = notices(&format!("{limit}=100"));
    assert!(!idle.contains("holds"), "{idle}");
    let both = notices(&format!("{limit}=80 --set pack.max_output_v=0.001"));
    assert!(
        both.contains("holds") && both.contains("21.4 dB below"),
        "{both}"
    );
}
