/** A device of a system. It counts from the moment when the native side has given it what it needs. */
export interface Device {
  readonly name: string
  /** What the native side knows it by: a number that another device had before, or a new one. */
  readonly slot: number
  readonly recycled: boolean
  /** The later it came, the larger. */
  readonly order: number
  /** The names of its resources, in the order of its needs. */
  readonly resources: readonly string[]
  /** Whether it has what it needs: until then, and after it has left, nobody sees it. */
  attached: boolean
}

/** This many devices that aren't attached any more are kept at least. */
const FEW = 64

/**
 * The devices by name and by number.
 *
 * A device is entered before the native side is asked. What has to happen after the native side has answered is done
 * by its caller, by plain stores to {@link vacant}, {@link used}, {@link stale}, {@link free} and to the device: a call
 * could throw for want of stack.
 */
export class DeviceTable {
  /** Numbers that devices have left: the first `vacant` of them. It has room for all numbers. */
  readonly free: number[] = []
  vacant = 0
  /** How many numbers there are. */
  used = 0
  /** How many devices are there by name that aren't attached. */
  stale = 0
  readonly #bySlot: Device[] = []
  #byName = new Map<string, Device>()
  #order = 0

  /** The device of this name. */
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

  /** The attached devices, in the order in which they came. */
  [Symbol.iterator](): Iterator<Device> {
    const attached = [...this.#byName.values()].filter((device) => device.attached)
    return attached.sort((one, other) => one.order - other.order).values()
  }

  /**
   * Forgets the devices that aren't attached, all at once: V8 finds a key ever more slowly that is deleted from a `Map`
   * and added again many times.
   */
  #sweep(): void {
    const kept = new Map<string, Device>()
    for (const [name, device] of this.#byName) if (device.attached) kept.set(name, device)
    this.#byName = kept
    this.stale = 0
  }
}
