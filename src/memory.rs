//! What the garbage collector knows about native memory.

use std::cell::Cell;

use napi::sys;

use crate::node_cache::CacheUser;

/// What the garbage collector is not told of until it adds up to this many bytes.
const REPORT_STEP: i64 = 64 << 10;
/// Large allocators are not looked through before they take this many bytes.
const RECLAIM_STEP: i64 = 32 << 20;

/// The native memory of one environment's allocators.
pub struct Memory {
    /// Bytes that the garbage collector hasn't been told of yet.
    unreported: Cell<i64>,
    /// What large allocators take together, in bytes.
    large: Cell<i64>,
    /// What they may take before it is worth looking for those that were collected.
    reclaim_at: Cell<i64>,
    /// As long as there are allocators, their nodes are kept for new ones.
    _cache: CacheUser,
}

impl Memory {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            unreported: Cell::new(0),
            large: Cell::new(0),
            reclaim_at: Cell::new(RECLAIM_STEP),
            _cache: CacheUser::new(),
        }
    }

    /// Tells the garbage collector of a change, together with others. It may collect at once.
    pub fn report(&self, env: sys::napi_env, change: i64) {
        let sum = self.unreported.get() + change;
        if sum.abs() < REPORT_STEP {
            self.unreported.set(sum);
            return;
        }
        self.unreported.set(0);
        let mut total = 0;
        // SAFETY: called with the environment that is running this thread's JavaScript. The status
        // is of no use: the engine only loses a hint.
        unsafe { sys::napi_adjust_external_memory(env, sum, &raw mut total) };
    }

    /// Notes a change of what large allocators take.
    pub fn count_large(&self, change: i64) {
        self.large.set(self.large.get() + change);
    }

    /// Whether large allocators take so much that it is worth looking for collected ones.
    pub fn is_reclaim_due(&self) -> bool {
        self.large.get() >= self.reclaim_at.get()
    }

    /// Notes that it was looked: the work stays in proportion to what is made until the next time.
    pub fn reclaimed(&self) {
        let next = RECLAIM_STEP.max(2 * self.large.get());
        self.reclaim_at.set(next);
    }
}
