/** A device of a system. It doesn't count until the native side has given it everything it needs. */
export interface Device {
  readonly name: string
  /** Its number on the native side: new, or left by a detached device. */
  readonly slot: number
  readonly recycled: boolean
  /** Larger for devices that were entered later. */
  readonly order: number
  /** The names of its resources, in the order of its needs. */
  readonly resources: readonly string[]
  /** Whether it has everything it needs. A device is invisible before that, and once it is detached. */
  attached: boolean
}

/** At least this many detached devices are kept before a sweep. */
const FEW = 64

/**
 * The devices by name and by number.
 *
 * A device is entered before the native call. Afterwards, its caller only makes plain stores, to {@link vacant}, {@link
 * used}, {@link stale}, {@link free} and the device, because any call could run out of stack and throw.
 */
export class DeviceTable {
  /** The numbers of detached devices: the first `vacant` elements. Has room for all numbers. */
  readonly free: number[] = []
  vacant = 0
  /** The count of numbers. */
  used = 0
  /** The count of devices in the index by name that aren't attached. */
  stale = 0
  readonly #bySlot: Device[] = []
  #byName = new Map<string, Device>()
  #order = 0

  /** The attached device with this name. */
  find(name: string): Device | undefined {
    const device = this.#byName.get(name)
    return device?.attached === true ? device : undefined
  }

  /** The device with this number. */
  at(slot: number): Device {
    return this.#bySlot[slot] as Device
  }

  /** Enters a device that isn't attached yet. */
  enter(name: string, resources: readonly string[]): Device {
    if (this.stale > FEW && this.stale > this.used - this.vacant) this.#sweep()
    const recycled = this.vacant > 0
    const slot = recycled ? (this.free[this.vacant - 1] as number) : this.used
    const device: Device = { name, slot, recycled, order: this.#order++, resources, attached: false }
    const before = this.#byName.size
    this.#byName.set(name, device)
    this.stale += this.#byName.size - before
    this.#bySlot[slot] = device
    if (this.free.length <= slot) this.free.push(0)
    return device
  }

  /** An independent table of the same devices. */
  clone(): DeviceTable {
    const copy = new DeviceTable()
    for (const device of this.#bySlot) copy.#bySlot.push({ ...device })
    for (const { name, slot } of this) copy.#byName.set(name, copy.at(slot))
    for (const slot of this.free) copy.free.push(slot)
    copy.vacant = this.vacant
    copy.used = this.used
    copy.#order = this.#order
    return copy
  }

  /** The attached devices, in the order in which they were attached. */
  [Symbol.iterator](): Iterator<Device> {
    const attached = [...this.#byName.values()].filter((device) => device.attached)
    return attached.sort((one, other) => one.order - other.order).values()
  }

  /**
   * Forgets the devices that aren't attached, all at once. Deleting each from the `Map` would be slow: V8 finds a key
   * ever more slowly that is deleted and added again many times.
   */
  #sweep(): void {
    const kept = new Map<string, Device>()
    for (const [name, device] of this.#byName) if (device.attached) kept.set(name, device)
    this.#byName = kept
    this.stale = 0
  }
}
