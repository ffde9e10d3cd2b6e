import { formatJsonInSteps } from '../../../machinery/format-json-in-steps.ts';
import { jsonEqualInSteps } from '../../../machinery/json-equal.ts';
import type { Json, KubeObject } from '../../../machinery/meta.ts';
import { JsonSyntaxError, parseJson } from '../../../machinery/parse-json.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { applyJsonPatch } from '../../../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../../../machinery/patch/merge-patch.ts';
import { PatchError } from '../../../machinery/patch/patch-error.ts';
import { applyStrategicMergePatch } from '../../../machinery/patch/strategic-merge.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseYamlInSteps } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { bool, string } from '../../flags.ts';
import { patchSchemaOf } from '../built-in-kinds.ts';
import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import { completeSubresources } from '../completion/complete-words.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl, PatchType } from '../kubectl.ts';
import type { PrintFlagValues } from '../printing/print-flags.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { RECORD_FLAG, withRecordedCause } from '../record.ts';
import type { ResourceInfo } from '../resources.ts';
import { splitApiVersion, visitResources } from '../resources.ts';
import type { DryRun } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	FILENAME_USAGE,
	fieldManagerFlag,
	filenameFlags,
	filenamesOf,
	subresourceFlag,
	writeQuery,
} from '../shared-flags.ts';

const TYPES: readonly PatchType[] = ['json', 'merge', 'strategic'];
const MEDIA_TYPES = {
	json: 'application/json-patch+json',
	merge: 'application/merge-patch+json',
	strategic: 'application/strategic-merge-patch+json',
	apply: 'application/apply-patch+yaml',
} as const;

export const patch = defineCommand({
	name: 'patch',
	use: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
	short: 'Update fields of a resource',
	long: `Update fields of a resource using strategic merge patch, a JSON merge patch, or a JSON patch.

 JSON and YAML formats are accepted.

 Note: Strategic merge patch is not supported for custom resources.`,
	examples: `
# A strategic merge patch in JSON
kubectl patch node k8s-node-1 -p '{"spec":{"unschedulable":true}}'

# The same in YAML
kubectl patch node k8s-node-1 -p $'spec:\\n unschedulable: true'

# For what "node.json" names
kubectl patch -f node.json -p '{"spec":{"unschedulable":true}}'

# A container's image: containers are merged by name
kubectl patch pod valid-pod -p '{"spec":{"containers":[{"name":"kubernetes-serve-hostname","image":"new image"}]}}'

# The same with a JSON patch, by position
kubectl patch pod valid-pod --type='json' -p='[{"op": "replace", "path": "/spec/containers/0/image", "value":"new image"}]'

# The replicas of a deployment through its 'scale' subresource
kubectl patch deployment nginx-deployment --subresource='scale' --type='merge' -p '{"spec":{"replicas":2}}'`,
	flags: {
		...PRINT_FLAGS,
		...filenameFlags(`${FILENAME_USAGE} identifying the resource to update`),
		'dry-run': DRY_RUN_FLAG,
		'field-manager': fieldManagerFlag('kubectl-patch'),
		local: bool(false, 'If true, patch will operate on the content of the file, not the server-side resource.'),
		patch: string('', 'The patch to be applied to the resource JSON file.', { shorthand: 'p' }),
		'patch-file': string('', 'A file containing a patch to be applied to the resource.'),
		record: RECORD_FLAG,
		subresource: subresourceFlag('If specified, patch will operate on the subresource of the requested object.'),
		type: string('strategic', 'The type of patch being provided; one of [json merge strategic]'),
	},
	completeArgs: completeTypeAndName,
	completeFlags: { subresource: completeSubresources },
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const { namespace, explicit } = yield* kubectl.namespace();
		const type = checkFlags(flags, args, dryRun);
		const text = yield* readPatch(kubectl, flags.patch, flags['patch-file']);
		let count = 0;
		const request = {
			args,
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			continueOnError: true,
			flatten: true,
			subresource: flags.subresource,
			local: flags.local,
		};
		yield* visitResources(kubectl, request, (info) => {
			count++;
			if (!flags.local && dryRun !== 'client') return patchOnServer(kubectl, flags, info, { type, body: text }, dryRun);
			const before = info.object as KubeObject;
			return printPatched(kubectl, flags, before, patchLocally(before, type, text));
		});
		if (count === 0) throw new CommandError('no objects passed to patch');
	},
});

interface PatchFlags extends PrintFlagValues {
	readonly 'field-manager': string;
	readonly local: boolean;
	readonly patch: string;
	readonly 'patch-file': string;
	readonly subresource: string;
	readonly type: string;
}

function checkFlags(flags: PatchFlags, args: readonly string[], dryRun: DryRun): PatchType {
	if (flags.patch !== '' && flags['patch-file'] !== '')
		throw new CommandError('cannot specify --patch and --patch-file together');
	if (flags.patch === '' && flags['patch-file'] === '')
		throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
	if (flags.local && args.length > 0) throw new CommandError('cannot specify --local and server resources');
	if (flags.local && dryRun === 'server')
		throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
	const wanted = flags.type === '' ? 'strategic' : flags.type.toLowerCase();
	const type = TYPES.find((each) => each === wanted);
	if (type === undefined) {
		throw new CommandError(`--type must be one of [json merge strategic], not ${JSON.stringify(flags.type)}`);
	}
	return type;
}

/** The patch as JSON. What begins as JSON is taken for JSON, whatever follows. Models apimachinery's yaml.ToJSON. */
function* readPatch(kubectl: Kubectl, inline: string, file: string): Task<string> {
	let text = inline;
	if (file !== '') {
		try {
			text = yield* kubectl.io.readFile(file);
		} catch (error) {
			if (!(error instanceof CommandError)) throw error;
			throw new CommandError(`unable to read patch file: ${error.message}`);
		}
	}
	if (/^\s*\{/.test(text)) return text;
	try {
		const value = yield* parseYamlInSteps(text, kubectl.io.pause);
		return yield* formatJsonInSteps(value, {}, kubectl.io.pause);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new CommandError(`unable to parse ${JSON.stringify(inline)}: ${error.message}`);
	}
}

function* patchOnServer(
	kubectl: Kubectl,
	flags: PatchFlags,
	info: ResourceInfo,
	change: { readonly type: PatchType; readonly body: string },
	dryRun: DryRun,
): Task<void> {
	const { mapping } = info;
	if (mapping === undefined) throw new Error('assertion failed: patching needs a mapping');
	const query = writeQuery({ dryRun, fieldManager: flags['field-manager'] });
	let after: KubeObject;
	try {
		after = yield* kubectl.patchObject(mapping, info.namespace, info.name, change, query, flags.subresource);
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'UnsupportedMediaType') throw error;
		const kind = `${mapping.group}/${mapping.version}, Kind=${mapping.kind}`;
		throw new CommandError(`${MEDIA_TYPES[change.type]} is not supported by ${kind}: ${error.message}`);
	}
	const recorded = withRecordedCause(kubectl, after);
	if (recorded !== after) {
		const body = { metadata: { annotations: recorded.metadata.annotations } };
		after = yield* kubectl.patchObject(mapping, info.namespace, info.name, { type: 'merge', body }, query);
	}
	yield* printPatched(kubectl, flags, info.object as KubeObject, after);
}

function* printPatched(kubectl: Kubectl, flags: PatchFlags, before: KubeObject, after: KubeObject): Task<void> {
	// The note of a dry run is lost on the real one too: the operation is set again after it was added.
	const isSame = yield* jsonEqualInSteps(before, after, kubectl.io.pause);
	const operation = isSame ? 'patched (no change)' : 'patched';
	const printer = yield* printerOf(kubectl, flags, { operation });
	yield* printer.print(after as unknown as Printable);
}

function patchLocally(object: KubeObject, type: PatchType, text: string): KubeObject {
	const before = object as unknown as JsonObject;
	try {
		const body = parseJson(text) as Json;
		switch (type) {
			case 'json':
				return applyJsonPatch(before, body) as unknown as KubeObject;
			case 'merge':
				return applyMergePatch(before, body) as unknown as KubeObject;
			default: {
				const [group, version] = splitApiVersion(object.apiVersion);
				const schema = patchSchemaOf(group, version, object.kind);
				if (schema === undefined) {
					throw new CommandError(
						`strategic merge patch is not supported for ${group}/${version}, Kind=${object.kind} locally, try --type merge`,
					);
				}
				return applyStrategicMergePatch(before, body as JsonObject, schema) as unknown as KubeObject;
			}
		}
	} catch (error) {
		if (error instanceof PatchError) throw new CommandError(missingField(error.message) ?? error.message);
		if (!(error instanceof JsonSyntaxError)) throw error;
		if (type === 'json') throw new CommandError(error.message);
		throw new CommandError(type === 'merge' ? 'Invalid JSON Patch' : 'invalid JSON document');
	}
}

/** How a replacement of what is not there is told. Models kubectl/pkg/cmd/patch getPatchedJSON. */
function missingField(message: string): string | undefined {
	const key = /doc is missing key: (.*)$/s.exec(message)?.[1];
	return key === undefined ? undefined : `Object to be patched is missing field (${key})`;
}
