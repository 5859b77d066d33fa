//! Arguments of the program.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bodypack::files::terminal::{printable, tell};
use bodypack_player::device::{devices, Backend, DeviceChoice};
use bodypack_player::error::PlayerError;
use bodypack_player::playback::State;
use bodypack_player::player::Player;
use bodypack_player::render;
use bodypack_player::set::Set;
use bodypack_player::window;

/// Rehearse with recorded tracks on in-ear monitors.
#[derive(Debug, clap::Parser)]
#[command(name = "bodypack-player", version, about)]
pub struct Arguments {
    /// Songs (WAV, FLAC, MP3, Ogg or AIFF), folders of stems, or one set (TOML).
    #[arg(value_name = "SONG|FOLDER|SET.toml")]
    songs: Vec<PathBuf>,
    /// Rig of songs that name none: a name (`bodypack rigs` lists them), or a rig file.
    #[arg(long, value_name = "NAME|FILE")]
    rig: Option<String>,
    /// Renders a set into files instead of playing it: what one would hear of each song.
    #[arg(
        long,
        value_name = "SET.toml",
        requires = "output",
        conflicts_with = "songs"
    )]
    render: Option<PathBuf>,
    /// The folder to render into.
    #[arg(short, long, value_name = "FOLDER", requires = "render")]
    output: Option<PathBuf>,
    /// Plays without a window, one song after the other, and ends.
    #[arg(long, requires = "songs")]
    no_window: bool,
    /// Writes a report of the rehearsal when it ends: songs, time, and the dose of the ears.
    #[arg(long, value_name = "FILE.txt")]
    report: Option<PathBuf>,
    #[command(flatten)]
    device: Device,
}

/// Devices and their channels.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Sound")]
struct Device {
    /// Lists the devices.
    #[arg(long)]
    devices: bool,
    /// Goes through a JACK server instead of the system's usual sound.
    #[arg(long)]
    jack: bool,
    /// Device to play on, by its identifier or a part of its name.
    #[arg(long, value_name = "NAME")]
    device: Option<String>,
    /// Its channels for the left and the right ear, from 1.
    #[arg(long, value_name = "L,R", value_parser = two_channels)]
    channels: Option<[usize; 2]>,
    /// Sample rate, Hz; without it, the first song's where the device takes it.
    #[arg(long, value_name = "HZ", value_parser = clap::value_parser!(u32).range(8_000..=768_000))]
    rate: Option<u32>,
    /// Frames of a buffer; fewer are heard sooner and need a faster machine.
    #[arg(long, value_name = "FRAMES", value_parser = clap::value_parser!(u32).range(16..=8192))]
    buffer: Option<u32>,
    /// Device to listen to; without it, the one that is played on.
    #[arg(long, value_name = "NAME")]
    input_device: Option<String>,
    /// Channels of your own voice or instrument, from 1; one goes to both ears.
    #[arg(long, value_name = "N[,N]", value_parser = input_channels)]
    own_voice: Option<Channels>,
    /// Channels of microphones on the stage, from 1.
    #[arg(long, value_name = "N[,N]", value_parser = input_channels)]
    ambient: Option<Channels>,
    /// Level of the inputs, dB.
    #[arg(long, value_name = "DB", default_value_t = 0.0, allow_negative_numbers = true,
          value_parser = input_level)]
    input_level: f64,
}

/// Channels of an input, from 0.
#[derive(Clone, Debug)]
struct Channels(Vec<usize>);

fn input_channels(text: &str) -> Result<Channels, String> {
    let numbers = text
        .split(',')
        .map(|part| match part.trim().parse::<usize>() {
            Ok(number @ 1..=64) => Ok(number - 1),
            _ => Err("expected one or two channels from 1 to 64, such as 1 or 3,4".to_owned()),
        });
    let channels = numbers.collect::<Result<Vec<usize>, String>>()?;
    match channels.len() {
        1 | 2 => Ok(Channels(channels)),
        _ => Err("expected one or two channels".to_owned()),
    }
}

fn two_channels(text: &str) -> Result<[usize; 2], String> {
    let Channels(channels) = input_channels(text)?;
    <[usize; 2]>::try_from(channels).map_err(|_| "expected two channels, such as 1,2".to_owned())
}

fn input_level(text: &str) -> Result<f64, String> {
    match text.replace('\u{2212}', "-").parse() {
        Ok(level_db) if (-80.0..=40.0).contains(&level_db) => Ok(level_db),
        _ => Err("expected a number of decibels from -80 to 40".to_owned()),
    }
}

impl Device {
    fn backend(&self) -> Backend {
        match self.jack {
            true => Backend::Jack,
            false => Backend::System,
        }
    }

    fn choice(&self) -> DeviceChoice {
        let channels = |chosen: &Option<Channels>| chosen.clone().map(|c| c.0).unwrap_or_default();
        DeviceChoice {
            backend: self.backend(),
            output: self.device.clone(),
            output_channels: self.channels,
            rate_hz: self.rate,
            buffer_frames: self.buffer,
            input: self.input_device.clone(),
            own_voice: channels(&self.own_voice),
            ambient: channels(&self.ambient),
            input_level_db: self.input_level,
        }
    }
}

/// A set, and the folder that its names are relative to.
struct Opened {
    set: Set,
    folder: PathBuf,
}

impl Arguments {
    /// Does what was asked.
    ///
    /// # Errors
    /// With the line for the user.
    pub fn run(self) -> Result<(), PlayerError> {
        if let (Some(set), Some(output)) = (&self.render, &self.output) {
            let opened = self.open(std::slice::from_ref(set))?;
            return render_all(&opened, output);
        }
        if self.device.devices {
            return list(self.device.backend());
        }
        let opened = self.open(&self.songs)?;
        let set_path = self.songs.first().filter(|path| is_set(path)).cloned();
        let choice = self.device.choice();
        let mut player = Player::new(opened.set, &opened.folder, set_path, choice)?;
        if self.no_window {
            play_through(&mut player)?;
            return self.end(&player);
        }
        if !player.set.songs.is_empty() {
            player.choose(0)?;
        }
        // A system without sound still shows the window: it says what is missing.
        if let Err(error) = player.listen() {
            player.say(error);
        }
        let player = Arc::new(Mutex::new(player));
        window::run(&player)?;
        let player = window::lock(&player);
        self.end(&player)
    }

    /// Says what there was, and writes it where that was asked for.
    fn end(&self, player: &Player) -> Result<(), PlayerError> {
        let Some(report) = player.report() else {
            return Ok(());
        };
        print!("{}", printable(&report));
        match &self.report {
            Some(path) => render::write_text(path, &report),
            None => Ok(()),
        }
    }

    /// Reads the set, or makes one of songs. Says which songs have moved.
    fn open(&self, paths: &[PathBuf]) -> Result<Opened, PlayerError> {
        let mut opened = match paths {
            [path] if is_set(path) => Opened {
                set: Set::read(path)?,
                folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            },
            paths => match paths.iter().find(|path| is_set(path)) {
                Some(set) => {
                    return Err(PlayerError::of(set, "a set is opened alone, without songs"));
                }
                None => Opened {
                    set: Set::of(paths),
                    folder: PathBuf::new(),
                },
            },
        };
        if let Some(rig) = &self.rig {
            opened.set.rig = Some(rig.clone());
            opened.set.songs.iter_mut().for_each(|song| song.rig = None);
        }
        for moved in opened.set.find_moved(&opened.folder) {
            let said = moved.said.display();
            match moved.found {
                Some(found) => tell(format_args!(
                    "notice: {said} has moved: {} is taken",
                    found.display()
                )),
                None => {
                    return Err(PlayerError::Said(format!(
                        "{said}: no such file or folder, nor one of its name beside the set; put it \
                         there, or correct the set"
                    )));
                }
            }
        }
        Ok(opened)
    }
}

/// Returns whether the name of a file is that of a set.
fn is_set(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("toml"))
}

fn list(backend: Backend) -> Result<(), PlayerError> {
    for device in devices(backend)? {
        let kind = match (device.plays, device.listens) {
            (true, true) => "in, out",
            (true, false) => "out",
            _ => "in",
        };
        let line = format!("{:40} {:8} {}", device.id, kind, device.name);
        println!("{}", printable(&line));
    }
    Ok(())
}

/// Plays all songs, one after the other.
fn play_through(player: &mut Player) -> Result<(), PlayerError> {
    /// Time between two looks.
    const LOOK: Duration = Duration::from_millis(20);
    /// Time for what still sounds when the last song is over.
    const TAIL: Duration = Duration::from_millis(700);
    player.set.continuous = true;
    player.begin(0)?;
    let mut shown = None;
    loop {
        std::thread::sleep(LOOK);
        player.poll();
        for message in player.take_messages() {
            tell(format_args!("notice: {message}"));
        }
        let index = player.chosen().map(|chosen| chosen.index);
        if shown != index {
            shown = index;
            let title = player.song().map(|song| song.title()).unwrap_or_default();
            let (rig, device) = (&player.rig().name, player.facts().device);
            let line = format!("{title}, through \"{rig}\", on {device}");
            println!("{}", printable(&line));
        }
        if player.state() == State::Stopped {
            std::thread::sleep(TAIL);
            let facts = player.facts();
            if facts.glitches + facts.starved > 0 {
                let (glitches, starved) = (facts.glitches, facts.starved);
                let longest = facts.longest_percent;
                tell(format_args!(
                    "notice: {glitches} buffers were late, {starved} frames of songs too; the longest \
                     buffer took {longest:.0} % of its time"
                ));
            }
            return Ok(());
        }
    }
}

fn render_all(opened: &Opened, output: &Path) -> Result<(), PlayerError> {
    render::render(&opened.set, &opened.folder, output, |song| {
        for remark in &song.remarks {
            tell(format_args!("warning: {remark}"));
        }
        let peak = match song.peak > 0.0 {
            true => format!("peak {:.1} dBFS", 20.0 * f64::from(song.peak).log10()),
            false => "silent".to_owned(),
        };
        let line = format!(
            "{}: {:.1} s through \"{}\", {}",
            song.path.display(),
            song.seconds,
            song.rig,
            peak.replace('-', "\u{2212}")
        );
        println!("{}", printable(&line));
    })
}
