import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { allMocks, ExamPage, mockNamed } from './support/exam.ts';
import { expect, test } from './support/test.ts';

const mock = mockNamed('ckad-1');

// The machines of an exam are made when it is first opened, on a busy machine in a minute or more.
test.describe.configure({ timeout: 240_000 });

for (const [index, each] of allMocks().entries()) {
	const locale = index % 2 === 0 ? 'ko' : 'en';
	const tag = each.id.endsWith('-1') ? [] : ['@whole'];
	const name = `${each.id}: where nothing is done, nothing is won, and the report says of every part why (${locale})`;
	test(name, { tag }, async ({ page }) => {
		const exam = new ExamPage(page, each, locale);
		await exam.begin();
		const hosts = new Set<string>();
		for (const question of each.questions.keys()) {
			hosts.add(await exam.turnTo(question));
			await expect(page.locator('.question-text')).toHaveText(/\S{2}/);
		}
		expect(hosts.size).toBe(each.questions.length);
		expect(await exam.handIn()).toBe(0);
		await expect(page.locator('.report-question')).toHaveCount(each.questions.length);
		await expect(page.locator('.report-part[data-passed="true"]')).toHaveCount(0);
		await expect(page.locator('.report-checks .evidence').first()).toBeVisible();
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
		await page.goto(`/${locale}/exams`);
		await expect(page.locator('.my-sittings tbody tr')).toContainText({ ko: '불합격', en: 'not passed' }[locale]);
	});
}

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
	await page.waitForURL(/\/exams\/report\//, { timeout: 180_000 });
	await expect(page.locator('.report-score')).toContainText('It ended with the time.');
	await page.goBack();
	await expect(page).toHaveURL(/\/exams\/report\//);
});

test('a killed browser: it goes on in another one, where it stood', async ({ page, browser, site }) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	const host = await exam.turnTo(3);
	await exam.type(`ssh ${host}`, new RegExp(`candidate@${host}:~\\$ $`));
	await exam.type('touch before', new RegExp(`touch before[\\s\\S]*candidate@${host}:~\\$ $`));
	const storageState = await page.context().storageState();
	const address = page.url();
	await page.close({ runBeforeUnload: false });
	const other = await (await browser.newContext({ storageState, baseURL: site.origin })).newPage();
	await other.goto(address);
	await expect(other.locator('[data-bench-status="live"]')).toBeVisible({ timeout: 60_000 });
	await expect(other.locator('.question-list-button')).toContainText('Question 4 ');
	const again = new ExamPage(other, mock, 'en');
	await again.type('ls', /ls[\s\S]*before/);
	expect(await again.handIn()).toBe(0);
	await other.context().close();
});

test('the time runs out where nobody is: no server, no browser', async ({ page, site }) => {
	const exam = new ExamPage(page, mock, 'ko');
	await exam.begin();
	const id = new URL(page.url()).pathname.split('/').at(-1);
	await page.goto('about:blank');
	await site.endExamsIn(3);
	await site.kill();
	await page.waitForTimeout(3_500);
	await site.run();
	await page.goto(`/ko/exams/sitting/${id}`);
	await expect(page).toHaveURL(/\/exams\/report\//);
	await expect(page.locator('.report-score')).toContainText('시간이 다 되어 끝났습니다.');
	await expect(page.locator('.score-line strong')).toHaveText('0%');
});

test('another visitor sees nothing of it, and reaches none of its machines', async ({ page, browser, site }) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	const stranger = await browser.newPage({ baseURL: site.origin });
	const id = new URL(page.url()).pathname.split('/').at(-1);
	await stranger.goto('/en/lessons/deployments/declare');
	await stranger.evaluate(() =>
		fetch('/api/sandbox', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: '{"exercise":"configuration-maps"}',
		}),
	);
	for (const place of ['sitting', 'report']) {
		expect((await stranger.goto(`/en/exams/${place}/${id}`))?.status()).toBe(404);
	}
	for (const place of ['', '/replay?host=x']) {
		expect((await stranger.request.get(`/api/exams/sittings/${id}${place}`)).status()).toBe(404);
	}
	expect(await worldSays(stranger, `exam-${id}`, [])).toEqual(['refused exercise-unknown']);
	await stranger.close();
});

test('a bench of an exam takes keys and nothing else, whatever a page sends', async ({ page }) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	const id = new URL(page.url()).pathname.split('/').at(-1);
	const said = await worldSays(page, `exam-${id}`, [
		{ type: 'grade', request: 1 },
		{ type: 'compare', request: 2, task: '0/a' },
		{ type: 'hint', task: '0/a', step: 1 },
		{ type: 'read-file', request: 3, host: await exam.turnTo(0), path: '/etc/shadow' },
		{ type: 'rewind', journalIndex: 0 },
		{ type: 'reset' },
		{ type: 'advance', seq: 1, seconds: 60 },
		{ type: 'write-file', seq: 2, path: '/tmp/x', content: 'x' },
	]);
	expect(said).toEqual(['snapshot', ...Array.from({ length: 8 }, () => 'refused not-in-exam')]);
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

test('the classic profile: one machine, a context for each question, ssh to its machines', async ({ page }) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin({ classic: true });
	const host = await exam.turnTo(1);
	await expect(page.locator('.question-where code')).toHaveText([`kubectl config use-context ${host}`, `ssh ${host}`]);
	await exam.type(`kubectl config use-context ${host}`, `Switched to context "${host}".`);
	await exam.type('k get nodes', new RegExp(`${host} +Ready +control-plane`), 60_000);
	await exam.type('k create namespace from-base', 'namespace/from-base created');
	await exam.type(`ssh ${host} kubectl get namespace from-base -o name`, /^namespace\/from-base$/m, 60_000);
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
	await exam.handIn();
	const question = page.locator('#question-2');
	await question.getByText('Replay and model solution').click();
	await expect(question.locator('.report-beside pre').first()).toContainText('k create namespace from-base');
	await question.getByRole('button', { name: 'Replay the terminal' }).click();
	await expect(question.locator('.replay-commands button')).toHaveText(
		[/k get nodes/, /k create namespace from-base/],
		{
			timeout: 60_000,
		},
	);
});

test('the report replays what the terminals showed, command by command, beside the model solution', async ({
	page,
}) => {
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	const host = await exam.turnTo(0);
	const id = new URL(page.url()).pathname.split('/').at(-1);
	const replay = `/api/exams/sittings/${id}/replay?host=${host}`;
	await exam.type(`ssh ${host}`, new RegExp(`candidate@${host}:~\\$ $`));
	await exam.type('echo first-$((40+2))', /^first-42$/m);
	await exam.type('seq 3 | xargs -n1 echo second', /^second 3$/m);
	await exam.type('exit', /candidate@base:~\$ $/);
	expect((await page.request.get(replay)).status()).toBe(409);
	await exam.handIn();
	const question = page.locator('#question-1');
	await question.getByText('Replay and model solution').click();
	await question.getByRole('button', { name: 'Replay the terminal' }).click();
	const commands = question.locator('.replay-commands button');
	await expect(commands).toHaveText([/echo first/, /seq 3/, /exit/], { timeout: 60_000 });
	const shown = () =>
		question.locator('.replay-screen').evaluate((element) => {
			const { active } = (element as unknown as { kubedrillTerminal: XtermLike }).kubedrillTerminal.buffer;
			return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true)).join('\n');
		});
	await expect.poll(shown).toMatch(new RegExp(`candidate@${host}:~\\$ echo first[\\s\\S]*\\nfirst-42\\n`));
	expect(await shown()).not.toContain('second 3');
	const { height = 0 } = (await question.locator('.replay-screen .xterm').boundingBox()) ?? {};
	expect(height).toBeGreaterThan(200);
	await commands.nth(1).click();
	await expect.poll(shown).toContain('second 3');
	// By keyboard: back to the first, and play from there to the end.
	await question.getByRole('slider').focus();
	await page.keyboard.press('Home');
	await expect(commands.first()).toHaveAttribute('aria-current', 'step');
	await expect.poll(shown).not.toContain('second 3');
	await question.getByRole('button', { name: 'Play' }).press('Enter');
	await expect.poll(shown, { timeout: 20_000 }).toMatch(/second 3[\s\S]*exit\nlogout/);
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		const { violations } = await new AxeBuilder({ page }).include('#question-1').analyze();
		expect(violations.map((each) => `${colorScheme} ${each.id}: ${each.nodes[0]?.target}`)).toEqual([]);
	}
	await page.setViewportSize({ width: 390, height: 800 });
	await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('a question that is open in another tab hides itself while an exam asks it', async ({ page, context }) => {
	const practice = await context.newPage();
	await practice.goto(`/en/exams/practice/${mock.questions[0]?.exercise}`);
	await expect(practice.locator('[data-bench-status="live"]')).toBeVisible({ timeout: 60_000 });
	await expect(practice.locator('.prose .task-card, .prose [id^="task-"]').first()).toBeVisible();
	const exam = new ExamPage(page, mock, 'en');
	await exam.begin();
	await expect(practice.getByRole('heading', { name: 'You are being asked this now' })).toBeVisible();
	await expect(practice.locator('[id^="task-"]')).toHaveCount(0);
	await practice.reload();
	await expect(practice.getByRole('heading', { name: 'You are being asked this now' })).toBeVisible();
	await exam.handIn();
	await expect(practice.locator('[id^="task-"]').first()).toBeVisible();
	await expect(practice.locator('[data-bench-status="live"]')).toBeVisible({ timeout: 60_000 });
});

/** What the server answers to a page that says hello to a world and then all this. */
function worldSays(page: Page, exercise: string, messages: readonly object[]): Promise<string[]> {
	return page.evaluate(
		([name, all]) =>
			new Promise<string[]>((resolve) => {
				const said: string[] = [];
				const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`);
				socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', exercise: name, client: 'somebody-else-1' }));
				socket.onmessage = ({ data }) => {
					if (typeof data !== 'string') return;
					const { type, code } = JSON.parse(data) as { type: string; code?: string };
					if (type !== 'snapshot' && type !== 'refused') return;
					said.push(code === undefined ? type : `${type} ${code}`);
					if (type === 'snapshot') for (const message of all) socket.send(JSON.stringify(message));
					if (said.length > all.length) socket.close();
				};
				socket.onclose = () => resolve(said);
			}),
		[exercise, messages] as const,
	);
}

interface XtermLike {
	readonly buffer: {
		readonly active: {
			readonly length: number;
			getLine(row: number): { translateToString(trim: boolean): string } | undefined;
		};
	};
}

/** Solutions wait for rollouts, and a live clock waits with them: minutes each. `npm run test:exams`. */
const WHOLE = { tag: '@whole' };

/** Each mock once, the languages in turn; the first one in both. */
const SITTINGS = allMocks().flatMap((each, index) =>
	index === 0
		? [
				{ each, locale: 'ko' as const },
				{ each, locale: 'en' as const },
			]
		: [{ each, locale: index % 2 === 0 ? ('ko' as const) : ('en' as const) }],
);

for (const { each, locale } of SITTINGS) {
	test(
		`${each.id}: with the model solutions, typed on the machines that the questions name, it scores everything (${locale})`,
		WHOLE,
		async ({ page }) => {
			test.setTimeout(1_800_000);
			const exam = new ExamPage(page, each, locale);
			await exam.begin();
			const seed = await exam.seed();
			for (const question of each.questions.keys()) await exam.solve(question, seed);
			const score = await exam.handIn();
			const lost = await page.locator('.report-part[data-passed="false"] h4').allTextContents();
			expect(lost).toEqual([]);
			expect(score).toBe(100);
		},
	);
}

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
