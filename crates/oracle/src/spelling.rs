//! Reads u64 numbers and policies, for which JSON has no type, in the format of the answer files.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use vm_allocator::AllocPolicy;

#[derive(Deserialize)]
// The names are the answer files'.
#[allow(clippy::enum_variant_names)]
#[serde(tag = "kind", deny_unknown_fields)]
enum Policy {
    FirstMatch,
    LastMatch,
    ExactMatch {
        #[serde(deserialize_with = "hex")]
        address: u64,
    },
}

/// Reads a policy in the format of the answer files.
pub fn policy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AllocPolicy, D::Error> {
    Ok(match Policy::deserialize(deserializer)? {
        Policy::FirstMatch => AllocPolicy::FirstMatch,
        Policy::LastMatch => AllocPolicy::LastMatch,
        Policy::ExactMatch { address } => AllocPolicy::ExactMatch(address),
    })
}

/// Reads a `u64` such as `0x1fff`.
pub fn hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    let digits = text
        .strip_prefix("0x")
        .ok_or_else(|| D::Error::custom(format!("{text:?} does not start with 0x")))?;
    u64::from_str_radix(digits, 16)
        .map_err(|error| D::Error::custom(format!("{text:?} is not a u64: {error}")))
}
