import { type CobraCommand, noArgs } from '../../cobra/cobra.ts';
import { bool, string, stringSlice } from '../../flags.ts';
import { apply } from './upgrade-apply.ts';
import { node } from './upgrade-node.ts';
import { plan } from './upgrade-plan.ts';

const SHARED = {
	kubeconfig: string('', 'The kubeconfig file to use when talking to the cluster.'),
	config: string('', 'Path to a kubeadm configuration file.'),
	'ignore-preflight-errors': stringSlice(
		"A list of checks whose errors will be shown as warnings. Example: 'IsPrivilegedUser,Swap'. Value 'all' ignores errors from all checks.",
	),
};
const RENEWAL = {
	'certificate-renewal': bool(true, 'Perform the renewal of certificates used by component changed during upgrades.'),
};

/** Differs: --dry-run, --patches, phases, and `upgrade diff` are not there. */
export const UPGRADE_COMMAND: CobraCommand = {
	use: 'upgrade',
	short: 'Upgrade your cluster smoothly to a newer version with this command',
	subcommands: [
		{
			use: 'apply [version]',
			short: 'Upgrade your Kubernetes cluster to the specified version',
			flags: {
				...SHARED,
				...RENEWAL,
				yes: bool(false, 'Perform the upgrade and do not prompt for confirmation (non-interactive mode).', {
					shorthand: 'y',
				}),
				force: bool(
					false,
					'Force upgrading although some requirements might not be met. This also implies non-interactive mode.',
					{ shorthand: 'f' },
				),
			},
			run: apply,
		},
		{
			use: 'node',
			short: 'Upgrade commands for a node in the cluster',
			flags: { ...SHARED, ...RENEWAL },
			args: noArgs,
			run: node,
		},
		{
			use: 'plan [version] [flags]',
			short:
				'Check which versions are available to upgrade to and validate whether your current cluster is upgradeable.',
			flags: SHARED,
			run: plan,
		},
	],
};
