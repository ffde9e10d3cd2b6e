import type { Stat } from '../../kernel/process-api.ts';

const TYPE_LETTERS: { readonly [T in Stat['type']]: string } = {
	file: '-',
	directory: 'd',
	symlink: 'l',
	fifo: 'p',
	socket: 's',
	character: 'c',
	block: 'b',
};

/** "drwxr-xr-x", with s, S, t and T for the special bits. */
export function modeText(stat: Pick<Stat, 'type' | 'mode'>): string {
	const { mode } = stat;
	const triple = (shift: number, special: number, letter: string): string => {
		const bits = (mode >> shift) & 7;
		const execute = (bits & 1) !== 0;
		const last = (mode & special) === 0 ? (execute ? 'x' : '-') : execute ? letter : letter.toUpperCase();
		return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
	};
	return TYPE_LETTERS[stat.type] + triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't');
}

/**
 * The mode that a chmod argument makes of `mode`: octal, or symbolic clauses ("u+rwX,go-w", "a=r", "+x").
 * Undefined when it is neither.
 */
export function changedMode(argument: string, mode: number, directory: boolean, umask: number): number | undefined {
	if (/^[0-7]{1,5}$/.test(argument)) return Number.parseInt(argument, 8) & 0o7777;
	let result = mode;
	for (const clause of argument.split(',')) {
		const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
		if (match === null) return undefined;
		const who = match[1] as string;
		for (const [, operator = '', permissions = ''] of (match[2] as string).matchAll(/([-+=])([ugo]|[rwxXst]*)/g)) {
			result = applyClause(result, { who, operator, permissions }, directory, umask);
		}
	}
	return result;
}

interface Clause {
	readonly who: string;
	readonly operator: string;
	readonly permissions: string;
}

const SHIFTS: { readonly [who: string]: number } = { u: 6, g: 3, o: 0 };

function applyClause(mode: number, clause: Clause, directory: boolean, umask: number): number {
	const everyone = clause.who === '' || clause.who.includes('a');
	const whom = everyone ? 'ugo' : clause.who;
	let mask = 0;
	let bits = 0;
	for (const who of whom) {
		const shift = SHIFTS[who] as number;
		mask |= 7 << shift;
		bits |= triple(mode, clause.permissions, directory) << shift;
		if (clause.permissions.includes('s') && who !== 'o') bits |= who === 'u' ? 0o4000 : 0o2000;
	}
	if (clause.permissions.includes('t') && everyone) bits |= 0o1000;
	// Without "ugoa" the umask is respected.
	if (clause.who === '') bits &= ~umask;
	if (clause.operator === '+') return mode | bits;
	if (clause.operator === '-') return mode & ~bits;
	return (mode & ~mask) | bits;
}

function triple(mode: number, permissions: string, directory: boolean): number {
	const copied = SHIFTS[permissions];
	if (copied !== undefined) return (mode >> copied) & 7;
	const execute = permissions.includes('x') || (permissions.includes('X') && (directory || (mode & 0o111) !== 0));
	return (permissions.includes('r') ? 4 : 0) | (permissions.includes('w') ? 2 : 0) | (execute ? 1 : 0);
}
