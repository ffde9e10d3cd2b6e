import type { KubeObject } from '../../../machinery/meta.ts';
import { string } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import { collectResources } from '../resources.ts';
import type { Draft } from './generator.ts';
import { defineGenerator } from './generator.ts';

export const createJob = defineGenerator({
	name: 'job',
	use: 'job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
	short: 'Create a job with the specified name',
	long: 'Create a job with the specified name.',
	examples: `
# A job my-job
kubectl create job my-job --image=busybox

# The same with a command
kubectl create job my-job --image=busybox -- date

# A job from a cron job's template
kubectl create job test-job --from=cronjob/a-cronjob`,
	flags: {
		from: string('', 'The name of the resource to create a Job from (only cronjob is supported).'),
		image: string('', 'Image name to run.'),
	},
	resource: { group: 'batch', version: 'v1', resource: 'jobs', namespaced: true },
	failure: 'failed to create job',
	takesCommand: true,
	validate({ invocation, rest }) {
		const { from, image } = invocation.flags;
		if ((image === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
		if (rest.length > 0 && from !== '') throw new CommandError('cannot specify --from and command');
	},
	*build({ invocation, name, rest, namespace }) {
		const { from, image } = invocation.flags;
		if (image !== '') {
			return {
				kind: 'Job',
				apiVersion: 'batch/v1',
				metadata: { name, namespace },
				spec: { template: podTemplate(name, image, rest, 'Never') },
				status: {},
			};
		}
		const { kubectl } = invocation;
		const current = (yield* kubectl.namespace()).namespace;
		const { infos, error } = yield* collectResources(kubectl, {
			args: [from],
			namespace: current,
			flatten: true,
			latest: true,
		});
		if (error !== undefined) throw error;
		const source = infos[0]?.object;
		if (infos.length !== 1 || source === undefined) throw new CommandError('from must be an existing cronjob');
		if (source.kind !== 'CronJob') throw new CommandError(`unknown object type *v1.${source.kind}`);
		return jobFromCronJob(source, name, namespace);
	},
});

function jobFromCronJob(source: KubeObject, name: string, namespace: string | undefined): Draft {
	const template = (
		source as KubeObject & {
			spec: { jobTemplate: { metadata?: { labels?: object; annotations?: object }; spec: object } };
		}
	).spec.jobTemplate;
	return {
		kind: 'Job',
		apiVersion: 'batch/v1',
		metadata: {
			name,
			namespace,
			labels: template.metadata?.labels as Draft['metadata']['labels'],
			annotations: { ...template.metadata?.annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
			ownerReferences: [
				{
					apiVersion: 'batch/v1',
					kind: 'CronJob',
					name: source.metadata.name,
					uid: source.metadata.uid,
					controller: true,
				},
			],
		},
		spec: template.spec,
		status: {},
	};
}

export const createCronJob = defineGenerator({
	name: 'cronjob',
	aliases: ['cj'],
	use: "cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
	short: 'Create a cron job with the specified name',
	long: 'Create a cron job with the specified name.',
	examples: `
# A cron job that runs busybox every minute
kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *"

# The same with a command
kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *" -- date`,
	flags: {
		image: string('', 'Image name to run.', { required: true }),
		restart: string('', "job's restart policy. supported values: OnFailure, Never"),
		schedule: string('', 'A schedule in the Cron format the job should be run with.', { required: true }),
	},
	flagsInUseLine: true,
	resource: { group: 'batch', version: 'v1', resource: 'cronjobs', namespaced: true },
	failure: 'failed to create cronjob',
	takesCommand: true,
	build({ invocation, name, rest, namespace }): Draft {
		const { image, restart, schedule } = invocation.flags;
		return {
			kind: 'CronJob',
			apiVersion: 'batch/v1',
			metadata: { name, namespace },
			spec: {
				schedule,
				jobTemplate: {
					metadata: { name },
					spec: { template: podTemplate(name, image, rest, restart === '' ? 'OnFailure' : restart) },
				},
			},
			status: {},
		};
	},
});

function podTemplate(name: string, image: string, command: readonly string[], restartPolicy: string): object {
	return {
		metadata: {},
		spec: {
			containers: [{ name, image, command: command.length > 0 ? command : undefined, resources: {} }],
			restartPolicy,
		},
	};
}
