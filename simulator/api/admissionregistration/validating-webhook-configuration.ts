import { defineWebhookConfiguration } from './webhook-configuration.ts';

export const VALIDATING_WEBHOOK_CONFIGURATION = defineWebhookConfiguration(
	{
		kind: 'ValidatingWebhookConfiguration',
		plural: 'validatingwebhookconfigurations',
		singular: 'validatingwebhookconfiguration',
		schema: 'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration',
	},
	{ mutating: false },
);
