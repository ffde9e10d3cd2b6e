import { formatJson } from '../../../machinery/format-json.ts';
import { jsonEqual } from '../../../machinery/json-equal.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { parseJson } from '../../../machinery/parse-json.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { createMergePatch } from '../../../machinery/patch/merge-patch.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { bool, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import type { EditedObject } from '../edit/edit-session.ts';
import { EDIT_LAST_APPLIED_HEADER, editObjects } from '../edit/edit-session.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { LAST_APPLIED, lastAppliedOf } from '../last-applied.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources } from '../resources.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	FILENAME_USAGE,
	fieldManagerFlag,
	filenameFlags,
	filenamesOf,
	SELECTOR_FLAG,
	VALIDATE_FLAG,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';

export const viewLastApplied = defineCommand({
	name: 'view-last-applied',
	use: 'view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
	short: 'View the latest last-applied-configuration annotations of a resource/object',
	long: `View the latest last-applied-configuration annotations by type/name or file.

 The default output will be printed to stdout in YAML format. You can use the -o option to change the output format.`,
	examples: `
# By type and name, as YAML
kubectl apply view-last-applied deployment/nginx

# By file, as JSON
kubectl apply view-last-applied -f deploy.yaml -o json`,
	flags: {
		...filenameFlags(`${FILENAME_USAGE} that contains the last-applied-configuration annotations`),
		all: bool(false, 'Select all resources in the namespace of the specified resource types'),
		output: string('yaml', 'Output format. Must be one of (yaml, json)', { shorthand: 'o' }),
		selector: SELECTOR_FLAG,
	},
	completeArgs: completeTypeAndName,
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		const { namespace, explicit } = yield* kubectl.namespace();
		const { infos, error } = yield* collectResources(kubectl, {
			args,
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			all: flags.all,
			selector: flags.selector,
			allowEmptyName: explicit,
			latest: true,
			flatten: true,
		});
		if (error !== undefined) throw error;
		const texts = infos.flatMap((info) => {
			const text = info.object === undefined ? undefined : lastAppliedOf(info.object);
			if (text !== undefined) return [text];
			// The real one wraps an error that is none: without a source nothing is left of it.
			if (info.source === '') return [];
			const head = `no last-applied-configuration annotation found on resource: ${info.name}\n`;
			throw new CommandError(`error when ${head} ${JSON.stringify(info.source)}: %!v(<nil>)`);
		});
		for (const text of texts) {
			if (flags.output === 'json')
				yield* kubectl.io.out(
					formatJson(parseJson(text), { indent: '  ', keepOrder: true }) + (text.endsWith('\n') ? '\n' : ''),
				);
			else if (flags.output === 'yaml') yield* kubectl.io.out(formatYaml(parseJson(text)));
			else
				invocation.usageError(`Unexpected -o output mode: ${flags.output}, the flag 'output' must be one of yaml|json`);
		}
	},
});

/** The object's JSON, and the patch that puts it into its own annotation. */
function annotationPatch(object: KubeObject): { json: string; patch: JsonObject } {
	const json = `${formatJson(object)}\n`;
	const annotated = {
		...object,
		metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [LAST_APPLIED]: json } },
	};
	return { json, patch: createMergePatch(object as unknown as JsonObject, annotated as unknown as JsonObject) };
}

export const setLastApplied = defineCommand({
	name: 'set-last-applied',
	use: 'set-last-applied -f FILENAME',
	short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
	long: `Set the latest last-applied-configuration annotations by setting it to match the contents of a file. This results in the last-applied-configuration being updated as though 'kubectl apply -f <file> ' was run, without updating any other parts of the object.`,
	examples: `
# Match the content of a file
kubectl apply set-last-applied -f deploy.yaml

# Match every file of a directory
kubectl apply set-last-applied -f path/

# Also where there is no annotation yet
kubectl apply set-last-applied -f deploy.yaml --create-annotation=true`,
	flags: {
		...PRINT_FLAGS,
		'create-annotation': bool(
			false,
			"Will create 'last-applied-configuration' annotations if current objects doesn't have one",
		),
		'dry-run': DRY_RUN_FLAG,
		filename: filenameFlags(`${FILENAME_USAGE} that contains the last-applied-configuration annotations`).filename,
	},
	*run({ kubectl, flags }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const { namespace, explicit } = yield* kubectl.namespace();
		const printer = yield* printerOf(kubectl, flags, { operation: withDryRun('configured', dryRun) });
		const files = { filename: flags.filename, kustomize: '', recursive: false };
		const { infos, error } = yield* collectResources(kubectl, {
			files,
			namespace,
			requireNamespace: explicit,
			flatten: true,
		});
		if (error !== undefined) throw error;
		const changes: { info: ResourceInfo; live: KubeObject; patch: JsonObject }[] = [];
		for (const info of infos) {
			if (info.mapping === undefined || info.object === undefined)
				throw new Error('assertion failed: a manifest has an object and a mapping');
			const { json, patch } = annotationPatch(info.object);
			const live = yield* kubectl.getObject(info.mapping, info.namespace, info.name);
			const original = lastAppliedOf(live);
			if (original === undefined && !flags['create-annotation']) {
				throw new CommandError(
					`no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
				);
			}
			if (original !== undefined && jsonEqual(parseJson(original), parseJson(json))) {
				yield* kubectl.io.out(`set-last-applied ${info.name}: no changes required.\n`);
			} else {
				changes.push({ info, live, patch });
			}
		}
		for (const { info, live, patch } of changes) {
			let object = live;
			if (dryRun !== 'client' && info.mapping !== undefined) {
				object = yield* kubectl.patchObject(
					info.mapping,
					info.namespace,
					info.name,
					{ type: 'merge', body: patch },
					writeQuery({ dryRun }),
				);
			}
			yield* printer.print(object as unknown as Printable);
		}
	},
});

export const editLastApplied = defineCommand({
	name: 'edit-last-applied',
	use: 'edit-last-applied (RESOURCE/NAME | -f FILENAME)',
	short: 'Edit latest last-applied-configuration annotations of a resource/object',
	long: `Edit the latest last-applied-configuration annotations of resources from the default editor.

 The configuration that was applied last is opened in the editor that KUBE_EDITOR or EDITOR names (or 'vi') and put back into its annotation; nothing else of the resource changes.

 The default format is YAML; "-o json" edits JSON.`,
	examples: `
# By type and name, as YAML
kubectl apply edit-last-applied deployment/nginx

# By file, as JSON
kubectl apply edit-last-applied -f deploy.yaml -o json`,
	flags: {
		...PRINT_FLAGS,
		...filenameFlags(`${FILENAME_USAGE} to use to edit the resource`),
		'field-manager': fieldManagerFlag('kubectl-client-side-apply'),
		validate: VALIDATE_FLAG,
		'windows-line-endings': bool(false, 'Defaults to the line ending native to your platform.'),
	},
	completeArgs: completeTypeAndName,
	*run({ kubectl, flags, args }) {
		const { namespace, explicit } = yield* kubectl.namespace();
		const request = {
			args,
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			continueOnError: true,
			latest: true,
			flatten: true,
		};
		const { infos, error } = yield* collectResources(kubectl, request);
		if (error !== undefined) throw error;
		const annotated = infos.flatMap((info): ResourceInfo[] => {
			const text = info.object === undefined ? undefined : lastAppliedOf(info.object);
			return text === undefined ? [] : [{ ...info, object: parseJson(text) as unknown as KubeObject }];
		});
		if (annotated.length === 0) {
			throw new CommandError(
				'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`',
			);
		}
		const edited = yield* printerOf(kubectl, { ...flags, output: '' }, { operation: 'edited' });
		yield* editObjects(kubectl, annotated, {
			header: EDIT_LAST_APPLIED_HEADER,
			format: flags.output === 'json' ? 'json' : 'yaml',
			windowsLineEndings: flags['windows-line-endings'],
			save: (object) => saveAnnotation(kubectl, object, flags['field-manager'], edited),
		});
	},
});

function* saveAnnotation(kubectl: Kubectl, edited: EditedObject, fieldManager: string, printer: Printer): Task<void> {
	const { mapping, namespace, name, object } = edited;
	const change = { type: 'merge', body: annotationPatch(object).patch } as const;
	yield* kubectl.patchObject(mapping, namespace, name, change, writeQuery({ fieldManager }));
	yield* printer.print(object as unknown as Printable);
}
