import { type Process, SystemError } from '../../kernel/process-api.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { writeSparse } from '../apk/package-payload.ts';
import { lookUpHost } from '../apk/reachable.ts';
import { launch, shellStatus, waitFor } from '../launch.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { NODE_PACKAGES, type NodePackage } from './node-packages.ts';

const VERSION = '11.6.2';
const KIB = 1024;
const MANIFEST = 'package.json';
const LOCK = 'package-lock.json';

interface Manifest {
	readonly name?: string;
	readonly version?: string;
	readonly scripts?: { readonly [name: string]: string };
	readonly dependencies?: { readonly [name: string]: string };
	readonly devDependencies?: { readonly [name: string]: string };
	readonly [field: string]: unknown;
}

/** Node's package manager, over a table of packages that people ask for. Models npm 11. Differs: the newest version fits. */
export const npm = unixCommand({
	name: 'npm',
	paths: [],
	size: 2_132,
	*main(run) {
		const words = run.args.filter((arg) => !arg.startsWith('-'));
		const [command, ...rest] = words;
		if (command === undefined) {
			if (run.args.some((arg) => arg === '--version' || arg === '-v')) {
				yield* run.out.write(`${VERSION}\n`);
				return 0;
			}
			yield* run.out.write(
				'npm <command>\n\nUsage:\n\nnpm install        install all the dependencies in your project\n',
			);
			return 1;
		}
		switch (command) {
			case 'install':
			case 'i':
			case 'add':
				return yield* install(run, rest);
			case 'ci':
			case 'clean-install':
				return yield* cleanInstall(run);
			case 'init':
				return yield* init(run);
			case 'start':
			case 'test':
				return yield* runScript(run, command);
			case 'run':
			case 'run-script':
				return yield* runScript(run, rest[0] ?? '');
			case 'cache':
			case 'prune':
			case 'config':
			case 'set':
				if (command === 'prune')
					yield* run.out.write('\nup to date, audited 1 package in 1s\n\nfound 0 vulnerabilities\n');
				return 0;
			default:
				throw new Exit(
					1,
					`Unknown command: "${command}"\n\n\nTo see a list of supported npm commands, run:\n  npm help\n`,
				);
		}
	},
});

function* manifestOf(run: UnixRun): Task<Manifest | undefined> {
	let text: string;
	try {
		text = decodeUtf8(yield* readFile(run.process, MANIFEST));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
	try {
		return parseJson(text) as Manifest;
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		throw new Exit(
			1,
			`npm error code EJSONPARSE\nnpm error path ${run.process.cwd}/${MANIFEST}\nnpm error JSON.parse Invalid package.json: JSONParseError: ${error.message}\nnpm error JSON.parse Failed to parse JSON data.\nnpm error JSON.parse Note: package.json must be actual JSON, not just JavaScript.\n`,
		);
	}
}

function needManifest(run: UnixRun): never {
	const path = `${run.process.cwd.replace(/\/$/, '')}/${MANIFEST}`;
	throw new Exit(
		254,
		`npm error code ENOENT\nnpm error syscall open\nnpm error path ${path}\nnpm error errno -2\nnpm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${path}'\nnpm error enoent This is related to npm not being able to find a file.\nnpm error enoent\n`,
	);
}

function wantsDevelopment(run: UnixRun): boolean {
	if (run.args.some((arg) => /^(--production(=true)?|--only=prod(uction)?|--omit=dev)$/.test(arg))) return false;
	const omitted = run.args[run.args.indexOf('--omit') + 1];
	if (run.args.includes('--omit') && omitted === 'dev') return false;
	return run.process.env.get('NODE_ENV') !== 'production';
}

function* install(run: UnixRun, names: readonly string[]): Task<number> {
	const { process } = run;
	const isGlobal = run.args.includes('-g') || run.args.includes('--global');
	const manifest = yield* manifestOf(run);
	if (isGlobal) return yield* installAll(run, names, '/usr/local/lib/node_modules', '/usr/local/bin');
	if (manifest === undefined && names.length === 0) needManifest(run);
	const asked = names.filter((name) => name !== 'dev');
	const own = Object.keys({
		...manifest?.dependencies,
		...(wantsDevelopment(run) ? manifest?.devDependencies : {}),
	});
	const status = yield* installAll(run, [...own, ...asked], 'node_modules', 'node_modules/.bin');
	const field = run.args.some((arg) => arg === '-D' || arg === '--save-dev') ? 'devDependencies' : 'dependencies';
	if (asked.length > 0) {
		const added = Object.fromEntries(asked.map((each) => [nameOf(each), `^${packageOf(each).version}`]));
		const fresh = { ...manifest, [field]: { ...(manifest?.[field] as object | undefined), ...added } };
		yield* writeText(process, MANIFEST, `${JSON.stringify(fresh, undefined, 2)}\n`);
	}
	const lock = {
		name: manifest?.name ?? 'app',
		version: manifest?.version ?? '1.0.0',
		lockfileVersion: 3,
		requires: true,
	};
	if (!run.args.includes('--no-package-lock'))
		yield* writeText(process, LOCK, `${JSON.stringify(lock, undefined, 2)}\n`);
	return status;
}

function* cleanInstall(run: UnixRun): Task<number> {
	const manifest = yield* manifestOf(run);
	if (manifest === undefined) needManifest(run);
	if (!run.process.access(LOCK, {})) {
		throw new Exit(
			1,
			'npm error code EUSAGE\nnpm error\nnpm error The `npm ci` command can only install with an existing package-lock.json or\nnpm error npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or\nnpm error later to generate a package-lock.json file, then try again.\nnpm error\nnpm error Clean install a project\n',
		);
	}
	const own = Object.keys({
		...manifest.dependencies,
		...(wantsDevelopment(run) ? manifest.devDependencies : {}),
	});
	return yield* installAll(run, own, 'node_modules', 'node_modules/.bin');
}

/** "express@4" is express. */
function nameOf(word: string): string {
	return word.replace(/(.)@.*$/, '$1');
}

/** @throws Exit for one that nobody has. */
function packageOf(word: string): NodePackage {
	const name = nameOf(word);
	const found = NODE_PACKAGES.get(name);
	if (found !== undefined) {
		const version = /.@\^?~?v?(\d[^@]*)$/.exec(word)?.[1];
		return version === undefined ? found : { ...found, version };
	}
	const url = `https://registry.npmjs.org/${name.replace('/', '%2f')}`;
	throw new Exit(
		1,
		`npm error code E404\nnpm error 404 Not Found - GET ${url} - Not found\nnpm error 404\nnpm error 404  '${name}@*' is not in this registry.\nnpm error 404\nnpm error 404 Note that you can also install from a\nnpm error 404 tarball, folder, http url, or git folder.\n`,
	);
}

function* installAll(run: UnixRun, words: readonly string[], folder: string, bin: string): Task<number> {
	const { process } = run;
	if (words.length > 0 && !(yield* lookUpHost(process, 'registry.npmjs.org'))) {
		throw new Exit(
			1,
			`npm error code EAI_AGAIN\nnpm error syscall getaddrinfo\nnpm error errno EAI_AGAIN\nnpm error request to https://registry.npmjs.org/${nameOf(words[0] as string)} failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org\n`,
		);
	}
	const startMs = process.now();
	const packages = words.map(packageOf);
	const fresh = packages.filter(({ name }) => !process.access(`${folder}/${name}/package.json`, {}));
	for (const each of fresh) {
		const { name, version, kib } = each;
		yield* process.burnCpu(30 + kib / 100);
		const root = folder.startsWith('/') ? folder : `${process.cwd.replace(/\/$/, '')}/${folder}`;
		const about = `{\n  "name": "${name}",\n  "version": "${version}"\n}\n`;
		yield* writeSparse(process, `${root}/${name}/package.json`, 0, encodeUtf8(about), 0o644);
		yield* writeSparse(process, `${root}/${name}/index.js`, kib * KIB, new Uint8Array(0), 0o644);
		const cached = `${process.env.get('HOME') ?? '/root'}/.npm/_cacache/${name}-${version}`;
		yield* writeSparse(process, cached, Math.round(kib * 0.3) * KIB, new Uint8Array(0), 0o644);
		if (each.bin === undefined) continue;
		const programs = folder.startsWith('/') ? bin : `${process.cwd.replace(/\/$/, '')}/${bin}`;
		yield* writeSparse(process, `${programs}/${each.bin}`, 0, encodeUtf8('#!/usr/bin/env node\n'), 0o755);
	}
	if (run.args.some((arg) => arg === '--silent' || arg === '-s')) return 0;
	const added = fresh.reduce((sum, { count }) => sum + count, 0);
	const audited = packages.reduce((sum, { count }) => sum + count, 1);
	const seconds = Math.max(1, Math.round((process.now() - startMs) / 1000));
	const what = added === 0 ? 'up to date' : `added ${plural(added, 'package')}`;
	const audit =
		folder.startsWith('/') || run.args.includes('--no-audit')
			? ''
			: `, ${added === 0 ? '' : 'and '}audited ${plural(audited, 'package')}`;
	yield* run.out.write(`\n${what}${audit} in ${seconds}s\n`);
	const funding = Math.round(audited / 4);
	if (funding > 0 && !run.args.includes('--no-fund')) {
		yield* run.out.write(
			`\n${funding === 1 ? '1 package is' : `${funding} packages are`} looking for funding\n  run \`npm fund\` for details\n`,
		);
	}
	if (audit !== '') yield* run.out.write('\nfound 0 vulnerabilities\n');
	return 0;
}

function plural(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function* init(run: UnixRun): Task<number> {
	const { process } = run;
	const name = process.cwd.split('/').at(-1) || 'app';
	const manifest = {
		name,
		version: '1.0.0',
		description: '',
		main: 'index.js',
		scripts: { test: 'echo "Error: no test specified" && exit 1' },
		keywords: [],
		author: '',
		license: 'ISC',
		type: 'commonjs',
	};
	const text = JSON.stringify(manifest, undefined, 2);
	yield* writeText(process, MANIFEST, `${text}\n`);
	yield* run.out.write(`Wrote to ${process.cwd.replace(/\/$/, '')}/${MANIFEST}:\n\n${text}\n\n\n`);
	return 0;
}

function* runScript(run: UnixRun, name: string): Task<number> {
	const { process } = run;
	const manifest = yield* manifestOf(run);
	if (manifest === undefined) needManifest(run);
	const script =
		manifest.scripts?.[name] ?? (name === 'start' && process.access('server.js', {}) ? 'node server.js' : undefined);
	if (script === undefined) {
		throw new Exit(
			1,
			`npm error Missing script: "${name}"\nnpm error\nnpm error To see a list of scripts, run:\nnpm error   npm run\n`,
		);
	}
	if (!run.args.some((arg) => arg === '--silent' || arg === '-s')) {
		yield* run.out.write(`\n> ${manifest.name}@${manifest.version} ${name}\n> ${script}\n\n`);
	}
	yield* run.out.flush();
	const path = `${process.cwd.replace(/\/$/, '')}/node_modules/.bin:${process.env.get('PATH') ?? ''}`;
	const pid = launch(process, ['/bin/sh', '-c', script], { env: new Map([...process.env, ['PATH', path]]) });
	return shellStatus(yield* waitFor(process, pid));
}

function* writeText(process: Process, path: string, text: string): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}
