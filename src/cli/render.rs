//! `bodypack render`: a mix in, the same length as heard on the rig out.

mod batch;
mod gain;
mod progress;
mod report;

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use bodypack::chain::{Chain, Io, Settings};
use bodypack::files::terminal::tell;
use bodypack::files::{WavInfo, WavReader, WavWriter, RATES_HZ};
use bodypack::rig::Rig;

use super::numbers::{whole, SEEDS};
use super::output::AtomicFile;
use super::rig_choice::{Loudness, RigChoice};
use super::CliError;
use gain::{gain, Gain};
use progress::Progress;
use report::Report;

/// Frames that are read and written at once.
const PIECE_FRAMES: usize = 8192;
/// Peaks stay under this where the gain is chosen, dBFS.
const ROOM_DBFS: f64 = -1.0;
/// Bytes of one frame of the result: two channels of 32-bit float, which are the end of the file.
const FRAME_BYTES: u64 = 8;
/// Audio shorter than this is done before a progress bar could be read.
const LONG_S: f64 = 20.0;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The mix: mono or stereo, at any rate from 8 to 768 kHz: WAV of any width, FLAC, AIFF, Ogg or MP3;
    /// or - for standard input. Several are rendered one after the other.
    #[arg(value_name = "IN", required_unless_present = "stdin")]
    input: Vec<PathBuf>,
    /// Reads the mix from standard input, as - does.
    #[arg(long, conflicts_with = "input")]
    stdin: bool,
    /// Output file: WAV, 32-bit float, stereo, as long as the mix; - for standard output. With
    /// several mixes, a folder.
    #[arg(short, long, value_name = "OUT.wav")]
    output: PathBuf,
    #[command(flatten)]
    rig: RigChoice,
    /// Recording of the room, at the mix's rate; silence follows where it is shorter.
    #[arg(long, value_name = "A.wav")]
    ambient: Option<PathBuf>,
    /// The performer's own voice or instrument, at the mix's rate; silence follows where it is
    /// shorter.
    #[arg(long, value_name = "V.wav")]
    own_voice: Option<PathBuf>,
    /// Constant gain of the whole result: a number of decibels before the ceiling, or auto, which
    /// turns the result down until its peaks are under −1 dBFS and the ceiling.
    #[arg(long, value_name = "DB", default_value = "auto", allow_negative_numbers = true,
          value_parser = gain)]
    gain: Gain,
    /// Loudness of the mix on the rig: matched to the input, or as the rig makes it. Without it,
    /// rigs by name are matched, and files are if they say so.
    #[arg(long, value_enum)]
    loudness: Option<Loudness>,
    /// Frames that are processed at once; the result does not depend on it.
    #[arg(long, default_value_t = 512, allow_negative_numbers = true, value_parser = whole::<u32>(1..=1 << 16))]
    block: u32,
    /// Seed of noise and fading; the same seed gives the same bits.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true, value_parser = whole::<u64>(SEEDS))]
    seed: u64,
    /// Prints what the summary says as JSON.
    #[arg(long)]
    json: bool,
}

/// Set by Ctrl-C; the render stops after the current piece and leaves nothing behind.
static STOP: AtomicBool = AtomicBool::new(false);

impl Arguments {
    pub fn run(mut self) -> Result<(), CliError> {
        if self.stdin {
            self.input.push("-".into());
        }
        super::output::one_stream(self.inputs())?;
        let jobs = batch::jobs(&self.input, &self.output)?;
        // Once for all mixes: a pipe is read once.
        let rig = self.rig.rig_to_hear(self.loudness)?;
        // Without a handler Ctrl-C would still stop the program, only less tidily.
        let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed));
        let mut failures = Vec::new();
        let count = jobs.len();
        for (index, (input, output)) in jobs.iter().enumerate() {
            match self.one(rig.clone(), input, output, batch::Place { index, count }) {
                Ok(()) => {}
                Err(failure) if count == 1 || matches!(failure, CliError::Stopped) => {
                    return Err(failure);
                }
                Err(failure) => failures.push(failure.to_string()),
            }
        }
        match failures.is_empty() {
            true => Ok(()),
            false => Err(CliError::Refused(failures)),
        }
    }

    /// All files that are read.
    fn inputs(&self) -> Vec<&Path> {
        let aux = [&self.ambient, &self.own_voice].into_iter().flatten();
        let sounds = self.input.iter().chain(aux).map(PathBuf::as_path);
        sounds.chain(self.rig.file()).collect()
    }

    /// Renders one mix.
    fn one(
        &self,
        mut rig: Rig,
        path: &Path,
        output: &Path,
        place: batch::Place,
    ) -> Result<(), CliError> {
        let input = Input::open(path, None)?;
        let info = input.reader.info();
        let aux = |aux: &Option<PathBuf>| {
            aux.as_deref()
                .map(|p| Input::open(p, Some((path, info))))
                .transpose()
        };
        let (ambient, own_voice) = (aux(&self.ambient)?, aux(&self.own_voice)?);
        if let Gain::Fixed(gain_db) = self.gain {
            rig.listening.output_db += gain_db;
        }
        let mut chain = Chain::new(&rig, f64::from(info.sample_rate_hz), self.seed)
            .map_err(|e| CliError::Input(e.to_string()))?;
        if self.gain == Gain::Auto {
            // The gain is found afterwards; until then nothing may limit.
            let mut settings = Settings::new(&rig);
            settings.safety.ceiling = f32::MAX;
            chain.set(&settings);
        }

        let mut pending =
            AtomicFile::new(output, &self.inputs()).map_err(|e| CliError::output(output, e))?;

        let mut render = Render {
            chain,
            input,
            ambient,
            own_voice,
            report: Report::default(),
        };
        let started = Instant::now();
        render.all(info, self.block as usize, pending.file(), output, place)?;
        match self.gain {
            Gain::Fixed(gain_db) => render.report.gain_db = gain_db,
            Gain::Auto => render
                .make_room(info, &rig, pending.file())
                .map_err(|e| CliError::output(output, e))?,
        }
        pending.keep().map_err(|e| CliError::output(output, e))?;
        let seconds = started.elapsed().as_secs_f64();
        for input in render.inputs() {
            input.warn();
        }
        if self.json {
            let facts = render.report.facts(path, output, info, &rig.name, seconds);
            super::json::print(&facts)?;
        }
        tell(render.report.line(output, info, &rig.name, seconds));
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
    fn open(path: &Path, with: Option<(&Path, WavInfo)>) -> Result<Self, CliError> {
        let reader = WavReader::open(path).map_err(|e| CliError::wav(path, e))?;
        let rate_hz = reader.info().sample_rate_hz;
        if !RATES_HZ.contains(&rate_hz) {
            return Err(CliError::Input(format!(
                "{}: its sample rate is {rate_hz} Hz; {} to {} Hz expected",
                path.display(),
                RATES_HZ.start(),
                RATES_HZ.end()
            )));
        }
        if let Some((mix_path, mix)) = with.filter(|(_, mix)| mix.sample_rate_hz != rate_hz) {
            return Err(CliError::Input(format!(
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

    fn read(&mut self, to: &mut Stereo) -> Result<usize, CliError> {
        let [left, right] = &mut to.0;
        self.reader
            .read(left, right)
            .map_err(|e| CliError::wav(&self.path, e))
    }

    /// Says what was wrong with the file and did not keep it from being heard.
    fn warn(&self) {
        let name = self.path.display();
        for remark in self.reader.remarks() {
            tell(format_args!("warning: {name}: {remark}"));
        }
        let wrong = self.reader.not_numbers();
        if wrong > 0 {
            let info = self.reader.info();
            let all = info.frames * u64::from(info.channels);
            tell(format_args!(
                "warning: {name}: {wrong} of {all} samples were no numbers and were heard as silence"
            ));
        }
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
    fn inputs(&self) -> impl Iterator<Item = &Input> {
        [
            Some(&self.input),
            self.ambient.as_ref(),
            self.own_voice.as_ref(),
        ]
        .into_iter()
        .flatten()
    }

    /// Renders the whole file, piece by piece: memory does not grow with the length.
    fn all(
        &mut self,
        info: WavInfo,
        block: usize,
        file: &mut File,
        path: &Path,
        place: batch::Place,
    ) -> Result<(), CliError> {
        let refused = |e| CliError::output(path, e);
        // Whole blocks, so that a block is as long as asked for everywhere but at the end.
        let piece = block * PIECE_FRAMES.div_ceil(block);
        let mut main = Stereo::new(piece);
        let mut ambient = self.ambient.as_ref().map(|_| Stereo::new(piece));
        let mut own_voice = self.own_voice.as_ref().map(|_| Stereo::new(piece));
        let progress = Progress::new(info, place);
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
                return Err(CliError::Stopped);
            }
        }
        writer.finish().map_err(refused)?;
        Ok(())
    }

    /// Turns the file that was written down until its peaks are under [`ROOM_DBFS`] and the ceiling.
    fn make_room(&mut self, info: WavInfo, rig: &Rig, file: &mut File) -> io::Result<()> {
        let most_dbfs = ROOM_DBFS.min(rig.listening.ceiling_dbfs);
        let peak_dbfs = 20.0 * f64::from(self.report.peak).log10();
        if peak_dbfs <= most_dbfs {
            return Ok(());
        }
        let gain_db = most_dbfs - peak_dbfs;
        let gain = 10f64.powf(gain_db / 20.0) as f32;
        scale(file, info.frames, gain)?;
        self.report.peak *= gain;
        self.report.gain_db = gain_db;
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

/// Multiplies the frames at the end of a file in place.
fn scale(file: &mut File, frames: u64, gain: f32) -> io::Result<()> {
    let bytes = frames.saturating_mul(FRAME_BYTES);
    let mut at = file.metadata()?.len().saturating_sub(bytes);
    let mut left = bytes;
    let mut piece = vec![0_u8; 1 << 16];
    while left > 0 {
        let length = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
        let piece = &mut piece[..length];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(piece)?;
        for sample in piece.chunks_exact_mut(4) {
            let [a, b, c, d] = [sample[0], sample[1], sample[2], sample[3]];
            let scaled = gain * f32::from_le_bytes([a, b, c, d]);
            sample.copy_from_slice(&scaled.to_le_bytes());
        }
        file.seek(SeekFrom::Start(at))?;
        file.write_all(piece)?;
        at += length as u64;
        left -= length as u64;
    }
    Ok(())
}

/// Reads an input that need not be there; after its end there is silence.
fn read_aux(input: &mut Option<Input>, to: &mut Option<Stereo>) -> Result<(), CliError> {
    if let (Some(input), Some(to)) = (input, to) {
        input.read(to)?;
    }
    Ok(())
}
