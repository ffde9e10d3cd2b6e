import type { Process, Program } from '../../kernel/process-api.ts';
import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { serviceProgram } from './component-program.ts';

const SERVICE = serviceProgram('kubelet', { cpuMillicores: 21, memoryBytes: 62 * 1024 ** 2 });

/** /usr/bin/kubelet. */
export const kubeletProgram: Program = (process) =>
	process.argv.some((word) => word === '--version' || word === '--version=true')
		? printVersion(process)
		: SERVICE(process);

/** Models component-base/version/verflag PrintAndExitIfRequested. */
function* printVersion(process: Process): Task<number> {
	yield* process.write(1, encodeUtf8(`Kubernetes ${kubernetesRelease(process.release).version}\n`));
	return 0;
}
