import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import { duration, string, stringArray } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeNamesOf } from '../completion/complete-resources.ts';
import { CommandError } from '../errors.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';

const BOUND_KINDS = ['Node', 'Pod', 'Secret'];

interface TokenRequest extends KubeObject {
	readonly status?: { readonly token?: string };
}

export const createToken = defineCommand({
	name: 'token',
	use: 'token SERVICE_ACCOUNT_NAME',
	short: 'Request a service account token',
	long: 'Request a service account token.',
	examples: `
# A token for the service account "myapp" of the current namespace
kubectl create token myapp

# Of another namespace
kubectl create token myapp --namespace myns

# With a lifetime
kubectl create token myapp --duration 10m

# For another audience
kubectl create token myapp --audience https://example.com

# Bound to a Secret
kubectl create token myapp --bound-object-kind Secret --bound-object-name mysecret`,
	flags: {
		...PRINT_FLAGS,
		audience: stringArray(
			'Audience of the requested token. If unset, defaults to requesting a token for use with the Kubernetes API server. May be repeated to request a token valid for multiple audiences.',
		),
		'bound-object-kind': string(
			'',
			`Kind of an object to bind the token to. Supported kinds are ${BOUND_KINDS.join(', ')}. If set, --bound-object-name must be provided.`,
		),
		'bound-object-name': string(
			'',
			'Name of an object to bind the token to. The token will expire when the object is deleted. Requires --bound-object-kind.',
		),
		'bound-object-uid': string(
			'',
			'UID of an object to bind the token to. Requires --bound-object-kind and --bound-object-name. If unset, the UID of the existing object is used.',
		),
		duration: duration(
			0,
			'Requested lifetime of the issued token. If not set or if set to 0, the lifetime will be determined by the server automatically. The server may return a token with a longer or shorter lifetime.',
		),
	},
	completeArgs: completeNamesOf('serviceaccount'),
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		if (args.length !== 1) invocation.usageError(`exactly one NAME is required, got ${args.length}`);
		const name = args[0] as string;
		const kind = flags['bound-object-kind'];
		const boundName = flags['bound-object-name'];
		const uid = flags['bound-object-uid'];
		if (flags.duration < 0) throw new CommandError('--duration must be greater than or equal to 0');
		if (flags.duration % 1000 !== 0)
			throw new CommandError('--duration cannot be expressed in units less than seconds');
		if (flags.audience.includes('')) throw new CommandError('--audience must not be an empty string');
		if (kind === '') {
			if (boundName !== '')
				throw new CommandError('--bound-object-name can only be set if --bound-object-kind is provided');
			if (uid !== '') throw new CommandError('--bound-object-uid can only be set if --bound-object-kind is provided');
		} else {
			if (!BOUND_KINDS.includes(kind))
				throw new CommandError(`supported --bound-object-kind values are ${BOUND_KINDS.join(', ')}`);
			if (boundName === '')
				throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
		}
		const { namespace } = yield* kubectl.namespace();
		const client = yield* kubectl.client();
		const request = {
			kind: 'TokenRequest',
			apiVersion: 'authentication.k8s.io/v1',
			metadata: {},
			spec: {
				audiences: flags.audience.length === 0 ? null : flags.audience,
				expirationSeconds: flags.duration > 0 ? flags.duration / 1000 : undefined,
				boundObjectRef:
					kind === '' ? undefined : { kind, apiVersion: 'v1', name: boundName, uid: uid === '' ? undefined : uid },
			},
			status: { token: '', expirationTimestamp: null },
		};
		let response: TokenRequest;
		try {
			const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
			response = (yield* client.request({ method: 'POST', path, body: request })) as TokenRequest;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			throw new CommandError(`failed to create token: ${error.status.message}`);
		}
		const token = response.status?.token ?? '';
		if (token === '') throw new CommandError('failed to create token: no token in server response');
		if (flags.output === '' && flags.template === '') {
			yield* kubectl.io.out(`${token}${kubectl.process.isatty(1) ? '\n' : ''}`);
			return;
		}
		const printer = yield* printerOf(kubectl, flags, { operation: '', typed: true });
		yield* printer.print(response as unknown as { [field: string]: unknown });
	},
});
