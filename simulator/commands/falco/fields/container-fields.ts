import type { ContainerFacts } from '../../../hosts/runtime/runtime-service.ts';
import { compileGlob } from '../../../machinery/glob.ts';
import { type EventView, type Field, type FieldClass, text, truth, typed, type Value } from './field.ts';

type ContainerMount = ContainerFacts['record']['config']['mounts'][number];

const MS = 1_000_000n;
const ID_LENGTH = 12;
const SUGGESTED = { isSuggested: true };

function of(extract: (facts: ContainerFacts) => Value): (view: EventView) => Value {
	return ({ container }) => (container === undefined ? undefined : extract(container));
}

/** "docker.io/library/nginx" and "1.27" of an image's full name. */
function imageName(name: string): { readonly repository: string; readonly tag: string | undefined } {
	const [, repository = name, tag] = /^(.*?)(?::([^/:@]+))?(?:@.*)?$/.exec(name) ?? [];
	return { repository, tag };
}

function mountText(mount: ContainerMount): string {
	const propagation = mount.propagation === 'both' ? 'rshared' : mount.propagation === 'in' ? 'rslave' : 'private';
	return `${mount.hostPath}:${mount.containerPath}::${!mount.readOnly}:${propagation}`;
}

/** By its number, or by a pattern that its path matches. */
function mount(
	name: string,
	description: string,
	by: 'hostPath' | 'containerPath',
	show: (mount: ContainerMount) => string,
	none?: string,
): Field {
	const extract = ({ container }: EventView, which: string): Value => {
		if (container === undefined) return undefined;
		const { mounts } = container.record.config;
		if (/^\d+$/.test(which)) return mounts[Number(which)] ? show(mounts[Number(which)] as ContainerMount) : none;
		const glob = compileGlob(which);
		const found = mounts.find((each) => glob.matches(each[by]));
		return found === undefined ? none : show(found);
	};
	return text(name, description, extract, { argument: 'required' });
}

function labels(pairs: ReadonlyMap<string, string> | undefined): string | undefined {
	return pairs === undefined ? undefined : [...pairs].map(([key, value]) => `${key}:${value}`).join(',');
}

function onHost(view: EventView, value: Value): Value {
	return view.containerId === undefined ? 'host' : value;
}

export const CONTAINER_FIELDS: FieldClass = {
	name: 'container',
	description: 'Which container the process runs in, as its runtime tells',
	sources: 'syscall',
	fields: [
		text(
			'container.id',
			"First 12 characters of the container's id, or 'host'.",
			(view) => onHost(view, view.containerId?.slice(0, ID_LENGTH)),
			SUGGESTED,
		),
		text('container.full_id', "The container's whole id.", ({ containerId }) => containerId),
		text(
			'container.name',
			"The container's name, or 'host'.",
			(view) => onHost(view, view.container?.record.config.name),
			SUGGESTED,
		),
		text(
			'container.image',
			"The image's full name.",
			of(({ record }) => record.imageName),
		),
		text(
			'container.image.id',
			"The image's id.",
			of(({ imageId }) => imageId.replace(/^sha256:/, '').slice(0, ID_LENGTH)),
		),
		text('container.type', "Kind of the runtime: 'containerd'.", (view) =>
			onHost(view, view.container === undefined ? undefined : 'containerd'),
		),
		truth(
			'container.privileged',
			'Whether it is privileged.',
			of(({ record }) => record.config.privileged),
		),
		text(
			'container.mounts',
			'All mounts: source:dest:mode:rdwr:propagation.',
			of(({ record }) => record.config.mounts.map(mountText).join(' ')),
		),
		mount('container.mount', 'One mount, by number or source.', 'hostPath', mountText, 'none'),
		mount(
			'container.mount.source',
			'Source of a mount, by number or destination.',
			'containerPath',
			({ hostPath }) => hostPath,
		),
		mount(
			'container.mount.dest',
			'Destination of a mount, by number or source.',
			'hostPath',
			({ containerPath }) => containerPath,
		),
		mount('container.mount.mode', 'Mode of a mount.', 'hostPath', () => ''),
		mount('container.mount.rdwr', 'Whether a mount may be written to.', 'hostPath', ({ readOnly }) =>
			String(!readOnly),
		),
		mount('container.mount.propagation', 'Propagation of a mount.', 'hostPath', (each) =>
			mountText(each).replace(/^.*:/, ''),
		),
		text(
			'container.image.repository',
			"The image's name without tag.",
			of(({ record }) => imageName(record.imageName).repository),
			SUGGESTED,
		),
		text(
			'container.image.tag',
			"The image's tag.",
			of(({ record }) => imageName(record.imageName).tag),
			SUGGESTED,
		),
		text(
			'container.image.digest',
			"The image's digest.",
			of(({ record }) => record.imageRef.replace(/^.*@/, '')),
		),
		text('container.healthcheck', '[DEPRECATED] Nothing any more.', () => undefined),
		text('container.liveness_probe', '[DEPRECATED] Nothing any more.', () => undefined),
		text('container.readiness_probe', '[DEPRECATED] Nothing any more.', () => undefined),
		typed(
			'ABSTIME',
			'container.start_ts',
			'When its first process began.',
			of(({ record }) => BigInt(record.startedAtMs) * MS),
		),
		typed('RELTIME', 'container.duration', 'Nanoseconds since then.', (view) =>
			view.container === undefined ? undefined : view.event.atNs - BigInt(view.container.record.startedAtMs) * MS,
		),
		text(
			'container.ip',
			'Its address.',
			of(({ sandbox }) => sandbox?.address),
		),
		text('container.cni.json', 'What the network plugin has said.', () => undefined),
		truth(
			'container.host_pid',
			"Whether it shares the host's pid namespace.",
			of(({ sandbox }) => sandbox?.config.hostPid),
		),
		truth(
			'container.host_network',
			"Whether it shares the host's network.",
			of(({ sandbox }) => sandbox?.config.hostNetwork),
		),
		truth(
			'container.host_ipc',
			"Whether it shares the host's IPC namespace.",
			of(() => false),
		),
		text('container.label', 'One label.', ({ container }, which) => container?.record.config.annotations.get(which), {
			argument: 'required',
		}),
		text(
			'container.labels',
			'All labels.',
			of(({ record }) => labels(record.config.annotations)),
		),
		truth('proc.is_container_healthcheck', '[DEPRECATED] Nothing any more.', () => undefined),
		truth('proc.is_container_liveness_probe', '[DEPRECATED] Nothing any more.', () => undefined),
		truth('proc.is_container_readiness_probe', '[DEPRECATED] Nothing any more.', () => undefined),
		text(
			'k8s.pod.name',
			"The Pod's name.",
			of(({ sandbox }) => sandbox?.config.podName),
			SUGGESTED,
		),
		text(
			'k8s.ns.name',
			"The Pod's namespace.",
			of(({ sandbox }) => sandbox?.config.podNamespace),
			SUGGESTED,
		),
		text(
			'k8s.pod.id',
			"[LEGACY] The Pod's uid.",
			of(({ sandbox }) => sandbox?.config.podUid),
		),
		text(
			'k8s.pod.uid',
			"The Pod's uid.",
			of(({ sandbox }) => sandbox?.config.podUid),
		),
		text(
			'k8s.pod.sandbox_id',
			"First 12 characters of its sandbox's id.",
			of(({ sandbox }) => sandbox?.id.slice(0, ID_LENGTH)),
		),
		text(
			'k8s.pod.full_sandbox_id',
			"Its sandbox's id.",
			of(({ sandbox }) => sandbox?.id),
		),
		text(
			'k8s.pod.label',
			'One label of the Pod.',
			({ container }, which) => container?.sandbox?.config.labels.get(which),
			{ argument: 'required' },
		),
		text(
			'k8s.pod.labels',
			'All labels of the Pod.',
			of(({ sandbox }) => labels(sandbox?.config.labels)),
		),
		text(
			'k8s.pod.ip',
			"The Pod's address.",
			of(({ sandbox }) => sandbox?.address),
		),
		text('k8s.pod.cni.json', 'What the network plugin has said.', () => undefined),
		...'rc.name rc.id rc.labels svc.name svc.id svc.labels ns.id ns.labels rs.name rs.id rs.labels deployment.name deployment.id deployment.labels'
			.split(' ')
			.map((name) => text(`k8s.${name}`, '[DEPRECATED] The k8smeta plugin tells it.', () => undefined)),
		...'rc.label svc.label ns.label rs.label deployment.label'
			.split(' ')
			.map((name) =>
				text(`k8s.${name}`, '[DEPRECATED] The k8smeta plugin tells it.', () => undefined, { argument: 'required' }),
			),
	],
};
