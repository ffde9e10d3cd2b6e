import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FieldDescriptions } from '../../../simulator/api/schema/field-descriptions.ts';
import { schemaNames, typeSchema } from '../../../simulator/api/schema/schema.ts';

const descriptions = new FieldDescriptions((path) => {
	const file = new URL(`../../../node_modules/${path}`, import.meta.url);
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
});

test('types and fields are described from kubernetes-models', () => {
	const container = 'io.k8s.api.core.v1.Container';
	expect(descriptions.typeDescription(container)).toMatch(/^A single application container/);
	expect(descriptions.fieldDescription(container, 'env')).toMatch(/^List of environment variables/);
	expect(descriptions.fieldDescription('io.k8s.api.apps.v1.Deployment', 'apiVersion')).toMatch(/^APIVersion defines/);
	expect(descriptions.enumValues(container, 'imagePullPolicy')).toEqual(['Always', 'IfNotPresent', 'Never']);
	expect(descriptions.columnDescription('field:io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta.name')).toMatch(
		/^Name must/,
	);
	expect(descriptions.columnDescription('The status of the node')).toBe('The status of the node');
	expect(FieldDescriptions.none.typeDescription(container)).toBe('');
});

test('hardly a field is without a sentence', () => {
	const silent = schemaNames().flatMap((name) =>
		[...(typeSchema(name)?.fields.keys() ?? [])].filter((field) => descriptions.fieldDescription(name, field) === ''),
	);
	expect(silent.length).toBeLessThan(60);
});
