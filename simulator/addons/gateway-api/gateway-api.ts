import { type Addon, type Page, releaseAsset } from '../addon.ts';
import { kustomizationPage } from '../kinds/kustomization-page.ts';
import { type Channel, type Definition, definitionYaml, gatewayApiDefinitions, gatewayApiYaml } from './definitions.ts';

/** The newest first. */
const BUNDLES: readonly string[] = [
	'v1.5.1',
	'v1.5.0',
	'v1.4.1',
	'v1.4.0',
	'v1.3.0',
	'v1.2.1',
	'v1.2.0',
	'v1.1.1',
	'v1.1.0',
	'v1.0.0',
	'v0.8.1',
	'v0.8.0',
];

const REPOSITORY = 'kubernetes-sigs/gateway-api';
const RAW = `https://raw.githubusercontent.com/${REPOSITORY}`;
const CHANNELS: readonly Channel[] = ['standard', 'experimental'];

function pages(): readonly Page[] {
	const assets = BUNDLES.flatMap((bundle, index) =>
		CHANNELS.flatMap((channel) =>
			releaseAsset(REPOSITORY, bundle, `${channel}-install.yaml`, () => gatewayApiYaml(bundle, channel)).filter(
				({ url }) => index === 0 || !url.includes('/latest/'),
			),
		),
	);
	const branches = [...new Set(BUNDLES.map((bundle) => bundle.replace(/^v(\d+\.\d+).*/, 'release-$1')))];
	const newest = (branch: string): string =>
		BUNDLES.find((bundle) => bundle.startsWith(`${branch.replace('release-', 'v')}.`)) as string;
	return [
		...assets,
		...BUNDLES.flatMap((bundle) => sourcePages(bundle, bundle)),
		...branches.flatMap((branch) => sourcePages(branch, newest(branch))),
		...sourcePages('main', BUNDLES[0] as string),
	];
}

/** The definitions where the repository has them, and what `kubectl apply -k` finds there. */
function sourcePages(ref: string, bundle: string): readonly Page[] {
	const folder = `${RAW}/${ref}/config/crd`;
	const files = (channel: Channel): readonly (readonly [string, Definition])[] =>
		gatewayApiDefinitions(bundle, channel).map((each) => [`${each.group}_${each.plural}.yaml`, each]);
	const [standard, experimental] = [files('standard'), files('experimental')];
	return [
		kustomizationPage(
			folder,
			standard.map(([name]) => `standard/${name}`),
		),
		kustomizationPage(
			`${folder}/experimental`,
			experimental.map(([name]) => name),
		),
		...standard.map(([name, each]) => ({ url: `${folder}/standard/${name}`, text: () => definitionYaml(each) })),
		...experimental.map(([name, each]) => ({
			url: `${folder}/experimental/${name}`,
			text: () => definitionYaml(each),
		})),
	];
}

/** The kinds of the Gateway API; controllers come from elsewhere. Differs: experimental fields of the standard kinds are missing. */
export const GATEWAY_API: Addon = { images: [], pages: pages() };
