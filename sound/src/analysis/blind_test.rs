//! Blind tests between two sounds: which of them X is (ABX), and which is preferred.
//!
//! *In the real world* whoever knows what plays hears what is expected. A test that hides it, at one
//! loudness, says whether two packs can be told apart, by how many answers are right.
//!
//! *Model*: the key is drawn from a seed, each trial by itself. Guessing is a coin: the p-value of an ABX
//! test is the exact probability of as many right answers or more, that of a preference the probability of
//! a vote as lopsided in either direction. A binomial is discrete, so that most lengths of a test make
//! p < 0.05 much rarer than one in twenty; the lengths here are those for which it happens to a guesser in 4 to 5 %
//! of all tests. The length is chosen before the first trial: a test that is ended when it looks good proves
//! nothing.
//!
//! *Left out*: a listener who hears a difference in some trials only is not told from one who guesses more
//! luckily; no difference found does not mean that there is none.
//!
//! *Tests*: here, with ten thousand simulated guessers.

use crate::dsp::noise::Noise;

/// Level under which a p-value speaks for a difference.
pub const SIGNIFICANT: f64 = 0.05;

/// Largest difference in loudness of a fair test, LU.
pub const MATCHED_LU: f64 = 0.1;

/// Question of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Is X the first or the second sound?
    Abx,
    /// Which of two, in hidden order, is better?
    Preference,
}

impl Question {
    /// Numbers of trials for which 5 % means nearly 5 %.
    #[must_use]
    pub fn lengths(self) -> &'static [usize] {
        match self {
            Self::Abx => &[13, 18, 23, 30],
            Self::Preference => &[17, 25, 30, 37],
        }
    }

    /// Probability that a guesser does as well.
    #[must_use]
    pub fn p_value(self, hits: usize, trials: usize) -> f64 {
        let tail = |from: usize| -> f64 { (from..=trials).map(|k| binomial(trials, k)).sum() };
        match self {
            Self::Abx => tail(hits),
            Self::Preference => (2.0 * tail(hits.max(trials - hits.min(trials)))).min(1.0),
        }
    }
}

/// Probability of so many heads of a fair coin.
fn binomial(trials: usize, heads: usize) -> f64 {
    let ways = (0..heads).fold(1.0, |ways, k| ways * (trials - k) as f64 / (k + 1) as f64);
    ways * 0.5_f64.powi(trials as i32)
}

/// A test with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlindTest {
    question: Question,
    /// True where the second sound is X, or comes first.
    key: Vec<bool>,
}

impl BlindTest {
    /// A test of so many trials; none when a test of that length says something else than its p-value.
    #[must_use]
    pub fn new(question: Question, trials: usize, seed: u64) -> Option<Self> {
        if !question.lengths().contains(&trials) {
            return None;
        }
        let mut coin = Noise::new(seed);
        // Neighboring seeds begin alike.
        for _ in 0..64 {
            coin.white();
        }
        let key = (0..trials).map(|_| coin.white() >= 0.0).collect();
        Some(Self { question, key })
    }

    /// Its question.
    #[must_use]
    pub fn question(&self) -> Question {
        self.question
    }

    /// Number of trials.
    #[must_use]
    pub fn trials(&self) -> usize {
        self.key.len()
    }

    /// Returns whether X is the second sound in a trial, or whether the second sound comes first.
    #[must_use]
    pub fn is_second(&self, trial: usize) -> bool {
        self.key.get(trial).copied().unwrap_or(false)
    }

    /// Outcome of a test: of ABX, answers are true for the second sound; of a preference, for the one that came
    /// second. None before all trials are answered.
    #[must_use]
    pub fn outcome(&self, answers: &[bool]) -> Option<Outcome> {
        if answers.len() != self.trials() {
            return None;
        }
        let pairs = self.key.iter().zip(answers);
        let hits = pairs.filter(|(key, answer)| key == answer).count();
        let hits = match self.question {
            Question::Abx => hits,
            // The second sound was chosen where it came first and the first was, or the other way round.
            Question::Preference => self.trials() - hits,
        };
        Some(Outcome {
            question: self.question,
            trials: self.trials(),
            hits,
            p_value: self.question.p_value(hits, self.trials()),
        })
    }
}

impl BlindTest {
    /// Each trial in a line with its answer, for sounds of these names; ABX calls them by letters.
    #[must_use]
    pub fn transcript(&self, answers: &[bool], names: [&str; 2], letters: [&str; 2]) -> String {
        let line = |(trial, answer): (usize, &bool)| {
            let key = self.is_second(trial);
            let number = trial + 1;
            match self.question {
                Question::Abx => {
                    let mark = if key == *answer { "right" } else { "wrong" };
                    let [was, said] = [key, *answer].map(|second| letters[usize::from(second)]);
                    format!("{number:02}: x was {was}, answered {said}: {mark}\n")
                }
                Question::Preference => {
                    format!("{number:02}: {}\n", names[usize::from(key != *answer)])
                }
            }
        };
        answers.iter().enumerate().map(line).collect()
    }
}

/// Outcome of a whole test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The question.
    pub question: Question,
    /// Number of trials.
    pub trials: usize,
    /// Right answers, or votes for the second sound.
    pub hits: usize,
    /// Probability that a guesser does as well.
    pub p_value: f64,
}

impl Outcome {
    /// Returns whether it speaks for a difference.
    #[must_use]
    pub fn is_significant(&self) -> bool {
        self.p_value < SIGNIFICANT
    }

    /// The outcome in a sentence about two sounds.
    #[must_use]
    pub fn sentence(&self, names: [&str; 2]) -> String {
        let (hits, trials) = (self.hits, self.trials);
        let p = p_words(self.p_value);
        let [first, second] = names;
        match (self.question, self.is_significant()) {
            (Question::Abx, true) => format!(
                "{hits} of {trials} right ({p}): \"{first}\" and \"{second}\" were told apart."
            ),
            (Question::Abx, false) => format!(
                "{hits} of {trials} right ({p}): this test does not show that \"{first}\" and \
                 \"{second}\" can be told apart."
            ),
            (Question::Preference, true) => {
                let better = if 2 * hits > trials { second } else { first };
                let votes = hits.max(trials - hits);
                format!("\"{better}\" was preferred in {votes} of {trials} trials ({p}).")
            }
            (Question::Preference, false) => format!(
                "\"{second}\" was preferred in {hits} of {trials} trials ({p}): this test shows no \
                 preference."
            ),
        }
    }
}

/// A p-value to three decimals; one that would round to zero is given as a bound, for it is never zero.
fn p_words(p_value: f64) -> String {
    match p_value < 0.001 {
        true => "p < 0.001".to_owned(),
        false => format!("p = {p_value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_that_would_round_to_zero_are_bounds() {
        assert_eq!(p_words(0.5_f64.powi(18)), "p < 0.001");
        assert_eq!(p_words(0.000_99), "p < 0.001");
        assert_eq!(p_words(0.001), "p = 0.001");
        assert_eq!(p_words(0.048_1), "p = 0.048");
    }

    const QUESTIONS: [Question; 2] = [Question::Abx, Question::Preference];

    #[test]
    fn p_values_are_those_of_the_coin() {
        // Tables of the binomial: 12 of 16 or more has 2517 of 65536 ways; 15 of 20 or more 21700 of 2^20.
        assert!((Question::Abx.p_value(12, 16) - 2517.0 / 65_536.0).abs() < 1e-12);
        assert!((Question::Abx.p_value(15, 20) - 21_700.0 / 1_048_576.0).abs() < 1e-12);
        assert!((Question::Preference.p_value(15, 20) - 43_400.0 / 1_048_576.0).abs() < 1e-12);
        assert_eq!(
            Question::Preference.p_value(5, 20),
            Question::Preference.p_value(15, 20)
        );
        assert!((Question::Abx.p_value(0, 18) - 1.0).abs() < 1e-12);
        assert_eq!(Question::Preference.p_value(10, 20), 1.0);
    }

    /// Exact share of guessers with p < 0.05, for each length that can be chosen.
    #[test]
    fn every_length_has_a_level_of_nearly_five_percent() {
        for question in QUESTIONS {
            for &trials in question.lengths() {
                let significant =
                    (0..=trials).filter(|&k| question.p_value(k, trials) < SIGNIFICANT);
                let level: f64 = significant.map(|k| binomial(trials, k)).sum();
                assert!(
                    (0.04..=0.05).contains(&level),
                    "{question:?}, {trials}: {level}"
                );
            }
            // The usual sixteen trials would be no such test.
            assert_eq!(BlindTest::new(question, 16, 1), None);
        }
    }

    #[test]
    fn one_in_twenty_of_ten_thousand_guessers_is_significant() {
        for question in QUESTIONS {
            for &trials in question.lengths() {
                let mut guesser = Noise::new(77);
                let significant = (0..10_000)
                    .filter(|&seed| {
                        let test = BlindTest::new(question, trials, seed).unwrap();
                        let answers: Vec<bool> =
                            (0..trials).map(|_| guesser.white() >= 0.0).collect();
                        test.outcome(&answers).unwrap().is_significant()
                    })
                    .count();
                assert!(
                    (400..=600).contains(&significant),
                    "{question:?}, {trials}: {significant}"
                );
            }
        }
    }

    #[test]
    fn keys_are_fair_differ_by_seed_and_stay() {
        let key = |seed: u64| -> Vec<bool> {
            let test = BlindTest::new(Question::Abx, 30, seed).unwrap();
            (0..30).map(|trial| test.is_second(trial)).collect()
        };
        assert_eq!(key(5), key(5));
        let second: usize = (0..1000)
            .map(|seed| key(seed).iter().filter(|x| **x).count())
            .sum();
        // Of 30000 tosses the standard deviation is 87.
        assert!((second as i64 - 15_000).abs() < 350, "{second}");
        let alike: usize = (0..1000)
            .map(|seed| {
                key(seed)
                    .iter()
                    .zip(key(seed + 1))
                    .filter(|(a, b)| **a == *b)
                    .count()
            })
            .sum();
        assert!((alike as i64 - 15_000).abs() < 350, "{alike}");
    }

    #[test]
    fn a_listener_who_hears_it_is_told_from_one_who_does_not() {
        let test = BlindTest::new(Question::Abx, 18, 3).unwrap();
        let right: Vec<bool> = (0..18).map(|trial| test.is_second(trial)).collect();
        let outcome = test.outcome(&right).unwrap();
        assert_eq!(outcome.hits, 18);
        assert!(outcome.sentence(["A", "B"]).contains("told apart"));
        assert_eq!(test.outcome(&right[..17]), None);
        // Whoever always takes the second sound answers by where it came.
        let test = BlindTest::new(Question::Preference, 25, 3).unwrap();
        let second: Vec<bool> = (0..25).map(|trial| !test.is_second(trial)).collect();
        let outcome = test.outcome(&second).unwrap();
        assert_eq!(outcome.hits, 25);
        assert!(outcome
            .sentence(["A", "B"])
            .starts_with("\"B\" was preferred in 25 of 25"));
    }
}
