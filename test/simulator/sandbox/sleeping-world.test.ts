import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

const HOUR_MS = 3_600_000;

test('a copied world sleeps at its prompt, and a key wakes it as if it had never slept', () => {
	const world = newWorld();
	const terminal = new TestTerminal(world);
	world.apply({ kind: 'resize', terminal: 'main', columns: 100, rows: 30 });
	world.run(world.now() + HOUR_MS);
	const asleep = world.cluster.store.revision;
	expect(world.nextAt()).toBeUndefined();
	world.run(world.now() + HOUR_MS);
	expect(world.cluster.store.revision).toBe(asleep);
	expect(terminal.run("kubectl get nodes --no-headers | awk '{print $1, $2}'")).toBe(
		'controlplane Ready\nnode01 Ready\nnode02 Ready\n[0]',
	);
	const renewed =
		'kubectl get lease -A -o jsonpath=\'{range .items[*]}{.spec.renewTime}{"\\n"}{end}\' | cut -c1-16 | sort -u | wc -l';
	expect(terminal.run('sleep 15')).toBe('[0]');
	// Everybody has renewed its lease by now, the API server too: all within two minutes.
	expect(Number(terminal.run(renewed).split('\n')[0])).toBeLessThanOrEqual(2);
	const events = terminal.run('kubectl get events -A --no-headers 2>&1 | grep -c NotReady');
	expect(events).toBe('0\n[1]');
	terminal.run('kubectl create deployment web --image=nginx --replicas=2 >/dev/null');
	expect(terminal.run('kubectl rollout status deployment web --timeout=60s | tail -n 1')).toBe(
		'deployment "web" successfully rolled out\n[0]',
	);
});

test('an exercise goes on by itself from the first moment', () => {
	const world = newWorld('set-up', {
		setup: [{ kind: 'script', script: 'kubectl create deployment web --image=nginx' }],
	});
	world.run(world.now() + 60_000);
	expect(world.nextAt()).toBeDefined();
	expect(
		world
			.map()
			.pods.filter((pod) => pod.namespace === 'default')
			.map((pod) => pod.ready),
	).toEqual([true]);
});
