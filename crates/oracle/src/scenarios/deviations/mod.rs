//! Where the crate surprises: each deviation that a call can reach, alone and with what follows.

mod ends;
mod exact_match;
mod free;

use crate::scenario::Group;
use ends::{d5, d6, d8, d11, d15};
use exact_match::{d1, d7, d12, d14, d16};
use free::{d2, d3, d4, d10, d13};

pub(super) fn group() -> Group {
    let early = [d1(), d2(), d3(), d4(), d5(), d6(), d7(), d8()];
    let late = [d10(), d11(), d12(), d13(), d14(), d15(), d16()];
    Group {
        subject: "deviations",
        title: "where the crate's answers differ from its documentation",
        scenarios: early.into_iter().chain(late).flatten().collect(),
    }
}
