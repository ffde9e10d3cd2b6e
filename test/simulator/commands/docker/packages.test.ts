import { expect, test } from 'vitest';
import { printed } from './docker-bench.ts';

test('what an image takes follows from its Dockerfile: package managers, clean caches in the same layer or in a later one', () => {
	expect(
		printed(`printf 'FROM debian:12-slim\\nRUN apt-get update && apt-get install -y curl\\n' > a
printf 'FROM debian:12-slim\\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\\n' > b
printf 'FROM debian:12-slim\\nRUN apt-get update\\nRUN apt-get install -y curl\\nRUN rm -rf /var/lib/apt/lists/*\\n' > c
printf 'FROM alpine:3.20\\nRUN apk add --no-cache curl\\nRUN addgroup -S app && adduser -S -G app app\\nUSER app\\nCMD ["curl", "-s", "http://example.com"]\\n' > d
printf 'FROM alpine:3.20 AS build\\nRUN apk add --no-cache build-base && echo done > /out\\nFROM alpine:3.20\\nCOPY --from=build /out /out\\n' > e
for each in a b c d e; do docker build -q -t size:$each -f $each . > /dev/null; done
docker images --format '{{.Tag}} {{.Size}}' size
docker run --rm size:d id
docker run --rm size:d | grep -c Example
docker run -q --rm alpine:3.20 apk add nosuch
docker run -q --rm --network none alpine:3.20 apk add --no-cache jq
docker run -q --rm debian:12 sh -c 'groupadd -g 700 staffs && useradd -m -u 1234 -g staffs eve && id eve && grep eve /etc/passwd; useradd eve'`),
	).toBe(`e 7.83MB
d 13.3MB
c 102MB
b 84.2MB
a 102MB
uid=100(app) gid=101(app) groups=101(app)
2
WARNING: opening from cache https://dl-cdn.alpinelinux.org/alpine/v3.20/main: No such file or directory
WARNING: opening from cache https://dl-cdn.alpinelinux.org/alpine/v3.20/community: No such file or directory
ERROR: unable to select packages:
  nosuch (no such package):
    required by: world[nosuch]
fetch https://dl-cdn.alpinelinux.org/alpine/v3.20/main/x86_64/APKINDEX.tar.gz
fetch https://dl-cdn.alpinelinux.org/alpine/v3.20/community/x86_64/APKINDEX.tar.gz
WARNING: updating and opening https://dl-cdn.alpinelinux.org/alpine/v3.20/main: temporary error (try again later)
WARNING: updating and opening https://dl-cdn.alpinelinux.org/alpine/v3.20/community: temporary error (try again later)
ERROR: unable to select packages:
  jq (no such package):
    required by: world[jq]
uid=1234(eve) gid=700(staffs) groups=700(staffs)
eve:x:1234:700::/home/eve:/bin/sh
useradd: user 'eve' already exists
`);
});

test('containers, images, networks and volumes that a set-up has made are there', () => {
	expect(
		printed(
			`docker ps --format '{{.Names}} {{.Image}} {{.Ports}}'
docker pull -q localhost:5000/app:v1; docker run --rm localhost:5000/app:v1
docker run --rm -v data:/data --network app busybox sh -c 'cat /data/f; ping -c1 web | sed -n 2p | cut -d= -f1'
docker restart web; docker run -q -d --name more busybox true > /dev/null; docker ps -aq | sort -u | wc -l
podman images --format '{{.Repository}}'`,
			`docker run -q -d --name registry -p 5000:5000 registry:2
printf 'FROM busybox\\nCMD ["echo", "built before"]\\n' | docker build -q -t localhost:5000/app:v1 -
docker push -q localhost:5000/app:v1; docker rmi localhost:5000/app:v1
docker network create app; docker run -q -d --name web --network app nginx:alpine
docker run -q --rm -v data:/data busybox sh -c 'echo kept > /data/f'
podman pull -q busybox`,
		),
	).toBe(`web nginx:alpine 80/tcp
registry registry:2 0.0.0.0:5000->5000/tcp, [::]:5000->5000/tcp
localhost:5000/app:v1
built before
kept
64 bytes from 172.18.0.2: seq
web
3
docker.io/library/busybox
`);
});

test('users are made as each distribution makes them', () => {
	expect(
		printed(`run() { docker run --rm "$@" 2>&1 | grep -v -i -e pull -e download -e checksum -e digest -e status -e 'unable to find'; }
run rockylinux:9 sh -c 'useradd app; id app; ls -ld /home/app | cut -c1-22; tail -1 /etc/passwd; adduser -r svc; tail -1 /etc/passwd'
run debian:12 sh -c 'addgroup --system app && adduser --system --ingroup app app; id app; useradd -m x; ls -ld /home/x | cut -c1-18; ls -d /home/app'
run ubuntu:24.04 sh -c 'adduser x; useradd -m y; id y'; run ubuntu:22.04 sh -c 'adduser --system svc; adduser --disabled-password --gecos "" bob; id bob'`),
	).toMatchInlineSnapshot(`
		"uid=1000(app) gid=1000(app) groups=1000(app)
		drwx------ 2 app app 4
		app:x:1000:1000::/home/app:/bin/bash
		svc:x:999:999::/home/svc:/bin/bash
		Adding group \`app' (GID 101) ...
		Done.
		Adding system user \`app' (UID 100) ...
		Adding new user \`app' (UID 100) with group \`app' ...
		Not creating \`/nonexistent'.
		uid=100(app) gid=101(app) groups=101(app)
		drwxr-xr-x 2 x x 4
		ls: cannot access '/home/app': No such file or directory
		sh: 1: adduser: not found
		uid=1001(y) gid=1001(y) groups=1001(y)
		Adding system user \`svc' (UID 100) ...
		Adding new user \`svc' (UID 100) with group \`nogroup' ...
		Creating home directory \`/home/svc' ...
		Adding user \`bob' ...
		Adding new group \`bob' (1000) ...
		Adding new user \`bob' (1000) with group \`bob (1000)' ...
		Creating home directory \`/home/bob' ...
		Copying files from \`/etc/skel' ...
		uid=1000(bob) gid=1000(bob) groups=1000(bob)
		"
	`);
});
