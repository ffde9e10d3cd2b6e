import type { AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

/** Models plugin/pkg/admission/deny. */
export const ALWAYS_DENY: AdmissionPlugin = {
	name: 'AlwaysDeny',
	validate(attributes) {
		throw refusal(attributes, 'admission control is denying all modifications');
	},
};
