import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SittingStore } from '../../../app/_components/exam/screen/sitting-store.ts';
import type { SittingState } from '../../../app/_lib/exams/sitting-view.ts';

const STATE: SittingState = {
	...{ nowMs: 1_000_000, startsMs: 0, endsMs: 4_600_000, finished: false },
	...{ flags: [2], notes: 'before', question: 1 },
};

/** What was sent, and how the server answers from now on. */
const sent: unknown[] = [];
let status = 200;

beforeEach(() => {
	vi.useFakeTimers({ now: 50_000_000 });
	sent.length = 0;
	status = 200;
	vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
		if (status === 0) throw new TypeError('no network');
		if (init?.body !== undefined) sent.push(JSON.parse(String(init.body)));
		const nowMs = STATE.nowMs + Date.now() - 50_000_000;
		return Response.json({ ...STATE, nowMs }, { status });
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test('it begins as the server has it, and goes by the server’s clock', async () => {
	const store = new SittingStore('s', STATE);
	expect(store.state).toMatchObject({ question: 1, flags: [2], notes: 'before', over: false });
	expect(store.leftMs()).toBe(3_600_000);
	store.begin();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(store.leftMs()).toBe(3_590_000);
	expect(sent).toEqual([{ visit: 1 }]);
});

test('changes go out in order, one at a time; of notes only the last', async () => {
	const store = new SittingStore('s', STATE);
	store.flag(0);
	store.flag(2);
	store.go(3);
	expect(store.state).toMatchObject({ flags: [0], question: 3, saving: 'saving' });
	await vi.advanceTimersByTimeAsync(100);
	for (const notes of ['a', 'ab', 'abc']) store.write(notes);
	await vi.advanceTimersByTimeAsync(2_000);
	expect(sent).toEqual([
		{ flag: { question: 0, on: true } },
		{ flag: { question: 2, on: false } },
		{ visit: 3 },
		{ notes: 'abc' },
	]);
	expect(store.state.saving).toBe('saved');
});

test('without a network they wait, and are sent when it is back', async () => {
	const store = new SittingStore('s', STATE);
	status = 0;
	store.flag(5);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(store.state).toMatchObject({ saving: 'waiting', flags: [2, 5] });
	status = 503;
	await vi.advanceTimersByTimeAsync(5_000);
	status = 200;
	sent.length = 0;
	await vi.advanceTimersByTimeAsync(5_000);
	expect(sent).toEqual([{ flag: { question: 5, on: true } }]);
	expect(store.state.saving).toBe('saved');
});

test('when the server says that it is over, it is', async () => {
	const store = new SittingStore('s', STATE);
	status = 409;
	store.write('too late');
	await vi.advanceTimersByTimeAsync(2_000);
	expect(store.state.over).toBe(true);
	store.flag(1);
	await vi.advanceTimersByTimeAsync(2_000);
	expect(sent).toEqual([{ notes: 'too late' }]);
});

test('a page that is left sends at once what is not sent yet', async () => {
	const store = new SittingStore('s', STATE);
	store.write('last words');
	store.stop();
	await vi.advanceTimersByTimeAsync(0);
	expect(sent).toEqual([{ notes: 'last words' }]);
});
