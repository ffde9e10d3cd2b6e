import { BenchPage } from './support/bench.ts';
import { expect, test } from './support/test.ts';

/** An English visitor: the second lesson, every task, and a look back along the timeline. */
test('the second lesson until its last task is done', async ({ page }) => {
	test.setTimeout(240_000);
	const bench = new BenchPage(page);
	await page.goto('/en');
	await page.getByRole('link', { name: 'See the whole roadmap' }).click();
	await page.getByRole('link', { name: 'Rolling update and rollback' }).first().click();
	await bench.ready();

	await bench.type('kubectl set image deployment/web nginx=nginx:1.27');
	await bench.type('kubectl annotate deployment/web kubernetes.io/change-cause="nginx 1.27"');
	await bench.won('update');

	await bench.type('kubectl rollout undo deployment/payments -n bank');
	await bench.won('rescue');

	const patch = JSON.stringify({
		spec: {
			strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
			template: { spec: { containers: [{ name: 'nginx', readinessProbe: { httpGet: { path: '/', port: 80 } } }] } },
		},
	});
	await bench.type(`kubectl patch deployment ledger -n bank -p '${patch}'`);
	await bench.won('gentle');

	await bench.type('kubectl scale deployment web --replicas=5');
	await bench.type('kubectl expose deployment web --port=80');
	await bench.won('serve');
	await expect(page.locator('.task[data-state="won"]')).toHaveCount(4);

	await test.step('the timeline goes back to before a command', async () => {
		const track = page.getByRole('slider', { name: /Timeline/ });
		await track.focus();
		await expect(async () => {
			await page.keyboard.press('ArrowLeft');
			await expect(page.locator('.timeline-event')).toContainText('kubectl expose', { timeout: 200 });
		}).toPass();
		await page.getByRole('button', { name: 'Go on from before this' }).click();
		await expect(bench.task('serve')).not.toHaveAttribute('data-state', 'won');
		await bench.ready();
		expect(await bench.screen()).not.toContain('service/web exposed');
	});
});

test('a terminal is who the exercise says, the next one too', async ({ page }) => {
	const bench = new BenchPage(page);
	await page.goto('/en/lessons/certification/exam-technique');
	await bench.ready();
	await bench.type('whoami');
	await bench.shows(/\nstudent\n/);
	await page.getByRole('button', { name: 'Open or close a terminal' }).click();
	await page.getByRole('menuitem', { name: 'Open a terminal on controlplane' }).click();
	await bench.shows(/^[^$]*student@controlplane:~\$ $/);
});
