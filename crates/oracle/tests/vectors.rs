//! The answer files: complete, stable, and refused when a scenario claims what is not so.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use vm_allocator_oracle::files::{CRATE_VERSION, Document, FORMAT, differences, record_all, write};
use vm_allocator_oracle::record::record;
use vm_allocator_oracle::scenario::{Scenario, scenario};
use vm_allocator_oracle::scenarios::groups;

fn documents() -> &'static [Document] {
    static DOCUMENTS: OnceLock<Vec<Document>> = OnceLock::new();
    DOCUMENTS.get_or_init(|| record_all(&groups()).expect("every claim holds"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A directory of its own for each test, empty.
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

fn fault(scenario: Scenario) -> String {
    record("test", &scenario).expect_err("the claim is wrong")
}

fn page(slug: &str) -> Scenario {
    scenario(slug, "title", "why").address(0x1000, 0x1000)
}

#[test]
fn wrong_answers_are_refused() {
    let wrong_range = page("a").first(0x100, 0x100).gives(0x1100, 0x11ff);
    assert!(fault(wrong_range).starts_with("test-a: operation 0 answered Ok"));
    let wrong_kind = page("b").first(0, 1).fails("InvalidAlignment");
    assert!(fault(wrong_kind).contains("operation 0 answered Err(InvalidSize(0))"));
    let no_error = page("c").first(1, 1).fails("Overflow");
    assert!(fault(no_error).contains("operation 0 answered Ok"));
    let no_value = page("d").first(0, 1).gives(0x1000, 0x1000);
    assert!(fault(no_value).contains("operation 0 answered Err"));
}

#[test]
fn wrong_constructions_are_refused() {
    assert!(fault(scenario("a", "title", "why")).contains("constructs nothing"));
    assert!(fault(page("b").refused("Overflow")).contains("expected Some(\"Overflow\")"));
    let refused = scenario("c", "title", "why").address(0, 0);
    assert!(fault(refused).contains("Err(Underflow), expected None"));
    let other = scenario("d", "title", "why")
        .address(0, 0)
        .refused("Overflow");
    assert!(fault(other).contains("Err(Underflow)"));
}

#[test]
fn wrong_tags_and_deviations_are_refused() {
    assert!(fault(page("a").first(1, 1).shows("split:3")).contains("does not show split:3"));
    let unclaimed = page("b").free(0x1000, 0x1fff);
    assert!(fault(unclaimed).contains(r#"shows the deviations {"D2"}, claims {}"#));
    let unfounded = page("c").first(1, 1).deviates("D1");
    assert!(fault(unfounded).contains(r#"shows the deviations {}, claims {"D1"}"#));
}

#[test]
fn wrong_references_and_calls_are_refused() {
    assert!(fault(page("a").free_result(0)).contains("operation 0 has no range for a result"));
    let failed = page("b").first(0, 1).free_result(0);
    assert!(fault(failed).contains("operation 0 has no range for a result"));
    assert!(fault(page("c").free(2, 1)).contains("2-1 is not valid"));
    assert!(fault(page("d").take()).contains("allocate_id is no call of this type"));
    let ids = scenario("e", "title", "why").ids(0, 1).give_result(0);
    assert!(fault(ids).contains("operation 0 has no id for a result"));
}

#[test]
fn an_id_given_twice_is_refused() {
    let mut groups = groups();
    let again = groups[0].scenarios[0].clone();
    let id = format!("{}-{}", groups[0].subject, again.slug);
    groups[0].scenarios.push(again);
    let fault = record_all(&groups).err().expect("the id is given twice");
    assert_eq!(fault, format!("{id}: this id is given twice"));
}
