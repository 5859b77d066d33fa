//! The project's own text: walls between modules, spelling, the guide, the manual, workflows.

mod architecture;
mod guide;
mod manual;
mod sizes;
mod spelling;
mod workflows;
