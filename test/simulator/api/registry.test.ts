import { expect, test } from 'vitest';
import { KindRegistry } from '../../../simulator/api/kind-registry.ts';
import { KINDS } from '../../../simulator/api/registry.ts';
import { typeSchema } from '../../../simulator/api/schema/schema.ts';

test('every kind has its schema, distinct names and a name column', () => {
	for (const kind of KINDS) {
		const label = `${kind.kind}.${kind.group}`;
		const schema = typeSchema(kind.schema);
		expect(schema?.kinds, label).toEqual([{ group: kind.group, version: kind.version, kind: kind.kind }]);
		expect(kind.columns.filter((column) => column.name === 'Name').length, label).toBe(1);
		expect(kind.storagePrefix !== '' && schema?.fields.has('status') === true, label).toBe(
			kind.subresources.some((subresource) => subresource.name === 'status'),
		);
	}
	const resources = KINDS.map((kind) => `${kind.group}/${kind.version}/${kind.plural}`);
	expect(new Set(resources).size).toBe(resources.length);
});

test('kinds are found by what users call them', () => {
	const registry = new KindRegistry(KINDS);
	const kindsOf = (name: string): string[] => registry.byName(name).map((kind) => `${kind.kind}.${kind.group}`);
	expect(kindsOf('deploy')).toEqual(['Deployment.apps']);
	expect(kindsOf('Deployment')).toEqual(['Deployment.apps']);
	expect(kindsOf('deployments.apps')).toEqual(['Deployment.apps']);
	expect(kindsOf('deployments.v1.apps')).toEqual(['Deployment.apps']);
	expect(kindsOf('ev')).toEqual(['Event.', 'Event.events.k8s.io']);
	expect(kindsOf('events.events.k8s.io')).toEqual(['Event.events.k8s.io']);
	expect(kindsOf('nothing')).toEqual([]);
	expect(registry.byResource('', 'v1', 'pods')?.kind).toBe('Pod');
	expect(registry.byKind('apps', 'v1', 'ReplicaSet')?.plural).toBe('replicasets');
	const pods = registry.byResource('', 'v1', 'pods');
	if (pods !== undefined) registry.remove(pods);
	expect(kindsOf('po')).toEqual([]);
});
