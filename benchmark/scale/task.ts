/** What is timed: a call, or a pair that leaves its subject as it was. What it returns is kept until it is done. */
export type Task = () => unknown

/** Makes subjects of `count` items, and the tasks that use them, by the name of a row. */
export type MakeTasks = (count: number) => Readonly<Record<string, () => Task>>
