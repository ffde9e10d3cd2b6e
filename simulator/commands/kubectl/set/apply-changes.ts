import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError, isUserError, messageOf, throwAll } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { PrintFlagValues } from '../printing/print-flags.ts';
import { printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { recordCause } from '../record.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources } from '../resources.ts';
import type { DryRun } from '../shared-flags.ts';
import { filenamesOf, withDryRun, writeQuery } from '../shared-flags.ts';
import { calculatePatches, objectName } from './typed-patches.ts';

export interface SetFlags extends PrintFlagValues {
	readonly filename: readonly string[];
	readonly kustomize: string;
	readonly recursive: boolean;
	readonly local: boolean;
	readonly all: boolean;
	readonly selector?: string;
	readonly 'field-manager': string;
}

/** The objects a `set` command works on. */
export function* targetsOf(kubectl: Kubectl, flags: SetFlags, resources: readonly string[]): Task<ResourceInfo[]> {
	const { namespace, explicit } = yield* kubectl.namespace();
	const { infos, error } = yield* collectResources(kubectl, {
		args: resources,
		files: filenamesOf(flags),
		namespace,
		requireNamespace: explicit,
		continueOnError: true,
		flatten: true,
		local: flags.local,
		...(flags.local ? {} : { selector: flags.selector ?? '', allowEmptyName: flags.all, latest: true }),
	});
	if (error !== undefined) throw error;
	return infos;
}

export interface SetChange {
	/** "image updated". */
	readonly operation: string;
	/** "failed to patch image update to pod template: ": before the server's refusal. */
	readonly failure: string;
	readonly dryRun: DryRun;
	/** Edits in place; false: nothing to do for this object. */
	readonly change: (object: JsonObject) => boolean;
	/** The first object that cannot be changed ends the command with its own words. */
	readonly stopsAtFirst?: boolean;
	/** Sends and prints what is as it was, too. */
	readonly sendsUnchanged?: boolean;
	/** Complaints that `change` gathers without ending. */
	readonly errors: Error[];
}

/** Works out a patch for each object, sends it and prints the result. Models the Run of kubectl/pkg/cmd/set's commands. */
export function* applyChanges(
	kubectl: Kubectl,
	flags: SetFlags,
	infos: readonly ResourceInfo[],
	change: SetChange,
): Task<void> {
	const { errors, dryRun } = change;
	const printer = yield* printerOf(kubectl, flags, { operation: withDryRun(change.operation, dryRun), typed: true });
	for (const patch of calculatePatches(infos, (object) => change.change(object) && recordCause(kubectl, object))) {
		if (patch.error !== undefined && change.stopsAtFirst === true) throw patch.error;
		if (patch.error !== undefined) {
			errors.push(new CommandError(`error: ${objectName(patch.info)} ${patch.error.message}\n`));
			continue;
		}
		if (patch.patch === '{}' && change.sendsUnchanged !== true) continue;
		const { info } = patch;
		if (flags.local || dryRun === 'client') {
			yield* printer.print(patch.after as unknown as Printable);
			continue;
		}
		if (info.mapping === undefined) throw new Error('assertion failed: patching needs a mapping');
		try {
			const query = writeQuery({ dryRun, fieldManager: flags['field-manager'] });
			const after = yield* kubectl.patchObject(
				info.mapping,
				info.namespace,
				info.name,
				{ type: 'strategic', body: patch.patch },
				query,
			);
			yield* printer.print(after as unknown as Printable);
		} catch (error) {
			if (!isUserError(error)) throw error;
			errors.push(change.failure === '' ? error : new CommandError(`${change.failure}${messageOf(error)}`));
		}
	}
	throwAll(errors);
}
