import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { writeSparse } from '../apk/package-payload.ts';
import { lookUpHost } from '../apk/reachable.ts';
import { findExecutable } from '../launch.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { canonicalName, PYTHON_PACKAGES, type PythonPackage } from './python-packages.ts';

const PIP_VERSION = '25.0.1';
const NEWEST_PIP = '25.3';
const KIB = 1024;
const CACHE = '.cache/pip/http-v2';
/** Flags with a word behind them. */
const WITH_VALUE =
	/^(-r|--requirement|-t|--target|-i|--index-url|--extra-index-url|-c|--constraint|--prefix|--timeout|--retries|--trusted-host|--root-user-action|--progress-bar|-f|--find-links|--cache-dir|--format)$/;

/**
 * Python's package manager, over a table of packages that people ask for. Models pip 25.
 * Differs: the newest version is the one that fits, unless another is asked for by name; nothing is compiled.
 */
export const pip = unixCommand({
	name: 'pip',
	paths: [],
	size: 229,
	*main(run) {
		const [command, ...rest] = run.args.filter((arg) => !/^(-q|--quiet|--disable-pip-version-check)$/.test(arg));
		switch (command) {
			case 'install':
				return yield* install(run, rest);
			case 'uninstall':
				return yield* uninstall(run, rest);
			case 'list':
			case 'freeze':
				return yield* list(run, command);
			case 'show':
				return yield* show(run, rest);
			case 'cache':
				yield* run.out.write('Files removed: 0\n');
				return 0;
			case 'check':
				yield* run.out.write('No broken requirements found.\n');
				return 0;
			case '--version':
			case '-V': {
				const { folder, python } = siteOf(run.process);
				yield* run.out.write(`pip ${PIP_VERSION} from ${folder}/pip (python ${python})\n`);
				return 0;
			}
			case undefined:
			case 'help':
			case '--help':
				yield* run.out.write(
					'\nUsage:   \n  pip <command> [options]\n\nCommands:\n  install, uninstall, list, freeze, show, check, cache\n',
				);
				return 0;
			default:
				throw new Exit(1, `ERROR: unknown command "${command}"\n`);
		}
	},
});

interface Site {
	readonly folder: string;
	/** "3.12". */
	readonly python: string;
	readonly scripts: string;
}

function siteOf(process: Process): Site {
	const venv = process.env.get('VIRTUAL_ENV') ?? environmentOf(process);
	const known = process.env.get('PYTHON_VERSION');
	const python = known === undefined ? '3.12' : known.split('.').slice(0, 2).join('.');
	const home = venv ?? (known === undefined ? '/usr' : '/usr/local');
	return { folder: `${home}/lib/python${python}/site-packages`, python, scripts: `${home}/bin` };
}

/** The virtual environment that this pip belongs to, by where it was found. */
function environmentOf(process: Process): string | undefined {
	try {
		const folder = findExecutable(process, process.argv[0] ?? 'pip').replace(/\/bin\/[^/]*$/, '');
		return process.access(`${folder}/pyvenv.cfg`, {}) ? folder : undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
}

/** Models PEP 668: a distribution's own Python is not pip's to change. */
function refuseSystem(process: Process, args: readonly string[]): void {
	if (process.env.has('PYTHON_VERSION') || args.includes('--break-system-packages')) return;
	if ((process.env.get('VIRTUAL_ENV') ?? environmentOf(process)) !== undefined) return;
	const manager = process.access('/etc/alpine-release', {})
		? ['apk', 'apk add py3-xyz']
		: ['apt', 'apt install python3-xyz'];
	throw new Exit(
		1,
		`error: externally-managed-environment

× This environment is externally managed
╰─> The Python of this system is the package manager's: use ${manager[0]} for
    what it has (${manager[1]}), or a virtual environment for the rest:

    python3 -m venv path/to/venv
    . path/to/venv/bin/activate
    pip install xyz

note: If you believe this is a mistake, please contact your Python installation or OS distribution provider. You can override this, at the risk of breaking your Python installation or OS, by passing --break-system-packages.
hint: See PEP 668 for the detailed specification.
`,
	);
}

interface Wanted {
	readonly name: string;
	/** "==3.0.0", ">=2", empty. */
	readonly bound: string;
	/** "(from -r requirements.txt (line 1))", or whose requirement it is. */
	readonly from: string;
}

interface Plan {
	readonly wanted: Wanted[];
	readonly isQuiet: boolean;
	readonly usesCache: boolean;
	readonly warnsRoot: boolean;
	readonly folder: string;
}

function* planOf(run: UnixRun, args: readonly string[]): Task<Plan> {
	const wanted: Wanted[] = [];
	let folder = siteOf(run.process).folder;
	let warnsRoot = true;
	for (let at = 0; at < args.length; at++) {
		const [flag = '', joined] = (args[at] as string).split(/=(.*)/s);
		if (!flag.startsWith('-')) {
			if (isLocal(args[at] as string)) continue;
			wanted.push({ ...requirement(args[at] as string), from: '' });
			continue;
		}
		const value = WITH_VALUE.test(flag) ? (joined ?? (args[++at] as string | undefined) ?? '') : '';
		if (flag === '-r' || flag === '--requirement') wanted.push(...(yield* requirementsIn(run, value)));
		else if (flag === '-t' || flag === '--target') folder = value;
		else if (flag === '--root-user-action') warnsRoot = value !== 'ignore';
	}
	if (wanted.length === 0 && !args.some(isLocal) && !args.some((arg) => /^(-r|--requirement)/.test(arg))) {
		throw new Exit(1, 'ERROR: You must give at least one requirement to install (see "pip help install")\n');
	}
	return {
		wanted,
		isQuiet: run.args.some((arg) => arg === '-q' || arg === '--quiet'),
		usesCache: !args.includes('--no-cache-dir') && (run.process.env.get('PIP_NO_CACHE_DIR') ?? '') === '',
		warnsRoot: warnsRoot && (run.process.env.get('PIP_ROOT_USER_ACTION') ?? '') !== 'ignore',
		folder,
	};
}

/** ".", "./app", "-e .". */
function isLocal(arg: string): boolean {
	return arg === '.' || arg.startsWith('./') || arg.startsWith('/');
}

function* requirementsIn(run: UnixRun, path: string): Task<Wanted[]> {
	let text: string;
	try {
		text = decodeUtf8(yield* readFile(run.process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `ERROR: Could not open requirements file: [Errno 2] No such file or directory: '${path}'\n`);
	}
	return text.split('\n').flatMap((line, index): Wanted[] => {
		const bare = line.replace(/(^|\s)#.*/, '').trim();
		if (bare === '' || bare.startsWith('-') || isLocal(bare)) return [];
		return [{ ...requirement(bare), from: ` (from -r ${path} (line ${index + 1}))` }];
	});
}

function requirement(text: string): { readonly name: string; readonly bound: string } {
	const bare = text.replace(/;.*/, '').replace(/\s+/g, '');
	const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?(.*)$/.exec(bare);
	if (match === null || !/^$|^(===?|~=|!=|[<>]=?)/.test(match[2] as string)) {
		throw new Exit(
			1,
			`ERROR: Invalid requirement: '${text}': Expected package name at the start of dependency specifier\n    ${text}\n    ^\n`,
		);
	}
	return { name: match[1] as string, bound: match[2] as string };
}

interface Chosen extends PythonPackage {
	readonly from: string;
	readonly asked: string;
}

function* install(run: UnixRun, args: readonly string[]): Task<number> {
	const { process } = run;
	refuseSystem(process, args);
	const plan = yield* planOf(run, args);
	const say = (text: string): Task<void> => run.out.write(plan.isQuiet ? '' : text);
	const present = installedIn(process, plan.folder);
	const isReachable = plan.wanted.length === 0 || (yield* lookUpHost(process, 'pypi.org'));
	const chosen = new Map<string, Chosen>();
	const queue = [...plan.wanted];
	for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
		yield* process.tick();
		const key = canonicalName(next.name);
		if (chosen.has(key)) continue;
		const asked = `${next.name}${next.bound}`;
		const old = present.get(key);
		if (old !== undefined && !args.some((arg) => arg === '-U' || arg === '--upgrade')) {
			yield* say(`Requirement already satisfied: ${asked} in ${plan.folder}${next.from} (${old})\n`);
			continue;
		}
		const found = PYTHON_PACKAGES.get(key);
		if (!isReachable) yield* tellUnreachable(run, asked);
		if (found === undefined || !isReachable) {
			throw new Exit(
				1,
				`ERROR: Could not find a version that satisfies the requirement ${asked} (from versions: none)\nERROR: No matching distribution found for ${asked}\n`,
			);
		}
		const version = /^===?([^,]+)$/.exec(next.bound)?.[1] ?? found.version;
		chosen.set(key, { ...found, version, from: next.from, asked });
		yield* say(
			`Collecting ${asked}${next.from}\n  Downloading ${wheelName(process, found, version)}.metadata (${kilobytes(1 + (found.downloadKb % 9))})\n`,
		);
		const whose = ` (from ${asked}${next.from.replace(/^ \(from /, '->').replace(/\)$/, '')})`;
		queue.push(...found.requires.map((each) => ({ ...requirement(each), from: whose })));
	}
	if (chosen.size > 0) yield* putInPlace(run, plan, [...chosen.values()], say);
	return 0;
}

function* tellUnreachable(run: UnixRun, asked: string): Task<void> {
	const name = canonicalName(asked.replace(/[=<>!~].*/, ''));
	for (let total = 4; total >= 0; total--) {
		yield* run.say(
			`WARNING: Retrying (Retry(total=${total}, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NameResolutionError("<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f1c5a3b2d50>: Failed to resolve 'pypi.org' ([Errno -3] Temporary failure in name resolution)")': /simple/${name}/\n`,
		);
	}
}

function* putInPlace(
	run: UnixRun,
	plan: Plan,
	chosen: readonly Chosen[],
	say: (text: string) => Task<void>,
): Task<void> {
	const { process } = run;
	for (const each of chosen) {
		yield* say(`Downloading ${wheelName(process, each, each.version)} (${kilobytes(each.downloadKb)})\n`);
		yield* process.burnCpu(2 + each.installedKb / 500);
	}
	// What others need comes first.
	const order = [...chosen].reverse();
	yield* say(`Installing collected packages: ${order.map(({ name }) => name.toLowerCase()).join(', ')}\n`);
	for (const each of order) yield* unpack(process, plan, each);
	const sorted = [...chosen].map(({ name, version }) => `${name.toLowerCase().replace(/_/g, '-')}-${version}`).sort();
	yield* say(`Successfully installed ${sorted.join(' ')}\n`);
	if (process.credentials.uid === 0 && plan.warnsRoot && process.env.get('VIRTUAL_ENV') === undefined) {
		yield* run.say(
			"WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager, possibly rendering your system unusable. It is recommended to use a virtual environment instead: https://pip.pypa.io/warnings/venv. Use the --root-user-action option if you know what you are doing and want to suppress this warning.\n",
		);
	}
	if (run.args.includes('--disable-pip-version-check') || process.env.has('PIP_DISABLE_PIP_VERSION_CHECK')) return;
	if (plan.isQuiet) return;
	yield* run.say(
		`\n[notice] A new release of pip is available: ${PIP_VERSION} -> ${NEWEST_PIP}\n[notice] To update, run: pip install --upgrade pip\n`,
	);
}

function* unpack(process: Process, plan: Plan, each: Chosen): Task<void> {
	const module = canonicalName(each.name).replaceAll('-', '_');
	const info = `${plan.folder}/${each.name.toLowerCase().replace(/-/g, '_')}-${each.version}.dist-info`;
	const metadata = `Metadata-Version: 2.4\nName: ${each.name}\nVersion: ${each.version}\n`;
	yield* writeSparse(process, `${info}/METADATA`, 0, encodeUtf8(metadata), 0o644);
	yield* writeSparse(
		process,
		`${plan.folder}/${module}/__init__.py`,
		each.installedKb * KIB,
		encodeUtf8('"""."""\n'),
		0o644,
	);
	for (const script of each.scripts) {
		const text = `#!${interpreterOf(process)}\n# ${script}\nimport sys\nfrom ${module} import main\nsys.exit(main())\n`;
		yield* writeSparse(process, `${siteOf(process).scripts}/${script}`, 0, encodeUtf8(text), 0o755);
	}
	if (!plan.usesCache) return;
	const cached = `${process.env.get('HOME') ?? '/root'}/${CACHE}/${module}-${each.version}.body`;
	yield* writeSparse(process, cached, each.downloadKb * KIB, new Uint8Array(0), 0o644);
}

function interpreterOf(process: Process): string {
	try {
		return findExecutable(process, 'python3');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return '/usr/bin/env python3';
	}
}

function wheelName(process: Process, { name, isBinary }: PythonPackage, version: string): string {
	const tag = siteOf(process).python.replace('.', '');
	const platform = isBinary ? `cp${tag}-cp${tag}-manylinux2014_x86_64.manylinux_2_17_x86_64` : 'py3-none-any';
	return `${name.toLowerCase().replace(/-/g, '_')}-${version}-${platform}.whl`;
}

function kilobytes(kb: number): string {
	return kb >= 1000 ? `${(kb / 1000).toFixed(1)} MB` : kb >= 10 ? `${Math.round(kb)} kB` : `${kb.toFixed(1)} kB`;
}

/** Version by name, as the folders say. */
function installedIn(process: Process, folder: string): Map<string, string> {
	const found = new Map<string, string>();
	for (const { name, version } of distributions(process, folder)) found.set(canonicalName(name), version);
	return found;
}

function distributions(process: Process, folder: string): { name: string; version: string }[] {
	if (!process.access(folder, {})) return [];
	return [...process.readdir(folder)]
		.map((entry) => /^(.+)-([^-]+)\.dist-info$/.exec(entry))
		.filter((match) => match !== null)
		.map(([, name = '', version = '']) => ({ name: PYTHON_PACKAGES.get(canonicalName(name))?.name ?? name, version }))
		.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

function* list(run: UnixRun, command: 'list' | 'freeze'): Task<number> {
	const found = distributions(run.process, siteOf(run.process).folder);
	if (command === 'freeze') {
		for (const { name, version } of found) yield* run.out.write(`${name}==${version}\n`);
		return 0;
	}
	const rows = [...found, { name: 'pip', version: PIP_VERSION }].sort((a, b) =>
		a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1,
	);
	const width = Math.max('Package'.length, ...rows.map(({ name }) => name.length));
	const second = Math.max('Version'.length, ...rows.map(({ version }) => version.length));
	yield* run.out.write(`${'Package'.padEnd(width)} Version\n${'-'.repeat(width)} ${'-'.repeat(second)}\n`);
	for (const { name, version } of rows) yield* run.out.write(`${name.padEnd(width)} ${version}\n`);
	return 0;
}

function* show(run: UnixRun, names: readonly string[]): Task<number> {
	const { folder } = siteOf(run.process);
	const present = installedIn(run.process, folder);
	let status = 1;
	for (const name of names) {
		const version = present.get(canonicalName(name));
		const known = PYTHON_PACKAGES.get(canonicalName(name));
		if (version === undefined) {
			yield* run.say(`WARNING: Package(s) not found: ${name}\n`);
			continue;
		}
		status = 0;
		const requires = (known?.requires ?? []).map((each) => each.replace(/[=<>!~].*/, '')).sort();
		yield* run.out.write(
			`Name: ${known?.name ?? name}\nVersion: ${version}\nLocation: ${folder}\nRequires: ${requires.join(', ')}\nRequired-by: \n`,
		);
	}
	return status;
}

function* uninstall(run: UnixRun, args: readonly string[]): Task<number> {
	const { process } = run;
	const { folder } = siteOf(process);
	for (const name of args.filter((arg) => !arg.startsWith('-'))) {
		const found = distributions(process, folder).find((each) => canonicalName(each.name) === canonicalName(name));
		if (found === undefined) {
			yield* run.say(`WARNING: Skipping ${name} as it is not installed.\n`);
			continue;
		}
		yield* run.out.write(
			`Found existing installation: ${found.name} ${found.version}\nUninstalling ${found.name}-${found.version}:\n`,
		);
		const module = canonicalName(found.name).replaceAll('-', '_');
		const info = `${folder}/${found.name.toLowerCase().replace(/-/g, '_')}-${found.version}.dist-info`;
		for (const [path, parent] of [
			[`${info}/METADATA`, info],
			[`${folder}/${module}/__init__.py`, `${folder}/${module}`],
		] as const) {
			process.unlink(path);
			process.rmdir(parent);
		}
		yield* run.out.write(`  Successfully uninstalled ${found.name}-${found.version}\n`);
	}
	return 0;
}
