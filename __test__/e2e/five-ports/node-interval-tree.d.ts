// What the port uses of the package, which only its own project has installed.
declare module 'node-interval-tree' {
  export class IntervalTree<T extends { readonly low: N; readonly high: N }, N extends number | bigint> {
    insert(record: T): boolean
    remove(record: T): boolean
    search(low: N, high: N): T[]
    inOrder(): Iterable<T>
    reverseInOrder(): Iterable<T>
  }
}
