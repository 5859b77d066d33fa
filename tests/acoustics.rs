//! Earphones and ears against published figures: elements, drivers, vents, isolation, whole
//! earphones, distortion as rendered.

#[path = "distortion/render.rs"]
mod render;

mod acoustics_corners;
mod acoustics_drivers;
mod acoustics_ear;
mod acoustics_elements;
mod acoustics_impulse;
mod acoustics_inside;
mod acoustics_isolation;
mod acoustics_laws;
mod acoustics_motors;
mod acoustics_receivers;
mod acoustics_vents;
mod archetypes;
mod design;
mod design_keys;
mod distortion;
mod measured;
mod planar_magnetic;
mod rendered_drivers;
