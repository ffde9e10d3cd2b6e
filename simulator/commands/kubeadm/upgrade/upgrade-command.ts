import type { CobraCommand } from '../../cobra/cobra.ts';
import { bool, int, string, stringSlice } from '../../flags.ts';
import { applyCommand } from './upgrade-apply.ts';
import { diff } from './upgrade-diff.ts';
import { nodeCommand } from './upgrade-node.ts';
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

const STEPS = {
	...SHARED,
	...RENEWAL,
	'dry-run': bool(false, 'Do not change any state, just output what actions would be performed.'),
	'etcd-upgrade': bool(true, 'Perform the upgrade of etcd.'),
	'skip-phases': stringSlice('List of phases to be skipped'),
};
const UNSTABLE = {
	'allow-experimental-upgrades': bool(
		false,
		'Show unstable versions of Kubernetes as an upgrade alternative and allow upgrading to an alpha/beta/release candidate versions of Kubernetes.',
	),
	'allow-release-candidate-upgrades': bool(
		false,
		'Show release candidate versions of Kubernetes as an upgrade alternative and allow upgrading to a release candidate versions of Kubernetes.',
	),
};
const APPLY = {
	...STEPS,
	...UNSTABLE,
	yes: bool(false, 'Perform the upgrade and do not prompt for confirmation (non-interactive mode).', {
		shorthand: 'y',
	}),
	force: bool(
		false,
		'Force upgrading although some requirements might not be met. This also implies non-interactive mode.',
		{ shorthand: 'f' },
	),
};

/** Differs: --patches is not there. */
export const UPGRADE_COMMAND: CobraCommand = {
	use: 'upgrade',
	short: 'Upgrade your cluster smoothly to a newer version with this command',
	subcommands: [
		applyCommand(APPLY),
		{
			use: 'diff [version]',
			short:
				'Show what differences would be applied to existing static pod manifests. See also: kubeadm upgrade apply --dry-run',
			flags: { ...SHARED, 'context-lines': int(3, 'How many lines of context in the diff', { shorthand: 'c' }) },
			run: diff,
		},
		nodeCommand(STEPS),
		{
			use: 'plan [version] [flags]',
			short:
				'Check which versions are available to upgrade to and validate whether your current cluster is upgradeable.',
			flags: { ...SHARED, ...UNSTABLE, 'etcd-upgrade': STEPS['etcd-upgrade'] },
			run: plan,
		},
	],
};
