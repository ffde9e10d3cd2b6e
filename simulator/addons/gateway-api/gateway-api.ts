import { type Addon, type Page, releaseAsset } from '../addon.ts';
import { gatewayApiYaml } from './definitions.ts';

/** The newest first. */
const BUNDLES: readonly string[] = ['v1.4.1', 'v1.4.0', 'v1.3.0', 'v1.2.1', 'v1.2.0', 'v1.1.1', 'v1.1.0'];

function pages(): readonly Page[] {
	const repository = 'kubernetes-sigs/gateway-api';
	return BUNDLES.flatMap((bundle, index) =>
		releaseAsset(repository, bundle, 'standard-install.yaml', () => gatewayApiYaml(bundle)).filter(
			({ url }) => index === 0 || !url.includes('/latest/'),
		),
	);
}

/** The kinds of the Gateway API; controllers come from elsewhere. Differs: only the standard channel, without BackendTLSPolicy. */
export const GATEWAY_API: Addon = { images: [], pages: pages() };
