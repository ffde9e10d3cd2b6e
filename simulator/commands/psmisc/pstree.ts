import type { Process, ProcessInfo } from '../../kernel/process-api.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { flag, OptionError, parseOptions } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const OPTIONS = {
	arguments: flag('a', 'arguments'),
	ascii: flag('A', 'ascii'),
	separate: flag('c', 'compact-not'),
	groups: flag('g', 'show-pgids'),
	long: flag('l', 'long'),
	numeric: flag('n', 'numeric-sort'),
	pids: flag('p', 'show-pids'),
	parents: flag('s', 'show-parents'),
	threadless: flag('T', 'hide-threads'),
	users: flag('u', 'uid-changes'),
	unicode: flag('U', 'unicode'),
	version: flag('V', 'version'),
} as const;

type Wishes = Readonly<Partial<Record<keyof typeof OPTIONS, boolean>>>;

const USAGE = `Usage: pstree [-acglpsStTuZ] [ -h | -H PID ] [ -n | -N type ]
              [ -A | -G | -U ] [ PID | USER ]
   or: pstree -V

Display a tree of processes.

`;

/** How processes descend from each other. Models psmisc src/pstree.c. Differs: there are no threads. */
export const pstree = unixCommand({
	name: 'pstree',
	paths: ['/usr/bin/pstree'],
	size: 35_832,
	*main({ process, args, out, say }) {
		const { values, operands } = parsed(args);
		if (values.version) {
			yield* say('pstree (PSmisc) 23.7\n');
			return 0;
		}
		const accounts = yield* readAccounts(process);
		const utf8 = /utf-?8/i.test(process.env.get('LC_ALL') ?? process.env.get('LANG') ?? '');
		const drawn = !values.ascii && (values.unicode || (utf8 && process.isatty(1))) ? UNICODE : ASCII;
		const tree = new Tree(process, values as Wishes, drawn, accounts.users);
		const width = process.isatty(1) && !values.long ? process.terminalSize(1).columns : 132;
		const [wanted] = operands;
		for (const root of tree.roots(wanted)) {
			for (const line of tree.lines(root)) {
				yield* out.write(
					`${values.long || [...line].length <= width ? line : `${[...line].slice(0, width - 1).join('')}+`}\n`,
				);
			}
		}
		return 0;
	},
});

function parsed(args: readonly string[]): ReturnType<typeof parseOptions<typeof OPTIONS>> {
	try {
		return parseOptions(args, OPTIONS);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(1, `pstree: ${error.message}\n${USAGE}`);
		throw error;
	}
}

const ASCII = { only: '---', first: '-+-', middle: '|-', last: '`-', bar: '|' };
const UNICODE = { only: '───', first: '─┬─', middle: '├─', last: '└─', bar: '│' };

class Tree {
	readonly #wishes: Wishes;
	readonly #drawn: typeof ASCII;
	readonly #users: ReadonlyMap<number, string>;
	readonly #byPid = new Map<number, ProcessInfo>();
	readonly #children = new Map<number, ProcessInfo[]>();

	constructor(process: Process, wishes: Wishes, drawn: typeof ASCII, users: ReadonlyMap<number, string>) {
		this.#wishes = wishes;
		this.#drawn = drawn;
		this.#users = users;
		for (const each of process.machine.processes()) {
			this.#byPid.set(each.pid, each);
			const siblings = this.#children.get(each.ppid);
			if (siblings === undefined) this.#children.set(each.ppid, [each]);
			else siblings.push(each);
		}
		for (const siblings of this.#children.values()) {
			siblings.sort((a, b) => (a.name === b.name || wishes.numeric ? a.pid - b.pid : a.name < b.name ? -1 : 1));
		}
	}

	/** Where to begin: at a process, at each topmost one of a user, or at the first. */
	roots(wanted: string | undefined): readonly ProcessInfo[] {
		if (wanted === undefined || /^\d+$/.test(wanted)) {
			const root = this.#byPid.get(Number(wanted ?? '1'));
			return root === undefined ? [] : [this.#wishes.parents ? this.#top(root) : root];
		}
		const uid = [...this.#users].find(([, name]) => name === wanted)?.[0];
		if (uid === undefined) throw new Exit(1, `No such user name: ${wanted}\n`);
		const own = [...this.#byPid.values()].filter((each) => each.uid === uid);
		const roots = own.filter(({ ppid }) => this.#byPid.get(ppid)?.uid !== uid);
		if (roots.length === 0) throw new Exit(1, 'No processes found.\n');
		return roots;
	}

	#top(process: ProcessInfo): ProcessInfo {
		let top = process;
		for (let above = this.#byPid.get(top.ppid); above !== undefined; above = this.#byPid.get(top.ppid)) top = above;
		return top;
	}

	lines(process: ProcessInfo, uid = process.uid): string[] {
		const label = this.#label(process, uid);
		const blocks = this.#blocks(process);
		if (this.#wishes.arguments) return this.#withArguments(label, blocks);
		const [only] = blocks;
		if (only === undefined) return [label];
		const space = ' '.repeat([...label].length);
		const { first, middle, last, bar } = this.#drawn;
		if (blocks.length === 1) {
			return only.map((line, at) => (at === 0 ? label + this.#drawn.only + line : `${space}   ${line}`));
		}
		return blocks.flatMap((block, index) => {
			const isLast = index === blocks.length - 1;
			const begin = index === 0 ? label + first : `${space} ${isLast ? last : middle}`;
			const goOn = isLast ? `${space}   ` : `${space} ${bar} `;
			return block.map((line, at) => (at === 0 ? begin : goOn) + line);
		});
	}

	#withArguments(label: string, blocks: readonly (readonly string[])[]): string[] {
		const { middle, last, bar } = this.#drawn;
		const below = blocks.flatMap((block, index) => {
			const isLast = index === blocks.length - 1;
			return block.map((line, at) => `  ${at === 0 ? (isLast ? last : middle) : isLast ? '  ' : `${bar} `}${line}`);
		});
		return [label, ...below];
	}

	/** A block of lines for each child; those that look the same are told once, with how many they are. */
	#blocks(process: ProcessInfo): string[][] {
		const blocks = (this.#children.get(process.pid) ?? []).map((child) => this.lines(child, process.uid));
		const { separate, pids, groups, arguments: asWritten } = this.#wishes;
		if (separate || pids || groups || asWritten) return blocks;
		const counts = new Map<string, { readonly block: string[]; count: number }>();
		for (const block of blocks) {
			const same = counts.get(block.join('\n'));
			if (same === undefined) counts.set(block.join('\n'), { block, count: 1 });
			else same.count++;
		}
		return [...counts.values()].map(({ block, count }) => {
			if (count === 1) return block;
			const mark = `${count}*[`;
			const lines = block.map((line, at) => (at === 0 ? mark : ' '.repeat(mark.length)) + line);
			return [...lines.slice(0, -1), `${lines.at(-1)}]`];
		});
	}

	#label({ name, pid, pgid, uid, argv }: ProcessInfo, above: number): string {
		const { pids, groups, users, arguments: withArguments } = this.#wishes;
		const inside = [
			...(pids ? [`${pid}`] : []),
			...(groups ? [`${pgid}`] : []),
			...(users && uid !== above ? [this.#users.get(uid) ?? String(uid)] : []),
		];
		const shown = withArguments ? `,${inside.join(',')}` : `(${inside.join(',')})`;
		const words = withArguments && argv.length > 1 ? ` ${argv.slice(1).join(' ')}` : '';
		return name + (inside.length === 0 ? '' : shown) + words;
	}
}
