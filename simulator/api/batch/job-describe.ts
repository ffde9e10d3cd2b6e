import { humanDuration } from '../../machinery/duration.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { controllerText, describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { describePodTemplate } from '../describing/pod-template.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import type { Job } from './types.ts';

const INDEXES_SHOWN = 50;

/** Models kubectl/pkg/describe JobDescriber. */
export function* describeJob(job: Job, world: DescribeContext): Task<string> {
	const { metadata, spec } = job;
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	description.field('Selector', labelSelectorFrom(spec.selector).toString());
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	const controller = controllerText(metadata);
	if (controller !== undefined) description.field('Controlled By', controller);
	describeRules(description, job);
	describeProgress(description, job);
	describePodTemplate(description, spec.template);
	yield* describeEventsOf(description, job, world);
	return description.finish();
}

function describeRules(description: Description, { spec }: Job): void {
	if (spec.parallelism !== undefined) description.field('Parallelism', spec.parallelism);
	description.field('Completions', spec.completions ?? '<unset>');
	if (spec.completionMode !== undefined) description.field('Completion Mode', spec.completionMode);
	if (spec.suspend !== undefined) description.field('Suspend', spec.suspend);
	if (spec.backoffLimit !== undefined) description.field('Backoff Limit', spec.backoffLimit);
	if (spec.ttlSecondsAfterFinished !== undefined) {
		description.field('TTL Seconds After Finished', spec.ttlSecondsAfterFinished);
	}
}

function describeProgress(description: Description, { spec, status }: Job): void {
	const { startTime, completionTime, active = 0, ready, succeeded = 0, failed = 0 } = status;
	if (startTime !== undefined) description.field('Start Time', timeText(startTime));
	if (completionTime !== undefined) description.field('Completed At', timeText(completionTime));
	if (startTime !== undefined && completionTime !== undefined) {
		description.field('Duration', humanDuration(mustParseTime(completionTime) - mustParseTime(startTime)));
	}
	if (spec.activeDeadlineSeconds !== undefined) {
		description.field('Active Deadline Seconds', `${spec.activeDeadlineSeconds}s`);
	}
	const activeText = ready === undefined ? `${active} Active` : `${active} Active (${ready} Ready)`;
	description.field('Pods Statuses', `${activeText} / ${succeeded} Succeeded / ${failed} Failed`);
	if (spec.completionMode === 'Indexed') {
		description.field('Completed Indexes', indexesText(status.completedIndexes ?? ''));
	}
}

/** Cut at the first comma from the fiftieth character on. Models capIndexesListOrNone. */
function indexesText(indexes: string): string {
	if (indexes === '') return '<none>';
	const comma = indexes.indexOf(',', INDEXES_SHOWN);
	return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}
