import { resolveHost } from '../../../kernel/resolve-host.ts';
import { addressNumber, addressText } from '../../../machinery/ipv4.ts';
import type { Task } from '../../../machinery/task.ts';
import type { UnixRun } from '../../unix-command.ts';

export interface Target {
	readonly address: string;
	/** As it was given; undefined: by its address. */
	readonly name: string | undefined;
}

/** Of one run. */
const TARGETS_MAX = 4_096;

/** "web", "10.0.0.1", "10.0.0.0/24", "10.0.0-1.1-20". Models nmap's TargetGroup.cc. @return what cannot be resolved is told and left out. */
export function* targetsOf(run: UnixRun, words: readonly string[]): Task<Target[]> {
	const targets: Target[] = [];
	for (const word of words) {
		const addresses = addressesOf(word);
		if (addresses !== undefined) {
			for (const address of addresses.slice(0, TARGETS_MAX - targets.length))
				targets.push({ address, name: undefined });
			continue;
		}
		const found = yield* resolveHost(run.process, word);
		if (found.kind === 'found') targets.push({ address: found.addresses[0] as string, name: word });
		else yield* run.say(`Failed to resolve "${word}".\n`);
	}
	return targets;
}

function addressesOf(word: string): string[] | undefined {
	const [, base = '', bits] = /^([\d.,-]+)(?:\/(\d{1,2}))?$/.exec(word) ?? [];
	const parts = base.split('.');
	if (parts.length !== 4) return undefined;
	if (bits !== undefined && Number(bits) <= 32 && !/[,-]/.test(base)) {
		const size = 2 ** (32 - Number(bits));
		const first = Math.floor(addressNumber(base) / size) * size;
		return Array.from({ length: Math.min(size, TARGETS_MAX) }, (_, at) => addressText(first + at));
	}
	const choices = parts.map((part) => numbersOf(part, 255));
	if (choices.some((each) => each === undefined)) return undefined;
	let all = [''];
	for (const numbers of choices as number[][]) {
		const heads = all.slice(0, Math.ceil(TARGETS_MAX / numbers.length));
		all = heads.flatMap((head) => numbers.map((number) => (head === '' ? String(number) : `${head}.${number}`)));
	}
	return all.slice(0, TARGETS_MAX);
}

/** "1,5-7,-3": the numbers in order; undefined: no such list. */
export function numbersOf(text: string, most: number): number[] | undefined {
	const found = new Set<number>();
	for (const piece of text.split(',')) {
		const [, low, dash, high] = /^(\d*)(-?)(\d*)$/.exec(piece) ?? [];
		if (piece === '' || dash === undefined) return undefined;
		const from = low === '' || low === undefined ? 1 : Number(low);
		const to = dash === '' ? from : high === '' || high === undefined ? most : Number(high);
		if (from > most || to > most || from > to) return undefined;
		for (let number = from; number <= to; number++) found.add(number);
	}
	return [...found].sort((a, b) => a - b);
}
