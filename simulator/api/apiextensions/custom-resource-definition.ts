import { jsonEqual } from '../../machinery/json-equal.ts';
import { dns1123Subdomain } from '../../machinery/names.ts';
import { Pace } from '../../machinery/rest.ts';
import { runToCompletion } from '../../machinery/task.ts';
import { isKnownFormat } from '../custom-resources/formats.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { CREATED_AT_COLUMN, NAME_COLUMN } from '../printing/column.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { validateDefinition, validateDefinitionUpdate } from './definition-validation.ts';
import { visitSchemas } from './schema-visitor.ts';
import type { CustomResourceDefinition } from './types.ts';

/** Models apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go. */
export const CUSTOM_RESOURCE_DEFINITION = defineKind<CustomResourceDefinition>({
	group: 'apiextensions.k8s.io',
	version: 'v1',
	kind: 'CustomResourceDefinition',
	plural: 'customresourcedefinitions',
	singular: 'customresourcedefinition',
	shortNames: ['crd', 'crds'],
	categories: ['api-extensions'],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
	storagePrefix: 'apiextensions.k8s.io/customresourcedefinitions',
	subresources: [STATUS_SUBRESOURCE],
	validateName: dns1123Subdomain,
	applyDefaults,
	prepareForCreate: (definition) => {
		definition.metadata.generation = 1;
		definition.status = { conditions: [], acceptedNames: { plural: '', kind: '' }, storedVersions: [] };
		addStoredVersion(definition);
	},
	prepareForUpdate: (definition, old) => {
		definition.status = { ...old.status, storedVersions: [...(old.status.storedVersions ?? [])] };
		setGeneration(definition, old, !jsonEqual(definition.spec, old.spec));
		addStoredVersion(definition);
	},
	prepareForStatusUpdate: (definition, old) => {
		// Finalizers go with a write of the status: everything else of metadata stays.
		const { resourceVersion, managedFields } = definition.metadata;
		const { finalizers } = definition.metadata;
		definition.spec = old.spec;
		definition.metadata = { ...old.metadata, resourceVersion };
		if (managedFields !== undefined) definition.metadata.managedFields = managedFields;
		if (finalizers === undefined) delete definition.metadata.finalizers;
		else definition.metadata.finalizers = finalizers;
	},
	validate: (definition) => runToCompletion(validateDefinition(definition, new Pace(undefined))),
	validateUpdate: (definition, old) => runToCompletion(validateDefinitionUpdate(definition, old, new Pace(undefined))),
	validateInSteps: (definition, old, pace) =>
		old === undefined ? validateDefinition(definition, pace) : validateDefinitionUpdate(definition, old, pace),
	validateStatusUpdate: (definition, old) => validateObjectMetaUpdate(definition, old, { anyFinalizer: true }),
	warnings: (definition, old) => {
		const known = new Set(old === undefined ? [] : unknownFormats(old));
		return unknownFormats(definition)
			.filter((format) => !known.has(format))
			.map((format) => `unrecognized format ${JSON.stringify(format)}`);
	},
	allowUnconditionalUpdate: false,
	columns: [NAME_COLUMN, CREATED_AT_COLUMN],
});

/** Models apiextensions/v1/defaults.go. */
function applyDefaults({ spec, status }: CustomResourceDefinition): void {
	const { names } = spec;
	if (names !== undefined) {
		names.singular ??= (names.kind ?? '').toLowerCase();
		if (names.kind) names.listKind ??= `${names.kind}List`;
	}
	spec.conversion ??= { strategy: 'None' };
	const service = spec.conversion.webhook?.clientConfig?.service;
	if (service !== undefined) service.port ??= 443;
	const stored = spec.versions?.find((each) => each.storage);
	if (status !== undefined && (status.storedVersions ?? []).length === 0 && stored !== undefined) {
		status.storedVersions = [stored.name];
	}
}

function addStoredVersion({ spec, status }: CustomResourceDefinition): void {
	const stored = spec.versions.find((each) => each.storage)?.name;
	const known = status.storedVersions ?? [];
	if (stored !== undefined && !known.includes(stored)) status.storedVersions = [...known, stored];
}

function unknownFormats({ spec }: CustomResourceDefinition): string[] {
	const found: string[] = [];
	for (const { schema } of spec.versions) {
		if (schema?.openAPIV3Schema === undefined) continue;
		visitSchemas(schema.openAPIV3Schema, ({ type, format }) => {
			if (type === 'string' && format !== undefined && !isKnownFormat(format)) found.push(format);
		});
	}
	return found;
}
