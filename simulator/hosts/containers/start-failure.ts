import type { EngineKind } from './container-engine.ts';
import { EngineError } from './container-request.ts';

/**
 * Why a container could not be started, in the words of its engine.
 * @param message the runtime's: containerd's and runc's. Models moby daemon/start.go translateContainerdStartErr, crun's errors.
 */
export function startFailure(kind: EngineKind, message: string): EngineError {
	const errorKind = /executable file not found|no such file or directory|not a directory/.test(message)
		? 'not-found'
		: /permission denied|is a directory|exec format error/.test(message)
			? 'not-executable'
			: 'other';
	if (kind === 'docker') {
		const text = message.replace(/^failed to create containerd task/, 'failed to create task for container');
		return new EngineError(errorKind, text);
	}
	return new EngineError(errorKind, crunText(message));
}

function crunText(message: string): string {
	const [, name, why = ''] = /exec:? "?([^"]*?)"?(?:: (.*?))?: unknown$/.exec(message) ?? [];
	if (name === undefined) {
		const rest = message.replace(/^.*error during container init: /, '').replace(/: unknown$/, '');
		return `crun: ${rest}: OCI runtime error`;
	}
	if (why.startsWith('executable file not found')) {
		return `crun: executable file \`${name}\` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found`;
	}
	if (/no such file/.test(why)) {
		return `crun: executable file \`${name}\` not found: No such file or directory: OCI runtime attempted to invoke a command that was not found`;
	}
	if (/permission denied|is a directory/.test(why))
		return 'crun: open executable: Permission denied: OCI permission denied';
	return `crun: exec: ${why === '' ? 'Exec format error' : why}: OCI runtime error`;
}
