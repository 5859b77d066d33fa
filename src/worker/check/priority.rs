//! Priority of threads that have time.

/// Lets the calling thread stand back behind all others. Systems without priorities of threads that a
/// program may lower leave it as it is.
pub fn lower() {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        // A thread of Linux has a niceness of its own; 0 is the calling one.
        const NICENESS: i32 = 15;
        // SAFETY: the call takes numbers alone.
        let _ = unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, NICENESS) };
    }
    #[cfg(target_os = "macos")]
    {
        // SAFETY: the call takes numbers alone.
        let _ = unsafe { libc::setpriority(libc::PRIO_DARWIN_THREAD, 0, libc::PRIO_DARWIN_BG) };
    }
}
