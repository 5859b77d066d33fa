//! Offers of the bundles beside sound: rigs in the host's browser, configurable ports, sleep on
//! silence, descriptors; and freedom from machine paths.

use std::collections::BTreeMap;
use std::ffi::{c_char, c_void, CStr};
use std::sync::atomic::Ordering;

use bodypack::rig::presets;
use clap_sys::ext::configurable_audio_ports::{
    clap_audio_port_configuration_request, clap_plugin_configurable_audio_ports,
    CLAP_EXT_CONFIGURABLE_AUDIO_PORTS,
};
use clap_sys::ext::preset_load::{clap_plugin_preset_load, CLAP_EXT_PRESET_LOAD};
use clap_sys::factory::preset_discovery::{
    clap_preset_discovery_factory, clap_preset_discovery_filetype, clap_preset_discovery_indexer,
    clap_preset_discovery_location, clap_preset_discovery_metadata_receiver,
    CLAP_PRESET_DISCOVERY_FACTORY_ID, CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN,
};
use clap_sys::process::{CLAP_PROCESS_ERROR, CLAP_PROCESS_SLEEP};
use clap_sys::version::CLAP_VERSION;
use nice_plug::wrapper::vst3::vst3::Steinberg::{kResultOk, IPluginFactoryTrait, PFactoryInfo};

use super::bundles;
use super::raw_clap::{self, call, Heard, Ports, RawClap};
use super::raw_vst3::{self, Buses, RawVst3};

/// Results of a host's browser: names by keys.
type Found = BTreeMap<String, String>;

unsafe extern "C" fn begin(
    receiver: *const clap_preset_discovery_metadata_receiver,
    name: *const c_char,
    key: *const c_char,
) -> bool {
    // SAFETY: the receiver is the one below; the plugin hands over C strings.
    unsafe {
        let found = &mut *(*receiver).receiver_data.cast::<Found>();
        let text = |text: *const c_char| CStr::from_ptr(text).to_string_lossy().into_owned();
        found.insert(text(key), text(name)).is_none()
    }
}

unsafe extern "C" fn locate(
    indexer: *const clap_preset_discovery_indexer,
    location: *const clap_preset_discovery_location,
) -> bool {
    // SAFETY: the indexer is the one below.
    unsafe {
        let kinds = &mut *(*indexer).indexer_data.cast::<Vec<u32>>();
        kinds.push((*location).kind);
    }
    true
}

unsafe extern "C" fn file_type(
    _: *const clap_preset_discovery_indexer,
    _: *const clap_preset_discovery_filetype,
) -> bool {
    true
}

/// Rigs that a host's browser finds in the plugin.
fn discover() -> Found {
    let entry = raw_clap::entry();
    let factory = call!(
        entry,
        get_factory,
        CLAP_PRESET_DISCOVERY_FACTORY_ID.as_ptr()
    );
    let factory = factory.cast::<clap_preset_discovery_factory>();
    assert_eq!(call!(factory, count, factory), 1);
    let descriptor = call!(factory, get_descriptor, factory, 0);
    assert!(call!(factory, get_descriptor, factory, 1).is_null());
    let mut kinds = Vec::<u32>::new();
    let indexer = clap_preset_discovery_indexer {
        clap_version: CLAP_VERSION,
        name: c"Browser".as_ptr(),
        vendor: std::ptr::null(),
        url: std::ptr::null(),
        version: std::ptr::null(),
        indexer_data: std::ptr::from_mut(&mut kinds).cast(),
        declare_filetype: Some(file_type),
        declare_location: Some(locate),
        declare_soundpack: None,
        get_extension: None,
    };
    // SAFETY: the descriptor is the plugin's.
    let id = unsafe { (*descriptor).id };
    let provider = call!(factory, create, factory, &indexer, id);
    assert!(call!(provider, init, provider));
    assert_eq!(kinds.first(), Some(&CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN));
    let mut found = Found::new();
    let receiver = clap_preset_discovery_metadata_receiver {
        receiver_data: std::ptr::from_mut(&mut found).cast::<c_void>(),
        on_error: None,
        begin_preset: Some(begin),
        add_plugin_id: None,
        set_soundpack_id: None,
        set_flags: None,
        add_creator: None,
        set_description: None,
        set_timestamps: None,
        add_feature: None,
        add_extra_info: None,
    };
    let kind = CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN;
    assert!(call!(
        provider,
        get_metadata,
        provider,
        kind,
        std::ptr::null(),
        &receiver
    ));
    call!(provider, destroy, provider);
    found
}

#[test]
fn a_clap_host_finds_every_factory_rig_and_loads_it() {
    needs_bundles!();
    let found = discover();
    let expected: Found = (presets::all().iter())
        .map(|preset| (preset.id.to_owned(), preset.rig.name.clone()))
        .collect();
    assert_eq!(found, expected);
    let clap = RawClap::new(Heard::default());
    let load: &clap_plugin_preset_load = clap.extension(CLAP_EXT_PRESET_LOAD);
    let from = |key: *const c_char| {
        let kind = CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN;
        call!(
            load,
            from_location,
            clap.plugin,
            kind,
            std::ptr::null(),
            key
        )
    };
    for preset in presets::all() {
        let key = std::ffi::CString::new(preset.id).expect("no inner zeros");
        assert!(from(key.as_ptr()), "{}", preset.id);
        let state = String::from_utf8(clap.save().split_off(8)).expect("a state is text");
        let state: serde_json::Value = serde_json::from_str(&state).expect("a state is JSON");
        let field = |name: &str| {
            let field = state["fields"][name].as_str().expect("it is there");
            serde_json::from_str::<String>(field).expect("a field is JSON")
        };
        let rig = bodypack::rig::Rig::from_toml(&field("rig")).expect("a rig file");
        assert_eq!(
            (rig.name, rig.earphone),
            (preset.rig.name.clone(), preset.rig.earphone.clone())
        );
        assert_eq!(field("rig-origin"), format!("factory:{}", preset.id));
    }
    assert!(!from(c"no-such-rig".as_ptr()));
    assert!(!from(std::ptr::null()));
}

#[test]
fn a_host_that_calls_every_thread_the_main_one_hears_of_changes_on_its_main_thread_alone() {
    needs_bundles!();
    let clap = RawClap::new(Heard {
        lies: true,
        ..Heard::default()
    });
    let load: &clap_plugin_preset_load = clap.extension(CLAP_EXT_PRESET_LOAD);
    std::thread::scope(|scope| {
        let elsewhere = scope.spawn(|| {
            let kind = CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN;
            let key = c"drummer".as_ptr();
            assert!(call!(
                load,
                from_location,
                clap.plugin,
                kind,
                std::ptr::null(),
                key
            ));
            let bytes = clap.save();
            assert!(clap.load(&bytes));
        });
        elsewhere.join().expect("no panic");
    });
    assert_eq!(clap.heard.rescans.load(Ordering::Relaxed), 0);
    clap.idle();
    assert!(clap.heard.rescans.load(Ordering::Relaxed) > 0);
    assert_eq!(clap.heard.astray.load(Ordering::Relaxed), 0);
}

fn request(
    is_input: bool,
    port_index: u32,
    channel_count: u32,
) -> clap_audio_port_configuration_request {
    clap_audio_port_configuration_request {
        is_input,
        port_index,
        channel_count,
        port_type: std::ptr::null(),
        port_details: std::ptr::null(),
    }
}

#[test]
fn a_clap_host_gets_the_ports_that_it_asks_for_if_the_plugin_has_them() {
    needs_bundles!();
    let clap = RawClap::new(Heard::default());
    let ports: &clap_plugin_configurable_audio_ports =
        clap.extension(CLAP_EXT_CONFIGURABLE_AUDIO_PORTS);
    let channels = || {
        let ports: &clap_sys::ext::audio_ports::clap_plugin_audio_ports =
            clap.extension(clap_sys::ext::audio_ports::CLAP_EXT_AUDIO_PORTS);
        // SAFETY: a structure of numbers and text.
        let mut info: clap_sys::ext::audio_ports::clap_audio_port_info =
            unsafe { std::mem::zeroed() };
        assert!(call!(ports, get, clap.plugin, 0, true, &mut info));
        info.channel_count
    };
    for count in [1, 2, 1] {
        let wanted = [request(true, 0, count)];
        assert!(call!(
            ports,
            can_apply_configuration,
            clap.plugin,
            wanted.as_ptr(),
            1
        ));
        assert!(call!(
            ports,
            apply_configuration,
            clap.plugin,
            wanted.as_ptr(),
            1
        ));
        assert_eq!(channels(), count);
    }
    for wanted in [
        request(true, 0, 6),
        request(false, 0, 5),
        request(true, 9, 2),
    ] {
        assert!(!call!(
            ports,
            can_apply_configuration,
            clap.plugin,
            &wanted,
            1
        ));
        assert!(!call!(ports, apply_configuration, clap.plugin, &wanted, 1));
    }
    assert!(clap.activate(64));
    let wanted = request(true, 0, 2);
    assert!(
        !call!(ports, apply_configuration, clap.plugin, &wanted, 1),
        "it is in use"
    );
    clap.deactivate();
}

/// A rig that makes no sound of its own.
fn quiet() -> bodypack::rig::Rig {
    let mut rig = presets::find("single-dynamic-wired").expect("a factory rig");
    rig.pack.noise_uv = 0.0;
    rig
}

#[test]
fn a_rig_that_makes_no_sound_of_its_own_rests_in_silence() {
    needs_bundles!();
    const FRAMES: usize = 4096;
    let clap = RawClap::new(Heard::default());
    assert!(clap.load(&bodypack::session::clap_state_of(&quiet())));
    assert!(clap.activate(FRAMES as u32) && clap.start());
    let sound = Ports::filled(&[2, 2, 2], 0.1, FRAMES);
    let silence = Ports::filled(&[2, 2, 2], 0.0, FRAMES);
    let mut outputs = Ports::filled(&[2], 9.0, FRAMES);
    let mut play = |inputs: &Ports| {
        let block = raw_clap::block(FRAMES as u32, inputs, &mut outputs, None);
        let status = clap.process(&block);
        assert_ne!(status, CLAP_PROCESS_ERROR);
        (status, outputs.buffers[0].constant_mask)
    };
    let (status, mask) = play(&sound);
    assert!(status != CLAP_PROCESS_SLEEP && mask == 0);
    let rests = (0..200).any(|_| play(&silence) == (CLAP_PROCESS_SLEEP, 3));
    assert!(rests, "it never rests");
    let (status, mask) = play(&sound);
    assert!(status != CLAP_PROCESS_SLEEP && mask == 0, "and it wakes up");

    let vst3 = RawVst3::new();
    assert_eq!(
        vst3.load(&bodypack::session::vst3_state_of(&quiet())),
        kResultOk
    );
    vst3.start(FRAMES as i32);
    let mut outputs = Buses::filled(&[2], 9.0, FRAMES);
    let mut play = |value| {
        let mut inputs = Buses::filled(&[2, 2, 2], value, FRAMES);
        let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
        assert_eq!(vst3.process(&mut data), kResultOk);
        outputs.buffers[0].silenceFlags
    };
    assert_eq!(play(0.1), 0);
    assert!((0..200).any(|_| play(0.0) == 3), "it is never silent");
    assert_eq!(play(0.1), 0);
}

#[test]
fn the_bundles_say_who_made_them_and_where_to_ask() {
    needs_bundles!();
    let factory = raw_clap::factory();
    let about = call!(factory, get_plugin_descriptor, factory, 0);
    // SAFETY: the descriptor is the plugin's, and its texts are C strings.
    let [vendor, name, url, manual, support] = unsafe {
        let about = &*about;
        [
            about.vendor,
            about.name,
            about.url,
            about.manual_url,
            about.support_url,
        ]
        .map(|text| CStr::from_ptr(text).to_string_lossy().into_owned())
    };
    assert_eq!(vendor, "The Bodypack developers");
    assert_eq!(name, "Bodypack");
    for address in [&url, &manual, &support] {
        assert!(address.starts_with("https://"), "{address}");
    }
    // SAFETY: a structure of text that may be written to.
    let info = unsafe {
        let mut info: PFactoryInfo = std::mem::zeroed();
        assert_eq!(raw_vst3::factory().getFactoryInfo(&mut info), kResultOk);
        info
    };
    // SAFETY: C strings.
    let text = |field: &[c_char]| {
        unsafe { CStr::from_ptr(field.as_ptr()) }
            .to_string_lossy()
            .into_owned()
    };
    assert_eq!(text(&info.vendor), vendor);
    assert_eq!(text(&info.url), url);
    assert!(text(&info.email).contains('@'));
}

#[test]
fn the_vst3_bundle_describes_itself_without_being_loaded() {
    needs_bundles!();
    let path = bundles::vst3().join("Contents/Resources/moduleinfo.json");
    let text = std::fs::read_to_string(&path).expect("the bundle has a moduleinfo.json");
    let info: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let class = &info["Classes"][0];
    let id: String = b"BodypackIEMPlug1"
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    assert_eq!(class["CID"], id);
    assert_eq!(class["Category"], "Audio Module Class");
    assert_eq!(class["Name"], "Bodypack");
    assert_eq!(class["Version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(info["Factory Info"]["Vendor"], "The Bodypack developers");
    assert_eq!(info["Factory Info"]["Flags"]["Unicode"], true);
}

/// The libraries in the bundles.
fn libraries() -> Vec<Vec<u8>> {
    let read = |path| std::fs::read(path).expect("the library can be read");
    vec![read(bundles::clap()), read(raw_vst3::library())]
}

fn count(haystack: &[u8], needle: &[u8]) -> usize {
    haystack
        .windows(needle.len())
        .filter(|window| *window == needle)
        .count()
}

#[test]
fn the_libraries_hold_no_paths_of_the_machine_that_built_them() {
    needs_bundles!();
    let home = std::env::home_dir().and_then(|home| home.to_str().map(str::to_owned));
    let mut private = vec![
        env!("CARGO_MANIFEST_DIR").to_owned() + "/",
        "/.cargo/".to_owned(),
    ];
    private.extend(home.filter(|home| home.len() > 1).map(|home| home + "/"));
    for library in libraries() {
        for path in &private {
            assert_eq!(count(&library, path.as_bytes()), 0, "{path}");
        }
    }
}

/// The highest version of the C library that a library asks for, as it stands in its text.
#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn the_libraries_run_where_the_c_library_is_of_2021() {
    needs_bundles!();
    for library in libraries() {
        let mark = b"GLIBC_2.";
        let versions = (0..library.len() - 16).filter(|at| library[*at..].starts_with(mark));
        let minor = |at: usize| -> u32 {
            let digits = library[at + mark.len()..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit());
            digits.fold(0, |number, digit| 10 * number + u32::from(digit - b'0'))
        };
        let highest = versions.map(minor).max();
        assert!(highest.is_some_and(|minor| minor <= 34), "2.{highest:?}");
    }
}
