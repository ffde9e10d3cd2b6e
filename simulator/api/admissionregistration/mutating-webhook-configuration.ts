import { defineWebhookConfiguration } from './webhook-configuration.ts';

export const MUTATING_WEBHOOK_CONFIGURATION = defineWebhookConfiguration(
	{
		kind: 'MutatingWebhookConfiguration',
		plural: 'mutatingwebhookconfigurations',
		singular: 'mutatingwebhookconfiguration',
		schema: 'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration',
	},
	{ mutating: true },
);
