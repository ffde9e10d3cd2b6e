import { humanDuration } from '../../machinery/duration.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import { applyPodSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { containerColumns, selectorText } from '../printing/pod-template-columns.ts';
import { keepSpecAndLabels, keepStatus, startGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { workloadWarnings } from '../validation/workload-warnings.ts';
import { describeJob } from './job-describe.ts';
import { validateJobUpdate, validateNewJob } from './job-validation.ts';
import type { Job, JobSpec } from './types.ts';

const SPEC = 'io.k8s.api.batch.v1.JobSpec';
const STATUS = 'io.k8s.api.batch.v1.JobStatus';

/** Models pkg/apis/batch/v1 SetDefaults_Job. */
function applyDefaults(job: Job): void {
	const { spec } = job;
	if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
	spec.parallelism ??= 1;
	spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2147483647;
	defaultLabels(job);
	spec.completionMode ??= 'NonIndexed';
	spec.suspend ??= false;
	spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
	spec.manualSelector ??= false;
	applyJobTemplateDefaults(spec);
}

/** Those of its Pods, where it has none of its own. The real server reads objects from etcd with their defaults: `job-name`, too. */
function defaultLabels({ metadata, spec }: Job): void {
	const labels = spec.template.metadata?.labels;
	if (labels !== undefined && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}

/** What a CronJob's template gets too. */
export function applyJobTemplateDefaults(spec: JobSpec): void {
	for (const rule of spec.podFailurePolicy?.rules ?? []) {
		for (const pattern of rule.onPodConditions ?? []) if (pattern.status === '') pattern.status = 'True';
	}
	applyPodSpecDefaults(spec.template.spec);
}

/**
 * Labels and selector that tie the Pods to this Job and no other, unless the author chose them.
 * Models pkg/registry/batch/job/strategy.go generateSelector.
 */
function generateSelector(job: Job): void {
	if (job.spec.manualSelector === true) return;
	const template = job.spec.template;
	const labels: { [key: string]: string } = { ...template.metadata?.labels };
	const { uid, name } = job.metadata;
	labels['job-name'] ??= name;
	labels['batch.kubernetes.io/job-name'] ??= name;
	labels['controller-uid'] ??= uid;
	labels['batch.kubernetes.io/controller-uid'] ??= uid;
	// Messages show them in the order of the keys.
	const sorted = Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
	job.spec.template = { ...template, metadata: { ...template.metadata, labels: sorted } };
	const selector = { ...job.spec.selector };
	const matchLabels = { ...selector.matchLabels };
	matchLabels['batch.kubernetes.io/controller-uid'] ??= uid;
	job.spec.selector = { ...selector, matchLabels };
}

/** Models pkg/registry/batch/job/strategy.go. */
export const JOB = defineKind<Job>({
	group: 'batch',
	version: 'v1',
	kind: 'Job',
	plural: 'jobs',
	singular: 'job',
	shortNames: [],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.batch.v1.Job',
	storagePrefix: 'jobs',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<Job>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateNewJob,
	}),
	validateUpdate: validateJobUpdate,
	// A client of batch/v1 that names no policy leaves the Pods behind, as it always has.
	defaultPropagation: 'Orphan',
	selectableFields: ({ status }) => ({ 'status.successful': String(status.succeeded ?? 0) }),
	applyDefaults,
	prepareForCreate: (job) => {
		generateSelector(job);
		defaultLabels(job);
		startGeneration(job);
	},
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpecAndLabels,
	warnings: (job, old) => workloadWarnings(job, old, job.spec.template),
	columns: [
		NAME_COLUMN,
		textColumn({ name: 'Status', description: 'Status of the job.', value: statusText }),
		textColumn({ name: 'Completions', description: fieldDoc(STATUS, 'succeeded'), value: completionsText }),
		textColumn({ name: 'Duration', description: 'Time required to complete the job.', value: durationText }),
		AGE_COLUMN,
		...containerColumns<Job>(({ spec }) => spec.template.spec),
		textColumn({
			name: 'Selector',
			description: fieldDoc(SPEC, 'selector'),
			value: ({ spec }) => selectorText(spec.selector),
			wide: true,
		}),
	],
	describe: describeJob,
});

/** Models pkg/printers/internalversion printJob. */
function statusText({ status, metadata }: Job): string {
	const holds = (type: string): boolean => status.conditions?.find((each) => each.type === type)?.status === 'True';
	if (holds('Complete')) return 'Complete';
	if (holds('Failed')) return 'Failed';
	if (metadata.deletionTimestamp !== undefined) return 'Terminating';
	for (const type of ['Suspended', 'FailureTarget', 'SuccessCriteriaMet']) if (holds(type)) return type;
	return 'Running';
}

function completionsText({ spec, status }: Job): string {
	const succeeded = status.succeeded ?? 0;
	if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
	const parallelism = spec.parallelism ?? 0;
	return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ status }: Job, nowMs: number): string {
	if (status.startTime === undefined) return '';
	const endMs = status.completionTime === undefined ? nowMs : mustParseTime(status.completionTime);
	return humanDuration(endMs - mustParseTime(status.startTime));
}
