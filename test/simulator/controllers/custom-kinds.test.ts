import { expect, test } from 'vitest';
import type { Resource } from '../../../simulator/client/resource.ts';
import {
	CONFIG_MAPS,
	CUSTOM_RESOURCE_DEFINITIONS,
	NAMESPACES,
	RESOURCE_QUOTAS,
} from '../../../simulator/controllers/resources.ts';
import { TestCluster } from '../../support/cluster/test-cluster.ts';

const WIDGETS: Resource = {
	group: 'example.com',
	version: 'v1',
	resource: 'widgets',
	kind: 'Widget',
	namespaced: true,
};

const DEFINITION = {
	metadata: { name: 'widgets.example.com' },
	spec: {
		group: 'example.com',
		scope: 'Namespaced',
		names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
		versions: [
			{
				name: 'v1',
				served: true,
				storage: true,
				schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
			},
		],
	},
};

function clusterWithWidgets(): TestCluster {
	const cluster = new TestCluster();
	cluster.run(1);
	cluster.create(CUSTOM_RESOURCE_DEFINITIONS, DEFINITION);
	cluster.run(1);
	return cluster;
}

test('what a custom resource owns goes with it', () => {
	const cluster = clusterWithWidgets();
	const widget = cluster.create(WIDGETS, { metadata: { name: 'w', namespace: 'default' } });
	const { name, uid } = widget.metadata;
	cluster.create(CONFIG_MAPS, {
		metadata: {
			name: 'owned',
			namespace: 'default',
			ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Widget', name, uid }],
		},
	});
	cluster.run(2);
	const owned = (): number => cluster.list(CONFIG_MAPS).filter(({ metadata }) => metadata.name === 'owned').length;
	expect(owned()).toBe(1);
	cluster.delete(WIDGETS, 'w');
	cluster.run(2);
	expect(owned()).toBe(0);
});

test('a namespace takes its custom resources with it, and a definition may come again', () => {
	const cluster = clusterWithWidgets();
	cluster.create(NAMESPACES, { metadata: { name: 'team' } } as never);
	cluster.create(WIDGETS, { metadata: { name: 'w', namespace: 'team' } });
	cluster.delete(NAMESPACES, 'team');
	cluster.run(20);
	expect(cluster.list(NAMESPACES).map(({ metadata }) => metadata.name)).not.toContain('team');
	expect(cluster.list(WIDGETS)).toEqual([]);
	cluster.delete(CUSTOM_RESOURCE_DEFINITIONS, 'widgets.example.com');
	cluster.run(2);
	expect(cluster.list(CUSTOM_RESOURCE_DEFINITIONS)).toEqual([]);
	cluster.create(CUSTOM_RESOURCE_DEFINITIONS, DEFINITION);
	cluster.run(2);
	expect(cluster.list(WIDGETS)).toEqual([]);
});

test('custom resources are counted, by quotas that were there before them and after', () => {
	const cluster = new TestCluster();
	const hard = { 'count/widgets.example.com': '1' };
	cluster.create(RESOURCE_QUOTAS, { metadata: { name: 'few', namespace: 'default' }, spec: { hard } });
	cluster.run(1);
	cluster.create(CUSTOM_RESOURCE_DEFINITIONS, DEFINITION);
	cluster.run(1);
	// The quota of a kind that was not known is counted with the next look at it.
	cluster.run(301);
	const used = (): object | undefined => cluster.get(RESOURCE_QUOTAS, 'few').status.used;
	expect(used()).toEqual({ 'count/widgets.example.com': '0' });
	cluster.create(WIDGETS, { metadata: { name: 'one', namespace: 'default' } });
	expect(used()).toEqual({ 'count/widgets.example.com': '1' });
	expect(() => cluster.create(WIDGETS, { metadata: { name: 'two', namespace: 'default' } })).toThrow(
		'widgets.example.com "two" is forbidden: exceeded quota: few, requested: count/widgets.example.com=1, used: count/widgets.example.com=1, limited: count/widgets.example.com=1',
	);
	cluster.delete(WIDGETS, 'one');
	cluster.run(1);
	expect(used()).toEqual({ 'count/widgets.example.com': '0' });
});
