import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	const { stdout, stderr } = newWorld('refusals').runScript({ name: 'script.sh', script });
	expect(stderr).toBe('');
	return stdout;
}

test('what exec cannot start is an internal error of the API server, as over the real WebSocket', () => {
	const script = `exec 2>&1
kubectl run box --image=busybox -- sleep 1000
kubectl exec box -- true
kubectl wait --for=condition=Ready pod/box
kubectl exec box -- nosuch 2>&1 | sed 's/"[0-9a-f]\\{64\\}"/ID/'
kubectl exec box -- sh -c 'exit 3'; echo $?`;
	expect(printed(script)).toBe(`pod/box created
error: Internal error occurred: unable to upgrade connection: container not found ("box")
pod/box condition met
error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec ID: OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown
command terminated with exit code 3
3
`);
});

test('whoever asks for Endpoints is warned that they are deprecated', () => {
	expect(printed('kubectl get ep kubernetes -o name 2>&1')).toBe(
		'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\nendpoints/kubernetes\n',
	);
});
