import { defineGroup } from '../command.ts';
import { setPreference } from '../kuberc/set.ts';
import { viewPreferences } from '../kuberc/view.ts';

const kuberc = defineGroup({
	name: 'kuberc',
	use: 'kuberc SUBCOMMAND',
	short: 'Manage kuberc configuration files',
	long: `Manage user preferences (kuberc) file.

 The kuberc file allows you to customize your kubectl experience.`,
	examples: `
# What the file says
kubectl alpha kuberc view

# A flag's default
kubectl alpha kuberc set --section defaults --command get --option output=wide

# A name for a command
kubectl alpha kuberc set --section aliases --name getn --command get --prependarg nodes --option output=wide`,
	subcommands: [setPreference, viewPreferences],
});

export const alpha = defineGroup({
	name: 'alpha',
	use: 'alpha',
	short: 'Commands for features in alpha',
	long: 'These commands correspond to alpha features that are not enabled in Kubernetes clusters by default.',
	alone: 'stdout',
	subcommands: [kuberc],
});
