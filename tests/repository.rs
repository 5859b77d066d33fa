//! The project's own text: walls between modules, spelling, the guide.

mod architecture;
mod guide;
mod spelling;
