import { expect, test } from 'vitest';
import { printed } from './docker-bench.ts';

test('the daemon begins with its first use and goes by daemon.json; who may not talk to it is told so', () => {
	expect(
		printed(`systemctl is-active docker; docker ps -q; systemctl is-active docker
docker run -q -d -p 5000:5000 --name reg registry:2 > /dev/null; docker pull -q busybox; docker tag busybox controlplane:5000/b
docker push -q controlplane:5000/b
echo '{"insecure-registries": ["controlplane:5000"]}' > /etc/docker/daemon.json; systemctl restart docker
docker push -q controlplane:5000/b
su - student -c 'docker ps'; su - student -c 'podman run -q --rm busybox id -u'
echo '{"insecure' > /etc/docker/daemon.json; systemctl restart docker; sleep 10; docker ps; echo "status $?"`),
	).toBe(`inactive
active
docker.io/library/busybox:latest
Get "https://controlplane:5000/v2/": http: server gave HTTP response to HTTPS client
controlplane:5000/b:latest
permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.51/_ping": dial unix /var/run/docker.sock: connect: permission denied
0
Job for docker.service failed because the control process exited with error code.
See "systemctl status docker.service" and "journalctl -xeu docker.service" for details.
Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?
status 1
`);
});

test('a container of podman may be called by one letter, one of docker may not', () => {
	expect(
		printed(`podman create --name x docker.io/library/busybox:1.36 > /dev/null 2>&1; podman ps -a --format '{{.Names}}'
podman create --name _x docker.io/library/busybox:1.36; docker create --name x busybox:1.36 2>&1 | grep -o 'Invalid.*'`),
	).toBe(`x
Error: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument
Invalid container name (x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed
`);
});
