//! The scenarios, with one file for each subject.

use crate::notation;
use crate::scenario::{Group, Scenario};

macro_rules! files {
    ($($subject:literal),* $(,)?) => {
        [$(($subject, include_str!(concat!("../scenarios/", $subject, ".txt")))),*]
    };
}

/// All groups, each from one file whose first line is the title.
///
/// # Errors
/// A line that names the case and the step that can't be read.
pub fn groups() -> Result<Vec<Group>, String> {
    files![
        "range",
        "constraint",
        "address-construction",
        "address-arguments",
        "address-alignment",
        "address-first-match",
        "address-last-match",
        "address-exact-match",
        "address-free",
        "address-boundaries",
        "address-exhaustion",
        "address-tree",
        "deviations",
        "id",
        "crate-tests",
        "layouts",
    ]
    .into_iter()
    .map(|(subject, text)| {
        let (title, text) = text.split_once('\n').ok_or("a file without a title")?;
        let mut scenarios = notation::scenarios(text)?;
        match subject {
            "address-alignment" => {
                let powers: String = (0..64).map(power).collect();
                scenarios.splice(..0, notation::scenarios(&powers)?);
            }
            "crate-tests" => scenarios.iter_mut().for_each(cite),
            _ => {}
        }
        Ok(Group {
            subject,
            title: title.to_owned(),
            scenarios,
        })
    })
    .collect()
}

/// The rationale of a case of the crate's tests is the test's name; the module's last part leads.
fn cite(scenario: &mut Scenario) {
    let name = &scenario.rationale;
    scenario.tags.insert(format!("crate-test:{name}"));
    scenario.rationale = format!("The crate's test {name}.");
}

/// The space is [1, 2^64-2]: 0 is no candidate, so that the lowest place is the alignment itself.
fn power(exponent: u32) -> String {
    let align = 1_u128 << exponent;
    let highest = u128::from(u64::MAX - 1) & !(align - 1);
    let (half, two, three) = (align + align / 2, align * 2, align * 3);
    let more = match exponent {
        0 => format!("last 1 1 -> {highest}; exact 1 1 2 -> 2; exact 1 1 4 -> 4"),
        // 2^63 is the only multiple of 2^63 in the space.
        63 => {
            "last 1 2^63 -> ResourceNotAvailable; free 2^63..2^63 -> ok; last 1 2^63 -> 2^63
            free 2^63..2^63 -> ok; exact 1 2^63 2^63 -> 2^63; exact 1 2^63 2^62 -> UnalignedAddress"
                .to_owned()
        }
        _ => {
            // 2^62 has three multiples; the first and the last are taken.
            let next = match exponent {
                62 => "ResourceNotAvailable".to_owned(),
                _ => three.to_string(),
            };
            format!(
                "last 1 {align} -> {highest}; exact 1 {align} {half} -> UnalignedAddress
                exact 1 {align} {two} -> {two}; first 1 {align} -> {next}"
            )
        }
    };
    format!(
        "2-to-the-{exponent}: Alignment 2^{exponent}: the lowest place, the highest and an exact one
        Each power of two is a different mask; one bit too many or too few changes a result.
        address 1 MAX-1; first 1 {align} -> {align}; {more}; tag align:2^{exponent} boundary:u64\n\n"
    )
}
