//! `bodypack completions` and `bodypack man`: what shells and readers of manuals want, made from the same
//! description as the arguments.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_markdown::{help_markdown_command_custom, MarkdownOptions};

use super::export::save;
use super::CliError;

const NAME: &str = "bodypack";

#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> Result<(), CliError> {
        let mut text = Vec::new();
        clap_complete::generate(
            self.shell,
            &mut super::Arguments::command(),
            NAME,
            &mut text,
        );
        io::stdout().lock().write_all(&text)?;
        Ok(())
    }
}

#[derive(Debug, clap::Args)]
pub struct Manual {
    /// The command whose page is printed; without it, that of the whole.
    command: Option<String>,
    /// Prints all commands as one page in Markdown.
    #[arg(long, conflicts_with_all = ["command", "output"])]
    markdown: bool,
    /// Writes all pages into a folder that is there.
    #[arg(short, long, value_name = "FOLDER", conflicts_with = "command")]
    output: Option<PathBuf>,
}

impl Manual {
    pub fn run(self) -> Result<(), CliError> {
        let mut whole = super::Arguments::command();
        if self.markdown {
            io::stdout().lock().write_all(markdown(&whole).as_bytes())?;
            return Ok(());
        }
        whole.build();
        let Some(folder) = self.output else {
            let page = match &self.command {
                None => page(&whole)?,
                Some(name) => {
                    let command = whole.find_subcommand(name).ok_or_else(|| {
                        let known: Vec<&str> =
                            whole.get_subcommands().map(Command::get_name).collect();
                        let known = known.join(", ");
                        CliError::Input(format!("there is no command `{name}`; there are {known}"))
                    })?;
                    page(command)?
                }
            };
            io::stdout().lock().write_all(&page)?;
            return Ok(());
        };
        let commands = whole
            .get_subcommands()
            .map(|command| (command, format!("{NAME}-{}", command.get_name())));
        for (command, name) in std::iter::once((&whole, NAME.to_owned())).chain(commands) {
            let path = folder.join(format!("{name}.1"));
            save(&path, &page(command)?, &[])?;
            writeln!(io::stdout(), "{}", path.display())?;
        }
        Ok(())
    }
}

/// All commands in Markdown.
fn markdown(command: &Command) -> String {
    let options = MarkdownOptions::new()
        .title("Command line".to_owned())
        .show_footer(false);
    help_markdown_command_custom(command, &options)
}

/// A page in roff.
fn page(command: &Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    Man::new(command.clone()).render(&mut text)?;
    Ok(text)
}
