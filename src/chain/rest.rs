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
