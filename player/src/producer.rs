//! A song in blocks at the device's rate: reads the tracks along the way, converts their rate, and adds
//! count-in and click. Depends on nothing but the files and what it was made with.

use std::collections::VecDeque;

use crate::chunk::{Chunk, Entry, CHUNK};
use crate::click::{Beats, Clicker};
use crate::error::PlayerError;
use crate::feeder::Setting;
use crate::resample::Resampler;
use crate::song::OpenSong;
use crate::transport::{seam_weight, Loop, Route, Step};

/// Plan for a song.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Counts the plans.
    pub generation: u64,
    /// Relation to what plays.
    pub entry: Entry,
    /// Index of its first frame since the song began to play.
    pub at: u64,
    /// Place in the song that it begins at, frames of its files.
    pub from: u64,
    /// The loop.
    pub rounds: Option<Loop>,
    /// The beats.
    pub beats: Beats,
    /// True if they are heard during the song.
    pub clicks: bool,
    /// Bars that are counted in.
    pub count_in_bars: u32,
}

/// Makes the blocks of one plan.
pub struct Producer {
    song: OpenSong,
    plan: Plan,
    rate_hz: u32,
    route: Route,
    resampler: Option<Resampler>,
    /// Frames that have been made and not handed out, channel by channel.
    ready: Vec<Vec<f32>>,
    taken: usize,
    /// Frames that have been handed out, count-in included.
    out: u64,
    count_in: u64,
    clicker: Clicker,
    /// Beginnings of steps: frames of the way, and place in the song.
    steps: VecDeque<(u64, u64)>,
    /// The sound before the loop's beginning, for the seam.
    lead: Vec<[Vec<f32>; 2]>,
    lead_of: Option<Loop>,
    /// Frames of the way after which there is nothing, once known.
    end: Option<u64>,
    read: [Vec<f32>; 2],
}

impl Producer {
    /// Begins a plan at the device's rate, Hz.
    ///
    /// # Errors
    /// When the rate cannot be converted.
    pub fn new(song: OpenSong, plan: Plan, rate_hz: u32) -> Result<Self, PlayerError> {
        let channels = 2 * song.tracks.len();
        let resampler = match song.rate_hz == rate_hz {
            true => None,
            false => Some(Resampler::new(song.rate_hz, rate_hz, channels)?),
        };
        let mut clicker = Clicker::new(f64::from(rate_hz));
        let beat = plan.beats.length_s() * f64::from(rate_hz);
        let beats = plan.count_in_bars * plan.beats.per_bar;
        for n in 0..beats {
            let accent = n % plan.beats.per_bar == 0;
            clicker.put((f64::from(n) * beat).round() as u64, accent);
        }
        Ok(Self {
            song,
            route: Route::new(plan.from, plan.rounds),
            plan,
            rate_hz,
            resampler,
            ready: vec![Vec::new(); channels],
            taken: 0,
            out: 0,
            count_in: (f64::from(beats) * beat).round() as u64,
            clicker,
            steps: VecDeque::new(),
            lead: Vec::new(),
            lead_of: None,
            end: None,
            read: [Vec::new(), Vec::new()],
        })
    }

    /// Index of the next frame since the song began to play.
    pub fn next_at(&self) -> u64 {
        self.plan.at + self.out
    }

    /// The plan that is followed.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The song.
    pub fn song(&self) -> &OpenSong {
        &self.song
    }

    /// Another loop or click from the next block on.
    pub fn set(&mut self, setting: Setting) {
        self.plan.rounds = setting.rounds;
        self.plan.beats = setting.beats;
        self.plan.clicks = setting.clicks;
        if self.route.rounds() != setting.rounds {
            self.route.set_rounds(setting.rounds);
            self.load_lead();
            if let Some(next) = self.route.goes_on_at() {
                self.song
                    .tracks
                    .iter_mut()
                    .for_each(|track| track.seek(next));
            }
        }
    }

    /// The song, to be played anew.
    pub fn into_song(self) -> OpenSong {
        self.song
    }

    /// Makes the next block.
    ///
    /// # Errors
    /// When the rate cannot be converted.
    pub fn fill(&mut self, chunk: &mut Chunk) -> Result<(), PlayerError> {
        let counted = usize::try_from(self.count_in.saturating_sub(self.out)).unwrap_or(CHUNK);
        chunk.counts_in = counted > 0;
        chunk.generation = self.plan.generation;
        chunk.entry = self.plan.entry;
        chunk.at = self.next_at();
        chunk.song_hz = self.song.rate_hz;
        chunk.is_last = false;
        if counted > 0 {
            // A block of its own, so that the song begins at the beginning of one.
            chunk.frames = counted.min(CHUNK);
            chunk.song_frame = self.plan.from;
            for channel in chunk.tracks.iter_mut().flatten() {
                channel.fill(0.0);
            }
        } else {
            self.song_part(chunk)?;
        }
        let click = &mut chunk.click[..chunk.frames];
        chunk.has_click = self.clicker.render(self.out, click);
        self.out += chunk.frames as u64;
        Ok(())
    }

    fn song_part(&mut self, chunk: &mut Chunk) -> Result<(), PlayerError> {
        self.make(CHUNK)?;
        let done = self.out - self.count_in;
        let left = self.end.map_or(u64::MAX, |end| end.saturating_sub(done));
        chunk.frames = usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK));
        chunk.is_last = left <= CHUNK as u64;
        chunk.song_frame = self.place(done);
        let range = self.taken..self.taken + chunk.frames;
        for (channel, ready) in chunk.tracks.iter_mut().flatten().zip(&self.ready) {
            channel[..chunk.frames].copy_from_slice(&ready[range.clone()]);
        }
        self.taken += chunk.frames;
        Ok(())
    }

    /// Place in the song of a frame of the way, at the device's rate.
    fn place(&mut self, done: u64) -> u64 {
        let way = self.to_song(done);
        while self.steps.get(1).is_some_and(|(at, _)| *at as f64 <= way) {
            self.steps.pop_front();
        }
        let (at, from) = self.steps.front().copied().unwrap_or((0, self.plan.from));
        from + (way - at as f64).max(0.0).round() as u64
    }

    fn to_song(&self, frames: u64) -> f64 {
        frames as f64 * f64::from(self.song.rate_hz) / f64::from(self.rate_hz)
    }

    /// Has so many frames ready.
    fn make(&mut self, wanted: usize) -> Result<(), PlayerError> {
        if self.taken > 0 {
            for channel in &mut self.ready {
                channel.drain(..self.taken);
            }
            self.taken = 0;
        }
        while self.ready[0].len() < wanted {
            match self.resampler.take() {
                None => self.read_on(wanted - self.ready[0].len(), None),
                Some(mut resampler) => {
                    self.read_on(resampler.wants(), Some(&mut resampler));
                    let converted = resampler.convert(&mut self.ready);
                    self.resampler = Some(resampler);
                    converted?;
                }
            }
        }
        Ok(())
    }

    /// Reads frames of the way, to the converter or to what is ready.
    fn read_on(&mut self, frames: usize, mut to: Option<&mut Resampler>) {
        let mut done = 0;
        while done < frames {
            let step = self.route.step(frames - done);
            self.begin_step(step);
            let mut read = std::mem::take(&mut self.read);
            let mut got = 0;
            for index in 0..self.song.tracks.len() {
                let [left, right] = &mut read;
                left.resize(step.frames, 0.0);
                right.resize(step.frames, 0.0);
                got = got.max(self.song.tracks[index].read(left, right));
                self.seam(step, index, left, right);
                for (side, channel) in [left, right].into_iter().enumerate() {
                    match &mut to {
                        Some(resampler) => resampler.input()[2 * index + side]
                            [done..done + step.frames]
                            .copy_from_slice(channel),
                        None => self.ready[2 * index + side].extend_from_slice(channel),
                    }
                }
            }
            self.read = read;
            if got < step.frames && self.end.is_none() {
                // Whatever loop there is, the song ends before its end.
                let way = u128::from(step.at + got as u64) * u128::from(self.rate_hz);
                let frames = way.div_ceil(u128::from(self.song.rate_hz));
                self.end = Some(u64::try_from(frames).unwrap_or(u64::MAX));
            }
            done += step.frames;
        }
    }

    /// Sees to files, click and loop where frames of the song begin that lie together.
    fn begin_step(&mut self, step: Step) {
        if step.is_jump {
            self.load_lead();
            for track in &mut self.song.tracks {
                track.seek(step.from);
            }
            self.steps.push_back((step.at, step.from));
        }
        if self.plan.clicks {
            let song_hz = f64::from(self.song.rate_hz);
            let [from_s, to_s] =
                [step.from, step.from + step.frames as u64].map(|n| n as f64 / song_hz);
            let beats = self.plan.beats;
            for (time_s, accent) in beats.within(from_s, to_s) {
                let way_s = step.at as f64 / song_hz + (time_s - from_s);
                let frame = (way_s * f64::from(self.rate_hz)).round() as u64;
                self.clicker.put(self.count_in + frame, accent);
            }
        }
    }

    /// Reads what lies before the loop's beginning, once for each loop.
    fn load_lead(&mut self) {
        let rounds = self.route.rounds();
        if self.lead_of == rounds {
            return;
        }
        self.lead_of = rounds;
        self.lead.clear();
        let Some(rounds) = rounds else { return };
        let seam = rounds.seam(f64::from(self.song.rate_hz));
        for track in &mut self.song.tracks {
            let [mut left, mut right] = [(); 2].map(|()| vec![0.0; seam as usize]);
            track.seek(rounds.from - seam);
            track.read(&mut left, &mut right);
            self.lead.push([left, right]);
        }
    }

    /// Fades the sound before the loop's beginning into that before its end.
    fn seam(&self, step: Step, track: usize, left: &mut [f32], right: &mut [f32]) {
        let (Some(rounds), Some(lead)) = (self.route.rounds(), self.lead.get(track)) else {
            return;
        };
        let seam = lead[0].len() as u64;
        let begins = rounds.to - seam;
        if seam == 0 || step.from + step.frames as u64 <= begins || step.from >= rounds.to {
            return;
        }
        for (channel, lead) in [left, right].into_iter().zip(lead) {
            for (frame, sample) in (step.from..).zip(channel.iter_mut()) {
                let weight = seam_weight(rounds, seam, frame);
                if weight > 0.0 {
                    let other = lead[(frame - begins) as usize];
                    *sample += weight * (other - *sample);
                }
            }
        }
    }
}
