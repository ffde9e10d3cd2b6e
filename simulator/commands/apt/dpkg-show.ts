import type { Stanza } from './control-file.ts';

/** "libc6:amd64" where several architectures can be installed together. */
export function shownName(stanza: Stanza): string {
	const name = stanza.get('Package') ?? '';
	return stanza.get('Multi-Arch') === 'same' ? `${name}:${stanza.get('Architecture')}` : name;
}

/** A --showformat for one package. Models lib/dpkg/pkg-format.c pkg_format_show. */
export function formatted(format: string, stanza: Stanza): string {
	return format.replace(
		/\\(.)|\$\{([A-Za-z0-9:-]+)(?:;(-?\d+))?\}/g,
		(_, letter: string | undefined, field: string, columns?: string) =>
			letter === undefined ? fitted(value(field, stanza), columns) : escaped(letter),
	);
}

function escaped(letter: string): string {
	const letters: ReadonlyMap<string, string> = new Map([
		['n', '\n'],
		['t', '\t'],
		['r', '\r'],
		['\\', '\\'],
	]);
	return letters.get(letter) ?? `\\${letter}`;
}

/** A width cuts what is longer, and fills what is shorter: to the right, or to the left when it is below 0. */
function fitted(text: string, columns: string | undefined): string {
	const width = Number(columns ?? 0);
	if (width === 0) return text;
	const cut = [...text].slice(0, Math.abs(width)).join('');
	return width < 0 ? cut.padEnd(-width) : cut.padStart(width);
}

const WANTED: ReadonlyMap<string, string> = new Map([
	['unknown', 'u'],
	['install', 'i'],
	['hold', 'h'],
	['deinstall', 'r'],
	['purge', 'p'],
]);
const STATES: ReadonlyMap<string, string> = new Map([
	['not-installed', 'n'],
	['config-files', 'c'],
	['half-installed', 'H'],
	['unpacked', 'U'],
	['half-configured', 'F'],
	['triggers-awaited', 'W'],
	['triggers-pending', 't'],
	['installed', 'i'],
]);

/** "ii ", "hi ", "rc ". */
export function statusMark(stanza: Stanza): string {
	const [wanted = '', error = '', state = ''] = (stanza.get('Status') ?? '').split(' ');
	return `${WANTED.get(wanted) ?? 'u'}${STATES.get(state) ?? 'n'}${error === 'ok' ? ' ' : 'R'}`;
}

function value(field: string, stanza: Stanza): string {
	const [name, version] = sourceOf(stanza);
	const [wanted = '', error = '', state = ''] = (stanza.get('Status') ?? '').split(' ');
	switch (field.toLowerCase()) {
		case 'binary:package':
			return shownName(stanza);
		case 'binary:synopsis':
		case 'binary:summary':
			return (stanza.get('Description') ?? '').split('\n')[0] as string;
		case 'source:package':
			return name;
		case 'source:version':
			return version;
		case 'source:upstream-version':
			return version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');
		case 'db:status-abbrev':
			return statusMark(stanza);
		case 'db:status-want':
			return wanted;
		case 'db:status-status':
			return state;
		case 'db:status-eflag':
			return error;
		default:
			return [...stanza].find(([each]) => each.toLowerCase() === field.toLowerCase())?.[1] ?? '';
	}
}

/** "bash (5.2.15-2)" is a source with its own version. */
function sourceOf(stanza: Stanza): readonly [name: string, version: string] {
	const own = stanza.get('Version') ?? '';
	const source = stanza.get('Source');
	if (source === undefined) return [stanza.get('Package') ?? '', own];
	const [, name = source, version = own] = /^(\S+) \((.*)\)$/.exec(source) ?? [];
	return [name, version];
}
