//! A model of the crate's id allocator with 64-bit numbers and a sorted list.

use serde_json::Value;
use vm_allocator::IdAllocator;

use super::random::Random;

/// The state of an id allocator. `next` is 2³² if the crate's is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct IdModel {
    base: u64,
    next: u64,
    end: u64,
    freed: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
pub enum IdOperation {
    Allocate,
    Free(u32),
    IsAllocated(u32),
}

impl IdModel {
    /// The state that an accepted document describes.
    pub fn of(document: &str) -> IdModel {
        let document: Value = serde_json::from_str(document).expect("JSON");
        let number = |value: &Value| value.as_u64().expect("a number");
        IdModel {
            base: number(&document["range_base"]),
            next: document["next_id"].as_u64().unwrap_or(1 << 32),
            end: number(&document["range_end"]),
            freed: document["freed_ids"]
                .as_array()
                .expect("an array")
                .iter()
                .map(number)
                .collect(),
        }
    }

    /// The model's answer; an error is the crate's, in its `Debug` form.
    pub fn answer(&mut self, operation: IdOperation) -> Result<u32, String> {
        match operation {
            IdOperation::Allocate => self.allocate(),
            IdOperation::Free(id) => self.free(id),
            IdOperation::IsAllocated(id) => Ok(self.is_allocated(id.into()).into()),
        }
    }

    fn allocate(&mut self) -> Result<u32, String> {
        if !self.freed.is_empty() {
            return Ok(self.freed.remove(0) as u32);
        }
        if self.next == 1 << 32 {
            return Err("Overflow".into());
        }
        if self.next > self.end {
            return Err("ResourceNotAvailable".into());
        }
        self.next += 1;
        Ok((self.next - 1) as u32)
    }

    fn free(&mut self, id: u32) -> Result<u32, String> {
        let number = u64::from(id);
        if !(self.base..=self.end).contains(&number) {
            return Err(format!("OutOfRange({id})"));
        }
        if number >= self.next {
            return Err(format!("NeverAllocated({id})"));
        }
        match self.freed.binary_search(&number) {
            Ok(_) => Err(format!("AlreadyReleased({id})")),
            Err(place) => {
                self.freed.insert(place, number);
                Ok(id)
            }
        }
    }

    fn is_allocated(&self, id: u64) -> bool {
        (self.base..=self.end).contains(&id) && id < self.next && !self.freed.contains(&id)
    }

    /// An operation that is likely to affect ids in use.
    pub fn random_operation(&self, random: &mut Random) -> IdOperation {
        let near = [
            self.base,
            self.next,
            self.end,
            self.base + random.below(self.next - self.base),
        ];
        let id = (random.pick(&near) + random.below(3)).saturating_sub(1) as u32;
        match random.below(5) {
            0 | 1 => IdOperation::Allocate,
            2 | 3 => IdOperation::Free(id),
            _ => IdOperation::IsAllocated(id),
        }
    }
}

/// The crate's answer in the model's form.
pub fn on_crate(allocator: &mut IdAllocator, operation: IdOperation) -> Result<u32, String> {
    match operation {
        IdOperation::Allocate => allocator.allocate_id(),
        IdOperation::Free(id) => allocator.free_id(id),
        IdOperation::IsAllocated(id) => Ok(allocator.is_allocated(id).into()),
    }
    .map_err(|error| format!("{error:?}"))
}

/// An allocator after some random operations, on a range that may end at either end of 32 bits.
pub fn random_id_allocator(random: &mut Random) -> IdAllocator {
    let size = random.pick(&[0, 1, 2, 9, 99]);
    let base = random.pick(&[0, 1, 5, 1000, u32::MAX - size]);
    let mut allocator = IdAllocator::new(base, base + size).expect("a range");
    for _ in 0..random.below(60) {
        let model = IdModel::of(&serde_json::to_string(&allocator).expect("JSON"));
        _ = on_crate(&mut allocator, model.random_operation(random));
    }
    allocator
}
