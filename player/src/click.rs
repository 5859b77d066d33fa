//! The click: where its beats fall, and what they sound like.

/// Tempos that can be set, beats per minute.
pub const TEMPO_BPM: std::ops::RangeInclusive<f64> = 20.0..=400.0;
/// Frequencies of a beat and of the first one in a bar, Hz, and how they die away, s.
const BEAT_HZ: f64 = 1000.0;
const ACCENT_HZ: f64 = 1500.0;
const DECAY_S: f64 = 0.008;
/// Length of a click, s; by then it has fallen by 54 dB.
const LENGTH_S: f64 = 0.05;
/// Level of a click at its first peak, linear.
const PEAK: f64 = 0.5;

/// The beats of a song.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beats {
    /// Beats per minute.
    pub tempo_bpm: f64,
    /// Beats in a bar.
    pub per_bar: u32,
    /// Time of the first beat of a bar, s.
    pub first_s: f64,
}

impl Beats {
    /// Time between two beats, s.
    pub fn length_s(&self) -> f64 {
        60.0 / self.tempo_bpm
    }

    /// Beats whose time lies in a stretch of the song, by their number from the first one: with their
    /// time, s, and whether they begin a bar.
    pub fn within(&self, from_s: f64, to_s: f64) -> impl Iterator<Item = (f64, bool)> + '_ {
        let length_s = self.length_s();
        let first = ((from_s - self.first_s) / length_s).ceil() as i64;
        let per_bar = i64::from(self.per_bar.max(1));
        // By multiplication: what is added up beat by beat would drift.
        (first..)
            .map(move |n| {
                (
                    self.first_s + n as f64 * length_s,
                    n.rem_euclid(per_bar) == 0,
                )
            })
            .take_while(move |(time_s, _)| *time_s < to_s)
    }
}

/// The sound of clicks at given frames.
#[derive(Debug)]
pub struct Clicker {
    rate_hz: f64,
    /// Clicks to come, in order: frame, and whether it begins a bar.
    coming: std::collections::VecDeque<(u64, bool)>,
    /// The click that sounds: frames since its beginning, and its frequency.
    sounding: Option<(u64, f64)>,
}

impl Clicker {
    /// A click at a sample rate, Hz.
    pub fn new(rate_hz: f64) -> Self {
        Self {
            rate_hz,
            coming: std::collections::VecDeque::new(),
            sounding: None,
        }
    }

    /// Has a click begin at a frame.
    pub fn put(&mut self, frame: u64, is_accent: bool) {
        self.coming.push_back((frame, is_accent));
    }

    /// Writes the frames from `at` on; true if there is a click in them.
    pub fn render(&mut self, at: u64, out: &mut [f32]) -> bool {
        out.fill(0.0);
        let mut sounds = false;
        for (n, sample) in (at..).zip(out.iter_mut()) {
            while self.coming.front().is_some_and(|(frame, _)| *frame <= n) {
                if let Some((frame, is_accent)) = self.coming.pop_front() {
                    let tone_hz = if is_accent { ACCENT_HZ } else { BEAT_HZ };
                    self.sounding = Some((n - frame, tone_hz));
                }
            }
            let Some((age, tone_hz)) = self.sounding else {
                continue;
            };
            // Half a frame on, so that the first sample is not zero.
            let time_s = (age as f64 + 0.5) / self.rate_hz;
            let swing = (std::f64::consts::TAU * tone_hz * time_s).sin();
            *sample = (PEAK * swing * (-time_s / DECAY_S).exp()) as f32;
            sounds = true;
            self.sounding = (time_s < LENGTH_S).then_some((age + 1, tone_hz));
        }
        sounds
    }
}

/// A tempo tapped by hand: the mean of the last taps.
#[derive(Clone, Debug, Default)]
pub struct Taps(Vec<f64>);

impl Taps {
    /// Longest time between two taps of one tempo, s.
    const PAUSE_S: f64 = 3.0;
    /// Number of taps that count.
    const MOST: usize = 9;

    /// A tap at a time, s. The tempo in beats per minute from the third tap on.
    pub fn tap(&mut self, now_s: f64) -> Option<f64> {
        if self
            .0
            .last()
            .is_some_and(|last| now_s - last > Self::PAUSE_S)
        {
            self.0.clear();
        }
        self.0.push(now_s);
        if self.0.len() > Self::MOST {
            self.0.remove(0);
        }
        let (first, last) = (self.0.first()?, self.0.last()?);
        let tempo_bpm = 60.0 * (self.0.len() - 1) as f64 / (last - first);
        (self.0.len() >= 3 && TEMPO_BPM.contains(&tempo_bpm)).then_some(tempo_bpm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn onsets(rendered: &[f32]) -> Vec<usize> {
        (0..rendered.len())
            .filter(|&n| rendered[n] != 0.0 && (n == 0 || rendered[n - 1] == 0.0))
            .collect()
    }

    #[test]
    fn clicks_stay_within_a_sample_over_ten_minutes_in_any_blocks() {
        let beats = Beats {
            tempo_bpm: 127.3,
            per_bar: 4,
            first_s: 0.25,
        };
        let rate_hz = 44_100.0;
        for block in [512, 333] {
            let mut clicker = Clicker::new(rate_hz);
            let mut all = Vec::new();
            let mut out = vec![0.0; block];
            while all.len() < 600 * 44_100 {
                let at = all.len() as u64;
                let [from_s, to_s] = [at, at + block as u64].map(|n| n as f64 / rate_hz);
                for (time_s, is_accent) in beats.within(from_s, to_s) {
                    clicker.put((time_s * rate_hz).round() as u64, is_accent);
                }
                clicker.render(at, &mut out);
                all.extend_from_slice(&out);
            }
            let found = onsets(&all);
            assert_eq!(found.len(), (599.75_f64 * 127.3 / 60.0).ceil() as usize);
            for (k, frame) in found.iter().enumerate() {
                let due = (0.25 + k as f64 * 60.0 / 127.3) * rate_hz;
                assert!(
                    (*frame as f64 - due).abs() <= 1.0,
                    "beat {k}: {frame}, due {due}"
                );
            }
        }
    }

    #[test]
    fn a_bar_begins_where_the_song_says() {
        let beats = Beats {
            tempo_bpm: 60.0,
            per_bar: 3,
            first_s: 2.0,
        };
        let all: Vec<(f64, bool)> = beats.within(0.0, 6.0).collect();
        let expected = [
            (0.0, false),
            (1.0, false),
            (2.0, true),
            (3.0, false),
            (4.0, false),
            (5.0, true),
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn three_taps_give_a_tempo_and_a_pause_begins_anew() {
        let mut taps = Taps::default();
        assert_eq!(taps.tap(0.0), None);
        assert_eq!(taps.tap(0.5), None);
        assert_eq!(taps.tap(1.0), Some(120.0));
        assert_eq!(taps.tap(9.0), None);
        assert_eq!(taps.tap(10.0), None);
        assert_eq!(taps.tap(11.0), Some(60.0));
    }
}
