import { HelmError } from '../helm-error.ts';

const VALID = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LENGTH_MAX = 53;

/** Models helm.sh/helm/v3/pkg/chartutil ValidateReleaseName. */
export function releaseNameComplaint(name: string): string | undefined {
	if (name === '') return 'no name provided';
	if (name.length <= LENGTH_MAX && VALID.test(name)) return undefined;
	return `invalid release name, must match regex ${VALID.source} and the length must not be longer than ${LENGTH_MAX}`;
}

/** @throws HelmError */
export function requireReleaseName(name: string): void {
	const complaint = releaseNameComplaint(name);
	if (complaint !== undefined) throw new HelmError(`release name ${JSON.stringify(name)}: ${complaint}`);
}
