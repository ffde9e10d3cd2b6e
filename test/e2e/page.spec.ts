import { BenchPage } from './support/bench.ts';
import { expect, test } from './support/test.ts';

test('the language changes on the same page, and the theme is kept', async ({ page }) => {
	await page.goto('/ko/roadmap');
	await page.getByRole('link', { name: 'English' }).click();
	await expect(page).toHaveURL(/\/en\/roadmap$/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Roadmap');
	await page.getByRole('button', { name: 'Theme: system' }).click();
	await page.getByRole('button', { name: 'Theme: light' }).click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await page.reload();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the keyboard goes into the terminal and comes back', async ({ page }) => {
	const bench = new BenchPage(page);
	await page.goto('/en/lessons/deployments/declare');
	await bench.ready();
	// A bar of keys is for fingers.
	await expect(page.locator('.key-bar')).toHaveCount(0);
	await page.locator('.terminal textarea').focus();
	await page.keyboard.press('Tab');
	await expect(page.locator('.terminal textarea')).toBeFocused();
	await page.keyboard.press('Control+Shift+Escape');
	await expect(page.getByRole('tab', { name: 'controlplane' })).toBeFocused();
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('tab', { name: 'Map' })).toBeFocused();
	const divider = page.getByRole('separator');
	const before = Number(await divider.getAttribute('aria-valuenow'));
	await divider.focus();
	await page.keyboard.press('ArrowRight');
	await expect(divider).toHaveAttribute('aria-valuenow', String(before + 2));
	await page.keyboard.press('Control+k');
	await page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox').waitFor();
	await page.keyboard.press('Escape');
	await expect(divider).toBeFocused();
	const run = page.locator('.run-code').first();
	await run.focus();
	await page.keyboard.press('Enter');
	await expect(page.locator('.terminal textarea')).toBeFocused();
	await page.keyboard.press('Control+Shift+Escape');
	await expect(run).toBeFocused();
});

test('a clicked block runs to its last line, also behind one that reads what is typed ahead', async ({ page }) => {
	const bench = new BenchPage(page);
	await page.goto('/en/lessons/pods/pod-network');
	await bench.ready();
	const block = page.locator('.run-code', { hasText: 'ssh node01 ls /etc/cni/net.d' });
	const commands = (await block.locator('.run-text').innerText()).trim();
	await block.click();
	await bench.done(commands);
	await bench.shows('calico-node');
});

test('a lesson needs less than 200 KB of script before its terminal', async ({ page }) => {
	const sizes: number[] = [];
	await page.setViewportSize({ width: 390, height: 844 });
	page.on('requestfinished', async (request) => {
		if (request.resourceType() === 'script') sizes.push((await request.sizes()).responseBodySize);
	});
	await page.goto('/ko/lessons/deployments/declare');
	await page.waitForLoadState('networkidle');
	const bytes = sizes.reduce((sum, size) => sum + size, 0);
	expect(bytes).toBeGreaterThan(10_000);
	expect(bytes).toBeLessThan(200 * 1024);
});
