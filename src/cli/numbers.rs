//! Whole numbers of options, with the range that is allowed in the user's words.

use std::ops::RangeInclusive;

/// Every number that a seed can be.
pub const SEEDS: RangeInclusive<u64> = 0..=u64::MAX;

/// Reads a whole number within a range; the option needs `allow_negative_numbers`, so that a negative one is
/// refused here and not taken for an option.
pub fn whole<T: TryFrom<u64>>(
    range: RangeInclusive<u64>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.parse::<u64>().ok();
        let allowed = number.filter(|number| range.contains(number));
        allowed
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| {
                let (least, most) = (range.start(), range.end());
                format!("expected a whole number from {least} to {most}")
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_out_of_range_are_told_the_range() {
        let block = whole::<u32>(1..=65_536);
        assert_eq!(block("65536"), Ok(65_536));
        for wrong in [
            "0",
            "65537",
            "-3",
            "1.5",
            "x",
            "",
            "99999999999999999999999",
        ] {
            let words = block(wrong).expect_err(wrong);
            assert_eq!(words, "expected a whole number from 1 to 65536");
        }
        let seed = whole::<u64>(SEEDS);
        assert_eq!(seed("18446744073709551615"), Ok(u64::MAX));
        assert!(seed("18446744073709551616").is_err());
    }
}
