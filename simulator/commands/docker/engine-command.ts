import type { ContainerEngine, EngineKind } from '../../hosts/containers/container-engine.ts';
import type { Task } from '../../machinery/task.ts';
import type { FlagTable, ParsedFlags } from '../flags.ts';
import { Exit, type UnixRun } from '../unix-command.ts';

/** A command of docker or podman, or of both: one literal each. */
export interface EngineCommand {
	/** All that lead here, the one that help shows first: "ps", "container ls". */
	readonly names: readonly string[];
	/** Behind the name: "[OPTIONS] IMAGE [COMMAND] [ARG...]". */
	readonly usage: string;
	readonly short: string;
	readonly flags: FlagTable;
	/** Everything from the first operand on is an operand. */
	readonly stopAtOperand?: boolean;
	readonly least?: number;
	readonly most?: number;
	/** Absent: both have it. */
	readonly only?: EngineKind;
	readonly run: (run: EngineRun) => Task<number>;
}

/** One run of a command. */
export interface EngineRun extends UnixRun {
	readonly kind: EngineKind;
	/** Opened when somebody asks for it. Throws Exit when nobody answers. */
	readonly engine: () => ContainerEngine;
	/** "docker run". */
	readonly path: string;
	readonly flags: ParsedFlags;
	readonly text: (name: string) => string;
	readonly isOn: (name: string) => boolean;
	readonly number: (name: string) => number;
	readonly list: (name: string) => readonly string[];
	readonly operands: readonly string[];
	/** As somebody would write them without the program's name, for who starts another command. */
	readonly again: (words: readonly string[]) => Task<number>;
}

/** How a failure of the engine is told. */
export function failure(kind: EngineKind, message: string, status?: number): Exit {
	return kind === 'docker'
		? new Exit(status ?? 1, `Error response from daemon: ${message}\n`)
		: new Exit(status ?? 125, `Error: ${message}\n`);
}

/** A mistake that the program itself finds. */
export function complaint(kind: EngineKind, message: string, status?: number): Exit {
	return kind === 'docker' ? new Exit(status ?? 1, `${message}\n`) : new Exit(status ?? 125, `Error: ${message}\n`);
}
