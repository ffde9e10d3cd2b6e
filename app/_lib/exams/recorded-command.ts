import { z } from 'zod';

/** A command of a sitting, and what its terminal showed from when it was entered to the next one. Bytes are base64. */
export const recordedCommandSchema = z.strictObject({
	terminal: z.string(),
	line: z.string(),
	/** The machine where it was entered; the cluster that it was about, when it was entered at a workstation. */
	at: z.string(),
	/** By the world's clock. */
	atMs: z.number(),
	columns: z.number(),
	rows: z.number(),
	/** The prompt, and the command as it was typed. */
	before: z.string(),
	/** Pieces of output, each with the milliseconds since the command was entered. */
	output: z.array(z.tuple([z.number(), z.string()]).readonly()),
	/** Not all of the output was kept. */
	cut: z.boolean(),
});
export type RecordedCommand = z.infer<typeof recordedCommandSchema>;

/** A command in the replay of a question. */
export interface ReplayedCommand extends Omit<RecordedCommand, 'terminal' | 'at' | 'atMs'> {
	/** Since the first terminal of the sitting had its first command. */
	readonly second: number;
	/** The terminal shows this right after the replay's command before it: nothing else was entered there between. */
	readonly follows: boolean;
}

/** The commands of a question, which is answered on machines that `isIts` knows. */
export function questionReplay(
	commands: readonly RecordedCommand[],
	isIts: (machine: string) => boolean,
): ReplayedCommand[] {
	const startMs = commands[0]?.atMs ?? 0;
	const lastAt = new Map<string, RecordedCommand>();
	const replay: ReplayedCommand[] = [];
	let before: RecordedCommand | undefined;
	for (const command of commands) {
		const { terminal, at, atMs, ...shown } = command;
		if (isIts(at)) {
			const follows = before !== undefined && before === lastAt.get(terminal);
			replay.push({ ...shown, second: Math.round((atMs - startMs) / 1_000), follows });
			before = command;
		}
		lastAt.set(terminal, command);
	}
	return replay;
}
