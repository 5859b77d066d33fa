//! The earphone itself.

stage! {
    /// The earphone itself.
    EarphoneParams as earphone in Earphone;
}
