//! The project's own text: walls between modules, spelling, the guide, workflows.

mod architecture;
mod guide;
mod spelling;
mod workflows;
