import { HelmError } from '../helm-error.ts';
import type { Capabilities } from './capabilities.ts';

/** Groups and versions that client-go of this release knows. */
const KNOWN_VERSIONS: readonly string[] = [
	'v1',
	'admissionregistration.k8s.io/v1',
	'admissionregistration.k8s.io/v1alpha1',
	'admissionregistration.k8s.io/v1beta1',
	'apiextensions.k8s.io/v1',
	'apiextensions.k8s.io/v1beta1',
	'apps/v1',
	'apps/v1beta1',
	'apps/v1beta2',
	'authentication.k8s.io/v1',
	'authorization.k8s.io/v1',
	'autoscaling/v1',
	'autoscaling/v2',
	'autoscaling/v2beta1',
	'autoscaling/v2beta2',
	'batch/v1',
	'batch/v1beta1',
	'certificates.k8s.io/v1',
	'certificates.k8s.io/v1beta1',
	'coordination.k8s.io/v1',
	'coordination.k8s.io/v1beta1',
	'discovery.k8s.io/v1',
	'discovery.k8s.io/v1beta1',
	'events.k8s.io/v1',
	'events.k8s.io/v1beta1',
	'extensions/v1beta1',
	'flowcontrol.apiserver.k8s.io/v1',
	'networking.k8s.io/v1',
	'networking.k8s.io/v1beta1',
	'node.k8s.io/v1',
	'policy/v1',
	'policy/v1beta1',
	'rbac.authorization.k8s.io/v1',
	'rbac.authorization.k8s.io/v1beta1',
	'resource.k8s.io/v1',
	'scheduling.k8s.io/v1',
	'storage.k8s.io/v1',
	'storage.k8s.io/v1beta1',
];

/** What `helm template` takes the cluster for: the release that helm was built for. @throws HelmError */
export function localCapabilities(version: string, extra: readonly string[]): Capabilities {
	const apiVersions = [...KNOWN_VERSIONS, ...extra];
	if (version === '') return { version: 'v1.34.0', major: '1', minor: '34', apiVersions };
	const match = /^\s*v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
	if (match === null) {
		throw new HelmError(`invalid kube version '${version}': could not parse ${JSON.stringify(version)} as version`);
	}
	const [, major = '', minor = '', patch = '0'] = match;
	return { version: `v${Number(major)}.${Number(minor)}.${Number(patch)}`, major, minor, apiVersions };
}
