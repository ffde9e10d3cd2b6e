import { formatJson } from '../../../machinery/format-json.ts';
import { jsonEqualInSteps } from '../../../machinery/json-equal.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { createMergePatch } from '../../../machinery/patch/merge-patch.ts';
import { createTwoWayMergePatch } from '../../../machinery/patch/strategic-diff.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import { patchSchemaOf } from '../built-in-kinds.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import { completeSubresources } from '../completion/complete-words.ts';
import type { EditedObject } from '../edit/edit-session.ts';
import { EDIT_HEADER, editObjects } from '../edit/edit-session.ts';
import { CommandError } from '../errors.ts';
import { withAppliedAnnotation } from '../last-applied.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import { collectResources } from '../resources.ts';
import type { Mapping } from '../rest-mapper.ts';
import {
	FILENAME_USAGE,
	fieldManagerFlag,
	filenameFlags,
	filenamesOf,
	SAVE_CONFIG_FLAG,
	VALIDATE_FLAG,
	validationOf,
	writeQuery,
} from '../shared-flags.ts';

const EDIT_FLAGS = {
	...PRINT_FLAGS,
	...filenameFlags(`${FILENAME_USAGE} to use to edit the resource`),
	'field-manager': fieldManagerFlag('kubectl-edit'),
	'output-patch': bool(false, 'Output the patch if the resource is edited.'),
	'save-config': SAVE_CONFIG_FLAG,
	subresource: string('', 'If specified, edit will operate on the subresource of the requested object.'),
	validate: VALIDATE_FLAG,
	'windows-line-endings': bool(false, 'Defaults to the line ending native to your platform.'),
} as const;

type EditInvocation = Invocation<typeof EDIT_FLAGS>;

export const edit = defineCommand({
	name: 'edit',
	use: 'edit (RESOURCE/NAME | -f FILENAME)',
	short: 'Edit a resource on the server',
	long: `Edit a resource from the default editor.

 The resource is fetched, opened in the editor that KUBE_EDITOR or EDITOR names (or 'vi'), and sent back when it was changed. Several resources may be edited at once; each is sent on its own. Both resources and file names may be given, not mixed.

 The default format is YAML; "-o json" edits JSON. An empty file ends the edit without a change. When the server refuses the change, the file is opened again with its reasons at the top; while another client changes the same resource meanwhile, the edit fails and a copy of the file is kept.`,
	examples: `
# The service named 'registry'
kubectl edit svc/registry

# With another editor
KUBE_EDITOR="nano" kubectl edit svc/registry

# The job 'myjob' as JSON, in its v1 version
kubectl edit job.v1.batch/myjob -o json

# Remember the result for later applies
kubectl edit deployment/mydeployment -o yaml --save-config

# The status of a deployment
kubectl edit deployment mydeployment --subresource='status'`,
	flags: EDIT_FLAGS,
	completeArgs: completeTypeAndName,
	completeFlags: { subresource: completeSubresources },
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		const { namespace, explicit } = yield* kubectl.namespace();
		const { infos, error } = yield* collectResources(kubectl, {
			args,
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			subresource: flags.subresource,
			allowEmptyName: true,
			continueOnError: true,
			latest: true,
			flatten: true,
		});
		if (error !== undefined) throw error;
		if (infos.length === 0) throw new CommandError('edit cancelled, no objects found');
		if (flags.output !== '' && flags.output !== 'yaml' && flags.output !== 'json') {
			throw new CommandError(`the flag 'output' must be one of yaml|json`);
		}
		const edited = yield* printerOf(kubectl, { ...flags, output: '' }, { operation: 'edited' });
		const skipped = yield* printerOf(kubectl, { ...flags, output: '' }, { operation: 'skipped' });
		yield* editObjects(kubectl, infos, {
			header: EDIT_HEADER,
			format: flags.output === 'json' ? 'json' : 'yaml',
			windowsLineEndings: flags['windows-line-endings'],
			save: (object) => saveEdited(invocation, object, { edited, skipped }),
		});
	},
});

function* saveEdited(
	{ kubectl, flags }: EditInvocation,
	{ mapping, namespace, name, original, object }: EditedObject,
	printers: { readonly edited: Printer; readonly skipped: Printer },
): Task<void> {
	if (yield* jsonEqualInSteps(original, object, kubectl.io.pause)) {
		yield* printers.skipped.print(object as unknown as Printable);
		return;
	}
	const changed = flags['save-config'] ? yield* withAppliedAnnotation(kubectl.io, object) : object;
	const patch = editPatch(mapping, original, changed);
	if (flags['output-patch']) yield* kubectl.io.out(`Patch: ${formatJson(patch.body)}\n`);
	const query = writeQuery({ fieldManager: flags['field-manager'], validation: validationOf(flags.validate) });
	yield* printers.edited.print(
		(yield* kubectl.patchObject(mapping, namespace, name, patch, query, flags.subresource)) as unknown as Printable,
	);
}

/** What was changed, as the patch that the kind's merging wants. */
function editPatch(
	mapping: Mapping,
	original: KubeObject,
	changed: KubeObject,
): { type: 'strategic' | 'merge'; body: JsonObject } {
	const schema = patchSchemaOf(mapping.group, mapping.version, mapping.kind);
	const [from, to] = [original as unknown as JsonObject, changed as unknown as JsonObject];
	if (schema === undefined) return { type: 'merge', body: createMergePatch(from, to) };
	return { type: 'strategic', body: createTwoWayMergePatch(from, to, schema) };
}
