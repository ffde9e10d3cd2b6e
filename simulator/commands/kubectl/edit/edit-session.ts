import { formatJsonInSteps } from '../../../machinery/format-json-in-steps.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import { nothing, type Task } from '../../../machinery/task.ts';
import { trimEndOf } from '../../../machinery/trim-end.ts';
import { formatYamlInSteps } from '../../../machinery/yaml/format-in-steps.ts';
import type { Manifest } from '../decode-manifests.ts';
import { visitManifests } from '../decode-manifests.ts';
import { CommandError, isUserError, messageOf, SilentExit } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { ResourceInfo } from '../resources.ts';
import { splitApiVersion } from '../resources.ts';
import type { Mapping } from '../rest-mapper.ts';
import { qualifiedResource } from '../rest-mapper.ts';
import { editTemporaryFile, hasContent, withoutComments } from './launch-editor.ts';

export interface EditMode {
	readonly header: string;
	readonly format: 'yaml' | 'json';
	readonly windowsLineEndings: boolean;
	/** Sends one edited object; what the server refuses is thrown. Returns whether it was sent, printing what was done. */
	readonly save: (edited: EditedObject) => Task<void>;
}

export interface EditedObject {
	readonly mapping: Mapping;
	readonly namespace: string;
	readonly name: string;
	readonly original: KubeObject;
	readonly object: KubeObject;
}

export const EDIT_HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

export const EDIT_LAST_APPLIED_HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

interface Reason {
	readonly head: string;
	readonly details: readonly string[];
}

/**
 * Opens the objects in the user's editor until what they save can be sent, is unchanged, or they give up.
 * Models kubectl/pkg/cmd/util/editor EditOptions.Run.
 */
export function* editObjects(kubectl: Kubectl, infos: readonly ResourceInfo[], mode: EditMode): Task<void> {
	const { io, process } = kubectl;
	const originals = infos.map((info) => withoutManaged(info.object as KubeObject));
	const document =
		originals.length === 1
			? (originals[0] as KubeObject)
			: { apiVersion: 'v1', items: originals, kind: 'List', metadata: {} };
	const body =
		mode.format === 'json'
			? `${yield* formatJsonInSteps(document, { indent: '    ' }, io.pause)}\n`
			: yield* formatYamlInSteps(document, io.pause);
	let original = '';
	let edited = '';
	let reasons: readonly Reason[] = [];
	let previousFile: string | undefined;
	for (;;) {
		const failed = reasons.length > 0;
		let content = mode.header + reasonsText(reasons) + (failed ? manualStrip(edited) : body);
		if (mode.windowsLineEndings) content = content.replaceAll('\n', '\r\n');
		if (!failed) original = content;
		const before = edited;
		let file: string;
		try {
			({ file, content: edited } = yield* editTemporaryFile(
				kubectl,
				content,
				mode.format === 'json' ? '.json' : '.yaml',
			));
		} catch (error) {
			throw isUserError(error) && previousFile !== undefined ? yield* preserved(kubectl, error, previousFile) : error;
		}
		if (failed && (yield* withoutComments(before, io.pause)) === (yield* withoutComments(edited, io.pause))) {
			throw yield* preserved(kubectl, new CommandError('Edit cancelled, no valid changes were saved.'), file);
		}
		if (previousFile !== undefined) process.unlink(previousFile);
		previousFile = file;
		if ((yield* withoutComments(original, io.pause)) === (yield* withoutComments(edited, io.pause))) {
			process.unlink(file);
			yield* io.err('Edit cancelled, no changes made.\n');
			return;
		}
		if (!hasContent(edited)) {
			process.unlink(file);
			yield* io.err('Edit cancelled, saved file was empty.\n');
			return;
		}
		const outcome = yield* saveAll(kubectl, infos, edited, file, mode);
		if (outcome === undefined) {
			process.unlink(file);
			return;
		}
		reasons = outcome;
	}
}

/** Undefined when everything was sent; else why the file has to be opened again. */
function* saveAll(
	kubectl: Kubectl,
	infos: readonly ResourceInfo[],
	text: string,
	file: string,
	mode: EditMode,
): Task<readonly Reason[] | undefined> {
	let objects: KubeObject[];
	try {
		objects = yield* readEdited(text);
	} catch (error) {
		if (!isUserError(error)) throw error;
		return [{ head: `The edited file had a syntax error: ${messageOf(error).replace(/^error: /, '')}`, details: [] }];
	}
	const reasons: Reason[] = [];
	let retryable = 0;
	let missing = 0;
	for (const object of objects) {
		const edited = yield* matchOriginal(kubectl, infos, object, file);
		try {
			yield* mode.save(edited);
		} catch (error) {
			if (!(error instanceof ApiError)) throw isUserError(error) ? yield* preserved(kubectl, error, file) : error;
			const resource = qualifiedResource(edited.mapping);
			const name = JSON.stringify(edited.name);
			if (error.reason === 'Invalid') {
				const details = (error.status.details?.causes ?? []).map(
					(cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`,
				);
				reasons.push({ head: `${resource} ${name} was not valid`, details });
				yield* kubectl.io.err(`error: ${resource} ${name} is invalid\n`);
			} else if (error.reason === 'NotFound') {
				missing++;
				yield* kubectl.io.err(`error: ${resource} ${name} could not be found on the server\n`);
			} else {
				retryable++;
				yield* kubectl.io.err(`error: ${resource} ${name} could not be patched: ${error.status.message}\n`);
			}
		}
	}
	if (retryable > 0) {
		yield* kubectl.io.err(`You can run \`kubectl replace -f ${file}\` to try this update again.\n`);
		throw new SilentExit();
	}
	if (missing > 0) {
		yield* kubectl.io.err(`The edits you made on deleted resources have been saved to "${file}"\n`);
		throw new SilentExit();
	}
	return reasons.length === 0 ? undefined : reasons;
}

function* readEdited(text: string): Task<KubeObject[]> {
	const objects: KubeObject[] = [];
	const lines = text.replaceAll('\r\n', '\n');
	yield* visitManifests('edited-file', lines, (manifest) => keep(objects, manifest), nothing);
	return objects;
}

function* keep(objects: KubeObject[], { object }: Manifest): Task<void> {
	if (Array.isArray(object.items)) objects.push(...(object.items as unknown as KubeObject[]));
	else objects.push(object as unknown as KubeObject);
}

function* matchOriginal(
	kubectl: Kubectl,
	infos: readonly ResourceInfo[],
	object: KubeObject,
	file: string,
): Task<EditedObject> {
	const info = infos.length === 1 ? infos[0] : infos.find((each) => each.object?.metadata.uid === object.metadata?.uid);
	if (info?.object === undefined || info.mapping === undefined) {
		throw yield* preserved(kubectl, new CommandError(`no original object found for ${JSON.stringify(object)}`), file);
	}
	const [group, version] = splitApiVersion(String(object.apiVersion));
	const same = group === info.mapping.group && object.kind === info.mapping.kind && object.metadata?.name === info.name;
	if (!same || (version !== info.mapping.version && info.object.apiVersion !== object.apiVersion)) {
		throw yield* preserved(kubectl, new CommandError('At least one of apiVersion, kind and name was changed'), file);
	}
	return {
		mapping: info.mapping,
		namespace: info.namespace,
		name: info.name,
		original: withoutManaged(info.object),
		object,
	};
}

/** Tells where the user's work was kept. */
function* preserved(kubectl: Kubectl, error: Error, file: string): Task<Error> {
	yield* kubectl.io.err(`A copy of your changes has been stored to "${file}"\n`);
	return error;
}

export function withoutManaged(object: KubeObject): KubeObject {
	const { managedFields: _, ...metadata } = object.metadata;
	return { ...object, metadata };
}

function reasonsText(reasons: readonly Reason[]): string {
	return reasons
		.map(({ head, details }) => {
			const lines = [
				`# ${hashed(head)}${details.length > 0 ? ':' : ''}`,
				...details.map((detail) => `# * ${hashed(detail)}`),
				'#',
			];
			return `${lines.join('\n')}\n`;
		})
		.join('');
}

function hashed(text: string): string {
	return text.replaceAll('\n', '\n# ');
}

/** What the user wrote, without the comments at its head. Models cmdutil.ManualStrip. */
function manualStrip(text: string): string {
	const lines = text.split('\n').filter((line) => !line.trim().startsWith('#'));
	return `${trimEndOf(lines.join('\n'), '\n')}\n`;
}
