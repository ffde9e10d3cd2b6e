import { CommandError } from './errors.ts';

/** "key=value" and "key-" (remove) arguments. Models cmdutil.ParsePairs. */
export function parsePairs(
	args: readonly string[],
	type: string,
	supportRemove: boolean,
): { pairs: Map<string, string>; removals: string[] } {
	const pairs = new Map<string, string>();
	const removals: string[] = [];
	const invalid: string[] = [];
	for (const arg of args) {
		const at = arg.indexOf('=');
		if (at > 0) pairs.set(arg.slice(0, at), arg.slice(at + 1));
		else if (at < 0 && supportRemove && arg.endsWith('-')) removals.push(arg.slice(0, -1));
		else invalid.push(arg);
	}
	if (invalid.length > 0) throw new CommandError(`invalid ${type} format: ${invalid.join(', ')}`);
	return { pairs, removals };
}
