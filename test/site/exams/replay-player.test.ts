import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReplayPlayer, type ReplayPosition } from '../../../app/_components/exam/report/replay/replay-player.ts';
import type { ReplayedCommand } from '../../../app/_lib/exams/recorded-command.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const command = (line: string, follows: boolean, output: readonly (readonly [number, string])[]): ReplayedCommand => ({
	...{ line, second: 0, columns: 80, rows: 24, cut: false, follows, before: base64(`$ ${line}`) },
	output: output.map(([ms, text]) => [ms, base64(text)]),
});
const COMMANDS = [
	command('one', false, [
		[100, '\r\n1\r\n'],
		[9_000, '$ two'],
	]),
	command('two', true, [[50, '\r\n2\r\n$ ']]),
	command('three', false, [[50, '\r\n3\r\n$ ']]),
];

let shown = '';
let positions: ReplayPosition[] = [];
const screen = {
	reset: () => {
		shown = '';
	},
	resize: () => undefined,
	write: (data: Uint8Array | string) => {
		shown += typeof data === 'string' ? data : Buffer.from(data).toString();
	},
};
const plain = (): string => shown.replace(/\x1b\[\S+?[a-zA-Z]/g, '').replaceAll('\r', '');

beforeEach(() => {
	vi.useFakeTimers();
	[shown, positions] = ['', []];
});
afterEach(() => vi.useRealTimers());

test('goes to a command: all before it, and what it has printed', () => {
	const player = new ReplayPlayer(COMMANDS, screen, (position) => positions.push(position));
	player.seek(1);
	expect(plain()).toBe('$ one\n1\n$ two\n2\n$ ');
	player.seek(2);
	expect(plain()).toBe('$ one\n1\n$ two\n2\n$ \n$ three\n3\n$ ');
	player.seek(9);
	player.seek(0);
	expect(plain()).toBe('$ one\n1\n$ two');
	expect(positions.map(({ at, playing }) => [at, playing])).toEqual([
		[1, false],
		[2, false],
		[2, false],
		[0, false],
	]);
});

test('plays in the time that it took, long waits cut short; can be stopped, and begins anew at its end', async () => {
	const player = new ReplayPlayer(COMMANDS, screen, (position) => positions.push(position));
	player.play();
	expect(plain()).toBe('$ one');
	await vi.advanceTimersByTimeAsync(100);
	expect(plain()).toBe('$ one\n1\n');
	await vi.advanceTimersByTimeAsync(1_000);
	expect(plain()).toBe('$ one\n1\n$ two');
	await vi.advanceTimersByTimeAsync(650);
	expect(plain()).toBe('$ one\n1\n$ two\n2\n$ ');
	expect(positions.at(-1)).toEqual({ at: 1, playing: true });
	player.pause();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(positions.at(-1)).toEqual({ at: 1, playing: false });
	player.speed = 4;
	player.play();
	await vi.advanceTimersByTimeAsync(3_000);
	expect(plain()).toBe('$ one\n1\n$ two\n2\n$ \n$ three\n3\n$ ');
	expect(positions.at(-1)).toEqual({ at: 2, playing: false });
	player.play();
	expect([plain(), positions.at(-1)]).toEqual(['$ one', { at: 0, playing: true }]);
	player.dispose();
});
