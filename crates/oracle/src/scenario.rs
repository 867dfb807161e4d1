//! The language that scenarios are written in.
//!
//! A scenario says what to construct, which calls to make, and what is known of their answers. The
//! oracle asks the crate, fills in the rest, and refuses a scenario whose claims are wrong.
//!
//! ```
//! use vm_allocator_oracle::scenario::scenario;
//!
//! let scenario = scenario("take-and-free", "A range comes back", "Why this case is here.")
//!     .address(0x1000, 0x1000)
//!     .first(0x100, 0x100)
//!     .gives(0x1000, 0x10ff)
//!     .free_result(0)
//!     .ok()
//!     .shows("merge:right");
//! assert!(vm_allocator_oracle::record::record("example", &scenario).is_ok());
//! ```

use crate::operation::{Create, IdArgument, Operation, RangeArgument};
use crate::outcome::Value;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use vm_allocator::{AllocPolicy, RangeInclusive};

/// What is known of an answer before the crate is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This value.
    Value(Value),
    /// An error of this kind.
    Error(&'static str),
}

/// One call and what is known of its answer.
#[derive(Clone, Debug)]
pub struct Call {
    /// The call.
    pub operation: Operation,
    /// Its answer, as far as it is known.
    pub expected: Option<Expected>,
}

/// One subject's scenarios; a file of answers.
pub struct Group {
    /// The file's name without `.json`, and the first part of every id in it.
    pub subject: &'static str,
    /// What the file is about, in a sentence.
    pub title: &'static str,
    /// The cases, in the file's order.
    pub scenarios: Vec<Scenario>,
}

/// One case.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The last part of the id; never changed once published.
    pub slug: String,
    /// What happens, in a short sentence.
    pub title: String,
    /// Why the case is here.
    pub rationale: String,
    /// What is constructed.
    pub create: Option<Create>,
    /// The error's kind when the construction must fail.
    pub refused: Option<&'static str>,
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// Tags that the recording must come to by itself.
    pub claims: BTreeSet<String>,
    /// Tags that only the author can know.
    pub tags: BTreeSet<String>,
    /// The deviations that the recording must come to, no more and no fewer.
    pub deviations: BTreeSet<&'static str>,
    /// Whether the tree is recorded after each call, and not only at the end.
    pub trees: bool,
}

/// Begins a scenario.
pub fn scenario(
    slug: impl Into<String>,
    title: impl Into<String>,
    rationale: impl Into<String>,
) -> Scenario {
    Scenario {
        slug: slug.into(),
        title: title.into(),
        rationale: rationale.into(),
        create: None,
        refused: None,
        calls: Vec::new(),
        claims: BTreeSet::new(),
        tags: BTreeSet::new(),
        deviations: BTreeSet::new(),
        trees: false,
    }
}

/// What is constructed.
impl Scenario {
    /// Constructs a range, both ends inclusive.
    pub fn range(self, start: u64, end: u64) -> Self {
        self.create(Create::Range { start, end })
    }

    /// Constructs a constraint.
    pub fn constraint(self, size: u64, align: u64, policy: AllocPolicy) -> Self {
        self.create(Create::Constraint {
            size,
            align,
            policy,
        })
    }

    /// Constructs an address allocator of `size` bytes.
    pub fn address(self, base: u64, size: u64) -> Self {
        self.create(Create::Address { base, size })
    }

    /// Constructs an id allocator, both ends inclusive.
    pub fn ids(self, base: u32, end: u32) -> Self {
        self.create(Create::Id { base, end })
    }

    fn create(mut self, create: Create) -> Self {
        self.create = Some(create);
        self
    }

    /// The construction fails with this kind of error.
    pub fn refused(mut self, kind: &'static str) -> Self {
        self.refused = Some(kind);
        self
    }
}

/// Calls of an address allocator.
impl Scenario {
    /// `allocate` at the lowest place.
    pub fn first(self, size: u64, align: u64) -> Self {
        self.call(Operation::Allocate {
            size,
            align,
            policy: AllocPolicy::FirstMatch,
        })
    }

    /// `allocate` at the highest place.
    pub fn last(self, size: u64, align: u64) -> Self {
        self.call(Operation::Allocate {
            size,
            align,
            policy: AllocPolicy::LastMatch,
        })
    }

    /// `allocate` at `address`.
    pub fn exact(self, size: u64, align: u64, address: u64) -> Self {
        self.call(Operation::Allocate {
            size,
            align,
            policy: AllocPolicy::ExactMatch(address),
        })
    }

    /// `free` of a range, both ends inclusive.
    pub fn free(self, start: u64, end: u64) -> Self {
        self.call(Operation::Free(RangeArgument::Literal(start, end)))
    }

    /// `free` of the range that an earlier call answered.
    pub fn free_result(self, index: usize) -> Self {
        self.call(Operation::Free(RangeArgument::Result(index)))
    }
}

/// Calls of an id allocator.
impl Scenario {
    /// `allocate_id`.
    pub fn take(self) -> Self {
        self.call(Operation::AllocateId)
    }

    /// `free_id`.
    pub fn give(self, id: u32) -> Self {
        self.call(Operation::FreeId(IdArgument::Literal(id)))
    }

    /// `free_id` of the id that an earlier call answered.
    pub fn give_result(self, index: usize) -> Self {
        self.call(Operation::FreeId(IdArgument::Result(index)))
    }

    /// `is_allocated`.
    pub fn asks(self, id: u32) -> Self {
        self.call(Operation::IsAllocated(id))
    }
}

/// Calls of a range.
impl Scenario {
    /// `len`, in bytes.
    pub fn len(self, bytes: u64) -> Self {
        self.call(Operation::Length).answers(Value::Length(bytes))
    }

    /// `contains`.
    pub fn contains(self, start: u64, end: u64, answer: bool) -> Self {
        self.call(Operation::Contains(start, end))
            .answers(Value::Bool(answer))
    }

    /// `overlaps`.
    pub fn overlaps(self, start: u64, end: u64, answer: bool) -> Self {
        self.call(Operation::Overlaps(start, end))
            .answers(Value::Bool(answer))
    }

    /// `==`.
    pub fn equals(self, start: u64, end: u64, answer: bool) -> Self {
        self.call(Operation::Equals(start, end))
            .answers(Value::Bool(answer))
    }

    /// `cmp`, the scenario's range on the left.
    pub fn compare(self, start: u64, end: u64, answer: Ordering) -> Self {
        self.call(Operation::Compare(start, end))
            .answers(Value::Order(answer))
    }
}

/// What is known of the last call's answer.
impl Scenario {
    /// It is this range.
    pub fn gives(self, start: u64, end: u64) -> Self {
        let range = RangeInclusive::new(start, end).expect("a scenario's ranges are ranges");
        self.answers(Value::Range(range))
    }

    /// It succeeds and returns nothing.
    pub fn ok(self) -> Self {
        self.answers(Value::Nothing)
    }

    /// It is this id.
    pub fn id(self, id: u32) -> Self {
        self.answers(Value::Id(id))
    }

    /// It is true.
    pub fn yes(self) -> Self {
        self.answers(Value::Bool(true))
    }

    /// It is false.
    pub fn no(self) -> Self {
        self.answers(Value::Bool(false))
    }

    /// It is an error of this kind.
    pub fn fails(self, kind: &'static str) -> Self {
        self.expects(Expected::Error(kind))
    }

    fn answers(self, value: Value) -> Self {
        self.expects(Expected::Value(value))
    }

    fn expects(mut self, expected: Expected) -> Self {
        self.calls
            .last_mut()
            .expect("an answer follows a call")
            .expected = Some(expected);
        self
    }
}

/// What the whole case shows.
impl Scenario {
    /// Claims a tag that the oracle works out, such as `merge:both`.
    pub fn shows(mut self, tag: &str) -> Self {
        self.claims.insert(tag.to_owned());
        self
    }

    /// Adds a tag that the oracle can't work out, such as `boundary:u64`.
    pub fn tag(mut self, tag: &str) -> Self {
        self.tags.insert(tag.to_owned());
        self
    }

    /// Claims a deviation. All that occur have to be claimed.
    pub fn deviates(mut self, number: &'static str) -> Self {
        self.deviations.insert(number);
        self
    }

    /// Records the tree after each call.
    pub fn trees(mut self) -> Self {
        self.trees = true;
        self
    }

    /// Adds the same calls `times` times; `step` gets the count from 0.
    pub fn repeat(self, times: u32, step: impl Fn(Self, u32) -> Self) -> Self {
        (0..times).fold(self, step)
    }

    fn call(mut self, operation: Operation) -> Self {
        self.calls.push(Call {
            operation,
            expected: None,
        });
        self
    }
}
