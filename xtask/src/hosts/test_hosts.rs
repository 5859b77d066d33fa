//! The hosts that the tests bring along: small ones that do nothing else.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result};

use super::{Check, Given, Outcome, Outcomes};
use crate::{build, music};

/// The tests that stand for each check, by a part of their names.
const TESTS: &[(Check, &str)] = &[
    (
        Check::Scan,
        "the_ports_are_the_mix_the_room_the_voice_and_the_ears",
    ),
    (Check::Insert, "every_rate_and_any_block_length_gives_sound"),
    (Check::Window, "windows_open_soon_and_leave_nothing_behind"),
    (
        Check::ChooseRig,
        "a_rig_that_the_host_chooses_is_the_one_of_the_command_line",
    ),
    (
        Check::Knob,
        "a_trim_takes_effect_at_its_sample_and_not_before",
    ),
    (Check::Key, "keys_reach_the_host"),
    (
        Check::Aux,
        "both_auxiliary_inputs_arrive_each_at_its_own_ear",
    ),
    (Check::Mono, "a_mono_track_has_one_or_two_outputs"),
    (
        Check::State,
        "a_saved_state_sounds_the_same_when_it_is_restored",
    ),
    (
        Check::Export,
        "both_formats_and_the_chain_give_the_same_bits",
    ),
    (
        Check::PassThrough,
        "an_export_that_passes_through_is_the_input",
    ),
    (Check::Twenty, "twenty_instances_sound_alike"),
    (Check::Exit, "broken_states_never_break_the_plugin"),
];

/// One row: the tests drive both formats.
pub fn drive(given: &Given) -> Result<Vec<(&'static str, Outcomes)>> {
    let music = music::prepare()?;
    let output = Command::new("cargo")
        .args([
            "test",
            "--release",
            "--no-fail-fast",
            "--test",
            "hosts",
            "--test",
            "windows",
        ])
        .current_dir(build::root())
        .env("BODYPACK_BUNDLES", &given.built.bundles)
        .env("BODYPACK_MUSIC", &music.cut)
        .output()
        .context("starting the tests")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut results = BTreeMap::new();
    for line in text.lines() {
        let Some((name, result)) = line
            .strip_prefix("test ")
            .and_then(|l| l.split_once(" ... "))
        else {
            continue;
        };
        results.insert(name.to_owned(), result == "ok");
    }
    let outcome = |part: &str| {
        let found: Vec<_> = results
            .iter()
            .filter(|(name, _)| name.contains(part))
            .collect();
        match found.iter().find(|(_, well)| !**well) {
            Some((name, _)) => Outcome::Failed((*name).clone()),
            None if found.is_empty() => Outcome::NotThere,
            None => Outcome::Ok,
        }
    };
    let outcomes = TESTS
        .iter()
        .map(|(check, part)| (*check, outcome(part)))
        .collect();
    Ok(vec![("test hosts (CLAP and VST3)", outcomes)])
}
