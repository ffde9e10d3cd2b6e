import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec, keepStatus, startGeneration } from '../strategy/generation.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { DEFAULT_FLOW_SCHEMAS } from './default-configuration.ts';
import { validateConditions, validateFlowSchemaSpec } from './flow-schema-validation.ts';
import type { FlowSchema } from './types.ts';

const SPEC = 'io.k8s.api.flowcontrol.v1.FlowSchemaSpec';
const PRECEDENCE = 1_000;
/** Their specs are the server's own. */
const MANDATORY = new Set(['exempt', 'catch-all']);

/** Models pkg/apis/flowcontrol/validation ValidateFlowSchema. */
function validate(schema: FlowSchema): FieldError[] {
	const { metadata, spec, status } = schema;
	const errors = validateObjectMeta(metadata, { namespaced: false, validateName: nameIsDnsSubdomain });
	errors.push(...validateFlowSchemaSpec(schema));
	if (MANDATORY.has(metadata.name) && !jsonEqual(spec, DEFAULT_FLOW_SCHEMAS.get(metadata.name))) {
		// Differs: the value is the object's own JSON; the real server prints its own structure.
		errors.push(invalidValue('spec', spec, `spec of '${metadata.name}' must equal the fixed value`));
	}
	return [...errors, ...validateConditions(status.conditions)];
}

/** Models pkg/printers/internalversion printFlowSchema. */
const COLUMNS: readonly Column<FlowSchema>[] = [
	NAME_COLUMN,
	textColumn({
		name: 'PriorityLevel',
		description: fieldDoc('io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference', 'name'),
		value: ({ spec }) => spec.priorityLevelConfiguration.name,
	}),
	textColumn({
		name: 'MatchingPrecedence',
		description: fieldDoc(SPEC, 'matchingPrecedence'),
		value: ({ spec }) => spec.matchingPrecedence ?? 0,
	}),
	textColumn({
		name: 'DistinguisherMethod',
		description: fieldDoc(SPEC, 'distinguisherMethod'),
		value: ({ spec }) => spec.distinguisherMethod?.type ?? '<none>',
	}),
	AGE_COLUMN,
	textColumn({
		name: 'MissingPL',
		description: 'references a broken or non-existent PriorityLevelConfiguration',
		value: ({ status }) => status.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
	}),
];

/** Models pkg/registry/flowcontrol/flowschema/strategy.go. */
export const FLOW_SCHEMA = defineKind<FlowSchema>({
	group: 'flowcontrol.apiserver.k8s.io',
	version: 'v1',
	kind: 'FlowSchema',
	plural: 'flowschemas',
	singular: 'flowschema',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.flowcontrol.v1.FlowSchema',
	storagePrefix: 'flowschemas',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	validate,
	validateUpdate: (schema, old) => [...validateObjectMetaUpdate(schema, old), ...validate(schema)],
	validateStatusUpdate: (schema, old) => [
		...validateObjectMetaUpdate(schema, old),
		...validateConditions(schema.status.conditions),
	],
	// Models pkg/apis/flowcontrol/v1 SetDefaults_FlowSchemaSpec.
	applyDefaults: ({ spec }) => {
		if ((spec.matchingPrecedence ?? 0) === 0) spec.matchingPrecedence = PRECEDENCE;
	},
	prepareForCreate: startGeneration,
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpec,
	columns: COLUMNS,
	// Models apiserver/pkg/util/apihelpers FlowSchemaSequence: as requests are matched.
	tableOrder: (a, b) =>
		(a.spec.matchingPrecedence ?? 0) - (b.spec.matchingPrecedence ?? 0) || (a.metadata.name < b.metadata.name ? -1 : 1),
});
