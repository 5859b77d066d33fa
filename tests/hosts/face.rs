//! Interface shown to a host: ports, parameters and their texts, latency.

use std::collections::BTreeSet;

use super::clap::Clap;
use super::vst3::Vst3;

/// Values of a parameter to try, 0 to 1.
fn tries() -> impl Iterator<Item = f64> {
    (0..=64).map(|index| f64::from(index) / 64.0)
}

#[test]
fn the_ports_are_the_mix_the_room_the_voice_and_the_ears() {
    needs_bundles!();
    let mut clap = Clap::load();
    let names = |ports: &[(&str, u32)]| -> Vec<(String, u32)> {
        ports
            .iter()
            .map(|&(name, channels)| (name.to_owned(), channels))
            .collect()
    };
    assert_eq!(
        clap.ports(true),
        names(&[("Input", 2), ("Ambient", 2), ("Own voice", 2)])
    );
    assert_eq!(clap.ports(false), names(&[("Output", 2)]));

    let vst3 = Vst3::load();
    let layout = vst3.plugin.audio_bus_layout().expect("it has buses");
    let channels = |buses: &[vst3_host::AudioBusConfig]| -> Vec<usize> {
        buses.iter().map(|bus| bus.channel_count).collect()
    };
    assert_eq!(channels(&layout.inputs), [2, 2, 2]);
    assert_eq!(channels(&layout.outputs), [2]);
}

#[test]
fn parameters_have_names_of_their_own_groups_and_one_bypass() {
    needs_bundles!();
    let mut clap = Clap::load();
    let parameters = clap.parameters();
    let names: BTreeSet<_> = parameters.iter().map(|info| info.name.clone()).collect();
    let ids: BTreeSet<_> = parameters.iter().map(|info| info.id.get()).collect();
    assert_eq!(names.len(), parameters.len());
    assert_eq!(ids.len(), parameters.len());
    assert!(parameters.iter().all(|info| info.automatable));
    for info in &parameters {
        // These two are about the whole.
        let is_alone = info.is_bypass || info.name == "Rig";
        assert_eq!(info.group.is_empty(), is_alone, "{}", info.name);
    }
    assert_eq!(parameters.iter().filter(|info| info.is_bypass).count(), 1);

    let vst3 = Vst3::load();
    let theirs: BTreeSet<_> = vst3
        .plugin
        .get_parameters()
        .expect("it has parameters")
        .into_iter()
        .map(|parameter| parameter.name)
        .collect();
    assert_eq!(theirs, names);
}

#[test]
fn every_text_is_read_back_as_the_value_that_it_stands_for() {
    needs_bundles!();
    let mut clap = Clap::load();
    for info in clap.parameters() {
        for share in tries() {
            let value = info.least + share * (info.most - info.least);
            let text = clap.text_of(info.id, value);
            let back = clap.value_of(info.id, &text);
            let back = back.unwrap_or_else(|| panic!("{}: {text} is not understood", info.name));
            assert_eq!(clap.text_of(info.id, back), text, "{}", info.name);
        }
        assert_eq!(
            clap.value_of(info.id, "no such value"),
            None,
            "{}",
            info.name
        );
    }
}

#[test]
fn vst3_shows_the_same_texts_as_clap() {
    needs_bundles!();
    let mut clap = Clap::load();
    let vst3 = Vst3::load();
    let theirs = vst3.plugin.get_parameters().expect("it has parameters");
    for info in clap.parameters() {
        let parameter = theirs.iter().find(|parameter| parameter.name == info.name);
        let parameter = parameter.expect("both formats have the same names");
        for share in tries() {
            let value = info.least + share * (info.most - info.least);
            let normalized = (value - info.least) / (info.most - info.least);
            let ours = clap.text_of(info.id, value);
            let text = vst3
                .plugin
                .format_parameter(parameter.id, normalized)
                .expect("a text");
            // VST3 hosts add the unit by themselves.
            assert!(
                ours.starts_with(text.trim()),
                "{}: {ours} and {text}",
                info.name
            );
        }
    }
}

#[test]
fn the_plugin_reports_no_latency_whatever_it_emulates() {
    needs_bundles!();
    let mut rig = bodypack::rig::Rig::default();
    rig.feed.desk_delay_ms = 10.0;
    rig.link = bodypack::rig::Link::Digital(bodypack::rig::DigitalLink {
        latency_ms: 200.0,
        ..bodypack::rig::DigitalLink::default()
    });
    let scene = super::scene::Scene::silent(48_000.0, 64);
    let mut clap = Clap::with_rig(&rig);
    clap.bounce(&scene);
    assert_eq!(clap.latency(), 0);
    let mut vst3 = Vst3::with_rig(&rig);
    vst3.bounce(&scene);
    assert_eq!(vst3.plugin.latency_samples(), 0);
}
