//! `bodypack render`: a WAV file in, the same length as heard on the rig out.

use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use bodypack::chain::{Chain, Io};
use clap::value_parser;
use indicatif::{ProgressBar, ProgressStyle};

use super::output::Pending;
use super::rig_choice::RigChoice;
use super::wav::{WavInfo, WavReader, WavWriter};
use super::{words, Failure};

/// Frames that are read and written at once.
const PIECE_FRAMES: usize = 8192;
/// Audio shorter than this is done before a progress bar could be read.
const LONG_S: f64 = 20.0;
/// Sample rates that the chain takes, Hz.
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=768_000;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The mix: a mono or stereo WAV file of any width and any rate from 8 to 768 kHz.
    #[arg(value_name = "IN.wav")]
    input: PathBuf,
    /// Where the result goes: 32-bit float, stereo, as long as the mix.
    #[arg(short, long, value_name = "OUT.wav")]
    output: PathBuf,
    #[command(flatten)]
    rig: RigChoice,
    /// What the room sounds like, at the mix's rate; silence follows where it is shorter.
    #[arg(long, value_name = "A.wav")]
    ambient: Option<PathBuf>,
    /// The performer's own voice or instrument, at the mix's rate; silence follows where it is
    /// shorter.
    #[arg(long, value_name = "V.wav")]
    own_voice: Option<PathBuf>,
    /// Frames that are processed at once; the result does not depend on it.
    #[arg(long, default_value_t = 512, value_parser = value_parser!(u32).range(1..=1 << 16))]
    block: u32,
    /// Seed of noise and fading; the same seed gives the same bits.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// Set by Ctrl-C; the render stops after the current piece and leaves nothing behind.
static STOP: AtomicBool = AtomicBool::new(false);

impl Arguments {
    pub fn run(self) -> Result<(), Failure> {
        let input = Input::open(&self.input, None)?;
        let info = input.reader.info();
        let aux = |path: &Option<PathBuf>| {
            path.as_deref()
                .map(|p| Input::open(p, Some((&self.input, info))))
                .transpose()
        };
        let (ambient, own_voice) = (aux(&self.ambient)?, aux(&self.own_voice)?);
        let rig = self.rig.rig()?;
        let chain = Chain::new(&rig, f64::from(info.sample_rate_hz), self.seed)
            .map_err(|e| Failure::Input(e.to_string()))?;

        let inputs = [
            Some(&self.input),
            self.ambient.as_ref(),
            self.own_voice.as_ref(),
        ];
        let inputs: Vec<&Path> = inputs.into_iter().flatten().map(PathBuf::as_path).collect();
        let mut pending =
            Pending::new(&self.output, &inputs).map_err(|e| Failure::output(&self.output, e))?;
        // Without a handler Ctrl-C would still stop the program, only less tidily.
        let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed));

        let mut render = Render {
            chain,
            input,
            ambient,
            own_voice,
            report: Report::default(),
        };
        let started = Instant::now();
        render.all(info, self.block as usize, pending.file(), &self.output)?;
        pending
            .keep()
            .map_err(|e| Failure::output(&self.output, e))?;
        let seconds = started.elapsed().as_secs_f64();
        eprintln!(
            "{}",
            render.report.line(&self.output, info, &rig.name, seconds)
        );
        Ok(())
    }
}

/// One of the files that go in.
struct Input {
    path: PathBuf,
    reader: WavReader,
}

impl Input {
    /// Opens a file; `with` is the mix whose rate it has to have.
    fn open(path: &Path, with: Option<(&Path, WavInfo)>) -> Result<Self, Failure> {
        let reader = WavReader::open(path).map_err(|e| Failure::wav(path, e))?;
        let rate_hz = reader.info().sample_rate_hz;
        if !RATES_HZ.contains(&rate_hz) {
            return Err(Failure::Input(format!(
                "{}: its sample rate is {rate_hz} Hz; {} to {} Hz expected",
                path.display(),
                RATES_HZ.start(),
                RATES_HZ.end()
            )));
        }
        if let Some((mix_path, mix)) = with.filter(|(_, mix)| mix.sample_rate_hz != rate_hz) {
            return Err(Failure::Input(format!(
                "{}: its sample rate is {rate_hz} Hz, but {} has {} Hz; both must be the same",
                path.display(),
                mix_path.display(),
                mix.sample_rate_hz
            )));
        }
        Ok(Self {
            path: path.to_owned(),
            reader,
        })
    }

    fn read(&mut self, to: &mut Stereo) -> Result<usize, Failure> {
        let [left, right] = &mut to.0;
        self.reader
            .read(left, right)
            .map_err(|e| Failure::wav(&self.path, e))
    }
}

/// Two channels of equal length.
struct Stereo([Vec<f32>; 2]);

impl Stereo {
    fn new(frames: usize) -> Self {
        Self([vec![0.0; frames], vec![0.0; frames]])
    }

    fn slices(&self, from: usize, to: usize) -> [&[f32]; 2] {
        [&self.0[0][from..to], &self.0[1][from..to]]
    }
}

struct Render {
    chain: Chain,
    input: Input,
    ambient: Option<Input>,
    own_voice: Option<Input>,
    report: Report,
}

impl Render {
    /// Renders the whole file, piece by piece: memory does not grow with the length.
    fn all(
        &mut self,
        info: WavInfo,
        block: usize,
        file: &mut std::fs::File,
        path: &Path,
    ) -> Result<(), Failure> {
        let refused = |e| Failure::output(path, e);
        // Whole blocks, so that a block is as long as asked for everywhere but at the end.
        let piece = block * PIECE_FRAMES.div_ceil(block);
        let mut main = Stereo::new(piece);
        let mut ambient = self.ambient.as_ref().map(|_| Stereo::new(piece));
        let mut own_voice = self.own_voice.as_ref().map(|_| Stereo::new(piece));
        let progress = Progress::new(info);
        let mut writer = WavWriter::new(BufWriter::new(file), info.sample_rate_hz, info.frames)
            .map_err(refused)?;
        let mut left = info.frames;
        while left > 0 {
            let frames = self.input.read(&mut main)?;
            read_aux(&mut self.ambient, &mut ambient)?;
            read_aux(&mut self.own_voice, &mut own_voice)?;
            self.piece(
                &mut main,
                ambient.as_ref(),
                own_voice.as_ref(),
                frames,
                block,
            );
            let [l, r] = main.slices(0, frames);
            self.report.note_peak(l, r);
            writer.write(l, r).map_err(refused)?;
            left = left.saturating_sub(frames as u64);
            progress.show(info.frames - left);
            if STOP.load(Ordering::Relaxed) {
                return Err(Failure::Stopped);
            }
        }
        writer.finish().map_err(refused)?;
        Ok(())
    }

    /// Processes one piece in blocks.
    fn piece(
        &mut self,
        main: &mut Stereo,
        ambient: Option<&Stereo>,
        own_voice: Option<&Stereo>,
        frames: usize,
        block: usize,
    ) {
        for from in (0..frames).step_by(block) {
            let to = frames.min(from + block);
            let [left, right] = &mut main.0;
            self.chain.process(Io {
                main: [&mut left[from..to], &mut right[from..to]],
                ambient: ambient.map(|a| a.slices(from, to)),
                own_voice: own_voice.map(|v| v.slices(from, to)),
            });
            let gain_db = f64::from(self.chain.meters().limiter_gain_db);
            self.report.note_limiter(gain_db, to - from);
        }
    }
}

/// Reads an input that need not be there; after its end there is silence.
fn read_aux(input: &mut Option<Input>, to: &mut Option<Stereo>) -> Result<(), Failure> {
    if let (Some(input), Some(to)) = (input, to) {
        input.read(to)?;
    }
    Ok(())
}

/// A bar on standard error with the speed; hidden when that is no terminal or the file is short.
struct Progress {
    bar: ProgressBar,
    started: Instant,
    sample_rate_hz: f64,
}

impl Progress {
    fn new(info: WavInfo) -> Self {
        let bar = if info.seconds() < LONG_S {
            ProgressBar::hidden()
        } else {
            // Draws on standard error, and only where that is a terminal.
            ProgressBar::new(info.frames)
        };
        let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self {
            bar,
            started: Instant::now(),
            sample_rate_hz: f64::from(info.sample_rate_hz),
        }
    }

    fn show(&self, frames: u64) {
        let rendered_s = frames as f64 / self.sample_rate_hz;
        let speed = rendered_s / self.started.elapsed().as_secs_f64().max(1e-9);
        self.bar.set_message(format!("{speed:.0} × real time"));
        self.bar.set_position(frames);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// What the user is told at the end.
#[derive(Default)]
struct Report {
    peak: f32,
    lowest_gain_db: f64,
    limited_frames: u64,
}

impl Report {
    fn note_peak(&mut self, left: &[f32], right: &[f32]) {
        self.peak = left
            .iter()
            .chain(right)
            .fold(self.peak, |peak, s| peak.max(s.abs()));
    }

    fn note_limiter(&mut self, gain_db: f64, frames: usize) {
        /// Less than this is not heard, and not worth a word.
        const NOTICEABLE_DB: f64 = -0.1;
        if gain_db <= NOTICEABLE_DB {
            self.limited_frames += frames as u64;
            self.lowest_gain_db = self.lowest_gain_db.min(gain_db);
        }
    }

    fn line(&self, output: &Path, info: WavInfo, rig: &str, seconds: f64) -> String {
        let peak = if self.peak > 0.0 {
            format!("peak {:.1} dBFS", 20.0 * f64::from(self.peak).log10()).replace('-', "−")
        } else {
            "silent".into()
        };
        let limiter = if self.limited_frames == 0 {
            "limiter idle".into()
        } else {
            let share = 100.0 * self.limited_frames as f64 / info.frames as f64;
            format!(
                "limiter at work {share:.1} % of the time, {:.1} dB at most",
                -self.lowest_gain_db
            )
        };
        format!(
            "{}: {} through “{rig}”, {:.0} × real time, {peak}, {limiter}",
            output.display(),
            words::length(info.seconds()),
            info.seconds() / seconds.max(1e-9),
        )
    }
}
