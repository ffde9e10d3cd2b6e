import { type Process, SystemError } from '../../kernel/process-api.ts';
import { compileGlob } from '../../machinery/glob.ts';
import { fitsPatterns, keywordLines } from '../../machinery/ssh/keyword-lines.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { SSHD_KEYWORDS, SSHD_MULTIPLE, type SshdKeyword } from './sshd-keywords.ts';

const FILE_BYTES_MAX = 262_144;
const INCLUDE_DEPTH_MAX = 16;

/** What is wrong with a configuration, in sshd's words. */
export class SshdConfigError extends Error {}

/** Whom a Match block is asked about. */
export interface SshdClient {
	readonly user: string;
	readonly groups: readonly string[];
	readonly address: string;
}

interface Statement {
	readonly keyword: string;
	readonly args: readonly string[];
	/** "user bob address 10.0.0.0/8"; undefined outside of Match blocks. */
	readonly match: readonly string[] | undefined;
}

/** sshd_config as it stands: of a keyword that is said twice the first counts. Models servconf.c. */
export class SshdConfig {
	readonly #statements: readonly Statement[];

	constructor(statements: readonly Statement[]) {
		this.#statements = statements;
	}

	/** Each keyword's words; of keywords that add up all of them. @param client undefined: outside of Match blocks. */
	settings(client?: SshdClient): ReadonlyMap<string, readonly string[]> {
		const found = new Map<string, string[]>();
		for (const { keyword, args, match } of this.#statements) {
			if (match !== undefined && (client === undefined || !fits(match, client))) continue;
			const known = found.get(keyword);
			const words = keyword === 'subsystem' ? [args.join(' ')] : args;
			if (known === undefined) found.set(keyword, [...words]);
			else if (SSHD_MULTIPLE.has(keyword)) known.push(...words);
		}
		for (const [keyword, { value }] of SSHD_KEYWORDS) {
			if (!found.has(keyword) && value !== '') found.set(keyword, value.split(' '));
		}
		return found;
	}
}

function fits(criteria: readonly string[], { user, groups, address }: SshdClient): boolean {
	if (criteria[0]?.toLowerCase() === 'all') return true;
	for (let at = 0; at < criteria.length; at += 2) {
		const patterns = (criteria[at + 1] ?? '').split(',');
		const subjects: { readonly [criterion: string]: readonly string[] } = {
			user: [user],
			group: groups,
			address: [address],
			host: [address],
		};
		const texts = subjects[(criteria[at] as string).toLowerCase()] ?? [];
		if (!texts.some((text) => fitsPatterns(text, patterns))) return false;
	}
	return true;
}

/** Throws SshdConfigError. */
export function* readSshdConfig(process: Process, path: string): Task<SshdConfig> {
	const reader = new ConfigReader(process);
	yield* reader.read(path, 0, undefined);
	if (reader.unknown.length > 0) {
		const count = `${path}: terminating, ${reader.unknown.length} bad configuration options\r\n`;
		throw new SshdConfigError(reader.unknown.join('') + count);
	}
	return new SshdConfig(reader.statements);
}

class ConfigReader {
	readonly statements: Statement[] = [];
	readonly unknown: string[] = [];
	readonly #process: Process;

	constructor(process: Process) {
		this.#process = process;
	}

	*read(path: string, depth: number, outer: readonly string[] | undefined): Task<void> {
		let match = outer;
		for (const { keyword, args, line } of keywordLines(yield* this.#text(path))) {
			yield* this.#process.tick();
			const name = keyword.toLowerCase();
			if (name === 'match') {
				if (args.length === 0) throw new SshdConfigError(`${path} line ${line}: Bad Match condition\r\n`);
				match = args;
			} else if (name === 'include') {
				if (depth >= INCLUDE_DEPTH_MAX)
					throw new SshdConfigError(`${path} line ${line}: Too many recursive configuration includes\r\n`);
				for (const pattern of args) for (const file of this.#files(pattern)) yield* this.read(file, depth + 1, match);
			} else {
				const known = SSHD_KEYWORDS.get(name);
				if (known === undefined && !SSHD_MULTIPLE.has(name)) {
					this.unknown.push(`${path}: line ${line}: Bad configuration option: ${keyword}\r\n`);
					continue;
				}
				if (known !== undefined) check(known, args, `${path} line ${line}`);
				this.statements.push({ keyword: name, args, match });
			}
		}
	}

	*#text(path: string): Task<string> {
		try {
			const fd = yield* this.#process.open(path, { read: true });
			const bytes = yield* this.#process.read(fd, FILE_BYTES_MAX);
			this.#process.close(fd);
			return decodeUtf8(bytes);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new SshdConfigError(`${path}: No such file or directory\r\n`);
		}
	}

	/** In the order of their names; a pattern that fits nothing is no error. */
	#files(pattern: string): string[] {
		const path = pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`;
		const slash = path.lastIndexOf('/');
		const folder = path.slice(0, slash);
		if (!this.#process.access(folder, {})) return [];
		const glob = compileGlob(path.slice(slash + 1));
		const names = this.#process.readdir(folder).filter((name) => !name.startsWith('.') && glob.matches(name));
		return [...names].sort().map((name) => `${folder}/${name}`);
	}
}

/** Throws SshdConfigError. */
function check({ kind }: SshdKeyword, args: readonly string[], where: string): void {
	const [first] = args;
	if (first === undefined) throw new SshdConfigError(`${where}: missing argument.\r\n`);
	if (Array.isArray(kind) && !kind.includes(first.toLowerCase())) {
		throw new SshdConfigError(`${where}: unsupported option "${first}".\r\n`);
	}
	if (kind === 'port' && !(Number(first) >= 1 && Number(first) <= 65_535)) {
		throw new SshdConfigError(`${where}: Badly formatted port number.\r\n`);
	}
	if (kind === 'number' && !/^\d+$/.test(first)) throw new SshdConfigError(`${where}: invalid number.\r\n`);
}
