//! Examines a document: it must be refused with path and reason, or restore to a correct allocator.

use serde_json::Value;
use vm_allocator::{AddressAllocator, IdAllocator, RangeInclusive};
use vm_allocator_engine::AddressPool;
use vm_allocator_engine::snapshot::{
    InvalidSnapshot, Kind, Mode, detect, read_address, read_id, write_address, write_id,
};

use super::documents::model_of;
use super::id_model::{self, IdModel};
use super::model::Model;
use super::operations::{Operation, random_operation};
use super::ownership::Ownership;
use super::random::Random;

/// The number of operations to test on an accepted document.
const STEPS: usize = 12;

/// The outcome for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Refused,
    /// An address snapshot that sound mode refuses.
    Canonical,
    Sound,
    Id,
}

/// Reads the document in every way, and panics if an outcome is wrong.
pub fn examine(random: &mut Random, bytes: &[u8]) -> Verdict {
    let canonical = read_address(bytes, Mode::Canonical);
    let sound = read_address(bytes, Mode::Sound);
    let id = read_id(bytes);
    [
        canonical.as_ref().err(),
        sound.as_ref().err(),
        id.as_ref().err(),
    ]
    .into_iter()
    .flatten()
    .for_each(check_refusal);
    match (canonical, sound, id) {
        (Ok(allocator), sound, Err(_)) => {
            check_kind(bytes, Kind::Address, &write_address(&allocator));
            check_address(random, bytes, allocator.clone());
            let Ok(same) = sound else {
                return Verdict::Canonical;
            };
            assert_eq!(same, allocator, "both modes restore the same");
            check_sound(random, bytes, same);
            Verdict::Sound
        }
        (Err(_), Err(_), Ok(allocator)) => {
            check_kind(bytes, Kind::Id, &write_id(&allocator));
            check_id(random, bytes, allocator);
            Verdict::Id
        }
        (Err(_), Err(_), Err(_)) => Verdict::Refused,
        _ => panic!("accepted as both kinds, or only in sound mode"),
    }
}

fn check_refusal(InvalidSnapshot { path, reason }: &InvalidSnapshot) {
    assert!(
        path.starts_with('$') && !reason.is_empty(),
        "{path} {reason}"
    );
    assert!(
        path.len() + reason.len() < 1000,
        "a refusal that nobody reads: {path} {reason}"
    );
    assert!(
        !reason.contains("by the crate"),
        "found valid, but {reason}"
    );
}

/// Checks that the document is of that kind, and contains exactly what the writer would write.
fn check_kind(bytes: &[u8], kind: Kind, written: &str) {
    assert_eq!(detect(bytes), Some(kind));
    let (read, written): (Value, Value) = (
        serde_json::from_slice(bytes).unwrap(),
        serde_json::from_str(written).unwrap(),
    );
    assert_eq!(read, written);
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("an accepted document is UTF-8")
}

/// Checks that it answers like the model, has the model's state after each step, and can be saved
/// again.
fn check_address(random: &mut Random, bytes: &[u8], mut allocator: AddressAllocator) {
    let mut model = model_of(text(bytes));
    for _ in 0..STEPS {
        let operation = random_operation(random, &model);
        let answer = operation.on_crate(&mut allocator);
        assert_eq!(answer, operation.on_model(&mut model), "{operation:?}");
        let written = write_address(&allocator);
        assert_eq!(model_of(&written), model, "{operation:?}");
        assert_eq!(
            read_address(written.as_bytes(), Mode::Canonical).as_ref(),
            Ok(&allocator)
        );
    }
}

/// Checks that a pool in sound mode answers like the ownership model, whether or not the document
/// was merged, and can be saved.
fn check_sound(random: &mut Random, bytes: &[u8], allocator: AddressAllocator) {
    let ranges = model_of(text(bytes)).ranges;
    let spans = ranges.iter().map(|r| ((r.start, r.end), !r.is_free));
    let mut owners = Ownership::new(spans);
    let mut pool = AddressPool::from_allocator(allocator, true);
    for _ in 0..STEPS {
        let written = write_address(pool.allocator());
        let restored = read_address(written.as_bytes(), Mode::Sound);
        assert_eq!(restored.as_ref(), Ok(pool.allocator()));
        let ranges = model_of(&written).ranges;
        let spans = ranges.iter().map(|r| ((r.start, r.end), !r.is_free));
        assert_eq!(spans.collect::<Vec<_>>(), owners.ranges());
        match random_operation(random, &Model { ranges }) {
            Operation::Allocate {
                size,
                align,
                policy,
            } => {
                let expected = owners.allocate(size, align, policy, None);
                assert_eq!(pool.allocate(size, align, policy), expected);
            }
            Operation::Free { start, end } => {
                if let Ok(range) = RangeInclusive::new(start, end) {
                    assert_eq!(pool.free(&range), owners.release(&range));
                }
            }
        }
    }
}

fn check_id(random: &mut Random, bytes: &[u8], mut allocator: IdAllocator) {
    let mut model = IdModel::of(text(bytes));
    for _ in 0..STEPS {
        let operation = model.random_operation(random);
        let answer = id_model::on_crate(&mut allocator, operation);
        assert_eq!(answer, model.answer(operation), "{operation:?}");
        let written = write_id(&allocator);
        assert_eq!(IdModel::of(&written), model, "{operation:?}");
        assert_eq!(write_id(&read_id(written.as_bytes()).unwrap()), written);
    }
}
