import { expect, test } from 'vitest';
import { printed } from './docker-bench.ts';

test('an image that is built and pushed to a registry in the world is pulled by docker, podman and a kubelet', () => {
	expect(
		printed(`docker run -q -d -p 5000:5000 --name registry registry:2 | wc -c
mkdir app && cd app && printf 'FROM busybox\\nCOPY hi /hi\\nCMD ["sh","-c","cat /hi; sleep 1d"]\\n' > Dockerfile && echo hi there > hi
docker build -q -t localhost:5000/app:v1 . | wc -c
docker push localhost:5000/app:v1
docker push localhost:5000/app:v1 | grep -c 'already exists'
curl -s localhost:5000/v2/_catalog; curl -s localhost:5000/v2/app/tags/list; curl -s localhost:5000/v2/app/manifests/v9
docker rmi localhost:5000/app:v1 | head -2
docker run -q --rm localhost:5000/app:v1 cat /hi
docker pull localhost:5000/app:v2; docker pull -q localhost:5001/app
podman pull -q localhost:5000/app:v1; podman pull -q --tls-verify=false localhost:5000/app:v1 | wc -c
kubectl run p --image=localhost:5000/app:v1 --overrides='{"spec":{"nodeName":"controlplane"}}'
kubectl run q --image=controlplane:5000/app:v1
sleep 8; kubectl get pods --no-headers | awk '{print $1, $2, $3}'; kubectl logs p; crictl images | grep app | wc -l
kubectl get events --field-selector involvedObject.name=q,reason=Failed -o jsonpath='{.items[0].message}{"\\n"}'
mkdir -p /etc/containerd/certs.d/controlplane:5000
printf 'server = "http://controlplane:5000"\\n' | tee /etc/containerd/certs.d/controlplane:5000/hosts.toml > /dev/null
kubectl run r --image=controlplane:5000/app:v1 --overrides='{"spec":{"nodeName":"controlplane"}}'
sleep 5; kubectl get pod r -o jsonpath='{.status.phase}{"\\n"}'
docker tag localhost:5000/app:v1 somebody/app:v1; docker push somebody/app:v1 | tail -1
docker login -u me -p wrong 2>&1 | tail -1
echo kubedrill | docker login -u student --password-stdin registry.example.com 2>/dev/null; grep -c registry.example.com ~/.docker/config.json
docker logs registry 2>/dev/null | head -1 | sed 's/\\[.*\\]/TIME/'`),
	).toBe(`65
72
The push refers to repository [localhost:5000/app]
SHORT: Preparing
SHORT: Preparing
SHORT: Pushed
SHORT: Pushed
v1: digest: sha256:ID size: 725
2
{"repositories":["app"]}
{"name":"app","tags":["v1"]}
{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"v9"}}]}
Untagged: localhost:5000/app:v1
Untagged: localhost:5000/app@sha256:ID
hi there
Error response from daemon: manifest for localhost:5000/app:v2 not found: manifest unknown: manifest unknown
Error response from daemon: Get "http://localhost:5001/v2/": dial tcp 127.0.0.1:5001: connect: connection refused
Error: initializing source docker://localhost:5000/app:v1: pinging container registry localhost:5000: Get "https://localhost:5000/v2/": http: server gave HTTP response to HTTPS client
65
pod/p created
pod/q created
p 1/1 Running
q 0/1 ErrImagePull
hi there
1
Failed to pull image "controlplane:5000/app:v1": failed to pull and unpack image "controlplane:5000/app:v1": failed to resolve image: failed to do request: Head "https://controlplane:5000/v2/app/manifests/v1": http: server gave HTTP response to HTTPS client
pod/r created
Running
denied: requested access to the resource is denied
SHORT: Preparing
Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password
Login Succeeded
1
172.17.0.1 - - TIME "HEAD /v2/app/blobs/sha256:ID HTTP/1.1" 404 0 "" "containers"
`);
});
