import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import type { Stanza } from './control-file.ts';
import { compareVersions, versionProblem } from './debian-version.ts';
import { archive } from './dpkg-deb.ts';
import { ASSERT_HELP, DEBUG_HELP, DPKG_HELP, FORCE_HELP } from './dpkg-help.ts';
import { configure, installFiles } from './dpkg-install.ts';
import { type DpkgRequest, packageNameProblem, readDpkgArguments, usageError } from './dpkg-options.ts';
import { query } from './dpkg-query.ts';
import { removePackages } from './dpkg-remove.ts';
import { clearSelections, setSelections, showSelections } from './dpkg-selections.ts';
import { verifyPackages } from './dpkg-verify.ts';
import { isInstalled, readInstalled, textFile, writeTextFile } from './package-state.ts';

export const dpkg = unixCommand({
	name: 'dpkg',
	paths: ['/usr/bin/dpkg'],
	size: 318_176,
	help: DPKG_HELP,
	main: (run) => main(run),
});

const VERSION = `Debian 'dpkg' package management program version 1.22.6 (amd64).
This is free software; see the GNU General Public License version 2 or
later for copying conditions. There is NO warranty.
`;

/** Models src/main/main.c. */
function* main(run: UnixRun): Task<number> {
	if (run.args.includes('-?')) {
		yield* run.out.write(DPKG_HELP);
		return 0;
	}
	if (run.args.includes('--version')) {
		yield* run.out.write(run.args.includes('--robot') ? '1.22.6' : VERSION);
		return 0;
	}
	const request = readDpkgArguments('dpkg', run.args);
	const { action, words } = request;
	const told = TOLD.get(action);
	if (told !== undefined) {
		yield* run.out.write(told);
		return 0;
	}
	const [, kind = '', thing = ''] = /^--(assert|validate)-(.*)$/.exec(action) ?? [];
	if (kind === 'assert') return assertFeature(thing);
	if (kind === 'validate') return yield* validate(run, thing, words);
	if (OF_QUERY.test(action)) return yield* query(run, request);
	if (OF_DPKG_DEB.test(action)) return yield* archive(run, action, words);
	return yield* act(run, request);
}

const OF_QUERY = /^--(list|status|print-avail|listfiles|search)$/;
const OF_DPKG_DEB = /^--(build|contents|control|info|field|extract|vextract|ctrl-tarfile|fsys-tarfile)$/;

const TOLD: ReadonlyMap<string, string> = new Map([
	['--assert-help', ASSERT_HELP],
	['--force-help', FORCE_HELP],
	['--debug-help', DEBUG_HELP],
]);

function* act(run: UnixRun, request: DpkgRequest): Task<number> {
	const { action, words } = request;
	switch (action) {
		case '--install':
		case '--unpack':
		case '--record-avail':
			return yield* installFiles(run, request);
		case '--configure':
			return yield* configure(run, request);
		case '--triggers-only':
			return 0;
		case '--remove':
		case '--purge':
			return yield* removePackages(run, request);
		case '--verify':
			return yield* verify(run, words);
		case '--get-selections':
			return yield* showSelections(run, words);
		case '--set-selections':
			return yield* setSelections(run);
		case '--clear-selections':
			return yield* clearSelections(run);
		case '--audit':
			return yield* audit(run, words);
		case '--compare-versions':
			return yield* compare(run, words);
		case '--predep-package':
			return 1;
		default:
			return yield* architectures(run, action, words);
	}
}

function* verify(run: UnixRun, names: readonly string[]): Task<number> {
	const installed = yield* readInstalled(run.process);
	const stanzas: Stanza[] = [];
	let failed = 0;
	for (const name of names.length === 0 ? installed.keys() : names) {
		const stanza = installed.get(name.replace(/:(amd64|all)$/, ''));
		if (stanza !== undefined) stanzas.push(stanza);
		else {
			failed = 1;
			yield* run.say(`dpkg: package '${name}' is not installed\n`);
		}
	}
	const status = yield* verifyPackages(run, stanzas);
	return failed === 0 ? status : failed;
}

/** What was begun and not finished. Models src/main/enquiry.c audit. */
function* audit(run: UnixRun, names: readonly string[]): Task<number> {
	const installed = yield* readInstalled(run.process);
	for (const name of names) {
		if (!installed.has(name)) yield* run.say(`dpkg: package '${name}' is not installed\n`);
	}
	for (const [state, words] of PROBLEMS) {
		const found = [...installed].filter(
			([name, stanza]) =>
				(stanza.get('Status') ?? '').endsWith(` ${state}`) && (names.length === 0 || names.includes(name)),
		);
		if (found.length === 0) continue;
		const lines = found.map(
			([name, stanza]) => ` ${name.padEnd(20)} ${(stanza.get('Description') ?? '').slice(0, 55)}\n`,
		);
		yield* run.out.write(`${words}\n${lines.join('')}\n`);
	}
	return 0;
}

const PROBLEMS: readonly (readonly [state: string, words: string])[] = [
	[
		'unpacked',
		'The following packages have been unpacked but not yet configured.\nThey must be configured using dpkg --configure or the configure\nmenu option in dselect for them to work:',
	],
	[
		'half-configured',
		'The following packages are only half configured, probably due to problems\nconfiguring them the first time.  The configuration should be retried using\ndpkg --configure <package> or the configure menu option in dselect:',
	],
];

const ARCHITECTURES = '/var/lib/dpkg/arch';

/** What is left: of architectures, and of lists of what is available, which apt keeps instead. */
function* architectures(run: UnixRun, action: string, [name, ...more]: readonly string[]): Task<number> {
	const known = ((yield* textFile(run.process, ARCHITECTURES)) ?? 'amd64\n').split('\n').filter((each) => each !== '');
	if (action === '--print-architecture' || action === '--print-foreign-architectures') {
		if (name !== undefined) throw usageError('dpkg', `${action} takes no arguments`);
		const shown = action === '--print-architecture' ? ['amd64'] : known.filter((each) => each !== 'amd64');
		yield* run.out.write(shown.map((each) => `${each}\n`).join(''));
		return 0;
	}
	if (action !== '--add-architecture' && action !== '--remove-architecture') return 0;
	if (name === undefined || more.length > 0) throw usageError('dpkg', `${action} takes exactly one argument`);
	if (action === '--add-architecture') {
		const wrong = architectureProblem(name);
		if (wrong !== undefined) throw usageError('dpkg', `architecture '${name}' is illegal: ${wrong}`);
		if (!known.includes(name)) yield* storeArchitectures(run, [...known, name]);
		return 0;
	}
	if (!known.includes(name)) {
		yield* run.say(`dpkg: warning: cannot remove non-foreign architecture '${name}'\n`);
		return 0;
	}
	const users = [...(yield* readInstalled(run.process)).values()];
	if (users.some((stanza) => isInstalled(stanza) && stanza.get('Architecture') === name)) {
		throw new Exit(2, `dpkg: error: cannot remove architecture '${name}' currently in use by the database\n`);
	}
	yield* storeArchitectures(
		run,
		known.filter((each) => each !== name),
	);
	return 0;
}

function* storeArchitectures({ process }: UnixRun, names: readonly string[]): Task<void> {
	try {
		yield* writeTextFile(process, ARCHITECTURES, `${names.join('\n')}\n`);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(2, `dpkg: error: unable to create new file '${ARCHITECTURES}-new': Permission denied\n`);
	}
}

function architectureProblem(name: string): string | undefined {
	if (name === '') return 'may not be empty string';
	if (!/^[A-Za-z0-9]/.test(name)) return 'must start with an alphanumeric';
	const wrong = /[^-A-Za-z0-9]/.exec(name)?.[0];
	return wrong === undefined ? undefined : `character '${wrong}' not allowed (only letters, digits and characters '-')`;
}

const FEATURES =
	/^(support-predepends|working-epoch|long-filenames|multi-conrep|multi-arch|versioned-provides|protected-field)$/;

function assertFeature(name: string): number {
	if (FEATURES.test(name)) return 0;
	throw usageError('dpkg', 'unknown --assert-<feature>');
}

function* validate(run: UnixRun, thing: string, [text, ...more]: readonly string[]): Task<number> {
	const action = `--validate-${thing}`;
	if (!/^(pkgname|archname|trigname|version)$/.test(thing)) throw usageError('dpkg', `unknown option ${action}`);
	if (text === undefined || more.length > 0) throw usageError('dpkg', `${action} takes one <${thing}> argument`);
	if (thing === 'version') {
		const problem = versionProblem(text);
		if (problem === undefined) return 0;
		if (problem.isWarning) yield* run.say(`dpkg: warning: version '${text}' has bad syntax: ${problem.text}\n`);
		else throw new Exit(2, `dpkg: error: version '${text}' has bad syntax: ${problem.text}\n`);
		return problem.isWarning ? 1 : 0;
	}
	const problem =
		thing === 'archname'
			? architectureProblem(text)
			: thing === 'trigname'
				? triggerProblem(text)
				: packageNameProblem(text);
	if (problem === undefined) return 0;
	const what = thing === 'archname' ? 'architecture name' : thing === 'pkgname' ? 'package name' : 'trigger name';
	throw new Exit(2, `dpkg: error: ${what} '${text}' is invalid: ${problem}\n`);
}

function triggerProblem(name: string): string | undefined {
	if (name === '') return 'empty trigger names are not permitted';
	return /^[!-~]+$/.test(name) ? undefined : 'trigger name contains invalid character';
}

/** Models src/main/enquiry.c cmpversions. */
function* compare(run: UnixRun, words: readonly string[]): Task<number> {
	if (words.length !== 3) {
		throw usageError('dpkg', '--compare-versions takes three arguments: <version> <relation> <version>');
	}
	const [a = '', operator = '', b = ''] = words;
	const test = RELATIONS.get(operator);
	if (test === undefined) throw usageError('dpkg', '--compare-versions bad relation');
	if (operator === '<' || operator === '>') {
		yield* run.say(`dpkg: warning: --compare-versions used with obsolete relation operator '${operator}'\n`);
	}
	for (const each of [a, b]) {
		const problem = each === '' ? undefined : versionProblem(each);
		if (problem?.isWarning === true)
			yield* run.say(`dpkg: warning: version '${each}' has bad syntax: ${problem.text}\n`);
		else if (problem !== undefined) {
			throw new Exit(2, `dpkg: error: version '${each}' has bad syntax: ${problem.text}\n`);
		}
	}
	const isEmptyLater = operator.endsWith('-nl');
	const order =
		a === '' || b === '' ? (Number(a !== '') - Number(b !== '')) * (isEmptyLater ? -1 : 1) : compareVersions(a, b);
	return test(order) ? 0 : 1;
}

const before = (order: number): boolean => order < 0;
const notAfter = (order: number): boolean => order <= 0;
const notBefore = (order: number): boolean => order >= 0;
const after = (order: number): boolean => order > 0;
const RELATIONS: ReadonlyMap<string, (order: number) => boolean> = new Map([
	['lt', before],
	['le', notAfter],
	['eq', (order: number) => order === 0],
	['ne', (order: number) => order !== 0],
	['ge', notBefore],
	['gt', after],
	['lt-nl', before],
	['le-nl', notAfter],
	['ge-nl', notBefore],
	['gt-nl', after],
	['<<', before],
	['<=', notAfter],
	['<', notAfter],
	['=', (order: number) => order === 0],
	['>', notBefore],
	['>=', notBefore],
	['>>', after],
]);
