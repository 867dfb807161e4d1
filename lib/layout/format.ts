/** A supported format. */
export type LayoutFormat =
  | 'dmesg'
  | 'linux-iomem'
  | 'linux-ioports'
  | 'lspci-vv'
  | 'qemu-mtree-flat'
  | 'qmp-query-pci'
  | 'cloud-hypervisor-vm-info'
  | 'cloud-hypervisor-state'
  | 'firecracker-info-vmstate'
  | 'fdt'
  | 'crate-json'
  | 'system-snapshot'

/** The formats that {@link readLayout} reads, and their names in messages. */
export const LAYOUT_FORMATS: Readonly<Record<LayoutFormat, string>> = Object.freeze({
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
})

/** Whether a value is the name of a format. */
export function isFormat(value: unknown): value is LayoutFormat {
  return typeof value === 'string' && Object.hasOwn(LAYOUT_FORMATS, value)
}
