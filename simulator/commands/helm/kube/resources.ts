import type { KubeObject } from '../../../machinery/meta.ts';
import { nothing, type Task } from '../../../machinery/task.ts';
import { type Manifest, visitManifests } from '../../kubectl/decode-manifests.ts';
import { CommandError, isUserError, SeveralErrors } from '../../kubectl/errors.ts';
import { decodeShape, validateShape } from '../../kubectl/manifest-shape.ts';
import { splitApiVersion } from '../../kubectl/resources.ts';
import type { Mapping, RestMapper } from '../../kubectl/rest-mapper.ts';
import { HelmError } from '../helm-error.ts';
import type { KubeSession } from './kube-session.ts';

/** An object of a release, and where it is served. */
export interface Resource {
	readonly mapping: Mapping;
	readonly namespace: string;
	readonly name: string;
	object: KubeObject;
}

/** The objects of a manifest. @param validate look at their shape too. @throws HelmError. Models kube.Client.Build. */
export function* buildResources(
	kube: KubeSession,
	text: string,
	namespace: string,
	validate: boolean,
): Task<Resource[]> {
	const documents: Manifest[] = [];
	const errors: Error[] = [];
	try {
		yield* visitManifests('', text, (manifest) => gather(manifest, documents), nothing);
	} catch (error) {
		if (!isUserError(error)) throw error;
		errors.push(error);
	}
	const resources: Resource[] = [];
	if (documents.length > 0) {
		const mapper = yield* kube.mapper();
		for (const document of documents.flatMap(flattened)) {
			try {
				resources.push(resourceOf(mapper, document, namespace, validate));
			} catch (error) {
				if (!isUserError(error)) throw error;
				errors.push(error);
			}
		}
	}
	if (errors.length > 0) throw new HelmError(scrubbed(errorText(errors)));
	return resources;
}

function* gather(manifest: Manifest, documents: Manifest[]): Task<void> {
	documents.push(manifest);
}

/** Lists are their items. */
function flattened(manifest: Manifest): Manifest[] {
	const { kind, items } = manifest.object;
	if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return [manifest];
	return items.flatMap((object) => flattened({ source: manifest.source, object: object as Manifest['object'] }));
}

function errorText(errors: readonly Error[]): string {
	return errors.length === 1 ? (errors[0] as Error).message : new SeveralErrors(errors).message;
}

/** Models scrubValidationError: a hint for kubectl's users. */
function scrubbed(text: string): string {
	return text.replaceAll('; if you choose to ignore these errors, turn validation off with --validate=false', '');
}

function resourceOf(mapper: RestMapper, manifest: Manifest, namespace: string, validate: boolean): Resource {
	if (validate) validateShape(manifest);
	decodeShape(manifest);
	const object = manifest.object as unknown as KubeObject;
	const metadata = { ...(object.metadata ?? {}) } as KubeObject['metadata'];
	const apiVersion = (object.apiVersion as string | undefined) ?? '';
	const [group, version] = splitApiVersion(apiVersion);
	const mapping = mapper.byKind(group, version === '' ? undefined : version, object.kind as string);
	const name = metadata.name ?? '';
	if (mapping === undefined) {
		throw new CommandError(
			`resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(metadata.namespace ?? '')} from "": no matches for kind ${JSON.stringify(object.kind)} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`,
		);
	}
	if (!mapping.namespaced) {
		const { namespace: _none, ...rest } = metadata;
		return { mapping, namespace: '', name, object: { ...object, metadata: rest as KubeObject['metadata'] } };
	}
	const own = metadata.namespace === undefined || metadata.namespace === '' ? namespace : metadata.namespace;
	return { mapping, namespace: own, name, object: { ...object, metadata: { ...metadata, namespace: own } } };
}

/** Which object it is: "apps/v1/Deployment/default/web" without the version. */
export function resourceKey({ mapping, namespace, name }: Resource): string {
	return `${mapping.group}/${mapping.kind}/${namespace}/${name}`;
}

/** `Deployment "web" in namespace "default"`. */
export function resourceText({ mapping, namespace, name }: Resource): string {
	return `${mapping.kind} ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)}`;
}
