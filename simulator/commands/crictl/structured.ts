import { formatJson } from '../../machinery/format-json.ts';
import type { Task } from '../../machinery/task.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { CrictlRun } from './crictl-run.ts';

/** An object as JSON or YAML. @param sorted keys in the order of their text, as Go's maps are written. */
export function* writeObject(run: CrictlRun, format: 'json' | 'yaml', value: object, sorted = false): Task<void> {
	const text = format === 'yaml' ? formatYaml(value) : formatJson(value, { indent: '  ', keepOrder: !sorted });
	yield* run.out.write(`${text}\n`);
}
