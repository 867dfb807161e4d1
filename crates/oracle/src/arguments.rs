//! Reads the command line.

use vm_allocator_oracle::exhaustive::Space;

/// What `--help` prints.
pub const USAGE: &str = "\
usage: vm-allocator-oracle COMMAND

  vectors DIRECTORY [--check]   record the answer files; --check: compare them, exit 1 if they differ
  coverage                      count what the answer files exercise
  answer                        answer sequences of calls, a line each, from standard input
  exhaustive [OPTION…]          print the answer to every sequence of calls on a small space

options of exhaustive (addresses and bytes, decimal or 0x…):
  --base N       first address, default 0
  --size N       bytes, default 6
  --sizes N,…    sizes to ask for, default 1,2,3
  --aligns N,…   alignments to ask for, default 1,2
  --outside N    how far beyond the space ExactMatch and free reach, default 1
  --length N     calls a sequence, default 2; with --states no limit
  --states       every call in every state instead of every sequence";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print the usage.
    Help,
    /// Record.
    Vectors {
        /// Where the files go.
        directory: String,
    },
    /// Compare.
    Check {
        /// Where the files are.
        directory: String,
    },
    /// Count.
    Coverage,
    /// Serve.
    Answer,
    /// Walk.
    Exhaustive {
        /// The space and the calls.
        space: Space,
        /// Calls a sequence.
        length: Option<u32>,
        /// Whether states are walked, not sequences.
        states: bool,
    },
}

/// The command that the words make.
pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let mut words = words.into_iter();
    let command = words.next().ok_or("no command given")?;
    let rest: Vec<String> = words.collect();
    let words: Vec<&str> = rest.iter().map(String::as_str).collect();
    match (command.as_str(), words.as_slice()) {
        ("help" | "--help" | "-h", _) => Ok(Command::Help),
        ("vectors", [directory]) if !directory.starts_with('-') => Ok(Command::Vectors {
            directory: (*directory).to_owned(),
        }),
        ("vectors", [directory, "--check"] | ["--check", directory]) => Ok(Command::Check {
            directory: (*directory).to_owned(),
        }),
        ("coverage", []) => Ok(Command::Coverage),
        ("answer", []) => Ok(Command::Answer),
        ("exhaustive", options) => exhaustive(options),
        (command, words) => Err(format!("can't understand: {command} {}", words.join(" "))),
    }
}

fn exhaustive(options: &[&str]) -> Result<Command, String> {
    let (mut space, mut length, mut states) = (Space::default(), None, false);
    let mut options = options.iter();
    while let Some(&option) = options.next() {
        if option == "--states" {
            states = true;
            continue;
        }
        let value = options
            .next()
            .ok_or_else(|| format!("{option} lacks a value"))?;
        match option {
            "--base" => space.base = number(value)?,
            "--size" => space.size = number(value)?,
            "--outside" => space.outside = number(value)?,
            "--sizes" => space.sizes = value.split(',').map(number).collect::<Result<_, _>>()?,
            "--aligns" => space.aligns = value.split(',').map(number).collect::<Result<_, _>>()?,
            "--length" => length = Some(value.parse().map_err(|_| format!("{value}: no length"))?),
            _ => return Err(format!("no such option: {option}")),
        }
    }
    // The calls grow with the square of the size; a slip in an option must not fill the memory.
    if !(1..=256).contains(&space.size) || space.outside > 256 {
        return Err("--size is 1 to 256, --outside 0 to 256".to_owned());
    }
    Ok(Command::Exhaustive {
        space,
        length,
        states,
    })
}

fn number(word: &str) -> Result<u64, String> {
    let parsed = match word.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => word.parse(),
    };
    parsed.map_err(|_| format!("{word}: no u64"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn check_is_accepted_on_either_side() {
        let check = Ok(Command::Check {
            directory: "vectors".to_owned(),
        });
        assert_eq!(parsed("vectors vectors --check"), check);
        assert_eq!(parsed("vectors --check vectors"), check);
    }

    #[test]
    fn options_change_the_space() {
        let Ok(Command::Exhaustive {
            space,
            length,
            states,
        }) = parsed("exhaustive --base 0x10 --sizes 1,0x2 --length 3 --states")
        else {
            panic!("understood");
        };
        assert_eq!(
            space,
            Space {
                base: 0x10,
                sizes: vec![1, 2],
                ..Space::default()
            }
        );
        assert_eq!((length, states), (Some(3), true));
    }

    #[test]
    fn misuse_is_refused() {
        for line in [
            "",
            "record",
            "vectors",
            "vectors --check",
            "answer now",
            "exhaustive --base",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
        assert!(parsed("exhaustive --size 0").is_err());
        assert!(parsed("exhaustive --size 0x10000").is_err());
        assert!(parsed("exhaustive --depth 3").is_err());
    }
}
