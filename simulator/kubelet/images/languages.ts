import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { commonLogTime, type HttpAnswer, type HttpRequest } from '../../kernel/serving/http-server.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { alpineAccounts, alpineLayer } from './bases/alpine.ts';
import { BOOKWORM, debianAccounts, debianLayer } from './bases/debian.ts';
import { entrypointScript } from './entrypoint-script.ts';
import { imageTags, type VersionInput, variantTags } from './image-version.ts';
import { node } from './javascript/js-program.ts';
import { directory, executable, layer, type PathEntry } from './layer-builder.ts';
import { MIME_TYPES } from './programs/mime-types.ts';
import { readWholeFile } from './programs/read-file.ts';
import { simpleHttpProgram } from './programs/simple-http.ts';
import { pythonProgram } from './python/python-program.ts';

// Interpreters of languages: Python and Node run programs; of others each does the few things that it can do for real
// and says clearly that it cannot do the rest.

const ENV = [['PATH', '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

function* refuse(process: Process, language: string): Task<number> {
	yield* process.write(
		2,
		encodeUtf8(`${process.argv[0]}: this simulated container cannot interpret ${language} programs\n`),
	);
	return 1;
}

/** `python3 -m http.server [port] [-b address] [-d directory]`. */
const pythonHttpServer = simpleHttpProgram({
	begin(process) {
		const { port, address } = serverWishes(process);
		return { port, address, say: `Serving HTTP on ${address} port ${port} (http://${address}:${port}/) ...\n` };
	},
	answer: servePythonFile,
	log: (process, request, answer) =>
		`${request.remote.address} - - [${commonLogTime(process.now()).slice(0, 20).replace(':', ' ')}] "${request.method} ${request.target} ${request.version}" ${answer.status} -\n`,
	logTo: 2,
	terminate: { status: 143 },
});

function serverWishes({ argv, cwd }: Process): { port: number; address: string; folder: string } {
	const wishes = { port: 8_000, address: '0.0.0.0', folder: cwd };
	const words = argv.slice(3).flatMap((word) => /^(--\w+)=(.*)$/.exec(word)?.slice(1) ?? [word]);
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		if (word === '-b' || word === '--bind') wishes.address = words[++at] ?? '';
		else if (word === '-d' || word === '--directory') {
			const folder = words[++at] ?? '';
			wishes.folder = folder.startsWith('/') ? folder : `${cwd}/${folder}`;
		}
		if (/^\d+$/.test(word)) wishes.port = Number(word);
	}
	if (wishes.address === 'localhost') wishes.address = '127.0.0.1';
	return wishes;
}

/** Longer files are sent as they are read. */
const HELD_BYTES = 65_536;

function* sendFile(process: Process, path: string, size: number, put: (data: Uint8Array) => Task<void>): Task<void> {
	const fd = yield* process.open(path, { read: true });
	try {
		for (let left = size; left > 0; ) {
			const part = yield* process.read(fd, Math.min(left, HELD_BYTES));
			if (part.length === 0) return;
			yield* put(part);
			left -= part.length;
		}
	} finally {
		process.close(fd);
	}
}

function* servePythonFile(process: Process, request: HttpRequest): Task<HttpAnswer> {
	const headers = [
		['Server', `SimpleHTTP/0.6 Python/${process.env.get('PYTHON_VERSION') ?? '3.14.0'}`],
		['Date', formatHttpDate(process.now())],
	] as const;
	const path = request.target.replace(/\?.*/, '');
	const folder = serverWishes(process).folder.replace(/\/$/, '');
	const clean = path
		.split('/')
		.filter((part) => part !== '..')
		.join('/');
	try {
		const index = clean.endsWith('/') && process.access(`${folder}${clean}index.html`, { read: true });
		if (clean.endsWith('/') && !index) {
			const names = [...process.readdir(`${folder}${clean}`)].sort();
			const rows = names.map((name) => `<li><a href="${name}">${name}</a></li>\n`).join('');
			const body = `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Directory listing for ${clean}</title>\n</head>\n<body>\n<h1>Directory listing for ${clean}</h1>\n<hr>\n<ul>\n${rows}</ul>\n<hr>\n</body>\n</html>\n`;
			return { status: 200, headers: [...headers, ['Content-type', 'text/html; charset=utf-8']], body, close: true };
		}
		const file = `${folder}${clean}${index ? 'index.html' : ''}`;
		const type = MIME_TYPES.get(/\.([^./]+)$/.exec(file)?.[1] ?? '') ?? 'application/octet-stream';
		const found = { status: 200, headers: [...headers, ['Content-type', type] as const], close: true };
		const { size, type: kind } = process.stat(file);
		if (kind !== 'file' || size <= HELD_BYTES) return { ...found, body: yield* readWholeFile(process, file) };
		// Whether it can be read is known before anything is said of it.
		process.close(yield* process.open(file, { read: true }));
		return { ...found, body: '', more: { bytes: size, write: (put) => sendFile(process, file, size, put) } };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return {
			status: 404,
			reason: 'File not found',
			headers: [...headers, ['Content-Type', 'text/html;charset=utf-8']],
			body: 'Error response\n',
			close: true,
		};
	}
}

const PIP = '/usr/local/bin/pip';
const VENV = '/usr/local/lib/python3/venv';

const interpretedPython = pythonProgram(pythonHttpServer);

/** The modules pip and venv are programs of the world. */
const python: Program = function* python(process): Task<number> {
	const [, flag, module, ...rest] = process.argv;
	const program = flag !== '-m' ? undefined : module === 'pip' ? PIP : module === 'venv' ? VENV : undefined;
	const isThere = program !== undefined && process.access(program, { execute: true });
	if (isThere) return yield* process.exec(program, [module ?? '', ...rest], process.env);
	return yield* interpretedPython(process);
};

/** The digits of π that the Job of the documentation computes, and nothing else of Perl. */
const perl: Program = function* perl(process): Task<number> {
	const args = process.argv.slice(1);
	if (args.includes('-v') || args.includes('--version')) {
		yield* process.write(
			1,
			encodeUtf8('\nThis is perl 5, version 40, subversion 2 (v5.40.2) built for x86_64-linux-gnu\n'),
		);
		return 0;
	}
	if (args[0] === '-de0') {
		// The debugger, whose terminal is not there.
		yield* process.write(
			1,
			encodeUtf8(
				"\nLoading DB routines from perl5db.pl version 1.80\nEditor support available.\n\nEnter h or 'h h' for help, or 'man perldebug' for more help.\n\n",
			),
		);
		return 0;
	}
	const digits = /^\s*print bpi\((\d{1,5})\)\s*;?\s*$/.exec(args.at(-1) ?? '')?.[1];
	if (digits === undefined || !args.some((arg) => arg.startsWith('-Mbignum=bpi')))
		return yield* refuse(process, 'Perl');
	const count = Number(digits);
	yield* process.burnCpu((count * count) / 2_000);
	const ending = args.some((arg) => /^-[a-z]*l/.test(arg)) ? '\n' : '';
	yield* process.write(1, encodeUtf8(`${piDigits(count)}${ending}`));
	return 0;
};

/** π with `count` significant digits, by Machin's formula. */
function piDigits(count: number): string {
	const guard = 10;
	const scale = 10n ** BigInt(count + guard);
	const arctanInverse = (x: bigint): bigint => {
		let term = scale / x;
		let sum = term;
		for (let n = 3n, sign = -1n; term !== 0n; n += 2n, sign = -sign) {
			term /= x * x;
			sum += sign * (term / n);
		}
		return sum;
	};
	const pi =
		(4n * (4n * arctanInverse(5n) - arctanInverse(239n)) + 5n * 10n ** BigInt(guard)) / 10n ** BigInt(guard + 1);
	const text = pi.toString();
	return count === 1 ? text : `${text[0]}.${text.slice(1)}`;
}

const ENTRYPOINT = '/usr/local/bin/docker-entrypoint.sh';

function accountOf(user: string, alpine: boolean): PathEntry[] {
	const passwd = `${user}:x:1000:1000::/home/${user}:/bin/${alpine ? 'sh' : 'bash'}\n`;
	const accounts = (alpine ? alpineAccounts : debianAccounts)(passwd, `${user}:x:1000:\n`);
	return [...accounts, directory('/home'), directory(`/home/${user}`, 0o755, { uid: 1_000, gid: 1_000 })];
}

function interpreter(
	name: string,
	versions: readonly (readonly [tags: string, date: string, sizeBytes: number, alpine: boolean])[],
	options: {
		readonly paths: readonly string[];
		readonly cmd: readonly string[];
		readonly program: Program;
		/** Words that are no command are arguments of the interpreter. */
		readonly hasEntrypoint?: boolean;
		/** An account that the image has for those who do not want root's. */
		readonly user?: string;
		/** What fetches packages for it: a command of the world. */
		readonly packagers?: readonly (readonly [path: string, program: string])[];
	},
): ImageRepository {
	const layers = (alpine: boolean) => (): ReturnType<VersionInput['layers']> => [
		alpine ? alpineLayer('3.22.2') : debianLayer(BOOKWORM),
		layer([
			...(options.user === undefined ? [] : accountOf(options.user, alpine)),
			...options.paths.map((path) => executable(path, name, 14_000_000)),
			...(options.packagers ?? []).map(([path, program]) => executable(path, program, 2_132)),
			...(options.hasEntrypoint === true
				? [entrypointScript(ENTRYPOINT, { server: name, unknownIsServers: true })]
				: []),
		]),
	];
	return {
		names: [`docker.io/library/${name}`],
		tags: imageTags(
			name,
			versions.map(([tags, date, sizeBytes, alpine]) => ({
				tags,
				date,
				sizeBytes,
				layers: layers(alpine),
				config: {
					...(options.hasEntrypoint === true ? { entrypoint: ['docker-entrypoint.sh'] } : {}),
					cmd: options.cmd,
					env: [...ENV, [`${name.toUpperCase()}_VERSION`, /\d+\.\d+\.\d+/.exec(tags)?.[0] ?? tags] as const],
				},
			})),
		),
		programs: new Map([[name, options.program]]),
	};
}

/** The three sizes that these images come in. */
function flavours(tags: string, date: string, slimBytes: number): (readonly [string, string, number, boolean])[] {
	const names = tags.split(' ');
	const slim = variantTags(names, 'slim', 'slim-bookworm', 'slim-bullseye');
	return [
		[[...names, ...variantTags(names, 'bookworm', 'bullseye')].join(' '), date, slimBytes + 340_000_000, false],
		[slim.join(' '), date, slimBytes, false],
		[variantTags(names, 'alpine', 'alpine3.22', 'alpine3.21').join(' '), date, slimBytes - 28_000_000, true],
	];
}

export const PYTHON = interpreter(
	'python',
	[
		...(
			[
				['3.14', '3.14.0', '2025-10-07', ' 3 latest'],
				['3.13', '3.13.9', '2025-10-21', ''],
				['3.12', '3.12.12', '2025-10-10', ''],
				['3.11', '3.11.14', '2025-10-10', ''],
				['3.10', '3.10.19', '2025-10-10', ''],
				['3.9', '3.9.24', '2025-10-10', ''],
				['3.8', '3.8.20', '2024-09-07', ''],
				['3.7', '3.7.17', '2023-06-06', ''],
			] as const
		).flatMap(([minor, release, date, more]) => flavours(`${minor} ${release}${more}`, date, 45_100_210)),
	],
	{
		paths: ['/usr/local/bin/python', '/usr/local/bin/python3'],
		cmd: ['python3'],
		program: python,
		packagers: [
			[PIP, 'pip'],
			['/usr/local/bin/pip3', 'pip'],
			[VENV, 'python-venv'],
		],
	},
);

export const NODE = interpreter(
	'node',
	[
		...(
			[
				['25 25.1 25.1.0 current latest', '2025-10-28'],
				['24 24.11 24.11.0 lts krypton', '2025-10-28'],
				['22 22.21 22.21.1 jod', '2025-10-28'],
				['20 20.19 20.19.5 iron', '2025-09-03'],
				['18 18.20 18.20.8 hydrogen', '2025-03-27'],
				['16 16.20 16.20.2 gallium', '2023-08-08'],
				['14 14.21 14.21.3 fermium', '2023-02-16'],
				['12 12.22 12.22.12 erbium', '2022-04-05'],
				['10 10.24 10.24.1 dubnium', '2021-04-06'],
			] as const
		).flatMap(([tags, date]) => flavours(tags, date, 78_402_110)),
	],
	{
		paths: ['/usr/local/bin/node'],
		cmd: ['node'],
		program: node,
		hasEntrypoint: true,
		user: 'node',
		packagers: [['/usr/local/bin/npm', 'npm']],
	},
);

export const PERL = interpreter(
	'perl',
	[
		['5.40 5.40.2 5 latest', '2025-04-14', 362_101_220, false],
		['5.34 5.34.0 5.34.1', '2022-03-13', 336_374_010, false],
	],
	{ paths: ['/usr/local/bin/perl'], cmd: ['perl', '-de0'], program: perl },
);
