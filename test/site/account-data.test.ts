import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AuthLimits, shareAuthLimits } from '../../app/_lib/auth/auth-limits.ts';
import { sessionUser } from '../../app/_lib/auth/session.ts';
import type { Database } from '../../app/_lib/db/database.ts';
import { changeSitting, startSitting } from '../../app/_lib/exams/sittings.ts';
import { appendJournal } from '../../app/_lib/progress/journal.ts';
import { recordLesson } from '../../app/_lib/progress/lessons.ts';
import { mergeUsers } from '../../app/_lib/progress/merge-users.ts';
import { myProgress } from '../../app/_lib/progress/my-progress.ts';
import { recordAnswer } from '../../app/_lib/progress/question-answers.ts';
import { branchSandbox, startAttempt } from '../../app/_lib/progress/sandboxes.ts';
import { recordHint } from '../../app/_lib/progress/task-results.ts';
import { projectRoot } from '../../app/_lib/project-root.ts';
import { ACCOUNT_ROUTES } from './support/account-routes.ts';
import { Browser, type Socket } from './support/browser.ts';
import { bundleSupport } from './support/bundle.ts';
import { findInitdb, type Postgres, startPostgres } from './support/postgres.ts';
import { startTestSite, type TestSite } from './support/test-site.ts';

const PASSWORD = 'correct horse';
const EXAM = { exam: { id: 'cka-1', minutes: 120 }, profile: 'exam-2026', locale: 'en' } as const;
const initdb = findInitdb();
const providers = initdb === undefined ? (['sqlite'] as const) : (['sqlite', 'postgresql'] as const);

test('a table that refers to a user is one that merging and exporting know', () => {
	const schema = readFileSync(join(projectRoot(), 'prisma/schema.prisma'), 'utf8');
	const models = [...schema.matchAll(/^model (\w+) \{[^}]*?^\s+userId\s[^}]*\}/gm)].map(([, name]) => name);
	// A new one: merge-users.ts moves it (or it is lost with the guest), export-account.ts tells it, then it is added here.
	expect(models.sort()).toEqual([
		'Account',
		'Attempt',
		'DrillCard',
		'DrillRun',
		'DrillSet',
		'ExamSitting',
		'LessonProgress',
		'QuestionAnswer',
		'Sandbox',
		'Session',
	]);
});

describe.each(providers)('the data of an account on %s', (provider) => {
	const folder = mkdtempSync(join(tmpdir(), 'kubedrill-data-'));
	let postgres: Postgres | undefined;
	let worker: string;
	let site: TestSite;

	beforeAll(async () => {
		worker = await bundleSupport('fake-worker');
		if (provider === 'postgresql' && initdb !== undefined) postgres = startPostgres(initdb);
		site = await startTestSite(worker, postgres?.url ?? `file:${folder}/site.db`, { routes: ACCOUNT_ROUTES });
	});

	afterAll(async () => {
		await site.close();
		postgres?.stop();
		rmSync(folder, { recursive: true, force: true });
		rmSync(worker, { force: true });
	});

	beforeEach(() => shareAuthLimits(new AuthLimits()));

	const emailOf = (name: string) => `${name}@example.org`;
	const signUp = async (name: string, browser = new Browser(site.origin)) => {
		const body = { name, email: emailOf(name), password: PASSWORD };
		expect((await browser.post('/api/auth/sign-up/email', body)).status).toBe(200);
		return browser;
	};
	const signIn = (browser: Browser, name: string) =>
		browser.post('/api/auth/sign-in/email', { email: emailOf(name), password: PASSWORD });
	const guest = async () => {
		const browser = new Browser(site.origin);
		await browser.becomeGuest();
		return browser;
	};
	const who = async (browser: Browser) => {
		const user = await sessionUser(new Headers({ cookie: browser.cookie }));
		if (user === undefined) throw new Error('nobody');
		return user;
	};
	const win = async (browser: Browser, exercise: string): Promise<Socket> => {
		const page = await browser.connect();
		await page.hello(exercise);
		page.open();
		page.type('set colour red\r');
		await page.next('tasks', ({ tasks }) => tasks[0]?.state === 'won');
		return page;
	};
	const world = (exerciseId: string) => ({ exerciseId, preset: 'p', seed: exerciseId, options: '{}', pointsMax: 5 });
	const answer = (questionId: string) => ({ lessonId: 'pods/x', questionId, chosen: [1], correct: true });

	describe('a guest who signs in', () => {
		test('is not made a new guest by another tab’s request that was overtaken', async () => {
			await signUp('overtaken');
			const tab = await guest();
			const other = tab.copy();
			await signIn(tab, 'overtaken');
			const late = await other.post('/api/progress/lesson', { lesson: 'deployments/declare', event: 'opened' });
			expect([late.status, late.headers.getSetCookie()]).toEqual([409, []]);
			expect(((await late.json()) as { code: string }).code).toBe('SIGNED_IN');
			const again = await tab.post('/api/progress/lesson', { lesson: 'deployments/declare', event: 'opened' });
			expect(again.status).toBe(204);
		});

		test('goes on in a tab whose connection was opened before, and said hello after', async () => {
			await signUp('late-hello');
			const tab = await guest();
			const page = await tab.connect();
			await signIn(tab, 'late-hello');
			await page.hello('fake-late');
			const { id } = await who(tab);
			expect(await site.db.sandbox.count({ where: { userId: id, exerciseId: 'fake-late' } })).toBe(1);
			await page.close();
		});

		test('loses nothing that is typed meanwhile', async () => {
			await signUp('typing');
			const tab = await guest();
			const page = await win(tab, 'fake-typing');
			const typing = (async () => {
				for (let line = 0; line < 40; line++) {
					page.type(`set n${line} x\r`);
					await new Promise((resolve) => setTimeout(resolve, 5));
				}
			})();
			expect((await signIn(tab, 'typing')).status).toBe(200);
			await typing;
			await page.ack(page.seq);
			const { id } = await who(tab);
			const { exercises } = await myProgress(site.db, id);
			expect(exercises).toMatchObject([{ exercise: 'fake-typing', points: 3 }]);
			const journal = await site.db.journalEntry.findMany({ where: { sandbox: { userId: id } } });
			for (let line = 0; line < 40; line++) expect(journal.some(({ data }) => data.includes(`n${line} x`))).toBe(true);
			await page.close();
		});

		test('brings what both have of the same lesson together', async () => {
			const home = await signUp('both');
			const own = await who(home);
			await recordLesson(site.db, own.id, 'pods/x', 'read');
			await recordAnswer(site.db, own.id, answer('mine'));
			await (await win(home, 'fake-both')).close();
			const tab = await guest();
			const before = await who(tab);
			await recordLesson(site.db, before.id, 'pods/x', 'opened');
			await recordLesson(site.db, before.id, 'pods/y', 'opened');
			await recordAnswer(site.db, before.id, answer('theirs'));
			await (await win(tab, 'fake-both')).close();
			await signIn(tab, 'both');
			const progress = await myProgress(site.db, own.id);
			expect(progress.lessons.map(({ lesson, readAt }) => [lesson, readAt !== null])).toEqual(
				expect.arrayContaining([
					['pods/x', true],
					['pods/y', false],
				]),
			);
			expect(progress.questions.map(({ question }) => question)).toEqual(['mine', 'theirs']);
			expect(progress.exercises).toMatchObject([{ exercise: 'fake-both', attempts: 2 }]);
			expect(await site.db.user.count({ where: { id: before.id } })).toBe(0);
		});

		test('has everything still when the move breaks off in the middle, and can try again', async () => {
			await signUp('broken');
			const tab = await guest();
			const before = await who(tab);
			await (await win(tab, 'fake-broken')).close();
			await recordLesson(site.db, before.id, 'pods/x', 'opened');
			const failing = new Proxy(site.db, {
				get(db, key) {
					if (key !== '$transaction') return Reflect.get(db, key) as unknown;
					return (work: (tx: Database) => Promise<unknown>) =>
						db.$transaction(async (tx) => {
							await work(tx as Database);
							throw new Error('killed');
						});
				},
			});
			const { id } = (await site.db.user.findUnique({ where: { email: emailOf('broken') } })) ?? { id: '' };
			await expect(mergeUsers(failing, provider, before.id, id)).rejects.toThrow('killed');
			expect((await who(tab)).id).toBe(before.id);
			expect((await myProgress(site.db, before.id)).exercises).toHaveLength(1);
			expect((await myProgress(site.db, id)).exercises).toHaveLength(0);
			await signIn(tab, 'broken');
			expect((await myProgress(site.db, id)).exercises).toHaveLength(1);
			expect((await myProgress(site.db, id)).lessons).toHaveLength(1);
		});

		test('from two browsers at once leaves one live world an exercise, and every attempt', async () => {
			const home = await signUp('two');
			const browsers = [await guest(), await guest(), await guest()];
			for (const browser of browsers) await (await win(browser, 'fake-two')).close();
			await Promise.all(browsers.map((browser) => signIn(browser, 'two')));
			const { id } = await who(home);
			expect(await site.db.sandbox.count({ where: { userId: id, status: 'live' } })).toBe(1);
			expect(await site.db.attempt.count({ where: { userId: id } })).toBe(3);
			for (const browser of browsers) expect((await who(browser)).id).toBe(id);
		});

		test('never loses a world that was begun while they signed in', async () => {
			for (let round = 0; round < 12; round++) {
				const [from, to] = [`g-${provider}-${round}`, `a-${provider}-${round}`];
				await site.db.user.create({ data: { id: from, name: from, email: emailOf(from), isAnonymous: true } });
				await site.db.user.create({ data: { id: to, name: to, email: emailOf(to) } });
				const begun = [0, 1, 2].map((number) => startAttempt(site.db, from, world(`e${number}`)));
				const [merged, ...worlds] = await Promise.allSettled([mergeUsers(site.db, provider, from, to), ...begun]);
				expect(merged?.status).toBe('fulfilled');
				for (const each of worlds) {
					if (each.status === 'rejected') continue;
					const { id } = each.value as { id: string };
					expect(await site.db.sandbox.findUnique({ where: { id }, select: { userId: true } })).toEqual({ userId: to });
				}
			}
		});

		test('leaves one live world, whatever their tabs and the account’s do at the same moment', async () => {
			for (let round = 0; round < 8; round++) {
				const [from, to] = [`h-${provider}-${round}`, `b-${provider}-${round}`];
				await site.db.user.create({ data: { id: from, name: from, email: emailOf(from), isAnonymous: true } });
				await site.db.user.create({ data: { id: to, name: to, email: emailOf(to) } });
				const first = await startAttempt(site.db, from, world('e'));
				const entry = { sandboxId: first.id, index: 0, atMs: 1, data: '{}', client: null, seq: null };
				await appendJournal(site.db, provider, [entry]);
				const work = [
					() => branchSandbox(site.db, first, 1),
					() => mergeUsers(site.db, provider, from, to),
					() => startAttempt(site.db, to, world('e')),
					() => startAttempt(site.db, from, world('e')),
				];
				// Each of them is the first in some round.
				const order = [...work.slice(round % 4), ...work.slice(0, round % 4)];
				const done = await Promise.allSettled(order.map((each) => each()));
				const failed = done.flatMap((each) =>
					each.status === 'rejected' ? [(each.reason as { code: string }).code] : [],
				);
				// A new attempt of the guest may come too late; nothing else fails, and nothing waits for ever.
				expect(failed.filter((code) => code !== 'P2003')).toEqual([]);
				const live = await site.db.sandbox.findMany({
					where: { status: 'live', exerciseId: 'e', userId: { in: [from, to] } },
				});
				expect(live.map(({ userId }) => userId)).toEqual([to]);
			}
		});

		test('a second sign-in of an account does not swallow the account', async () => {
			const [one, other] = [await signUp('one'), await signUp('other')];
			const ids = [(await who(one)).id, (await who(other)).id];
			await signIn(one, 'other');
			expect((await who(one)).id).toBe(ids[1]);
			expect(await site.db.user.count({ where: { id: { in: ids } } })).toBe(2);
			await mergeUsers(site.db, provider, ids[0] ?? '', ids[1] ?? '');
			expect(await site.db.user.count({ where: { id: { in: ids } } })).toBe(2);
		});
	});

	/** Fills every table that there is for a user. */
	async function busy(name: string): Promise<{ browser: Browser; id: string; page: Socket; sandbox: string }> {
		const browser = await signUp(name);
		const { id } = await who(browser);
		const page = await win(browser, 'fake-all');
		page.send({ type: 'rewind', journalIndex: 1 });
		await page.next('snapshot');
		const [sandbox] = await site.db.sandbox.findMany({ where: { userId: id, status: 'live' } });
		if (sandbox === undefined) throw new Error('no world');
		await recordHint(site.db, sandbox.attemptId, 'colour', 1);
		await recordLesson(site.db, id, 'pods/x', 'read');
		await recordAnswer(site.db, id, answer('a'));
		const begun = await startSitting(site.db, id, EXAM);
		await changeSitting(site.db, begun, { flag: { question: 1, on: true }, notes: 'ns first' });
		await browser.post('/api/account/email', { email: `new-${name}@example.org`, password: PASSWORD });
		await browser.post('/api/auth/request-password-reset', { email: emailOf(name) });
		return { browser, id, page, sandbox: sandbox.id };
	}

	/** Every row of every table, as text. */
	async function everything(): Promise<Map<string, string>> {
		const tables = await site.db.$queryRawUnsafe<{ name: string }[]>(
			provider === 'sqlite'
				? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
				: `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
		);
		const texts = new Map<string, string>();
		for (const { name } of tables) {
			const rows = await site.db.$queryRawUnsafe<object[]>(`SELECT * FROM "${name}"`);
			const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
			texts.set(name, JSON.stringify(rows, plain));
		}
		return texts;
	}

	describe('the export', () => {
		test('has everything of the account, nothing of others, and no secrets', async () => {
			const { browser, id, page, sandbox } = await busy('exported');
			const stranger = await busy('stranger');
			const rows = Array.from({ length: 1_200 }, (_, number) => ({
				...{ sandboxId: sandbox, index: 1 + number, atMs: 1, client: null, seq: null },
				data: JSON.stringify({ kind: 'input', terminal: 't1', data: `줄 ${number}`, atMs: 1 }),
			}));
			await page.close();
			await appendJournal(site.db, provider, rows);
			const response = await browser.get('/api/account/export');
			expect(response.headers.get('content-disposition')).toMatch(
				/^attachment; filename="kubedrill-\d{4}-\d\d-\d\d\.json"$/,
			);
			const text = await response.text();
			const file = JSON.parse(text) as Record<string, { [key: string]: unknown }[]> & { profile: object };
			expect(Object.keys(file)).toEqual([
				...[
					'format',
					'exportedAt',
					'profile',
					'sessions',
					'lessons',
					'questionAnswers',
					'drills',
					'drillRuns',
					'drillSets',
				],
				...['attempts', 'examSittings', 'sandboxes'],
			]);
			expect(file.profile).toMatchObject({ id, name: 'exported', email: emailOf('exported'), role: 'student' });
			expect(file.sessions).toMatchObject([{ ipAddress: '127.0.0.1' }]);
			expect(file.lessons).toMatchObject([{ lessonId: 'pods/x' }]);
			expect(file.questionAnswers).toMatchObject([{ questionId: 'a', correct: true, tries: 1 }]);
			expect(file.attempts).toMatchObject([
				{ exerciseId: 'fake-all', results: [{ taskId: 'colour', points: 3 }], hints: [{ taskId: 'colour', step: 1 }] },
			]);
			expect(file.examSittings).toMatchObject([
				{ exam: 'cka-1', flags: [1], notes: 'ns first', visits: [], result: null },
			]);
			expect(file.sandboxes).toHaveLength(2);
			const [branch] = file.sandboxes?.filter((each) => each.id === sandbox) ?? [];
			expect(branch).toMatchObject({ options: { preset: 'fake' } });
			expect(branch?.journal).toHaveLength(1_201);
			expect((branch?.journal as unknown[] | undefined)?.[1_200]).toMatchObject({ data: '줄 1199' });
			const account = await site.db.account.findFirstOrThrow({ where: { userId: id } });
			const secrets = [account.password, /session_token=([^;.]+)/.exec(browser.cookie)?.[1], stranger.id, 'stranger'];
			for (const secret of secrets) expect(text).not.toContain(secret);
			await stranger.page.close();
		});

		test('of a guest is theirs too; nobody has none', async () => {
			const tab = await guest();
			await (await win(tab, 'fake-guest')).close();
			const file = (await (await tab.get('/api/account/export')).json()) as { attempts: object[]; profile: object };
			expect(file).toMatchObject({ profile: { isAnonymous: true }, attempts: [{ exerciseId: 'fake-guest' }] });
			expect((await new Browser(site.origin).get('/api/account/export')).status).toBe(401);
		});
	});

	describe('the deletion', () => {
		test('leaves nothing in any table, ends what is open, and touches nobody else', async () => {
			const { browser, id, page, sandbox } = await busy('deleted');
			const stays = await busy('stays');
			const again = new Browser(site.origin);
			await signIn(again, 'deleted');
			const own = await site.db.sandbox.findMany({ where: { userId: id }, select: { id: true, attemptId: true } });
			const traces = [id, emailOf('deleted'), ...own.flatMap((each) => [each.id, each.attemptId])];
			expect([...(await everything())].filter(([, text]) => traces.some((trace) => text.includes(trace)))).toHaveLength(
				12,
			);
			expect((await browser.post('/api/account/delete', { password: 'wrong wrong' })).status).toBe(403);
			expect((await browser.post('/api/account/delete', {})).status).toBe(403);
			page.type('set colour blue\r');
			expect((await browser.post('/api/account/delete', { password: PASSWORD })).status).toBe(200);
			page.type('set colour green\r');
			expect((await page.closing()).code).toBe(1012);
			expect(site.pool.live(sandbox)).toBeUndefined();
			expect(browser.cookie).not.toContain('session_token=');
			expect(await sessionUser(new Headers({ cookie: again.cookie }))).toBeUndefined();
			// What the worlds' threads still had to say has been said by now.
			await new Promise((resolve) => setTimeout(resolve, 1_000));
			for (const [table, text] of await everything()) {
				for (const trace of traces) expect([table, text.includes(trace)]).toEqual([table, false]);
			}
			expect((await signIn(new Browser(site.origin), 'deleted')).status).toBe(401);
			expect((await myProgress(site.db, stays.id)).exercises).toHaveLength(1);
			expect(stays.page.closed).toBeUndefined();
			await stays.page.close();
			await signUp('deleted');
		});

		test('of a guest needs no password, and forgets them', async () => {
			const tab = await guest();
			const { id } = await who(tab);
			const page = await win(tab, 'fake-gone');
			expect((await tab.post('/api/account/delete', {})).status).toBe(200);
			expect((await page.closing()).code).toBe(1012);
			expect(await site.db.user.count({ where: { id } })).toBe(0);
			expect((await tab.post('/api/account/delete', {})).status).toBe(401);
		});
	});
});
