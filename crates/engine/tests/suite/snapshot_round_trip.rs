//! Every written snapshot can be read, and the restored allocator behaves like the saved one.

use crate::snapshot_support::documents::model_of;
use crate::snapshot_support::id_model::{IdModel, on_crate, random_id_allocator};
use crate::snapshot_support::mutation::random_address_document;
use crate::snapshot_support::operations::{allocator_for, random_operation, random_space};
use crate::snapshot_support::random::Random;
use serde_json::Value;
use vm_allocator::{AddressAllocator, AllocPolicy};
use vm_allocator_engine::snapshot::{
    Kind, Mode, detect, read_address, read_id, write_address, write_id,
};

const SEQUENCES: u64 = 150;
const STEPS: usize = 60;

#[test]
fn restored_allocators_go_on_like_the_original() {
    for seed in 0..SEQUENCES {
        let mut random = Random::new(seed);
        let mut original = allocator_for(random_space(&mut random));
        for step in 0..STEPS {
            let written = write_address(&original);
            assert_eq!(written, serde_json::to_string(&original).unwrap());
            assert_eq!(detect(written.as_bytes()), Some(Kind::Address));
            let mut restored = read_address(written.as_bytes(), Mode::Canonical)
                .unwrap_or_else(|refusal| panic!("seed {seed}, step {step}: {refusal}\n{written}"));
            assert_eq!(restored, original);
            let operation = random_operation(&mut random, &model_of(&written));
            let answer = operation.on_crate(&mut original);
            assert_eq!(
                operation.on_crate(&mut restored),
                answer,
                "seed {seed}, step {step}"
            );
            assert_eq!(restored, original, "seed {seed}, step {step}");
        }
    }
}

#[test]
fn restored_id_allocators_go_on_like_the_original() {
    for seed in 0..SEQUENCES {
        let mut random = Random::new(seed);
        let mut original = random_id_allocator(&mut random);
        for step in 0..STEPS {
            let written = write_id(&original);
            assert_eq!(written, serde_json::to_string(&original).unwrap());
            assert_eq!(detect(written.as_bytes()), Some(Kind::Id));
            let mut restored = read_id(written.as_bytes())
                .unwrap_or_else(|refusal| panic!("seed {seed}, step {step}: {refusal}"));
            assert_eq!(write_id(&restored), written);
            let operation = IdModel::of(&written).random_operation(&mut random);
            let answer = on_crate(&mut original, operation);
            assert_eq!(
                on_crate(&mut restored, operation),
                answer,
                "seed {seed}, step {step}"
            );
            assert_eq!(
                write_id(&restored),
                write_id(&original),
                "seed {seed}, step {step}"
            );
        }
    }
}

#[test]
fn a_large_fragmented_allocator_is_restored() {
    const COUNT: u64 = 20_000;
    let mut original = AddressAllocator::new(1 << 40, COUNT * 0x2000).unwrap();
    for index in 0..COUNT {
        let policy = AllocPolicy::ExactMatch((1 << 40) + index * 0x2000);
        original.allocate(0x1000, 0x1000, policy).unwrap();
    }
    let written = write_address(&original);
    assert_eq!(read_address(written.as_bytes(), Mode::Sound), Ok(original));
}

/// A VMM may pretty-print its snapshots, or sort their members.
#[test]
fn white_space_and_order_of_members_are_free() {
    for seed in 0..SEQUENCES {
        let mut random = Random::new(seed);
        let document = random_address_document(&mut random);
        let original = serde_json::from_str(&document).unwrap();
        let sorted: Value = serde_json::from_str(&document).unwrap();
        for text in [format!("{sorted:#}\n"), format!("\t{sorted} ")] {
            assert_ne!(text.trim(), document);
            assert_eq!(
                read_address(text.as_bytes(), Mode::Canonical).as_ref(),
                Ok(&original)
            );
        }
        let original = random_id_allocator(&mut random);
        let text = serde_json::to_string_pretty(&original).unwrap();
        assert_eq!(
            write_id(&read_id(text.as_bytes()).unwrap()),
            write_id(&original)
        );
    }
}

#[test]
fn detect_goes_by_the_first_member_that_is_known() {
    let kinds: [(&[u8], Option<Kind>); 16] = [
        (br#"{"address_space""#, Some(Kind::Address)),
        (br#" {"interval_tree":"#, Some(Kind::Address)),
        (br#"{"range_base":0"#, Some(Kind::Id)),
        (br#"{"next_id":0"#, Some(Kind::Id)),
        (br#"{"range_end":0"#, Some(Kind::Id)),
        (br#"{"freed_ids":0"#, Some(Kind::Id)),
        (br#"{"\u0072ange_base":0}"#, Some(Kind::Id)),
        (br#"{"version":{"a":[1]},"range_base":0}"#, Some(Kind::Id)),
        (br#"{"version":{"a":[1},"range_base":0}"#, None),
        (b"{}", None),
        (b"", None),
        (b"[]", None),
        (b"\xff", None),
        (br#""range_base""#, None),
        (br#"{"root":{"address_space":1}}"#, None),
        (b"\xef\xbb\xbf{\"range_base\":0}", None),
    ];
    for (bytes, kind) in kinds {
        assert_eq!(detect(bytes), kind, "{}", String::from_utf8_lossy(bytes));
    }
}
