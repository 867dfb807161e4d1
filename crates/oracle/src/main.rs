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
    let command = match arguments::parse(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(reason) => {
            eprintln!("{reason}\n\n{}", arguments::USAGE);
            return ExitCode::FAILURE;
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
        Command::Vectors { directory, check } => {
            let directory = Path::new(&directory);
            let documents = files::record_all(&scenarios::groups()?)?;
            if check {
                let found = files::differences(directory, &documents).map_err(in_words)?;
                if !found.is_empty() {
                    return Err(found.join("\n"));
                }
            } else {
                files::write(directory, &documents).map_err(in_words)?;
            }
            println!("{}", coverage::counts(&documents));
        }
        Command::Coverage => {
            let documents = files::record_all(&scenarios::groups()?)?;
            println!("{}", coverage::counts(&documents));
            println!("{}", coverage::tables(&documents));
        }
        Command::Answer => {
            let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            answer::serve(io::stdin().lock(), output).map_err(in_words)?;
        }
        Command::Exhaustive(space) => {
            let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            exhaustive::states(&space, output).map_err(in_words)?;
        }
    }
    Ok(())
}
