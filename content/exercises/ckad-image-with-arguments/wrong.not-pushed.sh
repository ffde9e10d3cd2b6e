# fails: push/in-registry, run/answers
cd /opt/work/@{app}
sed -i -e '/^RUN/a ARG EDITION=none\nENV EDITION=$EDITION\nUSER @{uid}' Dockerfile
docker build -q --build-arg EDITION=@{edition} -t @{controlplane}:5000/@{app}:@{tag} .
kubectl set image deployment/@{app} -n @{namespace} @{app}=@{controlplane}:5000/@{app}:@{tag}
sleep 20
