import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { captured } from '../launch.ts';
import { flag, mayHaveValue, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { SYSTEMD_VERSION } from './systemd-help.ts';

const HELP = `systemd-delta [OPTIONS...] [SUFFIX...]

Find overridden configuration files.

  -h --help           Show this help
     --version        Show package version
     --no-pager       Do not pipe output into a pager
     --diff[=1|0]     Show a diff when overridden files differ
  -t --type=LIST...   Only display a selected set of override types

See the systemd-delta(1) man page for details.
`;
/** The first counts. */
const PREFIXES = ['/etc', '/run', '/usr/local/lib', '/usr/local/share', '/usr/lib', '/usr/share'];
const SUFFIXES = [
	...['sysctl.d', 'tmpfiles.d', 'modules-load.d', 'binfmt.d', 'systemd/system', 'systemd/user'],
	...['systemd/system-preset', 'systemd/user-preset', 'udev/rules.d', 'modprobe.d'],
];
const WITH_DROP_INS: ReadonlySet<string> = new Set(['systemd/system', 'systemd/user']);
const KINDS = ['masked', 'equivalent', 'redirected', 'overridden', 'extended', 'unchanged'] as const;
const FILES_MAX = 1_000;

type Kind = (typeof KINDS)[number];

interface Wish {
	readonly kinds: ReadonlySet<Kind>;
	readonly diff: boolean;
}

/** Which settings' files stand in whose place. Models src/delta/delta.c. */
export const systemdDelta = unixCommand({
	name: 'systemd-delta',
	paths: ['/usr/bin/systemd-delta'],
	size: 27_088,
	*main(run) {
		const { values, operands } = parsed(run.args);
		if (values.help || values.version) {
			yield* run.out.write(values.help ? HELP : SYSTEMD_VERSION);
			return 0;
		}
		const kinds = kindsOf(values.type);
		const asked = values.diff as string | true | undefined;
		if (asked !== undefined && asked !== true && !/^(?:1|0|yes|no|y|n|true|false|t|f|on|off)$/.test(asked)) {
			throw new Exit(1, `Failed to parse boolean argument to --diff: ${asked}.\n`);
		}
		const off = typeof asked === 'string' && /^(?:0|no|n|false|f|off)$/.test(asked);
		const wish: Wish = { kinds, diff: asked === undefined ? kinds.has('overridden') : !off };
		let found = 0;
		for (const suffix of operands.length === 0 ? SUFFIXES : operands) found += yield* compare(run, suffix, wish);
		yield* run.out.write(`${found > 0 ? '\n' : ''}${found} overridden configuration files found.\n`);
		return 0;
	},
});

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, {
			help: flag('h', 'help'),
			version: flag('version'),
			noPager: flag('no-pager'),
			diff: mayHaveValue('diff'),
			type: withValue('t', 'type'),
		});
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `systemd-delta: ${error.message}\n`);
	}
}

function kindsOf(text: string | undefined): ReadonlySet<Kind> {
	if (text === undefined) return new Set(KINDS.filter((kind) => kind !== 'unchanged'));
	const kinds = text.split(',').flatMap((word): Kind[] => {
		if (word === 'default') return KINDS.filter((kind) => kind !== 'unchanged');
		const kind = KINDS.find((each) => each === word);
		if (kind === undefined) throw new Exit(1, 'Failed to parse flags field.\n');
		return [kind];
	});
	return new Set(kinds);
}

/** By name, in the order they are come upon: the files of all prefixes, the first first; and what adds to them. */
interface Listing {
	readonly files: Map<string, string[]>;
	readonly dropIns: Map<string, Map<string, string>>;
}

function listing(process: Process, suffix: string): Listing {
	const files = new Map<string, string[]>();
	const dropIns = new Map<string, Map<string, string>>();
	const add = (name: string, path: string): void => {
		const known = files.get(name);
		if (known === undefined) files.set(name, [path]);
		else known.push(path);
	};
	for (const prefix of PREFIXES) {
		const folder = `${prefix}/${suffix}`;
		const names = namesIn(process, folder).slice(0, FILES_MAX);
		const isFolder = (name: string): boolean => kindOf(process, `${folder}/${name}`) === 'directory';
		for (const name of WITH_DROP_INS.has(suffix) ? names : []) {
			if (!name.endsWith('.d') || !isFolder(name)) continue;
			const unit = name.slice(0, -2);
			const known = dropIns.get(unit) ?? new Map<string, string>();
			dropIns.set(unit, known);
			for (const each of namesIn(process, `${folder}/${name}`)) {
				if (!each.endsWith('.conf')) continue;
				const path = `${folder}/${name}/${each}`;
				add(`${name}/${each}`, path);
				if (!known.has(each)) known.set(each, path);
			}
		}
		for (const name of names) if (!isFolder(name)) add(name, `${folder}/${name}`);
	}
	return { files, dropIns };
}

function namesIn(process: Process, folder: string): string[] {
	try {
		return [...process.readdir(folder)].sort();
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return [];
	}
}

function kindOf(process: Process, path: string): string | undefined {
	try {
		return process.stat(path).type;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
}

/** @returns how many differ from what a package has put there. */
function* compare(run: UnixRun, suffix: string, wish: Wish): Task<number> {
	const { process, out } = run;
	const { files, dropIns } = listing(process, suffix);
	let found = 0;
	for (const [name, paths] of files) {
		yield* process.tick();
		const top = paths[0] as string;
		for (const bottom of paths.slice(1)) found += yield* tell(run, top, bottom, wish);
		if (paths.length === 1 && wish.kinds.has('unchanged')) yield* out.write(`[UNCHANGED]  ${top}\n`);
		for (const [, path] of dropIns.get(name) ?? []) {
			if (!wish.kinds.has('extended')) continue;
			yield* out.write(`[EXTENDED]   ${top} → ${path}\n`);
			found++;
		}
	}
	return found;
}

function* tell(run: UnixRun, top: string, bottom: string, { kinds, diff }: Wish): Task<number> {
	const { process, out } = run;
	const isLink = process.lstat(top).type === 'symlink';
	const kind = relation(process, top, bottom, isLink);
	if (!kinds.has(kind)) return 0;
	const label = `[${kind.toUpperCase()}]`.padEnd(12);
	yield* out.write(`${label} ${top} → ${bottom}\n`);
	if (kind === 'overridden' && diff) {
		yield* out.write('\n');
		yield* out.flush();
		const { output } = yield* captured(process, ['diff', '-us', '--', bottom, top]);
		yield* out.write(`${decodeUtf8(output)}\n`);
	}
	return 1;
}

function relation(process: Process, top: string, bottom: string, isLink: boolean): Kind {
	if (isLink && process.readlink(top) === '/dev/null') return 'masked';
	if (!isLink && kindOf(process, top) === 'file' && process.stat(top).size === 0) return 'masked';
	const isThere = kindOf(process, top) !== undefined;
	if (isThere && process.realpath(top) === process.realpath(bottom)) return 'equivalent';
	return isLink ? 'redirected' : 'overridden';
}
