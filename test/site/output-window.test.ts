import { describe, expect, test } from 'vitest';
import { SERVER_LIMITS } from '../../app/_server/limits.ts';
import { OutputWindow } from '../../app/_server/output-window.ts';

const WINDOW = SERVER_LIMITS.outputWindowBytes;
const KIB = 1024;

/** A window and the screens that it has asked for. */
function made(): { readonly window: OutputWindow; readonly asked: string[] } {
	const asked: string[] = [];
	return { window: new OutputWindow((terminal) => asked.push(terminal)), asked };
}

describe('flow control of terminal output', () => {
	test('as much as a page draws passes', () => {
		const { window, asked } = made();
		for (let sent = 0; sent < 10 * 1024 * KIB; sent += 64 * KIB) {
			expect(window.admits('t1', 64 * KIB)).toBe(true);
			window.drawn('t1', 64 * KIB);
		}
		expect(asked).toEqual([]);
	});

	test('10 MB to a page that stalls: the window, then one screen', () => {
		const { window, asked } = made();
		let passed = 0;
		for (let sent = 0; sent < 10 * 1024 * KIB; sent += 64 * KIB) if (window.admits('t1', 64 * KIB)) passed += 64 * KIB;
		expect(passed).toBe(WINDOW);
		expect(asked).toEqual([]);
		for (let drawn = 0; drawn < WINDOW; drawn += 64 * KIB) window.drawn('t1', 64 * KIB);
		expect(asked).toEqual(['t1']);
		expect(window.admits('t1', 1)).toBe(false);
		window.redrawn('t1', 100 * KIB);
		expect(window.admits('t1', 64 * KIB)).toBe(true);
	});

	test('a screen is asked for again when output was left out again', () => {
		const { window, asked } = made();
		for (let round = 1; round <= 3; round++) {
			while (window.admits('t1', 64 * KIB));
			window.drawn('t1', 2 * WINDOW);
			expect(asked).toHaveLength(round);
			window.redrawn('t1', 64 * KIB);
		}
	});

	test('something larger than the window alone asks for a screen at once', () => {
		const { window, asked } = made();
		expect(window.admits('t1', WINDOW + 1)).toBe(false);
		expect(asked).toEqual(['t1']);
	});

	test('terminals do not share it', () => {
		const { window } = made();
		while (window.admits('t1', 64 * KIB));
		expect(window.admits('t2', 64 * KIB)).toBe(true);
		window.clear();
		expect(window.admits('t1', 64 * KIB)).toBe(true);
	});
});
