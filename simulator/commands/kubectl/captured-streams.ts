import type { Task } from '../../machinery/task.ts';
import { Streams } from './streams.ts';

/** Streams whose standard output is kept: for what prints into a file. */
export class CapturedStreams extends Streams {
	text = '';

	override *out(text: string): Task<void> {
		this.text += text;
	}
}
