//! Makes documents from ranges, and reads ranges from documents, independently of the code under
//! test.

use serde_json::Value;

use super::model::{Model, Range};

/// A snapshot with a balanced tree of `ranges`, which are in address order.
pub fn address_document(space: (u64, u64), ranges: &[Range]) -> String {
    let (root, _) = subtree(ranges);
    let (start, end) = space;
    format!(
        r#"{{"address_space":{{"start":{start},"end":{end}}},"interval_tree":{{"root":{root}}}}}"#
    )
}

fn subtree(ranges: &[Range]) -> (String, u64) {
    let (left, rest) = ranges.split_at(ranges.len() / 2);
    let Some((
        Range {
            start,
            end,
            is_free,
        },
        right,
    )) = rest.split_first()
    else {
        return ("null".into(), 0);
    };
    let ((left, left_height), (right, right_height)) = (subtree(left), subtree(right));
    let height = 1 + left_height.max(right_height);
    let state = if *is_free { "Free" } else { "Allocated" };
    let node = format!(
        r#"{{"key":{{"start":{start},"end":{end}}},"node_state":"{state}","left":{left},"right":{right},"height":{height}}}"#
    );
    (node, height)
}

/// The ranges of a snapshot that the crate wrote, or that was accepted, in the tree's order.
pub fn model_of(document: &str) -> Model {
    let document: Value = serde_json::from_str(document).expect("JSON");
    let mut ranges = Vec::new();
    collect(&document["interval_tree"]["root"], &mut ranges);
    Model { ranges }
}

fn collect(node: &Value, ranges: &mut Vec<Range>) {
    if node.is_null() {
        return;
    }
    collect(&node["left"], ranges);
    let key = &node["key"];
    ranges.push(Range {
        start: key["start"].as_u64().expect("a start"),
        end: key["end"].as_u64().expect("an end"),
        is_free: node["node_state"] == "Free",
    });
    collect(&node["right"], ranges);
}
