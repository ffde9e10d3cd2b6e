import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateNonNegative } from '../validation/numbers.ts';
import { validateImmutable } from '../validation/object-meta.ts';
import { isUsableSelector, validatePodTemplate, validateSelectorMatches } from '../validation/pod-template.ts';
import { validateFailurePolicy } from './pod-failure-policy.ts';
import type { Job, JobSpec } from './types.ts';

// Models pkg/apis/batch/validation ValidateJob, ValidateJobSpec.

const INDEXES_MAX = 100_000;
const PARALLEL_INDEXED_MAX = 100_000;

export function validateJob(job: Job): FieldError[] {
	const errors = validateGeneratedSelector(job);
	const { spec } = job;
	errors.push(...validateJobTemplate(spec, 'spec'));
	if (spec.selector === undefined) {
		errors.push(required('spec.selector'));
		return errors;
	}
	errors.push(...validateLabelSelector(spec.selector, 'spec.selector'));
	if (isUsableSelector(spec.selector)) {
		errors.push(...validateSelectorMatches(spec.selector, spec.template, 'spec.template'));
	}
	return errors;
}

/** Models ValidateGeneratedSelector: labels the server made must not have been spoilt. */
function validateGeneratedSelector({ spec, metadata }: Job): FieldError[] {
	if (spec.manualSelector === true || spec.selector === undefined) return [];
	const errors: FieldError[] = [];
	const labels = spec.template.metadata?.labels ?? {};
	const path = 'spec.template.metadata.labels';
	const expected: readonly (readonly [string, string])[] = [
		['controller-uid', metadata.uid],
		['job-name', metadata.name],
		['batch.kubernetes.io/controller-uid', metadata.uid],
		['batch.kubernetes.io/job-name', metadata.name],
	];
	for (const [key, value] of expected) {
		const actual = labels[key];
		if (actual === undefined) errors.push(required(`${path}[${key}]`, `must be '${value}'`));
		else if (actual !== value) errors.push(invalidValue(`${path}[${key}]`, labels, `must be '${value}'`));
	}
	return errors;
}

/** What holds of a Job and of a CronJob's template. Models validateJobSpec. */
export function validateJobTemplate(spec: JobSpec, path: string): FieldError[] {
	const errors = validateNonNegative(
		spec,
		[
			'parallelism',
			'completions',
			'activeDeadlineSeconds',
			'backoffLimit',
			'ttlSecondsAfterFinished',
			'backoffLimitPerIndex',
			'maxFailedIndexes',
		],
		path,
	);
	errors.push(...validateIndexed(spec, path));
	errors.push(...validatePodTemplate(spec.template, `${path}.template`));
	const restart = spec.template.spec.restartPolicy ?? '';
	const restartPath = `${path}.template.spec.restartPolicy`;
	if (restart !== 'OnFailure' && restart !== 'Never') {
		errors.push(required(restartPath, 'valid values: "OnFailure", "Never"'));
	} else if (spec.podFailurePolicy !== undefined && restart !== 'Never') {
		errors.push(invalidValue(restartPath, restart, 'only "Never" is supported when podFailurePolicy is specified'));
	}
	if (spec.podFailurePolicy !== undefined) {
		errors.push(...validateFailurePolicy(spec, `${path}.podFailurePolicy`));
	}
	if (spec.podReplacementPolicy !== undefined) {
		errors.push(...validateReplacement(spec, `${path}.podReplacementPolicy`));
	}
	return errors;
}

function validateIndexed(spec: JobSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { completionMode, completions, parallelism = 0, backoffLimitPerIndex: perIndex, maxFailedIndexes } = spec;
	if (completionMode !== undefined && completionMode !== 'NonIndexed' && completionMode !== 'Indexed') {
		errors.push(notSupported(`${path}.completionMode`, completionMode, ['NonIndexed', 'Indexed']));
	}
	if (completionMode === 'Indexed') {
		if (completions === undefined) {
			errors.push(required(`${path}.completions`, 'when completion mode is Indexed'));
		}
		if (parallelism > PARALLEL_INDEXED_MAX) {
			const because = `must be less than or equal to ${PARALLEL_INDEXED_MAX} when completion mode is Indexed`;
			errors.push(invalidValue(`${path}.parallelism`, parallelism, because));
		}
		if (perIndex !== undefined && (completions ?? 0) > INDEXES_MAX && maxFailedIndexes === undefined) {
			const because = `must be specified when completions is above ${INDEXES_MAX}`;
			errors.push(required(`${path}.maxFailedIndexes`, because));
		}
	} else if (perIndex !== undefined) {
		errors.push(invalidValue(`${path}.backoffLimitPerIndex`, perIndex, 'requires indexed completion mode'));
	}
	if (maxFailedIndexes !== undefined && perIndex === undefined) {
		errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
	}
	return errors;
}

function validateReplacement({ podReplacementPolicy: policy, podFailurePolicy }: JobSpec, path: string): FieldError[] {
	const supported = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
	return policy === undefined || supported.includes(policy) ? [] : [notSupported(path, policy, supported)];
}

/** Models ValidateJobSpecUpdate. While suspended a Job that has not started may get other scheduling directives. */
export function validateJobChange(job: Job, old: Job): FieldError[] {
	const errors: FieldError[] = [];
	const { spec } = job;
	if (
		!(spec.completionMode === 'Indexed' && old.spec.completions !== undefined && spec.completions === spec.parallelism)
	) {
		errors.push(...validateImmutable(spec.completions, old.spec.completions, 'spec.completions'));
	}
	errors.push(...validateImmutable(spec.selector, old.spec.selector, 'spec.selector'));
	const neverStarted = old.spec.suspend === true && old.status.startTime === undefined;
	const template = neverStarted ? withSchedulingOf(spec, old.spec) : spec.template;
	errors.push(...validateImmutable(template, old.spec.template, 'spec.template'));
	for (const field of [
		'completionMode',
		'podFailurePolicy',
		'backoffLimitPerIndex',
		'managedBy',
		'successPolicy',
	] as const) {
		errors.push(...validateImmutable(spec[field], old.spec[field], `spec.${field}`));
	}
	return errors;
}

function withSchedulingOf(spec: JobSpec, old: JobSpec): JobSpec['template'] {
	const { nodeSelector, tolerations, schedulingGates, affinity } = old.template.spec;
	const kept = Object.entries({ nodeSelector, tolerations, schedulingGates, affinity }).filter(
		([, value]) => value !== undefined,
	);
	const { nodeSelector: _a, tolerations: _b, schedulingGates: _c, affinity: _d, ...rest } = spec.template.spec;
	return {
		...spec.template,
		metadata: { ...spec.template.metadata, ...pickMeta(old) },
		spec: { ...rest, ...Object.fromEntries(kept) },
	};
}

function pickMeta({ template }: JobSpec): object {
	const { labels, annotations } = template.metadata ?? {};
	return { ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
}
