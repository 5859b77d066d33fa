//! Rigs, catalogs, curves and the table of `bodypack verify`.

mod curve_equalizers;
mod library;
mod rig_files;
mod verify;
