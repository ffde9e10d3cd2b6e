import type { Page } from '@playwright/test';
import { BenchPage } from './support/bench.ts';
import { expect, test } from './support/test.ts';

/** A visitor who looks into a lesson of every stage: the bench runs what the text says, the questions answer. */
test('one lesson of every stage, in English', async ({ page }) => {
	const lessons = await lessonsOf(page, 'en', (stage) => stage.slice(0, 1));
	test.setTimeout(60_000 + 45_000 * lessons.length);
	await walk(page, lessons);
	await page.goto('/en/roadmap');
	await expect(page.getByRole('link', { name: 'Go on where you were' })).toBeVisible();
	await expect(page.locator('.stage-progress').first()).toBeVisible();
});

test('세 레슨: 처음, 가운데, 마지막', async ({ page }) => {
	const all = await lessonsOf(page, 'ko', (stage) => stage.slice(-1));
	const three = [...new Set([0, Math.floor(all.length / 2), all.length - 1])].map((index) => all[index] ?? '');
	test.setTimeout(60_000 + 45_000 * three.length);
	await walk(page, three);
});

/** Addresses of lessons from the roadmap, `choose` picking from those of each stage that has some. */
async function lessonsOf(page: Page, locale: string, choose: (stage: string[]) => string[]): Promise<string[]> {
	await page.goto(`/${locale}/roadmap`);
	const stages = await page
		.locator('.stop[data-open="true"]')
		.evaluateAll((stops) =>
			stops.map((stop) => [...stop.querySelectorAll('.stop-lesson a')].map((link) => link.getAttribute('href') ?? '')),
		);
	expect(stages.length).toBeGreaterThan(0);
	return stages.flatMap(choose);
}

async function walk(page: Page, lessons: readonly string[]): Promise<void> {
	const broken: string[] = [];
	page.on('pageerror', (error) => broken.push(`${page.url()}: ${error.message}`));
	for (const lesson of lessons) {
		await test.step(lesson, async () => {
			await page.goto(lesson);
			const bench = new BenchPage(page);
			await bench.ready();
			const block = page.locator('.run-code').first();
			const command = (await block.locator('.run-text').innerText()).trim();
			await block.click();
			await bench.done(command);
			await expect(page.locator('.task')).not.toHaveCount(0);
			for (const question of await page.locator('.question').all()) await answer(question);
		});
	}
	expect(broken).toEqual([]);
}

async function answer(question: ReturnType<Page['locator']>): Promise<void> {
	const answers = await question.locator('.answer').count();
	await question.locator('input').first().check();
	await question.locator('button[type="submit"]').click();
	await expect(question.locator('.question-result')).toBeFocused();
	await expect(question.locator('.answer-why')).toHaveCount(answers);
	await expect(question.locator('.answer[data-chosen="true"]')).toHaveCount(1);
}
