import type { Kind } from './kind.ts';

/** Every built-in kind, one line each: in the order in which the real server's discovery lists them. */
export const KINDS: readonly Kind[] = [];
