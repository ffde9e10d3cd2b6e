import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { launch, waitFor } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { LineReader } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { textFile, writeTextFile } from './package-state.ts';

const SOURCES = '/etc/apt/sources.list.d';
const COMPONENTS: readonly string[] = ['main', 'universe', 'restricted', 'multiverse'];
const USAGE = `usage: add-apt-repository [-h] [-d] [-r] [-s] [-c COMPONENT] [-p POCKET] [-y]
                          [-n] [-l] [--dry-run]
                          [-L | -P PPA | -C CLOUD | -U URI | -S SOURCESLIST [SOURCESLIST ...]]
                          [line ...]
`;
const HELP = `${USAGE}
Only ONE of -P, -C, -U, -S, or old-style 'line' can be specified

positional arguments:
  line                  sources.list line to add (deprecated)

options:
  -h, --help            show this help message and exit
  -d, --debug           Print debug
  -r, --remove          Disable repository
  -s, --enable-source   Allow downloading of the source packages from the
                        repository
  -c COMPONENT, --component COMPONENT
                        Components to use with the repository
  -p POCKET, --pocket POCKET
                        Add entry for this pocket
  -y, --yes             Assume yes to all queries
  -n, --no-update       Do not update package cache after adding
  -l, --login           Login to Launchpad.
  --dry-run             Don't actually make any changes.
  -L, --list            List currently configured repositories
  -P PPA, --ppa PPA     PPA to add
  -C CLOUD, --cloud CLOUD
                        Cloud Archive to add
  -U URI, --uri URI     Archive URI to add
  -S SOURCESLIST [SOURCESLIST ...], --sourceslist SOURCESLIST [SOURCESLIST ...]
                        Full sources.list entry line to add
`;
const OPTIONS = {
	help: flag('h', 'help'),
	debug: flag('d', 'debug'),
	remove: flag('r', 'remove'),
	source: flag('s', 'enable-source'),
	component: withValue('c', 'component'),
	pocket: withValue('p', 'pocket'),
	yes: flag('y', 'yes'),
	noUpdate: flag('n', 'no-update'),
	update: flag('u', 'update'),
	login: flag('l', 'login'),
	dryRun: flag('dry-run'),
	list: flag('L', 'list'),
	ppa: withValue('P', 'ppa'),
	uri: withValue('U', 'uri'),
	line: flag('S', 'sourceslist'),
} as const;

const OPTION_NAMES: readonly (readonly string[])[] = [
	['c', 'component'],
	['p', 'pocket'],
	['P', 'ppa'],
	['U', 'uri'],
];

type Values = ReturnType<typeof parsed>['values'];

/** One line of a list of sources. */
interface Entry {
	/** "[arch=amd64]"; '' without. */
	readonly settings: string;
	readonly uri: string;
	readonly suite: string;
	readonly components: readonly string[];
}

/**
 * Adds and removes sources of packages, one line each. Compared with software-properties 0.99. Differs: what PPAs and
 * cloud archives there are is not known here, pockets are none of its business.
 */
export const addAptRepository = unixCommand({
	name: 'add-apt-repository',
	paths: ['/usr/bin/add-apt-repository', '/usr/bin/apt-add-repository'],
	size: 15_904,
	*main(run) {
		const { values, operands, given } = parsed(run.args);
		const { process, out } = run;
		if (values.help) {
			yield* out.write(HELP);
			return 0;
		}
		if (values.list) return yield* list(run);
		if (process.credentials.uid !== 0 && !values.dryRun) {
			yield* out.write('Error: must run as root\n');
			return 1;
		}
		const asked = given.flatMap(({ key, value }) => (key === 'component' ? [value ?? ''] : []));
		let line = values.ppa === undefined ? (values.uri ?? operands.join(' ')) : `ppa:${values.ppa.replace(/^ppa:/, '')}`;
		if (line === '-') line = (yield* new LineReader(process, 0).next()) ?? '';
		const components = line.split(/\s+/).filter((word) => word !== '');
		const areComponents = components.length > 0 && components.every((word) => COMPONENTS.includes(word));
		if (areComponents || (line === '' && asked.length > 0)) {
			return yield* changeComponents(run, values, [...asked, ...(areComponents ? components : [])]);
		}
		if (line === '') {
			yield* out.write(`Error: no actions requested.\n${HELP}`);
			return 1;
		}
		const entry = entryOf(line, asked, yield* codename(process));
		if (typeof entry === 'string') {
			yield* out.write(`${entry}\n`);
			return 1;
		}
		return yield* change(run, values, entry);
	},
});

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		const letter = /^option requires an argument -- '(\w)'|^option '--(\w+)' requires/.exec(error.message);
		const name = OPTION_NAMES.find((each) => each.includes(letter?.[1] ?? letter?.[2] ?? ' '));
		const unknown = args.filter((word) => /^-./.test(word)).join(' ');
		const why =
			name === undefined
				? `unrecognized arguments: ${unknown}`
				: `argument -${name.join('/--')}: expected one argument`;
		throw new Exit(2, `${USAGE}add-apt-repository: error: ${why}\n`);
	}
}

function* codename(process: Process): Task<string> {
	return /^VERSION_CODENAME=(\w+)/m.exec((yield* textFile(process, '/etc/os-release')) ?? '')?.[1] ?? 'noble';
}

/** A line, or an address with components; what it says of what is neither. */
function entryOf(text: string, asked: readonly string[], release: string): Entry | string {
	const ppa = /^ppa:~?([^/]+)(?:\/(?:ubuntu\/)?(.*))?$/.exec(text);
	if (ppa !== null) {
		const [, user = '', name = 'ppa'] = ppa;
		return `Cannot add PPA: 'ppa:~${user}/ubuntu/${name}'.\nERROR: '~${user}' user or team does not exist.`;
	}
	const line = /^deb(?:-src)?\s+(\[[^\]]*\]\s+)?(\S+)\s+(\S+)((?:\s+\S+)*)\s*$/.exec(text);
	if (line !== null && /^[a-z][a-z+]*:/.test(line[2] as string)) {
		const [, settings = '', uri = '', suite = '', rest = ''] = line;
		const own = rest.split(/\s+/).filter((word) => word !== '');
		return { settings: settings.trim(), uri, suite, components: [...new Set([...own, ...asked])] };
	}
	const [uri = '', ...own] = text.split(/\s+/);
	if (!/^[a-z][a-z+]*:\/\/[^/]/.test(uri)) return `Unable to handle repository shortcut '${text}'`;
	const components = [...new Set([...own, ...asked])];
	return { settings: '', uri, suite: release, components: components.length === 0 ? ['main'] : components };
}

function lineOf(type: string, { settings, uri, suite, components }: Entry): string {
	return [type, ...(settings === '' ? [] : [settings]), uri, suite, ...components].join(' ');
}

function* change(run: UnixRun, values: Values, entry: Entry): Task<number> {
	const { process, out } = run;
	yield* out.write(
		`Repository: '${lineOf('deb', entry)}'\nDescription:\nArchive for codename: ${entry.suite} components: ${entry.components.join(',')}\nMore info: ${entry.uri}\n${values.remove ? 'Removing' : 'Adding'} repository.\n`,
	);
	yield* ask(run, values);
	const base = `archive_uri-${entry.uri}-${yield* codename(process)}`;
	const file = `${SOURCES}/${base.toLowerCase().replace(/[^a-z0-9_-]+/g, '_')}.list`;
	const lines = ((yield* textFile(process, file)) ?? '').split('\n').filter((line) => line !== '');
	const next = values.remove ? yield* removed(run, file, lines, entry) : yield* added(run, values, file, lines, entry);
	if (!values.dryRun) {
		if (next.length > 0) yield* writeTextFile(process, file, next.map((line) => `${line}\n`).join(''));
		else if (process.access(file, {})) process.unlink(file);
	}
	yield* update(run, values);
	return 0;
}

function* added(
	{ out }: UnixRun,
	values: Values,
	file: string,
	lines: readonly string[],
	entry: Entry,
): Task<readonly string[]> {
	const next = [...lines];
	for (const type of ['deb', 'deb-src']) {
		const text = lineOf(type, entry);
		const wanted = type === 'deb' || values.source ? text : `# ${text}`;
		const at = next.findIndex((line) => line === text || line === `# ${text}`);
		if (at >= 0) yield* out.write(`Found existing ${type} entry in ${file}\n`);
		yield* out.write(`Adding ${wanted.startsWith('#') ? 'disabled ' : ''}${type} entry to ${file}\n`);
		if (at < 0) next.push(wanted);
		else next[at] = wanted;
	}
	return next;
}

/** Lines that are turned off go when nothing else of the file is on. */
function* removed({ out }: UnixRun, file: string, lines: readonly string[], entry: Entry): Task<readonly string[]> {
	const next = [...lines];
	for (const type of ['deb', 'deb-src']) {
		const at = next.indexOf(lineOf(type, entry));
		if (at < 0) continue;
		yield* out.write(`Disabling ${type} entry in ${file}\n`);
		next[at] = `# ${next[at]}`;
	}
	if (next.some((line) => line.startsWith('deb'))) return next;
	for (const line of next) {
		const type = /^# (deb(?:-src)?) /.exec(line)?.[1];
		if (type !== undefined) yield* out.write(`Removing disabled ${type} entry from ${file}\n`);
	}
	return next.filter((line) => !/^# deb(?:-src)? /.test(line));
}

function* changeComponents(run: UnixRun, values: Values, components: readonly string[]): Task<number> {
	const { out, process } = run;
	const names = components.join(', ');
	yield* out.write(
		values.remove
			? `Removing component(s) '${names}' from all repositories.\n`
			: `Adding component(s) '${names}' to all repositories.\n`,
	);
	yield* ask(run, values);
	const file = `${SOURCES}/ubuntu.sources`;
	const text = yield* textFile(process, file);
	if (text !== undefined && !values.dryRun) {
		const next = text.replace(/^(Components:)(.*)$/gm, (_, field: string, list: string) => {
			const own = list.split(/\s+/).filter((word) => word !== '');
			const kept = values.remove
				? own.filter((word) => !components.includes(word))
				: [...new Set([...own, ...components])];
			return `${field} ${kept.join(' ')}`;
		});
		if (next !== text) yield* writeTextFile(process, file, next);
	}
	yield* update(run, values);
	return 0;
}

/** Only who sits at a terminal is asked. */
function* ask({ process, out }: UnixRun, values: Values): Task<void> {
	if (values.dryRun) {
		yield* out.write('DRY-RUN mode: no modifications will be made\n');
		return;
	}
	if (values.yes || !process.isatty(0) || process.env.has('FORCE_ADD_APT_REPOSITORY')) return;
	yield* out.write('Press [ENTER] to continue or Ctrl-c to cancel.');
	yield* out.flush();
	yield* process.read(0, 256);
}

function* update({ process, out }: UnixRun, values: Values): Task<void> {
	if (values.dryRun || values.noUpdate) return;
	yield* out.flush();
	try {
		yield* waitFor(process, launch(process, ['apt-get', 'update']));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

/** What is on, as lines. */
function* list({ process, out }: UnixRun): Task<number> {
	for (const name of [...process.readdir(SOURCES)].sort()) {
		const text = (yield* textFile(process, `${SOURCES}/${name}`)) ?? '';
		if (name.endsWith('.list')) {
			for (const line of text.split('\n')) if (line.startsWith('deb ')) yield* out.write(`${line}\n`);
		}
		if (!name.endsWith('.sources')) continue;
		for (const stanza of text.split(/\n\n+/)) {
			const field = (key: string): string => new RegExp(`^${key}: *(.*)$`, 'm').exec(stanza)?.[1] ?? '';
			if (field('Enabled') === 'no' || field('URIs') === '') continue;
			const settings = field('Signed-By') === '' ? '' : `[signed-by=${field('Signed-By')}] `;
			for (const suite of field('Suites').split(' ')) {
				yield* out.write(`deb ${settings}${field('URIs')} ${suite} ${field('Components')}\n`);
			}
		}
	}
	return 0;
}
