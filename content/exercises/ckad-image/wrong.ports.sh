# fails: container/runs
cd /opt/work/image
sed -i -e 's/^COPY.*/COPY server.py ./' -e 's/sever.py/server.py/' -e '/^EXPOSE/i USER @{uid}' Dockerfile
docker build -q -t @{app}:@{tag} .
docker run -d --name @{app}-test -p 8080:@{port} @{app}:@{tag}
