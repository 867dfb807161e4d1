/**
 * Reads what VMMs and guests print about address spaces: kernel logs, `/proc/iomem`, `lspci`, QEMU, cloud-hypervisor,
 * Firecracker, device trees. [Layouts](../../docs/layouts.md) has a section for each format.
 *
 * @module vm-allocator/layout
 */
export { diffLayouts, type IdChange, type LayoutChange, type LayoutDiff, type UnplacedChange } from './diff.ts'
export { type Explanation, explain, type Room } from './explain.ts'
export { type Fit, type FitRequest, fitIn } from './fit.ts'
export { LAYOUT_FORMATS, type LayoutFormat } from './format.ts'
export {
  Layout,
  type LayoutBus,
  type LayoutContent,
  type LayoutId,
  type LayoutNote,
  type LayoutSpace,
  type UnplacedBar,
} from './layout.ts'
export { LayoutError } from './layout-error.ts'
export { type LayoutKind, LayoutRange } from './layout-range.ts'
export { mergeLayouts } from './merge.ts'
export { type LayoutPageOptions, layoutPage } from './page/page.ts'
export type { FreePlace } from './places.ts'
export type { LayoutProblem } from './problems.ts'
export { type ReadLayoutOptions, readLayout } from './read-layout.ts'
