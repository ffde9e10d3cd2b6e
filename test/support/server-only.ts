/** Stands in for Next's `server-only` in tests. */
export {};
