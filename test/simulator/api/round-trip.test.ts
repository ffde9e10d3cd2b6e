import { expect, test } from 'vitest';
import { roundTrip } from '../../../simulator/api/schema/round-trip.ts';
import { typeSchema } from '../../../simulator/api/schema/schema.ts';

test('a Pod comes back as Go would write it', () => {
	const type = typeSchema('io.k8s.api.core.v1.Pod');
	if (type === undefined) throw new Error('no type');
	const pod = {
		metadata: { labels: { b: '1', a: '2' }, name: 'web', annotations: {}, creationTimestamp: null },
		apiVersion: 'v1',
		kind: 'Pod',
		unknown: 1,
		spec: {
			hostNetwork: false,
			enableServiceLinks: false,
			containers: [
				{
					image: 'nginx',
					name: 'web',
					env: [],
					resources: { requests: { memory: '1024Mi', cpu: 0.5 } },
					livenessProbe: { httpGet: {} },
					command: null,
				},
			],
			volumes: [{ name: 'x', emptyDir: {} }],
		},
	};
	expect(JSON.stringify(roundTrip(pod, type))).toBe(
		JSON.stringify({
			kind: 'Pod',
			apiVersion: 'v1',
			metadata: { name: 'web', labels: { a: '2', b: '1' } },
			spec: {
				volumes: [{ name: 'x', emptyDir: {} }],
				containers: [
					{
						name: 'web',
						image: 'nginx',
						resources: { requests: { cpu: '500m', memory: '1Gi' } },
						livenessProbe: { httpGet: { port: 0 } },
					},
				],
				enableServiceLinks: false,
			},
			status: {},
		}),
	);
});
