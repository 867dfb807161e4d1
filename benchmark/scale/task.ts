/** A task to time: a call, or a pair that leaves its subject unchanged. Its result is kept until the end. */
export type Task = () => unknown

/** Makes subjects of `count` items, and the tasks that use them, by the name of their row. */
export type MakeTasks = (count: number) => Readonly<Record<string, () => Task>>
