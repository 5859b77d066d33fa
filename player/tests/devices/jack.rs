//! A JACK server of the test's own, with a recorder on the player's ports.

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::common::{noise, player, read, write_wav, Folder};

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
    sound: Arc<Mutex<[Vec<f32>; 2]>>,
}

impl jack::ProcessHandler for Tape {
    fn process(&mut self, _: &jack::Client, scope: &jack::ProcessScope) -> jack::Control {
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
        let tape = Tape {
            ports,
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
    std::fs::write(folder.at("set.toml"), set).unwrap();
    player()
        .arg("--render")
        .arg(folder.at("set.toml"))
        .arg("-o")
        .arg(folder.path())
        .assert()
        .success();
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
