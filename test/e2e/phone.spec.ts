import type { Page } from '@playwright/test';
import { BenchPage } from './support/bench.ts';
import { expect, test } from './support/test.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** A word that a touch keyboard is still composing. */
async function compose(page: Page, text: string): Promise<void> {
	const session = await page.context().newCDPSession(page);
	await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
	await session.detach();
}

test('on a phone the key bar completes, stops a command, and moves in vim', async ({ page }) => {
	const bench = new BenchPage(page);
	await page.goto('/en/lessons/deployments/declare');
	await page.getByRole('button', { name: 'Bench', exact: true }).tap();
	await bench.ready();
	const bar = page.getByRole('toolbar', { name: 'Keys that touch keyboards lack' });
	const key = (name: string) => bar.getByRole('button', { name, exact: true });
	const keyboard = page.locator('.terminal textarea');
	await keyboard.focus();

	// The bar stands below the last line, which has moved up for it, and its keys are large enough for a finger.
	const screen = await page.locator('.terminal .xterm-screen').boundingBox();
	const box = await bar.boundingBox();
	expect((screen?.y ?? 0) + (screen?.height ?? 0)).toBeLessThanOrEqual(box?.y ?? 0);
	for (const each of await bar.getByRole('button').all()) {
		const size = await each.boundingBox();
		expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(44);
	}

	// Completion by Tab, also of a word that the keyboard has not let go of.
	await page.keyboard.type('cat /etc/hostn', { delay: 2 });
	await key('Tab').tap();
	await bench.shows(/# cat \/etc\/hostname $/);
	await expect(keyboard).toBeFocused();
	await page.keyboard.type('/etc/res');
	await compose(page, 'olv');
	await key('Tab').tap();
	await bench.shows(/# cat \/etc\/hostname \/etc\/resolv\.conf $/);

	// Ctrl holds for the next key of the keyboard.
	await key('Ctrl').tap();
	await expect(key('Ctrl')).toHaveAttribute('aria-pressed', 'true');
	await page.keyboard.type('c');
	await expect(key('Ctrl')).toHaveAttribute('aria-pressed', 'false');
	await bench.shows(/\^C\n\S+# $/);
	await page.keyboard.type('sleep 100\r', { delay: 2 });
	await bench.shows(/# sleep 100\n?$/);
	await key('Ctrl').tap();
	await expect(keyboard).toBeFocused();
	await compose(page, 'c');
	await bench.shows(/# sleep 100\n\^C\n\S+# $/);

	// vim asks for other arrows; Escape leaves its insert mode.
	await page.keyboard.type("printf 'one\\ntwo\\nthree\\n' > /tmp/lines; vim /tmp/lines\r", { delay: 2 });
	await bench.shows(/^one/m);
	await key('Down arrow').tap();
	await page.keyboard.type('Anew', { delay: 2 });
	await key('Esc').tap();
	await key('Up arrow').tap();
	await page.keyboard.type('dd:wq\r', { delay: 2 });
	await bench.shows(/vim \/tmp\/lines\n\S+# $/);
	await page.keyboard.type('cat /tmp/lines ');
	await key('Pipe').tap();
	await page.keyboard.type('wc -l\r', { delay: 2 });
	await bench.shows(/# cat \/tmp\/lines \|wc -l\n2\n\S+# $/);
	await key('Up arrow').tap();
	await key('Ctrl').tap();
	await key('Left arrow').tap();
	await page.keyboard.type('cat -n| ', { delay: 2 });
	await bench.shows(/\|wc -cat -n\| l$/);
});
