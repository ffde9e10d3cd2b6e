import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveWorlds } from '../../app/_lib/account/live-worlds.ts';
import { sessionUser } from '../../app/_lib/auth/session.ts';
import { Browser, type Socket } from './support/browser.ts';
import { bundleSupport } from './support/bundle.ts';
import { startTestSite, type TestSite } from './support/test-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-socket-'));
let worker: string;
let site: TestSite;

beforeAll(async () => {
	worker = await bundleSupport('fake-worker');
	site = await startTestSite(worker, `file:${folder}/site.db`, { unresponsiveMs: 4_000 });
});

afterAll(async () => {
	await site.close();
	rmSync(folder, { recursive: true, force: true });
	rmSync(worker, { force: true });
});

async function guest(): Promise<Browser> {
	const browser = new Browser(site.origin);
	await browser.becomeGuest();
	return browser;
}

async function atPrompt(browser: Browser): Promise<Socket> {
	const page = await browser.connect();
	await page.hello();
	page.open();
	await page.shows('$ ');
	return page;
}

describe('a world over a WebSocket', () => {
	test('types, sees the echo, and is acknowledged when the journal has it', async () => {
		const page = await atPrompt(await guest());
		const seq = page.type('set colour blue\r');
		await page.ack(seq);
		expect(await page.shows('blue\r\n$ ')).toBe('$ set colour blue\r\n$ ');
		const tick = await page.next('tick');
		expect(tick).toMatchObject({ terminal: 't1', line: 'set colour blue', journalIndex: 1 });
		const rows = await site.db.journalEntry.findMany({
			orderBy: { index: 'asc' },
			select: { index: true, data: true },
		});
		expect(rows.map(({ data }) => JSON.parse(data).kind)).toEqual(['open', 'input']);
		await page.close();
	});

	test('is closed to a student who begins an exam that asks it, and to nobody else', async () => {
		const [browser, other] = [await guest(), await guest()];
		const [page, stranger] = [await atPrompt(browser), await atPrompt(other)];
		const user = await sessionUser(new Headers({ cookie: browser.cookie }));
		liveWorlds().closeAsked(user?.id ?? '', ['another']);
		await page.ack(page.type('set a b\r'));
		liveWorlds().closeAsked(user?.id ?? '', ['another', 'fake']);
		expect(await page.closing()).toMatchObject({ code: 1008, reason: 'asked-in-exam' });
		await stranger.ack(stranger.type('set a b\r'));
		await stranger.close();
	});

	test('comes back after a reload to the same terminal, tasks and timeline', async () => {
		const browser = await guest();
		const before = await atPrompt(browser);
		before.type('set colour red\r');
		await before.next('tasks', ({ tasks }) => tasks[0]?.state === 'won');
		await before.close();
		const after = await browser.connect();
		const snapshot = await after.hello();
		expect(snapshot).toMatchObject({
			reason: 'hello',
			journalLength: 2,
			lastSeq: 2,
			terminals: [{ id: 't1', host: 'controlplane', columns: 80, rows: 24 }],
			timeline: [{ line: 'set colour red', journalIndex: 1 }],
			marks: [{ task: 'colour', won: true, journalIndex: 2 }],
			map: { pods: [{ name: 'colour', status: 'red' }] },
		});
		expect(snapshot.tasks.map(({ state }) => state)).toEqual(['won', 'open']);
		expect(await after.shows('red')).toBe('$ set colour red\r\n$ ');
		await after.close();
	});

	test('points are won, lost and won again, and the database knows when', async () => {
		const page = await atPrompt(await guest());
		for (const [colour, state] of [
			['red', 'won'],
			['blue', 'lost'],
			['red', 'won'],
		]) {
			page.type(`set colour ${colour}\r`);
			await page.next('tasks', ({ tasks }) => tasks[0]?.state === state);
		}
		const attempt = page.attempt;
		const results = await site.db.taskResult.findMany({
			where: { attemptId: attempt },
			orderBy: { wonAt: 'asc' },
			select: { taskId: true, wonIndex: true, lostIndex: true, points: true },
		});
		expect(results).toEqual([
			{ taskId: 'colour', wonIndex: 2, lostIndex: 3, points: 3 },
			{ taskId: 'colour', wonIndex: 4, lostIndex: null, points: 3 },
		]);
		await page.close();
	});

	test('what only a copy shows is tried again at the prompt after a command that may have changed a machine', async () => {
		const page = await atPrompt(await guest());
		page.type('set web up\r');
		await page.next(
			'tasks',
			({ tasks }) => tasks[1]?.checks[1]?.passed === false && !('pending' in tasks[1].checks[1]),
		);
		page.type('write heals yes\r');
		await page.next('tasks', ({ tasks }) => tasks[1]?.state === 'won');
		await page.close();
	});

	test('what a command has written to a file is graded when the next prompt comes', async () => {
		const page = await atPrompt(await guest());
		page.type('write colour red\r');
		await page.next('tasks', ({ tasks }) => tasks[0]?.state === 'won');
		await page.close();
	});

	test('checks that need a copy run when it is quiet, in another worker, and complete the attempt', async () => {
		const page = await atPrompt(await guest());
		page.type('set heals yes\r');
		page.type('set web up\r');
		page.type('set colour red\r');
		await page.next('tasks', ({ tasks }) => tasks[1]?.checks[1] !== undefined && 'pending' in tasks[1].checks[1]);
		await page.next('tasks', ({ tasks }) => tasks.every(({ state }) => state === 'won'));
		const attempt = page.attempt;
		await expect
			.poll(() => site.db.attempt.findUnique({ where: { id: attempt }, select: { status: true, points: true } }))
			.toEqual({ status: 'complete', points: 7 });
		page.send({ type: 'grade', request: 5 });
		expect(await page.next('graded')).toMatchObject({ request: 5, tasks: [{ state: 'won' }, { state: 'won' }] });
		await page.close();
	});

	test('a task is compared with the model solution, which leaves the world as it is', async () => {
		const page = await atPrompt(await guest());
		await page.ack(page.type('set web down\r'));
		page.send({ type: 'compare', request: 6, task: 'healing' });
		const down = [{ title: 'web', mine: 'down', model: 'up' }];
		expect(await page.next('compared')).toEqual({ type: 'compared', request: 6, comparisons: down });
		await page.ack(page.type('set web up\r'));
		page.send({ type: 'compare', request: 7, task: 'healing' });
		const up = [{ title: 'web', mine: 'up', model: 'up' }];
		expect(await page.next('compared')).toEqual({ type: 'compared', request: 7, comparisons: up });
		page.send({ type: 'compare', request: 8, task: 'colour' });
		const none = [{ title: 'colour', mine: null, model: 'red' }];
		expect(await page.next('compared')).toEqual({ type: 'compared', request: 8, comparisons: none });
		await page.close();
	});

	test('rewinds to before a command into a branch, and keeps the old one', async () => {
		const browser = await guest();
		const page = await atPrompt(browser);
		const other = await browser.connect();
		const { sandbox } = await other.hello('fake', { client: 'client-two' });
		await page.ack(page.type('set colour red\r'));
		await page.ack(page.type('set colour blue\r'));
		page.send({ type: 'rewind', journalIndex: 2 });
		for (const tab of [page, other]) {
			const snapshot = await tab.next('snapshot');
			expect(snapshot).toMatchObject({ reason: 'rewind', journalLength: 2, map: { pods: [{ status: 'red' }] } });
			expect(snapshot.sandbox).not.toBe(sandbox);
		}
		await page.ack(page.type('set colour green\r'));
		await other.shows('green');
		expect(await site.db.journalEntry.count({ where: { sandboxId: sandbox } })).toBe(3);
		page.send({ type: 'rewind', journalIndex: 99 });
		expect(await page.next('refused')).toMatchObject({ code: 'no-such-journal-index' });
		await Promise.all([page.close(), other.close()]);
	});

	test('resets to a new attempt', async () => {
		const page = await atPrompt(await guest());
		await page.ack(page.type('set colour red\r'));
		page.send({ type: 'reset' });
		const snapshot = await page.next('snapshot');
		expect(snapshot).toMatchObject({ reason: 'reset', journalLength: 0, terminals: [], timeline: [], marks: [] });
		expect(snapshot.tasks.map(({ state }) => state)).toEqual(['open', 'open']);
		await page.close();
	});

	test('an event sent twice happens once', async () => {
		const browser = await guest();
		const page = await atPrompt(browser);
		const seq = page.type('set colour red\r');
		await page.ack(seq);
		page.seq = seq - 1;
		page.type('set colour blue\r');
		await page.ack(seq);
		page.type('!');
		expect(await page.shows('!')).toBe('$ set colour red\r\n$ !');
		await page.close();
	});

	test('an endless program holds up neither its Ctrl-C nor another world', async () => {
		const [busy, calm] = await Promise.all([atPrompt(await guest()), atPrompt(await guest())]);
		await busy.ack(busy.type('busy\r'));
		for (const letter of 'abcdefghij') {
			const began = performance.now();
			calm.type(letter);
			await calm.shows(letter);
			expect(performance.now() - began).toBeLessThan(500);
		}
		busy.type('\x03');
		await busy.shows('^C');
		await Promise.all([busy.close(), calm.close()]);
	});

	test('files, clicks on commands, jumps of the clock', async () => {
		const page = await atPrompt(await guest());
		page.send({ type: 'read-file', request: 1, host: 'controlplane', path: '/etc/motd' });
		expect(await page.next('file')).toEqual({ type: 'file', request: 1, content: 'hi' });
		page.send({ type: 'read-file', request: 2, host: 'controlplane', path: '/none' });
		expect(await page.next('file')).toEqual({ type: 'file', request: 2, content: null });
		page.type('half');
		page.send({ type: 'run-command', seq: ++page.seq, terminal: 't1', command: 'set clicked yes' });
		await page.shows('half');
		page.send({ type: 'write-file', seq: ++page.seq, host: 'controlplane', path: '/etc/motd', content: 'ho' });
		page.send({ type: 'read-file', request: 3, host: 'controlplane', path: '/etc/motd' });
		expect(await page.next('file')).toEqual({ type: 'file', request: 3, content: 'ho' });
		page.type('later 3600000 colour red\r');
		page.send({ type: 'advance', seq: ++page.seq, seconds: 3_601 });
		await page.next('tasks', ({ tasks }) => tasks[0]?.state === 'won');
		page.type('exit\r');
		expect(await page.next('terminal-exit')).toEqual({ type: 'terminal-exit', terminal: 't1', status: 0 });
		await page.close();
	});

	test('a page that cannot keep up gets the screen when it has', async () => {
		const page = await atPrompt(await guest());
		await page.ack(page.type('flood 3000000\r'));
		const received = (await page.shows('x')).length;
		expect(received).toBeLessThan(1_100_000);
		page.send({ type: 'drawn', terminal: 't1', bytes: 1_050_000 });
		await page.until(() => page.screens.get('t1')?.endsWith('$ ') || undefined, 'the end of the flood');
		await page.close();
	});
});

describe('bad input', () => {
	const cases: [string, (page: Socket) => void, number, RegExp][] = [
		['text that is not JSON', (page) => page.raw('{'), 1003, /not JSON/],
		['a message of no known type', (page) => page.raw('{"type":"sudo"}'), 1008, /type/],
		['an unknown field', (page) => page.raw('{"type":"reset","x":1}'), 1008, /x/],
		['a binary frame of no kind', (page) => page.raw(new Uint8Array([9, 9, 9])), 1003, /kind/],
		['a cut binary frame', (page) => page.raw(new Uint8Array([2, 5, 65])), 1003, /short/],
		['output from a client', (page) => page.raw(new Uint8Array([1, 1, 65, 0, 0, 0, 1])), 1003, /output/],
		['input without a number', (page) => page.raw(new Uint8Array([2, 1, 65, 0, 0, 0, 0])), 1008, /number/],
		['half a character', (page) => page.raw(new Uint8Array([2, 1, 65, 0, 0, 0, 1, 0xec])), 1003, /UTF-8/],
		[
			'a frame that is too large',
			(page) => page.raw(new Uint8Array(70_000).fill(65).fill(2, 0, 1).fill(1, 1, 2)),
			1008,
			/large/,
		],
		['a message that is too large', (page) => page.raw('x'.repeat(3 * 1024 * 1024)), 1009, /./],
		['a second hello', (page) => page.raw('{"type":"hello","exercise":"fake","client":"client-one"}'), 1008, /twice/],
		[
			'ten thousand messages at once',
			(page) => {
				for (let index = 0; index < 10_000; index++) page.send({ type: 'drawn', terminal: 't1', bytes: 1 });
			},
			1008,
			/too many/,
		],
		[
			'one large file after another',
			(page) => {
				const content = 'x'.repeat(1_000_000);
				for (let seq = 1; seq <= 40; seq++) page.send({ type: 'write-file', seq, path: '/tmp/x', content });
			},
			1008,
			/too much input/,
		],
		[
			'input faster than it is stored',
			(page) => {
				for (let index = 0; index < 40; index++) page.type('x'.repeat(60_000));
			},
			1008,
			/acknowledged/,
		],
	];
	test.each(cases)('%s', async (_name, send, code, reason) => {
		const page = await (await guest()).connect();
		await page.hello();
		send(page);
		const closed = await page.closing();
		expect(closed.code).toBe(code);
		if (code !== 1009) expect(closed.reason).toMatch(reason);
	});

	test('one exercise after another: the worlds that were left first are no longer in memory', async () => {
		const browser = await guest();
		const left: string[] = [];
		for (let index = 0; index < 11; index++) {
			const page = await browser.connect();
			left.push((await page.hello(`fake-${index}`)).sandbox);
			await page.close();
			await expect.poll(() => site.pool.live(left.at(-1) as string)?.attended).toBe(false);
		}
		expect(left.map((id) => site.pool.live(id) !== undefined)).toEqual(left.map((_, index) => index >= 3));
	});

	test('anything before hello', async () => {
		const page = await (await guest()).connect();
		page.send({ type: 'reset' });
		expect(await page.closing()).toEqual({ code: 1008, reason: 'say hello first' });
	});

	test('no session, a forged one, another site, another path', async () => {
		const nobody = new Browser(site.origin);
		await expect(nobody.connect()).rejects.toThrow('401');
		await expect(nobody.connect({ cookie: 'kubedrill.session_token=forged.forged' })).rejects.toThrow('401');
		const someone = await guest();
		await expect(someone.connect({ origin: 'https://evil.example' })).rejects.toThrow('403');
		const elsewhere = new Browser(site.origin);
		elsewhere.origin = `${site.origin}/elsewhere`;
		await expect(elsewhere.connect()).rejects.toThrow('404');
	});

	test('an unknown exercise, and the sandbox of another', async () => {
		const mine = await (await guest()).connect();
		const { sandbox } = await mine.hello();
		const page = await (await guest()).connect();
		page.send({ type: 'hello', exercise: 'none', client: 'client-one' });
		expect(await page.next('refused')).toMatchObject({ code: 'exercise-unknown' });
		page.send({ type: 'hello', exercise: 'fake', sandbox, client: 'client-one' });
		expect(await page.next('refused')).toMatchObject({ code: 'sandbox-unknown' });
		await page.hello();
		await Promise.all([page.close(), mine.close()]);
	});

	test('input beyond the world’s limits is refused and the connection goes on', async () => {
		const page = await atPrompt(await guest());
		const seq = page.type('\0');
		expect(await page.next('refused')).toMatchObject({ code: 'beyond-limits', seq });
		page.send({ type: 'paste', terminal: 't1', bytes: 10 * 1024 * 1024 + 1 });
		expect(await page.next('paste')).toMatchObject({ accepted: false });
		page.type('x');
		await page.shows('x');
		await page.close();
	});

	test('events for what is not there are refused, and a seventeenth terminal', async () => {
		const page = await atPrompt(await guest());
		page.type('x', 't9');
		expect(await page.next('refused')).toMatchObject({ seq: 2, message: 'there is no terminal t9' });
		page.open();
		expect(await page.next('refused')).toMatchObject({ seq: 3, message: 'terminal t1 is open already' });
		for (let index = 2; index <= 17; index++) page.open(`t${index}`);
		expect(await page.next('refused')).toMatchObject({ message: 'there are 16 terminals already' });
		await page.close();
	});

	test('a paste of 10 MB arrives whole', async () => {
		const page = await atPrompt(await guest());
		page.send({ type: 'paste', terminal: 't1', bytes: 10 * 1024 * 1024 });
		expect(await page.next('paste')).toMatchObject({ accepted: true });
		const chunk = 'y'.repeat(60 * 1024);
		page.send({ type: 'drawn', terminal: 't1', bytes: 11 * 1024 * 1024 });
		for (let sent = 0; sent + chunk.length <= 10 * 1024 * 1024; sent += chunk.length) {
			const seq = page.type(chunk);
			if (seq % 8 === 0) await page.ack(seq);
		}
		await page.ack(page.type('\x15done\r'));
		expect((await page.next('tick')).line).toBe('done');
		await page.close();
	});
});

describe('bugs', () => {
	test('of a world end that world only; a fresh one can be had', async () => {
		const browser = await guest();
		const [broken, other] = await Promise.all([atPrompt(browser), atPrompt(await guest())]);
		broken.type('boom\r');
		expect((await broken.closing()).code).toBe(1011);
		other.type('still here');
		await other.shows('still here');
		const again = await browser.connect();
		again.send({ type: 'hello', exercise: 'fake', client: 'client-one' });
		expect(await again.next('refused')).toMatchObject({ code: 'world-ended' });
		await again.hello('fake', { fresh: true });
		await Promise.all([again.close(), other.close()]);
	});

	test('that hang a thread cost the others a reconnect, and the culprit its world', async () => {
		const browser = await guest();
		const neighbour = await guest();
		const [broken, other] = await Promise.all([atPrompt(browser), atPrompt(neighbour)]);
		await other.ack(other.type('kept'));
		broken.type('hang\r');
		// What hangs is given time while others keep it from computing.
		expect((await broken.closing(60_000)).code).toBe(1012);
		expect((await other.closing()).code).toBe(1012);
		const again = await neighbour.connect();
		await again.hello();
		expect(await again.shows('kept')).toBe('$ kept');
		const banned = await browser.connect();
		// Its last journal entry is what hangs, and was never acknowledged; but the world was running it.
		banned.send({ type: 'hello', exercise: 'fake', client: 'client-one' });
		expect(await banned.next('refused')).toMatchObject({ code: 'world-ended' });
		await Promise.all([again.close(), banned.close()]);
	}, 90_000);
});
