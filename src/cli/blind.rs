//! `bodypack blind`: whether one can hear a pack. Two sounds at one loudness, a hidden order, a sheet for the
//! answers, and what the answers say.
//!
//! `bodypack blind MIX --rig A --against B -o FOLDER` writes the sounds and the sheet; whoever listens fills
//! the sheet in; `bodypack blind FOLDER` evaluates it. The key is drawn from the seed in the folder's
//! `test.json`, so that nothing has to be kept secret but that one file.

mod answers;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use bodypack::analysis::blind_test::{BlindTest, Question, MATCHED_LU};
use bodypack::files::terminal::{stdout, tell};
use bodypack::report::excerpt::{self, Pair, SILENT_LUFS};
use bodypack::report::Place;
use bodypack::rig::Rig;
use serde::{Deserialize, Serialize};

use super::numbers::{whole, SEEDS};
use super::output::AtomicFile;
use super::report::choose;
use super::report::files::{Sources, Spooled};
use super::{words, CliError};

/// Files of a test in its folder.
const TEST: &str = "test.json";
const SHEET: &str = "answers.txt";
const RESULT: &str = "result.txt";

/// Length of a passage for which none is given, s.
const USUAL_S: f64 = 10.0;
/// Shortest passage, s.
const SHORTEST_S: f64 = 1.0;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The mix to prepare a test from, or the folder of a test whose sheet is filled in.
    #[arg(value_name = "MIX|FOLDER")]
    input: PathBuf,
    /// The rig that is tested, by name or file; - for standard input.
    #[arg(long, value_name = "NAME|FILE")]
    rig: Option<String>,
    /// The rig that it is compared with; without it, the mix as it is.
    #[arg(long, value_name = "NAME|FILE")]
    against: Option<String>,
    /// Start of the passage, s; without it, the start of the mix.
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    from: Option<f64>,
    /// Length of the passage, s; without it, 10.
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    seconds: Option<f64>,
    /// Asks which of two is better, in hidden order, in place of which one X is.
    #[arg(long)]
    preference: bool,
    /// Number of trials: 13, 18, 23 or 30, and 17, 25, 30 or 37 for a preference. Of other lengths, a guesser
    /// would have p < 0.05 much more rarely than in one of twenty.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = whole::<usize>(0..=1000))]
    trials: Option<usize>,
    /// Seed of the hidden order, of noise and of fading; without it, one from the names and the clock.
    #[arg(long, allow_negative_numbers = true, value_parser = whole::<u64>(SEEDS))]
    seed: Option<u64>,
    /// The folder to write the test into; it must not be there yet.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// A test as its folder keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    names: [String; 2],
    mix: String,
    from_s: f64,
    to_s: f64,
    preference: bool,
    trials: usize,
    seed: u64,
    /// Loudness of the second sound over the first as written, LU.
    apart_lu: f64,
}

impl Kept {
    fn question(&self) -> Question {
        match self.preference {
            true => Question::Preference,
            false => Question::Abx,
        }
    }

    fn test(&self) -> Option<BlindTest> {
        BlindTest::new(self.question(), self.trials, self.seed)
    }
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        match self.input.is_dir() {
            true => {
                self.check_evaluated()?;
                evaluate(&self.input)
            }
            false => self.prepare(),
        }
    }

    /// Refuses options that only a new test has: a folder is evaluated as it was prepared.
    fn check_evaluated(&self) -> Result<(), CliError> {
        let given = [
            ("--rig", self.rig.is_some()),
            ("--against", self.against.is_some()),
            ("--from", self.from.is_some()),
            ("--seconds", self.seconds.is_some()),
            ("--preference", self.preference),
            ("--trials", self.trials.is_some()),
            ("--seed", self.seed.is_some()),
            ("-o", self.output.is_some()),
        ];
        let given: Vec<&str> = given
            .into_iter()
            .filter_map(|(name, is_given)| is_given.then_some(name))
            .collect();
        if given.is_empty() {
            return Ok(());
        }
        Err(CliError::Input(format!(
            "{}: this is a folder, and a test in a folder is evaluated as it was prepared; leave out {}",
            self.input.display(),
            given.join(", ")
        )))
    }

    fn prepare(&self) -> Result<(), CliError> {
        let missing = |what: &str| CliError::Input(format!("a new test needs {what}"));
        let folder = self
            .output
            .as_deref()
            .ok_or_else(|| missing("a folder: -o FOLDER"))?;
        let rig = self
            .rig
            .as_deref()
            .ok_or_else(|| missing("a rig: --rig NAME"))?;
        if folder.exists() {
            return Err(CliError::Input(format!(
                "{}: it is there already; name a new folder",
                folder.display()
            )));
        }
        let question = if self.preference {
            Question::Preference
        } else {
            Question::Abx
        };
        let trials = self
            .trials
            .unwrap_or(question.lengths()[if self.preference { 0 } else { 1 }]);
        let seed = self.seed.unwrap_or_else(from_the_clock);
        let test = BlindTest::new(question, trials, seed).ok_or_else(|| {
            let lengths: Vec<String> = question.lengths().iter().map(ToString::to_string).collect();
            CliError::Input(format!("--trials {trials}: choose {}", lengths.join(", ")))
        })?;
        let (tested, against) = self.rigs(rig)?;
        super::report::heed_ctrl_c();
        let (pair, kept) = self.pair(&tested, against.as_ref(), (trials, seed))?;
        if super::report::stopped() {
            return Err(CliError::Stopped);
        }
        write(folder, &test, &pair, &kept)?;
        tell(format_args!(
            "{}: {trials} trials, {} against {}, {:.3} LU apart. Fill in {SHEET}, \
             then: bodypack blind {}",
            folder.display(),
            kept.names[1],
            kept.names[0],
            kept.apart_lu.abs(),
            folder.display()
        ));
        Ok(())
    }

    /// The rig that is tested, and the one that it is compared with.
    fn rigs(&self, rig: &str) -> Result<(Rig, Option<Rig>), CliError> {
        let against = self.against.as_deref();
        let rigs = [Some(rig), against].into_iter().flatten().map(Path::new);
        super::output::one_stream([self.input.as_path()].into_iter().chain(rigs))?;
        let tested = choose::one(rig)?;
        let against = against.map(choose::one).transpose()?;
        if against
            .as_ref()
            .is_some_and(|other| sound_alike(&tested, other))
        {
            return Err(CliError::Input(format!(
                "--rig and --against are one and the same rig, {}; name another one, or leave --against out to \
                 compare it with the mix",
                tested.name
            )));
        }
        Ok((tested, against))
    }

    /// Start and length of the passage, s, as far as they make sense without the mix.
    fn checked_passage(&self) -> Result<(f64, f64), CliError> {
        let from_s = self.from.unwrap_or(0.0);
        if !(from_s >= 0.0 && from_s.is_finite()) {
            return Err(CliError::Input(format!(
                "--from: it is {from_s}; a passage begins at 0 s of the mix or later"
            )));
        }
        let seconds = self.seconds.unwrap_or(USUAL_S);
        if !(seconds >= SHORTEST_S && seconds.is_finite()) {
            return Err(CliError::Input(format!(
                "--seconds: it is {seconds}; a passage has a second at least"
            )));
        }
        Ok((from_s, seconds))
    }

    fn pair(
        &self,
        tested: &Rig,
        against: Option<&Rig>,
        (trials, seed): (usize, u64),
    ) -> Result<(Sounds, Kept), CliError> {
        let (from_s, seconds) = self.checked_passage()?;
        let spooled = Spooled::new(&Sources {
            mix: &self.input,
            ambient: None,
            own_voice: None,
            stems: &[],
        })?;
        let length_s = spooled.frames() as f64 / f64::from(spooled.sample_rate_hz());
        let place = place(from_s, seconds, length_s)?;
        let mut inputs = spooled.reopened()?;
        if excerpt::mix_lufs(place, &mut inputs)? < SILENT_LUFS {
            return Err(CliError::Input(format!(
                "{}: it is silent from {place}; a test needs sound: --from and --seconds choose \
                 another passage",
                self.input.display()
            )));
        }
        let pair = Pair::new([against, Some(tested)], place, &mut inputs, seed)?;
        if pair.apart_lu.abs() > MATCHED_LU || pair.apart_lu.is_nan() {
            return Err(CliError::Input(format!(
                "both sounds are {:.1} LU apart in spite of the match: one of them is silent",
                pair.apart_lu.abs()
            )));
        }
        let kept = Kept {
            names: [
                against.map_or("the mix".to_owned(), |rig| rig.name.clone()),
                tested.name.clone(),
            ],
            mix: spooled.name().to_owned(),
            from_s: place.from_s,
            to_s: place.to_s,
            preference: self.preference,
            trials,
            seed,
            apart_lu: (1e4 * pair.apart_lu).round() / 1e4,
        };
        let files = pair
            .sounds
            .each_ref()
            .map(|sound| excerpt::wav(sound, spooled.sample_rate_hz()));
        Ok((files, kept))
    }
}

/// The passage of a mix: shortened where the mix ends before it does, of which a notice is given.
fn place(from_s: f64, seconds: f64, length_s: f64) -> Result<Place, CliError> {
    let left_s = (length_s - from_s).max(0.0);
    if left_s < SHORTEST_S {
        return Err(CliError::Input(format!(
            "--from: from {from_s} s on, {} of the mix are left; a second is needed",
            words::length(left_s)
        )));
    }
    if seconds - left_s > 1e-3 {
        tell(format_args!(
            "notice: the mix ends {} after the start of the passage, which is that long and not {seconds} s",
            words::length(left_s)
        ));
    }
    Ok(Place {
        from_s,
        to_s: (from_s + seconds).min(length_s),
    })
}

/// Returns whether two rigs differ in words and in loudness alone, which a test takes away.
fn sound_alike(one: &Rig, other: &Rig) -> bool {
    let mut one = one.clone();
    one.name.clone_from(&other.name);
    one.notes.clone_from(&other.notes);
    one.about.clone_from(&other.about);
    one.listening.loudness_matched = other.listening.loudness_matched;
    one.listening.match_db = other.listening.match_db;
    one == *other
}

/// Both sounds as files.
type Sounds = [Vec<u8>; 2];

fn from_the_clock() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |since| since.as_nanos() as u64)
}

/// Writes a folder that appears whole or not at all.
fn write(folder: &Path, test: &BlindTest, sounds: &Sounds, kept: &Kept) -> Result<(), CliError> {
    let failed = |e: std::io::Error| CliError::output(folder, e);
    let parent = match folder.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let unfinished = tempfile::Builder::new()
        .prefix(".bodypack-")
        .tempdir_in(parent)
        .map_err(failed)?;
    let put =
        |name: String, bytes: &[u8]| fs::write(unfinished.path().join(name), bytes).map_err(failed);
    let mut sheet = format!(
        "# {} against {}, {} from {}\n",
        kept.names[1],
        kept.names[0],
        kept.mix,
        Place {
            from_s: kept.from_s,
            to_s: kept.to_s
        }
    );
    if test.question() == Question::Abx {
        put("a.wav".into(), &sounds[0])?;
        put("b.wav".into(), &sounds[1])?;
        sheet += "# Is x01.wav the same as a.wav or as b.wav? Write a or b behind each number.\n";
    } else {
        sheet += "# Which one is better, 01-1.wav or 01-2.wav? Write 1 or 2 behind each number.\n";
    }
    for trial in 0..test.trials() {
        let second = usize::from(test.is_second(trial));
        let number = trial + 1;
        match test.question() {
            Question::Abx => put(format!("x{number:02}.wav"), &sounds[second])?,
            Question::Preference => {
                put(format!("{number:02}-1.wav"), &sounds[second])?;
                put(format!("{number:02}-2.wav"), &sounds[1 - second])?;
            }
        }
        sheet += &format!("{number:02}: \n");
    }
    put(SHEET.into(), sheet.as_bytes())?;
    let text = serde_json::to_string_pretty(kept).map_err(|e| failed(e.into()))?;
    put(TEST.into(), text.as_bytes())?;
    super::report::outputs::open_to_others(unfinished.path()).map_err(failed)?;
    fs::rename(unfinished.keep(), folder).map_err(failed)
}

/// Reads the sheet of a folder and says what it shows.
fn evaluate(folder: &Path) -> Result<(), CliError> {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path)
            .map_err(|e| CliError::Input(format!("{}: {}", path.display(), words::io_words(&e))))
    };
    let at = folder.join(TEST);
    let broken = |reason: String| CliError::Input(format!("{}: {reason}", at.display()));
    let kept: Kept =
        serde_json::from_str(&read(TEST)?).map_err(|e| broken(format!("not a test: {e}")))?;
    let test = kept
        .test()
        .ok_or_else(|| broken(format!("there is no test of {} trials", kept.trials)))?;
    let answers = answers::read(&folder.join(SHEET), test.question(), test.trials())?;
    let outcome = test
        .outcome(&answers)
        .ok_or_else(|| broken("the answers do not fit".into()))?;
    let names = kept.names.each_ref().map(String::as_str);
    let mut text = format!(
        "{}\nFirst: {}\nSecond: {}\nMix: {}, {}\nLoudness apart: {:.3} LU\nSeed: {}\n\n",
        outcome.sentence(names),
        names[0],
        names[1],
        kept.mix,
        Place {
            from_s: kept.from_s,
            to_s: kept.to_s
        },
        kept.apart_lu.abs(),
        kept.seed
    );
    text += &test.transcript(&answers, names, ["a", "b"]);
    let result = folder.join(RESULT);
    let mut file = AtomicFile::new(&result, &[]).map_err(|e| CliError::output(&result, e))?;
    file.file()
        .write_all(text.as_bytes())
        .map_err(|e| CliError::output(&result, e))?;
    file.keep().map_err(|e| CliError::output(&result, e))?;
    write!(stdout(), "{text}")?;
    Ok(())
}
