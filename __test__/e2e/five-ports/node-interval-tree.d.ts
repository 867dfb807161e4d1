// The part of the package that the port uses. Only the port's own project has it installed.
declare module 'node-interval-tree' {
  export class IntervalTree<T extends { readonly low: N; readonly high: N }, N extends number | bigint> {
    insert(record: T): boolean
    remove(record: T): boolean
    search(low: N, high: N): T[]
    inOrder(): Iterable<T>
    reverseInOrder(): Iterable<T>
  }
}
