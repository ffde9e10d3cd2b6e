import type { Service } from '../../api/core/types/service.ts';
import type { AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

/** Services keep the external addresses that they have. Models plugin/pkg/admission/network/denyserviceexternalips. */
export const DENY_EXTERNAL_IPS: AdmissionPlugin = {
	name: 'DenyServiceExternalIPs',
	validate(attributes) {
		const { kind, operation, subresource, object, oldObject } = attributes;
		if (kind.group !== '' || kind.plural !== 'services' || subresource !== '') return undefined;
		if (operation !== 'CREATE' && operation !== 'UPDATE') return undefined;
		const had = (oldObject as unknown as Service | undefined)?.spec.externalIPs ?? [];
		const has = (object as unknown as Service).spec.externalIPs ?? [];
		if (has.every((address) => had.includes(address))) return undefined;
		throw refusal(attributes, 'Use of external IPs is denied by admission control.');
	},
};
