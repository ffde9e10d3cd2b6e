import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

// Models the Docker Engine API 1.51, as curl shows it on the daemon's socket.
test('the docker daemon answers on its socket, to who may write it', () => {
	const script = `exec 2>&1
docker run -d --name web -p 8080:80 nginx:alpine >/dev/null 2>&1; U='curl -s --unix-socket /var/run/docker.sock'; $U -i http://localhost/_ping; echo; $U localhost/version | jq -r .ApiVersion; $U http://x/v1.45/containers/json | jq -c '.[]|[.Names,.State,.Ports]'; $U http://x/containers/web/json | jq -r .State.Status; $U http://x/images/json | jq -r '.[].RepoTags[]'; $U -X POST http://x/containers/web/stop?t=1 -w '%{http_code}\\n'; docker ps -q | wc -l;  $U 'http://x/containers/json?all=1' | jq -r '.[].Status'; $U http://x/containers/nope/json; $U http://x/nope;  $U -X DELETE http://x/containers/web -w '%{http_code}\\n'; ss -xlH; sudo -u student curl -sS --unix-socket /var/run/docker.sock http://x/_ping; echo $?; systemctl stop docker; curl -sS --unix-socket /var/run/docker.sock http://x/; echo $?; systemctl start docker; $U x/_ping; docker ps; systemctl restart docker;  $U x/_ping`;
	const { stdout } = newWorld('docker-socket').runScript({ name: 's.sh', script });
	expect(stdout.replaceAll('\r', '')).toMatchInlineSnapshot(`
		"HTTP/1.1 200 OK
		Api-Version: 1.51
		Builder-Version: 2
		Cache-Control: no-cache, no-store, must-revalidate
		Content-Type: text/plain; charset=utf-8
		Date: Mon, 02 Mar 2026 09:00:48 GMT
		Docker-Experimental: false
		Ostype: linux
		Pragma: no-cache
		Server: Docker/28.5.1 (linux)
		Swarm: inactive
		Content-Length: 2

		OK
		1.51
		[["/web"],"running",[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]]
		running
		nginx:alpine
		204
		0
		Exited (0) Less than a second ago
		{"message":"No such container: nope"}
		{"message":"page not found"}
		204
		u_str LISTEN 0      4096   /run/docker.sock 10038            * 0          
		curl: (7) Failed to connect to x port 80 after 0 ms: Couldn't connect to server
		7
		curl: (7) Failed to connect to x port 80 after 0 ms: Couldn't connect to server
		7
		OKCONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES
		OK"
	`);
});
