import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { kernelMessages } from '../misc/dmesg.ts';
import { flag, mayHaveValue, OptionError, parseOptions, withValue } from '../options.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import type { JournalEntry, JournalSource } from './journal-entry.ts';
import { cursorOf, entriesOf, fieldOf, fieldsOf, journalSource } from './journal-entry.ts';
import { FACILITIES, journalFilter } from './journal-filter.ts';
import { entryText, formatNamed, JOURNAL_FORMATS, type JournalStyle } from './journal-formats.ts';
import { diskUsage, requireRoot, tellBoots, tellHeader, vacuum, verify } from './journal-upkeep.ts';
import { servicesOf } from './service-port.ts';
import { JOURNALCTL_HELP, SYSTEMD_VERSION } from './systemd-help.ts';

const TABLE = {
	unit: withValue('u', 'unit'),
	userUnit: withValue('user-unit'),
	follow: flag('f', 'follow'),
	lines: mayHaveValue('n', 'lines'),
	reverse: flag('r', 'reverse'),
	since: withValue('S', 'since'),
	until: withValue('U', 'until'),
	output: withValue('o', 'output'),
	outputFields: withValue('output-fields'),
	noPager: flag('no-pager'),
	noHostname: flag('no-hostname'),
	quiet: flag('q', 'quiet'),
	boot: mayHaveValue('b', 'boot'),
	end: flag('e', 'pager-end'),
	explain: flag('x', 'catalog'),
	identifier: withValue('t', 'identifier'),
	facility: withValue('facility'),
	grep: withValue('g', 'grep'),
	caseSensitive: mayHaveValue('case-sensitive'),
	priority: withValue('p', 'priority'),
	all: flag('a', 'all'),
	full: flag('l', 'full', 'no-full'),
	kernel: flag('k', 'dmesg'),
	utc: flag('utc'),
	cursor: withValue('c', 'cursor'),
	afterCursor: withValue('after-cursor'),
	cursorFile: withValue('cursor-file'),
	showCursor: flag('show-cursor'),
	diskUsage: flag('disk-usage'),
	vacuumTime: withValue('vacuum-time'),
	vacuumSize: withValue('vacuum-size'),
	vacuumFiles: withValue('vacuum-files'),
	field: withValue('F', 'field'),
	fields: flag('N', 'fields'),
	listBoots: flag('list-boots'),
	header: flag('header'),
	noTail: flag('no-tail'),
	rotate: flag('rotate'),
	/** What is written is there at once. */
	flush: flag('flush', 'sync', 'relinquish-var'),
	smart: flag('smart-relinquish-var'),
	verify: flag('verify'),
	verifyKey: withValue('verify-key'),
	setupKeys: flag('setup-keys'),
	force: flag('force'),
	interval: withValue('interval'),
	merge: flag('m', 'merge', 'system'),
	user: flag('user'),
	machine: withValue('M', 'machine'),
	directory: withValue('D', 'directory'),
	file: withValue('i', 'file'),
	root: withValue('root'),
	image: withValue('image'),
	namespace: withValue('namespace'),
	catalog: flag('list-catalog', 'dump-catalog'),
	updateCatalog: flag('update-catalog'),
	help: flag('h', 'help'),
	version: flag('version'),
} as const;

const parse = (args: readonly string[]) => parseOptions(args, { ...TABLE });
type Options = ReturnType<typeof parse>;

const FOLLOW_MS = 250;
/** With --pager-end. */
const END_LINES = 1000;

export const journalctl = unixCommand({
	name: 'journalctl',
	paths: ['/usr/bin/journalctl'],
	size: 84_800,
	help: JOURNALCTL_HELP,
	*main(run) {
		const options = parsed(run.args);
		const { values } = options;
		if (values.help || values.version) {
			yield* run.out.write(values.help ? JOURNALCTL_HELP : SYSTEMD_VERSION);
			return 0;
		}
		if (values.facility === 'help') {
			yield* run.out.write(`Available facilities:\n${FACILITIES.map((name) => `${name}\n`).join('')}`);
			return 0;
		}
		if (values.output === 'help') {
			yield* run.out.write(JOURNAL_FORMATS.map((name) => `${name}\n`).join(''));
			return 0;
		}
		if (values.machine !== undefined && values.machine !== '.host')
			throw new Exit(1, `Failed to open journal of machine ${values.machine}: No such file or directory\n`);
		const services = run.process.port<ServiceManager>('systemd');
		if (services === undefined || isElsewhere(values)) {
			yield* run.say('No journal files were found.\n');
			yield* run.out.write('-- No entries --\n');
			return 0;
		}
		const source = yield* journalSource(run.process);
		return yield* new Journalctl(run, options, servicesOf(run.process), source).run();
	},
});

function parsed(args: readonly string[]): Options {
	try {
		// "-n 20", "-b -1": the value may be a word of its own.
		const isCount = (word: string | undefined): boolean => /^\+?\d+$|^all$/.test(word ?? '');
		const isBoot = (word: string | undefined): boolean =>
			/^[-+]?\d+$|^all$|^[0-9a-f]{32}(?:[-+]\d+)?$/.test(word ?? '');
		const takes = (option: string | undefined, word: string | undefined): boolean =>
			(/^-\w*n$|^--lines$/.test(option ?? '') && isCount(word)) ||
			(/^-\w*b$|^--boot$/.test(option ?? '') && isBoot(word));
		return parse(
			args.flatMap((word, at) => {
				if (takes(args[at - 1], word)) return [];
				const next = args[at + 1];
				return [takes(word, next) ? `${word}${word.startsWith('--') ? '=' : ''}${next}` : word];
			}),
		);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(1, `journalctl: ${error.message}\n`);
		throw error;
	}
}

/** Whether another journal than the machine's is asked for: there is none. */
function isElsewhere({ user, directory, file, root, image, namespace }: Options['values']): boolean {
	const isOwn = (path: string | undefined): boolean => path === undefined || /^\/var\/log\/journal(?:\/|$)/.test(path);
	const isOwnRoot = root === undefined || root === '/';
	return !(isOwn(directory) && isOwn(file) && isOwnRoot && image === undefined && namespace === undefined && !user);
}

class Journalctl {
	readonly #run: UnixRun;
	readonly #options: Options;
	readonly #services: ServiceManager;
	readonly #source: JournalSource;

	constructor(run: UnixRun, options: Options, services: ServiceManager, source: JournalSource) {
		this.#run = run;
		this.#options = options;
		this.#services = services;
		this.#source = source;
	}

	*run(): Task<number> {
		const { values } = this.#options;
		const filter = yield* this.#filter();
		if (!mayRead(this.#run.process)) return yield* this.#tellRefusal();
		const upkeep = yield* this.#upkeep();
		if (upkeep !== undefined) return upkeep;
		const entries = this.#entries();
		if (values.listBoots) return yield* tellBoots(this.#run, entries, this.#source, jsonOf(values.output));
		if (values.field !== undefined || values.fields) return yield* this.#tellFields(entries);
		this.#checkBoot();
		return yield* this.#show(entries, filter);
	}

	/** What does something with the files; undefined: entries are wanted. */
	*#upkeep(): Task<number | undefined> {
		const { values } = this.#options;
		const { journal } = this.#services;
		if (values.updateCatalog || values.setupKeys) {
			requireRoot(this.#run);
			if (values.updateCatalog) return 0;
			throw new Exit(1, 'Forward-secure sealing not available.\n');
		}
		if (values.catalog) return 0;
		if (values.diskUsage) return yield* diskUsage(this.#run, journal);
		if (values.verify) return yield* verify(this.#run, journal, entriesOf(this.#services), this.#source);
		if (values.header) return yield* tellHeader(this.#run, journal, entriesOf(this.#services), this.#source);
		const { vacuumTime: time, vacuumSize: size, vacuumFiles: files } = values;
		const isVacuum = (time ?? size ?? files) !== undefined;
		if (values.rotate) {
			requireRoot(this.#run);
			journal.rotate();
			if (!isVacuum) return 0;
		}
		if (isVacuum) return yield* vacuum(this.#run, journal, this.#source, { time, size, files });
		if (!values.flush && !values.smart) return undefined;
		requireRoot(this.#run);
		return 0;
	}

	/** The value of an option that may come without one; undefined when it is not given. */
	#optional(key: keyof typeof TABLE, whenBare: string): string | undefined {
		const last = this.#options.given.filter((each) => each.key === key).at(-1);
		return last === undefined ? undefined : (last.value ?? whenBare);
	}

	*#filter(): Task<(entry: JournalEntry) => boolean> {
		const { values, given, operands } = this.#options;
		const { process } = this.#run;
		const all = (key: string): string[] => given.flatMap((each) => (each.key === key ? [each.value ?? ''] : []));
		const kept = values.cursorFile === undefined ? '' : (yield* textOf(process, values.cursorFile)).trim();
		const choice = {
			units: all('unit'),
			unitNamed: (name: string) => this.#services.status(name).name,
			identifiers: all('identifier'),
			facilities: all('facility').flatMap((word) => word.split(',')),
			matches: operands,
			since: values.since,
			until: values.until,
			grep: values.grep,
			caseSensitive: this.#optional('caseSensitive', 'yes'),
			priority: values.priority,
			kernel: values.kernel === true,
			cursor: values.cursor,
			afterCursor: values.afterCursor ?? (kept === '' ? undefined : kept),
			nowMs: process.now(),
		};
		const filter = journalFilter(choice, this.#source);
		return values.userUnit === undefined ? filter : () => false;
	}

	/** Kernel messages are among them where they are asked for. Differs: else they are left to dmesg. */
	#entries(): JournalEntry[] {
		const { values, given, operands } = this.#options;
		const isAsked =
			values.kernel ||
			operands.includes('_TRANSPORT=kernel') ||
			given.some(
				({ key, value }) => (key === 'identifier' && value === 'kernel') || (key === 'facility' && value === 'kern'),
			);
		const own = entriesOf(this.#services);
		if (!isAsked) return own;
		const { process } = this.#run;
		const kernel = kernelMessages(process).map(({ seconds, level, text }) => ({
			line: {
				atMs: process.machine.bootedAtMs + seconds * 1000,
				identifier: 'kernel',
				pid: 0,
				unit: '',
				text,
				priority: level,
			},
			number: 0,
			isKernel: true,
		}));
		return [...kernel, ...own].sort((a, b) => a.line.atMs - b.line.atMs);
	}

	*#tellRefusal(): Task<number> {
		if (!this.#options.values.quiet) {
			yield* this.#run.say(
				"Hint: You are currently not seeing messages from other users and the system.\n      Users in groups 'adm', 'systemd-journal' can see all messages.\n      Pass -q to turn off this notice.\n",
			);
		}
		yield* this.#run.out.write('-- No entries --\n');
		return 0;
	}

	/** The one boot that there is may be asked for by its place or its name. */
	#checkBoot(): void {
		const boot = this.#optional('boot', '0');
		if (boot === undefined || boot === 'all' || boot === '' || /^[-+]?0$/.test(boot) || boot === '1') return;
		const [id = '', offset = ''] = boot.split(/(?=[-+])/);
		if (id === this.#source.bootId && (offset === '' || /^[-+]0$/.test(offset))) return;
		const isNumber = /^[-+]?\d+$/.test(boot);
		if (!isNumber && !/^[0-9a-f]{32}$/.test(id)) throw new Exit(1, `Failed to parse boot descriptor '${boot}'\n`);
		throw new Exit(1, `Data from the specified boot (${boot}) is not available: No such boot ID in journal\n`);
	}

	/** What fields there are, or what a field's values are. */
	*#tellFields(entries: readonly JournalEntry[]): Task<number> {
		const { process, out } = this.#run;
		const { field } = this.#options.values;
		const found = new Set<string>();
		for (const entry of entries) {
			yield* process.tick();
			if (field === undefined) for (const [name] of fieldsOf(entry, this.#source)) found.add(name);
			else found.add(fieldOf(entry, field, this.#source) ?? '');
		}
		found.delete('');
		for (const value of found) yield* out.write(`${value}\n`);
		return 0;
	}

	*#show(entries: readonly JournalEntry[], filter: (entry: JournalEntry) => boolean): Task<number> {
		const { values } = this.#options;
		const { out } = this.#run;
		const style: JournalStyle = {
			format: formatNamed(values.output ?? 'short'),
			fields: values.outputFields?.split(','),
			noHostname: values.noHostname === true,
		};
		const shown = this.#limited(entries.filter(filter));
		if (shown.length === 0 && !values.follow) {
			if (!values.quiet) yield* out.write('-- No entries --\n');
			return values.grep === undefined ? 0 : 1;
		}
		yield* this.#print(shown, style);
		if (values.follow) yield* this.#follow(filter, style);
		const last = shown.at(-1);
		if (last === undefined) return 0;
		const cursor = cursorOf(last, this.#source);
		if (values.showCursor) yield* out.write(`-- cursor: ${cursor}\n`);
		if (values.cursorFile !== undefined) yield* keep(this.#run.process, values.cursorFile, cursor);
		return 0;
	}

	#limited(found: JournalEntry[]): JournalEntry[] {
		const { values } = this.#options;
		const unasked = values.follow && !values.noTail ? '10' : values.end ? String(END_LINES) : 'all';
		const text = this.#optional('lines', '10') ?? unasked;
		if (!/^\+?\d+$|^all$/.test(text)) throw new Exit(1, `Failed to parse lines '${text}'\n`);
		const count = text === 'all' ? found.length : Number(text);
		const isOldest = text.startsWith('+');
		const kept = isOldest ? found.slice(0, count) : found.slice(Math.max(0, found.length - count));
		return values.reverse ? kept.reverse() : kept;
	}

	*#follow(filter: (entry: JournalEntry) => boolean, style: JournalStyle): Task<void> {
		const { process, out } = this.#run;
		let last = entriesOf(this.#services).at(-1)?.number ?? 0;
		for (;;) {
			yield* out.flush();
			yield* process.block(anyOf([this.#services.changed, process.timer(process.now() + FOLLOW_MS)]));
			const fresh = entriesOf(this.#services).filter(({ number }) => number > last);
			last = fresh.at(-1)?.number ?? last;
			yield* this.#print(fresh.filter(filter), style);
		}
	}

	*#print(entries: readonly JournalEntry[], style: JournalStyle): Task<void> {
		for (const [at, entry] of entries.entries()) {
			yield* this.#run.out.write(entryText(entry, entries[at - 1], this.#source, style));
			yield* this.#run.process.tick();
		}
	}
}

function jsonOf(format: string | undefined): 'json' | 'json-pretty' | undefined {
	return format === 'json' || format === 'json-pretty' ? format : undefined;
}

/** Root, and the groups adm, systemd-journal and sudo. */
function mayRead({ credentials }: Process): boolean {
	return credentials.uid === 0 || credentials.groups.some((gid) => gid === 4 || gid === 999 || gid === 27);
}

function* keep(process: Process, path: string, text: string): Task<void> {
	try {
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(`${text}\n`));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `Failed to write new cursor to ${path}\n`);
	}
}
