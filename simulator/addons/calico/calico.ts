import type { Process, Program } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { distrolessLayer } from '../../kubelet/images/bases/distroless.ts';
import { CALICO_RELEASES } from '../../kubelet/images/calico.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Task } from '../../machinery/task.ts';
import type { Addon, Page } from '../addon.ts';
import { calicoYaml } from './manifest.ts';
import { tigeraOperator } from './operator.ts';
import {
	customResourcesYaml,
	OPERATOR_IMAGE,
	operatorKindsYaml,
	operatorTag,
	tigeraOperatorYaml,
} from './operator-manifest.ts';

const NEWEST = CALICO_RELEASES[0][0];
const DOCS = 'https://docs.projectcalico.org';
const SITE = 'https://raw.githubusercontent.com/projectcalico/calico';
const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

function page(url: string, version: string): Page {
	return { url, text: () => calicoYaml(version) };
}

/** What the operator installs besides calico.yaml's images. */
function* resting(process: Process): Task<number> {
	process.rest({ cpuMillicores: 3, memoryBytes: 48 * 1024 ** 2 });
	process.onSignal('TERM', 'catch');
	return yield* new TaskGroup().run(process, () => 0);
}

function image(name: string, tagOf: (version: string) => string, path: string, program: Program): ImageRepository {
	const programName = path.replace(/^.*\//, '');
	return {
		names: name.startsWith('quay.io/') ? [name] : [`docker.io/${name}`, `quay.io/${name}`],
		tags: imageTags(
			name,
			CALICO_RELEASES.map(([version, date]) => ({
				tags: tagOf(version),
				date,
				sizeBytes: 29_412_338,
				layers: () => [distrolessLayer(), layer([executable(path, programName, 82_112_944)])],
				config: { cmd: [path], env: ENV },
			})),
		),
		programs: new Map([[programName, program]]),
	};
}

/** The Pod network that most tutorials install. calico.yaml's images are the registry's: preset clusters run them. */
export const CALICO: Addon = {
	images: [
		image(OPERATOR_IMAGE, operatorTag, '/usr/local/bin/operator', tigeraOperator),
		image('calico/typha', (version) => version, '/code/calico-typha', resting),
		image('calico/apiserver', (version) => version, '/code/calico-apiserver', resting),
	],
	pages: [
		...CALICO_RELEASES.flatMap(([version]) => [
			page(`${SITE}/${version}/manifests/calico.yaml`, version),
			...(version.endsWith('.0') ? [page(`${DOCS}/${version.slice(0, -2)}/manifests/calico.yaml`, version)] : []),
		]),
		page(`${SITE}/master/manifests/calico.yaml`, NEWEST),
		page(`${DOCS}/manifests/calico.yaml`, NEWEST),
		page('https://docs.tigera.io/manifests/calico.yaml', NEWEST),
		...[...CALICO_RELEASES.map(([version]) => version), 'master'].flatMap((tag): Page[] => {
			const version = tag === 'master' ? NEWEST : tag;
			const folder = `${SITE}/${tag}/manifests`;
			return [
				{ url: `${folder}/tigera-operator.yaml`, text: () => tigeraOperatorYaml(version) },
				{ url: `${folder}/custom-resources.yaml`, text: () => customResourcesYaml(version) },
				{ url: `${folder}/operator-crds.yaml`, text: operatorKindsYaml },
			];
		}),
	],
};
