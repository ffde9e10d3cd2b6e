import type { FileNode } from './file-system.ts';

/** Devices that have a driver here, by their numbers. Models Documentation/admin-guide/devices.txt; 254 is virtio's disk. */
const CHARACTERS: ReadonlyMap<string, readonly [major: number, minor: number]> = new Map([
	['mem', [1, 1]],
	['null', [1, 3]],
	['zero', [1, 5]],
	['full', [1, 7]],
	['random', [1, 8]],
	['urandom', [1, 9]],
	['tty', [5, 0]],
]);
const BLOCKS: ReadonlyMap<string, readonly [major: number, minor: number]> = new Map<string, readonly [number, number]>(
	[
		...Array.from({ length: 8 }, (_, number): [string, [number, number]] => [`loop${number}`, [7, number]]),
		['vda', [254, 0]],
		['vda1', [254, 1]],
	],
);
/** Of the first 256 pseudo-terminals. */
const PTS_MAJOR = 136;

/** The numbers of a device's node, which is called by its driver's name or by the numbers themselves. */
export function deviceNumbers({ type, target = '' }: FileNode): readonly [major: number, minor: number] {
	const known = (type === 'block' ? BLOCKS : CHARACTERS).get(target);
	if (known !== undefined) return known;
	const [, kind, first = '0', second = '0'] = /^(pts\/|device )(\d+)(?: (\d+))?$/.exec(target) ?? [];
	return kind === 'pts/' ? [PTS_MAJOR, Number(first)] : [Number(first), Number(second)];
}

/** What a node for these numbers is called: what is not known opens nothing. */
export function deviceName(type: 'character' | 'block', major: number, minor: number): string {
	const names = type === 'block' ? BLOCKS : CHARACTERS;
	const found = [...names].find(([, numbers]) => numbers[0] === major && numbers[1] === minor);
	return found?.[0] ?? `device ${major} ${minor}`;
}
