import { CAPABILITY_NAMES } from '../../kernel/capabilities.ts';

/** Capabilities as bits in the kernel's order. */
export interface CapabilitySets {
	readonly effective: bigint;
	readonly inheritable: bigint;
	readonly permitted: bigint;
}

export const ALL_BITS = (1n << BigInt(CAPABILITY_NAMES.length)) - 1n;

/** A set of capabilities as bits, in the kernel's order. */
export function namesIn(bits: bigint): string[] {
	const names: string[] = [];
	for (let at = 0n; at < 64n; at++) {
		if (((bits >> at) & 1n) === 0n) continue;
		const name = CAPABILITY_NAMES[Number(at)];
		names.push(name === undefined ? String(at) : `cap_${name.toLowerCase()}`);
	}
	return names;
}

const lettersOf = ({ effective, inheritable, permitted }: CapabilitySets, bit: bigint): string =>
	`${effective & bit ? 'e' : ''}${inheritable & bit ? 'i' : ''}${permitted & bit ? 'p' : ''}`;

/** "cap_net_raw=ep": what most have stands first, and what differs from it after. Models libcap's cap_to_text(3). */
export function setsText(sets: CapabilitySets): string {
	const groups = new Map<string, bigint>();
	for (let at = 0n; at < BigInt(CAPABILITY_NAMES.length); at++) {
		const letters = lettersOf(sets, 1n << at);
		groups.set(letters, (groups.get(letters) ?? 0n) | (1n << at));
	}
	const count = (letters: string): number => namesIn(groups.get(letters) ?? 0n).length;
	const [common = ''] = LETTER_ORDER.toSorted(
		(a, b) => count(b) - count(a) || LETTER_ORDER.indexOf(a) - LETTER_ORDER.indexOf(b),
	);
	const clauses: string[] = common === '' ? [] : [`=${common}`];
	for (const letters of LETTER_ORDER) {
		const bits = groups.get(letters) ?? 0n;
		if (letters === common || bits === 0n) continue;
		const names = namesIn(bits).join(',');
		const added = [...letters].filter((letter) => !common.includes(letter)).join('');
		const taken = [...common].filter((letter) => !letters.includes(letter)).join('');
		if (added !== '' && taken === '' && common === '' && clauses.length === 0) clauses.push(`${names}=${added}`);
		else clauses.push(`${names}${added === '' ? '' : `+${added}`}${taken === '' ? '' : `-${taken}`}`);
	}
	return clauses.length === 0 ? '=' : clauses.join(' ');
}

/** As libcap goes through them: permitted, inheritable and effective in falling order. */
const LETTER_ORDER: readonly string[] = ['eip', 'ip', 'ep', 'p', 'ei', 'i', 'e', ''];

/** Undefined of what is no such text. Models libcap's cap_from_text(3). */
export function setsOfText(text: string): CapabilitySets | undefined {
	const sets = { effective: 0n, inheritable: 0n, permitted: 0n };
	for (const clause of text.split(/\s+/).filter((each) => each !== '')) {
		const [, names = '', changes = ''] = /^([^=+-]*)((?:[=+-][eip]*)+)$/i.exec(clause) ?? [];
		if (changes === '') return undefined;
		const bits = bitsOfNames(names, changes.startsWith('='));
		if (bits === undefined) return undefined;
		for (const [, sign, letters = ''] of changes.matchAll(/([=+-])([eip]*)/gi)) {
			for (const [letter, key] of [
				['e', 'effective'],
				['i', 'inheritable'],
				['p', 'permitted'],
			] as const) {
				const isNamed = letters.toLowerCase().includes(letter);
				if (sign === '=') sets[key] &= ~bits;
				if (isNamed) sets[key] = sign === '-' ? sets[key] & ~bits : sets[key] | bits;
			}
		}
	}
	return sets;
}

function bitsOfNames(names: string, mayBeAll: boolean): bigint | undefined {
	if (names === '') return mayBeAll ? ALL_BITS : undefined;
	let bits = 0n;
	for (const name of names.toLowerCase().split(',')) {
		if (name === 'all') bits |= ALL_BITS;
		else {
			const at = /^\d+$/.test(name) ? Number(name) : CAPABILITY_NAMES.indexOf(name.replace(/^cap_/, '').toUpperCase());
			if (at < 0 || at > 63 || !(name.startsWith('cap_') || /^\d+$/.test(name))) return undefined;
			bits |= 1n << BigInt(at);
		}
	}
	return bits;
}
