import type { Ingress, IngressClass } from '../../api/networking/types.ts';
import type { AdmissionPlugin } from './admission.ts';
import { newestFirst } from './newest-first.ts';

const OLD_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';

/** Ingresses that name no class get the default one. Models plugin/pkg/admission/network/defaultingressclass. */
export const DEFAULT_INGRESS_CLASS: AdmissionPlugin = {
	name: 'DefaultIngressClass',
	mutate({ kind, operation, subresource, object }, core) {
		if (operation !== 'CREATE' || kind.group !== 'networking.k8s.io' || kind.plural !== 'ingresses') return undefined;
		if (subresource !== '') return undefined;
		const ingress = object as unknown as Ingress;
		const { annotations } = ingress.metadata;
		if (ingress.spec.ingressClassName !== undefined || annotations?.[OLD_ANNOTATION] !== undefined) return undefined;
		const classes = core.kinds.byResource('networking.k8s.io', 'v1', 'ingressclasses');
		if (classes === undefined) return undefined;
		const [chosen] = newestFirst((core.storageOf(classes).all('') as IngressClass[]).filter(isDefault));
		if (chosen !== undefined) ingress.spec.ingressClassName = chosen.metadata.name;
		return undefined;
	},
};

function isDefault({ metadata }: IngressClass): boolean {
	return metadata.annotations?.[DEFAULT_ANNOTATION] === 'true';
}
