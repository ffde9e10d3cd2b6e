import { decodeBase64 } from '../../../machinery/base64.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { isUserError, messageOf } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';

/** "secret mysecret, key password". Models kubectl/pkg/cmd/set/env GetEnvVarRefString. */
export function describeEnvSource(source: JsonObject): string {
	const part = (field: string): { [key: string]: string } | undefined =>
		source[field] as { [key: string]: string } | undefined;
	const configMap = part('configMapKeyRef');
	if (configMap !== undefined) return `configmap ${configMap.name}, key ${configMap.key}`;
	const secret = part('secretKeyRef');
	if (secret !== undefined) return `secret ${secret.name}, key ${secret.key}`;
	const field = part('fieldRef');
	if (field !== undefined) return `field path ${field.fieldPath}`;
	const resource = part('resourceFieldRef');
	if (resource !== undefined)
		return `resource field ${(resource.containerName ?? '') === '' ? '' : `${resource.containerName}/`}${resource.resource}`;
	return 'invalid valueFrom';
}

/** The value behind a reference, or why there is none. Models GetEnvVarRefValue. */
export function* resolveEnvSource(
	kubectl: Kubectl,
	source: JsonObject,
	object: KubeObject,
): Task<{ value: string } | { complaint: string }> {
	const secret = source.secretKeyRef as { name: string; key: string } | undefined;
	const configMap = source.configMapKeyRef as { name: string; key: string } | undefined;
	const reference = secret ?? configMap;
	if (reference === undefined) return { complaint: `unsupported fieldPath: ${JSON.stringify(source)}` };
	const resource = secret === undefined ? 'configmaps' : 'secrets';
	try {
		const { namespace } = yield* kubectl.namespace();
		const client = yield* kubectl.client();
		const found = yield* client.get<{ data?: { [key: string]: string } }>(
			`/api/v1/namespaces/${object.metadata.namespace ?? namespace}/${resource}/${reference.name}`,
		);
		const text = found.data?.[reference.key];
		if (text === undefined) {
			const kind = secret === undefined ? 'config map' : 'secret';
			return { complaint: `key ${reference.key} not found in ${kind} ${reference.name}` };
		}
		return { value: secret === undefined ? text : decodeUtf8(decodeBase64(text)) };
	} catch (error) {
		if (!isUserError(error)) throw error;
		return { complaint: messageOf(error) };
	}
}
