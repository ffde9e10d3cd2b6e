import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One run of a real tool. */
export interface GoldenCase {
	readonly argv: readonly string[];
	readonly stdin?: string;
	readonly files?: { readonly [path: string]: string };
	readonly env?: { readonly [name: string]: string };
}

export interface GoldenResult {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
}

export interface Recording extends GoldenResult {
	readonly case: GoldenCase;
}

export interface GoldenFile {
	/** The tool and the version that was asked. */
	readonly tool: string;
	readonly version: string;
	/** Year, month and day, and the system. */
	readonly recordedOn?: string;
	readonly recordings: Recording[];
}

/** Where the real tools are: RECORD_PATH names a folder with other versions than the machine's (jq 1.7.1 on Debian 12). */
const REAL_PATH = `${process.env.RECORD_PATH === undefined ? '' : `${process.env.RECORD_PATH}:`}/usr/bin:/bin`;

/**
 * Outputs of a real tool, kept in `test/goldens/<name>.json` and replayed offline. `RECORD=1 npx vitest run <test>`
 * asks the tool again; without it a case that was never recorded fails.
 */
export class Goldens {
	readonly #path: string;
	readonly #binary: string;
	readonly #versionArgv: readonly string[];
	readonly #known = new Map<string, GoldenResult>();
	readonly #used: Recording[] = [];
	readonly recording = process.env.RECORD === '1';

	constructor(name: string, binary: string, versionArgv: readonly string[]) {
		this.#path = join(dirname(fileURLToPath(import.meta.url)), '..', 'goldens', `${name}.json`);
		this.#binary = binary;
		this.#versionArgv = versionArgv;
		if (existsSync(this.#path)) {
			const file = JSON.parse(readFileSync(this.#path, 'utf8')) as GoldenFile;
			for (const each of file.recordings) this.#known.set(JSON.stringify(each.case), each);
		}
	}

	get(wanted: GoldenCase): GoldenResult {
		if (this.recording) {
			const result = runReal(this.#binary, wanted);
			this.#used.push({ case: wanted, ...result });
			return result;
		}
		const known = this.#known.get(JSON.stringify(wanted));
		if (known === undefined) throw new Error(`not recorded: ${JSON.stringify(wanted)}; run with RECORD=1`);
		return known;
	}

	/** Call after the last case. */
	save(): void {
		if (!this.recording) return;
		const version = execFileSync(this.#binary, [...this.#versionArgv], {
			encoding: 'utf8',
			env: { ...process.env, PATH: REAL_PATH },
		}).trim();
		const recordedOn = `${new Date().toISOString().slice(0, 10)}, ${systemName()}`;
		const file: GoldenFile = { tool: this.#binary, version, recordedOn, recordings: this.#used };
		writeFileSync(this.#path, `${JSON.stringify(file, undefined, 1)}\n`);
	}
}

function systemName(): string {
	const name = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
	return /^PRETTY_NAME="(.*)"$/m.exec(name)?.[1] ?? process.platform;
}

function runReal(binary: string, wanted: GoldenCase): GoldenResult {
	const directory = mkdtempSync(join(tmpdir(), 'golden-'));
	try {
		for (const [path, content] of Object.entries(wanted.files ?? {})) {
			mkdirSync(dirname(join(directory, path)), { recursive: true });
			writeFileSync(join(directory, path), content);
		}
		const run = spawnSync(binary, [...wanted.argv], {
			cwd: directory,
			input: wanted.stdin ?? '',
			env: { NODE_ENV: 'test', PATH: REAL_PATH, HOME: directory, ...wanted.env },
			encoding: 'utf8',
		});
		return { stdout: run.stdout, stderr: run.stderr, exitCode: run.status ?? -1 };
	} finally {
		rmSync(directory, { recursive: true });
	}
}
