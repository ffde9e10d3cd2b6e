export class UsageError extends Error {}

export interface Arguments {
	readonly flags: ReadonlySet<string>;
	readonly options: ReadonlyMap<string, string>;
	readonly positionals: readonly string[];
}

export interface ArgumentShape {
	readonly flags: readonly string[];
	readonly options: readonly string[];
	readonly positionals: 'none' | 'some';
}

/** `--flag`, `--option value`, `--option=value`, `--` and positionals. Throws UsageError. */
export function parseArguments(argv: readonly string[], shape: ArgumentShape): Arguments {
	const flags = new Set<string>();
	const options = new Map<string, string>();
	const positionals: string[] = [];
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] as string;
		if (word === '--') {
			positionals.push(...argv.slice(index + 1));
			break;
		}
		if (!word.startsWith('--')) {
			positionals.push(word);
			continue;
		}
		const [name, inline] = splitOnce(word.slice(2), '=');
		if (shape.flags.includes(name) && inline === undefined) flags.add(name);
		else if (shape.options.includes(name)) {
			const value = inline ?? argv[++index];
			if (value === undefined) throw new UsageError(`--${name} needs a value`);
			options.set(name, value);
		} else throw new UsageError(`unknown option --${name}`);
	}
	if (shape.positionals === 'none' && positionals.length > 0) throw new UsageError(`unexpected "${positionals[0]}"`);
	if (shape.positionals === 'some' && positionals.length === 0) throw new UsageError('at least one script is needed');
	return { flags, options, positionals };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
	const at = text.indexOf(separator);
	return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
