/** The formats that {@link readLayout} reads, and how messages call them. */
export const LAYOUT_FORMATS = {
  dmesg: 'a Linux kernel log (dmesg, journalctl -k or syslog)',
  'linux-iomem': '/proc/iomem',
  'linux-ioports': '/proc/ioports',
  'lspci-vv': 'lspci -vv',
  'qemu-mtree-flat': "QEMU's info mtree -f",
  'qmp-query-pci': "QEMU's query-pci",
  'cloud-hypervisor-vm-info': "cloud-hypervisor's vm.info",
  'cloud-hypervisor-state': "cloud-hypervisor's state.json",
  'firecracker-info-vmstate': "Firecracker's snapshot-editor info-vmstate",
  fdt: 'a device tree blob',
  'crate-json': 'JSON with snapshots of allocators',
  'system-snapshot': "a snapshot of this package's SystemAllocator",
} as const

/** A format that can be read. */
export type LayoutFormat = keyof typeof LAYOUT_FORMATS
