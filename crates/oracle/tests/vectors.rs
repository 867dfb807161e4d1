//! The answer files are complete and stable, and scenarios with false claims are refused.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use vm_allocator_oracle::files::{CRATE_VERSION, Document, FORMAT, differences, record_all, write};
use vm_allocator_oracle::notation::scenarios;
use vm_allocator_oracle::record::record;
use vm_allocator_oracle::scenarios::groups;

fn documents() -> &'static [Document] {
    static DOCUMENTS: OnceLock<Vec<Document>> = OnceLock::new();
    DOCUMENTS
        .get_or_init(|| record_all(&groups().expect("all can be read")).expect("every claim holds"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Creates an empty directory for each test.
fn scratch(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("the target directory is ours");
    directory
}

#[test]
fn every_operation_meets_every_policy_and_outcome() {
    let documents = documents();
    let vectors = documents.iter().flat_map(|document| &document.vectors);
    let cells: BTreeSet<String> = vectors
        .flat_map(|vector| &vector.cells)
        .map(|cell| format!("{} {} {}", cell.operation, cell.policy, cell.outcome))
        .collect();
    let refused = ["InvalidSize", "InvalidAlignment"];
    let mut expected = BTreeSet::new();
    for policy in ["FirstMatch", "LastMatch", "ExactMatch"] {
        for outcome in ["ok", "ResourceNotAvailable", "Overflow"]
            .into_iter()
            .chain(refused)
        {
            expected.insert(format!("allocate {policy} {outcome}"));
        }
        for outcome in ["ok"].into_iter().chain(refused) {
            expected.insert(format!("new {policy} {outcome}"));
        }
    }
    for cell in [
        "allocate ExactMatch UnalignedAddress",
        "allocate ExactMatch InvalidStateTransition",
        "new ExactMatch UnalignedAddress",
        "new  ok",
        "new  InvalidRange",
        "new  Overflow",
        "new  Underflow",
        "free  ok",
        "free  ResourceNotAvailable",
        "free  Underflow",
        "free  Overflow",
        "allocate_id  ok",
        "allocate_id  ResourceNotAvailable",
        "allocate_id  Overflow",
        "free_id  ok",
        "free_id  OutOfRange",
        "free_id  AlreadyReleased",
        "free_id  NeverAllocated",
        "is_allocated  ok",
        "len  ok",
        "contains  ok",
        "overlaps  ok",
        "equals  ok",
        "compare  ok",
    ] {
        expected.insert(cell.to_owned());
    }
    assert_eq!(cells, expected);
}

#[test]
fn every_shape_alignment_and_deviation_is_there() {
    let documents = documents();
    let vectors: Vec<_> = documents
        .iter()
        .flat_map(|document| &document.vectors)
        .collect();
    let count = |tag: &str| {
        vectors
            .iter()
            .filter(|vector| vector.tags.contains(tag))
            .count()
    };
    assert!(vectors.len() >= 250);
    for exponent in 0..64 {
        assert_eq!(count(&format!("align:2^{exponent}")), 1, "2^{exponent}");
    }
    for tag in ["split:1", "split:2-front", "split:2-back", "split:3"] {
        assert!(count(tag) >= 5, "{tag}");
    }
    for tag in ["merge:none", "merge:left", "merge:right", "merge:both"] {
        assert!(count(tag) >= 5, "{tag}");
    }
    for during in ["insert", "delete"] {
        for turn in ["left", "right", "left-right", "right-left"] {
            assert!(
                count(&format!("rotation:{during}-{turn}")) >= 1,
                "{during} {turn}"
            );
        }
    }
    for tag in ["delete:leaf", "delete:one-child", "delete:two-children"] {
        assert!(count(tag) >= 5, "{tag}");
    }
    // D9 concerns Deserialize and can't be reached by a call.
    for number in (1..=16).filter(|number| *number != 9) {
        assert!(count(&format!("deviation:D{number}")) >= 3, "D{number}");
    }
}

#[test]
fn the_committed_files_are_what_the_crate_answers() {
    let found = differences(&root().join("vectors"), documents()).expect("read");
    assert_eq!(found, Vec::<String>::new(), "record them again");
}

#[test]
fn the_crate_is_the_version_that_is_named() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("the lock file is committed");
    assert!(lock.contains(&format!(
        "name = \"vm-allocator\"\nversion = \"{CRATE_VERSION}\""
    )));
}

#[test]
fn the_schema_is_of_the_format_that_is_written() {
    let schema = fs::read_to_string(root().join("vectors/schema.json")).expect("it is committed");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("it is JSON");
    assert_eq!(schema["properties"]["format"]["const"], FORMAT);
}

#[test]
fn what_was_written_does_not_differ() {
    let directory = scratch("same");
    write(&directory, documents()).expect("written");
    assert_eq!(
        differences(&directory, documents()).expect("read"),
        Vec::<String>::new()
    );
}

#[test]
fn a_changed_vector_is_named() {
    let directory = scratch("changed");
    write(&directory, documents()).expect("written");
    let file = directory.join("id.json");
    let text = fs::read_to_string(&file).expect("written");
    fs::write(&file, text.replacen("\"result\": 6", "\"result\": 7", 1)).expect("written");
    let found = differences(&directory, documents()).expect("read");
    assert_eq!(found, ["id.json: id-ascending differs"]);
}

#[test]
fn missing_unknown_and_broken_vectors_are_named() {
    let directory = scratch("missing");
    write(&directory, documents()).expect("written");
    fs::remove_file(directory.join("range.json")).expect("it was there");
    fs::write(directory.join("constraint.json"), "{").expect("written");
    fs::write(directory.join("other.json"), "{}").expect("written");
    fs::write(directory.join("schema-2.json"), "{}").expect("written");
    let file = directory.join("id.json");
    let text = fs::read_to_string(&file).expect("written");
    fs::write(
        &file,
        text.replacen("\"id-ascending\"", "\"id-renamed\"", 1),
    )
    .expect("written");
    let found = differences(&directory, documents())
        .expect("read")
        .join("\n");
    assert!(found.contains("range.json: "), "{found}");
    assert!(
        found.contains("constraint.json: is no JSON: EOF"),
        "{found}"
    );
    assert!(
        found.contains("id.json: id-ascending is missing"),
        "{found}"
    );
    assert!(found.contains("id.json: id-renamed is unknown"), "{found}");
    assert!(
        found.contains("other.json: the oracle writes no such file"),
        "{found}"
    );
    assert!(!found.contains("schema-2"), "{found}");
}

#[test]
fn writing_removes_files_of_no_group() {
    let directory = scratch("removed");
    fs::write(directory.join("other.json"), "{}").expect("written");
    fs::write(directory.join("schema.json"), "{}").expect("written");
    write(&directory, documents()).expect("written");
    assert!(!directory.join("other.json").exists());
    assert!(directory.join("schema.json").exists());
}

#[test]
fn a_layout_alone_is_told_apart() {
    let directory = scratch("layout");
    write(&directory, documents()).expect("written");
    let file = directory.join("id.json");
    let text = fs::read_to_string(&file).expect("written");
    fs::write(&file, text + "\n").expect("written");
    let found = differences(&directory, documents()).expect("read");
    assert_eq!(found, ["id.json: header, order or layout differs"]);
}

/// Returns the fault of a case with these steps.
fn fault(steps: &str) -> String {
    let cases = scenarios(&format!("slug: Title\n  Why.\n  {steps}")).expect("it can be read");
    record("test", &cases[0]).expect_err("the claim is wrong")
}

/// The same, in a space of one page.
fn fault_in_page(steps: &str) -> String {
    fault(&format!("address 0x1000 0x1000; {steps}"))
}

#[test]
fn wrong_answers_are_refused() {
    for (steps, answer) in [
        ("first 0x100 0x100 -> 0x1100", "Ok"),
        ("first 0 1 -> InvalidAlignment", "Err(InvalidSize(0))"),
        ("first 1 1 -> Overflow", "Ok"),
        ("exact 4 4 1 -> 0x1000", "Err"),
    ] {
        let found = fault_in_page(steps);
        assert!(
            found.starts_with(&format!("test-slug: operation 0 answered {answer}")),
            "{found}"
        );
    }
}

#[test]
fn wrong_constructions_are_refused() {
    for (steps, reason) in [
        ("trees", "constructs nothing"),
        ("address 1 1 -> Overflow", "expected Some(\"Overflow\")"),
        ("address 0 0", "Err(Underflow), expected None"),
        ("address 0 0 -> Overflow", "Err(Underflow)"),
    ] {
        assert!(fault(steps).contains(reason), "{}", fault(steps));
    }
}

#[test]
fn wrong_tags_and_deviations_are_refused() {
    for (steps, reason) in [
        ("first 1 1; shows split:3", "does not show split:3"),
        (
            "free 0x1000..0x1fff",
            r#"shows the deviations {"D2"}, claims {}"#,
        ),
        (
            "first 1 1; deviates D1",
            r#"shows the deviations {}, claims {"D1"}"#,
        ),
    ] {
        let found = fault_in_page(steps);
        assert!(found.contains(reason), "{found}");
    }
}

#[test]
fn wrong_references_and_calls_are_refused() {
    for (steps, reason) in [
        ("free #0", "operation 0 has no range for a result"),
        (
            "first 0 1; free #0",
            "operation 0 has no range for a result",
        ),
        ("free 2..1", "2-1 is not valid"),
        ("take", "allocate_id is no call of this type"),
    ] {
        let found = fault_in_page(steps);
        assert!(found.contains(reason), "{found}");
    }
    assert!(fault("ids 0..1; give #0").contains("operation 0 has no id for a result"));
}

#[test]
fn an_id_given_twice_is_refused() {
    let mut groups = groups().expect("all can be read");
    let again = groups[0].scenarios[0].clone();
    let id = format!("{}-{}", groups[0].subject, again.slug);
    groups[0].scenarios.push(again);
    let fault = record_all(&groups).err().expect("the id is given twice");
    assert_eq!(fault, format!("{id}: this id is given twice"));
}
