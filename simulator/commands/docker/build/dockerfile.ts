import { editDistance } from '../../cobra/similar-names.ts';

/** A here-document of RUN, COPY or ADD. */
export interface HereDocument {
	readonly name: string;
	readonly content: string;
	/** Variables in it are expanded: its delimiter was not quoted. */
	readonly expands: boolean;
}

/** One instruction of a Dockerfile. */
export interface Instruction {
	/** In capitals. */
	readonly name: string;
	/** "--from=builder" as [from, builder]. */
	readonly flags: readonly (readonly [string, string])[];
	/** What follows the name and the flags, on one line. */
	readonly rest: string;
	/** The words of the JSON form; undefined for the shell form. */
	readonly words: readonly string[] | undefined;
	/** As it was written, continued lines joined. */
	readonly text: string;
	/** As it was written, the name too: "from". */
	readonly writtenName: string;
	readonly heredocs: readonly HereDocument[];
	/** From 1. */
	readonly line: number;
	readonly lastLine: number;
}

/** What is wrong with a Dockerfile, and where. */
export class DockerfileError extends Error {
	readonly line: number;
	readonly lastLine: number;
	/** What is wrong, without "dockerfile parse error …". */
	readonly plain: string;

	constructor(plain: string, line: number, lastLine = line) {
		super(`dockerfile parse error on line ${line}: ${plain}`);
		this.plain = plain;
		this.line = line;
		this.lastLine = lastLine;
	}
}

const INSTRUCTIONS = [
	...['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER'],
	...['ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
];
/** Instructions with a form in JSON. */
const JSON_FORMS: ReadonlySet<string> = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);
const WITH_FLAGS: ReadonlySet<string> = new Set(['ADD', 'COPY', 'FROM', 'HEALTHCHECK', 'RUN']);
const WITH_HEREDOCS: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

/** Takes a Dockerfile apart. Throws DockerfileError. Models moby/buildkit frontend/dockerfile/parser Parse. */
export function parseDockerfile(text: string): Instruction[] {
	const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
	if (lines.at(-1) === '') lines.pop();
	const continued = escapeCharacter(lines) === '`' ? /`[ \t]*$/ : /\\[ \t]*$/;
	const instructions: Instruction[] = [];
	for (let at = 0; at < lines.length; at++) {
		const first = lines[at] as string;
		if (first.trim() === '' || first.trimStart().startsWith('#')) continue;
		const start = at;
		const pieces: string[] = [];
		let piece: string | undefined = first.trimStart();
		while (piece !== undefined && continued.test(piece)) {
			pieces.push(piece.replace(continued, ''));
			do piece = lines[++at];
			while (piece !== undefined && (piece.trim() === '' || piece.trimStart().startsWith('#')));
		}
		const joined = pieces.join('') + (piece ?? '');
		const name = (/^\S+/.exec(joined)?.[0] ?? '').toUpperCase();
		const heredocs: HereDocument[] = [];
		if (WITH_HEREDOCS.has(name)) {
			for (const [, dash, quote, delimiter = ''] of joined.matchAll(/(?:^|\s)\d*<<(-?)(['"]?)([A-Za-z_][\w.-]*)\2/g)) {
				const body: string[] = [];
				for (
					at++;
					at < lines.length && (dash ? (lines[at] as string).replace(/^\t+/, '') : lines[at]) !== delimiter;
					at++
				) {
					body.push(dash ? (lines[at] as string).replace(/^\t+/, '') : (lines[at] as string));
				}
				if (at >= lines.length) throw new DockerfileError('unterminated heredoc', start + 1, lines.length);
				heredocs.push({ name: delimiter, content: body.map((line) => `${line}\n`).join(''), expands: quote === '' });
			}
		}
		instructions.push(instruction(joined.trimEnd(), heredocs, start + 1, Math.min(at, lines.length - 1) + 1));
	}
	if (instructions.length === 0) throw new DockerfileError('file with no instructions', 1, Math.max(1, lines.length));
	requireStage(instructions);
	return instructions;
}

function escapeCharacter(lines: readonly string[]): '\\' | '`' {
	for (const line of lines) {
		const directive = /^#\s*([a-z]+)\s*=\s*(.+?)\s*$/i.exec(line);
		if (directive === null) return '\\';
		if ((directive[1] as string).toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\';
	}
	return '\\';
}

function instruction(text: string, heredocs: readonly HereDocument[], line: number, lastLine: number): Instruction {
	const writtenName = /^\S+/.exec(text)?.[0] ?? '';
	const name = writtenName.toUpperCase();
	let rest = text.slice(writtenName.length).trim();
	const flags: [string, string][] = [];
	if (WITH_FLAGS.has(name)) {
		for (;;) {
			const flag = /^--([a-z-]+)(?:=("[^"]*"|\S*))?(?:\s+|$)/.exec(rest);
			if (flag === null) break;
			flags.push([flag[1] as string, (flag[2] ?? 'true').replace(/^"|"$/g, '')]);
			rest = rest.slice(flag[0].length);
		}
	}
	const parsed = { name, flags, rest, words: jsonWords(name, rest), text, writtenName, heredocs, line, lastLine };
	requireForm(parsed);
	return parsed;
}

function jsonWords(name: string, rest: string): readonly string[] | undefined {
	if (!JSON_FORMS.has(name) || !rest.startsWith('[')) return undefined;
	try {
		const words: unknown = JSON.parse(rest);
		return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
	} catch {
		return undefined;
	}
}

/** Models moby/buildkit util/suggest Search. */
function nearest(names: readonly string[], word: string): string | undefined {
	const [closest] = names
		.map((name) => ({ name, distance: editDistance(name, word) }))
		.filter(({ distance }) => distance <= 2)
		.sort((a, b) => a.distance - b.distance);
	return closest?.name;
}

/** Models frontend/dockerfile/instructions Parse…: the mistakes that can be seen before anything is run. */
function requireForm(node: Instruction): void {
	const { name, rest, writtenName, line, lastLine, words, flags } = node;
	const fail = (message: string): never => {
		throw new DockerfileError(message, line, lastLine);
	};
	if (!INSTRUCTIONS.includes(name)) {
		const similar = nearest(INSTRUCTIONS, name);
		fail(`unknown instruction: ${writtenName}${similar === undefined ? '' : ` (did you mean ${similar}?)`}`);
	}
	const unknown = flags.find(([flag]) => !(FLAGS[name] ?? []).includes(flag));
	if (unknown !== undefined) {
		const similar = nearest(FLAGS[name] ?? [], unknown[0]);
		fail(`unknown flag: --${unknown[0]}${similar === undefined ? '' : ` (did you mean ${similar}?)`}`);
	}
	const count = words?.length ?? (rest === '' ? 0 : rest.split(/\s+/).length);
	if (name === 'FROM' && count !== 1 && !(count === 3 && /^\S+\s+as\s/i.test(rest)))
		fail('FROM requires either one or three arguments');
	if (name === 'ONBUILD' && /^(onbuild)\b/i.test(rest)) fail("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
	if (name === 'ONBUILD' && /^(from|maintainer)\b/i.test(rest))
		fail(`${rest.split(/\s/)[0]?.toUpperCase()} isn't allowed as an ONBUILD trigger`);
	if ((name === 'COPY' || name === 'ADD') && count < 2 && node.heredocs.length === 0) {
		fail(
			count === 0
				? `${name} requires at least two arguments, but only one was provided. Destination could not be determined`.replace(
						'only one was',
						'none were',
					)
				: `${name} requires at least two arguments, but only one was provided. Destination could not be determined`,
		);
	}
	if (name === 'SHELL' && words === undefined) fail('SHELL requires the arguments to be in JSON form');
	if (EXACTLY_ONE.has(name) && count === 0) fail(`${name} requires exactly one argument`);
	if ((name === 'USER' || name === 'STOPSIGNAL') && count !== 1) fail(`${name} requires exactly one argument`);
	if (AT_LEAST_ONE.has(name) && count === 0) fail(`${name} requires at least one argument`);
	if (name === 'ENV' && count === 1 && !rest.includes('=')) fail('ENV must have two arguments');
	if (name === 'LABEL' && count === 1 && !rest.includes('=')) fail('LABEL must have two arguments');
}

const EXACTLY_ONE: ReadonlySet<string> = new Set(['WORKDIR', 'MAINTAINER']);
const AT_LEAST_ONE: ReadonlySet<string> = new Set([
	'ENV',
	'LABEL',
	'EXPOSE',
	'VOLUME',
	'ARG',
	'HEALTHCHECK',
	'ONBUILD',
	'SHELL',
	'RUN',
]);

const FLAGS: Readonly<Record<string, readonly string[]>> = {
	FROM: ['platform'],
	RUN: ['mount', 'network', 'security', 'device'],
	COPY: ['from', 'chown', 'chmod', 'link', 'parents', 'exclude'],
	ADD: ['chown', 'chmod', 'link', 'keep-git-dir', 'checksum', 'exclude', 'unpack'],
	HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
};

function requireStage(instructions: readonly Instruction[]): void {
	const first = instructions.find(({ name }) => name !== 'ARG');
	if (first === undefined) throw new DockerfileError('no build stage in current context', 1, 1);
	if (first.name !== 'FROM') throw new DockerfileError('no build stage in current context', first.line, first.lastLine);
}

/** The words of an instruction's rest, quotes and all. */
export function rawWords({ words, rest }: Pick<Instruction, 'words' | 'rest'>): readonly string[] {
	return words ?? splitWords(rest);
}

/** Splits at blanks that are neither quoted nor escaped; quotes stay. */
export function splitWords(text: string): string[] {
	const found = text.match(/(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|[^\s\\"']|["'])+/g);
	return found === null ? [] : [...found];
}
