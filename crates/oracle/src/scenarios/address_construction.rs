//! `AddressAllocator::new`: base and size to first and last address.

use super::MAX;
use crate::scenario::{Group, Scenario, scenario};

pub(super) fn group() -> Group {
    let mut scenarios = accepted();
    scenarios.extend(refused());
    Group {
        subject: "address-construction",
        title: "AddressAllocator::new: the managed space",
        scenarios,
    }
}

fn accepted() -> Vec<Scenario> {
    vec![
        scenario(
            "page",
            "A space of one page",
            "The end is inclusive: base + size - 1. All of it is one free range.",
        )
        .address(0x1000, 0x1000),
        scenario("one-byte", "A space of one byte", "Base and end are equal.").address(0x1000, 1),
        scenario(
            "one-byte-at-zero",
            "A space of the byte at 0",
            "The smallest space at the lowest address.",
        )
        .address(0, 1)
        .tag("boundary:u64"),
        scenario(
            "one-byte-at-top",
            "A space of the byte at 2^64-1",
            "Base + size overflows, base + size - 1 does not: the space can be made.",
        )
        .address(MAX, 1)
        .tag("boundary:u64"),
        scenario(
            "all-but-the-last",
            "The largest space from 0",
            "The largest size there is: the last address of the u64 space stays outside.",
        )
        .address(0, MAX)
        .tag("boundary:u64"),
        scenario(
            "all-but-the-first",
            "The largest space to 2^64-1",
            "The other space of 2^64-1 bytes.",
        )
        .address(1, MAX)
        .tag("boundary:u64"),
        scenario(
            "ends-at-top",
            "A page that ends at 2^64-1",
            "The end is the last address there is; the sum of base and size is not.",
        )
        .address(MAX - 0xfff, 0x1000)
        .tag("boundary:u64"),
        scenario(
            "ends-below-top",
            "A page that ends at 2^64-2",
            "The neighbour of the case above: here base + size is 2^64-1.",
        )
        .address(MAX - 0x1000, 0x1000)
        .tag("boundary:u64"),
        scenario(
            "across-4-gib",
            "A space across the 4 GiB line",
            "A 64-bit MMIO window that begins in the 32-bit gap.",
        )
        .address(0xc000_0000, 0x8000_0000)
        .tag("boundary:u32"),
        scenario(
            "beyond-53-bits",
            "A space whose end needs all 64 bits",
            "2^53 + 1 and its neighbours are one number in double precision.",
        )
        .address((1 << 53) + 1, (1 << 53) + 1)
        .tag("boundary:2^53"),
        scenario(
            "unaligned",
            "A space with odd base and size",
            "Neither base nor size has to be aligned.",
        )
        .address(0x1003, 0x777),
    ]
}

fn refused() -> Vec<Scenario> {
    vec![
        scenario(
            "size-zero",
            "A space of no bytes is refused",
            "Size - 1 is computed first: the error is Underflow, not InvalidSize.",
        )
        .address(0x1000, 0)
        .refused("Underflow")
        .deviates("D15"),
        scenario(
            "size-zero-at-zero",
            "No bytes at address 0 are refused",
            "With wrapping arithmetic this would be the whole address space.",
        )
        .address(0, 0)
        .refused("Underflow")
        .deviates("D15")
        .tag("boundary:u64"),
        scenario(
            "size-zero-at-top",
            "No bytes at address 2^64-1 are refused with Underflow",
            "Size - 1 is computed before the sum that would overflow.",
        )
        .address(MAX, 0)
        .refused("Underflow")
        .deviates("D15")
        .tag("boundary:u64"),
        scenario(
            "overflow-by-one",
            "A space that ends one past 2^64-1 is refused",
            "The nearest miss: two bytes from the last address.",
        )
        .address(MAX, 2)
        .refused("Overflow")
        .tag("boundary:u64"),
        scenario(
            "overflow-page",
            "A page that ends one past 2^64-1 is refused",
            "The neighbour of the page that ends exactly there.",
        )
        .address(MAX - 0xffe, 0x1000)
        .refused("Overflow")
        .tag("boundary:u64"),
        scenario(
            "overflow-largest",
            "The largest size from address 2 is refused",
            "From addresses 0 and 1 it fits.",
        )
        .address(2, MAX)
        .refused("Overflow")
        .tag("boundary:u64"),
        scenario(
            "overflow-fully",
            "Largest base and largest size are refused",
            "The sum wraps almost all the way round.",
        )
        .address(MAX, MAX)
        .refused("Overflow")
        .tag("boundary:u64"),
    ]
}
