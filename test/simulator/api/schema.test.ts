import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FieldSchema } from '../../../simulator/api/schema/schema.ts';
import { schemaNames, typeSchema } from '../../../simulator/api/schema/schema.ts';

const DOCUMENT = '/work/shared/data/kubernetes-openapi-v2.json';

interface Definition {
	type?: string;
	format?: string;
	properties?: Record<string, Property>;
	required?: string[];
	[extension: `x-${string}`]: unknown;
}
interface Property {
	type?: string;
	format?: string;
	$ref?: string;
	items?: Property;
	additionalProperties?: Property;
	[extension: `x-${string}`]: unknown;
}

/** The document's wording of a field, from ours. */
function asProperty(field: FieldSchema): Property {
	const annotations: Property = {};
	if (field.listType !== undefined) annotations['x-kubernetes-list-type'] = field.listType;
	if (field.listMapKeys !== undefined) annotations['x-kubernetes-list-map-keys'] = [...field.listMapKeys];
	if (field.mapType !== undefined) annotations['x-kubernetes-map-type'] = field.mapType;
	if (field.patchStrategy !== undefined) annotations['x-kubernetes-patch-strategy'] = field.patchStrategy;
	if (field.patchMergeKey !== undefined) annotations['x-kubernetes-patch-merge-key'] = field.patchMergeKey;
	if (field.ref !== undefined) return { ...annotations, $ref: `#/definitions/${field.ref}` };
	if (field.items !== undefined) return { ...annotations, type: 'array', items: asProperty(field.items) };
	if (field.values !== undefined) {
		return { ...annotations, type: 'object', additionalProperties: asProperty(field.values) };
	}
	return { ...annotations, type: field.type, ...(field.format === undefined ? {} : { format: field.format }) };
}

function withoutSentences(property: Property): Property {
	const { description: _, default: __, ...rest } = property as Record<string, unknown>;
	return rest as Property;
}

describe.runIf(existsSync(DOCUMENT))('schema tables against the OpenAPI document', () => {
	const { definitions } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as { definitions: Record<string, Definition> };
	const removedSince = new Set(['io.k8s.api.core.v1.WorkloadReference', 'io.k8s.api.core.v1.PodSpec.workloadRef']);

	test('every field of every type is as the document has it', () => {
		for (const name of schemaNames()) {
			const type = typeSchema(name);
			if (type === undefined || removedSince.has(name)) continue;
			const definition = definitions[name];
			expect(definition, name).toBeDefined();
			expect(type.mapType, name).toBe(definition?.['x-kubernetes-map-type'] ?? 'granular');
			for (const field of type.fields.values()) {
				const path = `${name}.${field.name}`;
				if (removedSince.has(path)) continue;
				const property = definition?.properties?.[field.name];
				expect(property, path).toBeDefined();
				expect(asProperty(field), path).toEqual(withoutSentences(property as Property));
				expect(field.required, path).toBe(definition?.required?.includes(field.name) ?? false);
			}
		}
	});

	test('what the document has and the tables have not is newer than v1.35 or not served by default', () => {
		const names = new Set(schemaNames());
		const served = new Set(schemaNames().map((name) => name.slice(0, name.lastIndexOf('.'))));
		const missing = Object.keys(definitions).filter(
			(name) => served.has(name.slice(0, name.lastIndexOf('.'))) && !names.has(name),
		);
		const fields = [...names].flatMap((name) =>
			Object.keys(definitions[name]?.properties ?? {})
				.filter((field) => !typeSchema(name)?.fields.has(field))
				.map((field) => `${name}.${field}`),
		);
		expect([...missing, ...fields].map((name) => name.replace(/^io\.k8s\.(api\.)?/, '')).sort()).toMatchInlineSnapshot(`
			[
			  "admissionregistration.v1.ApplyConfiguration",
			  "admissionregistration.v1.JSONPatch",
			  "admissionregistration.v1.MutatingAdmissionPolicy",
			  "admissionregistration.v1.MutatingAdmissionPolicyBinding",
			  "admissionregistration.v1.MutatingAdmissionPolicyBindingList",
			  "admissionregistration.v1.MutatingAdmissionPolicyBindingSpec",
			  "admissionregistration.v1.MutatingAdmissionPolicyList",
			  "admissionregistration.v1.MutatingAdmissionPolicySpec",
			  "admissionregistration.v1.Mutation",
			  "apimachinery.pkg.apis.meta.v1.GroupResource",
			  "apimachinery.pkg.apis.meta.v1.ListMeta.shardInfo",
			  "apimachinery.pkg.apis.meta.v1.ShardInfo",
			  "core.v1.ImageVolumeStatus",
			  "core.v1.NodeAllocatableResourceClaimStatus",
			  "core.v1.PodSchedulingGroup",
			  "core.v1.PodSpec.schedulingGroup",
			  "core.v1.PodStatus.nodeAllocatableResourceClaimStatuses",
			  "core.v1.ResourceHealth.message",
			  "core.v1.VolumeMountStatus.volumeStatus",
			  "core.v1.VolumeStatus",
			  "resource.v1.Device.nodeAllocatableResourceMappings",
			  "resource.v1.DeviceAttribute.bools",
			  "resource.v1.DeviceAttribute.ints",
			  "resource.v1.DeviceAttribute.strings",
			  "resource.v1.DeviceAttribute.versions",
			  "resource.v1.NodeAllocatableResourceMapping",
			  "storage.v1.CSIDriverSpec.preventPodSchedulingIfMissing",
			]
		`);
	});
});

test('the notation says what the server makes of absent and empty fields', () => {
	const container = typeSchema('io.k8s.api.core.v1.Container');
	const presence = ['name', 'image', 'resources', 'livenessProbe', 'stdin', 'env'].map((name) => [
		name,
		container?.fields.get(name)?.presence,
	]);
	expect(presence).toEqual([
		['name', 'always'],
		['image', 'pruned'],
		['resources', 'always'],
		['livenessProbe', 'kept'],
		['stdin', 'pruned'],
		['env', 'pruned'],
	]);
	expect(typeSchema('io.k8s.api.rbac.v1.ClusterRole')?.kinds).toEqual([
		{ group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole' },
	]);
});
