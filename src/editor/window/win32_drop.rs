//! Files dropped on the window on Windows. The toolkit's own target (baseview 0.4.2) is told of them, and egui-baseview
//! 0.9.0 drops what it is told; hence this one takes its place. The toolkit takes it away with the window.

use std::cell::Cell;
use std::ffi::OsString;
use std::os::windows::ffi::OsStringExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use nice_plug_egui::baseview::WindowContext;
use windows::core::{implement, Ref, Result};
use windows::Win32::Foundation::{HWND, POINTL};
use windows::Win32::System::Com::{IDataObject, DVASPECT_CONTENT, FORMATETC, TYMED_HGLOBAL};
use windows::Win32::System::Ole::{
    IDropTarget, IDropTarget_Impl, RegisterDragDrop, ReleaseStgMedium, RevokeDragDrop, CF_HDROP,
    DROPEFFECT, DROPEFFECT_COPY, DROPEFFECT_NONE,
};
use windows::Win32::System::SystemServices::MODIFIERKEYS_FLAGS;
use windows::Win32::UI::Shell::{DragQueryFileW, HDROP};

use super::win32::handle_of;

/// More files than anyone drops on a window.
const MOST_FILES: u32 = 1000;

type Dropped = Arc<Mutex<Vec<PathBuf>>>;

/// The place of a window for files.
pub struct Target {
    dropped: Dropped,
}

impl Target {
    /// Takes files that are dropped on a window, and calls back at each drop.
    pub fn on(window: &WindowContext, wake: impl Fn() + 'static) -> Result<Self> {
        let own = handle_of(window).unwrap_or(HWND(std::ptr::null_mut()));
        let dropped = Dropped::default();
        let target: IDropTarget = FileTarget {
            dropped: Arc::clone(&dropped),
            wake: Box::new(wake),
            takes: Cell::default(),
        }
        .into();
        // SAFETY: the window is the toolkit's, on its own thread; the system keeps the target while it needs it.
        unsafe {
            RevokeDragDrop(own)?;
            RegisterDragDrop(own, &target)?;
        }
        Ok(Self { dropped })
    }

    /// The files since the last call.
    pub fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.dropped.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[implement(IDropTarget)]
struct FileTarget {
    dropped: Dropped,
    wake: Box<dyn Fn()>,
    /// True while what is dragged over the window is files.
    takes: Cell<bool>,
}

impl FileTarget_Impl {
    /// Says what a drop would do.
    fn answer(&self, effect: *mut DROPEFFECT) {
        let takes = self.takes.get();
        let answer = if takes {
            DROPEFFECT_COPY
        } else {
            DROPEFFECT_NONE
        };
        // SAFETY: the system hands over a place for the answer, or none.
        if let Some(effect) = unsafe { effect.as_mut() } {
            *effect = answer;
        }
    }
}

impl IDropTarget_Impl for FileTarget_Impl {
    fn DragEnter(
        &self,
        data: Ref<IDataObject>,
        _: MODIFIERKEYS_FLAGS,
        _: &POINTL,
        effect: *mut DROPEFFECT,
    ) -> Result<()> {
        self.takes
            .replace(data.as_ref().is_some_and(|data| !files_of(data).is_empty()));
        self.answer(effect);
        Ok(())
    }

    fn DragOver(&self, _: MODIFIERKEYS_FLAGS, _: &POINTL, effect: *mut DROPEFFECT) -> Result<()> {
        self.answer(effect);
        Ok(())
    }

    fn DragLeave(&self) -> Result<()> {
        self.takes.set(false);
        Ok(())
    }

    fn Drop(
        &self,
        data: Ref<IDataObject>,
        _: MODIFIERKEYS_FLAGS,
        _: &POINTL,
        effect: *mut DROPEFFECT,
    ) -> Result<()> {
        let files = data.as_ref().map(files_of).unwrap_or_default();
        self.takes.set(!files.is_empty());
        self.answer(effect);
        self.takes.set(false);
        let mut dropped = self.dropped.lock().unwrap_or_else(PoisonError::into_inner);
        dropped.extend(files);
        drop(dropped);
        (self.wake)();
        Ok(())
    }
}

/// The names of the files that are dragged, if it is files.
fn files_of(data: &IDataObject) -> Vec<PathBuf> {
    let format = FORMATETC {
        cfFormat: CF_HDROP.0,
        ptd: std::ptr::null_mut(),
        dwAspect: DVASPECT_CONTENT.0,
        lindex: -1,
        tymed: TYMED_HGLOBAL.0 as u32,
    };
    // SAFETY: the format says that the medium is a list of names in global memory; it is freed once read.
    unsafe {
        let Ok(mut medium) = data.GetData(&raw const format) else {
            return Vec::new();
        };
        let list = HDROP(medium.u.hGlobal.0);
        let count = DragQueryFileW(list, u32::MAX, None).min(MOST_FILES);
        let files = (0..count).map(|index| {
            let mut name = vec![0; DragQueryFileW(list, index, None) as usize + 1];
            let length = DragQueryFileW(list, index, Some(&mut name)) as usize;
            PathBuf::from(OsString::from_wide(&name[..length.min(name.len())]))
        });
        let files = files.collect();
        ReleaseStgMedium(&raw mut medium);
        files
    }
}
