import type { Expectations } from '../expectations.ts';

export interface JobState {
	readonly expectations: Expectations;
}
