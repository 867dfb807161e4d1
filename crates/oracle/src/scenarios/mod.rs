//! What is asked, one subject a file.

mod address_alignment;
mod address_arguments;
mod address_boundaries;
mod address_construction;
mod address_exact_match;
mod address_exhaustion;
mod address_first_match;
mod address_free;
mod address_last_match;
mod address_tree;
mod constraint;
mod crate_tests;
mod deviations;
mod id;
mod layouts;
mod range;

use crate::scenario::Group;
use vm_allocator::AllocPolicy;

const MAX: u64 = u64::MAX;
const FIRST: AllocPolicy = AllocPolicy::FirstMatch;
const LAST: AllocPolicy = AllocPolicy::LastMatch;
const EXACT: fn(u64) -> AllocPolicy = AllocPolicy::ExactMatch;

/// All groups, a file each.
pub fn groups() -> Vec<Group> {
    vec![
        range::group(),
        constraint::group(),
        address_construction::group(),
        address_arguments::group(),
        address_alignment::group(),
        address_first_match::group(),
        address_last_match::group(),
        address_exact_match::group(),
        address_free::group(),
        address_boundaries::group(),
        address_exhaustion::group(),
        address_tree::group(),
        deviations::group(),
        id::group(),
        crate_tests::group(),
        layouts::group(),
    ]
}
