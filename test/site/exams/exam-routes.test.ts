import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LiveWorlds, liveWorlds, shareLiveWorlds } from '../../../app/_lib/account/live-worlds.ts';
import { AuthLimits, shareAuthLimits } from '../../../app/_lib/auth/auth-limits.ts';
import { sessionUser } from '../../../app/_lib/auth/session.ts';
import { examHosts } from '../../../app/_lib/exams/exam-hosts.ts';
import { sittingQuestions } from '../../../app/_lib/exams/exam-questions.ts';
import { examWorld } from '../../../app/_lib/exams/exam-world.ts';
import type { RecordedCommand } from '../../../app/_lib/exams/recorded-command.ts';
import type { SittingState, SittingSummary } from '../../../app/_lib/exams/sitting-view.ts';
import { type Sitting, sittingForWorld } from '../../../app/_lib/exams/sittings.ts';
import { poolExercise } from '../../../app/_server/pool/pool-exercise.ts';
import * as askedRoute from '../../../app/api/exams/asked/route.ts';
import * as finishRoute from '../../../app/api/exams/sittings/[id]/finish/route.ts';
import * as replayRoute from '../../../app/api/exams/sittings/[id]/replay/route.ts';
import * as sittingRoute from '../../../app/api/exams/sittings/[id]/route.ts';
import * as sittingsRoute from '../../../app/api/exams/sittings/route.ts';
import { Browser } from '../support/browser.ts';
import { bundleSupport } from '../support/bundle.ts';
import { startTestSite, type TestSite } from '../support/test-site.ts';
import { examSecrets, secretsIn } from './exam-secrets.ts';
import { FAKE_EXAM, fakeGrades } from './fake-exam.ts';

vi.mock('../../../app/_lib/exams/exam-file.ts', () => import('./fake-exam.ts'));

const START = { exam: 'fake-1', profile: 'exam-2026', locale: 'en' };

const [FIRST_HOST = ''] = examHosts(FAKE_EXAM.exam, FAKE_EXAM.id, FAKE_EXAM.questions.length);
const RECORDED: RecordedCommand = {
	...{ terminal: 't1', line: 'k get po', at: FIRST_HOST, atMs: 5, columns: 80, rows: 24 },
	...{ before: 'JCA=', output: [[10, 'T0s=']], cut: false },
};

describe('the routes of exams', () => {
	const folder = mkdtempSync(join(tmpdir(), 'kubedrill-exam-routes-'));
	let worker: string;
	let site: TestSite;

	beforeAll(async () => {
		worker = await bundleSupport('fake-worker');
		const routes = { '/api/exams/sittings': sittingsRoute };
		site = await startTestSite(worker, `file:${folder}/site.db`, { routes });
		const gradeExam = async () => fakeGrades([[true], [true, true], [false]]);
		const recordingOfExam = async () => [RECORDED];
		shareLiveWorlds({ ...liveWorlds(), gradeExam, recordingOfExam } as LiveWorlds);
	});
	afterAll(async () => {
		await site.close();
		rmSync(folder, { recursive: true, force: true });
		rmSync(worker, { force: true });
	});
	beforeEach(() => shareAuthLimits(new AuthLimits()));

	/** A route with the sitting's id in its path: Next's router is not part of the test's site. */
	const ask = (browser: Browser, id: string, body?: unknown, finish = false, origin = site.origin) => {
		const text = JSON.stringify(body);
		const headers = { origin, host: new URL(site.origin).host, cookie: browser.cookie };
		const init = { headers: { ...headers, 'content-length': String(text?.length ?? 0) } };
		const url = `${site.origin}/api/exams/sittings/${id}`;
		const context = { params: Promise.resolve({ id }) };
		if (body === undefined) return sittingRoute.GET(new Request(url, init), context);
		const request = new Request(url, { ...init, method: 'POST', body: text });
		return finish ? finishRoute.POST(request, context) : sittingRoute.POST(request, context);
	};
	const start = async (browser: Browser, more = {}) => {
		const answer = await browser.post('/api/exams/sittings', { ...START, ...more });
		expect(answer.status).toBe(200);
		return ((await answer.json()) as { id: string }).id;
	};
	const history = async (browser: Browser) =>
		((await (await browser.get('/api/exams/sittings')).json()) as { sittings: SittingSummary[] }).sittings;
	const state = async (browser: Browser, id: string) => (await (await ask(browser, id)).json()) as SittingState;

	test('a first exam makes a guest, and goes on in their other tab', async () => {
		const browser = new Browser(site.origin);
		const id = await start(browser);
		expect(await sessionUser(new Headers({ cookie: browser.cookie }))).toMatchObject({ isGuest: true });
		expect(await start(browser.copy())).toBe(id);
		const { nowMs, endsMs, startsMs, finished } = await state(browser, id);
		expect([endsMs - startsMs, finished, nowMs >= startsMs]).toEqual([3_600_000, false, true]);
	});

	test('the machines are as they were chosen', async () => {
		const browser = new Browser(site.origin);
		const id = await start(browser, { profile: 'classic' });
		expect((await history(browser)).map((each) => each.profile)).toEqual(['classic']);
		const user = await sessionUser(new Headers({ cookie: browser.cookie }));
		const world = await examWorld((await sittingForWorld(id, user?.id ?? '')) as Sitting);
		expect(world?.options.preset).toBe('workstation');
		expect((await browser.post('/api/exams/sittings', { ...START, profile: 'other' })).status).toBe(422);
	});

	test('flags, notes and the question come back with the page', async () => {
		const browser = new Browser(site.origin);
		const id = await start(browser);
		expect((await ask(browser, id, { flag: { question: 2, on: true }, visit: 1 })).status).toBe(200);
		expect((await ask(browser, id, { notes: 'ns: orchard' })).status).toBe(200);
		expect(await state(browser, id)).toMatchObject({ flags: [2], notes: 'ns: orchard', question: 1 });
		for (const wrong of [{ visit: 3 }, { flag: { question: 3, on: true } }, { notes: 'x'.repeat(4_001) }, { x: 1 }]) {
			expect((await ask(browser, id, wrong)).status).toBe(422);
		}
		expect((await ask(browser, id, { visit: 0 }, false, 'https://evil.example')).status).toBe(403);
	});

	test('another student’s exam is not there, in any way', async () => {
		const [owner, stranger, nobody] = [new Browser(site.origin), new Browser(site.origin), new Browser(site.origin)];
		const id = await start(owner);
		await stranger.becomeGuest();
		for (const browser of [stranger, nobody]) {
			const answers = [ask(browser, id), ask(browser, id, { notes: 'x' }), ask(browser, id, {}, true)];
			for (const answer of await Promise.all(answers)) expect(answer.status).toBe(404);
			expect(await history(browser)).toEqual([]);
			expect((await browser.post('/api/exams/sittings', { ...START, again: id })).status).toBe(404);
		}
		const user = await sessionUser(new Headers({ cookie: owner.cookie }));
		const other = await sessionUser(new Headers({ cookie: stranger.cookie }));
		expect(await sittingForWorld(id, user?.id ?? '')).toMatchObject({ exam: 'fake-1' });
		expect(await sittingForWorld(id, other?.id ?? '')).toBeUndefined();
		expect((await state(owner, id)).notes).toBe('');
	});

	test('what it asks is closed to its student while it goes on, and to nobody else', async () => {
		const [owner, stranger] = [new Browser(site.origin), new Browser(site.origin)];
		const exercise = FAKE_EXAM.questions[1]?.exercise ?? '';
		const asked = async (browser: Browser, which = exercise) => {
			const headers = { cookie: browser.cookie };
			const answer = await askedRoute.GET(new Request(`${site.origin}/x?exercise=${which}`, { headers }));
			return answer.status === 200 ? ((await answer.json()) as { asked: boolean }).asked : answer.status;
		};
		await stranger.becomeGuest();
		const closed: unknown[] = [];
		shareLiveWorlds({ ...liveWorlds(), closeAsked: (...what) => closed.push(what) } as LiveWorlds);
		const id = await start(owner);
		const user = await sessionUser(new Headers({ cookie: owner.cookie }));
		const other = await sessionUser(new Headers({ cookie: stranger.cookie }));
		expect(closed).toEqual([[user?.id, FAKE_EXAM.questions.map((question) => question.exercise)]]);
		expect([await asked(owner), await asked(stranger), await asked(new Browser(site.origin))]).toEqual([
			true,
			false,
			false,
		]);
		expect([await asked(owner, 'configuration-secrets'), await asked(owner, '../x')]).toEqual([false, 422]);
		await expect(poolExercise(exercise, user?.id)).rejects.toMatchObject({ code: 'asked-in-exam' });
		await expect(poolExercise(`${exercise}@7`, user?.id)).rejects.toMatchObject({ code: 'asked-in-exam' });
		expect((await poolExercise(exercise, other?.id))?.exerciseId).toBe(exercise);
		await ask(owner, id, {}, true);
		expect(await asked(owner)).toBe(false);
		expect((await poolExercise(exercise, user?.id))?.exerciseId).toBe(exercise);
	});

	test('handed in, it is graded and over; then it may be taken again with the same questions', async () => {
		const browser = new Browser(site.origin);
		const id = await start(browser);
		const handed = await ask(browser, id, {}, true);
		expect(await handed.json()).toEqual({ score: 70, passed: true });
		expect(await (await ask(browser, id, {}, true)).json()).toEqual({ score: 70, passed: true });
		const late = await ask(browser, id, { notes: 'late' });
		expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([409, 'EXAM_OVER']);
		const [first] = await history(browser);
		expect(first).toMatchObject({ id, finishReason: 'early', score: 70, passed: true });
		const again = await start(browser, { again: id });
		expect((await history(browser)).map((each) => [each.id, each.seed])).toEqual([
			[again, first?.seed],
			[id, first?.seed],
		]);
	});

	test('it is replayed for its student only, and only when it is over', async () => {
		const [owner, stranger] = [new Browser(site.origin), new Browser(site.origin)];
		const id = await start(owner);
		await stranger.becomeGuest();
		const replay = (browser: Browser, host: string) => {
			const request = new Request(`${site.origin}/replay?host=${host}`, { headers: { cookie: browser.cookie } });
			return replayRoute.GET(request, { params: Promise.resolve({ id }) });
		};
		const early = await replay(owner, FIRST_HOST);
		expect([early.status, await early.text()]).toEqual([409, expect.not.stringContaining('get po')]);
		await ask(owner, id, {}, true);
		expect((await replay(stranger, FIRST_HOST)).status).toBe(404);
		expect((await replay(new Browser(site.origin), FIRST_HOST)).status).toBe(404);
		expect((await replay(owner, 'other')).status).toBe(404);
		const { commands } = (await (await replay(owner, FIRST_HOST)).json()) as { commands: object[] };
		expect(commands).toMatchObject([{ line: 'k get po', second: 0, follows: false, output: [[10, 'T0s=']] }]);
		shareLiveWorlds({ ...liveWorlds(), recordingOfExam: () => Promise.reject(new Error('boom')) } as LiveWorlds);
		expect((await replay(owner, FIRST_HOST)).status).toBe(503);
	});

	test('handed in it is over, whatever becomes of the grades; what could be graded counts', async () => {
		const browser = new Browser(site.origin);
		const id = await start(browser);
		const { gradeExam } = liveWorlds();
		shareLiveWorlds({ ...liveWorlds(), gradeExam: () => Promise.reject(new Error('boom')) } as LiveWorlds);
		const handed = await ask(browser, id, {}, true);
		expect([handed.status, await handed.json()]).toEqual([200, { score: null, passed: null }]);
		expect(await history(browser)).toMatchObject([{ id, finishReason: 'early', score: null }]);
		const [won, lost, ungraded] = fakeGrades([[true], [false, true], [false]]).questions;
		const parts = ungraded?.parts.map((part) => ({ ...part, ungraded: true as const }));
		const questions = [won, lost, { ...ungraded, parts }];
		shareLiveWorlds({ ...liveWorlds(), gradeExam: async () => ({ questions, entered: [] }) } as unknown as LiveWorlds);
		expect(await (await ask(browser, id, {}, true)).json()).toEqual({ score: 71.4, passed: true });
		shareLiveWorlds({ ...liveWorlds(), gradeExam });
	});

	test('no answer gives anything away before the exam is over', async () => {
		const browser = new Browser(site.origin);
		const id = await start(browser);
		const [{ seed = '' } = {}] = await history(browser);
		const secrets = (await Promise.all(sittingQuestions(FAKE_EXAM, seed).map(({ ref }) => examSecrets(ref)))).flat();
		expect(secrets.length).toBeGreaterThan(100);
		const answers = [
			await browser.get('/api/exams/sittings'),
			await browser.post('/api/exams/sittings', START),
			await ask(browser, id),
			await ask(browser, id, { visit: 1, notes: 'n', flag: { question: 0, on: true } }),
			await ask(browser, 'another'),
		];
		for (const answer of answers) {
			const text = await answer.text();
			expect(secretsIn(text, secrets)).toEqual([]);
			expect(text).not.toMatch(/"(?:checks|parts|evidence|hints|labels|exercise)"/);
		}
	});
});
