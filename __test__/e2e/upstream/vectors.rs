//! Replays the recorded answers on a crate with a suggested fix. It is copied into the `tests/` folder of that crate.
//!
//! A vector may differ only from the first step that shows a fixed deviation, because later answers
//! depend on it. Every other answer and state must be the released crate's.

use serde_json::Value;
use vm_allocator::{AddressAllocator, AllocPolicy, Error, RangeInclusive};

#[test]
fn the_fix_changes_nothing_else() {
    let ended: Vec<String> = variable("ENDED").split(' ').map(String::from).collect();
    let (mut replayed, mut changed) = (0, 0);
    for file in std::fs::read_dir(variable("VECTORS")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for vector in document["vectors"].as_array().into_iter().flatten() {
            if vector["create"]["type"] == "AddressAllocator" {
                replayed += 1;
                changed += usize::from(replay(vector, &ended));
            }
        }
    }
    assert!(replayed > 200, "only {} vectors were replayed", replayed);
    assert!(changed > 0, "the fix changed no recorded answer");
    println!("{} vectors replayed, {} changed by the fix", replayed, changed);
}

/// Whether the fix changed an answer of this vector; panics if it wasn't allowed to.
fn replay(vector: &Value, ended: &[String]) -> bool {
    let create = &vector["create"];
    let Ok(mut allocator) = AddressAllocator::new(number(&create["base"]), number(&create["size"])) else {
        assert!(vector.get("error").is_some(), "{} can't be constructed", vector["id"]);
        return false;
    };
    let mut results = Vec::new();
    for step in vector["operations"].as_array().into_iter().flatten() {
        let answer = call(&mut allocator, step, &results);
        let same = answer_matches(step, &answer) && ranges(&allocator) == step["ranges"];
        if !same {
            let shown = step["deviations"].as_array().into_iter().flatten();
            let allowed = shown.into_iter().any(|number| ended.iter().any(|ended| number == ended));
            assert!(allowed, "{}: {:?} instead of {}", vector["id"], answer, step);
            return true;
        }
        results.push(answer.ok().flatten());
    }
    false
}

type Answer = Result<Option<RangeInclusive>, Error>;

fn call(allocator: &mut AddressAllocator, step: &Value, results: &[Option<RangeInclusive>]) -> Answer {
    if step["op"] == "free" {
        let range = &step["range"];
        let range = match range["result"].as_u64() {
            Some(index) => results[index as usize].expect("a successful step is referred to"),
            None => RangeInclusive::new(number(&range["start"]), number(&range["end"])).unwrap(),
        };
        return allocator.free(&range).map(|()| None);
    }
    let policy = match step["policy"]["kind"].as_str() {
        Some("ExactMatch") => AllocPolicy::ExactMatch(number(&step["policy"]["address"])),
        Some("LastMatch") => AllocPolicy::LastMatch,
        _ => AllocPolicy::FirstMatch,
    };
    allocator.allocate(number(&step["size"]), number(&step["align"]), policy).map(Some)
}

fn answer_matches(step: &Value, answer: &Answer) -> bool {
    match answer {
        Err(error) => format!("{error:?}").starts_with(step["error"]["kind"].as_str().unwrap_or("none")),
        Ok(None) => step.get("error").is_none(),
        Ok(Some(range)) => {
            let expected = &step["result"];
            !expected.is_null()
                && (range.start(), range.end()) == (number(&expected["start"]), number(&expected["end"]))
        }
    }
}

/// The ranges in address order, in the form of the vectors.
fn ranges(allocator: &AddressAllocator) -> Value {
    fn visit(node: &Value, found: &mut Vec<Value>) {
        if !node.is_null() {
            visit(&node["left"], found);
            let hex = |end: &str| format!("{:#x}", node["key"][end].as_u64().unwrap());
            let (start, end) = (hex("start"), hex("end"));
            found.push(serde_json::json!({ "start": start, "end": end, "state": node["node_state"] }));
            visit(&node["right"], found);
        }
    }
    let state = serde_json::to_value(allocator).unwrap();
    let mut found = Vec::new();
    visit(&state["interval_tree"]["root"], &mut found);
    Value::Array(found)
}

fn number(text: &Value) -> u64 {
    u64::from_str_radix(text.as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{} is set by the test that runs this one", name))
}
