//! Stages that cost nothing while they are switched off.

/// Source or filter that, once it is off, forgets its past and computes nothing. Where it was
/// switched off, and how the stream is cut there, plays no part in what it does next.
pub(super) trait Rest {
    /// Returns whether nothing comes of it, now and until other settings.
    fn is_off(&self) -> bool;

    /// True from the first sample that it works on until it starts anew.
    fn is_used(&self) -> bool;

    /// Forgets the past.
    fn start_anew(&mut self);

    /// Returns whether it is off; it has then forgotten its past. To be asked before each part, and
    /// before settings change.
    fn rests(&mut self) -> bool {
        let off = self.is_off();
        if off && self.is_used() {
            self.start_anew();
        }
        off
    }

    /// Returns whether it is off and has nothing to forget.
    fn is_at_rest(&self) -> bool {
        self.is_off() && !self.is_used()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source with nothing but what rests.
    struct Source {
        is_off: bool,
        is_used: bool,
        starts: usize,
    }

    impl Rest for Source {
        fn is_off(&self) -> bool {
            self.is_off
        }

        fn is_used(&self) -> bool {
            self.is_used
        }

        fn start_anew(&mut self) {
            self.is_used = false;
            self.starts += 1;
        }
    }

    #[test]
    fn what_is_switched_off_forgets_its_past_once() {
        for (is_off, is_used, starts) in [
            (false, false, 0),
            (false, true, 0),
            (true, false, 0),
            (true, true, 1),
        ] {
            let mut source = Source {
                is_off,
                is_used,
                starts: 0,
            };
            assert_eq!(source.is_at_rest(), is_off && !is_used);
            for _ in 0..2 {
                assert_eq!(source.rests(), is_off);
                assert_eq!(source.starts, starts, "off {is_off}, used {is_used}");
            }
            assert_eq!(source.is_at_rest(), is_off);
        }
    }
}
