//! The nearest known name for one that is not known.

/// The likeliest of `known` for what was typed; none when nothing is alike.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this likeness (Jaro and Winkler's, 0 to 1) a suggestion is noise.
    const ALIKE: f64 = 0.7;
    let typed = typed.to_lowercase();
    (known.into_iter())
        .map(|name| (strsim::jaro_winkler(&typed, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
