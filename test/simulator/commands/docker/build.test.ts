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
