import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import {
	AGE_COLUMN,
	boolText,
	fieldDoc,
	integerColumn,
	NAME_COLUMN,
	textColumn,
	timeSince,
} from '../printing/column.ts';
import { containerColumns, selectorText } from '../printing/pod-template-columns.ts';
import { keepSpec, keepStatus, startGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { workloadWarnings } from '../validation/workload-warnings.ts';
import { describeCronJob } from './cron-job-describe.ts';
import { validateCronJobUpdate, validateNewCronJob } from './cron-job-validation.ts';
import { applyJobTemplateDefaults } from './job.ts';
import type { CronJob } from './types.ts';

const SPEC = 'io.k8s.api.batch.v1.CronJobSpec';
const STATUS = 'io.k8s.api.batch.v1.CronJobStatus';

const SUSPEND: Column<CronJob> = {
	name: 'Suspend',
	type: 'boolean',
	description: fieldDoc(SPEC, 'suspend'),
	priority: 0,
	value: ({ spec }) => boolText(spec.suspend),
};

const ZONE_IN_SCHEDULE =
	'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';

/** Models pkg/registry/batch/cronjob/strategy.go. */
export const CRON_JOB = defineKind<CronJob>({
	group: 'batch',
	version: 'v1',
	kind: 'CronJob',
	plural: 'cronjobs',
	singular: 'cronjob',
	shortNames: ['cj'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.batch.v1.CronJob',
	storagePrefix: 'cronjobs',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<CronJob>({ meta: { namespaced: true, validateName: nameIsDnsSubdomain }, content: validateNewCronJob }),
	validateUpdate: validateCronJobUpdate,
	applyDefaults: ({ spec }) => {
		spec.concurrencyPolicy ??= 'Allow';
		spec.suspend ??= false;
		spec.successfulJobsHistoryLimit ??= 3;
		spec.failedJobsHistoryLimit ??= 1;
		applyJobTemplateDefaults(spec.jobTemplate.spec);
	},
	prepareForCreate: startGeneration,
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpec,
	warnings: (cronJob, old) => {
		const { schedule, jobTemplate } = cronJob.spec;
		const path = 'spec.jobTemplate.spec.template';
		return [
			...workloadWarnings(cronJob, old, jobTemplate.spec.template, { path }),
			...(schedule.includes('TZ') ? [ZONE_IN_SCHEDULE] : []),
		];
	},
	columns: [
		NAME_COLUMN,
		textColumn({ name: 'Schedule', description: fieldDoc(SPEC, 'schedule'), value: ({ spec }) => spec.schedule }),
		textColumn({
			name: 'Timezone',
			description: fieldDoc(SPEC, 'timeZone'),
			value: ({ spec }) => spec.timeZone ?? '<none>',
		}),
		SUSPEND,
		integerColumn('Active', fieldDoc(STATUS, 'active'), ({ status }) => status.active?.length ?? 0),
		textColumn({
			name: 'Last Schedule',
			description: fieldDoc(STATUS, 'lastScheduleTime'),
			value: ({ status }, nowMs) =>
				status.lastScheduleTime === undefined ? '<none>' : timeSince(status.lastScheduleTime, nowMs),
		}),
		AGE_COLUMN,
		...containerColumns<CronJob>(({ spec }) => spec.jobTemplate.spec.template.spec),
		textColumn({
			name: 'Selector',
			description: fieldDoc('io.k8s.api.batch.v1.JobSpec', 'selector'),
			value: ({ spec }) => selectorText(spec.jobTemplate.spec.selector),
			wide: true,
		}),
	],
	describe: describeCronJob,
});
