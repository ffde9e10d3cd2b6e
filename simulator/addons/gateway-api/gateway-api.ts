import { type Addon, type Page, releaseAsset } from '../addon.ts';
import { type Channel, gatewayApiYaml } from './definitions.ts';

/** The newest first. */
const BUNDLES: readonly string[] = ['v1.4.1', 'v1.4.0', 'v1.3.0', 'v1.2.1', 'v1.2.0', 'v1.1.1', 'v1.1.0', 'v1.0.0'];

const CHANNELS: readonly Channel[] = ['standard', 'experimental'];

function pages(): readonly Page[] {
	const repository = 'kubernetes-sigs/gateway-api';
	return BUNDLES.flatMap((bundle, index) =>
		CHANNELS.flatMap((channel) =>
			releaseAsset(repository, bundle, `${channel}-install.yaml`, () => gatewayApiYaml(bundle, channel)).filter(
				({ url }) => index === 0 || !url.includes('/latest/'),
			),
		),
	);
}

/** The kinds of the Gateway API; controllers come from elsewhere. Differs: experimental fields of the standard kinds are missing. */
export const GATEWAY_API: Addon = { images: [], pages: pages() };
