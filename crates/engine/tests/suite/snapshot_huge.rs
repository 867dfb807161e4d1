//! Huge documents are refused, or restored, on a small stack.

use std::thread;

use crate::snapshot_support::documents::address_document;
use crate::snapshot_support::model::Range;
use vm_allocator_engine::snapshot::{Mode, detect, read_address, read_id};

const LENGTH: usize = 100_000_000;
/// Smaller than the stack of Node's worker threads.
const STACK: usize = 512 * 1024;

const ROOT: &str = r#"{"address_space":{"start":4096,"end":8191},"interval_tree":{"root":"#;

/// Runs `test` on a stack too small for a recursion as deep as the document.
fn on_small_stack(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new()
        .stack_size(STACK)
        .spawn(test)
        .unwrap()
        .join()
        .unwrap();
}

fn filled(start: &str, repeated: &str) -> Vec<u8> {
    let mut text = start.to_owned();
    text.push_str(&repeated.repeat((LENGTH - start.len()) / repeated.len()));
    text.into_bytes()
}

/// The path of the refusal in canonical mode. The other readers must refuse the document too.
fn refused_at(document: &[u8]) -> String {
    assert!(read_id(document).is_err());
    assert!(read_address(document, Mode::Sound).is_err());
    detect(document);
    read_address(document, Mode::Canonical).unwrap_err().path
}

#[test]
fn brackets_and_braces_without_end_are_refused() {
    on_small_stack(|| {
        assert_eq!(refused_at(&filled("", "[")), "$");
        assert_eq!(refused_at(&filled("", r#"{"a":"#)), "$.a");
        assert_eq!(
            refused_at(&filled(r#"{"address_space":"#, "[")),
            "$.address_space"
        );
    });
}

#[test]
fn nodes_without_end_are_refused() {
    on_small_stack(|| {
        let chain = |side: &str| format!("$.interval_tree.root{}", side.repeat(50));
        assert_eq!(refused_at(&filled(ROOT, r#"{"left":"#)), chain(".left"));
        assert_eq!(refused_at(&filled(ROOT, r#"{"right":"#)), chain(".right"));
    });
}

#[test]
fn a_valid_document_of_20_mb_is_restored() {
    on_small_stack(|| {
        let range = |index: u64| Range {
            start: index * 0x1000,
            end: index * 0x1000 + 0xfff,
            is_free: index.is_multiple_of(2),
        };
        let count = 200_000_u64;
        let ranges: Vec<Range> = (count..2 * count).map(range).collect();
        let space = (ranges[0].start, ranges[ranges.len() - 1].end);
        let document = address_document(space, &ranges);
        assert!(document.len() > LENGTH / 6);
        let restored = read_address(document.as_bytes(), Mode::Sound).unwrap();
        assert_eq!(serde_json::to_string(&restored).unwrap(), document);
    });
}
