import { expect, test } from 'vitest';
import { fromStored } from '../../../simulator/api/autoscaling/v1/conversion.ts';
import { describeEndpointSlice } from '../../../simulator/api/discovery/endpoint-slice-describe.ts';
import type { EndpointSlice } from '../../../simulator/api/discovery/types.ts';
import { runToCompletion } from '../../../simulator/machinery/task.ts';
import { FixtureCluster } from './describe/fixture-cluster.ts';
import { create, NOW_MS } from './prepare.ts';

// Lists that are optional and still always written: null when nobody gave one, in answers and in the store.

test('an EndpointSlice without ports is described', () => {
	const slice = create(
		'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: x}\naddressType: IPv4\n',
	);
	expect(slice).toMatchObject({ ports: null, endpoints: null });
	const world = { ...new FixtureCluster(NOW_MS).context(), showEvents: false };
	expect(runToCompletion(describeEndpointSlice(slice as EndpointSlice, world))).toBe(
		[
			'Name:         x',
			'Namespace:    default',
			'Labels:       <none>',
			'Annotations:  <none>',
			'AddressType:  IPv4',
			'Ports: <unset>',
			'Endpoints: <none>\n',
		].join('\n'),
	);
});

test('an autoscaler that has measured nothing has a v1 face', () => {
	const autoscaler = create(
		'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}\nspec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: web}}\n',
	);
	expect(autoscaler).toMatchObject({ status: { currentMetrics: null } });
	expect(fromStored(autoscaler)).toMatchObject({
		apiVersion: 'autoscaling/v1',
		spec: { maxReplicas: 2, minReplicas: 1, targetCPUUtilizationPercentage: 80 },
		status: { currentReplicas: 0, desiredReplicas: 0 },
	});
});
