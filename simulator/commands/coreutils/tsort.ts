import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { readInput } from './read-input.ts';
import { COREUTILS } from './version.ts';

interface Item {
	readonly name: string;
	/** How many have to come before it. */
	count: number;
	readonly successors: Item[];
	printed: boolean;
}

export const tsort = gnuCommand({
	name: 'tsort',
	paths: ['/usr/bin/tsort'],
	size: 39_384,
	version: `tsort ${COREUTILS}`,
	help: coreutilsHelp('tsort [OPTION] [FILE]', 'Puts words into an order that agrees with the pairs of FILE.'),
	options: {},
	*main(run) {
		const [name = '-', extra] = run.operands;
		if (extra !== undefined) throw new Fatal(`extra operand ‘${extra}’`, 1, true);
		const words = decodeUtf8(yield* readInput(run, name))
			.split(/[ \t\n]+/)
			.filter((word) => word !== '');
		if (words.length % 2 === 1) throw new Fatal(`${name}: input contains an odd number of tokens`);
		const items = itemsOf(words);
		let ready = items.filter(({ count }) => count === 0);
		let left = items.length;
		let status = 0;
		while (left > 0) {
			yield* run.process.tick();
			const item = ready.shift();
			if (item === undefined) {
				status = 1;
				yield* run.complain(`${name}: input contains a loop:`);
				for (const each of breakLoop(items)) yield* run.complain(each);
				ready = items.filter(({ count, printed }) => count === 0 && !printed);
				continue;
			}
			yield* run.out.write(`${item.name}\n`);
			item.printed = true;
			left--;
			for (const next of item.successors) if (--next.count === 0) ready.push(next);
		}
		return status;
	},
});

/** By name; of each the successors, the last one said first. */
function itemsOf(words: readonly string[]): Item[] {
	const byName = new Map<string, Item>();
	const itemOf = (name: string): Item => {
		const item = byName.get(name) ?? { name, count: 0, successors: [], printed: false };
		byName.set(name, item);
		return item;
	};
	for (let at = 0; at < words.length; at += 2) {
		const [before, after] = [itemOf(words[at] as string), itemOf(words[at + 1] as string)];
		if (before === after) continue;
		before.successors.unshift(after);
		after.count++;
	}
	return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Takes one pair of a loop away; gives the names of the loop. */
function breakLoop(items: readonly Item[]): string[] {
	const start = items.find(({ count, printed }) => count > 0 && !printed) as Item;
	const trail: Item[] = [start];
	for (;;) {
		// Backwards: somebody that has to come before the last one.
		const last = trail.at(-1) as Item;
		const before = items.find((item) => !item.printed && item.successors.includes(last)) as Item;
		const at = trail.indexOf(before);
		if (at >= 0) {
			const [first, ...rest] = trail.slice(at) as [Item, ...Item[]];
			const from = rest[0] ?? first;
			from.successors.splice(from.successors.indexOf(first), 1);
			first.count--;
			return [first, ...rest.reverse()].map(({ name }) => name);
		}
		trail.push(before);
	}
}
