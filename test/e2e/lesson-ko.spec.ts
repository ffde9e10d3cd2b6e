import { BenchPage } from './support/bench.ts';
import { expect, test } from './support/test.ts';

/** A Korean visitor: from the home page to the last task of the first lesson, through a reload and a dead server. */
test('홈에서 첫 레슨의 마지막 과제까지', async ({ page, site }) => {
	test.setTimeout(300_000);
	const bench = new BenchPage(page);
	await page.goto('/ko');
	await bench.wake();
	await bench.ready();
	await bench.type('kubectl get nodes');
	await bench.shows('controlplane   Ready');

	await page.getByRole('link', { name: '로드맵 전체 보기' }).click();
	await page.waitForURL('**/ko/roadmap');
	await page
		.getByRole('link', { name: /선언하는 배포/ })
		.first()
		.click();
	await page.waitForURL('**/lessons/**');

	await test.step('누르면 실행된다, 터미널이 아직 열리는 중이어도', async () => {
		await page.getByRole('button', { name: /터미널에서 실행: kubectl create deployment hello/ }).click();
		await bench.shows('deployment.apps/hello created');
		await page.getByRole('tab', { name: '지도' }).click();
		await expect(page.getByRole('button', { name: 'Deployment default/hello, 2개 중 2개 준비' })).toBeVisible();
		await expect(page.locator('.map-pod[data-state="running"]', { hasText: 'hello' })).toHaveCount(2);
		await page.getByRole('tab', { name: 'controlplane' }).click();
	});

	await test.step('틀린 상태는 까닭을 말한다', async () => {
		const task = bench.task('create');
		await task.locator('summary').click();
		await expect(task.locator('.evidence').first()).toContainText('Deployment web이(가) 없습니다');
		await bench.type('kubectl create deployment web --image=nginx:1.27 --replicas=3');
		await bench.won('create');
	});

	await test.step('다시 열어도 화면이 그대로다', async () => {
		const before = await bench.screen();
		await page.reload();
		await bench.ready();
		await expect.poll(() => bench.screen()).toBe(before);
	});

	await test.step('편집기로 매니페스트를 쓴다', async () => {
		await bench.type(
			'kubectl create deployment api -n shop --image=nginx:1.27 --replicas=2 --port=80 --dry-run=client -o yaml > /root/api.yaml',
		);
		await page.keyboard.type('vim /root/api.yaml\n');
		await bench.shows('kind: Deployment');
		await page.keyboard.type('/^        app: api\nyyp:s/app: api/tier: backend/\n', { delay: 15 });
		await bench.shows('tier: backend');
		const before = await bench.screen();
		await page.reload();
		await expect(page.locator('[data-bench-status="live"]')).toBeVisible({ timeout: 30_000 });
		await expect.poll(() => bench.screen()).toBe(before);
		await page.locator('.terminal:not([hidden]) textarea').focus();
		await page.keyboard.type(':wq\n', { delay: 15 });
		await bench.done('vim /root/api.yaml');
		await bench.type('kubectl apply -f /root/api.yaml');
		await bench.shows('deployment.apps/api created');
		await bench.won('manifest');
	});

	await test.step('서버가 죽어도 이어진다', async () => {
		const before = await bench.screen();
		await site.kill();
		await expect(page.locator('[data-bench-status="lost"]')).toBeVisible();
		await page.locator('.terminal:not([hidden]) textarea').focus();
		await page.keyboard.type('echo still-', { delay: 5 });
		await site.run();
		await expect(page.locator('[data-bench-status="live"]')).toBeVisible({ timeout: 30_000 });
		await page.keyboard.type('here\n', { delay: 5 });
		await bench.shows(/\nstill-here\n/);
		expect((await bench.screen()).slice(0, before.length)).toBe(before);
	});

	await test.step('남은 과제', async () => {
		await bench.type('kubectl delete pod lonely');
		await bench.type('kubectl create deployment lonely --image=redis:7.4');
		await bench.won('heal');
		await bench.type(
			'pod=$(kubectl get pods -n shop -l app=checkout -o jsonpath=\'{.items[0].metadata.name}\'); kubectl label pod "$pod" -n shop app=checkout-debug --overwrite',
		);
		await bench.won('quarantine');
		await expect(page.locator('.task[data-state="won"]')).toHaveCount(4);
	});

	await test.step('가입해도 기록이 남는다', async () => {
		await page.goto('/ko/sign-up');
		await page.getByLabel('이메일').fill('student@example.com');
		await page.getByLabel('비밀번호').fill('correct horse battery');
		await page.getByRole('button', { name: '가입' }).click();
		await expect(page.getByText('student 님으로 로그인되어 있습니다.')).toBeVisible();
		await expect(page.getByRole('row', { name: /선언하는 배포 4\/4 11\/11/ })).toBeVisible();
	});
});
