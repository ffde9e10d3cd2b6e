import type { Random } from '../../simulator/machinery/random.ts';
import type { SimulatedWorld } from '../../simulator/sandbox/index.ts';

const HOSTS = ['node01', 'node02'] as const;
const NAMES_MAX = 6;

/** What people do to a cluster, and what happens to it. */
export class Workloads {
	readonly #world: SimulatedWorld;
	readonly #random: Random;
	readonly #say: (step: string) => void;
	readonly #names = new Map<string, 'deployment' | 'statefulset' | 'daemonset' | 'cronjob'>();
	#made = 0;

	constructor(world: SimulatedWorld, random: Random, say: (step: string) => void) {
		this.#world = world;
		this.#random = random;
		this.#say = say;
	}

	run(line: string): string {
		this.#say(line);
		const { stdout, stderr, exitCode } = this.#world.runScript({ name: 'soak.sh', script: line, limitMs: 600_000 });
		return exitCode === 0 ? stdout : `${stdout}${stderr}[${exitCode}]`;
	}

	/** One change of what is wanted. */
	change(): void {
		const random = this.#random;
		const names = [...this.#names.keys()];
		const name = names.length === 0 ? undefined : (names[random.below(names.length)] as string);
		const kind = name === undefined ? undefined : this.#names.get(name);
		const choice = random.below(6);
		if (name === undefined || (choice < 2 && names.length < NAMES_MAX)) {
			this.#create();
		} else if (choice === 2) {
			this.run(`kubectl delete ${kind} ${name} --wait=false; kubectl delete service ${name} --ignore-not-found`);
			this.#names.delete(name);
		} else if (kind === 'deployment' || kind === 'statefulset') this.#changeSized(kind, name);
		else if (kind === 'daemonset') this.run(`kubectl rollout restart daemonset ${name}`);
		else this.run(`kubectl patch cronjob ${name} -p '{"spec":{"suspend":${random.below(2) === 0}}}'`);
	}

	#changeSized(kind: string, name: string): void {
		switch (this.#random.below(4)) {
			case 0:
				this.run(`kubectl scale ${kind} ${name} --replicas=${this.#random.below(7)}`);
				break;
			case 1:
				this.run(`kubectl set image ${kind} ${name} '*=nginx:1.${25 + this.#random.below(4)}'`);
				break;
			case 2:
				this.run(`kubectl rollout restart ${kind} ${name}`);
				break;
			default:
				this.run(`kubectl rollout undo ${kind} ${name}`);
		}
	}

	#create(): void {
		const random = this.#random;
		const name = `w${this.#made++}`;
		switch (random.below(5)) {
			case 0:
			case 1:
				this.run(`kubectl create deployment ${name} --image=nginx:1.27 --replicas=${1 + random.below(6)}
kubectl expose deployment ${name} --port=80`);
				this.#names.set(name, 'deployment');
				break;
			case 2:
				this.run(this.#apply('StatefulSet', name, `serviceName: ${name}\n  replicas: ${1 + random.below(3)}`));
				this.#names.set(name, 'statefulset');
				break;
			case 3:
				this.run(this.#apply('DaemonSet', name, 'minReadySeconds: 0'));
				this.#names.set(name, 'daemonset');
				break;
			default:
				this.run(
					`kubectl create cronjob ${name} --image=busybox:1.36 --schedule='*/${5 + random.below(30)} * * * *' -- sh -c 'sleep 3'`,
				);
				this.#names.set(name, 'cronjob');
		}
	}

	#apply(kind: string, name: string, spec: string): string {
		return `kubectl apply -f - <<'EOF'
apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
spec:
  ${spec}
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
      - {name: web, image: 'nginx:1.27'}
EOF`;
	}

	/** Something goes wrong. @returns what makes it right again. */
	fault(): () => void {
		const random = this.#random;
		const host = HOSTS[random.below(HOSTS.length)] as string;
		const world = this.#world;
		switch (random.below(7)) {
			case 0:
			case 1: {
				const fault = random.below(2) === 0 ? 'power' : 'network';
				this.#say(`${fault} of ${host} goes`);
				world.apply({ kind: 'fault', fault: { fault, host, on: false } });
				return () => void world.apply({ kind: 'fault', fault: { fault, host, on: true } });
			}
			case 2:
				this.run(`ssh ${host} systemctl stop kubelet`);
				return () => void this.run(`ssh ${host} systemctl start kubelet`);
			case 3:
				this.run(`kubectl drain ${host} --ignore-daemonsets --delete-emptydir-data --force --timeout=120s`);
				return () => void this.run(`kubectl uncordon ${host}`);
			case 4:
				this.run(`ssh ${host} 'for c in $(crictl ps -q); do crictl stop $c; done' >/dev/null`);
				return () => undefined;
			case 5: {
				const manifest = `/etc/kubernetes/manifests/kube-${random.below(2) === 0 ? 'scheduler' : 'controller-manager'}.yaml`;
				this.run(`mv ${manifest} /root/`);
				return () => void this.run(`mv /root/${manifest.split('/').at(-1)} /etc/kubernetes/manifests/`);
			}
			default:
				this.run(
					'kubectl delete pods --all --wait=false; kubectl -n kube-system delete pod -l k8s-app=kube-dns --wait=false',
				);
				return () => undefined;
		}
	}

	removeAll(): void {
		for (const [name, kind] of this.#names)
			this.run(`kubectl delete ${kind} ${name}; kubectl delete service ${name} --ignore-not-found`);
		this.run('kubectl delete controllerrevisions,jobs,pods --all; kubectl uncordon node01; kubectl uncordon node02');
	}
}
