import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionUser } from '../../app/_lib/auth/session.ts';
import { recordLesson } from '../../app/_lib/progress/lessons.ts';
import { myProgress } from '../../app/_lib/progress/my-progress.ts';
import { Browser, type Socket } from './support/browser.ts';
import { bundleSupport } from './support/bundle.ts';
import { startTestSite, type TestSite } from './support/test-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-auth-'));
let worker: string;
let site: TestSite;

beforeAll(async () => {
	worker = await bundleSupport('fake-worker');
	site = await startTestSite(worker, `file:${folder}/site.db`);
});

afterAll(async () => {
	await site.close();
	rmSync(folder, { recursive: true, force: true });
	rmSync(worker, { force: true });
});

const account = (name: string) => ({ name, email: `${name}@example.org`, password: 'correct horse' });

async function guest(): Promise<Browser> {
	const browser = new Browser(site.origin);
	await browser.becomeGuest();
	return browser;
}

async function who(browser: Browser) {
	const user = await sessionUser(new Headers({ cookie: browser.cookie }));
	if (user === undefined) throw new Error('nobody');
	return user;
}

/** Wins the first task of an exercise; the page stays open. */
async function win(browser: Browser, exercise: string): Promise<Socket> {
	const page = await browser.connect();
	await page.hello(exercise);
	page.open();
	page.type('set colour red\r');
	await page.next('tasks', ({ tasks }) => tasks[0]?.state === 'won');
	return page;
}

test('a guest who signs up keeps everything, the open terminal too', async () => {
	const browser = await guest();
	const before = await who(browser);
	expect(before.isGuest).toBe(true);
	const page = await win(browser, 'fake-one');
	await recordLesson(site.db, before.id, 'deployments/first', 'read');
	expect((await browser.post('/api/auth/sign-up/email', account('mina'))).status).toBe(200);
	const after = await who(browser);
	expect(after).toMatchObject({ name: 'mina', isGuest: false });
	expect(await site.db.user.findUnique({ where: { id: before.id } })).toBeNull();
	const progress = await myProgress(site.db, after.id);
	expect(progress.exercises).toMatchObject([{ exercise: 'fake-one', points: 3, tasks: { colour: 'won' } }]);
	expect(progress.lessons).toMatchObject([{ lesson: 'deployments/first' }]);
	page.type('set colour blue\r');
	await page.next('tasks', ({ tasks }) => tasks[0]?.state === 'lost');
	page.send({ type: 'reset' });
	expect(await page.next('snapshot')).toMatchObject({ reason: 'reset' });
	const again = await browser.connect();
	expect((await again.hello('fake-one')).tasks[0]?.state).toBe('open');
	expect((await myProgress(site.db, after.id)).exercises[0]?.attempts).toBe(2);
	await Promise.all([page.close(), again.close()]);
});

test('a guest who signs in merges into the account', async () => {
	const home = await guest();
	await home.post('/api/auth/sign-up/email', account('jun'));
	const { id } = await who(home);
	await (await win(home, 'fake-one')).close();
	await (await win(home, 'fake-two')).close();

	const school = await guest();
	const page = await win(school, 'fake-two');
	await page.close();
	const { email, password } = account('jun');
	expect((await school.post('/api/auth/sign-in/email', { email, password })).status).toBe(200);
	expect((await who(school)).id).toBe(id);
	const { exercises } = await myProgress(site.db, id);
	expect(exercises.map(({ exercise, attempts }) => [exercise, attempts])).toEqual([
		['fake-one', 1],
		['fake-two', 2],
	]);
	const live = await site.db.sandbox.count({ where: { userId: id, exerciseId: 'fake-two', status: 'live' } });
	expect(live).toBe(1);
});

test('wrong passwords, bad forms and other sites are refused', async () => {
	const browser = new Browser(site.origin);
	await browser.post('/api/auth/sign-up/email', account('sol'));
	const statuses = await Promise.all(
		[
			['/api/auth/sign-in/email', { email: 'sol@example.org', password: 'wrong wrong' }],
			['/api/auth/sign-in/email', { email: 'nobody@example.org', password: 'wrong wrong' }],
			['/api/auth/sign-up/email', { name: 'x', email: 'not an address', password: 'long enough' }],
			['/api/auth/sign-up/email', { name: 'x', email: 'x@example.org', password: 'short' }],
			['/api/auth/sign-up/email', { ...account('sol') }],
		].map(async ([path, body]) => (await new Browser(site.origin).post(String(path), body)).status),
	);
	expect(statuses).toEqual([401, 401, 422, 422, 422]);
	const foreign = await browser.post('/api/auth/sign-out', {}, { origin: 'https://evil.example' });
	expect(foreign.status).toBe(403);
});
