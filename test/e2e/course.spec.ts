import { gunzipSync } from 'node:zlib';
import { expect, test } from './support/test.ts';

test('찾기: 조사가 붙은 말도 찾고, 그 자리로 데려간다', async ({ page }) => {
	await page.goto('/ko/roadmap');
	await page.locator('.palette-button[aria-keyshortcuts]').waitFor();
	await page.locator('.brand').focus();
	await page.keyboard.press('Control+k');
	await page.keyboard.type('레플리카셋을');
	const results = page.getByRole('dialog').getByRole('option');
	await expect(results.first()).toContainText('레플리카셋');
	await results.last().click();
	await expect(page).toHaveURL(/\/ko\/search\?q=/);
	await expect(page.getByRole('status')).toContainText(/\d+쪽, \d+곳/);
	const place = page.locator('.search-results ul a').first();
	const address = new URL((await place.getAttribute('href')) ?? '', page.url());
	await place.click();
	await page.waitForURL((url) => url.pathname === address.pathname);
	const target = page.locator(`[id="${decodeURIComponent(address.hash.slice(1))}"]`);
	await expect(target).toBeInViewport();
});

test('찾기: 드릴과 모의시험도 찾는다', async ({ page }) => {
	await page.goto('/ko/search?q=CKAD%20모의시험');
	const mock = page.locator('.search-results h2', { hasText: '모의시험' }).getByRole('link').first();
	await expect(mock).toHaveAttribute('href', /\/ko\/exams\/ckad-\d$/);
	await page.getByRole('searchbox').fill('레이블이 있는 파드');
	const drill = page.locator('.search-results li', { has: page.locator('a[href="/ko/drills/run-pod"]') }).first();
	await expect(drill.locator('small')).toHaveText('드릴');
	await page.goto('/ko/roadmap');
	await page.locator('.palette-button[aria-keyshortcuts]').waitFor();
	await page.keyboard.press('Control+k');
	await page.keyboard.type('CKA 모의시험 1');
	await page
		.getByRole('dialog')
		.getByRole('option', { name: /^모의시험: CKA 모의시험 1/ })
		.click();
	await expect(page).toHaveURL(/\/ko\/exams\/cka-1$/);
});

test('search: a command as it stands, and words of the other language', async ({ page }) => {
	await page.goto('/en/search?q=%22rollout%20undo%22');
	await expect(page.locator('.search-results mark').first()).toHaveText(/^rollout undo$/i);
	await page.getByRole('searchbox').fill('롤백을');
	await expect(page.locator('.search-results .snippet').first()).toHaveAttribute('lang', 'ko');
	await expect(page).toHaveURL(/q=%EB%A1%A4/);
	await page.getByRole('searchbox').fill('zzzz-nothing');
	await expect(page.getByRole('status')).toContainText('stands nowhere');
});

test('every place the index names is in its page', async ({ page, request }) => {
	const packed = await (await request.get('/api/search-index/ko')).body();
	const entries = JSON.parse(gunzipSync(packed).toString()) as {
		href: string;
		sections: { anchor: string }[];
	}[];
	for (const { href, sections } of entries.slice(0, 3)) {
		await page.goto(`/ko${href}`);
		const missing = await page.evaluate(
			(anchors) => anchors.filter((anchor) => anchor !== '' && document.getElementById(anchor) === null),
			sections.map(({ anchor }) => anchor),
		);
		expect(missing, href).toEqual([]);
	}
});

test('an answer is kept for a guest, told right or wrong in words, and counts on the map', async ({ page }) => {
	await page.goto('/en/lessons/deployments/declare');
	await page.locator('.prose > h2').nth(1).scrollIntoViewIfNeeded();
	const question = page.locator('.question').first();
	await question.locator('input').first().focus();
	await page.keyboard.press('Space');
	const kept = page.waitForResponse('**/api/progress/question');
	await page.keyboard.press('Enter');
	await expect(question.locator('.question-result')).toBeFocused();
	expect((await kept).status()).toBe(200);
	await page.reload();
	await expect(question.locator('.answer-why')).not.toHaveCount(0);
	await expect(question.locator('.answer-chosen')).toHaveText('your choice');
	for (let tries = 0; tries < 6; tries++) {
		if ((await question.locator('.question-result').getAttribute('data-right')) === 'true') break;
		await question.getByRole('button', { name: 'Try again' }).click();
		await expect(question.locator('input').first()).toBeFocused();
		await question.locator('input').nth(tries).check();
		await question.locator('button[type="submit"]').click();
	}
	await expect(question.locator('.question-result')).toHaveText('That is right.');
	await page.goto('/en/roadmap');
	await expect(page.locator('#deployments .stop-lessons li').first()).toContainText(/1\/\d questions/);
	// Back to the section that was read last.
	await expect(page.getByRole('link', { name: 'Go on where you were' })).toHaveAttribute('href', /declare#\w/);
});

test('the roadmap in the colours of an exam, by keyboard; the choice is kept', async ({ page }) => {
	await page.goto('/en/roadmap');
	await page.getByRole('radio', { name: 'Learning paths' }).focus();
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('radio', { name: 'CKA', exact: true })).toBeChecked();
	await expect(page.getByRole('list', { name: 'Domains of the CKA' })).toBeVisible();
	await expect(page.getByRole('list', { name: 'Learning paths' })).toBeHidden();
	await page.reload();
	await expect(page.locator('.domain-chip[data-exam="cka"]').first()).toBeVisible();
});

test('on paper a lesson is its text: no bench, no buttons', async ({ page }) => {
	await page.goto('/ko/lessons/deployments/declare');
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await expect(page.locator('.lesson-bench')).toBeHidden();
	await expect(page.locator('.site-header')).toBeHidden();
	await expect(page.locator('.task-text').first()).toBeVisible();
	await expect(page.locator('.run-text').first()).toBeVisible();
	await expect(page.getByRole('button', { name: '답 확인' })).toHaveCount(0);
	const ink = await page.locator('.prose').evaluate((element) => getComputedStyle(element).color);
	expect(ink).toBe('rgb(29, 32, 37)');
});
