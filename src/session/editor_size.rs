//! Size of the window, which the project file keeps.

use std::sync::atomic::{AtomicU64, Ordering};

use nice_plug::params::persist::PersistentField;

/// Width and height of a window that nobody has resized, logical points.
pub const BASE_SIZE: [u32; 2] = [1200, 800];

/// The smallest window, in which the smallest type can still be read: three quarters.
pub const MINIMUM_SIZE: [u32; 2] = [900, 600];

/// The largest window: two and a half times the base.
pub const MAXIMUM_SIZE: [u32; 2] = [3000, 2000];

/// Width and height of the window in logical points, shared by the window and the project file.
pub struct EditorSize(AtomicU64);

impl Default for EditorSize {
    fn default() -> Self {
        Self(AtomicU64::new(pack(BASE_SIZE)))
    }
}

fn pack([width, height]: [u32; 2]) -> u64 {
    u64::from(width) << 32 | u64::from(height)
}

impl EditorSize {
    /// The present size.
    pub fn get(&self) -> [u32; 2] {
        let packed = self.0.load(Ordering::Relaxed);
        [(packed >> 32) as u32, packed as u32]
    }

    /// Keeps a size, within what makes sense.
    pub fn keep(&self, size: [u32; 2]) {
        let within = |axis: usize| size[axis].clamp(MINIMUM_SIZE[axis], MAXIMUM_SIZE[axis]);
        self.0
            .store(pack([within(0), within(1)]), Ordering::Relaxed);
    }
}

impl PersistentField<'_, [u32; 2]> for EditorSize {
    fn set(&self, size: [u32; 2]) {
        self.keep(size);
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&[u32; 2]) -> R,
    {
        f(&self.get())
    }
}
