//! The earphone itself.

stage! {
    /// The earphone itself.
    EarphoneParams as earphone in Earphone;

    "onear" => power: BoolParam {
        name: "Earphone power",
        power: "Off: an earphone that meets your reference takes the place of this one; its fit stays.",
    }
}
