import { Exit } from '../unix-command.ts';
import { DPKG_HINT, DPKG_QUERY_HINT } from './dpkg-help.ts';

/** A call of dpkg or dpkg-query: one action, what it is for, and options. */
export interface DpkgRequest {
	/** "--install". */
	readonly action: string;
	readonly words: readonly string[];
	/** Options by their long names; '' of those without a value. */
	readonly options: ReadonlyMap<string, string>;
	/** What --force-… names. */
	readonly forced: ReadonlySet<string>;
}

/** Letters and names of actions. */
const ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
	[
		'dpkg',
		'i:install unpack A:record-avail configure triggers-only r:remove P:purge V:verify get-selections set-selections clear-selections update-avail merge-avail clear-avail forget-old-unavail s:status p:print-avail L:listfiles l:list S:search C:audit yet-to-unpack predep-package add-architecture remove-architecture print-architecture print-foreign-architectures compare-versions b:build c:contents e:control I:info f:field x:extract X:vextract ctrl-tarfile fsys-tarfile'.split(
			' ',
		),
	],
	[
		'dpkg-query',
		's:status p:print-avail L:listfiles l:list W:show S:search control-list control-show c:control-path'.split(' '),
	],
]);
const FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
	[
		'dpkg',
		'R:recursive a:pending O:selected-only E:skip-same-version G:refuse-downgrade B:auto-deconfigure triggers no-triggers no-pager no-debsig no-act dry-run simulate robot no-also-select'.split(
			' ',
		),
	],
	['dpkg-query', 'load-avail no-pager'.split(' ')],
]);
const WITH_VALUE: ReadonlyMap<string, readonly string[]> = new Map([
	[
		'dpkg',
		'admindir root instdir pre-invoke post-invoke path-exclude path-include verify-format D:debug status-fd status-logger log ignore-depends abort-after'.split(
			' ',
		),
	],
	['dpkg-query', 'admindir root f:showformat'.split(' ')],
]);
/** Actions that are dpkg-deb's: whatever follows is for that. */
const OF_DPKG_DEB = /^(build|contents|control|info|field|extract|vextract|ctrl-tarfile|fsys-tarfile)$/;

const FORCES =
	'all security-mac downgrade configure-any hold not-root bad-path bad-verify bad-version statoverride-add statoverride-remove overwrite overwrite-diverted overwrite-dir unsafe-io script-chrootless confnew confold confdef confmiss confask architecture breaks conflicts depends depends-version remove-reinstreq remove-protected remove-essential'.split(
		' ',
	);

/** "dpkg: error: …" with the words about help below it. */
export function usageError(program: string, text: string): Exit {
	return new Exit(2, `${program}: error: ${text}\n${program === 'dpkg' ? DPKG_HINT : DPKG_QUERY_HINT}`);
}

interface Name {
	readonly letter: string;
	readonly long: string;
}

function find(table: ReadonlyMap<string, readonly string[]>, program: string, word: string): Name | undefined {
	for (const each of table.get(program) ?? []) {
		const [letter, long] = each.includes(':') ? (each.split(':') as [string, string]) : ['', each];
		if (word === `--${long}` || (letter !== '' && word === `-${letter}`)) return { letter, long };
	}
	return undefined;
}

/** Reads the words of a call. Models lib/dpkg/options.c dpkg_options_parse. @throws Exit of what is wrong. */
export function readDpkgArguments(program: 'dpkg' | 'dpkg-query', args: readonly string[]): DpkgRequest {
	const reader = new Reader(program);
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (reader.isOfDpkgDeb() || !word.startsWith('-') || word === '-') reader.words.push(word);
		else if (word === '--') {
			reader.words.push(...args.slice(at + 1));
			break;
		} else at += reader.option(word, args[at + 1]);
	}
	if (reader.action === undefined) throw usageError(program, 'need an action option');
	return { action: `--${reader.action.long}`, words: reader.words, options: reader.options, forced: reader.forced };
}

class Reader {
	readonly words: string[] = [];
	readonly options = new Map<string, string>();
	readonly forced = new Set<string>();
	readonly #program: string;
	action: Name | undefined;

	constructor(program: string) {
		this.#program = program;
	}

	isOfDpkgDeb(): boolean {
		return this.#program === 'dpkg' && this.action !== undefined && OF_DPKG_DEB.test(this.action.long);
	}

	/** Takes one option. @returns how many of the following words it took. */
	option(word: string, next: string | undefined): number {
		if (!word.startsWith('--')) return this.#cluster(word, next);
		const equals = word.indexOf('=');
		const name = equals < 0 ? word : word.slice(0, equals);
		const force = /^--(force|no-force|refuse)-(.*)$/.exec(word);
		if (this.#program === 'dpkg' && force !== null) {
			this.#force(force[1] === 'force', force[2] as string);
			return 0;
		}
		if (this.#program === 'dpkg' && /^--(assert|validate)-./.test(word)) {
			this.#act({ letter: '', long: word.slice(2) });
			return 0;
		}
		return this.#known(name, equals < 0 ? undefined : word.slice(equals + 1), next);
	}

	#cluster(word: string, next: string | undefined): number {
		const letter = word.slice(0, 2);
		const rest = word.slice(2);
		const takesValue = find(WITH_VALUE, this.#program, letter) !== undefined;
		if (takesValue) return this.#known(letter, rest === '' ? undefined : rest.replace(/^=/, ''), next);
		const taken = this.#known(letter, undefined, next);
		return rest === '' ? taken : this.#cluster(`-${rest}`, next);
	}

	#known(name: string, inline: string | undefined, next: string | undefined): number {
		const action = find(ACTIONS, this.#program, name);
		if (action !== undefined) {
			this.#act(action);
			return 0;
		}
		const flag = find(FLAGS, this.#program, name);
		if (flag !== undefined) {
			this.options.set(flag.long, '');
			return 0;
		}
		const valued = find(WITH_VALUE, this.#program, name);
		if (valued === undefined) throw usageError(this.#program, `unknown option ${name}`);
		const value = inline ?? next;
		if (value === undefined) throw usageError(this.#program, `${name} option takes a value`);
		this.#check(valued.long, value);
		this.options.set(valued.long, value);
		return inline === undefined ? 1 : 0;
	}

	#act(action: Name): void {
		const shown = ({ letter, long }: Name): string => (letter === '' ? `--${long}` : `-${letter} (--${long})`);
		if (this.action !== undefined && this.action.long !== action.long) {
			throw usageError(this.#program, `conflicting actions ${shown(action)} and ${shown(this.action)}`);
		}
		this.action = action;
	}

	#force(isForced: boolean, names: string): void {
		for (const name of names.split(',')) {
			if (!FORCES.includes(name) && name !== 'help')
				throw usageError(this.#program, `unknown force/refuse option '${name}'`);
			if (name === 'help') this.#act({ letter: '', long: 'force-help' });
			else if (name === 'all') for (const each of FORCES) isForced ? this.forced.add(each) : this.forced.delete(each);
			else if (isForced) this.forced.add(name);
			else this.forced.delete(name);
		}
	}

	#check(name: string, value: string): void {
		if (name === 'debug' && /^h(elp)?$/.test(value)) this.#act({ letter: '', long: 'debug-help' });
		else if (name === 'debug' && !/^[0-7]+$/.test(value)) {
			throw usageError(this.#program, '--debug requires a positive octal argument');
		} else if (/^(abort-after|status-fd)$/.test(name) && !/^\d+$/.test(value)) {
			throw usageError(this.#program, `invalid integer for --${name}: '${value}'`);
		} else if (name === 'verify-format' && value !== 'rpm') {
			throw usageError(this.#program, `unknown verify output format '${value}'`);
		} else if (name === 'ignore-depends') for (const each of value.split(',')) this.#checkPackage(each);
	}

	#checkPackage(name: string): void {
		const problem = packageNameProblem(name);
		if (problem === undefined) return;
		const why = `illegal package name in specifier '${name}': ${problem}`;
		throw usageError(this.#program, `--ignore-depends needs a valid package name but '${name}' is not: ${why}`);
	}
}

/** Why a word is no package's name. Models lib/dpkg/parsehelp.c pkg_name_is_illegal. */
export function packageNameProblem(name: string): string | undefined {
	if (name === '') return 'may not be empty string';
	if (!/^[A-Za-z0-9]/.test(name)) return 'must start with an alphanumeric character';
	const wrong = /[^-+._A-Za-z0-9:]/.exec(name)?.[0];
	return wrong === undefined
		? undefined
		: `character '${wrong}' not allowed (only letters, digits and characters '-+._')`;
}
