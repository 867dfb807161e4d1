//! Tests the server: its lines, its errors, and texts that the crate accepts without validation.

use serde_json::{Value, json};
use std::io::Cursor;
use vm_allocator::{AddressAllocator, AllocPolicy};
use vm_allocator_oracle::answer::{answer, serve};

fn ask(request: Value) -> Value {
    serde_json::from_str(&answer(&request.to_string())).unwrap()
}

fn page() -> AddressAllocator {
    AddressAllocator::new(0x1000, 0x1000).unwrap()
}

fn first(size: &str) -> Value {
    json!({ "op": "allocate", "size": size, "align": "0x1", "policy": { "kind": "FirstMatch" } })
}

#[test]
fn an_address_sequence_is_answered_step_by_step() {
    let reply = ask(json!({
        "create": { "type": "AddressAllocator", "base": "0x1000", "size": "0x1000" },
        "operations": [
            first("0x100"),
            { "op": "allocate", "size": "0x100", "align": "0x1", "policy": { "kind": "LastMatch" } },
            {
                "op": "allocate", "size": "0x1", "align": "0x1",
                "policy": { "kind": "ExactMatch", "address": "0x1800" }
            },
            { "op": "free", "range": { "result": 0 } },
            { "op": "free", "range": { "start": "0x1800", "end": "0x1800" } },
        ],
    }));
    assert_eq!(reply["created"]["result"]["end"], "0x1fff");
    assert_eq!(
        reply["answers"],
        json!([
            { "result": { "start": "0x1000", "end": "0x10ff" } },
            { "result": { "start": "0x1f00", "end": "0x1fff" } },
            { "result": { "start": "0x1800", "end": "0x1800" } },
            { "result": null },
            { "result": null },
        ])
    );
    assert!(reply.get("states").is_none());
}

#[test]
fn an_id_sequence_is_answered_step_by_step() {
    let reply = ask(json!({
        "create": { "type": "IdAllocator", "base": 5, "end": 6 },
        "operations": [
            { "op": "allocate_id" },
            { "op": "free_id", "id": { "result": 0 } },
            { "op": "is_allocated", "id": 5 },
            { "op": "free_id", "id": 5 },
        ],
    }));
    let released = json!({
        "kind": "AlreadyReleased", "payload": { "id": 5 }, "message": "Specified id: 5 is already released."
    });
    assert_eq!(
        reply["answers"],
        json!([{ "result": 5 }, { "result": 5 }, { "result": false }, { "error": released }])
    );
    assert_eq!(
        reply["snapshot"],
        r#"{"range_base":5,"next_id":6,"range_end":6,"freed_ids":[5]}"#
    );
}

#[test]
fn ranges_and_constraints_are_answered_too() {
    let range = json!({ "start": "0x2", "end": "0x3" });
    let reply = ask(json!({
        "create": { "type": "RangeInclusive", "start": "0x1", "end": "0x3" },
        "operations": [
            { "op": "len" },
            { "op": "contains", "range": range },
            { "op": "overlaps", "range": range },
            { "op": "equals", "range": range },
            { "op": "compare", "range": range },
        ],
    }));
    let results = [
        "0x3".into(),
        true.into(),
        true.into(),
        false.into(),
        json!(-1),
    ];
    assert_eq!(
        reply["answers"],
        json!(results.map(|result| json!({ "result": result })))
    );
    let policy = json!({ "kind": "LastMatch" });
    let create = json!({ "type": "Constraint", "size": "0x1", "align": "0x3", "policy": policy });
    let reply = ask(json!({ "create": create }));
    assert_eq!(reply["created"]["error"]["kind"], "InvalidAlignment");
}

#[test]
fn a_refused_construction_is_all_of_the_reply() {
    let create = json!({ "type": "AddressAllocator", "base": "0x1", "size": "0x0" });
    let reply = ask(json!({ "create": create, "operations": [first("0x1")] }));
    let message = "Management operations on desired resource resulted in underflow.";
    let error = json!({ "kind": "Underflow", "payload": {}, "message": message });
    assert_eq!(reply, json!({ "created": { "error": error } }));
}

#[test]
fn the_state_follows_each_step_when_asked_for() {
    let mut allocator = page();
    let fresh = serde_json::to_string(&allocator).unwrap();
    allocator.allocate(1, 1, AllocPolicy::FirstMatch).unwrap();
    let taken = serde_json::to_string(&allocator).unwrap();
    let reply = ask(json!({
        "create": { "type": "AddressAllocator", "base": "0x1000", "size": "0x1000" },
        "operations": [first("0x1"), first("0x0")],
        "states": true,
    }));
    assert_eq!(reply["states"], json!([fresh, taken, taken]));
    assert_eq!(reply["snapshot"], json!(taken));
}

#[test]
fn a_sequence_starts_from_a_text() {
    let mut allocator = page();
    allocator
        .allocate(0x100, 1, AllocPolicy::FirstMatch)
        .unwrap();
    let text = serde_json::to_string(&allocator).unwrap();
    let restore = json!({ "type": "AddressAllocator", "text": text });
    let reply = ask(json!({ "restore": restore, "operations": [first("0x100")] }));
    assert_eq!(reply["answers"][0]["result"]["start"], "0x1100");
    let text = r#"{"range_base":0,"next_id":3,"range_end":9,"freed_ids":[1]}"#;
    let allocate = json!({ "op": "allocate_id" });
    let restore = json!({ "type": "IdAllocator", "text": text });
    let reply = ask(json!({ "restore": restore, "operations": [allocate, allocate] }));
    assert_eq!(reply["answers"], json!([{ "result": 1 }, { "result": 3 }]));
}

#[test]
fn a_text_that_is_none_is_refused_with_the_reason() {
    for (text, reason) in [
        ("{}", "missing field `address_space`"),
        ("", "EOF while parsing"),
    ] {
        let reply = ask(json!({ "restore": { "type": "AddressAllocator", "text": text } }));
        let refused = reply["created"]["refused"].as_str().unwrap();
        assert!(refused.starts_with(reason), "{refused}");
    }
}

#[test]
fn a_panic_of_the_crate_is_an_answer_and_the_last_one() {
    // A height that no such node has: the crate believes it (D9).
    let tree = concat!(
        r#"{"address_space":{"start":0,"end":29},"interval_tree":{"root":"#,
        r#"{"key":{"start":10,"end":19},"node_state":"Allocated","#,
        r#""left":{"key":{"start":0,"end":9},"node_state":"Free","left":null,"right":null,"height":1},"#,
        r#""right":{"key":{"start":20,"end":29},"node_state":"Free","left":null,"right":null,"height":9},"#,
        r#""height":10}}}"#
    );
    let free = json!({ "op": "free", "range": { "start": "0x0", "end": "0x1" } });
    let restore = json!({ "type": "AddressAllocator", "text": tree });
    let reply =
        ask(json!({ "restore": restore, "operations": [free, first("0x1"), first("0x1")] }));
    let answers = reply["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 2, "{reply}");
    assert_eq!(answers[0]["error"]["kind"], "ResourceNotAvailable");
    assert_eq!(
        answers[1]["panic"],
        "internal error: entered unreachable code"
    );
}

#[test]
fn a_range_that_can_not_be_made_is_the_steps_error() {
    let free = |start, end| json!({ "op": "free", "range": { "start": start, "end": end } });
    let reply = ask(json!({
        "create": { "type": "AddressAllocator", "base": "0x0", "size": "0x10" },
        "operations": [free("0x2", "0x1"), free("0x0", "0xffffffffffffffff"), first("0x1")],
    }));
    let error = &reply["answers"][0]["error"];
    assert_eq!(error["kind"], "InvalidRange");
    assert_eq!(error["payload"], json!({ "start": "0x2", "end": "0x1" }));
    assert_eq!(reply["answers"][1]["error"]["kind"], "InvalidRange");
    assert_eq!(reply["answers"][2]["result"]["start"], "0x0");
}

#[test]
fn malformed_requests_are_told() {
    let ids = json!({ "type": "IdAllocator", "base": 0, "end": 1 });
    let space = |size| json!({ "type": "AddressAllocator", "base": "0x0", "size": size });
    let free_result = json!({ "op": "free_id", "id": { "result": 0 } });
    let requests = [
        json!({}),
        json!({ "create": { "type": "Allocator" } }),
        json!({ "create": space("1") }),
        json!({ "create": space("0x10000000000000000") }),
        json!({ "create": { "type": "IdAllocator", "base": 0, "end": 1_u64 << 32 } }),
        json!({ "create": { "type": "IdAllocator", "base": -1, "end": 1 } }),
        json!({ "create": ids, "operations": [{ "op": "jump" }] }),
        json!({ "create": ids, "operations": [{ "op": "free_id" }] }),
        json!({ "create": ids, "operations": [{ "op": "free_id", "id": 1, "more": 1 }] }),
        json!({ "create": ids, "operations": [free_result] }),
        json!({ "create": ids, "operations": [first("0x1")] }),
        json!({ "create": space("0x1"), "operations": [{ "op": "allocate_id" }] }),
        json!({ "create": ids, "more": 1 }),
    ];
    for request in requests {
        let reply = ask(request.clone());
        assert_eq!(
            reply.as_object().unwrap().len(),
            1,
            "{request} gave {reply}"
        );
        assert!(reply["malformed"].is_string(), "{request} gave {reply}");
    }
    assert!(answer("").starts_with(r#"{"malformed":""#));
}

#[test]
fn serving_answers_line_by_line() {
    let ids =
        r#"{"create":{"type":"IdAllocator","base":7,"end":9},"operations":[{"op":"allocate_id"}]}"#;
    let mut output = Vec::new();
    serve(Cursor::new(format!("{ids}\nbad\n{ids}\r\n")), &mut output).unwrap();
    let output = String::from_utf8(output).unwrap();
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].contains(r#""answers":[{"result":7}]"#));
    assert!(lines[1].starts_with(r#"{"malformed""#));
    assert_eq!(lines[2], lines[0]);
}
