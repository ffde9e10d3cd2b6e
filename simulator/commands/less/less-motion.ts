import type { Task } from '../../machinery/task.ts';
import type { LessSettings } from './less-options.ts';
import type { LessScreen } from './less-screen.ts';

type Motion =
	| 'page'
	| 'page-back'
	| 'half'
	| 'half-back'
	| 'line'
	| 'line-back'
	| 'past-end'
	| 'top'
	| 'end'
	| Sideways;
type Sideways = 'percent' | 'right' | 'left' | 'window' | 'window-back';

/** Which keys move where. */
const KEYS: ReadonlyMap<string, Motion> = new Map(
	Object.entries({
		page: [' ', 'f', '\x06', '\x16', '\x1b[6~'],
		window: ['z'],
		'window-back': ['w'],
		'page-back': ['b', '\x02', '\x1bv', '\x1b[5~'],
		half: ['d', '\x04'],
		'half-back': ['u', '\x15'],
		line: ['j', 'e', '\r', '\n', '\x05', '\x0e', '\x1b[B', '\x1bOB'],
		'line-back': ['k', 'y', 'K', 'Y', '\x0b', '\x19', '\x10', '\x1b[A', '\x1bOA'],
		'past-end': ['J'],
		top: ['g', '<', '\x1b<', '\x1b[H', '\x1bOH', '\x1b[1~'],
		end: ['G', '>', '\x1b>', '\x1b[F', '\x1bOF', '\x1b[4~'],
		percent: ['p', '%'],
		right: ['\x1b)', '\x1b[C', '\x1bOC'],
		left: ['\x1b(', '\x1b[D', '\x1bOD'],
	}).flatMap(([motion, keys]) => keys.map((key) => [key, motion as Motion] as const)),
);

/** Whether a key asks for what comes below. */
export function isForward(key: string): boolean {
	return ['page', 'window', 'half', 'line'].includes(KEYS.get(key) ?? '');
}

/** The keys that move about in the text, with the number before them. False for a key that is none of them. */
export function* move(
	screen: LessScreen,
	settings: LessSettings,
	key: string,
	count: number | undefined,
): Task<boolean> {
	const motion = KEYS.get(key);
	if (motion === undefined) return false;
	screen.above = 0;
	// What is typed before these is their size from then on.
	if (count !== undefined && motion.startsWith('window')) settings.window = count;
	if (count !== undefined && motion.startsWith('half')) settings.half = count;
	if (motion === 'right' || motion === 'left') {
		const columns = count ?? Math.floor(screen.columns / 2);
		screen.shift = Math.max(0, screen.shift + (motion === 'right' ? columns : -columns));
	} else if (motion === 'top' || (motion === 'end' && count !== undefined)) yield* screen.toLine((count ?? 1) - 1);
	else if (motion === 'end') yield* screen.toEnd();
	else if (motion === 'percent') {
		yield* screen.source.all();
		yield* screen.toLine(Math.floor((screen.source.lines.length * Math.min(100, count ?? 0)) / 100));
	} else {
		const rows = count ?? rowsOf(motion, screen, settings);
		if (motion.endsWith('-back')) yield* screen.backward(rows);
		else yield* screen.forward(rows, motion === 'past-end');
	}
	return true;
}

function rowsOf(motion: Motion, screen: LessScreen, { half, window }: LessSettings): number {
	if (/^(?:page|window)/.test(motion)) return window || screen.rows;
	return motion.startsWith('half') ? half || Math.floor((screen.rows + 1) / 2) : 1;
}
