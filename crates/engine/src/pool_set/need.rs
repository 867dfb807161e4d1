//! What a device needs.

/// The form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One run of `size` addresses or ids.
    Run,
    /// The `size` lowest free ids, consecutive or not.
    Scattered,
}

/// The end of the pool from which a place is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The lowest place.
    Bottom,
    /// The highest place.
    Top,
    /// Only at the first address or id of the bounds.
    Exact,
}

/// Something that a device needs. All numbers are addresses in a pool of addresses, and ids in a
/// pool of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need<'a> {
    /// The form of the answer.
    pub shape: Shape,
    /// Which place to choose if several fit.
    pub side: Side,
    /// The number of addresses or ids, at least 1.
    pub size: u64,
    /// The alignment of the first one: a power of two.
    pub align: u64,
    /// The first eligible one.
    pub start: u64,
    /// The last eligible one.
    pub end: u64,
    /// The pools to try, in this order; at least one.
    pub pools: &'a [u64],
}
