//! What a device needs.

/// Which form the answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One run of `size` addresses or ids.
    Run,
    /// `size` ids, the lowest that are free, consecutive or not.
    Scattered,
}

/// From which end of the pool a place is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The lowest place.
    Bottom,
    /// The highest place.
    Top,
    /// The first address or id of the bounds, and no other.
    Exact,
}

/// Something that a device needs. Everything counts addresses in a pool of addresses, ids in a pool
/// of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need<'a> {
    /// Which form the answer has.
    pub shape: Shape,
    /// Which of the places that fit.
    pub side: Side,
    /// How many, at least 1.
    pub size: u64,
    /// What the first one is a multiple of: a power of two.
    pub align: u64,
    /// First one that is eligible.
    pub start: u64,
    /// Last one that is eligible.
    pub end: u64,
    /// The pools that are asked, in this order, at least one.
    pub pools: &'a [u64],
}
