//! Reports native memory to the garbage collector.

use std::cell::Cell;

use napi::sys;

use crate::node_cache::CacheUser;

/// Changes are reported to the garbage collector once they add up to this many bytes.
const REPORT_STEP: i64 = 64 << 10;
/// Collected allocators are searched for once large ones take this many bytes.
const RECLAIM_STEP: i64 = 32 << 20;

/// The native memory of one environment's allocators.
pub struct Memory {
    /// The change that hasn't been reported yet, in bytes.
    unreported: Cell<i64>,
    /// The memory of all large allocators, in bytes.
    large: Cell<i64>,
    /// How much they may take before the next search for collected ones.
    reclaim_at: Cell<i64>,
    /// While it exists, freed nodes are cached for new ranges.
    _cache: CacheUser,
}

impl Memory {
    /// Starts at zero.
    pub fn new() -> Self {
        Self {
            unreported: Cell::new(0),
            large: Cell::new(0),
            reclaim_at: Cell::new(RECLAIM_STEP),
            _cache: CacheUser::new(),
        }
    }

    /// Reports a change to the garbage collector, together with others. It may collect immediately.
    pub fn report(&self, env: sys::napi_env, change: i64) {
        let sum = self.unreported.get() + change;
        if sum.abs() < REPORT_STEP {
            self.unreported.set(sum);
            return;
        }
        self.unreported.set(0);
        let mut total = 0;
        // SAFETY: called with the environment that is running this thread's JavaScript. The status
        // can be ignored: the engine only loses a hint.
        unsafe { sys::napi_adjust_external_memory(env, sum, &raw mut total) };
    }

    /// Records a change in the memory of large allocators.
    pub fn count_large(&self, change: i64) {
        self.large.set(self.large.get() + change);
    }

    /// Whether large allocators take enough to search for collected ones.
    pub fn is_reclaim_due(&self) -> bool {
        self.large.get() >= self.reclaim_at.get()
    }

    /// Records a search. The next one is due after proportional growth, so its cost stays linear.
    pub fn reclaimed(&self) {
        let next = RECLAIM_STEP.max(2 * self.large.get());
        self.reclaim_at.set(next);
    }
}
