import type { Resource } from '../../client/resource.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { KubeObject } from '../../machinery/meta.ts';

/** Where the plain manifest installs it. */
export const NAMESPACE = 'cert-manager';

/** Where its own Secrets are: in the namespace of the Pod, as its flags say in every installation. */
export function ownNamespace({ env }: Process): string {
	return env.get('POD_NAMESPACE') ?? NAMESPACE;
}

/** @param version "v1.16.2". */
export function labelsOf(component: string, version: string): { readonly [key: string]: string } {
	const name = component === 'controller' || component === 'crds' ? 'cert-manager' : component;
	return {
		app: name,
		'app.kubernetes.io/name': name,
		'app.kubernetes.io/instance': 'cert-manager',
		'app.kubernetes.io/component': component,
		'app.kubernetes.io/version': version,
	};
}

interface Condition {
	readonly type: string;
	readonly status: string;
	readonly reason?: string;
	readonly message?: string;
	readonly lastTransitionTime?: string;
	readonly observedGeneration?: number;
}

export interface IssuerRef {
	readonly name: string;
	readonly kind?: string;
	readonly group?: string;
}

export interface Issuer extends KubeObject {
	readonly spec: {
		readonly selfSigned?: object;
		readonly ca?: { readonly secretName: string };
		readonly acme?: { readonly server?: string };
		readonly vault?: object;
		readonly venafi?: object;
	};
	readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface Certificate extends KubeObject {
	readonly spec: {
		readonly secretName: string;
		readonly issuerRef: IssuerRef;
		readonly commonName?: string;
		readonly dnsNames?: readonly string[];
		readonly ipAddresses?: readonly string[];
		readonly uris?: readonly string[];
		readonly emailAddresses?: readonly string[];
		readonly duration?: string;
		readonly renewBefore?: string;
		readonly isCA?: boolean;
		readonly usages?: readonly string[];
		readonly subject?: { readonly organizations?: readonly string[] };
		readonly privateKey?: { readonly rotationPolicy?: string };
		readonly secretTemplate?: {
			readonly labels?: { readonly [key: string]: string };
			readonly annotations?: { readonly [key: string]: string };
		};
	};
	readonly status?: {
		readonly conditions?: readonly Condition[];
		readonly revision?: number;
		readonly notBefore?: string;
		readonly notAfter?: string;
		readonly renewalTime?: string;
		readonly nextPrivateKeySecretName?: string;
	};
}

export interface Request extends KubeObject {
	readonly spec: {
		readonly issuerRef: IssuerRef;
		readonly request: string;
		readonly duration?: string;
		readonly isCA?: boolean;
		readonly usages?: readonly string[];
	};
	readonly status?: {
		readonly conditions?: readonly Condition[];
		readonly certificate?: string;
		readonly ca?: string;
	};
}

export interface Secret extends KubeObject {
	readonly type?: string;
	readonly data?: { readonly [key: string]: string };
}

export interface Ingress extends KubeObject {
	readonly spec: { readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[] };
}

export interface WebhookConfiguration extends KubeObject {
	readonly webhooks?: readonly { readonly name: string; readonly clientConfig: { readonly caBundle?: string } }[];
}

const OWN = { group: 'cert-manager.io', version: 'v1' } as const;

export const ISSUERS: Resource<Issuer> = { ...OWN, resource: 'issuers', kind: 'Issuer', namespaced: true };
export const CLUSTER_ISSUERS: Resource<Issuer> = {
	...OWN,
	resource: 'clusterissuers',
	kind: 'ClusterIssuer',
	namespaced: false,
};
export const CERTIFICATES: Resource<Certificate> = {
	...OWN,
	resource: 'certificates',
	kind: 'Certificate',
	namespaced: true,
};
export const REQUESTS: Resource<Request> = {
	...OWN,
	resource: 'certificaterequests',
	kind: 'CertificateRequest',
	namespaced: true,
};
export const SECRETS: Resource<Secret> = {
	group: '',
	version: 'v1',
	resource: 'secrets',
	kind: 'Secret',
	namespaced: true,
};
export const INGRESSES: Resource<Ingress> = {
	group: 'networking.k8s.io',
	version: 'v1',
	resource: 'ingresses',
	kind: 'Ingress',
	namespaced: true,
};

export function webhookConfigurations(kind: 'Validating' | 'Mutating'): Resource<WebhookConfiguration> {
	return {
		group: 'admissionregistration.k8s.io',
		version: 'v1',
		resource: `${kind.toLowerCase()}webhookconfigurations`,
		kind: `${kind}WebhookConfiguration`,
		namespaced: false,
	};
}

/** The condition of a type with what is said of it; when it began to hold, if nothing but its text is new. */
export function withCondition(
	conditions: readonly Condition[] | undefined,
	next: Condition,
	now: string,
): readonly Condition[] {
	const old = conditions?.find(({ type }) => type === next.type);
	const lastTransitionTime = old?.status === next.status ? (old.lastTransitionTime ?? now) : now;
	return [...(conditions ?? []).filter(({ type }) => type !== next.type), { ...next, lastTransitionTime }];
}

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
	return conditions?.find((each) => each.type === type);
}
