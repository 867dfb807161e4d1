import { parseSize } from '../../lib/cli/size.ts'

/** Returns an element that the page is known to have. */
export function byId<Kind extends HTMLElement = HTMLInputElement>(id: string): Kind {
  return document.getElementById(id) as Kind
}

/** Calls `act` when a form is submitted, and shows its errors in `status`. */
export function onSubmit(form: string, act: () => void, status: HTMLElement): void {
  byId<HTMLFormElement>(form).addEventListener('submit', (event) => {
    event.preventDefault()
    try {
      act()
    } catch (error) {
      say(status, error instanceof Error ? error.message : String(error), 'bad')
    }
  })
}

export function say(status: HTMLElement, text: string, kind: '' | 'good' | 'bad' = ''): void {
  status.textContent = text
  status.classList.toggle('good', kind === 'good')
  status.classList.toggle('bad', kind === 'bad')
}

/** Reads a size in bytes, as people write it. */
export function sizeIn(id: string): bigint {
  const text = byId(id).value.trim()
  const size = parseSize(text)
  if (size === undefined) throw new Error(`“${text}” is not a size: write 4096, 0x1000, 64K or 16G`)
  return size
}

export function addressIn(id: string): bigint {
  const text = byId(id).value.trim()
  if (!/^(0x[\da-f]{1,16}|\d{1,20})$/i.test(text)) throw new Error(`“${text}” is not an address: write 0xd0000000`)
  return BigInt(text)
}

export function button(text: string, label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = text
  made.setAttribute('aria-label', label)
  made.addEventListener('click', press)
  return made
}
