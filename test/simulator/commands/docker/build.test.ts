import { expect, test } from 'vitest';
import { printed } from './docker-bench.ts';

test('a Dockerfile is built step by step, and found in the cache the next time', () => {
	expect(
		printed(`mkdir app && cd app
printf 'FROM alpine:3.20\\nARG VERSION=1.0\\nENV APP_VERSION=$VERSION\\nWORKDIR /app\\nCOPY hello.txt .\\nRUN echo "building $VERSION" > built && cat built\\nUSER nobody\\nEXPOSE 8080\\nCMD ["sh", "-c", "id -un; cat hello.txt built; echo $APP_VERSION"]\\n' > Dockerfile
echo hello > hello.txt
docker build -t demo:1 --build-arg VERSION=2 .
docker run --rm demo:1
docker build -t demo:1 --build-arg VERSION=2 . 2>&1 | grep -c CACHED
docker images`),
	).toBe(`#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 260B done
#1 DONE Ts

#2 [internal] load metadata for docker.io/library/alpine:3.20
#2 DONE Ts

#3 [internal] load .dockerignore
#3 transferring context: 2B done
#3 DONE Ts

#4 [internal] load build context
#4 transferring context: 308B done
#4 DONE Ts

#5 [1/4] FROM docker.io/library/alpine:3.20@sha256:ID
#5 resolve docker.io/library/alpine:3.20@sha256:ID 0.0s done
#5 DONE Ts

#6 [2/4] WORKDIR /app
#6 DONE Ts

#7 [3/4] COPY hello.txt .
#7 DONE Ts

#8 [4/4] RUN echo "building 2" > built && cat built
#8 T building 2
#8 DONE Ts

#9 exporting to image
#9 exporting layers 0.0s done
#9 writing image sha256:ID 0.0s done
#9 naming to docker.io/library/demo:1 0.0s done
#9 DONE Ts
nobody
hello
building 2
2
4
REPOSITORY   TAG       IMAGE ID       CREATED                  SIZE
demo         1         SHORT   AGO   7.83MB
`);
});

test('podman tells layers as a tree, and containers as Pods that a cluster takes', () => {
	expect(
		printed(`printf 'FRM busybox\\n' | docker build - 2>&1 | tail -1
printf 'FROM docker.io/busybox:1.36\\nRUN echo one > /one\\n' | podman build -q -t tree - > /dev/null 2>&1
podman image tree tree | sed 's/Size:.*B/Size: N/'
podman create --name web -p 8080:80 -e A=b -v data:/data --memory 64m --user 1000 tree sleep 1d > /dev/null
podman generate kube web | grep -v creationTimestamp; podman kube generate web | kubectl create --dry-run=server -f -
podman kube generate -t deployment --replicas 2 web | kubectl create --dry-run=server -f - -o name; podman kube generate nope`),
	).toBe(`ERROR: failed to build: failed to solve: dockerfile parse error on line 1: unknown instruction: FRM (did you mean FROM?)
Image ID: SHORT
Tags:     [localhost/tree:latest]
Size: N
Image Layers
├── ID: SHORT Size: N Top Layer of: [docker.io/library/busybox:1.36]
└── ID: SHORT Size: N Top Layer of: [localhost/tree:latest]
# Save the output of this file and use kubectl create -f to import
# it into Kubernetes.
#
# Created with podman-4.9.3
---
apiVersion: v1
kind: Pod
metadata:
  labels:
    app: web-pod
  name: web-pod
spec:
  containers:
  - args:
    - sleep
    - 1d
    env:
    - name: A
      value: b
    image: localhost/tree:latest
    name: web
    ports:
    - containerPort: 80
      hostPort: 8080
    resources:
      limits:
        memory: 64Mi
    securityContext:
      runAsUser: 1000
    volumeMounts:
    - mountPath: /data
      name: data-pvc
  volumes:
  - name: data-pvc
    persistentVolumeClaim:
      claimName: data
pod/web-pod created (server dry run)
deployment.apps/web-pod-deployment
Error: name or ID "nope" not found: no such container, pod or volume
`);
});

// BuildKit's dispatchEntrypoint empties Cmd unless the stage has set it.
test('an ENTRYPOINT takes away the CMD of the base, not one of its own stage', () => {
	expect(
		printed(`printf 'FROM busybox:1.36 AS base\\nCMD ["world"]\\nENTRYPOINT ["echo", "hello"]\\n' > Dockerfile
docker build -q -t greet . > /dev/null && docker run --rm greet
printf 'FROM greet\\nENTRYPOINT ["echo", "bye"]\\n' > Dockerfile
docker build -q -t bye . > /dev/null && docker run --rm bye
docker create --name box busybox:1.36 > /dev/null 2>&1
docker commit -c 'ENTRYPOINT ["echo", "a"]' -c 'CMD ["b"]' box one > /dev/null && docker run --rm one
docker commit -c 'CMD ["b"]' -c 'ENTRYPOINT ["echo", "a"]' box two > /dev/null && docker run --rm two`),
	).toBe(`hello world
bye
a b
a b
`);
});
