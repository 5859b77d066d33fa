//! Resizing of the window, by the host or by the plugin.
//!
//! Ardour and Mixbus ask a resizable view for its size once, when it opens, and never let their own
//! window become smaller than that: a view that shrinks is stretched back at once. The window around
//! a view that is not resizable follows it both ways, so there the view's own corner and menu are
//! what resizes it.

use std::sync::LazyLock;

/// Returns whether the edges of the host's window may resize the view.
pub fn by_its_window() -> bool {
    static FOLLOWS: LazyLock<bool> = LazyLock::new(|| {
        let program = std::env::current_exe().unwrap_or_default();
        let name = program.file_name().unwrap_or_default();
        is_resizable_in(&name.to_string_lossy())
    });
    *FOLLOWS
}

fn is_resizable_in(program: &str) -> bool {
    let name = program.to_lowercase();
    !["ardour", "mixbus"]
        .iter()
        .any(|known| name.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::is_resizable_in;

    #[test]
    fn only_the_hosts_that_do_not_shrink_are_told_so() {
        for program in ["ardour-7.3.0", "Ardour8", "mixbus32C-9"] {
            assert!(!is_resizable_in(program), "{program}");
        }
        for program in ["reaper", "bitwig-studio", "my-ardour-like-host", ""] {
            assert!(is_resizable_in(program), "{program}");
        }
    }
}
