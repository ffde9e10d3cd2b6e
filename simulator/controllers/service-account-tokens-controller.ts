import type { Secret } from '../api/core/types/object.ts';
import type { ServiceAccount } from '../api/core/types/service.ts';
import { encodeBase64 } from '../machinery/base64.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from './controller.ts';
import { SECRETS, SERVICE_ACCOUNTS } from './resources.ts';

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/**
 * Secrets that are made for an account's token get one, and go with the account.
 * Models pkg/controller/serviceaccount TokensController.
 */
export const serviceAccountTokensController: Controller<undefined> = {
	name: 'serviceaccount-token',
	user: '',
	asManager: true,
	workers: 5,
	wokenBy: [SECRETS],
	watches: [
		watch<Secret, undefined>(SECRETS, ({ type, object }, scope) => {
			if (object.type !== TYPE) return;
			if (type !== 'deleted') scope.queue.add(keyOf(object));
			else scope.queue.add(`${RELEASE}${keyOf(object)}/${accountOf(object)}`);
		}),
		watch<ServiceAccount, undefined>(SERVICE_ACCOUNTS, ({ type, object }, scope) => {
			if (type !== 'deleted') return;
			for (const secret of scope.lister(SECRETS).list(object.metadata.namespace ?? '')) {
				if (secret.type === TYPE && accountOf(secret) === object.metadata.name) scope.queue.add(keyOf(secret));
			}
		}),
	],
	reconcile: (key, scope) => (key.startsWith(RELEASE) ? release(key, scope) : fill(key, scope)),
};

/** Before the key of a Secret that is gone, and its account's name. */
const RELEASE = 'release:';

function accountOf({ metadata }: Secret): string {
	return metadata.annotations?.[ACCOUNT_NAME] ?? '';
}

/** Models syncSecret and generateTokenIfNeeded. */
function* fill(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const secret = scope.lister(SECRETS).get(namespace, name);
	if (secret === undefined || secret.type !== TYPE) return;
	const account = yield* find(scope, namespace, secret);
	if (account === undefined) {
		const { uid, resourceVersion } = secret.metadata;
		yield* unlessGone(scope.client.delete(SECRETS, { namespace, name }, { uid, resourceVersion }));
		return;
	}
	const { data = {} } = secret;
	const { rootCA, legacyToken } = scope.options;
	const ca = encodeBase64(encodeUtf8(rootCA));
	const needsCA = rootCA !== '' && data['ca.crt'] !== ca;
	if (!needsCA && data.namespace && data.token) return;
	const token = data.token || legacyToken?.(namespace, account, name);
	if (token === undefined) return;
	const metadata = {
		...secret.metadata,
		annotations: {
			...secret.metadata.annotations,
			[ACCOUNT_NAME]: account.metadata.name,
			[ACCOUNT_UID]: account.metadata.uid,
		},
	};
	const filled = {
		...data,
		...(needsCA ? { 'ca.crt': ca } : {}),
		namespace: data.namespace || encodeBase64(encodeUtf8(namespace)),
		token: data.token || encodeBase64(encodeUtf8(token)),
	};
	yield* unlessGone(scope.client.update(SECRETS, { ...secret, metadata, data: filled }));
}

/** From the server when it is not known yet: a Secret is often made with its account. */
function* find(scope: Scope<undefined>, namespace: string, secret: Secret): Task<ServiceAccount | undefined> {
	const name = accountOf(secret);
	const wanted = secret.metadata.annotations?.[ACCOUNT_UID] ?? '';
	const fits = (account: ServiceAccount | undefined): boolean =>
		account !== undefined && (wanted === '' || account.metadata.uid === wanted);
	const known = scope.lister(SERVICE_ACCOUNTS).get(namespace, name);
	if (fits(known)) return known;
	try {
		const live = yield* scope.client.get(SERVICE_ACCOUNTS, namespace, name);
		return fits(live) ? live : undefined;
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
		throw error;
	}
}

/** An account no longer speaks of a Secret that is gone. Models removeSecretReference. */
function* release(key: string, scope: Scope<undefined>): Task<void> {
	const [namespace = '', secret = '', name = ''] = key.slice(RELEASE.length).split('/');
	const account = scope.lister(SERVICE_ACCOUNTS).get(namespace, name);
	if (!account?.secrets?.some((each) => each.name === secret)) return;
	if (scope.lister(SECRETS).get(namespace, secret) !== undefined) return;
	const secrets = account.secrets.filter((each) => each.name !== secret);
	yield* unlessGone(scope.client.update(SERVICE_ACCOUNTS, { ...account, secrets }));
}

function* unlessGone(change: Task<unknown>): Task<void> {
	try {
		yield* change;
	} catch (error) {
		const harmless = ['NotFound', 'Conflict'];
		if (!(error instanceof ApiError) || !harmless.includes(error.reason ?? '')) throw error;
	}
}
