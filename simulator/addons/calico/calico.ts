import type { Addon, Page } from '../addon.ts';
import { calicoYaml } from './manifest.ts';

/** Those whose images the registry has. */
const RELEASES = ['v3.31.2', 'v3.30.3', 'v3.30.2', 'v3.29.1'];
const NEWEST = 'v3.31.2';
const SITE = 'https://raw.githubusercontent.com/projectcalico/calico';

function page(url: string, version: string): Page {
	return { url, text: () => calicoYaml(version) };
}

/** The Pod network that most tutorials install. Its images are the registry's: preset clusters run them. */
export const CALICO: Addon = {
	images: [],
	pages: [
		...RELEASES.map((version) => page(`${SITE}/${version}/manifests/calico.yaml`, version)),
		page(`${SITE}/master/manifests/calico.yaml`, NEWEST),
		page('https://docs.projectcalico.org/manifests/calico.yaml', NEWEST),
		page('https://docs.tigera.io/manifests/calico.yaml', NEWEST),
	],
};
