import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunView } from '../../../app/_lib/drills/run-view.ts';
import * as drillsRoute from '../../../app/api/drills/route.ts';
import * as runRoute from '../../../app/api/drills/runs/[run]/route.ts';
import * as runsRoute from '../../../app/api/drills/runs/route.ts';
import { Browser } from '../support/browser.ts';
import { bundleSupport } from '../support/bundle.ts';
import { type Route, startTestSite, type TestSite } from '../support/test-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-drill-routes-'));
const routes: Record<string, Route> = { '/api/drills': drillsRoute, '/api/drills/runs': runsRoute };
let worker: string;
let site: TestSite;

beforeAll(async () => {
	worker = await bundleSupport('fake-worker');
	site = await startTestSite(worker, `file:${folder}/site.db`, { routes });
});

afterAll(async () => {
	await site.close();
	rmSync(folder, { recursive: true, force: true });
	rmSync(worker, { force: true });
});

const today = { day: '2026-11-22', since: new Date(Date.now() - 3_600_000).toISOString() };
const begin = async (browser: Browser, drill = 'create-deployment') => {
	const response = await browser.post('/api/drills/runs', { drill, locale: 'en', today });
	const run = (await response.json()) as RunView;
	const path = `/api/drills/runs/${run.id}`;
	routes[path] = { POST: (request) => runRoute.POST(request, { params: Promise.resolve({ run: run.id }) }) };
	return { run, act: (who: Browser, action: string) => who.post(path, { action, locale: 'en', today }) };
};

test('a visitor becomes a guest by beginning, and is told the text, not the solution', async () => {
	const browser = new Browser(site.origin);
	const { run } = await begin(browser);
	expect(browser.cookie).not.toBe('');
	expect(run).toMatchObject({ drill: 'create-deployment', hints: [], hintsInAll: 1, solutions: null, outcome: null });
	expect(run.text).toMatch(/^Create the namespace `[a-z]+`/);
	expect(JSON.stringify(run)).not.toContain('kubectl create');
	const query = new URLSearchParams({ drill: 'create-deployment', locale: 'ko', ...today });
	const open = (await (await browser.get(`/api/drills/runs?${query}`)).json()) as RunView;
	expect([open.id, open.text.startsWith('네임스페이스')]).toEqual([run.id, true]);
});

test('to say that it is won does not win it; giving up ends it, with the solution', async () => {
	const browser = new Browser(site.origin);
	const { act } = await begin(browser);
	expect(await (await act(browser, 'settle')).json()).toMatchObject({ outcome: null, solutions: null });
	const after = (await (await act(browser, 'give-up')).json()) as RunView;
	expect(after.outcome).toMatchObject({ result: 'given-up', rating: 'again', bestSeconds: null });
	expect(after.outcome?.next).not.toBeNull();
	expect(after.solutions?.[0]).toContain('kubectl create deployment');
	// What is over stays so.
	expect(await (await act(browser, 'settle')).json()).toMatchObject({ outcome: { result: 'given-up' } });
});

test('another’s run is nobody’s; one that was left says so', async () => {
	const [mine, theirs] = [new Browser(site.origin), new Browser(site.origin)];
	const { act } = await begin(mine);
	await theirs.becomeGuest();
	expect([(await act(theirs, 'solution')).status, (await act(new Browser(site.origin), 'hint')).status]).toEqual([
		404, 404,
	]);
	await begin(mine, 'run-pod');
	expect((await act(mine, 'settle')).status).toBe(409);
});

test('who is nobody sees a newcomer’s set and stays nobody; nonsense is refused', async () => {
	const browser = new Browser(site.origin);
	const response = await browser.get(`/api/drills?${new URLSearchParams(today)}`);
	const { set, skills, drills } = (await response.json()) as { set: unknown[]; skills: unknown[]; drills: unknown[] };
	expect([set.length > 5, skills.length > 10, drills.length, browser.cookie]).toEqual([true, true, 0, '']);
	expect((await browser.get('/api/drills')).status).toBe(422);
	const long = { ...today, since: '2020-01-01T00:00:00Z' };
	const body = { drill: 'create-deployment', locale: 'en', today: long };
	expect((await browser.post('/api/drills/runs', body)).status).toBe(422);
	expect((await browser.post('/api/drills/runs', { ...body, today, drill: 'no-such-drill' })).status).toBe(404);
	expect((await browser.post('/api/drills/runs', { ...body, today }, { origin: 'http://evil' })).status).toBe(403);
});
