import type { Page } from '../addon.ts';
import { archive, checkedFile, programFile, textFile } from './release-files.ts';

/** What each of a release's tarballs holds, in the folder of its name. */
const TARBALLS: readonly (readonly [part: string, programs: readonly string[]])[] = [
	['client', ['kubectl']],
	['node', ['kube-proxy', 'kubeadm', 'kubectl', 'kubelet']],
	[
		'server',
		['kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'kubeadm', 'kubectl', 'kubelet'],
	],
];
/** These are there as images too: a file says which tag theirs has. */
const IMAGES: ReadonlySet<string> = new Set([
	'kube-apiserver',
	'kube-controller-manager',
	'kube-proxy',
	'kube-scheduler',
]);

/**
 * The tarballs of a release of Kubernetes: what they hold is byte for byte what is fetched alone, and what images have.
 * Differs: without licences, sources, images and the tools that nobody runs by hand.
 * @param programs with their sizes.
 */
export function kubernetesTarballs(
	base: string,
	version: string,
	programs: ReadonlyMap<string, number>,
): readonly Page[] {
	return TARBALLS.flatMap(([part, names]) => {
		const folder = `kubernetes/${part}/bin`;
		const bytes = (): Uint8Array =>
			archive(
				names.flatMap((name) => {
					const program = programFile(`${folder}/${name}`, `${name}@${version}`, programs.get(name) as number);
					const isImage = part === 'server' && IMAGES.has(name);
					return isImage ? [program, textFile(`${folder}/${name}.docker_tag`, `${version}\n`)] : [program];
				}),
			)();
		return checkedFile(`${base}/${version}/kubernetes-${part}-linux-amd64.tar.gz`, bytes);
	});
}
