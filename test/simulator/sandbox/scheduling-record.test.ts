import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('a world tells why its Pods are where they are, also in a fork and when the scheduler has begun anew', () => {
	const world = newWorld('record');
	world.runScript({ name: 'a.sh', script: 'kubectl run web --image=nginx; sleep 5' });
	const [decision] = world.scheduling();
	expect(decision).toMatchObject({
		pod: { namespace: 'default', name: 'web' },
		scheduler: 'default-scheduler',
		rejected: [{ node: 'controlplane', plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] }],
	});
	expect(decision?.scores.map(({ node }) => node)).toContain(decision?.node);
	expect(world.fork().scheduling()).toEqual(world.scheduling());
	const restart = 'crictl rm -f $(crictl ps -q --name kube-scheduler); sleep 30';
	world.runScript({ name: 'b.sh', script: restart });
	expect(world.scheduling(decision?.pod.uid)).toEqual([decision]);
	expect(world.scheduling('nobody')).toEqual([]);
});
