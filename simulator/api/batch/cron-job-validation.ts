import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { validateNonNegative } from '../validation/numbers.ts';
import { parseCronSchedule } from './cron-schedule.ts';
import { validateJobTemplate } from './job-validation.ts';
import type { CronJob } from './types.ts';

const NAME_LENGTH_MAX = 52;
const POLICIES = ['Allow', 'Forbid', 'Replace'];

/** Models pkg/apis/batch/validation ValidateCronJobCreate, ValidateCronJobSpec. */
export function validateCronJob({ metadata, spec }: CronJob): FieldError[] {
	const errors: FieldError[] = [];
	if (spec.schedule === '') errors.push(required('spec.schedule'));
	else {
		const complaint = parseCronSchedule(spec.schedule).complaint;
		if (complaint !== undefined) errors.push(invalidValue('spec.schedule', spec.schedule, complaint));
		if (/TZ/.test(spec.schedule)) {
			const because = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
			errors.push(invalidValue('spec.schedule', spec.schedule, because));
		}
	}
	errors.push(...validateNonNegative(spec, ['startingDeadlineSeconds'], 'spec'));
	if (spec.timeZone !== undefined) errors.push(...validateTimeZone(spec.timeZone));
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
	if (metadata.name.length > NAME_LENGTH_MAX) {
		// The names of its Jobs add up to eleven characters.
		errors.push(invalidValue('metadata.name', metadata.name, `must be no more than ${NAME_LENGTH_MAX} characters`));
	}
	return errors;
}

/** Differs: any well-formed name of the tz database's form is taken; the real server looks it up. */
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
	if (/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone)) return [];
	return [invalidValue('spec.timeZone', zone, `unknown time zone ${zone}`)];
}
