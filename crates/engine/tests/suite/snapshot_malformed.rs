//! Replays `vectors/malformed/`: each document is refused at the path and for the reason given.

use serde::Deserialize;
use vm_allocator_engine::snapshot::{InvalidSnapshot, Mode, read_address, read_id};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    format: u32,
    kind: String,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    id: String,
    title: String,
    document: Document,
    mode: RefusedIn,
    path: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    Text(String),
    Bytes { hex: String },
    Parts { parts: Vec<Part> },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Text(String),
    Repeated { repeat: usize, text: String },
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum RefusedIn {
    Both,
    Canonical,
    Sound,
}

impl Document {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Document::Text(text) => text.clone().into_bytes(),
            Document::Bytes { hex } => (0..hex.len() / 2)
                .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hex digits"))
                .collect(),
            Document::Parts { parts } => parts.iter().map(Part::text).collect::<String>().into(),
        }
    }
}

impl Part {
    fn text(&self) -> String {
        match self {
            Part::Text(text) => text.clone(),
            Part::Repeated { repeat, text } => text.repeat(*repeat),
        }
    }
}

fn load(kind: &str) -> Vec<Vector> {
    let path = format!(
        "{}/../../vectors/malformed/{kind}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).expect("the vectors");
    let file: Vectors = serde_json::from_str(&text).expect("vectors of the known format");
    assert_eq!((file.format, file.kind.as_str()), (1, kind));
    file.vectors
}

/// What is wrong with the outcome of a vector, if anything.
fn difference(vector: &Vector, outcome: Result<(), InvalidSnapshot>) -> Option<String> {
    let Vector { path, reason, .. } = vector;
    match outcome {
        Err(refusal) if refusal.path == *path && refusal.reason == *reason => None,
        Err(refusal) => Some(format!("expected {path} {reason}\n  refused  {refusal}")),
        Ok(()) => Some(format!("expected {path} {reason}\n  accepted")),
    }
}

fn read(bytes: &[u8], mode: Mode) -> Result<(), InvalidSnapshot> {
    read_address(bytes, mode).map(drop)
}

fn difference_of_address(vector: &Vector) -> Option<String> {
    let bytes = vector.document.bytes();
    let (canonical, sound) = (read(&bytes, Mode::Canonical), read(&bytes, Mode::Sound));
    match vector.mode {
        RefusedIn::Both => difference(vector, canonical).or_else(|| difference(vector, sound)),
        RefusedIn::Canonical if sound.is_ok() => Some("accepted in sound mode".into()),
        RefusedIn::Canonical => difference(vector, canonical),
        RefusedIn::Sound => match canonical {
            Ok(()) => difference(vector, sound),
            Err(refusal) => Some(format!("refused in canonical mode: {refusal}")),
        },
    }
}

fn difference_of_id(vector: &Vector) -> Option<String> {
    assert!(vector.mode == RefusedIn::Both, "ids have no modes");
    difference(vector, read_id(&vector.document.bytes()).map(drop))
}

fn replay(kind: &str, least: usize, replayed: impl Fn(&Vector) -> Option<String>) {
    let vectors = load(kind);
    assert!(vectors.len() >= least, "{} vectors", vectors.len());
    let differing: Vec<String> = vectors
        .iter()
        .filter_map(|vector| {
            let difference = replayed(vector)?;
            Some(format!("{}: {}\n  {difference}", vector.id, vector.title))
        })
        .collect();
    assert!(
        differing.is_empty(),
        "{} differ\n{}",
        differing.len(),
        differing.join("\n")
    );
}

#[test]
fn malformed_address_snapshots_are_refused() {
    replay("address", 400, difference_of_address);
}

#[test]
fn malformed_id_snapshots_are_refused() {
    replay("id", 150, difference_of_id);
}

#[test]
fn no_vector_is_there_twice() {
    for kind in ["address", "id"] {
        let vectors = load(kind);
        let mut ids: Vec<&str> = vectors.iter().map(|vector| vector.id.as_str()).collect();
        ids.sort_unstable();
        assert!(
            ids.windows(2).all(|pair| pair[0] != pair[1]),
            "an id twice in {kind}"
        );
        let mut documents: Vec<Vec<u8>> = vectors
            .iter()
            .map(|vector| vector.document.bytes())
            .collect();
        documents.sort_unstable();
        let same = documents.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(
            same.map(|pair| String::from_utf8_lossy(&pair[0])),
            None,
            "in {kind}"
        );
    }
}
