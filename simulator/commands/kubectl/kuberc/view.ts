import type { Task } from '../../../machinery/task.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import type { KubercFile } from './preferences.ts';
import { kubercFile, PREFERENCE_VERSION } from './preferences.ts';
import type { StoredPreference } from './stored-preference.ts';
import { readStored, saveStored } from './stored-preference.ts';

/** What upstream recommends. */
const RECOMMENDED: StoredPreference = {
	apiVersion: PREFERENCE_VERSION,
	kind: 'Preference',
	defaults: [
		{ command: 'apply', options: [{ name: 'server-side', default: 'true' }] },
		{ command: 'delete', options: [{ name: 'interactive', default: 'true' }] },
	],
	aliases: null,
};

/** Models kubectl/pkg/cmd/kuberc ViewOptions. */
export const viewPreferences = defineCommand({
	name: 'view',
	use: 'view',
	short: 'Display the current kuberc configuration',
	long: 'Display the contents of the kuberc file in the specified output format.',
	examples: `
# In YAML
kubectl alpha kuberc view

# In JSON
kubectl alpha kuberc view --output json

# Another file
kubectl alpha kuberc view --kuberc /path/to/kuberc`,
	flags: { ...PRINT_FLAGS, output: { ...PRINT_FLAGS.output, default: 'yaml' } },
	*run({ kubectl, flags }) {
		const file = kubercFile(kubectl.process, kubectl.globals.kuberc);
		if (file === undefined) throw new CommandError('KUBERC is disabled via KUBERC=off environment variable');
		if (kubectl.io.fileType(file.path) === undefined) {
			yield* offerRecommended(kubectl, file);
			return;
		}
		const { kind, apiVersion, defaults, aliases, ...credentials } = yield* readStored(kubectl.io, file.path);
		const shown = { kind, apiVersion, defaults: defaults ?? [], aliases: aliases ?? [], ...credentials };
		const printer = yield* printerOf(kubectl, flags, { operation: '', typed: true });
		yield* printer.print(shown as unknown as Printable);
	},
});

function* offerRecommended(kubectl: Kubectl, { path, explicit }: KubercFile): Task<void> {
	if (explicit) throw new CommandError(`kuberc file not found at ${path}`);
	yield* kubectl.io.out(
		`kuberc file not found at ${path}\nWould you like to generate a default kuberc file with recommended options? (y/N): `,
	);
	const answer = yield* kubectl.io.line();
	if (answer.trim().toLowerCase() === 'y') yield* saveStored(kubectl, path, RECOMMENDED);
}
