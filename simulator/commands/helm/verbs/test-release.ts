import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, duration, stringSlice } from '../../flags.ts';
import { isUserError } from '../../kubectl/errors.ts';
import { runHooks } from '../actions/hooks.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import type { Hook, Release } from '../release/release.ts';
import { exactArgs } from './require-args.ts';
import { TIMEOUT_MS, TIMEOUT_TEXT } from './shared-flags.ts';
import { writeStatus } from './status-text.ts';

const USE = 'test [RELEASE]';

export const testRelease: CobraCommand = {
	use: USE,
	short: 'run tests for a release',
	long: 'Runs the tests that a release brings: they are hooks of its chart.',
	args: exactArgs(1, USE),
	flags: {
		filter: stringSlice(
			'specify tests by attribute (currently "name") using attribute=value syntax or \'!attribute=value\' to exclude a test (can specify multiple or separate values with commas: name=test1,name=test2)',
		),
		'hide-notes': bool(false, 'if set, do not show notes in test output. Does not affect presence in chart metadata'),
		logs: bool(false, 'dump the logs from test pods (this runs after all tests are complete, but before any cleanup)'),
		timeout: duration(TIMEOUT_MS, TIMEOUT_TEXT),
	},
	run: (run) => runTest(run),
};

function* runTest(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	yield* helm.kube.requireReachable();
	const storage = helm.storage(yield* helm.namespace());
	const release = yield* storage.last(run.operands[0] as string);
	const all = release.hooks;
	const wanted = all.filter(({ name }) => isWanted(run.list('filter'), name));
	let failure: unknown;
	release.hooks = wanted;
	try {
		yield* runHooks(helm, storage, release, 'test', run.number('timeout'));
	} catch (error) {
		if (!(error instanceof HelmError) && !isUserError(error)) throw error;
		failure = error;
	}
	release.hooks = [...all.filter((hook) => !wanted.includes(hook)), ...wanted];
	yield* storage.update(release);
	yield* writeStatus(helm, release, 'table', {
		showAll: helm.environment.debug,
		hideNotes: run.isOn('hide-notes'),
	});
	if (run.isOn('logs')) {
		yield* helm.out('\n');
		yield* writeLogs(helm, release, wanted);
	}
	if (failure !== undefined) throw failure;
	return 0;
}

function isWanted(filters: readonly string[], name: string): boolean {
	const excluded = filters.flatMap((each) => /^!\s?name=(.*)$/.exec(each)?.[1] ?? []);
	const included = filters.flatMap((each) => /^name=(.*)$/.exec(each)?.[1] ?? []);
	return !excluded.includes(name) && (included.length === 0 || included.includes(name));
}

function* writeLogs(helm: HelmSession, { namespace }: Release, hooks: readonly Hook[]): Task<void> {
	for (const hook of hooks.filter(({ events }) => events.includes('test'))) {
		try {
			const client = yield* helm.kube.kubectl.client();
			const stream = yield* client.stream(`/api/v1/namespaces/${namespace}/pods/${hook.name}/log`, []);
			yield* helm.out(`POD LOGS: ${hook.name}\n${decodeUtf8(yield* stream.all())}\n`);
		} catch (error) {
			throw wrapError(error, `unable to get pod logs for ${hook.name}`);
		}
	}
}
