import { expect, test } from 'vitest';
import { printed } from './docker-bench.ts';

test('a container with a port of the host: run, ps, exec, cp, diff, logs, stop, rm', () => {
	expect(
		printed(`docker run -q -d --name web -p 8080:80 nginx:alpine
docker ps
curl -s localhost:8080 | grep title
docker run -d --name other -p 8080:80 nginx:alpine; echo "status $?"
docker exec web sh -c 'echo hi > /tmp/x; id -un; exit 3'; echo "status $?"
docker exec web nosuch; echo "status $?"
docker diff web | grep /tmp
echo hello > index.html
docker cp index.html web:/usr/share/nginx/html/
curl -s localhost:8080
docker cp web:/tmp/x - >/dev/null 2>&1; docker cp web:/tmp/x got && cat got
docker port web
docker inspect -f '{{.State.Status}} {{.NetworkSettings.IPAddress}} {{json .Config.Cmd}}' web
docker logs web 2>/dev/null | tail -1 | cut -d' ' -f6-
docker rm web; docker stop web; docker ps -a --format '{{.Names}}: {{.Status}}'
docker start web; curl -s localhost:8080; docker rm -f web other; docker ps -aq; curl -s localhost:8080; echo "status $?"`),
	).toBe(`ID
CONTAINER ID   IMAGE          COMMAND                  CREATED                  STATUS                  PORTS                                     NAMES
SHORT   nginx:alpine   "/docker-entrypoint.…"   AGO   Up TIME   0.0.0.0:8080->80/tcp, [::]:8080->80/tcp   web
<title>Welcome to nginx!</title>
ID
docker: Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint other (ID): Bind for 0.0.0.0:8080 failed: port is already allocated

Run 'docker run --help' for more information
status 125
root
status 3
OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown
status 127
C /tmp
A /tmp/x
hello
hi
80/tcp -> 0.0.0.0:8080
80/tcp -> [::]:8080
running 172.17.0.2 ["nginx","-g","daemon off;"]
"GET / HTTP/1.1" 200 6 "-" "curl/8.5.0" "-"
Error response from daemon: cannot remove container "web": container is running: stop the container before removing or force remove
web
other: Created
web: Exited (0) AGO
web
hello
web
other
status 7
`);
});

test('networks with names, volumes that stay, containers that are restarted', () => {
	expect(
		printed(`docker pull -q busybox
docker network create app > /dev/null
docker run -q -d --name db --network app redis:alpine > /dev/null
docker run --rm --network app busybox ping -c1 db | sed -n '2s/time.*//p'
docker run --rm busybox ping -c1 -W1 db
docker network rm app
docker run --rm -v data:/data busybox sh -c 'echo kept > /data/f'
docker run --rm -v data:/data:ro busybox sh -c 'cat /data/f; echo x > /data/f'; echo "status $?"
docker volume ls; docker volume rm data
docker run -d --name again --restart on-failure:2 busybox sh -c 'echo one more; exit 4' > /dev/null
sleep 5; docker logs again; docker inspect -f '{{.RestartCount}} {{.State.ExitCode}}' again
docker run --rm --user 1000:2000 -w /tmp -e A=b -h box --read-only busybox sh -c 'id; pwd; echo $A; hostname; touch x'
docker run --rm --memory 8m busybox sh -c 'cat /sys/fs/cgroup/memory.max 2>/dev/null || echo none'
docker run -q --rm --entrypoint echo nginx:alpine works
docker run --rm busybox false; echo "status $?"`),
	).toBe(`docker.io/library/busybox:latest
64 bytes from 172.18.0.2: seq=0 ttl=64
ping: bad address 'db'
Error response from daemon: error while removing network: network app has active endpoints (name:"db" id:"SHORT")
exit status 1
kept
sh: can't create /data/f: Read-only file system
status 1
DRIVER    VOLUME NAME
local     ID
local     data
data
one more
one more
one more
2 4
uid=1000 gid=2000 groups=2000
/tmp
b
box
touch: x: Read-only file system
8388608
works
status 1
`);
});

test('health checks, pauses, attaching, changed limits', () => {
	expect(
		printed(`printf 'FROM nginx:alpine\\nHEALTHCHECK --interval=5s --timeout=2s --retries=2 CMD wget -q -O- http://localhost/ok || exit 1\\n' | docker build -q -t h - > /dev/null
docker run -d --name hc h > /dev/null; docker ps --format '{{.Status}}'
sleep 6; docker ps --format '{{.Status}}'; docker inspect hc -f '{{.State.Health.Status}} {{.State.Health.FailingStreak}} {{len .State.Health.Log}}'
sleep 5; docker ps --format '{{.Status}}' --filter health=unhealthy
docker exec hc sh -c 'echo ok > /usr/share/nginx/html/ok'; sleep 5; docker ps --format '{{.Status}}'; docker inspect hc -f '{{(index .State.Health.Log 2).Output}}'
docker pause hc; docker ps --format '{{.Status}}'; docker exec hc true; echo "status $?"; docker pause hc; docker top hc | sed -n 2p | cut -c1-4; docker unpause hc; docker unpause hc; docker exec hc true && echo runs
docker update --memory 64m --restart always hc; docker inspect hc -f '{{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}'; docker exec hc cat /sys/fs/cgroup/memory.max
docker run -d --name st busybox sh -c 'sleep 2; echo late; exit 3' > /dev/null 2>&1; docker attach st; echo "status $?"; docker attach st; docker rm -f hc st`),
	).toBe(`Up TIME (health: starting)
Up TIME (health: starting)
starting 1 1
Up TIME (unhealthy)
Up TIME (healthy)
ok

hc
Up TIME (Paused)
Error response from daemon: Container ID is paused, unpause the container before exec
status 1
Error response from daemon: Container ID is already paused
root
hc
Error response from daemon: Container ID is not paused
runs
hc
67108864 always
67108864
late
status 3
cannot attach to a stopped container, start it first
hc
st
`);
});
