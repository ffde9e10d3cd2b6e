import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import { describePodTemplate } from '../describing/pod-template.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import { boolText } from '../printing/column.ts';
import type { CronJob, JobTemplateSpec } from './types.ts';

const UNSET = '<unset>';

/** Models kubectl/pkg/describe CronJobDescriber. */
export function* describeCronJob(cronJob: CronJob, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = cronJob;
	const description = new Description();
	describeHead(description, metadata, true);
	description.field('Schedule', spec.schedule);
	description.field('Concurrency Policy', spec.concurrencyPolicy ?? '');
	description.field('Suspend', boolText(spec.suspend));
	description.field('Successful Job History Limit', spec.successfulJobsHistoryLimit ?? UNSET);
	description.field('Failed Job History Limit', spec.failedJobsHistoryLimit ?? UNSET);
	const deadline = spec.startingDeadlineSeconds;
	description.field('Starting Deadline Seconds', deadline === undefined ? UNSET : `${deadline}s`);
	describeJobTemplate(description, spec.jobTemplate);
	description.field('Last Schedule Time', status.lastScheduleTime ? timeText(status.lastScheduleTime) : UNSET);
	const active = (status.active ?? []).map((job) => job.name ?? '');
	description.field('Active Jobs', active.join(', ') || '<none>');
	yield* describeEventsOf(description, cronJob, world);
	return description.finish();
}

function describeJobTemplate(description: Description, { spec }: JobTemplateSpec): void {
	description.field('Selector', spec.selector === undefined ? UNSET : labelSelectorFrom(spec.selector).toString());
	description.field('Parallelism', spec.parallelism ?? UNSET);
	description.field('Completions', spec.completions ?? UNSET);
	if (spec.activeDeadlineSeconds !== undefined) {
		description.field('Active Deadline Seconds', `${spec.activeDeadlineSeconds}s`);
	}
	describePodTemplate(description, spec.template);
}
