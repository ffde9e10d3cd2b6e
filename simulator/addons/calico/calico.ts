import { CALICO_RELEASES } from '../../kubelet/images/calico.ts';
import type { Addon, Page } from '../addon.ts';
import { calicoYaml } from './manifest.ts';

const NEWEST = CALICO_RELEASES[0][0];
const DOCS = 'https://docs.projectcalico.org';
const SITE = 'https://raw.githubusercontent.com/projectcalico/calico';

function page(url: string, version: string): Page {
	return { url, text: () => calicoYaml(version) };
}

/** The Pod network that most tutorials install. Its images are the registry's: preset clusters run them. */
export const CALICO: Addon = {
	images: [],
	pages: [
		...CALICO_RELEASES.flatMap(([version]) => [
			page(`${SITE}/${version}/manifests/calico.yaml`, version),
			...(version.endsWith('.0') ? [page(`${DOCS}/${version.slice(0, -2)}/manifests/calico.yaml`, version)] : []),
		]),
		page(`${SITE}/master/manifests/calico.yaml`, NEWEST),
		page(`${DOCS}/manifests/calico.yaml`, NEWEST),
		page('https://docs.tigera.io/manifests/calico.yaml', NEWEST),
	],
};
