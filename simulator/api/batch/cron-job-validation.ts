import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { timeZone } from '../../machinery/time-zones.ts';
import { validateNonNegative } from '../validation/numbers.ts';
import { validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { parseCronSchedule } from './cron-schedule.ts';
import { validateJobTemplate } from './job-validation.ts';
import type { CronJob, CronJobSpec } from './types.ts';

const NAME_LENGTH_MAX = 52;
const POLICIES = ['Allow', 'Forbid', 'Replace'];

/** Models pkg/apis/batch/validation ValidateCronJobCreate. */
export function validateNewCronJob(cronJob: CronJob): FieldError[] {
	const errors = validateSpec(cronJob, undefined);
	const { name } = cronJob.metadata;
	if (name.length > NAME_LENGTH_MAX) {
		// The names of its Jobs add up to eleven characters.
		errors.push(invalidValue('metadata.name', name, `must be no more than ${NAME_LENGTH_MAX} characters`));
	}
	return errors;
}

/** Models ValidateCronJobUpdate. */
export function validateCronJobUpdate(cronJob: CronJob, old: CronJob): FieldError[] {
	return [...validateObjectMetaUpdate(cronJob, old), ...validateSpec(cronJob, old)];
}

/** Models validateCronJobSpec. */
function validateSpec({ spec }: CronJob, old: CronJob | undefined): FieldError[] {
	const errors = validateSchedule(spec, old?.spec);
	errors.push(...validateNonNegative(spec, ['startingDeadlineSeconds'], 'spec'));
	if (spec.timeZone !== undefined && spec.timeZone !== old?.spec.timeZone) {
		errors.push(...validateTimeZone(spec.timeZone));
	}
	const policy = spec.concurrencyPolicy ?? '';
	if (policy === '') errors.push(required('spec.concurrencyPolicy'));
	else if (!POLICIES.includes(policy)) errors.push(notSupported('spec.concurrencyPolicy', policy, POLICIES));
	errors.push(...validateJobTemplate(spec.jobTemplate.spec, 'spec.jobTemplate.spec'));
	if (spec.jobTemplate.spec.selector !== undefined) {
		const because = '`selector` will be auto-generated';
		errors.push(invalidValue('spec.jobTemplate.spec.selector', spec.jobTemplate.spec.selector, because));
	}
	if (spec.jobTemplate.spec.manualSelector === true) {
		errors.push(notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']));
	}
	errors.push(...validateNonNegative(spec, ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'], 'spec'));
	return errors;
}

/** Models validateScheduleFormat. */
function validateSchedule({ schedule, timeZone }: CronJobSpec, old: CronJobSpec | undefined): FieldError[] {
	const path = 'spec.schedule';
	if (schedule === '') return [required(path)];
	const complaint = parseCronSchedule(schedule).complaint;
	const errors = complaint === undefined ? [] : [invalidValue(path, schedule, complaint)];
	if (!schedule.includes('TZ')) return errors;
	if (old?.schedule.includes('TZ') !== true) {
		const because = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
		errors.push(invalidValue(path, schedule, because));
	} else if (timeZone !== undefined) {
		errors.push(invalidValue(path, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'));
	}
	return errors;
}

/** Models validateTimeZone. */
function validateTimeZone(zone: string): FieldError[] {
	if (zone === '') return [invalidValue('spec.timeZone', zone, 'timeZone must be nil or non-empty string')];
	if (zone.toLowerCase() === 'local') {
		return [
			invalidValue(
				'spec.timeZone',
				zone,
				'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
			),
		];
	}
	return timeZone(zone) === undefined ? [invalidValue('spec.timeZone', zone, `unknown time zone ${zone}`)] : [];
}
