import AxeBuilder from '@axe-core/playwright';
import { ExamPage, mockNamed } from './support/exam.ts';
import { expect, test } from './support/test.ts';

const mock = mockNamed('ckad-1');

test('an exam in which nothing is done scores nothing, and says of every part why', async ({ page }) => {
	const exam = new ExamPage(page, mock, 'ko');
	await exam.begin();
	expect(await exam.handIn()).toBe(0);
	await expect(page.locator('.report-question')).toHaveCount(mock.questions.length);
	await expect(page.locator('.report-part[data-passed="true"]')).toHaveCount(0);
	await expect(page.locator('.report-checks .evidence').first()).toBeVisible();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
	await page.goto('/ko/exams');
	await expect(page.locator('.my-sittings tbody tr')).toContainText('불합격');
});

test('a reload, another language and a killed server keep clock, flags, notes and what was typed', async ({
	page,
	site,
}) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	const host = await exam.turnTo(1);
	await exam.type(`ssh ${host}`, new RegExp(`candidate@${host}:~\\$ $`));
	await exam.type('touch kept', new RegExp(`touch kept[\\s\\S]*candidate@${host}:~\\$ $`));
	await page.keyboard.press('Control+Alt+F');
	await page.getByRole('button', { name: 'Notepad' }).click();
	const kept = page.waitForResponse(
		(response) =>
			response.url().includes('/api/exams/sittings/') && (response.request().postData() ?? '').includes('notes'),
	);
	await page.getByRole('textbox', { name: 'Notepad' }).fill('second one later');
	await kept;
	await site.kill();
	await site.run();
	page.on('dialog', (dialog) => void dialog.accept());
	await page.goto(page.url().replace('/en/', '/ko/'));
	await expect(page.locator('[data-bench-status="live"]')).toBeVisible({ timeout: 60_000 });
	await expect(page.locator('.question-list-button')).toContainText('2번');
	await expect(page.locator('.flag-button')).toHaveAttribute('aria-pressed', 'true');
	await page.getByRole('button', { name: '메모장' }).click();
	await expect(page.getByRole('textbox', { name: '메모장' })).toHaveValue('second one later');
	await exam.type('ls', /ls[\s\S]*kept/);
	const left = (await page.locator('.exam-clock').textContent()) ?? '';
	expect(left).toMatch(/^1:5\d:\d\d$/);
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
});

test('when the time runs out it is handed in as it stands', async ({ page, site }) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	await site.endExamsIn(6);
	// The answer to it has the time by the server's clock.
	await page.getByRole('button', { name: 'Flag', exact: false }).click();
	await expect(page.locator('.exam-clock')).toHaveAttribute('data-near', '5');
	await page.waitForURL(/\/exams\/report\//, { timeout: 60_000 });
	await expect(page.locator('.report-score')).toContainText('It ended with the time.');
	await page.goBack();
	await expect(page).toHaveURL(/\/exams\/report\//);
});

test('another visitor sees nothing of it', async ({ page, browser, site }) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	const stranger = await browser.newPage({ baseURL: site.origin });
	const id = new URL(page.url()).pathname.split('/').at(-1);
	await stranger.goto('/en/lessons/deployments/declare');
	for (const place of ['sitting', 'report']) {
		expect((await stranger.goto(`/en/exams/${place}/${id}`))?.status()).toBe(404);
	}
	expect((await stranger.request.get(`/api/exams/sittings/${id}`)).status()).toBe(404);
	await stranger.close();
});

test('neither the page nor what comes over the network gives a question away', async ({ page }) => {
	const exam = new ExamPage(page, mock, 'en');
	const told: string[] = [];
	page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => void told.push(payload.toString())));
	page.on('response', (response) => {
		const pages = ['document', 'fetch', 'xhr'].includes(response.request().resourceType());
		if (pages)
			void response.text().then(
				(text) => told.push(text),
				() => undefined,
			);
	});
	await exam.begin();
	const host = await exam.turnTo(2);
	await exam.type(`ssh ${host}`, new RegExp(`candidate@${host}:~\\$ $`));
	await exam.type('kubectl get pods -A', /kube-system/);
	told.push(await (await page.request.get(page.url())).text());
	const all = told.join('\n').replaceAll('\\"', '"');
	expect(all).toContain(host);
	const seed = await exam.seed();
	expect(exam.secrets(seed).filter((secret) => all.includes(secret))).toEqual([]);
	const snapshots = told.filter((text) => text.startsWith('{"type":"snapshot"')).map((text) => JSON.parse(text));
	expect(snapshots.length).toBeGreaterThan(0);
	for (const { tasks, timeline, marks } of snapshots) expect([tasks, timeline, marks]).toEqual([[], [], []]);
});

test('the exam’s keys: Insert does nothing, Ctrl+Alt+W deletes a word, the reference is at hand', async ({ page }) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	await page.locator('.terminal:not([hidden]) textarea').focus();
	await page.keyboard.type('echo one two');
	await page.keyboard.press('Insert');
	await page.keyboard.press('Control+Alt+w');
	await page.keyboard.type('three\n');
	await exam.bench.shows(/^one three$/m);
	await page.getByRole('button', { name: 'Open a terminal on base' }).click();
	await exam.bench.shows(/candidate@base:~\$ $/);
	await expect(page.getByRole('tab')).toHaveCount(2);
	await page.getByRole('button', { name: 'Documentation' }).click();
	await page.getByRole('searchbox').fill('create rolebinding');
	await page.getByRole('button', { name: /^kubectl create rolebinding/ }).click();
	await expect(page.locator('.documents-text')).toContainText('--serviceaccount');
});

/** Solutions wait for rollouts, and a live clock waits with them: minutes. `npm run test:exams`. */
const WHOLE = { tag: '@whole' };

test(
	'with the model solutions, typed on the machines that the questions name, it scores everything',
	WHOLE,
	async ({ page }) => {
		test.setTimeout(1_800_000);
		const exam = new ExamPage(page, mock, 'en');
		await exam.begin();
		const seed = await exam.seed();
		for (const question of mock.questions.keys()) await exam.solve(question, seed);
		const score = await exam.handIn();
		const lost = await page.locator('.report-part[data-passed="false"] h4').allTextContents();
		expect(lost).toEqual([]);
		expect(score).toBe(100);
	},
);

test('풀이를 절반만 하면 그만큼만 얻는다', WHOLE, async ({ page }) => {
	test.setTimeout(1_200_000);
	const exam = new ExamPage(page, mock, 'ko');
	await exam.begin();
	const seed = await exam.seed();
	const solved = [...mock.questions.keys()].filter((question) => question % 2 === 1);
	for (const question of solved) await exam.solve(question, seed);
	const score = await exam.handIn();
	expect(score).toBe(solved.reduce((sum, question) => sum + (mock.questions[question]?.weight ?? 0), 0));
	await expect(page.locator('.grade-mark[data-state="some"]')).toHaveCount(0);
});
