import type { AccessProfile, FileRule, ProfileMode, WordRule } from '../../kernel/security/access-profile.ts';

/** What is wrong with a policy, where. */
export class PolicyError extends Error {
	readonly line: number;
	readonly profile: string | undefined;

	constructor(message: string, line: number, profile: string | undefined) {
		super(message);
		this.line = line;
		this.profile = profile;
	}
}

/** Reads an included file or folder: "abstractions/base"; undefined when there is none. */
export type IncludeReader = (name: string) => string | undefined;

interface Draft {
	readonly name: string;
	mode: ProfileMode;
	anyFile: boolean;
	readonly files: FileRule[];
	readonly network: WordRule[];
	readonly capabilities: WordRule[];
	readonly mounts: WordRule[];
}

const DEPTH_MAX = 16;

/** Rules that are taken and decide nothing here. */
const SILENT: ReadonlySet<string> = new Set(
	'signal ptrace unix dbus pivot_root change_profile rlimit set userns io_uring mqueue link all remount umount'.split(
		' ',
	),
);

/** The policy language. Models AppArmor's parser/parser_yacc.y, for what confines containers. */
export class PolicyParser {
	readonly #read: IncludeReader;
	readonly #variables = new Map<string, readonly string[]>();
	readonly profiles: AccessProfile[] = [];
	#draft: Draft | undefined;
	#line = 0;

	constructor(read: IncludeReader) {
		this.#read = read;
	}

	/** Throws PolicyError. */
	parse(text: string, depth = 0): void {
		let rule = '';
		for (const [index, raw] of text.split('\n').entries()) {
			if (depth === 0) this.#line = index + 1;
			const line = withoutComment(raw).trim();
			if (line === '') continue;
			const include = /^#?include\s+(if\s+exists\s+)?(?:<([^>]+)>|"([^"]+)")/.exec(line);
			if (include !== null) {
				this.#include(include[2] ?? include[3] ?? '', include[1] !== undefined, depth);
				continue;
			}
			if (/^(@\{\w+\}|\$\w+)\s*\+?=/.test(line)) {
				this.#assign(line);
				continue;
			}
			rule = this.#consume(rule === '' ? line : `${rule} ${line}`);
		}
		if (rule.trim() !== '') this.#fail('syntax error, unexpected TOK_END_OF_RULE, expecting TOK_MODE');
		if (depth === 0 && this.#draft !== undefined) this.#fail('syntax error, unexpected end of file');
	}

	/** Takes whole rules and braces off the front; what is left goes on in the next line. */
	#consume(text: string): string {
		let rest = text.trim();
		while (rest !== '') {
			if (this.#draft === undefined) {
				if (/^abi\s+[^,]*,/.test(rest)) {
					rest = rest.replace(/^abi\s+[^,]*,/, '').trim();
					continue;
				}
				const head = /^(?:profile\s+)?("[^"]+"|[^\s{]+)?\s*([^{]*)\{/.exec(rest);
				if (head === null) return rest;
				this.#begin(head[0]);
				rest = rest.slice(head[0].length).trim();
				continue;
			}
			if (rest.startsWith('}')) {
				this.#end();
				rest = rest.slice(1).trim();
				continue;
			}
			const end = endOfRule(rest);
			if (end < 0) {
				if (rest.includes('}')) this.#fail('syntax error, unexpected TOK_CLOSE, expecting TOK_END_OF_RULE');
				return rest;
			}
			this.#rule(rest.slice(0, end).trim());
			rest = rest.slice(end + 1).trim();
		}
		return '';
	}

	#begin(head: string): void {
		const words = head.replace(/\{$/, '').trim();
		const flags = /flags\s*=\s*\(([^)]*)\)/.exec(words)?.[1] ?? '';
		const [first = '', second] = words
			.replace(/flags\s*=\s*\([^)]*\)/, '')
			.replace(/^profile\s+/, '')
			.trim()
			.split(/\s+/);
		if (first === '') this.#fail('syntax error, unexpected TOK_OPEN, expecting TOK_ID or TOK_SET_VAR');
		const mode = (['complain', 'kill', 'unconfined'] as const).find((each) => flags.split(/[\s,]+/).includes(each));
		const name = (words.startsWith('profile') ? first : (second ?? first)).replace(/^"|"$/g, '');
		this.#draft = {
			name,
			mode: mode ?? 'enforce',
			anyFile: false,
			files: [],
			network: [],
			capabilities: [],
			mounts: [],
		};
	}

	#end(): void {
		if (this.#draft !== undefined) this.profiles.push(this.#draft);
		this.#draft = undefined;
	}

	#rule(text: string): void {
		const draft = this.#draft as Draft;
		const [, audit, deny, owner, rule = ''] = /^(audit\s+)?(deny\s+|allow\s+)?(owner\s+)?(.*)$/s.exec(text) ?? [];
		const isDenied = deny?.startsWith('deny') === true;
		const [word = '', ...rest] = rule.trim().split(/\s+/);
		if (word === '' || (audit !== undefined && rule === '')) this.#fail('syntax error, unexpected TOK_END_OF_RULE');
		if (word.startsWith('/') || word.startsWith('"/') || word.startsWith('@{') || word.startsWith('{')) {
			this.#file(isDenied, word, rest);
		} else if (word === 'file') {
			if (rest.length > 0) this.#file(isDenied, rest[0] as string, rest.slice(1));
			else if (isDenied) draft.files.push({ deny: true, path: '/{**,}', permissions: 'rwaxlkm' });
			else draft.anyFile = true;
		} else if (word === 'network') draft.network.push({ deny: isDenied, words: rest });
		else if (word === 'capability') {
			for (const each of rest.length === 0 ? [[]] : rest.map((name) => [name])) {
				draft.capabilities.push({ deny: isDenied, words: each });
			}
		} else if (word === 'mount') draft.mounts.push({ deny: isDenied, words: [] });
		else if (/^[rwaxlkmipuPUCcx]+$/.test(word) && rest[0]?.startsWith('/')) this.#file(isDenied, rest[0], [word]);
		else if (!SILENT.has(word)) {
			this.#fail(`syntax error, unexpected TOK_ID, expecting TOK_MODE${owner === undefined ? '' : ''}`);
		}
	}

	#file(deny: boolean, path: string, rest: readonly string[]): void {
		const [mode] = rest;
		if (mode === undefined || !/^[rwaxlkmipuPUCcx]+$/.test(mode)) {
			this.#fail(mode === undefined ? 'syntax error, unexpected TOK_END_OF_RULE, expecting TOK_MODE' : 'Invalid mode');
		}
		const permissions = [...'rwaxlkm'].filter((each) => mode?.toLowerCase().includes(each)).join('');
		for (const each of this.#expand(path.replace(/^"|"$/g, ''))) {
			(this.#draft as Draft).files.push({ deny, path: each, permissions });
		}
	}

	#expand(path: string, depth = 0): string[] {
		const found = /@\{(\w+)\}/.exec(path);
		if (found === null || depth > DEPTH_MAX) return [path.replace(/\/{2,}/g, '/')];
		const values = this.#variables.get(found[1] as string);
		if (values === undefined) this.#fail(`Failed to find declaration for: @{${found[1]}}`);
		return (values ?? []).flatMap((value) => this.#expand(path.replace(found[0], value), depth + 1));
	}

	#assign(line: string): void {
		const [, name = '', sign = '=', values = ''] = /^[@$]\{?(\w+)\}?\s*(\+?=)\s*(.*)$/.exec(line) ?? [];
		const words = values.split(/\s+/).filter((word) => word !== '');
		this.#variables.set(name, sign === '+=' ? [...(this.#variables.get(name) ?? []), ...words] : words);
	}

	#include(name: string, ifExists: boolean, depth: number): void {
		const text = this.#read(name);
		if (text !== undefined && depth < DEPTH_MAX) this.parse(text, depth + 1);
		else if (!ifExists) this.#fail(`Could not open '${name}'`);
	}

	#fail(message: string): never {
		throw new PolicyError(message, this.#line, this.#draft?.name);
	}
}

/** A "#" begins a comment, but for "#include". */
function withoutComment(line: string): string {
	if (/^\s*#include\b/.test(line)) return line;
	const at = line.indexOf('#');
	return at < 0 ? line : line.slice(0, at);
}

/** Where the comma is that ends a rule: not one between braces or quotes. */
function endOfRule(text: string): number {
	let depth = 0;
	let quoted = false;
	for (let at = 0; at < text.length; at++) {
		const char = text[at];
		if (char === '"') quoted = !quoted;
		if (quoted) continue;
		if (char === '{') depth++;
		else if (char === '}') {
			if (depth === 0) return -1;
			depth--;
		} else if (char === ',' && depth === 0) return at;
	}
	return -1;
}
