//! How much memory the crate's tree takes.

use crate::space::{Policy, contiguous, fragmented};

const LIVE: u64 = 100_000;

/// The bytes in malloc's heap for each live range; `None` for an unknown workload.
pub fn per_live_range(workload: &str) -> Option<f64> {
    let before = malloc_bytes();
    let allocator = match workload {
        "memory-contiguous" => contiguous(LIVE, Policy::First),
        "memory-fragmented" => fragmented(LIVE, Policy::First),
        _ => return None,
    };
    let after = malloc_bytes();
    drop(allocator);
    Some((after - before) as f64 / LIVE as f64)
}

fn malloc_bytes() -> usize {
    // SAFETY: takes nothing, and only reads malloc's statistics.
    let info = unsafe { libc::mallinfo2() };
    info.uordblks + info.hblkhd
}
