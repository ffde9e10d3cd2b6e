import type { TokenVerdict } from '../../apiserver/ports.ts';
import { readBootstrapToken } from '../../machinery/bootstrap-token.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import type { FindObject } from './legacy-tokens.ts';

/**
 * Whom a bootstrap token proves; undefined: the text is no such token at all.
 * Models plugin/pkg/auth/authenticator/token/bootstrap TokenAuthenticator.AuthenticateToken.
 */
export function bootstrapVerdict(token: string, loop: EventLoop, find: FindObject): TokenVerdict | undefined {
	const [, id, secret] = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token) ?? [];
	if (id === undefined) return undefined;
	const nobody: TokenVerdict = { user: undefined, error: 'invalid bearer token' };
	const object = find('Secret', 'kube-system', `bootstrap-token-${id}`);
	if (object === undefined || object.metadata.deletionTimestamp !== undefined) return nobody;
	const found = readBootstrapToken(object);
	if (found?.secret !== secret || !found?.isFor('authentication')) return nobody;
	if (found.expiresAtMs !== undefined && found.expiresAtMs <= loop.now()) return nobody;
	return {
		user: { name: `system:bootstrap:${id}`, groups: ['system:bootstrappers', ...found.groups] },
		audiences: [],
	};
}
