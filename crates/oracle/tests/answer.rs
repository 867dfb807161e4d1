//! The server: its lines, its errors, and what it does with texts that the crate trusts too much.

use std::io::Cursor;
use vm_allocator::{AddressAllocator, AllocPolicy};
use vm_allocator_oracle::answer::{answer, digest, serve};

fn fields(request: &str) -> Vec<String> {
    answer(request).split('\t').map(str::to_owned).collect()
}

fn page() -> AddressAllocator {
    AddressAllocator::new(0x1000, 0x1000).unwrap()
}

#[test]
fn an_address_sequence_is_answered_step_by_step() {
    let reply = fields("-\tA 0x1000 4096\tF 0x100 0x100\tL 256 1\tX 1 1 0x1800\tR 0x1000 0x10ff");
    assert_eq!(
        reply,
        [
            r#"{"result":{"base":"0x1000","end":"0x1fff"}}"#,
            r#"{"result":{"start":"0x1000","end":"0x10ff"}}"#,
            r#"{"result":{"start":"0x1f00","end":"0x1fff"}}"#,
            r#"{"result":{"start":"0x1800","end":"0x1800"}}"#,
            r#"{"result":null}"#,
        ]
    );
}

#[test]
fn an_id_sequence_is_answered_step_by_step() {
    assert_eq!(
        fields("-\tI 5 6\ta\tf 5\tq 5\tf 5\ts"),
        [
            r#"{"result":null}"#,
            r#"{"result":5}"#,
            r#"{"result":5}"#,
            r#"{"result":false}"#,
            concat!(
                r#"{"error":{"kind":"AlreadyReleased","payload":{"id":5},"#,
                r#""message":"Specified id: 5 is already released."}}"#
            ),
            r#"{"result":"{\"range_base\":5,\"next_id\":6,\"range_end\":6,\"freed_ids\":[5]}"}"#,
        ]
    );
}

#[test]
fn a_refused_construction_ends_the_line() {
    assert_eq!(
        answer("t\tA 1 0\tF 1 1"),
        concat!(
            r#"{"error":{"kind":"Underflow","payload":{},"message":"#,
            r#""Management operations on desired resource resulted in underflow."}}"#
        )
    );
    assert!(answer("-\tI 6 5").starts_with(r#"{"error":{"kind":"InvalidRange""#));
}

#[test]
fn the_state_follows_each_step_when_asked_for() {
    let mut allocator = page();
    let fresh = serde_json::to_string(&allocator).unwrap();
    allocator.allocate(1, 1, AllocPolicy::FirstMatch).unwrap();
    let taken = serde_json::to_string(&allocator).unwrap();
    let texts = fields("t\tA 4096 4096\tF 1 1\tF 0 1");
    assert_eq!([&texts[1], &texts[3], &texts[5]], [&fresh, &taken, &taken]);
    let digests = fields("d\tA 4096 4096\tF 1 1");
    assert_eq!(digests[1], format!("{:016x}", digest(&fresh)));
    assert_eq!(digests[3], format!("{:016x}", digest(&taken)));
}

#[test]
fn the_digest_is_fnv_1a() {
    // From the algorithm's published test values.
    assert_eq!(digest(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(digest("a"), 0xaf63_dc4c_8601_ec8c);
    assert_eq!(digest("foobar"), 0x8594_4171_f739_67e8);
}

#[test]
fn a_sequence_starts_from_a_text() {
    let mut allocator = page();
    allocator
        .allocate(0x100, 1, AllocPolicy::FirstMatch)
        .unwrap();
    let text = serde_json::to_string(&allocator).unwrap();
    let reply = fields(&format!("-\tS {text}\tF 0x100 1"));
    assert_eq!(reply[1], r#"{"result":{"start":"0x1100","end":"0x11ff"}}"#);
    let reply =
        fields("-\tJ {\"range_base\":0,\"next_id\":3,\"range_end\":9,\"freed_ids\":[1]}\ta\ta");
    assert_eq!(
        reply,
        [r#"{"result":null}"#, r#"{"result":1}"#, r#"{"result":3}"#]
    );
}

#[test]
fn a_text_that_is_none_is_refused_with_the_reason() {
    assert!(answer("-\tS {}").starts_with(r#"{"refused":"missing field `address_space`"#));
    assert!(answer("-\tS").starts_with(r#"{"refused":"EOF while parsing"#));
}

#[test]
fn a_panic_of_the_crate_is_an_answer_and_ends_the_line() {
    // A height that no such node has: the crate believes it (D9).
    let tree = concat!(
        r#"{"address_space":{"start":0,"end":29},"interval_tree":{"root":"#,
        r#"{"key":{"start":10,"end":19},"node_state":"Allocated","#,
        r#""left":{"key":{"start":0,"end":9},"node_state":"Free","left":null,"right":null,"height":1},"#,
        r#""right":{"key":{"start":20,"end":29},"node_state":"Free","left":null,"right":null,"height":9},"#,
        r#""height":10}}}"#
    );
    let reply = fields(&format!("-\tS {tree}\tR 0 1\tF 1 1\tF 1 1"));
    assert_eq!(reply.len(), 3, "{reply:?}");
    assert!(reply[1].contains("ResourceNotAvailable"));
    assert_eq!(
        reply[2],
        r#"{"panic":"internal error: entered unreachable code"}"#
    );
}

#[test]
fn a_range_that_can_not_be_made_is_the_steps_error() {
    let reply = fields("-\tA 0 16\tR 2 1\tR 0 18446744073709551615\tF 1 1");
    assert!(reply[1].contains(r#""kind":"InvalidRange","payload":{"start":"0x2","end":"0x1"}"#));
    assert!(reply[2].contains(r#""kind":"InvalidRange""#));
    assert_eq!(reply[3], r#"{"result":{"start":"0x0","end":"0x0"}}"#);
}

#[test]
fn malformed_requests_are_told() {
    for request in [
        "",
        "x\tA 0 1",
        "-",
        "-\tB 0 1",
        "-\tA 0",
        "-\tA 0 1 2",
        "-\tA 0 18446744073709551616",
        "-\tA -1 1",
        "-\tI 0 4294967296",
        "-\tA 0 1\tF 1",
        "-\tA 0 1\tZ",
        "-\tA 0 1\ta",
        "-\tI 0 1\tF 1 1",
        "-\tI 0 1\ta 1",
    ] {
        let reply = answer(request);
        assert!(
            reply.starts_with(r#"{"malformed":""#),
            "{request:?} gave {reply}"
        );
        assert!(!reply.contains('\t'), "{request:?} gave {reply}");
    }
}

#[test]
fn serving_answers_line_by_line() {
    let mut output = Vec::new();
    serve(
        Cursor::new("-\tI 0 1\ta\nbad\n-\tI 7 9\ta\r\n"),
        &mut output,
    )
    .unwrap();
    let output = String::from_utf8(output).unwrap();
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], "{\"result\":null}\t{\"result\":0}");
    assert!(lines[1].starts_with(r#"{"malformed""#));
    assert_eq!(lines[2], "{\"result\":null}\t{\"result\":7}");
}
