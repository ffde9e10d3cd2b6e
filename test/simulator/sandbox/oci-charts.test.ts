import { describe, expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

// Models charts in registries as helm v3 has them (pkg/registry Client.Pull, its words on stderr), and the installation that
// NGINX Gateway Fabric's documentation describes.

const CHART = 'oci://ghcr.io/nginx/charts/nginx-gateway-fabric';

describe('charts in registries', () => {
	const world = newWorld('charts in registries');
	const run = (script: string): string => {
		const { stdout, stderr } = world.runScript({ name: 'line.sh', script: `exec 2>&1\n${script}`, limitMs: 600_000 });
		return `${stdout}${stderr}`.replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:…');
	};

	test('are pulled by version, by a range, and as the newest', () => {
		expect(
			run(`helm pull ${CHART} --version 2.2.1; helm pull ${CHART}:2.1.0 --untar; ls -d nginx*; grep ^version: nginx*/Chart.yaml
helm show chart ${CHART} --version '~2.2.0' | grep ^version; helm pull oci://quay.io/jetstack/charts/cert-manager --version v1.18.2`),
		).toBe(`Pulled: ghcr.io/nginx/charts/nginx-gateway-fabric:2.2.1
Digest: sha256:…
Pulled: ghcr.io/nginx/charts/nginx-gateway-fabric:2.1.0
Digest: sha256:…
nginx-gateway-fabric
nginx-gateway-fabric-2.2.1.tgz
version: 2.1.0
Pulled: ghcr.io/nginx/charts/nginx-gateway-fabric:2.2.2
Digest: sha256:…
version: 2.2.2
Pulled: quay.io/jetstack/charts/cert-manager:v1.18.2
Digest: sha256:…
`);
		// The digest that is shown is the manifest's, by which it is found too.
		expect(
			run(`d=$(helm pull ${CHART} --version 2.2.1 2>&1 | sed -n 's/^Digest: //p'); helm pull ${CHART}@$d
[ sha256:$(curl -s https://ghcr.io/v2/nginx/charts/nginx-gateway-fabric/manifests/2.2.1 | sha256sum | cut -d' ' -f1) = $d ] && echo same`),
		).toBe('Pulled: ghcr.io/nginx/charts/nginx-gateway-fabric@sha256:…\nDigest: sha256:…\nsame\n');
	});

	test('what is not there', () => {
		expect(
			run(`helm pull ${CHART} --version 9.9.9; helm install x oci://registry-1.docker.io/bitnamicharts/nothing
helm pull ${CHART}:2.1.0 --version 2.2.0; helm pull oci://registry.invalid/a/b --version 1.0.0`),
		).toBe(`Error: failed to perform "FetchReference" on source: ghcr.io/nginx/charts/nginx-gateway-fabric:9.9.9: not found
Error: INSTALLATION FAILED: failed to perform "FetchReference" on source: registry-1.docker.io/bitnamicharts/nothing: not found
Error: chart reference and version mismatch: 2.2.0 is not 2.1.0
Error: failed to perform "FetchReference" on source: Get "https://registry.invalid/v2/a/b/manifests/1.0.0": dial tcp: lookup registry.invalid on 1.1.1.1:53: no such host
`);
	});

	test('the fabric, as its documentation installs it', () => {
		run(`kubectl kustomize "https://github.com/nginx/nginx-gateway-fabric/config/crd/gateway-api/standard?ref=v2.3.0" | kubectl apply -f -
helm install ngf ${CHART} --create-namespace -n nginx-gateway --wait --set nginx.service.type=NodePort --set nginx.service.externalTrafficPolicy=Cluster \
  --set-json 'nginx.service.nodePorts=[{"port":31437,"listenerPort":80}]'
kubectl create deploy web --image nginx; kubectl expose deploy web --port 80`);
		run(`kubectl apply -f - <<'END'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: main}
spec: {gatewayClassName: nginx, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web}
spec: {parentRefs: [{name: main}], rules: [{backendRefs: [{name: web, port: 80}]}]}
END
sleep 30`);
		expect(
			run(`kubectl -n nginx-gateway get deploy -o name; kubectl get gateway main -o jsonpath='{.status.conditions[?(@.type=="Programmed")].status}{"\\n"}'
kubectl get gatewayclass nginx -o jsonpath='{.spec.parametersRef.name}{"\\n"}'; kubectl get svc main-nginx -o jsonpath='{.spec.ports[0].nodePort}{"\\n"}'
curl -s node01:31437 | grep title; helm uninstall ngf -n nginx-gateway; kubectl get gatewayclass`),
		).toBe(`deployment.apps/ngf-nginx-gateway-fabric
True
ngf-nginx-gateway-fabric-proxy-config
31437
<title>Welcome to nginx!</title>
release "ngf" uninstalled
No resources found
`);
	});
});
