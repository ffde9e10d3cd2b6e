import 'server-only';
import { liveWorlds } from '../account/live-worlds.ts';
import { loadExam } from './exam-file.ts';
import { isOf } from './exam-hosts.ts';
import { sittingQuestions } from './exam-questions.ts';
import { questionReplay, type RecordedCommand, type ReplayedCommand } from './recorded-command.ts';
import type { Sitting } from './sittings.ts';

const liveRecording = (sittingId: string): Promise<readonly RecordedCommand[]> =>
	liveWorlds().recordingOfExam(sittingId);

/**
 * What a student entered for one question of a sitting that is over, with what the terminals showed. Undefined when it has
 * no such question. Throws when its world cannot be run again.
 */
export async function sittingReplay(
	sitting: Sitting,
	host: string,
	recording = liveRecording,
): Promise<readonly ReplayedCommand[] | undefined> {
	if (sitting.finishedAt === undefined) throw new Error('assertion failed: a sitting is replayed when it is over');
	const exam = await loadExam(sitting.exam);
	const isAsked = exam !== undefined && sittingQuestions(exam, sitting.seed).some((each) => each.host === host);
	if (!isAsked) return undefined;
	return questionReplay(await recording(sitting.id), (machine) => isOf(machine, host));
}
