//! Reserves everything a device needs, one need after the other, or gives all of it back.

use vm_allocator::Error;

use super::{Holding, Need, NoRoom, PoolSet, Shape, Side};

impl PoolSet {
    /// Reserves a place for each need. Needs for a particular place come first, so that no other
    /// need of the device takes it.
    pub(super) fn place(&mut self, needs: &[Need]) -> Result<Vec<Holding>, NoRoom> {
        let mut placed = Vec::with_capacity(needs.len());
        for exact in [true, false] {
            for (resource, need) in needs.iter().enumerate() {
                if (need.side == Side::Exact) != exact {
                    continue;
                }
                if let Err(errors) = self.place_one(resource as u32, need, &mut placed) {
                    let refusal = self.no_room(resource, need, &placed, errors);
                    self.give_back(&placed);
                    return Err(refusal);
                }
            }
        }
        Ok(placed)
    }

    /// Gives back all reservations.
    pub(super) fn give_back(&mut self, placed: &[Holding]) {
        for holding in placed {
            self.pools[holding.pool as usize].cancel();
        }
    }

    /// Reserves a place in the first pool that has one, or returns each pool's refusal.
    fn place_one(
        &mut self,
        resource: u32,
        need: &Need,
        placed: &mut Vec<Holding>,
    ) -> Result<(), Vec<Error>> {
        let mut errors = Vec::new();
        for &number in need.pools {
            let pool = &mut self.pools[number as usize];
            let holding = |(start, end)| Holding {
                resource,
                pool: number as u32,
                start,
                end,
            };
            let answer = match need.shape {
                Shape::Run => pool.reserve(need).map(|run| placed.push(holding(run))),
                Shape::Scattered => pool.lowest(need).map(|runs| {
                    for (start, end) in runs {
                        let reserved = pool.reserve_run(start, end);
                        debug_assert!(reserved, "{start} to {end} are free");
                        placed.push(holding((start, end)));
                    }
                }),
            };
            match answer {
                Ok(()) => return Ok(()),
                Err(error) => errors.push(error),
            }
        }
        Err(errors)
    }
}
