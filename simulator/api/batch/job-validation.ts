import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required, tooLong } from '../../machinery/field-error.ts';
import { dns1123Label } from '../../machinery/names.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { PodTemplateSpec } from '../core/types/pod.ts';
import { validateDomainPath } from '../validation/domain-path.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateNonNegative } from '../validation/numbers.ts';
import { validateImmutable, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { isUsableSelector, validatePodTemplate, validateSelectorMatches } from '../validation/pod-template.ts';
import { validateFailurePolicy } from './pod-failure-policy.ts';
import { validateSuccessPolicy } from './success-policy.ts';
import type { Job, JobSpec } from './types.ts';

// Models pkg/apis/batch/validation ValidateJob, ValidateJobSpec.

const INDEXES_MAX = 100_000;
const PARALLEL_INDEXED_MAX = 100_000;
const FAILED_INDEXES_MAX = 100_000;
/** Of parallelism and of failed indexes, once there are more indexes than INDEXES_MAX. */
const MANY_INDEXES_MAX = 10_000;
const MANAGED_BY_LENGTH_MAX = 63;

export function validateNewJob(job: Job): FieldError[] {
	const { metadata, spec } = job;
	const errors = [...validateGeneratedSelector(job), ...validateJob(job)];
	if (spec.completionMode === 'Indexed' && (spec.completions ?? 0) > 0) {
		// The longest of its Pods' hostnames.
		const hostname = `${metadata.name}-${(spec.completions ?? 0) - 1}`;
		if (dns1123Label(hostname).length > 0) {
			const because = `will not able to create pod with invalid DNS label: ${hostname}`;
			errors.push(invalidValue('metadata.name', metadata.name, because));
		}
	}
	return errors;
}

/** Models ValidateJobSpec. */
function validateJob({ spec }: Job): FieldError[] {
	const errors = validateJobTemplate(spec, 'spec');
	if (spec.selector === undefined) errors.push(required('spec.selector'));
	errors.push(...validateLabelSelector(spec.selector, 'spec.selector'));
	errors.push(...validateSelectorMatches(spec.selector, spec.template, 'spec.template'));
	return errors;
}

/** Models ValidateJobUpdate. */
export function validateJobUpdate(job: Job, old: Job): FieldError[] {
	return [...validateObjectMetaUpdate(job, old), ...validateJob(job), ...validateJobChange(job, old)];
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
	if (isUsableSelector(spec.selector) && !labelSelectorFrom(spec.selector).matches(Object.fromEntries(expected))) {
		errors.push(invalidValue('spec.selector', spec.selector, '`selector` not auto-generated'));
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
	if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
		errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
	}
	if (spec.managedBy !== undefined) {
		errors.push(...validateDomainPath(spec.managedBy, `${path}.managedBy`));
		if (spec.managedBy.length > MANAGED_BY_LENGTH_MAX) {
			errors.push(tooLong(`${path}.managedBy`, MANAGED_BY_LENGTH_MAX));
		}
	}
	errors.push(...validateCompletionMode(spec, path));
	if (spec.podFailurePolicy !== undefined) {
		errors.push(...validateFailurePolicy(spec, `${path}.podFailurePolicy`));
	}
	errors.push(...validateSuccessPolicy(spec, `${path}.successPolicy`));
	errors.push(...validateReplacement(spec, `${path}.podReplacementPolicy`));
	errors.push(...validatePodTemplate(spec.template, `${path}.template`));
	errors.push(...validateRestartPolicy(spec, `${path}.template.spec.restartPolicy`));
	return errors;
}

function validateRestartPolicy({ template, podFailurePolicy }: JobSpec, path: string): FieldError[] {
	const policy = template.spec.restartPolicy ?? '';
	// The default of Pods is what most manifests that forget it arrive with.
	if (policy === '' || policy === 'Always') return [required(path, 'valid values: "OnFailure", "Never"')];
	if (policy !== 'OnFailure' && policy !== 'Never') return [notSupported(path, policy, ['OnFailure', 'Never'])];
	if (podFailurePolicy === undefined || policy === 'Never') return [];
	return [invalidValue(path, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}

function validateCompletionMode(spec: JobSpec, path: string): FieldError[] {
	const { completionMode: mode } = spec;
	const errors: FieldError[] = [];
	if (mode === 'Indexed') errors.push(...validateIndexed(spec, path));
	else if (mode !== undefined && mode !== 'NonIndexed') {
		errors.push(notSupported(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed']));
	} else {
		for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
			if (spec[field] === undefined) continue;
			errors.push(invalidValue(`${path}.${field}`, spec[field], 'requires indexed completion mode'));
		}
	}
	return errors;
}

function validateIndexed(spec: JobSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { completions, backoffLimitPerIndex, maxFailedIndexes } = spec;
	const atMost = (field: 'parallelism' | 'maxFailedIndexes', max: number, because = ''): void => {
		if ((spec[field] ?? 0) <= max) return;
		errors.push(invalidValue(`${path}.${field}`, spec[field], `must be less than or equal to ${max}${because}`));
	};
	if (completions === undefined) errors.push(required(`${path}.completions`, 'when completion mode is Indexed'));
	atMost('parallelism', PARALLEL_INDEXED_MAX, ' when completion mode is Indexed');
	if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions) {
		const because = 'must be less than or equal to completions';
		errors.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, because));
	}
	atMost('maxFailedIndexes', FAILED_INDEXES_MAX);
	if ((completions ?? 0) <= INDEXES_MAX || backoffLimitPerIndex === undefined) return errors;
	if (maxFailedIndexes === undefined) {
		errors.push(required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${INDEXES_MAX}`));
	}
	const because = ` when completions are above ${INDEXES_MAX} and used with backoff limit per index`;
	atMost('parallelism', MANY_INDEXES_MAX, because);
	atMost('maxFailedIndexes', MANY_INDEXES_MAX, because);
	return errors;
}

function validateReplacement({ podReplacementPolicy: policy, podFailurePolicy }: JobSpec, path: string): FieldError[] {
	const supported = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
	return policy === undefined || supported.includes(policy) ? [] : [notSupported(path, policy, supported)];
}

/** Models ValidateJobSpecUpdate. While suspended a Job that has not started may get other scheduling directives. */
function validateJobChange({ spec }: Job, old: Job): FieldError[] {
	const errors = validateCompletionsChange(spec, old.spec);
	errors.push(...validateImmutable(spec.selector, old.spec.selector, 'spec.selector'));
	const neverStarted = old.spec.suspend === true && old.status.startTime === undefined;
	const template = neverStarted ? withSchedulingOf(spec.template, old.spec.template) : old.spec.template;
	errors.push(...validateImmutable(spec.template, template, 'spec.template'));
	const others = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const;
	for (const field of others) errors.push(...validateImmutable(spec[field], old.spec[field], `spec.${field}`));
	return errors;
}

/** Indexed Jobs grow and shrink, as many at a time as there are. Models validateCompletions. */
function validateCompletionsChange(spec: JobSpec, old: JobSpec): FieldError[] {
	const { completions, parallelism } = spec;
	if (spec.completionMode !== 'Indexed') return validateImmutable(completions, old.completions, 'spec.completions');
	if (completions === undefined || completions === old.completions || completions === parallelism) return [];
	return [invalidValue('spec.completions', completions, 'can only be modified in tandem with spec.parallelism')];
}

/** The old template with what may be changed taken from the new one. Models validatePodTemplateUpdate. */
function withSchedulingOf(template: PodTemplateSpec, old: PodTemplateSpec): PodTemplateSpec {
	const { nodeSelector, tolerations, schedulingGates, affinity } = template.spec;
	const { nodeAffinity: _old, ...oldAffinity } = old.spec.affinity ?? {};
	const nodeAffinity = affinity?.nodeAffinity;
	const kept = { ...oldAffinity, ...(nodeAffinity === undefined ? {} : { nodeAffinity }) };
	const hasAffinity = affinity !== undefined || Object.keys(kept).length > 0;
	const spec = { ...old.spec, nodeSelector, tolerations, schedulingGates, affinity: hasAffinity ? kept : undefined };
	const { labels, annotations } = template.metadata ?? {};
	const metadata = { ...old.metadata, labels, annotations };
	return { ...old, metadata: withoutAbsent(metadata), spec: withoutAbsent(spec) };
}

function withoutAbsent<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
