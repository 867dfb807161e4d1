//! Reads the command line.

use lexopt::{Arg, Parser, ValueExt};
use vm_allocator_oracle::exhaustive::Space;

/// The text of `--help`.
pub const USAGE: &str = "\
usage: vm-allocator-oracle COMMAND

  vectors DIRECTORY [--check]   record the answer files; --check: compare them, exit 1 if they differ
  coverage                      count what the answer files exercise
  answer                        answer sequences of calls, a line of JSON each, from standard input
  exhaustive [OPTION…]          print the answer to every call in every state of a small space

options of exhaustive (addresses and bytes, decimal or 0x…):
  --base N       first address, default 0
  --size N       bytes, 1 to 256, default 6";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print the usage.
    Help,
    /// Record.
    Vectors {
        /// The folder of the files.
        directory: String,
        /// Whether to compare the files instead of writing them.
        check: bool,
    },
    /// Count.
    Coverage,
    /// Serve.
    Answer,
    /// Walk.
    Exhaustive(Space),
}

/// Parses the command.
pub fn parse(mut words: Parser) -> Result<Command, lexopt::Error> {
    let name = match words.next()? {
        None => return Err("no command given".into()),
        Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    match name.as_str() {
        "help" => Ok(Command::Help),
        "vectors" => vectors(words),
        "coverage" => alone(words, Command::Coverage),
        "answer" => alone(words, Command::Answer),
        "exhaustive" => exhaustive(words),
        _ => Err(format!("there is no command {name}").into()),
    }
}

fn alone(mut words: Parser, command: Command) -> Result<Command, lexopt::Error> {
    words
        .next()?
        .map_or(Ok(command), |word| Err(word.unexpected()))
}

fn vectors(mut words: Parser) -> Result<Command, lexopt::Error> {
    let (mut directory, mut check) = (None, false);
    while let Some(word) = words.next()? {
        match word {
            Arg::Long("check") => check = true,
            Arg::Value(value) if directory.is_none() => directory = Some(value.string()?),
            _ => return Err(word.unexpected()),
        }
    }
    let directory = directory.ok_or("the directory is missing")?;
    Ok(Command::Vectors { directory, check })
}

fn exhaustive(mut words: Parser) -> Result<Command, lexopt::Error> {
    let mut space = Space::new(0, 6);
    while let Some(word) = words.next()? {
        match word {
            Arg::Long("base") => space.base = words.value()?.parse_with(number)?,
            Arg::Long("size") => space.size = words.value()?.parse_with(number)?,
            _ => return Err(word.unexpected()),
        }
    }
    // The number of calls grows with the square of the size, and a typing error must not fill the
    // memory.
    if !(1..=256).contains(&space.size) {
        return Err("--size is 1 to 256".into());
    }
    Ok(Command::Exhaustive(space))
}

fn number(word: &str) -> Result<u64, std::num::ParseIntError> {
    match word.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => word.parse(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, lexopt::Error> {
        parse(Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn check_is_accepted_on_either_side() {
        for line in ["vectors vectors --check", "vectors --check vectors"] {
            let directory = "vectors".to_owned();
            let check = true;
            assert_eq!(parsed(line).unwrap(), Command::Vectors { directory, check });
        }
    }

    #[test]
    fn options_change_the_space() {
        let space = Space::new(16, 2);
        assert_eq!(
            parsed("exhaustive --base 0x10 --size=2").unwrap(),
            Command::Exhaustive(space)
        );
    }

    #[test]
    fn misuse_is_refused() {
        for line in [
            "",
            "record",
            "--verbose",
            "vectors",
            "vectors --check",
            "vectors one two",
            "answer now",
            "exhaustive --base",
            "exhaustive --size 0",
            "exhaustive --size 0x10000",
            "exhaustive --size six",
            "exhaustive --depth 3",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
