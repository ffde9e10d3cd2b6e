/** The schema tables: the common prefix of the names in a table, and its texts (see table-notation.ts). */
export const TABLES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>();
