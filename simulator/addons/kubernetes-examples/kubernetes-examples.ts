import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { Addon, Page } from '../addon.ts';
import { CLUSTER_EXAMPLES } from './cluster-examples.ts';
import { CONFIGURATION_EXAMPLES } from './configuration-examples.ts';
import { POD_EXAMPLES } from './pod-examples.ts';
import { WORKLOAD_EXAMPLES } from './workload-examples.ts';

const EXAMPLES = { ...POD_EXAMPLES, ...CONFIGURATION_EXAMPLES, ...WORKLOAD_EXAMPLES, ...CLUSTER_EXAMPLES };
const SITE = 'https://kubernetes.io/examples';
const RAW = 'https://raw.githubusercontent.com/kubernetes/website';

function pages(): readonly Page[] {
	return Object.entries(EXAMPLES).flatMap(([path, objects]): Page[] => {
		const text = (): string => objects.map((object) => formatYaml(object as never)).join('---\n');
		return [
			{ url: `https://k8s.io/examples/${path}`, location: `${SITE}/${path}` },
			{ url: `http://k8s.io/examples/${path}`, location: `${SITE}/${path}` },
			{ url: `${SITE}/${path}`, text },
			...['main', 'master'].map((branch) => ({ url: `${RAW}/${branch}/content/en/examples/${path}`, text })),
		];
	});
}

/** The manifests that pages of kubernetes.io have people apply: the same objects, written anew. Differs: the most used ones. */
export const KUBERNETES_EXAMPLES: Addon = { images: [], pages: pages() };
