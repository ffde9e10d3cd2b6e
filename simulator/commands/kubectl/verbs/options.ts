import { defineCommand } from '../command.ts';
import { GLOBAL_FLAGS } from '../global-flags.ts';
import { flagsText } from '../help.ts';

export const options = defineCommand({
	name: 'options',
	use: 'options',
	short: 'Print the list of flags inherited by all commands',
	long: 'Print the list of flags inherited by all commands',
	examples: `
# The flags of all commands
kubectl options`,
	flagsInUseLine: true,
	flags: {},
	*run({ kubectl }) {
		const home = kubectl.process.env.get('HOME') ?? '';
		const cacheDir = { ...GLOBAL_FLAGS['cache-dir'], defaultText: `${home}/.kube/cache` };
		const text = flagsText({ ...GLOBAL_FLAGS, 'cache-dir': cacheDir });
		yield* kubectl.io.out(`The following options can be passed to any command:\n\n${text.trimEnd()}\n\n`);
	},
});
