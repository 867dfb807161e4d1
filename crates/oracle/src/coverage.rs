//! Counts what the answer files exercise.

use std::collections::BTreeMap;
use std::fmt::Write;
use vm_allocator_oracle::files::Document;

/// The number of vectors in each file.
pub fn counts(documents: &[Document]) -> String {
    let mut out = String::new();
    for document in documents {
        let _ = writeln!(out, "{:5}  {}", document.vectors.len(), document.name);
    }
    let all: usize = documents
        .iter()
        .map(|document| document.vectors.len())
        .sum();
    let _ = write!(out, "{all:5}  vectors");
    out
}

/// Calls by operation, policy and outcome, and vectors by tag.
pub fn tables(documents: &[Document]) -> String {
    let (mut cells, mut tags) = (BTreeMap::new(), BTreeMap::new());
    for vector in documents.iter().flat_map(|document| &document.vectors) {
        for cell in &vector.cells {
            *cells.entry(cell).or_insert(0) += 1;
        }
        for tag in &vector.tags {
            *tags.entry(tag).or_insert(0) += 1;
        }
    }
    let mut out = String::from("\ncalls  operation, policy, outcome\n");
    for (cell, count) in cells {
        let _ = writeln!(
            out,
            "{count:5}  {} {} {}",
            cell.operation, cell.policy, cell.outcome
        );
    }
    out.push_str("\nvectors  tag\n");
    for (tag, count) in tags {
        let _ = writeln!(out, "{count:5}  {tag}");
    }
    out
}
