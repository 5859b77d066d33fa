//! A JACK server of the test's own, with a recorder on the player's ports.

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::common::{noise, read, write_wav, Folder};

/// A server that ends with the test.
struct Server(Child);

impl Server {
    /// A server of a name at 48 kHz, which waits for its clients in each cycle: on a machine that is busy with
    /// other tests no cycle is left out.
    fn start(name: &str) -> Self {
        let server = Command::new("jackd")
            .args(["--no-realtime", "--sync", "--timeout", "5000", "-n", name])
            .args(["-d", "dummy", "-r", "48000", "-p", "1024"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("jackd is installed by `cargo xtask packages`");
        Self(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Records what goes to two ports that it is connected to.
struct Recorder {
    client: jack::AsyncClient<(), Tape>,
    sound: Arc<Mutex<[Vec<f32>; 2]>>,
}

struct Tape {
    ports: [jack::Port<jack::AudioIn>; 2],
    /// A tone for the player to listen to.
    voice: jack::Port<jack::AudioOut>,
    frame: u64,
    sound: Arc<Mutex<[Vec<f32>; 2]>>,
}

impl jack::ProcessHandler for Tape {
    fn process(&mut self, _: &jack::Client, scope: &jack::ProcessScope) -> jack::Control {
        for sample in self.voice.as_mut_slice(scope) {
            *sample = (self.frame as f32 * std::f32::consts::TAU / 96.0).sin() * 0.2;
            self.frame = (self.frame + 1) % 96;
        }
        if let Ok(mut sound) = self.sound.lock() {
            for (side, port) in self.ports.iter().enumerate() {
                sound[side].extend_from_slice(port.as_slice(scope));
            }
        }
        jack::Control::Continue
    }
}

impl Recorder {
    /// Waits for the server.
    fn start() -> Self {
        let deadline = Instant::now() + Duration::from_secs(20);
        let client = loop {
            let options = jack::ClientOptions::NO_START_SERVER;
            match jack::Client::new("recorder", options) {
                Ok((client, _)) => break client,
                Err(error) => assert!(Instant::now() < deadline, "no server: {error}"),
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        let port = |name| {
            client
                .register_port(name, jack::AudioIn::default())
                .unwrap()
        };
        let ports = [port("left"), port("right")];
        let sound = Arc::new(Mutex::new([
            Vec::with_capacity(1 << 22),
            Vec::with_capacity(1 << 22),
        ]));
        let voice = client
            .register_port("voice", jack::AudioOut::default())
            .unwrap();
        let tape = Tape {
            ports,
            voice,
            frame: 0,
            sound: Arc::clone(&sound),
        };
        let client = client.activate_async((), tape).unwrap();
        Self { client, sound }
    }

    /// Connects the player's ports as soon as they are there.
    fn connect(&self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        for (theirs, own) in [("out_0", "left"), ("out_1", "right")] {
            // The name that the library of devices gives its clients.
            let pattern = format!("cpal_client_.*:{theirs}");
            loop {
                let client = self.client.as_client();
                let found = client.ports(Some(&pattern), None, jack::PortFlags::IS_OUTPUT);
                let own = format!("recorder:{own}");
                let joined = found
                    .first()
                    .map(|port| client.connect_ports_by_name(port, &own));
                if matches!(joined, Some(Ok(()))) {
                    break;
                }
                assert!(Instant::now() < deadline, "the player has no ports");
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// Has a second port heard by the player's input.
    fn connect_input(&self, own: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let client = self.client.as_client();
            let found = client.ports(Some("cpal_client_.*:in_0"), None, jack::PortFlags::IS_INPUT);
            let joined = found
                .first()
                .map(|port| client.connect_ports_by_name(own, port));
            if matches!(joined, Some(Ok(()))) {
                return;
            }
            assert!(Instant::now() < deadline, "the player has no input");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn take(&self) -> [Vec<f32>; 2] {
        std::mem::take(&mut *self.sound.lock().unwrap())
    }
}

/// The tests share the server's name, which the library takes from the environment.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn own_server(name: &str) -> Server {
    std::env::set_var("JACK_DEFAULT_SERVER", name);
    Server::start(name)
}

fn song(folder: &Folder, frames: usize) -> [Vec<f32>; 2] {
    write_wav(&folder.at("one.wav"), 48_000, &noise(frames, 17));
    let set = "format = 1\nrig = \"drummer\"\n[[song]]\nfile = \"one.wav\"\n";
    folder.render(set);
    read(&folder.at("01 one.wav")).1
}

fn play(folder: &Folder, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_bodypack-player"))
        .arg(folder.at("set.toml"))
        .args(["--no-window", "--jack"])
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn said(program: Child) -> String {
    let output = program.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn a_recorder_on_the_ports_catches_the_bits_of_the_render() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = Folder::new();
    let expected = song(&folder, 96_000);
    let _server = own_server("bodypack-test-bits");
    let recorder = Recorder::start();
    let program = play(&folder, &["--buffer", "1024"]);
    recorder.connect();
    said(program);
    crate::common::assert_caught(&recorder.take(), &expected);
}

#[test]
fn the_song_goes_on_when_the_device_is_back() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = Folder::new();
    song(&folder, 240_000);
    let server = own_server("bodypack-test-gone");
    let recorder = Recorder::start();
    let program = play(&folder, &[]);
    recorder.connect();
    std::thread::sleep(Duration::from_millis(1500));
    drop(recorder);
    drop(server);
    std::thread::sleep(Duration::from_millis(500));
    let _server = own_server("bodypack-test-gone");
    let said = said(program);
    assert!(said.contains("is gone"), "{said}");
    assert!(said.contains("the device is back"), "{said}");
}

/// Level of the tone in a stretch of sound, linear: its Fourier component.
fn tone(sound: &[f32]) -> f64 {
    let [mut re, mut im] = [0.0, 0.0];
    for (n, sample) in sound.iter().enumerate() {
        let angle = std::f64::consts::TAU * n as f64 / 96.0;
        re += f64::from(*sample) * angle.cos();
        im += f64::from(*sample) * angle.sin();
    }
    2.0 * re.hypot(im) / sound.len() as f64
}

#[test]
fn the_own_voice_rises_to_its_level_and_is_heard_beside_a_silent_song() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = Folder::new();
    let silence = [vec![0.0; 336_000], vec![0.0; 336_000]];
    write_wav(&folder.at("one.wav"), 48_000, &silence);
    let rig = "singer-ambient-microphones-own-voice";
    let set = format!("format = 1\nrig = \"{rig}\"\n[[song]]\nfile = \"one.wav\"\n");
    std::fs::write(folder.at("set.toml"), set).unwrap();
    let _server = own_server("bodypack-test-voice");
    let recorder = Recorder::start();
    let program = play(&folder, &["--own-voice", "1"]);
    recorder.connect();
    recorder.connect_input("recorder:voice");
    said(program);
    let [left, _] = recorder.take();
    // What comes first and what is heard once the input is up; whole periods of the tone.
    let parts: Vec<f64> = left.chunks_exact(4_800).map(tone).collect();
    let loudest = parts.iter().fold(0.0_f64, |a, b| a.max(*b));
    assert!(loudest > 1e-3, "{parts:?}");
    let first = parts
        .iter()
        .position(|part| *part > 0.02 * loudest)
        .unwrap();
    let full = parts.iter().position(|part| *part > 0.7 * loudest).unwrap();
    // A ramp of 1.5 s goes from 2 to 70 % in a second.
    assert!(full >= first + 5, "{parts:?}");
}

#[test]
fn two_players_play_on_one_server() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = Folder::new();
    song(&folder, 24_000);
    let _server = own_server("bodypack-test-two");
    let _recorder = Recorder::start();
    let both = [play(&folder, &[]), play(&folder, &[])];
    both.into_iter().for_each(|program| drop(said(program)));
}
