import { type LogLine, parseLogLines } from '../../kubelet/runtime/container-log.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { EngineContainer } from './engine-container.ts';

export type EngineLogLine = LogLine;

/** All that a container has written and that is kept. */
export function readLogs(engine: ContainerEngine, { live }: EngineContainer): readonly LogLine[] {
	live.log.flush();
	return parseLogLines(engine.machine.root.readFile(live.log.path) ?? new Uint8Array(0));
}
