//! The reason for the last refusal.

use vm_allocator_engine::refusal::{Failure, Refusal};

use crate::{output, state};

/// The numbers in the results that apply.
const HAS_ID: u32 = 1;
const HAS_SIZE: u32 = 2;
const HAS_RANGE: u32 = 4;
const HAS_EXISTING: u32 = 8;
const HAS_STATE: u32 = 16;
const HAS_PATH: u32 = 32;
const IS_FREE: u32 = 64;

/// Takes the reason for the last refusal: 0 if there is none, otherwise 1, with its kind, message
/// and path on separate lines in the output buffer. Results: which numbers apply, the id, the size,
/// the ends of the range, and those of the existing range.
#[unsafe(no_mangle)]
pub extern "C" fn take_failure() -> u32 {
    let failure = state::with(|state| state.failure.take());
    let Some(refusal) = failure.and_then(Failure::refusal) else {
        return 0;
    };
    let (start, end) = refusal.range.unwrap_or_default();
    let (existing_start, existing_end) = refusal.existing.unwrap_or_default();
    output::set_results([
        applying(&refusal).into(),
        refusal.id.unwrap_or_default().into(),
        refusal.size.unwrap_or_default(),
        start,
        end,
        existing_start,
        existing_end,
    ]);
    // Kinds and messages have no line breaks. A path may have one, so it comes last.
    let path = refusal.path.unwrap_or_default();
    output::set_text(format!("{}\n{}\n{path}", refusal.kind, refusal.message));
    1
}

fn applying(refusal: &Refusal) -> u32 {
    let flag = |applies: bool, flag: u32| if applies { flag } else { 0 };
    flag(refusal.id.is_some(), HAS_ID)
        | flag(refusal.size.is_some(), HAS_SIZE)
        | flag(refusal.range.is_some(), HAS_RANGE)
        | flag(refusal.existing.is_some(), HAS_EXISTING)
        | flag(refusal.state.is_some(), HAS_STATE)
        | flag(refusal.path.is_some(), HAS_PATH)
        | flag(refusal.state == Some("Free"), IS_FREE)
}
