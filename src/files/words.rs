//! The user's words for what the system or a rig file got wrong.

use std::io;

use crate::rig::RigError;

/// Why a rig is refused, in one line: the first reason, and how to see the others.
pub fn rig_words(error: &RigError) -> String {
    match error.problems() {
        [] => "refused".into(),
        [only] => only.to_string(),
        [first, rest @ ..] => {
            format!(
                "{first} (and {} more, which `bodypack check FILE` lists)",
                rest.len()
            )
        }
    }
}

/// An input or output error without the operating system's number.
pub fn io_words(error: &io::Error) -> String {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::IsADirectory => "this is a folder".into(),
        ErrorKind::NotADirectory => "a part of this path is not a folder".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        ErrorKind::UnexpectedEof => "the file ended while it was being read".into(),
        _ => {
            let text = error.to_string();
            match text.split_once(" (os error") {
                Some((words, _)) => words.to_lowercase(),
                None => text,
            }
        }
    }
}
