import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { AccessProfile, ProfileMode } from '../../kernel/security/access-profile.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { PolicyError, PolicyParser } from './policy-parser.ts';

const POLICIES = '/etc/apparmor.d';
const KERNEL = '/sys/kernel/security/apparmor';

const OPTIONS = {
	add: flag('a', 'add'),
	replace: flag('r', 'replace'),
	remove: flag('R', 'remove'),
	complain: flag('C', 'Complain'),
	quiet: flag('q', 'quiet'),
	verbose: flag('v', 'verbose'),
	names: flag('N', 'names'),
	skipKernel: flag('Q', 'skip-kernel-load'),
	preprocess: flag('p', 'preprocess'),
	debug: flag('d', 'debug'),
	writeCache: flag('W', 'write-cache'),
	skipCache: flag('K', 'skip-cache'),
	skipRead: flag('T', 'skip-read-cache'),
	skipBad: flag('skip-bad-cache'),
	cacheLocation: withValue('L', 'cache-loc'),
	include: withValue('I', 'Include'),
	base: withValue('b', 'base'),
	optimize: withValue('O', 'Optimize'),
	jobs: withValue('j', 'jobs'),
	version: flag('V', 'version'),
	help: flag('h', 'help'),
} as const;

type Values = ReturnType<typeof parsed>['values'];

/** Loads policies into the kernel. Models AppArmor 4.0's parser/parser_main.c. Differs: nothing is compiled or cached. */
export const apparmorParser = unixCommand({
	name: 'apparmor_parser',
	paths: ['/usr/sbin/apparmor_parser'],
	size: 1_573_688,
	*main(run) {
		const { values, operands } = parsed(run.args);
		if (values.version) {
			yield* run.out.write(
				'AppArmor parser version 4.0.1\nCopyright (C) 1999-2008 Novell Inc.\nCopyright 2009-2018 Canonical Ltd.\n',
			);
			return 0;
		}
		const touches = !values.names && !values.skipKernel && !values.preprocess;
		if (touches && run.process.credentials.uid !== 0) {
			throw new Exit(1, 'apparmor_parser: Sorry. You need root privileges to run this program.\n\n');
		}
		let status = 0;
		const files = operands.length === 0 ? ['-'] : operands.flatMap((path) => policyFiles(run.process, path));
		for (const path of files) status = (yield* take(run, values, path)) || status;
		return status;
	},
});

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `apparmor_parser: ${error.message}\n`);
	}
}

/** A folder stands for the files in it. */
function policyFiles(process: Process, path: string): string[] {
	if (path === '-' || !isFolder(process, path)) return [path];
	return process
		.readdir(path)
		.map((name) => `${path.replace(/\/$/, '')}/${name}`)
		.filter((each) => !isFolder(process, each) && !/\/(?:\.|README)/.test(each));
}

function isFolder(process: Process, path: string): boolean {
	try {
		return process.stat(path).type === 'directory';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return false;
	}
}

function* take(run: UnixRun, values: Values, path: string): Task<number> {
	const { process } = run;
	let text: string;
	try {
		text = decodeUtf8(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* run.say(`File ${path} not found, skipping...\n`);
		return 1;
	}
	const includes = yield* allIncludes(process, text, new Map());
	const parser = new PolicyParser((name) => includes.get(name));
	try {
		parser.parse(text);
	} catch (error) {
		if (!(error instanceof PolicyError)) throw error;
		const file = path === '-' ? 'stdin' : path;
		const within = error.profile === undefined ? '' : ` in profile ${file}`;
		yield* run.say(`AppArmor parser error for ${file}${within} at line ${error.line}: ${error.message}\n`);
		return 1;
	}
	for (const profile of parser.profiles) {
		const status = yield* apply(run, values, profile);
		if (status !== 0) return status;
	}
	return 0;
}

/** Every file that a policy includes, by the name it is included by. */
function* allIncludes(
	process: Process,
	text: string,
	found: Map<string, string | undefined>,
): Task<Map<string, string | undefined>> {
	for (const [, angled, quoted] of text.matchAll(/^\s*#?include\s+(?:if\s+exists\s+)?(?:<([^>\n]+)>|"([^"\n]+)")/gm)) {
		const name = angled ?? quoted ?? '';
		if (found.has(name)) continue;
		found.set(name, undefined);
		let content = '';
		const path = name.startsWith('/') ? name : `${POLICIES}/${name}`;
		for (const file of policyFiles(process, path)) {
			try {
				content += `${decodeUtf8(yield* readFile(process, file))}\n`;
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				content = '';
			}
		}
		if (content === '' && !isFolder(process, path)) continue;
		found.set(name, content);
		yield* allIncludes(process, content, found);
	}
	return found;
}

function* apply(run: UnixRun, values: Values, profile: AccessProfile): Task<number> {
	const { name } = profile;
	if (values.names) {
		yield* run.out.write(`${name}\n`);
		return 0;
	}
	if (values.skipKernel || values.preprocess) return 0;
	const mode: ProfileMode = values.complain ? 'complain' : profile.mode;
	const [file, text, done, failed] = values.remove
		? ([`${KERNEL}/.remove`, name, 'Removal', 'remove'] as const)
		: values.replace
			? ([`${KERNEL}/.replace`, JSON.stringify([{ ...profile, mode }]), 'Replacement', 'replace'] as const)
			: ([`${KERNEL}/.load`, JSON.stringify([{ ...profile, mode }]), 'Addition', 'add'] as const);
	try {
		const fd = yield* run.process.open(file, { write: true });
		yield* run.process.write(fd, encodeUtf8(text));
		run.process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why = error.errno === 'EEXIST' ? 'Profile already exists' : "Profile doesn't exist";
		if (error.errno !== 'EEXIST' && error.errno !== 'ENOENT') {
			throw new Exit(
				1,
				`apparmor_parser: Unable to ${failed} "${name}".  Permission denied; attempted to load a profile while confined?\n`,
			);
		}
		yield* run.say(`apparmor_parser: Unable to ${failed} "${name}".  ${why}\n`);
		return error.errno === 'EEXIST' ? 239 : 254;
	}
	if (values.verbose && !values.quiet) yield* run.out.write(`${done} succeeded for "${name}".\n`);
	return 0;
}
