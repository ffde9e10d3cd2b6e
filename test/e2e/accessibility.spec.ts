import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { BenchPage } from './support/bench.ts';
import { expect, test } from './support/test.ts';

const PAGES = [
	...['', '/roadmap', '/lessons/deployments/declare', '/search?q=nginx', '/glossary', '/sign-in', '/sign-up', '/me'],
	...['/me/account', '/forgot-password', '/reset-password#token', '/confirm#token', '/no-such-page'],
	...['/exams', '/exams/practice'],
];
const THEMES = ['light', 'dark'] as const;

async function violations(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
	);
}

for (const theme of THEMES) {
	test(`no page has an accessibility violation (${theme})`, async ({ page }) => {
		await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
		for (const [index, path] of PAGES.entries()) {
			// Both languages in turns: what differs between them is text.
			const locale = index % 2 === 0 ? 'ko' : 'en';
			await page.goto(`/${locale}${path}`);
			await page.locator('h1').waitFor();
			expect(await violations(page), `${locale}${path}`).toEqual([]);
		}
	});

	test(`the bench has none: terminal, map, files, editor, palette (${theme})`, async ({ page }) => {
		await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
		const bench = new BenchPage(page);
		await page.goto('/en/lessons/deployments/declare');
		await bench.ready();
		await bench.task('create').locator('summary').click();
		expect(await violations(page), 'terminal').toEqual([]);
		await page.getByRole('tab', { name: 'Map' }).click();
		await page.getByRole('button', { name: /Deployment shop\/checkout/ }).click();
		expect(await violations(page), 'map').toEqual([]);
		await page.getByRole('tab', { name: 'Files' }).click();
		await page.getByLabel('Path').fill('/etc/hostname');
		await page.getByRole('button', { name: 'Open', exact: true }).click();
		await page.locator('.file-editor .cm-content').waitFor();
		expect(await violations(page), 'files').toEqual([]);
		await page.getByRole('tab', { name: 'controlplane' }).click();
		await page.locator('.terminal textarea').focus();
		await page.keyboard.type('nano /root/x.yaml\n');
		await bench.shows('[ New File ]');
		expect(await violations(page), 'editor').toEqual([]);
		await page.keyboard.press('Control+x');
		await page.keyboard.press('Control+Shift+Escape');
		await page.locator('.brand').focus();
		await page.keyboard.press('Control+k');
		await page.getByRole('dialog', { name: 'Commands' }).waitFor();
		expect(await violations(page), 'palette').toEqual([]);
	});
}
