import type { BuiltImage } from '../../../hosts/containers/build-base.ts';
import type { PulledImage } from '../../../hosts/containers/pull-image.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Instruction } from './dockerfile.ts';
import type { Variables } from './expand.ts';
import type { BuildPlan } from './plan.ts';
import type { Stage, StageState } from './stage.ts';

/** An instruction that is about to be done. */
export interface Step {
	readonly stage: Stage;
	readonly node: Instruction;
	/** As it was written. */
	readonly text: string;
	/** What it could expand. */
	readonly variables: Variables;
}

/** The image that a stage begins with. */
export interface StageBase {
	readonly kind: 'scratch' | 'stage' | 'image';
	/** "docker.io/library/alpine:latest"; of a stage its name. */
	readonly name: string;
	readonly version: BuiltImage | undefined;
	/** Nothing had to be fetched. */
	readonly wasHere: boolean;
}

/** Who tells how a build goes: BuildKit, or buildah. */
export interface BuildVoice {
	/** How the history calls what an instruction has done. */
	readonly createdBy: (step: Step, state: StageState, argv: readonly string[]) => string;
	/** What else the history says of it. */
	readonly comment: (step: Step, state: StageState) => string;
	/** Whether an instruction that only changes the configuration is told of. */
	readonly metadata: (name: string) => Task<void>;
	readonly metadataFailed: (stage: Stage, name: string, message: string) => Task<void>;
	readonly contextLoads: () => Task<void>;
	readonly stageBegins: (plan: BuildPlan, stage: Stage) => Task<void>;
	readonly pulled: (stage: Stage, image: Omit<PulledImage, 'isUpToDate'>) => Task<void>;
	readonly baseReady: (stage: Stage, base: StageBase) => Task<void>;
	readonly begins: (step: Step) => Task<void>;
	readonly output: (stream: 'stdout' | 'stderr', data: Uint8Array) => Task<void>;
	readonly done: (step: Step, state: StageState, cached: boolean) => Task<void>;
	readonly failed: (step: Step, message: string) => Task<void>;
	readonly finished: (image: BuiltImage, names: readonly string[]) => Task<void>;
}

/** The build has ended: what the program says last, and its status. */
export class BuildFailure extends Error {
	readonly status: number;
	/** Where in the Dockerfile. */
	readonly node: Instruction | undefined;

	constructor(message: string, node: Instruction | undefined, status = 1) {
		super(message);
		this.node = node;
		this.status = status;
	}
}
