import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { Addon, Page } from '../addon.ts';
import { APPLICATION_EXAMPLES } from './application-examples.ts';
import { CLUSTER_EXAMPLES } from './cluster-examples.ts';
import { CONFIGURATION_EXAMPLES } from './configuration-examples.ts';
import { DATABASE_EXAMPLES } from './database-examples.ts';
import { EXAMPLE_FILES } from './example-files.ts';
import { POD_EXAMPLES } from './pod-examples.ts';
import { QUOTA_AND_SECURITY_EXAMPLES } from './quota-and-security-examples.ts';
import { SETTINGS_EXAMPLES } from './settings-examples.ts';
import { WORKLOAD_EXAMPLES } from './workload-examples.ts';

const EXAMPLES = {
	...POD_EXAMPLES,
	...CONFIGURATION_EXAMPLES,
	...SETTINGS_EXAMPLES,
	...WORKLOAD_EXAMPLES,
	...DATABASE_EXAMPLES,
	...APPLICATION_EXAMPLES,
	...CLUSTER_EXAMPLES,
	...QUOTA_AND_SECURITY_EXAMPLES,
};
const SITE = 'https://kubernetes.io/examples';
const RAW = 'https://raw.githubusercontent.com/kubernetes/website';

function pages(): readonly Page[] {
	const manifests = Object.entries(EXAMPLES).map(([path, objects]): [string, () => string] => [
		path,
		() => objects.map((object) => formatYaml(object as never)).join('---\n'),
	]);
	return [...manifests, ...EXAMPLE_FILES].flatMap(([path, text]): Page[] => {
		return [
			{ url: `https://k8s.io/examples/${path}`, location: `${SITE}/${path}` },
			{ url: `http://k8s.io/examples/${path}`, location: `${SITE}/${path}` },
			{ url: `${SITE}/${path}`, text },
			...['main', 'master'].map((branch) => ({ url: `${RAW}/${branch}/content/en/examples/${path}`, text })),
		];
	});
}

/**
 * What pages of kubernetes.io have people apply or download: the same objects, written anew. Differs: those that pages name an
 * address of, without MySQL's replicas, the node problem detector and drivers of dynamic resources.
 */
export const KUBERNETES_EXAMPLES: Addon = { images: [], pages: pages() };
