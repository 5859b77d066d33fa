//! Latency budgets and levels as the command line prints them.

use super::support::{Bench, STIFF_RIG};

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
