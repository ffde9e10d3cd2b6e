import type { Shell } from '../state/shell.ts';
import type { Part, Word } from '../syntax/ast.ts';

/** Whether a value of the word that is split may hold others up. */
export function splitsLong(shell: Shell, { parts }: Word): boolean {
	for (const part of parts) if (isLong(shell, part)) return true;
	return false;
}

export function isLong(shell: Shell, part: Part): boolean {
	if (part.type !== 'parameter' || part.quoted) return false;
	// A look at RANDOM would change it.
	if (shell.variables.find(part.name)?.dynamic !== undefined) return false;
	return (shell.variables.get(part.name)?.length ?? 0) > SPLIT_LENGTH;
}

const SPLIT_LENGTH = 16_384;
