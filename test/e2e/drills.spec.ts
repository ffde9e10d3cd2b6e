import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { BenchPage } from './support/bench.ts';
import { expect, test } from './support/test.ts';

const shots = process.env.DRILL_SHOTS;
const shot = async (page: Page, name: string) => {
	if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: false });
};

/** What the text of create-deployment asks for: which names and numbers is chosen when the run begins. */
async function wanted(page: Page) {
	const text = page.locator('.drill-text');
	const names = (await text.locator('code').allInnerTexts()).filter((each) => /^[a-z]+$/.test(each));
	const [namespace = '', name = ''] = names;
	const replicas = await text.locator('strong').innerText();
	return `kubectl create ns ${namespace}; kubectl create deploy ${name} -n ${namespace} --image=nginx:1.27 --replicas=${replicas} --port=80`;
}

test('a drill is begun, won by what was done, timed, and followed by the next of the day', async ({ page }) => {
	const bench = new BenchPage(page);
	await page.goto('/en/drills');
	await expect(page.locator('.drill-set li')).not.toHaveCount(0);
	await shot(page, 'overview');
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	const first = page.locator('.drill-set li').first();
	await expect(first.locator('.drill-state')).toHaveText('to do');

	await page.goto('/en/drills/create-deployment');
	await expect(page.locator('.drill-text')).toHaveCount(0);
	await shot(page, 'start');
	await page.getByRole('button', { name: 'Start' }).click();
	await bench.ready();
	await expect(page.getByRole('timer')).toBeVisible();
	// Who comes back goes on with the same run.
	const command = await wanted(page);
	await page.reload();
	await bench.ready();
	expect(await wanted(page)).toBe(command);
	await shot(page, 'running');
	await bench.type(command);
	await expect(page.locator('#drill-outcome')).toHaveText(/^Right in \d:\d\d$/, { timeout: 30_000 });
	await expect(page.locator('.drill-outcome')).toContainText('is your best');
	await expect(page.locator('.drill-solutions')).toContainText('kubectl create deployment');
	await shot(page, 'right');
	expect((await new AxeBuilder({ page }).exclude('.terminal').analyze()).violations).toEqual([]);

	await page.getByRole('link', { name: 'Next drill' }).click();
	await expect(page.locator('.drill-text')).toBeVisible();
	await expect.poll(() => new URL(page.url()).hash).toBe('');
	await page.getByRole('button', { name: 'Give up' }).click();
	await expect(page.locator('#drill-outcome')).toHaveText(/^Given up/);

	await page.goto('/en/drills');
	const row = page.locator('.drill-table tr', { hasText: 'A namespace and a Deployment' });
	await expect(row.locator('td').nth(2)).toHaveText(/^\d:\d\d$/);
	await expect(page.locator('.drill-set [data-state="again"]')).toHaveCount(1);
});

test('a solution that was looked at is no success; skills narrow the list; in Korean, dark, on a phone', async ({
	page,
}) => {
	const bench = new BenchPage(page);
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.setViewportSize({ width: 360, height: 740 });
	await page.goto('/ko/drills');
	await expect(page.locator('.drill-set li')).not.toHaveCount(0);
	await shot(page, 'phone-overview');
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect(wide).toBe(0);
	const all = await page.locator('.drill-table tbody tr').count();
	await page.getByRole('button', { name: /YAML 만들고 고치기/ }).click();
	expect(await page.locator('.drill-table tbody tr').count()).toBeLessThan(all);

	await page.goto('/ko/drills/create-deployment#start');
	await expect(page.locator('.drill-text')).toContainText('레플리카');
	await page.getByRole('button', { name: '해답 보기' }).click();
	await expect(page.locator('.drill-solutions')).toContainText('kubectl create deployment');
	await shot(page, 'phone-running');
	expect((await new AxeBuilder({ page }).exclude('.terminal').analyze()).violations).toEqual([]);
	const command = await wanted(page);
	await page.getByRole('button', { name: '실습', exact: true }).click();
	await bench.ready();
	await bench.type(command);
	await page.getByRole('button', { name: '글', exact: true }).click();
	await expect(page.locator('#drill-outcome')).toHaveText(/^해답을 보고/, { timeout: 30_000 });
	await shot(page, 'phone-shown');
});
