//! The command line as a shell sees it: the real program, real files, exit codes and messages.

#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/blind.rs"]
mod blind;
#[path = "cli/budget.rs"]
mod budget;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/imports.rs"]
mod imports;
#[path = "cli/latency.rs"]
mod latency;
#[path = "cli/outputs.rs"]
mod outputs;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/response.rs"]
mod response;
#[path = "cli/response_notices.rs"]
mod response_notices;
#[path = "cli/rigs.rs"]
mod rigs;
#[path = "cli/safety.rs"]
mod safety;
#[path = "cli/seal.rs"]
mod seal;
#[path = "cli/sound.rs"]
mod sound;
#[path = "cli/stop.rs"]
mod stop;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/support.rs"]
mod support;
