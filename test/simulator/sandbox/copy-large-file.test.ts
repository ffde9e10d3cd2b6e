import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('kubectl cp moves files that are larger than any message', () => {
	const world = newWorld('copy');
	const script = `kubectl run box --image=busybox:1.36 -- sleep 1000 >/dev/null
kubectl wait --for=condition=Ready pod/box >/dev/null
head -c 17M /dev/zero > /tmp/zeros
kubectl cp /tmp/zeros box:/tmp/zeros
kubectl exec box -- wc -c /tmp/zeros`;
	expect(world.runScript({ name: 'script.sh', script }).stdout).toBe('17825792 /tmp/zeros\n');
});
