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
