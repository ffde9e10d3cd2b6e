import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from './support/browser.ts';
import { bundleSupport } from './support/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-survival-'));
const database = `file:${folder}/site.db`;
const running = new Set<ChildProcess>();
let worker: string;
let server: string;

beforeAll(async () => {
	[worker, server] = await Promise.all([bundleSupport('fake-worker'), bundleSupport('test-site-process')]);
});

afterAll(() => {
	for (const child of running) child.kill('SIGKILL');
	for (const path of [folder, worker, server]) rmSync(path, { recursive: true, force: true });
});

async function start(): Promise<{ origin: string; kill(): Promise<void> }> {
	const child = spawn(process.execPath, [server, worker, database], { stdio: ['ignore', 'pipe', 'inherit'] });
	running.add(child);
	const origin = await new Promise<string>((resolve, reject) => {
		child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
		child.once('exit', (code) => reject(new Error(`the server has ended: ${code}`)));
	});
	return {
		origin,
		kill: () =>
			new Promise((resolve) => {
				child.once('exit', () => resolve());
				child.kill('SIGKILL');
				running.delete(child);
			}),
	};
}

test('kill -9 in the middle of a command loses nothing acknowledged and nothing seen', async () => {
	const first = await start();
	const browser = new Browser(first.origin);
	await browser.becomeGuest();
	const page = await browser.connect();
	const before = await page.hello();
	page.open();
	await page.shows('$ ');
	page.type('set colour red\r');
	await page.next('tasks', ({ tasks }) => tasks[0]?.state === 'won');
	page.type('later 2000 web up\r');
	await page.shows('up\r\n$ ');
	// A storm of keystrokes; the server dies somewhere in it.
	let acknowledged = 0;
	for (let index = 0; index < 300; index++) page.type(String(index % 10));
	await page.next('ack', ({ seq }) => {
		acknowledged = seq;
		return seq > 50;
	});
	await first.kill();
	await page.closing();
	const seen = page.screens.get('t1') ?? '';

	const second = await start();
	browser.origin = second.origin;
	const again = await browser.connect();
	const after = await again.hello();
	expect(after.sandbox).toBe(before.sandbox);
	expect(after.lastSeq).toBeGreaterThanOrEqual(acknowledged);
	expect(after.tasks[0]?.state).toBe('won');
	expect(after.timeline.map(({ line }) => line)).toEqual(['set colour red', 'later 2000 web up']);
	const screen = await again.shows('$ ');
	expect(screen.startsWith(seen)).toBe(true);
	// What was under way when the server died goes on.
	await again.next('map', ({ pods }) => pods.set.some(({ name }) => name === 'web'));
	// The tab sends again what was not acknowledged: each key is there once.
	again.seq = acknowledged;
	for (let index = acknowledged - 3; index < 300; index++) again.type(String(index % 10));
	await again.ack(303);
	again.type('\r');
	const { line } = await again.next('tick');
	expect(line).toBe(Array.from({ length: 300 }, (_, index) => index % 10).join(''));
	await again.close();
	await second.kill();

	// The last note of the clock may be old: the page says what it has shown, and is believed within reason.
	const third = await start();
	browser.origin = third.origin;
	const later = await browser.connect();
	const { nowMs } = await later.hello('fake', { seenMs: after.nowMs + 20_000 });
	expect(nowMs).toBeGreaterThanOrEqual(after.nowMs + 20_000);
	await later.close();
	await third.kill();
	const fourth = await start();
	browser.origin = fourth.origin;
	const liar = await browser.connect();
	const { nowMs: bounded } = await liar.hello('fake', { seenMs: nowMs + 365 * 86_400_000 });
	expect(bounded).toBeLessThan(nowMs + 60_000);
	await liar.close();
	await fourth.kill();
});
