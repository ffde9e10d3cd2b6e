import type { BuildBase } from '../../../hosts/containers/build-base.ts';
import type { Instruction } from './dockerfile.ts';

/** One stage of a Dockerfile: FROM and what follows it. */
export interface Stage {
	readonly index: number;
	/** '' when it has none. */
	readonly name: string;
	/** As FROM says it, variables expanded. */
	readonly from: string;
	readonly fromInstruction: Instruction;
	readonly instructions: readonly Instruction[];
}

/** What a stage has come to. */
export type StageState = BuildBase & {
	readonly stage: Stage;
	/** Says all that has led here. */
	key: string;
	/** ARGs that were declared, with what they are. */
	readonly args: Map<string, string>;
	/** It has had a CMD: an ENTRYPOINT takes away only what the base said. */
	ownCommand: boolean;
};
