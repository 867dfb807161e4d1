//! The shape of the tree: every rotation, when a node goes in and when one goes out.
//!
//! An allocation takes its node out and puts up to three in; a free takes up to three out and puts
//! one in. The oracle retells each change, notes the rotations, and compares with the crate.

use crate::scenario::{Group, Scenario, scenario};

const PAGE: u64 = 0x100;

pub(super) fn group() -> Group {
    let mut scenarios = growth();
    scenarios.extend(rotations_on_insert());
    scenarios.extend(rotations_on_delete());
    scenarios.extend(deletions());
    scenarios.extend(shapes());
    Group {
        subject: "address-tree",
        title: "the crate's tree, node by node, through every rotation",
        scenarios: scenarios.into_iter().map(Scenario::trees).collect(),
    }
}

/// A space of nine pages of 0x100 bytes.
fn nine(slug: &str, title: &str, why: &str) -> Scenario {
    scenario(slug, title, why).address(page(0), 9 * PAGE)
}

fn page(number: u64) -> u64 {
    0x1000 + number * PAGE
}

trait Pages {
    /// Takes one page, by its number.
    fn take_page(self, number: u64) -> Self;
    /// Frees one page, by its number.
    fn free_page(self, number: u64) -> Self;
}

impl Pages for Scenario {
    fn take_page(self, number: u64) -> Self {
        self.exact(PAGE, PAGE, page(number))
            .gives(page(number), page(number) + PAGE - 1)
    }

    fn free_page(self, number: u64) -> Self {
        self.free(page(number), page(number) + PAGE - 1).ok()
    }
}

fn growth() -> Vec<Scenario> {
    vec![
        nine(
            "root-marked",
            "A whole node is marked in place",
            "No node goes in or out.",
        )
        .first(9 * PAGE, PAGE)
        .gives(page(0), page(9) - 1)
        .shows("split:1"),
        nine(
            "two-nodes",
            "A split in two: the lower part leads",
            "The front goes in first and becomes the root; the rest is its right child.",
        )
        .take_page(0)
        .shows("split:2-front"),
        nine(
            "two-nodes-from-behind",
            "A split in two at the back: the free part leads",
            "The free front goes in first, the live range becomes its right child.",
        )
        .take_page(8)
        .shows("split:2-back"),
        nine(
            "three-nodes",
            "A split in three: the live range leads after a rotation",
            "Front, live range and rest go in in ascending order: a chain, turned left once.",
        )
        .take_page(4)
        .shows("split:3")
        .shows("rotation:insert-left"),
        nine(
            "leaf-marked-in-a-tree",
            "A whole leaf is marked without touching its neighbours",
            "A hole of just the size, deep in the tree: the shape stays.",
        )
        .take_page(2)
        .take_page(4)
        .take_page(6)
        .take_page(3)
        .shows("split:1"),
    ]
}

fn rotations_on_insert() -> Vec<Scenario> {
    vec![
        nine(
            "insert-left",
            "A chain to the right is turned left",
            "Ascending single pages: the third node of the first split already turns the root.",
        )
        .take_page(1)
        .shows("rotation:insert-left"),
        nine(
            "insert-left-below-the-root",
            "A chain to the right is turned left below the root",
            "The heights above it stay as they were.",
        )
        .take_page(1)
        .take_page(3)
        .take_page(5)
        .shows("rotation:insert-left"),
        nine(
            "insert-right",
            "A chain to the left is turned right",
            "The free front of a split is the lowest node so far.",
        )
        .take_page(2)
        .take_page(4)
        .take_page(0)
        .shows("rotation:insert-right"),
        nine(
            "insert-left-right",
            "A bend on the left side takes two turns",
            "The rest of the front page goes in between its two neighbours.",
        )
        .take_page(8)
        .take_page(0)
        .shows("rotation:insert-left-right"),
        nine(
            "insert-right-left",
            "A bend on the right side takes two turns",
            "The new node goes in between the root and its higher child.",
        )
        .take_page(1)
        .take_page(4)
        .take_page(2)
        .shows("rotation:insert-right-left"),
    ]
}

fn rotations_on_delete() -> Vec<Scenario> {
    vec![
        nine(
            "delete-left",
            "Taking a node out on the left turns the root left",
            "Freeing the first page merges it: its free neighbour goes out too.",
        )
        .take_page(0)
        .take_page(2)
        .free_page(0)
        .shows("rotation:delete-left"),
        nine(
            "delete-right",
            "Taking a node out on the right turns the root right",
            "The mirror image, by an allocation that first takes its node out.",
        )
        .take_page(3)
        .take_page(1)
        .take_page(4)
        .shows("rotation:delete-right"),
        nine(
            "delete-left-right",
            "Taking a node out leaves a bend on the left side",
            "Two turns: the left child leans to the right.",
        )
        .take_page(2)
        .take_page(0)
        .take_page(3)
        .shows("rotation:delete-left-right"),
        nine(
            "delete-right-left",
            "Taking a node out leaves a bend on the right side",
            "Two turns: the right child leans to the left.",
        )
        .take_page(8)
        .take_page(2)
        .take_page(0)
        .shows("rotation:delete-right-left"),
        nine(
            "delete-left-level",
            "A higher child that is level itself is turned once to the left",
            "The tie: two turns would balance as well, and give another tree.",
        )
        .take_page(2)
        .take_page(4)
        .take_page(0)
        .shows("rotation:delete-left-level"),
        nine(
            "delete-right-level",
            "A higher child that is level itself is turned once to the right",
            "The tie on the other side.",
        )
        .take_page(3)
        .take_page(1)
        .take_page(5)
        .shows("rotation:delete-right-level"),
    ]
}

fn deletions() -> Vec<Scenario> {
    vec![
        nine(
            "delete-leaf",
            "The only node goes out",
            "The tree is empty for a moment while the whole space is split.",
        )
        .take_page(0)
        .shows("delete:leaf"),
        nine(
            "delete-with-one-child",
            "A node with one child goes out",
            "The child moves up.",
        )
        .take_page(0)
        .free_page(0)
        .shows("delete:one-child"),
        nine(
            "delete-with-two-children",
            "A node with two children goes out",
            "The lowest node of the right side moves up in its place.",
        )
        .take_page(1)
        .free_page(1)
        .shows("delete:two-children"),
        nine(
            "delete-root-of-seven",
            "The root of a tree of three levels goes out",
            "The node that moves up comes from two levels below and has a child of its own.",
        )
        .take_page(1)
        .take_page(3)
        .take_page(5)
        .take_page(7)
        .free_page(3)
        .shows("delete:two-children"),
        nine(
            "merge-takes-three-out",
            "A merge on both sides takes three nodes out and puts one in",
            "The freed node, then its left, then its right neighbour: the order shapes the tree.",
        )
        .take_page(2)
        .take_page(4)
        .take_page(6)
        .free_page(4)
        .shows("merge:both"),
    ]
}

fn shapes() -> Vec<Scenario> {
    vec![
        nine(
            "ascending-pages",
            "Nine pages in ascending order",
            "The everyday case, FirstMatch on an empty space: each one leans to the right.",
        )
        .repeat(9, |case, _| case.first(PAGE, PAGE)),
        nine(
            "descending-pages",
            "Nine pages in descending order",
            "LastMatch on an empty space is no mirror image: the front goes in before the back.",
        )
        .repeat(9, |case, _| case.last(PAGE, PAGE)),
        nine(
            "every-other-page-freed",
            "Nine pages, then every other one freed",
            "Frees without a merge take one node out and put it in again elsewhere.",
        )
        .repeat(9, |case, _| case.first(PAGE, PAGE))
        .free_page(1)
        .free_page(3)
        .free_page(5)
        .free_page(7)
        .shows("merge:none"),
        nine(
            "down-to-one-node",
            "From nine nodes down to one",
            "Each free merges; the tree shrinks through every size.",
        )
        .repeat(9, |case, _| case.first(PAGE, PAGE))
        .repeat(9, |case, number| case.free_page(u64::from(number)))
        .shows("merge:left"),
        nine(
            "same-ranges-other-tree",
            "Two orders of the same calls: these ranges in one tree …",
            "Ranges alone do not tell the tree; the next vector has the same ranges.",
        )
        .take_page(1)
        .take_page(3)
        .take_page(5),
        nine(
            "same-ranges-yet-another-tree",
            "… and in another",
            "The ranges of the vector before, taken in the opposite order.",
        )
        .take_page(5)
        .take_page(3)
        .take_page(1),
        nine(
            "refusals-keep-the-tree",
            "Refused calls leave every node in place",
            "Not just the same ranges: the same shape and heights.",
        )
        .take_page(1)
        .take_page(3)
        .first(6 * PAGE, PAGE)
        .fails("ResourceNotAvailable")
        .last(6 * PAGE, PAGE)
        .fails("ResourceNotAvailable")
        .exact(2 * PAGE, PAGE, page(2))
        .fails("ResourceNotAvailable")
        .free(page(2), page(4) - 1)
        .fails("ResourceNotAvailable"),
        scenario(
            "thirty-one-nodes",
            "Fifteen pages with a hole after each",
            "A tree of five levels, grown in ascending order and then thinned out.",
        )
        .address(page(0), 31 * PAGE)
        .repeat(15, |case, number| case.take_page(2 * u64::from(number)))
        .repeat(5, |case, number| case.free_page(6 * u64::from(number))),
    ]
}
