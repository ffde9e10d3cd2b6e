import { executableHeader } from '../../kernel/files/executable-stub.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { writeSparse } from '../apk/package-payload.ts';
import { lookUpHost } from '../apk/reachable.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

/** What a program takes that prints, and one that serves; without its symbols a third less. */
const PLAIN_BYTES = 2_240_512;
const SERVING_BYTES = 7_731_200;
const STRIPPED = 0.67;
const MODULE_KIB = 900;

/**
 * Go's tool: it builds files as large as programs are. Models cmd/go.
 * Differs: nothing is compiled, so that what was built says that it cannot be run.
 */
export const go = unixCommand({
	name: 'go',
	paths: [],
	size: 14_013_236,
	*main(run) {
		const [command, ...rest] = run.args;
		switch (command) {
			case 'version':
				yield* run.out.write(`go version go${versionOf(run.process)} linux/amd64\n`);
				return 0;
			case 'env':
				yield* run.out.write(
					`GO111MODULE=''\nGOARCH='amd64'\nGOOS='linux'\nGOPATH='/go'\nGOVERSION='go${versionOf(run.process)}'\n`,
				);
				return 0;
			case 'mod':
				return yield* modules(run, rest);
			case 'build':
			case 'install':
				return yield* build(run, command, rest);
			case 'get':
				return yield* fetchModules(
					run,
					rest.filter((word) => !word.startsWith('-')),
				);
			case 'vet':
			case 'fmt':
			case 'generate':
			case 'clean':
				return 0;
			case 'test':
				yield* run.out.write('?   \tapp\t[no test files]\n');
				return 0;
			case 'run':
				throw new Exit(1, 'go: this simulated world cannot run Go programs\n');
			case undefined:
			case 'help':
				yield* run.say('Go is a tool for managing Go source code.\n\nUsage:\n\n\tgo <command> [arguments]\n');
				return 2;
			default:
				throw new Exit(2, `go ${command}: unknown command\nRun 'go help' for usage.\n`);
		}
	},
});

function versionOf(process: Process): string {
	return process.env.get('GOLANG_VERSION') ?? '1.25.3';
}

function* textOf(process: Process, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
}

function* modules(run: UnixRun, [command, name]: readonly string[]): Task<number> {
	const { process } = run;
	if (command === 'init') {
		if (process.access('go.mod', {})) throw new Exit(1, `go: ${process.cwd}/go.mod already exists\n`);
		if (name === undefined)
			throw new Exit(
				1,
				'go: cannot determine module path for source directory (outside GOPATH, module path must be specified)\n',
			);
		const release = versionOf(process).split('.').slice(0, 2).join('.');
		const fd = yield* process.open('go.mod', { write: true, create: true }, 0o644);
		yield* process.write(
			fd,
			new Uint8Array([...`module ${name}\n\ngo ${release}\n`].map((char) => char.charCodeAt(0))),
		);
		process.close(fd);
		yield* run.say(`go: creating new go.mod: module ${name}\n`);
		return 0;
	}
	const text = yield* textOf(process, 'go.mod');
	if (text === undefined) throw new Exit(1, NO_MODULE);
	if (command !== 'download' && command !== 'tidy' && command !== 'verify' && command !== 'vendor') {
		throw new Exit(2, `go mod ${command ?? ''}: unknown command\nRun 'go help mod' for usage.\n`);
	}
	return yield* fetchModules(run, requirementsOf(text));
}

const NO_MODULE = "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n";

/** "github.com/gorilla/mux@v1.8.1". */
function requirementsOf(text: string): string[] {
	return [...text.matchAll(/^(?:require)?\s+([a-z0-9.-]+\.[a-z]+\/\S+|[a-z]+\.[a-z]+\/\S+)\s+(v\S+)/gm)].map(
		([, name, version]) => `${name}@${version}`,
	);
}

function* fetchModules(run: UnixRun, wanted: readonly string[]): Task<number> {
	const { process } = run;
	for (const each of wanted) {
		const folder = `/go/pkg/mod/${each}`;
		if (process.access(folder, {})) continue;
		if (!(yield* lookUpHost(process, 'proxy.golang.org'))) {
			const name = each.replace(/@.*/, '');
			throw new Exit(
				1,
				`go: ${each}: Get "https://proxy.golang.org/${name}/@v/list": dial tcp: lookup proxy.golang.org: no such host\n`,
			);
		}
		yield* run.say(`go: downloading ${each.replace('@', ' ')}\n`);
		yield* writeSparse(process, `${folder}/module.go`, MODULE_KIB * 1024, new Uint8Array(0), 0o444);
	}
	return 0;
}

interface Request {
	readonly output: string | undefined;
	readonly flags: string;
	readonly targets: readonly string[];
}

function requestOf(words: readonly string[]): Request {
	let output: string | undefined;
	let flags = '';
	const targets: string[] = [];
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		if (!word.startsWith('-')) targets.push(word);
		else if (word === '-o') output = words[++at];
		else if (word.startsWith('-o=')) output = word.slice(3);
		else if (/^--?(ldflags|tags|installsuffix|gcflags|mod|p|buildmode|asmflags)$/.test(word))
			flags += ` ${words[++at]}`;
		else flags += ` ${word}`;
	}
	return { output, flags, targets };
}

function* build(run: UnixRun, command: 'build' | 'install', words: readonly string[]): Task<number> {
	const { process } = run;
	const { output, flags, targets } = requestOf(words);
	const sources = sourcesOf(process, targets);
	const manifest = yield* textOf(process, 'go.mod');
	const isByFile = targets.some((target) => target.endsWith('.go'));
	if (manifest === undefined && !isByFile && process.env.get('GO111MODULE') !== 'off' && needsModule(process))
		throw new Exit(1, NO_MODULE);
	if (sources.length === 0) throw new Exit(1, `no Go files in ${process.cwd}\n`);
	let code = '';
	for (const path of sources) code += (yield* textOf(process, path)) ?? fail(path);
	yield* fetchModules(run, requirementsOf(manifest ?? ''));
	const isServing = /"net\/http"|"google\.golang\.org\/grpc"|gin-gonic|gorilla\/mux|labstack\/echo/.test(code);
	yield* process.burnCpu(isServing ? 6_000 : 1_500);
	const cache = `${process.env.get('HOME') ?? '/root'}/.cache/go-build/objects`;
	yield* writeSparse(process, cache, (isServing ? 62 : 24) * 1024 * 1024, new Uint8Array(0), 0o644);
	if (!/^package main\b/m.test(code)) return 0;
	const whole = (isServing ? SERVING_BYTES : PLAIN_BYTES) + code.length * 4;
	const size = Math.round(/-s\b/.test(flags) ? whole * STRIPPED : whole);
	const module = /^module\s+(\S+)/m
		.exec(manifest ?? '')?.[1]
		?.split('/')
		.at(-1);
	const name = (isByFile ? sources[0]?.split('/').at(-1)?.replace(/\.go$/, '') : module) ?? 'main';
	const path = absolute(process, command === 'install' ? `/go/bin/${name}` : outputPath(process, output, name));
	yield* writeSparse(process, path, size, executableHeader({ program: 'unsimulated', size }), 0o755);
	return 0;
}

/** From release 1.16 on. */
function needsModule(process: Process): boolean {
	return Number(versionOf(process).split('.')[1]) >= 16;
}

function fail(path: string): never {
	throw new Exit(1, `no required module provides package ${path}; to add it:\n\tgo get ${path}\n`);
}

function sourcesOf(process: Process, targets: readonly string[]): string[] {
	const files = targets.filter((target) => target.endsWith('.go'));
	if (files.length > 0) return files;
	const folder = (targets[0] ?? '.').replace(/\/\.\.\.$/, '');
	if (!process.access(folder, {})) throw new Exit(1, `package ${folder} is not in std\n`);
	return [...process.readdir(folder)]
		.filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
		.sort()
		.map((name) => `${folder}/${name}`);
}

function outputPath(process: Process, output: string | undefined, name: string): string {
	if (output === undefined) return name;
	const isFolder = output.endsWith('/') || (process.access(output, {}) && process.stat(output).type === 'directory');
	return isFolder ? `${output.replace(/\/$/, '')}/${name}` : output;
}

function absolute(process: Process, path: string): string {
	return path.startsWith('/') ? path : `${process.cwd.replace(/\/$/, '')}/${path}`;
}
