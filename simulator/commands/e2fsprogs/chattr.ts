import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { reasonOf } from '../launch.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { DEPTH_MAX, E2FSPROGS_VERSION, FLAG_LETTERS, flagLetters } from './file-flags.ts';

const USAGE = 'Usage: chattr [-RVf] [-+=aAcCdDeijPsStTuFx] [-p project] [-v version] files...\n';
const CHANGED_LETTERS = 'aAcCdDeijPsStTuFxm';

interface Wish {
	added: number;
	removed: number;
	/** All of them, and no others. */
	exact: number | undefined;
	isRecursive: boolean;
	isLoud: boolean;
	isQuiet: boolean;
	setsNumber: boolean;
}

/** e2fsprogs'. Differs: the number of a project and the version of a file are read, and change nothing. */
export const chattr = unixCommand({
	name: 'chattr',
	paths: ['/usr/bin/chattr'],
	size: 14_656,
	*main(run) {
		if (run.args.length === 0) throw new Exit(1, USAGE);
		const { wish, files } = wishOf(run.args);
		if (wish.exact !== undefined && (wish.added !== 0 || wish.removed !== 0)) {
			throw new Exit(1, '= is incompatible with - and +\n');
		}
		if ((wish.added & wish.removed) !== 0) throw new Exit(1, "Can't both set and unset same flag.\n");
		if (wish.exact === undefined && wish.added === 0 && wish.removed === 0 && !wish.setsNumber) {
			throw new Exit(1, "Must use '-v', =, - or +\n");
		}
		if (files.length === 0) throw new Exit(1, USAGE);
		if (wish.isLoud) yield* run.say(`chattr ${E2FSPROGS_VERSION}\n`);
		let status = 0;
		for (const path of files) if (!(yield* change(run, path, wish, 0))) status = 1;
		return status;
	},
});

function wishOf(args: readonly string[]): { readonly wish: Wish; readonly files: readonly string[] } {
	const wish: Wish = {
		added: 0,
		removed: 0,
		exact: undefined,
		isRecursive: false,
		isLoud: false,
		isQuiet: false,
		setsNumber: false,
	};
	let at = 0;
	for (; at < args.length; at++) {
		const word = args[at] as string;
		if (word === '--') {
			at++;
			break;
		}
		const [sign = ''] = word;
		if (!'-+='.includes(sign) || sign === '' || word === '-') break;
		if (sign === '=') wish.exact ??= 0;
		else if (word.length === 1) throw new Exit(1, USAGE);
		for (const letter of word.slice(1)) {
			if (sign === '-' && 'RVf'.includes(letter)) {
				wish.isRecursive ||= letter === 'R';
				wish.isLoud ||= letter === 'V';
				wish.isQuiet ||= letter === 'f';
				continue;
			}
			if (sign === '-' && (letter === 'p' || letter === 'v')) {
				const value = args[++at];
				if (value === undefined) throw new Exit(1, USAGE);
				if (!/^\d+$/.test(value)) {
					throw new Exit(1, `bad ${letter === 'p' ? 'project' : 'version'} - ${value}\n${letter === 'p' ? '' : USAGE}`);
				}
				wish.setsNumber = true;
				continue;
			}
			const bit = CHANGED_LETTERS.includes(letter) ? FLAG_LETTERS.find(([each]) => each === letter)?.[2] : undefined;
			if (bit === undefined) throw new Exit(1, USAGE);
			if (sign === '+') wish.added |= bit;
			else if (sign === '-') wish.removed |= bit;
			else wish.exact = (wish.exact ?? 0) | bit;
		}
	}
	return { wish, files: args.slice(at) };
}

function* change(run: UnixRun, path: string, wish: Wish, depth: number): Task<boolean> {
	const { process, name, out } = run;
	yield* process.tick();
	let doing = 'trying to stat';
	let succeeded = true;
	let isFolder = false;
	try {
		isFolder = process.lstat(path).type === 'directory';
		doing = 'reading flags on';
		const before = process.getFlags(path);
		const after = wish.exact ?? (before & ~wish.removed) | wish.added;
		if (wish.isLoud) yield* out.write(`Flags of ${path} set as ${flagLetters(after)}\n`);
		doing = 'setting flags on';
		process.setFlags(path, after);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (!wish.isQuiet) yield* run.say(`${name}: ${reasonOf(error)} while ${doing} ${path}\n`);
		succeeded = false;
	}
	if (!wish.isRecursive || !isFolder || depth >= DEPTH_MAX) return succeeded;
	for (const each of process.readdir(path)) {
		if (!(yield* change(run, `${path.replace(/\/$/, '')}/${each}`, wish, depth + 1))) succeeded = false;
	}
	return succeeded;
}
