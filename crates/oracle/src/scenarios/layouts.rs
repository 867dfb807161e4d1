//! What VMMs lay out: windows, BARs, ports, slots, interrupts.

use crate::scenario::{Group, Scenario, scenario};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

pub(super) fn group() -> Group {
    Group {
        subject: "layouts",
        title: "address and id layouts as virtual machine monitors make them",
        scenarios: vec![
            mmio_gap(),
            pci_bars_by_size(),
            pci_bars_from_above(),
            hot_unplugged_bar(),
            io_ports(),
            legacy_serial_ports(),
            memory_slots(),
            guest_memory_around_the_gap(),
            message_interrupts(),
            virtio_devices_replaced(),
            serial_console_conflict(),
        ],
    }
}

fn mmio_gap() -> Scenario {
    scenario(
        "mmio-gap",
        "Virtio MMIO pages in the gap below 4 GiB",
        "768 MiB of addresses, a page a device, given back in the order of unplugging.",
    )
    .address(0xd000_0000, 768 * MIB)
    .first(4 * KIB, 4 * KIB)
    .gives(0xd000_0000, 0xd000_0fff)
    .first(4 * KIB, 4 * KIB)
    .gives(0xd000_1000, 0xd000_1fff)
    .first(4 * KIB, 4 * KIB)
    .gives(0xd000_2000, 0xd000_2fff)
    .free_result(1)
    .ok()
    .first(4 * KIB, 4 * KIB)
    .gives(0xd000_1000, 0xd000_1fff)
}

fn pci_bars_by_size() -> Scenario {
    scenario(
        "pci-bars-by-size",
        "PCI BARs, each aligned to its size",
        "A BAR's address is a multiple of its size; small ones fill the gaps of large ones.",
    )
    .address(0xe000_0000, 256 * MIB)
    .first(4 * KIB, 4 * KIB)
    .gives(0xe000_0000, 0xe000_0fff)
    .first(MIB, MIB)
    .gives(0xe010_0000, 0xe01f_ffff)
    .first(16 * KIB, 16 * KIB)
    .gives(0xe000_4000, 0xe000_7fff)
    .first(64 * MIB, 64 * MIB)
    .gives(0xe400_0000, 0xe7ff_ffff)
    .first(256, 256)
    .gives(0xe000_1000, 0xe000_10ff)
}

fn pci_bars_from_above() -> Scenario {
    scenario(
        "pci-bars-from-above",
        "64-bit BARs from the top of a window",
        "LastMatch keeps the low addresses for memory that grows.",
    )
    .address(0x40_0000_0000, 256 * GIB)
    .last(16 * GIB, 16 * GIB)
    .gives(0x7c_0000_0000, 0x7f_ffff_ffff)
    .last(32 * MIB, 32 * MIB)
    .gives(0x7b_fe00_0000, 0x7b_ffff_ffff)
    .last(16 * GIB, 16 * GIB)
    .gives(0x74_0000_0000, 0x77_ffff_ffff)
}

fn hot_unplugged_bar() -> Scenario {
    scenario(
        "hot-unplugged-bar",
        "A BAR is moved by the guest to an address of its choice",
        "Free, then ExactMatch: what a VMM does when a guest writes a BAR.",
    )
    .address(0xe000_0000, 256 * MIB)
    .first(MIB, MIB)
    .gives(0xe000_0000, 0xe00f_ffff)
    .first(MIB, MIB)
    .gives(0xe010_0000, 0xe01f_ffff)
    .free_result(0)
    .ok()
    .exact(MIB, MIB, 0xe800_0000)
    .gives(0xe800_0000, 0xe80f_ffff)
    .first(2 * MIB, MIB)
    .gives(0xe020_0000, 0xe03f_ffff)
}

fn io_ports() -> Scenario {
    scenario(
        "io-ports",
        "The 64 Ki I/O ports",
        "A space from 0 with fixed legacy ports and free choice above 0x1000.",
    )
    .address(0, 0x1_0000)
    .exact(8, 8, 0x3f8)
    .gives(0x3f8, 0x3ff)
    .exact(8, 8, 0x2f8)
    .gives(0x2f8, 0x2ff)
    .exact(2, 1, 0x70)
    .gives(0x70, 0x71)
    .last(0x20, 0x20)
    .gives(0xffe0, 0xffff)
    .first(0x100, 0x100)
    .gives(0x100, 0x1ff)
}

fn legacy_serial_ports() -> Scenario {
    scenario(
        "single-ports",
        "Single I/O ports, given back, can't make a pair",
        "The reset and the keyboard port are one byte each: neighbours of one byte stay apart (D4).",
    )
    .address(0x60, 0x10)
    .exact(1, 1, 0x64)
    .gives(0x64, 0x64)
    .exact(1, 1, 0x65)
    .gives(0x65, 0x65)
    .exact(1, 1, 0x66)
    .gives(0x66, 0x66)
    .free_result(1)
    .ok()
    .free_result(0)
    .ok()
    .exact(2, 1, 0x64)
    .fails("ResourceNotAvailable")
    .deviates("D4")
}

fn memory_slots() -> Scenario {
    scenario(
        "memory-slots",
        "Memory slot numbers",
        "Slots 0 to 31; a balloon's slot is freed and goes to the next device.",
    )
    .ids(0, 31)
    .repeat(4, |case, slot| case.take().id(slot))
    .give(2)
    .id(2)
    .asks(2)
    .no()
    .take()
    .id(2)
    .take()
    .id(4)
}

fn guest_memory_around_the_gap() -> Scenario {
    scenario(
        "guest-memory-around-the-gap",
        "4 GiB of guest memory below and above the MMIO gap",
        "The gap is reserved first; FirstMatch then goes around it.",
    )
    .address(0, 1 << 40)
    .exact(768 * MIB, MIB, 0xd000_0000)
    .gives(0xd000_0000, 0xffff_ffff)
    .first(0xd000_0000, MIB)
    .gives(0, 0xcfff_ffff)
    .first(768 * MIB, MIB)
    .gives(0x1_0000_0000, 0x1_2fff_ffff)
    .last(GIB, GIB)
    .gives(0xff_c000_0000, 0xff_ffff_ffff)
}

fn message_interrupts() -> Scenario {
    scenario(
        "message-interrupts",
        "Interrupt numbers above the legacy lines",
        "Ids 24 and up; a device gives its vectors back out of order.",
    )
    .ids(24, 1023)
    .repeat(6, |case, count| case.take().id(24 + count))
    .give(27)
    .id(27)
    .give(25)
    .id(25)
    .take()
    .id(25)
    .take()
    .id(27)
    .take()
    .id(30)
}

fn virtio_devices_replaced() -> Scenario {
    scenario(
        "devices-replaced",
        "Devices of different sizes replace each other",
        "A larger device does not fit the hole of a smaller one and goes behind the others.",
    )
    .address(0xd000_0000, 64 * KIB)
    .first(4 * KIB, 4 * KIB)
    .gives(0xd000_0000, 0xd000_0fff)
    .first(8 * KIB, 8 * KIB)
    .gives(0xd000_2000, 0xd000_3fff)
    .first(4 * KIB, 4 * KIB)
    .gives(0xd000_1000, 0xd000_1fff)
    .free_result(0)
    .ok()
    .first(8 * KIB, 4 * KIB)
    .gives(0xd000_4000, 0xd000_5fff)
    .free_result(2)
    .ok()
    .first(8 * KIB, 4 * KIB)
    .gives(0xd000_0000, 0xd000_1fff)
}

fn serial_console_conflict() -> Scenario {
    scenario(
        "serial-console-conflict",
        "Two devices want the same ports: the second silently gets them",
        "The consequence of D1 for a VMM: COM1 is given away, and its owner can't give it back.",
    )
    .address(0, 0x1_0000)
    .exact(8, 8, 0x3f8)
    .gives(0x3f8, 0x3ff)
    .exact(4, 4, 0x3f8)
    .gives(0x3f8, 0x3fb)
    .free_result(0)
    .fails("ResourceNotAvailable")
    .deviates("D1")
    .deviates("D12")
}
