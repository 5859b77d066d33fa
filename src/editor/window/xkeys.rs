//! The keys of X11 that a window has a use for.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::ConnectionExt;
use x11rb::rust_connection::RustConnection;

use super::key_need::Need;

/// Keymap: the keysym of each key, without Shift.
pub struct Keymap {
    first: u8,
    each: usize,
    signs: Vec<u32>,
}

impl Keymap {
    /// Reads it from a server.
    pub fn read(
        connection: &RustConnection,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let setup = connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let count = last.saturating_sub(first).saturating_add(1);
        let reply = connection.get_keyboard_mapping(first, count)?.reply()?;
        Ok(Self {
            first,
            each: usize::from(reply.keysyms_per_keycode),
            signs: reply.keysyms,
        })
    }

    /// The keysym of a key; 0 for one without.
    pub fn sign(&self, key: u8) -> u32 {
        let at = key.checked_sub(self.first).map(usize::from);
        at.and_then(|at| self.signs.get(at * self.each))
            .copied()
            .unwrap_or(0)
    }
}

/// Keysyms, from the X protocol's appendix A and XKB's extension.
mod sign {
    pub const BACKSPACE: u32 = 0xff08;
    pub const TAB: u32 = 0xff09;
    pub const RETURN: u32 = 0xff0d;
    pub const ESCAPE: u32 = 0xff1b;
    pub const HOME: u32 = 0xff50;
    pub const END: u32 = 0xff57;
    pub const INSERT: u32 = 0xff63;
    pub const KEYPAD_ENTER: u32 = 0xff8d;
    pub const FIRST_FUNCTION: u32 = 0xffbe;
    pub const LAST_FUNCTION: u32 = 0xffe0;
    pub const LAST_MODIFIER: u32 = 0xffee;
    pub const DELETE: u32 = 0xffff;
    pub const BACK_TAB: u32 = 0xfe20;
}

/// Returns whether a key stays in the window, which needs it for something. `commanded` says that
/// Ctrl, Alt or the Super key is held.
pub fn is_used(key: u32, commanded: bool, need: Need) -> bool {
    let is_modifier = (sign::LAST_FUNCTION + 1..=sign::LAST_MODIFIER).contains(&key)
        || matches!(key, 0xfe01..=0xfe13 | 0xff7e | 0xff7f | 0xff14);
    let is_travel = (sign::HOME..=sign::END).contains(&key)
        || matches!(key, sign::DELETE | sign::BACKSPACE | sign::INSERT);
    let is_function = (sign::FIRST_FUNCTION..=sign::LAST_FUNCTION).contains(&key);
    let is_step = matches!(
        key,
        sign::TAB | sign::BACK_TAB | sign::RETURN | sign::KEYPAD_ENTER | sign::ESCAPE
    );
    let letter = char::from_u32(key).unwrap_or_default().to_ascii_lowercase();
    if is_modifier || need == Need::Nothing {
        // Without a need there are no keys; a modifier alone is nobody's.
        return true;
    }
    match need {
        Need::Typing if commanded => is_travel || "acvxzy".contains(letter),
        Need::Typing => !is_function,
        _ if commanded => "zy".contains(letter),
        _ => is_travel || is_step || key == u32::from(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY_S: u32 = 's' as u32;
    const KEY_R: u32 = 'r' as u32;
    const KEY_Z: u32 = 'z' as u32;
    const SPACE: u32 = ' ' as u32;
    const LEFT: u32 = 0xff51;
    const F5: u32 = 0xffc2;
    const SHIFT: u32 = 0xffe1;

    #[test]
    fn letters_stay_while_a_text_is_typed_and_shortcuts_do_not() {
        for key in [KEY_S, KEY_R, SPACE, LEFT, SHIFT, sign::RETURN] {
            assert!(is_used(key, false, Need::Typing), "{key:x}");
        }
        assert!(is_used(KEY_Z, true, Need::Typing));
        assert!(!is_used(KEY_S, true, Need::Typing));
        assert!(!is_used(F5, false, Need::Typing));
    }

    #[test]
    fn only_what_moves_and_presses_stays_while_the_user_goes_through_the_controls() {
        for key in [sign::TAB, SPACE, LEFT, sign::RETURN, sign::ESCAPE] {
            assert!(is_used(key, false, Need::Moving), "{key:x}");
        }
        assert!(is_used(KEY_Z, true, Need::Moving));
        for (key, commanded) in [(KEY_R, false), (KEY_S, true), (SPACE, true), (F5, false)] {
            assert!(!is_used(key, commanded, Need::Moving), "{key:x}");
        }
    }
}
