import { defineGroup } from '../command.ts';
import { rolloutPause, rolloutRestart, rolloutResume } from '../rollout/change-commands.ts';
import { rolloutHistory } from '../rollout/history.ts';
import { rolloutStatus } from '../rollout/status.ts';
import { rolloutUndo } from '../rollout/undo.ts';

export const rollout = defineGroup({
	name: 'rollout',
	use: 'rollout SUBCOMMAND',
	short: 'Manage the rollout of a resource',
	long: `Manage the rollout of one or many resources.
        
 Valid resource types include:

  *  deployments
  *  daemonsets
  *  statefulsets`,
	examples: `
# Back to the deployment before
kubectl rollout undo deployment/abc

# The rollout of a daemon set
kubectl rollout status daemonset/foo

# Restart a deployment
kubectl rollout restart deployment/abc

# Restart deployments with the label 'app=nginx'
kubectl rollout restart deployment --selector=app=nginx`,
	alone: 'stdout-fails',
	subcommands: [rolloutHistory, rolloutPause, rolloutRestart, rolloutResume, rolloutStatus, rolloutUndo],
});
