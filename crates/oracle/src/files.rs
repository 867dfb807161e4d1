//! The answer files: one JSON document for each subject, written or compared.

use crate::json::{Json, text};
use crate::record::{Vector, record};
use crate::scenario::Group;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// The version of the files' format. It increases if a reader of the old format would misread the
/// new one.
pub const FORMAT: i64 = 1;

/// The crate's version that `Cargo.toml` pins.
pub const CRATE_VERSION: &str = "0.1.4";

/// One answer file.
pub struct Document {
    /// File name.
    pub name: String,
    /// Its vectors, in order.
    pub vectors: Vec<Vector>,
    /// Its text.
    pub text: String,
}

/// Records all groups.
///
/// # Errors
/// Every claim that the crate doesn't confirm, and every duplicate id; one per line.
pub fn record_all(groups: &[Group]) -> Result<Vec<Document>, String> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    let mut documents = Vec::new();
    for group in groups {
        let mut vectors = Vec::new();
        for scenario in &group.scenarios {
            match record(group.subject, scenario) {
                Ok(vector) if ids.insert(vector.id.clone()) => vectors.push(vector),
                Ok(vector) => faults.push(format!("{}: this id is given twice", vector.id)),
                Err(fault) => faults.push(fault),
            }
        }
        documents.push(document(group, vectors));
    }
    if faults.is_empty() {
        Ok(documents)
    } else {
        Err(faults.join("\n"))
    }
}

fn document(group: &Group, vectors: Vec<Vector>) -> Document {
    let json = Json::Object(vec![
        ("$schema", text("./schema.json")),
        ("format", Json::Number(FORMAT)),
        (
            "crate",
            Json::Object(vec![
                ("name", text("vm-allocator")),
                ("version", text(CRATE_VERSION)),
            ]),
        ),
        ("subject", text(group.subject)),
        ("title", text(&group.title)),
        (
            "vectors",
            Json::Array(vectors.iter().map(|vector| vector.json.clone()).collect()),
        ),
    ]);
    Document {
        name: format!("{}.json", group.subject),
        vectors,
        text: json.pretty(),
    }
}

/// Writes the files into `directory`, and removes answer files without a group.
///
/// # Errors
/// When the file system refuses.
pub fn write(directory: &Path, documents: &[Document]) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    for name in strangers(directory, documents)? {
        fs::remove_file(directory.join(name))?;
    }
    for document in documents {
        fs::write(directory.join(&document.name), &document.text)?;
    }
    Ok(())
}

/// Compares the files in `directory` with what would be written. Returns a line for each
/// difference.
///
/// # Errors
/// When the directory can't be read.
pub fn differences(directory: &Path, documents: &[Document]) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for document in documents {
        match fs::read_to_string(directory.join(&document.name)) {
            Ok(committed) if committed == document.text => {}
            Ok(committed) => found.extend(compare(document, &committed)),
            Err(error) => found.push(format!("{}: {error}", document.name)),
        }
    }
    for name in strangers(directory, documents)? {
        found.push(format!("{name}: the oracle writes no such file"));
    }
    Ok(found)
}

/// Answer files that the oracle would not write; schemas are written by hand.
fn strangers(directory: &Path, documents: &[Document]) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let known = documents.iter().any(|document| document.name == name);
        if name.ends_with(".json") && !name.starts_with("schema") && !known {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn compare(document: &Document, committed: &str) -> Vec<String> {
    let name = &document.name;
    let (old, new) = match (by_id(committed), by_id(&document.text)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(reason), _) | (_, Err(reason)) => return vec![format!("{name}: {reason}")],
    };
    let mut found = Vec::new();
    for (id, vector) in &new {
        match old.get(id) {
            None => found.push(format!("{name}: {id} is missing")),
            Some(other) if other != vector => found.push(format!("{name}: {id} differs")),
            Some(_) => {}
        }
    }
    found.extend(
        old.keys()
            .filter(|id| !new.contains_key(*id))
            .map(|id| format!("{name}: {id} is unknown")),
    );
    if found.is_empty() {
        found.push(format!("{name}: header, order or layout differs"));
    }
    found
}

fn by_id(document: &str) -> Result<BTreeMap<String, serde_json::Value>, String> {
    let document: serde_json::Value =
        serde_json::from_str(document).map_err(|error| format!("is no JSON: {error}"))?;
    let vectors = document["vectors"].as_array().ok_or("has no vectors")?;
    Ok(vectors
        .iter()
        .map(|vector| {
            (
                vector["id"].as_str().unwrap_or("?").to_owned(),
                vector.clone(),
            )
        })
        .collect())
}
