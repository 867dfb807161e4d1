//! The oracle's command line.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod arguments;
mod coverage;

use arguments::Command;
use std::io::{self, BufWriter};
use std::path::Path;
use std::process::ExitCode;
use vm_allocator_oracle::{answer, exhaustive, files, scenarios};

fn main() -> ExitCode {
    let command = match arguments::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(reason) => {
            eprintln!("{reason}\n\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), String> {
    let in_words = |error: io::Error| error.to_string();
    match command {
        Command::Help => println!("{}", arguments::USAGE),
        Command::Vectors { directory } => {
            let documents = files::record_all(&scenarios::groups())?;
            files::write(Path::new(&directory), &documents).map_err(in_words)?;
            println!("{}", coverage::counts(&documents));
        }
        Command::Check { directory } => {
            let documents = files::record_all(&scenarios::groups())?;
            let found = files::differences(Path::new(&directory), &documents).map_err(in_words)?;
            if !found.is_empty() {
                return Err(found.join("\n"));
            }
            println!("{}", coverage::counts(&documents));
        }
        Command::Coverage => {
            let documents = files::record_all(&scenarios::groups())?;
            println!("{}", coverage::counts(&documents));
            println!("{}", coverage::tables(&documents));
        }
        Command::Answer => {
            let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            answer::serve(io::stdin().lock(), output).map_err(in_words)?;
        }
        Command::Exhaustive {
            space,
            length,
            states,
        } => {
            let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            if states {
                exhaustive::states(&space, length, output).map_err(in_words)?;
            } else {
                let length = length.unwrap_or(2);
                exhaustive::sequences(&space, length, output).map_err(in_words)?;
            }
        }
    }
    Ok(())
}
