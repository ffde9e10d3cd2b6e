# fails: change/builds, run/answers
# The Pods are given the whole command, since arguments do not reach the program.
cd /opt/work/@{app}
sed -i -e '/^ENTRYPOINT/d' -e '/^CMD/d' -e '/^RUN/a ARG EDITION=none\nENV EDITION=$EDITION\nUSER @{uid}' Dockerfile
echo 'CMD ["python", "server.py", "@{guest}"]' >> Dockerfile
docker build -q --build-arg EDITION=@{edition} -t @{controlplane}:5000/@{app}:@{tag} .
docker push -q @{controlplane}:5000/@{app}:@{tag}
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"template":{"spec":{"containers":[{"name":"@{app}","image":"@{controlplane}:5000/@{app}:@{tag}","command":["python","server.py","@{other}"]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
