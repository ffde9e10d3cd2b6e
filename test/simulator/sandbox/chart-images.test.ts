import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

// A chart whose image nobody has never becomes ready, and `helm install --wait` says so after minutes.
test("every version of traefik's chart asks for an image that there is", () => {
	const { stdout } = newWorld('chart-images').runScript({
		name: 'x.sh',
		script: `exec 2>&1; helm repo add traefik https://traefik.github.io/charts > /dev/null
for version in $(helm search repo traefik/traefik -l -o json | jq -r '.[].version'); do
  image=$(helm template t traefik/traefik --version $version | grep -o 'docker.io/traefik:[^ "]*' | head -1)
  docker pull -q $image
done
helm install t traefik/traefik --wait --timeout 60s --set service.type=NodePort | grep STATUS`,
	});
	expect(stdout).toBe(`docker.io/library/traefik:v3.6.0
docker.io/library/traefik:v3.5.3
docker.io/library/traefik:v3.4.3
docker.io/library/traefik:v3.3.4
docker.io/library/traefik:v3.2.3
docker.io/library/traefik:v3.0.2
docker.io/library/traefik:v2.11.0
STATUS: deployed
`);
});
