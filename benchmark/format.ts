import type { Unit } from './catalogue.ts'

/** Three digits and a suitable unit: `88.1 ns`, `1.86 µs`, `572 kB`. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'bytes':
      return scaled(value, 1000, ['B', 'kB', 'MB'])
    case 'bytes per live range':
      return `${digits(value)} B`
    case 'ms':
      return `${digits(value)} ms`
    default:
      return scaled(value, 1000, ['ns', 'µs', 'ms', 's'])
  }
}

/** `2.38`, `0.00142`: three digits, never in powers of ten. */
export function formatRatio(ratio: number): string {
  return digits(ratio)
}

function scaled(value: number, step: number, [unit = '', ...larger]: string[]): string {
  // 999.6 would print as 1000
  return value < step - 0.5 || larger.length === 0 ? `${digits(value)} ${unit}` : scaled(value / step, step, larger)
}

function digits(value: number): string {
  return value.toLocaleString('en', { minimumSignificantDigits: 3, maximumSignificantDigits: 3, useGrouping: false })
}
