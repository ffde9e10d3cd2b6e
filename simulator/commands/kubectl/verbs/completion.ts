import { defineCommand } from '../command.ts';
import { BASH_COMPLETION } from '../completion/bash-script.ts';
import { DIRECTIVES } from '../completion/directives.ts';
import { CommandError } from '../errors.ts';

const SHELLS = ['bash', 'fish', 'powershell', 'zsh'];

export const completion = defineCommand({
	name: 'completion',
	use: 'completion SHELL',
	short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
	long: `Output shell completion code for the specified shell (bash, zsh, fish, or powershell). The shell code must be evaluated to provide interactive completion of kubectl commands.  This can be done by sourcing it from the .bash_profile.

 Detailed instructions on how to do this are available here:

        for macOS:
        https://kubernetes.io/docs/tasks/tools/install-kubectl-macos/#enable-shell-autocompletion
        
        for linux:
        https://kubernetes.io/docs/tasks/tools/install-kubectl-linux/#enable-shell-autocompletion
        
        for windows:
        https://kubernetes.io/docs/tasks/tools/install-kubectl-windows/#enable-shell-autocompletion
        
 Note for zsh users: [1] zsh completions are only supported in versions of zsh >= 5.2.`,
	examples: `
# Into the current shell
source <(kubectl completion bash)

# Into every shell
echo 'source <(kubectl completion bash)' >>~/.bashrc

# For an alias too
alias k=kubectl
complete -o default -F __start_kubectl k`,
	flags: {},
	*completeArgs({ args }, toComplete) {
		if (args.length > 0) return { choices: [], directive: DIRECTIVES.default };
		const choices = SHELLS.filter((shell) => shell.startsWith(toComplete));
		return { choices, directive: DIRECTIVES.noFileCompletion };
	},
	*run({ kubectl, args, usageError }) {
		const [shell] = args;
		if (shell === undefined) return usageError('Shell not specified.');
		if (args.length > 1) return usageError('Too many arguments. Expected only the shell type.');
		if (!SHELLS.includes(shell)) return usageError(`Unsupported shell type ${JSON.stringify(shell)}.`);
		// Differs: the machines of the world have bash only.
		if (shell !== 'bash') throw new CommandError(`this kubectl has completion code for bash only, not for ${shell}`);
		yield* kubectl.io.out(BASH_COMPLETION);
	},
});
