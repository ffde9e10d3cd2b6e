/** What of a unit file the service manager acts on. */
export interface UnitFile {
	readonly name: string;
	readonly description: string;
	readonly documentation: readonly string[];
	/** Paths of the drop-ins that were read. */
	readonly dropIns: readonly string[];
	readonly path: string;
	/** Words of ExecStart, variables not yet replaced. Empty: nothing to run. */
	readonly execStart: readonly string[];
	readonly environment: ReadonlyMap<string, string>;
	/** A leading "-" allows the file to be missing. */
	readonly environmentFiles: readonly string[];
	readonly restart: 'no' | 'always' | 'on-failure';
	readonly restartSeconds: number;
	/** It is not started again after so many starts within so many seconds; 0 seconds: always. */
	readonly startLimit: { readonly seconds: number; readonly burst: number };
	readonly user: string;
	readonly workingDirectory: string;
	/** How systemd knows that it is up; units that are no services have none of their own. */
	readonly type: 'simple' | 'notify' | 'oneshot';
	/** Of a oneshot: active after its process has ended. */
	readonly remainsAfterExit: boolean;
	/** Words of ExecReload. */
	readonly execReload: readonly string[];
	readonly wantedBy: readonly string[];
	readonly requiredBy: readonly string[];
	/** Units that are started with it. */
	readonly wants: readonly string[];
	readonly requires: readonly string[];
	readonly oomScoreAdjust: number;
	/** What it writes to its standard output goes nowhere. */
	readonly isSilent: boolean;
	/** Everything that its files say, by "Section.Key". */
	readonly settings: ReadonlyMap<string, readonly string[]>;
}

/**
 * Units that have been read, by their texts: held by whoever builds many equal hosts (a preset). Only a memory:
 * with or without it the units are the same.
 */
export class UnitFileCache {
	readonly #units = new Map<string, UnitFile>();
	/** The last of those with long texts, which are no preset's. */
	#long: { readonly key: string; readonly unit: UnitFile } | undefined;

	read(
		name: string,
		path: string,
		text: string,
		dropIns: readonly (readonly [path: string, text: string])[],
	): UnitFile {
		const key = JSON.stringify([name, path, text, dropIns]);
		const known = key.length > KEPT_LENGTH_MAX ? this.#lastLong(key) : this.#units.get(key);
		if (known !== undefined) return known;
		const unit = parseUnitFile(name, path, text, dropIns);
		if (key.length > KEPT_LENGTH_MAX) this.#long = { key, unit };
		else if (this.#units.size < CACHED_UNITS_MAX) this.#units.set(key, unit);
		return unit;
	}

	#lastLong(key: string): UnitFile | undefined {
		return this.#long?.key === key ? this.#long.unit : undefined;
	}
}

const CACHED_UNITS_MAX = 64;
const KEPT_LENGTH_MAX = 32_768;

/** Reads a unit file and its drop-ins: later assignments win, an empty one clears a list. Models systemd.syntax(7). */
export function parseUnitFile(
	name: string,
	path: string,
	text: string,
	dropIns: readonly (readonly [path: string, text: string])[],
): UnitFile {
	const values = new Map<string, string[]>();
	for (const part of [text, ...dropIns.map(([, dropIn]) => dropIn)]) readAssignments(part, values);
	const all = (key: string): readonly string[] => values.get(key) ?? [];
	const last = (key: string, fallback: string): string => all(key).at(-1) ?? fallback;
	const restart = last('Service.Restart', 'no');
	// The manual has them in [Unit], older files in [Service].
	const limit = (key: string, fallback: string): string =>
		last(`Unit.StartLimit${key}`, last(`Service.StartLimit${key}`, fallback));
	return {
		settings: values,
		name,
		path,
		dropIns: dropIns.map(([dropIn]) => dropIn),
		description: last('Unit.Description', name),
		documentation: all('Unit.Documentation').flatMap((line) => line.split(/\s+/)),
		execStart: splitWords(last('Service.ExecStart', '').replace(/^[-@:+!]+/, '')),
		environment: new Map(all('Service.Environment').flatMap((line) => splitWords(line).map(assignment))),
		environmentFiles: all('Service.EnvironmentFile'),
		restart: restart === 'always' || restart === 'on-failure' ? restart : 'no',
		restartSeconds: seconds(last('Service.RestartSec', '100ms')),
		startLimit: {
			seconds: seconds(limit('IntervalSec', limit('Interval', '10s'))),
			burst: Number(limit('Burst', '5')) || 5,
		},
		user: last('Service.User', 'root'),
		workingDirectory: last('Service.WorkingDirectory', '/'),
		oomScoreAdjust: Number.parseInt(last('Service.OOMScoreAdjust', '0'), 10) || 0,
		isSilent: last('Service.StandardOutput', 'journal') === 'null',
		type: typeOf(last('Service.Type', 'simple')),
		remainsAfterExit: /^(yes|true|on|1)$/i.test(last('Service.RemainAfterExit', 'no')),
		execReload: splitWords(last('Service.ExecReload', '').replace(/^[-@:+!]+/, '')),
		wantedBy: all('Install.WantedBy').flatMap((line) => line.split(/\s+/)),
		requiredBy: all('Install.RequiredBy').flatMap((line) => line.split(/\s+/)),
		wants: all('Unit.Wants').flatMap((line) => line.split(/\s+/)),
		requires: [...all('Unit.Requires'), ...all('Unit.BindsTo')].flatMap((line) => line.split(/\s+/)),
	};
}

/** Differs: a forking service is one whose process stays. */
function typeOf(text: string): UnitFile['type'] {
	return text === 'oneshot' || text === 'notify' ? text : 'simple';
}

/** Keys that collect instead of replacing. */
const LISTS: ReadonlySet<string> = new Set([
	'Service.ExecStart',
	'Service.Environment',
	'Service.EnvironmentFile',
	'Unit.Documentation',
	'Install.WantedBy',
	'Unit.Wants',
	'Unit.Requires',
	'Unit.BindsTo',
	'Unit.After',
	'Unit.Before',
	'Unit.Conflicts',
	'Install.Alias',
	'Install.Also',
	'Install.RequiredBy',
	'Install.WantedBy',
]);

function readAssignments(text: string, values: Map<string, string[]>): void {
	let section = '';
	for (const line of text.replace(/\\\n/g, ' ').split('\n')) {
		const trimmed = line.trim();
		if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
		const header = /^\[(.+)\]$/.exec(trimmed);
		if (header !== null) {
			section = header[1] as string;
			continue;
		}
		const equals = trimmed.indexOf('=');
		if (equals < 0) continue;
		const key = `${section}.${trimmed.slice(0, equals).trim()}`;
		const value = trimmed.slice(equals + 1).trim();
		if (value === '') values.delete(key);
		else {
			const before = LISTS.has(key) ? values.get(key) : undefined;
			if (before === undefined) values.set(key, [value]);
			else before.push(value);
		}
	}
}

/** Words separated by blanks; quotes hold them together. Models extract_first_word with EXTRACT_CUNESCAPE_RELAX. */
export function splitWords(line: string): string[] {
	const words: string[] = [];
	for (const match of line.matchAll(/(?:\\.|[^\s"'\\]+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|["'\\])+/gs)) {
		const word = match[0].replace(
			/"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|((?:\\.|[^"'\\])+)/gs,
			(_whole, double, single, bare) => unescaped(double ?? single ?? bare),
		);
		words.push(word);
	}
	return words;
}

const ESCAPES: Readonly<Record<string, string>> = {
	...{ a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', s: ' ' },
	...{ '\\': '\\', '"': '"', "'": "'" },
};

/** What is no escape stays as it is. */
function unescaped(text: string): string {
	return text.replace(/\\(?:x([\da-fA-F]{2})|(.))/gs, (whole, digits: string | undefined, sign: string | undefined) => {
		if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16));
		return ESCAPES[sign ?? ''] ?? whole;
	});
}

/** Lines NAME=value of an environment file. */
export function parseEnvironmentFile(text: string): (readonly [string, string])[] {
	const lines = text.split('\n').map((line) => line.trim());
	return lines
		.filter((line) => /^[A-Za-z_][A-Za-z0-9_]*=/.test(line))
		.map((line) => {
			const [name, value] = assignment(line);
			return [name, value.replace(/^"([^"]*)"$|^'([^']*)'$/, (_whole, double, single) => double ?? single)];
		});
}

/** Command words with variables replaced: `$NAME` alone becomes words, `${NAME}` one word or part of one. */
export function expandCommand(words: readonly string[], environment: ReadonlyMap<string, string>): string[] {
	return words.flatMap((word) => {
		const whole = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(word);
		if (whole !== null) return splitWords(environment.get(whole[1] as string) ?? '');
		return [
			word.replace(/%%|\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (sign, name: string | undefined) =>
				name === undefined ? sign.charAt(0) : (environment.get(name) ?? ''),
			),
		];
	});
}

function assignment(text: string): readonly [string, string] {
	const equals = text.indexOf('=');
	return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** "10", "100ms", "5s", "1min". */
function seconds(text: string): number {
	const [, number = '0', unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|sec|min)?$/.exec(text) ?? [];
	return Number(number) * (unit === 'ms' ? 0.001 : unit === 'min' ? 60 : 1);
}
