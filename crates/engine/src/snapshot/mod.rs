//! Snapshots: the JSON text in which `serde_json` keeps the crate's allocators.
//!
//! A Rust VMM saves an [`AddressAllocator`] or an [`IdAllocator`] with `serde_json::to_string`;
//! [`write_address`] and [`write_id`] write the same bytes. The crate's `Deserialize` checks
//! nothing (D9), so [`read_address`] and [`read_id`] validate the whole document before the crate
//! sees it and name the first fault: where it is, and what is wrong.
//!
//! A document is read in two steps. First the *text* is checked, in the order in which it is
//! written: it is UTF-8 and JSON, and has every member exactly once, no others, and each of the
//! right type. White space and the order of members are free. Then the *rules* are checked that the
//! crate's own operations keep: ranges and heights from the lowest address to the highest ([`Mode`]
//! selects the rules), and ids in the order of the array. Both steps take time linear in the length
//! of the document, and recurse at most 50 levels, the height at which the crate stops inserting.
//! The allocator is built from the checked values, so the text is read only once.

mod address_rules;
mod address_text;
mod coverage;
mod detect;
mod fault;
mod id;
mod members;
mod reading;
mod span;
mod writing;

pub use detect::{Kind, detect};
pub use fault::InvalidSnapshot;

use vm_allocator::{AddressAllocator, IdAllocator};

/// The address snapshots that [`read_address`] accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every state that the crate itself can reach, with any shape of its balanced tree, and with
    /// the traces of its surprises:
    ///
    /// - free neighbours that were not merged (D4, and D1 where it broke up an allocation);
    /// - a *gap*, addresses neither free nor allocated, if it starts at 1 or ends at 2⁶⁴−2 (D3).
    ///   No other gap can arise, so any other is refused;
    /// - no range at all (`root: null`), which is such a gap as wide as the address space;
    /// - if the address space starts at 1 or ends at 2⁶⁴−2, so that D3 can have emptied the tree:
    ///   ranges anywhere, also outside the address space (D10). They neither start at 1 nor end at
    ///   2⁶⁴−2, because the crate refuses to free such a range into an empty tree.
    Canonical,
    /// Only those states without a loss: the ranges fill the address space without a gap, and none
    /// is outside. A pool in sound mode merges free neighbours when it takes the allocator over.
    Sound,
}

/// The snapshot of an address allocator, byte for byte what `serde_json::to_string` writes.
pub fn write_address(allocator: &AddressAllocator) -> String {
    writing::to_text(allocator)
}

/// The snapshot of an id allocator, byte for byte what `serde_json::to_string` writes.
pub fn write_id(allocator: &IdAllocator) -> String {
    writing::to_text(allocator)
}

/// Restores an address allocator from its snapshot, UTF-8 text.
///
/// # Errors
/// The first fault of the document, see [`InvalidSnapshot`].
pub fn read_address(bytes: &[u8], mode: Mode) -> Result<AddressAllocator, InvalidSnapshot> {
    let document = reading::read(bytes, address_text::AddressShape)?;
    address_rules::check(&document, mode)?;
    document.allocator()
}

/// Restores an id allocator from its snapshot, UTF-8 text.
///
/// `range_base` is at most `range_end`. `next_id` is between `range_base` and one more than
/// `range_end`, and is `null` exactly if it would be 2³². `freed_ids` ascend, and each was handed
/// out: it is at least `range_base` and less than `next_id`. (Before 0.1.4, the crate freed ids
/// that were never handed out. Such a snapshot is refused, because the id would be handed out
/// twice.)
///
/// # Errors
/// The first fault of the document, see [`InvalidSnapshot`].
pub fn read_id(bytes: &[u8]) -> Result<IdAllocator, InvalidSnapshot> {
    let document = reading::read(bytes, id::IdShape)?;
    id::check(&document)?;
    document.allocator()
}
