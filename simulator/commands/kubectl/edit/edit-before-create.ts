import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { withAppliedAnnotation } from '../last-applied.ts';
import type { PrintFlagValues } from '../printing/print-flags.ts';
import { printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import { collectResources } from '../resources.ts';
import { filenamesOf, validationOf, writeQuery } from '../shared-flags.ts';
import type { EditedObject } from './edit-session.ts';
import { EDIT_HEADER, editObjects } from './edit-session.ts';

interface CreateFlags extends PrintFlagValues {
	readonly filename: readonly string[];
	readonly kustomize: string;
	readonly recursive: boolean;
	readonly validate: string;
	readonly 'save-config': boolean;
	readonly 'windows-line-endings': boolean;
}

/** `create --edit`: every manifest goes through the editor before it is sent. */
export function* editBeforeCreate(kubectl: Kubectl, flags: CreateFlags): Task<void> {
	if (flags.output !== '' && !['yaml', 'json', 'name'].includes(flags.output)) {
		throw new CommandError(`the output format must be one of 'yaml', 'json' or 'name'`);
	}
	const { namespace, explicit } = yield* kubectl.namespace();
	const { infos, error } = yield* collectResources(kubectl, {
		files: filenamesOf(flags),
		namespace,
		requireNamespace: explicit,
		flatten: true,
	});
	if (error !== undefined) throw error;
	const printer = yield* printerOf(kubectl, { ...flags, output: '' }, { operation: 'created' });
	for (const info of infos) {
		yield* editObjects(kubectl, [info], {
			header: EDIT_HEADER,
			format: flags.output === 'json' ? 'json' : 'yaml',
			windowsLineEndings: flags['windows-line-endings'],
			save: (edited) => createEdited(kubectl, flags, edited, printer),
		});
	}
}

function* createEdited(kubectl: Kubectl, flags: CreateFlags, edited: EditedObject, printer: Printer): Task<void> {
	const { mapping, namespace, object } = edited;
	const body = flags['save-config'] ? yield* withAppliedAnnotation(kubectl.io, object) : object;
	const query = writeQuery({ fieldManager: 'kubectl-create', validation: validationOf(flags.validate) });
	yield* printer.print((yield* kubectl.createObject(mapping, namespace, body, query)) as unknown as Printable);
}
