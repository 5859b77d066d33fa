//! One row of the table: what is checked, what is published, and what this machine measures.

/// True if the data of a row were used when the model was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The model was fitted to these figures: the row finds what has changed since.
    Fitted,
    /// The model had not seen these figures.
    Predicted,
    /// A requirement of this project, which nobody has published.
    Required,
}

impl Basis {
    pub fn word(self) -> &'static str {
        match self {
            Self::Fitted => "fitted",
            Self::Predicted => "predicted",
            Self::Required => "required",
        }
    }
}

/// A check: subject and method.
pub struct Row {
    /// The quantity.
    pub check: &'static str,
    /// Publisher of the figures; none for a requirement.
    pub source: &'static str,
    /// The figures, with their unit and the tolerance that the source gives.
    pub published: &'static str,
    pub basis: Basis,
    /// The test that holds the same figure, or its file.
    pub test: &'static str,
    /// Measures it anew.
    pub measure: fn() -> Found,
}

/// Measured value, and whether it meets the published one.
pub struct Found {
    pub text: String,
    pub holds: bool,
}

impl Found {
    /// Figures with so many decimals, each with what is expected and the tolerance.
    pub fn beside(decimals: usize, figures: &[(f64, f64, f64)]) -> Self {
        let text: Vec<String> = (figures.iter())
            .map(|(found, ..)| number(*found, decimals))
            .collect();
        Self {
            text: text.join(", "),
            holds: (figures.iter())
                .all(|(found, expected, tolerance)| (found - expected).abs() <= *tolerance),
        }
    }

    /// The least and the largest of some figures, which must lie from `least` to `most`.
    pub fn between(decimals: usize, figures: &[f64], least: f64, most: f64) -> Self {
        let low = figures.iter().copied().fold(f64::INFINITY, f64::min);
        let high = figures.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let [a, b] = [low, high].map(|figure| number(figure, decimals));
        Self {
            text: if a == b { a } else { format!("{a} to {b}") },
            holds: low >= least && high <= most,
        }
    }

    /// A result that could not be had, with the reason.
    pub fn failed(reason: impl ToString) -> Self {
        Self {
            text: reason.to_string(),
            holds: false,
        }
    }

    /// The same with a unit behind the figures.
    pub fn unit(mut self, unit: &str) -> Self {
        self.text = format!("{} {unit}", self.text);
        self
    }
}

/// A number with a true minus sign, and without one before zero.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(size) if size.bytes().all(|byte| matches!(byte, b'0' | b'.')) => size.to_owned(),
        Some(size) => format!("−{size}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_holds_only_if_every_figure_does() {
        assert!(Found::beside(1, &[(1.0, 1.1, 0.2), (-3.0, -3.0, 0.0)]).holds);
        assert!(!Found::beside(1, &[(1.0, 1.1, 0.2), (-3.0, -3.5, 0.4)]).holds);
        assert!(!Found::beside(1, &[(f64::NAN, 1.0, 1.0)]).holds);
        assert!(!Found::between(1, &[1.0, f64::NAN, 5.0], 0.0, 4.0).holds);
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(number(-3.04, 1), "−3.0");
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(132.4, 0), "132");
    }
}
