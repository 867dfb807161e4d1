/** How many random sequences or mutations a test tries: `VM_ALLOCATOR_RUNS`, or else `few`. */
export function runsOr(few: number): number {
  return Number(process.env['VM_ALLOCATOR_RUNS'] ?? few)
}
