import { KUBERNETES_RELEASES } from '../../../machinery/kubernetes-releases.ts';

export interface VersionProblems {
	readonly fatal: readonly string[];
	/** --force goes past these. */
	readonly skippable: readonly string[];
}

const MINOR_SKEW = 1;
const KUBELET_SKEW = 3;

function minorOf(version: string): number {
	return Number(version.split('.')[1]);
}

export function isOlder(a: string, b: string): boolean {
	const [left, right] = [numbers(a), numbers(b)];
	for (const [index, value] of left.entries()) {
		const other = right[index] ?? 0;
		if (value !== other) return value < other;
	}
	return false;
}

function numbers(version: string): number[] {
	return version.replace(/^v/, '').split(/[.-]/).slice(0, 3).map(Number);
}

/** Models cmd/kubeadm/app/phases/upgrade/policy.go EnforceVersionPolicies. */
export function versionProblems(
	wanted: string,
	versions: { readonly cluster: string; readonly kubeadm: string; readonly kubelets: readonly string[] },
): VersionProblems {
	const { cluster, kubeadm, kubelets } = versions;
	const fatal: string[] = [];
	const skippable: string[] = [];
	const [from, to, own] = [minorOf(cluster), minorOf(wanted), minorOf(kubeadm)];
	if (to - from > MINOR_SKEW) {
		fatal.push(
			`Specified version to upgrade to "${wanted}" is too high; kubeadm can upgrade only ${MINOR_SKEW} minor version at a time`,
		);
	}
	if (from - to > MINOR_SKEW) {
		fatal.push(
			`Specified version to downgrade to "${wanted}" is too low; kubeadm can downgrade only ${MINOR_SKEW} minor version at a time`,
		);
	}
	if (isOlder(kubeadm, wanted)) {
		if (to > own) {
			fatal.push(
				`Specified version to upgrade to "${wanted}" is at least one minor release higher than the kubeadm minor release (${to} > ${own}). Such an upgrade is not supported`,
			);
		} else {
			skippable.push(
				`Specified version to upgrade to "${wanted}" is higher than the kubeadm version "${kubeadm}". Upgrade kubeadm first using the tool you used to install kubeadm`,
			);
		}
	}
	if (own > to) {
		skippable.push(`Kubeadm version ${kubeadm} can only be used to upgrade to Kubernetes version 1.${own}`);
	}
	const old = kubelets.filter((version) => to - minorOf(version) > KUBELET_SKEW);
	if (old.length > 0) {
		skippable.push(
			`There are kubelets in this cluster that are too old that have these versions ${JSON.stringify([...new Set(old)]).replaceAll(',', ' ')}`,
		);
	}
	return { fatal, skippable };
}

/** Newest of a minor release that the world's internet knows; undefined: none. @param minor "v1.35". */
export function newestOf(minor: string): string | undefined {
	return KUBERNETES_RELEASES.find(({ version }) => version.startsWith(`${minor}.`))?.version;
}
