import type { FieldError } from '../../machinery/field-error.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec, keepStatus, startGeneration } from '../strategy/generation.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { validateConditions } from './flow-schema-validation.ts';
import { validatePriorityLevelSpec } from './priority-level-validation.ts';
import type { PriorityLevelConfiguration, QueuingConfiguration } from './types.ts';

const PREFIX = 'io.k8s.api.flowcontrol.v1';
const QUEUING_DEFAULTS = { queues: 64, handSize: 8, queueLengthLimit: 50 } as const;
const SHARES = 30;

/** Models pkg/apis/flowcontrol/validation ValidatePriorityLevelConfiguration. */
function validate(level: PriorityLevelConfiguration): FieldError[] {
	return [
		...validateObjectMeta(level.metadata, { namespaced: false, validateName: nameIsDnsSubdomain }),
		...validatePriorityLevelSpec(level),
		...validateConditions(level.status.conditions),
	];
}

/** Models pkg/apis/flowcontrol/v1 defaults.go. */
function applyDefaults({ spec }: PriorityLevelConfiguration): void {
	const { exempt, limited } = spec;
	if (exempt !== undefined) {
		exempt.nominalConcurrencyShares ??= 0;
		exempt.lendablePercent ??= 0;
	}
	if (limited === undefined) return;
	limited.nominalConcurrencyShares ??= SHARES;
	limited.lendablePercent ??= 0;
	const queuing = limited.limitResponse?.queuing;
	if (queuing === undefined) return;
	for (const field of ['queues', 'handSize', 'queueLengthLimit'] as const) {
		if ((queuing[field] ?? 0) === 0) queuing[field] = QUEUING_DEFAULTS[field];
	}
}

function queuingColumn(name: string, field: keyof QueuingConfiguration & string): Column<PriorityLevelConfiguration> {
	return textColumn({
		name,
		description: fieldDoc(`${PREFIX}.QueuingConfiguration`, field),
		value: ({ spec }) => spec.limited?.limitResponse?.queuing?.[field] ?? '<none>',
	});
}

/** Models pkg/registry/flowcontrol/prioritylevelconfiguration/strategy.go. */
export const PRIORITY_LEVEL_CONFIGURATION = defineKind<PriorityLevelConfiguration>({
	group: 'flowcontrol.apiserver.k8s.io',
	version: 'v1',
	kind: 'PriorityLevelConfiguration',
	plural: 'prioritylevelconfigurations',
	singular: 'prioritylevelconfiguration',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: `${PREFIX}.PriorityLevelConfiguration`,
	storagePrefix: 'prioritylevelconfigurations',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	validate,
	validateUpdate: (level, old) => [...validateObjectMetaUpdate(level, old), ...validate(level)],
	validateStatusUpdate: (level, old) => [
		...validateObjectMetaUpdate(level, old),
		...validateConditions(level.status.conditions),
	],
	applyDefaults,
	prepareForCreate: startGeneration,
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpec,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Type',
			description: fieldDoc(`${PREFIX}.PriorityLevelConfigurationSpec`, 'type'),
			value: ({ spec }) => spec.type,
		}),
		textColumn({
			name: 'NominalConcurrencyShares',
			description: fieldDoc(`${PREFIX}.LimitedPriorityLevelConfiguration`, 'nominalConcurrencyShares'),
			value: ({ spec }) => (spec.limited === undefined ? '<none>' : (spec.limited.nominalConcurrencyShares ?? 0)),
		}),
		queuingColumn('Queues', 'queues'),
		queuingColumn('HandSize', 'handSize'),
		queuingColumn('QueueLengthLimit', 'queueLengthLimit'),
		AGE_COLUMN,
	],
});
